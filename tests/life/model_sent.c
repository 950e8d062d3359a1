/* Referrals of a random history: received, moved on, thanked for and told of. */
#include "life/model.h"

#include <string.h>

#define ID(x) ((long long)(x))

static int64_t anybody(struct model *m)
{
	const struct facts *f = &m->life.facts;

	if (chance_of(&m->life.chance, 60))
		return chance_between(&m->life.chance, 1, m->n_contacts);
	return f->contacts[chance_below(&m->life.chance, (uint32_t)f->n_contacts)].id;
}

/* Now; now and then it is entered days later. */
static const char *some_moment(struct model *m)
{
	static char text[64];
	struct life *l = &m->life;

	text[0] = '\0';
	if (chance_of(&l->chance, 15)) {
		int hour = chance_between(&l->chance, 0, 23);

		(void)snprintf(text, sizeof text, ",\"received_at\":\"%sT%02d:30:00Z\"",
			       day_text(l->facts.today - chance_between(&l->chance, 1, 20)), hour);
	}
	return text;
}

void model_receive(struct model *m)
{
	static const char *const permissions[] = {"introduced", "may-say-name", "none"};
	struct life *l = &m->life;
	const char *permission = permissions[chance_weighted(&l->chance, (int[]){5, 4, 1, 0})];
	int64_t referrer = anybody(m);
	char who[48];
	json_t *result;

	if (chance_of(&l->chance, 45))
		(void)snprintf(who, sizeof who, "\"contact\":%lld", ID(anybody(m)));
	else
		(void)snprintf(who, sizeof who, "\"name\":\"N%d\"", l->n_writes);
	result = life_ask(l, "referral.receive", "{\"referrer\":%lld,%s,\"permission\":\"%s\"%s}",
			  ID(referrer), who, permission, some_moment(m));
	if (result)
		model_look_at_planted(m, json_object_get(result, "referral"));
	json_decref(result);
}

void model_promote(struct model *m)
{
	struct life *l = &m->life;
	json_t *list = life_ask(l, "candidate.list", "{}"), *result;
	const json_t *items = json_object_get(list, "items");
	const json_t *row =
		json_array_get(items, chance_below(&l->chance, (uint32_t)json_array_size(items)));

	if (row) {
		result = life_ask(l, "candidate.promote",
				  "{\"id\":%lld,\"permission\":\"introduced\"}",
				  ID(told_id(row, "id")));
		if (result)
			model_look_at_planted(m, json_object_get(result, "referral"));
		json_decref(result);
	}
	json_decref(list);
}

void model_give(struct model *m)
{
	struct life *l = &m->life;

	(void)life_do(l, "referral.give", "{\"to\":%lld,\"name\":\"G%d\"}", ID(anybody(m)),
		      l->n_writes);
}

/* One of them, those that are open more often; null where there is none. */
static const struct a_sent *some_sent(struct model *m)
{
	const struct facts *f = &m->life.facts;
	const struct a_sent *s = NULL;

	for (int i = 0; f->n_sent && i < 4; i++) {
		s = &f->sent[chance_below(&m->life.chance, (uint32_t)f->n_sent)];
		if (s->closed_day == NEVER)
			break;
	}
	return s;
}

/* Not before it came. */
static const char *since_received(struct model *m, const struct a_sent *s)
{
	int back = chance_of(&m->life.chance, 80) ? 0 : chance_between(&m->life.chance, 1, 5);
	int day = m->life.facts.today - back;

	return day_text(day < s->received_day ? s->received_day : day);
}

void model_advance(struct model *m)
{
	struct life *l = &m->life;
	const struct a_sent *s = some_sent(m);
	int status = chance_weighted(&l->chance, (int[]){6, 26, 26, 18, 12, 12, 0});

	if (s)
		(void)life_do(
			l, "referral.advance", "{\"id\":%lld,\"status\":\"%s\",\"at\":\"%s\"}",
			ID(s->id), sent_statuses[status],
			status == SENT_RECEIVED ? day_text(l->facts.today) : since_received(m, s));
}

void model_thank(struct model *m)
{
	const struct a_sent *s = some_sent(m);

	if (s)
		(void)life_do(&m->life, "referral.thank", "{\"id\":%lld,\"day\":\"%s\"}", ID(s->id),
			      since_received(m, s));
}

void model_say(struct model *m)
{
	const struct a_sent *s = some_sent(m);

	if (s)
		(void)life_do(&m->life, "referral.tell",
			      "{\"id\":%lld,\"what\":\"%s\",\"day\":\"%s\"}", ID(s->id),
			      s->closed_day == NEVER ? "first-contact" : "outcome",
			      since_received(m, s));
}
