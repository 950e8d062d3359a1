/* The folder that is kept as a calendar: what an operation changed is written between the turns, a
 * slice of a few milliseconds at a time; at the start, and where too much has changed, the folder
 * is looked through as a whole. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "io/vdir.h"
#include "ops/calendar_item.h"

#define WORK_US 3000
#define RETRY_FIRST_MS 10000u
#define RETRY_LAST_MS 600000u
#define KEYS 50 /* of a walk at a time */
#define THERE_MAX 1000000
#define PATH_SIZE 4096
#define NAME_SIZE 256

/* A look through the whole: the names in the folder are read, each is made right, and then what
 * the book has and the folder had not. */
enum look { LOOK_NONE, LOOK_NAMES, LOOK_THERE, LOOK_BOOK };

struct app_vdir {
	char folder[PATH_SIZE];
	struct vdir *dir; /* null: to be opened */
	enum look look;
	struct calendar_key *there; /* n of them, from LOOK_THERE on in order */
	size_t n, cap, at;
	struct calendar_walk walk;
	struct loop_timer *retry;
	unsigned retry_ms;
	bool is_waiting; /* for the retry */
	uint64_t until;  /* the end of the slice at hand */
};

static int compare(const void *a, const void *b)
{
	const struct calendar_key *x = a, *y = b;

	if (x->noun != y->noun)
		return x->noun < y->noun ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static bool is_over(const struct app_vdir *v)
{
	return clock_monotonic_us() >= v->until;
}

static int put(struct app_vdir *v, const struct calendar_item *item)
{
	_cleanup_str_ struct str text = {0}, name = {0};

	calendar_text_whole(&text, item);
	str_addf(&name, "%s.ics", item->uid);
	return vdir_put(v->dir, name.data, text.data, text.len);
}

static int drop(struct app_vdir *v, const char *uid)
{
	_cleanup_str_ struct str name = {0};

	str_addf(&name, "%s.ics", uid);
	return vdir_remove(v->dir, name.data);
}

/* Its file or files are as the book has it. */
static int settle(struct app *a, struct op *op, const struct calendar_key *key)
{
	enum calendar_items which = (enum calendar_items)a->config.settings.calendar_items;
	struct calendar_made made;
	const char *uuid;
	int r;

	r = op_calendar_item(op, key, which, false, &made);
	if (r == 0)
		r = op_calendar_uuid(op, &uuid);
	for (int is_event = key->noun == CALENDAR_DATE; r == 0 && is_event < 2; is_event++) {
		const struct calendar_item *item = NULL;

		for (size_t i = 0; i < made.n; i++)
			if (made.items[i].is_event == is_event)
				item = &made.items[i];
		r = item ? put(a->vdir, item)
			 : drop(a->vdir, op_calendar_uid(op, key, is_event, uuid));
	}
	return r;
}

static int settle_contact(struct app *a, struct op *op, int64_t contact)
{
	struct calendar_keys keys;
	int r;

	r = op_calendar_of_contact(op, contact, &keys);
	for (size_t i = 0; r == 0 && i < keys.n; i++)
		r = settle(a, op, &keys.items[i]);
	return r;
}

static int settle_changed(struct app *a, struct op *op)
{
	struct calendar_key key;
	int r = 0;

	while (r == 0 && !is_over(a->vdir) && op_calendar_next_changed(&a->env, &key))
		r = key.noun == CALENDAR_CONTACT ? settle_contact(a, op, key.id)
						 : settle(a, op, &key);
	return r;
}

static int begin_look(struct app *a)
{
	struct app_vdir *v = a->vdir;

	a->env.calendar.is_stale = false;
	a->env.calendar.n = 0;
	v->look = LOOK_NAMES;
	v->n = v->at = 0;
	v->walk = (struct calendar_walk){
		.has_dates = a->config.settings.calendar_items != CALENDAR_TODO,
	};
	return vdir_rewind(v->dir);
}

/* "followup-12@UUID.ics"; what is named otherwise is somebody else's. */
static bool is_ours(const char *name, const char *uuid, struct calendar_key *ret)
{
	size_t n = strlen(name);

	return n > 4 && n < NAME_SIZE && str_equal(name + n - 4, ".ics") &&
	       op_calendar_uid_read(name, n - 4, uuid, ret);
}

static int look_at_names(struct app_vdir *v, struct op *op)
{
	struct calendar_key key;
	const char *name, *uuid;
	int r;

	r = op_calendar_uuid(op, &uuid);
	if (r)
		return r;
	while (!is_over(v)) {
		r = vdir_next(v->dir, &name);
		if (r < 0)
			return r;
		if (r == 0) {
			if (v->n)
				qsort(v->there, v->n, sizeof *v->there, compare);
			v->look = LOOK_THERE;
			return 0;
		}
		if (v->n == THERE_MAX || !is_ours(name, uuid, &key))
			continue;
		v->there = xgrow(v->there, v->n, &v->cap, sizeof *v->there);
		v->there[v->n++] = key;
	}
	return 0;
}

static int look_at_there(struct app *a, struct op *op)
{
	struct app_vdir *v = a->vdir;
	int r = 0;

	while (r == 0 && v->at < v->n && !is_over(v))
		r = settle(a, op, &v->there[v->at++]);
	if (v->at == v->n)
		v->look = LOOK_BOOK;
	return r;
}

static bool was_there(const struct app_vdir *v, const struct calendar_key *key)
{
	return v->n && bsearch(key, v->there, v->n, sizeof *v->there, compare);
}

static int look_at_book(struct app *a, struct op *op)
{
	struct app_vdir *v = a->vdir;
	struct calendar_keys keys;
	int r = 0;

	while (r == 0 && v->look == LOOK_BOOK && !is_over(v)) {
		r = op_calendar_walk(op, &v->walk, KEYS, &keys);
		for (size_t i = 0; r == 0 && i < keys.n; i++)
			if (!was_there(v, &keys.items[i]))
				r = settle(a, op, &keys.items[i]);
		if (r == 0 && keys.n == 0)
			v->look = LOOK_NONE;
	}
	if (v->look != LOOK_NONE)
		return r;
	free(v->there);
	v->there = NULL;
	v->n = v->cap = 0;
	return r;
}

static int look(struct app *a, struct op *op)
{
	switch (a->vdir->look) {
	case LOOK_NONE:
		return 0;
	case LOOK_NAMES:
		return look_at_names(a->vdir, op);
	case LOOK_THERE:
		return look_at_there(a, op);
	case LOOK_BOOK:
		return look_at_book(a, op);
	}
	return 0;
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->vdir->retry);
	a->vdir->retry = NULL;
	a->vdir->is_waiting = false;
	app_defer(a);
}

