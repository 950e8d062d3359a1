/* The words to ask for a referral with, from what the client said. */
#include "ops/script.h"

#include <string.h>

#include "ops/date.h"
#include "ops/refuse.h"
#include "ops/talk.h"
#include "ops/template.h"
#include "store/script.h"

/* What the script is made from. */
struct pieces {
	const struct contact *contact;
	struct talk talk; /* id 0: none was held */
	const char *praise, *came_through, *product, *listen_for;
};

static const char *quoted(struct op *op, const char *words, enum words_form form)
{
	char to[WORDS_SIZE];

	words_quote(words, form, to);
	return arena_strdup(op->arena, to);
}

/* Not of a company, whose first word is no person. */
static const char *first_name(struct op *op, const struct contact *c)
{
	bool is_company = c->org && c->name && strcmp(c->org, c->name) == 0;
	char to[WORDS_SIZE];

	words_first_name(c->given ? c->given : is_company ? NULL : c->name, to);
	return arena_strdup(op->arena, to);
}

/* The line of what they bought, else the one for all. */
static int product_line(struct op *op, const struct pieces *p, const char **ret)
{
	struct script_value values[N_LISTEN_FOR_FIELDS] = {
		[LISTEN_FOR_FIRST_NAME] = {.text = first_name(op, p->contact)},
		[LISTEN_FOR_PRODUCT] = {.text = p->product},
	};
	char name[TEMPLATE_NAME_SIZE];
	struct template t;
	int r;

	if (p->product)
		template_of_product(p->product, name);
	r = op_template_get(op, p->product ? name : template_infos[TEMPLATE_LISTEN_FOR].name, &t);
	if (r == 0)
		op_template_render(op, &t, values, ret);
	return r;
}

static int gather(struct op *op, const struct contact *c, struct pieces *p)
{
	int r;

	*p = (struct pieces){.contact = c, .listen_for = c->listen_for};
	r = op_talk_newest(op, c->id, &p->talk);
	if (r == 0)
		r = store_script_praise(op->store, c->id, op->settings->gate_score, op->arena,
					&p->praise);
	if (r == 0)
		r = store_script_came_through(op->store, c->id, op->arena, &p->came_through);
	if (r == 0)
		r = store_script_product(op->store, c->id, op->arena, &p->product);
	if (r == 0 && !c->listen_for)
		r = product_line(op, p, &p->listen_for);
	return r;
}

/* All bad experiences as the items of a list. */
static struct script_value experiences(struct op *op, const struct talk *talk)
{
	struct script_value *rows =
		arena_array(op->arena, (size_t)TALK_QUESTIONS * N_EXPERIENCE_FIELDS, sizeof *rows);
	const struct script_value **items =
		arena_array(op->arena, TALK_QUESTIONS, sizeof(const struct script_value *));
	size_t n = 0;

	for (size_t i = 0; i < talk->n_answers; i++) {
		const struct talk_answer *answer = &talk->answers[i];
		struct script_value *row = &rows[n * N_EXPERIENCE_FIELDS];

		if (!answer->is_bad)
			continue;
		row[EXPERIENCE_WORDS].text = quoted(op, answer->words, WORDS_SENTENCE);
		row[EXPERIENCE_EXPERIENCE].text = talk_questions[answer->question].trouble;
		items[n++] = row;
	}
	return (struct script_value){.items = items, .n_items = n};
}

static void fill(struct op *op, const struct pieces *p, struct script_value values[N_ASK_FIELDS])
{
	const struct talk_answer *bad = talk_bad_experience(&p->talk);
	bool is_held = p->talk.id != 0;

	values[ASK_FIRST_NAME].text = first_name(op, p->contact);
	values[ASK_NAME].text = p->contact->name;
	values[ASK_PRODUCT].text = p->product;
	if (bad) {
		values[ASK_BAD_WORDS].text = quoted(op, bad->words, WORDS_SENTENCE);
		values[ASK_BAD_EXPERIENCE].text = talk_questions[bad->question].trouble;
	}
	values[ASK_BAD_EXPERIENCES] = experiences(op, &p->talk);
	values[ASK_TIME_AND_ATTENTION].is_set =
		!is_held || p->talk.motive == MOTIVE_TIME_AND_ATTENTION;
	values[ASK_PRESTIGE].is_set = is_held && p->talk.motive == MOTIVE_PRESTIGE;
	values[ASK_AGREED].is_set = is_held && p->talk.agreed == AGREED_YES;
	values[ASK_PRAISE].text = quoted(op, p->praise, WORDS_SENTENCE);
	values[ASK_CAME_THROUGH].text = p->came_through;
	values[ASK_LISTEN_FOR].text = quoted(op, p->listen_for, WORDS_PHRASE);
}

