# The desktop as its user sees it: vouchd itself against real buses and servers. Skipped, with a
# message, where dunst, Xvfb or dbusmock are missing.
foreach(NAME vouchd_desktop vouchd_earned vouchd_held vouchd_life vouchd_many vouchd_referral vouchd_sandbox
	vouchd_dunst)
	add_test(NAME integration/${NAME} COMMAND /usr/bin/python3 -B
		${CMAKE_CURRENT_SOURCE_DIR}/integration/${NAME}.py
		--vouchd $<TARGET_FILE:vouchd> --vouch $<TARGET_FILE:vouch>
		--out ${CMAKE_CURRENT_BINARY_DIR}/desktop)
	set_tests_properties(integration/${NAME} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

add_test(NAME integration/vouchd_erase COMMAND /usr/bin/python3 -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/vouchd_erase.py
	--vouchd $<TARGET_FILE:vouchd> --source ${PROJECT_SOURCE_DIR})
set_tests_properties(integration/vouchd_erase PROPERTIES TIMEOUT 300)
