# How the programs are built. On release programs: `hardening.py PROGRAM…`, `reproducible.py`.
add_test(NAME security/hardening_can_fail COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/security/hardening.py --can-fail)
add_test(NAME security/sbom COMMAND ${VOUCH_ZONEINFO_PYTHON} -B
	${CMAKE_CURRENT_SOURCE_DIR}/security/sbom.py ${PROJECT_BINARY_DIR}/vouch.spdx.json
	$<TARGET_FILE:vouchd> $<TARGET_FILE:vouch>)
