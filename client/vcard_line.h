/* Lines of vCard 4.0 as RFC 6350 wants them written: escaped, folded at 75 octets, ended by CRLF.
 */
#pragma once

#include "base/str.h"

/* "FN:Ana Ruiz", the text escaped; nothing where it is null or empty. */
void vcard_line_text(struct str *out, const char *name, const char *text);
/* "N:Ruiz;Ana;;;": the parts escaped, null and "" alike; nothing where all are empty. */
void vcard_line_parts(struct str *out, const char *name, const char *const *parts, size_t n);
/* "CATEGORIES:a,b": the same with commas. */
void vcard_line_list(struct str *out, const char *name, const char *const *texts, size_t n);
