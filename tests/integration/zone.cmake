# The machine's zone changes under a running vouchd. Skipped without a mount namespace of its own.
add_test(NAME integration/zone_change
	COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/integration/zone_change.sh)
set_tests_properties(integration/zone_change PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120
	ENVIRONMENT VOUCHD=$<TARGET_FILE:vouchd>)
