/* Dates as people type them, with the clock stopped. */
#include "domain/datetext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "domain/datetext_examples.h"

#define MONDAY_TO_FRIDAY 0x1f
#define SUNDAY_TO_THURSDAY 0x4f

struct fixed {
	struct day holidays[4];
	struct worktime work;
	struct datetext_context context;
};

static struct day day_of(const char *text)
{
	struct day d = NO_DAY;

	assert_true(day_parse(text, &d));
	return d;
}

/* The clock at "YYYY-MM-DD HH:MM", with holidays on 25 Dec 2026, 1 Jan and 1 Apr 2027. */
static void fix(struct fixed *f, const char *now, uint8_t week)
{
	char day[11];
	int hour, minute;

	(void)snprintf(day, sizeof(day), "%.10s", now);
	assert_int_equal(sscanf(now + 10, "%d:%d", &hour, &minute), 2);
	f->holidays[0] = day_of("2026-12-25");
	f->holidays[1] = day_of("2027-01-01");
	f->holidays[2] = day_of("2027-04-01");
	f->work = (struct worktime){
		.week = week, .start = 540, .end = 1080, .holidays = f->holidays, .n_holidays = 3};
	f->context = (struct datetext_context){{day_of(day), hour * 60 + minute}, &f->work};
}

#define DESCRIBED_SIZE 160

/* What stands behind the quoted text, up to what to write instead. */
static void describe_refusal(const char *why, char to[DESCRIBED_SIZE])
{
	const char *because = strrchr(why, '\'') + 2;

	if (strncmp(because, "is not understood", strlen("is not understood")) == 0)
		(void)snprintf(to, DESCRIBED_SIZE, "refused");
	else
		(void)snprintf(to, DESCRIBED_SIZE, "it %.*s", (int)strcspn(because, ":"), because);
}

/* As an example wants it. */
static void describe(enum datetext_result result, const struct datetext *t, char to[DESCRIBED_SIZE])
{
	char day[DAY_TEXT_SIZE];

	if (result == DATETEXT_BAD)
		describe_refusal(t->why, to);
	else if (result == DATETEXT_AMBIGUOUS)
		(void)snprintf(to, DESCRIBED_SIZE, "%s",
			       strstr(t->why, "; write one of them as ") + 23);
	else if (t->minute == ANY_MINUTE)
		(void)snprintf(to, DESCRIBED_SIZE, "%s", day_format(t->day, day));
	else
		(void)snprintf(to, DESCRIBED_SIZE, "%s %02d:%02d", day_format(t->day, day),
			       t->minute / 60, t->minute % 60);
}

/* They are the days of "2026-11-27 or 2026-12-04 09:00". */
static void assert_readings(const char *text, const struct day readings[2])
{
	char day[DAY_TEXT_SIZE];

	for (int i = 0; i < 2; i++) {
		assert_int_equal(strncmp(text, day_format(readings[i], day), 10), 0);
		text = strstr(text, " or ") + 4;
	}
}

static bool is_as_wanted(const struct example *example, const struct datetext_context *context)
{
	struct datetext t;
	enum datetext_result result = datetext_parse(example->text, context, &t);
	char got[DESCRIBED_SIZE];

	describe(result, &t, got);
	assert_int_equal(result == DATETEXT_OK, t.why[0] == '\0');
	assert_int_equal(result == DATETEXT_OK, !day_is_none(t.day));
	assert_int_equal(result == DATETEXT_AMBIGUOUS, !day_is_none(t.readings[0]));
	assert_int_equal(result == DATETEXT_AMBIGUOUS, !day_is_none(t.readings[1]));
	if (result == DATETEXT_AMBIGUOUS)
		assert_readings(got, t.readings);
	if (strcmp(got, example->want) == 0)
		return true;
	print_error("'%s' is %s, not %s. %s\n", example->text, got, example->want, t.why);
	return false;
}

static void check_examples(const char *now, uint8_t week, const struct example *examples, size_t n)
{
	struct fixed f;
	size_t n_wrong = 0;

	fix(&f, now, week);
	for (size_t i = 0; i < n; i++)
		n_wrong += !is_as_wanted(&examples[i], &f.context);
	assert_int_equal(n_wrong, 0);
}

