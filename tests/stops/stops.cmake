# Random lives of a small book against a model of who may not be reached. Under the sanitizers a
# short one; the rest on the same sources built as they are shipped (life/life.cmake).
set(STOPS_SOURCES test_model.c book.c model.c oracle.c steps.c steps_data.c)
list(TRANSFORM STOPS_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)

function(stops_program TARGET STACK)
	add_executable(${TARGET} ${STOPS_SOURCES})
	target_link_libraries(${TARGET} PRIVATE ${STACK} PkgConfig::CMOCKA)
	target_include_directories(${TARGET} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

stops_program(stops_test_model vouch_rpc)
set(STOPS_FAST stops_test_model)
if(VOUCH_SANITIZE)
	stops_program(stops_fast_test_model life_stack)
	set_target_properties(stops_fast_test_model PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
	set(STOPS_FAST stops_fast_test_model)
endif()

add_test(NAME stops/model COMMAND stops_test_model 1 1)
add_test(NAME stops/model_fast COMMAND ${STOPS_FAST} 2 6)
