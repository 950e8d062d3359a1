/* Templates that a person has changed. */
#include "store/template.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { FIND, ADD, UPDATE, REMOVE, N };

static const char *const sql[] = {
	[FIND] = "SELECT version, text FROM template WHERE name = ?1",
	[ADD] = "INSERT INTO template (name, text, created_at) VALUES (?1, ?2, ?3)",
	[UPDATE] = "UPDATE template SET version = version + 1, text = ?2 WHERE name = ?1",
	[REMOVE] = "DELETE FROM template WHERE name = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TEMPLATE};
const struct stmt_set *const store_set_template = &set;

int store_template_find(struct store *s, const char *name, struct arena *arena,
			struct stored_template *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct stored_template){0};
	r = store_bind(s, &set, FIND, &stmt, "t", name);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	ret->version = col_int(stmt, 0);
	ret->text = col_text(stmt, 1, arena);
	store_reset(stmt);
	return 0;
}

int store_template_put(struct store *s, const char *name, const char *text, int64_t now)
{
	int r;

	r = store_run(s, &set, UPDATE, "tt", name, text);
	if (r || store_changes(s))
		return r;
	return store_run(s, &set, ADD, "tti", name, text, now);
}

int store_template_remove(struct store *s, const char *name)
{
	return store_run(s, &set, REMOVE, "t", name);
}
