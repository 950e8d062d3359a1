/* Everything out: one JSON object a line, as export.items gives them, and a last line that says how
 * many there were, so that a file that was cut is known. */
#include "export.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "vouch/errors.h"
#include "vouch/protocol.h"

#define TRIES_MAX 20 /* at a book that others write to meanwhile */

static void add_items(const json_t *items, struct str *to, size_t *n)
{
	json_t *item;
	size_t i;

	json_array_foreach (items, i, item) {
		char *line = json_dumps(item, CLI_DUMP);

		str_addf(to, "%s\n", line);
		free(line);
		(*n)++;
	}
}

/* All pages, which are one moment: vouchd refuses the next one where the book has changed. */
static int read_book(struct export *e, struct str *to)
{
	_cleanup_str_ struct str cursor = {0};
	int exit = 0;

	str_reset(to);
	e->n = 0;
	do {
		json_auto_t *page = NULL;
		json_t *params = json_object();

		if (cursor.len)
			cli_set_text(params, "cursor", str_text(&cursor));
		exit = call_read(e->cli->call, "export.items", params, &page);
		str_reset(&cursor);
		if (!exit) {
			add_items(json_object_get(page, "items"), to, &e->n);
			str_add(&cursor, text_of(page, "next"));
		}
	} while (!exit && cursor.len);
	return exit;
}

int export_ndjson(struct export *e)
{
	_cleanup_str_ struct str lines = {0};
	int exit = 0;

	e->one = "item";
	e->many = "items";
	for (int i = 0; i < TRIES_MAX; i++) {
		exit = read_book(e, &lines);
		if (!exit || call_failure(e->cli->call)->code != VOUCH_E_CONFLICT)
			break;
	}
	if (exit)
		return cli_fail_call(e->cli);
	str_addf(&lines, "{\"item\":\"end\",\"items\":%zu}\n", e->n);
	(void)fwrite(str_text(&lines), 1, lines.len, e->to);
	e->note = "vouch import takes it into an empty book. It holds everything about everybody: "
		  "keep it safe.";
	return 0;
}
