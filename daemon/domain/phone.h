/* Phone numbers as keys: two ways of writing one number give one key.
 *
 * Where the country is known that is the whole international number, "+49305550142"; else its
 * digits, as they stand. */
#pragma once

#include <stddef.h>

/* `country`: where its owner lives, a code (DE) or an English name; `home`: where numbers are at
 * home whose country is not known. Either may be null, empty, or no country. */
void phone_key(const char *number, const char *country, const char *home, char *to, size_t size);
/* A key is so much longer than its number, at most, with its end. */
#define PHONE_KEY_MORE 6
