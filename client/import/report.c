/* What became of a file: for people, for scripts and as JSON. */
#include "import/report.h"

#include <string.h>

#include "base/cleanup.h"
#include "import/templates.h"
#include "money.h"
#include "vouch/protocol.h"

#define SHOWN_MAX 10 /* refusals that people are shown; scripts get all */
#define LINES_MAX 5  /* named of refusals of one kind */

struct totals {
	long long rows, left_out, added, updated, unchanged, taken, refused, not_taken;
	bool is_all_refused; /* by --strict */
};

void report_encoding(const struct cli *cli, const char *path, const struct file *file)
{
	if (file->read_as && !cli->is_json && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "%s is read as %s, for it is not UTF-8",
			  str_equal(path, "-") ? "stdin" : path, file->read_as);
}

void report_mapping(const struct cli *cli, const char *path, const struct rows *rows)
{
	const struct template *template = rows->rules.map.template;
	_cleanup_str_ struct str text = {0};

	if (cli->is_json || cli->is_plain)
		return;
	map_describe(&rows->rules.map, &text);
	view_line(&cli->view, VIEW_NORMAL, "%s, %s%s%s: %s", str_equal(path, "-") ? "stdin" : path,
		  rows->rules.map.kind == MAP_SALES ? "sales" : "contacts",
		  template ? " from " : "", template ? template->title : "", str_text(&text));
}

static enum map_field field_called(const struct map *map, const char *name)
{
	for (int i = 0; i < N_FIELDS; i++)
		if (str_equal(map_field_name(map, (enum map_field)i), name))
			return (enum map_field)i;
	return FIELD_NONE;
}

/* vouchd names the members of an item; the user knows the columns of the file. */
static const char *column_of(const struct map *map, const char *member)
{
	static const struct {
		const char *member;
		enum map_field field;
	} members[] = {
		{"name", FIELD_NAME},
		{"contact", FIELD_NAME},
		{"tags", FIELD_TAGS},
		{"contact.name", FIELD_NAME},
		{"emails", FIELD_EMAIL},
		{"contact.email", FIELD_EMAIL},
		{"phones", FIELD_PHONE},
		{"contact.phone", FIELD_PHONE},
		{"state", FIELD_STAGE},
		{"contact.external_id", FIELD_CONTACT_ID},
		{"opened_day", FIELD_OPENED},
		{"closed_day", FIELD_CLOSED},
		{"address.street", FIELD_STREET},
		{"address.city", FIELD_CITY},
		{"address.region", FIELD_REGION},
		{"address.postcode", FIELD_POSTCODE},
		{"address.country", FIELD_COUNTRY},
	};
	enum map_field field = field_called(map, member);
	size_t n = strcspn(member, "["); /* "emails[1]" */

	for (size_t i = 0; field == FIELD_NONE && i < ARRAY_LEN(members); i++)
		if (strlen(members[i].member) == n && strncmp(members[i].member, member, n) == 0)
			field = members[i].field;
	return field != FIELD_NONE && map_has(map, field) ? map_column_name(map, field) : member;
}

static const char *filled(const char *text)
{
	return *text ? text : NULL;
}

static void add_theirs(const struct report *r)
{
	const json_t *refusal;
	size_t i;

	json_array_foreach (r->upload->refused, i, refusal) {
		const char *field = filled(text_of(refusal, "field"));

		refusals_add(r->refusals,
			     &(struct refusal){
				     .line = number_of(refusal, "line"),
				     .field = field,
				     .column = field && r->map ? column_of(r->map, field) : field,
				     .reason = text_of(refusal, "reason"),
			     });
	}
	refusals_sort(r->refusals);
}

static struct totals count(const struct report *r)
{
	const json_t *import = r->upload->import;
	struct totals t = {
		.rows = r->counts->read,
		.left_out = r->counts->left_out,
		.added = number_of(import, "added"),
		.updated = number_of(import, "updated"),
		.unchanged = number_of(import, "unchanged"),
		.refused = r->counts->refused + number_of(import, "refused"),
		.not_taken = number_of(import, "not_taken"),
	};

	t.taken = t.added + t.updated + t.unchanged;
	t.is_all_refused = r->upload->is_strict && t.refused + r->counts->parts > 0;
	if (t.is_all_refused)
		t.taken = t.not_taken = 0;
	return t;
}

static const char *number(struct str *out, long long n)
{
	str_reset(out);
	money_add(out, n, 0, "");
	return str_text(out);
}

static void add_number(struct str *out, const char *before, long long n, const char *behind)
{
	_cleanup_str_ struct str text = {0};

	str_addf(out, "%s%s%s", before, number(&text, n), behind);
}

static void add_taken(struct str *out, const struct totals *t, bool is_dry_run)
{
	add_number(out, is_dry_run ? " Would take " : " Taken ", t->taken, "");
	add_number(out, is_dry_run ? " (add " : " (added ", t->added, "");
	add_number(out, is_dry_run ? ", update " : ", updated ", t->updated, "");
	add_number(out, ", unchanged ", t->unchanged, ").");
}

