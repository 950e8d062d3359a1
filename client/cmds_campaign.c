/* Campaigns: cards each year, a newsletter each month. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "campaigns.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

/* The word of a vocabulary as vouchd has it. */
static void set_word(json_t *params, const char *key, const char *place, const char *text)
{
	const struct place *p = place_find(place, strlen(place));

	if (text)
		(void)json_object_set_new(params, key, json_string(p->words[place_word(p, text)]));
}

static int make_campaign(struct cli *cli, const struct match *m, json_t *params)
{
	const char *lead = match_text(m, "LEAD");
	json_t *audience = json_object();

	cli_set_text(params, "name", match_text(m, "NAME"));
	cli_set_text(params, "rrule", match_text(m, "RULE"));
	if (lead)
		(void)json_object_set_new(params, "lead_days",
					  json_integer(strtol(lead, NULL, 10)));
	set_word(audience, "standing", "STANDING", match_text(m, "STANDING"));
	set_word(audience, "cadence", "CLASS", match_text(m, "CLASS"));
	cli_set_text(audience, "tag", match_text(m, "TAG"));
	if (json_object_size(audience))
		(void)json_object_set(params, "audience", audience);
	json_decref(audience);
	return when_set(cli, m, "WHEN", params, "start_day");
}

/* "The next is for Tue 15 Dec 2026; its tasks are planned from Tue 3 Nov 2026 on." */
static void print_next(const struct cli *cli, const json_t *answer)
{
	const json_t *followups = json_object_get(answer, "followups"), *f;
	const char *next = text_of(answer, "campaign.next_day");
	_cleanup_str_ struct str day = {0}, due = {0};
	size_t i;

	if (!*next)
		return;
	view_line(&cli->view, VIEW_NORMAL, "The next is for %s%s", part_full_day(&day, next),
		  json_array_size(followups) ? ":" : "; its tasks come in time.");
	json_array_foreach ((json_t *)followups, i, f)
		view_line(&cli->view, VIEW_NORMAL, "  %lld  %s  %s", number_of(f, "id"),
			  part_full_day(&due, text_of(f, "due")), text_of(f, "title"));
}

