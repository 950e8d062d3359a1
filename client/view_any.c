/* Any result: its members as "key  value" lines, its lists as tables. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

#define COLUMNS_MAX 40
#define CUT_FROM 16 /* bytes of a cell above which its column may be cut */

static const struct view_column field_columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

static bool is_scalar_list(const json_t *value)
{
	const json_t *item;
	size_t i;

	json_array_foreach (value, i, item)
		if (json_is_object(item) || json_is_array(item))
			return false;
	return json_is_array(value);
}

/* {"id": 3, "name": "Ana Ruiz"} and its like, which stand for somebody. */
static bool is_who(const json_t *value)
{
	return json_is_object(value) && json_object_size(value) == 2 &&
	       json_object_get(value, "id") && json_object_get(value, "name");
}

/* Days and instants as people read them, other text as it is. */
static const char *string_text(struct str *out, const struct view *v, const char *text)
{
	char local[DATES_DUE_SIZE];

	return part_day(out, v,
			v->is_plain || !*dates_local(text, v->timezone, local) ? text : local);
}

/* {"kind": "sale", "id": 7} */
static bool is_ref(const json_t *value)
{
	return json_is_object(value) && json_object_size(value) == 2 &&
	       json_object_get(value, "kind") && json_object_get(value, "id");
}

/* {"id", "title", "kind", "due", …}: the next thing to do. */
static bool is_next(const json_t *value)
{
	return json_object_get(value, "title") && json_object_get(value, "due");
}

static const char *next_text(struct str *out, const struct view *v, const json_t *next)
{
	_cleanup_str_ struct str what = {0};

	part_day(out, v, text_of(next, "due"));
	str_addf(out, ", %s", part_what(&what, next));
	return str_text(out);
}

static bool is_one_cell(const json_t *value)
{
	return is_who(value) || is_ref(value) || is_next(value);
}

/* What one cell shows; objects and lists of them as compact JSON. */
static const char *cell_text(struct str *out, const struct view *v, const json_t *value)
{
	char *text;

	str_reset(out);
	if (!value || json_is_null(value))
		return str_text(out);
	if (json_is_string(value))
		return string_text(out, v, json_string_value(value));
	if (json_is_boolean(value)) {
		str_add(out, json_is_true(value) ? "yes" : "no");
		return str_text(out);
	}
	if (is_ref(value) && !v->is_plain) {
		str_addf(out, "%s %lld", text_of(value, "kind"), number_of(value, "id"));
		return str_text(out);
	}
	if (is_next(value) && !v->is_plain)
		return next_text(out, v, value);
	if (is_who(value) && !v->is_plain) {
		str_add(out, name_of(value));
		return str_text(out);
	}
	if (is_scalar_list(value) &&
	    (json_array_size(value) == 0 || json_is_string(json_array_get(value, 0))))
		return part_texts(out, value);
	text = json_dumps(value, CLI_DUMP);
	if (!text)
		abort();
	str_add(out, text);
	free(text);
	return str_text(out);
}

static void add_field(struct view_table *t, const char *name, const char *value)
{
	view_table_row(t);
	view_table_cell(t, 0, VIEW_DIM, name);
	view_table_cell(t, 1, VIEW_NORMAL, value);
}

static bool is_table(const json_t *value)
{
	return json_is_array(value) && json_is_object(json_array_get(value, 0));
}

/* Money is shown as such where its currency stands beside it. */
static const char *member_text(struct str *out, const struct view *v, const json_t *object,
			       const char *key)
{
	if (strcmp(key, "amount") == 0 && json_object_get(object, "exponent"))
		return part_amount(out, v, object);
	return cell_text(out, v, json_object_get(object, key));
}

/* What says nothing to people that another member does not say better. */
static bool is_noise(const struct view *v, const json_t *object, const char *key)
{
	static const char *const noise[] = {"version", "exponent", "due_at"};
	const json_t *value = json_object_get(object, key);

	if (v->is_plain)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(noise); i++)
		if (strcmp(key, noise[i]) == 0 && json_object_get(object, "id"))
			return true;
	return json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0);
}

/* Text with lines of its own, which one field of people's does not show. */
static bool has_lines(const struct view *v, const json_t *value)
{
	return !v->is_plain && json_is_string(value) && strchr(json_string_value(value), '\n');
}

static void print_texts(const struct view *v, const json_t *object)
{
	const json_t *value;
	const char *key;

	json_object_foreach ((json_t *)object, key, value) {
		if (!has_lines(v, value))
			continue;
		view_gap(v);
		view_line(v, VIEW_BOLD, "%s", key);
		view_paragraph(v, json_string_value(value));
	}
}

