/* One value of each param type: what is taken, and what is said of the rest. */
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/words.h"
#include "rpc/reading.h"
#include "rpc/render.h"
#include "vouch/limits.h"

#define REPEAT_DAYS_MAX 3660
#define DAY_CHARS 10

static bool is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool fault_length(struct reader *r, const char *field, int64_t min, int64_t max)
{
	if (min == 0)
		return reader_fault(r, field, "must be at most %lld characters", (long long)max);
	return reader_fault(r, field, "must be %lld to %lld characters", (long long)min,
			    (long long)max);
}

/* Trimmed; null on a fault. */
static const char *read_raw(struct reader *r, const json_t *value, const char *field)
{
	const char *text = json_string_value(value);
	size_t n = json_string_length(value);

	if (!text) {
		(void)reader_fault(r, field, "must be text");
		return NULL;
	}
	for (; n && is_blank(*text); text++)
		n--;
	while (n && is_blank(text[n - 1]))
		n--;
	return arena_strndup(r->arena, text, n);
}

/* Trimmed, of min to max characters; null on a fault. */
static const char *read_chars(struct reader *r, const json_t *value, const char *field, int64_t min,
			      int64_t max)
{
	const char *text = read_raw(r, value, field);
	size_t n = text ? strlen(text) : 0;
	int64_t length = 0;

	if (!text)
		return NULL;
	for (size_t i = 0; i < n; length++) {
		uint32_t c;

		i += utf8_decode(text + i, n - i, &c);
		if (is_control(c)) {
			(void)reader_fault(r, field, "must not hold the control character U+%04X",
					   (unsigned)c);
			return NULL;
		}
	}
	if (length < min || length > max) {
		(void)fault_length(r, field, min, max);
		return NULL;
	}
	return text;
}

static bool read_text(struct reader *r, const struct target *t, const json_t *value)
{
	const char *text = t->param->flags & PARAM_RAW
				   ? read_raw(r, value, t->field)
				   : read_chars(r, value, t->field, t->param->min, t->param->max);

	*(const char **)t->to = text;
	return text != NULL;
}

static bool read_int(struct reader *r, const struct target *t, const json_t *value)
{
	int64_t n = json_integer_value(value);

	if (!json_is_integer(value))
		return reader_fault(r, t->field, "must be a whole number");
	if (t->param->max == INT64_MAX && n < t->param->min)
		return reader_fault(r, t->field, "must be at least %lld", (long long)t->param->min);
	if (n < t->param->min || n > t->param->max)
		return reader_fault(r, t->field, "must be %lld to %lld", (long long)t->param->min,
				    (long long)t->param->max);
	*(int64_t *)t->to = n;
	return true;
}

static bool read_id(struct reader *r, const struct target *t, const json_t *value)
{
	if (!json_is_integer(value) || json_integer_value(value) < 1)
		return reader_fault(r, t->field, "must be an id, a positive whole number");
	*(int64_t *)t->to = json_integer_value(value);
	return true;
}

static bool read_bool(struct reader *r, const struct target *t, const json_t *value)
{
	if (!json_is_boolean(value))
		return reader_fault(r, t->field, "must be true or false");
	*(bool *)t->to = json_is_true(value);
	return true;
}

static bool day_of_text(const char *text, struct day *ret)
{
	struct day day;

	if (!text || !day_parse(text, &day) || !day_in_range(day))
		return false;
	*ret = day;
	return true;
}