static void a_text_is_read_on_a_saturday(void **state)
{
	(void)state;
	check_examples("2026-11-21 10:00", MONDAY_TO_FRIDAY, on_a_saturday,
		       ARRAY_LEN(on_a_saturday));
}

static void every_month_is_read_by_its_name(void **state)
{
	struct fixed f;

	(void)state;
	fix(&f, "2026-11-21 10:00", MONDAY_TO_FRIDAY);
	for (int month = 1; month <= 12; month++)
		for (int i = 0; i < 2; i++) {
			struct datetext t;
			char text[32];

			(void)snprintf(text, sizeof text, "9 %s 2027",
				       i ? month_name(month) : month_short(month));
			assert_int_equal(datetext_parse(text, &f.context, &t), DATETEXT_OK);
			assert_int_equal(t.day.n, day_from_civil(2027, month, 9).n);
		}
}

static void a_weekday_named_on_that_day_is_in_a_week(void **state)
{
	static const struct example examples[] = {
		{"fri", "2026-12-04"},
		{"fri 9am", "2026-12-04 09:00"},
		{"thu", "2026-12-03"},
		{"sat", "2026-11-28"},
		{"next friday", "2026-12-04 or 2026-12-11"},
		{"this friday", "2026-11-27 or 2026-12-04"},
		{"this sat", "2026-11-28"},
		{"fri 4", "2026-12-04 04:00 or 2026-12-04"}, /* at four, or any time */
		{"27 nov", "2026-11-27"},
		{"fri 27 nov", "2026-11-27"},
		{"eow", "2026-11-27"},
		{"eom", "2026-11-30"},
		{"tomorrow", "2026-11-28"},
		{"+1bd", "2026-11-30"},
		{"+1h", "2026-11-28 00:59"},
		{"+1min", "2026-11-28 00:00"},
		{"+25h", "2026-11-29 00:59"},
		{"9am", "2026-11-28 09:00"},
		{"23:59", "2026-11-28 23:59"},
		{"9", "2026-11-28 09:00 or 2026-12-09"},
		{"27", "it has no hour of the day in 27"},
		{"next week", "2026-11-30 or 2026-12-04"},
	};

	(void)state;
	check_examples("2026-11-27 23:59", MONDAY_TO_FRIDAY, examples, ARRAY_LEN(examples));
}

static void a_month_is_its_first_working_day_after_today(void **state)
{
	static const struct example before[] = {
		{"apr", "2027-04-02"}, {"mar", "2028-03-01"}, {"may", "2027-05-03"}};
	static const struct example on_the_holiday[] = {{"apr", "2027-04-02"}};
	static const struct example on_the_day[] = {{"apr", "2028-04-03"}, {"may", "2027-05-03"}};
	static const struct example later[] = {{"apr", "2028-04-03"}};

	(void)state;
	check_examples("2027-03-31 10:00", MONDAY_TO_FRIDAY, before, ARRAY_LEN(before));
	check_examples("2027-04-01 10:00", MONDAY_TO_FRIDAY, on_the_holiday,
		       ARRAY_LEN(on_the_holiday));
	check_examples("2027-04-02 10:00", MONDAY_TO_FRIDAY, on_the_day, ARRAY_LEN(on_the_day));
	check_examples("2027-04-30 10:00", MONDAY_TO_FRIDAY, later, ARRAY_LEN(later));
}

static void months_clamp_and_leap_days_are_found(void **state)
{
	static const struct example in_january[] = {
		{"+1mo", "2028-02-29"},   {"+13mo", "2029-02-28"}, {"+3mo", "2028-04-30"},
		{"29 feb", "2028-02-29"}, {"eom", "2028-01-31"},   {"eoq", "2028-03-31"},
	};
	static const struct example on_a_leap_day[] = {
		{"+1y", "2029-02-28"}, {"+4y", "2032-02-29"}, {"29 feb", "2028-02-29"}};
	static const struct example over_2100[] = {{"29 feb", "2104-02-29"}};

	(void)state;
	check_examples("2028-01-31 10:00", MONDAY_TO_FRIDAY, in_january, ARRAY_LEN(in_january));
	check_examples("2028-02-29 10:00", MONDAY_TO_FRIDAY, on_a_leap_day,
		       ARRAY_LEN(on_a_leap_day));
	check_examples("2096-03-01 10:00", MONDAY_TO_FRIDAY, over_2100, ARRAY_LEN(over_2100));
}

