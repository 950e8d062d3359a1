/* The words to ask with: what is in them, and what had better not be. */
#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/raw.h"
#include "vouch/limits.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static struct stack *people(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "contact.add", "{\"name\":\"Ruth Kim\"}");
	return f;
}

static char *script_of(struct stack *f, int contact)
{
	json_t *script = tell(f, "ask.script", "{\"contact\":%d}", contact);
	char *text_of_it = strdup(text(script, "text"));

	json_decref(script);
	return text_of_it;
}

static void expect(struct stack *f, int contact, const char *part)
{
	_cleanup_free_ char *script = script_of(f, contact);

	if (!strstr(script, part))
		fail_msg("no \"%s\" in:\n%s", part, script);
}

static void expect_no(struct stack *f, int contact, const char *part)
{
	_cleanup_free_ char *script = script_of(f, contact);

	if (strstr(script, part))
		fail_msg("\"%s\" in:\n%s", part, script);
}

static void the_listen_for_line_is_theirs_or_the_products_or_the_one_for_all(void **state)
{
	struct stack *f = people(state);

	expect(f, 1, "say \"I wish I knew somebody I could trust with that\", think");
	DO(f, "template.put", "{\"name\":\"listen-for\",\"text\":\"whom do you trust?\"}");
	expect(f, 1, "say \"whom do you trust?\", think");
	DO(f, "template.put",
	   "{\"name\":\"listen-for:alarm\",\"text\":\"they broke into our {{product}}\"}");
	expect(f, 1, "say \"whom do you trust?\", think"); /* she has bought nothing yet */
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	expect(f, 1, "say \"they broke into our Alarm\", think");
	DO(f, "contact.update", "{\"id\":1,\"listen_for\":\"\\\"we are moving.\\\"\"}");
	expect(f, 1, "say \"we are moving\", think");
}

static void what_they_bought_last_goes_before_what_they_are_about_to_buy(void **state)
{
	struct stack *f = people(state);

	DO(f, "template.put", "{\"name\":\"listen-for\",\"text\":\"{{product}}?\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Camera\",\"completed_day\":\"2026-11-30\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-20\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Lock\"}");
	expect(f, 1, "\"Camera?\"");
}

static void the_newest_praise_is_quoted(void **state)
{
	struct stack *f = people(state);

	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-01\"}");
	expect_no(f, 1, "You said to me");
	DO(f, "satisfaction.record",
	   "{\"contact\":1,\"score\":9,\"words\":\"so quick\",\"day\":\"2026-11-20\"}");
	expect(f, 1, "You said to me: \"so quick.\"");
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"so kind\",\"day\":\"2026-11-20\"}");
	expect(f, 1, "You said to me: \"so kind.\""); /* entered later on the same day */
	DO(f, "satisfaction.record",
	   "{\"contact\":1,\"score\":10,\"words\":\"so clean\",\"day\":\"2026-11-21\"}");
	expect(f, 1, "You said to me: \"so clean.\"");
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"so early\",\"day\":\"2026-11-10\"}");
	expect(f, 1, "You said to me: \"so clean.\"");
}

static void what_was_no_praise_is_not_quoted(void **state)
{
	struct stack *f = people(state);

	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-01\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":8,\"words\":\"too loud\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":10}");
	expect_no(f, 1, "You said to me");
}

static void the_reason_is_the_one_that_moves_them(void **state)
{
	static const struct {
		const char *motive, *part;
	} cases[] = {
		{"prestige", "opened the door"},
		{"none", "strangers' doors"},
		{"time-and-attention", "their week"},
	};
	struct stack *f = people(state);

	expect(f, 1, "their week"); /* before any talk */
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		DO(f, "talk.record", "{\"contact\":1,\"motive\":\"%s\",\"agreed\":\"yes\"}",
		   cases[i].motive);
		expect(f, 1, cases[i].part);
		for (size_t k = 0; k < ARRAY_LEN(cases); k++)
			if (k != i)
				expect_no(f, 1, cases[k].part);
	}
}

static void it_begins_with_the_bad_experience_they_told_of(void **state)
{
	struct stack *f = people(state);

#define HELD "{\"contact\":1,\"motive\":\"none\",\"agreed\":\"no\",\"answers\":["
	expect_no(f, 1, "You once told me");
	DO(f, "talk.record", HELD "{\"question\":\"informed\",\"bad_experience\":false}]}");
	expect_no(f, 1, "You once told me");
	DO(f, "talk.record", HELD "{\"question\":\"informed\",\"bad_experience\":true}]}");
	expect(f, 1, "You once told me how it went for you elsewhere: nobody kept you informed.");
	DO(f, "talk.record",
	   HELD "{\"question\":\"informed\",\"bad_experience\":true},"
		"{\"question\":\"reachable\",\"bad_experience\":true,\"words\":\"only the "
		"mailbox\"},"
		"{\"question\":\"problems\",\"bad_experience\":true,\"words\":\"weeks!\"}]}");
	expect(f, 1, "You once told me how it went for you elsewhere: \"only the mailbox.\"");
}

