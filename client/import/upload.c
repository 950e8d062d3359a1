/* Items on their way to vouchd: import.begin, .add in pieces, .commit, and the end of it. */
#include "import/upload.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "vouch/errors.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

#define PIECE_BYTES_MAX ((size_t)900 * 1024) /* below VOUCH_LINE_MAX, with room for the frame */
/* Whoever else asks vouchd waits for a piece that it checks: as many items as take about this long.
 */
#define PIECE_US 8000
#define PIECE_FIRST 50
#define PIECE_MIN 10

void upload_init(struct upload *u, struct cli *cli)
{
	*u = (struct upload){.cli = cli, .items = json_array(), .piece = PIECE_FIRST};
}

void upload_deinit(struct upload *u)
{
	json_decref(u->items);
	json_decref(u->import);
	json_decref(u->refused);
	json_decref(u->duplicates);
	json_decref(u->not_taken);
	*u = (struct upload){0};
}

/* Says why, and leaves nothing staged behind where vouchd can still be told so. */
static int give_up(struct upload *u)
{
	bool is_there = call_failure(u->cli->call)->code != 0;
	int exit = cli_fail_call(u->cli);
	json_auto_t *answer = NULL;

	if (is_there && u->id)
		(void)call_write(u->cli->call, "import.abort", json_pack("{s:I}", "import", u->id),
				 &answer);
	return exit;
}

const char *upload_kind(const struct upload *u)
{
	if (u->is_book)
		return "book";
	if (u->is_dates)
		return "dates";
	return u->kind == MAP_SALES ? "sales" : "contacts";
}

void upload_abort(struct upload *u)
{
	json_auto_t *answer = NULL;

	if (u->id)
		(void)call_write(u->cli->call, "import.abort", json_pack("{s:I}", "import", u->id),
				 &answer);
}

static int begin(struct upload *u)
{
	json_auto_t *answer = NULL;
	json_t *params = json_pack("{s:s, s:s}", "source", u->source, "kind", upload_kind(u));

	if (u->is_dry_run)
		(void)json_object_set_new(params, "dry_run", json_true());
	if (u->is_strict)
		(void)json_object_set_new(params, "strict", json_true());
	if (call_write(u->cli->call, "import.begin", params, &answer))
		return give_up(u);
	u->id = number_of(answer, "import.id");
	return 0;
}

/* How many items the next piece has, after one that was answered in `us`. */
static size_t piece_next(size_t n, uint64_t us)
{
	uint64_t fit = us ? n * PIECE_US / us : VOUCH_IMPORT_ITEMS_MAX;
	uint64_t most = n * 2 < VOUCH_IMPORT_ITEMS_MAX ? n * 2 : VOUCH_IMPORT_ITEMS_MAX;

	return (size_t)(fit < PIECE_MIN ? PIECE_MIN : fit > most ? most : fit);
}

static int send_piece(struct upload *u)
{
	json_auto_t *answer = NULL;
	uint64_t begun;
	json_t *params;
	int exit;

	if (json_array_size(u->items) == 0)
		return 0;
	exit = u->id ? 0 : begin(u);
	if (exit)
		return exit;
	params = json_pack("{s:I, s:O}", "import", u->id, u->is_book ? "book" : "items", u->items);
	begun = clock_monotonic_us();
	exit = call_write(u->cli->call, "import.add", params, &answer);
	if (exit)
		return give_up(u);
	u->piece = piece_next(json_array_size(u->items), clock_monotonic_us() - begun);
	(void)json_array_clear(u->items);
	u->bytes = 0;
	return 0;
}

int upload_add(struct upload *u, json_t *item)
{
	size_t bytes = json_dumpb(item, NULL, 0, JSON_COMPACT) + 1;
	int exit = 0;

	if (json_array_size(u->items) == u->piece || u->bytes + bytes > PIECE_BYTES_MAX)
		exit = send_piece(u);
	if (exit) {
		json_decref(item);
		return exit;
	}
	(void)json_array_append_new(u->items, item);
	u->bytes += bytes;
	return 0;
}

static void keep(json_t **to, const json_t *answer, const char *key)
{
	json_t *value = json_object_get(answer, key);

	if (!json_is_array(value))
		return;
	json_decref(*to);
	*to = json_incref(value);
}

static int commit(struct upload *u)
{
	json_auto_t *answer = NULL;
	int exit;

	exit = call_write(u->cli->call, "import.commit", json_pack("{s:I}", "import", u->id),
			  &answer);
	if (exit && (u->is_book || call_failure(u->cli->call)->code != VOUCH_E_IMPORT_REFUSED))
		return give_up(u);
	keep(&u->refused, answer, "refused");
	keep(&u->duplicates, answer, "duplicates");
	keep(&u->not_taken, answer, "not_taken");
	return 0;
}

static int look(struct upload *u)
{
	json_auto_t *answer = NULL;
	int exit;

	exit = cli_read(u->cli, "import.get", json_pack("{s:I}", "import", u->id), &answer);
	if (exit)
		return exit;
	json_decref(u->import);
	u->import = json_incref(json_object_get(answer, "import"));
	keep(&u->refused, json_object_get(answer, "refused") ? answer : u->import, "refused");
	keep(&u->duplicates, answer, "duplicates");
	keep(&u->not_taken, answer, "not_taken");
	return 0;
}

static bool is_over(const json_t *import)
{
	static const char *const ends[] = {"done", "refused", "aborted"};
	const char *state = text_of(import, "state");

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_equal(state, ends[i]))
			return true;
	return false;
}

/* Where the import ends before we look, the look shows it; where after, its event comes after. */
static int wait_for_end(struct upload *u)
{
	for (;;) {
		json_auto_t *event = NULL;
		int exit = look(u);

		if (exit || is_over(u->import))
			return exit;
		if (call_event(u->cli->call, CALL_EVENT_MS, &event))
			return cli_fail_call(u->cli);
	}
}

int upload_finish(struct upload *u)
{
	json_auto_t *answer = NULL;
	int exit;

	exit = send_piece(u);
	if (exit || !u->id)
		return exit;
	if (call_read(u->cli->call, "events.subscribe",
		      json_pack("{s:[s]}", "kinds", "import.done"), &answer))
		return give_up(u);
	exit = commit(u);
	return exit ? exit : wait_for_end(u);
}
