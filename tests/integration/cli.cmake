# The command line against a real vouchd. Skipped where bats is missing.
find_program(BATS bats)
if(BATS)
	file(GLOB STORIES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/integration/*.bats)
	list(FILTER STORIES EXCLUDE REGEX "/import\\.bats$") # import.cmake has what it needs
	foreach(STORY ${STORIES})
		get_filename_component(NAME ${STORY} NAME_WE)
		add_test(NAME integration/${NAME}
			COMMAND ${BATS} ${STORY})
		set_tests_properties(integration/${NAME} PROPERTIES TIMEOUT 300 ENVIRONMENT
			"VOUCH=$<TARGET_FILE:vouch>;VOUCHD=$<TARGET_FILE:vouchd>")
	endforeach()
endif()
# Who watches, over kills of vouchd and torn connections.
add_test(NAME integration/watch_reconnect COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/watch.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>)
set_tests_properties(integration/watch_reconnect PROPERTIES TIMEOUT 300)
# CSV out and in again.
add_test(NAME integration/csv_trip COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/csv_trip.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>)
set_tests_properties(integration/csv_trip PROPERTIES TIMEOUT 300)
# The page of vouch report, in a real browser where there is one.
add_test(NAME integration/report COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/report.py $<TARGET_FILE:vouchd> $<TARGET_FILE:vouch>)
set_tests_properties(integration/report PROPERTIES TIMEOUT 300)
# Somebody moves in, lives in the book, and moves out again.
add_test(NAME integration/trip COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/trip.py
	--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>)
set_tests_properties(integration/trip PROPERTIES TIMEOUT 300)
