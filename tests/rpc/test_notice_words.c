/* What a pop-up says, as the settings let it: what a person typed is shown with everything alone,
 * and nobody's name where no names are to be seen. */
#include "rpc/story.h"

#include "ops/notice.h"

#define SECRET "canary" /* what was typed */

static const struct {
	const char *method, *params; /* what makes a follow-up of Ana's */
	const char *at;
	const char *names, *names_body, *full, *full_body;
} cases[] = {
	{"followup.add",
	 "{\"contact\":1,\"kind\":\"call\",\"title\":\"canary\",\"due\":\"2026-12-03\"}",
	 "2026-12-03", "Call Ana", "You asked to be reminded: follow-up 1", "Call Ana Ruiz",
	 "canary\na reminder of your own · follow-up 1"},
	{"request.add", "{\"contact\":1,\"kind\":\"erase\",\"day\":\"2026-12-01\"}", "2026-12-25",
	 "Request of Ana (1 day late)",
	 "they asked on Tue 1 Dec; to be answered by Thu 31 Dec · follow-up 1",
	 "Request of Ana Ruiz (1 day late)",
	 "Erase what you keep about them\nthey asked on Tue 1 Dec; to be answered by Thu 31 Dec · "
	 "follow-up 1"},
	{"date.add", "{\"contact\":1,\"what\":\"birthday\",\"day\":\"--12-03\"}", "2026-12-03",
	 "Write to Ana", "It is their birthday: follow-up 1", "Write to Ana Ruiz",
	 "Birthday\non Thu 3 Dec 2026 · follow-up 1"},
	{"date.add", "{\"contact\":1,\"what\":\"canary\",\"day\":\"2026-12-03\"}", "2026-12-03",
	 "Call Ana", "A day that you noted: follow-up 1", "Call Ana Ruiz",
	 "canary\non Thu 3 Dec 2026 · follow-up 1"},
	{"date.add", "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2026-12-03\",\"lead_days\":0}",
	 "2026-12-03", "Call Ana", "A renewal comes up: follow-up 1", "Call Ana Ruiz",
	 "Renewal\non Thu 3 Dec 2026 · follow-up 1"},
};

static void expect_words(struct op *op, int64_t notice, enum privacy privacy, const char *summary,
			 const char *body)
{
	struct settings settings = *op->env->settings;
	struct notice_post post;

	settings.privacy = (int)privacy;
	op->settings = &settings;
	assert_int_equal(op_notice_read(op, notice, &post), 0);
	op->settings = op->env->settings;
	assert_string_equal(post.summary, summary);
	assert_string_equal(post.body, body);
	if (privacy != PRIVACY_FULL)
		assert_null(strstr(post.body, SECRET));
}

static void a_pop_up_says_what_the_settings_let_it(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct op op = {.actor = OP_CLOCK, .method = "claim"};
		struct arena *arena = arena_new();
		struct notice_post *posts;
		struct stack *f;
		size_t n;

		assert_int_equal(put_plans(state), 0);
		f = *state;
		f->settings.morning = MORNING_NO;
		DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
		DO(f, cases[i].method, "%s", cases[i].params);
		at_noon(f, cases[i].at);
		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_notice_claim(&op, &posts, &n), 0);
		assert_int_equal(n, 1);
		expect_words(&op, posts[0].notice.id, PRIVACY_NONE, "A follow-up is due",
			     "To see it, type: vouch show 1");
		expect_words(&op, posts[0].notice.id, PRIVACY_NAMES, cases[i].names,
			     cases[i].names_body);
		expect_words(&op, posts[0].notice.id, PRIVACY_FULL, cases[i].full,
			     cases[i].full_body);
		assert_int_equal(op_end(&op, 0), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
		arena_free(arena);
		assert_int_equal(tear_down(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pop_up_says_what_the_settings_let_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
