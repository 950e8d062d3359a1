# The command line against a real vouchd. Skipped where bats is missing.
find_program(BATS bats)
if(BATS)
	foreach(NAME away backup campaign cli date earned gift holidays quiet referral status stop tree undo watch)
		add_test(NAME integration/${NAME}
			COMMAND ${BATS} ${CMAKE_CURRENT_SOURCE_DIR}/integration/${NAME}.bats)
		set_tests_properties(integration/${NAME} PROPERTIES TIMEOUT 300 ENVIRONMENT
			"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
	endforeach()
endif()
# Who watches, over kills of vouchd and torn connections.
add_test(NAME integration/watch_reconnect COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/watch.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>)
set_tests_properties(integration/watch_reconnect PROPERTIES TIMEOUT 300)
