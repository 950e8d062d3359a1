/* What follows from rows that an undo has put back. */
#include "ops/undo_after.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/ask.h"
#include "ops/calendar.h"
#include "ops/campaign.h"
#include "ops/due.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/flow_look.h"
#include "ops/gate.h"
#include "ops/repair.h"
#include "ops/run.h"
#include "ops/suppression.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/followup_clock.h"
#include "store/household.h"
#include "store/image.h"
#include "store/notice.h"
#include "store/tables.h"
#include "vouch/errors.h"

#define NO_EVENT (-1)

static void add_contact(struct op *op, struct undo_reach *reach, int64_t contact)
{
	if (!contact)
		return;
	for (size_t i = 0; i < reach->n; i++)
		if (reach->contacts[i] == contact)
			return;
	reach->contacts =
		arena_grow(op->arena, reach->contacts, reach->n, &reach->cap, sizeof contact);
	reach->contacts[reach->n++] = contact;
}

static int add_household(struct op *op, struct undo_reach *reach, int64_t household)
{
	int64_t *ids;
	size_t n;
	int r;

	r = store_contact_of_household(op->store, household, op->arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		add_contact(op, reach, ids[i]);
	return r;
}

/* The number in a column of an image; 0 where there is none. */
static int64_t number_in(const struct undo_row *row, const struct image_bytes *image,
			 const char *column)
{
	int i = column ? table_column(row->table, column) : -1;
	struct image_value v;

	if (!image->bytes || i < 0 || !image_column(image->bytes, image->size, (size_t)i, &v))
		return 0;
	return v.type == IMAGE_INTEGER ? v.integer : 0;
}

static int reach_row(struct op *op, const struct undo_row *row, struct undo_reach *reach)
{
	const struct image_bytes *images[] = {&row->before, &row->after};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_LEN(images); i++) {
		int64_t contact = number_in(row, images[i], row->table->contact);
		int64_t household = 0;

		if (contact)
			add_contact(op, reach, contact);
		if (str_equal(row->table->name, "referral") && number_in(row, images[i], "person"))
			add_contact(op, reach, number_in(row, images[i], "person"));
		if (str_equal(row->table->name, "contact"))
			household = number_in(row, images[i], "household");
		if (household)
			r = add_household(op, reach, household);
	}
	return r;
}

/* Whether the day of a step that asks for a score had come before the trouble that holds it: then
 * it waits, else it is dropped on its day. */
static int has_come_before(struct op *op, const struct followup *f, bool *ret)
{
	struct followup_move *moves;
	size_t n;
	int r;

	r = store_move_list(op->store, f->id, op->arena, &moves, &n);
	*ret = r == 0 && n && f->due_at <= moves[n - 1].at;
	return r;
}

static bool is_waiting_ask(const struct followup *f)
{
	return f->has_gate && f->state == FOLLOWUP_WAITING &&
	       (f->waits_for == WAIT_GATE || followup_is_held_by_trouble(f));
}

/* One that the clock had looked at before the entry was written, or has since, waits until it
 * expires; else the clock would give it a time that has gone by. */
static int follow_waiting(struct op *op, const struct followup *f, int64_t written_at,
			  int64_t *ret_next)
{
	struct followup_move *moves;
	int64_t due_at;
	bool has_begun;
	size_t n;
	int r;

	r = due_instant(op, f, &due_at);
	if (r == 0)
		r = store_move_list(op->store, f->id, op->arena, &moves, &n);
	if (r)
		return r;
	has_begun = due_at < written_at && (!n || moves[n - 1].at < written_at);
	has_begun |= due_at == f->due_at && f->next_at != NO_INSTANT && f->next_at > due_at;
	if (has_begun)
		*ret_next = gate_ask_expiry(op, f);
	return 0;
}

/* What has come due once stays so; what has not will be looked at. */
static int follow_followup(struct op *op, const struct undo_row *row,
			   const struct undo_reach *reach)
{
	struct followup f, stored;
	bool has_come = false;
	int r;

	op->env->is_stepped = true;
	if (row->change == UNDO_REMOVED)
		return 0;
	r = store_followup_get(op->store, row->row, op->arena, &f);
	if (r)
		return r;
	stored = f;
	r = due_instant(op, &f, &f.due_at);
	if (r)
		return r;
	if (f.state == FOLLOWUP_SCHEDULED)
		r = store_notice_has_item(op->store, f.id, f.due_at, &has_come);
	else if (f.score && followup_is_held_by_trouble(&f))
		r = has_come_before(op, &f, &has_come);
	if (r == 0)
		r = flow_next_at(op, &f, has_come, &f.next_at);
	if (r == 0 && is_waiting_ask(&f))
		r = follow_waiting(op, &stored, reach->written_at, &f.next_at);
	if (r == 0)
		r = store_followup_set_instants(op->store, f.id, f.due_at, f.next_at);
	return r || f.kind != KIND_ASK ? r : ask_look_at_parts(op, &f);
}

