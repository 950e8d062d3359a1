/* Keeping in touch: who has been silent for longest, and how often each is to hear from you. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

#define QUIET_SHOWN 20 /* where no number is said */

/* The word of a list that was typed, as vouchd has it; null where it was left out. */
static const char *word_of(const struct match *m, const char *name, const char *const *words)
{
	const char *text = match_text(m, name);

	return text ? words[place_word(place_find(name, strlen(name)), text)] : NULL;
}

int cmd_quiet(struct cli *cli, const struct match *m)
{
	const char *class = word_of(m, "CLASS", place_classes), *count = match_text(m, "COUNT");
	json_t *params = json_pack("{s:s, s:b, s:i}", "order", "quiet", "has_class", 1, "limit",
				   count ? (int)strtol(count, NULL, 10) : QUIET_SHOWN);
	json_auto_t *answer = NULL;
	const json_t *items;
	int r;

	cli_set_text(params, "cadence", class);
	r = cli_read(cli, "contact.list", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	items = json_object_get(answer, "items");
	if (json_array_size(items) == 0 && !cli->is_plain) {
		view_line(&cli->view, VIEW_NORMAL, "Nobody is in %s%s.",
			  class ? "class " : "a class", class ? class : "");
		return 0;
	}
	view_quiet(cli, items);
	if (json_is_string(json_object_get(answer, "next")) && !cli->is_plain)
		view_line(&cli->view, VIEW_DIM, "More follow; to see them: vouch quiet %s%s%d",
			  class ? class : "", class ? " " : "", VOUCH_LIST_MAX);
	return 0;
}

/* "Next: call on Thu 31 Dec 2026 (12)." */
static void print_next(const struct cli *cli, const json_t *contact)
{
	const json_t *next = json_object_get(contact, "next");
	_cleanup_str_ struct str day = {0};

	if (number_of(next, "id"))
		view_line(&cli->view, VIEW_NORMAL, "Next: %lld, %s, due %s.", number_of(next, "id"),
			  text_of(next, "title"), part_full_day(&day, text_of(next, "due")));
}

int cmd_cadence(struct cli *cli, const struct match *m)
{
	const char *cadence = word_of(m, "CADENCE", place_cadences);
	bool is_default = str_equal(cadence, "default");
	json_auto_t *answer = NULL;
	const json_t *contact;
	json_int_t id;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &id, NULL);
	if (r)
		return r;
	r = cli_write(cli, "contact.update",
		      json_pack("{s:I, s:s?}", "id", id, "cadence", is_default ? NULL : cadence),
		      &answer);
	if (r || cli_json(cli, answer))
		return r;
	contact = json_object_get(answer, "contact");
	if (is_default)
		view_line(&cli->view, VIEW_NORMAL,
			  "%s is in no class of their own: C once they are a customer.",
			  name_of(contact));
	else if (str_equal(cadence, "none"))
		view_line(&cli->view, VIEW_NORMAL, "%s is in no class: no calls to keep in touch.",
			  name_of(contact));
	else
		view_line(&cli->view, VIEW_NORMAL, "%s is in class %s.", name_of(contact), cadence);
	print_next(cli, contact);
	return 0;
}

/* contact.relabel as it was typed. */
static json_t *make_relabel(const struct match *m)
{
	const char *standing = word_of(m, "GROUP", place_groups);
	json_t *params = json_object(), *filter = json_object(), *set = json_object();

	if (!str_equal(standing, "all"))
		cli_set_text(filter, "standing", standing);
	cli_set_text(filter, "tag", match_text(m, "TAG"));
	cli_set_text(filter, "cadence", word_of(m, "CLASS", place_classes));
	cli_set_text(set, "cadence", word_of(m, "CADENCE", place_cadences));
	cli_set_text(set, "add_tag", match_text(m, "ADDED"));
	cli_set_text(set, "drop_tag", match_text(m, "DROPPED"));
	(void)json_object_set_new(params, "filter", filter);
	(void)json_object_set_new(params, "set", set);
	return params;
}

/* "Ana Ruiz, Ben Okafor and 3 more" */
static const char *names_of(struct str *out, const json_t *answer)
{
	const json_t *contacts = json_object_get(answer, "contacts"), *contact;
	long long more = number_of(answer, "changed") - (long long)json_array_size(contacts);
	size_t i;

	json_array_foreach (contacts, i, contact)
		str_addf(out, "%s%s", i ? ", " : "", name_of(contact));
	if (more > 0)
		str_addf(out, " and %lld more", more);
	return str_text(out);
}

static void print_relabelled(const struct cli *cli, const json_t *answer, const char *how)
{
	long long changed = number_of(answer, "changed"), matched = number_of(answer, "matched");
	_cleanup_str_ struct str names = {0}, count = {0};

	if (matched == 0)
		view_line(&cli->view, VIEW_NORMAL, "Nobody fits.");
	else if (changed == 0)
		view_line(&cli->view, VIEW_NORMAL, "%s, and nobody has to change.",
			  part_count(&count, matched, "fits", "fit"));
	else
		view_line(&cli->view, VIEW_NORMAL, "%s %lld of %lld: %s.", how, changed, matched,
			  names_of(&names, answer));
}

/* On a terminal it is said first how many; 0 to go on. *ret_is_over: there is nothing to do. */
static int ask_first(struct cli *cli, const struct match *m, bool *ret_is_over)
{
	json_t *params = make_relabel(m);
	json_auto_t *answer = NULL;
	int r;

	*ret_is_over = false;
	if (!cli_is_interactive(cli) || match_has(m, "yes")) {
		json_decref(params);
		return 0;
	}
	(void)json_object_set_new(params, "dry_run", json_true());
	r = cli_read(cli, "contact.relabel", params, &answer);
	if (r)
		return r;
	print_relabelled(cli, answer, "This changes");
	*ret_is_over = number_of(answer, "changed") == 0;
	if (*ret_is_over || cli_confirm("Go on?"))
		return 0;
	return cli_fail(VOUCH_EXIT_FAILED, "nothing was changed");
}

int cmd_relabel(struct cli *cli, const struct match *m)
{
	bool is_dry = match_has(m, "dry-run"), is_over = false;
	json_auto_t *answer = NULL;
	json_t *params;
	int r = 0;

	if (!is_dry)
		r = ask_first(cli, m, &is_over);
	if (r || is_over)
		return r;
	params = make_relabel(m);
	if (is_dry)
		(void)json_object_set_new(params, "dry_run", json_true());
	r = (is_dry ? cli_read : cli_write)(cli, "contact.relabel", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_relabelled(cli, answer, is_dry ? "This would change" : "Changed");
	return 0;
}
