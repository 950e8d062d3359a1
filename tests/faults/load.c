/* A book under load: what is asked of it, and how it is held against what it was. */
#include "faults/load.h"

#include "rpc/story.h"

#include "rpc/history.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "faults/folder.h"
#include "store/book.h"
#include "store/check.h"
#include "store/loss.h"

#define CONTACTS 8

struct load {
	struct stack f;
	struct history h;
	int n_groups, n_keys;
	bool is_due; /* the clock has moved */
};

int load_open(const char *path, uint64_t seed, struct load **ret, char why[STORE_WHY_SIZE])
{
	struct load *l = xcalloc(1, sizeof *l);
	struct store_options options = {.path = path, .now = NOON};
	struct stack *f = &l->f;
	int r;

	f->now = NOON;
	r = store_open(&options, &f->env.store, why);
	if (r) {
		free(l);
		return r;
	}
	settings_defaults(&f->settings);
	assert_int_equal(zone_load("UTC", &f->zone), 0);
	f->env.settings = &f->settings;
	f->env.zone = f->zone;
	f->env.work = (struct worktime){.week = f->settings.work_week, .start = 540, .end = 1080};
	stack_start(f, true);
	f->peer = rpc_peer_new();
	l->h.f = f;
	l->h.seed = seed * 0x9e3779b97f4a7c15u + 1;
	*ret = l;
	return 0;
}

void load_close(struct load *l)
{
	struct stack *f = &l->f;

	rpc_peer_free(f->peer);
	rpc_free(f->rpc);
	store_close(f->env.store);
	op_env_deinit(&f->env);
	zone_free(f->zone);
	str_deinit(&f->reply);
	free(l);
}

struct store *load_store(struct load *l)
{
	return l->f.env.store;
}

void load_careless(struct load *l)
{
	(void)sqlite3_exec(store_db(load_store(l)), "PRAGMA synchronous = OFF", NULL, NULL, NULL);
}

static void add_line(struct load *l, struct load_group *g, const char *method, const char *params)
{
	_cleanup_str_ struct str line = {0};
	size_t n = strlen(params);

	str_addf(&line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":", method);
	str_add_n(&line, params, n - 1);
	if (below(&l->h, 2))
		str_addf(&line, "%s\"idempotency_key\":\"key-%d\"", n > 2 ? "," : "", ++l->n_keys);
	str_add(&line, "}}");
	g->lines[g->n++] = xstrdup(str_text(&line));
}

static void make_contacts(struct load *l, struct load_group *g)
{
	for (int i = 0; i < CONTACTS; i++) {
		char params[64];

		(void)snprintf(params, sizeof params, "{\"name\":\"Person %d\"}", i);
		add_line(l, g, "contact.add", params);
	}
}

static void make_requests(struct load *l, struct load_group *g)
{
	struct step *s = &l->h.steps[0];

	for (int n = 1 + below(&l->h, LOAD_LINES); g->n < n;) {
		if (below(&l->h, 60) == 0) {
			add_line(l, g, "journal.undo", "{}");
			continue;
		}
		make_request(&l->h, s, pick_request(&l->h));
		add_line(l, g, s->method, s->params);
	}
}

/* Ids are given one after the other, so that all of it fits one group. */
static void make_rows(struct load *l, struct load_group *g)
{
	int64_t id = 1 + sql_number(&l->f, "SELECT ifnull(max(id), 0) FROM import", 0);
	struct step *s = &l->h.steps[0];
	_cleanup_str_ struct str begin = {0}, add = {0}, commit = {0};

	make_import(&l->h, s);
	str_addf(&begin, "{\"source\":\"csv\",\"kind\":\"%s\"}", s->method);
	str_addf(&add, "{\"import\":%lld,\"items\":[%s]}", (long long)id, s->params);
	str_addf(&commit, "{\"import\":%lld}", (long long)id);
	add_line(l, g, "import.begin", str_text(&begin));
	add_line(l, g, "import.add", str_text(&add));
	add_line(l, g, "import.commit", str_text(&commit));
}

static enum load_kind kind_of(struct load *l)
{
	if (l->n_groups == 0)
		return LOAD_PLANS;
	if (l->f.env.is_undoing)
		return LOAD_UNDO;
	if (l->f.env.is_importing)
		return LOAD_IMPORT;
	if (l->is_due)
		return LOAD_TICK;
	if (l->n_groups > 1 && below(&l->h, 10) == 0) {
		l->f.now += 3600 * (1 + below(&l->h, 100));
		return LOAD_TICK;
	}
	return LOAD_REQUESTS;
}

void load_make(struct load *l, struct load_group *g)
{
	*g = (struct load_group){.kind = kind_of(l)};
	g->now = l->f.now;
	if (g->kind == LOAD_REQUESTS && l->n_groups == 1)
		make_contacts(l, g);
	else if (g->kind == LOAD_REQUESTS && below(&l->h, 20) == 0)
		make_rows(l, g);
	else if (g->kind == LOAD_REQUESTS)
		make_requests(l, g);
	l->n_groups++;
}

void load_group_free(struct load_group *g)
{
	for (int i = 0; i < g->n; i++)
		free(g->lines[i]);
	*g = (struct load_group){0};
}

static int error_code(const char *reply)
{
	json_t *json = json_loads(reply, 0, NULL);
	int code = 0;

	if (!json)
		fail_msg("no JSON: %s", reply);
	code = (int)json_integer_value(json_object_get(json_object_get(json, "error"), "code"));
	if (!json_object_get(json, "result") == !code)
		fail_msg("neither a result nor an error: %s", reply);
	json_decref(json);
	return code;
}

