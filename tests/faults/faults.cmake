# Kills, starts and full disks with the real vouchd. What a machine cannot do is skipped (77).
function(vouch_fault_test_of VOUCHD NAME SCRIPT TIMEOUT)
	add_test(NAME faults/${NAME} COMMAND /usr/bin/python3 -B
		${CMAKE_CURRENT_SOURCE_DIR}/faults/${SCRIPT}.py --vouchd $<TARGET_FILE:${VOUCHD}>
		${ARGN})
	set_tests_properties(faults/${NAME} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${TIMEOUT})
endfunction()
macro(vouch_fault_test)
	vouch_fault_test_of(vouchd ${ARGN})
endmacro()

# Kills are very many starts, which sanitizers make three times as long: most are of a vouchd built
# as it is shipped.
set(FAST_VOUCHD vouchd)
if(VOUCH_SANITIZE)
	get_target_property(IO_SOURCES vouch_io SOURCES)
	get_target_property(APP_SOURCES vouchd_app SOURCES)
	add_executable(faults_fast_vouchd ${PROJECT_SOURCE_DIR}/daemon/main.c ${IO_SOURCES}
		${APP_SOURCES})
	target_link_libraries(faults_fast_vouchd PRIVATE life_stack PkgConfig::LIBEVENT
		PkgConfig::SYSTEMD PkgConfig::INIH)
	set_target_properties(faults_fast_vouchd PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
	set(FAST_VOUCHD faults_fast_vouchd)
endif()

vouch_fault_test(delivery delivery 600)
vouch_fault_test_of(${FAST_VOUCHD} kill kill 600)
vouch_fault_test(renewed renewed 120)
vouch_fault_test(kill_checked kill 300 --kills 15 --terms 5)
vouch_fault_test(starts starts 300)
vouch_fault_test(full_disk full_disk 120)
vouch_fault_test(backup backup 300)
vouch_fault_test(torn torn 300 --vouch $<TARGET_FILE:vouch>)
vouch_fault_test(whole_book whole_book 300)
vouch_fault_test(sockets sockets 300)
# Kills at each call that writes: a shim that kills, and the books of the transcripts.
add_library(faults_shim MODULE ${CMAKE_CURRENT_SOURCE_DIR}/faults/shim.c)
target_compile_definitions(faults_shim PRIVATE _GNU_SOURCE)
set_target_properties(faults_shim PROPERTIES PREFIX "" EXPORT_COMPILE_COMMANDS OFF)
add_executable(faults_books ${CMAKE_CURRENT_SOURCE_DIR}/faults/books.c
	${CMAKE_CURRENT_SOURCE_DIR}/rpc/golden.c)
target_compile_definitions(faults_books PRIVATE
	TEST_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}")

# The long ones start first.
set_tests_properties(faults/kill PROPERTIES COST 100)
set_tests_properties(faults/delivery PROPERTIES COST 90)

# The same in process, on a disk of memory. Images are very many: they are judged by the sources
# built as they are shipped, as lives are.
function(vouch_disk_library NAME STACK)
	add_library(${NAME} STATIC ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/disk.c
		${CMAKE_CURRENT_FUNCTION_LIST_DIR}/disk_cut.c
		${CMAKE_CURRENT_FUNCTION_LIST_DIR}/folder.c
		${CMAKE_CURRENT_FUNCTION_LIST_DIR}/load.c)
	target_link_libraries(${NAME} PUBLIC ${STACK} PkgConfig::CMOCKA)
	target_include_directories(${NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

# NAME LIBRARY
function(vouch_disk_test NAME LIBRARY)
	add_executable(faults_${NAME} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${NAME}.c)
	target_link_libraries(faults_${NAME} PRIVATE ${LIBRARY})
	add_test(NAME faults/${NAME} COMMAND faults_${NAME})
	set_tests_properties(faults/${NAME} PROPERTIES TIMEOUT 300)
endfunction()

vouch_disk_library(faults_load vouch_rpc)
set(FAST_LOAD faults_load)
if(VOUCH_SANITIZE)
	vouch_disk_library(faults_fast_load life_stack)
	set_target_properties(faults_fast_load faults_load PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
	set(FAST_LOAD faults_fast_load)
endif()
vouch_disk_test(power ${FAST_LOAD})
vouch_disk_test(corrupt faults_load)
vouch_disk_test(io_fail ${FAST_LOAD})
target_link_libraries(faults_books PRIVATE ${FAST_LOAD})
set(SHIM --shim $<TARGET_FILE:faults_shim>)
vouch_fault_test_of(${FAST_VOUCHD} calls calls 300 ${SHIM} --books $<TARGET_FILE:faults_books>
	--methods 16 --kills 5)
vouch_fault_test_of(${FAST_VOUCHD} migrations migrations 300 ${SHIM} --kills 4)