static bool read_day(struct reader *r, const struct target *t, const json_t *value)
{
	if (!day_of_text(json_string_value(value), t->to))
		return reader_fault(r, t->field,
				    "must be a day from " VOUCH_DAY_FIRST " to " VOUCH_DAY_LAST
				    ", like 2026-12-01");
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "T09:00", or nothing for any time. */
static bool minute_of_text(const char *text, int *ret)
{
	int hour, minute;

	if (!*text) {
		*ret = ANY_MINUTE;
		return true;
	}
	if (strlen(text) != 6 || text[0] != 'T' || text[3] != ':' || !is_digit(text[1]) ||
	    !is_digit(text[2]) || !is_digit(text[4]) || !is_digit(text[5]))
		return false;
	hour = (text[1] - '0') * 10 + text[2] - '0';
	minute = (text[4] - '0') * 10 + text[5] - '0';
	if (hour > 23 || minute > 59)
		return false;
	*ret = hour * 60 + minute;
	return true;
}

static bool read_due(struct reader *r, const struct target *t, const json_t *value)
{
	const char *text = json_string_value(value);
	char day[DAY_CHARS + 1] = "";
	struct due due;

	if (text)
		str_copy(day, sizeof day, text);
	if (!text || !day_of_text(day, &due.day) || !minute_of_text(text + DAY_CHARS, &due.minute))
		return reader_fault(
			r, t->field,
			"must be a day like 2026-12-01, or with a time like 2026-12-01T09:00");
	*(struct due *)t->to = due;
	return true;
}

static bool read_instant(struct reader *r, const struct target *t, const json_t *value)
{
	const char *text = json_string_value(value);

	if (!text || !instant_parse(text, t->to))
		return reader_fault(r, t->field,
				    "must be an instant in UTC, like 2026-12-01T14:00:00Z");
	return true;
}

static bool fault_words(struct reader *r, const char *field, const char *const *words)
{
	_cleanup_str_ struct str all = {0};

	for (int i = 0; words[i]; i++) {
		str_add(&all, i ? ", " : "");
		str_add(&all, words[i]);
	}
	return reader_fault(r, field, "must be one of %s", str_text(&all));
}

static bool read_enum(struct reader *r, const struct target *t, const json_t *value)
{
	int i = word_index(t->param->words, json_string_value(value));

	if (i < 0)
		return fault_words(r, t->field, t->param->words);
	*(int *)t->to = i;
	return true;
}

/* The length of a list, checked; -1 on a fault. */
static int64_t read_length(struct reader *r, const struct target *t, const json_t *value,
			   int64_t min)
{
	int64_t n = (int64_t)json_array_size(value);

	if (!json_is_array(value)) {
		(void)reader_fault(r, t->field, "must be a list");
		return -1;
	}
	if (n < min || n > t->param->max) {
		(void)reader_fault(r, t->field, "must have %lld to %lld items", (long long)min,
				   (long long)t->param->max);
		return -1;
	}
	return n;
}

static const char *item_field(struct reader *r, const char *field, size_t i)
{
	return arena_printf(r->arena, "%s[%zu]", field, i);
}

static bool read_texts(struct reader *r, const struct target *t, const json_t *value)
{
	int64_t n = read_length(r, t, value, 0);
	struct texts texts = {.n = (size_t)n};
	bool is_good = true;

	if (n < 0)
		return false;
	texts.items = arena_array(r->arena, texts.n, sizeof *texts.items);
	for (size_t i = 0; i < texts.n; i++) {
		const json_t *item = json_array_get(value, i);
		const char *field = item_field(r, t->field, i);

		if (t->param->words) {
			int word = word_index(t->param->words, json_string_value(item));

			texts.items[i] = word < 0 ? NULL : t->param->words[word];
			if (word < 0)
				is_good = fault_words(r, field, t->param->words);
			continue;
		}
		texts.items[i] = t->param->flags & PARAM_RAW
					 ? read_raw(r, item, field)
					 : read_chars(r, item, field, 1, t->param->fallback);
		if (!texts.items[i])
			is_good = false;
	}
	if (is_good)
		*(struct texts *)t->to = texts;
	return is_good;
}

static bool holds(const struct id_list *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i] == id)
			return true;
	return false;
}

static bool read_ids(struct reader *r, const struct target *t, const json_t *value)
{
	int64_t n = read_length(r, t, value, 1);
	struct id_list list = {0};
	bool is_good = true;

	if (n < 0)
		return false;
	list.items = arena_array(r->arena, (size_t)n, sizeof *list.items);
	for (size_t i = 0; i < (size_t)n; i++) {
		int64_t id;
		struct target item = {t->param, &id, item_field(r, t->field, i)};

		if (!read_id(r, &item, json_array_get(value, i)))
			is_good = false;
		else if (holds(&list, id))
			is_good = reader_fault(r, item.field, "must not be named twice");
		else
			list.items[list.n++] = id;
	}
	if (is_good)
		*(struct id_list *)t->to = list;
	return is_good;
}

static bool read_object(struct reader *r, const struct target *t, const json_t *value)
{
	if (!json_is_object(value))
		return reader_fault(r, t->field, "must be an object");
	return object_read(r, t->param->fields, value, t->to, t->field);
}

