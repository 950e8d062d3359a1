/* What must hold on each day of a random history. DESIGN sections 3 to 5. */
#include <string.h>

#include "base/str.h"
#include "life/model.h"
#include "life/naive.h"

#define EXPIRY_DAYS 120

/* What a follow-up's `why` tells, for the one who reads the failure. */
static void tell_why(struct model *m, const json_t *row)
{
	json_t *why =
		life_ask(&m->life, "followup.why", "{\"id\":%lld}", (long long)told_id(row, "id"));

	(void)fprintf(stderr, "\n%s\n", told_text(why, "text"));
	model_tell(m, told_id(row, "contact"));
	json_decref(why);
}

static bool is_part(const json_t *row)
{
	return strcmp(told_text(json_object_get(row, "plan"), "step"), "contact-list") == 0;
}

struct naive_verdict model_judge(const struct model *m, const json_t *row)
{
	const char *channel = told_text(row, "channel");
	struct naive_question q = {
		.contact = told_id(row, "contact"),
		.day = m->life.facts.today,
		.channel = *channel ? channel : "call",
		.part_of = facts_part_of(&m->life.facts, told_id(row, "id")),
	};

	return naive_judge(&m->life.facts, &q);
}

static const char *say_verdict(const struct naive_verdict *v)
{
	static char text[256];

	text[0] = '\0';
	for (int i = 0; i < NAIVE_CONDITIONS; i++)
		if (!v->holds[i]) {
			strncat(text, " ", sizeof text - strlen(text) - 1);
			strncat(text, naive_codes[i], sizeof text - strlen(text) - 1);
		}
	return text;
}

static bool has_open_complaint(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_complaints; i++)
		if (f->complaints[i].resolved.day == NEVER &&
		    facts_are_together(f, f->complaints[i].contact, contact))
			return true;
	return false;
}

/* Shown as due: earned, and of nobody with a complaint. */
static void look_at_scheduled(struct model *m, const json_t *row)
{
	struct naive_verdict v = model_judge(m, row);

	m->n_verdicts++;
	m->n_due++;
	m->n_parts_due += is_part(row);
	if (naive_is_earned(&v))
		return;
	tell_why(m, row);
	life_fail(&m->life, "ask %lld of contact %lld is %s for %s, but not earned:%s",
		  (long long)told_id(row, "id"), (long long)told_id(row, "contact"),
		  told_text(row, "state"), told_text(row, "due"), say_verdict(&v));
}

/* Kept back: rightly so. */
static void look_at_waiting(struct model *m, const json_t *row)
{
	const struct facts *f = &m->life.facts;
	const char *waits_for = told_text(row, "waits_for");
	struct naive_verdict v;

	if (strcmp(waits_for, "complaint") == 0 && !has_open_complaint(f, told_id(row, "contact")))
		life_fail(&m->life, "ask %lld waits for a complaint that is none",
			  (long long)told_id(row, "id"));
	if (strcmp(waits_for, "gate") != 0)
		return;
	if (told_day(row, "due") + EXPIRY_DAYS < f->today)
		life_fail(&m->life, "ask %lld waits since %s and has not expired",
			  (long long)told_id(row, "id"), told_text(row, "due"));
	if (told_instant(row, "due_at") > m->life.now)
		return;
	v = model_judge(m, row);
	m->n_verdicts++;
	if (!naive_is_earned(&v))
		return;
	tell_why(m, row);
	life_fail(&m->life, "ask %lld of contact %lld (%s), due %s, waits, but it is earned",
		  (long long)told_id(row, "id"), (long long)told_id(row, "contact"),
		  told_text(json_object_get(row, "plan"), "step"), told_text(row, "due"));
}

/* Of a household, at most one ask whose day has come. */
static bool has_come(const struct model *m, const json_t *row)
{
	const char *waits_for = told_text(row, "waits_for");

	return !is_part(row) && (!*waits_for || strcmp(waits_for, "gate") == 0) &&
	       told_instant(row, "due_at") <= m->life.now;
}