static void say_totals(const struct report *r, const struct totals *t)
{
	bool is_dry_run = r->upload->is_dry_run;
	_cleanup_str_ struct str line = {0};

	add_number(&line, "Read ", t->rows, " ");
	str_addf(&line, "%s.", t->rows == 1 ? r->one : r->many);
	if (t->left_out)
		add_number(&line, " Left out ", t->left_out,
			   r->upload->is_dates ? " that are no birthdays." : " by --where.");
	if (!t->is_all_refused)
		add_taken(&line, t, is_dry_run);
	add_number(&line, " Refused ", t->refused, ".");
	str_add(&line, r->remark);
	if (t->is_all_refused)
		str_add(&line, " Nothing was taken (--strict).");
	else if (is_dry_run)
		str_add(&line, " Nothing was changed (--dry-run).");
	view_line(&r->cli->view, VIEW_NORMAL, "%s", str_text(&line));
}

static void say_refusal(const struct view *v, const struct refusal *refusal)
{
	view_line(v, VIEW_NORMAL, "line %lld: %s%s%s", (long long)refusal->line,
		  refusal->column ? refusal->column : "", refusal->column ? " " : "",
		  refusal->reason);
}

static void say_more(const struct report *r, long long n, const char *what)
{
	_cleanup_str_ struct str text = {0};

	view_line(&r->cli->view, VIEW_NORMAL, "… and %s more%s; --json shows all", number(&text, n),
		  what);
}

/* A dry run has nobody yet to name. */
static void say_duplicate(const struct view *v, const json_t *d)
{
	if (number_of(d, "id"))
		view_line(v, VIEW_NORMAL, "line %lld: may be %s (c%lld) once more",
			  number_of(d, "line"), text_of(d, "name"), number_of(d, "id"));
	else
		view_line(v, VIEW_NORMAL, "line %lld: may be whoever line %lld is, once more",
			  number_of(d, "line"), number_of(d, "earlier"));
}

static void say_duplicates(const struct report *r)
{
	size_t n = json_array_size(r->upload->duplicates), shown = n < SHOWN_MAX ? n : SHOWN_MAX;

	for (size_t i = 0; i < shown; i++)
		say_duplicate(&r->cli->view, json_array_get(r->upload->duplicates, i));
	if (n > shown)
		say_more(r, (long long)(n - shown), " like these");
}

static const char *column_not_taken(const struct report *r, const json_t *value)
{
	const char *field = text_of(value, "field");

	return r->map ? column_of(r->map, field) : field;
}

/* Values of rows that were taken, where whoever it is has others. */
static void say_not_taken(const struct report *r, long long n)
{
	size_t shown = 0;
	const json_t *value;

	for (; (long long)shown < n && shown < SHOWN_MAX; shown++) {
		value = json_array_get(r->upload->not_taken, shown);
		view_line(&r->cli->view, VIEW_NORMAL, "line %lld: %s %s", number_of(value, "line"),
			  column_not_taken(r, value), text_of(value, "reason"));
	}
	if (n > (long long)shown)
		say_more(r, n - (long long)shown, " not taken");
	if (n)
		view_line(
			&r->cli->view, VIEW_NORMAL,
			"To take one after all: vouch contact update. Two people of one name need "
			"an external_id each, in a column of the file.");
}

/* The first, and where the others are. */
static void say_kind(const struct report *r, const struct refusal *first, size_t n)
{
	_cleanup_str_ struct str line = {0}, more = {0};
	size_t named = n - 1 < LINES_MAX ? n - 1 : LINES_MAX;

	say_refusal(&r->cli->view, first);
	for (size_t i = 1; i <= named; i++)
		str_addf(&line, "%s%lld", i > 1 ? ", " : "", (long long)first[i].line);
	if (n - 1 > named)
		str_addf(&line, " and %s more; --json shows all",
			 number(&more, (long long)(n - 1 - named)));
	view_line(&r->cli->view, VIEW_NORMAL, "… alike on lines %s", str_text(&line));
}

/* Up to SHOWN_MAX lines or kinds; returns how many refusals they told. */
static size_t say_refusals(const struct report *r)
{
	const struct refusals *all = r->refusals;
	size_t told = 0, n = 0;

	refusals_sort_kinds(r->refusals);
	for (size_t shown = 0; told < all->n && shown < SHOWN_MAX; shown++, told += n) {
		n = refusals_kind(all, told);
		if (n > 1)
			say_kind(r, &all->items[told], n);
		else
			say_refusal(&r->cli->view, &all->items[told]);
	}
	return told;
}

static void say(const struct report *r, const struct totals *t)
{
	long long all = t->refused + r->counts->parts, told;

	say_totals(r, t);
	told = (long long)say_refusals(r);
	if (all > told)
		say_more(r, all - told, "");
	say_duplicates(r);
	say_not_taken(r, t->not_taken);
}

