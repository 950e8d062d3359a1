/* Asks and their answers, from what requests and answers tell. */
#include <string.h>

#include "life/facts_told.h"

const struct an_ask *facts_part_of(const struct facts *f, int64_t followup)
{
	for (size_t i = f->n_parts; i > 0; i--)
		if (f->parts[i - 1].followup == followup)
			return &f->asks[f->parts[i - 1].ask];
	return NULL;
}

void facts_note_part(struct facts *f, int64_t followup, size_t ask)
{
	*MORE(f, parts) = (struct a_part){followup, ask};
}

void facts_ask_done(struct facts *f, const struct told *t, const json_t *followup)
{
	if (facts_part_of(f, told_id(followup, "id")))
		return;
	*MORE(f, asks) = (struct an_ask){
		.contact = told_id(followup, "contact"),
		.followup = told_id(followup, "id"),
		.at = t->at,
		.later_day = NEVER,
		.is_override = *told_text(t->params, "override_reason") != '\0',
	};
}

static enum answer_told answer_of(const char *outcome)
{
	static const char *const words[] = {
		[TOLD_NAMES] = "names-given", [TOLD_WILLING] = "willing", [TOLD_LATER] = "later",
		[TOLD_DECLINED] = "declined", [TOLD_NEVER] = "never",
	};

	for (int i = TOLD_NAMES; i <= TOLD_NEVER; i++)
		if (strcmp(words[i], outcome) == 0)
			return (enum answer_told)i;
	return TOLD_NOTHING;
}

static struct an_ask *ask_told(struct facts *f, const json_t *o)
{
	for (size_t i = f->n_asks; i > 0; i--) {
		struct an_ask *a = &f->asks[i - 1];

		if (a->id == told_id(o, "id"))
			return a;
		if (!a->id && a->contact == told_id(o, "contact") &&
		    a->followup == told_id(o, "followup"))
			return a;
	}
	return NULL;
}

/* A new ask; or the answer to one that was done; or what a part of one adds to it. */
void facts_on_ask(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "ask");
	struct an_ask *a = ask_told(f, o);
	const json_t *referral;
	size_t i;

	json_array_foreach (json_object_get(t->result, "referrals"), i, referral)
		facts_sent_told(f, referral);
	if (!a) {
		a = MORE(f, asks);
		*a = (struct an_ask){
			.contact = told_id(t->params, "contact"),
			.followup = told_id(o, "followup"),
			.at = t->at,
			.is_override = *told_text(t->params, "override_reason") != '\0',
		};
	}
	a->id = told_id(o, "id");
	a->answer = answer_of(told_text(o, "outcome"));
	a->later_day = told_day(o, "later_day");
}
