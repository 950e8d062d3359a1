/* The statements of every noun in one list. */
#include "store/sets.h"

#include <stddef.h>

const struct stmt_set *store_set(enum store_noun noun)
{
	switch (noun) {
	case NOUN_BOOK:
		return store_set_book;
	case NOUN_HOUSEHOLD:
		return store_set_household;
	case NOUN_CONTACT:
		return store_set_contact;
	case NOUN_CONTACT_PART:
		return store_set_contact_part;
	case NOUN_CONTACT_FACT:
		return store_set_contact_fact;
	case NOUN_CONTACT_LIST:
		return store_set_contact_list;
	case NOUN_SALE:
		return store_set_sale;
	case NOUN_PLAN:
		return store_set_plan;
	case NOUN_RUN:
		return store_set_run;
	case NOUN_FOLLOWUP:
		return store_set_followup;
	case NOUN_FOLLOWUP_LIST:
		return store_set_followup_list;
	case NOUN_FOLLOWUP_MOVE:
		return store_set_followup_move;
	case NOUN_FOLLOWUP_CLOCK:
		return store_set_followup_clock;
	case NOUN_TOUCH:
		return store_set_touch;
	case NOUN_COMPLAINT:
		return store_set_complaint;
	case NOUN_SATISFACTION:
		return store_set_satisfaction;
	case NOUN_PROMISE:
		return store_set_promise;
	case NOUN_NOTICE:
		return store_set_notice;
	case NOUN_EVENT:
		return store_set_event;
	case NOUN_IDEMPOTENCY:
		return store_set_idempotency;
	case NOUN_JOURNAL:
		return store_set_journal;
	case NOUN_IMPORT:
		return store_set_import;
	case NOUN_IMPORT_ITEM:
		return store_set_import_item;
	case NOUN_CALENDAR:
		return store_set_calendar;
	case NOUN_SUPPRESSION:
		return store_set_suppression;
	case NOUN_TALK:
		return store_set_talk;
	case NOUN_CHECK:
		return store_set_check;
	case N_NOUNS:
		break;
	}
	return NULL;
}
