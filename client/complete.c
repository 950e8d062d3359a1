/* vouch __complete -- WORDS…: what the last of the words may become, a line each, for shells. */
#include "complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "commands.h"
#include "discover.h"
#include "escape.h"
#include "expect.h"
#include "place.h"
#include "value.h"

#define NAMES_MAX 1000
#define HEAD_MAX (VIEW_KEY_MAX * 2)

/* One Tab: the words before, the word that is typed, and what was said already. */
struct tab {
	struct cli *cli;
	const char *words[MATCH_ARGS_MAX];
	size_t n;
	const char *typed;
	char head[HEAD_MAX]; /* "--score=": stands before each answer */
	json_t *said;        /* an object: each answer once */
	json_t *methods;     /* null before vouchd was asked, and where it does not answer */
	bool is_asked, is_away;
};

/* zsh has U+E000 to U+E0FF stand for bytes that are no text: U+E03B in a line is a ';' to it, and
 * no quotes help. fish does so further on among what Unicode leaves to everybody's own use. */
static bool has_private(const char *text)
{
	size_t left = strlen(text), n;
	uint32_t c;

	for (; left; text += n, left -= n) {
		n = utf8_decode(text, left, &c);
		if (c >= 0xe000 && c <= 0xf8ff)
			return true;
	}
	return false;
}

/* Stored text that a terminal or a shell could act on is not offered at all. */
static bool is_safe(const char *text)
{
	_cleanup_str_ struct str shown = {0};

	if (!utf8_is_valid(text, strlen(text)) || strpbrk(text, "\t\n") || has_private(text))
		return false;
	escape_add(&shown, text, ESCAPE_LINE);
	return str_equal(str_text(&shown), text);
}

static void say(struct tab *t, const char *word, const char *help)
{
	_cleanup_str_ struct str line = {0};

	if (!*word || !is_safe(word) || strncasecmp(word, t->typed, strlen(t->typed)) != 0 ||
	    json_object_get(t->said, word))
		return;
	(void)json_object_set_new(t->said, word, json_true());
	str_add(&line, t->head);
	str_add(&line, word);
	if (*help) {
		str_add_char(&line, '\t');
		escape_add(&line, help, ESCAPE_LINE);
	}
	(void)puts(str_text(&line));
}

static void say_words(struct tab *t, const char *const *words, const char *help)
{
	for (; words && *words; words++)
		say(t, *words, help);
}

static void say_commands(struct tab *t)
{
	for (const struct command *c = commands; c->pattern; c++)
		say(t, arena_strndup(t->cli->arena, c->pattern, strcspn(c->pattern, " ")), c->help);
}

/* A vouchd that did not answer once is not waited for again. Null where it says nothing. */
static json_t *ask(struct tab *t, const char *method, json_t *params)
{
	json_t *answer = NULL;

	if (t->is_away)
		json_decref(params);
	else if (call_read(t->cli->call, method, params, &answer))
		t->is_away = call_failure(t->cli->call)->code == 0;
	return answer;
}

static const json_t *methods_of(struct tab *t)
{
	if (!t->is_asked && !t->is_away)
		t->is_away = discover_load(t->cli, &t->methods) != 0;
	t->is_asked = true;
	return t->methods;
}

static void say_methods(struct tab *t)
{
	const json_t *method;
	size_t i;

	json_array_foreach (methods_of(t), i, method)
		say(t, text_of(method, "name"), text_of(method, "summary"));
}

static void say_contacts(struct tab *t)
{
	bool is_listed = !*t->typed;
	json_t *params = json_pack("{s:i}", "limit", NAMES_MAX);
	json_auto_t *answer = NULL;
	const json_t *item;
	size_t i;

	if (!is_listed)
		(void)json_object_set_new(params, "text", json_string(t->typed));
	answer = ask(t, is_listed ? "contact.list" : "contact.find", params);
	json_array_foreach (json_object_get(answer, "items"), i, item)
		say(t, text_of(item, "name"), "");
}

static void say_followups_of(struct tab *t, const json_t *items)
{
	const json_t *item;
	size_t i;

	json_array_foreach (items, i, item) {
		const char *id = arena_printf(t->cli->arena, "%lld", number_of(item, "id"));
		const char *name = text_of(item, "contact.name");

		say(t, id,
		    arena_printf(t->cli->arena, "%s%s%s", name, *name ? ": " : "",
				 text_of(item, "title")));
	}
}

static void say_followups(struct tab *t)
{
	static const char *const parts[] = {"overdue", "due", "coming"};
	json_auto_t *agenda = ask(t, "agenda.get", json_pack("{s:i}", "days", 14));

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		say_followups_of(t, json_object_get(agenda, parts[i]));
}

static void say_place(struct tab *t, const struct place *place)
{
	switch (place->type) {
	case PLACE_WORD:
		say_words(t, place->words, "");
		break;
	case PLACE_CONTACT:
		say_contacts(t);
		break;
	case PLACE_NUMBERS:
		say_followups(t);
		break;
	case PLACE_FILE:
		(void)puts("\tfiles");
		break;
	default:
		if (str_equal(place->name, "METHOD"))
			say_methods(t);
		if (str_equal(place->name, "COMMAND"))
			say_commands(t);
		break;
	}
}

