# The date grammar against GNU date, for texts that both accept.
find_program(VOUCH_BASH bash REQUIRED)
add_executable(domain_datetext_print domain/datetext_print.c)
target_link_libraries(domain_datetext_print PRIVATE vouch_domain)
add_test(NAME domain/date_oracle COMMAND ${VOUCH_BASH}
	${CMAKE_CURRENT_SOURCE_DIR}/domain/date_oracle.sh $<TARGET_FILE:domain_datetext_print>)
