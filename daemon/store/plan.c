/* Plans and their versions, step by step. */
#include "store/plan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { FIND, ADD, LATEST, VERSION_ADD, STEP_ADD, VERSION_GET, VERSION_BY_ID, STEPS, LIST, N };

static const char *const sql[] = {
	[FIND] = "SELECT id, latest FROM plan WHERE name = ?1",
	[ADD] = "INSERT INTO plan (name) VALUES (?1)",
	[LATEST] = "UPDATE plan SET latest = ?2 WHERE id = ?1",
	[VERSION_ADD] = "INSERT INTO plan_version (plan, version, title, created_at) "
			"VALUES (?1, ?2, ?3, ?4)",
	[STEP_ADD] = "INSERT INTO plan_step (plan_version, position, key, \"offset\", \"after\", "
		     "kind, channel, \"to\", scope, \"when\", gate, part_of, gives, score, repeat, "
		     "tries, text, reason, leads) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
		     "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
	[VERSION_GET] = "SELECT p.id, v.id, p.name, v.version, v.title FROM plan p "
			"JOIN plan_version v ON v.plan = p.id WHERE p.name = ?1 "
			"AND v.version = CASE ?2 WHEN 0 THEN p.latest ELSE ?2 END",
	[VERSION_BY_ID] = "SELECT p.id, v.id, p.name, v.version, v.title FROM plan_version v "
			  "JOIN plan p ON p.id = v.plan WHERE v.id = ?1",
	[STEPS] =
		"SELECT key, \"offset\", \"after\", kind, channel, \"to\", scope, \"when\", gate, "
		"part_of, gives, score, repeat, tries, text, reason, leads FROM plan_step "
		"WHERE plan_version = ?1 ORDER BY position",
	[LIST] = "SELECT p.id, v.id, p.name, v.version, v.title, "
		 "(SELECT count(*) FROM plan_step t WHERE t.plan_version = v.id) FROM plan p "
		 "JOIN plan_version v ON v.plan = p.id AND v.version = p.latest "
		 "WHERE ?1 IS NULL OR p.name > ?1 ORDER BY p.name LIMIT ?2",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_PLAN};
const struct stmt_set *const store_set_plan = &set;

static int add_step(struct store *s, int64_t version_id, size_t position,
		    const struct plan_step *step)
{
	_cleanup_str_ struct str tries = {0}, leads = {0};

	for (size_t i = 0; i < step->n_tries; i++)
		str_addf(&tries, "%s%s", i ? "\n" : "", step->tries[i]);
	for (size_t i = 0; i < step->n_leads; i++)
		str_addf(&leads, "%s%lld", i ? " " : "", (long long)step->leads[i]);
	return store_run(s, &set, STEP_ADD,
			 "iitttttttttt"
			 "bbttttt",
			 version_id, (int64_t)position, step->key, step->offset, step->after,
			 followup_kinds[step->kind], word_at(channels, step->channel),
			 step_tos[step->to], step_scopes[step->scope], step_whens[step->when],
			 step->has_gate ? step_gates[0] : NULL, step->part_of, step->gives,
			 step->score, step->repeat, step->n_tries ? str_text(&tries) : NULL,
			 step->text, step->reason, step->n_leads ? str_text(&leads) : NULL);
}

static int find(struct store *s, const char *name, int64_t *ret_id, int *ret_latest)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret_id = 0;
	*ret_latest = 0;
	r = store_bind(s, &set, FIND, &stmt, "t", name);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret_id = col_int(stmt, 0);
	*ret_latest = (int)col_int(stmt, 1);
	store_reset(stmt);
	return 0;
}

int store_plan_put(struct store *s, struct plan *plan, int64_t now)
{
	int r;

	r = find(s, plan->name, &plan->id, &plan->version);
	if (r == 0 && !plan->id) {
		r = store_run(s, &set, ADD, "t", plan->name);
		plan->id = store_last_id(s);
	}
	if (r)
		return r;
	plan->version++;
	r = store_run(s, &set, VERSION_ADD, "inti", plan->id, plan->version, plan->title, now);
	if (r)
		return r;
	plan->version_id = store_last_id(s);
	for (size_t i = 0; r == 0 && i < plan->n_steps; i++)
		r = add_step(s, plan->version_id, i, &plan->steps[i]);
	return r ? r : store_run(s, &set, LATEST, "in", plan->id, plan->version);
}

