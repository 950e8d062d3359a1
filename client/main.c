/* vouch: the command a salesperson types. */
#include <signal.h>
#include <stdio.h>

#include "cli.h"
#include "complete.h"
#include "dispatch.h"
#include "help.h"
#include "import.h"
#include "noun.h"
#include "options.h"
#include "vouch/protocol.h"

static int help(struct cli *cli, const struct options *options)
{
	if (options->n == 0) {
		help_all(cli);
		return 0;
	}
	if (help_word(cli, options->args[0].text))
		return 0;
	return noun_help(cli, options->args, options->n);
}

static int run(struct cli *cli, const struct options *options)
{
	if (options->wants_version) {
		(void)puts("vouch " VOUCH_VERSION);
		return 0;
	}
	if (options->rest && !options->wants_help)
		return import_exec(cli, options->rest, options->n_rest);
	if (options->wants_help)
		return help(cli, options);
	return dispatch(cli, options->args, options->n);
}

int main(int argc, char **argv)
{
	struct cli cli = {.color = "auto"};
	struct options options = {0};
	int exit;

	view_set_locale();
	(void)signal(SIGPIPE, SIG_DFL); /* quiet, whatever started us */
	cli_init(&cli);
	if (complete_is_asked(argc, argv))
		return complete_run(&cli, argc, argv);
	exit = options_read(argc, argv, &cli, &options);
	if (!exit) {
		cli_start(&cli);
		exit = run(&cli, &options);
		if (!exit)
			cli_say_undo(&cli);
	}
	cli_deinit(&cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("vouch: cannot write");
		exit = exit ? exit : VOUCH_EXIT_FAILED;
	}
	return exit;
}
