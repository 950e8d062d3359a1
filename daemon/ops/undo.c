/* Undo: a journal entry is taken back as if it had never been. */
#include "ops/undo.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "ops/event.h"
#include "ops/journal.h"
#include "ops/refuse.h"
#include "ops/undo_after.h"
#include "ops/undo_say.h"
#include "ops/undo_second.h"
#include "store/book.h"
#include "store/import.h"

#define ROWS_AT_ONCE 1000 /* of an import with more the slices are undone one by one */

/* What is being taken back in slices, as the book keeps it. */
struct pieces {
	int64_t group; /* whose entries go, newest first; 0: nothing is under way */
	int64_t own;   /* the group of the undoing entries; 0: none was written yet */
	int64_t asked; /* what a person asked for: group, unless it is done again */
};

static int read_pieces(struct op *op, struct pieces *ret)
{
	const char *text;
	char *end;
	int r;

	*ret = (struct pieces){0};
	r = store_book_get(op->store, BOOK_UNDO, op->arena, &text);
	if (r || !text)
		return r;
	ret->group = strtoll(text, &end, 10);
	ret->own = strtoll(end, &end, 10);
	ret->asked = strtoll(end, NULL, 10);
	return 0;
}

static int write_pieces(struct op *op, const struct pieces *p)
{
	char text[3 * 24] = "";

	if (p->group)
		(void)snprintf(text, sizeof text, "%lld %lld %lld", (long long)p->group,
			       (long long)p->own, (long long)p->asked);
	op->env->is_undoing = p->group != 0;
	return store_book_set(op->store, BOOK_UNDO, text);
}

static int find_entry(struct op *op, int64_t id, struct journal_entry *ret)
{
	int r = 0;

	if (!id)
		r = journal_newest_to_undo(op->store, &id);
	if (r)
		return r;
	if (!id)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, NULL, "there is nothing to take back");
	r = journal_get(op->store, id, op->arena, ret);
	if (r == VOUCH_E_NOT_FOUND || (r == 0 && !ret->n_rows && !ret->is_erased))
		return journal_refuse_gone(op, id);
	return r;
}

static int refuse_undone(struct op *op, const struct journal_entry *e)
{
	const char *which;
	int r;

	r = undo_say_which(op, e, &which);
	if (r)
		return r;
	if (e->undoes)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "%s counts no more since entry %lld", which,
			       (long long)e->undone_by);
	return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
		       "%s was taken back already, by entry %lld; undo that to do it again", which,
		       (long long)e->undone_by);
}

/* Of a group the first entry, and what else it asks. */
static int check_group(struct op *op, struct journal_entry *e, const struct pieces *now)
{
	struct import import;
	int r;

	r = journal_get(op->store, e->group_id, op->arena, e);
	if (r == 0)
		r = store_import_of_group(op->store, e->group_id, op->arena, &import);
	if (r == 0 && (import.state == IMPORT_APPLYING || import.state == IMPORT_PLANTING))
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "import %lld is not finished yet; wait until it is",
			       (long long)import.id);
	if (now->group)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "an import is being taken back; wait until that is done");
	return r == VOUCH_E_NOT_FOUND ? 0 : r;
}

/* What was known of somebody who was erased is not to come back. */
static int refuse_erased(struct op *op, const struct journal_entry *e)
{
	int64_t n = e->is_erased;
	int r = 0;

	if (e->group_id)
		r = journal_group_erased(op->store, e->group_id, &n);
	if (r || !n)
		return r;
	return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
		       "entry %lld held somebody who was erased since; it cannot be taken back",
		       (long long)e->id);
}

/* All that is undone with an entry, newest first. */
static int members_of(struct op *op, const struct journal_entry *e, int64_t **ret, size_t *ret_n)
{
	if (e->group_id)
		return journal_group_live(op->store, e->group_id, op->arena, ret, ret_n);
	*ret = arena_array(op->arena, 1, sizeof **ret);
	**ret = e->id;
	*ret_n = e->undone_by ? 0 : 1;
	return 0;
}

/* What the entry, or what it undid, and so on, was of at first; *ret_depth: how many steps. */
static int base_of(struct op *op, const struct journal_entry *e, struct journal_entry *ret,
		   int *ret_depth)
{
	int r = 0;

	*ret = *e;
	for (*ret_depth = 0; r == 0 && ret->undoes; ++*ret_depth)
		r = journal_get(op->store, ret->undoes, op->arena, ret);
	return r;
}

