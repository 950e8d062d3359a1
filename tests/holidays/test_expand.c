/* Calendar files: which days off their events give, and what is refused, with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "holidays/expand.h"

#define FROM 20260101
#define UNTIL 20301231

#define FILE_OF(event)                                                                             \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" event "END:VEVENT\r\nEND:"            \
	"VCALENDAR\r\n"
#define ON(day) "DTSTART;VALUE=DATE:" day "\r\n"

struct result {
	struct arena *arena;
	struct expand x;
	struct ics_fault fault;
};

static bool expand(struct result *r, const char *text, size_t n)
{
	struct ics ics;
	bool is_read;

	*r = (struct result){.arena = arena_new()};
	r->x = (struct expand){.from = FROM, .until = UNTIL, .arena = r->arena};
	is_read = ics_read(text, n, r->arena, &ics, &r->fault);
	for (size_t i = 0; is_read && i < ics.n; i++)
		is_read = expand_event(&r->x, &ics, i, &r->fault);
	expand_sort(&r->x);
	return is_read;
}

static void expect_days(const char *text, const char *want)
{
	_cleanup_str_ struct str got = {0};
	struct result r;

	if (!expand(&r, text, strlen(text)))
		fail_msg("line %zu: %s, of %s", r.fault.line, r.fault.why, text);
	for (size_t i = 0; i < r.x.n; i++)
		str_addf(&got, "%s%d %s", i ? ", " : "", r.x.days[i].key, r.x.days[i].name);
	if (strcmp(str_text(&got), want) != 0)
		fail_msg("%s, not %s, of %s", str_text(&got), want, text);
	arena_free(r.arena);
}

static void expect_fault(const char *text, size_t n, size_t line, const char *words)
{
	struct result r;

	if (expand(&r, text, n))
		fail_msg("not refused: %s", text);
	if (r.fault.line != line || !strstr(r.fault.why, words))
		fail_msg("line %zu: %s; not line %zu: %s", r.fault.line, r.fault.why, line, words);
	arena_free(r.arena);
}

static const struct {
	const char *text, *want;
} files[] = {
	{FILE_OF(ON("20261225") "SUMMARY:Christmas\r\n"), "20261225 Christmas"},
	{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR",
	 "20261225 day off"},
	/* the end is the first day after it */
	{FILE_OF(ON("20261224") "DTEND;VALUE=DATE:20261227\r\nSUMMARY:x\r\n"),
	 "20261224 x, 20261225 x, 20261226 x"},
	{FILE_OF(ON("20261225") "DTEND;VALUE=DATE:20261225\r\nSUMMARY:x\r\n"), "20261225 x"},
	{FILE_OF(ON("20261231") "DURATION:P2D\r\nSUMMARY:x\r\n"), "20261231 x, 20270101 x"},
	{FILE_OF(ON("20280228") "DURATION:P1W\r\nSUMMARY:x\r\nRRULE:FREQ=YEARLY;COUNT=1\r\n"),
	 "20280228 x, 20280229 x, 20280301 x, 20280302 x, 20280303 x, 20280304 x, 20280305 x"},
	/* midnight to midnight is a day, and no zone shifts it */
	{FILE_OF("DTSTART;TZID=Asia/Tokyo:20261225T000000\r\nDTEND;TZID=Asia/Tokyo:20261226T000000"
		 "\r\nSUMMARY:x\r\n"),
	 "20261225 x"},
	{FILE_OF("DTSTART:20261225T000000Z\r\nDURATION:PT24H\r\nSUMMARY:x\r\n"), "20261225 x"},
	/* those with a time of day are none */
	{FILE_OF("DTSTART:20261225T090000\r\nDTEND:20261225T100000\r\nSUMMARY:x\r\n"), ""},
	{FILE_OF("DTSTART:20261225T000000\r\nSUMMARY:x\r\n"), ""},
	{FILE_OF(ON("20261225") "STATUS:CANCELLED\r\nSUMMARY:x\r\n"), ""},
	/* series, as far as the days asked for */
	{FILE_OF(ON("20241225") "RRULE:FREQ=YEARLY\r\nSUMMARY:x\r\n"),
	 "20261225 x, 20271225 x, 20281225 x, 20291225 x, 20301225 x"},
	{FILE_OF(ON("20260101") "RRULE:FREQ=YEARLY;UNTIL=20280101\r\nSUMMARY:x\r\n"),
	 "20260101 x, 20270101 x, 20280101 x"},
	{FILE_OF(ON("20250101") "RRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:x\r\n"),
	 "20260101 x, 20270101 x"},
	{FILE_OF(ON("20261126") "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2\r\nSUMMARY:x\r\n"),
	 "20261126 x, 20271125 x"},
	{FILE_OF(ON("20261225") "RRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20271225\r\n"
				"SUMMARY:x\r\n"),
	 "20261225 x, 20281225 x"},
	{FILE_OF(ON(
		 "20261225") "RDATE;VALUE=DATE:20270101,20270106\r\nRDATE;VALUE=DATE:20270501\r\n"
			     "EXDATE;VALUE=DATE:20270106,20261225\r\nSUMMARY:x\r\n"),
	 "20270101 x, 20270501 x"},
	/* the start is of the series even where the rule would not give it */
	{FILE_OF(ON("20260102") "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=1\r\n"
				"SUMMARY:x\r\n"),
	 "20260102 x, 20270101 x"},
	/* a day of a series that was moved, and one that was cancelled */
	{"BEGIN:VCALENDAR\r\n"
	 "BEGIN:VEVENT\r\nUID:a\r\n" ON(
		 "20260601") "RRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:x\r\n"
			     "END:VEVENT\r\n"
			     "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;VALUE=DATE:20270601\r\n" ON(
				     "20270602") "SUMMARY:moved\r\nEND:VEVENT\r\n"
						 "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;VALUE="
						 "DATE:20280601\r\n" ON(
							 "20280601") "STATUS:CANCELLED\r\nEND:"
								     "VEVENT\r\n"
								     "BEGIN:VEVENT\r\nUID:"
								     "b\r\nRECURRENCE-ID;VALUE="
								     "DATE:20260601\r\n" ON(
									     "20260603") "SUMMARY:"
											 "another'"
											 "s\r\nEND:"
											 "VEVENT\r"
											 "\nEND:"
											 "VCALENDAR"
											 "\r\n",
	 "20260601 x, 20260603 another's, 20270602 moved"},
	/* names: folded, escaped, in one line; other components are passed over */
	{FILE_OF(ON("20261225") "SUMMARY;LANGUAGE=\"a:b\":Day\\, or\r\n  two\\nof it \\\\ \r\n"
				"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nSUMMARY:no\r\nEND:VALARM\r\n"),
	 "20261225 Day, or two of it \\"},
	{FILE_OF("dtstart:20261225\r\nsummary:small\r\n"), "20261225 small"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nDTSTART:20261225\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
	 ""},
	{"\xEF\xBB\xBF" FILE_OF(ON("20261225") "SUMMARY:\r\n"), "20261225 day off"},
	/* the same twice is once */
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" ON("20261225") "END:VEVENT\r\nBEGIN:VEVENT\r\n" ON(
		 "20261225") "END:VEVENT\r\nEND:VCALENDAR\r\n",
	 "20261225 day off"},
};

