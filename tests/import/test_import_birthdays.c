/* Calendar files: the time it takes to find the birthdays in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "import/reading.h"

static uint64_t time_of(int n)
{
	_cleanup_str_ struct str text = {0}, got = {0};
	uint64_t begun;

	str_add(&text, "BEGIN:VCALENDAR\r\n");
	for (int i = 0; i < n; i++)
		str_addf(&text,
			 "BEGIN:VEVENT\r\nDTSTART:19760503\r\nSUMMARY:P%d's "
			 "birthday\r\nEND:VEVENT\r\n",
			 i);
	begun = clock_monotonic_us();
	reading_of_calendar("", text.data, text.len, &got);
	begun = clock_monotonic_us() - begun;
	return begun;
}

static void time_grows_as_the_file_does(void **state)
{
	uint64_t one = time_of(2500), two = time_of(5000), four = time_of(10000);

	(void)state;
	print_message("2500, 5000, 10000 birthdays: %llu, %llu, %llu us\n", (unsigned long long)one,
		      (unsigned long long)two, (unsigned long long)four);
	assert_true(four < 12 * one + 100000); /* 16 times as long where each looks at all others */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_grows_as_the_file_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
