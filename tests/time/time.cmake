# What vouchd makes of time against Python.
add_executable(time_oracle time/oracle.c)
target_link_libraries(time_oracle PRIVATE vouch_domain)
add_test(NAME time/oracle COMMAND ${VOUCH_ZONEINFO_PYTHON}
	${CMAKE_CURRENT_SOURCE_DIR}/time/oracle.py $<TARGET_FILE:time_oracle>)
set_tests_properties(time/oracle PROPERTIES TIMEOUT 600)