/* The newest undo of an undo of the base, if any. */
static int tip_of(struct op *op, int64_t base, int64_t *ret)
{
	int64_t next = base;
	int r = 0;

	*ret = 0;
	while (r == 0 && next) {
		*ret = next == base ? 0 : next;
		r = journal_undo_of(op->store, next, &next);
	}
	return r;
}

static int note_mark(struct op *op, const struct journal_entry *e, const struct journal_entry *base,
		     int depth)
{
	struct undo_note *note = op->undo;
	struct journal_marks mark = {.target = e->id};
	int r;

	r = tip_of(op, base->id, &mark.tip);
	if (r)
		return r;
	mark.base = base->id;
	mark.is_redo = depth % 2;
	if (depth && !e->group_id)
		mark.group = base->group_id;
	if (mark.tip == e->id)
		mark.tip = 0;
	note->marks = arena_grow(op->arena, note->marks, note->n, &note->cap, sizeof mark);
	note->marks[note->n++] = mark;
	return 0;
}

/* Puts one entry's rows back; *n_rows grows by them. */
static int undo_one(struct op *op, int64_t id, struct undo_reach *reach, int64_t *n_rows)
{
	struct undo_put put = {.entry = id};
	struct undo_conflict conflict;
	struct journal_entry e, base;
	bool is_second = false;
	struct undo_rows rows;
	int r, depth;

	r = journal_get(op->store, id, op->arena, &e);
	if (r == 0)
		r = base_of(op, &e, &base, &depth);
	if (r == 0)
		r = undo_entry(op->store, id, op->arena, &rows, &conflict);
	if (r == 0) {
		put.is_of_import = base.actor == ACTOR_IMPORT;
		put.rows = &rows;
		r = undo_find_second(op, &put, &conflict, &is_second);
	}
	if (r == VOUCH_E_UNDO_CONFLICT || is_second)
		return undo_refuse(op, &e, &conflict);
	if (r)
		return r;
	*n_rows += (int64_t)rows.n;
	reach->written_at = e.at;
	r = undo_rows_follow(op, &rows, reach);
	return r ? r : note_mark(op, &e, &base, depth);
}

static int undo_all(struct op *op, const int64_t *ids, size_t n, int64_t *ret_rows)
{
	struct undo_reach reach = {.is_quiet = op->undo->is_slice};
	int r;

	*ret_rows = 0;
	r = undo_begin(op->store);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = undo_one(op, ids[i], &reach, ret_rows);
	return r ? r : undo_reach_follow(op, &reach);
}

static struct undo_note *new_note(struct op *op, int64_t undoes, bool is_slice)
{
	struct undo_note *note = arena_alloc(op->arena, sizeof *note);

	*note = (struct undo_note){.undoes = undoes, .is_slice = is_slice};
	op->summary = arena_printf(op->arena, "undo %lld", (long long)undoes);
	return note;
}

/* The first slice at once, so that the undo has its entry. */
static int begin_slices(struct op *op, int64_t newest, struct undone *ret)
{
	const struct pieces pieces = {
		.group = ret->entry.group_id, .own = op->journal, .asked = ret->entry.group_id};
	struct undo_conflict conflict;
	int r;

	r = undo_check_group(op->store, pieces.group, op->arena, &conflict);
	if (r == VOUCH_E_UNDO_CONFLICT)
		return undo_refuse(op, &ret->entry, &conflict);
	if (r)
		return r;
	op->undo = new_note(op, newest, true);
	op->journal_group = op->journal;
	ret->is_running = true;
	r = undo_all(op, &newest, 1, &ret->n_rows);
	if (r == 0)
		r = store_book_set(op->store, BOOK_UNDO_WHY, "");
	return r ? r : write_pieces(op, &pieces);
}

static int undo_found(struct op *op, struct undone *ret)
{
	struct pieces now;
	int64_t *ids, n_rows = 0;
	size_t n;
	int r;

	r = read_pieces(op, &now);
	if (r)
		return r;
	if (ret->entry.actor == ACTOR_CLOCK)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "entry %lld was made by the clock, which would do the same again",
			       (long long)ret->entry.id);
	if (ret->entry.group_id)
		r = check_group(op, &ret->entry, &now);
	if (r == 0)
		r = refuse_erased(op, &ret->entry);
	if (r == 0)
		r = members_of(op, &ret->entry, &ids, &n);
	if (r == 0 && n == 0)
		return refuse_undone(op, &ret->entry);
	if (r == 0 && ret->entry.group_id)
		r = journal_group_rows(op->store, ret->entry.group_id, ROWS_AT_ONCE + 1, &n_rows);
	if (r)
		return r;
	if (n_rows > ROWS_AT_ONCE)
		return begin_slices(op, ids[0], ret);
	op->undo = new_note(op, ret->entry.id, false);
	return undo_all(op, ids, n, &ret->n_rows);
}

