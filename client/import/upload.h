/* Items on their way to vouchd: import.begin, .add in pieces, .commit, and the end of it. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "cli.h"
#include "import/map.h"

struct upload {
	struct cli *cli;
	const char *source;
	enum map_kind kind;
	bool is_dates; /* birthdays, and of no kind */
	bool is_book;  /* the items are those of a whole book, and of no kind */
	bool is_dry_run, is_strict;
	json_int_t id; /* 0: not begun, as there was no item yet */
	json_t *items; /* of the piece that fills up */
	size_t bytes;
	size_t piece;       /* items that it is sent with at the latest */
	json_t *import;     /* as import.get gives it at the end; null where nothing was sent */
	json_t *refused;    /* [{line, field, reason}], the first thousand */
	json_t *duplicates; /* [{line, id, name, earlier}] */
	json_t *not_taken;  /* [{line, field, reason, contact}] */
};

void upload_init(struct upload *u, struct cli *cli);
void upload_deinit(struct upload *u);
/* As import.begin knows it. */
const char *upload_kind(const struct upload *u);

/* Takes the reference. 0, or an exit code after it has said why and given the import up. */
int upload_add(struct upload *u, json_t *item);
/* Where the file turns out to be bad: nothing stays staged. */
void upload_abort(struct upload *u);
/* Commits and waits for the end, which vouchd announces; it goes on also where we do not wait. A
 * refusal under --strict is no failure here: the import's state is "refused" then. */
int upload_finish(struct upload *u);
