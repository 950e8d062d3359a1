/* A book in memory for tests of imports: its plan, rows in short, and slices run to the end. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/words.h"
#include "ops/contact.h"
#include "ops/import.h"
#include "ops/plan.h"
#include "ops/sale.h"
#include "store/db.h"
#include "store/raw.h"

#define NOON 1514721600 /* 2017-12-31T12:00:00Z, a Sunday */

struct rig {
	struct op_env env;
	struct settings settings;
	struct zone *zone;
	struct arena *arena;
	struct op op;
	const char *source;
	int rows;       /* of a slice */
	uint64_t until; /* when it ends; 0: with its rows */
	int n_slices;
	struct import import;
	struct import_told told;
};

static inline struct op *begin(struct rig *f, enum op_actor actor)
{
	f->op = (struct op){.actor = actor, .method = "test"};
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&f->op, &f->env, f->arena, NOON), 0);
	return &f->op;
}

/* What the edge makes of an operation's answer, which is given back. */
static inline int finish(struct rig *f, int r)
{
	assert_int_equal(op_end(&f->op, r), r);
	assert_int_equal(op_group_commit(&f->env), 0);
	return r;
}

static inline int open_book(struct rig *f, const char *path)
{
	const struct store_options options = {.path = path, .now = NOON};
	char why[STORE_WHY_SIZE];

	return store_open(&options, &f->env.store, why);
}

/* Enough of after-sale: a thank-you, a first score, and what serves from then on. */
static inline void put_plans(struct rig *f)
{
	static struct plan_step steps[] = {
		{.key = "thank", .offset = "0", .kind = KIND_THANK_YOU, .gives = true},
		{.key = "satisfaction", .offset = "+14", .kind = KIND_CALL, .score = true},
		{.key = "first-ask",
		 .offset = "+1",
		 .after = "satisfaction",
		 .kind = KIND_ASK,
		 .scope = SCOPE_CONTACT,
		 .has_gate = true},
		{.key = "value",
		 .offset = "+90",
		 .kind = KIND_CALL,
		 .scope = SCOPE_CONTACT,
		 .gives = true,
		 .repeat = "180"},
		{.key = "half-year",
		 .offset = "+190",
		 .kind = KIND_CHECK_IN,
		 .scope = SCOPE_CONTACT,
		 .gives = true,
		 .score = true},
	};
	struct plan after = {.name = PLAN_AFTER_SALE, .steps = steps, .n_steps = 5};
	struct plan ground = {.name = PLAN_GROUNDWORK, .steps = steps, .n_steps = 1};

	for (size_t i = 0; i < 5; i++) {
		steps[i].text = "do it";
		steps[i].reason = "so that it is done";
		steps[i].channel = -1;
	}
	assert_int_equal(finish(f, op_plan_put(begin(f, OP_USER), &after)), 0);
	assert_int_equal(finish(f, op_plan_put(begin(f, OP_USER), &ground)), 0);
}

static inline struct rig *rig_new(const char *path)
{
	struct rig *f = calloc(1, sizeof *f);

	f->source = "crm";
	f->rows = 3;
	settings_defaults(&f->settings);
	assert_int_equal(zone_load("UTC", &f->zone), 0);
	f->arena = arena_new();
	f->env = (struct op_env){
		.settings = &f->settings,
		.zone = f->zone,
		.work = {.week = f->settings.work_week, .start = 540, .end = 1080},
	};
	assert_int_equal(open_book(f, path), 0);
	put_plans(f);
	return f;
}

static inline int set_up(void **state)
{
	*state = rig_new(NULL);
	return 0;
}

static inline void rig_free(struct rig *f)
{
	store_close(f->env.store);
	zone_free(f->zone);
	arena_free(f->arena);
	free(f);
}

static inline int tear_down(void **state)
{
	rig_free(*state);
	return 0;
}

#define WITH_BOOK(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* One slice; true where there is more. */
static inline bool slice(struct rig *f)
{
	bool has_more = false;
	struct op *op = begin(f, OP_IMPORT);

	op->until = f->until;
	f->n_slices++;
	assert_int_equal(finish(f, op_import_slice(op, f->rows, &has_more)), 0);
	return has_more;
}

static inline void look(struct rig *f, int64_t id)
{
	struct op *op = begin(f, OP_USER);

	assert_int_equal(finish(f, op_import_get(op, id, &f->import, &f->told)), 0);
}

static inline int64_t stage(struct rig *f, enum import_kind kind, const struct import_row *rows,
			    size_t n)
{
	struct import import = {.source = f->source,
				.kind = kind,
				.is_dry_run = f->import.is_dry_run,
				.is_strict = f->import.is_strict};

	assert_int_equal(finish(f, op_import_begin(begin(f, OP_USER), &import)), 0);
	assert_int_equal(
		finish(f, op_import_add(begin(f, OP_USER), import.id, rows, n, &f->import)), 0);
	return import.id;
}

static inline int commit(struct rig *f, int64_t id)
{
	struct op *op = begin(f, OP_USER);

	return finish(f, op_import_commit(op, id, &f->import, &f->told));
}

/* A whole import; f->import is what it came to. */
static inline void import(struct rig *f, enum import_kind kind, const struct import_row *rows,
			  size_t n)
{
	int64_t id = stage(f, kind, rows, n);

	assert_int_equal(commit(f, id), 0);
	while (slice(f))
		;
	look(f, id);
	assert_int_equal(f->import.state, IMPORT_DONE);
}

/* "added 2 updated 0 unchanged 1 refused 0" */
static inline void expect_counts(const struct rig *f, const char *want)
{
	const char *got = arena_printf(f->arena, "added %d updated %d unchanged %d refused %d",
				       (int)f->import.added, (int)f->import.updated,
				       (int)f->import.unchanged, (int)f->import.refused);

	assert_string_equal(got, want);
}

static inline int64_t number(const struct rig *f, const char *sql)
{
	return raw_number(store_db(f->env.store), sql);
}

/* A sale of the CRM: the day it was closed tells its state (null: open). */
static inline struct import_row deal(int64_t line, const char *id, const char *who,
				     const char *closed)
{
	return (struct import_row){
		.line = line,
		.contact = {.name = who},
		.product = "Alarm",
		.amount = 120000,
		.state = closed ? "completed" : "open",
		.opened_day = "2017-01-02",
		.closed_day = closed,
		.external_id = id,
	};
}

static inline struct import_row person(int64_t line, const char *name)
{
	return (struct import_row){.line = line, .name = name, .amount = NO_AMOUNT};
}

static inline struct import_texts *one(struct import_texts *to, const char *const *text)
{
	*to = (struct import_texts){text, 1};
	return to;
}

/* What is known of a person, in the book or in a row; empty texts are nothing. */
struct known {
	const char *name, *email, *phone, *id;
};

static inline void know(struct rig *f, const struct known *k, const char *origin)
{
	const struct contact_parts parts = {.has_emails = k->email, .has_phones = k->phone};
	const char *email = k->email, *phone = k->phone;
	struct contact c = {.name = k->name,
			    .origin = origin,
			    .external_id = k->id,
			    .cadence = -1,
			    .preferred_channel = -1,
			    .paused_until = NO_DAY,
			    .emails = &email,
			    .phones = &phone,
			    .n_emails = email != NULL,
			    .n_phones = phone != NULL};

	if (k->name)
		assert_int_equal(finish(f, op_contact_add(begin(f, OP_USER), &c, &parts)), 0);
}
