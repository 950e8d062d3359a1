/* Random histories of a few contacts, and what must hold in each of their days: the real gate and
 * the naive one say the same. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "life/life.h"
#include "life/naive.h"

#define MODEL_PARTS_MAX 1024

struct model {
	struct life life;
	int n_contacts;
	bool is_strict; /* looks after every event, not only after some */
	struct {
		int64_t followup; /* a part of an ask … */
		size_t ask;       /* … which was answered: its place in facts.asks */
	} parts[MODEL_PARTS_MAX];
	size_t n_parts;
	struct {
		int64_t followup; /* an ask planted for later … */
		int64_t run;      /* … in the place of the first ask of this run */
	} heirs[MODEL_PARTS_MAX];
	size_t n_heirs;
	long n_looks, n_verdicts, n_due, n_parts_due, n_asked;
};

void model_begin(struct model *m, uint64_t seed);
void model_end(struct model *m);
/* One thing happens, or time passes. */
void model_step(struct model *m);
/* Holds what the book shows against what the naive gate says. */
void model_look(struct model *m);
/* What the naive gate says of an ask on the agenda, today. */
struct naive_verdict model_judge(const struct model *m, const json_t *row);
/* The ask a follow-up is a part of; null: of none. */
const struct an_ask *model_part_of(const struct model *m, int64_t followup);

/* What is known of a contact's household, to stderr. */
void model_tell(const struct model *m, int64_t contact);

/* Asks of a random history. */
void model_record_ask(struct model *m, int64_t contact, const char *outcome, const char *more);
void model_answer_ask(struct model *m, const json_t *row);
/* A gift is planned, posted, noted, or some of these. */
void model_gift(struct model *m);
/* followup.done; an outcome of null is the kind's own. */
void model_done(struct model *m, const json_t *row, const char *outcome);
/* A day on which a condition may open or close by itself. */
int model_day_of_change(struct model *m);
