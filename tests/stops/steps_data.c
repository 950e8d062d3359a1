/* What happens to people and their data: lists, merges, erasures, undos, editions. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "ops/complaint.h"
#include "ops/contact.h"
#include "ops/deceased.h"
#include "ops/duplicate.h"
#include "ops/edition.h"
#include "ops/erase.h"
#include "ops/import.h"
#include "ops/merge.h"
#include "ops/sale.h"
#include "ops/satisfaction.h"
#include "ops/undo.h"
#include "store/contact.h"
#include "store/raw.h"
#include "vouch/errors.h"
#include "world.h"

#define MANY 1000

static void run_import(struct world *w, enum import_kind kind, const struct import_row *row,
		       struct import *ret)
{
	struct import import = {.source = SOURCE, .kind = kind};
	struct import_told told;
	bool has_more = true;

	assert_int_equal(finish(w, op_import_begin(begin(w, OP_USER), &import)), 0);
	assert_int_equal(finish(w, op_import_add(begin(w, OP_USER), import.id, row, 1, ret)), 0);
	assert_int_equal(finish(w, op_import_commit(begin(w, OP_USER), import.id, ret, &told)), 0);
	while (has_more)
		assert_int_equal(finish(w, op_import_slice(begin(w, OP_IMPORT), 10, &has_more)), 0);
	assert_int_equal(finish(w, op_import_get(begin(w, OP_USER), import.id, ret, &told)), 0);
	w->env.is_importing = false;
	w->n_imported++;
	if (ret->journal)
		w->recent[w->n_recent++ % RECENT] = ret->journal;
}

static int64_t count_contacts(struct world *w)
{
	return raw_number(store_db(w->env.store), "SELECT count(*) FROM contact");
}

static const char *day_text(struct world *w, int32_t ago)
{
	char text[DAY_TEXT_SIZE];

	return arena_printf(w->arena, "%s", day_format((struct day){today(w) - ago}, text));
}

/* A row about somebody as another program writes them. */
static enum import_kind make_row(struct world *w, int number, struct import_row *row)
{
	const char **email = arena_alloc(w->arena, sizeof(void *));
	const char **phone = arena_alloc(w->arena, sizeof(void *));
	const char *name = arena_printf(w->arena, "Person %d", number);

	*email = arena_printf(w->arena, "P%d@Example.org", number);
	*phone = arena_printf(w->arena, "+1 555 %07d", number);
	*row = (struct import_row){.line = 2, .amount = NO_AMOUNT};
	switch (roll(w, 4)) {
	case 0:
		row->contact.name = name;
		row->contact.email = *email;
		row->product = arena_printf(w->arena, "Alarm %u", roll(w, 1000));
		row->state = "completed";
		row->opened_day = day_text(w, 30);
		row->closed_day = day_text(w, (int32_t)roll(w, 20));
		return IMPORT_SALES;
	case 1:
		row->external_id = arena_printf(w->arena, "x%d", number);
		break;
	case 2:
		row->phones = (struct import_texts){phone, 1};
		break;
	default:
		break;
	}
	row->name = name;
	row->emails = (struct import_texts){email, 1};
	if (roll(w, 2))
		row->birthday =
			arena_printf(w->arena, "--%02u-%02u", 1 + roll(w, 12), 1 + roll(w, 28));
	return IMPORT_CONTACTS;
}

/* Nobody comes a second time, and whoever is forgotten or dead not at all. */
void import_somebody(struct world *w)
{
	int number = roll(w, 2) ? w->who[roll(w, N_CONTACTS)] : (int)roll(w, (uint32_t)w->n_people);
	int64_t contact = owner(w, w->people[number].contact), before = count_contacts(w);
	bool is_refused = is_erased(w, contact) || is_dead(w, contact);
	enum contact_state state;
	enum import_kind kind;
	struct import_row row;
	struct import import;

	if (store_contact_state(w->env.store, contact, &state))
		return; /* taken back: a list may bring them */
	kind = make_row(w, number, &row);
	run_import(w, kind, &row, &import);
	w->n_refused += (int)import.refused;
	if (count_contacts(w) != before)
		fail_msg("seed %llu, step %d: a list brought p%d, contact %lld (%s), once more",
			 (unsigned long long)w->first_seed, w->step, number, (long long)contact,
			 contact_states[state]);
	if (is_refused != (import.refused == 1))
		fail_msg("seed %llu, step %d: a row of p%d, contact %lld (%s), was%s refused",
			 (unsigned long long)w->first_seed, w->step, number, (long long)contact,
			 contact_states[state], is_refused ? " not" : "");
}

