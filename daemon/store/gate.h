/* What the gate looks at, read for one contact and its household, and the verdicts that are kept.
 */
#pragma once

#include "base/arena.h"
#include "domain/gate.h"
#include "store/db.h"
#include "store/followup.h"

/* Everything gate_check() asks for. VOUCH_E_NOT_FOUND where there is no such contact. Stops are
 * those in force on `day` or later. */
int store_gate_facts(struct store *s, int64_t contact, const struct gate_rules *rules,
		     struct day day, struct arena *arena, struct gate_facts *ret);
/* The others of the household, by name; done by the above where it holds something of theirs. */
int store_gate_members(struct store *s, struct arena *arena, struct gate_facts *facts);
/* The contact and those of its household that are not merged or erased, by id. */
int store_gate_household(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			 size_t *ret_n);

enum gate_state { GATE_OPEN, GATE_ONE_SHORT, GATE_BLOCKED };
extern const char *const gate_states[]; /* "open", "one-short", "blocked" */

/* A verdict as it is kept, derived. */
struct gate_row {
	int64_t contact; /* 0: there is none yet */
	enum gate_state state;
	int first_blocking; /* enum gate_code, -1: none */
	int n_blocking;
	bool is_asked; /* ever */
	struct day since;
	struct day next_day;    /* when it could open by itself; NO_DAY */
	struct day recheck_day; /* when it must be looked at; NO_DAY */
};
int store_gate_get(struct store *s, int64_t contact, struct gate_row *ret);
int store_gate_put(struct store *s, const struct gate_row *row);
int store_gate_remove(struct store *s, int64_t contact);
/* Contacts whose recheck day has come, at most `limit`. */
int store_gate_to_recheck(struct store *s, struct day today, int limit, struct arena *arena,
			  int64_t **ret, size_t *ret_n);
/* The whole book is to be looked at, on this day. */
int store_gate_recheck_all(struct store *s, struct day day);
/* NO_DAY where none is to be looked at. */
int store_gate_next_recheck(struct store *s, struct day *ret);

struct gate_filter {
	int state;           /* enum gate_state, -1: any */
	int code;            /* enum gate_code that blocks first, -1: any */
	bool is_never_asked; /* only those never asked */
	int64_t after;       /* ids above this one */
	int limit;
};
/* By contact. */
int store_gate_list(struct store *s, const struct gate_filter *filter, struct arena *arena,
		    struct gate_row **ret, size_t *ret_n);
struct gate_counts {
	int64_t open, one_short, blocked;
};
int store_gate_count(struct store *s, struct gate_counts *ret);

/* A contact's asks that the gate lets go or holds back: open, their day come. */
int store_gate_asks(struct store *s, int64_t contact, int64_t now, struct arena *arena,
		    struct followups *ret);
/* Asks that fall due between two instants or did, parts of asks not counted. */
int store_gate_asks_between(struct store *s, int64_t from, int64_t until, int64_t *ret);
