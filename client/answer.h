/* What vouchd answered, from text to JSON. */
#pragma once

#include <jansson.h>
#include <stddef.h>

/* The same as json_loadb() without flags, in less than half the time for long answers: null where
 * the text is no JSON object, or not UTF-8. */
json_t *answer_parse(const char *text, size_t n);
