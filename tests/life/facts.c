/* What requests and their answers have told of a small book. */
#include "life/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "life/facts_told.h"

void facts_deinit(struct facts *f)
{
	free(f->contacts);
	free(f->sales);
	free(f->promises);
	free(f->complaints);
	free(f->scores);
	free(f->compliments);
	free(f->gifts);
	free(f->asks);
	free(f->sent);
	free(f->stops);
	free(f->parts);
	*f = (struct facts){0};
}

/* The last of that id, from the newest on. */
#define FIND(f, name, wanted)                                                                      \
	for (size_t i = (f)->n_##name; i > 0; i--)                                                 \
		if ((f)->name[i - 1].id == (wanted))                                               \
			return &(f)->name[i - 1];                                                  \
	return NULL

struct a_contact *facts_contact(const struct facts *f, int64_t id)
{
	if (id > 0 && (size_t)id <= f->n_contacts && f->contacts[id - 1].id == id)
		return &f->contacts[id - 1];
	FIND(f, contacts, id);
}

struct a_promise *facts_promise(const struct facts *f, int64_t id)
{
	FIND(f, promises, id);
}

struct a_complaint *facts_complaint(const struct facts *f, int64_t id)
{
	FIND(f, complaints, id);
}

struct a_sale *facts_sale(const struct facts *f, int64_t id)
{
	FIND(f, sales, id);
}

bool facts_are_together(const struct facts *f, int64_t a, int64_t b)
{
	const struct a_contact *x, *y;

	if (a == b)
		return true;
	x = facts_contact(f, a);
	y = facts_contact(f, b);
	return x && y && x->household && x->household == y->household;
}

int64_t told_id(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_integer_value(json_is_object(value) ? json_object_get(value, "id") : value);
}

const char *told_text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

int told_day(const json_t *object, const char *key)
{
	char first[11] = "";
	struct day day;

	strncpy(first, told_text(object, key), sizeof first - 1);
	return day_parse(first, &day) ? day.n : NEVER;
}

int64_t told_instant(const json_t *object, const char *key)
{
	const char *text = told_text(object, key);
	int day = told_day(object, key), h, m, s;

	if (day == NEVER || sscanf(text + 10, "T%d:%d:%d", &h, &m, &s) != 3)
		return INT64_MAX;
	return (int64_t)day * 86400 + h * 3600 + m * 60 + s;
}

static int64_t contact_of(const struct told *t)
{
	return told_id(t->params, "contact");
}

/* What an answer tells of a repair: which of its causes is put right. */
static void note_repair(struct facts *f, const struct told *t)
{
	const json_t *causes = json_object_get(json_object_get(t->result, "repair"), "causes");
	json_t *cause;
	size_t i;

	json_array_foreach (causes, i, cause) {
		bool is_complaint = strcmp(told_text(cause, "kind"), "complaint") == 0;
		struct a_complaint *c = facts_complaint(f, told_id(cause, "id"));
		struct a_promise *p = facts_promise(f, told_id(cause, "id"));

		if (json_is_true(json_object_get(cause, "open")))
			continue;
		if (is_complaint && c->resolved.day == NEVER)
			c->resolved = (struct stamp){
				t->at.day > c->said.day ? t->at.day : c->said.day, t->at.entry};
		if (strcmp(told_text(cause, "kind"), "promise") == 0 && p->state == TOLD_BROKEN &&
		    p->fixed.day == NEVER)
			p->fixed = t->at;
	}
}

static void note_score(struct facts *f, int64_t contact, int score, struct stamp at)
{
	*MORE(f, scores) = (struct a_score){.contact = contact, .at = at, .score = score};
}

struct a_contact *facts_contact_told(struct facts *f, int64_t id)
{
	struct a_contact *c = facts_contact(f, id);

	if (!c) {
		c = MORE(f, contacts);
		*c = (struct a_contact){.id = id};
	}
	return c;
}

static void on_contact(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "contact");
	struct a_contact *c = facts_contact_told(f, told_id(o, "id"));

	c->household = told_id(o, "household");
	c->is_partner = json_is_true(json_object_get(o, "partner"));
}

static void on_pause(struct facts *f, const struct told *t)
{
	struct a_contact *c = facts_contact(f, told_id(t->params, "id"));

	c->is_paused = true;
	c->paused_until = told_day(t->params, "until");
}

static void on_resume(struct facts *f, const struct told *t)
{
	facts_contact(f, told_id(t->params, "id"))->is_paused = false;
}

