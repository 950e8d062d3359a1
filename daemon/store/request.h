/* Requests of people about what is held of them. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "store/db.h"

enum request_kind { REQUEST_EXPORT, REQUEST_ERASE, REQUEST_CORRECT, REQUEST_OBJECT };
extern const char *const request_kinds[];

struct request {
	int64_t id, version, contact;
	enum request_kind kind;
	struct day day, due_day, done_day; /* done NO_DAY: open */
	int64_t created_at;
};

struct requests {
	struct request *items;
	size_t n;
};

/* Sets r->id. */
int store_request_add(struct store *s, struct request *r);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_request_get(struct store *s, int64_t id, struct arena *arena, struct request *ret);
int store_request_done(struct store *s, int64_t id, struct day day);
/* Open ones, the first due first. */
int store_request_open(struct store *s, int64_t after_day, int64_t after_id, int limit,
		       struct arena *arena, struct requests *ret);
/* Of the open ones; *ret_next is the first day on which one is due, NO_DAY where none is open. */
int store_request_count(struct store *s, struct day today, int64_t *ret_open, int64_t *ret_late,
			struct day *ret_next);
int store_request_of_contact(struct store *s, int64_t contact, struct arena *arena,
			     struct requests *ret);
