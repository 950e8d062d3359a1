/* Who would help if asked, whom to ask now, and how those are who send people. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

/* Where there is nothing to show: in words, and what to do. */
static void say_nothing(const struct view *v, const json_t *numbers)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%s It begins with the ask: vouch earned", text_of(numbers, "sentence"));
	view_paragraph(v, str_text(&text));
}

static void set_number(struct view_table *t, size_t column, long long n)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%lld", n);
	view_table_cell(t, column, VIEW_NORMAL, str_text(&text));
}

/* "c12", for scripts the number. */
static void set_id(struct view_table *t, const struct view *v, size_t column, const json_t *item)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, v->is_plain ? "%lld" : "c%lld", number_of(item, "contact.id"));
	view_table_cell(t, column, VIEW_DIM, str_text(&text));
}

static void set_name(struct view_table *t, size_t column, const json_t *item)
{
	view_table_cell(t, column, VIEW_NORMAL, name_of(json_object_get(item, "contact")));
}

enum { RANK, ID, NAME, SINCE, SENT, SERVED, OWED, GIVEN, READY };

static const struct view_column army_columns[] = {
	[RANK] = {"rank", VIEW_SCRIPTS, 0},
	[ID] = {"id", 0, 0},
	[NAME] = {"name", VIEW_CUT, 25},
	[SINCE] = {"since", 0, 0},
	[SENT] = {"sent", VIEW_RIGHT, 0},
	[SERVED] = {"served", 0, 0},
	[OWED] = {"we owe", 0, 0},
	[GIVEN] = {"given since asked", VIEW_RIGHT | VIEW_WIDE, 0},
	[READY] = {"ready", 0, 0},
};

static const char *rank_title(const char *rank)
{
	static const struct {
		const char *rank, *title;
	} titles[] = {
		{"champion", "Champions: sent three or more, or began a chain of three"},
		{"repeat", "Repeat referrers: sent two"},
		{"referrer", "Referrers: sent one"},
		{"willing", "Willing: said that they would"},
	};

	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		if (str_equal(titles[i].rank, rank))
			return titles[i].title;
	return rank;
}

static const char *owed_of(struct str *out, const struct view *v, const json_t *item)
{
	long long n = number_of(item, "loops_open");

	str_reset(out);
	if (v->is_plain)
		str_addf(out, "%lld", n);
	else if (n == 0)
		str_add(out, "nothing");
	else
		str_addf(out, "word on %lld", n);
	return str_text(out);
}

/* What is missing, as one would say it; a code that is not known is said as it is. */
static const char *lack_of(const char *code)
{
	static const struct {
		const char *code, *lack;
	} lacks[] = {
		{"sale-completed", "no sale yet"}, {"satisfied", "no good score"},
		{"promises-kept", "a promise"},    {"no-complaint", "a complaint"},
		{"rested", "asked lately"},        {"gave-first", "give first"},
		{"loops-closed", "word is owed"},  {"contactable", "not to be contacted"},
	};

	for (size_t i = 0; i < ARRAY_LEN(lacks); i++)
		if (str_equal(lacks[i].code, code))
			return lacks[i].lack;
	return code;
}

static const char *ready_of(struct str *out, const struct view *v, const json_t *item)
{
	const char *next = text_of(item, "next_possible_day"),
		   *code = text_of(item, "first_blocking");
	bool is_ready = json_is_true(json_object_get(item, "ready"));
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	if (v->is_plain || is_ready)
		str_add(out, is_ready ? "yes" : "no");
	else if (*next)
		str_addf(out, "from %s", part_day(&day, v, next));
	else
		str_addf(out, "no%s%s", *code ? ": " : "", lack_of(code));
	return str_text(out);
}