/* A referral as it would be written: 1 = Ana was sent by 2 = Ruth. */
static void sent(struct stack *f, const char *direction, const char *permission, const char *status)
{
	_cleanup_str_ struct str sql = {0};

	str_addf(&sql,
		 "DELETE FROM referral; INSERT INTO referral (direction, contact, person, "
		 "permission, status, origin, created_at) VALUES ('%s', 2, 1, '%s', '%s', "
		 "'offered', 0)",
		 direction, permission, status);
	raw_exec(store_db(f->env.store), str_text(&sql));
}

static void who_sent_them_is_named_where_that_may_be_said(void **state)
{
	struct stack *f = people(state);

	expect_no(f, 1, "through");
	sent(f, "received", "may-say-name", "contacted");
	expect(f, 1, "You came to me through Ruth Kim, so");
	sent(f, "received", "introduced", "won");
	expect(f, 1, "You came to me through Ruth Kim, so");
	sent(f, "received", "none", "won");
	expect_no(f, 1, "Ruth Kim");
	sent(f, "received", "introduced", "candidate");
	expect_no(f, 1, "Ruth Kim");
	sent(f, "given", "introduced", "won");
	expect_no(f, 1, "Ruth Kim");
	expect_no(f, 2, "Ana Ruiz");
}

static void a_sale_from_a_referral_says_through_whom(void **state)
{
	struct stack *f = people(state);

	sent(f, "received", "introduced", "won");
	raw_exec(store_db(f->env.store), "UPDATE referral SET person = NULL");
	expect_no(f, 1, "Ruth Kim");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\",\"source\":\"referral\"}");
	raw_exec(store_db(f->env.store), "UPDATE sale SET referral = (SELECT id FROM referral)");
	expect(f, 1, "You came to me through Ruth Kim, so");
	raw_exec(store_db(f->env.store), "UPDATE sale SET source = 'walk-in'");
	expect_no(f, 1, "Ruth Kim");
}

static void the_dead_are_not_named_and_not_asked(void **state)
{
	struct stack *f = people(state);
	json_t *brief;

	sent(f, "received", "introduced", "won");
	DO(f, "contact.deceased", "{\"id\":2}");
	expect_no(f, 1, "Ruth Kim");
	assert_int_equal(refused(f, "ask.script", "{\"contact\":2}"), 200);
	brief = tell(f, "contact.brief", "{\"id\":2}");
	assert_true(json_is_null(json_object_get(brief, "script")));
	json_decref(brief);
}

static void a_company_is_not_called_by_its_first_word(void **state)
{
	struct stack *f = people(state);

	DO(f, "contact.add", "{\"name\":\"Hill Dental\",\"org\":\"Hill Dental\"}");
	DO(f, "contact.add", "{\"name\":\"Dr. Kim\",\"given\":\"Joon Ho\"}");
	expect(f, 1, "Ana, may I");
	expect_no(f, 3, "Hill");
	expect(f, 4, "Joon, may I");
}

static void a_value_with_braces_stays_as_it_is(void **state)
{
	struct stack *f = people(state);

	DO(f, "contact.update", "{\"id\":1,\"listen_for\":\"{{name}} {{#praise}}\"}");
	expect(f, 1, "say \"{{name}} {{#praise}}\", think");
}

static void expect_no_script(struct stack *f)
{
	json_t *brief = tell(f, "contact.brief", "{\"id\":1}");

	assert_int_equal(refused(f, "ask.script", "{\"contact\":1}"), 420);
	assert_true(json_is_null(json_object_get(brief, "script")));
	json_decref(brief);
}

static void a_template_that_cannot_be_used_is_told_and_spares_the_brief(void **state)
{
	struct stack *f = people(state);
	_cleanup_str_ struct str sql = {0};

	raw_exec(store_db(f->env.store), "INSERT INTO template (name, text, created_at) VALUES "
					 "('ask', '{{no_such_field}}', 0)");
	expect_no_script(f);
	str_add(&sql, "UPDATE template SET text = '");
	for (int i = 0; i < VOUCH_SCRIPT_MAX; i++)
		str_add_char(&sql, 'x');
	str_add(&sql, "'");
	raw_exec(store_db(f->env.store), str_text(&sql));
	expect_no_script(f);
	DO(f, "template.put", "{\"name\":\"ask\",\"text\":\"\"}");
	expect(f, 1, "Ana, may I");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(the_listen_for_line_is_theirs_or_the_products_or_the_one_for_all),
		WITH_PLANS(what_they_bought_last_goes_before_what_they_are_about_to_buy),
		WITH_PLANS(the_newest_praise_is_quoted),
		WITH_PLANS(what_was_no_praise_is_not_quoted),
		WITH_PLANS(the_reason_is_the_one_that_moves_them),
		WITH_PLANS(it_begins_with_the_bad_experience_they_told_of),
		WITH_PLANS(who_sent_them_is_named_where_that_may_be_said),
		WITH_PLANS(a_sale_from_a_referral_says_through_whom),
		WITH_PLANS(the_dead_are_not_named_and_not_asked),
		WITH_PLANS(a_company_is_not_called_by_its_first_word),
		WITH_PLANS(a_value_with_braces_stays_as_it_is),
		WITH_PLANS(a_template_that_cannot_be_used_is_told_and_spares_the_brief),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
