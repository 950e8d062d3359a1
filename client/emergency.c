/* The emergency contact list: asked for when a sale is delivered. */
#include "emergency.h"

#include "base/str.h"
#include "view_parts.h"
#include "vouch/limits.h"

/* Room for what people type beside it; vouchd says where it is too long. */
#define ANSWER_SIZE (4 * VOUCH_REASON_MAX)

static void set_answer(json_t *params, const char *key, const char *question)
{
	char answer[ANSWER_SIZE];

	if (cli_ask(answer, sizeof answer, "  %s: ", question) && *answer)
		(void)json_object_set_new(params, key, json_string(answer));
}

/* False where the person is done with it. */
static bool note_one(struct cli *cli, const json_t *contact)
{
	json_auto_t *answer = NULL;
	char name[ANSWER_SIZE];
	json_t *params;

	if (!cli_ask(name, sizeof name, "Name (Enter ends): ") || !*name)
		return false;
	params = json_pack("{s:I, s:s}", "contact", (json_int_t)number_of(contact, "id"), "name",
			   name);
	if (!params)
		return false;
	set_answer(params, "relation", "relation");
	set_answer(params, "phone", "phone");
	if (cli_write(cli, "candidate.add", params, &answer) == 0)
		view_line(&cli->view, VIEW_NORMAL, "Noted r%lld: %s.",
			  number_of(answer, "referral.id"), text_of(answer, "referral.name"));
	return true;
}

void emergency_offer(struct cli *cli, const json_t *sale)
{
	const json_t *contact = json_object_get(sale, "contact");
	json_int_t delivery = cli->journal;

	if (!cli_is_interactive(cli))
		return;
	view_line(
		&cli->view, VIEW_NORMAL,
		"The emergency contact list: whom would %s tell about this? Nobody on it is called "
		"before they allow it.",
		name_of(contact));
	while (note_one(cli, contact))
		;
	if (cli->journal == delivery)
		return;
	view_line(&cli->view, VIEW_DIM,
		  "(vouch undo takes the last name back; vouch undo %" JSON_INTEGER_FORMAT
		  " the delivery)",
		  delivery);
	cli->journal = 0; /* said */
}
