# The desktop edge against real buses and servers. Skipped, with a message, where dunst, Xvfb or
# dbusmock are missing.
add_executable(notify_probe io/notify_probe.c)
target_link_libraries(notify_probe PRIVATE vouch_io)

foreach(NAME notify_mock notify_life notify_dunst)
	add_test(NAME integration/${NAME} COMMAND /usr/bin/python3 -B
		${CMAKE_CURRENT_SOURCE_DIR}/integration/${NAME}.py
		--probe $<TARGET_FILE:notify_probe> --out ${CMAKE_CURRENT_BINARY_DIR}/desktop)
	set_tests_properties(integration/${NAME} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()
