/* followup.done, .skip and .snooze: what takes one id or many. */
#include "ops/followup.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct next_params {
	int kind;
	const char *title;
	struct due due;
};
static const struct param next_params[] = {
	ROW_WORD(struct next_params, kind, "kind", followup_kinds, PARAM_REQUIRED, "what to do"),
	ROW_TEXT(struct next_params, title, "title", 1, VOUCH_TITLE_MAX, 0,
		 "what it is about; the same again where left out"),
	ROW_DUE(struct next_params, due, "due", PARAM_REQUIRED, "when; kept as named"),
	{0},
};

struct many_params {
	struct given given;
	int64_t id;
	struct id_list ids;
	/* done */
	int outcome;
	const char *note;
	bool gave;
	int64_t score;
	int64_t minutes;
	struct day day;
	const char *override_reason;
	struct next_params next;
	/* skip */
	const char *reason;
	/* snooze */
	struct due until;
	bool dry_run;
};
#define S struct many_params
#define ROWS_WHICH                                                                                 \
	ROW_ID(S, id, "id", 0, "the follow-up"),                                                   \
		ROW_IDS(S, ids, "ids", VOUCH_IDS_MAX, 0, "several: all of them or none")

static const char *const done_outcomes[] = {"reached", "no-answer", "left-word",
					    "replied", "sent",      NULL};
static const struct param done_params[] = {
	ROWS_WHICH,
	ROW_WORD(S, outcome, "outcome", done_outcomes, 0,
		 "what came of it; by its kind, reached or sent"),
	ROW_TEXT(S, note, "note", 0, VOUCH_TEXT_MAX, 0, "what was said"),
	ROW_BOOL(S, gave, "gave", "something useful was given"),
	ROW_INT(S, score, "score", 0, SCORE_MAX, -1, 0, "0 to 10, with the note as their words"),
	ROW_INT(S, minutes, "minutes", 0, VOUCH_MINUTES_MAX, -1, 0, "how long it took"),
	ROW_DAY(S, day, "day", 0, "when it was; today"),
	ROW_TEXT(S, override_reason, "override_reason", 1, VOUCH_REASON_MAX, 0,
		 "why an ask is made that is not earned"),
	ROW_OBJECT(S, next, "next", next_params, 0, "a follow-up to add in the same breath"),
	{0},
};
static const struct param skip_params[] = {
	ROWS_WHICH,
	ROW_TEXT(S, reason, "reason", 0, VOUCH_REASON_MAX, 0, "why"),
	{0},
};
static const struct param snooze_params[] = {
	ROWS_WHICH,
	ROW_DUE(S, until, "until", PARAM_REQUIRED, "when instead; kept as named"),
	ROW_BOOL(S, dry_run, "dry_run", "say what it would mean, change nothing"),
	{0},
};

static json_t *render_many(struct call *c, const S *p, const struct followup *items, size_t n)
{
	json_t *list;

	if (p->id)
		return under("followup", render_followup(c->op, &items[0]));
	list = json_array();
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_followup(c->op, &items[i]));
	return under("followups", list);
}

static struct done done_of(const S *p)
{
	bool has_next = params_present(done_params, p, offsetof(S, next));

	return (struct done){
		.outcome = p->outcome,
		.note = p->note,
		.gave = p->gave,
		.has_score = p->score >= 0,
		.score = (int)p->score,
		.minutes = (int)p->minutes,
		.day = p->day,
		.override_reason = p->override_reason,
		.next = {.kind = has_next ? p->next.kind : -1,
			 .title = p->next.title,
			 .due_day = p->next.due.day,
			 .due_minute = p->next.due.minute},
	};
}

static int followup_done(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct done done = done_of(p);
	struct done_result *results;
	struct followup *items, last;
	const int64_t *ids = NULL;
	size_t n = 0;
	json_t *o;
	int r;

	r = list_which(c, &p->id, &p->ids, &ids, &n);
	if (r)
		return r;
	results = arena_array(c->op->arena, n, sizeof *results);
	items = arena_array(c->op->arena, n, sizeof *items);
	r = op_followup_done(c->op, ids, n, &done, results);
	if (r)
		return r;
	for (size_t i = 0; i < n; i++)
		items[i] = results[i].followup;
	last = results[n - 1].next;
	o = render_many(c, p, items, n);
	set_object(o, "touch", render_touch(c->op, &results[n - 1].touch));
	set_object(o, "satisfaction", render_satisfaction(c->op, &results[n - 1].satisfaction));
	set_object(o, "promise", render_promise(c->op, &results[n - 1].promise));
	set_praise(c->op, o, &results[n - 1].praise);
	set_object(o, "next", last.id ? render_followup(c->op, &last) : json_null());
	set_repair(c->op, o, items[n - 1].contact);
	r = last.id ? set_held_until(c->op, o, &last) : 0;
	return answer_if(r, o, ret);
}

static int followup_skip(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct followup *items;
	const int64_t *ids = NULL;
	size_t n = 0;
	int r;

	r = list_which(c, &p->id, &p->ids, &ids, &n);
	if (r)
		return r;
	items = arena_array(c->op->arena, n, sizeof *items);
	r = op_followup_skip(c->op, ids, n, p->reason, items);
	if (r == 0)
		*ret = render_many(c, p, items, n);
	return r;
}

static int followup_snooze(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct followup *items;
	const int64_t *ids = NULL;
	size_t n = 0;
	json_t *o;
	int r;

	r = list_which(c, &p->id, &p->ids, &ids, &n);
	if (r)
		return r;
	items = arena_array(c->op->arena, n, sizeof *items);
	r = p->dry_run ? op_followup_try_snooze(c->op, ids, n, p->until.day, p->until.minute, items)
		       : op_followup_snooze(c->op, ids, n, p->until.day, p->until.minute, items);
	if (r)
		return r;
	o = render_many(c, p, items, n);
	return answer_if(set_warnings(c->op, o, items, n), o, ret);
}

const struct method followup_done_methods[] = {
	{"followup.done", done_params, sizeof(S), followup_done, METHOD_WRITE,
	 "Say what came of a follow-up; logs the touch, and the score they gave",
	 "followup or followups, touch, satisfaction, also_done, recheck, promise, repair, next"},
	{"followup.skip", skip_params, sizeof(S), followup_skip, METHOD_WRITE,
	 "Leave a follow-up out; what comes after it goes on", "followup or followups"},
	{"followup.snooze", snooze_params, sizeof(S), followup_snooze, METHOD_WRITE,
	 "Move a follow-up to a later time", "followup or followups, warnings"},
	{0},
};
