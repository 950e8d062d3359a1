/* The default plan meets its own gate: for each of many days on which a sale is completed, a client
 * for whom every step is done on its day is asked when the plan says so, and never too soon.
 * test_anchors ANCHORS [holidays]: all of them in one book, whose clock walks through once. */
#include "rpc/stack.h"

#include "life/heap.h"
#include "life/life.h"

#define YEARS 3
#define ASKS (2 + YEARS) /* first, second, yearly … */
#define DAYS_WATCHED (YEARS * 365 + 60)
#define ANCHORS_MOST 4000
#define HOLIDAYS_MOST 400

struct client {
	int anchor;
	int asked[ASKS], n_asked;
	int served; /* when the step before the next ask was done */
	int list;   /* when the contact list was gone through */
	char answer;
};

struct walk {
	struct life life;
	int n_anchors;
	int first_day;
	struct day holidays[HOLIDAYS_MOST]; /* sorted, each once */
	size_t n_holidays;
	struct client *clients;
	long n_done;
};

static int n_anchors = 100;
static bool has_holidays;

/* Working days, counted here once more. */

static bool is_workday(const struct walk *w, int day)
{
	for (size_t i = 0; i < w->n_holidays; i++)
		if (w->holidays[i].n == day)
			return false;
	return day_weekday((struct day){day}) < SATURDAY;
}

static int workday_from(const struct walk *w, int day)
{
	while (!is_workday(w, day))
		day++;
	return day;
}

static int later(int a, int b)
{
	return a > b ? a : b;
}

/* Easter Sunday, by the anonymous Gregorian computus. */
static int easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

	return day_from_civil(year, f / 31, f % 31 + 1).n;
}

static int by_day(const void *a, const void *b)
{
	return ((const struct day *)a)->n - ((const struct day *)b)->n;
}

/* Good Friday, Easter Monday, Ascension, Whit Monday, and what stands fixed; never five working
 * days running. */
static void put_holidays(struct walk *w)
{
	static const struct {
		int month, day;
	} fixed[] = {{1, 1}, {1, 6}, {5, 1}, {10, 3}, {11, 1}, {12, 24}, {12, 25}, {12, 26}};
	int first_year = day_to_civil((struct day){w->first_day}).year;

	for (int y = first_year; y < first_year + 13; y++) {
		for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
			w->holidays[w->n_holidays++] =
				day_from_civil(y, fixed[i].month, fixed[i].day);
		for (int offset = -2; offset <= 50; offset++)
			if (offset == -2 || offset == 1 || offset == 39 || offset == 50)
				w->holidays[w->n_holidays++] = (struct day){easter(y) + offset};
	}
	qsort(w->holidays, w->n_holidays, sizeof *w->holidays, by_day);
	w->life.stack->env.work.holidays = w->holidays;
	w->life.stack->env.work.n_holidays = w->n_holidays;
}

/* What is due is done. */

static struct client *client_of(struct walk *w, const json_t *row)
{
	return &w->clients[told_id(row, "contact") - 1];
}

static void ask(struct walk *w, struct client *c, long long contact, long long followup)
{
	static const char *const answers[] = {
		"\"willing\"",
		"\"names-given\",\"names\":[{\"name\":\"Ruth Kim\",\"permission\":\"none\"}]",
	};

	if (!life_do(&w->life, "ask.record", "{\"contact\":%lld,\"outcome\":%s,\"followup\":%lld}",
		     contact, answers[(contact + c->n_asked) % 2], followup))
		life_fail(&w->life, "ask %lld is due and refused with %d", followup, w->life.code);
}

/* On the first working day that the plan, the rest and the year allow. */
static int day_to_ask(const struct walk *w, const struct client *c)
{
	static const int offsets[] = {1, 7, 21};
	int n = c->n_asked;
	int day = c->served + offsets[n < 2 ? n : 2];

	if (n >= 1)
		day = later(day, c->asked[n - 1] + 180);
	if (n >= 2)
		day = later(day, c->asked[n - 2] + 365);
	return workday_from(w, day);
}

static void is_asked(struct walk *w, const json_t *row)
{
	struct client *c = client_of(w, row);
	int today = w->life.facts.today, n = c->n_asked;

	if (n >= ASKS || today != day_to_ask(w, c))
		life_fail(&w->life, "client of %s is asked the %d. time on %s, not %s",
			  day_text(c->anchor), n + 1, day_text(today),
			  n < ASKS ? day_text(day_to_ask(w, c)) : "at all");
	if (n == 0 && (today < c->anchor + 15 || today > c->anchor + 20))
		life_fail(&w->life, "client of %s is asked first on %s", day_text(c->anchor),
			  day_text(today));
	c->asked[c->n_asked++] = today;
	ask(w, c, (long long)told_id(row, "contact"), (long long)told_id(row, "id"));
}

