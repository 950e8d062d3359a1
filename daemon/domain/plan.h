/* Plans: steps with offsets from an anchor, and where they fall. DESIGN section 4.
 *
 * Everything here is pure: the same plan, anchor, calendar and now give the same days, so that
 * plan.preview equals what is then stored. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/followup.h"
#include "domain/worktime.h"
#include "vouch/limits.h"

enum offset_unit { OFFSET_DAYS, OFFSET_WORKDAYS, OFFSET_HOURS };

/* "+14", "0", "+1bd", "+1h", each optionally with a time of day: "+2 14:30". */
struct offset {
	int n;
	enum offset_unit unit;
	int minute; /* ANY_MINUTE: the start of the working day */
};
bool offset_parse(const char *text, struct offset *ret);

enum step_to { TO_CONTACT, TO_REFERRER };
extern const char *const step_tos[];

enum step_when {
	WHEN_ALWAYS,
	WHEN_HAS_PROMISES,
	WHEN_CONSENT_UNKNOWN,
	WHEN_NOT_REACHED, /* the `after` step ended so */
	WHEN_GIFT_POLICY,
};
extern const char *const step_whens[];
extern const char *const step_gates[]; /* "earned" */

struct plan_step {
	const char *key;
	const char *offset;
	const char *after; /* null: from the anchor */
	enum followup_kind kind;
	int channel; /* enum channel or -1 */
	enum step_to to;
	enum step_scope scope;
	enum step_when when;
	bool has_gate;
	const char *part_of;
	bool gives, score;
	const char *repeat;
	const char **tries;
	size_t n_tries;
	const int64_t *leads; /* days before its day on which it is told of, falling */
	size_t n_leads;
	const char *text, *reason;
};

struct plan {
	int64_t id, version_id;
	const char *name;
	int version;
	const char *title;
	struct plan_step *steps;
	size_t n_steps;
};

/* The index of a step, -1 where no step has the key (or it is null). */
int plan_step_index(const struct plan *plan, const char *key);

/* The plan that puts things right, and its step that confirms the fix; plan_check demands that
 * step, and that none repeats, since everything else waits until the last of them is done. */
#define PLAN_REPAIR "repair"
#define REPAIR_FIX "fix"
/* The plans of a referral: from the moment its name arrived, and from the day it was closed. A
 * first step of the one goes to the person, and is their first contact. */
#define PLAN_REFERRAL "referral-received"
#define PLAN_OUTCOME "referral-outcome"
/* The plan that asks for a score once more. */
#define PLAN_RECHECK "recheck"
/* The plan that is run for a contact when the cadence of their class says so, time and again. */
#define PLAN_KEEP_IN_TOUCH "keep-in-touch"

/* One fault of a document: "steps[2].offset" and a sentence. */
struct plan_fault {
	char field[64];
	char reason[200];
};
#define PLAN_FAULTS_MAX 50
/* Every fault up to the maximum; returns how many. 0: the plan can be stored. */
size_t plan_check(const struct plan *plan, struct plan_fault faults[PLAN_FAULTS_MAX]);

/* What placing a step needs to know. */
struct plan_clock {
	const struct worktime *work;
	struct moment now;
	struct day entered; /* the day the anchor was entered: today */
};

/* A day and time where a step falls: the intent, and what the moving rules made of it. */
struct placed {
	struct day planned_day;
	int planned_minute;
	struct moment due;
};
/* Counts an offset from a moment (the minute matters for working hours only) and moves it:
 * to the next working day, a thank-you to the previous one unless that would lie before the
 * anchor, the day it was entered, or now; a time that has passed to an hour from now, or to
 * the next working morning where that hour is quiet. */
struct placed plan_place(const struct offset *offset, struct moment from, enum followup_kind kind,
			 const struct plan_clock *clock);
/* The moving rules alone, for a day already found. */
struct placed plan_move(struct day day, int minute, struct day anchor, enum followup_kind kind,
			const struct plan_clock *clock);

struct plan_context {
	struct plan_clock clock;
	struct moment anchor;
	int stale_days, stale_days_thank;
	bool is_import;
	bool has_promises, has_referrer;
	bool is_for_referrer; /* only the steps to the referrer: the others are done already */
	const bool *is_taken; /* per step: a newer run makes it; null: none */
};

/* Is a step whose day lies `age` days back too long past to be done? A thank-you keeps longer. */
bool plan_is_stale(enum followup_kind kind, int age, int stale_days, int stale_days_thank);

/* A follow-up that a run would make. */
struct plan_row {
	size_t step; /* index */
	enum followup_state state;
	int waits_for; /* enum followup_wait or -1; before pauses and the like */
	enum move_rule rule;
	struct placed at;
	struct day series_day;
	int occurrence;
};
#define PLAN_ROWS_MAX (2 * VOUCH_STEPS_MAX)
/* All follow-ups of a run in the order of the plan. Returns how many. */
size_t plan_lay(const struct plan *plan, const struct plan_context *context,
		struct plan_row rows[PLAN_ROWS_MAX]);
