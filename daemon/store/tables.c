/* The registry of tables: what each column holds, what is journaled, whose row it is. */
#include "store/tables.h"

#include <string.h>

#define PLAIN COLUMN_PLAIN
#define PERSONAL COLUMN_PERSONAL
#define DERIVED COLUMN_DERIVED
#define VERSION COLUMN_VERSION

/* clang-format off */
static const struct column book_columns[] = {
	{"key", PLAIN}, {"value", PLAIN}, {NULL, PLAIN},
};

static const struct column household_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"name", PERSONAL}, {"street", PERSONAL},
	{"city", PERSONAL}, {"region", PERSONAL}, {"postcode", PERSONAL}, {"country", PERSONAL},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column contact_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"state", PLAIN}, {"merged_into", PLAIN},
	{"name", PERSONAL}, {"name_key", DERIVED}, {"find_key", DERIVED}, {"org", PERSONAL}, {"given", PERSONAL},
	{"family", PERSONAL}, {"street", PERSONAL}, {"city", PERSONAL}, {"region", PERSONAL},
	{"postcode", PERSONAL}, {"country", PERSONAL}, {"timezone", PERSONAL},
	{"language", PERSONAL}, {"cadence", PLAIN}, {"notes", PERSONAL}, {"listen_for", PERSONAL},
	{"source", PERSONAL}, {"uid", PERSONAL}, {"origin", PLAIN}, {"external_id", PERSONAL},
	{"household", PLAIN}, {"preferred_channel", PLAIN}, {"is_partner", PLAIN},
	{"paused_until", PLAIN}, {"pause_reason", PERSONAL}, {"deceased_day", PERSONAL},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column contact_phone_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"position", PLAIN}, {"number", PERSONAL},
	{"digits", DERIVED}, {NULL, PLAIN},
};

static const struct column contact_email_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"position", PLAIN}, {"address", PERSONAL},
	{"address_key", DERIVED}, {NULL, PLAIN},
};

static const struct column contact_tag_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"tag", PERSONAL}, {NULL, PLAIN},
};

static const struct column contact_consent_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"channel", PLAIN}, {"answer", PLAIN}, {"day", PLAIN},
	{"source", PERSONAL}, {NULL, PLAIN},
};

static const struct column sale_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"state", PLAIN},
	{"product", PERSONAL}, {"amount", PLAIN}, {"currency", PLAIN}, {"exponent", PLAIN},
	{"source", PLAIN}, {"referral", PLAIN}, {"opened_day", PLAIN}, {"signed_day", PLAIN},
	{"completed_day", PLAIN}, {"lost_day", PLAIN}, {"refunded_day", PLAIN},
	{"reason", PERSONAL}, {"origin", PLAIN}, {"external_id", PERSONAL}, {"created_at", PLAIN},
	{NULL, PLAIN},
};

static const struct column plan_columns[] = {
	{"id", PLAIN}, {"name", PLAIN}, {"latest", PLAIN}, {NULL, PLAIN},
};

static const struct column plan_version_columns[] = {
	{"id", PLAIN}, {"plan", PLAIN}, {"version", PLAIN}, {"title", PLAIN},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column plan_step_columns[] = {
	{"id", PLAIN}, {"plan_version", PLAIN}, {"position", PLAIN}, {"key", PLAIN},
	{"offset", PLAIN}, {"after", PLAIN}, {"kind", PLAIN}, {"channel", PLAIN}, {"to", PLAIN},
	{"scope", PLAIN}, {"when", PLAIN}, {"gate", PLAIN}, {"part_of", PLAIN}, {"gives", PLAIN},
	{"score", PLAIN}, {"repeat", PLAIN}, {"tries", PLAIN}, {"text", PLAIN}, {"reason", PLAIN},
	{"leads", PLAIN}, {NULL, PLAIN},
};

static const struct column run_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"plan", PLAIN}, {"plan_version", PLAIN},
	{"anchor_kind", PLAIN}, {"anchor_id", PLAIN}, {"contact", PLAIN}, {"sale", PLAIN},
	{"anchor_day", PLAIN}, {"anchor_minute", PLAIN}, {"state", PLAIN}, {"is_imported", PLAIN},
	{"reason", PERSONAL}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column followup_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"run", PLAIN},
	{"step", PLAIN}, {"occurrence", PLAIN}, {"kind", PLAIN}, {"channel", PLAIN},
	{"title", PERSONAL}, {"reason", PERSONAL}, {"note", PERSONAL}, {"scope", PLAIN},
	{"gate", PLAIN}, {"part_of", PLAIN}, {"gives", PLAIN}, {"score", PLAIN}, {"repeat", PLAIN},
	{"series_day", PLAIN}, {"state", PLAIN}, {"waits_for", PLAIN}, {"planned_day", PLAIN},
	{"planned_minute", PLAIN}, {"due_day", PLAIN}, {"due_minute", PLAIN}, {"due_zone", PLAIN},
	{"due_at", DERIVED}, {"next_at", DERIVED}, {"rank", PLAIN}, {"is_pinned", PLAIN},
	{"about_kind", PLAIN}, {"about_id", PLAIN}, {"tries_used", PLAIN}, {"outcome", PLAIN},
	{"ended_day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column followup_move_columns[] = {
	{"id", PLAIN}, {"followup", PLAIN}, {"at", PLAIN}, {"rule", PLAIN}, {"from_state", PLAIN},
	{"to_state", PLAIN}, {"from_day", PLAIN}, {"from_minute", PLAIN}, {"to_day", PLAIN},
	{"to_minute", PLAIN}, {"cause_kind", PLAIN}, {"cause_id", PLAIN}, {"reason", PERSONAL},
	{NULL, PLAIN},
};