void take_back(struct world *w)
{
	const int64_t entries[] = {0, w->recent[roll(w, RECENT)], w->last_undo};
	int64_t entry = entries[roll(w, 3)];
	struct undone undone;
	bool has_more;
	int r;

	r = finish(w, op_undo(begin(w, OP_USER), entry, &undone));
	if (r)
		return;
	w->last_undo = w->op.journal;
	note_undone(w, undone.entry.id, w->last_undo);
	for (has_more = undone.is_running; has_more;)
		assert_int_equal(finish(w, op_undo_slice(begin(w, OP_USER), &has_more)), 0);
	w->n_undone++;
	w->n_redone += undone.entry.undoes != 0;
}

static void merge_pair(struct world *w, int64_t keep, int64_t drop)
{
	struct merged merged;

	if (finish(w, op_contact_merge(begin(w, OP_USER), keep, drop, &merged)))
		return;
	assert_true(w->n_merges < MERGES_MAX);
	w->merges[w->n_merges++] = (struct merge){drop, keep, w->op.journal};
	w->n_merged++;
}

/* Two at random, or two that are told of as one person. */
void merge_two(struct world *w, int64_t keep)
{
	struct duplicate_page page = {.limit = 10};
	struct op op = {0};

	if (roll(w, 2)) {
		merge_pair(w, keep, anybody(w));
		return;
	}
	op_look(&op, &w->env, w->arena, w->now);
	assert_int_equal(op_duplicates(&op, &page), 0);
	if (page.n)
		merge_pair(w, page.items[0].older, page.items[0].newer);
}

/* Whoever was merged into them goes with them. */
void erase(struct world *w)
{
	int64_t contact = anybody(w);
	struct erased erased;
	struct contact c;

	assert_int_equal(store_contact_get(w->env.store, contact, w->arena, &c), 0);
	if (finish(w, op_contact_erase(begin(w, OP_USER), contact, c.name, &erased)))
		return;
	for (size_t i = 0; i < w->n_people; i++)
		w->people[i].is_erased |= owner(w, w->people[i].contact) == contact;
	w->n_erased++;
}

void die(struct world *w)
{
	int64_t contact = anybody(w);
	struct contact c;

	if (finish(w, op_contact_deceased(begin(w, OP_USER), contact, NO_DAY, &c)))
		return;
	for (size_t i = 0; i < w->n_people; i++)
		if (w->people[i].contact == contact)
			w->people[i].died_by = w->op.journal;
	w->n_died++;
}

/* Refunded, reopened, completed once more: its run is taken up again. */
void turn_sale(struct world *w, int64_t contact)
{
	const struct sale_filter filter = {.contact = contact,
					   .state = -1,
					   .source = -1,
					   .from = NO_DAY,
					   .to = NO_DAY,
					   .limit = 3};
	struct op op = {0};
	struct sale *sales, sale;
	struct run run;
	size_t n;
	int64_t id;

	op_look(&op, &w->env, w->arena, w->now);
	assert_int_equal(op_sale_list(&op, &filter, &sales, &n), 0);
	if (n == 0)
		return;
	id = sales[roll(w, (uint32_t)n)].id;
	assert_int_equal(op_sale_get(&op, id, &sale), 0);
	if (sale.state == SALE_COMPLETED)
		(void)finish(w, op_sale_refund(begin(w, OP_USER), id, NO_DAY, "x", &sale));
	else if (sale.state != SALE_OPEN)
		(void)finish(w, op_sale_reopen(begin(w, OP_USER), id, "x", &sale));
	else if (finish(w, op_sale_complete(begin(w, OP_USER), id, NO_DAY, NULL, &sale, &run)) == 0)
		w->n_restored++;
}

