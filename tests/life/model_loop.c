/* What must hold of the referrals of a random history: of the credit for a person, of what is to be
 * done about them, and of what is derived of them. DESIGN sections 4 and 6. */
#include "life/model.h"

#include <string.h>

#include "base/str.h"
#include "rpc/stack.h"

#include "rpc/derived.h"

#define ID(x) ((long long)(x))
#define SAYINGS_MAX 64
#define ROWS_MAX 1000

/* Who was first, by when the name arrived; of two names of one moment by what was entered first. */
static const struct a_sent *credit_of(const struct facts *f, int64_t person)
{
	const struct a_sent *first = NULL;

	for (size_t i = 0; i < f->n_sent; i++) {
		const struct a_sent *s = &f->sent[i];

		if (s->person == person &&
		    (!first || s->received_at < first->received_at ||
		     (s->received_at == first->received_at && s->id < first->id)))
			first = s;
	}
	return first;
}

static void look_for_circles(struct model *m)
{
	const struct facts *f = &m->life.facts;

	for (size_t i = 0; i < f->n_contacts; i++) {
		const struct a_sent *up = credit_of(f, f->contacts[i].id);

		for (size_t n = 0; up && n <= f->n_sent; n++, up = credit_of(f, up->contact))
			if (up->contact == f->contacts[i].id)
				life_fail(&m->life, "contact %lld was brought by whom they brought",
					  ID(up->contact));
	}
}

static void hold_day(struct model *m, const json_t *row, const char *key, int day)
{
	if (told_day(row, key) != day)
		life_fail(&m->life, "referral %lld: %s is %s, not %s", ID(told_id(row, "id")), key,
			  told_text(row, key), day == NEVER ? "unset" : day_text(day));
}

static void hold_referral(struct model *m, const json_t *row)
{
	const struct facts *f = &m->life.facts;
	const struct a_sent *s = facts_sent(f, told_id(row, "id")), *first;
	int64_t told = told_id(row, "first_referrer");

	if (strcmp(told_text(row, "status"), "candidate") == 0)
		return;
	if (!s)
		life_fail(&m->life, "referral %lld was told by no answer", ID(told_id(row, "id")));
	if (strcmp(told_text(row, "status"), sent_statuses[s->status]) != 0)
		life_fail(&m->life, "referral %lld is %s, not %s", ID(s->id),
			  told_text(row, "status"), sent_statuses[s->status]);
	hold_day(m, row, "received_day", s->received_day);
	hold_day(m, row, "thanked_day", s->thanked_day);
	hold_day(m, row, "told_contact_day", s->told_contact_day);
	hold_day(m, row, "told_outcome_day", s->told_outcome_day);
	hold_day(m, row, "closed_day", s->closed_day);
	first = credit_of(f, s->person);
	if (told != (first == s ? 0 : first->contact))
		life_fail(&m->life, "referral %lld: the credit is contact %lld's, not %lld's",
			  ID(s->id), ID(told ? told : s->contact), ID(first->contact));
}

static void look_at_referrals(struct model *m)
{
	json_t *list = life_ask(&m->life, "referral.list",
				"{\"direction\":\"received\",\"limit\":1000}"),
	       *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		hold_referral(m, row);
	json_decref(list);
}

static bool is_owed(const struct a_sent *s, enum saying what)
{
	switch (what) {
	case SAYING_THANKS:
		return s->thanked_day == NEVER;
	case SAYING_NEWS:
		return s->told_contact_day == NEVER && s->closed_day == NEVER;
	case SAYING_OUTCOME:
		return s->told_outcome_day == NEVER && s->closed_day != NEVER;
	case SAYING_GIFT:
		return s->closed_day != NEVER;
	case SAYING_NOTHING:
		break;
	}
	return false;
}

static bool is_of_plan(const json_t *row, const char *name, const char *step)
{
	const json_t *plan = json_object_get(row, "plan");

	return strcmp(told_text(plan, "name"), name) == 0 &&
	       (!step || strcmp(told_text(plan, "step"), step) == 0);
}

/* What the open follow-ups say, all of them. */
struct sayings {
	struct a_saying items[ROWS_MAX];
	int64_t followups[ROWS_MAX];
	size_t n;
};

static void look_at_saying(struct model *m, struct sayings *all, const struct a_saying *x,
			   const json_t *row)
{
	const struct a_sent *s = &m->life.facts.sent[x->sent];
	int64_t followup = told_id(row, "id");

	if (!is_owed(s, x->what)) {
		model_tell(m, s->contact);
		life_fail(&m->life, "follow-up %lld is to say of referral %lld what was said: %s",
			  ID(followup), ID(s->id), told_text(row, "title"));
	}
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].what == x->what && all->items[i].sent == x->sent)
			life_fail(&m->life,
				  "follow-ups %lld and %lld say the same of referral "
				  "%lld",
				  ID(all->followups[i]), ID(followup), ID(s->id));
	if (all->n == ROWS_MAX)
		return;
	all->items[all->n] = *x;
	all->followups[all->n++] = followup;
}

static void look_at_row_to_referrer(struct model *m, struct sayings *all, const json_t *row)
{
	struct a_saying said[SAYINGS_MAX];
	size_t n = facts_said(&m->life.facts, told_id(row, "contact"), told_text(row, "title"),
			      said, SAYINGS_MAX);

	/* That nobody was reached is no loop. */
	if (n == 0 && !is_of_plan(row, "referral-received", "stop"))
		life_fail(&m->life, "follow-up %lld says nothing: %s", ID(told_id(row, "id")),
			  told_text(row, "title"));
	for (size_t i = 0; i < n; i++)
		look_at_saying(m, all, &said[i], row);
}

