/* The statements of every noun in one list, for the tests that prepare and explain them all. */
#pragma once

#include "store/db.h"

extern const struct stmt_set *const store_set_book;
extern const struct stmt_set *const store_set_household;
extern const struct stmt_set *const store_set_contact;
extern const struct stmt_set *const store_set_contact_part;
extern const struct stmt_set *const store_set_contact_fact;
extern const struct stmt_set *const store_set_contact_list;
extern const struct stmt_set *const store_set_sale;
extern const struct stmt_set *const store_set_plan;
extern const struct stmt_set *const store_set_run;
extern const struct stmt_set *const store_set_followup;
extern const struct stmt_set *const store_set_followup_list;
extern const struct stmt_set *const store_set_followup_move;
extern const struct stmt_set *const store_set_followup_clock;
extern const struct stmt_set *const store_set_touch;
extern const struct stmt_set *const store_set_complaint;
extern const struct stmt_set *const store_set_satisfaction;
extern const struct stmt_set *const store_set_promise;
extern const struct stmt_set *const store_set_repair;
extern const struct stmt_set *const store_set_notice;
extern const struct stmt_set *const store_set_event;
extern const struct stmt_set *const store_set_idempotency;
extern const struct stmt_set *const store_set_journal;
extern const struct stmt_set *const store_set_journal_entry;
extern const struct stmt_set *const store_set_journal_prune;
extern const struct stmt_set *const store_set_import;
extern const struct stmt_set *const store_set_import_item;
extern const struct stmt_set *const store_set_calendar;
extern const struct stmt_set *const store_set_suppression;
extern const struct stmt_set *const store_set_talk;
extern const struct stmt_set *const store_set_referral;
extern const struct stmt_set *const store_set_loop;
extern const struct stmt_set *const store_set_referrers;
extern const struct stmt_set *const store_set_template;
extern const struct stmt_set *const store_set_script;
extern const struct stmt_set *const store_set_check;
extern const struct stmt_set *const store_set_army;
extern const struct stmt_set *const store_set_ask;
extern const struct stmt_set *const store_set_gate;
extern const struct stmt_set *const store_set_gate_fact;
extern const struct stmt_set *const store_set_tree;
extern const struct stmt_set *const store_set_gift;
extern const struct stmt_set *const store_set_time_log;
extern const struct stmt_set *const store_set_undo;
extern const struct stmt_set *const store_set_tally;
extern const struct stmt_set *const store_set_tally_step;
extern const struct stmt_set *const store_set_numbers;
extern const struct stmt_set *const store_set_numbers_now;
extern const struct stmt_set *const store_set_date;
extern const struct stmt_set *const store_set_campaign;
extern const struct stmt_set *const store_set_edition;
extern const struct stmt_set *const store_set_recipient;
extern const struct stmt_set *const store_set_away;
extern const struct stmt_set *const store_set_spread;
extern const struct stmt_set *const store_set_cadence;
extern const struct stmt_set *const store_set_notice_hold;
extern const struct stmt_set *const store_set_duplicate;
extern const struct stmt_set *const store_set_merge;
extern const struct stmt_set *const store_set_erased;
extern const struct stmt_set *const store_set_whole;

const struct stmt_set *store_set(enum store_noun noun);
