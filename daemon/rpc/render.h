/* Pieces of answers: nulls for what is none, lists that end early, days and instants. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/day.h"

/* Each sets a member of an object; null where the value is "none". */
void set_text(json_t *object, const char *key, const char *text);
void set_int(json_t *object, const char *key, int64_t value);
void set_id(json_t *object, const char *key, int64_t id);      /* 0: null */
void set_day(json_t *object, const char *key, struct day day); /* NO_DAY: null */
void set_due(json_t *object, const char *key, struct day day, int minute);
void set_instant(json_t *object, const char *key, int64_t instant); /* NO_INSTANT: null */
void set_bool(json_t *object, const char *key, bool value);
void set_minute(json_t *object, const char *key, int minute);    /* ANY_MINUTE: null */
void set_object(json_t *object, const char *key, json_t *value); /* takes the reference */

/* Of numbers that are not whole: ten-thousandths, null below 0; halves, null below 0; tenths. */
void set_share(json_t *object, const char *key, int ten_thousandths);
void set_halves(json_t *object, const char *key, int64_t halves);
void set_tenths(json_t *object, const char *key, int64_t tenths);
/* For json_dumps: so many digits that what these set is written as it was meant. */
#define RENDER_DIGITS JSON_REAL_PRECISION(15)

#define INSTANT_TEXT_SIZE 24
/* "2026-12-01T14:00:00Z"; "" for NO_INSTANT. Returns `to`. */
const char *instant_format(int64_t instant, char to[INSTANT_TEXT_SIZE]);
/* RFC 3339 in UTC only, seconds optional fraction refused. */
bool instant_parse(const char *text, int64_t *ret);

/* A page of a list: {"items": […], "next": cursor-or-null}, ended early at 1 MiB. */
struct page {
	json_t *items;
	size_t bytes_at_most; /* of them */
	size_t bytes;         /* of them; counted once they may be too many */
};
void page_open(struct page *p);
/* Takes the item. False where it no longer fits: the item was dropped, the page must end. */
bool page_add(struct page *p, json_t *item);
/* A new reference to the whole page. */
json_t *page_close(struct page *p, const char *next);