/* Of what is closed nothing is open to its person; nobody is called twice for two who sent them. */
static void look_at_row_to_person(struct model *m, const json_t *rows, const json_t *row)
{
	const json_t *plan = json_object_get(row, "plan"), *other;
	const struct a_sent *s =
		facts_sent(&m->life.facts, told_id(json_object_get(row, "about"), "id"));
	size_t i;

	if (s->closed_day != NEVER)
		life_fail(&m->life, "referral %lld is closed, and follow-up %lld is open",
			  ID(s->id), ID(told_id(row, "id")));
	json_array_foreach (rows, i, other)
		if (other != row && told_id(other, "contact") == told_id(row, "contact") &&
		    is_of_plan(other, told_text(plan, "name"), told_text(plan, "step")))
			life_fail(&m->life, "follow-ups %lld and %lld are one",
				  ID(told_id(row, "id")), ID(told_id(other, "id")));
}

static json_t *open_rows(struct model *m)
{
	static const char *const states[] = {"waiting", "scheduled"};
	json_t *all = json_array(), *list;

	for (int s = 0; s < 2; s++) {
		list = life_ask(&m->life, "followup.list", "{\"state\":\"%s\",\"limit\":1000}",
				states[s]);
		(void)json_array_extend(all, json_object_get(list, "items"));
		json_decref(list);
	}
	return all;
}

static void look_at_followups(struct model *m)
{
	struct sayings all = {.n = 0};
	json_t *rows = open_rows(m), *row;
	size_t i;

	json_array_foreach (rows, i, row) {
		const struct a_sent *s =
			facts_sent(&m->life.facts, told_id(json_object_get(row, "about"), "id"));

		if (!is_of_plan(row, "referral-received", NULL) &&
		    !is_of_plan(row, "referral-outcome", NULL))
			continue;
		if (s->person == told_id(row, "contact"))
			look_at_row_to_person(m, rows, row);
		else
			look_at_row_to_referrer(m, &all, row);
	}
	json_decref(rows);
}

void model_look_at_loops(struct model *m)
{
	look_for_circles(m);
	look_at_referrals(m);
	look_at_followups(m);
}

static int next_workday(int day)
{
	do
		day++;
	while (day_weekday((struct day){day}) >= SATURDAY);
	return day;
}

/* What is to be said to somebody on one day is one follow-up: what was there before is joined. */
static void look_for_another(struct model *m, const json_t *thanks)
{
	struct facts *f = &m->life.facts;
	struct a_saying said[SAYINGS_MAX];
	json_t *rows = open_rows(m), *row;
	size_t i;

	json_array_foreach (rows, i, row)
		if (told_id(row, "id") < told_id(thanks, "id") &&
		    told_id(row, "contact") == told_id(thanks, "contact") &&
		    told_day(row, "due") == told_day(thanks, "due") &&
		    strcmp(told_text(row, "state"), "scheduled") == 0 &&
		    facts_said(f, told_id(row, "contact"), told_text(row, "title"), said,
			       SAYINGS_MAX))
			life_fail(&m->life, "follow-up %lld has not joined %lld",
				  ID(told_id(thanks, "id")), ID(told_id(row, "id")));
	json_decref(rows);
}

static void look_at_thanks(struct model *m, const json_t *row)
{
	if (strcmp(told_text(row, "state"), "scheduled") != 0)
		return;
	if (told_day(row, "due") > next_workday(m->life.facts.today))
		life_fail(&m->life, "thanks of follow-up %lld are due %s", ID(told_id(row, "id")),
			  told_text(row, "due"));
	look_for_another(m, row);
}

/* Whoever sent somebody is thanked the same day, with whom else they sent. */
void model_look_at_planted(struct model *m, const json_t *referral)
{
	struct facts *f = &m->life.facts;
	const struct a_sent *s = facts_sent(f, told_id(referral, "id"));
	struct a_saying said[SAYINGS_MAX];
	json_t *result, *row;
	bool is_vague = false;
	int n_thanks = 0;
	size_t i;

	if (!s)
		return;
	result = life_ask(&m->life, "referral.get", "{\"id\":%lld}", ID(s->id));
	json_array_foreach (json_object_get(result, "followups"), i, row) {
		size_t n = facts_said(f, told_id(row, "contact"), told_text(row, "title"), said,
				      SAYINGS_MAX);

		is_vague |= facts_is_vague(told_text(row, "title"));
		for (size_t k = 0; k < n; k++) {
			if (said[k].what != SAYING_THANKS || &f->sent[said[k].sent] != s)
				continue;
			n_thanks++;
			look_at_thanks(m, row);
		}
	}
	if (n_thanks != 1 && !(n_thanks == 0 && is_vague))
		life_fail(&m->life, "%d follow-ups thank for referral %lld", n_thanks, ID(s->id));
	m->n_received++;
	json_decref(result);
}

/* What is derived is what a rebuild makes of the book, and the book is sound. */
void model_look_at_end(struct model *m)
{
	_cleanup_str_ struct str difference = {0};
	const json_t *problems;
	json_t *check;

	life_wait(&m->life, 1);
	check = life_ask(&m->life, "system.check", "{\"full\":true}");
	problems = json_object_get(check, "problems");
	model_look_at_loops(m);
	for (size_t i = 0; i < m->life.facts.n_contacts; i++)
		model_look_at_cadence(m, m->life.facts.contacts[i].id);
	if (json_array_size(problems))
		life_fail(&m->life, "system.check: %s",
			  json_string_value(json_array_get(problems, 0)));
	json_decref(check);
	if (derived_differs(m->life.stack->env.store, &difference))
		life_fail(&m->life, "%s", str_text(&difference));
}
