/* system.backup, system.backups: copies of the book. */
#include "ops/backup.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static const char *const state_words[] = {"none", "running", "running", "written", "failed"};

struct backup_params {
	struct given given;
	const char *name;
};
static const struct param backup_params[] = {
	ROW_TEXT(struct backup_params, name, "name", 1, VOUCH_TEXT_MAX, 0,
		 "letters, digits, - _ and . (default: the day's, vouch-2026-12-01, which is taken "
		 "away again when there are newer ones; others stay)"),
	{0},
};

/* What is being made, or was made last. */
static json_t *render_last(struct op *op)
{
	const struct op_backup *b = &op->env->backup;
	json_t *o = json_object();

	if (b->state == BACKUP_NONE) {
		json_decref(o);
		return json_null();
	}
	set_text(o, "name", b->name);
	set_text(o, "path", op_backup_path(op));
	set_text(o, "part", op_backup_part(op));
	set_text(o, "state", state_words[b->state]);
	set_int(o, "bytes", b->bytes);
	set_int(o, "total", b->total);
	set_text(o, "why", b->why);
	return o;
}

static int system_backup(struct call *c, const void *params, json_t **ret)
{
	const struct backup_params *p = params;
	int r;

	r = op_backup_want(c->op, p->name);
	if (r == 0)
		*ret = render_last(c->op);
	return r;
}

static json_t *render_file(const struct backup_file *f)
{
	json_t *o = json_object();

	set_text(o, "name", f->name);
	set_text(o, "path", f->path);
	set_int(o, "bytes", f->bytes);
	set_instant(o, "at", f->at);
	set_text(o, "kind", backup_kind_words[f->kind]);
	set_day(o, "expires", f->expires);
	set_bool(o, "is_checked", f->kind != BACKUP_BEFORE); /* nobody has looked at that one */
	return o;
}

static int system_backups(struct call *c, const void *params, json_t **ret)
{
	json_t *o, *items = json_array();
	const struct backup_file *newest;
	struct backup_file *files = NULL;
	size_t n = 0;
	int r;

	(void)params;
	r = op_backup_list(c->op, &files, &n);
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(items, render_file(&files[i]));
	newest = store_backup_newest(files, n);
	o = json_object();
	set_text(o, "book", c->op->env->backup.book);
	set_text(o, "folder", c->op->env->backup.folder);
	set_object(o, "items", items);
	set_text(o, "last_good", newest ? newest->name : NULL);
	set_object(o, "last", render_last(c->op));
	return answer_if(r, o, ret);
}

int set_backup(struct op *op, json_t *object)
{
	const struct backup_file *newest;
	struct backup_file *files = NULL;
	json_t *o = json_object();
	int64_t since = NO_INSTANT;
	size_t n = 0;
	int r;

	r = op_backup_list(op, &files, &n);
	newest = r == 0 ? store_backup_newest(files, n) : NULL;
	set_instant(o, "last_at", newest ? newest->at : NO_INSTANT);
	set_text(o, "last_name", newest ? newest->name : NULL);
	set_bool(o, "is_checked", newest != NULL);
	r = op_backup_since(op, &since);
	set_instant(o, "since", since);
	set_object(object, "backup", o);
	return r;
}

const struct method backup_methods[] = {
	{"system.backup", backup_params, sizeof(struct backup_params), system_backup, METHOD_READ,
	 "Copy the book into the folder of backups, while everything goes on",
	 "name, path, part, state, bytes, total, why: it is made after this is answered, "
	 "system.backups "
	 "tells how far it is; part is the copy until it was checked and called by its path"},
	{"system.backups", NULL, 0, system_backups, METHOD_READ, "The backups there are",
	 "book, folder, items with name, path, bytes, at, kind, expires, is_checked, the newest "
	 "first; last_good; last, as of system.backup"},
	{0},
};
