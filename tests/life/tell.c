/* What is known of a household, for the one who reads a failure. */
#include "life/model.h"

#define ID(x) ((long long)(x))

static void tell_people(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_contacts; i++) {
		const struct a_contact *c = &f->contacts[i];

		if (facts_are_together(f, c->id, contact))
			(void)fprintf(stderr, "contact %lld:%s%s%s (until %s, died %s)\n",
				      ID(c->id), c->is_partner ? " partner" : "",
				      c->is_paused ? " paused" : "", c->is_dead ? " dead" : "",
				      day_text(c->paused_until), day_text(c->death_day));
	}
}

static void tell_trouble(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_promises; i++) {
		const struct a_promise *p = &f->promises[i];

		if (facts_are_together(f, p->contact, contact))
			(void)fprintf(
				stderr,
				"promise %lld of %lld, sale %lld, due %s: %s; late %s, broken "
				"%s, fixed %s\n",
				ID(p->id), ID(p->contact), ID(p->sale), day_text(p->due_day),
				p->state == TOLD_OPEN     ? "open"
				: p->state == TOLD_KEPT   ? "kept"
				: p->state == TOLD_BROKEN ? "broken"
							  : "withdrawn",
				day_text(p->late.day), day_text(p->broken.day),
				day_text(p->fixed.day));
	}
	for (size_t i = 0; i < f->n_complaints; i++) {
		const struct a_complaint *c = &f->complaints[i];

		if (facts_are_together(f, c->contact, contact))
			(void)fprintf(stderr, "complaint %lld of %lld on %s (%lld), resolved %s\n",
				      ID(c->id), ID(c->contact), day_text(c->said.day),
				      ID(c->said.entry), day_text(c->resolved.day));
	}
}

static void tell_praise(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_scores; i++)
		if (facts_are_together(f, f->scores[i].contact, contact))
			(void)fprintf(stderr, "score of %lld on %s (%lld): %d\n",
				      ID(f->scores[i].contact), day_text(f->scores[i].at.day),
				      ID(f->scores[i].at.entry), f->scores[i].score);
	for (size_t i = 0; i < f->n_compliments; i++)
		if (f->compliments[i].contact == contact)
			(void)fprintf(stderr, "compliment on %s (%lld)\n",
				      day_text(f->compliments[i].at.day),
				      ID(f->compliments[i].at.entry));
}

static void tell_asks(const struct facts *f, int64_t contact)
{
	static const char *const answers[] = {"none yet", "names",    "willing",
					      "later",    "declined", "never"};

	for (size_t i = 0; i < f->n_asks; i++) {
		const struct an_ask *a = &f->asks[i];

		if (facts_are_together(f, a->contact, contact))
			(void)fprintf(
				stderr, "ask %lld of %lld (follow-up %lld) on %s (%lld): %s %s\n",
				ID(a->id), ID(a->contact), ID(a->followup), day_text(a->at.day),
				ID(a->at.entry), answers[a->answer], day_text(a->later_day));
	}
	for (size_t i = 0; i < f->n_gifts; i++)
		if (f->gifts[i].contact == contact)
			(void)fprintf(stderr, "gave on %s\n", day_text(f->gifts[i].day));
	for (size_t i = 0; i < f->n_sent; i++)
		if (f->sent[i].contact == contact)
			(void)fprintf(stderr, "sent %lld on %s: thanked %s, told %s and %s\n",
				      ID(f->sent[i].id), day_text(f->sent[i].received_day),
				      day_text(f->sent[i].thanked_day),
				      day_text(f->sent[i].told_contact_day),
				      day_text(f->sent[i].told_outcome_day));
	for (size_t i = 0; i < f->n_stops; i++)
		if (f->stops[i].contact == contact)
			(void)fprintf(stderr, "stop %lld %s from %s until %s%s\n",
				      ID(f->stops[i].id), f->stops[i].channel,
				      day_text(f->stops[i].from), day_text(f->stops[i].until),
				      f->stops[i].is_lifted ? " lifted" : "");
}

void model_tell(const struct model *m, int64_t contact)
{
	const struct facts *f = &m->life.facts;

	tell_people(f, contact);
	for (size_t i = 0; i < f->n_sales; i++)
		if (f->sales[i].contact == contact)
			(void)fprintf(stderr, "sale %lld: %s %s\n", ID(f->sales[i].id),
				      f->sales[i].is_completed ? "completed"
				      : f->sales[i].is_open    ? "open"
							       : "ended",
				      day_text(f->sales[i].completed_day));
	tell_trouble(f, contact);
	tell_praise(f, contact);
	tell_asks(f, contact);
}
