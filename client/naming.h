/* The people whom somebody named, read from the words behind "names". */
#pragma once

#include <jansson.h>

#include "match.h"

/* A name, and behind it in any order what they are to the contact, a phone number, an e-mail,
 * "need" and what they need. A permission, "and", a comma that stands alone, or another name ends
 * a person. Returns the names of ask.record as a new array; null with the reason in *ret_why, in
 * the arena, where the words have no reading or two. */
json_t *naming_read(const struct match *m, struct arena *arena, const char **ret_why);
