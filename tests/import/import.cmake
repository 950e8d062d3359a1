vouch_unit_tests(import vouch_import_parts)
target_sources(import_test_import_rows PRIVATE import/reading.c)
target_sources(import_test_import_items PRIVATE import/reading.c)

find_program(BATS bats)
if(BATS)
	add_test(NAME integration/import
		COMMAND ${BATS} ${CMAKE_CURRENT_SOURCE_DIR}/integration/import.bats)
	set_tests_properties(integration/import PROPERTIES TIMEOUT 600 ENVIRONMENT
		"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
endif()
