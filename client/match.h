/* Patterns: which command a line of words is, and what stands in its places.
 *
 *   done FOLLOWUP... [OUTCOME] [NOTE] [next KIND [TITLE] WHEN]
 *
 * Lower case is typed as it stands; capitals are places (place.h); A|B is either; three dots
 * mean once or more; brackets may be left out. Brackets that follow each other come in any
 * order, and one that begins with a word may also be given as an option, anywhere: --gave,
 * --score 9. Of several readings the more specific wins: words before numbers before dates
 * before names before free text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define MATCH_ARGS_MAX 256
#define MATCH_BINDINGS_MAX 64
#define MATCH_DATE_WORDS_MAX 4

struct arg {
	const char *text;
	bool is_option;  /* came as --text */
	bool has_value;  /* came as --text=…; the next argument is that value */
	bool is_literal; /* no word of a pattern: stood behind "--", or is such a value */
};

enum match_date { MATCH_DATE_YES, MATCH_DATE_NO, MATCH_DATE_TWO_READINGS, MATCH_DATE_BROKEN };

struct match_env {
	struct arena *arena;
	/* Is this a date? Where it is not, *ret_why may be set to a sentence. */
	enum match_date (*date)(void *user, const char *text, const char **ret_why);
	void *user;
};

struct binding {
	const char *name; /* of the place, or the word itself */
	const char *text;
	bool is_literal; /* was marked as such */
};

struct match {
	struct binding items[MATCH_BINDINGS_MAX];
	size_t n;
	int weight; /* how specific the reading is */
	/* Where it failed: the argument, how telling the reason is, and the reason. */
	size_t fail_at;
	int fail_rank;
	const char *fail_why;
	bool is_broken;        /* a date could not be asked about */
	bool has_two_readings; /* a date that people may mean differently: no other reading counts
				*/
};

/* Whether the arguments fit the pattern as a whole; *ret is filled in either case. */
bool match_pattern(const char *pattern, const struct arg *args, size_t n,
		   const struct match_env *env, struct match *ret);
/* Does the pattern begin with this word? */
bool match_begins(const char *pattern, const char *word);

/* What stands in a place; null where it was left out. */
const char *match_text(const struct match *m, const char *name);
/* Was the word, such as "gave", given? */
bool match_has(const struct match *m, const char *word);
/* Did that place's text stand behind "--"? */
bool match_is_literal(const struct match *m, const char *name);
/* All that stands in a repeated place, joined by `separator`; null where it was left out. */
const char *match_all(const struct match *m, const char *name, const char *separator,
		      struct arena *arena);
