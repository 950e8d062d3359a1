/* A calendar file taken apart. */
#include "holidays/ics.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* Those of an event that say on which days it is, what it is called, and whose birthday it is. */
static const char *const wanted[] = {"DTSTART",
				     "DTEND",
				     "DURATION",
				     "RRULE",
				     "RDATE",
				     "EXDATE",
				     "EXRULE",
				     "RECURRENCE-ID",
				     "SUMMARY",
				     "STATUS",
				     "UID",
				     "CATEGORIES",
				     "X-KDE-KABC-BIRTHDAY",
				     "X-KDE-KABC-NAME-1",
				     "X-NEXTCLOUD-BC-FIELD-TYPE",
				     "X-NEXTCLOUD-BC-YEAR",
				     NULL};

struct reader {
	const char *at, *end;
	size_t line; /* of what comes next */
	struct arena *arena;
	struct ics *ics;
	struct ics_fault *fault;
	size_t cap_events, cap_properties;
	struct str text; /* the line at hand, unfolded */
	size_t text_line;
	bool is_in_calendar, is_in_event;
	size_t depth; /* of components inside the event, or of others outside */
};

static bool refuse(struct reader *r, size_t line, const char *why)
{
	*r->fault = (struct ics_fault){line, why};
	return false;
}

/* Adds what is left of the physical line, and steps over its end. */
static void take_physical(struct reader *r)
{
	size_t n = (size_t)(r->end - r->at), length;
	const char *newline = memchr(r->at, '\n', n);

	length = newline ? (size_t)(newline - r->at) : n;
	str_add_n(&r->text, r->at, length && r->at[length - 1] == '\r' ? length - 1 : length);
	r->at += newline ? length + 1 : length;
	r->line++;
}

/* The next line with those that go on with it; false at the end, and after a fault. */
static bool next_line(struct reader *r)
{
	str_reset(&r->text);
	r->text_line = r->line;
	if (r->at == r->end)
		return false;
	take_physical(r);
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t')) {
		r->at++;
		take_physical(r);
		if (r->text.len > ICS_LINE_MAX)
			return refuse(r, r->text_line, "the line is too long for a calendar");
	}
	if (r->text.len > ICS_LINE_MAX)
		return refuse(r, r->text_line, "the line is too long for a calendar");
	return true;
}

static bool is_line(const struct reader *r, const char *text)
{
	return strcasecmp(str_text(&r->text), text) == 0;
}

static bool begins(const struct reader *r, const char *word)
{
	return strncasecmp(str_text(&r->text), word, strlen(word)) == 0;
}

static bool begin_event(struct reader *r)
{
	struct ics *ics = r->ics;

	if (ics->n == ICS_EVENTS_MAX)
		return refuse(r, r->text_line, "the file has more than 10000 events");
	ics->events =
		arena_grow(r->arena, ics->events, ics->n, &r->cap_events, sizeof *ics->events);
	ics->events[ics->n++] = (struct ics_event){.line = r->text_line};
	r->cap_properties = 0;
	r->is_in_event = true;
	r->depth = 0;
	return true;
}

static bool take_property(struct reader *r)
{
	struct ics_event *event = &r->ics->events[r->ics->n - 1];
	size_t length = strcspn(str_text(&r->text), ":;");
	const char *const *name = wanted;

	if (!str_text(&r->text)[length])
		return refuse(r, r->text_line, "the line is none of a calendar: it has no colon");
	while (*name && (strlen(*name) != length || !begins(r, *name)))
		name++;
	if (!*name)
		return true;
	if (event->n == ICS_PROPERTIES_MAX)
		return refuse(r, r->text_line, "the event has more than 100 dates and rules");
	event->properties = arena_grow(r->arena, event->properties, event->n, &r->cap_properties,
				       sizeof *event->properties);
	event->properties[event->n++] = (struct ics_property){
		.name = *name,
		.text = arena_strndup(r->arena, r->text.data, r->text.len),
		.line = r->text_line,
	};
	return true;
}

/* A line inside an event; alarms and the like inside it are passed over. */
static bool take_event_line(struct reader *r)
{
	if (begins(r, "BEGIN:")) {
		r->depth++;
		return true;
	}
	if (r->depth) {
		r->depth -= begins(r, "END:");
		return true;
	}
	if (!begins(r, "END:"))
		return take_property(r);
	if (!is_line(r, "END:VEVENT"))
		return refuse(r, r->text_line, "END:VEVENT was expected here");
	r->is_in_event = false;
	return true;
}

