# Built with the tests, run by hand: tests/bench/run.
add_executable(bench_fill ${CMAKE_CURRENT_LIST_DIR}/fill.c ${CMAKE_CURRENT_LIST_DIR}/fill_gate.c
	${CMAKE_CURRENT_LIST_DIR}/fill_referral.c)
target_link_libraries(bench_fill PRIVATE vouch_store)
add_executable(bench_facts ${CMAKE_CURRENT_LIST_DIR}/facts.c)
target_link_libraries(bench_facts PRIVATE vouch_store)
add_executable(bench_gate ${CMAKE_CURRENT_LIST_DIR}/gate.c)
target_link_libraries(bench_gate PRIVATE vouch_store)
add_executable(bench_numbers ${CMAKE_CURRENT_LIST_DIR}/numbers.c)
target_link_libraries(bench_numbers PRIVATE vouch_rpc)
add_executable(bench_load ${CMAKE_CURRENT_LIST_DIR}/load.c)
target_link_libraries(bench_load PRIVATE vouch_base)
target_include_directories(bench_load PRIVATE ${PROJECT_SOURCE_DIR}/daemon)
add_executable(bench_floor ${CMAKE_CURRENT_LIST_DIR}/floor.c)
target_link_libraries(bench_floor PRIVATE vouch_flags PkgConfig::LIBEVENT PkgConfig::JANSSON)
add_executable(bench_intake ${CMAKE_CURRENT_LIST_DIR}/intake.c
	${CMAKE_CURRENT_LIST_DIR}/../import/reading.c)
target_include_directories(bench_intake PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(bench_intake PRIVATE vouch_import_parts PkgConfig::CMOCKA)
