/* iCalendar out: what is scheduled, and birthdays and other dates. RFC 5545. */
#include "export.h"

#include <string.h>

#include "base/cleanup.h"

/* A follow-up is a to-do unless events are asked for; --events --todos gives both. */
static const char *which(const struct match *m)
{
	if (!match_has(m, "events"))
		return "todo";
	return match_has(m, "todos") ? "both" : "event";
}

int export_ics(struct export *e)
{
	json_t *params = json_pack("{s:s, s:b}", "items", which(e->match), "dates", 1);
	json_auto_t *items = NULL;
	const json_t *item;
	size_t i;
	int exit;

	exit = cli_read_all(e->cli, "calendar.items", params, false, &items);
	if (exit)
		return exit;
	e->one = "item";
	e->many = "items";
	(void)fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vouch//vouch//EN\r\n"
		    "CALSCALE:GREGORIAN\r\n",
		    e->to);
	json_array_foreach (items, i, item)
		(void)fputs(text_of(item, "text"), e->to);
	(void)fputs("END:VCALENDAR\r\n", e->to);
	e->n = json_array_size(items);
	return 0;
}
