# Clocks that are wrong, set, asleep or elsewhere. What a machine cannot do is skipped (77).
foreach(NAME app_test_clock domain_test_doubt rpc_test_clock rpc_test_wakeups)
	add_test(NAME time/${NAME} COMMAND ${NAME})
endforeach()
add_test(NAME time/vouchd_clock COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/vouchd_clock.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>
	--out ${CMAKE_CURRENT_BINARY_DIR}/desktop)
set_tests_properties(time/vouchd_clock PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 400)