static void add_member(struct view_table *t, const struct view *v, const json_t *item)
{
	bool is_ready = json_is_true(json_object_get(item, "ready"));
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	view_table_cell(t, RANK, VIEW_NORMAL, text_of(item, "rank"));
	set_id(t, v, ID, item);
	set_name(t, NAME, item);
	view_table_cell(t, SINCE, VIEW_NORMAL, part_month(&text, v, text_of(item, "since")));
	set_number(t, SENT, number_of(item, "sent"));
	view_table_cell(t, SERVED, VIEW_NORMAL,
			part_ago(&text, v, text_of(item, "last_served_day"), "never"));
	view_table_cell(t, OWED, number_of(item, "loops_open") > 0 ? VIEW_LATE : VIEW_NORMAL,
			owed_of(&text, v, item));
	set_number(t, GIVEN, number_of(item, "given_since_ask"));
	view_table_cell(t, READY, is_ready ? VIEW_BOLD : VIEW_NORMAL, ready_of(&text, v, item));
}

void view_army(const struct cli *cli, const json_t *army)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, army_columns, ARRAY_LEN(army_columns));
	const char *rank = "";
	const json_t *item;
	size_t i;

	if (!v->is_plain && number_of(army, "size") == 0) {
		say_nothing(v, army);
		return;
	}
	if (!v->is_plain)
		view_headline(v, text_of(army, "sentence"));
	json_array_foreach (json_object_get(army, "items"), i, item) {
		if (!str_equal(rank, text_of(item, "rank"))) {
			rank = text_of(item, "rank");
			view_table_section(t, VIEW_BOLD, rank_title(rank));
		}
		add_member(t, v, item);
	}
	view_table_print(t);
	if (v->is_plain)
		return;
	view_gap(v);
	if (json_is_string(json_object_get(army, "next")))
		view_line(v, VIEW_DIM, "The first %zu are shown.",
			  json_array_size(json_object_get(army, "items")));
	view_line(v, VIEW_DIM, "Whom you could ask for help now: vouch army --contest");
}

enum { NUMBER, CONTEST_ID, CONTEST_NAME, CONTEST_RANK, REASON };

static const struct view_column contest_columns[] = {
	[NUMBER] = {.flags = VIEW_RIGHT | VIEW_PEOPLE},
	[CONTEST_ID] = {.flags = 0},
	[CONTEST_NAME] = {.flags = VIEW_CUT, .share = 20},
	[CONTEST_RANK] = {.flags = 0},
	[REASON] = {.flags = VIEW_WRAP},
};

static void add_ready(struct view_table *t, const struct view *v, size_t number, const json_t *item)
{
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	str_addf(&text, "%zu.", number);
	view_table_cell(t, NUMBER, VIEW_NORMAL, str_text(&text));
	set_id(t, v, CONTEST_ID, item);
	view_table_cell(t, CONTEST_NAME, VIEW_BOLD, name_of(json_object_get(item, "contact")));
	view_table_cell(t, CONTEST_RANK, VIEW_NORMAL, text_of(item, "rank"));
	view_table_cell(t, REASON, VIEW_NORMAL, text_of(item, "reason"));
}

void view_contest(const struct cli *cli, const json_t *army)
{
	const json_t *items = json_object_get(army, "items"), *item;
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, contest_columns, ARRAY_LEN(contest_columns));
	size_t i;

	if (!v->is_plain && number_of(army, "size") == 0) {
		say_nothing(v, army);
		return;
	}
	if (!v->is_plain)
		view_headline(v, text_of(army, "sentence"));
	json_array_foreach (items, i, item)
		add_ready(t, v, i + 1, item);
	view_table_print(t);
	if (v->is_plain)
		return;
	if (json_array_size(items) > 0)
		view_line(v, VIEW_DIM, "The words to ask with: vouch ask c%lld",
			  number_of(json_array_get(items, 0), "contact.id"));
	else if (number_of(army, "more") == 0)
		view_line(v, VIEW_DIM, "What would help: vouch earned");
}

enum {
	TOP_LIST,
	TOP_ID,
	TOP_NAME,
	TOP_SENT,
	TOP_GIVEN,
	TOP_SALES,
	TOP_REVENUE,
	TOP_DEPTH,
	TOP_LAST
};