/* What is moved by days off is moved by these from the next request on. */
static int follow_holiday(struct op *op, const struct undo_row *row, const struct undo_reach *reach)
{
	(void)reach;
	(void)row;
	op_calendar_changed(op->env);
	return 0;
}

/* What is planned of it depends on it, and on its editions. */
static int follow_campaign(struct op *op, const struct undo_row *row,
			   const struct undo_reach *reach)
{
	const struct image_bytes *image = row->after.bytes ? &row->after : &row->before;
	bool is_edition = str_equal(row->table->name, "edition");

	(void)reach;
	return campaign_look_again(op, is_edition ? number_in(row, image, "campaign") : row->row);
}

/* The clock makes what is held agree with it. */
static int follow_away(struct op *op, const struct undo_row *row, const struct undo_reach *reach)
{
	(void)reach;
	(void)row;
	op->env->is_stepped = true;
	return 0;
}

/* Each table whose rows need more than their facts, or are told of. */
static const struct {
	const char *table;
	/* null: nothing more */
	int (*follow)(struct op *op, const struct undo_row *row, const struct undo_reach *reach);
	int event;
	bool is_of_contact; /* the event is about the contact, and not the row */
} ways[] = {
	{"contact", NULL, EVENT_CONTACT_CHANGED, true},
	{"contact_phone", NULL, EVENT_CONTACT_CHANGED, true},
	{"contact_email", NULL, EVENT_CONTACT_CHANGED, true},
	{"contact_tag", NULL, EVENT_CONTACT_CHANGED, true},
	{"contact_consent", NULL, EVENT_CONTACT_CHANGED, true},
	{"sale", NULL, EVENT_SALE_CHANGED, false},
	{"followup", follow_followup, EVENT_FOLLOWUP_CHANGED, false},
	{"promise", NULL, EVENT_PROMISE_CHANGED, false},
	{"referral", NULL, EVENT_REFERRAL_CHANGED, false},
	{"touch", NULL, EVENT_CONTACT_CHANGED, true},
	{"complaint", NULL, EVENT_CONTACT_CHANGED, true},
	{"satisfaction", NULL, EVENT_CONTACT_CHANGED, true},
	{"compliment", NULL, EVENT_CONTACT_CHANGED, true},
	{"talk", NULL, EVENT_CONTACT_CHANGED, true},
	{"suppression", NULL, EVENT_CONTACT_CHANGED, true},
	{"gift", NULL, EVENT_CONTACT_CHANGED, true},
	{"calendar_day", follow_holiday, NO_EVENT, false},
	{"date", NULL, EVENT_CONTACT_CHANGED, true},
	{"campaign", follow_campaign, NO_EVENT, false},
	{"edition", follow_campaign, NO_EVENT, false},
	{"away", follow_away, EVENT_CLOCK_CHANGED, false},
};

/* Its place in that table, or behind it. */
static size_t way_of(const struct undo_row *row)
{
	size_t way = 0;

	while (way < ARRAY_LEN(ways) && !str_equal(ways[way].table, row->table->name))
		way++;
	return way;
}

/* Of the rows of one contact only the first is told. */
static bool is_told(const struct undo_rows *rows, size_t i, int64_t contact)
{
	for (size_t k = 0; k < i; k++) {
		const struct undo_row *row = &rows->items[k];
		size_t way = way_of(row);

		if (way < ARRAY_LEN(ways) && ways[way].is_of_contact &&
		    number_in(row, row->after.bytes ? &row->after : &row->before,
			      row->table->contact) == contact)
			return true;
	}
	return false;
}

static int follow_row(struct op *op, const struct undo_rows *rows, size_t i,
		      const struct undo_reach *reach)
{
	const struct undo_row *row = &rows->items[i];
	const struct image_bytes *image = row->after.bytes ? &row->after : &row->before;
	int64_t contact = number_in(row, image, row->table->contact);
	size_t way = way_of(row);
	int r = 0;

	if (way == ARRAY_LEN(ways))
		return 0;
	if (ways[way].follow)
		r = ways[way].follow(op, row, reach);
	if (r || reach->is_quiet || ways[way].event == NO_EVENT ||
	    (ways[way].is_of_contact && is_told(rows, i, contact)))
		return r;
	return op_event(op, (enum event_kind)ways[way].event,
			ways[way].is_of_contact ? contact : row->row, contact);
}

int undo_rows_follow(struct op *op, const struct undo_rows *rows, struct undo_reach *reach)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < rows->n; i++) {
		r = reach_row(op, &rows->items[i], reach);
		if (r == 0)
			r = follow_row(op, rows, i, reach);
	}
	return r;
}

