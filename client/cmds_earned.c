/* Who may be asked for a referral, and what they answered. */
#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

#define EARNED_LIMIT 200

static int read_state(struct cli *cli, const char *state, json_t **ret)
{
	return cli_read(cli, "gate.list",
			json_pack("{s:s, s:i}", "state", state, "limit", EARNED_LIMIT), ret);
}

static int show_book(struct cli *cli)
{
	json_auto_t *open = NULL, *short_of_one = NULL, *both = NULL;
	int r;

	r = read_state(cli, "open", &open);
	if (r == 0)
		r = read_state(cli, "one-short", &short_of_one);
	if (r)
		return r;
	both = json_pack("{s:O, s:O}", "open", json_object_get(open, "items"), "one_short",
			 json_object_get(short_of_one, "items"));
	if (cli_json(cli, both))
		return 0;
	view_earned(cli, both);
	if (json_is_string(json_object_get(open, "next")) ||
	    json_is_string(json_object_get(short_of_one, "next")))
		view_line(&cli->view, VIEW_DIM, "There are more: vouch gate list --help");
	return 0;
}

int cmd_earned(struct cli *cli, const struct match *m)
{
	const char *name = match_all(m, "CONTACT", " ", cli->arena);
	json_auto_t *verdict = NULL;
	json_int_t contact;
	int r;

	if (!name)
		return show_book(cli);
	r = resolve_contact(cli, name, &contact, NULL);
	if (r)
		return r;
	r = cli_read(cli, "gate.check", json_pack("{s:I}", "contact", contact), &verdict);
	if (r || cli_json(cli, verdict))
		return r;
	view_verdict(cli, verdict);
	return 0;
}

static bool is_phone(const char *text)
{
	size_t n_digits = 0;

	if (text[strspn(text, "0123456789 +-()./")])
		return false;
	for (const char *c = text; *c; c++)
		n_digits += isdigit((unsigned char)*c) != 0;
	return n_digits >= 4;
}

/* A name of somebody: "Ruth Kim", where a relation is one word or begins small. */
static bool is_name(const char *text)
{
	return isupper((unsigned char)text[0]) && strchr(text, ' ');
}

/* The people who were named, as they stand in the words: a name, and behind it in any order what
 * they are to the contact, a phone number, an address, "need" and what they need. A permission or
 * a comma ends one. */
struct naming {
	json_t *names, *person; /* person null: the next word is a name */
	const char *stray;      /* the first word that fits nowhere */
	bool is_need;
};

static void end_person(struct naming *x)
{
	if (!x->person)
		return;
	if (!json_object_get(x->person, "permission"))
		(void)json_object_set_new(x->person, "permission", json_string("none"));
	(void)json_array_append_new(x->names, x->person);
	x->person = NULL;
}

static const char *key_of(const struct naming *x, const char *word)
{
	if (x->is_need)
		return "need";
	if (strchr(word, '@'))
		return "email";
	return is_phone(word) ? "phone" : "relation";
}

static void add_word(struct naming *x, const char *word)
{
	const char *key;

	if (strcmp(word, ",") == 0 || strcmp(word, "and") == 0) {
		end_person(x);
		return;
	}
	if (x->person && !x->is_need && is_name(word))
		end_person(x);
	if (!x->person) {
		x->person = json_pack("{s:s}", "name", word);
		return;
	}
	if (place_word(place_find("PERMISSION", 10), word) >= 0) {
		(void)json_object_set_new(x->person, "permission", json_string(word));
		end_person(x);
		return;
	}
	if (strcmp(word, "need") == 0) {
		x->is_need = true;
		return;
	}
	key = key_of(x, word);
	if (json_object_get(x->person, key) && !x->stray)
		x->stray = word;
	(void)json_object_set_new(x->person, key, json_string(word));
	x->is_need = false;
}

static int read_names(struct cli *cli, const struct match *m, json_t *params)
{
	struct naming x = {.names = json_array()};

	(void)cli;
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->items[i].name, "NAME") == 0)
			add_word(&x, m->items[i].text);
	end_person(&x);
	(void)json_object_set_new(params, "names", x.names);
	if (x.stray)
		return cli_fail(VOUCH_EXIT_USAGE,
				"'%s' fits nowhere: put a comma between two people, and quotes "
				"around names",
				x.stray);
	return 0;
}

static void set_text(json_t *params, const char *key, const char *text)
{
	if (text)
		(void)json_object_set_new(params, key, json_string(text));
}

static int make_answer(struct cli *cli, const struct match *m, json_t *params)
{
	const char *answer = match_text(m, "ANSWER"), *channel = match_text(m, "CHANNEL"),
		   *outcome = "names-given";
	const json_t *later;
	int r = 0;

	if (match_has(m, "later")) {
		outcome = "later";
		later = when_parse(cli, match_text(m, "WHEN"), &r);
		if (!later)
			return r;
		(void)json_object_set(params, "later_day", json_object_get(later, "day"));
	} else if (answer) {
		outcome = place_answers[place_word(place_find("ANSWER", 6), answer)];
	} else {
		r = read_names(cli, m, params);
	}
	set_text(params, "outcome", outcome);
	set_text(params, "note", match_text(m, "NOTE"));
	set_text(params, "override_reason", match_text(m, "REASON"));
	if (channel)
		set_text(params, "channel",
			 place_channels[place_word(place_find("CHANNEL", 7), channel)]);
	return r ? r : when_set_day(cli, m, params);
}

int cmd_asked(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	json_int_t contact;
	json_t *params;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I}", "contact", contact);
	r = make_answer(cli, m, params);
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_write(cli, "ask.record", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_asked(cli, answer);
	return 0;
}
