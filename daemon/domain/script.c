/* Scripts: texts with gaps, filled in one pass. */
#include "domain/script.h"

#include <string.h>

#include "domain/script_tag.h"

/* A section that is open. */
struct section {
	struct tag tag;
	bool is_hidden;                  /* nothing in it is written */
	const struct script_field *list; /* whose items are walked; null: none */
	const struct script_value *value;
	size_t item;
	struct tag_reader begin; /* just behind its tag */
};

struct writer {
	const struct script_field *fields;
	const struct script_value *values;
	struct section open[SCRIPT_DEPTH_MAX];
	size_t depth;
	size_t too_deep; /* sections beyond the deepest, of a faulty template */
	char *to;
	size_t size, n;
	bool is_full;
};

static void put(struct writer *w, const char *text, size_t n)
{
	if (w->is_full || n >= w->size - w->n) {
		w->is_full = true;
		return;
	}
	memcpy(w->to + w->n, text, n);
	w->n += n;
}

static bool is_hidden(const struct writer *w)
{
	return w->too_deep > 0 || (w->depth && w->open[w->depth - 1].is_hidden);
}

static const struct section *walked_list(const struct writer *w)
{
	for (size_t i = w->depth; i > 0; i--)
		if (w->open[i - 1].list)
			return &w->open[i - 1];
	return NULL;
}

/* The field a tag names and its value: of the list's item first. False: unknown. */
static bool find(const struct writer *w, const struct tag *tag,
		 const struct script_field **ret_field, const struct script_value **ret_value)
{
	const struct section *list = walked_list(w);
	int i = list ? tag_field(tag, list->list->fields) : -1;

	if (i >= 0) {
		*ret_field = &list->list->fields[i];
		*ret_value = &list->value->items[list->item][i];
		return true;
	}
	i = tag_field(tag, w->fields);
	if (i < 0)
		return false;
	*ret_field = &w->fields[i];
	*ret_value = &w->values[i];
	return true;
}

static bool has_value(const struct script_field *field, const struct script_value *value)
{
	switch (field->type) {
	case SCRIPT_TEXT:
		return value->text && *value->text;
	case SCRIPT_FLAG:
		return value->is_set;
	case SCRIPT_LIST:
		return value->n_items > 0;
	}
	return false;
}

static void put_variable(struct writer *w, const struct tag *tag)
{
	const struct script_field *field;
	const struct script_value *value;

	if (find(w, tag, &field, &value) && field->type == SCRIPT_TEXT && value->text)
		put(w, value->text, strlen(value->text));
}

static void open_section(struct writer *w, const struct tag *tag, const struct tag_reader *reader)
{
	struct section section = {.tag = *tag, .is_hidden = true, .begin = *reader};
	const struct script_field *field;
	const struct script_value *value;

	if (w->depth == SCRIPT_DEPTH_MAX) {
		w->too_deep++;
		return;
	}
	if (!is_hidden(w) && find(w, tag, &field, &value)) {
		section.is_hidden = has_value(field, value) != (tag->kind == TAG_SECTION);
		if (field->type == SCRIPT_LIST && tag->kind == TAG_SECTION && !section.is_hidden) {
			section.is_hidden = walked_list(w) != NULL; /* a fault */
			section.list = section.is_hidden ? NULL : field;
			section.value = value;
		}
	}
	w->open[w->depth++] = section;
}

/* Goes back where a list has a further item. */
static void close_section(struct writer *w, const struct tag *tag, struct tag_reader *reader)
{
	struct section *section;

	if (w->too_deep > 0) {
		w->too_deep--;
		return;
	}
	if (w->depth == 0 || !tag_same_name(&w->open[w->depth - 1].tag, tag))
		return;
	section = &w->open[w->depth - 1];
	if (section->list && ++section->item < section->value->n_items)
		*reader = section->begin;
	else
		w->depth--;
}

static void take(struct writer *w, const struct tag *tag, struct tag_reader *reader)
{
	switch (tag->kind) {
	case TAG_VARIABLE:
		if (!is_hidden(w))
			put_variable(w, tag);
		return;
	case TAG_SECTION:
	case TAG_INVERTED:
		open_section(w, tag, reader);
		return;
	case TAG_END:
		close_section(w, tag, reader);
		return;
	case TAG_BROKEN:
		return;
	}
}

bool script_render(const char *text, const struct script_field *fields,
		   const struct script_value *values, char *to, size_t size)
{
	struct writer w = {.fields = fields, .values = values, .to = to, .size = size};
	struct tag_reader reader;
	struct tag tag;
	size_t from;

	if (size == 0)
		return false;
	tag_reader_init(&reader, text);
	for (from = 0; tag_next(&reader, &tag); from = reader.at) {
		if (!is_hidden(&w))
			put(&w, text + from, tag.from - from);
		take(&w, &tag, &reader);
	}
	if (!is_hidden(&w))
		put(&w, text + from, reader.len - from);
	to[w.is_full ? 0 : w.n] = '\0';
	return !w.is_full;
}