static void a_file_gives_its_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		expect_days(files[i].text, files[i].want);
}

static const struct {
	const char *text;
	size_t line;
	const char *words;
} faults[] = {
	{"", 1, "no calendar file"},
	{"Name,Day\nChristmas,2026-12-25\n", 1, "no calendar file"},
	{"\r\n\r\n<html>\r\n", 3, "no calendar file"},
	{FILE_OF("SUMMARY:x\r\n"), 3, "no DTSTART"},
	{FILE_OF(ON("20260230")), 4, "not understood"},
	{FILE_OF("DTSTART:soon\r\n"), 4, "not understood"},
	{FILE_OF("DTSTART:\r\n"), 4, "not understood"},
	{FILE_OF(ON("20261225") "DTEND;VALUE=DATE:20261224\r\n"), 5, "ends before it begins"},
	{FILE_OF(ON("20261225") "DTEND;VALUE=DATE:20281225\r\n"), 5, "longer than a year"},
	{FILE_OF(ON("19000101") "DTEND;VALUE=DATE:99991231\r\n"), 5, "lasts for years"},
	{FILE_OF(ON("20261225") "DURATION:-P1D\r\n"), 5, "duration"},
	{FILE_OF(ON("20261225") "DURATION:forever\r\n"), 5, "duration"},
	{FILE_OF(ON("20261225") "SUMMARY:x\r\nRRULE:FREQ=SOMETIMES\r\n"), 6, "not understood"},
	{FILE_OF(ON("20261225") "RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20300101\r\n"), 5,
	 "not understood"},
	{FILE_OF(ON("20261225") "RRULE:FREQ=HOURLY\r\n"), 5, "within a day"},
	{FILE_OF(ON("20261225") "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"), 5,
	 "gives no day"},
	{FILE_OF(ON("00010101") "RRULE:FREQ=DAILY\r\n"), 5, "begins too long ago"},
	{FILE_OF(ON("20261225") "RDATE:when it suits\r\n"), 5, "not understood"},
	{FILE_OF(ON("20261225") "EXDATE:never\r\n"), 5, "not understood"},
	{FILE_OF(ON("20261225") "EXRULE:FREQ=YEARLY\r\n"), 5, "EXRULE"},
	{FILE_OF(ON("20261225") "SUMMARY:folded\r\n  and on\r\nEXRULE:FREQ=YEARLY\r\n"), 7,
	 "EXRULE"},
	{FILE_OF("just words\r\n"), 4, "no colon"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" ON("20261225"), 2, "has no end"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", 3, "END:VEVENT"},
	{FILE_OF(ON("20261225") "SUMMARY:\xff\r\n"), 5, "UTF-8"},
};