static const struct column touch_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"followup", PLAIN}, {"day", PLAIN},
	{"channel", PLAIN}, {"direction", PLAIN}, {"gave", PLAIN}, {"asked", PLAIN},
	{"text", PERSONAL}, {"minutes", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column contact_fact_columns[] = {
	{"contact", PLAIN}, {"standing", DERIVED}, {"n_completed", DERIVED},
	{"first_completed_day", DERIVED}, {"last_completed_day", DERIVED},
	{"last_touch_day", DERIVED}, {"last_two_way_day", DERIVED}, {"next_due_at", DERIVED},
	{"next_followup", DERIVED}, {"credit", DERIVED}, {"referrer", DERIVED}, {"n_sent", DERIVED},
	{"army", DERIVED}, {"army_day", DERIVED}, {"last_sent_day", DERIVED},
	{"last_gave_day", DERIVED}, {"last_score", DERIVED}, {"n_complaints", DERIVED},
	{"has_talk", DERIVED}, {"is_asked", DERIVED}, {"cadence", DERIVED}, {NULL, PLAIN},
};

static const struct column notice_columns[] = {
	{"id", PLAIN}, {"kind", DERIVED}, {"state", DERIVED}, {"is_repeat", DERIVED},
	{"claimed_at", DERIVED}, {"shown_at", DERIVED}, {"ended_at", DERIVED}, {"server", DERIVED},
	{"server_id", DERIVED}, {"attempts", DERIVED}, {NULL, PLAIN},
};

static const struct column notice_item_columns[] = {
	{"id", PLAIN}, {"notice", DERIVED}, {"followup", DERIVED}, {"due_at", DERIVED},
	{"lead_for", DERIVED}, {"attempts", DERIVED}, {NULL, PLAIN},
};

static const struct column notice_post_columns[] = {
	{"id", PLAIN}, {"at", DERIVED}, {NULL, PLAIN},
};

static const struct column event_columns[] = {
	{"id", PLAIN}, {"at", DERIVED}, {"kind", DERIVED}, {"about_id", DERIVED},
	{"contact", DERIVED}, {NULL, PLAIN},
};

static const struct column idempotency_columns[] = {
	{"key", PLAIN}, {"hash", DERIVED}, {"result", PERSONAL}, {"at", DERIVED}, {NULL, PLAIN},
};

static const struct column journal_columns[] = {
	{"id", PLAIN}, {"at", PLAIN}, {"actor", PLAIN}, {"method", PLAIN}, {"schema", PLAIN},
	{"group_id", PLAIN}, {"undoes", PLAIN}, {"undone_by", PLAIN}, {"summary", PLAIN},
	{"is_erased", PLAIN},
	{NULL, PLAIN},
};

static const struct column journal_row_columns[] = {
	{"id", PLAIN}, {"journal", PLAIN}, {"table", PLAIN}, {"row", PLAIN}, {"contact", PLAIN},
	{"before", PERSONAL}, {"after", PERSONAL}, {NULL, PLAIN},
};

static const struct column import_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"source", PLAIN}, {"kind", PLAIN}, {"state", PLAIN},
	{"dry_run", PLAIN}, {"strict", PLAIN}, {"n_items", PLAIN}, {"added", PLAIN},
	{"updated", PLAIN}, {"unchanged", PLAIN}, {"refused", PLAIN}, {"journal", PLAIN},
	{"created_at", PLAIN}, {"ended_at", PLAIN}, {"not_taken", PLAIN}, {NULL, PLAIN},
};

