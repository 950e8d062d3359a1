/* The words of the loop: what a follow-up to a referrer says, of whom. */
#include "ops/referrer_words.h"

#include "base/str.h"
#include "ops/contact.h"
#include "ops/flow.h"
#include "ops/referrer.h"
#include "ops/title.h"
#include "store/loop.h"
#include "store/referral.h"
#include "store/run.h"

#define NAMES_SHOWN 3

int referrer_what(const struct run *run, const struct plan_step *step)
{
	if (step->to != TO_REFERRER || step->has_gate)
		return -1;
	if (str_equal(run->plan_name, PLAN_OUTCOME))
		return step->kind == KIND_GIFT ? LOOP_GIFT : LOOP_OUTCOME;
	if (!str_equal(run->plan_name, PLAN_REFERRAL) || step->after)
		return -1;
	if (step->kind == KIND_GIFT)
		return LOOP_GIFT;
	return step->kind == KIND_THANK_YOU ? LOOP_THANK : LOOP_FIRST_CONTACT;
}

static const char *person_name(struct op *op, const struct referral *x)
{
	return x->person ? op_contact_name(op, x->person) : x->name;
}

/* As the first of several, and after another. */
static const char *const texts[][2] = {
	[LOOP_THANK] = {"Thank them for sending", "thank them for sending"},
	[LOOP_FIRST_CONTACT] = {"Tell them of the first contact with",
				"tell them of the first contact with"},
	[LOOP_OUTCOME] = {"Tell them how it ended with", "tell them how it ended with"},
	[LOOP_GIFT] = {"A gift in thanks for", "a gift in thanks for"},
};

/* What is left to say in one follow-up: by kind, the names. */
struct saying {
	const char *names[N_LOOP_WHATS];
	int n[N_LOOP_WHATS];
	int n_whats; /* how many kinds of saying */
};

static void add_name(struct op *op, struct saying *s, enum loop_what what, const char *name)
{
	int n = s->n[what]++;

	if (n == 0)
		s->n_whats++;
	if (n < NAMES_SHOWN)
		s->names[what] = n ? arena_printf(op->arena, "%s, %s", s->names[what], name) : name;
}

static int load_saying(struct op *op, int64_t followup, struct saying *ret)
{
	struct loop_items rows;
	int r;

	*ret = (struct saying){0};
	r = store_loop_of_followup(op->store, followup, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct referral x;

		r = store_referral_get(op->store, rows.items[i].referral, op->arena, &x);
		if (r == 0 && referrer_is_owed(&x, rows.items[i].what))
			add_name(op, ret, rows.items[i].what, person_name(op, &x));
	}
	return r;
}

static const char *say_part(struct op *op, const struct saying *s, int what, const char *text)
{
	int n_more = s->n[what] - NAMES_SHOWN;

	if (n_more <= 0)
		return arena_printf(op->arena, "%s %s", text, s->names[what]);
	return arena_printf(op->arena, "%s %s and %d more", text, s->names[what], n_more);
}

/* The step's own words, where all that is left to say is what it says; null: none. */
static int words_of(struct op *op, const struct followup *f, const struct saying *s,
		    const char **ret)
{
	const struct plan_step *step;
	struct run run;
	int what, r;

	*ret = NULL;
	if (s->n_whats != 1)
		return 0;
	r = flow_step(op, f, &step);
	if (r || !step)
		return r;
	r = store_run_get(op->store, f->run, op->arena, &run);
	if (r)
		return r;
	what = referrer_what(&run, step);
	if (what >= 0 && s->n[what])
		*ret = arena_printf(op->arena, "%s:", step->text);
	return 0;
}

/* Those words, else those of each kind. */
static int title_of(struct op *op, const struct followup *f, const struct saying *s,
		    const char **ret)
{
	const char *words, *title = NULL;
	int r;

	r = words_of(op, f, s, &words);
	for (int what = 0; r == 0 && what < N_LOOP_WHATS; what++) {
		const char *part;

		if (!s->n[what])
			continue;
		part = say_part(op, s, what, words ? words : texts[what][title != NULL]);
		title = title ? arena_printf(op->arena, "%s; %s", title, part) : part;
	}
	*ret = title ? op_title(op, title) : f->title;
	return r;
}

int referrer_name(struct op *op, struct followup *f, int *ret_n_whats)
{
	struct saying s;
	int r;

	r = load_saying(op, f->id, &s);
	if (r == 0)
		r = title_of(op, f, &s, &f->title);
	*ret_n_whats = s.n_whats;
	return r;
}
