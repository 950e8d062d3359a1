/* Random histories of a few contacts: what happens to them. */
#include "life/model.h"

#include <string.h>

#include "rpc/stack.h"

#define ID(x) ((long long)(x))

static int64_t somebody(struct model *m)
{
	return chance_between(&m->life.chance, 1, m->n_contacts);
}

/* Today; now and then a day before. */
static const char *some_past_day(struct model *m)
{
	struct life *l = &m->life;

	return day_text(l->facts.today -
			(chance_of(&l->chance, 80) ? 0 : chance_between(&l->chance, 1, 30)));
}

static int days_ahead(struct model *m, int most)
{
	return m->life.facts.today + chance_between(&m->life.chance, 0, most);
}

/* Mostly of a plan that is short enough to be planted often. */
#define SHORT_PLAN "short"

static const char *some_plan(struct model *m)
{
	return chance_of(&m->life.chance, 75) ? ",\"plan\":\"" SHORT_PLAN "\"" : "";
}

static void put_short_plan(struct model *m)
{
	static const char document[] =
		"{\"document\":{\"name\":\"" SHORT_PLAN "\",\"title\":\"Short\",\"steps\":["
		"{\"key\":\"thank\",\"offset\":\"0\",\"kind\":\"thank-you\",\"scope\":\"sale\","
		"\"gives\":true,\"text\":\"Thank them\",\"reason\":\"it comes first\"},"
		"{\"key\":\"satisfaction\",\"offset\":\"+14\",\"kind\":\"call\",\"scope\":\"sale\","
		"\"score\":true,\"gives\":true,\"text\":\"0 to 10?\",\"reason\":\"two weeks on\"},"
		"{\"key\":\"first-ask\",\"offset\":\"+1\",\"after\":\"satisfaction\","
		"\"kind\":\"ask\",\"scope\":\"contact\",\"gate\":\"earned\",\"text\":\"Ask\","
		"\"reason\":\"earned\"},"
		"{\"key\":\"contact-list\",\"offset\":\"+5\",\"after\":\"first-ask\","
		"\"kind\":\"ask\",\"scope\":\"contact\",\"gate\":\"earned\","
		"\"part_of\":\"first-ask\",\"text\":\"The list\",\"reason\":\"they said yes\"},"
		"{\"key\":\"again\",\"offset\":\"+200\",\"kind\":\"ask\",\"scope\":\"contact\","
		"\"gate\":\"earned\",\"text\":\"Ask again\",\"reason\":\"half a year on\"}]}}";

	if (!life_do(&m->life, "plan.put", "%s", document))
		life_fail(&m->life, "plan.put is refused with %d", m->life.code);
}

static void open_sale(struct model *m)
{
	(void)life_do(&m->life, "sale.open", "{\"contact\":%lld,\"product\":\"Alarm\"}",
		      ID(somebody(m)));
}

static void record_sale(struct model *m)
{
	struct life *l = &m->life;
	int64_t contact = somebody(m);
	const char *plan = some_plan(m);

	(void)life_do(l, "sale.record",
		      "{\"contact\":%lld,\"product\":\"Camera\",\"completed_day\":\"%s\"%s}",
		      ID(contact), some_past_day(m), plan);
}