/* What was told to them cannot be kept any more. */
static void withdraw(const struct facts *f, struct a_promise *p, struct stamp at)
{
	p->state = TOLD_WITHDRAWN;
	if (f->today > p->due_day)
		p->late = at;
}

static void on_death(struct facts *f, const struct told *t)
{
	struct a_contact *c = facts_contact(f, told_id(t->params, "id"));

	c->is_dead = true;
	c->is_paused = false;
	c->death_day = t->at.day;
	for (size_t i = 0; i < f->n_promises; i++)
		if (f->promises[i].contact == c->id && f->promises[i].state == TOLD_OPEN)
			withdraw(f, &f->promises[i], (struct stamp){f->today, t->at.entry});
}

static void on_household(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "household"), *member;
	int64_t id = told_id(o, "id");
	size_t i;

	for (i = 0; i < f->n_contacts; i++)
		if (f->contacts[i].household == id)
			f->contacts[i].household = 0;
	json_array_foreach (json_object_get(o, "members"), i, member)
		facts_contact_told(f, told_id(member, "id"))->household = id;
}

void facts_sale_told(struct facts *f, const json_t *o)
{
	struct a_sale *s = facts_sale(f, told_id(o, "id"));

	if (!s)
		s = MORE(f, sales);
	*s = (struct a_sale){
		.id = told_id(o, "id"),
		.contact = told_id(o, "contact"),
		.is_completed = strcmp(told_text(o, "state"), "completed") == 0,
		.is_open = strcmp(told_text(o, "state"), "open") == 0,
		.completed_day = told_day(o, "completed_day"),
	};
}

static void on_sale(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "sale");

	facts_sale_told(f, o);
	facts_sent_of_sale(f, o);
}

static void on_refund(struct facts *f, const struct told *t)
{
	facts_sale_told(f, json_object_get(t->result, "sale"));
}

static void on_reopen(struct facts *f, const struct told *t)
{
	on_refund(f, t);
	facts_sent_of_reopened(f, json_object_get(t->result, "sale"));
}

static void on_promise_add(struct facts *f, const struct told *t)
{
	*MORE(f, promises) = (struct a_promise){
		.id = told_id(json_object_get(t->result, "promise"), "id"),
		.contact = contact_of(t),
		.sale = told_id(json_object_get(t->result, "promise"), "sale"),
		.due_day = told_day(t->params, "due_day"),
		.late = NO_STAMP,
		.broken = NO_STAMP,
		.fixed = NO_STAMP,
	};
}

static struct a_promise *promise_of(const struct facts *f, const struct told *t)
{
	return facts_promise(f, told_id(t->params, "id"));
}

static void keep(struct a_promise *p, struct stamp at)
{
	p->state = TOLD_KEPT;
	if (at.day > p->due_day)
		p->late = at;
}

static void on_promise_keep(struct facts *f, const struct told *t)
{
	keep(promise_of(f, t), t->at);
}

static void on_promise_break(struct facts *f, const struct told *t)
{
	struct a_promise *p = promise_of(f, t);

	p->state = TOLD_BROKEN;
	p->broken = t->at;
	p->fixed = NO_STAMP;
}

static void on_promise_redate(struct facts *f, const struct told *t)
{
	struct a_promise *p = promise_of(f, t);

	if (f->today > p->due_day)
		p->late = t->at;
	p->due_day = told_day(t->params, "due_day");
}

static void on_promise_withdraw(struct facts *f, const struct told *t)
{
	withdraw(f, promise_of(f, t), t->at);
}

static void on_complaint_add(struct facts *f, const struct told *t)
{
	*MORE(f, complaints) = (struct a_complaint){
		.id = told_id(json_object_get(t->result, "complaint"), "id"),
		.contact = contact_of(t),
		.said = t->at,
		.resolved = NO_STAMP,
	};
}

static void on_complaint_resolve(struct facts *f, const struct told *t)
{
	facts_complaint(f, told_id(t->params, "id"))->resolved = t->at;
	note_repair(f, t);
}

static void on_score(struct facts *f, const struct told *t)
{
	note_score(f, contact_of(t), (int)told_id(t->params, "score"), t->at);
}

static void on_compliment(struct facts *f, const struct told *t)
{
	*MORE(f, compliments) = (struct a_compliment){.contact = contact_of(t), .at = t->at};
}

