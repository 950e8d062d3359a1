/* contact.erase. */
#include "ops/erase.h"

#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct erase_params {
	struct given given;
	int64_t id;
	const char *confirm;
};
#define S struct erase_params
static const struct param erase_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the contact"),
	ROW_TEXT(S, confirm, "confirm", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,
		 "their name, exactly as it is written"),
	{0},
};
#undef S

static int contact_erase(struct call *c, const void *params, json_t **ret)
{
	const struct erase_params *p = params;
	struct erased erased;
	json_t *who = json_object(), *removed = json_object();
	int r;

	r = op_contact_erase(c->op, p->id, p->confirm, &erased);
	if (r) {
		json_decref(who);
		json_decref(removed);
		return r;
	}
	set_id(who, "id", p->id);
	set_int(removed, "rows", erased.n_rows);
	*ret = json_object();
	set_object(*ret, "erased", who);
	set_object(*ret, "removed", removed);
	set_int(*ret, "requests_done", erased.n_requests);
	return 0;
}

const struct method erase_methods[] = {
	{"contact.erase", erase_params, sizeof(struct erase_params), contact_erase, METHOD_WRITE,
	 "Forget somebody for good; this cannot be undone",
	 "erased, how many rows of theirs went: removed, and their requests that are answered so"},
	{0},
};
