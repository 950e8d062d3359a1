/* Templates: whatever they say, what comes out is bounded, and the same twice. */
#include "domain/template.h"
#include "fuzz/fuzz.h"

#define SMALL 64

static const struct script_value experiences[2][N_EXPERIENCE_FIELDS] = {
	{{.text = "nobody called back"}, {.text = "nobody kept you informed"}},
	{{.text = NULL}, {.text = "{{#experience}}"}},
};
static const struct script_value *const items[] = {experiences[0], experiences[1]};

/* A bit for each field: has it a value? */
static void fill(uint64_t bits, struct script_value values[N_ASK_FIELDS])
{
	for (int i = 0; i < N_ASK_FIELDS; i++) {
		bool is_there = bits & 1U << i;

		values[i] = (struct script_value){
			.text = is_there ? "{{name}}" : NULL,
			.is_set = is_there,
			.items = items,
			.n_items = is_there ? 2 : 0,
		};
	}
}

static void check_faults(const char *text, const struct script_field *fields)
{
	struct script_fault faults[SCRIPT_FAULTS_MAX];
	size_t n = script_check(text, fields, faults);

	CLAIM(n <= SCRIPT_FAULTS_MAX);
	for (size_t i = 0; i < n; i++) {
		CLAIM(faults[i].line > 0);
		CLAIM(*faults[i].reason);
	}
	if (!strstr(text, "{{"))
		CLAIM(n == 0);
}

static void check_fit(const char *text, const struct script_field *fields,
		      const struct script_value *values, const char *whole)
{
	size_t n = strlen(whole);
	char *again = xmalloc(n + 1);

	CLAIM(script_render(text, fields, values, again, n + 1));
	CLAIM(strcmp(again, whole) == 0);
	CLAIM(!script_render(text, fields, values, again, n));
	if (!strstr(text, "{{"))
		CLAIM(strcmp(text, whole) == 0);
	free(again);
}

static void check_words(const char *text)
{
	char to[WORDS_SIZE], name[TEMPLATE_NAME_SIZE];

	words_quote(text, WORDS_SENTENCE, to);
	CLAIM(!strchr(to, '\n'));
	words_quote(text, WORDS_PHRASE, to);
	CLAIM(!*to || to[strlen(to) - 1] != '.');
	words_first_name(text, to);
	CLAIM(!strchr(to, ' '));
	(void)template_find(text, name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct script_field *fields = template_infos[TEMPLATE_ASK].fields;
	struct script_value values[N_ASK_FIELDS];
	char *text, *to = xmalloc(VOUCH_SCRIPT_MAX), small[SMALL];

	fill(fuzz_take(&bytes, &n, 2), values);
	text = fuzz_text(bytes, n);
	check_faults(text, fields);
	if (script_render(text, fields, values, to, VOUCH_SCRIPT_MAX))
		check_fit(text, fields, values, to);
	else
		CLAIM(!*to);
	(void)script_render(text, fields, values, small, sizeof small);
	check_words(text);
	free(to);
	free(text);
	return 0;
}
