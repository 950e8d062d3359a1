/* All methods: the list of the nouns' tables. */
#include "rpc/methods.h"

#include <string.h>

/* One a line. */
/* One a line, so that two changes seldom meet. */
/* clang-format off */
const struct method *const method_tables[] = {
	agenda_methods,
	army_methods,
	ask_methods,
	away_methods,
	gate_methods,
	gift_methods,
	backup_methods,
	brief_methods,
	calendar_methods,
	campaign_methods,
	candidate_methods,
	complaint_methods,
	contact_methods,
	date_methods,
	dev_methods,
	discover_methods,
	edition_methods,
	erase_methods,
	events_methods,
	export_methods,
	followup_methods,
	followup_done_methods,
	household_methods,
	import_methods,
	merge_methods,
	journal_methods,
	notice_methods,
	numbers_methods,
	plan_methods,
	promise_methods,
	referral_methods,
	referrers_methods,
	relabel_methods,
	request_methods,
	run_methods,
	sale_methods,
	satisfaction_methods,
	script_methods,
	spread_methods,
	status_methods,
	suppression_methods,
	system_methods,
	talk_methods,
	template_methods,
	time_log_methods,
	touch_methods,
	tree_methods,
	NULL,
};
/* clang-format on */

const struct method *method_find(const char *name)
{
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			if (strcmp(m->name, name) == 0)
				return m;
	return NULL;
}