static void read_plan(struct sqlite3_stmt *stmt, struct arena *arena, struct plan *plan)
{
	*plan = (struct plan){
		.id = col_int(stmt, 0),
		.version_id = col_int(stmt, 1),
		.name = col_text(stmt, 2, arena),
		.version = (int)col_int(stmt, 3),
		.title = col_text(stmt, 4, arena),
	};
}

static void read_tries(char *text, struct arena *arena, struct plan_step *step)
{
	size_t cap = 0;
	char *save = NULL;

	if (!text)
		return;
	for (char *t = strtok_r(text, "\n", &save); t; t = strtok_r(NULL, "\n", &save)) {
		step->tries = arena_grow(arena, step->tries, step->n_tries, &cap, sizeof t);
		step->tries[step->n_tries++] = t;
	}
}

static void read_leads(const char *text, struct arena *arena, struct plan_step *step)
{
	int64_t *leads = NULL;
	size_t cap = 0;
	char *end;

	for (const char *t = text; t && *t; t = end) {
		leads = arena_grow(arena, leads, step->n_leads, &cap, sizeof *leads);
		leads[step->n_leads] = strtoll(t, &end, 10);
		if (end == t)
			break;
		step->n_leads++;
	}
	step->leads = leads;
}

static void read_step(struct sqlite3_stmt *stmt, struct arena *arena, struct plan_step *step)
{
	*step = (struct plan_step){
		.key = col_text(stmt, 0, arena),
		.offset = col_text(stmt, 1, arena),
		.after = col_text(stmt, 2, arena),
		.kind = (enum followup_kind)col_word(stmt, 3, followup_kinds),
		.channel = col_word_or_none(stmt, 4, channels),
		.to = (enum step_to)col_word(stmt, 5, step_tos),
		.scope = (enum step_scope)col_word(stmt, 6, step_scopes),
		.when = (enum step_when)col_word(stmt, 7, step_whens),
		.has_gate = col_text(stmt, 8, arena) != NULL,
		.part_of = col_text(stmt, 9, arena),
		.gives = col_bool(stmt, 10),
		.score = col_bool(stmt, 11),
		.repeat = col_text(stmt, 12, arena),
		.text = col_text(stmt, 14, arena),
		.reason = col_text(stmt, 15, arena),
	};
	read_tries(col_text(stmt, 13, arena), arena, step);
	read_leads(col_text(stmt, 16, arena), arena, step);
}

static int load_steps(struct store *s, struct arena *arena, struct plan *plan)
{
	struct sqlite3_stmt *stmt;
	int r;

	plan->steps = arena_array(arena, VOUCH_STEPS_MAX, sizeof *plan->steps);
	r = store_bind(s, &set, STEPS, &stmt, "i", plan->version_id);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1 && plan->n_steps < VOUCH_STEPS_MAX)
		read_step(stmt, arena, &plan->steps[plan->n_steps++]);
	store_reset(stmt);
	return r < 0 ? r : 0;
}

static int get(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena, struct plan *ret)
{
	int r;

	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	read_plan(stmt, arena, ret);
	store_reset(stmt);
	return load_steps(s, arena, ret);
}

int store_plan_get(struct store *s, const char *name, int version, struct arena *arena,
		   struct plan *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, VERSION_GET, &stmt, "tn", name, version);
	return r ? r : get(s, stmt, arena, ret);
}

int store_plan_by_version_id(struct store *s, int64_t version_id, struct arena *arena,
			     struct plan *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, VERSION_BY_ID, &stmt, "i", version_id);
	return r ? r : get(s, stmt, arena, ret);
}

int store_plan_list(struct store *s, const char *after, int limit, struct arena *arena,
		    struct plan **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct plan *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "tn", after, limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_plan(stmt, arena, &items[n]);
		items[n++].n_steps = (size_t)col_int(stmt, 5);
	}
	*ret = items;
	*ret_n = n;
	return r;
}
