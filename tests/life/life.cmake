# Lives told to the real stack: random histories against the naive gate, five years of a
# salesperson, the default plan's walk.
#
# They are very many requests. Under the sanitizers a few of them run; all of them run on the same
# sources built as they are shipped, optimised and without, which is three times faster.
set(LIFE_SOURCES life.c facts.c facts_ask.c facts_sent.c naive.c heap.c person.c person_day.c
	person_sent.c)
set(LIFE_NUMBERS test_numbers.c naive_numbers.c naive_referrals.c grid.c)
set(LIFE_MODEL test_model.c model.c model_ask.c model_cadence.c model_gift.c model_house.c
	model_loop.c model_sent.c look.c tell.c)
list(TRANSFORM LIFE_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
list(TRANSFORM LIFE_MODEL PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
list(TRANSFORM LIFE_NUMBERS PREPEND ${CMAKE_CURRENT_LIST_DIR}/)

function(life_programs PREFIX STACK)
	add_library(${PREFIX} STATIC ${LIFE_SOURCES})
	target_link_libraries(${PREFIX} PUBLIC ${STACK} PkgConfig::CMOCKA)
	target_include_directories(${PREFIX} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
	add_executable(${PREFIX}_test_model ${LIFE_MODEL})
	add_executable(${PREFIX}_test_numbers ${LIFE_NUMBERS})
	add_executable(${PREFIX}_test_life ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/test_life.c)
	add_executable(${PREFIX}_test_anchors ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/test_anchors.c)
	add_executable(${PREFIX}_write ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/write.c)
	foreach(PROGRAM test_model test_life test_numbers test_anchors write)
		target_link_libraries(${PREFIX}_${PROGRAM} PRIVATE ${PREFIX})
	endforeach()
	target_link_libraries(${PREFIX}_test_numbers PRIVATE m)
endfunction()

life_programs(life vouch_rpc)
set(FAST life)
if(VOUCH_SANITIZE)
	set(STACK_SOURCES)
	foreach(LAYER base domain store ops rpc)
		get_target_property(SOURCES vouch_${LAYER} SOURCES)
		list(APPEND STACK_SOURCES ${SOURCES})
	endforeach()
	add_library(life_stack STATIC ${STACK_SOURCES})
	add_dependencies(life_stack vouch_rpc) # makes the embedded texts
	target_compile_definitions(life_stack PUBLIC _GNU_SOURCE
		VOUCH_VERSION="${PROJECT_VERSION}")
	target_compile_options(life_stack PUBLIC -O2)
	target_include_directories(life_stack PUBLIC ${PROJECT_SOURCE_DIR}/include
		${PROJECT_SOURCE_DIR}/daemon)
	target_link_libraries(life_stack PUBLIC PkgConfig::LIBICAL PkgConfig::SQLITE
		PkgConfig::JANSSON PkgConfig::GCRYPT)
	life_programs(life_fast life_stack)
	set_target_properties(life_stack life_fast life_fast_test_model life_fast_test_life
		life_fast_test_numbers life_fast_test_anchors life_fast_write
		PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
	set(FAST life_fast)
endif()

# Histories with undos, held against replay without them.
add_executable(life_undo ${CMAKE_CURRENT_SOURCE_DIR}/undo/test_histories.c)
add_executable(life_undo_methods ${CMAKE_CURRENT_SOURCE_DIR}/undo/test_methods.c
	${CMAKE_CURRENT_SOURCE_DIR}/rpc/golden.c)
target_compile_definitions(life_undo_methods PRIVATE
	TEST_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
foreach(PROGRAM life_undo life_undo_methods)
	target_link_libraries(${PROGRAM} PRIVATE ${FAST})
endforeach()

# NAME COST COMMAND…: the long ones start first.
function(life_test NAME COST)
	add_test(NAME life/${NAME} COMMAND ${ARGN})
	set_tests_properties(life/${NAME} PROPERTIES LABELS life COST ${COST} TIMEOUT 900)
endfunction()

# Seeds far apart, so that no history is told twice. tests/run --soak tells longer ones.
foreach(SHARD 1 2 3 4)
	life_test(model_${SHARD} 60 ${FAST}_test_model ${SHARD}000000 30000)
endforeach()
life_test(model 15 life_test_model 1 4000)
life_test(why_500 40 ${FAST}_test_life 1 500 5)
life_test(numbers_500 40 ${FAST}_test_numbers 3 500 5)
life_test(numbers 5 life_test_numbers 4 40 2)
life_test(why 5 life_test_life 2 60 2)
life_test(anchors_1200 90 ${FAST}_test_anchors 1200)
life_test(anchors_holidays 15 ${FAST}_test_anchors 400 holidays)
life_test(anchors 5 life_test_anchors 30 holidays)

life_test(undo 20 life_undo)
life_test(undo_methods 20 life_undo_methods)

# A year as the screens show it.
add_test(NAME integration/year COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/year.py
	$<TARGET_FILE:vouchd> $<TARGET_FILE:vouch> $<TARGET_FILE:${FAST}_write>)
set_tests_properties(integration/year PROPERTIES TIMEOUT 300)
# And two weeks away, with what is overdue on the return.
add_test(NAME integration/away_screens COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/integration/away.py
	$<TARGET_FILE:vouchd> $<TARGET_FILE:vouch>)
set_tests_properties(integration/away_screens PROPERTIES TIMEOUT 300)
