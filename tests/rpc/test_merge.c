/* Two contacts who are one person: what they say differently is noted, and nothing is lost. */
#include "rpc/story.h"

#include "rpc/facts.h"
#include "vouch/errors.h"
#include "vouch/limits.h"

#define A_UMLAUT "\xc3\xa4" /* one character of two bytes */

static void expect_field(struct stack *f, int64_t contact, const char *field, const char *want)
{
	json_t *got = tell(f, "contact.get", "{\"id\":%lld}", (long long)contact);

	assert_string_equal(text(json_object_get(got, "contact"), field), want);
	json_decref(got);
}

static void add_two(struct stack *f, const char *keep, const char *drop)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"%s}", keep);
	DO(f, "contact.add", "{\"name\":\"Ana R.\"%s}", drop);
}

static void merge(struct stack *f)
{
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
}

static void what_the_other_says_otherwise_is_noted(void **state)
{
	static const struct {
		const char *keep, *drop, *want;
	} cases[] = {
		{",\"org\":\"Ruiz\"", ",\"org\":\"Ruiz GmbH\"", "org Ruiz GmbH"},
		{",\"org\":\"Ruiz\"", ",\"org\":\"Ruiz\"", NULL},
		{"", ",\"org\":\"Ruiz\"", NULL},
		{",\"address\":{\"street\":\"Calle 5\",\"city\":\"Madrid\"}",
		 ",\"address\":{\"street\":\"Calle 6\",\"city\":\"Madrid\"}",
		 "address Calle 6, Madrid"},
		{",\"address\":{\"city\":\"Madrid\"}",
		 ",\"address\":{\"street\":\"Calle 6\",\"city\":\"Madrid\"}", NULL},
		{",\"address\":{\"city\":\"Madrid\"}", "", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str want = {0};

		assert_int_equal(put_plans(state), 0);
		add_two(*state, cases[i].keep, cases[i].drop);
		merge(*state);
		if (cases[i].want)
			str_addf(&want, "from Ana R. (c2): %s", cases[i].want);
		expect_field(*state, 1, "notes", cases[i].want ? str_text(&want) : "-");
		assert_int_equal(tear_down(state), 0);
	}
}

static void an_address_that_says_more_takes_the_place_of_the_other(void **state)
{
	struct stack *f = *state;
	json_t *got;

	add_two(f, ",\"address\":{\"city\":\"Madrid\"}",
		",\"address\":{\"street\":\"Calle 6\",\"city\":\"Madrid\"}");
	merge(f);
	got = tell(f, "contact.get", "{\"id\":1}");
	assert_string_equal(
		text(json_object_get(json_object_get(got, "contact"), "address"), "street"),
		"Calle 6");
	json_decref(got);
}

static void move_in(struct stack *f, int64_t contact, int64_t household)
{
	if (household)
		DO(f, "contact.update", "{\"id\":%lld,\"household\":%lld}", (long long)contact,
		   (long long)household);
}

static void of_two_households_one_stays_and_the_other_is_noted(void **state)
{
	static const struct {
		int64_t keep, drop, want;
		const char *notes;
	} cases[] = {
		{1, 2, 1, "from Ana R. (c2): household The Kims"},
		{2, 3, 2, "-"}, /* which has no name */
		{2, 2, 2, "-"},
		{0, 2, 2, "-"},
		{1, 0, 1, "-"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct stack *f;

		assert_int_equal(put_plans(state), 0);
		f = *state;
		add_two(f, "", "");
		for (int k = 0; k < 3; k++)
			DO(f, "contact.add", "{\"name\":\"Ben\"}");
		DO(f, "household.add", "{\"name\":\"The Ruizes\",\"members\":[3]}");
		DO(f, "household.add", "{\"name\":\"The Kims\",\"members\":[4]}");
		DO(f, "household.add", "{\"members\":[5]}");
		move_in(f, 1, cases[i].keep);
		move_in(f, 2, cases[i].drop);
		merge(f);
		expect_field(f, 1, "notes", cases[i].notes);
		assert_int_equal(sql_number(f, "SELECT household FROM contact WHERE id = 1", 0),
				 cases[i].want);
		assert_int_equal(tear_down(state), 0);
	}
}

static void pause_until(struct stack *f, int64_t contact, const char *until)
{
	if (!until)
		return;
	DO(f, "contact.pause", "{\"id\":%lld%s%s%s,\"reason\":\"c%lld\"}", (long long)contact,
	   *until ? ",\"until\":\"" : "", until, *until ? "\"" : "", (long long)contact);
}

/* Empty: it has no end; null: there is none. */
static void of_two_pauses_the_longer_holds(void **state)
{
	static const struct {
		const char *keep, *drop, *until, *reason;
	} cases[] = {
		{"2027-01-10", "2027-02-10", "2027-02-10", "c2"},
		{"2027-02-10", "2027-01-10", "2027-02-10", "c1"},
		{"2027-02-10", "2027-02-10", "2027-02-10", "c1"},
		{"2027-01-10", "", "-", "c2"},
		{"", "2027-01-10", "-", "c1"},
		{NULL, "2027-01-10", "2027-01-10", "c2"},
		{"2027-01-10", NULL, "2027-01-10", "c1"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(put_plans(state), 0);
		add_two(*state, "", "");
		pause_until(*state, 1, cases[i].keep);
		pause_until(*state, 2, cases[i].drop);
		merge(*state);
		expect_field(*state, 1, "state", "paused");
		expect_field(*state, 1, "paused_until", cases[i].until);
		expect_field(*state, 1, "pause_reason", cases[i].reason);
		assert_int_equal(tear_down(state), 0);
	}
}

static void of_two_birthdays_the_one_with_its_year_stays(void **state)
{
	static const struct {
		const char *keep, *drop, *want, *notes;
	} cases[] = {
		{"--03-14", "1970-03-14", "1970-03-14", "-"},
		{"1970-03-14", "--03-14", "1970-03-14", "-"},
		{"1970-03-14", "1971-03-14", "1970-03-14", "from Ana R. (c2): birthday 1971-03-14"},
		{"--03-14", "--03-15", "--03-14", "from Ana R. (c2): birthday --03-15"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *list, *items;
		struct stack *f;

		assert_int_equal(put_plans(state), 0);
		f = *state;
		add_two(f, "", "");
		DO(f, "date.add", "{\"contact\":1,\"what\":\"birthday\",\"day\":\"%s\"}",
		   cases[i].keep);
		DO(f, "date.add", "{\"contact\":2,\"what\":\"birthday\",\"day\":\"%s\"}",
		   cases[i].drop);
		merge(f);
		list = tell(f, "date.list", "{\"contact\":1}");
		items = json_object_get(list, "items");
		assert_int_equal(json_array_size(items), 1);
		assert_string_equal(text(json_array_get(items, 0), "day"), cases[i].want);
		expect_field(f, 1, "notes", cases[i].notes);
		json_decref(list);
		assert_int_equal(tear_down(state), 0);
	}
}

/* A contact whose notes are so many characters. */
static void add_noted(struct stack *f, const char *character, int n)
{
	_cleanup_str_ struct str params = {0};
	json_t *json;

	str_add(&params, "{\"name\":\"Ana\",\"notes\":\"");
	for (int i = 0; i < n; i++)
		str_add(&params, character);
	str_add(&params, "\"}");
	json = answer(f, "contact.add", str_text(&params));
	assert_non_null(json_object_get(json, "result"));
	json_decref(json);
}

/* With a line break between the notes of the one and of the other. */
static void notes_that_are_too_long_together_are_refused(void **state)
{
	static const struct {
		const char *keep, *drop;
		int n_keep, n_drop, want;
	} cases[] = {
		{"a", "b", VOUCH_TEXT_MAX - 1, 1, VOUCH_E_TOO_LARGE},
		{"a", "b", VOUCH_TEXT_MAX - 2, 1, 0},
		{A_UMLAUT, "b", VOUCH_TEXT_MAX - 1, 1, VOUCH_E_TOO_LARGE},
		{A_UMLAUT, "b", VOUCH_TEXT_MAX - 2, 1, 0},
		{A_UMLAUT, A_UMLAUT, VOUCH_TEXT_MAX, VOUCH_TEXT_MAX, 0}, /* the same */
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct stack *f;

		assert_int_equal(put_plans(state), 0);
		f = *state;
		add_noted(f, cases[i].keep, cases[i].n_keep);
		add_noted(f, cases[i].drop, cases[i].n_drop);
		assert_int_equal(refused(f, "contact.merge", "{\"keep\":1,\"drop\":2}"),
				 cases[i].want);
		expect_field(f, 2, "state", cases[i].want ? "active" : "merged");
		assert_int_equal(tear_down(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_other_says_otherwise_is_noted),
		WITH_PLANS(an_address_that_says_more_takes_the_place_of_the_other),
		cmocka_unit_test(of_two_households_one_stays_and_the_other_is_noted),
		cmocka_unit_test(of_two_pauses_the_longer_holds),
		cmocka_unit_test(of_two_birthdays_the_one_with_its_year_stays),
		cmocka_unit_test(notes_that_are_too_long_together_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