/* One that was just logged may be the follow-up's too. */
static void note_touch(struct facts *f, const struct told *t)
{
	const json_t *touch = json_object_get(t->result, "touch");
	struct a_gift *gift = NULL;

	if (!json_is_true(json_object_get(touch, "gave")))
		return;
	for (size_t i = 0; i < f->n_gifts; i++)
		if (f->gifts[i].touch == told_id(touch, "id"))
			gift = &f->gifts[i];
	if (!gift)
		gift = MORE(f, gifts);
	*gift = (struct a_gift){.touch = told_id(touch, "id"),
				.followup = told_id(touch, "followup"),
				.contact = told_id(touch, "contact"),
				.day = told_day(touch, "day")};
}

/* A gift is given once, whether its follow-up has said so already or not. */
static void on_gift(struct facts *f, const struct told *t)
{
	const json_t *gift = json_object_get(t->result, "gift");
	int64_t followup = told_id(gift, "followup");

	note_touch(f, t);
	for (size_t i = 0; followup && i < f->n_gifts; i++)
		if (f->gifts[i].followup == followup && f->gifts[i].day == t->at.day)
			return;
	*MORE(f, gifts) = (struct a_gift){.contact = contact_of(t), .day = t->at.day};
}

/* A touch, a score, an ask whose answer is not noted yet, a promise that is kept, a fix. */
static void on_done(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "followup");
	int64_t promise = told_id(json_object_get(t->result, "promise"), "id");
	bool is_done = strcmp(told_text(o, "state"), "done") == 0;
	bool is_reached = is_done && strcmp(told_text(o, "outcome"), "not-reached") != 0;

	note_touch(f, t);
	if (is_reached && strcmp(told_text(o, "kind"), "ask") == 0)
		facts_ask_done(f, t, o);
	if (promise && facts_promise(f, promise)->state == TOLD_OPEN)
		keep(facts_promise(f, promise), t->at);
	note_repair(f, t);
	facts_sent_of_done(f, o, t->at.day);
	if (json_object_get(t->params, "score"))
		note_score(f, told_id(o, "contact"), (int)told_id(t->params, "score"), t->at);
}

static void on_stop(struct facts *f, const struct told *t)
{
	struct a_stop *s = MORE(f, stops);

	*s = (struct a_stop){
		.id = told_id(json_object_get(t->result, "suppression"), "id"),
		.contact = contact_of(t),
		.from = f->today,
		.until = told_day(t->params, "until"),
	};
	strncpy(s->channel, told_text(t->params, "channel"), sizeof s->channel - 1);
}

static void on_lift(struct facts *f, const struct told *t)
{
	for (size_t i = 0; i < f->n_stops; i++)
		if (f->stops[i].id == told_id(t->params, "id"))
			f->stops[i].is_lifted = true;
}

static const struct {
	const char *method;
	void (*note)(struct facts *f, const struct told *t);
} listeners[] = {
	{"contact.add", on_contact},
	{"contact.update", on_contact},
	{"contact.pause", on_pause},
	{"contact.resume", on_resume},
	{"contact.deceased", on_death},
	{"household.add", on_household},
	{"household.update", on_household},
	{"sale.open", on_sale},
	{"sale.record", on_sale},
	{"sale.complete", on_sale},
	{"sale.lose", on_sale},
	{"sale.refund", on_refund},
	{"sale.reopen", on_reopen},
	{"promise.add", on_promise_add},
	{"promise.keep", on_promise_keep},
	{"promise.break", on_promise_break},
	{"promise.redate", on_promise_redate},
	{"promise.withdraw", on_promise_withdraw},
	{"complaint.add", on_complaint_add},
	{"complaint.resolve", on_complaint_resolve},
	{"satisfaction.record", on_score},
	{"compliment.add", on_compliment},
	{"gift.add", on_gift},
	{"touch.log", note_touch},
	{"followup.done", on_done},
	{"ask.record", facts_on_ask},
	{"candidate.add", facts_on_receive},
	{"candidate.promote", facts_on_receive},
	{"referral.receive", facts_on_receive},
	{"referral.give", facts_on_give},
	{"referral.advance", facts_on_advance},
	{"referral.thank", facts_on_thank},
	{"referral.tell", facts_on_tell},
	{"suppression.add", on_stop},
	{"suppression.remove", on_lift},
};

void facts_note(struct facts *f, const char *method, const json_t *params, const json_t *result)
{
	struct told t = {.params = params, .result = result};
	int day = told_day(params, "day");

	t.at = (struct stamp){
		.day = day != NEVER ? day : f->today,
		.entry = json_integer_value(json_object_get(result, "journal")),
	};
	for (size_t i = 0; i < sizeof listeners / sizeof *listeners; i++)
		if (strcmp(listeners[i].method, method) == 0)
			listeners[i].note(f, &t);
}
