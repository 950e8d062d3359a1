/* time.log and time.list. */
#include "ops/time_log.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render_time(const struct time_log *t)
{
	json_t *o = json_object();

	set_id(o, "id", t->id);
	set_int(o, "version", t->version);
	set_text(o, "activity", activities[t->activity]);
	set_int(o, "minutes", t->minutes);
	set_day(o, "day", t->day);
	set_text(o, "note", t->note);
	set_instant(o, "created_at", t->created_at);
	return o;
}

struct time_params {
	struct given given;
	struct list_params list;
	int activity;
	int64_t minutes;
	struct day day, from, to;
	const char *note;
};
#define S struct time_params
static const struct param log_params[] = {
	ROW_WORD(S, activity, "activity", activities, PARAM_REQUIRED, "what it went to"),
	ROW_INT(S, minutes, "minutes", 1, VOUCH_MINUTES_MAX, 0, PARAM_REQUIRED, "how long it took"),
	ROW_DAY(S, day, "day", 0, "when it was; today"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "what was done"),
	{0},
};
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_DAY(S, from, "from", 0, "on this day or later"),
	ROW_DAY(S, to, "to", 0, "on this day or earlier"),
	{0},
};

static int time_log(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct time_log entry = {
		.activity = (enum activity)p->activity,
		.minutes = (int)p->minutes,
		.day = p->day,
		.note = p->note,
	};
	int r;

	r = op_time_log(c->op, &entry);
	if (r == 0)
		*ret = under("time", render_time(&entry));
	return r;
}

static int time_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct time_log_filter filter = {.from = day_is_none(p->from) ? DAY_FIRST : p->from,
					 .to = day_is_none(p->to) ? DAY_LAST : p->to,
					 .limit = list_rows(&p->list)};
	int64_t at[2] = {NO_DAY.n, 0};
	struct time_logs rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, at, 2);
	if (r)
		return r;
	filter.before_day = (struct day){(int32_t)at[0]};
	filter.before_id = at[1];
	r = op_time_log_list(c->op, &filter, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_time(&rows.items[i])))
		i++;
	if (i == rows.n) {
		*ret = page_close(&page, NULL);
		return 0;
	}
	at[0] = rows.items[i - 1].day.n;
	at[1] = rows.items[i - 1].id;
	*ret = page_close(&page, cursor_write(at, 2, c->op->arena));
	return 0;
}

const struct method time_log_methods[] = {
	{"time.log", log_params, sizeof(S), time_log, METHOD_WRITE,
	 "Note working time that is no touch", "time"},
	{"time.list", list_params, sizeof(S), time_list, METHOD_READ,
	 "Working time that is no touch, newest first", "items, next"},
	{0},
};
