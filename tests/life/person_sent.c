/* Whom a salesperson is sent, what becomes of them, and what their referrer hears. */
#include <string.h>

#include "base/str.h"
#include "life/person.h"

#define ID(x) ((long long)(x))
#define PATIENCE_DAYS 30 /* after that, nothing more is to come of somebody */

static const char first_contact[] = "Call them: who sent them";
static const char qualify[] = "Can we help?";

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool is_customer(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_sales; i++)
		if (f->sales[i].contact == contact && f->sales[i].is_completed)
			return true;
	return false;
}

/* They meet: the sale is opened by that, and the talk held first. */
static void meet(struct person *p, const struct a_sent *s)
{
	struct life *l = &p->life;
	json_t *result = life_ask(l, "referral.advance",
				  "{\"id\":%lld,\"status\":\"meeting\",\"product\":\"Alarm\","
				  "\"amount\":%d}",
				  ID(s->id), chance_between(&l->chance, 8, 90) * 10000);
	int64_t sale = told_id(json_object_get(result, "sale"), "id");
	int64_t contact = told_id(json_object_get(result, "sale"), "contact");

	json_decref(result);
	if (sale)
		person_prepares_sale(p, contact, sale);
}

static void give_up(struct person *p, const struct a_sent *s)
{
	struct life *l = &p->life;

	if (s->status == SENT_WON || chance_of(&l->chance, 50))
		(void)life_do(l, "referral.advance",
			      "{\"id\":%lld,\"status\":\"lost\",\"reason\":\"bought elsewhere\"}",
			      ID(s->id));
	else
		(void)life_do(l, "referral.advance",
			      "{\"id\":%lld,\"status\":\"not-a-fit\",\"reason\":\"rents, and "
			      "moves soon\"}",
			      ID(s->id));
}

static void call_first(struct person *p, int64_t followup)
{
	static const char *const outcomes[] = {"reached", "replied", "no-answer", "left-word"};
	int which = chance_weighted(&p->life.chance, (int[]){58, 8, 24, 10, 0});

	(void)life_do(&p->life, "followup.done", "{\"id\":%lld,\"outcome\":\"%s\",\"minutes\":%d}",
		      ID(followup), outcomes[which], chance_between(&p->life.chance, 2, 15));
}

static void find_out(struct person *p, const struct a_sent *s, int64_t followup)
{
	switch (chance_weighted(&p->life.chance, (int[]){68, 14, 18, 0})) {
	case 0:
		meet(p, s);
		return;
	case 1:
		give_up(p, s);
		return;
	default:
		(void)life_do(
			&p->life, "followup.done",
			"{\"id\":%lld,\"next\":{\"kind\":\"call\",\"due\":\"%s\"}}", ID(followup),
			day_text(p->life.facts.today + chance_between(&p->life.chance, 3, 20)));
	}
}

bool person_follows(struct person *p, const json_t *row)
{
	const struct a_sent *s = facts_open_sent(&p->life.facts, told_id(row, "contact"));
	const char *title = told_text(row, "title");

	if (!s || (!begins(title, first_contact) && !begins(title, qualify)))
		return false;
	if (begins(title, first_contact))
		call_first(p, told_id(row, "id"));
	else
		find_out(p, s, told_id(row, "id"));
	return true;
}

/* What no follow-up reminds of: they call back, or are not heard of any more. */
static void move_on(struct person *p, const struct a_sent *s)
{
	struct life *l = &p->life;
	int age = l->facts.today - s->received_day;

	switch (s->status) {
	case SENT_RECEIVED:
		if (age > PATIENCE_DAYS && chance_of(&l->chance, 8))
			give_up(p, s);
		else if (chance_of(&l->chance, 1))
			(void)life_do(l, "referral.advance",
				      "{\"id\":%lld,\"status\":\"contacted\",\"note\":\"they "
				      "called us\"}",
				      ID(s->id));
		return;
	case SENT_CONTACTED:
		if (chance_of(&l->chance, 4))
			meet(p, s);
		else if (age > PATIENCE_DAYS && chance_of(&l->chance, 4))
			give_up(p, s);
		return;
	case SENT_MEETING:
		if (chance_of(&l->chance, 6))
			(void)life_do(l, "referral.advance", "{\"id\":%lld,\"status\":\"won\"}",
				      ID(s->id));
		return;
	case SENT_WON:
		return;
	case SENT_LOST:
	case SENT_NO_FIT:
		if (age < 200 && chance_below(&l->chance, 2000) == 0)
			(void)life_do(l, "referral.advance",
				      "{\"id\":%lld,\"status\":\"received\"}", ID(s->id));
	}
}

