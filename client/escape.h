/* The one way out for stored text: nothing that was typed or imported drives a terminal. */
#pragma once

#include "base/str.h"

enum escape_kind {
	ESCAPE_LINE,  /* one line for people: tab and newline become a space */
	ESCAPE_LINES, /* text for people: newlines stay */
	ESCAPE_PLAIN, /* a field for scripts: \t, \n and \\ are written as such */
	ESCAPE_JSON,  /* a whole JSON text, which stays equal: \uXXXX */
};

/* Appends the text with what utf8_is_unsafe names made visible: controls as \x1b, other
 * characters as <U+202E>, bytes that are no UTF-8 as \xff. */
void escape_add(struct str *out, const char *text, enum escape_kind kind);
/* Appends the text quoted for a POSIX shell, for hints that people paste. Unsafe characters
 * are made visible first, so such a hint shows what it would do. */
void escape_add_shell(struct str *out, const char *text);
/* Appends the text as HTML shows it, letter for letter, in a page or in an attribute. Unsafe
 * characters stay as they are: escape_add first. */
void escape_add_markup(struct str *out, const char *text);
