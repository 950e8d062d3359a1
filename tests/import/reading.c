/* What a text becomes, in words that a test can compare. */
#include "import/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "import/birthdays.h"
#include "import/file.h"
#include "import/templates.h"
#include "import/vcard.h"

#define THIS_YEAR 2026
#define WISHES_MAX 4

/* What came of one text. */
struct outcome {
	struct refusals refusals;
	struct rows_counts counts;
	struct str items;
};

/* In a block of its own size, so that a byte read behind it is noticed. */
static void hold(struct file *file, const char *text, size_t len)
{
	*file = (struct file){.bytes = xmalloc(len ? len : 1), .len = len};
	memcpy(file->bytes, text, len);
	file->text = file->bytes;
}

static int keep(json_t *item, void *user)
{
	char *text = json_dumps(item, JSON_COMPACT);

	str_addf(user, "%s\n", text);
	free(text);
	json_decref(item);
	return 0;
}

static void outcome_init(struct outcome *o)
{
	*o = (struct outcome){.refusals = {.arena = arena_new()}};
}

static void outcome_deinit(struct outcome *o)
{
	arena_free(o->refusals.arena);
	str_deinit(&o->items);
}

static void add_refusals(struct outcome *o, const char *before, const char *behind, struct str *out)
{
	refusals_sort(&o->refusals);
	for (size_t i = 0; i < o->refusals.n; i++) {
		const struct refusal *r = &o->refusals.items[i];

		str_addf(out, "%sline %lld: %s%s%s%s", before, (long long)r->line,
			 r->column ? r->column : "", r->column ? " " : "", r->reason, behind);
	}
}

static void tell(struct outcome *o, const char *remark, struct str *out)
{
	str_addf(out, "%lld taken of %lld.", (long long)o->counts.made, (long long)o->counts.read);
	if (o->counts.left_out)
		str_addf(out, " %lld left out.", (long long)o->counts.left_out);
	str_addf(out, "%s\n", remark);
	add_refusals(o, "", "\n", out);
	assert_int_equal(o->refusals.n, o->counts.refused + o->counts.parts);
	str_add(out, str_text(&o->items));
}

static bool read_file(struct file *file, struct rows *rows, const struct rows_ask *ask,
		      struct str *why)
{
	if (!file_check(file, why))
		return false;
	if (rows_open(rows, file->text, file->len, ask, why) != 0)
		return false;
	str_copy(rows->rules.currency, sizeof rows->rules.currency, "USD");
	return rows_look(rows, why);
}

void reading_of(const char *text, size_t len, const struct rows_ask *ask, struct str *ret,
		struct str *ret_items)
{
	static const struct rows_ask nothing;
	struct str why = {0};
	struct rows rows = {0};
	struct outcome o;
	struct file file;

	outcome_init(&o);
	hold(&file, text, len);
	if (read_file(&file, &rows, ask ? ask : &nothing, &why)) {
		(void)rows_each(&rows, &o.refusals, keep, &o.items, &o.counts);
		str_addf(ret, "%lld taken", (long long)o.counts.made);
		if (o.counts.left_out)
			str_addf(ret, ", %lld left out", (long long)o.counts.left_out);
		add_refusals(&o, "; ", "", ret);
	} else {
		str_addf(ret, "file: %s", str_text(&why));
	}
	if (ret_items)
		str_add(ret_items, str_text(&o.items));
	outcome_deinit(&o);
	rows_deinit(&rows);
	file_deinit(&file);
	str_deinit(&why);
}

struct wanted {
	struct rows_ask ask;
	struct map_wish wishes[WISHES_MAX];
};

static char *cut(char *text)
{
	char *equals = strchr(text, '=');

	assert_non_null(equals);
	*equals = '\0';
	return equals + 1;
}

static void take_option(struct wanted *w, char *line)
{
	char *value = strchr(line, ' ');

	assert_non_null(value);
	*value++ = '\0';
	if (str_equal(line, "dates")) {
		w->ask.dates = dates_order_parse(value);
	} else if (str_equal(line, "template")) {
		w->ask.template = template_find(value);
		assert_non_null(w->ask.template);
	} else if (str_equal(line, "map")) {
		assert_true(w->ask.n_wishes < WISHES_MAX);
		w->wishes[w->ask.n_wishes++] = (struct map_wish){value, cut(value)};
	} else {
		assert_string_equal(line, "where");
		w->ask.wheres[w->ask.n_wheres++] =
			(struct rows_where){.column = value, .value = cut(value)};
	}
}

void reading_of_rows(const char *options, const char *text, size_t len, struct str *out)
{
	_cleanup_str_ struct str lines = {0}, why = {0};
	struct wanted wanted = {.ask.wishes = wanted.wishes};
	struct rows rows = {0};
	struct outcome o;
	struct file file;

	str_add(&lines, options);
	for (char *line, *rest = lines.data; (line = strsep(&rest, "\n")) && *line;)
		take_option(&wanted, line);
	outcome_init(&o);
	hold(&file, text, len);
	if (read_file(&file, &rows, &wanted.ask, &why)) {
		(void)rows_each(&rows, &o.refusals, keep, &o.items, &o.counts);
		tell(&o, "", out);
	} else {
		str_addf(out, "file: %s\n", str_text(&why));
	}
	outcome_deinit(&o);
	rows_deinit(&rows);
	file_deinit(&file);
}

void reading_of_cards(const char *options, const char *text, size_t len, struct str *out)
{
	_cleanup_str_ struct str why = {0}, remark = {0};
	struct outcome o;
	struct file file;
	struct vcard v;

	assert_string_equal(options, "");
	outcome_init(&o);
	hold(&file, text, len);
	if (vcard_open(&v, &file, &why)) {
		(void)vcard_each(&v, &o.refusals, keep, &o.items, &o.counts);
		vcard_remark(&v, &remark);
		tell(&o, str_text(&remark), out);
	} else {
		str_addf(out, "file: %s\n", str_text(&why));
	}
	vcard_deinit(&v);
	outcome_deinit(&o);
	file_deinit(&file);
}

static bool read_calendar(struct file *file, struct arena *arena, struct ics *ics, struct str *out)
{
	_cleanup_str_ struct str why = {0};
	struct ics_fault fault;

	if (!file_check(file, &why))
		str_addf(out, "file: %s\n", str_text(&why));
	else if (!ics_read(file->text, file->len, arena, ics, &fault))
		str_addf(out, "file: line %zu: %s\n", fault.line, fault.why);
	else
		return true;
	return false;
}

void reading_of_calendar(const char *options, const char *text, size_t len, struct str *out)
{
	struct outcome o;
	struct file file;
	struct ics ics;

	assert_string_equal(options, "");
	outcome_init(&o);
	hold(&file, text, len);
	if (read_calendar(&file, o.refusals.arena, &ics, out)) {
		(void)birthdays_each(&ics, THIS_YEAR, &o.refusals, &o.counts, keep, &o.items);
		assert_int_equal(o.counts.read,
				 o.counts.made + o.counts.left_out + o.counts.refused);
		tell(&o, "", out);
	}
	outcome_deinit(&o);
	file_deinit(&file);
}
