/* People whom clients named, and the permission to call them. */
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

int cmd_candidates(struct cli *cli, const struct match *m)
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
	r = cli_read_all(cli, "candidate.list", params, true, &items);
	if (r || !items)
		return r;
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "Nobody is waiting for permission.");
	else
		view_candidates(cli, items);
	return 0;
}

static const char *permission_of(const struct match *m)
{
	const char *text = match_text(m, "PERMISSION");

	return text ? place_permissions[place_word(place_find("PERMISSION", 10), text)] : NULL;
}

static void set_texts(const struct match *m, json_t *params)
{
	static const struct {
		const char *place, *param;
	} texts[] = {
		{"NAME", "name"},   {"RELATION", "relation"},   {"PHONE", "phone"},
		{"EMAIL", "email"}, {"INFLUENCE", "influence"}, {"NOTE", "note"},
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *text = match_text(m, texts[i].place);

		if (text)
			(void)json_object_set_new(params, texts[i].param, json_string(text));
	}
}

int cmd_candidate(struct cli *cli, const struct match *m)
{
	const char *permission = permission_of(m);
	json_auto_t *answer = NULL;
	json_int_t contact;
	json_t *params;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I}", "contact", contact);
	set_texts(m, params);
	if (permission)
		(void)json_object_set_new(params, "permission", json_string(permission));
	if (match_has(m, "offered"))
		(void)json_object_set_new(params, "origin", json_string("offered"));
	r = cli_write(cli, "candidate.add", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_named(cli, answer);
	return 0;
}

static bool name_fits(const char *name, const char *part)
{
	char a[4 * VOUCH_NAME_MAX + 1], b[4 * VOUCH_NAME_MAX + 1];

	utf8_fold(name, a, sizeof a);
	utf8_fold(part, b, sizeof b);
	return strstr(a, b) != NULL;
}

/* On a terminal they are numbered, to be chosen from. */
static void list_fitting(const struct cli *cli, const json_t *fit)
{
	const json_t *x;
	size_t i;

	if (!cli_is_interactive(cli)) {
		view_candidates(cli, fit);
		return;
	}
	json_array_foreach (fit, i, x)
		view_line(&cli->view, VIEW_NORMAL, "%zu.  r%lld  %s, named by %s", i + 1,
			  number_of(x, "id"), text_of(x, "name"),
			  name_of(json_object_get(x, "referrer")));
}

/* The candidate whose name it is part of; 0 and the id, or an exit code after saying why. */
static int find_candidate(struct cli *cli, const char *text, json_int_t *ret)
{
	json_auto_t *all = NULL, *fit = json_array();
	json_t *item;
	int chosen = 0, r;
	size_t i;

	r = cli_read_all(cli, "candidate.list", json_object(), false, &all);
	if (r)
		return r;
	json_array_foreach (all, i, item)
		if (name_fits(text_of(item, "name"), text))
			(void)json_array_append(fit, item);
	if (json_array_size(fit) == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "no candidate is called '%s'", text);
	if (json_array_size(fit) > 1) {
		list_fitting(cli, fit);
		if (!cli_is_interactive(cli))
			return cli_fail(VOUCH_EXIT_AMBIGUOUS,
					"several fit '%s'; name one by its id", text);
		chosen = cli_choose(json_array_size(fit));
	}
	if (chosen < 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "nothing was changed");
	*ret = (json_int_t)number_of(json_array_get(fit, (size_t)chosen), "id");
	return 0;
}

int cmd_promote(struct cli *cli, const struct match *m)
{
	const char *referral = match_text(m, "REFERRAL"), *note = match_text(m, "NOTE");
	json_auto_t *answer = NULL;
	json_int_t id = 0;
	json_t *params;
	int r = 0;

	if (referral)
		id = place_id(referral, 'r');
	else
		r = find_candidate(cli, match_text(m, "CANDIDATE"), &id);
	if (r)
		return r;
	params = json_pack("{s:I, s:s}", "id", id, "permission", permission_of(m));
	if (note)
		(void)json_object_set_new(params, "note", json_string(note));
	r = cli_write(cli, "candidate.promote", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_named(cli, answer);
	return 0;
}
