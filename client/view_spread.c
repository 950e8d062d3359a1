/* A plan for what is overdue: day by day how many and what, whose it is, and what expires. */
#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

#define NAMES_MAX 12 /* of a day, before the rest is counted */
#define EXPIRED_MAX 8

enum { SECTION, DAY, N, KINDS, ID, CONTACT, WHO, KIND, TITLE, FROM };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},
	[DAY] = {.flags = 0},
	[N] = {.flags = VIEW_RIGHT | VIEW_PEOPLE},
	[KINDS] = {.flags = VIEW_CUT | VIEW_PEOPLE, .share = 40},
	[ID] = {.flags = VIEW_SCRIPTS},
	[CONTACT] = {.flags = VIEW_SCRIPTS},
	[WHO] = {.flags = VIEW_CUT | VIEW_WIDE, .share = 40},
	[KIND] = {.flags = VIEW_SCRIPTS},
	[TITLE] = {.flags = VIEW_SCRIPTS},
	[FROM] = {.flags = VIEW_SCRIPTS},
};

static const struct {
	const char *kind, *one, *many;
} words[] = {
	{"thank-you", "thank-you", "thank-yous"},
	{"ask", "ask", "asks"},
	{"call", "call", "calls"},
	{"visit", "visit", "visits"},
	{"check-in", "check-in", "check-ins"},
	{"message", "message", "messages"},
	{"card", "card", "cards"},
	{"gift", "gift", "gifts"},
	{"review-request", "review request", "review requests"},
	{"task", "task", "tasks"},
};

/* "2 thank-yous, 3 asks, 7 calls" */
static void add_kinds(struct str *out, const json_t *kinds)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		long long n = number_of(kinds, words[i].kind);

		if (n > 0)
			str_addf(out, "%s%lld %s", out->len ? ", " : "", n,
				 n == 1 ? words[i].one : words[i].many);
	}
}

/* How many of the items are with the contact of the i-th; 0 where an earlier one is too. */
static size_t count_same(const json_t *items, size_t i)
{
	long long contact = number_of(json_array_get(items, i), "contact.id");
	size_t n = 0, k;
	const json_t *f;

	json_array_foreach (items, k, f) {
		if (number_of(f, "contact.id") != contact)
			continue;
		if (k < i)
			return 0;
		n++;
	}
	return n;
}

/* "Ana Ruiz (3), Ben Okafor and 8 more" of n, who may not all be listed. */
static void add_names(struct str *out, const json_t *items, long long n, int max)
{
	const json_t *f;
	size_t i;

	json_array_foreach (items, i, f) {
		size_t same = count_same(items, i);

		if (same == 0)
			continue;
		if (max-- == 0)
			break;
		str_addf(out, "%s%s", out->len ? ", " : "", name_of(json_object_get(f, "contact")));
		if (same > 1)
			str_addf(out, " (%zu)", same);
		n -= (long long)same;
	}
	if (n > 0)
		str_addf(out, " and %lld more", n);
}

static void add_day(struct view_table *t, const struct view *v, const json_t *day)
{
	_cleanup_str_ struct str text = {0}, names = {0};

	view_table_row(t);
	dates_add(&text, text_of(day, "day"), v->today);
	view_table_cell(t, DAY, VIEW_NORMAL, str_text(&text));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(day, "n"));
	view_table_cell(t, N, VIEW_BOLD, str_text(&text));
	add_names(&names, json_object_get(day, "items"), number_of(day, "n"), NAMES_MAX);
	view_table_cell(t, WHO, VIEW_DIM, str_text(&names));
	str_reset(&text);
	add_kinds(&text, json_object_get(day, "kinds"));
	view_table_cell(t, KINDS, VIEW_NORMAL, str_text(&text));
}

/* For scripts a line for each follow-up. */
static void add_item(struct view_table *t, const json_t *f, const char *section, const char *day,
		     const char *from)
{
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, section);
	view_table_cell(t, DAY, VIEW_NORMAL, day);
	str_addf(&text, "%lld", number_of(f, "id"));
	view_table_cell(t, ID, VIEW_NORMAL, str_text(&text));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(f, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(json_object_get(f, "contact")));
	view_table_cell(t, KIND, VIEW_NORMAL, text_of(f, "kind"));
	view_table_cell(t, TITLE, VIEW_NORMAL, text_of(f, "title"));
	view_table_cell(t, FROM, VIEW_NORMAL, text_of(f, from));
}

static void add_for_scripts(struct view_table *t, const json_t *spread)
{
	const json_t *day, *f;
	size_t i, k;

	json_array_foreach (json_object_get(spread, "days"), i, day)
		json_array_foreach (json_object_get(day, "items"), k, f)
			add_item(t, f, "moved", text_of(f, "due"), "from_due");
	json_array_foreach (json_object_get(spread, "expired"), i, f)
		add_item(t, f, "expired", "", "due");
}

static void add_for_people(struct view_table *t, const struct view *v, const json_t *spread)
{
	const json_t *day;
	size_t i;

	json_array_foreach (json_object_get(spread, "days"), i, day)
		add_day(t, v, day);
}

static void print_title(const struct view *v, const json_t *spread)
{
	view_line(v, VIEW_BOLD, "%lld overdue, at most %lld a day", number_of(spread, "overdue"),
		  number_of(spread, "cap"));
	if (json_array_size(json_object_get(spread, "days")) > 0)
		view_gap(v);
}

static void print_kept(const struct view *v, const json_t *spread)
{
	long long n = number_of(spread, "counts.promises");

	if (n <= 0)
		return;
	view_gap(v);
	view_line(v, VIEW_LATE, "%lld promise%s %s day, whatever that is: vouch promises", n,
		  n == 1 ? "" : "s", n == 1 ? "keeps its" : "keep their");
}

static void print_expired(const struct view *v, const json_t *spread)
{
	const json_t *expired = json_object_get(spread, "expired");
	long long n = number_of(spread, "counts.expired");
	_cleanup_str_ struct str text = {0}, names = {0};

	if (n <= 0)
		return;
	view_gap(v);
	add_names(&names, expired, n, EXPIRED_MAX);
	str_addf(&text,
		 "%lld %s, too long past to be of use: %s. What comes next for them is planned as "
		 "ever.",
		 n, n == 1 ? "expires" : "expire", str_text(&names));
	view_paragraph(v, str_text(&text));
}

void view_spread(const struct cli *cli, const json_t *spread)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));

	if (v->is_plain) {
		add_for_scripts(t, spread);
		view_table_print(t);
		return;
	}
	if (number_of(spread, "overdue") == 0) {
		view_line(v, VIEW_NORMAL, "Nothing is overdue.");
		return;
	}
	print_title(v, spread);
	add_for_people(t, v, spread);
	view_table_print(t);
	print_kept(v, spread);
	print_expired(v, spread);
}
