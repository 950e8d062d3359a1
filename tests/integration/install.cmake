# What is installed, and where.
add_test(NAME integration/install COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/integration/install.sh
	${PROJECT_BINARY_DIR})
