/* What a CSV text becomes, as one line that a test can compare. */
#include "import/reading.h"

#include <stdlib.h>
#include <string.h>

#include "import/file.h"

static int keep(json_t *item, void *user)
{
	struct str *items = user;
	char *text = json_dumps(item, JSON_COMPACT);

	str_addf(items, "%s\n", text);
	free(text);
	json_decref(item);
	return 0;
}

static void read_rows(struct rows *rows, struct str *ret, struct str *items)
{
	struct refusals refusals = {.arena = arena_new()};
	struct rows_counts counts;

	(void)rows_each(rows, &refusals, keep, items, &counts);
	refusals_sort(&refusals);
	str_addf(ret, "%lld taken", (long long)counts.made);
	if (counts.left_out)
		str_addf(ret, ", %lld left out", (long long)counts.left_out);
	for (size_t i = 0; i < refusals.n; i++) {
		const struct refusal *refusal = &refusals.items[i];

		str_addf(ret, "; line %lld: %s%s%s", (long long)refusal->line,
			 refusal->column ? refusal->column : "", refusal->column ? " " : "",
			 refusal->reason);
	}
	arena_free(refusals.arena);
}

static bool read_file(struct file *file, struct rows *rows, const struct rows_ask *ask,
		      struct str *why)
{
	if (!file_check(file, why))
		return false;
	if (rows_open(rows, file->text, file->len, ask, why) != 0)
		return false;
	str_copy(rows->rules.currency, sizeof rows->rules.currency, "USD");
	return rows_look(rows, why);
}

void reading_of(const char *text, size_t len, const struct rows_ask *ask, struct str *ret,
		struct str *ret_items)
{
	static const struct rows_ask nothing;
	struct str why = {0}, items = {0};
	struct rows rows = {0};
	/* In a block of its own size, so that a byte read behind it is noticed. */
	struct file file = {.bytes = malloc(len ? len : 1), .len = len};

	memcpy(file.bytes, text, len);
	file.text = file.bytes;
	if (read_file(&file, &rows, ask ? ask : &nothing, &why))
		read_rows(&rows, ret, &items);
	else
		str_addf(ret, "file: %s", str_text(&why));
	if (ret_items)
		str_add(ret_items, str_text(&items));
	rows_deinit(&rows);
	file_deinit(&file);
	str_deinit(&why);
	str_deinit(&items);
}
