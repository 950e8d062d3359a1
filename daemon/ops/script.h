/* The words to ask for a referral with, from what the client said. DESIGN sections 1 and 4. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"

struct ask_script {
	const char *template; /* its name */
	const char *subject;  /* of an e-mail; null: none */
	const char *text;
};

/* Refused where the contact is not live, or a changed template cannot be used. */
int op_ask_script(struct op *op, int64_t contact, struct ask_script *ret);
/* The text of another template: an e-mail to them. Refused too where there is none of that name, or
 * it is no e-mail. */
int op_mail_script(struct op *op, int64_t contact, const char *template, struct ask_script *ret);
/* The same for a contact at hand; ret->text null where there is none. */
int op_ask_script_of(struct op *op, const struct contact *c, struct ask_script *ret);
