/* An import: rows of another program, staged, checked, and applied in slices. */
#pragma once

#include "domain/contact.h"
#include "domain/sale.h"

enum import_kind { IMPORT_CONTACTS, IMPORT_SALES, IMPORT_DATES, IMPORT_BOOK };
extern const char *const import_kinds[];

/* open -> refused | aborted | checking (a dry run) | applying -> planting (sales) -> done */
enum import_state {
	IMPORT_OPEN,
	IMPORT_CHECKING, /* a dry run counts what would happen */
	IMPORT_APPLYING,
	IMPORT_PLANTING, /* the runs of completed sales are started */
	IMPORT_DONE,
	IMPORT_REFUSED, /* strict, and a row was refused */
	IMPORT_ABORTED,
};
extern const char *const import_states[];

struct import {
	int64_t id;
	int64_t version;
	const char *source; /* the origin of its external ids */
	enum import_kind kind;
	enum import_state state;
	bool is_dry_run, is_strict;
	int64_t n_items; /* the refused ones included */
	int64_t added, updated, unchanged, refused;
	int64_t not_taken; /* values of rows, where the contact has others */
	int64_t journal;   /* the group of its journal entries, 0: nothing was changed yet */
	int64_t created_at, ended_at;
};

enum import_item_state {
	ITEM_STAGED,
	ITEM_REFUSED,
	ITEM_APPLIED, /* its run is still to be started, or it is kept to be told of */
};
extern const char *const import_item_states[];

/* One row. An item that is finished is removed; a refused one keeps its line and why. */
struct import_item {
	int64_t id;
	int64_t import;
	int64_t line; /* of the file it came from */
	enum import_item_state state;
	const char *field, *refusal;
	const char *key; /* of a dry run: rows of one key are about the same thing; null: none */
	bool is_repeat;  /* an earlier row has the same key */
	/* The contact that this may be as well, for a person to judge; 0: none. In a dry run, which
	 * makes nobody, whoever an earlier row is about: minus its line. */
	int64_t doubt;
	int64_t contact, sale; /* what it became */
	struct contact who;    /* what it says of the contact */
	const char *birthday;  /* and of their birthday, as date_read takes it; null: nothing */
	struct sale what;      /* and of the sale, where it is one */
};

struct import_items {
	struct import_item *items;
	size_t n;
};

/* Whether slices of it are still to be done. */
bool import_is_running(enum import_state state);
