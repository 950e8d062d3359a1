/* While one write follows another more of the book is kept in memory; at rest it is given back. */
#include "app.h"
#include "store/db.h"

#define BUSY_US 1000000 /* two that are closer than this follow each other */
#define REST_MS 2000

static void on_rest(void *user)
{
	struct app *a = user;
	struct app_busy *b = &a->busy;

	loop_timer_free(b->rest);
	b->rest = NULL;
	if (clock_monotonic_us() < b->wrote_at + BUSY_US || a->env.is_importing)
		b->rest = loop_after(a->loop, REST_MS, on_rest, a);
	else
		store_set_pace(a->env.store, STORE_CALM);
}

void app_busy_look(struct app *a)
{
	struct app_busy *b = &a->busy;
	int64_t changes = store_all_changes(a->env.store);
	uint64_t now;
	bool is_busy;

	if (changes == b->changes)
		return;
	now = clock_monotonic_us();
	is_busy = b->wrote_at && now < b->wrote_at + BUSY_US;
	b->changes = changes;
	b->wrote_at = now;
	if (!is_busy || a->env.is_importing)
		return;
	store_set_pace(a->env.store, STORE_BUSY);
	if (!b->rest)
		b->rest = loop_after(a->loop, REST_MS, on_rest, a);
}