static void say_node(void *user, const struct node *node)
{
	struct tab *t = user;

	if (node->kind == NODE_WORD)
		say(t, node->text, "");
	for (size_t i = 0; i < PATTERN_EITHER_MAX && node->places[i]; i++)
		say_place(t, node->places[i]);
}

static void say_option(void *user, const struct node *node)
{
	struct tab *t = user;

	say(t, arena_printf(t->cli->arena, "--%s", node->text), "");
}

static void say_options(struct tab *t)
{
	static const char *const ours[] = {"--json", "--plain",   "--color", "--socket",
					   "--help", "--version", NULL};

	for (const struct command *c = commands; c->pattern && t->n > 0; c++)
		if (match_begins(c->pattern, t->words[0]))
			expect_options(c->pattern, t->cli->arena, say_option, t);
	say_words(t, ours, "");
}

/* What a param takes: its words, after "name=" where that was typed already. */
static void say_values(struct tab *t, const json_t *param)
{
	const json_t *word;
	size_t i;

	json_array_foreach (member_of(param, "schema.enum"), i, word)
		if (json_is_string(word))
			say(t, json_string_value(word), "");
	if (value_is_contact(text_of(param, "name")) ||
	    (str_equal(text_of(param, "name"), "id") && str_equal(t->words[0], "contact")))
		say_contacts(t);
}

static void set_head(struct tab *t, size_t n)
{
	str_copy(t->head, n + 1 < sizeof t->head ? n + 1 : sizeof t->head, t->typed);
	t->typed += n;
}

static void say_params(struct tab *t, const json_t *method)
{
	const char *equals = strchr(t->typed, '=');
	const json_t *param;
	size_t i;

	json_array_foreach (json_object_get(method, "params"), i, param) {
		const char *name = text_of(param, "name");

		if (!equals) {
			say(t, arena_printf(t->cli->arena, "%s=", name),
			    text_of(param, "description"));
			continue;
		}
		if (strncmp(name, t->typed, (size_t)(equals - t->typed)) != 0 ||
		    name[equals - t->typed])
			continue;
		set_head(t, (size_t)(equals - t->typed) + 1);
		say_values(t, param);
		return;
	}
}

/* vouch NOUN VERB NAME=VALUE */
static void say_nouns(struct tab *t)
{
	json_auto_t *nouns = NULL;
	const json_t *method, *noun;
	size_t i;

	if (t->n == 0) {
		nouns = discover_nouns(methods_of(t));
		json_array_foreach (nouns, i, noun)
			say(t, json_string_value(noun), "");
	}
	json_array_foreach (methods_of(t), i, method) {
		const char *verb = t->n == 1 ? discover_verb(method, t->words[0]) : NULL;

		if (verb)
			say(t, verb, text_of(method, "summary"));
	}
	if (t->n < 2)
		return;
	method = discover_method(methods_of(t), t->words[0], t->words[1]);
	if (method)
		say_params(t, method);
}

/* --bar=way: the value of an option in one word with it. */
static bool say_value_of_option(struct tab *t)
{
	const char *equals = strchr(t->typed, '=');

	if (strncmp(t->typed, "--", 2) != 0 || !equals || t->n + 1 >= MATCH_ARGS_MAX)
		return false;
	t->words[t->n++] = arena_strndup(t->cli->arena, t->typed, (size_t)(equals - t->typed));
	set_head(t, (size_t)(equals - t->typed) + 1);
	return true;
}

static void say_all(struct tab *t)
{
	bool is_value = say_value_of_option(t);

	if (!is_value && strncmp(t->typed, "-", 1) == 0) {
		say_options(t);
		return;
	}
	if (t->n > 0 && str_equal(t->words[t->n - 1], "--color")) {
		static const char *const whens[] = {"auto", "always", "never", NULL};

		say_words(t, whens, "");
		return;
	}
	if (t->n == 0)
		say_commands(t);
	for (const struct command *c = commands; c->pattern && t->n > 0; c++)
		if (match_begins(c->pattern, t->words[0]))
			expect_next(c->pattern, t->words, t->n, t->cli->arena, say_node, t);
	say_nouns(t);
}

/* A machine that is busy with tests may take its time. */
static int patience(void)
{
	const char *text = getenv("VOUCH_COMPLETE_MS");
	long ms = text ? strtol(text, NULL, 10) : 0;

	return ms > 0 && ms <= 60000 ? (int)ms : COMPLETE_MS;
}

bool complete_is_asked(int argc, char **argv)
{
	return argc > 1 && str_equal(argv[1], "__complete");
}

int complete_run(struct cli *cli, int argc, char **argv)
{
	struct tab t = {.cli = cli, .typed = "", .said = json_object()};
	int at = argc > 2 && str_equal(argv[2], "--") ? 3 : 2;

	for (; at + 1 < argc && t.n + 2 < MATCH_ARGS_MAX; at++) {
		if (str_equal(argv[at], "--socket") && at + 2 < argc)
			cli->socket = argv[++at];
		else if (!str_equal(argv[at], "--json") && !str_equal(argv[at], "--plain"))
			t.words[t.n++] = argv[at];
	}
	if (at + 1 == argc)
		t.typed = argv[at];
	cli_start(cli);
	call_patience(cli->call, patience());
	say_all(&t);
	json_decref(t.said);
	json_decref(t.methods);
	cli_deinit(cli);
	return 0;
}
