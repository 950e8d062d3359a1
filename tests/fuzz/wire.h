/* Messages of D-Bus by hand, the parts of which need not fit together: headers are well-formed,
 * signature and body are any bytes. See "Message Format" of the D-Bus specification. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum wire_type { WIRE_CALL = 1, WIRE_ANSWER, WIRE_ERROR, WIRE_SIGNAL };

struct wire {
	enum wire_type type;
	uint32_t reply_to;                                      /* of an answer or error */
	const char *path, *interface, *member, *error, *sender; /* null: none */
	const char *signature;                                  /* null: no body */
	const char *body;
	size_t n_body;
};

/* As the bytes of one message to whoever reads them. */
void wire_write(struct str *to, const struct wire *m, uint32_t serial);

/* Of a body, each where the alignment of its type wants it. */
void wire_number(struct str *to, uint32_t number);
void wire_text(struct str *to, const char *text);
void wire_align(struct str *to, size_t n);
/* Of a{sv} with one boolean in it. */
void wire_flag(struct str *to, const char *key, uint32_t value);
/* Of as. */
void wire_texts(struct str *to, const char *const *texts, size_t n);
