/* ask.script. */
#include "ops/script.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct script_params {
	struct given given;
	int64_t contact;
	const char *template;
};
static const struct param script_params[] = {
	ROW_ID(struct script_params, contact, "contact", PARAM_REQUIRED, "whom to ask"),
	ROW_TEXT(struct script_params, template, "template", 1, VOUCH_NAME_MAX, 0,
		 "an e-mail instead: birthday, thank, renewal, mail or mail:NAME"),
	{0},
};

static int ask_script(struct call *c, const void *params, json_t **ret)
{
	const struct script_params *p = params;
	struct ask_script script;
	json_t *o;
	int r;

	r = p->template ? op_mail_script(c->op, p->contact, p->template, &script)
			: op_ask_script(c->op, p->contact, &script);
	if (r)
		return r;
	o = json_object();
	set_object(o, "contact", render_who(c->op, p->contact));
	set_text(o, "template", script.template);
	set_text(o, "text", script.text);
	set_text(o, "subject", script.subject);
	*ret = o;
	return 0;
}

const struct method script_methods[] = {
	{"ask.script", script_params, sizeof(struct script_params), ask_script, METHOD_READ,
	 "What to say when asking for a referral, or to write to somebody",
	 "contact, template, text, subject"},
	{0},
};
