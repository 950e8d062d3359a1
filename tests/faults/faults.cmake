# Kills, starts and full disks with the real vouchd. What a machine cannot do is skipped (77).
function(vouch_fault_test NAME SCRIPT TIMEOUT)
	add_test(NAME faults/${NAME} COMMAND /usr/bin/python3 -B
		${CMAKE_CURRENT_SOURCE_DIR}/faults/${SCRIPT}.py --vouchd $<TARGET_FILE:vouchd> ${ARGN})
	set_tests_properties(faults/${NAME} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${TIMEOUT})
endfunction()

vouch_fault_test(delivery delivery 600)
vouch_fault_test(kill kill 600)
vouch_fault_test(starts starts 300)
vouch_fault_test(full_disk full_disk 120)
vouch_fault_test(backup backup 300)
vouch_fault_test(whole_book whole_book 300)
vouch_fault_test(sockets sockets 300)
# The long ones start first.
set_tests_properties(faults/kill PROPERTIES COST 200)
set_tests_properties(faults/delivery PROPERTIES COST 90)
