/* The gate's truth table: every condition that holds or does not, beside every other, by every
 * kind of fact that makes it so; for a sole contact, a household and a partner. */
#include "gate_book.h"

/* The ways in which a condition fails that leave all others alone; way 0: it holds. */

static void sale(struct book *b, int way)
{
	if (way == 0)
		return;
	b->facts.n_completed = 0;
	b->facts.first_completed_day = NO_DAY;
}

static void satisfied(struct book *b, int way)
{
	switch (way) {
	case 1:
		book_no_score(b);
		break;
	case 2:
		b->facts.newest.score = 8;
		break;
	case 3:
		b->facts.newest.when.day = at(366);
		break;
	case 4:
		b->facts.others_low = (struct gate_score){OTHER, 0, {at(900), 1}};
		break;
	default:
		break;
	}
}

static void promises(struct book *b, int64_t who, int way)
{
	switch (way) {
	case 1:
		(void)book_promise(b, who, PROMISE_OPEN, 1);
		break;
	case 2:
		book_promise(b, who, PROMISE_OPEN, 0)->completed_day = at(30);
		break;
	case 3: /* one that is kept beside one that is not */
		(void)book_promise(b, who, PROMISE_KEPT, 50);
		(void)book_promise(b, who, PROMISE_OPEN, 700);
		break;
	default:
		break;
	}
}

/* Made before the score, so that only the complaint itself blocks. */
static void complaint(struct book *b, int64_t who, int way)
{
	if (way == 1)
		(void)book_complaint(b, who, 600, UNRESOLVED);
	if (way == 2)
		(void)book_complaint(b, who, 21, 0);
}

static void rested(struct book *b, int64_t who, int way)
{
	switch (way) {
	case 1:
		(void)book_ask(b, who, 30, ASK_NAMES_GIVEN);
		break;
	case 2:
		(void)book_ask(b, who, 6000, ASK_NEVER);
		break;
	case 3:
		book_ask(b, who, 30, ASK_LATER)->later_day = at(-300);
		break;
	case 4:
		(void)book_ask(b, who, 300, ASK_WILLING);
		(void)book_ask(b, who, 200, ASK_DECLINED);
		break;
	default:
		break;
	}
}

static void gave(struct book *b, int way)
{
	if (way > 0)
		b->facts.n_gives = (size_t)(2 - way);
}

/* Way 0 has one of whom all was told in time. */
static void loops(struct book *b, int way)
{
	struct gate_loop *loop = book_loop(b, way == 1 ? 0 : 9);

	if (way == 1)
		loop->thanked_day = NO_DAY;
	if (way == 3)
		loop->told_contact_day = at(8);
	if (way == 0 || way == 3)
		loop->closed_day = at(5);
	if (way == 0)
		loop->told_outcome_day = at(4);
}

static void contactable(struct book *b, int way)
{
	static const struct day days[] = {{TODAY + 1}, {INT32_MIN}};

	if (way >= 1 && way <= 2)
		book_stop(b, SUPPRESS_ALL, days[way - 1]);
	if (way >= 3 && way <= 4)
		book_stop(b, SUPPRESS_CALL, days[way - 3]);
	if (way == 5)
		b->facts.state = CONTACT_DECEASED;
	if (way == 6 || way == 7)
		b->facts.state = CONTACT_PAUSED;
	if (way == 7)
		b->facts.paused_until = at(-30);
	if (way == 8)
		b->facts.death_in_household = at(0);
}

static const int n_ways[N_GATE_CODES] = {
	[GATE_SALE_COMPLETED] = 2, [GATE_SATISFIED] = 5,   [GATE_PROMISES_KEPT] = 4,
	[GATE_NO_COMPLAINT] = 3,   [GATE_RESTED] = 5,      [GATE_GAVE_FIRST] = 3,
	[GATE_LOOPS_CLOSED] = 4,   [GATE_CONTACTABLE] = 9, [GATE_TALK_HELD] = 2,
};

/* The next row, as an odometer turns; false after the last. */
static bool turn(int ways[N_GATE_CODES])
{
	for (int code = 0; code < N_GATE_CODES; code++) {
		if (++ways[code] < n_ways[code])
			return true;
		ways[code] = 0;
	}
	return false;
}

static void put(struct book *b, const int ways[N_GATE_CODES], int64_t who)
{
	sale(b, ways[GATE_SALE_COMPLETED]);
	satisfied(b, ways[GATE_SATISFIED]);
	promises(b, who, ways[GATE_PROMISES_KEPT]);
	complaint(b, who, ways[GATE_NO_COMPLAINT]);
	rested(b, who, ways[GATE_RESTED]);
	gave(b, ways[GATE_GAVE_FIRST]);
	loops(b, ways[GATE_LOOPS_CLOSED]);
	contactable(b, ways[GATE_CONTACTABLE]);
	if (ways[GATE_TALK_HELD])
		b->facts.talk_day = NO_DAY;
}

static void check_row(struct book *b, const int ways[N_GATE_CODES])
{
	const struct gate_verdict *v = book_check(b);
	int n_blocking = 0, first = -1;

	for (int code = 0; code < N_GATE_CODES; code++) {
		bool is_waived = b->facts.is_partner && code <= GATE_SATISFIED;
		bool holds = ways[code] == 0 || is_waived;
		bool blocks = !holds && code != GATE_TALK_HELD;

		if (v->conditions[code].holds != holds || v->conditions[code].is_blocking != blocks)
			fail_msg("%s, way %d: %s", gate_codes[code], ways[code],
				 v->conditions[code].detail);
		n_blocking += blocks;
		if (blocks && first < 0)
			first = code;
	}
	assert_int_equal(v->earned, n_blocking == 0);
	assert_int_equal(v->n_blocking, n_blocking);
	assert_int_equal(v->first_blocking, first);
	assert_int_equal(v->earned, day_equal(v->next_possible_day, b->question.day));
	assert_int_equal(v->earned && v->helps[0], 0);
}

static void walk_the_table(void (*init)(struct book *b), int64_t who)
{
	static struct book b;
	int ways[N_GATE_CODES] = {0};
	int n_rows = 0;

	do {
		init(&b);
		put(&b, ways, who);
		check_row(&b, ways);
		n_rows++;
	} while (turn(ways));
	assert_int_equal(n_rows, 2 * 5 * 4 * 3 * 5 * 3 * 4 * 9 * 2);
}

static void of_a_sole_contact(void **state)
{
	(void)state;
	walk_the_table(book_init, SELF);
}

static void of_a_household_with_trouble_on_the_other_side(void **state)
{
	(void)state;
	walk_the_table(book_init, OTHER);
}

static void of_a_partner(void **state)
{
	(void)state;
	walk_the_table(book_init_partner, SELF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_sole_contact),
		cmocka_unit_test(of_a_household_with_trouble_on_the_other_side),
		cmocka_unit_test(of_a_partner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
