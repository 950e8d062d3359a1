/* calendar.parse: dates as people type them. */
#include "ops/calendar.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "vouch/limits.h"

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

const struct method calendar_methods[] = {
	{"calendar.parse", parse_params, sizeof(struct parse_params), calendar_parse, METHOD_READ,
	 "Read a date as people type it",
	 "text, day, minute or null, weekday, instant, and due as other methods take it"},
	{0},
};