/* One of them; null where there is none. */
#define SOME(m, name)                                                                              \
	((m)->life.facts.n_##name                                                                  \
		 ? &(m)->life.facts.name[chance_below(&(m)->life.chance,                           \
						      (uint32_t)(m)->life.facts.n_##name)]         \
		 : NULL)

static void complete_sale(struct model *m)
{
	const struct a_sale *s = SOME(m, sales);

	for (int i = 0; s && !s->is_open && i < 8; i++)
		s = SOME(m, sales);
	if (s) {
		const char *plan = some_plan(m);

		(void)life_do(&m->life, "sale.complete", "{\"id\":%lld,\"day\":\"%s\"%s}",
			      ID(s->id), some_past_day(m), plan);
	}
}

static void end_sale(struct model *m)
{
	static const char *const methods[] = {"sale.lose", "sale.refund", "sale.reopen"};
	const struct a_sale *s = SOME(m, sales);

	if (s)
		(void)life_do(&m->life, methods[chance_below(&m->life.chance, 3)],
			      "{\"id\":%lld,\"reason\":\"so it is\"}", ID(s->id));
}

static void add_promise(struct model *m)
{
	struct life *l = &m->life;
	const struct a_sale *s = chance_of(&l->chance, 50) ? SOME(m, sales) : NULL;
	int64_t contact = s ? s->contact : somebody(m);
	int due = days_ahead(m, chance_of(&l->chance, 80) ? 12 : 60);

	if (s)
		(void)life_do(l, "promise.add",
			      "{\"contact\":%lld,\"text\":\"quote\",\"due_day\":\"%s\","
			      "\"sale\":%lld}",
			      ID(contact), day_text(due), ID(s->id));
	else
		(void)life_do(l, "promise.add",
			      "{\"contact\":%lld,\"text\":\"call back\",\"due_day\":\"%s\"}",
			      ID(contact), day_text(due));
}

static const struct a_promise *open_promise(struct model *m)
{
	for (int i = 0; i < 20; i++) {
		const struct a_promise *p = SOME(m, promises);

		if (!p || p->state == TOLD_OPEN)
			return p;
	}
	return NULL;
}

static void keep_promise(struct model *m)
{
	const struct a_promise *p = open_promise(m);

	if (p)
		(void)life_do(&m->life, "promise.keep", "{\"id\":%lld,\"day\":\"%s\"}", ID(p->id),
			      some_past_day(m));
}

/* Not before it was re-dated. */
static void break_promise(struct model *m)
{
	const struct a_promise *p = open_promise(m);

	if (p)
		(void)life_do(&m->life, "promise.break", "{\"id\":%lld,\"day\":\"%s\"}", ID(p->id),
			      p->late.day == NEVER ? some_past_day(m)
						   : day_text(m->life.facts.today));
}

static void redate_promise(struct model *m)
{
	const struct a_promise *p = open_promise(m);

	if (p)
		(void)life_do(&m->life, "promise.redate",
			      "{\"id\":%lld,\"due_day\":\"%s\",\"reason\":\"parts\"}", ID(p->id),
			      day_text(days_ahead(m, 20)));
}

static void withdraw_promise(struct model *m)
{
	const struct a_promise *p = open_promise(m);

	if (p)
		(void)life_do(&m->life, "promise.withdraw", "{\"id\":%lld,\"reason\":\"moot\"}",
			      ID(p->id));
}

static void complain(struct model *m)
{
	const char *day = some_past_day(m);

	(void)life_do(&m->life, "complaint.add",
		      "{\"contact\":%lld,\"text\":\"it rang all night\",\"day\":\"%s\"}",
		      ID(somebody(m)), day);
}

static void resolve(struct model *m)
{
	const struct facts *f = &m->life.facts;

	for (size_t i = 0; i < f->n_complaints; i++)
		if (f->complaints[i].resolved.day == NEVER && chance_of(&m->life.chance, 50)) {
			(void)life_do(&m->life, "complaint.resolve", "{\"id\":%lld,\"day\":\"%s\"}",
				      ID(f->complaints[i].id), some_past_day(m));
			return;
		}
}

static int some_score(struct model *m)
{
	static const int weights[] = {2, 1, 0};

	if (chance_of(&m->life.chance, 55))
		return chance_between(&m->life.chance, 9, 10);
	return chance_weighted(&m->life.chance, weights) == 0
		       ? chance_between(&m->life.chance, 7, 9)
		       : chance_between(&m->life.chance, 0, 10);
}

static void score(struct model *m)
{
	int64_t contact = somebody(m);
	const char *day = some_past_day(m);

	(void)life_do(&m->life, "satisfaction.record",
		      "{\"contact\":%lld,\"score\":%d,\"day\":\"%s\"}", ID(contact), some_score(m),
		      day);
}

static void praise(struct model *m)
{
	const char *day = some_past_day(m);

	(void)life_do(&m->life, "compliment.add",
		      "{\"contact\":%lld,\"text\":\"so quick\",\"day\":\"%s\"}", ID(somebody(m)),
		      day);
}

static void touch(struct model *m)
{
	int64_t contact = somebody(m);
	const char *day = some_past_day(m);
	const char *gave = chance_of(&m->life.chance, 80) ? "true" : "false";

	(void)life_do(&m->life, "touch.log",
		      "{\"contact\":%lld,\"channel\":\"call\",\"direction\":\"%s\",\"gave\":%s,"
		      "\"day\":\"%s\"}",
		      ID(contact), chance_of(&m->life.chance, 40) ? "both" : "out", gave, day);
}

static void stop(struct model *m)
{
	static const char *const ways[] = {"ask", "all", "call", "email", "visit", "newsletter"};
	struct life *l = &m->life;
	const char *channel = ways[chance_below(&l->chance, 6)];

	/* A stop without end to calls would cancel repairs, unseen. */
	if (chance_of(&l->chance, 80) || strcmp(channel, "all") == 0 ||
	    strcmp(channel, "call") == 0) {
		int until = days_ahead(m, 40) + 1;

		(void)life_do(l, "suppression.add",
			      "{\"contact\":%lld,\"channel\":\"%s\",\"reason\":\"asked us to\","
			      "\"until\":\"%s\"}",
			      ID(somebody(m)), channel, day_text(until));
	} else {
		(void)life_do(l, "suppression.add",
			      "{\"contact\":%lld,\"channel\":\"%s\",\"reason\":\"asked us to\"}",
			      ID(somebody(m)), channel);
	}
}

static void lift(struct model *m)
{
	for (int i = 0; i < 8; i++) {
		const struct a_stop *s = SOME(m, stops);

		if (s && !s->is_lifted) {
			(void)life_do(&m->life, "suppression.remove",
				      "{\"id\":%lld,\"reason\":\"asked us back\"}", ID(s->id));
			return;
		}
	}
}

static void pause_or_resume(struct model *m)
{
	struct life *l = &m->life;
	int64_t contact = somebody(m);

	if (facts_contact(&l->facts, contact)->is_paused)
		(void)life_do(l, "contact.resume", "{\"id\":%lld}", ID(contact));
	else if (chance_of(&l->chance, 80))
		(void)life_do(l, "contact.pause", "{\"id\":%lld,\"until\":\"%s\"}", ID(contact),
			      day_text(days_ahead(m, 30) + 1));
	else
		(void)life_do(l, "contact.pause", "{\"id\":%lld}", ID(contact));
}

/* Few die. */
static void die(struct model *m)
{
	if (chance_of(&m->life.chance, 8)) {
		const char *day = some_past_day(m);

		(void)life_do(&m->life, "contact.deceased", "{\"id\":%lld,\"day\":\"%s\"}",
			      ID(somebody(m)), day);
	}
}

static void plan_ask(struct model *m)
{
	int day = days_ahead(m, chance_of(&m->life.chance, 70) ? 3 : 40);

	(void)life_do(&m->life, "followup.add",
		      "{\"contact\":%lld,\"kind\":\"ask\",\"title\":\"who else?\","
		      "\"due\":\"%s\"}",
		      ID(somebody(m)), day_text(day));
}

/* The answer is right or wrong by the naive gate; that is held against the real one. */
static void ask(struct model *m)
{
	static const char *const outcomes[] = {"names-given", "willing", "later", "declined",
					       "never"};
	struct life *l = &m->life;
	const char *outcome = outcomes[chance_weighted(&l->chance, (int[]){8, 8, 8, 6, 1, 0})];
	int64_t contact = somebody(m);
	char more[160] = "";

	if (strcmp(outcome, "later") == 0)
		(void)snprintf(more, sizeof more, ",\"later_day\":\"%s\"",
			       day_text(days_ahead(m, 60) + 1));
	if (chance_of(&l->chance, 15))
		(void)strncat(more, ",\"override_reason\":\"they asked me to\"",
			      sizeof more - strlen(more) - 1);
	if (strcmp(outcome, "names-given") == 0)
		(void)snprintf(more + strlen(more), sizeof more - strlen(more),
			       ",\"names\":[{\"name\":\"R%d\",\"permission\":\"introduced\"}]",
			       l->n_writes);
	model_record_ask(m, contact, outcome, more);
}

static void rows_done(struct model *m, const json_t *row)
{
	struct life *l = &m->life;
	bool is_ask = strcmp(told_text(row, "kind"), "ask") == 0;
	long long id = ID(told_id(row, "id"));
	int what = chance_weighted(&l->chance, (int[]){60, 8, 6, 6, 3, 0});

	/* Whom it is about is not told. */
	if (facts_is_vague(told_text(row, "title")))
		return;
	/* A fix is done or waits: what is right without one is not told in an answer. */
	if (what && strstr(told_text(row, "title"), "put right"))
		what = 3;
	switch (what) {
	case 0:
		if (is_ask && chance_of(&l->chance, 70))
			model_answer_ask(m, row);
		else if (json_is_true(json_object_get(row, "score")) && !is_ask)
			(void)life_do(l, "followup.done", "{\"id\":%lld,\"score\":%d}", id,
				      some_score(m));
		else
			model_done(m, row, NULL);
		return;
	case 1:
		model_done(m, row, chance_of(&l->chance, 50) ? "no-answer" : "left-word");
		return;
	case 2:
		(void)life_do(l, "followup.skip", "{\"id\":%lld}", id);
		return;
	case 3:
		(void)life_do(l, "followup.snooze", "{\"id\":%lld,\"until\":\"%s\"}", id,
			      day_text(days_ahead(m, 10) + 1));
		return;
	default:
		(void)life_do(l, "followup.cancel", "{\"id\":%lld}", id);
	}
}

/* Some of what is on the agenda is done. */
static void work(struct model *m)
{
	json_t *list = life_ask(&m->life, "agenda.due", "{\"limit\":8}"), *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		if (chance_of(&m->life.chance, 60))
			rows_done(m, row);
	json_decref(list);
}

/* To a day on which something may change, or a few days on; mostly awake. */
static void pass_time(struct model *m)
{
	struct life *l = &m->life;
	int day = l->facts.today, minute = chance_between(&l->chance, 0, 1439);

	switch (chance_weighted(&l->chance, (int[]){55, 25, 12, 8, 0})) {
	case 0:
		day += chance_between(&l->chance, 0, 2);
		break;
	case 1:
		day = model_day_of_change(m);
		break;
	case 2:
		day += chance_between(&l->chance, 3, 40);
		break;
	default:
		day += chance_between(&l->chance, 40, 120);
	}
	if (day == l->facts.today && minute * 60 <= l->now % 86400)
		life_wait(l, 600);
	else if (chance_of(&l->chance, 85))
		life_wait_until(l, day, minute);
	else
		life_sleep_until(l, day, minute);
}

static const struct {
	int weight;
	void (*happen)(struct model *m);
} happenings[] = {
	{22, pass_time},
	{18, work},
	{3, open_sale},
	{4, complete_sale},
	{2, record_sale},
	{1, end_sale},
	{7, add_promise},
	{7, keep_promise},
	{2, break_promise},
	{3, redate_promise},
	{1, withdraw_promise},
	{2, complain},
	{4, resolve},
	{9, score},
	{3, praise},
	{12, touch},
	{2, stop},
	{2, lift},
	{2, pause_or_resume},
	{1, die},
	{2, model_move_house},
	{1, model_change_partner},
	{4, plan_ask},
	{6, ask},
	{5, model_gift},
	{4, model_receive},
	{1, model_promote},
	{2, model_give},
	{6, model_advance},
	{6, model_thank},
	{6, model_say},
	{3, model_change_class},
};
#define N_HAPPENINGS (sizeof happenings / sizeof *happenings)

void model_step(struct model *m)
{
	int weights[N_HAPPENINGS + 1] = {0};
	int i;

	for (size_t at = 0; at < N_HAPPENINGS; at++)
		weights[at] = happenings[at].weight;
	i = chance_weighted(&m->life.chance, weights);
	happenings[i].happen(m);
	if (m->is_strict)
		life_wait(&m->life, 1); /* the alarm rings for what has come */
	if (m->is_strict || happenings[i].happen == pass_time)
		model_look(m);
	if (chance_of(&m->life.chance, 4) && !m->is_thorough)
		model_look_at_loops(m);
	if (m->is_thorough)
		model_look_at_end(m);
}

static void settle_in(struct model *m)
{
	struct life *l = &m->life;

	for (int i = 1; i <= m->n_contacts; i++)
		(void)life_do(l, "contact.add", "{\"name\":\"C%d\",\"partner\":%s}", i,
			      chance_of(&l->chance, 12) ? "true" : "false");
	(void)life_do(l, "household.add", "{\"members\":[1,2]}");
	if (m->n_contacts > 3)
		(void)life_do(l, "household.add", "{\"members\":[3,4]}");
	else
		(void)life_do(l, "household.add", "{\"members\":[3]}");
}

void model_begin(struct model *m, uint64_t seed)
{
	memset(m, 0, sizeof *m);
	life_begin(&m->life, seed, "2026-12-07", NULL);
	life_wait_until(&m->life, m->life.facts.today + chance_between(&m->life.chance, 0, 500),
			540);
	m->life.stack->settings.asks_per_day = chance_of(&m->life.chance, 30) ? 1 : 3;
	m->life.stack->settings.calls_per_day = chance_of(&m->life.chance, 40) ? 1 : 12;
	m->n_contacts = chance_between(&m->life.chance, 3, 5);
	put_short_plan(m);
	settle_in(m);
}

void model_end(struct model *m)
{
	life_end(&m->life);
}