/* In passing, before the follow-up of the day or after it was let go. */
static void remember(struct person *p, const struct a_sent *s)
{
	struct life *l = &p->life;
	int minds = p->sizes.diligence / 12;

	if (facts_contact(&l->facts, s->contact)->is_dead)
		return;
	if (s->thanked_day == NEVER && chance_of(&l->chance, minds))
		(void)life_do(l, "referral.thank", "{\"id\":%lld}", ID(s->id));
	else if (s->closed_day != NEVER && s->told_outcome_day == NEVER &&
		 chance_of(&l->chance, minds))
		(void)life_do(l, "referral.tell", "{\"id\":%lld,\"what\":\"outcome\"}", ID(s->id));
	else if (s->closed_day == NEVER && s->told_contact_day == NEVER &&
		 l->facts.today - s->received_day > 3 && chance_of(&l->chance, minds))
		(void)life_do(l, "referral.tell", "{\"id\":%lld,\"what\":\"first-contact\"}",
			      ID(s->id));
}

void person_works_on_referrals(struct person *p)
{
	for (size_t i = 0; i < p->life.facts.n_sent; i++) {
		const struct a_sent s = p->life.facts.sent[i];

		remember(p, &s);
		move_on(p, &s);
	}
}

/* Whoever came by a referral sends more gladly; else somebody who bought. */
static int64_t sender(struct person *p)
{
	const struct facts *f = &p->life.facts;
	uint64_t *chance = &p->life.chance;

	for (int i = 0; i < 40; i++) {
		int64_t who;

		if (f->n_sent && i < 20 && chance_of(chance, 60))
			who = f->sent[chance_below(chance, (uint32_t)f->n_sent)].person;
		else
			who = f->contacts[chance_below(chance, (uint32_t)f->n_contacts)].id;
		if (is_customer(f, who) && !facts_contact(f, who)->is_dead)
			return who;
	}
	return f->contacts[0].id;
}

void person_is_sent_somebody(struct person *p)
{
	static const char *const permissions[] = {"introduced", "may-say-name", "none"};
	static const char *const relations[] = {"sister", "neighbour", "colleague", "brother",
						"friend"};
	static const char *const needs[] = {"moving in May", "was broken into", "opens a shop",
					    "away every winter"};
	struct life *l = &p->life;
	const struct facts *f = &l->facts;
	_cleanup_str_ struct str who = {0};

	const char *permission, *need, *relation;

	if (chance_of(&l->chance, 10)) {
		str_addf(&who, "\"contact\":%lld",
			 ID(f->contacts[chance_below(&l->chance, (uint32_t)f->n_contacts)].id));
	} else {
		const char *phone = person_phone(p);

		str_addf(&who, "\"name\":\"%s\",\"phones\":[\"%s\"]", person_name(p), phone);
	}
	permission = permissions[chance_weighted(&l->chance, (int[]){60, 30, 10, 0})];
	need = needs[chance_below(&l->chance, 4)];
	relation = relations[chance_below(&l->chance, 5)];
	(void)life_do(l, "referral.receive",
		      "{\"referrer\":%lld,%s,\"relation\":\"%s\",\"need\":\"%s\","
		      "\"permission\":\"%s\"}",
		      ID(sender(p)), str_text(&who), relation, need, permission);
}

void person_sends_somebody(struct person *p)
{
	struct life *l = &p->life;

	(void)life_do(l, "referral.give",
		      "{\"to\":%lld,\"name\":\"%s\",\"note\":\"needs a plumber\"}", ID(sender(p)),
		      person_name(p));
}

/* Of two who sent the same person, the first. */
static const struct a_sent *brought_by(const struct facts *f, int64_t person)
{
	const struct a_sent *first = NULL;

	for (size_t i = 0; i < f->n_sent; i++)
		if (f->sent[i].person == person &&
		    (!first || f->sent[i].received_at < first->received_at))
			first = &f->sent[i];
	return first;
}

int person_generations(const struct person *p)
{
	const struct facts *f = &p->life.facts;
	int most = 0;

	for (size_t i = 0; i < f->n_contacts; i++) {
		const struct a_sent *up = brought_by(f, f->contacts[i].id);
		int n = 0;

		if (!is_customer(f, f->contacts[i].id))
			continue;
		for (; up && up->closed_day != NEVER && up->status == SENT_WON; n++)
			up = brought_by(f, up->contact);
		most = n > most ? n : most;
	}
	return most;
}
