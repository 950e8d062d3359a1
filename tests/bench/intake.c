/* Seconds it takes to read files of growing size: bench_intake [SCALE]. Each shape is read at one,
 * two and four times its size; the last column is the time of four times over that of one, which
 * is 4 where reading is linear and 16 where it grows with the square. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "import/reading.h"

static const struct shape {
	const char *name, *head, *repeated, *tail;
	size_t n;
	void (*read)(const char *options, const char *text, size_t len, struct str *out);
} shapes[] = {
	{"CSV contacts", "name,email,phone,notes\n", "Ana Ruiz,ana@example.org,555-0142,tea\n", "",
	 50000, reading_of_rows},
	{"CSV sales", "contact,product,amount,stage,opened\n", "Ana,Alarm,1200,won,13/05/2026\n",
	 "", 50000, reading_of_rows},
	{"CSV rows refused", "name,email\n", "Ana\n", "", 50000, reading_of_rows},
	{"CSV open quotes", "name,notes\n", "Ana,\"x\n", "", 100000, reading_of_rows},
	{"CSV one open quote", "name,notes\nAna,\"", "Ben,x\n", "", 100000, reading_of_rows},
	{"CSV one huge cell", "name,notes\nAna,\"", "0123456789", "\"\n", 1000000, reading_of_rows},
	{"CSV one cell below 1 MiB", "name,notes\nAna,\"", "0123456789", "\"\n", 25000,
	 reading_of_rows},
	{"CSV one row of cells", "name,notes\nAna", ",x", "\n", 2000000, reading_of_rows},
	{"CSV empty lines", "name\nAna\n", "\n", "", 2000000, reading_of_rows},
	{"vCard cards", "", "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:555-0100\nEND:VCARD\n", "",
	 50000, reading_of_cards},
	{"vCard one huge field", "BEGIN:VCARD\nFN:Ana\nNOTE:", "0123456789", "\nEND:VCARD\n",
	 1000000, reading_of_cards},
	{"vCard many properties", "BEGIN:VCARD\nFN:Ana\n", "X-A:b\n", "END:VCARD\n", 500000,
	 reading_of_cards},
	{"vCard many numbers", "BEGIN:VCARD\nFN:Ana\n", "TEL:555-0100\n", "END:VCARD\n", 200000,
	 reading_of_cards},
	{"vCard folds", "BEGIN:VCARD\nFN:Ana\nNOTE:", "x\n ", "\nEND:VCARD\n", 250000,
	 reading_of_cards},
	{"vCard soft breaks", "BEGIN:VCARD\nFN:Ana\nNOTE;QUOTED-PRINTABLE:", "x=\n",
	 "\nEND:VCARD\n", 250000, reading_of_cards},
	{"vCard groups", "",
	 "BEGIN:VCARD\nKIND:group\nFN:A\nMEMBER:x\nMEMBER:y\nEND:VCARD\n"
	 "BEGIN:VCARD\nUID:x\nFN:Ana\nEND:VCARD\n",
	 "", 20000, reading_of_cards},
	{"calendar birthdays", "BEGIN:VCALENDAR\n",
	 "BEGIN:VEVENT\nDTSTART:19760503\nSUMMARY:Ana's birthday\nEND:VEVENT\n", "END:VCALENDAR\n",
	 2500, reading_of_calendar},
	{"calendar one long line", "BEGIN:VCALENDAR\nX:", "0123456789", "\nEND:VCALENDAR\n",
	 1000000, reading_of_calendar},
	{"calendar folds", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", "x\n ",
	 "\nEND:VEVENT\nEND:VCALENDAR\n", 500000, reading_of_calendar},
	{"calendar other properties", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "X-A:b\n",
	 "END:VEVENT\nEND:VCALENDAR\n", 500000, reading_of_calendar},
};

static double seconds_of(const struct shape *shape, size_t n)
{
	_cleanup_str_ struct str text = {0}, out = {0};
	uint64_t begun;

	str_add(&text, shape->head);
	for (size_t i = 0; i < n; i++)
		str_add(&text, shape->repeated);
	str_add(&text, shape->tail);
	begun = clock_monotonic_us();
	shape->read("", text.data, text.len, &out);
	return (double)(clock_monotonic_us() - begun) / 1e6;
}

/* The fastest of three, as a busy machine only ever adds. */
static double best_of(const struct shape *shape, size_t n)
{
	double best = seconds_of(shape, n);

	for (int i = 1; i < 3; i++) {
		double again = seconds_of(shape, n);

		best = again < best ? again : best;
	}
	return best;
}

int main(int argc, char **argv)
{
	size_t scale = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;

	(void)printf("%-28s %9s %9s %9s %6s\n", "seconds", "1x", "2x", "4x", "4x/1x");
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		const struct shape *shape = &shapes[i];
		size_t n = shape->n * (scale ? scale : 1);
		double one = best_of(shape, n), two = best_of(shape, 2 * n),
		       four = best_of(shape, 4 * n);

		(void)printf("%-28s %9.4f %9.4f %9.4f %6.1f\n", shape->name, one, two, four,
			     four / one);
		(void)fflush(stdout);
	}
	return 0;
}