static const struct column import_item_columns[] = {
	{"id", PLAIN}, {"import", PLAIN}, {"line", PLAIN}, {"state", PLAIN}, {"field", PLAIN},
	{"refusal", PERSONAL}, {"key", PERSONAL}, {"is_repeat", PLAIN}, {"doubt", PLAIN},
	{"contact", PLAIN}, {"sale", PLAIN}, {"name", PERSONAL}, {"org", PERSONAL},
	{"given", PERSONAL}, {"family", PERSONAL}, {"emails", PERSONAL}, {"phones", PERSONAL},
	{"street", PERSONAL}, {"city", PERSONAL}, {"region", PERSONAL}, {"postcode", PERSONAL},
	{"country", PERSONAL}, {"notes", PERSONAL}, {"tags", PERSONAL},
	{"contact_external_id", PERSONAL}, {"contact_source", PERSONAL}, {"product", PERSONAL},
	{"amount", PLAIN}, {"currency", PLAIN}, {"exponent", PLAIN}, {"sale_state", PLAIN},
	{"sale_source", PLAIN}, {"opened_day", PLAIN}, {"closed_day", PLAIN},
	{"external_id", PERSONAL}, {"birthday", PERSONAL}, {"language", PERSONAL},
	{"timezone", PERSONAL}, {"what", PERSONAL}, {"document", PERSONAL}, {NULL, PLAIN},
};

static const struct column calendar_day_columns[] = {
	{"id", PLAIN}, {"source", PLAIN}, {"day", PLAIN}, {"name", PLAIN}, {NULL, PLAIN},
};

static const struct column promise_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"text", PERSONAL},
	{"state", PLAIN}, {"made_day", PLAIN}, {"due_day", PLAIN}, {"target_day", PLAIN},
	{"is_late", PLAIN}, {"ended_day", PLAIN}, {"trouble_day", PLAIN}, {"trouble_entry", PLAIN},
	{"righted_day", PLAIN}, {"righted_entry", PLAIN}, {"reason", PERSONAL},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column promise_redate_columns[] = {
	{"id", PLAIN}, {"promise", PLAIN}, {"day", PLAIN}, {"from_due", PLAIN}, {"to_due", PLAIN},
	{"from_target", PLAIN}, {"to_target", PLAIN}, {"is_late", PLAIN}, {"reason", PERSONAL},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column complaint_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"text", PERSONAL},
	{"state", PLAIN}, {"day", PLAIN}, {"entry", PLAIN}, {"resolved_day", PLAIN},
	{"resolved_entry", PLAIN}, {"note", PERSONAL}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column satisfaction_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"followup", PLAIN},
	{"score", PERSONAL}, {"words", PERSONAL}, {"day", PLAIN}, {"entry", PLAIN},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column compliment_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"text", PERSONAL},
	{"day", PLAIN}, {"entry", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column repair_cause_columns[] = {
	{"id", PLAIN}, {"run", PLAIN}, {"occurrence", PLAIN}, {"contact", PLAIN}, {"kind", PLAIN},
	{"about_id", PLAIN}, {"day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column talk_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"day", PLAIN},
	{"motive", PERSONAL}, {"agreed", PERSONAL}, {"note", PERSONAL}, {"created_at", PLAIN},
	{NULL, PLAIN},
};

static const struct column talk_answer_columns[] = {
	{"id", PLAIN}, {"talk", PLAIN}, {"question", PLAIN}, {"bad_experience", PERSONAL},
	{"words", PERSONAL}, {NULL, PLAIN},
};

static const struct column ask_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"followup", PLAIN}, {"sale", PLAIN},
	{"channel", PLAIN}, {"day", PLAIN}, {"entry", PLAIN}, {"outcome", PERSONAL},
	{"later_day", PLAIN}, {"override_reason", PERSONAL}, {"note", PERSONAL},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column referral_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"direction", PLAIN}, {"contact", PLAIN},
	{"person", PLAIN}, {"name", PERSONAL}, {"phone", PERSONAL}, {"email", PERSONAL},
	{"relation", PERSONAL}, {"influence", PERSONAL}, {"permission", PLAIN}, {"need", PERSONAL},
	{"status", PLAIN}, {"origin", PLAIN}, {"ask", PLAIN}, {"sale", PLAIN}, {"note", PERSONAL},
	{"reason", PERSONAL}, {"candidate_day", PLAIN}, {"received_at", PLAIN},
	{"received_day", PLAIN}, {"contacted_day", PLAIN}, {"meeting_day", PLAIN},
	{"won_day", PLAIN}, {"lost_day", PLAIN}, {"not_a_fit_day", PLAIN}, {"thanked_day", PLAIN},
	{"told_contact_day", PLAIN}, {"told_outcome_day", PLAIN}, {"created_at", PLAIN},
	{"contact_minutes", PLAIN}, {"closed_day", PLAIN}, {"followup", PLAIN}, {NULL, PLAIN},
};

