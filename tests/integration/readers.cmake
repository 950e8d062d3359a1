add_test(NAME integration/readers
	COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/integration/readers.py)
set_tests_properties(integration/readers PROPERTIES
	ENVIRONMENT "VOUCHD=$<TARGET_FILE:vouchd>" TIMEOUT 240)
