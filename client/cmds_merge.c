/* Two contacts who are one person, or are not. */
#include "base/cleanup.h"
#include "commands.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

static int read_brief(struct cli *cli, json_int_t contact, json_t **ret)
{
	return cli_read(cli, "contact.brief", json_pack("{s:I}", "id", contact), ret);
}

static void add_count(struct str *to, const json_t *items, const char *one, const char *many)
{
	_cleanup_str_ struct str count = {0};
	size_t n = json_array_size(items);

	if (n)
		str_addf(to, ", %s", part_count(&count, (long long)n, one, many));
}

/* Who they are, and what would go over. */
static void print_one(const struct cli *cli, const char *how, const json_t *brief)
{
	const json_t *c = json_object_get(brief, "contact");
	_cleanup_str_ struct str text = {0};

	add_count(&text, json_object_get(c, "phones"), "phone number", "phone numbers");
	add_count(&text, json_object_get(c, "emails"), "e-mail", "e-mails");
	add_count(&text, json_object_get(brief, "sales"), "sale", "sales");
	add_count(&text, json_object_get(brief, "followups"), "open follow-up", "open follow-ups");
	add_count(&text, json_object_get(brief, "promises"), "open promise", "open promises");
	add_count(&text, json_object_get(brief, "sent"), "referral", "referrals");
	view_line(&cli->view, VIEW_NORMAL, "%s: %s (c%lld)%s%s%s", how, name_of(c),
		  number_of(c, "id"), *text_of(c, "org") ? ", " : "", text_of(c, "org"),
		  str_text(&text));
}

/* On a terminal it is shown first; 0 to go on. */
static int ask_first(struct cli *cli, const struct match *m, json_int_t drop, json_int_t keep)
{
	json_auto_t *going = NULL, *staying = NULL;
	int r;

	if (!cli_is_interactive(cli) || match_has(m, "yes"))
		return 0;
	r = read_brief(cli, drop, &going);
	if (!r)
		r = read_brief(cli, keep, &staying);
	if (r)
		return r;
	print_one(cli, "This goes", going);
	print_one(cli, "This stays", staying);
	if (cli_confirm("Are they one person? All of the first goes to the second"))
		return 0;
	return cli_fail(VOUCH_EXIT_FAILED, "nothing was changed");
}

static void print_moved(const struct cli *cli, const json_t *moved)
{
	_cleanup_str_ struct str text = {0};
	const char *noun;
	json_t *n;

	json_object_foreach ((json_t *)moved, noun, n)
		str_addf(&text, "%s%s (%lld)", text.len ? ", " : "", noun,
			 (long long)json_integer_value(n));
	if (text.len)
		view_line(&cli->view, VIEW_NORMAL, "It took over: %s.", str_text(&text));
}

static void print_merged(const struct cli *cli, const json_t *answer, json_int_t drop,
			 const char *name)
{
	_cleanup_str_ struct str who = {0};

	if (*name)
		str_addf(&who, "%s (c%lld)", name, (long long)drop);
	else
		str_addf(&who, "c%lld", (long long)drop);
	view_line(&cli->view, VIEW_NORMAL, "Merged: %s is %s (c%lld) from now on.", str_text(&who),
		  text_of(answer, "contact.name"), number_of(answer, "contact.id"));
	if (json_is_true(json_object_get(answer, "was_distinct")))
		view_line(&cli->view, VIEW_NORMAL,
			  "You had said that they are two people: that is taken back.");
	print_moved(cli, json_object_get(answer, "moved"));
	view_line(&cli->view, VIEW_NORMAL, "To make them two again: vouch undo %lld",
		  number_of(answer, "journal"));
}

int cmd_merge(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	json_int_t drop, keep;
	const char *name;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &drop, &name);
	if (!r)
		r = resolve_contact(cli, match_text(m, "KEPT"), &keep, NULL);
	if (!r)
		r = ask_first(cli, m, drop, keep);
	if (r)
		return r;
	r = cli_write(cli, "contact.merge", json_pack("{s:I, s:I}", "keep", keep, "drop", drop),
		      &answer);
	if (!r && !cli_json(cli, answer))
		print_merged(cli, answer, drop, name);
	return r;
}

int cmd_duplicates(struct cli *cli, const struct match *m)
{
	json_auto_t *items = NULL;
	int r;

	(void)m;
	r = cli_read_all(cli, "contact.duplicates", json_object(), true, &items);
	if (!r && items)
		view_duplicates(cli, items);
	return r;
}

static void print_distinct(const struct cli *cli, const json_t *answer)
{
	bool is_new = number_of(answer, "journal") != 0;

	view_line(&cli->view, VIEW_NORMAL, "%s (c%lld) and %s (c%lld) are two people%s.",
		  text_of(answer, "a.name"), number_of(answer, "a.id"), text_of(answer, "b.name"),
		  number_of(answer, "b.id"), is_new ? "" : ", as you said before");
	if (is_new)
		view_line(&cli->view, VIEW_NORMAL, "To take this back: vouch undo %lld",
			  number_of(answer, "journal"));
}

int cmd_distinct(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	json_int_t a, b;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &a, NULL);
	if (!r)
		r = resolve_contact(cli, match_text(m, "OTHER"), &b, NULL);
	if (r)
		return r;
	r = cli_write(cli, "contact.distinct", json_pack("{s:I, s:I}", "a", a, "b", b), &answer);
	if (!r && !cli_json(cli, answer))
		print_distinct(cli, answer);
	return r;
}
