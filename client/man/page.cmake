# A page from its hand-written part IN: each @word@ becomes what "PROGRAM word" prints, for PROGRAM
# of PROGRAMS ("word=program argument", "|" between words).
file(READ ${IN} TEXT)
string(REPLACE "|" ";" PROGRAMS "${PROGRAMS}")
foreach(PAIR IN LISTS PROGRAMS)
	string(REGEX MATCH "^([a-z]+)=([^ ]+) ?(.*)$" _ "${PAIR}")
	set(WORD ${CMAKE_MATCH_1})
	execute_process(COMMAND ${CMAKE_MATCH_2} ${CMAKE_MATCH_3} OUTPUT_VARIABLE PART
		COMMAND_ERROR_IS_FATAL ANY)
	string(REGEX REPLACE "\n$" "" PART "${PART}")
	string(REPLACE "@${WORD}@" "${PART}" TEXT "${TEXT}")
endforeach()
file(WRITE ${OUT} "${TEXT}")