static int make(struct op *op, const struct contact *c, struct template *t, struct ask_script *ret)
{
	struct script_value values[N_ASK_FIELDS] = {0};
	struct pieces pieces;
	int r;

	r = gather(op, c, &pieces);
	if (r == 0)
		r = op_template_get(op, template_infos[TEMPLATE_ASK].name, t);
	if (r)
		return r;
	fill(op, &pieces, values);
	ret->template = t->name;
	ret->subject = NULL;
	op_template_render(op, t, values, &ret->text);
	return 0;
}

int op_ask_script_of(struct op *op, const struct contact *c, struct ask_script *ret)
{
	struct template t;

	*ret = (struct ask_script){0};
	return contact_is_live(c->state) ? make(op, c, &t, ret) : 0;
}

int op_ask_script(struct op *op, int64_t contact, struct ask_script *ret)
{
	struct contact c;
	struct template t;
	int r;

	r = op_live_contact(op, contact, &c);
	if (r == 0)
		r = make(op, &c, &t, ret);
	if (r)
		return r;
	return ret->text ? 0 : op_template_refuse(op, &t);
}

/* The age and the renewal that come next. */
static int fill_dates(struct op *op, const struct contact *c, struct script_value *values)
{
	struct date_rows rows;
	int r;

	r = op_dates_of(op, c->id, NO_DAY, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct date_row *row = &rows.items[i];
		int turns = date_turns(&row->date, row->next_day);
		struct civil day = day_to_civil(row->next_day);

		if (turns > 0)
			values[MAIL_TURNS].text = arena_printf(op->arena, "%d", turns);
		if (date_is_renewal(&row->date) && !day_is_none(row->next_day) &&
		    !values[MAIL_RENEWAL_DAY].text)
			values[MAIL_RENEWAL_DAY].text = arena_printf(
				op->arena, "%d %s %d", day.day, month_name(day.month), day.year);
	}
	return r;
}

static int make_mail(struct op *op, const struct contact *c, const struct template *t,
		     struct ask_script *ret)
{
	struct script_value values[N_MAIL_FIELDS] = {
		[MAIL_FIRST_NAME] = {.text = first_name(op, c)},
		[MAIL_NAME] = {.text = c->name},
	};
	const char *text, *subject;
	size_t length;
	int r;

	r = store_script_product(op->store, c->id, op->arena, &values[MAIL_PRODUCT].text);
	if (r == 0)
		r = fill_dates(op, c, values);
	if (r)
		return r;
	op_template_render(op, t, values, &text);
	if (!text)
		return op_template_refuse(op, t);
	ret->template = t->name;
	ret->text = template_body(text, &subject, &length);
	ret->subject = subject ? arena_strndup(op->arena, subject, length) : NULL;
	return 0;
}

int op_mail_script(struct op *op, int64_t contact, const char *template, struct ask_script *ret)
{
	struct contact c;
	struct template t;
	int r;

	*ret = (struct ask_script){0};
	r = op_live_contact(op, contact, &c);
	if (r == 0)
		r = op_template_get(op, template, &t);
	if (r)
		return r;
	if (t.kind == TEMPLATE_ASK)
		return op_ask_script(op, contact, ret);
	if (!template_is_mail(t.kind))
		return op_fail(op, VOUCH_E_CONFLICT, "template",
			       "the template '%s' is no e-mail; birthday, thank, renewal and mail "
			       "are",
			       t.name);
	if (t.is_default && strchr(t.name, ':'))
		return op_fail(op, VOUCH_E_NOT_FOUND, "template",
			       "there is no template '%s'; write it first: vouch template put %s "
			       "\"Subject: ...\"",
			       t.name, t.name);
	return make_mail(op, &c, &t, ret);
}