static const struct column loop_item_columns[] = {
	{"id", PLAIN}, {"followup", PLAIN}, {"referral", PLAIN}, {"what", PLAIN}, {NULL, PLAIN},
};

static const struct column gift_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"referral", PLAIN},
	{"followup", PLAIN}, {"what", PERSONAL}, {"amount", PERSONAL}, {"currency", PLAIN},
	{"exponent", PLAIN}, {"day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column time_log_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"activity", PLAIN}, {"minutes", PLAIN}, {"day", PLAIN},
	{"note", PERSONAL}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column suppression_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"channel", PLAIN},
	{"reason", PERSONAL}, {"evidence", PERSONAL}, {"day", PLAIN}, {"until", PLAIN},
	{"lifted_day", PLAIN}, {"lift_reason", PERSONAL}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column template_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"name", PLAIN}, {"text", PLAIN}, {"created_at", PLAIN},
	{NULL, PLAIN},
};

static const struct column gate_fact_columns[] = {
	{"contact", PLAIN}, {"state", DERIVED}, {"first_blocking", DERIVED},
	{"n_blocking", DERIVED}, {"is_asked", DERIVED}, {"since", DERIVED}, {"next_day", DERIVED},
	{"recheck_day", DERIVED}, {NULL, PLAIN},
};

static const struct column tally_columns[] = {
	{"what", PLAIN}, {"day", PLAIN}, {"key", PLAIN}, {"n", DERIVED}, {"total", DERIVED},
	{NULL, PLAIN},
};

static const struct column cadence_fact_columns[] = {
	{"contact", PLAIN}, {"due_day", DERIVED}, {"look_day", DERIVED}, {NULL, PLAIN},
};

static const struct column date_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"sale", PLAIN}, {"what", PERSONAL},
	{"year", PERSONAL}, {"month", PERSONAL}, {"month_day", PERSONAL}, {"is_yearly", PLAIN},
	{"lead_days", PLAIN}, {"removed_day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column campaign_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"name", PLAIN}, {"kind", PLAIN}, {"rrule", PLAIN},
	{"start_day", PLAIN}, {"lead_days", PLAIN}, {"standing", PLAIN}, {"tag", PLAIN},
	{"cadence", PLAIN}, {"ended_day", PLAIN}, {"look_day", DERIVED}, {"created_at", PLAIN},
	{NULL, PLAIN},
};

static const struct column edition_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"campaign", PLAIN}, {"day", PLAIN}, {"state", PLAIN},
	{"frozen_day", PLAIN}, {"ended_day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column edition_recipient_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"edition", PLAIN}, {"contact", PLAIN},
	{"household", PLAIN}, {"reason", PERSONAL}, {"exported_day", PLAIN}, {"sent_day", PLAIN},
	{"returned_day", PLAIN}, {"received_day", PLAIN}, {"skipped_day", PLAIN},
	{"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column address_flag_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"household", PLAIN}, {"edition", PLAIN}, {"day", PLAIN},
	{NULL, PLAIN},
};

static const struct column away_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"from_day", PLAIN}, {"until_day", PLAIN},
	{"ended_day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column request_columns[] = {
	{"id", PLAIN}, {"version", VERSION}, {"contact", PLAIN}, {"kind", PLAIN}, {"day", PLAIN},
	{"due_day", PLAIN}, {"done_day", PLAIN}, {"created_at", PLAIN}, {NULL, PLAIN},
};

static const struct column erasure_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"at", PLAIN}, {NULL, PLAIN},
};

static const struct column forgotten_columns[] = {
	{"id", PLAIN}, {"kind", PLAIN}, {"hash", PLAIN}, {"day", PLAIN}, {NULL, PLAIN},
};

