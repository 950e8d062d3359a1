/* contact.relabel: another class or tag for many at once. */
#include "ops/relabel.h"

#include "domain/words.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct filter_params {
	int standing, cadence;
	const char *tag;
};
#define S struct filter_params
static const struct param filter_params[] = {
	ROW_WORD(S, standing, "standing", standings, 0, "only these"),
	ROW_TEXT(S, tag, "tag", 1, VOUCH_WORD_MAX, 0, "only those with this tag"),
	ROW_WORD(S, cadence, "cadence", cadences, 0, "only those of this class"),
	{0},
};
#undef S

/* The classes, and what none was chosen for. */
static const char *const choices[] = {"A", "B", "C", "none", "default", NULL};
#define DEFAULT_CHOICE 4

struct set_params {
	int cadence;
	const char *add_tag, *drop_tag;
};
#define S struct set_params
static const struct param set_params[] = {
	ROW_WORD(S, cadence, "cadence", choices, 0,
		 "how often they hear from you; default: by their standing"),
	ROW_TEXT(S, add_tag, "add_tag", 1, VOUCH_WORD_MAX, 0, "a tag they get"),
	ROW_TEXT(S, drop_tag, "drop_tag", 1, VOUCH_WORD_MAX, 0, "a tag they lose"),
	{0},
};
#undef S

struct relabel_params {
	struct given given;
	struct filter_params filter;
	struct set_params set;
	bool dry_run;
};
#define S struct relabel_params
static const struct param relabel_params[] = {
	ROW_OBJECT(S, filter, "filter", filter_params, PARAM_REQUIRED,
		   "whom; where it is empty, everybody"),
	ROW_OBJECT(S, set, "set", set_params, PARAM_REQUIRED, "what is to change"),
	ROW_BOOL(S, dry_run, "dry_run", "only say how many"),
	{0},
};
#undef S

static int contact_relabel(struct call *c, const void *params, json_t **ret)
{
	const struct relabel_params *p = params;
	const struct relabel relabel = {
		.filter = {.standing = p->filter.standing,
			   .cadence = p->filter.cadence,
			   .tag = p->filter.tag},
		.has_cadence = p->set.cadence >= 0,
		.cadence = p->set.cadence == DEFAULT_CHOICE ? -1 : p->set.cadence,
		.add_tag = p->set.add_tag,
		.drop_tag = p->set.drop_tag,
		.is_dry_run = p->dry_run,
	};
	struct relabelled done;
	json_t *o, *shown;
	int r;

	r = op_contact_relabel(c->op, &relabel, &done);
	if (r)
		return r;
	o = json_object();
	shown = json_array();
	for (size_t i = 0; i < done.n_shown; i++)
		(void)json_array_append_new(shown, render_who(c->op, done.shown[i]));
	set_int(o, "matched", done.n_matched);
	set_int(o, "changed", done.n_changed);
	set_object(o, "contacts", shown);
	*ret = o;
	return 0;
}

const struct method relabel_methods[] = {
	{"contact.relabel", relabel_params, sizeof(struct relabel_params), contact_relabel,
	 METHOD_WRITE, "Another class or tag for many contacts at once",
	 "matched, changed, contacts"},
	{0},
};
