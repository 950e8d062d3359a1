# The command line against a real vouchd. Skipped where bats is missing.
find_program(BATS bats)
if(BATS)
	foreach(NAME cli earned gift quiet referral status stop tree undo)
		add_test(NAME integration/${NAME}
			COMMAND ${BATS} ${CMAKE_CURRENT_SOURCE_DIR}/integration/${NAME}.bats)
		set_tests_properties(integration/${NAME} PROPERTIES TIMEOUT 300 ENVIRONMENT
			"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
	endforeach()
endif()
