/* The undo of a large import goes on between the turns, as the import did. The clock waits
 * meanwhile: what is due may be what is being taken back. */
#include "app.h"
#include "base/log.h"
#include "ops/undo.h"

#define RETRY_MS 60000u

struct slice {
	bool has_more;
	const char *why; /* it was refused; null: it was not */
};

static int run_slice(struct op *op, void *arg)
{
	struct slice *s = arg;
	int r;

	r = op_undo_slice(op, &s->has_more);
	s->why = r > 0 && r == op->fail_code ? op->fail_text : NULL;
	return r;
}

static int turn_back(struct op *op, void *arg)
{
	const struct slice *s = arg;

	return op_undo_turn_back(op, s->why);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->undo_retry);
	a->undo_retry = NULL;
	app_defer(a);
}

bool app_undo_is_running(const struct app *a)
{
	return a->env.is_undoing && !a->undo_retry;
}

bool app_undo_run(struct app *a)
{
	struct slice s = {0};
	int r;

	r = app_operate(a, OP_USER, "journal.undo", run_slice, &s);
	if (r == 0)
		a->env.is_undoing = s.has_more;
	if (r > 0 && s.why) {
		log_warning("an import cannot be taken back; it is left as it was");
		r = app_operate(a, OP_USER, "journal.undo", turn_back, &s);
	}
	if (r == 0)
		return a->env.is_undoing;
	log_error("taking back an import cannot go on: error %d", r < 0 ? -r : r);
	a->env.is_undoing = true;
	if (!a->undo_retry)
		a->undo_retry = loop_after(a->loop, RETRY_MS, on_retry, a);
	return false;
}

void app_undo_finish(struct app *a)
{
	while (app_undo_is_running(a) && app_undo_run(a))
		arena_reset(a->arena);
}
