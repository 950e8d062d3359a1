/* Titles of follow-ups that are made from what people typed. */
#include "ops/title.h"

#include <string.h>

#include "base/utf8.h"
#include "vouch/limits.h"

const char *op_title(struct op *op, const char *text)
{
	char *title = arena_strdup(op->arena, text);
	size_t left = strlen(title), end = 0;
	char *at = title;

	for (char *c = title; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	for (size_t n = 0; left && n < VOUCH_TITLE_MAX; n++) {
		uint32_t c;
		size_t bytes;

		if (n == VOUCH_TITLE_MAX - 1)
			end = (size_t)(at - title);
		bytes = utf8_decode(at, left, &c);
		at += bytes;
		left -= bytes;
	}
	return left ? arena_printf(op->arena, "%.*s…", (int)end, title) : title;
}