static void look_at_households(struct model *m, const json_t *rows)
{
	size_t i, j;
	json_t *a, *b;

	json_array_foreach (rows, i, a) {
		if (!has_come(m, a))
			continue;
		json_array_foreach (rows, j, b)
			if (j > i && has_come(m, b) &&
			    facts_are_together(&m->life.facts, told_id(a, "contact"),
					       told_id(b, "contact"))) {
				tell_why(m, a);
				tell_why(m, b);
				life_fail(&m->life, "two asks of one household have come");
			}
	}
}

static void look_at_asks(struct model *m)
{
	static const char *const states[] = {"waiting", "scheduled"};
	json_t *all = json_array(), *list, *row;
	size_t i;

	for (int s = 0; s < 2; s++) {
		list = life_ask(&m->life, "followup.list",
				"{\"kind\":\"ask\",\"state\":\"%s\",\"limit\":1000}", states[s]);
		json_array_foreach (json_object_get(list, "items"), i, row)
			if (s == 0)
				look_at_waiting(m, row);
			else
				look_at_scheduled(m, row);
		(void)json_array_extend(all, json_object_get(list, "items"));
		json_decref(list);
	}
	look_at_households(m, all);
	json_decref(all);
}

/* The agenda shows the asks that are scheduled, and no other. */
static void look_at_agenda(struct model *m)
{
	json_t *list = life_ask(&m->life, "agenda.due", "{\"kind\":\"ask\",\"limit\":1000}"), *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		look_at_scheduled(m, row);
	json_decref(list);
}

/* A day worth asking about: near one on which something changes, or any. */
static int some_day(struct model *m)
{
	static const int weights[] = {40, 40, 20, 0};
	static const int ages[] = {13, 14, 15, 89, 90, 91, 179, 180, 181, 364, 365, 366};
	struct life *l = &m->life;

	switch (chance_weighted(&l->chance, weights)) {
	case 0:
		return l->facts.today;
	case 1:
		return l->facts.today + ages[chance_below(&l->chance, 12)];
	default:
		return l->facts.today + chance_between(&l->chance, 1, 800);
	}
}

/* Where the two differ: in a condition, or in all. */
static void compare(struct model *m, const struct naive_question *q, const json_t *result)
{
	struct naive_verdict v = naive_judge(&m->life.facts, q);
	const char *differs = NULL, *detail = "";
	json_t *row;
	size_t i;

	m->n_verdicts++;
	json_array_foreach (json_object_get(result, "conditions"), i, row)
		for (int c = 0; c < NAIVE_CONDITIONS; c++)
			/* What was given before any sale is counted from no day that is told. */
			if (strcmp(told_text(row, "code"), naive_codes[c]) == 0 &&
			    (c != NAIVE_GAVE_FIRST || v.holds[NAIVE_SALE_COMPLETED]) &&
			    json_is_true(json_object_get(row, "holds")) != v.holds[c]) {
				differs = naive_codes[c];
				detail = told_text(row, "detail");
			}
	if (json_is_true(json_object_get(result, "earned")) != naive_is_earned(&v))
		differs = differs ? differs : "earned";
	if (!differs)
		return;
	model_tell(m, q->contact);
	life_fail(&m->life, "contact %lld on %s: %s differs (%s); naive:%s", (long long)q->contact,
		  day_text(q->day), differs, detail, say_verdict(&v));
}

/* gate.check says what the naive one says, condition by condition. */
static void look_at_gate(struct model *m)
{
	static const char *const channels[] = {"call", "visit", "message", "email", "mail"};
	struct life *l = &m->life;
	struct naive_question q = {.contact = chance_between(&l->chance, 1, m->n_contacts)};
	json_t *result;

	q.day = some_day(m);
	q.channel = channels[chance_weighted(&l->chance, (int[]){6, 1, 1, 1, 1, 0})];
	result = life_ask(l, "gate.check", "{\"contact\":%lld,\"day\":\"%s\",\"channel\":\"%s\"}",
			  (long long)q.contact, day_text(q.day), q.channel);
	if (!result)
		life_fail(l, "gate.check is refused with %d", l->code);
	compare(m, &q, result);
	json_decref(result);
}

void model_look(struct model *m)
{
	m->n_looks++;
	look_at_asks(m);
	look_at_agenda(m);
	for (int i = 0; i < 2; i++)
		look_at_gate(m);
	model_look_at_cap(m);
	model_look_at_cadence(m, chance_between(&m->life.chance, 1, m->n_contacts));
}
