/* One operation: what every use case is given, how it refuses, and its transaction.
 *
 * An operation returns 0, a refusal of vouch/errors.h set with op_fail, or -errno. It reads
 * the time from here and nowhere else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "domain/backup.h"
#include "domain/day.h"
#include "domain/doubt.h"
#include "domain/notice.h"
#include "domain/settings.h"
#include "domain/worktime.h"
#include "vouch/errors.h"

struct store;
struct plan;
struct op_zones;
struct calendar_key;
struct undo_note;

/* One of many reasons of a refusal: where ("steps[2].offset"), and one sentence why. */
struct op_fault {
	const char *field;
	const char *reason;
};

enum op_actor { OP_USER, OP_CLOCK, OP_DESKTOP, OP_IMPORT };

/* Days and their value calls, as ops/value_call.c met them: how many have come on one, and a row of
 * days that are full. */
struct value_days {
	struct day come, from, to;
	int64_t n_come;
};

/* The desktop, as far as its edge knows. */
struct op_desktop {
	bool has_server;
	enum disturbing disturb;
	bool is_summing_up; /* something was held back: it will be told in one digest */
	int64_t gathering;  /* the digest that takes what waits in slices; 0: none */
};

/* The folder that is kept as a calendar, see ops/calendar_item.h. */
struct op_calendar {
	const char *folder;           /* null: none is kept; owned by who keeps it */
	const char *why;              /* it cannot be kept now; null: it can */
	bool is_current;              /* all of it is written */
	bool is_stale;                /* it must be looked through as a whole */
	struct calendar_key *changed; /* n items that are to be written anew or removed */
	size_t n, cap;
};

enum backup_state { BACKUP_NONE, BACKUP_WANTED, BACKUP_RUNNING, BACKUP_WRITTEN, BACKUP_FAILED };

/* The copy that is being made, or was made last; between the turns app_backup.c steps it on. */
struct op_backup {
	const char *book, *folder; /* paths; null: the book is in memory */
	enum backup_state state;
	char name[BACKUP_NAME_SIZE];
	int64_t bytes, total;
	const char *why; /* where it failed: one sentence */
};

/* Lives as long as the daemon; owned by app.c. */
struct op_env {
	struct store *store;
	const struct settings *settings;
	const struct zone *zone; /* the user's */
	struct worktime work;    /* holidays included */
	struct op_desktop desktop;
	struct op_backup backup;
	bool has_new_events; /* set by op_event, cleared by who pushes them */
	uint64_t n_events;   /* how many op_event has made, those taken back included */
	bool is_stepped;     /* something fell due or moved: the alarm must be set again */
	bool is_importing;   /* slices of imports are to be done */
	bool is_taking_book; /* a whole book is written in slices: nobody else writes */
	bool is_new_book;    /* that has ended: what is of this machine is to be settled */
	bool is_undoing;     /* slices of an undo are to be done */
	bool is_erasing;     /* somebody was erased: no byte of them may stay in the file */
	/* What `work` points to, kept by ops/calendar.c: as stored, for each next request. */
	struct day *holidays;
	bool are_holidays_stale; /* they are loaded anew before the next operation */
	bool are_holidays_new;   /* this group has changed them, and may be rolled back yet */
	enum doubt doubt;        /* of the clock; nothing falls due while there is any */
	int64_t seen_at;         /* when the book was last open by a clock without one */
	struct op_calendar calendar;
	struct op_zones *zones; /* of contacts; null: none was asked for */
	/* For the next slice of the clock on that day, where nothing else has changed meanwhile. */
	struct value_days values;
	struct day values_day;
	int64_t values_changes;
};

struct op {
	struct op_env *env;
	struct store *store;
	const struct settings *settings;
	struct arena *arena; /* freed by the edge, after the answer was written */
	int64_t now;
	struct moment local; /* now, in the user's zone */
	struct day today;
	enum op_actor actor;
	const char *method;
	uint64_t until;  /* when a slice of many rows ends, monotonic, us; 0: it is taken whole */
	int64_t journal; /* the id the journal entry has if anything changes */
	int64_t journal_group;     /* 0, or the first entry of an import */
	struct undo_note *undo;    /* null: this is no undo; see ops/undo.h */
	const struct plan *plan;   /* the plan read last, for flow_plan */
	int64_t plan_run;          /* a run of it, for flow_step; 0: none is known */
	const struct plan *newest; /* what op_run_start read last, for imports, which put no plan */
	struct value_days values;
	struct {
		int64_t *ids;
		size_t n, cap;
	} given_way;         /* whose follow-ups fell away, see ops/cadence.h */
	const char *summary; /* for the journal: ids, never names; the method where null */

	/* Set by op_fail. */
	int fail_code;
	const char *fail_field; /* null: none */
	const char *fail_text;
	/* All reasons, where there may be many; set beside op_fail, null: none. */
	const struct op_fault *fail_faults;
	size_t n_fail_faults;
	/* Set beside op_fail where the refusal is itself a fact: op_end keeps what was written. */
	bool is_refusal_kept;
	bool is_in_part; /* of an import whose plans are still to be planted */
};

/* Frees what the operations keep there. */
void op_env_deinit(struct op_env *env);

/* The group: one commit for all requests of a turn. */
int op_group_begin(struct op_env *env);
int op_group_commit(struct op_env *env);
void op_group_rollback(struct op_env *env);
bool op_group_is_alive(const struct op_env *env); /* false: an error ended it, run each alone */
bool op_is_broken(const struct op_env *env);      /* a disk error: answer and exit */
bool op_is_damaged(const struct op_env *env);     /* so because the book is: the same */

/* Opens a savepoint and starts the journal entry. actor, method, until, journal_group and summary
 * are the caller's: set them, or zero them, before. */
int op_begin(struct op *op, struct op_env *env, struct arena *arena, int64_t now);
/* The same without a savepoint and a journal, for reading between groups; needs no op_end. */
void op_look(struct op *op, struct op_env *env, struct arena *arena, int64_t now);
/* r 0, or a refusal that is kept: writes the journal and keeps the changes; else undoes them.
 * Returns r, or why the keeping failed. */
int op_end(struct op *op, int r);
/* Whether the time of a slice is over. Asked after a row, so that each slice does one at least. */
bool op_is_slice_over(const struct op *op);
/* 0 where this request has changed nothing that is journaled. */
int64_t op_journal_id(const struct op *op);

int op_fail(struct op *op, enum vouch_err code, const char *field, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Idempotency: the result of an earlier request with this key. 0 and *ret null where there is
 * none; refused (conflict) where the key belongs to another request. */
int op_recall(struct op *op, const char *key, int64_t hash, const char **ret_result);
int op_remember(struct op *op, const char *key, int64_t hash, const char *result);

/* The instant of a civil time in the user's zone; any time = start of the working day. */
int64_t op_instant(const struct op *op, struct day day, int minute);
/* The day of an instant in the user's zone. */
struct day op_day(const struct op *op, int64_t instant);