/* Objects within become dotted names; people are not shown what is empty. */
static void add_fields(struct view_table *t, const struct view *v, const json_t *object,
		       const char *prefix)
{
	const json_t *value;
	const char *key;

	json_object_foreach ((json_t *)object, key, value) {
		_cleanup_str_ struct str text = {0};
		char name[VIEW_KEY_MAX];

		(void)snprintf(name, sizeof name, "%s%s", prefix, key);
		if (is_table(value))
			continue;
		if (json_is_object(value) && (v->is_plain || !is_one_cell(value))) {
			if (strlen(name) + 1 < sizeof name)
				str_copy(name + strlen(name), 2, ".");
			add_fields(t, v, value, name);
			continue;
		}
		if (!is_noise(v, object, key) && !has_lines(v, value))
			add_field(t, name, member_text(&text, v, object, key));
	}
}

/* Does any row have something there? Scripts see every column. */
static bool has_column(const struct view *v, const json_t *items, const char *key)
{
	const json_t *item;
	size_t i;

	json_array_foreach (items, i, item)
		if (!is_noise(v, item, key))
			return true;
	return false;
}

/* Long columns make room for short ones. */
static bool is_wide(const struct view *v, const json_t *items, const char *key)
{
	const json_t *item;
	size_t i;

	json_array_foreach (items, i, item) {
		_cleanup_str_ struct str text = {0};

		if (strlen(member_text(&text, v, item, key)) > CUT_FROM)
			return true;
	}
	return false;
}

static bool has_key(const struct view_column *columns, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i].name, key) == 0)
			return true;
	return false;
}

/* The members of all rows, in the order met. */
static size_t find_columns(const struct view *v, const json_t *items, struct view_column *columns)
{
	const json_t *item, *value;
	const char *key;
	size_t n = 0, i;

	json_array_foreach (items, i, item) {
		json_object_foreach ((json_t *)item, key, value) {
			if (n == COLUMNS_MAX || has_key(columns, n, key) ||
			    !has_column(v, items, key))
				continue;
			columns[n++] = (struct view_column){
				.name = key,
				.flags = is_wide(v, items, key) ? VIEW_CUT : 0,
				.share = 15,
			};
		}
	}
	return n;
}

static void print_list(const struct view *v, const json_t *items)
{
	struct view_column columns[COLUMNS_MAX];
	size_t n = find_columns(v, items, columns), i;
	_cleanup_table_ struct view_table *t = NULL;
	const json_t *item;

	if (n == 0)
		return;
	t = view_table_new(v, columns, n);
	json_array_foreach (items, i, item) {
		view_table_row(t);
		for (size_t k = 0; k < n; k++) {
			_cleanup_str_ struct str text = {0};

			view_table_cell(t, k, VIEW_NORMAL,
					member_text(&text, v, item, columns[k].name));
		}
	}
	view_table_print(t);
}

/* A list page with nothing else is only its rows. */
static bool print_page(const struct view *v, const json_t *result)
{
	const json_t *items = json_object_get(result, "items");
	const char *next = text_of(result, "next");

	if (!json_is_array(items))
		return false;
	if (is_scalar_list(items) && json_array_size(items) > 0) {
		_cleanup_str_ struct str text = {0};

		view_line(v, VIEW_NORMAL, "%s", cell_text(&text, v, items));
	}
	if (is_table(items))
		print_list(v, items);
	if (json_array_size(items) == 0 && !v->is_plain)
		view_line(v, VIEW_NORMAL, "There are none.");
	if (*next && !v->is_plain)
		view_line(v, VIEW_DIM, "There are more: cursor=%s", next);
	return true;
}

/* {"contact": {…}, "journal": 4}: what counts is the contact. */
static const json_t *object_of(const json_t *result)
{
	const json_t *object = result, *value;
	const char *key;

	json_object_foreach ((json_t *)result, key, value) {
		if (strcmp(key, "journal") == 0 || json_is_null(value) ||
		    (json_is_array(value) && json_array_size(value) == 0))
			continue;
		if (!json_is_object(value) || object != result)
			return result;
		object = value;
	}
	return object;
}

/* The lists of objects in an object, and in those within. */
static void print_lists(const struct view *v, const json_t *object)
{
	const json_t *value;
	const char *key;

	json_object_foreach ((json_t *)object, key, value) {
		if (json_is_object(value))
			print_lists(v, value);
		if (!is_table(value))
			continue;
		view_gap(v);
		if (!v->is_plain)
			view_line(v, VIEW_BOLD, "%s", key);
		print_list(v, value);
	}
}

void view_any(const struct cli *cli, const json_t *result)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, field_columns, ARRAY_LEN(field_columns));
	const struct view *v = &cli->view;
	_cleanup_str_ struct str text = {0};

	if (!json_is_object(result)) {
		view_line(v, VIEW_NORMAL, "%s", cell_text(&text, v, result));
		return;
	}
	if (print_page(v, result))
		return;
	add_fields(t, v, object_of(result), "");
	view_table_print(t);
	print_texts(v, object_of(result));
	print_lists(v, object_of(result));
}
