/* Who lives with whom in a random history, and who is a partner. */
#include "life/model.h"

#include <string.h>

#define ID(x) ((long long)(x))

/* Something is being put right for them. */
static bool has_repair(struct model *m, int64_t contact)
{
	json_t *list = life_ask(&m->life, "followup.list", "{\"contact\":%lld,\"limit\":1000}",
				ID(contact)),
	       *row;
	bool has = false;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		has |= strcmp(told_text(json_object_get(row, "plan"), "name"), "repair") == 0 &&
		       (strcmp(told_text(row, "state"), "waiting") == 0 ||
			strcmp(told_text(row, "state"), "scheduled") == 0);
	json_decref(list);
	return has;
}

/* Between households in peace: where a repair runs, no answer tells whose it is afterwards. */
void model_move_house(struct model *m)
{
	struct life *l = &m->life;
	int64_t contact = chance_between(&l->chance, 1, m->n_contacts);
	int64_t household = chance_between(&l->chance, 0, 2);

	if (has_repair(m, contact))
		return;
	for (size_t i = 0; household && i < l->facts.n_contacts; i++)
		if (l->facts.contacts[i].household == household &&
		    has_repair(m, l->facts.contacts[i].id))
			return;
	if (household)
		(void)life_do(l, "contact.update", "{\"id\":%lld,\"household\":%lld}", ID(contact),
			      ID(household));
	else
		(void)life_do(l, "contact.update", "{\"id\":%lld,\"household\":null}", ID(contact));
}

void model_change_partner(struct model *m)
{
	int64_t contact = chance_between(&m->life.chance, 1, m->n_contacts);

	(void)life_do(&m->life, "contact.update", "{\"id\":%lld,\"partner\":%s}", ID(contact),
		      chance_of(&m->life.chance, 40) ? "true" : "false");
}
