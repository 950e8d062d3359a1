/* Dates that people type, parsed in vouchd, which alone knows the clock and the holidays. */
#include "when.h"

#include <string.h>

#include "vouch/errors.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

/* The answer, {"refusal": code, "why": text} where it is no date, null where none came. */
static const json_t *ask(struct cli *cli, const char *text)
{
	json_t *answer = json_object_get(cli->parsed_dates, text);
	const struct call_failure *failure;

	if (answer)
		return answer;
	if (!*text || strlen(text) > VOUCH_DATE_TEXT_MAX) {
		answer = json_pack("{s:i, s:s}", "refusal", VOUCH_E_BAD_DATE, "why",
				   "a date is shorter: fri, +2w, 15 dec or 2026-12-01 14:30");
	} else if (call_read(cli->call, "calendar.parse", json_pack("{s:s}", "text", text),
			     &answer)) {
		failure = call_failure(cli->call);
		if (failure->code == 0)
			return NULL;
		answer = json_pack("{s:i, s:s}", "refusal", failure->code, "why", failure->text);
	}
	if (answer && json_object_set_new(cli->parsed_dates, text, answer) == 0)
		return answer;
	return NULL;
}

enum match_date when_check(void *user, const char *text, const char **ret_why)
{
	const json_t *answer = ask(user, text);

	if (!answer)
		return MATCH_DATE_BROKEN;
	if (!member_of(answer, "refusal"))
		return MATCH_DATE_YES;
	*ret_why = text_of(answer, "why");
	return number_of(answer, "refusal") == VOUCH_E_AMBIGUOUS_DATE ? MATCH_DATE_TWO_READINGS
								      : MATCH_DATE_NO;
}

const json_t *when_parse(struct cli *cli, const char *text, int *ret_exit)
{
	const json_t *answer = ask(cli, text);

	if (!answer)
		*ret_exit = cli_fail_call(cli);
	else if (member_of(answer, "refusal"))
		*ret_exit = cli_fail(VOUCH_EXIT_USAGE, "%s", text_of(answer, "why"));
	else
		return answer;
	return NULL;
}

int when_set(struct cli *cli, const struct match *m, const char *place, json_t *params,
	     const char *key)
{
	const char *text = match_text(m, place);
	const json_t *date;
	int r = 0;

	if (!text)
		return 0;
	date = when_parse(cli, text, &r);
	if (date)
		(void)json_object_set(params, key, json_object_get(date, "day"));
	return r;
}

int when_set_day(struct cli *cli, const struct match *m, json_t *params)
{
	return when_set(cli, m, "DAY", params, "day");
}
