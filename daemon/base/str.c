/* A growing string on the heap, and small questions about text. */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void str_deinit(struct str *s)
{
	free(s->data);
	*s = (struct str){0};
}

void str_reset(struct str *s)
{
	s->len = 0;
	if (s->data)
		s->data[0] = '\0';
}

static void reserve(struct str *s, size_t more)
{
	size_t want = s->cap ? s->cap : 64;

	if (more < s->cap - s->len)
		return;
	if (more > SIZE_MAX / 4 - s->len)
		abort();
	while (want < s->len + more + 1)
		want *= 2;
	s->data = xrealloc(s->data, want);
	s->cap = want;
}

void str_add_n(struct str *s, const char *bytes, size_t n)
{
	reserve(s, n);
	memcpy(s->data + s->len, bytes, n);
	s->len += n;
	s->data[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_add_n(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add_n(s, &c, 1);
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		abort();
	reserve(s, (size_t)n);
	va_start(args, format);
	(void)vsnprintf(s->data + s->len, (size_t)n + 1, format, args);
	va_end(args);
	s->len += (size_t)n;
}

const char *str_text(const struct str *s)
{
	return s->data ? s->data : "";
}

bool str_equal(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

bool str_starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

void str_copy(char *to, size_t size, const char *from)
{
	size_t n = from ? strnlen(from, size - 1) : 0;

	if (n)
		memcpy(to, from, n);
	to[n] = '\0';
}

void str_put_two(char *to, int n)
{
	to[0] = (char)('0' + n / 10);
	to[1] = (char)('0' + n % 10);
}
