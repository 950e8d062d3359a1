# Clocks that are wrong, set, asleep or elsewhere. What a machine cannot do is skipped (77).
set_tests_properties(app/test_clock domain/test_doubt rpc/test_clock rpc/test_wakeups
	PROPERTIES LABELS time)
add_test(NAME time/vouchd_clock COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/vouchd_clock.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>
	--out ${CMAKE_CURRENT_BINARY_DIR}/desktop)
set_tests_properties(time/vouchd_clock PROPERTIES SKIP_RETURN_CODE 77 COST 170 TIMEOUT 400)
