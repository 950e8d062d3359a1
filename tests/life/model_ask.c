/* Asks in a random history: each answer of the real gate to one is held against the naive one. */
#include "life/model.h"

#include <string.h>

#include "life/naive.h"

#define ID(x) ((long long)(x))
#define NOT_EARNED 401

/* The open asks of a contact. */
static json_t *open_asks(struct model *m, int64_t contact, const char *state)
{
	return life_ask(&m->life, "followup.list",
			"{\"kind\":\"ask\",\"contact\":%lld,\"state\":\"%s\",\"limit\":100}",
			ID(contact), state);
}

static bool is_part(const json_t *row)
{
	return strcmp(told_text(json_object_get(row, "plan"), "step"), "contact-list") == 0;
}

/* The run whose first ask a follow-up is, or stands for; 0: none. */
static int64_t run_of(struct model *m, int64_t followup)
{
	json_t *result;
	const json_t *plan;
	int64_t run = 0;

	for (size_t i = 0; i < m->n_heirs; i++)
		if (m->heirs[i].followup == followup)
			return m->heirs[i].run;
	result = life_ask(&m->life, "followup.get", "{\"id\":%lld}", ID(followup));
	plan = json_object_get(json_object_get(result, "followup"), "plan");
	if (strcmp(told_text(plan, "step"), "first-ask") == 0)
		run = told_id(plan, "run");
	json_decref(result);
	return run;
}

/* The parts of a run's first ask belong to the ask that was answered. */
static void note_parts(struct model *m, int64_t run, size_t ask)
{
	static const char *const states[] = {"waiting", "scheduled"};
	json_t *list, *row;
	size_t i;

	for (int s = 0; s < 2; s++) {
		list = open_asks(m, m->life.facts.asks[ask].contact, states[s]);
		json_array_foreach (json_object_get(list, "items"), i, row) {
			if (is_part(row) && told_id(json_object_get(row, "plan"), "run") == run)
				facts_note_part(&m->life.facts, told_id(row, "id"), ask);
		}
		json_decref(list);
	}
}

/* What an answer means for the parts of the ask. */
static void note_answer(struct model *m, const json_t *result)
{
	const struct facts *f = &m->life.facts;
	int64_t later = told_id(result, "later"), run = 0;
	size_t ask = f->n_asks;

	for (size_t i = 0; i < f->n_asks; i++)
		if (f->asks[i].id == told_id(json_object_get(result, "ask"), "id"))
			ask = i;
	if (ask < f->n_asks && f->asks[ask].followup)
		run = run_of(m, f->asks[ask].followup);
	if (!run)
		return;
	if (later && m->n_heirs < MODEL_HEIRS_MAX) {
		m->heirs[m->n_heirs].followup = later;
		m->heirs[m->n_heirs++].run = run;
	}
	if (f->asks[ask].answer == TOLD_NAMES || f->asks[ask].answer == TOLD_WILLING)
		note_parts(m, run, ask);
}

static bool is_earned(struct model *m, const struct naive_question *q)
{
	struct naive_verdict v = naive_judge(&m->life.facts, q);

	return naive_is_earned(&v);
}

/* Two asks that count, without an override, are 180 days apart. */
static void look_at_rest(struct model *m, size_t newest)
{
	const struct facts *f = &m->life.facts;
	const struct an_ask *a = &f->asks[newest];

	m->n_asked++;
	if (a->is_override || a->answer == TOLD_NEVER || !naive_counts(f, a))
		return;
	for (size_t i = 0; i < f->n_asks; i++) {
		const struct an_ask *b = &f->asks[i];
		int apart = a->at.day - b->at.day;

		if (i != newest && apart < 180 && apart > -180 && !b->is_override &&
		    naive_counts(f, b) && facts_are_together(f, a->contact, b->contact))
			life_fail(&m->life, "contact %lld was asked on %s, contact %lld on %s",
				  ID(b->contact), day_text(b->at.day), ID(a->contact),
				  day_text(a->at.day));
	}
}

/* What the real gate made of an ask without an override. */
static void hold_against(struct model *m, bool was_taken, bool is_right, int64_t contact)
{
	if (was_taken && !is_right)
		life_fail(&m->life, "contact %lld was asked, and it was not earned", ID(contact));
	if (!was_taken && is_right && m->life.code == NOT_EARNED)
		life_fail(&m->life, "asking contact %lld is refused, and it is earned",
			  ID(contact));
}

static void look_at_names(struct model *m, const json_t *result)
{
	json_t *referral;
	size_t i;

	json_array_foreach (json_object_get(result, "referrals"), i, referral)
		model_look_at_planted(m, referral);
}

static bool has_ask_to_answer(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_asks; i++)
		if (f->asks[i].contact == contact && f->asks[i].answer == TOLD_NOTHING)
			return true;
	return false;
}

/* A part of the contact that is on the agenda; it is what an ask.record answers. */
static int64_t part_on_agenda(struct model *m, int64_t contact)
{
	json_t *list = open_asks(m, contact, "scheduled"), *row;
	int64_t part = 0;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		if (is_part(row))
			part = told_id(row, "id");
	json_decref(list);
	return part;
}

