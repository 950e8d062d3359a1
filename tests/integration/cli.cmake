# The command line against a real vouchd. Skipped where bats is missing.
find_program(BATS bats)
if(BATS)
	add_test(NAME integration/cli COMMAND ${BATS} ${CMAKE_CURRENT_SOURCE_DIR}/integration/cli.bats)
	set_tests_properties(integration/cli PROPERTIES TIMEOUT 300 ENVIRONMENT
		"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
endif()
