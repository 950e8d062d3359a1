# Every zone of the system against Python's zoneinfo.
find_program(VOUCH_ZONEINFO_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_executable(base_zone_oracle base/zone_oracle.c)
target_link_libraries(base_zone_oracle PRIVATE vouch_base)
add_test(NAME base/zone_oracle COMMAND ${VOUCH_ZONEINFO_PYTHON}
	${CMAKE_CURRENT_SOURCE_DIR}/base/zone_oracle.py $<TARGET_FILE:base_zone_oracle>)
