/* Keeping in touch in a random history, and the days' number of calls: the design's sentences in
 * section 4 on `keep-in-touch` and in section 5 on the cap, a second time. What is looked at is
 * what the lists show; nothing here is shared with the real one. */
#include <string.h>

#include "life/model.h"
#include "rpc/stack.h"

#define ID(x) ((long long)(x))
#define AHEAD 14

static bool is_call_of_cadence(const json_t *row)
{
	return strcmp(told_text(json_object_get(row, "plan"), "name"), "keep-in-touch") == 0;
}

static bool is_state(const json_t *row, const char *state)
{
	return strcmp(told_text(row, "state"), state) == 0;
}

static bool is_open(const json_t *row)
{
	return is_state(row, "waiting") || is_state(row, "scheduled");
}

static int later(int a, int b)
{
	return a > b ? a : b;
}

/* Day 0 was a Thursday; Saturday and Sunday are free. */
static int workday_from(int day)
{
	while ((day + 3) % 7 >= 5)
		day++;
	return day;
}

/* "default class C for customers, none for others"; nobody who is paused or dead. 0: none. */
static int interval_of(const struct model *m, const json_t *contact)
{
	static const int days[] = {30, 90, 180};
	const char *cadence = told_text(contact, "cadence");
	const struct facts *f = &m->life.facts;

	if (strcmp(told_text(contact, "state"), "active") != 0 || strcmp(cadence, "none") == 0)
		return 0;
	if (*cadence)
		return days[*cadence - 'A'];
	for (size_t i = 0; i < f->n_sales; i++)
		if (f->sales[i].contact == told_id(contact, "id") && f->sales[i].is_completed)
			return days[2];
	return 0;
}

/* The last of its moves. */
static bool was_moved_by(struct model *m, const json_t *row, const char *rule)
{
	json_t *why = life_ask(&m->life, "followup.why", "{\"id\":%lld}", ID(told_id(row, "id")));
	const json_t *moves = json_object_get(why, "moves");
	bool was = strcmp(told_text(json_array_get(moves, json_array_size(moves) - 1), "rule"),
			  rule) == 0;

	json_decref(why);
	return was;
}

static int last_word(struct model *m, int64_t contact)
{
	json_t *list = life_ask(&m->life, "touch.list", "{\"contact\":%lld,\"limit\":1000}",
				ID(contact)),
	       *touch;
	int last = NEVER;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, touch)
		if (strcmp(told_text(touch, "direction"), "both") == 0)
			last = later(last, told_day(touch, "day"));
	json_decref(list);
	return last;
}

/* A call that was made, left out or came to nothing counts as a word does; not so one that the
 * cadence itself, a stop or a death took back. */
static int last_end(struct model *m, const json_t *rows)
{
	int last = NEVER;
	json_t *row;
	size_t i;

	json_array_foreach (rows, i, row) {
		if (!is_call_of_cadence(row) || is_open(row))
			continue;
		if (!is_state(row, "cancelled") || was_moved_by(m, row, "cancelled"))
			last = later(last, told_day(row, "ended_day"));
	}
	return last;
}

static int due_day(struct model *m, const json_t *contact, const json_t *rows, int interval)
{
	int64_t id = told_id(contact, "id");
	int since = later(last_word(m, id), last_end(m, rows));

	if (since != NEVER)
		return since + interval;
	return told_day(contact, "created_at") + 1 + (int)(id * 1597 % 2584 * interval / 2584);
}

static bool is_stopped(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_stops; i++) {
		const struct a_stop *s = &f->stops[i];

		if (s->contact == contact && !s->is_lifted &&
		    (s->until == NEVER || f->today < s->until) &&
		    (strcmp(s->channel, "all") == 0 || strcmp(s->channel, "call") == 0))
			return true;
	}
	return false;
}

/* "silent while another follow-up to that contact is due within 14 days" */
static bool has_other(const json_t *rows, int until)
{
	json_t *row;
	size_t i;

	json_array_foreach (rows, i, row)
		if (!is_call_of_cadence(row) && is_state(row, "scheduled") &&
		    strcmp(told_text(row, "kind"), "task") != 0 && told_day(row, "due") <= until)
			return true;
	return false;
}

/* For the day they are to hear, or the day it was planned on where that was past; on a working day
 * unless it is held, or a person has named another. */
