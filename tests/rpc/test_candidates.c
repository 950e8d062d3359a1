/* Who was named, told over the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"

static size_t n_of(struct stack *f, const char *method, const char *params)
{
	json_t *list = tell(f, method, "%s", params);
	size_t n = json_array_size(json_object_get(list, "items"));

	json_decref(list);
	return n;
}

static void nobody_is_planned_for_before_permission(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"phone\":\"555 0142\"}");
	pass_days(f, 400);
	assert_int_equal(n_of(f, "contact.list", "{}"), 1);
	assert_int_equal(n_of(f, "followup.list", "{}"), 0);
	assert_int_equal(n_of(f, "contact.list", "{\"standing\":\"referrer\"}"), 0);
	DO(f, "candidate.promote", "{\"id\":1,\"permission\":\"introduced\"}");
	assert_int_equal(n_of(f, "contact.list", "{}"), 2);
	assert_int_equal(n_of(f, "contact.list", "{\"standing\":\"referrer\"}"), 1);
	assert_int_equal(n_of(f, "candidate.list", "{}"), 0);
}

static void the_moment_of_permission_is_when_the_name_arrived(void **state)
{
	struct stack *f = *state;
	const json_t *referral;
	json_t *made;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\"}");
	at_noon(f, "2027-01-15");
	made = tell(f, "candidate.promote", "{\"id\":1,\"permission\":\"may-say-name\"}");
	referral = json_object_get(made, "referral");
	assert_string_equal(text(referral, "candidate_day"), "2026-12-01");
	assert_string_equal(text(referral, "received_day"), "2027-01-15");
	assert_string_equal(text(referral, "received_at"), "2027-01-15T12:00:00Z");
	json_decref(made);
}

static void a_customer_who_sent_somebody_is_a_referrer(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	assert_int_equal(n_of(f, "contact.list", "{\"standing\":\"customer\"}"), 1);
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
	assert_int_equal(n_of(f, "contact.list", "{\"standing\":\"customer\"}"), 0);
	assert_int_equal(n_of(f, "contact.list", "{\"standing\":\"referrer\"}"), 1);
}

/* A number is theirs in any spacing; the same number under the referrer's own roof is not. */
static void the_person_is_whose_number_it_is(void **state)
{
	static const struct {
		const char *name, *phone;
		int64_t person; /* 0: a new one */
	} cases[] = {
		{"Ruth Kim", "+1 (555) 555-0142", 2},
		{"R. Kim", "0015555550142", 0},
		{"Luis", "1 555 555 0100", 0},
		{"Eve", "555", 0},
	};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\",\"phones\":[\"+1 555 555 0100\"]}");
	DO(f, "contact.add", "{\"name\":\"Ruth Kim\",\"phones\":[\"+1 555 555 0142\",\"555\"]}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *made;
		int64_t person;

		if (i == 1) { /* the same person a second time */
			assert_int_equal(refused(f, "candidate.add",
						 "{\"contact\":1,\"name\":\"%s\",\"phone\":\"%s\","
						 "\"permission\":\"introduced\"}",
						 cases[i].name, cases[i].phone),
					 201);
			continue;
		}
		made = tell(f, "candidate.add",
			    "{\"contact\":1,\"name\":\"%s\",\"phone\":\"%s\","
			    "\"permission\":\"introduced\"}",
			    cases[i].name, cases[i].phone);
		person = number(json_object_get(json_object_get(made, "referral"), "person"), "id");
		if (cases[i].person ? person != cases[i].person : person < 3)
			fail_msg("%s is contact %lld", cases[i].name, (long long)person);
		json_decref(made);
	}
}

static void what_is_offered_does_the_open_ask(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"ask\",\"due\":\"2026-12-02\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"call\",\"due\":\"2026-12-02\"}");
	pass_days(f, 1);
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\"}");
	assert_int_equal(n_of(f, "followup.list", "{\"state\":\"done\"}"), 0);
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Dov\",\"origin\":\"offered\"}");
	assert_int_equal(n_of(f, "followup.list", "{\"state\":\"done\",\"kind\":\"ask\"}"), 1);
	assert_int_equal(n_of(f, "followup.list", "{\"state\":\"scheduled\"}"), 1);
	assert_int_equal(n_of(f, "ask.list", "{\"contact\":1}"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(nobody_is_planned_for_before_permission),
		WITH_PLANS(the_moment_of_permission_is_when_the_name_arrived),
		WITH_PLANS(a_customer_who_sent_somebody_is_a_referrer),
		WITH_PLANS(the_person_is_whose_number_it_is),
		WITH_PLANS(what_is_offered_does_the_open_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
