/* calendar.parse, .put, .list and .items: dates as people type them, days off, and what is to be
 * done for other calendars. */
#include "ops/calendar.h"

#include "base/str.h"
#include "ops/calendar_item.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
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

static const char *const item_words[] = {"todo", "event", "both", NULL};

struct items_params {
	struct given given;
	struct list_params list;
	int items;
	bool dates;
};
#undef S
#define S struct items_params
static const struct param items_params[] = {
	PARAMS_LIST(S),
	ROW_WORD(S, items, "items", item_words, 0, "follow-ups as todo, event or both; todo"),
	ROW_BOOL(S, dates, "dates", "birthdays and other dates too, with todo"),
	{0},
};

static json_t *render_item(const struct calendar_item *item)
{
	_cleanup_str_ struct str text = {0};
	json_t *o = json_object();

	calendar_text_item(&text, item);
	set_text(o, "uid", item->uid);
	set_text(o, "text", str_text(&text));
	return o;
}

/* False where it does not fit any more. */
static bool add_made(struct page *page, const struct calendar_made *made)
{
	for (size_t i = 0; i < made->n; i++)
		if (!page_add(page, render_item(&made->items[i])))
			return false;
	return true;
}

static int calendar_items(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	enum calendar_items which = p->items < 0 ? CALENDAR_TODO : (enum calendar_items)p->items;
	struct calendar_walk walk = {.has_dates = p->dates || which != CALENDAR_TODO};
	struct calendar_keys keys = {0};
	struct calendar_made made;
	struct page page;
	int64_t at[4] = {0};
	int r;

	r = list_cursor(c, &p->list, at, 4);
	if (r)
		return r;
	walk.noun = at[0] ? CALENDAR_DATE : CALENDAR_FOLLOWUP;
	walk.at = (struct agenda_cursor){at[1], at[2], at[3]};
	r = op_calendar_walk(c->op, &walk, (int)p->list.limit, &keys);
	page_open(&page);
	for (size_t i = 0; r == 0 && i < keys.n; i++) {
		r = op_calendar_item(c->op, &keys.items[i], which, walk.has_dates, &made);
		if (r == 0 && !add_made(&page, &made))
			r = op_fail(c->op, VOUCH_E_TOO_LARGE, "limit",
				    "so many do not fit into an answer; ask for fewer");
	}
	if (r)
		return answer_if(r, page_close(&page, NULL), ret);
	at[0] = walk.noun == CALENDAR_DATE;
	at[1] = walk.at.due_at;
	at[2] = walk.at.rank;
	at[3] = walk.at.id;
	*ret = page_close(&page, keys.n ? cursor_write(at, 4, c->op->arena) : NULL);
	return 0;
}

const struct method calendar_methods[] = {
	{"calendar.parse", parse_params, sizeof(struct parse_params), calendar_parse, METHOD_READ,
	 "Read a date as people type it",
	 "text, day, minute or null, weekday, instant, and due as other methods take it"},
	{"calendar.put", put_params, sizeof(struct put_params), calendar_put, METHOD_WRITE,
	 "Replace the days off of one source as a whole; they count at once",
	 "source, days: how many it has now, added, removed"},
	{"calendar.list", list_params, sizeof(struct list_holidays), calendar_list, METHOD_READ,
	 "Days off, the next ones first",
	 "items: day, weekday, name, source; next; sources: source, days, first, last"},
	{"calendar.items", items_params, sizeof(struct items_params), calendar_items, METHOD_READ,
	 "What is scheduled as items of iCalendar; limit counts follow-ups and dates",
	 "items: uid, text; next"},
	{0},
};
