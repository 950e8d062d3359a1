/* Checking one item of a book before it is staged. A refusal reads on from the field's name. */
#include <stdarg.h>
#include <string.h>

#include "base/cleanup.h"
#include "ops/book.h"
#include "store/whole.h"

#define WORDS_MAX 4
#define SHOWN_MAX 40 /* bytes of a name that are told back */
#define UUID_CHARS 36

/* What an item has: columns of a table, or of a word. */
struct shape {
	const char *word;
	const struct table *table; /* null: a word of the format */
	size_t n;
	const char *names[WORDS_MAX];
	struct whole_column columns[WORDS_MAX];
};

#define INTEGER                                                                                    \
	{                                                                                          \
		.type = IMAGE_INTEGER                                                              \
	}
#define TEXT                                                                                       \
	{                                                                                          \
		.type = IMAGE_TEXT                                                                 \
	}
static const struct shape words[] = {
	{BOOK_ITEM_HEAD,
	 NULL,
	 4,
	 {"format", "schema", "version", "uuid"},
	 {INTEGER, INTEGER, TEXT, TEXT}},
	{BOOK_ITEM_NOTE, NULL, 2, {"key", "value"}, {TEXT, TEXT}},
	{BOOK_ITEM_SEQUENCE, NULL, 2, {"table", "last"}, {TEXT, INTEGER}},
	{BOOK_ITEM_END, NULL, 1, {"items"}, {INTEGER}},
};

__attribute__((format(printf, 3, 4))) static bool refuse(struct book_check *c, const char *field,
							 const char *format, ...)
{
	va_list args;

	va_start(args, format);
	c->field = field;
	c->refusal = arena_vprintf(c->op->arena, format, args);
	va_end(args);
	return false;
}

static const char *shown(struct book_check *c, const char *text)
{
	size_t n = strlen(text), kept = n;

	if (n <= SHOWN_MAX)
		return text;
	for (kept = SHOWN_MAX; kept && ((unsigned char)text[kept] & 0xc0) == 0x80;)
		kept--;
	return arena_printf(c->op->arena, "%.*s…", (int)kept, text);
}

static bool find_shape(struct book_check *c, const char *word, struct shape *ret)
{
	const struct table *t = table_find(word);

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_equal(words[i].word, word)) {
			*ret = words[i];
			return true;
		}
	if (!t || !whole_has(t))
		return refuse(c, "item", "is '%s', and vouch has no such thing", shown(c, word));
	*ret = (struct shape){.word = word, .table = t, .n = table_columns(t)};
	return true;
}

static const char *name_at(const struct shape *s, size_t i)
{
	return s->table ? s->table->columns[i].name : s->names[i];
}

/* Members come in the order of the columns, as a rule. */
static const struct book_value *find_value(const struct book_item *item, size_t i, const char *name)
{
	if (i < item->n && str_equal(item->values[i].name, name))
		return &item->values[i];
	for (size_t k = 0; k < item->n; k++)
		if (str_equal(item->values[k].name, name))
			return &item->values[k];
	return NULL;
}

static bool add_value(struct book_check *c, const struct book_value *from,
		      const struct whole_column *column)
{
	struct image_value v = {.type = IMAGE_NULL};

	if (from->type == BOOK_NULL && !column->is_nullable)
		return refuse(c, from->name, "must not be null");
	if (from->type == BOOK_INTEGER && column->type == IMAGE_INTEGER)
		v = (struct image_value){.type = IMAGE_INTEGER, .integer = from->integer};
	else if (from->type == BOOK_TEXT && column->type == IMAGE_TEXT)
		v = (struct image_value){
			.type = IMAGE_TEXT, .bytes = from->text, .size = from->size};
	else if (from->type != BOOK_NULL)
		return refuse(c, from->name, "must be %s",
			      column->type == IMAGE_TEXT ? "text" : "a whole number");
	image_add_value(c->image, &v);
	return true;
}

/* Files of an older vouch lack what came later. */
static bool add_missing(struct book_check *c, const char *name, const struct whole_column *column)
{
	if (!column->has_default || c->schema >= store_schema(c->op->store))
		return refuse(c, name, "is missing");
	image_add_value(c->image, &column->fallback);
	return true;
}