void model_record_ask(struct model *m, int64_t contact, const char *outcome, const char *more)
{
	struct life *l = &m->life;
	struct naive_question q = {.contact = contact, .day = l->facts.today, .channel = "call"};
	bool is_free = strstr(more, "override") || strcmp(outcome, "never") == 0 ||
		       has_ask_to_answer(&l->facts, contact) || part_on_agenda(m, contact);
	bool is_right = is_earned(m, &q), was_taken;
	size_t n_before = l->facts.n_asks;
	json_t *result;

	result = life_ask(l, "ask.record", "{\"contact\":%lld,\"outcome\":\"%s\"%s}", ID(contact),
			  outcome, more);
	was_taken = result != NULL;
	if (!is_free)
		hold_against(m, was_taken, is_right, contact);
	if (was_taken && l->facts.n_asks > n_before && !is_free)
		look_at_rest(m, l->facts.n_asks - 1);
	if (was_taken)
		note_answer(m, result);
	look_at_names(m, result);
	json_decref(result);
}

/* What the real gate says of a contact, for the one who reads the failure. */
static void tell_gate(struct model *m, int64_t contact)
{
	json_t *verdict = life_ask(&m->life, "gate.check", "{\"contact\":%lld}", ID(contact)), *row;
	size_t i;

	json_array_foreach (json_object_get(verdict, "conditions"), i, row)
		(void)fprintf(stderr, "%s %s: %s\n", told_text(row, "code"),
			      json_is_true(json_object_get(row, "holds")) ? "holds" : "blocks",
			      told_text(row, "detail"));
	json_decref(verdict);
}

/* What is on the agenda is taken where it is earned, and not where what was done just before has
 * closed the gate. */
static void hold_row_against(struct model *m, const struct naive_verdict *v, bool was_taken,
			     const json_t *row)
{
	if (!was_taken && m->life.code != NOT_EARNED)
		return;
	if (was_taken == naive_is_earned(v))
		return;
	model_tell(m, told_id(row, "contact"));
	tell_gate(m, told_id(row, "contact"));
	life_fail(&m->life, "ask %lld is on the agenda, and %s", ID(told_id(row, "id")),
		  was_taken ? "taken, but not earned" : "refused, but earned");
}

void model_answer_ask(struct model *m, const json_t *row)
{
	static const char *const outcomes[] = {"names-given", "willing", "declined", "later"};
	struct life *l = &m->life;
	int64_t contact = told_id(row, "contact");
	int which = (int)chance_below(&l->chance, 4);
	size_t n_before = l->facts.n_asks;
	struct naive_verdict v = model_judge(m, row);
	char later[96] = "";
	json_t *result;

	if (which == 0)
		(void)snprintf(later, sizeof later,
			       ",\"names\":[{\"name\":\"K%d\",\"permission\":\"introduced\"}]",
			       l->n_writes);
	if (which == 3)
		(void)snprintf(later, sizeof later, ",\"later_day\":\"%s\"",
			       day_text(l->facts.today + chance_between(&l->chance, 1, 50)));
	result = life_ask(l, "ask.record",
			  "{\"contact\":%lld,\"outcome\":\"%s\",\"followup\":%lld%s}", ID(contact),
			  outcomes[which], ID(told_id(row, "id")), later);
	hold_row_against(m, &v, result != NULL, row);
	if (!result)
		return;
	if (l->facts.n_asks > n_before)
		look_at_rest(m, l->facts.n_asks - 1);
	note_answer(m, result);
	look_at_names(m, result);
	json_decref(result);
}

void model_done(struct model *m, const json_t *row, const char *outcome)
{
	struct life *l = &m->life;
	bool is_ask = strcmp(told_text(row, "kind"), "ask") == 0, was_taken;
	struct naive_verdict v = model_judge(m, row);
	size_t n_before = l->facts.n_asks;

	if (outcome)
		was_taken = life_do(l, "followup.done", "{\"id\":%lld,\"outcome\":\"%s\"}",
				    ID(told_id(row, "id")), outcome);
	else
		was_taken = life_do(l, "followup.done", "{\"id\":%lld}", ID(told_id(row, "id")));
	if (is_ask && !outcome)
		hold_row_against(m, &v, was_taken, row);
	if (was_taken && l->facts.n_asks > n_before)
		look_at_rest(m, l->facts.n_asks - 1);
}

/* A day on which a condition may open or close by itself. */
int model_day_of_change(struct model *m)
{
	static const int ages[] = {14, 90, 180, 365};
	const struct facts *f = &m->life.facts;
	uint64_t *chance = &m->life.chance;
	int day = f->today;

	for (int i = 0; i < 12 && day <= f->today; i++) {
		const struct an_ask *a =
			f->n_asks ? &f->asks[chance_below(chance, (uint32_t)f->n_asks)] : NULL;
		const struct a_score *s =
			f->n_scores ? &f->scores[chance_below(chance, (uint32_t)f->n_scores)]
				    : NULL;
		const struct a_promise *p =
			f->n_promises ? &f->promises[chance_below(chance, (uint32_t)f->n_promises)]
				      : NULL;
		int from = f->today;

		switch (chance_below(chance, 4)) {
		case 0:
			from = a ? a->at.day : from;
			break;
		case 1:
			from = s ? s->at.day : from;
			break;
		case 2:
			from = p ? p->due_day : from;
			break;
		default:
			return a && a->later_day > f->today ? a->later_day : f->today + 1;
		}
		day = from + ages[chance_below(chance, 4)];
		day += chance_between(chance, -1, 1);
	}
	return day > f->today ? day : f->today + 1;
}
