/* Who sent whom, who would help if asked, and how they are. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "commands.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"

int cmd_tree(struct cli *cli, const struct match *m)
{
	const char *name = match_all(m, "CONTACT", " ", cli->arena),
		   *depth = match_text(m, "DEPTH");
	json_t *params = json_object();
	json_auto_t *tree = NULL;
	json_int_t contact;
	int r = 0;

	if (name)
		r = resolve_contact(cli, name, &contact, NULL);
	if (r) {
		json_decref(params);
		return r;
	}
	if (name)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	if (depth)
		(void)json_object_set_new(params, "depth", json_integer(strtol(depth, NULL, 10)));
	r = cli_read(cli, "referral.tree", params, &tree);
	if (r == 0 && !cli_json(cli, tree))
		view_tree(cli, tree);
	return r;
}

int cmd_army(struct cli *cli, const struct match *m)
{
	bool is_contest = match_has(m, "contest");
	json_auto_t *army = NULL;
	int r;

	r = cli_read(cli, "numbers.army",
		     is_contest ? json_pack("{s:b}", "ready", 1)
				: json_pack("{s:i}", "limit", VOUCH_LIST_MAX),
		     &army);
	if (r || cli_json(cli, army))
		return r;
	if (is_contest)
		view_contest(cli, army);
	else
		view_army(cli, army);
	return 0;
}

int cmd_referrers(struct cli *cli, const struct match *m)
{
	json_auto_t *numbers = NULL;
	int r;

	(void)m;
	r = cli_read(cli, "numbers.referrers", json_object(), &numbers);
	if (r == 0 && !cli_json(cli, numbers))
		view_referrers(cli, numbers);
	return r;
}
