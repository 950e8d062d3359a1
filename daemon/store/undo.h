/* Undo: the images of a journal entry put back. ARCHITECTURE "Undo". */
#pragma once

#include "base/arena.h"
#include "store/restore.h"

enum undo_change {
	UNDO_REMOVED,  /* the entry had made it */
	UNDO_CHANGED,  /* the entry had changed it */
	UNDO_RETURNED, /* the entry had taken it away */
};

/* One row as it was before the entry and after it. */
struct undo_row {
	const struct table *table;
	int64_t row;
	enum undo_change change;
	struct image_bytes before, after;
};

struct undo_rows {
	struct undo_row *items;
	size_t n;
};

/* Why an entry cannot be undone: a row of it, and what it is about. */
enum undo_obstacle {
	OBSTACLE_CHANGED, /* has been changed since */
	OBSTACLE_GONE,    /* has been taken away since */
	OBSTACLE_USED,    /* `other` refers to it */
	OBSTACLE_LOST,    /* refers to `other`, which is gone */
	OBSTACLE_TAKEN,   /* `other` has what was its alone */
	OBSTACLE_MERGED,  /* is of `other`, a contact who was merged since */
	OBSTACLE_LEFT,    /* a contact to be merged once more, has `other` since */
	OBSTACLE_SECOND,  /* would stand beside `other`, where one is all there may be */
	OBSTACLE_OLD,     /* was written before a migration of its table */
};
struct undo_conflict {
	enum undo_obstacle why;
	struct undo_row row;
	struct reference other;
};

/* Before the entries of one request: references may lead nowhere until the end of it, or of the
 * transaction. undo_end is no check. */
int undo_begin(struct store *s);
int undo_end(struct store *s);
/* Puts the rows back and gives them. Refused with VOUCH_E_UNDO_CONFLICT; the savepoint must be
 * rolled back then. */
int undo_entry(struct store *s, int64_t entry, struct arena *arena, struct undo_rows *ret,
	       struct undo_conflict *ret_conflict);

/* What was written after a group began stands in the way of undoing it: VOUCH_E_UNDO_CONFLICT.
 * Looks at what is newer, so that it is quick for a group that was just made. */
int undo_check_group(struct store *s, int64_t group, struct arena *arena,
		     struct undo_conflict *ret_conflict);
/* Has the request at hand changed anything of a contact or a row that the group touched? */
int undo_meets_group(struct store *s, int64_t group, bool *ret);
