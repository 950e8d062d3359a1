# Hostile texts through a real book; all of them in tests/run --soak.
add_test(NAME hostile/texts COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/hostile/hostile.py --vouchd $<TARGET_FILE:vouchd>
	--vouch $<TARGET_FILE:vouch> --texts 150 --desk 10)
set_tests_properties(hostile/texts PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 240)
