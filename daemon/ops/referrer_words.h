/* The words of the loop: what a follow-up to a referrer says, of whom. */
#pragma once

#include "domain/followup.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "ops/op.h"

/* What a step to the referrer says, an enum loop_what; -1: nothing that a loop is made of. */
int referrer_what(const struct run *run, const struct plan_step *step);
/* Names it by what is left to say in it: in the step's own words where that is what the step says
 * and nothing else, else in those of each kind. Sets f->title; *ret_n_whats 0: nothing is left. */
int referrer_name(struct op *op, struct followup *f, int *ret_n_whats);
