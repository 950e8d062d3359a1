vouch_unit_tests(import vouch_import_parts)
target_sources(import_test_import_rows PRIVATE import/reading.c)
target_sources(import_test_import_items PRIVATE import/reading.c)