static void ends_are_the_next_last_working_day(void **state)
{
	/* 25 Dec 2026 is a Friday and a holiday; 31 Dec is a Thursday. */
	static const struct example in_that_week[] = {
		{"eow", "2026-12-24"}, {"eom", "2026-12-31"}, {"eoq", "2026-12-31"}};
	static const struct example on_the_holiday[] = {{"eow", "2026-12-31"}}; /* 1 Jan is one */
	static const struct example past_the_end[] = {{"eow", "2027-02-05"},
						      {"eom", "2027-02-26"},
						      {"eoq", "2027-03-31"},
						      {"eoy", "2027-12-31"}};
	/* 1 Jan 2028 is a Saturday: the year's last working day is 31 Dec 2027. */
	static const struct example past_the_year[] = {
		{"eoy", "2028-12-29"}, {"eom", "2028-01-31"}, {"eow", "2028-01-07"}};

	(void)state;
	check_examples("2026-12-23 10:00", MONDAY_TO_FRIDAY, in_that_week, ARRAY_LEN(in_that_week));
	check_examples("2026-12-25 10:00", MONDAY_TO_FRIDAY, on_the_holiday,
		       ARRAY_LEN(on_the_holiday));
	check_examples("2027-01-30 10:00", MONDAY_TO_FRIDAY, past_the_end, ARRAY_LEN(past_the_end));
	check_examples("2028-01-01 10:00", MONDAY_TO_FRIDAY, past_the_year,
		       ARRAY_LEN(past_the_year));
}

static void a_week_from_sunday_to_thursday_ends_on_thursday(void **state)
{
	static const struct example examples[] = {
		{"eow", "2026-11-26"},  {"+1bd", "2026-11-22"},
		{"+5bd", "2026-11-26"}, {"eom", "2026-11-30"},
		{"may", "2027-05-02"},  {"next week", "2026-11-22 or 2026-11-28"},
	};
	static const struct example on_sunday[] = {{"eow", "2026-11-26"}};

	(void)state;
	check_examples("2026-11-21 10:00", SUNDAY_TO_THURSDAY, examples, ARRAY_LEN(examples));
	check_examples("2026-11-22 10:00", SUNDAY_TO_THURSDAY, on_sunday, ARRAY_LEN(on_sunday));
}

static void a_week_without_working_days_still_has_dates(void **state)
{
	static const struct example examples[] = {
		{"eow", "2026-11-22"}, {"+3bd", "2026-11-24"}, {"apr", "2027-04-01"}};

	(void)state;
	check_examples("2026-11-21 10:00", 0, examples, ARRAY_LEN(examples));
}

static void two_readings_that_agree_are_one(void **state)
{
	static const struct example at_midnight[] = {{"3h", "2026-11-21 03:00"},
						     {"12h", "2026-11-21 12:00"},
						     {"3h 4h", "it names two times"}};
	static const struct example later[] = {{"3h", "2026-11-21 03:00 or 2026-11-21 03:01"}};
	static const struct example on_monday[] = {{"next week 9am", "2026-11-30 09:00"}};

	(void)state;
	check_examples("2026-11-21 00:00", MONDAY_TO_FRIDAY, at_midnight, ARRAY_LEN(at_midnight));
	check_examples("2026-11-21 00:01", MONDAY_TO_FRIDAY, later, ARRAY_LEN(later));
	check_examples("2026-11-23 10:00", MONDAY_TO_FRIDAY, on_monday, ARRAY_LEN(on_monday));
}

static void the_last_day_has_no_tomorrow(void **state)
{
	static const struct example examples[] = {
		{"today", "2199-12-31"},
		{"tomorrow", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"+1d", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"fri", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"9am", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"11am", "2199-12-31 11:00"},
		{"apr", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"next fri", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"midnight", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"+1bd", "it lies outside the days from 1900-01-01 to 2199-12-31"},
		{"1/2", "refused"},
		{"eoy", "2199-12-31"},
	};

	(void)state;
	check_examples("2199-12-31 10:00", MONDAY_TO_FRIDAY, examples, ARRAY_LEN(examples));
}

