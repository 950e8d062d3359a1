/* What helps where a repair runs, or where the trouble is another's of the household. */
#include "gate_lives.h"

#include <stdio.h>
#include <string.h>

#include "domain/gate_line.h"

#define REPAIR "put it right, then ask how satisfied they are"
#define REPAIR_OTHER "put it right with @, then ask how satisfied they are"

static inline void complaint_since_the_score(struct book *b)
{
	(void)book_complaint(b, SELF, 2, UNRESOLVED);
}

static inline void complaint_resolved_since_the_score(struct book *b)
{
	(void)book_complaint(b, SELF, 2, 1);
}

static inline void complaint_before_the_score(struct book *b)
{
	(void)book_complaint(b, SELF, 30, UNRESOLVED);
}

/* Of a partner, who need not have scored, a promise counts where no score could end it. */
static inline void broken_to_other(struct book *b)
{
	book_init_partner(b);
	(void)book_broken(b, OTHER, 30);
}

static inline void broken_to_other_and_righted(struct book *b)
{
	book_init_partner(b);
	book_broken(b, OTHER, 30)->righted = when(b, 25);
}

enum repair { NO_REPAIR, TO_FIX, TO_SCORE };

/* @ stands for the member: "Ben Lee of the household" where the book knows their name. */
static const struct {
	void (*put)(struct book *b);
	enum repair repair;
	int64_t with; /* whom the repair's next step is with */
	enum gate_code code;
	enum gate_help help;
	const char *helps;
	bool has_step;
} cases[] = {
	{scored_3, NO_REPAIR, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR, false},
	{scored_3, TO_FIX, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR, true},
	{scored_3, TO_FIX, OTHER, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR_OTHER, true},
	{scored_3, TO_SCORE, SELF, GATE_SATISFIED, GATE_HELP_SCORE, "ask how satisfied they are",
	 true},
	{scored_3, TO_SCORE, OTHER, GATE_SATISFIED, GATE_HELP_SCORE, "ask how satisfied @ is",
	 true},
	{other_scored_low, NO_REPAIR, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR_OTHER, false},
	{other_scored_low, TO_FIX, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR, true},
	{complaint_since_the_score, NO_REPAIR, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR,
	 false},
	{complaint_resolved_since_the_score, NO_REPAIR, SELF, GATE_SATISFIED, GATE_HELP_SCORE,
	 "ask how satisfied they are", false},
	{complaint_resolved_since_the_score, TO_FIX, SELF, GATE_SATISFIED, GATE_HELP_REPAIR, REPAIR,
	 true},
	/* No step is the answer to it: it is resolved by hand. */
	{complaint_before_the_score, NO_REPAIR, SELF, GATE_NO_COMPLAINT, GATE_HELP_COMPLAINT,
	 "resolve the complaint", false},
	{complaint_before_the_score, TO_FIX, SELF, GATE_NO_COMPLAINT, GATE_HELP_COMPLAINT,
	 "resolve the complaint", true},
	{complaint_before_the_score, TO_SCORE, OTHER, GATE_NO_COMPLAINT, GATE_HELP_COMPLAINT,
	 "resolve the complaint", true},
	{broken_to_other, NO_REPAIR, SELF, GATE_PROMISES_KEPT, GATE_HELP_REPAIR, REPAIR_OTHER,
	 false},
	{broken_to_other, TO_SCORE, OTHER, GATE_PROMISES_KEPT, GATE_HELP_SCORE,
	 "ask how satisfied @ is", true},
	{broken_to_other_and_righted, NO_REPAIR, SELF, GATE_PROMISES_KEPT, GATE_HELP_SCORE,
	 "ask how satisfied they are", false},
	{broken_to_other_and_righted, TO_SCORE, OTHER, GATE_PROMISES_KEPT, GATE_HELP_SCORE,
	 "ask how satisfied @ is", true},
	/* A repair is no answer to what is not wrong. */
	{sold_nothing, TO_FIX, SELF, GATE_SALE_COMPLETED, GATE_HELP_COMPLETE,
	 "complete a sale first", false},
	{overdue_by_a_day, TO_FIX, SELF, GATE_PROMISES_KEPT, GATE_HELP_PROMISE,
	 "keep the promise, or agree on another day", false},
	{paused, TO_SCORE, SELF, GATE_CONTACTABLE, GATE_HELP_RESUME, "end the pause", false},
	{as_it_is, TO_FIX, SELF, N_GATE_CODES, GATE_HELP_NONE, "", false},
};

