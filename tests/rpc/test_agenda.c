/* The agenda answers with all that a follow-up has, or with the members that were asked for. */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "rpc/nouns.h"

/* The only item that is due. A new reference. */
static json_t *due(struct stack *f, const char *fields)
{
	json_t *page = tell(f, "agenda.due", "{\"fields\":[%s]}", fields);
	json_t *item = json_incref(json_array_get(json_object_get(page, "items"), 0));

	assert_int_equal(json_array_size(json_object_get(page, "items")), 1);
	json_decref(page);
	return item;
}

static void remind(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"hello\",\"due\":\"2026-12-01T08:00\"}");
	DO(f, "dev.advance", "{\"seconds\":86400}");
}

static void all_members_can_be_asked_for(void **state)
{
	struct stack *f = *state;
	const char *key;
	size_t n = 0;
	json_t *item, *value;

	remind(f);
	item = due(f, "");
	assert_int_equal(json_object_size(item), FOLLOWUP_BRIEF_FIELDS);
	json_object_foreach (item, key, value)
		assert_string_equal(key, followup_brief_fields[n++]);
	json_decref(item);
}

static void a_member_that_is_asked_for_comes_alone(void **state)
{
	struct stack *f = *state;
	json_t *all;

	remind(f);
	all = due(f, "");
	for (size_t i = 0; followup_brief_fields[i]; i++) {
		const char *name = followup_brief_fields[i];
		_cleanup_str_ struct str quoted = {0};
		json_t *item;

		str_addf(&quoted, "\"%s\"", name);
		item = due(f, str_text(&quoted));
		assert_int_equal(json_object_size(item), 1);
		assert_true(json_equal(json_object_get(item, name), json_object_get(all, name)));
		json_decref(item);
	}
	json_decref(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(all_members_can_be_asked_for),
		WITH_PLANS(a_member_that_is_asked_for_comes_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