static bool read_objects(struct reader *r, const struct target *t, const json_t *value)
{
	int64_t n = read_length(r, t, value, t->param->min);
	struct object_list list = {.n = (size_t)n};
	bool is_good = true;

	if (n < 0)
		return false;
	list.items = arena_array(r->arena, list.n, t->param->size);
	for (size_t i = 0; i < list.n; i++) {
		struct target item = {t->param, (char *)list.items + i * t->param->size,
				      item_field(r, t->field, i)};

		if (!read_object(r, &item, json_array_get(value, i)))
			is_good = false;
	}
	if (is_good)
		*(struct object_list *)t->to = list;
	return is_good;
}

static bool read_repeat(struct reader *r, const struct target *t, const json_t *value)
{
	const char *text = NULL;

	if (json_is_integer(value)) {
		int64_t n = json_integer_value(value);

		if (n < 1 || n > REPEAT_DAYS_MAX)
			return reader_fault(r, t->field, "must be 1 to %d days", REPEAT_DAYS_MAX);
		text = arena_printf(r->arena, "%lld", (long long)n);
	} else if (json_is_string(value)) {
		text = read_chars(r, value, t->field, 1, VOUCH_RRULE_MAX);
	} else {
		return reader_fault(r, t->field,
				    "must be a rule like FREQ=YEARLY, or a number of days");
	}
	*(const char **)t->to = text;
	return text != NULL;
}

static void read_book_value(struct reader *r, const json_t *value, struct book_value *to)
{
	if (json_is_null(value)) {
		to->type = BOOK_NULL;
	} else if (json_is_integer(value)) {
		to->type = BOOK_INTEGER;
		to->integer = json_integer_value(value);
	} else if (json_is_string(value)) {
		to->type = BOOK_TEXT;
		to->size = json_string_length(value);
		to->text = arena_strndup(r->arena, json_string_value(value), to->size);
	} else {
		to->type = BOOK_OTHER;
	}
}

static bool read_item(struct reader *r, const char *field, const json_t *object,
		      struct book_item *to)
{
	const json_t *line = json_object_get(object, "line");
	const char *key;
	json_t *value;

	if (!json_is_object(object))
		return reader_fault(r, field, "must be an object");
	if (!json_is_integer(line) || json_integer_value(line) < 1)
		return reader_fault(r, arena_printf(r->arena, "%s.line", field),
				    "must be a positive whole number");
	to->line = json_integer_value(line);
	to->item = "";
	to->values = arena_array(r->arena, json_object_size(object), sizeof *to->values);
	json_object_foreach ((json_t *)object, key, value) {
		if (str_equal(key, "line"))
			continue;
		if (str_equal(key, "item") && json_is_string(value)) {
			to->item = arena_strdup(r->arena, json_string_value(value));
			continue;
		}
		to->values[to->n].name = arena_strdup(r->arena, key);
		read_book_value(r, value, &to->values[to->n++]);
	}
	return true;
}

static bool read_items(struct reader *r, const struct target *t, const json_t *value)
{
	int64_t n = read_length(r, t, value, t->param->min);
	struct book_items items = {.n = (size_t)n};
	bool is_good = true;

	if (n < 0)
		return false;
	items.items = arena_array(r->arena, items.n, sizeof *items.items);
	for (size_t i = 0; i < items.n; i++)
		if (!read_item(r, item_field(r, t->field, i), json_array_get(value, i),
			       &items.items[i]))
			is_good = false;
	if (is_good)
		*(struct book_items *)t->to = items;
	return is_good;
}

static bool (*const readers[])(struct reader *r, const struct target *t, const json_t *value) = {
	[PARAM_TEXT] = read_text,       [PARAM_INT] = read_int,
	[PARAM_ID] = read_id,           [PARAM_BOOL] = read_bool,
	[PARAM_DAY] = read_day,         [PARAM_DUE] = read_due,
	[PARAM_INSTANT] = read_instant, [PARAM_ENUM] = read_enum,
	[PARAM_TEXTS] = read_texts,     [PARAM_IDS] = read_ids,
	[PARAM_OBJECT] = read_object,   [PARAM_OBJECTS] = read_objects,
	[PARAM_ITEMS] = read_items,     [PARAM_REPEAT] = read_repeat,
};

bool value_read(struct reader *r, const struct target *t, const json_t *value)
{
	return readers[t->param->type](r, t, value);
}
