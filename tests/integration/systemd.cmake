# The units under a real `systemd --user`. Skipped, with a message, without root or cgroups.
add_test(NAME integration/systemd_user COMMAND
	${CMAKE_CURRENT_SOURCE_DIR}/integration/systemd_user.sh ${PROJECT_BINARY_DIR})
set_tests_properties(integration/systemd_user PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 150)
