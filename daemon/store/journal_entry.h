/* Journal entries, read; and which of them are undone. */
#pragma once

#include "store/db.h"
#include "store/image.h"
#include "store/journal.h"

struct table;

/* VOUCH_E_NOT_FOUND where there is none. */
int journal_get(struct store *s, int64_t id, struct arena *arena, struct journal_entry *ret);
/* The newest that is neither of the clock, nor undone, nor itself an undo; 0: none. */
int journal_newest_to_undo(struct store *s, int64_t *ret);

struct journal_filter {
	int64_t contact; /* 0: all */
	int64_t before;  /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. Of a group the first entry stands for all, unless a contact is asked for. */
int journal_list(struct store *s, const struct journal_filter *filter, struct arena *arena,
		 struct journal_entry **ret, size_t *ret_n);

/* Entries of a group that are not undone, newest first. */
int journal_group_live(struct store *s, int64_t group, struct arena *arena, int64_t **ret,
		       size_t *ret_n);
int journal_group_newest(struct store *s, int64_t group, int64_t *ret); /* of those; 0: none */
int journal_group_left(struct store *s, int64_t group, int64_t *ret);   /* how many those are */
int journal_group_erased(struct store *s, int64_t group, int64_t *ret); /* and beyond undo */
/* How many rows those have together, counted no further than `limit`. */
int journal_group_rows(struct store *s, int64_t group, int limit, int64_t *ret);
/* The contacts an entry touched, at most `limit`. */
int journal_contacts(struct store *s, int64_t entry, int limit, struct arena *arena, int64_t **ret,
		     size_t *ret_n);
/* The newest image of a row, the one before it was taken away for one that is gone; no bytes where
 * none is kept. */
int journal_image_of(struct store *s, const struct table *t, int64_t row, struct arena *arena,
		     struct image_bytes *ret);

/* The newest entry after this one, and not of its group, that changed the row and still stands,
 * one that is no undo before one that is; ret->id 0: none. */
int journal_later(struct store *s, const struct journal_entry *than, const struct table *t,
		  int64_t row, struct arena *arena, struct journal_entry *ret);
/* The newest entry that undoes this one; 0: none. */
int journal_undo_of(struct store *s, int64_t id, int64_t *ret);

/* What an undo means for other entries, written once it has its own entry. */
struct journal_marks {
	int64_t target; /* what was undone */
	int64_t base;   /* what that, or what it undid, and so on, was of at first */
	int64_t group;  /* of the base, where all of it is meant; 0: the base alone */
	int64_t tip;    /* an undo of an undo that stood till now; 0: none */
	bool is_redo;   /* the base is done again */
};
int journal_mark_undone(struct store *s, int64_t by, const struct journal_marks *marks);
