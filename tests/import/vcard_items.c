/* Prints what the vCards on stdin become: one JSON item a line, then one line of what was refused.
 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "import/vcard.h"

static int print(json_t *item, void *user)
{
	char *text = json_dumps(item, JSON_COMPACT);

	(void)user;
	(void)puts(text);
	free(text);
	json_decref(item);
	return 0;
}

int main(void)
{
	struct refusals refusals = {.arena = arena_new()};
	_cleanup_str_ struct str why = {0};
	struct rows_counts counts = {0};
	struct file file = {0};
	struct vcard v = {0};
	int exit = EXIT_FAILURE;

	if (file_read(&file, "-", &why) && vcard_open(&v, &file, &why)) {
		(void)vcard_each(&v, &refusals, print, NULL, &counts);
		exit = EXIT_SUCCESS;
	}
	for (size_t i = 0; i < refusals.n; i++)
		(void)fprintf(stderr, "line %lld: %s\n", (long long)refusals.items[i].line,
			      refusals.items[i].reason);
	vcard_deinit(&v);
	file_deinit(&file);
	arena_free(refusals.arena);
	return exit;
}