static int handle(struct load *l, const char *line)
{
	struct stack *f = &l->f;

	str_reset(&f->reply);
	rpc_handle(f->rpc, f->peer, line, strlen(line), &f->reply);
	return error_code(str_text(&f->reply));
}

static int run_slice(struct load *l, const struct load_group *g)
{
	static const char *const methods[] = {
		[LOAD_TICK] = "tick",
		[LOAD_UNDO] = "journal.undo",
		[LOAD_IMPORT] = "import.commit",
		[LOAD_PLANS] = "start",
	};
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = methods[g->kind]};
	struct op_env *env = &l->f.env;
	int r;

	r = op_begin(&op, env, arena, l->f.now);
	if (r == 0 && g->kind == LOAD_TICK)
		r = op_end(&op, op_tick(&op, &l->is_due));
	else if (r == 0 && g->kind == LOAD_UNDO)
		r = op_end(&op, op_undo_slice(&op, &env->is_undoing));
	else if (r == 0 && g->kind == LOAD_IMPORT)
		r = op_end(&op, op_import_slice(&op, 10, &env->is_importing));
	else if (r == 0)
		r = op_end(&op, builtin_plans_put(&op));
	arena_free(arena);
	return r;
}

static int run_together(struct load *l, struct load_group *g)
{
	struct op_env *env = &l->f.env;
	int r;

	r = op_group_begin(env);
	if (r)
		return r;
	if (g->kind != LOAD_REQUESTS)
		r = run_slice(l, g);
	for (int i = 0; r == 0 && i < g->n; i++) {
		g->codes[i] = handle(l, g->lines[i]);
		if (!op_group_is_alive(env))
			r = -ECANCELED;
	}
	if (r) {
		op_group_rollback(env);
		return r;
	}
	return op_group_commit(env);
}

/* As daemon/app_requests.c: only the guilty ones fail. */
static int run_alone(struct load *l, const char *line, int *ret_code)
{
	struct op_env *env = &l->f.env;
	bool is_ended;
	int r;

	*ret_code = 0;
	r = op_group_begin(env);
	if (r == 0) {
		*ret_code = handle(l, line);
		is_ended = !op_group_is_alive(env);
		r = op_group_commit(env);
		if (is_ended && *ret_code)
			return r;
	}
	if (r == 0)
		return 0;
	*ret_code = op_is_damaged(env) ? VOUCH_E_DAMAGED : r > 0 ? r : VOUCH_RPC_INTERNAL_ERROR;
	return r;
}

int load_run(struct load *l, struct load_group *g)
{
	int r = run_together(l, g), last = 0;

	if (r == 0 || g->kind != LOAD_REQUESTS)
		return r;
	for (int i = 0; i < g->n; i++) {
		r = run_alone(l, g->lines[i], &g->codes[i]);
		last = r ? r : last;
	}
	return last;
}

int load_ask(struct load *l, const char *line)
{
	int code;

	(void)run_alone(l, line, &code);
	return code;
}

void load_put_note(const char *book, const struct loss_note *note)
{
	_cleanup_str_ struct str path = {0};
	int fd;

	if (!note->n)
		return;
	str_addf(&path, "%s.lock", book);
	fd = open(str_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		abort();
	loss_write(fd, note);
	(void)close(fd);
}

static void mix(uint64_t *hash, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;

	for (size_t i = 0; i < n; i++)
		*hash = (*hash ^ b[i]) * 1099511628211u;
}

static bool mix_table(struct sqlite3 *db, const char *name, uint64_t *hash)
{
	_cleanup_str_ struct str sql = {0};
	struct sqlite3_stmt *stmt = NULL;
	int code;

	str_addf(&sql, "SELECT * FROM \"%s\"%s", name,
		 str_equal(name, "book") ? " WHERE key <> '" BOOK_IN_USE "'" : "");
	mix(hash, name, strlen(name));
	if (sqlite3_prepare_v2(db, str_text(&sql), -1, &stmt, NULL) != SQLITE_OK)
		return false;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			int type = sqlite3_column_type(stmt, i);
			const void *value = sqlite3_column_blob(stmt, i);

			mix(hash, &type, sizeof type);
			mix(hash, value ? value : "", (size_t)sqlite3_column_bytes(stmt, i));
		}
	}
	return sqlite3_finalize(stmt) == SQLITE_OK && code == SQLITE_DONE;
}

bool load_digest(struct store *s, uint64_t *ret)
{
	struct sqlite3 *db = store_db(s);
	struct sqlite3_stmt *stmt = NULL;
	uint64_t hash = 14695981039346656037u;
	bool is_read = true;

	if (sqlite3_prepare_v2(db,
			       "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
			       -1, &stmt, NULL) != SQLITE_OK)
		return false;
	while (is_read && sqlite3_step(stmt) == SQLITE_ROW)
		is_read = mix_table(db, (const char *)sqlite3_column_text(stmt, 0), &hash);
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return false;
	*ret = hash;
	return is_read;
}

const char *load_check(struct store *s)
{
	static char problem[300];
	struct arena *arena = arena_new();
	const char **problems;
	int n = 0, r;

	r = store_begin(s);
	if (r == 0)
		r = store_check(s, true, arena, &problems, &n);
	if (r)
		(void)snprintf(problem, sizeof problem, "it cannot be looked at: %d", r);
	else if (n)
		str_copy(problem, sizeof problem, problems[0]);
	store_rollback(s);
	arena_free(arena);
	return r || n ? problem : NULL;
}
