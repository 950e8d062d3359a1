/* UTF-8 as RFC 3629 has it: validity, length, and keys for finding. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No overlong forms, no surrogates, nothing above U+10FFFF. NUL bytes are valid here. */
bool utf8_is_valid(const char *s, size_t n);
/* Decodes one character of valid or invalid text; returns the bytes it takes (≥ 1), and
 * U+FFFD for a byte that starts no valid sequence. n must be > 0. */
size_t utf8_decode(const char *s, size_t n, uint32_t *ret_char);
/* Code points in a valid string. */
size_t utf8_length(const char *s);
/* Writes at most 4 bytes and returns how many; U+FFFD for what is no character. */
size_t utf8_encode(uint32_t c, char to[4]);

/* The finding key of a text: lower case and without the accents of Latin, Greek and
 * Cyrillic letters ("José Núñez" and "jose nunez" have one key). The key is never longer
 * than the text; `size` must be at least strlen(s) + 1 (with less the key is cut). Combining
 * accents vanish, so that composed and decomposed text have one key; ß, æ, œ, þ become two
 * letters. Bytes that are not UTF-8 are kept. */
void utf8_fold(const char *s, char *to, size_t size);

/* Characters a terminal, a log or a reader may be deceived by: C0, DEL, C1, bidi marks and
 * overrides, zero-width and other invisible characters, line separators, tag characters, byte order
 * mark. */
bool utf8_is_unsafe(uint32_t c);
