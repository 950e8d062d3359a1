/* Requests made wrong from the tables that describe methods, and judged by what the tables declare,
 * not by what reads them.
 *
 * A value that a param must take is sent along with a param that is unknown: were it refused too,
 * there would be two faults. So nothing that is sent here is ever run. */
#pragma once

#include <sqlite3.h>

#include "base/str.h"
#include "rpc/method.h"
#include "rpc/stack.h"

#define MALFORMED_DEPTH_MAX 8

/* Where the walk through the tables stands. */
struct walk {
	struct stack *stack;
	const struct method *method;
	const struct param *tables[MALFORMED_DEPTH_MAX];  /* of each object on the way */
	const struct param *holders[MALFORMED_DEPTH_MAX]; /* the param that holds the next */
	int depth;                                        /* how many hold another */
	const struct param *param;                        /* the one at hand */
	sqlite3_int64 changes;                            /* rows written before it began */
	size_t n_sent, n_taken, n_params, n_methods;
};

/* What a request must be answered. */
struct want {
	int code;
	const char *field; /* of the first fault; null: none is told */
	int n_faults;
};

/* An object with what the table requires, and no more. A new reference. */
json_t *valid_object(const struct param *table);
int n_required(const struct param *table);
/* n times the letter; to be freed. */
char *letters(const char *letter, int64_t n);

/* The method's params, good but for a member more or one less in the object at hand; null names for
 * none. The value of the added one is written by send_request. A new reference. */
json_t *params_at(const struct walk *w, const char *add, const char *drop);
/* "document.steps[0].key": what an answer calls a member of the object at hand. */
void write_field(const struct walk *w, const char *name, const char *rest, struct str *to);
/* Sends params (which it frees; null: the value is all) with the text of a value, and fails the
 * test where the answer is another or a row was written. */
void send_request(struct walk *w, json_t *params, const char *value, const struct want *want);

/* The param at hand with this value: refused at `rest` of it ("", "[0]", ".city"), or taken. */
void expect_fault(struct walk *w, const char *value, const char *rest, int n_faults);
void expect_taken(struct walk *w, const char *value);
void expect(struct walk *w, const char *value, bool is_good);

/* Every limit of the param at hand: one below, at, one above. */
void malformed_limits(struct walk *w);