static bool take_line(struct reader *r)
{
	if (r->text.len == 0)
		return true;
	if (r->is_in_event)
		return take_event_line(r);
	if (is_line(r, "BEGIN:VCALENDAR"))
		r->is_in_calendar = true;
	else if (!r->is_in_calendar)
		return refuse(r, r->text_line,
			      "this is no calendar file, which begins with BEGIN:VCALENDAR");
	else if (is_line(r, "BEGIN:VEVENT"))
		return begin_event(r);
	else if (is_line(r, "END:VCALENDAR"))
		r->is_in_calendar = false;
	return true;
}

static size_t line_of(const char *text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

/* Where the first byte stands that is no text; n where all is. */
static size_t find_bad(const char *text, size_t n)
{
	size_t at = 0, size;
	uint32_t c;

	while (at < n && text[at]) {
		size = utf8_decode(text + at, n - at, &c);
		if (c == 0xFFFD && size == 1)
			break;
		at += size;
	}
	return at;
}

static bool read_lines(struct reader *r)
{
	bool has_begun = false;

	while (next_line(r)) {
		if (!take_line(r))
			return false;
		has_begun |= r->is_in_calendar;
	}
	if (r->fault->why)
		return false;
	if (!has_begun)
		return refuse(r, 1, "this is no calendar file, which begins with BEGIN:VCALENDAR");
	if (r->is_in_event)
		return refuse(r, r->ics->events[r->ics->n - 1].line,
			      "the event that begins here has no end");
	return true;
}

bool ics_read(const char *text, size_t n, struct arena *arena, struct ics *ret,
	      struct ics_fault *ret_fault)
{
	struct reader r = {.line = 1, .arena = arena, .ics = ret, .fault = ret_fault};
	size_t bad;
	bool is_read;

	*ret = (struct ics){0};
	*ret_fault = (struct ics_fault){0};
	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		n -= 3;
	}
	bad = find_bad(text, n);
	if (bad < n)
		return refuse(&r, line_of(text, bad),
			      text[bad] ? "the line is not UTF-8 text"
					: "the line has a NUL byte: this is no calendar file");
	r.at = text;
	r.end = text + n;
	is_read = read_lines(&r);
	str_deinit(&r.text);
	return is_read;
}

const struct ics_property *ics_property(const struct ics_event *event, const char *name)
{
	for (size_t i = 0; i < event->n; i++)
		if (str_equal(event->properties[i].name, name))
			return &event->properties[i];
	return NULL;
}

const char *ics_value(const struct ics_property *property)
{
	bool is_quoted = false;

	for (const char *c = property->text; *c; c++) {
		if (*c == '"')
			is_quoted = !is_quoted;
		else if (*c == ':' && !is_quoted)
			return c + 1;
	}
	return "";
}

/* One character of a text as it is shown: line ends and control characters become spaces. */
static const char *shown(const char *c, size_t *ret_size, char one[2])
{
	uint32_t code;

	*ret_size = utf8_decode(c, strlen(c), &code);
	one[1] = '\0';
	if (*c == '\\' && c[1]) {
		*ret_size = 2;
		one[0] = c[1] == 'n' || c[1] == 'N' ? ' ' : c[1];
		return (unsigned char)c[1] < 0x80 ? one : " ";
	}
	one[0] = ' ';
	return code < 0x20 || (code >= 0x7f && code < 0xa0) ? one : NULL;
}

const char *ics_text(const struct ics_property *property, size_t characters, struct arena *arena)
{
	_cleanup_str_ struct str text = {0};
	const char *c = ics_value(property);
	size_t n = 0, size;
	char one[2];

	while (*c && n < characters) {
		const char *other = shown(c, &size, one);
		bool is_space = other ? *other == ' ' : *c == ' ';

		if (!is_space || (text.len && text.data[text.len - 1] != ' ')) {
			str_add_n(&text, other ? other : c, other ? 1 : size);
			n++;
		}
		c += size;
	}
	if (text.len && text.data[text.len - 1] == ' ')
		text.len--;
	return arena_strndup(arena, str_text(&text), text.len);
}
