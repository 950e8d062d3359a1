/* What is overdue, spread over working days: shown, then done. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "commands.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

static int ask_for(struct cli *cli, const struct match *m, bool is_applied, json_t **ret)
{
	const char *cap = match_text(m, "CAP");
	json_t *params = json_pack("{s:b}", "apply", is_applied);

	if (cap)
		(void)json_object_set_new(params, "cap", json_integer(strtol(cap, NULL, 10)));
	return is_applied ? cli_write(cli, "agenda.spread", params, ret)
			  : cli_read(cli, "agenda.spread", params, ret);
}

/* Has it anything to do? Promises keep their day. */
static bool has_work(const json_t *spread)
{
	return number_of(spread, "counts.moved") + number_of(spread, "counts.expired") > 0;
}

static void print_done(const struct cli *cli, const json_t *spread)
{
	_cleanup_str_ struct str expired = {0}, days = {0};
	long long n = number_of(spread, "counts.expired");

	if (n > 0)
		str_addf(&expired, ", %lld expired", n);
	part_count(&days, (long long)json_array_size(json_object_get(spread, "days")), "day",
		   "days");
	view_line(&cli->view, VIEW_NORMAL,
		  "Done: %lld moved to %s%s. To take it back: vouch undo %lld",
		  number_of(spread, "counts.moved"), str_text(&days), str_text(&expired),
		  number_of(spread, "journal"));
}

static void print_how(const struct cli *cli, const struct match *m)
{
	const char *cap = match_text(m, "CAP");

	view_gap(&cli->view);
	view_line(&cli->view, VIEW_NORMAL,
		  "Nothing is changed yet. To do it: vouch spread%s%s --apply", cap ? " cap " : "",
		  cap ? cap : "");
}

static int apply(struct cli *cli, const struct match *m, bool is_shown)
{
	json_auto_t *spread = NULL;
	int r;

	r = ask_for(cli, m, true, &spread);
	if (r || cli_json(cli, spread))
		return r;
	if (is_shown)
		view_spread(cli, spread);
	if (has_work(spread) && !cli->is_plain) {
		view_gap(&cli->view);
		print_done(cli, spread);
	}
	return 0;
}

int cmd_spread(struct cli *cli, const struct match *m)
{
	json_auto_t *spread = NULL;
	int r;

	if (match_has(m, "apply"))
		return apply(cli, m, true);
	r = ask_for(cli, m, false, &spread);
	if (r || cli_json(cli, spread))
		return r;
	view_spread(cli, spread);
	if (!has_work(spread) || cli->is_plain)
		return 0;
	if (cli_is_interactive(cli) && cli_confirm("Spread them so?"))
		return apply(cli, m, false);
	print_how(cli, m);
	return 0;
}
