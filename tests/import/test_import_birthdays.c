/* Calendar files, good, odd and bad: whose birthday they tell, or why none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "import/birthdays.h"

#define THIS_YEAR 2026
#define E(body) "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" body "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define AT "DTSTART;VALUE=DATE:19760503\r\n"
#define S(summary) E(AT "SUMMARY:" summary "\r\n")
#define ON(day) E("DTSTART" day "\r\nSUMMARY:Ana's birthday\r\n")
#define NONE "1 left out"

static int add(json_t *item, void *user)
{
	struct str *out = user;

	str_addf(out, "%s%s %s", out->len ? "; " : "",
		 json_string_value(json_object_get(item, "name")),
		 json_string_value(json_object_get(item, "birthday")));
	json_decref(item);
	return 0;
}

/* All that a file gives, in one line. */
static void read_all(const char *text, size_t n, struct arena *arena, struct str *out)
{
	struct refusals refusals = {.arena = arena};
	struct rows_counts counts;
	struct ics_fault fault;
	struct ics ics;

	if (!ics_read(text, n, arena, &ics, &fault)) {
		str_addf(out, "line %zu: %s", fault.line, fault.why);
		return;
	}
	assert_int_equal(birthdays_each(&ics, THIS_YEAR, &refusals, &counts, add, out), 0);
	for (size_t i = 0; i < refusals.n; i++)
		str_addf(out, "%sline %lld: %s %s", out->len ? "; " : "",
			 (long long)refusals.items[i].line, refusals.items[i].column,
			 refusals.items[i].reason);
	if (counts.left_out)
		str_addf(out, "%s%lld left out", out->len ? "; " : "", (long long)counts.left_out);
	assert_int_equal(counts.read, counts.made + counts.left_out + counts.refused);
}