int op_undo(struct op *op, int64_t id, struct undone *ret)
{
	struct journal_entry own = {.actor = ACTOR_USER};
	int r, ended;

	*ret = (struct undone){0};
	r = find_entry(op, id, &ret->entry);
	if (r == 0)
		r = undo_found(op, ret);
	ended = undo_end(op->store); /* others may share the transaction */
	if (r || ended)
		return r ? r : ended;
	own.undoes = op->undo->undoes;
	return undo_say_entry(op, &own, &ret->text);
}

/* The import that a group, or what the group undoes, was made by; 0: none is known. */
static int import_of(struct op *op, int64_t group, int64_t *ret)
{
	struct journal_entry e, base;
	struct import import;
	int depth, r;

	*ret = 0;
	r = journal_get(op->store, group, op->arena, &e);
	if (r == 0)
		r = base_of(op, &e, &base, &depth);
	if (r == 0)
		r = store_import_of_group(op->store, base.group_id, op->arena, &import);
	if (r == 0)
		*ret = import.id;
	return r == VOUCH_E_NOT_FOUND ? 0 : r;
}

/* import.done tells of all its rows. */
static int end_slices(struct op *op, const struct pieces *p)
{
	int64_t import;
	int r;

	op->env->is_stepped = true;
	r = write_pieces(op, &(struct pieces){0});
	if (r == 0)
		r = import_of(op, p->asked, &import);
	return r || !import ? r : op_event(op, EVENT_IMPORT_DONE, import, 0);
}

int op_undo_slice(struct op *op, bool *ret_more)
{
	int64_t newest = 0, n_rows;
	struct pieces p;
	int r;

	*ret_more = false;
	r = read_pieces(op, &p);
	if (r == 0 && p.group)
		r = journal_group_newest(op->store, p.group, &newest);
	if (r)
		return r;
	if (!newest)
		return p.group ? end_slices(op, &p) : 0;
	op->undo = new_note(op, newest, true);
	op->journal_group = p.own ? p.own : op->journal;
	r = undo_all(op, &newest, 1, &n_rows);
	if (r)
		return r;
	*ret_more = true;
	p.own = op->journal_group;
	return write_pieces(op, &p);
}

int op_undo_turn_back(struct op *op, const char *why)
{
	struct pieces p, back;
	int r;

	r = read_pieces(op, &p);
	if (r == 0)
		r = store_book_set(op->store, BOOK_UNDO_WHY, why ? why : "");
	if (r)
		return r;
	back = (struct pieces){.group = p.own, .asked = p.asked};
	if (p.group != p.asked)
		back = (struct pieces){0}; /* what was undone cannot be done again either */
	return write_pieces(op, &back);
}

int op_undo_is_pending(struct op *op, bool *ret)
{
	struct pieces p;
	int r;

	r = read_pieces(op, &p);
	*ret = r == 0 && p.group;
	return r;
}

int op_undo_state(struct op *op, const struct journal_entry *entry, int64_t *ret_left,
		  const char **ret_why)
{
	struct pieces p;
	int r;

	*ret_left = 0;
	*ret_why = NULL;
	r = read_pieces(op, &p);
	if (r || !entry->group_id)
		return r;
	if (p.group && p.asked == entry->group_id)
		return journal_group_left(op->store, p.group, ret_left);
	return entry->undone_by ? 0 : store_book_get(op->store, BOOK_UNDO_WHY, op->arena, ret_why);
}

int op_undo_meets(struct op *op, bool *ret)
{
	struct pieces p;
	int r;

	*ret = false;
	r = read_pieces(op, &p);
	return r || !p.group ? r : undo_meets_group(op->store, p.group, ret);
}

int op_undo_mark(struct op *op)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < op->undo->n; i++)
		r = journal_mark_undone(op->store, op->journal, &op->undo->marks[i]);
	return r;
}
