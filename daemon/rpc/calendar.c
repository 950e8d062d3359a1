/* calendar.parse, .put and .list: dates as people type them, and days off. */
#include "ops/calendar.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define DAYS_AHEAD 365 /* that are listed where no end is said */

struct parse_params {
	struct given given;
	const char *text;
};
static const struct param parse_params[] = {
	{.name = "text",
	 .type = PARAM_TEXT,
	 .offset = offsetof(struct parse_params, text),
	 .min = 1,
	 .max = VOUCH_DATE_TEXT_MAX,
	 .flags = PARAM_REQUIRED,
	 .help = "a date as typed: fri, +3d, 15 dec 14:30, eom"},
	{0},
};

static int calendar_parse(struct call *c, const void *params, json_t **ret)
{
	const struct parse_params *p = params;
	struct calendar_time time;
	json_t *result;
	int r;

	r = op_calendar_parse(c->op, p->text, &time);
	if (r)
		return r;
	result = json_object();
	set_text(result, "text", p->text);
	set_day(result, "day", time.day);
	set_minute(result, "minute", time.minute);
	set_text(result, "weekday", weekday_name(day_weekday(time.day)));
	set_instant(result, "instant", time.instant);
	set_due(result, "due", time.day, time.minute);
	*ret = result;
	return 0;
}

static const struct param day_params[] = {
	ROW_DAY(struct holiday, day, "day", PARAM_REQUIRED, "the day off"),
	ROW_TEXT(struct holiday, name, "name", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,
		 "what it is called"),
	{0},
};

struct put_params {
	struct given given;
	const char *source;
	struct object_list days;
};
static const struct param put_params[] = {
	ROW_TEXT(struct put_params, source, "source", 1, VOUCH_WORD_MAX, PARAM_REQUIRED,
		 "where they come from; its days are replaced as a whole"),
	ROW_OBJECTS(struct put_params, days, "days", day_params, struct holiday, 0,
		    VOUCH_CALENDAR_DAYS_MAX, PARAM_REQUIRED, "all its days off; none removes it"),
	{0},
};

static int calendar_put(struct call *c, const void *params, json_t **ret)
{
	const struct put_params *p = params;
	struct holidays days = {p->days.items, p->days.n};
	struct calendar_change change;
	json_t *result;
	int r;

	r = op_calendar_put(c->op, p->source, &days, &change);
	if (r)
		return r;
	result = json_object();
	set_text(result, "source", p->source);
	set_int(result, "days", (int64_t)change.n);
	set_int(result, "added", (int64_t)change.n_added);
	set_int(result, "removed", (int64_t)change.n_removed);
	*ret = result;
	return 0;
}

struct list_holidays {
	struct given given;
	struct list_params list;
	struct day from, to;
};
#define S struct list_holidays
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_DAY(S, from, "from", 0, "from that day on; today"),
	ROW_DAY(S, to, "to", 0, "up to that day; a year after today or `from`"),
	{0},
};

static json_t *render_holiday(const struct holiday *h)
{
	json_t *o = json_object();

	set_day(o, "day", h->day);
	set_text(o, "weekday", weekday_name(day_weekday(h->day)));
	set_text(o, "name", h->name);
	set_text(o, "source", h->source);
	return o;
}

static int render_sources(struct op *op, json_t **ret)
{
	struct holiday_source *sources;
	size_t n;
	int r;

	r = op_calendar_sources(op, &sources, &n);
	if (r)
		return r;
	*ret = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();

		set_text(o, "source", sources[i].source);
		set_int(o, "days", sources[i].n);
		set_day(o, "first", sources[i].first);
		set_day(o, "last", sources[i].last);
		(void)json_array_append_new(*ret, o);
	}
	return 0;
}

/* The items that fit, and where to go on. */
static json_t *render_page(struct op *op, const struct holidays *rows, size_t most)
{
	struct page page;
	size_t i = 0;
	int64_t at[2];

	page_open(&page);
	while (i < rows->n && i < most && page_add(&page, render_holiday(&rows->items[i])))
		i++;
	if (i == rows->n)
		return page_close(&page, NULL);
	at[0] = rows->items[i - 1].day.n;
	at[1] = rows->items[i - 1].id;
	return page_close(&page, cursor_write(at, 2, op->arena));
}

static int calendar_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct calendar_page which = {.from = day_is_none(p->from) ? c->op->today : p->from,
				      .limit = list_rows(&p->list)};
	int64_t at[2] = {NO_DAY.n, 0};
	struct holidays rows;
	json_t *sources;
	int r;

	which.to = day_is_none(p->to) ? day_plus(which.from, DAYS_AHEAD) : p->to;
	r = list_cursor(c, &p->list, at, 2);
	if (r)
		return r;
	which.after_day = (struct day){(int32_t)at[0]};
	which.after_id = at[1];
	r = op_calendar_list(c->op, &which, &rows);
	if (r == 0)
		r = render_sources(c->op, &sources);
	if (r)
		return r;
	*ret = render_page(c->op, &rows, (size_t)p->list.limit);
	set_object(*ret, "sources", sources);
	return 0;
}

const struct method calendar_methods[] = {
	{"calendar.parse", parse_params, sizeof(struct parse_params), calendar_parse, METHOD_READ,
	 "Read a date as people type it",
	 "text, day, minute or null, weekday, instant, and due as other methods take it"},
	{"calendar.put", put_params, sizeof(struct put_params), calendar_put, METHOD_WRITE,
	 "Replace the days off of one source as a whole; they count at once",
	 "source, days: how many it has now, added, removed"},
	{"calendar.list", list_params, sizeof(S), calendar_list, METHOD_READ,
	 "Days off, the next ones first",
	 "items: day, weekday, name, source; next; sources: source, days, first, last"},
	{0},
};
