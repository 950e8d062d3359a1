vouch_unit_tests(import vouch_import_parts)
target_sources(import_test_import_birthdays PRIVATE import/reading.c)
target_sources(import_test_import_cases PRIVATE import/cases.c import/reading.c)
target_sources(import_test_import_items PRIVATE import/reading.c)
target_sources(import_test_import_rows PRIVATE import/reading.c)
target_sources(import_test_import_vcard PRIVATE import/reading.c)

find_program(BATS bats)
if(BATS)
	add_test(NAME integration/import
		COMMAND ${BATS} ${CMAKE_CURRENT_SOURCE_DIR}/integration/import.bats)
	set_tests_properties(integration/import PROPERTIES TIMEOUT 600 ENVIRONMENT
		"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
endif()

add_executable(vcard_items ${CMAKE_CURRENT_LIST_DIR}/vcard_items.c)
target_link_libraries(vcard_items PRIVATE vouch_import_parts)
add_test(NAME import/vobject COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_LIST_DIR}/vobject_oracle.py $<TARGET_FILE:vcard_items>)
set_tests_properties(import/vobject PROPERTIES SKIP_RETURN_CODE 77)
