/* The loop with a referrer: thanked for a name, told what came of it. */
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

/* What of somebody's referrals is to be said. */
struct saying {
	bool is_thanks;
	const char *what; /* of what is told; null: what is owed */
};

static bool is_owed(const json_t *x, const struct saying *say)
{
	if (say->is_thanks)
		return part_is_owed(x, "thank");
	if (say->what)
		return part_is_owed(x, say->what);
	return part_is_owed(x, "first-contact") || part_is_owed(x, "outcome");
}

/* Before the week is over nothing of a first contact is owed, and it is told all the same. */
static bool may_be_told(const json_t *x, const struct saying *say)
{
	return !say->is_thanks && (!say->what || str_equal(say->what, "first-contact")) &&
	       *text_of(x, "days.contacted") && !*text_of(x, "closed_day") &&
	       !*text_of(x, "told_contact_day");
}

/* In the order in which the names came. */
static json_t *ids_of(const json_t *items, const struct saying *say,
		      bool (*fits)(const json_t *x, const struct saying *say))
{
	json_t *ids = json_array(), *x;
	size_t i;

	json_array_foreach (items, i, x)
		if (json_array_size(ids) < VOUCH_IDS_MAX && fits(x, say))
			(void)json_array_insert(ids, 0, json_object_get(x, "id"));
	return ids;
}

static int fail_all_said(const char *name, json_int_t contact, const struct saying *say,
			 bool has_sent)
{
	if (!has_sent)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"%s has sent nobody yet; to note that they did: vouch referred "
				"c%lld NAME introduced",
				name, (long long)contact);
	if (say->is_thanks)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"no thanks are owed to %s; whom they sent: vouch referrals c%lld",
				name, (long long)contact);
	return cli_fail(VOUCH_EXIT_AMBIGUOUS,
			"there is no news for %s yet; whom they sent: vouch referrals c%lld", name,
			(long long)contact);
}

/* Whoever was sent is not who is thanked: says by which id that is done. */
static int fail_nothing(struct cli *cli, const char *name, json_int_t contact,
			const struct saying *say, bool has_sent)
{
	json_auto_t *all = NULL;
	const json_t *x, *of = NULL;
	size_t i;
	int r;

	r = cli_read_all(cli, "referral.list",
			 json_pack("{s:I, s:s}", "person", contact, "direction", "received"), false,
			 &all);
	if (r)
		return r;
	json_array_foreach (all, i, x)
		if (is_owed(x, say) || (!of && may_be_told(x, say)))
			of = x;
	if (of)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"nothing is owed to %s, who was sent by %s: vouch %s r%lld", name,
				name_of(json_object_get(of, "referrer")),
				say->is_thanks ? "thank" : "told", number_of(of, "id"));
	return fail_all_said(name, contact, say, has_sent);
}

/* All of a referrer's of which that is owed, else may be told. */
static int find_owed(struct cli *cli, const char *text, const struct saying *say, json_t **ret)
{
	json_auto_t *owed = NULL, *all = NULL, *ids = NULL;
	const char *name;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, text, &contact, &name);
	if (!r)
		r = cli_read_all(cli, "referral.list",
				 json_pack("{s:I, s:s}", "referrer", contact, "loop", "open"),
				 false, &owed);
	if (r)
		return r;
	ids = ids_of(owed, say, is_owed);
	if (json_array_size(ids) == 0) {
		r = cli_read_all(
			cli, "referral.list",
			json_pack("{s:I, s:s}", "referrer", contact, "direction", "received"),
			false, &all);
		if (r)
			return r;
		json_decref(ids);
		ids = ids_of(all, say, may_be_told);
	}
	if (json_array_size(ids) == 0)
		return fail_nothing(cli, *name ? name : text, contact, say,
				    json_array_size(all) > 0);
	*ret = json_incref(ids);
	return 0;
}

static int say_it(struct cli *cli, const struct match *m, const struct saying *say)
{
	const char *referral = match_text(m, "REFERRAL");
	json_t *params = json_object(), *ids = NULL;
	json_auto_t *answer = NULL;
	int r = 0;

	if (referral)
		ids = json_pack("[I]", (json_int_t)place_id(referral, 'r'));
	else
		r = find_owed(cli, match_text(m, "CONTACT"), say, &ids);
	if (!r)
		r = when_set_day(cli, m, params);
	cli_set_text(params, "what", say->what);
	if (ids)
		(void)json_object_set_new(params, "ids", ids);
	r = cli_write_if(cli, say->is_thanks ? "referral.thank" : "referral.tell", params, r,
			 &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_heard(cli, json_object_get(answer, "referrals"), say->is_thanks);
	return 0;
}

int cmd_thank(struct cli *cli, const struct match *m)
{
	const struct saying thanks = {.is_thanks = true};

	return say_it(cli, m, &thanks);
}

int cmd_told(struct cli *cli, const struct match *m)
{
	const char *what = match_text(m, "TOLD");
	const struct saying news = {
		.what = what ? place_tolds[place_word(place_find("TOLD", 4), what)] : NULL};

	return say_it(cli, m, &news);
}
