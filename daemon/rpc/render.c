/* Pieces of answers: nulls for what is none, lists that end early, days and instants. */
#include "rpc/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "vouch/limits.h"

#define CHAR_BYTES_MAX 4
#define NUMBER_BYTES_MAX 32 /* and what encloses a list or an object */
#define DAY_LENGTH 10

/* Stored text is always valid UTF-8; should it ever not be, what is bad becomes U+FFFD. */
static json_t *mended_text(const char *text)
{
	_cleanup_str_ struct str good = {0};
	size_t left = strlen(text);

	while (left) {
		char bytes[CHAR_BYTES_MAX];
		uint32_t c;
		size_t n = utf8_decode(text, left, &c);

		str_add_n(&good, bytes, utf8_encode(c, bytes));
		text += n;
		left -= n;
	}
	return json_string(str_text(&good));
}

static json_t *text_or_null(const char *text)
{
	json_t *value;

	if (!text)
		return json_null();
	value = json_string(text);
	return value ? value : mended_text(text);
}

/* A key is a word of ours: that it is UTF-8 need not be looked at. */
void set_object(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new_nocheck(object, key, value ? value : json_null());
}

void set_text(json_t *object, const char *key, const char *text)
{
	set_object(object, key, text_or_null(text));
}

void set_int(json_t *object, const char *key, int64_t value)
{
	set_object(object, key, json_integer(value));
}

void set_id(json_t *object, const char *key, int64_t id)
{
	set_object(object, key, id ? json_integer(id) : json_null());
}

void set_bool(json_t *object, const char *key, bool value)
{
	set_object(object, key, json_boolean(value));
}

void set_day(json_t *object, const char *key, struct day day)
{
	char text[DAY_TEXT_SIZE];

	set_text(object, key, day_is_none(day) ? NULL : day_format(day, text));
}

void set_due(json_t *object, const char *key, struct day day, int minute)
{
	char text[DAY_TEXT_SIZE + 8], civil[DAY_TEXT_SIZE];

	if (day_is_none(day) || minute == ANY_MINUTE) {
		set_day(object, key, day);
		return;
	}
	(void)snprintf(text, sizeof text, "%sT%02d:%02d", day_format(day, civil), minute / 60 % 24,
		       minute % 60);
	set_text(object, key, text);
}

void set_minute(json_t *object, const char *key, int minute)
{
	set_object(object, key, minute == ANY_MINUTE ? json_null() : json_integer(minute));
}

void set_instant(json_t *object, const char *key, int64_t instant)
{
	char text[INSTANT_TEXT_SIZE];

	set_text(object, key, instant == NO_INSTANT ? NULL : instant_format(instant, text));
}

void set_share(json_t *object, const char *key, int ten_thousandths)
{
	set_object(object, key,
		   ten_thousandths < 0 ? json_null() : json_real(ten_thousandths / 10000.0));
}

void set_halves(json_t *object, const char *key, int64_t halves)
{
	if (halves < 0)
		set_object(object, key, json_null());
	else if (halves % 2)
		set_object(object, key, json_real((double)halves / 2));
	else
		set_int(object, key, halves / 2);
}

void set_tenths(json_t *object, const char *key, int64_t tenths)
{
	set_object(object, key, json_real((double)tenths / 10));
}

const char *instant_format(int64_t instant, char to[INSTANT_TEXT_SIZE])
{
	char day[DAY_TEXT_SIZE] = "";
	int minute, second;

	to[0] = '\0';
	if (instant == NO_INSTANT)
		return to;
	minute = minute_of_local(instant);
	second = (int)(((instant % 60) + 60) % 60);
	(void)day_format(day_of_local(instant), day);
	memcpy(to, day, DAY_LENGTH);
	memcpy(to + DAY_LENGTH, "T00:00:00Z", sizeof "T00:00:00Z");
	str_put_two(to + DAY_LENGTH + 1, minute / 60 % 24);
	str_put_two(to + DAY_LENGTH + 4, minute % 60);
	str_put_two(to + DAY_LENGTH + 7, second);
	return to;
}

/* Two digits at text, at most max; -1 for anything else. */
static int two_digits(const char *text, int max)
{
	int n;

	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	n = (text[0] - '0') * 10 + text[1] - '0';
	return n <= max ? n : -1;
}

bool instant_parse(const char *text, int64_t *ret)
{
	int hour, minute, second;
	struct day date;
	char day[11];

	if (strlen(text) != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
	    text[19] != 'Z')
		return false;
	str_copy(day, sizeof day, text);
	hour = two_digits(text + 11, 23);
	minute = two_digits(text + 14, 59);
	second = two_digits(text + 17, 59);
	if (!day_parse(day, &date) || !day_in_range(date) || hour < 0 || minute < 0 || second < 0)
		return false;
	*ret = day_to_local(date, hour * 60 + minute) + second;
	return true;
}

void page_open(struct page *p)
{
	*p = (struct page){.items = json_array()};
}

/* What its text takes at most, without writing it: each byte of a string may become an escape. */
static size_t bytes_at_most(json_t *value)
{
	size_t n = NUMBER_BYTES_MAX, i;
	const char *key;
	json_t *member;

	if (json_is_string(value))
		return 6 * json_string_length(value) + 2;
	json_object_foreach (value, key, member)
		n += 6 * strlen(key) + 4 + bytes_at_most(member);
	json_array_foreach (value, i, member)
		n += 1 + bytes_at_most(member);
	return n;
}

static size_t bytes_of(const json_t *value)
{
	return json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
}

bool page_add(struct page *p, json_t *item)
{
	size_t n = json_array_size(p->items);

	p->bytes_at_most += bytes_at_most(item) + 1;
	/* Written twice only where that may be too much. */
	if (p->bytes_at_most > VOUCH_PAGE_BYTES_MAX) {
		if (!p->bytes && n)
			p->bytes = bytes_of(p->items) - 1;
		p->bytes += bytes_of(item) + 1;
	}
	if (n && p->bytes > VOUCH_PAGE_BYTES_MAX) {
		json_decref(item);
		return false;
	}
	(void)json_array_append_new(p->items, item);
	return true;
}

json_t *page_close(struct page *p, const char *next)
{
	json_t *page = json_object();

	set_object(page, "items", p->items);
	set_text(page, "next", next);
	p->items = NULL;
	return page;
}
