/* Plan documents as JSON: read from params, and rendered as they would be put. */
#include "rpc/plan_document.h"

#include <stdlib.h>
#include <string.h>

#include "domain/words.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct step_params {
	const char *key, *offset, *after;
	int kind, channel, to, scope, when, gate;
	const char *part_of;
	bool gives, score;
	const char *repeat;
	struct texts tries;
	struct id_list leads;
	const char *text, *reason;
};
#define S struct step_params
static const struct param step_params[] = {
	ROW_TEXT(S, key, "key", 1, VOUCH_WORD_MAX, PARAM_REQUIRED, "its name in the plan"),
	ROW_TEXT(S, offset, "offset", 1, VOUCH_OFFSET_MAX, PARAM_REQUIRED,
		 "+14 days, +1bd business days, +1h working hours; a time may follow"),
	ROW_TEXT(S, after, "after", 1, VOUCH_WORD_MAX, 0,
		 "counts from the day this step was done or skipped"),
	ROW_WORD(S, kind, "kind", followup_kinds, PARAM_REQUIRED, "what to do"),
	ROW_WORD(S, channel, "channel", channels, 0, "how"),
	ROW_WORD(S, to, "to", step_tos, 0, "to whom; the contact"),
	ROW_WORD(S, scope, "scope", step_scopes, 0,
		 "sale: for each sale; contact: at most one open for a contact"),
	ROW_WORD(S, when, "when", step_whens, 0, "judged on the step's day; always"),
	ROW_WORD(S, gate, "gate", step_gates, 0, "asks only, and always: earned"),
	ROW_TEXT(S, part_of, "part_of", 1, VOUCH_WORD_MAX, 0, "the ask it belongs to"),
	ROW_BOOL(S, gives, "gives", "it gives the contact something"),
	ROW_BOOL(S, score, "score", "it asks for a score"),
	ROW_REPEAT(S, repeat, "repeat", 0, "an RRULE, or every so many days"),
	ROW_TEXTS(S, tries, "tries", VOUCH_TRIES_MAX, VOUCH_OFFSET_MAX, 0,
		  "when to try again, one offset a try"),
	ROW_IDS(S, leads, "leads", VOUCH_TRIES_MAX, 0,
		"days before its day on which it is told of, 7 before 1"),
	ROW_TEXT(S, text, "text", 1, VOUCH_TITLE_MAX, PARAM_REQUIRED, "what it is about"),
	ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, PARAM_REQUIRED, "why it is there"),
	{0},
};
#undef S

const struct param document_params[] = {
	ROW_TEXT(struct document_params, name, "name", 1, VOUCH_WORD_MAX, PARAM_REQUIRED,
		 "its name"),
	ROW_TEXT(struct document_params, title, "title", 1, VOUCH_TITLE_MAX, 0, "in words"),
	ROW_OBJECTS(struct document_params, steps, "steps", step_params, struct step_params, 1,
		    VOUCH_STEPS_MAX, PARAM_REQUIRED, "in the order to do them"),
	{0},
};

static int or_first(int index)
{
	return index < 0 ? 0 : index;
}

void plan_document_read(const struct document_params *document, struct arena *arena,
			struct plan *ret)
{
	const struct step_params *steps = document->steps.items;

	*ret = (struct plan){
		.name = document->name, .title = document->title, .n_steps = document->steps.n};
	ret->steps = arena_array(arena, ret->n_steps, sizeof *ret->steps);
	for (size_t i = 0; i < ret->n_steps; i++) {
		const struct step_params *p = &steps[i];

		ret->steps[i] = (struct plan_step){
			.key = p->key,
			.offset = p->offset,
			.after = p->after,
			.kind = (enum followup_kind)p->kind,
			.channel = p->channel,
			.to = (enum step_to)or_first(p->to),
			.scope = (enum step_scope)or_first(p->scope),
			.when = (enum step_when)or_first(p->when),
			.has_gate = p->gate >= 0,
			.part_of = p->part_of,
			.gives = p->gives,
			.score = p->score,
			.repeat = p->repeat,
			.tries = p->tries.items,
			.n_tries = p->tries.n,
			.leads = p->leads.items,
			.n_leads = p->leads.n,
			.text = p->text,
			.reason = p->reason,
		};
	}
}

static void set_given(json_t *o, const char *key, const char *text)
{
	if (text)
		set_text(o, key, text);
}

/* A number of days goes out as it came in. */
static void set_repeat(json_t *o, const char *repeat)
{
	if (!repeat)
		return;
	if (repeat[strspn(repeat, "0123456789")] == '\0')
		set_int(o, "repeat", strtoll(repeat, NULL, 10));
	else
		set_text(o, "repeat", repeat);
}

void plan_leads_render(const struct plan_step *step, json_t *o)
{
	json_t *leads;

	if (!step->n_leads)
		return;
	leads = json_array();
	for (size_t i = 0; i < step->n_leads; i++)
		(void)json_array_append_new(leads, json_integer(step->leads[i]));
	set_object(o, "leads", leads);
}

static json_t *render_step(const struct plan_step *step)
{
	json_t *o = json_object(), *tries = json_array();

	set_text(o, "key", step->key);
	set_text(o, "offset", step->offset);
	set_given(o, "after", step->after);
	set_text(o, "kind", followup_kinds[step->kind]);
	set_given(o, "channel", word_at(channels, step->channel));
	set_text(o, "to", step_tos[step->to]);
	set_text(o, "scope", step_scopes[step->scope]);
	set_text(o, "when", step_whens[step->when]);
	set_given(o, "gate", step->has_gate ? step_gates[0] : NULL);
	set_given(o, "part_of", step->part_of);
	set_bool(o, "gives", step->gives);
	set_bool(o, "score", step->score);
	set_repeat(o, step->repeat);
	for (size_t i = 0; i < step->n_tries; i++)
		(void)json_array_append_new(tries, json_string(step->tries[i]));
	if (step->n_tries)
		set_object(o, "tries", tries);
	else
		json_decref(tries);
	plan_leads_render(step, o);
	set_text(o, "text", step->text);
	set_text(o, "reason", step->reason);
	return o;
}

json_t *plan_document_render(const struct plan *plan)
{
	json_t *o = json_object(), *steps = json_array();

	for (size_t i = 0; i < plan->n_steps; i++)
		(void)json_array_append_new(steps, render_step(&plan->steps[i]));
	set_text(o, "name", plan->name);
	set_given(o, "title", plan->title);
	set_object(o, "steps", steps);
	return o;
}
