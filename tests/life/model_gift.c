/* Gifts of a random history: planned or not, noted before, after or instead of `done`. */
#include "life/model.h"

#define ID(x) ((long long)(x))

static const char *some_bool(struct model *m)
{
	return chance_of(&m->life.chance, 50) ? "true" : "false";
}

/* The same few days, so that a gift may meet what was done on its day. */
static const char *some_day(struct model *m)
{
	return day_text(m->life.facts.today - (chance_of(&m->life.chance, 70) ? 0 : 1));
}

static void plan(struct model *m, int64_t contact)
{
	(void)life_do(&m->life, "followup.add",
		      "{\"contact\":%lld,\"kind\":\"gift\",\"title\":\"in thanks\","
		      "\"due\":\"%sT23:00\",\"gives\":%s}",
		      ID(contact), day_text(m->life.facts.today), some_bool(m));
}

static void note(struct model *m, int64_t contact)
{
	const char *day = some_day(m);

	(void)life_do(&m->life, "gift.add",
		      "{\"contact\":%lld,\"what\":\"wine\",\"amount\":%d,\"day\":\"%s\"}",
		      ID(contact), chance_between(&m->life.chance, 0, 4000), day);
}

static void post(struct model *m, int64_t contact)
{
	const char *day = some_day(m);

	(void)life_do(&m->life, "touch.log",
		      "{\"contact\":%lld,\"channel\":\"mail\",\"direction\":\"out\","
		      "\"gave\":%s,\"day\":\"%s\"}",
		      ID(contact), some_bool(m), day);
}

void model_gift(struct model *m)
{
	int64_t contact = chance_between(&m->life.chance, 1, m->n_contacts);

	if (chance_of(&m->life.chance, 40))
		plan(m, contact);
	if (chance_of(&m->life.chance, 20))
		post(m, contact);
	if (chance_of(&m->life.chance, 60))
		note(m, contact);
}
