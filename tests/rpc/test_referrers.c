/* What a referrer hears, and who has the credit: told over the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"

/* The title of the open follow-up about a referral that falls due on a day; a copy. */
static void title_on(struct stack *f, int referral, const char *day, char to[160])
{
	json_t *result = tell(f, "referral.get", "{\"id\":%d}", referral), *row;
	size_t i;

	to[0] = '\0';
	json_array_foreach (json_object_get(result, "followups"), i, row)
		if (str_starts_with(text(row, "due"), day))
			str_copy(to, 160, text(row, "title"));
	json_decref(result);
}

static void what_is_left_to_say_is_said_in_words_for_that(void **state)
{
	struct stack *f = *state;
	char title[160];

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
	DO(f, "referral.thank", "{\"id\":1}");
	DO(f, "dev.clock", "{\"now\":\"2026-12-08T08:00:00Z\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	title_on(f, 2, "2026-12-08T09", title);
	assert_string_equal(title, "Thank them for sending Dov; tell them of the first contact "
				   "with Ruth");
	DO(f, "referral.tell", "{\"id\":1,\"what\":\"first-contact\"}");
	title_on(f, 2, "2026-12-08T09", title);
	assert_string_equal(title, "Thank them for sending Dov");
}

/* Found to be no fit, which loses its sale; the sale was not lost after all. */
static void what_was_no_fit_comes_back_with_its_sale(void **state)
{
	struct stack *f = *state;
	json_t *result;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"meeting\"}");
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"not-a-fit\"}");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"she called again\"}");
	result = tell(f, "referral.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(result, "referral"), "status"), "meeting");
	json_decref(result);
	expect_sound(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(what_is_left_to_say_is_said_in_words_for_that),
		WITH_PLANS(what_was_no_fit_comes_back_with_its_sale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
