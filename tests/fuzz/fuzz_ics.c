/* Calendar files: whatever they hold, each event is a birthday, left out or refused. */
#include "fuzz/fuzz.h"
#include "import/birthdays.h"

static int take(json_t *item, void *user)
{
	size_t *n = user;

	CLAIM(json_string_value(json_object_get(item, "name"))[0]);
	CLAIM(strlen(json_string_value(json_object_get(item, "birthday"))) >= 7);
	(*n)++;
	json_decref(item);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = fuzz_text(bytes, n);
	struct arena *arena = arena_new();
	struct refusals refusals = {.arena = arena};
	struct rows_counts counts;
	struct ics_fault fault;
	struct ics ics;
	size_t made = 0;

	(void)birthdays_are_for(text, n);
	if (ics_read(text, n, arena, &ics, &fault)) {
		CLAIM(birthdays_each(&ics, 2026, &refusals, &counts, take, &made) == 0);
		CLAIM(counts.read == (int64_t)ics.n && counts.made == (int64_t)made);
		CLAIM(counts.read == counts.made + counts.left_out + counts.refused);
	} else {
		CLAIM(fault.why);
	}
	arena_free(arena);
	free(text);
	return 0;
}
