/* From words to a command: daily words first, then the nouns that vouchd knows. */
#include "dispatch.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "commands.h"
#include "help.h"
#include "nearest.h"
#include "noun.h"
#include "place.h"
#include "vouch/protocol.h"
#include "when.h"

/* The best reading so far, and the failure that came furthest. */
struct reading {
	const struct command *command;
	struct match match;
	struct match failure;
	const char *word;
};

static void take_failure(struct reading *best, const struct match *m)
{
	const struct match *f = &best->failure;

	if (f->has_two_readings)
		return;
	if (!f->fail_why || m->has_two_readings || m->fail_at > f->fail_at ||
	    (m->fail_at == f->fail_at && m->fail_rank > f->fail_rank))
		best->failure = *m;
}

/* False where a date could not be asked about. */
static bool try_all(struct cli *cli, const struct arg *args, size_t n, struct reading *best)
{
	const struct match_env env = {.arena = cli->arena, .date = when_check, .user = cli};

	for (const struct command *c = commands; c->pattern; c++) {
		struct match m;

		if (!match_begins(c->pattern, args[0].text) || !c->run)
			continue;
		if (!match_pattern(c->pattern, args, n, &env, &m)) {
			if (m.is_broken)
				return false;
			take_failure(best, &m);
			if (m.has_two_readings && !best->command)
				return true;
			continue;
		}
		if (!best->command || m.weight > best->match.weight) {
			best->command = c;
			best->match = m;
		}
	}
	return true;
}

static bool is_daily(const char *word)
{
	for (const struct command *c = commands; c->pattern; c++)
		if (match_begins(c->pattern, word))
			return true;
	return false;
}

/* Is the word what the pattern goes on with: the word itself, or one of a place's words? */
static bool goes_on_with(const char *pattern, const char *word)
{
	size_t n = strcspn(pattern, " ");
	const struct place *place;

	if (match_begins(pattern, word))
		return true;
	if (n == 0 || strspn(pattern, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != n)
		return false;
	place = place_find(pattern, n);
	return place->type == PLACE_WORD && place_word(place, word) >= 0;
}

/* A word of ours may be a noun too, such as promise: then the second word is a verb of vouchd,
 * unless it is one of ours and nothing is given as name=value. */
static bool is_for_noun(const struct arg *args, size_t n)
{
	size_t length = strlen(args[0].text);

	for (size_t i = 2; i < n; i++)
		if (args[i].is_option || strchr(args[i].text, '='))
			return true;
	for (const struct command *c = commands; n > 1 && c->pattern; c++)
		if (match_begins(c->pattern, args[0].text) && c->pattern[length] &&
		    goes_on_with(c->pattern + length + 1, args[1].text))
			return false;
	return true;
}

static int run_daily(struct cli *cli, const struct arg *args, size_t n)
{
	struct reading best = {0};
	int r;

	if (!try_all(cli, args, n, &best))
		return cli_fail_call(cli);
	if (best.command)
		return best.command->run(cli, &best.match);
	if (is_for_noun(args, n) && noun_has_verb(cli, args, n))
		return noun_run(cli, args, n);
	r = cli_fail(VOUCH_EXIT_USAGE, "%s: %s", args[0].text, best.failure.fail_why);
	help_usage(stderr, args[0].text);
	return r;
}

/* The closest word so far to what was typed. */
struct closest {
	const char *typed;
	char word[32];
	size_t distance;
};

static void consider(struct closest *best, const char *word, size_t n)
{
	char copy[sizeof best->word];
	size_t distance;

	str_copy(copy, n + 1 < sizeof copy ? n + 1 : sizeof copy, word);
	distance = nearest_distance(best->typed, copy);
	if (!nearest_is_close(best->typed, copy) || (*best->word && distance >= best->distance))
		return;
	str_copy(best->word, sizeof best->word, copy);
	best->distance = distance;
}

static void consider_daily(struct closest *best)
{
	for (const struct command *c = commands; c->pattern; c++)
		consider(best, c->pattern, strcspn(c->pattern, " "));
}

bool dispatch_is_close(const char *word)
{
	struct closest best = {.typed = word};

	consider_daily(&best);
	return *best.word != '\0';
}

int dispatch_unknown(const char *word, const json_t *nouns)
{
	struct closest best = {.typed = word};
	const json_t *noun;
	size_t i;

	consider_daily(&best);
	json_array_foreach (nouns, i, noun)
		consider(&best, json_string_value(noun), json_string_length(noun));
	if (*best.word)
		return cli_fail(VOUCH_EXIT_USAGE, "there is no command '%s'; did you mean %s?",
				word, best.word);
	return cli_fail(VOUCH_EXIT_USAGE, "there is no command '%s'; vouch --help lists them",
			word);
}

int dispatch(struct cli *cli, const struct arg *args, size_t n)
{
	if (n == 0)
		return cmd_agenda(cli, NULL);
	if (is_daily(args[0].text))
		return run_daily(cli, args, n);
	return noun_run(cli, args, n);
}
