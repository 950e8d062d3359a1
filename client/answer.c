/* JSON as vouchd writes it. A string without escapes, a short whole number and null are read here,
 * since they are nearly all of an answer; jansson, which takes each byte through several calls,
 * reads every other word. */
#include "answer.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#define DEPTH_MAX 64
#define SHORT_DIGITS 18 /* no overflow is possible */

struct scan {
	const char *at, *end;
	int depth;
};

struct text {
	const char *start;
	size_t n;
	bool is_escaped;
};

static json_t *read_value(struct scan *s);

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next character that says something; NUL at the end. */
static char peek(struct scan *s)
{
	while (s->at < s->end && is_blank(*s->at))
		s->at++;
	return s->at < s->end ? *s->at : '\0';
}

static bool take(struct scan *s, char c)
{
	if (peek(s) != c)
		return false;
	s->at++;
	return true;
}

/* What stands between quotes, as it is written. */
static bool take_text(struct scan *s, struct text *ret)
{
	const char *c = s->at + 1;
	bool is_escaped = false, is_ascii = true;

	for (; c < s->end && *c != '"'; c++) {
		unsigned char byte = (unsigned char)*c;

		if (byte < 0x20)
			return false;
		if (byte >= 0x80)
			is_ascii = false;
		if (byte != '\\')
			continue;
		is_escaped = true;
		c++;
	}
	if (c >= s->end)
		return false;
	*ret = (struct text){s->at + 1, (size_t)(c - s->at) - 1, is_escaped};
	s->at = c + 1;
	return is_escaped || is_ascii || utf8_is_valid(ret->start, ret->n);
}

static json_t *read_text(struct scan *s)
{
	struct text text;

	if (!take_text(s, &text))
		return NULL;
	if (text.is_escaped)
		return json_loadb(text.start - 1, text.n + 2, JSON_DECODE_ANY, NULL);
	return json_stringn_nocheck(text.start, text.n);
}

static bool is_of_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' ||
	       c == '.' || c == 'E';
}

/* A number, true, false or null. */
static json_t *read_word(struct scan *s)
{
	const char *start = s->at;
	json_int_t n = 0;
	size_t length;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9' && s->at - start < SHORT_DIGITS)
		n = n * 10 + (*s->at++ - '0');
	length = (size_t)(s->at - start);
	if (length > 0 && (length == 1 || *start != '0') &&
	    (s->at == s->end || !is_of_word(*s->at)))
		return json_integer(n);
	while (s->at < s->end && is_of_word(*s->at))
		s->at++;
	if (s->at - start == 4 && memcmp(start, "null", 4) == 0)
		return json_null();
	return json_loadb(start, (size_t)(s->at - start), JSON_DECODE_ANY, NULL);
}

static bool add_member(struct scan *s, json_t *object)
{
	struct text key;
	json_t *value;

	if (peek(s) != '"' || !take_text(s, &key) || key.is_escaped || !take(s, ':'))
		return false;
	value = read_value(s);
	return value && json_object_setn_new_nocheck(object, key.start, key.n, value) == 0;
}

static bool add_item(struct scan *s, json_t *array)
{
	json_t *value = read_value(s);

	return value && json_array_append_new(array, value) == 0;
}

/* An object or an array, whose opening character is next. */
static json_t *read_many(struct scan *s, json_t *to, char close,
			 bool (*add)(struct scan *s, json_t *to))
{
	bool is_good;

	s->at++;
	if (take(s, close))
		return to;
	do {
		is_good = add(s, to);
	} while (is_good && take(s, ','));
	if (is_good && take(s, close))
		return to;
	json_decref(to);
	return NULL;
}

static json_t *read_value(struct scan *s)
{
	char c = peek(s);
	json_t *value;

	if (c == '"')
		return read_text(s);
	if (c != '{' && c != '[')
		return read_word(s);
	if (s->depth == DEPTH_MAX)
		return NULL;
	s->depth++;
	value = c == '{' ? read_many(s, json_object(), '}', add_member)
			 : read_many(s, json_array(), ']', add_item);
	s->depth--;
	return value;
}

json_t *answer_parse(const char *text, size_t n)
{
	struct scan s = {.at = text, .end = text + n};
	json_t *value = peek(&s) == '{' ? read_value(&s) : NULL;

	if (value && peek(&s) == '\0' && s.at == s.end)
		return value;
	json_decref(value);
	return json_loadb(text, n, 0, NULL); /* a key with escapes, or truly wrong */
}