static const struct view_column top_columns[] = {
	[TOP_LIST] = {"list", VIEW_SCRIPTS, 0},
	[TOP_ID] = {"id", 0, 0},
	[TOP_NAME] = {"name", VIEW_CUT, 25},
	[TOP_SENT] = {"sent", VIEW_RIGHT, 0},
	[TOP_GIVEN] = {"given", VIEW_RIGHT | VIEW_WIDE, 0},
	[TOP_SALES] = {"sales", VIEW_RIGHT, 0},
	[TOP_REVENUE] = {"revenue", 0, 0},
	[TOP_DEPTH] = {"depth", VIEW_RIGHT | VIEW_WIDE, 0},
	[TOP_LAST] = {"last sent", 0, 0},
};

static void add_top(struct view_table *t, const struct view *v, const json_t *item)
{
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	view_table_cell(t, TOP_LIST, VIEW_NORMAL, "top");
	set_id(t, v, TOP_ID, item);
	set_name(t, TOP_NAME, item);
	set_number(t, TOP_SENT, number_of(item, "sent"));
	set_number(t, TOP_GIVEN, number_of(item, "given"));
	set_number(t, TOP_SALES, number_of(item, "chain.sales"));
	view_table_cell(t, TOP_REVENUE, VIEW_NORMAL,
			part_revenue(&text, v, member_of(item, "chain.revenue")));
	set_number(t, TOP_DEPTH, number_of(item, "depth"));
	view_table_cell(t, TOP_LAST, VIEW_NORMAL,
			part_day(&text, v, text_of(item, "last_sent_day")));
}

static void print_top(const struct view *v, const json_t *items)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(v, top_columns, ARRAY_LEN(top_columns));
	const json_t *item;
	size_t i;

	if (json_array_size(items) > 0)
		view_table_section(t, VIEW_BOLD,
				   "Who brought most in 12 months, the chain counted");
	json_array_foreach (items, i, item)
		add_top(t, v, item);
	view_table_print(t);
}

enum { ILL_LIST, ILL_ID, ILL_NAME, ILL_WHY, ILL_BROUGHT, ILL_DETAIL };

static const struct view_column health_columns[] = {
	[ILL_LIST] = {"list", VIEW_SCRIPTS, 0},       [ILL_ID] = {"id", 0, 0},
	[ILL_NAME] = {"name", VIEW_CUT, 20},          [ILL_WHY] = {"health", 0, 0},
	[ILL_BROUGHT] = {"customers", VIEW_RIGHT, 0}, [ILL_DETAIL] = {"why", VIEW_WRAP, 0},
};

static void add_health(struct view_table *t, const struct view *v, const json_t *item)
{
	const char *why = text_of(item, "why");

	view_table_row(t);
	view_table_cell(t, ILL_LIST, VIEW_NORMAL, "health");
	set_id(t, v, ILL_ID, item);
	set_name(t, ILL_NAME, item);
	view_table_cell(t, ILL_WHY, str_equal(why, "unhappy") ? VIEW_LATE : VIEW_NORMAL, why);
	set_number(t, ILL_BROUGHT, number_of(item, "customers"));
	view_table_cell(t, ILL_DETAIL, VIEW_NORMAL, text_of(item, "detail"));
}

static void print_health(const struct view *v, const json_t *items)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(v, health_columns, ARRAY_LEN(health_columns));
	const json_t *item;
	size_t i;

	if (json_array_size(items) > 0)
		view_table_section(
			t, VIEW_BOLD,
			"Who sends people and needs you, with the customers they brought");
	json_array_foreach (items, i, item)
		add_health(t, v, item);
	view_table_print(t);
}

void view_referrers(const struct cli *cli, const json_t *numbers)
{
	const json_t *top = json_object_get(numbers, "top"),
		     *health = json_object_get(numbers, "health");
	const struct view *v = &cli->view;

	if (!v->is_plain && json_array_size(top) + json_array_size(health) == 0) {
		say_nothing(v, numbers);
		return;
	}
	if (!v->is_plain)
		view_headline(v, text_of(numbers, "sentence"));
	print_top(v, top);
	print_health(v, health);
}