/* What is written then is all of it: nothing is remembered meanwhile. */
static void fail(struct app *a, int r)
{
	struct app_vdir *v = a->vdir;
	const char *why = r < 0 ? strerror(-r) : "the book cannot be read";

	if (r == -EACCES && sandbox_bars(v->folder))
		why = APP_BARRED;
	if (!a->env.calendar.why)
		log_warning("the calendar folder cannot be kept, trying again: %s", why);
	a->env.calendar.why = why;
	a->env.calendar.is_stale = true;
	a->env.calendar.n = 0;
	vdir_close(v->dir);
	v->dir = NULL;
	v->look = LOOK_NONE;
	v->is_waiting = true;
	v->retry_ms = v->retry_ms ? v->retry_ms * 2 : RETRY_FIRST_MS;
	if (v->retry_ms > RETRY_LAST_MS)
		v->retry_ms = RETRY_LAST_MS;
	v->retry = loop_after(a->loop, v->retry_ms, on_retry, a);
}

static int open_folder(struct app *a)
{
	struct app_vdir *v = a->vdir;
	int r = v->dir ? vdir_check(v->dir) : 0;

	if (r == 0 && !v->dir) {
		r = vdir_open(v->folder, &v->dir);
		a->env.calendar.is_stale = true;
	}
	return r;
}

static int run_slice(struct app *a)
{
	struct op op = {.actor = OP_CLOCK, .method = "calendar.keep"};
	int r;

	a->vdir->until = clock_monotonic_us() + WORK_US;
	op_look(&op, &a->env, a->arena, app_now(a));
	r = open_folder(a);
	if (r == 0 && a->env.calendar.is_stale)
		r = begin_look(a);
	if (r == 0)
		r = settle_changed(a, &op);
	return r ? r : look(a, &op);
}

static bool has_work(const struct app *a)
{
	const struct op_calendar *c = &a->env.calendar;

	return c->folder && !a->vdir->is_waiting &&
	       (c->is_stale || c->n || a->vdir->look != LOOK_NONE);
}

bool app_vdir_run(struct app *a)
{
	int r;

	if (!has_work(a)) {
		a->env.calendar.is_current = a->env.calendar.folder && !a->vdir->is_waiting;
		return false;
	}
	a->env.calendar.is_current = false;
	r = run_slice(a);
	if (r) {
		fail(a, r);
		return false;
	}
	if (has_work(a))
		return true;
	if (a->env.calendar.why)
		log_info("the calendar folder is kept again");
	a->env.calendar.why = NULL;
	a->env.calendar.is_current = true;
	a->vdir->retry_ms = 0;
	return false;
}

void app_vdir_start(struct app *a)
{
	const char *folder = a->config.settings.calendar_folder;
	struct app_vdir *v;

	app_vdir_stop(a);
	if (!*folder)
		return;
	v = xcalloc(1, sizeof *v);
	a->vdir = v;
	a->env.calendar.folder = v->folder;
	a->env.calendar.is_stale = true;
	if (paths_expand(folder, v->folder, sizeof v->folder))
		str_copy(v->folder, sizeof v->folder, folder);
}

void app_vdir_stop(struct app *a)
{
	struct app_vdir *v = a->vdir;

	a->vdir = NULL;
	a->env.calendar.folder = a->env.calendar.why = NULL;
	a->env.calendar.n = 0;
	if (!v)
		return;
	loop_timer_free(v->retry);
	vdir_close(v->dir);
	free(v->there);
	free(v);
}
