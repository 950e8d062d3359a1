/* satisfaction.record and .list, compliment.add and .list. */
#include "ops/satisfaction.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_satisfaction(struct op *op, const struct satisfaction *s)
{
	json_t *o;

	if (!s->id)
		return json_null();
	o = json_object();
	set_id(o, "id", s->id);
	set_int(o, "version", s->version);
	set_object(o, "contact", render_who(op, s->contact));
	set_id(o, "sale", s->sale);
	set_id(o, "followup", s->followup);
	set_int(o, "score", s->score);
	set_text(o, "words", s->words);
	set_day(o, "day", s->day);
	set_instant(o, "created_at", s->created_at);
	return o;
}

json_t *render_compliment(struct op *op, const struct compliment *c)
{
	json_t *o = json_object();

	set_id(o, "id", c->id);
	set_int(o, "version", c->version);
	set_object(o, "contact", render_who(op, c->contact));
	set_id(o, "sale", c->sale);
	set_text(o, "text", c->text);
	set_day(o, "day", c->day);
	set_instant(o, "created_at", c->created_at);
	return o;
}

void set_praise(struct op *op, json_t *object, const struct praise_result *praise)
{
	json_t *done = json_array();

	for (size_t i = 0; i < praise->n_done; i++)
		(void)json_array_append_new(done, render_followup(op, &praise->done[i]));
	set_object(object, "also_done", done);
	set_object(object, "recheck", render_followup_next(op, &praise->recheck));
}

struct praise_params {
	struct given given;
	struct list_params list;
	int64_t contact, sale;
	int64_t score;
	const char *text;
	struct day day;
};
#define S struct praise_params
#define ROWS_WHEN                                                                                  \
	ROW_ID(S, sale, "sale", 0, "the sale it is about; the newest completed one"),              \
		ROW_DAY(S, day, "day", 0, "when it was said; today")
static const struct param record_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who was asked"),
	ROW_INT(S, score, "score", 0, SCORE_MAX, 0, PARAM_REQUIRED, "their answer"),
	ROW_TEXT(S, text, "words", 1, VOUCH_TEXT_MAX, 0, "in their words"),
	ROWS_WHEN,
	{0},
};
static const struct param praise_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who praises"),
	ROW_TEXT(S, text, "text", 1, VOUCH_TEXT_MAX, PARAM_REQUIRED, "in their words"),
	ROWS_WHEN,
	{0},
};
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "whose"),
	{0},
};

static int satisfaction_record(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct satisfaction score = {
		.contact = p->contact,
		.sale = p->sale,
		.score = (int)p->score,
		.words = p->text,
		.day = p->day,
	};
	struct praise_result result;
	int r;

	r = op_satisfaction_record(c->op, &score, &result);
	if (r)
		return r;
	*ret = under("satisfaction", render_satisfaction(c->op, &score));
	set_praise(c->op, *ret, &result);
	set_repair(c->op, *ret, score.contact);
	return 0;
}

static int compliment_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct compliment compliment = {
		.contact = p->contact, .sale = p->sale, .text = p->text, .day = p->day};
	struct praise_result result;
	int r;

	r = op_compliment_add(c->op, &compliment, &result);
	if (r)
		return r;
	*ret = under("compliment", render_compliment(c->op, &compliment));
	set_praise(c->op, *ret, &result);
	set_repair(c->op, *ret, compliment.contact);
	return 0;
}

/* The cursor is the day, the entry and the id of the page's last one. */
static int filter_of(struct call *c, const S *p, struct praise_filter *ret)
{
	int64_t at[3] = {NO_DAY.n, 0, 0};
	int r;

	r = list_cursor(c, &p->list, at, 3);
	if (r)
		return r;
	*ret = (struct praise_filter){
		.contact = p->contact,
		.before_day = {(int32_t)at[0]},
		.before_entry = at[1],
		.before_id = at[2],
		.limit = list_rows(&p->list),
	};
	return 0;
}

static const char *cursor_at(struct call *c, struct day day, int64_t entry, int64_t id)
{
	const int64_t at[3] = {day.n, entry, id};

	return cursor_write(at, 3, c->op->arena);
}

static int satisfaction_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct satisfaction *items;
	struct praise_filter filter;
	struct page page;
	size_t n, i = 0;
	int r;

	r = filter_of(c, p, &filter);
	if (r == 0)
		r = op_satisfaction_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_satisfaction(c->op, &items[i])))
		i++;
	*ret = page_close(
		&page,
		i < n ? cursor_at(c, items[i - 1].day, items[i - 1].entry, items[i - 1].id) : NULL);
	return 0;
}

static int compliment_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct praise_filter filter;
	struct compliment *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = filter_of(c, p, &filter);
	if (r == 0)
		r = op_compliment_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_compliment(c->op, &items[i])))
		i++;
	*ret = page_close(
		&page,
		i < n ? cursor_at(c, items[i - 1].day, items[i - 1].entry, items[i - 1].id) : NULL);
	return 0;
}

const struct method satisfaction_methods[] = {
	{"satisfaction.record", record_params, sizeof(S), satisfaction_record, METHOD_WRITE,
	 "Note how satisfied they are, 0 to 10, in their words",
	 "satisfaction, also_done, recheck, repair"},
	{"satisfaction.list", list_params, sizeof(S), satisfaction_list, METHOD_READ,
	 "A contact's scores, newest first", "items, next"},
	{"compliment.add", praise_params, sizeof(S), compliment_add, METHOD_WRITE,
	 "Note unprompted praise", "compliment, also_done, recheck, repair"},
	{"compliment.list", list_params, sizeof(S), compliment_list, METHOD_READ,
	 "A contact's compliments, newest first", "items, next"},
	{0},
};
