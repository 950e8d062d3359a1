/* Templates that a person has changed. */
#pragma once

#include "base/arena.h"
#include "store/db.h"

struct stored_template {
	int64_t version; /* 0: there is none */
	const char *text;
};
int store_template_find(struct store *s, const char *name, struct arena *arena,
			struct stored_template *ret);
/* A new one, or a new text of one that is there. */
int store_template_put(struct store *s, const char *name, const char *text, int64_t now);
int store_template_remove(struct store *s, const char *name);