static void look_at_planned(struct model *m, const json_t *row, int due)
{
	int today = m->life.facts.today, planned = told_day(row, "planned");
	long long id = ID(told_id(row, "id"));

	if (due > today + AHEAD)
		life_fail(&m->life, "follow-up %lld is planned for %s, and they are to hear on %s",
			  id, day_text(planned), day_text(due));
	if (planned < due || planned > later(due, today))
		life_fail(&m->life, "follow-up %lld is planned for %s, not from %s on", id,
			  day_text(planned), day_text(due));
	if (is_state(row, "scheduled") && !json_is_true(json_object_get(row, "pinned")) &&
	    told_day(row, "due") != workday_from(told_day(row, "due")))
		life_fail(&m->life, "follow-up %lld is due on a free day, %s", id,
			  told_text(row, "due"));
}

/* For the one who reads the failure. */
static void tell_rows(const json_t *rows)
{
	json_t *row;
	size_t i;

	json_array_foreach (rows, i, row)
		(void)fprintf(stderr, "%lld %s %s due %s, %s %s, ended %s\n",
			      ID(told_id(row, "id")), told_text(row, "kind"),
			      told_text(json_object_get(row, "plan"), "step"),
			      told_text(row, "due"), told_text(row, "state"),
			      told_text(row, "waits_for"), told_text(row, "ended_day"));
}

static void look_at_calls(struct model *m, const json_t *contact, const json_t *rows)
{
	int interval = interval_of(m, contact), due, today = m->life.facts.today, n = 0;
	long long id = ID(told_id(contact, "id"));
	json_t *row;
	size_t i;

	due = interval ? due_day(m, contact, rows, interval) : NEVER;
	json_array_foreach (rows, i, row) {
		if (!is_call_of_cadence(row) || !is_open(row))
			continue;
		if (!interval)
			life_fail(&m->life, "contact %lld is of no class, and %lld is planned", id,
				  ID(told_id(row, "id")));
		if (n++)
			life_fail(&m->life, "two calls to contact %lld are planned", id);
		look_at_planned(m, row, due);
	}
	m->n_calls += n;
	if (n || !interval || due > today + AHEAD ||
	    is_stopped(&m->life.facts, told_id(contact, "id")))
		return;
	if (!has_other(rows, later(due, today) + AHEAD)) {
		tell_rows(rows);
		life_fail(&m->life,
			  "contact %lld is to hear on %s, nothing else is due, and no call is "
			  "planned",
			  id, day_text(due));
	}
}

void model_look_at_cadence(struct model *m, int64_t contact)
{
	struct life *l = &m->life;
	json_t *got = life_ask(l, "contact.get", "{\"id\":%lld}", ID(contact));
	json_t *list =
		life_ask(l, "followup.list", "{\"contact\":%lld,\"limit\":1000}", ID(contact));

	look_at_calls(m, json_object_get(got, "contact"), json_object_get(list, "items"));
	json_decref(got);
	json_decref(list);
}

/* One that gives, asks for no score, and that a plan has made: a promise, a thank-you and an ask
 * are of other kinds. */
static bool is_value_call(const json_t *row)
{
	static const char *const kinds[] = {"call", "visit", "check-in"};

	for (int i = 0; i < 3; i++)
		if (strcmp(told_text(row, "kind"), kinds[i]) == 0)
			return json_is_true(json_object_get(row, "gives")) &&
			       !json_is_true(json_object_get(row, "score")) &&
			       json_is_object(json_object_get(row, "plan"));
	return false;
}

/* "Daily cap on value calls": of those that are due on one day, no more than that, but for what a
 * person has named. */
void model_look_at_cap(struct model *m)
{
	json_t *list = life_ask(&m->life, "followup.list",
				"{\"state\":\"scheduled\",\"limit\":1000}"),
	       *a, *b;
	size_t i, j;

	json_array_foreach (json_object_get(list, "items"), i, a) {
		int n = 0;

		json_array_foreach (json_object_get(list, "items"), j, b)
			n += is_value_call(b) && !json_is_true(json_object_get(b, "pinned")) &&
			     told_instant(b, "due_at") <= m->life.now &&
			     told_day(a, "due") == told_day(b, "due");
		if (n > m->life.stack->settings.calls_per_day)
			life_fail(&m->life, "%d value calls are due on %s", n, told_text(a, "due"));
	}
	json_decref(list);
}

void model_change_class(struct model *m)
{
	static const char *const classes[] = {"\"A\"", "\"B\"", "\"C\"", "\"none\"", "null"};
	struct life *l = &m->life;
	const char *class = classes[chance_weighted(&l->chance, (int[]){8, 4, 2, 2, 4, 0})];

	(void)life_do(l, "contact.update", "{\"id\":%d,\"cadence\":%s}",
		      chance_between(&l->chance, 1, m->n_contacts), class);
}
