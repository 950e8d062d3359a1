/* What `vouch doctor` makes of what it found: pure judgements, an item each, in words and with the
 * command that mends it. Nothing here changes anything, and no item tells what is in the book. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

enum doctor_state { DOCTOR_OK, DOCTOR_NOTE, DOCTOR_WRONG };

/* Adds {check, state, text, mend} to the items; `mend` is a command, null where there is none. */
void doctor_add(json_t *items, const char *check, enum doctor_state state, const char *mend,
		const char *format, ...) __attribute__((format(printf, 5, 6)));
/* How many items are of a state. */
size_t doctor_count(const json_t *items, enum doctor_state state);

/* A unit of the user's service manager as systemctl has it; "" what it does not say. */
struct doctor_unit {
	char load[16], active[16], enabled[24];
};
enum doctor_unit_name {
	DOCTOR_SOCKET,
	DOCTOR_SERVICE,
	DOCTOR_TIMER,
	N_DOCTOR_UNITS,
};
extern const char *const doctor_unit_names[N_DOCTOR_UNITS];
struct doctor_units {
	bool is_known; /* the service manager answered */
	struct doctor_unit unit[N_DOCTOR_UNITS];
};
/* From what `systemctl --user show` has printed: blocks of KEY=VALUE, an empty line between. */
void doctor_read_units(const char *text, struct doctor_units *ret);

/* The way to vouchd. */
struct doctor_reach {
	const char *socket;  /* its path; "" where XDG_RUNTIME_DIR is missing */
	const char *why;     /* call_failure()'s text; null: vouchd answered */
	bool is_unreachable; /* nobody could be connected to; else an answer was missing or odd */
	bool has_file;       /* something is at the path */
	mode_t folder_mode;  /* of its folder; 0: not known */
	bool is_folder_ours;
};
void doctor_judge_reach(json_t *items, const struct doctor_reach *r, const struct doctor_units *u);
void doctor_judge_units(json_t *items, const struct doctor_units *u, bool is_reached);

/* The file of the book, and where it lies. */
struct doctor_book {
	const char *path;
	int error; /* why it cannot be looked at, as errno; ENOENT: there is none */
	mode_t mode, folder_mode;
	bool is_ours, is_regular, is_sqlite;
	bool is_network; /* its file system is on another machine */
	bool was_there;  /* there is none, and a vouchd had one of that name */
	uint64_t bytes, free_bytes;
};
void doctor_judge_book(json_t *items, const struct doctor_book *b, bool is_reached);

/* What the process of vouchd is, as the kernel has it. */
struct doctor_process {
	bool is_known, is_replaced; /* the program's file is another by now */
	bool has_no_new_privileges, has_filter;
};
/* The answer of system.hello, and the version of this vouch. */
void doctor_judge_version(json_t *items, const json_t *hello, const char *version,
			  const struct doctor_process *p);
/* `sandbox`: of the answer of system.status; null where there is none. */
void doctor_judge_sandbox(json_t *items, const struct doctor_process *p, const json_t *sandbox);

/* What vouchd --check-config ended with (-1: it could not be run), and what it said. */
void doctor_judge_config(json_t *items, int status, const char *said);

/* Of the answers of system.check and system.status. */
void doctor_judge_check(json_t *items, const json_t *check);
void doctor_judge_desktop(json_t *items, const json_t *status, bool has_bus);
void doctor_judge_backup(json_t *items, const json_t *status);
/* Whether the book lost what was acknowledged; `path` is the book's, for what puts that aside. */
void doctor_judge_loss(json_t *items, const json_t *status, const char *path);
void doctor_judge_calendar(json_t *items, const json_t *status);
/* `now`: the machine's clock in unix seconds. */
void doctor_judge_clock(json_t *items, const json_t *status, int64_t now);
/* `zone`: the name of the zone of this machine, or of TZ. */
void doctor_judge_zone(json_t *items, const json_t *status, const char *zone, const char *problem);
/* The book vouchd keeps, and the one that was expected; null where none is. */
void doctor_judge_other_book(json_t *items, const char *kept, const char *expected);
