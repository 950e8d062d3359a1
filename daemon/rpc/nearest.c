/* "Did you mean …?": the name of a table that a mistyped one is nearest to. */
#include "rpc/nearest.h"

#include <string.h>

#define NAME_MAX_BYTES 32

/* Letters to change, add or drop until a is b. Both are at most NAME_MAX_BYTES long. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_BYTES + 1], n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t before = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t changed = before + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			before = row[j];
			row[j] = changed < least ? changed : least;
		}
	}
	return row[n];
}

const char *nearest_param(const struct param *table, const char *name)
{
	size_t length = strlen(name), least = length / 3 + 1;
	const char *best = NULL;

	if (length > NAME_MAX_BYTES)
		return NULL;
	for (const struct param *p = table; p->name; p++) {
		size_t d;

		if (strlen(p->name) > NAME_MAX_BYTES)
			continue;
		d = distance(name, p->name);
		if (d < least || (d == least && !best)) {
			least = d;
			best = p->name;
		}
	}
	return best;
}
