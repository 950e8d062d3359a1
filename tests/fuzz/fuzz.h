/* What the fuzzers share: their one entry, claims that end the program, bytes as text. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Not assert: NDEBUG must not silence it. */
#define CLAIM(claim)                                                                               \
	do {                                                                                       \
		if (!(claim)) {                                                                    \
			(void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #claim);  \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* A copy with its own end, so that a byte read too far is seen. The caller frees. */
static inline char *fuzz_text(const uint8_t *bytes, size_t n)
{
	char *text = xmalloc(n + 1);

	if (n)
		memcpy(text, bytes, n);
	text[n] = '\0';
	return text;
}

/* Takes a number of at most 8 bytes, the first lowest, from the front of the input; missing bytes
 * are 0. */
static inline uint64_t fuzz_take(const uint8_t **bytes, size_t *n, size_t width)
{
	uint64_t number = 0;

	for (size_t i = 0; i < width && *n; i++, (*bytes)++, (*n)--)
		number |= (uint64_t) * *bytes << (8 * i);
	return number;
}
