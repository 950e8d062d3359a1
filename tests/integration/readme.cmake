# What README.md shows is what the programs say.
add_test(NAME integration/readme COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/readme.py
	$<TARGET_FILE:vouchd> $<TARGET_FILE:vouch> $<TARGET_FILE_DIR:vouch-import>)
set_tests_properties(integration/readme PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
