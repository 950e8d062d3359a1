/* Somebody is forgotten: what goes is shown, and their name is asked for. */
#include <glob.h>

#include "base/cleanup.h"
#include "commands.h"
#include "escape.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

/* What people know of what is held, in the order in which it is told. */
static const struct held {
	const char *table, *one, *many;
} helds[] = {
	{"contact_email", "e-mail", "e-mails"},
	{"contact_phone", "phone number", "phone numbers"},
	{"date", "date", "dates"},
	{"sale", "sale", "sales"},
	{"followup", "follow-up", "follow-ups"},
	{"touch", "touch", "touches"},
	{"talk", "talk", "talks"},
	{"promise", "promise", "promises"},
	{"complaint", "complaint", "complaints"},
	{"ask", "ask", "asks"},
	{"referral", "referral", "referrals"},
	{"gift", "gift", "gifts"},
};

static long long count(const json_t *items, const char *table)
{
	const json_t *item;
	long long n = 0;
	size_t i;

	json_array_foreach (items, i, item)
		n += str_equal(text_of(item, "table"), table);
	return n;
}

static void print_held(const struct cli *cli, json_int_t id, const char *name, const json_t *items)
{
	_cleanup_str_ struct str text = {0};

	for (size_t i = 0; i < ARRAY_LEN(helds); i++) {
		_cleanup_str_ struct str words = {0};
		long long n = count(items, helds[i].table);

		if (n)
			str_addf(&text, "%s%s", text.len ? ", " : "",
				 part_count(&words, n, helds[i].one, helds[i].many));
	}
	view_line(&cli->view, VIEW_NORMAL, "To be erased: %s (c%lld)%s%s.", name, (long long)id,
		  text.len ? ", with all that is known of them: " : "", str_text(&text));
	view_line(&cli->view, VIEW_NORMAL, "%s",
		  "What is planned for them ends. What you wrote about them under other people's "
		  "names stays: only you can find it.");
	view_line(&cli->view, VIEW_LATE, "This cannot be undone.");
}

static void print_backup(const struct cli *cli, const json_t *item)
{
	const char *until = text_of(item, "expires");
	_cleanup_str_ struct str day = {0};

	view_line(&cli->view, VIEW_NORMAL, "  %s, %s", text_of(item, "name"),
		  *until ? arena_printf(cli->arena, "kept until %s", part_full_day(&day, until))
			 : "kept until you remove it");
}

/* Books that vouch restore has put aside, beside the present one. */
static void print_aside(const struct cli *cli, const char *book)
{
	glob_t found;

	if (glob(arena_printf(cli->arena, "%s.replaced-*", book), GLOB_NOESCAPE, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		view_line(&cli->view, VIEW_NORMAL, "  %s, kept until you remove it",
			  found.gl_pathv[i]);
	globfree(&found);
}

/* An older vouchd knows of none. */
static void print_backups(const struct cli *cli)
{
	json_auto_t *all = NULL;
	const json_t *items, *item;
	size_t i;

	if (call_read(cli->call, "system.backups", NULL, &all))
		return;
	items = json_object_get(all, "items");
	if (json_array_size(items))
		view_line(&cli->view, VIEW_NORMAL,
			  "Backups may hold them still; vouch restore forgets them once more:");
	json_array_foreach (items, i, item)
		print_backup(cli, item);
	if (*text_of(all, "book"))
		print_aside(cli, text_of(all, "book"));
}

/* What stands behind confirm, else what is typed. Null where nothing may be done: it was said why.
 */
static const char *confirmed(struct cli *cli, const struct match *m, json_int_t id,
			     const char *name)
{
	const char *given = match_text(m, "NAME");
	_cleanup_str_ struct str quoted = {0};
	char typed[VOUCH_NAME_MAX + 2];

	if (given)
		return given;
	if (!cli_is_interactive(cli)) {
		escape_add_shell(&quoted, name);
		(void)cli_fail(VOUCH_EXIT_USAGE,
			       "nothing was changed; to erase them: vouch erase c%lld --confirm %s",
			       (long long)id, str_text(&quoted));
		return NULL;
	}
	if (cli_ask(typed, sizeof typed, "Type their name to erase them, or Enter to leave it: ") &&
	    *typed)
		return arena_printf(cli->arena, "%s", typed);
	(void)cli_fail(VOUCH_EXIT_FAILED, "nothing was changed");
	return NULL;
}

static void print_erased(const struct cli *cli, const json_t *answer, const char *name)
{
	long long n = number_of(answer, "requests_done");

	view_line(&cli->view, VIEW_NORMAL,
		  "Erased: %s is \"someone\" from now on, and no import brings them back. This "
		  "cannot be undone.",
		  name);
	if (n)
		view_line(&cli->view, VIEW_NORMAL, "%s",
			  n == 1 ? "Their request to be erased is answered."
				 : "Their requests to be erased are answered.");
	print_backups(cli);
}

/* Everything is counted and not only what the brief shows: it says the last few. */
static int show(struct cli *cli, json_int_t id, const char *name)
{
	json_auto_t *items = NULL;
	int r;

	r = cli_read_all(cli, "contact.export", json_pack("{s:I}", "id", id), false, &items);
	if (r)
		return r;
	print_held(cli, id, name, items);
	print_backups(cli);
	return 0;
}

int cmd_erase(struct cli *cli, const struct match *m)
{
	json_auto_t *got = NULL, *answer = NULL;
	const char *name, *typed;
	json_int_t id;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &id, NULL);
	if (!r)
		r = cli_read(cli, "contact.get", json_pack("{s:I}", "id", id), &got);
	if (r)
		return r;
	name = text_of(got, "contact.name");
	if (!match_has(m, "confirm") && !cli->is_json)
		r = show(cli, id, name);
	if (r)
		return r;
	typed = confirmed(cli, m, id, name);
	if (!typed)
		return match_has(m, "confirm") || !cli_is_interactive(cli) ? VOUCH_EXIT_USAGE
									   : VOUCH_EXIT_FAILED;
	r = cli_write(cli, "contact.erase", json_pack("{s:I, s:s}", "id", id, "confirm", typed),
		      &answer);
	if (!r && !cli_json(cli, answer))
		print_erased(cli, answer, name);
	return r;
}