static const struct {
	const char *file, *want;
} cases[] = {
	/* summaries */
	{S("Ana Ruiz's birthday"), "Ana Ruiz 1976-05-03"},
	{S("Ana Ruiz\xE2\x80\x99s birthday"), "Ana Ruiz 1976-05-03"},
	{S("ANA RUIZ'S BIRTHDAY"), "ANA RUIZ 1976-05-03"},
	{S("Ana Ruiz's Birthday!"), "Ana Ruiz 1976-05-03"},
	{S("Tobias' birthday"), "Tobias 1976-05-03"},
	{S("Ana birthday"), "Ana 1976-05-03"},
	{S("Ana's bday"), "Ana 1976-05-03"},
	{S("Birthday: Ana Ruiz"), "Ana Ruiz 1976-05-03"},
	{S("birthday:Ana"), "Ana 1976-05-03"},
	{S("Birthday of Ana"), "Ana 1976-05-03"},
	{S("Birthday - Ana"), "Ana 1976-05-03"},
	{S("B-Day: Ana"), "Ana 1976-05-03"},
	{S("Geburtstag von Jürgen Groß"), "Jürgen Groß 1976-05-03"},
	{S("Geburtstag: Ana"), "Ana 1976-05-03"},
	{S("Ana hat Geburtstag"), "Ana 1976-05-03"},
	{S("Ana Geburtstag"), "Ana 1976-05-03"},
	{S("Anas Geburtstag"), "Ana 1976-05-03"},
	{S("Anniversaire de Ana"), "Ana 1976-05-03"},
	{S("Cumpleaños de Ana"), "Ana 1976-05-03"},
	{S("Compleanno di Ana"), "Ana 1976-05-03"},
	{S("Ana (birthday)"), "Ana 1976-05-03"},
	{S("Ruiz\\, Ana's birthday"), "Ruiz, Ana 1976-05-03"},
	{S("Ana\\nRuiz's birthday"), "Ana Ruiz 1976-05-03"},
	{S("Ana Ruiz's birth\r\n day"), "Ana Ruiz 1976-05-03"},
	{S("Ana Ruiz's birth\r\n\tday"), "Ana Ruiz 1976-05-03"},
	{S("Lunch with Ana"), NONE},
	{S("Christmas"), NONE},
	{S("birthday"), NONE},
	{S(""), NONE},
	{S("Birthday:"), "line 2: SUMMARY names nobody"},
	{E(AT), NONE},
	/* marks and years behind the name */
	{E(AT "CATEGORIES:Birthday\r\nSUMMARY:Ana Ruiz\r\n"), "Ana Ruiz 1976-05-03"},
	{E(AT "CATEGORIES:Family,BIRTHDAY\r\nSUMMARY:Ana\r\n"), "Ana 1976-05-03"},
	{E(AT "CATEGORIES:Geburtstag\r\nSUMMARY:Ana\r\n"), "Ana 1976-05-03"},
	{E(AT "CATEGORIES:Birthday party\r\nSUMMARY:Ana\r\n"), NONE},
	{E(AT "CATEGORIES:Birthday\r\n"), "line 2: SUMMARY names nobody"},
	{E(AT "X-KDE-KABC-BIRTHDAY:YES\r\nX-KDE-KABC-NAME-1:Ana\r\nSUMMARY:Cake\r\n"),
	 "Ana 1976-05-03"},
	{E(AT "X-NEXTCLOUD-BC-FIELD-TYPE:BDAY\r\nSUMMARY:\xF0\x9F\x8E\x82 Ana Ruiz (1976)\r\n"),
	 "Ana Ruiz 1976-05-03"},
	{E("DTSTART:20200503\r\nX-NEXTCLOUD-BC-FIELD-TYPE:BDAY\r\nX-NEXTCLOUD-BC-YEAR:1976\r\n"
	   "SUMMARY:Ana\r\n"),
	 "Ana 1976-05-03"},
	{E("DTSTART:20200503\r\nSUMMARY:Birthday: Ana (1976)\r\n"), "Ana 1976-05-03"},
	{E("DTSTART:20200503\r\nSUMMARY:Birthday: Ana (*1976)\r\n"), "Ana 1976-05-03"},
	{E("DTSTART:20200503\r\nSUMMARY:Birthday: Ana (44)\r\n"), "Ana --05-03"},
	{E("DTSTART:20200503\r\nSUMMARY:Birthday: Ana (3000)\r\n"), "Ana --05-03"},
	{E("DTSTART:20200503\r\nSUMMARY:Birthday: Ana (wife)\r\n"), "Ana (wife) --05-03"},
	/* days */
	{ON(":19760503"), "Ana 1976-05-03"},
	{ON(";TZID=Europe/Berlin:19760503T000000"), "Ana 1976-05-03"},
	{ON(":19760503T220000Z"), "Ana 1976-05-03"},
	{ON(":1976-05-03"), "Ana 1976-05-03"},
	{ON(":16040503"), "Ana --05-03"},
	{ON(":20250503"), "Ana --05-03"},
	{ON(":20080503"), "Ana 2008-05-03"},
	{ON(":20090503"), "Ana --05-03"},
	{ON(":18991231"), "Ana --12-31"},
	{ON(":19000101"), "Ana 1900-01-01"},
	{ON(":19760229"), "Ana 1976-02-29"},
	{ON(":20240229"), "Ana --02-29"},
	{ON(":19770229"), "line 3: DTSTART is a 29 February of a year without one"},
	{ON(":19760230"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":19761301"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":19760500"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":197605"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":1976050"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":197605031"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":tomorrow"), "line 3: DTSTART is no day; one is 19760503"},
	{ON(":"), "line 3: DTSTART is no day; one is 19760503"},
	{E("SUMMARY:Ana's birthday\r\n"), "line 2: DTSTART is missing: on which day?"},
	/* series and states */
	{E(AT "STATUS:CANCELLED\r\nSUMMARY:Ana's birthday\r\n"), NONE},
	{E(AT "RECURRENCE-ID:20200503\r\nSUMMARY:Ana's birthday\r\n"), NONE},
	{E(AT "RRULE:FREQ=YEARLY\r\nSUMMARY:Wedding day\r\n"), NONE},
	{E(AT "BEGIN:VALARM\r\nSUMMARY:Ben's birthday\r\nEND:VALARM\r\nSUMMARY:Ana's birthday\r\n"),
	 "Ana 1976-05-03"},
	/* files */
	{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:19760503\nSUMMARY:Ana's birthday\nEND:VEVENT\n",
	 "Ana 1976-05-03"},
	{"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ""},
	{"begin:vcalendar\r\nbegin:vevent\r\ndtstart:19760503\r\nsummary:Ana's birthday\r\n"
	 "end:vevent\r\n",
	 "Ana 1976-05-03"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Ana\r\n",
	 "line 2: the event that begins here has no end"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY\r\n",
	 "line 3: the line is none of a calendar: it has no colon"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VTODO\r\n",
	 "line 3: END:VEVENT was expected here"},
	{"BEGIN:VCARD\r\n", "line 1: this is no calendar file, which begins with BEGIN:VCALENDAR"},
	{"", "line 1: this is no calendar file, which begins with BEGIN:VCALENDAR"},
	{"BEGIN:VCALENDAR\r\nX:\xFF\r\n", "line 2: the line is not UTF-8 text"},
	{"\xEF\xBB\xBF" ON(":19760503"), "Ana 1976-05-03"},
	{"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Ana's birthday\r\nEND:VTODO\r\n", ""},
};

static void each_case_gives_what_it_should(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_str_ struct str got = {0};
		struct arena *arena = arena_new();

		read_all(cases[i].file, strlen(cases[i].file), arena, &got);
		if (strcmp(str_text(&got), cases[i].want) != 0) {
			print_error("case %zu:\n%s\ngave \"%s\", not \"%s\"\n", i, cases[i].file,
				    str_text(&got), cases[i].want);
			n_wrong++;
		}
		arena_free(arena);
	}
	print_message("%zu cases\n", sizeof cases / sizeof *cases);
	assert_int_equal(n_wrong, 0);
}

static uint64_t time_of(int n)
{
	_cleanup_str_ struct str text = {0}, got = {0};
	struct arena *arena = arena_new();
	uint64_t begun;

	str_add(&text, "BEGIN:VCALENDAR\r\n");
	for (int i = 0; i < n; i++)
		str_addf(&text, "BEGIN:VEVENT\r\n" AT "SUMMARY:P%d's birthday\r\nEND:VEVENT\r\n",
			 i);
	begun = clock_monotonic_us();
	read_all(text.data, text.len, arena, &got);
	begun = clock_monotonic_us() - begun;
	arena_free(arena);
	return begun;
}

static void time_grows_as_the_file_does(void **state)
{
	uint64_t one = time_of(2500), two = time_of(5000), four = time_of(10000);

	(void)state;
	print_message("2500, 5000, 10000 birthdays: %llu, %llu, %llu us\n", (unsigned long long)one,
		      (unsigned long long)two, (unsigned long long)four);
	assert_true(four < 12 * one + 100000); /* 16 times as long where each looks at all others */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_gives_what_it_should),
		cmocka_unit_test(time_grows_as_the_file_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
