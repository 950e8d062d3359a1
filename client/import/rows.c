/* A file read row by row: first looked at as a whole, then taken. */
#include "import/rows.h"

#include "import/amounts.h"
#include "vouch/protocol.h"

#define STOP (-1)

struct opening {
	struct rows *rows;
	bool has_header;
	int result;
	struct str *why;
};

static int take_header(const struct csv_record *header, void *user)
{
	struct opening *o = user;
	const struct rows_ask *ask = &o->rows->ask;

	o->has_header = true;
	if (header->fault) {
		str_addf(o->why, "the header (line %lld) ", (long long)header->line);
		if (header->fault_at)
			str_addf(o->why, "is spoilt: column %zu ", header->fault_at);
		str_add(o->why, header->fault);
		o->result = VOUCH_EXIT_FAILED;
		return STOP;
	}
	o->result = map_make(&o->rows->rules.map, header, ask->wishes, ask->n_wishes, ask->template,
			     o->why);
	return STOP;
}

static int find_wheres(struct rows *rows, struct str *why)
{
	for (size_t i = 0; i < rows->ask.n_wheres; i++) {
		struct rows_where *w = &rows->ask.wheres[i];

		w->at = map_find_column(&rows->rules.map, w->column);
		if (w->at >= 0)
			continue;
		str_addf(why, "--where: there is no column '%s'; the columns are ", w->column);
		for (size_t k = 0; k < rows->rules.map.n; k++)
			str_addf(why, "%s%s", k ? ", " : "", rows->rules.map.headers[k]);
		return VOUCH_EXIT_USAGE;
	}
	return 0;
}

int rows_open(struct rows *rows, const char *text, size_t len, const struct rows_ask *ask,
	      struct str *why)
{
	struct opening o = {.rows = rows, .why = why};

	*rows = (struct rows){.ask = *ask, .rules = {.mark = '.', .exponent = 2}};
	csv_open(&rows->csv, text, len);
	(void)csv_each(&rows->csv, take_header, &o);
	if (!o.has_header) {
		str_add(why, "the file has no header");
		return VOUCH_EXIT_FAILED;
	}
	rows->csv.is_exact = map_is_ours(&rows->rules.map);
	return o.result ? o.result : find_wheres(rows, why);
}

void rows_deinit(struct rows *rows)
{
	map_deinit(&rows->rules.map);
}

struct look {
	const struct rows *rows;
	bool is_behind_header;
	struct dates_column opened, closed, birthday;
	struct amounts_column amounts;
};

static void look_at_amount(struct look *l, const struct csv_record *record, const char *cell)
{
	char currency[4];
	int exponent;

	if (item_currency(&l->rows->rules, record, currency, &exponent))
		amounts_look(&l->amounts, cell, exponent, record->line);
}

static void look_at_day(const struct look *l, const struct csv_record *record, enum map_field field,
			struct dates_column *column)
{
	const char *cell = item_cell(&l->rows->rules.map, record, field);

	if (cell)
		dates_look(column, cell, record->line);
}

static int look(const struct csv_record *record, void *user)
{
	struct look *l = user;
	const struct map *map = &l->rows->rules.map;
	const char *cell;

	if (!l->is_behind_header || record->n != map->n) {
		l->is_behind_header = true;
		return 0;
	}
	look_at_day(l, record, FIELD_OPENED, &l->opened);
	look_at_day(l, record, FIELD_CLOSED, &l->closed);
	look_at_day(l, record, FIELD_BIRTHDAY, &l->birthday);
	cell = item_cell(map, record, FIELD_AMOUNT);
	if (cell)
		look_at_amount(l, record, cell);
	return 0;
}

bool rows_look(struct rows *rows, struct str *why)
{
	struct item_rules *rules = &rows->rules;
	struct look l = {.rows = rows};

	if (map_is_ours(&rules->map)) {
		rules->opened = rules->closed = rules->birthday = DATES_YMD;
		return true;
	}
	if (rules->map.kind != MAP_SALES && !map_has(&rules->map, FIELD_BIRTHDAY))
		return true;
	(void)csv_each(&rows->csv, look, &l);
	return dates_decide(&l.opened, map_column_name(&rules->map, FIELD_OPENED), rows->ask.dates,
			    &rules->opened, why) &&
	       dates_decide(&l.closed, map_column_name(&rules->map, FIELD_CLOSED), rows->ask.dates,
			    &rules->closed, why) &&
	       dates_decide(&l.birthday, map_column_name(&rules->map, FIELD_BIRTHDAY),
			    rows->ask.dates, &rules->birthday, why) &&
	       amounts_decide(&l.amounts, map_column_name(&rules->map, FIELD_AMOUNT), &rules->mark,
			      why);
}

struct taking {
	const struct rows *rows;
	bool is_behind_header;
	struct refusals *refusals;
	int (*take)(json_t *, void *);
	void *user;
	struct rows_counts *counts;
};

static bool is_wanted(const struct rows *rows, const struct csv_record *record)
{
	for (size_t i = 0; i < rows->ask.n_wheres; i++) {
		const struct rows_where *w = &rows->ask.wheres[i];

		if ((size_t)w->at >= record->n || !str_equal(record->cells[w->at], w->value))
			return false;
	}
	return true;
}

static int take_row(const struct csv_record *record, void *user)
{
	struct taking *t = user;
	json_t *item;

	if (!t->is_behind_header) {
		t->is_behind_header = true;
		return 0;
	}
	t->counts->read++;
	if (!record->fault && !is_wanted(t->rows, record)) {
		t->counts->left_out++;
		return 0;
	}
	item = item_make(&t->rows->rules, record, t->refusals);
	if (!item) {
		t->counts->refused++;
		return 0;
	}
	t->counts->made++;
	if (t->take)
		return t->take(item, t->user);
	json_decref(item);
	return 0;
}

int rows_each(const struct rows *rows, struct refusals *refusals, int (*take)(json_t *, void *),
	      void *user, struct rows_counts *counts)
{
	struct taking t = {
		.rows = rows,
		.refusals = refusals,
		.take = take,
		.user = user,
		.counts = counts,
	};

	*counts = (struct rows_counts){0};
	return csv_each(&rows->csv, take_row, &t);
}
