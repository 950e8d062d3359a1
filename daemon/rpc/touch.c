/* touch.log and touch.list. */
#include "ops/touch.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct log_params {
	struct given given;
	int64_t contact;
	int channel, direction;
	bool gave;
	const char *text;
	int64_t minutes;
	struct day day;
	int64_t followup;
};
#define S struct log_params
static const struct param log_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "with whom"),
	ROW_WORD(S, channel, "channel", channels, PARAM_REQUIRED, "how"),
	ROW_WORD(S, direction, "direction", directions, PARAM_REQUIRED, "who spoke"),
	ROW_BOOL(S, gave, "gave", "something useful was given"),
	ROW_TEXT(S, text, "text", 0, VOUCH_TEXT_MAX, 0, "what was said"),
	ROW_INT(S, minutes, "minutes", 0, VOUCH_MINUTES_MAX, -1, 0, "how long it took"),
	ROW_DAY(S, day, "day", 0, "when it was; today"),
	ROW_ID(S, followup, "followup", 0, "the follow-up it belongs to"),
	{0},
};
#undef S

static int touch_log(struct call *c, const void *params, json_t **ret)
{
	const struct log_params *p = params;
	struct touch t = {
		.contact = p->contact,
		.followup = p->followup,
		.day = p->day,
		.channel = (enum channel)p->channel,
		.direction = (enum direction)p->direction,
		.gave = p->gave,
		.text = p->text,
		.minutes = (int)p->minutes,
	};
	struct followup *offers;
	json_t *list;
	size_t n;
	int r;

	r = op_touch_log(c->op, &t, &offers, &n);
	if (r)
		return r;
	list = json_array();
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_followup_next(c->op, &offers[i]));
	*ret = under("touch", render_touch(c->op, &t));
	set_object(*ret, "offers", list);
	return 0;
}

struct list_of_touches {
	struct given given;
	struct list_params list;
	int64_t contact;
};
static const struct param list_params[] = {
	PARAMS_LIST(struct list_of_touches),
	ROW_ID(struct list_of_touches, contact, "contact", PARAM_REQUIRED, "with whom"),
	{0},
};

static int touch_list(struct call *c, const void *params, json_t **ret)
{
	const struct list_of_touches *p = params;
	struct touch_filter filter = {.contact = p->contact, .limit = list_rows(&p->list)};
	int64_t at[2] = {NO_DAY.n, 0};
	struct touch *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, at, 2);
	if (r)
		return r;
	filter.before_day = (struct day){(int32_t)at[0]};
	filter.before_id = at[1];
	r = op_touch_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_touch(c->op, &items[i])))
		i++;
	if (i == n) {
		*ret = page_close(&page, NULL);
		return 0;
	}
	at[0] = items[i - 1].day.n;
	at[1] = items[i - 1].id;
	*ret = page_close(&page, cursor_write(at, 2, c->op->arena));
	return 0;
}

const struct method touch_methods[] = {
	{"touch.log", log_params, sizeof(struct log_params), touch_log, METHOD_WRITE,
	 "Log a contact with a person", "touch, and offers: open follow-ups it may have answered"},
	{"touch.list", list_params, sizeof(struct list_of_touches), touch_list, METHOD_READ,
	 "Touches with a contact, newest first", "items, next"},
	{0},
};
