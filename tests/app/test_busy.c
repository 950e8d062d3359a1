/* How much of the book is kept in memory: more while one write follows another, and no more once
 * they have ended. */
#include "machine.h"

#include <sqlite3.h>

#include "store/db.h"
#include "store/raw.h"

#define SECOND 1000000

static int64_t cache(struct machine *m)
{
	return raw_number(store_db(m->app.env.store), "PRAGMA cache_size");
}

static void write_one(struct machine *m)
{
	MACHINE_DO(m, "contact.add", "{\"name\":\"Ana Ruiz\"}");
}

static void writes_that_follow_each_other_have_more_memory(void **state)
{
	struct machine *m = *state;
	int64_t calm;

	machine_start(m, FAKE_NOON);
	fake.ahead += 5 * SECOND; /* what a new book is filled with is over */
	machine_turn(m);
	calm = cache(m);
	assert_int_not_equal(calm, -STORE_WIDE_KIB);
	write_one(m);
	assert_int_equal(cache(m), calm);
	fake.ahead += 5 * SECOND; /* one now and then */
	write_one(m);
	assert_int_equal(cache(m), calm);
	write_one(m);
	assert_int_equal(cache(m), -STORE_WIDE_KIB);
	fake.ahead += SECOND; /* not yet over */
	machine_turn(m);
	assert_int_equal(cache(m), -STORE_WIDE_KIB);
	fake.ahead += 5 * SECOND;
	machine_turn(m);
	assert_int_equal(cache(m), calm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MACHINE(writes_that_follow_each_other_have_more_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
