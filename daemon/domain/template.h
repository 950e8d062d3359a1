/* Templates: the texts vouch speaks with, and what each may name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/script.h"
#include "domain/talk.h"
#include "vouch/limits.h"

enum template_kind {
	TEMPLATE_ASK,        /* the ask for a referral, to be said aloud */
	TEMPLATE_LISTEN_FOR, /* what somebody says who needs us, for clients without a line of
				their own; "listen-for:alarm" is that of one product */
	/* E-mails to one person; a first line "Subject: ..." is its subject. */
	TEMPLATE_BIRTHDAY,
	TEMPLATE_THANK,
	TEMPLATE_RENEWAL,
	TEMPLATE_MAIL, /* any other; "mail:welcome" is one of the user's own */
	N_TEMPLATES,
};

struct template_info {
	const char *name;
	const char *help;
	const struct script_field *fields;
};
extern const struct template_info template_infos[N_TEMPLATES];

/* The values of a template lie in this order. */
enum ask_field {
	ASK_FIRST_NAME,
	ASK_NAME,
	ASK_PRODUCT,
	ASK_BAD_WORDS,
	ASK_BAD_EXPERIENCE,
	ASK_BAD_EXPERIENCES,
	ASK_TIME_AND_ATTENTION,
	ASK_PRESTIGE,
	ASK_AGREED,
	ASK_PRAISE,
	ASK_CAME_THROUGH,
	ASK_LISTEN_FOR,
	N_ASK_FIELDS,
};
enum mail_field {
	MAIL_FIRST_NAME,
	MAIL_NAME,
	MAIL_PRODUCT,
	MAIL_TURNS,
	MAIL_RENEWAL_DAY,
	N_MAIL_FIELDS,
};
enum experience_field { EXPERIENCE_WORDS, EXPERIENCE_EXPERIENCE, N_EXPERIENCE_FIELDS };
enum listen_for_field { LISTEN_FOR_FIRST_NAME, LISTEN_FOR_PRODUCT, N_LISTEN_FOR_FIELDS };

#define TEMPLATE_NAME_SIZE (4 * (VOUCH_NAME_MAX + VOUCH_WORD_MAX) + 1)

/* Which template a name means, and the name as it is stored ("listen-for:Alarm" is
 * "listen-for:alarm", so that a product is found however it is written). -1: none. */
int template_find(const char *name, char ret_name[TEMPLATE_NAME_SIZE]);
/* Is it an e-mail to one person? */
bool template_is_mail(enum template_kind kind);
/* Where the text of an e-mail begins: behind its subject, which ends before *ret_end; *ret_subject
 * null: it has none. */
const char *template_body(const char *text, const char **ret_subject, size_t *ret_length);
/* "listen-for:alarm" of "Alarm". */
void template_of_product(const char *product, char to[TEMPLATE_NAME_SIZE]);

#define WORDS_SHOWN_MAX 280 /* characters of what a client said that are quoted */
#define WORDS_SIZE (4 * (WORDS_SHOWN_MAX + 2) + 1)

/* How words are quoted: "You said: '…'" ends as a sentence does, "if you hear '…', think" has no
 * full stop at its end. */
enum words_form { WORDS_SENTENCE, WORDS_PHRASE };
/* A person's words made fit to be quoted: on one line, their quotation marks taken off, cut at a
 * word. "" where there are none. */
void words_quote(const char *words, enum words_form form, char to[WORDS_SIZE]);
/* The first of a name's words; "" where that is no name to say, such as "Dr." */
void words_first_name(const char *name, char to[WORDS_SIZE]);
