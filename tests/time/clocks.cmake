# Clocks that are wrong, set, asleep or elsewhere. What a machine cannot do is skipped (77).
foreach(NAME app_test_clock domain_test_doubt rpc_test_clock rpc_test_wakeups)
	add_test(NAME time/${NAME} COMMAND ${NAME})
endforeach()
