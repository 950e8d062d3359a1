/* What is derived of a contact is kept where another of the household is the one it happens to. */
#include "rpc/story.h"

#include "rpc/derived.h"

static void expect_rebuilt(struct stack *f)
{
	_cleanup_str_ struct str difference = {0};

	if (derived_differs(f->env.store, &difference))
		fail_msg("%s", str_text(&difference));
}

static void one_fix_puts_right_the_complaints_of_all(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"members\":[1,2]}");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it rang all night\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"I heard it too\"}");
	expect_rebuilt(f);
	done(f, 1, "fix");
	expect_rebuilt(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(one_fix_puts_right_the_complaints_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
