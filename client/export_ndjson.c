/* Everything out: one JSON object a line, as export.items gives them, and a last line that says how
 * many there were, so that a file that was cut is known. */
#include "export.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "vouch/errors.h"
#include "vouch/protocol.h"

#define TRIES_MAX 20 /* at a book that others write to meanwhile */

static void write_items(const json_t *items, FILE *to, size_t *n)
{
	json_t *item;
	size_t i;

	json_array_foreach (items, i, item) {
		(void)json_dumpf(item, to, CLI_DUMP);
		(void)fputc('\n', to);
		(*n)++;
	}
}

static int start_over(FILE *to)
{
	if (fflush(to) || fseek(to, 0, SEEK_SET) || ftruncate(fileno(to), 0))
		return cli_fail(VOUCH_EXIT_FAILED, "cannot begin the file anew: %s",
				strerror(errno));
	return 0;
}

/* All pages, which are one moment: vouchd refuses the next one where the book has changed. */
static int read_book(struct export *e, FILE *to)
{
	_cleanup_str_ struct str cursor = {0};
	int exit = 0;

	e->n = 0;
	do {
		json_auto_t *page = NULL;
		json_t *params = json_object();

		if (cursor.len)
			cli_set_text(params, "cursor", str_text(&cursor));
		exit = call_read(e->cli->call, "export.items", params, &page);
		str_reset(&cursor);
		if (!exit) {
			write_items(json_object_get(page, "items"), to, &e->n);
			str_add(&cursor, text_of(page, "next"));
		}
	} while (!exit && cursor.len);
	return exit;
}

static int write_book(struct export *e, FILE *to)
{
	int exit = 0;

	for (int i = 0; i < TRIES_MAX; i++) {
		exit = start_over(to);
		if (exit)
			return exit;
		exit = read_book(e, to);
		if (!exit || call_failure(e->cli->call)->code != VOUCH_E_CONFLICT)
			break;
	}
	if (exit)
		return cli_fail_call(e->cli);
	(void)fprintf(to, "{\"item\":\"end\",\"items\":%zu}\n", e->n);
	return 0;
}

static int copy_to(FILE *from, FILE *to)
{
	char piece[65536];
	size_t n;

	rewind(from);
	while ((n = fread(piece, 1, sizeof piece, from)) > 0)
		if (fwrite(piece, 1, n, to) != n)
			break;
	if (ferror(from) || ferror(to))
		return cli_fail(VOUCH_EXIT_FAILED, "the book was not printed whole: %s",
				strerror(errno));
	return 0;
}

/* What is printed cannot be taken back, where the book changes halfway: it lies in a file without
 * a name until it is whole. */
static int print_book(struct export *e)
{
	FILE *spool = tmpfile();
	int exit;

	if (!spool)
		return cli_fail(VOUCH_EXIT_FAILED, "no room for what is to be printed: %s",
				strerror(errno));
	exit = write_book(e, spool);
	if (!exit && (fflush(spool) || ferror(spool)))
		exit = cli_fail(VOUCH_EXIT_FAILED, "no room for what is to be printed");
	if (!exit)
		exit = copy_to(spool, e->to);
	(void)fclose(spool);
	return exit;
}

int export_ndjson(struct export *e)
{
	int exit;

	e->one = "item";
	e->many = "items";
	exit = e->to == stdout ? print_book(e) : write_book(e, e->to);
	if (exit)
		return exit;
	e->note = "vouch import takes it into an empty book. It holds everything about everybody: "
		  "keep it safe.";
	return 0;
}
