/* talk.questions, talk.record and talk.get. */
#include "ops/talk.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define TALKS_SHOWN 20 /* the newest and those before it */

static json_t *render_answers(const struct talk *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->n_answers; i++) {
		json_t *o = json_object();

		set_text(o, "question", talk_questions[t->answers[i].question].code);
		set_bool(o, "bad_experience", t->answers[i].is_bad);
		set_text(o, "words", t->answers[i].words);
		(void)json_array_append_new(list, o);
	}
	return list;
}

json_t *render_talk(struct op *op, const struct talk *t)
{
	json_t *o;

	if (!t->id)
		return json_null();
	o = json_object();
	set_id(o, "id", t->id);
	set_int(o, "version", t->version);
	set_object(o, "contact", render_who(op, t->contact));
	set_id(o, "sale", t->sale);
	set_day(o, "day", t->day);
	set_object(o, "answers", render_answers(t));
	set_text(o, "motive", talk_motives[t->motive]);
	set_text(o, "agreed", talk_agreements[t->agreed]);
	set_text(o, "note", t->note);
	set_instant(o, "created_at", t->created_at);
	return o;
}

static int questions(struct call *c, const void *params, json_t **ret)
{
	json_t *items = json_array();

	(void)c, (void)params;
	for (size_t i = 0; i < TALK_QUESTIONS; i++) {
		json_t *o = json_object();

		set_text(o, "code", talk_questions[i].code);
		set_text(o, "text", talk_questions[i].text);
		(void)json_array_append_new(items, o);
	}
	*ret = under("items", items);
	return 0;
}

struct answer_params {
	int question;
	bool bad_experience;
	const char *words;
};
static const struct param answer_params[] = {
	ROW_WORD(struct answer_params, question, "question", talk_question_codes, PARAM_REQUIRED,
		 "its code, see talk.questions"),
	{.name = "bad_experience",
	 .type = PARAM_BOOL,
	 .offset = offsetof(struct answer_params, bad_experience),
	 .flags = PARAM_REQUIRED,
	 .help = "it went badly, with whoever sold to them before"},
	ROW_TEXT(struct answer_params, words, "words", 0, VOUCH_TEXT_MAX, 0,
		 "what they said, in their own words"),
	{0},
};

struct record_params {
	struct given given;
	int64_t contact, sale;
	struct day day;
	struct object_list answers;
	int motive, agreed;
	const char *note;
};
#define S struct record_params
static const struct param record_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "with whom"),
	ROW_ID(S, sale, "sale", 0, "the sale it was about; their one open sale"),
	ROW_DAY(S, day, "day", 0, "when it was; today"),
	ROW_OBJECTS(S, answers, "answers", answer_params, struct answer_params, 0, TALK_QUESTIONS,
		    0, "what they answered; each question once"),
	ROW_WORD(S, motive, "motive", talk_motives, PARAM_REQUIRED,
		 "what would move them to refer"),
	ROW_WORD(S, agreed, "agreed", talk_agreements, PARAM_REQUIRED,
		 "whether they agreed to refer once the work is done"),
	ROW_TEXT(S, note, "note", 0, VOUCH_TEXT_MAX, 0, "anything else"),
	{0},
};
#undef S

static const char *text_or_none(const char *text)
{
	return text && *text ? text : NULL;
}

static int talk_record(struct call *c, const void *params, json_t **ret)
{
	const struct record_params *p = params;
	const struct answer_params *answers = p->answers.items;
	struct talk t = {
		.contact = p->contact,
		.sale = p->sale,
		.day = p->day,
		.motive = (enum talk_motive)p->motive,
		.agreed = (enum talk_agreed)p->agreed,
		.note = text_or_none(p->note),
		.n_answers = p->answers.n,
	};
	struct followup *done;
	size_t n;
	int r;

	for (size_t i = 0; i < p->answers.n; i++)
		t.answers[i] = (struct talk_answer){answers[i].question, answers[i].bad_experience,
						    text_or_none(answers[i].words)};
	r = op_talk_record(c->op, &t, &done, &n);
	if (r)
		return r;
	*ret = under("talk", render_talk(c->op, &t));
	set_object(*ret, "followups", render_followup_briefs(c->op, done, n));
	return 0;
}

struct get_params {
	struct given given;
	int64_t contact;
};
static const struct param get_params[] = {
	ROW_ID(struct get_params, contact, "contact", PARAM_REQUIRED, "with whom"),
	{0},
};

static int talk_get(struct call *c, const void *params, json_t **ret)
{
	const struct get_params *p = params;
	json_t *earlier;
	struct talk *items;
	size_t n;
	int r;

	r = op_talk_list(c->op, p->contact, TALKS_SHOWN, &items, &n);
	if (r)
		return r;
	earlier = json_array();
	for (size_t i = 1; i < n; i++)
		(void)json_array_append_new(earlier, render_talk(c->op, &items[i]));
	*ret = under("talk", n ? render_talk(c->op, &items[0]) : json_null());
	set_object(*ret, "earlier", earlier);
	return 0;
}

const struct method talk_methods[] = {
	{"talk.questions", NULL, 0, questions, METHOD_READ,
	 "The questions of the best-interest talk, in the order to ask them", "items"},
	{"talk.record", record_params, sizeof(struct record_params), talk_record, METHOD_WRITE,
	 "Record a best-interest talk", "talk, and followups: the steps that it did"},
	{"talk.get", get_params, sizeof(struct get_params), talk_get, METHOD_READ,
	 "The newest talk with a contact", "talk or null, and earlier ones, newest first"},
	{0},
};
