/* Once somebody was erased, the file is made anew, so that no byte of them stays in it. */
#include "app.h"
#include "base/log.h"
#include "ops/erase.h"

#define RETRY_MS 600000u

static int note_clean(struct op *op, void *arg)
{
	(void)arg;
	return op_erase_finished(op);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->erase_retry);
	a->erase_retry = NULL;
	a->env.is_erasing = true;
	app_erase_run(a);
}

void app_erase_run(struct app *a)
{
	int r;

	if (!a->env.is_erasing)
		return;
	a->env.is_erasing = false;
	r = op_erase_clean(&a->env);
	if (r == 0)
		r = app_operate(a, OP_CLOCK, "erase.clean", note_clean, NULL);
	if (r == 0)
		return;
	log_error("what was erased is still in the file: error %d", r < 0 ? -r : r);
	if (!a->loop)
		a->env.is_erasing = true;
	else if (!a->erase_retry)
		a->erase_retry = loop_after(a->loop, RETRY_MS, on_retry, a);
}
