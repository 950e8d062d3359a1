/* What is to be done, and the dates of people, as items of iCalendar. */
#include "domain/calendar_text.h"

#include <stdarg.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

#define LINE_OCTETS 75 /* RFC 5545 section 3.1, without the line end */
#define EVENT_MINUTES 30

/* A content line being written. */
struct line {
	struct str *to;
	size_t n; /* octets in the physical line */
};

/* A character is never cut in two. */
static void put(struct line *l, const char *bytes, size_t n)
{
	if (l->n + n > LINE_OCTETS) {
		str_add(l->to, "\r\n ");
		l->n = 1;
	}
	str_add_n(l->to, bytes, n);
	l->n += n;
}

/* RFC 5545 section 3.3.11. What a text of a calendar cannot hold is left out. */
static void put_text(struct line *l, const char *text)
{
	size_t left = strlen(text), size;

	for (const char *c = text; left; c += size, left -= size) {
		uint32_t code;

		size = utf8_decode(c, left, &code);
		if (code == '\n')
			put(l, "\\n", 2);
		else if (code == '\\' || code == ';' || code == ',')
			put(l, (char[]){'\\', (char)code}, 2);
		else if ((code >= 0x20 && code != 0x7f) || code == '\t')
			put(l, c, size);
	}
}

static void add_text(struct str *to, const char *name, const char *text)
{
	struct line l = {to, 0};

	if (!text || !*text)
		return;
	put(&l, name, strlen(name));
	put(&l, ":", 1);
	put_text(&l, text);
	str_add(to, "\r\n");
}

static void add_day(struct str *to, const char *name, struct day day)
{
	struct civil c = day_to_civil(day);

	str_addf(to, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

static void add_instant(struct str *to, const char *name, int64_t at)
{
	struct civil c = day_to_civil(day_of_local(at));
	int minute = minute_of_local(at);
	int64_t second = at - day_to_local(day_of_local(at), minute);

	str_addf(to, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year, c.month, c.day, minute / 60,
		 minute % 60, (int)second);
}

static void add_when(struct str *to, const char *name, const struct calendar_item *item)
{
	if (item->at == NO_INSTANT)
		add_day(to, name, item->day);
	else
		add_instant(to, name, item->at);
}

static bool is_leap_day(struct day day)
{
	struct civil c = day_to_civil(day);

	return c.month == 2 && c.day == 29;
}

static void add_event(struct str *to, const struct calendar_item *item)
{
	add_when(to, "DTSTART", item);
	if (item->at != NO_INSTANT)
		str_addf(to, "DURATION:PT%dM\r\n", EVENT_MINUTES);
	if (item->is_yearly)
		str_addf(to, "RRULE:FREQ=YEARLY%s\r\n",
			 is_leap_day(item->day) ? ";BYMONTH=2;BYMONTHDAY=-1" : "");
	str_add(to, "TRANSP:TRANSPARENT\r\nSTATUS:CONFIRMED\r\n");
}

static void add_todo(struct str *to, const struct calendar_item *item)
{
	add_when(to, "DUE", item);
	str_add(to, "STATUS:NEEDS-ACTION\r\n");
}

void calendar_text_begin(struct str *to)
{
	str_add(to, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vouch//vouch//EN\r\n"
		    "CALSCALE:GREGORIAN\r\n");
}

void calendar_text_item(struct str *to, const struct calendar_item *item)
{
	const char *component = item->is_event ? "VEVENT" : "VTODO";

	str_addf(to, "BEGIN:%s\r\n", component);
	add_text(to, "UID", item->uid);
	add_instant(to, "DTSTAMP", item->changed_at);
	add_instant(to, "CREATED", item->created_at);
	add_instant(to, "LAST-MODIFIED", item->changed_at);
	str_addf(to, "SEQUENCE:%lld\r\n", (long long)item->version);
	add_text(to, "SUMMARY", item->summary);
	if (item->is_event)
		add_event(to, item);
	else
		add_todo(to, item);
	if (item->priority)
		str_addf(to, "PRIORITY:%d\r\n", item->priority);
	add_text(to, "CATEGORIES", item->category);
	add_text(to, "DESCRIPTION", item->description);
	str_addf(to, "END:%s\r\n", component);
}

void calendar_text_end(struct str *to)
{
	str_add(to, "END:VCALENDAR\r\n");
}

void calendar_text_whole(struct str *to, const struct calendar_item *item)
{
	calendar_text_begin(to);
	calendar_text_item(to, item);
	calendar_text_end(to);
}
