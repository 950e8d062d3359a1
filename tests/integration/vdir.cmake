# The folder that is kept as a calendar. Without todoman and khal it is not read back by them.
add_test(NAME integration/vouchd_vdir COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/vouchd_vdir.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>)
set_tests_properties(integration/vouchd_vdir PROPERTIES TIMEOUT 120)
