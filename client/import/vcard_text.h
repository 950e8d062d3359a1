/* The values of vCard lines: their encodings, character sets, escapes and parts. */
#pragma once

#include "import/vcard_lines.h"

/* The value as UTF-8 text, its escapes still in it; lines end with \n, other control characters
 * are gone. Where no character set is named, what is no UTF-8 is read as windows-1252. False with
 * why, said behind the name of the property. */
bool vcard_text_of(const struct vcard_line *line, struct str *ret, struct str *why);
/* UTF-16 with a byte order mark as UTF-8; false where it is no such text. */
bool vcard_text_of_utf16(const char *bytes, size_t n, struct str *ret);

/* The next part of a value, cut where the mark stands without a backslash before it, its escapes
 * read (2.1 has fewer) and the spaces around it taken away; null where there is none. A mark of 0
 * takes all that is left. *rest begins as the value and ends as null. */
char *vcard_text_part(char **rest, char mark, bool is_21);