/* Does what it waits for still stand? Trouble and the gate are looked at with the facts. */
static int is_held_still(struct op *op, const struct followup *f, bool *ret)
{
	enum suppression_force force = SUPPRESSION_NONE;
	enum contact_state state;
	int r;

	if (f->waits_for == WAIT_PAUSE) {
		r = store_contact_state(op->store, f->contact, &state);
		*ret = r == 0 && state == CONTACT_PAUSED;
		return r;
	}
	r = suppression_of(op, f, &force);
	*ret = force != SUPPRESSION_NONE;
	return r;
}

static int let_go(struct op *op, struct followup *f)
{
	const struct motive motive = {
		.rule = f->waits_for == WAIT_PAUSE ? RULE_RESUMED : RULE_LIFTED,
		.cause = CAUSE_CONTACT,
		.cause_id = f->contact,
	};
	bool is_held;
	int r;

	r = is_held_still(op, f, &is_held);
	return r || is_held ? r : flow_release(op, f, &motive);
}

static int why_suppressed(struct op *op, const struct followup *f, struct motive *to)
{
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, f->contact, &state);
	to->rule = state == CONTACT_ERASED ? RULE_ERASED : RULE_DECEASED;
	return r || state == CONTACT_DECEASED || state == CONTACT_ERASED
		       ? r
		       : suppression_motive(op, f, to);
}

/* Whatever it waits for: what may never come does not wait. */
static int end_stopped(struct op *op, struct followup *f)
{
	struct motive motive = {.cause = CAUSE_CONTACT, .cause_id = f->contact};
	struct followup wanted = *f;
	int r;

	r = flow_settle_new(op, &wanted);
	if (r || followup_is_open(wanted.state))
		return r;
	r = why_suppressed(op, f, &motive);
	return r ? r : flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
}

/* One that was made or moved while the undone thing stood was held, or was not, because of it. */
static int settle_one(struct op *op, struct followup *f)
{
	struct motive motive = {
		.rule = RULE_PAUSED, .cause = CAUSE_CONTACT, .cause_id = f->contact};
	struct followup wanted = *f;
	bool is_suppressed;
	int r;

	r = end_stopped(op, f);
	if (r || !followup_is_open(f->state))
		return r;
	if (f->waits_for == WAIT_PAUSE || f->waits_for == WAIT_SUPPRESSION)
		return let_go(op, f);
	if (f->state == FOLLOWUP_WAITING && f->waits_for != WAIT_GATE)
		return 0;
	r = flow_settle(op, &wanted);
	is_suppressed = wanted.waits_for == WAIT_SUPPRESSION || wanted.state == FOLLOWUP_CANCELLED;
	if (r == 0 && is_suppressed)
		r = why_suppressed(op, f, &motive);
	if (r == 0 && wanted.state == FOLLOWUP_CANCELLED)
		return flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
	if (r || (wanted.waits_for != WAIT_PAUSE && !is_suppressed))
		return r;
	return flow_hold(op, f, (enum followup_wait)wanted.waits_for, &motive);
}

static int follow_contact(struct op *op, int64_t contact)
{
	enum contact_state state;
	struct followups open;
	int r;

	r = store_contact_state(op->store, contact, &state);
	if (r == VOUCH_E_NOT_FOUND)
		return 0;
	if (r == 0)
		r = store_contact_rekey(op->store, contact);
	if (r == 0)
		r = due_again_of_contact(op, contact); /* its zone may be another */
	if (r == 0)
		r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		/* Read again: the end of an earlier one may have moved it. */
		struct followup f;

		r = store_followup_get(op->store, open.items[i].id, op->arena, &f);
		if (r == 0 && followup_is_open(f.state))
			r = settle_one(op, &f);
	}
	return r;
}

int undo_reach_follow(struct op *op, const struct undo_reach *reach)
{
	struct undo_reach all = *reach;
	int r = 0;

	for (size_t i = 0; r == 0 && i < reach->n; i++) {
		struct contact c;

		r = store_contact_get(op->store, reach->contacts[i], op->arena, &c);
		if (r == 0 && c.household)
			r = add_household(op, &all, c.household);
		if (r == VOUCH_E_NOT_FOUND)
			r = 0;
	}
	for (size_t i = 0; r == 0 && i < all.n; i++)
		r = follow_contact(op, all.contacts[i]);
	for (size_t i = 0; r == 0 && i < all.n; i++) {
		r = run_newest_steps(op, all.contacts[i]);
		if (r == 0)
			r = op_ask_one_at_a_time(op, all.contacts[i]);
		if (r == 0)
			r = repair_meet(op, all.contacts[i]);
	}
	for (size_t i = 0; r == 0 && i < all.n; i++) {
		enum contact_state state;

		r = store_contact_state(op->store, all.contacts[i], &state);
		if (r == 0)
			r = flow_facts(op, all.contacts[i]);
		else if (r == VOUCH_E_NOT_FOUND)
			r = 0;
	}
	return r;
}
