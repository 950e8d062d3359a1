/* The numbers: all of them in a sentence each, or one with its table. */
#include "commands.h"
#include "place.h"
#include "views.h"
#include "vouch/errors.h"
#include "vouch/protocol.h"
#include "when.h"

static const char *method_of(struct cli *cli, const char *name)
{
	return arena_printf(cli->arena, "numbers.%s", name);
}

static int show_one(struct cli *cli, const struct match *m, const char *name)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r;

	r = when_set(cli, m, "FROM", params, "from");
	if (!r)
		r = when_set(cli, m, "TO", params, "to");
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_read(cli, method_of(cli, name), params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_number(cli, name, answer);
	return 0;
}

/* Those that this vouchd knows, by name; an older one may not know them all. */
static int read_all(struct cli *cli, json_t *answers)
{
	for (size_t i = 0; place_numbers[i]; i++) {
		const char *name = place_numbers[i];
		json_t *answer;
		int r;

		r = call_read(cli->call, method_of(cli, name), NULL, &answer);
		if (r && call_failure(cli->call)->code == VOUCH_RPC_METHOD_NOT_FOUND)
			continue;
		if (r)
			return cli_fail_call(cli);
		(void)json_object_set_new(answers, name, answer);
	}
	if (json_object_size(answers) == 0)
		return cli_fail(VOUCH_EXIT_USAGE, "this vouchd knows no numbers");
	return 0;
}

int cmd_numbers(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "WHICH");
	json_auto_t *answers = NULL;
	int r;

	if (name)
		return show_one(cli, m, place_numbers[place_word(place_find("WHICH", 5), name)]);
	answers = json_object();
	r = read_all(cli, answers);
	if (r || cli_json(cli, answers))
		return r;
	view_numbers(cli, answers);
	return 0;
}
