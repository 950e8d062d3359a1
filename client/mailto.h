/* E-mails as addresses of RFC 6068, which the user's mail program opens. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

#define MAILTO_BODY_MAX 2000 /* bytes of the text, before they are encoded */

/* "mailto:ana@example.org?subject=…&body=…": whatever is in them, only letters, digits, -._~@ and
 * percent signs come out, with CRLF at the ends of the body's lines; a subject has one. Null or "":
 * no subject, no body. A longer text is cut at a word. True where it was. */
bool mailto_make(struct str *out, const char *address, const char *subject, const char *body);
