/* What was given in thanks, and the hours that were no touch. */
#include "amount.h"
#include "base/cleanup.h"
#include "commands.h"
#include "money.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "when.h"

static int make_gift(struct cli *cli, const struct match *m, json_t *params)
{
	const char *referral = match_text(m, "REFERRAL");
	json_int_t contact;
	int r;

	cli_set_text(params, "what", match_text(m, "WHAT"));
	if (referral)
		(void)json_object_set_new(params, "referral",
					  json_integer(place_id(referral, 'r')));
	r = amount_set(cli, m, params);
	if (!r)
		r = when_set_day(cli, m, params);
	if (!r)
		r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (!r)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	return r;
}

/* "this year", or "in 2025" where the gift is noted late. */
static const char *say_year(const struct cli *cli, long long year)
{
	const char *text = arena_printf(cli->arena, "%lld", year);

	if (str_starts_with(cli->view.today, text))
		return "this year";
	return arena_printf(cli->arena, "in %s", text);
}

/* "That is 25.00 of 50.00 USD for Ana Ruiz this year." */
static void print_year(const struct cli *cli, const json_t *gift, const json_t *year)
{
	int exponent = (int)number_of(year, "exponent");
	_cleanup_str_ struct str amount = {0}, limit = {0};

	money_add_full(&amount, number_of(year, "amount"), exponent);
	if (json_is_integer(json_object_get(year, "limit"))) {
		str_add(&limit, " of ");
		money_add_full(&limit, number_of(year, "limit"), exponent);
	}
	view_line(&cli->view, VIEW_NORMAL, "That is %s%s %s for %s %s.", str_text(&amount),
		  str_text(&limit), text_of(year, "currency"),
		  name_of(json_object_get(gift, "contact")),
		  say_year(cli, number_of(year, "year")));
	if (json_is_true(json_object_get(year, "is_over")))
		view_line(&cli->view, VIEW_LATE,
			  "That is over your limit for one person in a year: limit under [gifts] "
			  "in vouch.conf.");
}

int cmd_gift(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str amount = {0}, day = {0}, what = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *g, *followup;
	int r;

	r = cli_write_if(cli, "gift.add", params, make_gift(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	g = json_object_get(answer, "gift");
	view_line(&cli->view, VIEW_NORMAL, "Noted: %s for %s on %s, worth %s.", text_of(g, "what"),
		  name_of(json_object_get(g, "contact")), part_full_day(&day, text_of(g, "day")),
		  part_amount(&amount, &cli->view, g));
	followup = json_object_get(answer, "followup");
	if (json_is_object(followup))
		view_line(&cli->view, VIEW_NORMAL, "That does %lld, %s.", number_of(followup, "id"),
			  part_what(&what, followup));
	print_year(cli, g, json_object_get(answer, "this_year"));
	return 0;
}

int cmd_gifts(struct cli *cli, const struct match *m)
{
	const char *contact = match_text(m, "CONTACT");
	json_t *params = json_object();
	json_auto_t *items = NULL;
	json_int_t id = 0;
	int r = 0;

	if (contact)
		r = resolve_contact(cli, contact, &id, NULL);
	if (r) {
		json_decref(params);
		return r;
	}
	if (contact)
		(void)json_object_set_new(params, "contact", json_integer(id));
	r = cli_read_all(cli, "gift.list", params, true, &items);
	if (r || !items)
		return r;
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "Nothing was given yet.");
	else
		view_gifts(cli, items, NULL, !contact);
	return 0;
}

/* "45m", "2h", "1h30" */
static void add_duration(struct str *out, long long minutes)
{
	if (minutes < 60)
		str_addf(out, "%lldm", minutes);
	else if (minutes % 60 == 0)
		str_addf(out, "%lldh", minutes / 60);
	else
		str_addf(out, "%lldh%02lld", minutes / 60, minutes % 60);
}

int cmd_spent(struct cli *cli, const struct match *m)
{
	const char *activity = match_text(m, "ACTIVITY"), *note = match_text(m, "NOTE");
	_cleanup_str_ struct str took = {0}, day = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *t;
	int r;

	activity = place_activities[place_word(place_find("ACTIVITY", 8), activity)];
	cli_set_text(params, "activity", activity);
	cli_set_text(params, "note", note);
	(void)json_object_set_new(params, "minutes",
				  json_integer(place_minutes(match_text(m, "MINUTES"))));
	r = cli_write_if(cli, "time.log", params, when_set_day(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	t = json_object_get(answer, "time");
	add_duration(&took, number_of(t, "minutes"));
	view_line(&cli->view, VIEW_NORMAL, "Noted: %s of %s on %s.", str_text(&took),
		  text_of(t, "activity"), part_full_day(&day, text_of(t, "day")));
	return 0;
}