/* A score makes plans of its own, and so does a complaint. */
void trouble(struct world *w, int64_t contact)
{
	struct satisfaction score = {
		.contact = contact, .score = (int)(roll(w, 3) ? 10 : roll(w, 11)), .day = NO_DAY};
	struct complaint complaint = {
		.contact = contact, .text = "x", .day = NO_DAY, .resolved_day = NO_DAY};
	struct praise_result result;

	if (roll(w, 3)) {
		(void)finish(w, op_satisfaction_record(begin(w, OP_USER), &score, &result));
		return;
	}
	if (finish(w, op_complaint_add(begin(w, OP_USER), &complaint)) == 0 && roll(w, 2))
		(void)finish(w, op_complaint_resolve(begin(w, OP_USER), complaint.id, NO_DAY, "x",
						     &complaint));
}

static void read_recipients(struct world *w, int64_t edition, bool is_export,
			    struct edition_items *ret)
{
	struct issue issue;
	struct op *op = begin(w, OP_USER);
	int r;

	r = op_edition_get(op, edition, is_export, &issue);
	if (r == 0)
		r = recipients_page(op, w->arena, &issue, 0, MANY, ret);
	assert_int_equal(finish(w, r), 0);
}

static void check_recipients(struct world *w, const struct edition_items *rows, bool is_card)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct edition_item *item = &rows->items[i];
		bool is_past =
			!day_is_none(item->row.sent_day) || !day_is_none(item->row.skipped_day);
		bool may_be = may_be_sent(w, item->row.contact, is_card);

		w->n_left_out += !may_be;
		if (!is_past && item->why == WHY_NOT_NONE && !may_be)
			fail_msg("seed %llu, step %d: contact %lld is on edition %lld",
				 (unsigned long long)w->first_seed, w->step,
				 (long long)item->row.contact, (long long)item->row.edition);
	}
}

/* Those to whom it went just now, and had not gone before. */
static void check_sent(struct world *w, const struct edition_items *before,
		       const struct edition_items *after, bool is_card)
{
	for (size_t i = 0; i < after->n; i++) {
		const struct recipient *row = &after->items[i].row;
		bool was_sent = false;

		for (size_t k = 0; k < before->n; k++)
			was_sent |= before->items[k].row.contact == row->contact &&
				    !day_is_none(before->items[k].row.sent_day);
		if (was_sent || day_is_none(row->sent_day))
			continue;
		w->n_sent++;
		if (!may_be_sent(w, row->contact, is_card))
			fail_msg("seed %llu, step %d: contact %lld was sent edition %lld",
				 (unsigned long long)w->first_seed, w->step,
				 (long long)row->contact, (long long)row->edition);
	}
}

void send_edition(struct world *w)
{
	bool is_card = roll(w, 2);
	int64_t contact = anybody(w);
	struct mark mark = {.contacts = &contact, .day = NO_DAY, .state = RECIPIENT_SENT};
	struct edition_items before = {0}, after = {0};
	struct edition_rows rows;
	struct edition_row row;
	struct op op = {0};
	int64_t n;
	int r;

	op_look(&op, &w->env, w->arena, w->now);
	r = op_edition_list(&op, w->campaigns[!is_card], NO_DAY, 3, &rows);
	assert_true(r == 0 || r == VOUCH_E_NOT_FOUND); /* an undo may have taken it back */
	if (r || rows.n == 0)
		return;
	mark.edition = rows.items[roll(w, (uint32_t)rows.n)].edition.id;
	mark.n_contacts = roll(w, 2);
	read_recipients(w, mark.edition, roll(w, 2), &before);
	check_recipients(w, &before, is_card);
	if (finish(w, op_edition_mark(begin(w, OP_USER), &mark, &row, &n)))
		return;
	read_recipients(w, mark.edition, false, &after);
	check_sent(w, &before, &after, is_card);
}
