/* Lists of follow-ups that stay fast at 1,000,000 rows: one statement and one index each. */
#pragma once

#include "store/followup.h"

/* Where a page begins: after this row. All zero: from the start. */
struct agenda_cursor {
	int64_t due_at;
	int64_t rank; /* 0 where the list is ordered by due instant and id alone */
	int64_t id;
};

struct agenda_filter {
	int64_t from, until;               /* due_at, inclusive */
	int kind;                          /* enum followup_kind, -1: any */
	const struct agenda_cursor *after; /* null: from the start */
	int limit;
};
/* Scheduled ones in the order to do them: due_at, rank, id. */
int store_followup_agenda(struct store *s, const struct agenda_filter *filter, struct arena *arena,
			  struct followups *ret);
/* How many of them. */
int store_followup_agenda_count(struct store *s, int64_t from, int64_t until, int64_t *ret);
/* How many are due by then, counted up to the limit. */
int store_followup_agenda_up_to(struct store *s, int64_t until, int kind, int limit, int64_t *ret);

/* Waiting for the gate with due_at <= until. */
int store_followup_waiting(struct store *s, int64_t until, int limit, struct arena *arena,
			   struct followups *ret);
int store_followup_waiting_count(struct store *s, int64_t until, int64_t *ret);

struct followup_filter {
	int state, kind;     /* -1: any */
	int64_t contact;     /* 0: any */
	int64_t from, until; /* due_at, inclusive */
	struct agenda_cursor after;
	int limit;
};
/* By due instant, then id. */
int store_followup_list(struct store *s, const struct followup_filter *filter, struct arena *arena,
			struct followups *ret);

/* The next one scheduled for a sale; ret->n is 0 or 1. */
int store_followup_next_of_sale(struct store *s, int64_t sale, struct arena *arena,
				struct followups *ret);
