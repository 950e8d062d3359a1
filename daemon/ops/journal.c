/* The journal, read: what was done, in words, and whether it can be taken back. */
#include "ops/journal.h"

#include "ops/refuse.h"
#include "ops/undo_say.h"
#include "store/book.h"
#include "store/contact.h"
#include "store/journal_prune.h"
#include "store/tables.h"

int op_journal_line(struct op *op, const struct journal_entry *entry, struct journal_line *ret)
{
	int r;

	*ret = (struct journal_line){.entry = *entry};
	r = undo_say_entry(op, entry, &ret->text);
	if (r == 0)
		r = journal_contacts(op->store, entry->id, JOURNAL_CONTACTS_TOLD, op->arena,
				     &ret->contacts, &ret->n_contacts);
	ret->can_undo = entry->actor != ACTOR_CLOCK && !entry->undone_by && entry->n_rows &&
			!entry->is_erased;
	return r;
}

int op_journal_list(struct op *op, const struct journal_filter *filter, struct journal_line **ret,
		    size_t *ret_n)
{
	struct journal_entry *entries;
	int r;

	r = journal_list(op->store, filter, op->arena, &entries, ret_n);
	if (r)
		return r;
	*ret = arena_array(op->arena, *ret_n, sizeof **ret);
	for (size_t i = 0; r == 0 && i < *ret_n; i++)
		r = op_journal_line(op, &entries[i], &(*ret)[i]);
	return r;
}

int op_journal_get(struct op *op, int64_t id, struct journal_line *ret)
{
	struct journal_entry entry;
	int r;

	r = journal_get(op->store, id, op->arena, &entry);
	if (r == 0 && entry.group_id && entry.group_id != entry.id)
		r = journal_get(op->store, entry.group_id, op->arena, &entry);
	if (r == 0)
		return op_journal_line(op, &entry, ret);
	return r == VOUCH_E_NOT_FOUND ? journal_refuse_gone(op, id) : r;
}

static int name_once(struct op *op, int64_t contact, const char **ret)
{
	const struct table *t = table_find("contact");
	struct image_bytes image;
	struct image_value v;
	int r;

	r = journal_image_of(op->store, t, contact, op->arena, &image);
	if (r == 0 && image.bytes &&
	    image_column(image.bytes, image.size, (size_t)table_column(t, "name"), &v) &&
	    v.type == IMAGE_TEXT)
		*ret = arena_strndup(op->arena, v.bytes, v.size);
	return r;
}

const char *op_journal_name(struct op *op, int64_t contact)
{
	const char *name = NULL;
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, contact, &state);
	if (r == 0)
		r = store_contact_name(op->store, contact, op->arena, &name);
	else if (r == VOUCH_E_NOT_FOUND)
		r = name_once(op, contact, &name);
	return r || !name ? "someone" : name;
}

#define DAY_SECONDS ((int64_t)86400)
#define PRUNE_SLICE 500 /* rows that go at once, */
#define PRUNE_STEP 50   /* and between two looks at the time */

static int prune(struct op *op, bool *ret_more)
{
	const struct settings *s = op->settings;
	int n = 0, n_all = 0, r;
	int64_t to;

	r = journal_prune_to(op->store, op->now - s->journal_days * DAY_SECONDS, s->journal_entries,
			     &to);
	if (r || !to)
		return r;
	do {
		r = journal_prune(op->store, to, PRUNE_STEP, &n);
		n_all += n;
	} while (r == 0 && n && n_all < PRUNE_SLICE && !op_is_slice_over(op));
	*ret_more = n > 0;
	return r;
}

int journal_tick(struct op *op, bool *ret_more)
{
	char today[DAY_TEXT_SIZE];
	const char *last;
	int r;

	*ret_more = false;
	(void)day_format(op->today, today);
	r = store_book_get(op->store, BOOK_PRUNED, op->arena, &last);
	if (r || str_equal(last, today))
		return r;
	r = prune(op, ret_more);
	return r || *ret_more ? r : store_book_set(op->store, BOOK_PRUNED, today);
}

int journal_refuse_gone(struct op *op, int64_t id)
{
	int64_t oldest;
	int r;

	r = journal_oldest(op->store, &oldest);
	if (r)
		return r;
	if (id < oldest)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "entry %lld is kept no more: what was done can be taken back for %d "
			       "days",
			       (long long)id, op->settings->journal_days);
	return op_fail(op, VOUCH_E_NOT_FOUND, "id", "there is no journal entry %lld",
		       (long long)id);
}