static void add_line(struct view_table *table, const char *word, long long line, const char *column,
		     const char *reason)
{
	char text[32];

	(void)snprintf(text, sizeof text, "%lld", line);
	view_table_row(table);
	view_table_cell(table, 0, VIEW_NORMAL, word);
	view_table_cell(table, 1, VIEW_NORMAL, text);
	view_table_cell(table, 2, VIEW_NORMAL, column ? column : "");
	view_table_cell(table, 3, VIEW_NORMAL, reason);
}

/* Tab separated: a word, then its values. */
static void say_plain(const struct report *r, const struct totals *t)
{
	const struct {
		const char *name;
		long long n;
	} counts[] = {
		{"rows", t->rows},           {"left_out", t->left_out},   {"added", t->added},
		{"updated", t->updated},     {"unchanged", t->unchanged}, {"refused", t->refused},
		{"not_taken", t->not_taken},
	};
	static const struct view_column columns[4];
	_cleanup_table_ struct view_table *table = NULL;
	const json_t *value;
	char text[32];
	size_t i;

	table = view_table_new(&r->cli->view, columns, ARRAY_LEN(columns));
	for (i = 0; i < ARRAY_LEN(counts); i++) {
		(void)snprintf(text, sizeof text, "%lld", counts[i].n);
		view_table_row(table);
		view_table_cell(table, 0, VIEW_NORMAL, counts[i].name);
		view_table_cell(table, 1, VIEW_NORMAL, text);
	}
	for (i = 0; i < r->refusals->n; i++) {
		const struct refusal *refusal = &r->refusals->items[i];

		add_line(table, "refusal", refusal->line, refusal->column, refusal->reason);
	}
	if (t->not_taken)
		json_array_foreach (r->upload->not_taken, i, value)
			add_line(table, "value_not_taken", number_of(value, "line"),
				 column_not_taken(r, value), text_of(value, "reason"));
	view_table_print(table);
}

static json_t *json_refusals(const struct refusals *refusals)
{
	json_t *list = json_array();

	for (size_t i = 0; i < refusals->n; i++) {
		const struct refusal *refusal = &refusals->items[i];

		(void)json_array_append_new(
			list, json_pack("{s:I, s:s?, s:s?, s:s}", "line", (json_int_t)refusal->line,
					"field", refusal->field, "column", refusal->column,
					"reason", refusal->reason));
	}
	return list;
}

static json_t *json_not_taken(const struct report *r)
{
	json_t *list = json_array();
	const json_t *value;
	size_t i;

	json_array_foreach (r->upload->not_taken, i, value) {
		json_t *o = json_deep_copy(value);

		(void)json_object_set_new(o, "column", json_string(column_not_taken(r, value)));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static void set_mapping(json_t *to, const struct map *map)
{
	json_t *mapping = json_object(), *unused = json_array();

	for (size_t i = 0; i < map->n; i++) {
		if (map->fields[i] == FIELD_NONE)
			(void)json_array_append_new(unused, json_string(map->headers[i]));
		else
			(void)json_object_set_new(mapping, map->headers[i],
						  json_string(map_field_name(map, map->fields[i])));
	}
	(void)json_object_set_new(to, "mapping", mapping);
	(void)json_object_set_new(to, "unused", unused);
}

static json_t *as_json(const struct report *r, const struct totals *t)
{
	json_t *o = json_pack("{s:s, s:s, s:b, s:b, s:I, s:I, s:I, s:I, s:I, s:I}", "source",
			      r->upload->source, "kind", upload_kind(r->upload), "dry_run",
			      r->upload->is_dry_run, "strict", r->upload->is_strict, "rows",
			      t->rows, "left_out", t->left_out, "added", t->added, "updated",
			      t->updated, "unchanged", t->unchanged, "refused", t->refused);

	(void)json_object_set_new(o, "refusals", json_refusals(r->refusals));
	(void)json_object_set_new(o, "duplicates",
				  r->upload->duplicates ? json_incref(r->upload->duplicates)
							: json_array());
	(void)json_object_set_new(o, "not_taken", json_integer(t->not_taken));
	(void)json_object_set_new(o, "values_not_taken", json_not_taken(r));
	if (r->map)
		set_mapping(o, r->map);
	(void)json_object_set_new(o, "parts_refused", json_integer(r->counts->parts));
	(void)json_object_set_new(o, "import",
				  r->upload->id ? json_integer(r->upload->id) : json_null());
	return o;
}

int report_end(const struct report *r)
{
	json_auto_t *json = NULL;
	struct totals t;

	add_theirs(r);
	t = count(r);
	if (r->cli->is_json)
		json = as_json(r, &t);
	if (json)
		(void)cli_json(r->cli, json);
	else if (r->cli->is_plain)
		say_plain(r, &t);
	else
		say(r, &t);
	return (t.refused && !t.taken) || t.is_all_refused ? VOUCH_EXIT_FAILED : VOUCH_EXIT_OK;
}
