# What is installed, and where.
add_test(NAME integration/install COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/integration/install.sh
	${PROJECT_BINARY_DIR})
find_program(DESKTOP_FILE_VALIDATE desktop-file-validate)
if(DESKTOP_FILE_VALIDATE)
	add_test(NAME integration/desktop_entry COMMAND ${DESKTOP_FILE_VALIDATE}
		${PROJECT_SOURCE_DIR}/client/desktop/vouch.desktop)
	set_tests_properties(integration/desktop_entry PROPERTIES FAIL_REGULAR_EXPRESSION ".")
endif()
