# The calendars that come with vouch against python3-holidays; and the helper that reads files.
vouch_unit_tests(holidays vouch_holidays_parts)
add_test(NAME time/holidays COMMAND ${VOUCH_ZONEINFO_PYTHON}
	${CMAKE_CURRENT_SOURCE_DIR}/holidays/check.py $<TARGET_FILE:vouch-holidays>
	${PROJECT_SOURCE_DIR}/client/holidays)
set_tests_properties(time/holidays PROPERTIES SKIP_RETURN_CODE 77)
