/* Refusals that many operations share. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"

/* Turns the store's not-found into a refusal with a sentence; any other r is returned as is. */
int op_not_found(struct op *op, int r, const char *field, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Refused (conflict) where if_version is given (> 0) and is not the present version. */
int op_check_version(struct op *op, int64_t if_version, int64_t version);
/* The contact, refused where it does not exist, or is deceased, merged or erased. */
int op_live_contact(struct op *op, int64_t id, struct contact *ret);
/* A person of their own, dead or alive; refused where there is none, or it is merged or erased. */
int op_own_contact(struct op *op, int64_t id, const char *field, struct contact *ret);
/* Refused where a sale (0: none) does not exist or is another contact's. */
int op_sale_of_contact(struct op *op, int64_t sale, int64_t contact);
/* Refused where the day (NO_DAY: none) is still to come. */
int op_not_after_today(struct op *op, struct day day, const char *field);