static const struct column contact_distinct_columns[] = {
	{"id", PLAIN}, {"contact", PLAIN}, {"other", PLAIN}, {NULL, PLAIN},
};
/* clang-format on */

const struct table tables[] = {
	{1, false, "book", NULL, book_columns, 0},
	{2, true, "household", NULL, household_columns, 0},
	{3, true, "contact", "id", contact_columns, 0},
	{4, true, "contact_phone", "contact", contact_phone_columns, 0},
	{5, true, "contact_email", "contact", contact_email_columns, 0},
	{6, true, "contact_tag", "contact", contact_tag_columns, 0},
	{7, true, "contact_consent", "contact", contact_consent_columns, 0},
	{8, true, "sale", "contact", sale_columns, 0},
	{9, true, "plan", NULL, plan_columns, 0},
	{10, true, "plan_version", NULL, plan_version_columns, 0},
	{11, true, "plan_step", NULL, plan_step_columns, 6},
	{12, true, "run", "contact", run_columns, 0},
	{13, true, "followup", "contact", followup_columns, 0},
	{14, true, "followup_move", NULL, followup_move_columns, 0},
	{15, true, "touch", "contact", touch_columns, 0},
	{16, false, "contact_fact", "contact", contact_fact_columns, 0},
	{17, false, "notice", NULL, notice_columns, 0},
	{18, false, "notice_item", NULL, notice_item_columns, 0},
	{19, false, "event", "contact", event_columns, 0},
	{20, false, "idempotency", NULL, idempotency_columns, 0},
	{21, false, "journal", NULL, journal_columns, 0},
	{22, false, "journal_row", "contact", journal_row_columns, 0},
	{23, false, "import", NULL, import_columns, 0},
	{24, false, "import_item", "contact", import_item_columns, 0},
	{25, true, "calendar_day", NULL, calendar_day_columns, 0},
	{26, true, "promise", "contact", promise_columns, 0},
	{27, true, "promise_redate", NULL, promise_redate_columns, 0},
	{28, true, "complaint", "contact", complaint_columns, 0},
	{29, true, "satisfaction", "contact", satisfaction_columns, 0},
	{30, true, "compliment", "contact", compliment_columns, 0},
	{31, true, "repair_cause", "contact", repair_cause_columns, 0},
	{32, true, "talk", "contact", talk_columns, 0},
	{33, true, "talk_answer", NULL, talk_answer_columns, 0},
	{34, true, "ask", "contact", ask_columns, 0},
	{35, true, "referral", "contact", referral_columns, 3},
	{36, true, "suppression", "contact", suppression_columns, 0},
	{37, true, "template", NULL, template_columns, 0},
	{38, false, "gate_fact", "contact", gate_fact_columns, 0},
	{39, true, "loop_item", NULL, loop_item_columns, 0},
	{40, true, "gift", "contact", gift_columns, 0},
	{41, true, "time_log", NULL, time_log_columns, 0},
	{42, false, "tally", NULL, tally_columns, 0},
	{43, false, "cadence_fact", "contact", cadence_fact_columns, 0},
	{44, true, "date", "contact", date_columns, 0},
	{45, true, "campaign", NULL, campaign_columns, 0},
	{46, true, "edition", NULL, edition_columns, 0},
	{47, true, "edition_recipient", "contact", edition_recipient_columns, 0},
	{48, true, "address_flag", "contact", address_flag_columns, 0},
	{49, true, "away", NULL, away_columns, 0},
	{50, false, "notice_post", NULL, notice_post_columns, 0},
	{51, true, "request", "contact", request_columns, 0},
	{52, false, "erasure", "contact", erasure_columns, 0},
	{53, false, "forgotten", NULL, forgotten_columns, 0},
	{54, true, "contact_distinct", "contact", contact_distinct_columns, 0},
	{0, false, NULL, NULL, NULL, 0},
};

const struct table *table_find(const char *name)
{
	for (const struct table *t = tables; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

const struct table *table_by_number(int number)
{
	for (const struct table *t = tables; t->name; t++)
		if (t->number == number)
			return t;
	return NULL;
}

size_t table_columns(const struct table *t)
{
	size_t n = 0;

	while (t->columns[n].name)
		n++;
	return n;
}

int table_column(const struct table *t, const char *name)
{
	for (int i = 0; t->columns[i].name; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return i;
	return -1;
}