static void what_is_wrong_is_refused_with_its_line(void **state)
{
	static const char nul[] = "BEGIN:VCALENDAR\r\n\0";

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		expect_fault(faults[i].text, strlen(faults[i].text), faults[i].line,
			     faults[i].words);
	expect_fault(nul, sizeof nul - 1, 2, "NUL");
}

/* So many copies of a text in a file, between a beginning and an end. */
static struct str many(const char *begin, const char *text, size_t n, const char *end)
{
	struct str all = {0};

	str_add(&all, begin);
	for (size_t i = 0; i < n; i++)
		str_add(&all, text);
	str_add(&all, end);
	return all;
}

static void what_grows_has_an_end(void **state)
{
	static const char event[] = "BEGIN:VEVENT\r\nDTSTART:20261225\r\nEND:VEVENT\r\n";
	struct str text;
	struct result r;

	(void)state;
	text = many("BEGIN:VCALENDAR\r\n", event, ICS_EVENTS_MAX, "END:VCALENDAR\r\n");
	assert_true(expand(&r, text.data, text.len));
	assert_int_equal(r.x.n, 1);
	arena_free(r.arena);
	str_deinit(&text);

	text = many("BEGIN:VCALENDAR\r\n", event, ICS_EVENTS_MAX + 1, "END:VCALENDAR\r\n");
	expect_fault(text.data, text.len, 3 * ICS_EVENTS_MAX + 2, "10000 events");
	str_deinit(&text);

	text = many("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "RDATE:20261225\r\n",
		    ICS_PROPERTIES_MAX + 1, "END:VEVENT\r\n");
	expect_fault(text.data, text.len, ICS_PROPERTIES_MAX + 3, "100 dates");
	str_deinit(&text);

	text = many("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x", "\r\n yyyyyyyyyyyyyyy", 5000,
		    "\r\n");
	expect_fault(text.data, text.len, 3, "too long");
	str_deinit(&text);

	text = many("BEGIN:VCALENDAR\r\n",
		    "BEGIN:VEVENT\r\nDTSTART:20260101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n", 20,
		    "END:VCALENDAR\r\n");
	expect_fault(text.data, text.len, 2 + 4 * 10, "too many days off");
	str_deinit(&text);
}

static void a_long_name_is_cut(void **state)
{
	struct str text =
		many("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261225\r\nSUMMARY:", "\xC3\xA4",
		     300, "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	struct result r;

	(void)state;
	assert_true(expand(&r, text.data, text.len));
	assert_int_equal(strlen(r.x.days[0].name), 400);
	arena_free(r.arena);
	str_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_gives_its_days),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_line),
		cmocka_unit_test(what_grows_has_an_end),
		cmocka_unit_test(a_long_name_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