static void a_refusal_says_what_would_be_right(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"next friday", "'next friday' has two readings: Fri 27 Nov 2026 or "
				"Fri 4 Dec 2026; write one of them as 2026-11-27 or 2026-12-04"},
		{"1/2/2026", "'1/2/2026' has two readings: Sun 1 Feb 2026 or Fri 2 Jan 2026; "
			     "write one of them as 2026-02-01 or 2026-01-02"},
		{"midnight", "'midnight' has two readings: Sat 21 Nov 2026 00:00 or "
			     "Sun 22 Nov 2026 00:00; write one of them as 2026-11-21 00:00 or "
			     "2026-11-22 00:00"},
		{"9", "'9' has two readings: Sun 22 Nov 2026 09:00 or Wed 9 Dec 2026; write one "
		      "of them as 2026-11-22 09:00 or 2026-12-09"},
		{"31 feb", "'31 feb' is no date, since Feb has 28 or 29 days: write 28 Feb"},
		{"31 apr", "'31 apr' is no date, since Apr has 30 days: write 30 Apr"},
		{"29 feb 2027",
		 "'29 feb 2027' is no date, since Feb 2027 has 28 days: write 2027-02-28"},
		{"2026-13-01",
		 "'2026-13-01' is no date, since months run from 1 to 12: write 2026-12-01"},
		{"0 dec", "'0 dec' is no date, since days count from 1: write 1 Dec"},
		{"13/2/2026", "'13/2/2026' is not a way to write a date here: write 2026-02-13"},
		{"2026/12", "'2026/12' is not a way to write a date here: write 2026-12-01"},
		{"thu 27 nov",
		 "'thu 27 nov' has the wrong weekday: write Fri 27 Nov 2026, or the day you mean"},
		{"1899-12-31", "'1899-12-31' lies outside the days from 1900-01-01 to "
			       "2199-12-31: write a nearer date"},
		{"+3", "'+3' has an amount without its unit: write +3d, +2w, +1mo, +1y, +5bd, +2h "
		       "or +30min"},
		{"24:00", "'24:00' is no time of the day: write it like 14:30 or 2:30pm, up to "
			  "23:59"},
		{"fri sat", "'fri sat' names two days: write one of them"},
		{"9am 10am", "'9am 10am' names two times: write one of them"},
		{"soon", "'soon' is not understood: write a date like 2026-12-01, tomorrow, fri, "
			 "15 dec, apr, +3d, +5bd or eom, and a time like 14:30 or 9am"},
	};
	struct fixed f;
	struct datetext t;

	(void)state;
	fix(&f, "2026-11-21 10:00", MONDAY_TO_FRIDAY);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_not_equal(datetext_parse(cases[i].text, &f.context, &t), DATETEXT_OK);
		assert_string_equal(t.why, cases[i].why);
	}
	assert_int_equal(datetext_parse(NULL, &f.context, &t), DATETEXT_BAD);
}

static void two_readings_are_told_to_the_minute(void **state)
{
	struct fixed f;
	struct datetext t;

	(void)state;
	fix(&f, "2026-11-21 22:59", MONDAY_TO_FRIDAY);
	assert_int_equal(datetext_parse("1h", &f.context, &t), DATETEXT_AMBIGUOUS);
	assert_string_equal(t.why, "'1h' has two readings: Sat 21 Nov 2026 01:00 or Sat 21 Nov "
				   "2026 23:59; write one of them as 2026-11-21 01:00 or "
				   "2026-11-21 23:59");
}

static void assert_shown_safely(const char *why)
{
	assert_true(strlen(why) < DATETEXT_WHY_SIZE);
	assert_true(utf8_is_valid(why, strlen(why)));
	for (const char *c = why; *c; c++)
		assert_true((unsigned char)*c >= ' ' && *c != 0x7f);
}

/* Characters of four bytes, none of which is to be seen. */
#define TAG "\xf3\xa0\x81\x81"
#define TAGS_10 TAG TAG TAG TAG TAG TAG TAG TAG TAG TAG

