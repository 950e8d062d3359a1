/* The statements of every noun in one list. */
#include "store/sets.h"

#include <stddef.h>

/* One a line, so that two changes seldom meet. */
/* clang-format off */
static const struct stmt_set *const *const sets[N_NOUNS] = {
	[NOUN_BOOK] = &store_set_book,
	[NOUN_HOUSEHOLD] = &store_set_household,
	[NOUN_CONTACT] = &store_set_contact,
	[NOUN_CONTACT_PART] = &store_set_contact_part,
	[NOUN_CONTACT_FACT] = &store_set_contact_fact,
	[NOUN_CONTACT_LIST] = &store_set_contact_list,
	[NOUN_SALE] = &store_set_sale,
	[NOUN_PLAN] = &store_set_plan,
	[NOUN_RUN] = &store_set_run,
	[NOUN_FOLLOWUP] = &store_set_followup,
	[NOUN_FOLLOWUP_LIST] = &store_set_followup_list,
	[NOUN_FOLLOWUP_MOVE] = &store_set_followup_move,
	[NOUN_FOLLOWUP_CLOCK] = &store_set_followup_clock,
	[NOUN_TOUCH] = &store_set_touch,
	[NOUN_COMPLAINT] = &store_set_complaint,
	[NOUN_SATISFACTION] = &store_set_satisfaction,
	[NOUN_PROMISE] = &store_set_promise,
	[NOUN_REPAIR] = &store_set_repair,
	[NOUN_NOTICE] = &store_set_notice,
	[NOUN_EVENT] = &store_set_event,
	[NOUN_IDEMPOTENCY] = &store_set_idempotency,
	[NOUN_JOURNAL] = &store_set_journal,
	[NOUN_JOURNAL_ENTRY] = &store_set_journal_entry,
	[NOUN_IMPORT] = &store_set_import,
	[NOUN_IMPORT_ITEM] = &store_set_import_item,
	[NOUN_CALENDAR] = &store_set_calendar,
	[NOUN_SUPPRESSION] = &store_set_suppression,
	[NOUN_TALK] = &store_set_talk,
	[NOUN_REFERRAL] = &store_set_referral,
	[NOUN_LOOP] = &store_set_loop,
	[NOUN_LOOSE] = &store_set_loose,
	[NOUN_REFERRERS] = &store_set_referrers,
	[NOUN_TEMPLATE] = &store_set_template,
	[NOUN_SCRIPT] = &store_set_script,
	[NOUN_CHECK] = &store_set_check,
	[NOUN_ARMY] = &store_set_army,
	[NOUN_ASK] = &store_set_ask,
	[NOUN_GATE] = &store_set_gate,
	[NOUN_GATE_FACT] = &store_set_gate_fact,
	[NOUN_TREE] = &store_set_tree,
	[NOUN_GIFT] = &store_set_gift,
	[NOUN_TIME_LOG] = &store_set_time_log,
	[NOUN_UNDO] = &store_set_undo,
	[NOUN_TALLY] = &store_set_tally,
	[NOUN_TALLY_STEP] = &store_set_tally_step,
	[NOUN_NUMBERS] = &store_set_numbers,
	[NOUN_NUMBERS_NOW] = &store_set_numbers_now,
	[NOUN_DATE] = &store_set_date,
	[NOUN_CAMPAIGN] = &store_set_campaign,
	[NOUN_EDITION] = &store_set_edition,
	[NOUN_RECIPIENT] = &store_set_recipient,
	[NOUN_AWAY] = &store_set_away,
	[NOUN_SPREAD] = &store_set_spread,
	[NOUN_CADENCE] = &store_set_cadence,
	[NOUN_NOTICE_HOLD] = &store_set_notice_hold,
	[NOUN_JOURNAL_PRUNE] = &store_set_journal_prune,
	[NOUN_DUPLICATE] = &store_set_duplicate,
	[NOUN_MERGE] = &store_set_merge,
	[NOUN_ERASED] = &store_set_erased,
	[NOUN_ERASE] = &store_set_erase,
	[NOUN_WIPE] = &store_set_wipe,
	[NOUN_REQUEST] = &store_set_request,
	[NOUN_WHOLE] = &store_set_whole,
};
/* clang-format on */

const struct stmt_set *store_set(enum store_noun noun)
{
	return noun < N_NOUNS && sets[noun] ? *sets[noun] : NULL;
}