static void goes_through_list(struct walk *w, const json_t *row)
{
	struct client *c = client_of(w, row);
	int today = w->life.facts.today;

	if (c->n_asked != 1 || c->list || today != workday_from(w, c->asked[0] + 5))
		life_fail(&w->life, "client of %s, asked on %s, gets the contact list on %s",
			  day_text(c->anchor), day_text(c->asked[0]), day_text(today));
	c->list = today;
	ask(w, c, (long long)told_id(row, "contact"), (long long)told_id(row, "id"));
}

static bool is_list(const json_t *row)
{
	return strstr(told_text(row, "title"), "emergency list") != NULL;
}

static void do_one(struct walk *w, const json_t *row, struct str *others)
{
	long long id = (long long)told_id(row, "id");

	w->n_done++;
	if (strcmp(told_text(row, "kind"), "ask") == 0) {
		if (is_list(row))
			goes_through_list(w, row);
		else
			is_asked(w, row);
	} else if (json_is_true(json_object_get(row, "score"))) {
		client_of(w, row)->served = w->life.facts.today;
		(void)life_do(&w->life, "followup.done", "{\"id\":%lld,\"score\":9}", id);
	} else {
		str_addf(others, "%s%lld", others->len ? "," : "", id);
	}
}

static void do_what_is_due(struct walk *w)
{
	_cleanup_str_ struct str others = {0};
	json_t *list = life_ask(&w->life, "agenda.due", "{\"limit\":1000}"), *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		do_one(w, row, &others);
	json_decref(list);
	if (others.len && !life_do(&w->life, "followup.done", "{\"ids\":[%s]}", str_text(&others)))
		life_fail(&w->life, "done is refused with %d", w->life.code);
}

static void sell(struct walk *w, int day)
{
	struct client *c = &w->clients[day - w->first_day];

	*c = (struct client){.anchor = day};
	(void)life_do(&w->life, "contact.add", "{\"name\":\"C%d\"}", day - w->first_day + 1);
	if (!life_do(&w->life, "sale.record",
		     "{\"contact\":%d,\"product\":\"Alarm\",\"completed_day\":\"%s\"}",
		     day - w->first_day + 1, day_text(day)))
		life_fail(&w->life, "sale.record is refused with %d", w->life.code);
}

/* Watched for three years; after that they are left in peace. */
static void let_be(struct walk *w, int day)
{
	const struct client *c = &w->clients[day - w->first_day];

	if (c->n_asked != ASKS || !c->list)
		life_fail(&w->life, "client of %s was asked %d times%s", day_text(c->anchor),
			  c->n_asked, c->list ? "" : ", without the contact list");
	(void)life_do(&w->life, "contact.pause", "{\"id\":%d}", day - w->first_day + 1);
}

static void walk(struct walk *w)
{
	int last_anchor = w->first_day + w->n_anchors - 1;

	for (int day = w->first_day; day <= last_anchor + DAYS_WATCHED; day++) {
		if (day <= last_anchor) {
			life_wait_until(&w->life, day, 480);
			sell(w, day);
		}
		if (is_workday(w, day)) {
			life_wait_until(&w->life, day, 600);
			do_what_is_due(w);
		}
		if (day - DAYS_WATCHED >= w->first_day)
			let_be(w, day - DAYS_WATCHED);
	}
}

static void a_client_served_on_each_day_is_asked_on_each_day(void **state)
{
	struct walk *w = calloc(1, sizeof *w);

	(void)state;
	heap_plain();
	w->n_anchors = n_anchors;
	w->clients = calloc((size_t)n_anchors, sizeof *w->clients);
	life_begin(&w->life, 1, "2026-12-07", NULL);
	w->first_day = w->life.facts.today;
	w->life.stack->settings.asks_per_day = 1000; /* of the plan, not of one person's day */
	if (has_holidays)
		put_holidays(w);
	walk(w);
	print_message("%d anchor days%s: %ld steps done, each ask on its day\n", n_anchors,
		      has_holidays ? " with holidays" : "", w->n_done);
	free(w->clients);
	life_end(&w->life);
	free(w);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_served_on_each_day_is_asked_on_each_day),
	};

	if (argc > 1)
		n_anchors = (int)strtol(argv[1], NULL, 10);
	has_holidays = argc > 2 && strcmp(argv[2], "holidays") == 0;
	if (n_anchors < 1 || n_anchors > ANCHORS_MOST)
		return 2;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
