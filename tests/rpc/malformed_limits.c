/* The limits of each type of param: one below, at, and one above. */
#include "rpc/malformed.h"

#include "base/cleanup.h"
#include "vouch/limits.h"

static void try_quoted(struct walk *w, const char *text, bool is_good)
{
	_cleanup_str_ struct str value = {0};

	str_add_char(&value, '"');
	str_add(&value, text);
	str_add_char(&value, '"');
	expect(w, str_text(&value), is_good);
}

static void try_length(struct walk *w, const char *letter, int64_t n, bool is_good)
{
	_cleanup_free_ char *text = NULL;

	if (n < 0)
		return;
	text = letters(letter, n);
	try_quoted(w, text, is_good);
}

static void try_lengths(struct walk *w, int64_t min, int64_t max)
{
	bool is_raw = w->param->flags & PARAM_RAW;

	for (int64_t i = -1; i <= 1; i++) {
		try_length(w, "a", min + i, is_raw || (i >= 0 && min + i <= max));
		try_length(w, "a", max + i, is_raw || (i <= 0 && max + i >= min));
	}
	/* Characters are counted, not bytes. */
	try_length(w, "\xf0\x9f\x98\x80", max, true);
	try_length(w, "\xc3\xa9", max + 1, is_raw);
}

static void try_number(struct walk *w, int64_t limit, int64_t by)
{
	char text[32];
	int64_t n;

	if (__builtin_add_overflow(limit, by, &n))
		return;
	(void)snprintf(text, sizeof text, "%lld", (long long)n);
	expect(w, text, n >= w->param->min && n <= w->param->max);
}

static void try_numbers(struct walk *w)
{
	for (int64_t i = -1; i <= 1; i++) {
		try_number(w, w->param->min, i);
		try_number(w, w->param->max, i);
	}
}

struct text_case {
	const char *text;
	bool is_good;
};

