/* Text files that the build put into the program; a table ends with a null name. */
#pragma once

struct embedded {
	const char *name; /* the file's name without directory and ending */
	const char *text;
};
