# With VOUCH_EAR, vouchd writes into build/…/heard what it is asked and what it logs, once there is
# such a folder; tests/run makes it.
option(VOUCH_EAR "Have vouchd keep what it is asked and what it logs, for tests/logs" OFF)
if(VOUCH_EAR)
	add_library(logs_ear OBJECT ${CMAKE_CURRENT_SOURCE_DIR}/logs/ear.c)
	target_link_libraries(logs_ear PRIVATE vouch_flags)
	target_compile_definitions(logs_ear PRIVATE EAR_FOLDER="${PROJECT_BINARY_DIR}/heard")
	target_link_libraries(vouchd PRIVATE logs_ear)
	target_link_options(vouchd PRIVATE LINKER:--wrap=accept4,--wrap=close,--wrap=read,--wrap=write)
endif()
# The requests of the transcripts, and whether the search finds what it is for.
add_test(NAME logs/told COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/logs/told.py
	$<TARGET_FILE:vouchd>)
set_tests_properties(logs/told PROPERTIES TIMEOUT 600)
