/* Plain text as a source of mdoc(7), for the manual pages made at build. */
#pragma once

#include <stdio.h>

/* Lines of at most 78 bytes, a new one for each sentence, nothing in them a request. */
void mdoc_text(FILE *to, const char *text);
/* ".It Cm text", the text as it stands. */
void mdoc_item(FILE *to, const char *macro, const char *text);
