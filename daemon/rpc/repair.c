/* How a repair, and what they said, look in answers. */
#include "ops/repair.h"

#include "rpc/nouns.h"
#include "rpc/render.h"

static json_t *render_cause(struct op *op, const struct repair_cause *cause)
{
	json_t *o = json_object();

	set_text(o, "kind", repair_kinds[cause->kind]);
	set_id(o, "id", cause->id);
	set_object(o, "contact", render_who(op, cause->contact));
	set_day(o, "day", cause->day);
	set_text(o, "text", cause->text);
	set_bool(o, "open", cause->is_open);
	return o;
}

json_t *render_repair(struct op *op, const struct repair *repair)
{
	json_t *o, *list;

	if (!repair->run.id)
		return json_null();
	o = json_object();
	list = json_array();
	for (size_t i = 0; i < repair->n_causes; i++)
		(void)json_array_append_new(list, render_cause(op, &repair->causes[i]));
	set_id(o, "run", repair->run.id);
	set_object(o, "contact", render_who(op, repair->run.contact));
	set_day(o, "since", repair->run.anchor_day);
	set_object(o, "causes", list);
	set_object(o, "followups", render_followup_briefs(op, repair->steps, repair->n_steps));
	set_int(o, "held", repair->n_held);
	return o;
}

void set_repair(struct op *op, json_t *object, int64_t contact)
{
	struct repair repair;

	if (op_repair_of(op, contact, &repair))
		repair.run.id = 0;
	set_object(object, "repair", render_repair(op, &repair));
}

void set_said(struct op *op, json_t *object, const struct brief *b)
{
	json_t *complaints = json_array(), *scores = json_array(), *praise = json_array();

	for (size_t i = 0; i < b->n_complaints; i++)
		(void)json_array_append_new(complaints, render_complaint(op, &b->complaints[i]));
	for (size_t i = 0; i < b->n_scores; i++)
		(void)json_array_append_new(scores, render_satisfaction(op, &b->scores[i]));
	for (size_t i = 0; i < b->n_compliments; i++)
		(void)json_array_append_new(praise, render_compliment(op, &b->compliments[i]));
	set_object(object, "complaints", complaints);
	set_object(object, "satisfaction", scores);
	set_object(object, "compliments", praise);
	set_object(object, "repair", render_repair(op, &b->repair));
}