static bool add_values(struct book_check *c, const struct shape *s, const struct book_item *item)
{
	const struct whole_column *columns =
		s->table ? whole_columns(c->op->store, s->table) : s->columns;
	size_t n_found = 0;

	image_start(c->image, s->n);
	for (size_t i = 0; i < s->n; i++) {
		const struct book_value *value = find_value(item, i, name_at(s, i));

		if (value ? !add_value(c, value, &columns[i])
			  : !add_missing(c, name_at(s, i), &columns[i]))
			return false;
		n_found += value != NULL;
	}
	if (n_found == item->n)
		return true;
	for (size_t k = 0; k < item->n; k++) {
		bool is_known = false;

		for (size_t i = 0; i < s->n; i++)
			is_known |= str_equal(name_at(s, i), item->values[k].name);
		if (!is_known)
			return refuse(c, shown(c, item->values[k].name), "is unknown in '%s'",
				      s->word);
	}
	return refuse(c, "item", "says one thing twice");
}

static bool check_head(struct book_check *c, const struct book_item *item)
{
	const char *uuid = find_value(item, 3, "uuid")->text;
	int64_t format = find_value(item, 0, "format")->integer;
	int64_t schema = find_value(item, 1, "schema")->integer;

	if (c->schema)
		return refuse(c, "item", "is a second beginning: one file is one book");
	if (format != BOOK_FORMAT || schema > store_schema(c->op->store))
		return refuse(c, format == BOOK_FORMAT ? "schema" : "format",
			      "is %lld: this was written by a newer vouch (%s); update this one "
			      "first",
			      (long long)(format == BOOK_FORMAT ? schema : format),
			      shown(c, find_value(item, 2, "version")->text));
	if (schema < 1)
		return refuse(c, "schema", "must be a positive whole number");
	if (strlen(uuid) != UUID_CHARS || strspn(uuid, "0123456789abcdef-") != UUID_CHARS)
		return refuse(c, "uuid", "is '%s', no uuid", shown(c, uuid));
	c->schema = schema;
	return true;
}

static bool check_sequence(struct book_check *c, const struct book_item *item)
{
	const char *name = find_value(item, 0, "table")->text;
	const struct table *t = table_find(name);

	if (!str_equal(name, "journal") && (!t || !whole_has(t)))
		return refuse(c, "table", "is '%s', and vouch has no such thing", shown(c, name));
	if (find_value(item, 1, "last")->integer < 1)
		return refuse(c, "last", "must be a positive whole number");
	return true;
}

static bool check_word(struct book_check *c, const struct book_item *item)
{
	if (str_equal(item->item, BOOK_ITEM_HEAD))
		return check_head(c, item);
	if (str_equal(item->item, BOOK_ITEM_SEQUENCE))
		return check_sequence(c, item);
	if (str_equal(item->item, BOOK_ITEM_NOTE) &&
	    !whole_is_note(find_value(item, 0, "key")->text))
		return refuse(c, "key", "is '%s', which stays where it is",
			      shown(c, find_value(item, 0, "key")->text));
	if (str_equal(item->item, BOOK_ITEM_END))
		c->has_ended = true;
	return true;
}

bool book_check_item(struct book_check *c, const struct book_item *item)
{
	struct shape shape;

	if (c->has_ended)
		return refuse(c, "item", "comes after the end");
	if (!*item->item)
		return refuse(c, "item", "is missing: this is no line that vouch exported");
	if (!c->schema && !str_equal(item->item, BOOK_ITEM_HEAD))
		return refuse(c, "item",
			      "is '%s', but a book that vouch exported begins with '" BOOK_ITEM_HEAD
			      "'",
			      shown(c, item->item));
	if (!find_shape(c, item->item, &shape) || !add_values(c, &shape, item))
		return false;
	if (!shape.table)
		return check_word(c, item);
	if (find_value(item, 0, name_at(&shape, 0))->integer < 1)
		return refuse(c, name_at(&shape, 0), "must be a positive whole number");
	return true;
}