static void a_hostile_text_is_quoted_short_and_without_control_characters(void **state)
{
	static const struct {
		const char *text, *begins;
	} cases[] = {
		{"\x1b[31mfri\x07", "'?[31mfri?' "},
		{"fri\nsat", "'fri?sat' "},
		{"\xff\xfe", "'?"
			     "?' "},
		{"ma\xc3\xb1"
		 "ana",
		 "'ma\xc3\xb1"
		 "ana' "},
		{"a\xe2\x80\xae"
		 "b",
		 "'a?b' "}, /* right-to-left override */
		{"\xc2\x9b"
		 "2J",
		 "'?2J' "}, /* C1 */
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		 "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' "},
		{TAGS_10 TAGS_10 TAGS_10 TAGS_10 TAGS_10,
		 "'????????????????????????????????????????...' "},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		 "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' "},
	};
	struct fixed f;
	struct datetext t;

	(void)state;
	fix(&f, "2026-11-21 10:00", MONDAY_TO_FRIDAY);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(datetext_parse(cases[i].text, &f.context, &t), DATETEXT_BAD);
		assert_shown_safely(t.why);
		assert_memory_equal(t.why, cases[i].begins, strlen(cases[i].begins));
	}
}

static void a_text_of_thousands_of_characters_is_refused(void **state)
{
	static char text[100001];
	struct fixed f;
	struct datetext t;

	(void)state;
	fix(&f, "2026-11-21 10:00", MONDAY_TO_FRIDAY);
	memset(text, ' ', sizeof(text) - 1);
	memcpy(text + sizeof(text) - 9, "tomorrow", 8);
	assert_int_equal(datetext_parse(text, &f.context, &t), DATETEXT_BAD);
	assert_int_equal(datetext_parse(text + sizeof(text) - 101, &f.context, &t), DATETEXT_OK);
	assert_int_equal(datetext_parse(text + sizeof(text) - 102, &f.context, &t), DATETEXT_BAD);
	memset(text, '9', sizeof(text) - 1);
	assert_int_equal(datetext_parse(text, &f.context, &t), DATETEXT_BAD);
	assert_shown_safely(t.why);
}

static uint32_t random_below(uint64_t *seed, uint32_t n)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)(*seed >> 33) % n;
}

/* Words of the grammar in any order, and bytes of any kind: an answer in range or a sentence. */
static void any_text_has_an_answer(void **state)
{
	static const char *const pieces[] = {
		"fri",      "dec",      "15", "9",       "2026",  "-",    "/",    ".",     ":",
		"+",        "am",       "pm", "at",      "in",    "a",    "next", "this",  "week",
		"h",        "m",        "mo", "bd",      "days",  "noon", "30",   "today", "eoq",
		"midnight", "99999999", "0",  "working", "years", "min",  "\x01", "\xc3",  "31",
	};
	uint64_t seed = 11;
	struct fixed f;

	(void)state;
	fix(&f, "2026-11-21 10:00", MONDAY_TO_FRIDAY);
	for (int round = 0; round < 200000; round++) {
		char text[128] = "";
		struct datetext t;
		enum datetext_result result;

		for (uint32_t n = random_below(&seed, 7); n > 0; n--) {
			size_t used = strlen(text);
			const char *piece = pieces[random_below(&seed, ARRAY_LEN(pieces))];

			(void)snprintf(text + used, sizeof(text) - used, "%s%s", piece,
				       random_below(&seed, 3) ? " " : "");
		}
		result = datetext_parse(text, &f.context, &t);
		assert_shown_safely(t.why);
		assert_int_equal(result == DATETEXT_OK, t.why[0] == '\0');
		if (result == DATETEXT_OK) {
			assert_true(day_in_range(t.day));
			assert_in_range(t.minute + 1, 0, 1440);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_read_on_a_saturday),
		cmocka_unit_test(every_month_is_read_by_its_name),
		cmocka_unit_test(a_weekday_named_on_that_day_is_in_a_week),
		cmocka_unit_test(a_month_is_its_first_working_day_after_today),
		cmocka_unit_test(months_clamp_and_leap_days_are_found),
		cmocka_unit_test(ends_are_the_next_last_working_day),
		cmocka_unit_test(a_week_from_sunday_to_thursday_ends_on_thursday),
		cmocka_unit_test(a_week_without_working_days_still_has_dates),
		cmocka_unit_test(two_readings_that_agree_are_one),
		cmocka_unit_test(the_last_day_has_no_tomorrow),
		cmocka_unit_test(a_refusal_says_what_would_be_right),
		cmocka_unit_test(two_readings_are_told_to_the_minute),
		cmocka_unit_test(a_hostile_text_is_quoted_short_and_without_control_characters),
		cmocka_unit_test(a_text_of_thousands_of_characters_is_refused),
		cmocka_unit_test(any_text_has_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