/* Days, with what comes behind them. */
static void try_texts_with(struct walk *w, const char *behind)
{
	static const struct text_case cases[] = {
		{"1899-12-31", false},  {"1900-01-01", true},  {"1900-01-02", true},
		{"2199-12-30", true},   {"2199-12-31", true},  {"2200-01-01", false},
		{"2027-02-28", true},   {"2027-02-29", false}, {"2028-02-29", true},
		{"2026-00-01", false},  {"2026-13-01", false}, {"2026-12-00", false},
		{"2026-12-31", true},   {"2026-12-32", false}, {"2026-6-01", false},
		{"02026-12-01", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[64];

		(void)snprintf(text, sizeof text, "%s%s", cases[i].text, behind);
		try_quoted(w, text, cases[i].is_good);
	}
}

static void try_texts(struct walk *w, const struct text_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		try_quoted(w, cases[i].text, cases[i].is_good);
}

static void try_dues(struct walk *w)
{
	static const struct text_case cases[] = {
		{"2026-12-01T00:00", true},  {"2026-12-01T23:59", true},
		{"2026-12-01T24:00", false}, {"2026-12-01T23:60", false},
		{"2026-12-01T9:00", false},  {"2026-12-01T09:00Z", false},
	};

	try_texts_with(w, "");
	try_texts_with(w, "T09:00");
	try_texts(w, cases, ARRAY_LEN(cases));
}

static void try_instants(struct walk *w)
{
	static const struct text_case cases[] = {
		{"2026-12-01T23:59:59Z", true},    {"2026-12-01T24:00:00Z", false},
		{"2026-12-01T23:60:00Z", false},   {"2026-12-01T23:59:60Z", false},
		{"2026-12-01T23:59:59", false},    {"2026-12-01T23:59:59+00:00", false},
		{"2026-12-01T23:59:59.0Z", false},
	};

	try_texts_with(w, "T00:00:00Z");
	try_texts(w, cases, ARRAY_LEN(cases));
}

static bool is_word(const char *const *words, const char *text)
{
	for (; *words; words++)
		if (strcmp(*words, text) == 0)
			return true;
	return false;
}

/* A word with a letter more, one less, a capital, a blank before it. */
static void try_words(struct walk *w)
{
	const char *const *words = w->param->words;

	for (size_t i = 0; words[i]; i++) {
		char text[5][128];

		for (size_t j = 0; j < 5; j++)
			(void)snprintf(text[j], sizeof text[j], "%s%s%s", j == 1 ? " " : "",
				       words[i], j == 2 ? "s" : "");
		text[3][strlen(words[i]) - 1] = '\0';
		text[4][0] = (char)(text[4][0] & ~0x20);
		for (size_t j = 0; j < 5; j++)
			try_quoted(w, text[j], is_word(words, text[j]));
	}
}

/* [item,item,…] */
static void try_count(struct walk *w, const char *item, int64_t n, int64_t min)
{
	_cleanup_str_ struct str value = {0};

	if (n < 0)
		return;
	str_add_char(&value, '[');
	for (int64_t i = 0; i < n; i++) {
		str_add(&value, i ? "," : "");
		if (item)
			str_add(&value, item);
		else
			str_addf(&value, "%lld", (long long)i + 1);
	}
	str_add_char(&value, ']');
	expect(w, str_text(&value), n >= min && n <= w->param->max);
}

static void try_counts(struct walk *w, const char *item, int64_t min)
{
	for (int64_t i = -1; i <= 1; i++) {
		try_count(w, item, min + i, min);
		try_count(w, item, w->param->max + i, min);
	}
}

static void try_item(struct walk *w, const char *item, const char *rest)
{
	_cleanup_str_ struct str value = {0};

	str_addf(&value, "[%s]", item);
	if (rest)
		expect_fault(w, str_text(&value), rest, 1);
	else
		expect_taken(w, str_text(&value));
}

static void try_text_items(struct walk *w)
{
	const struct param *p = w->param;
	bool is_raw = p->flags & PARAM_RAW;
	_cleanup_str_ struct str good = {0};

	str_addf(&good, "\"%s\"", p->words ? p->words[0] : "a");
	try_counts(w, str_text(&good), 0);
	try_item(w, "0", "[0]");
	try_item(w, "null", "[0]");
	try_item(w, "\"\"", is_raw ? NULL : "[0]");
	for (int64_t n = p->fallback - 1; n <= p->fallback + 1 && !p->words; n++) {
		_cleanup_free_ char *text = letters("a", n > 0 ? n : 1);
		_cleanup_str_ struct str item = {0};

		str_addf(&item, "\"%s\"", text);
		try_item(w, str_text(&item), is_raw || n <= p->fallback ? NULL : "[0]");
	}
}

static void try_ids(struct walk *w)
{
	try_counts(w, NULL, 1);
	try_item(w, "0", "[0]");
	try_item(w, "\"1\"", "[0]");
	try_item(w, "9223372036854775807", NULL);
	if (w->param->max > 1)
		try_item(w, "7,7", "[1]");
}

static void try_objects(struct walk *w)
{
	json_t *object = w->param->type == PARAM_ITEMS ? json_pack("{s:i}", "line", 1)
						       : valid_object(w->param->fields);
	_cleanup_free_ char *text = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	try_counts(w, text, w->param->min);
	if (w->param->type != PARAM_ITEMS || w->param->min > 1)
		return;
	try_item(w, "{}", "[0].line");
	try_item(w, "{\"line\":0}", "[0].line");
	try_item(w, "{\"line\":\"1\"}", "[0].line");
	try_item(w, "{\"line\":1,\"item\":{\"a\":[]},\"b\":1.5}", NULL);
}

static void try_repeats(struct walk *w)
{
	static const struct {
		const char *value;
		bool is_good;
	} cases[] = {{"0", false},   {"1", true},    {"2", true},
		     {"3659", true}, {"3660", true}, {"3661", false}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect(w, cases[i].value, cases[i].is_good);
	try_lengths(w, 1, VOUCH_RRULE_MAX);
}

void malformed_limits(struct walk *w)
{
	switch (w->param->type) {
	case PARAM_TEXT:
		try_lengths(w, w->param->min, w->param->max);
		break;
	case PARAM_INT:
		try_numbers(w);
		break;
	case PARAM_ID:
		expect(w, "0", false);
		expect(w, "1", true);
		expect(w, "2", true);
		break;
	case PARAM_BOOL:
		expect(w, "false", true);
		expect(w, "0", false);
		expect(w, "\"true\"", false);
		break;
	case PARAM_DAY:
		try_texts_with(w, "");
		break;
	case PARAM_DUE:
		try_dues(w);
		break;
	case PARAM_INSTANT:
		try_instants(w);
		break;
	case PARAM_ENUM:
		try_words(w);
		break;
	case PARAM_TEXTS:
		try_text_items(w);
		break;
	case PARAM_IDS:
		try_ids(w);
		break;
	case PARAM_OBJECT:
		break; /* its fields are tried each */
	case PARAM_OBJECTS:
	case PARAM_ITEMS:
		try_objects(w);
		break;
	case PARAM_REPEAT:
		try_repeats(w);
		break;
	}
}
