/* A growing string on the heap, and small questions about text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct str {
	char *data; /* null until the first addition, then always terminated */
	size_t len, cap;
};

void str_deinit(struct str *s);
void str_reset(struct str *s);
void str_add(struct str *s, const char *text);
void str_add_n(struct str *s, const char *bytes, size_t n);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The text, "" when nothing was added; owned by s. */
const char *str_text(const struct str *s);

bool str_equal(const char *a, const char *b); /* both may be null */
bool str_starts_with(const char *s, const char *prefix);
/* 0 to 99 as two digits, without an end: dates are in every answer, where printf costs a tenth. */
void str_put_two(char *to, int n);
/* Copies at most size - 1 bytes and terminates; the source may be null. */
void str_copy(char *to, size_t size, const char *from);

static inline void cleanup_str(struct str *s)
{
	str_deinit(s);
}
#define _cleanup_str_ __attribute__((cleanup(cleanup_str)))
