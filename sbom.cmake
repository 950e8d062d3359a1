# What the programs are linked with, as an SPDX 2.3 document: the names and versions that
# pkg-config has at the time of the build.
set(SBOM_PACKAGES "")
set(SBOM_RELATIONS "")

# Of a library: its name in the document, version, licence, and how its files begin.
function(sbom_add NAME PACKAGE_VERSION LICENCE FILES)
	set(SBOM_PACKAGES "${SBOM_PACKAGES},
    {
      \"SPDXID\": \"SPDXRef-${NAME}\",
      \"name\": \"${NAME}\",
      \"versionInfo\": \"${PACKAGE_VERSION}\",
      \"downloadLocation\": \"NOASSERTION\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"NOASSERTION\",
      \"licenseDeclared\": \"${LICENCE}\",
      \"copyrightText\": \"NOASSERTION\",
      \"comment\": \"linked as ${FILES}\"
    }" PARENT_SCOPE)
	set(SBOM_RELATIONS "${SBOM_RELATIONS},
    {
      \"spdxElementId\": \"SPDXRef-vouch\",
      \"relationshipType\": \"DYNAMIC_LINK\",
      \"relatedSpdxElement\": \"SPDXRef-${NAME}\"
    }" PARENT_SCOPE)
endfunction()

execute_process(COMMAND getconf GNU_LIBC_VERSION OUTPUT_VARIABLE LIBC_VERSION
	OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
string(REGEX REPLACE "^glibc " "" LIBC_VERSION "${LIBC_VERSION}")
if(LIBC_VERSION)
	sbom_add(glibc "${LIBC_VERSION}" "LGPL-2.1-or-later" "libc.so libm.so ld-linux")
endif()
sbom_add(jansson "${JANSSON_VERSION}" "MIT" "libjansson")
sbom_add(libevent "${LIBEVENT_VERSION}" "BSD-3-Clause" "libevent")
sbom_add(sqlite "${SQLITE_VERSION}" "blessing" "libsqlite3")
sbom_add(libgcrypt "${GCRYPT_VERSION}" "LGPL-2.1-or-later" "libgcrypt")
sbom_add(libsystemd "${SYSTEMD_VERSION}" "LGPL-2.1-or-later" "libsystemd")
sbom_add(libical "${LIBICAL_VERSION}" "MPL-2.0 OR LGPL-2.1-only" "libical")
sbom_add(inih "${INIH_VERSION}" "BSD-3-Clause" "libinih")
sbom_add(libsmartcols "${SMARTCOLS_VERSION}" "LGPL-2.1-or-later" "libsmartcols")
sbom_add(libcsv "NOASSERTION" "LGPL-2.1-or-later" "libcsv")

string(TIMESTAMP SBOM_CREATED UTC) # of SOURCE_DATE_EPOCH where that is set
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/vouch.spdx.json @ONLY CONTENT [[{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "vouch-@PROJECT_VERSION@",
  "documentNamespace": "https://spdx.org/spdxdocs/vouch-@PROJECT_VERSION@",
  "creationInfo": {
    "created": "@SBOM_CREATED@",
    "creators": ["Tool: cmake-@CMAKE_VERSION@"]
  },
  "packages": [
    {
      "SPDXID": "SPDXRef-vouch",
      "name": "vouch",
      "versionInfo": "@PROJECT_VERSION@",
      "downloadLocation": "NOASSERTION",
      "filesAnalyzed": false,
      "licenseConcluded": "MIT",
      "licenseDeclared": "MIT",
      "copyrightText": "NOASSERTION"
    }@SBOM_PACKAGES@
  ],
  "relationships": [
    {
      "spdxElementId": "SPDXRef-DOCUMENT",
      "relationshipType": "DESCRIBES",
      "relatedSpdxElement": "SPDXRef-vouch"
    }@SBOM_RELATIONS@
  ]
}
]])
install(FILES ${PROJECT_BINARY_DIR}/vouch.spdx.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
