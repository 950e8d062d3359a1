# The tree against its own rules. Each lint prints FILE:LINE: what is wrong, and what would be right.
foreach(LINT layers banned sizes marks format shell)
	add_test(NAME lint/${LINT} COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
		${CMAKE_CURRENT_SOURCE_DIR}/lint/${LINT}.py)
endforeach()
add_test(NAME lint/tidy COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/lint/tidy.py ${PROJECT_BINARY_DIR})
add_test(NAME lint/can_fail COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/lint/can_fail.py ${PROJECT_BINARY_DIR})
set_tests_properties(lint/format lint/shell lint/tidy PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(lint/tidy PROPERTIES COST 1000 TIMEOUT 900 PROCESSORS 2)
