/* Address books of any content: nothing is read past the end, every card is taken or told. */
#include <jansson.h>

#include "fuzz/fuzz.h"
#include "fuzz/item.h"
#include "import/vcard.h"

static int check_item(json_t *item, void *user)
{
	const char *name = json_string_value(json_object_get(item, "name"));
	int64_t *n = user;

	++*n;
	CLAIM(name && *name);
	claim_item(item);
	json_decref(item);
	return 0;
}

static void check(struct vcard *v)
{
	struct refusals refusals = {.arena = arena_new()};
	struct rows_counts counts;
	int64_t n = 0;

	CLAIM(vcard_each(v, &refusals, check_item, &n, &counts) == 0);
	CLAIM(counts.made == n);
	CLAIM(counts.read == counts.made + counts.refused);
	CLAIM((int64_t)refusals.n == counts.refused + counts.parts);
	arena_free(refusals.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct file file = {.bytes = xmalloc(n ? n : 1), .len = n};
	struct str why = {0};
	struct vcard v;

	if (n)
		memcpy(file.bytes, bytes, n);
	file.text = file.bytes;
	(void)vcard_is(&file, "book");
	if (vcard_open(&v, &file, &why))
		check(&v);
	else
		CLAIM(why.len > 0);
	vcard_deinit(&v);
	file_deinit(&file);
	str_deinit(&why);
	return 0;
}