static void judge(size_t i, const struct gate_member *member, const char *name)
{
	const struct followup step = {.contact = cases[i].with,
				      .score = cases[i].repair == TO_SCORE};
	const char *at = strchr(cases[i].helps, '@');
	char helps[GATE_DETAIL_SIZE];
	struct book b;

	book_init(&b);
	cases[i].put(&b);
	b.facts.members = member;
	b.facts.n_members = member ? 1 : 0;
	b.facts.step = cases[i].repair == NO_REPAIR ? NULL : &step;
	(void)book_check(&b);
	assert_int_equal(b.verdict.first_blocking,
			 cases[i].code == N_GATE_CODES ? -1 : (int)cases[i].code);
	if (b.verdict.help != cases[i].help)
		fail_msg("case %zu: %d, \"%s\"", i, b.verdict.help, b.verdict.helps);
	(void)snprintf(helps, sizeof helps, "%.*s%s%s", (int)strcspn(cases[i].helps, "@"),
		       cases[i].helps, at ? name : "", at ? at + 1 : "");
	assert_string_equal(b.verdict.helps, helps);
	assert_ptr_equal(b.verdict.step, cases[i].has_step ? &step : NULL);
}

static void a_step_of_the_repair_is_what_helps(void **state)
{
	static const struct gate_member named = {OTHER, "Ben Lee"}, nameless = {OTHER, NULL},
					stranger = {OTHER + 1, "Tom Lee"};
	static const char *const another = "another of the household";

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		judge(i, &named, "Ben Lee of the household");
		judge(i, &nameless, another);
		judge(i, &stranger, another);
		judge(i, NULL, another);
	}
}

/* What the conditions say names them, too. */
static void whose_trouble_it_is_is_said(void **state)
{
	static const struct gate_member members[] = {{OTHER + 1, "Tom Lee"}, {OTHER, "Ben Lee"}};
	struct book b;

	(void)state;
	book_init(&b);
	b.facts.members = members;
	b.facts.n_members = ARRAY_LEN(members);
	other_scored_low(&b);
	assert_string_equal(book_check(&b)->conditions[GATE_SATISFIED].detail,
			    "Ben Lee of the household scored 4 on Wed 25 Sep 2024");
	(void)book_complaint(&b, OTHER, 2, UNRESOLVED);
	(void)book_broken(&b, OTHER, 3);
	(void)book_check(&b);
	assert_string_equal(b.verdict.conditions[GATE_PROMISES_KEPT].detail,
			    "promise \"quote by Friday\" to Ben Lee of the household was broken on "
			    "Tue 1 Oct 2024: it counts until a good score, or until Mon 30 Dec "
			    "2024");
	assert_string_equal(b.verdict.conditions[GATE_NO_COMPLAINT].detail,
			    "complaint \"the siren woke the street\" of Wed 2 Oct 2024 (Ben Lee of "
			    "the household) is open");
	assert_string_equal(b.verdict.conditions[GATE_SATISFIED].detail,
			    "scored 9 on Sat 14 Sep 2024, which is not newer than what went wrong "
			    "with Ben Lee of the household on Wed 2 Oct 2024");
}

/* Each of its characters has four bytes. */
static void the_longest_name_is_cut_and_nothing_behind_it(void **state)
{
	char name[4 * GATE_QUOTE_CHARS + 8] = "", want[GATE_DETAIL_SIZE];
	struct gate_member member = {OTHER, name};
	const char *detail;
	struct book b;

	(void)state;
	for (size_t i = 0; i + 4 < sizeof name; i += 4)
		memcpy(name + i, "\xf0\x9f\x8f\xa1", 5);
	book_init(&b);
	b.facts.members = &member;
	b.facts.n_members = 1;
	(void)book_complaint(&b, OTHER, 2, UNRESOLVED);
	detail = book_check(&b)->conditions[GATE_SATISFIED].detail;
	(void)snprintf(want, sizeof want,
		       "scored 9 on Sat 14 Sep 2024, which is not newer than what went wrong with "
		       "%.*s\xe2\x80\xa6 of the household on Wed 2 Oct 2024",
		       GATE_QUOTE_BYTES, name);
	assert_string_equal(detail, want);
}

static void which_help_is_of_a_repair(void **state)
{
	(void)state;
	for (int help = GATE_HELP_NONE; help <= GATE_HELP_RESUME; help++)
		assert_int_equal(gate_help_is_repair((enum gate_help)help),
				 help == GATE_HELP_SCORE || help == GATE_HELP_REPAIR ||
					 help == GATE_HELP_COMPLAINT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_of_the_repair_is_what_helps),
		cmocka_unit_test(whose_trouble_it_is_is_said),
		cmocka_unit_test(the_longest_name_is_cut_and_nothing_behind_it),
		cmocka_unit_test(which_help_is_of_a_repair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
