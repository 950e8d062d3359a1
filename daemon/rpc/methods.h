/* The tables of methods, one a noun, each closed by a null name. */
#pragma once

#include "rpc/method.h"

extern const struct method agenda_methods[];
extern const struct method army_methods[];
extern const struct method ask_methods[];
extern const struct method away_methods[];
extern const struct method gate_methods[];
extern const struct method gift_methods[];
extern const struct method backup_methods[];
extern const struct method brief_methods[];
extern const struct method calendar_methods[];
extern const struct method campaign_methods[];
extern const struct method candidate_methods[];
extern const struct method complaint_methods[];
extern const struct method contact_methods[];
extern const struct method date_methods[];
extern const struct method dev_methods[];
extern const struct method discover_methods[];
extern const struct method edition_methods[];
extern const struct method erase_methods[];
extern const struct method events_methods[];
extern const struct method export_methods[];
extern const struct method followup_methods[];
extern const struct method followup_done_methods[];
extern const struct method household_methods[];
extern const struct method import_methods[];
extern const struct method journal_methods[];
extern const struct method merge_methods[];
extern const struct method notice_methods[];
extern const struct method numbers_methods[];
extern const struct method plan_methods[];
extern const struct method promise_methods[];
extern const struct method referral_methods[];
extern const struct method referrers_methods[];
extern const struct method relabel_methods[];
extern const struct method request_methods[];
extern const struct method run_methods[];
extern const struct method sale_methods[];
extern const struct method satisfaction_methods[];
extern const struct method script_methods[];
extern const struct method spread_methods[];
extern const struct method status_methods[];
extern const struct method suppression_methods[];
extern const struct method system_methods[];
extern const struct method talk_methods[];
extern const struct method template_methods[];
extern const struct method time_log_methods[];
extern const struct method touch_methods[];
extern const struct method tree_methods[];
