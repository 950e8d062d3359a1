/* The command line: our own options wherever they stand, and the words left. */
#include "options.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "vouch/protocol.h"

struct reader {
	int argc;
	char **argv;
	int at;
	struct cli *cli;
	struct options *options;
};

static int add(struct reader *r, struct arg arg)
{
	if (r->options->n == MATCH_ARGS_MAX)
		return cli_fail(VOUCH_EXIT_USAGE, "that is more than %d words", MATCH_ARGS_MAX);
	if (!utf8_is_valid(arg.text, strlen(arg.text)))
		return cli_fail(VOUCH_EXIT_USAGE, "'%s' is not UTF-8 text", arg.text);
	r->options->args[r->options->n++] = arg;
	return 0;
}

/* --socket PATH, --socket=PATH: the value where it is this option, else null. */
static const char *value_of(struct reader *r, const char *name, bool *ret_is_missing)
{
	const char *text = r->argv[r->at];
	size_t n = strlen(name);

	if (strncmp(text, name, n) != 0 || (text[n] && text[n] != '='))
		return NULL;
	if (text[n])
		return text + n + 1;
	*ret_is_missing = r->at + 1 == r->argc;
	return *ret_is_missing ? "" : r->argv[++r->at];
}

static bool take_flag(struct reader *r)
{
	const char *text = r->argv[r->at];

	if (str_equal(text, "-h") || str_equal(text, "--help"))
		r->options->wants_help = true;
	else if (str_equal(text, "-V") || str_equal(text, "--version"))
		r->options->wants_version = true;
	else if (str_equal(text, "--json"))
		r->cli->is_json = true;
	else if (str_equal(text, "--plain"))
		r->cli->is_plain = true;
	else
		return false;
	return true;
}

static bool is_when(const char *text)
{
	return str_equal(text, "auto") || str_equal(text, "always") || str_equal(text, "never");
}

/* Ours with a value: 0 or an exit code; -1 where it is another. */
static int take_valued(struct reader *r)
{
	bool is_missing = false;
	const char *value;

	value = value_of(r, "--socket", &is_missing);
	if (value)
		r->cli->socket = value;
	if (value && !*value)
		is_missing = true;
	if (!value) {
		value = value_of(r, "--color", &is_missing);
		if (!value)
			return -1;
		if (!is_missing && !is_when(value))
			return cli_fail(VOUCH_EXIT_USAGE,
					"--color wants auto, always or never, not '%s'", value);
		r->cli->color = value;
	}
	return is_missing ? cli_fail(VOUCH_EXIT_USAGE, "the last option wants a value") : 0;
}

/* --gave, --score 9, --score=9: for the command to judge. */
static int add_option(struct reader *r)
{
	const char *text = r->argv[r->at] + 2, *equals = strchr(text, '=');
	int exit;

	if (r->options->n == 0)
		return cli_fail(VOUCH_EXIT_USAGE,
				"there is no option --%s; vouch --help lists them", text);
	if (!equals)
		return add(r, (struct arg){.text = text, .is_option = true});
	exit = add(r, (struct arg){
			      .text = arena_strndup(r->cli->arena, text, (size_t)(equals - text)),
			      .is_option = true,
			      .has_value = true,
		      });
	return exit ? exit : add(r, (struct arg){.text = equals + 1, .is_literal = true});
}

static int read_one(struct reader *r)
{
	const char *text = r->argv[r->at];
	int exit;

	if (text[0] != '-' || !text[1])
		return add(r, (struct arg){.text = text});
	if (take_flag(r))
		return 0;
	exit = take_valued(r);
	if (exit >= 0)
		return exit;
	if (text[1] == '-')
		return add_option(r);
	return cli_fail(VOUCH_EXIT_USAGE,
			"there is no option %s; text that begins with - stands behind --", text);
}

int options_read(int argc, char **argv, struct cli *cli, struct options *ret)
{
	struct reader r = {.argc = argc, .argv = argv, .at = 1, .cli = cli, .options = ret};
	bool is_literal = false;
	int exit = 0;

	for (; r.at < argc && !exit; r.at++) {
		if (is_literal)
			exit = add(&r, (struct arg){.text = argv[r.at], .is_literal = true});
		else if (str_equal(argv[r.at], "--"))
			is_literal = true;
		else
			exit = read_one(&r);
		if (ret->n == 1 && str_equal(ret->args[0].text, "import")) {
			ret->rest = argv + r.at + 1;
			ret->n_rest = (size_t)(argc - r.at - 1);
			return exit;
		}
	}
	return exit;
}