int cmd_campaign_add(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r;

	set_word(params, "kind", "MAILING", match_text(m, "MAILING"));
	r = cli_write_if(cli, "campaign.add", params, make_campaign(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_line(&cli->view, VIEW_NORMAL, "Added the campaign %s.",
		  text_of(answer, "campaign.name"));
	print_next(cli, answer);
	return 0;
}

static int read_campaigns(struct cli *cli, json_t **ret)
{
	return cli_read_all(cli, "campaign.list", json_object(), false, ret);
}

/* Part of its name or its number; the one that goes on before those that ended. A new reference. */
static int resolve_campaign(struct cli *cli, const char *text, json_t **ret)
{
	json_auto_t *items = NULL;
	json_t *c, *found = NULL;
	size_t i, n = 0;
	int r, best = 0;

	r = read_campaigns(cli, &items);
	if (r)
		return r;
	json_array_foreach (items, i, c) {
		const char *name = text_of(c, "name");
		bool is_it = strcasecmp(name, text) == 0 ||
			     str_equal(arena_printf(cli->arena, "%lld", number_of(c, "id")), text);
		int fit = is_it ? 4 : strcasestr(name, text) ? 2 : 0;

		fit += fit && !*text_of(c, "ended_day");
		if (fit > best) {
			best = fit;
			n = 0;
			found = c;
		}
		n += fit && fit == best;
	}
	if (n == 1) {
		*ret = json_incref(found);
		return 0;
	}
	if (n == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"there is no campaign '%s'; vouch campaigns "
				"lists them",
				text);
	return cli_fail(VOUCH_EXIT_AMBIGUOUS,
			"%zu campaigns are called so; say which by its number, as vouch campaigns "
			"has it",
			n);
}

/* campaign.update with the params, and whatever is said of the audience on top of what it is. */
static int update(struct cli *cli, const struct match *m, json_t *params, json_t **ret)
{
	json_t *said = json_object_get(params, "audience");
	json_auto_t *campaign = NULL, *all = json_object();
	const char *key;
	json_t *value;
	int r;

	r = resolve_campaign(cli, match_text(m, "CAMPAIGN"), &campaign);
	if (!r)
		(void)json_object_set(params, "id", json_object_get(campaign, "id"));
	json_object_foreach (json_object_get(campaign, "audience"), key, value)
		if (json_is_string(value))
			(void)json_object_set(all, key, value);
	if (json_is_object(said)) {
		(void)json_object_update(all, said);
		(void)json_object_set(params, "audience", all);
	}
	return cli_write_if(cli, "campaign.update", params, r, ret);
}

int cmd_campaign_update(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r;

	r = make_campaign(cli, m, params);
	if (!r && match_has(m, "everybody"))
		(void)json_object_set_new(params, "audience", json_null());
	if (!r)
		r = update(cli, m, params, &answer);
	else
		json_decref(params);
	if (r || cli_json(cli, answer))
		return r;
	view_line(&cli->view, VIEW_NORMAL, "Changed the campaign %s.",
		  text_of(answer, "campaign.name"));
	print_next(cli, answer);
	return 0;
}

int cmd_campaign_end(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	int r;

	r = update(cli, m, json_pack("{s:b}", "ended", 1), &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_line(&cli->view, VIEW_NORMAL,
		  "Ended the campaign %s. What was sent stays; nothing of it is planned any more.",
		  text_of(answer, "campaign.name"));
	return 0;
}

int cmd_campaigns(struct cli *cli, const struct match *m)
{
	json_auto_t *items = NULL;
	int r;

	(void)m;
	r = cli_read_all(cli, "campaign.list", json_object(), true, &items);
	if (r || !items)
		return r;
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL,
			  "There is no campaign yet. To begin one: vouch campaign add \"Holiday "
			  "cards\" cards on 15 dec");
	else
		view_campaigns(cli, items);
	return 0;
}

/* The editions of one campaign, each with its name, added to a list. */
static int add_editions(struct cli *cli, const json_t *campaign, json_t *to)
{
	json_auto_t *items = NULL;
	json_t *e;
	size_t i;
	int r;

	r = cli_read_all(cli, "edition.list",
			 json_pack("{s:O}", "campaign", json_object_get(campaign, "id")), false,
			 &items);
	json_array_foreach (items, i, e)
		(void)json_object_set(e, "name", json_object_get(campaign, "name"));
	if (!r)
		(void)json_array_extend(to, items);
	return r;
}

int cmd_editions(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "CAMPAIGN");
	json_auto_t *campaigns = NULL, *one = NULL, *items = json_array(), *answer = NULL;
	const json_t *c;
	size_t i;
	int r;

	if (name) {
		r = resolve_campaign(cli, name, &one);
		campaigns = r ? NULL : json_pack("[O]", one);
	} else {
		r = read_campaigns(cli, &campaigns);
	}
	json_array_foreach (campaigns, i, c)
		if (!r)
			r = add_editions(cli, c, items);
	if (r)
		return r;
	answer = json_pack("{s:O, s:n}", "items", items, "next");
	if (cli_json(cli, answer))
		return 0;
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL,
			  "No edition is planned yet: its time comes with its first task.");
	else
		view_editions(cli, items);
	return 0;
}

/* Of a campaign the newest edition for which `fits` holds. */
static int newest_edition(struct cli *cli, const char *name, bool (*fits)(const json_t *edition),
			  json_int_t *ret)
{
	json_auto_t *campaign = NULL, *items = json_array();
	_cleanup_str_ struct str day = {0};
	const json_t *e;
	size_t i;
	int r;

	r = resolve_campaign(cli, name, &campaign);
	if (!r)
		r = add_editions(cli, campaign, items);
	if (r)
		return r;
	json_array_foreach (items, i, e)
		if (fits(e)) {
			*ret = number_of(e, "id");
			return 0;
		}
	if (!*text_of(campaign, "next_day"))
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s goes on no more; vouch editions lists what "
				"there was",
				text_of(campaign, "name"));
	return cli_fail(VOUCH_EXIT_FAILED,
			"no edition of %s fits: the next is for %s, and is planned %lld days "
			"before; vouch editions lists them",
			text_of(campaign, "name"),
			part_full_day(&day, text_of(campaign, "next_day")),
			number_of(campaign, "lead_days"));
}

int campaign_edition(struct cli *cli, const struct match *m, bool (*fits)(const json_t *edition),
		     json_int_t *ret)
{
	const char *id = match_text(m, "EDITION");

	if (!id)
		return newest_edition(cli, match_text(m, "CAMPAIGN"), fits, ret);
	*ret = place_id(id, 'e');
	return 0;
}
