/* From what people call things to ids: names and c12, s7 and "the open sale of ana". */
#include "resolve.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "escape.h"
#include "money.h"
#include "place.h"
#include "vouch/protocol.h"

#define CANDIDATES_MAX 20

enum fit { FIT_ELSEWHERE, FIT_PART, FIT_WORDS, FIT_EXACT };

static char *fold(const char *text)
{
	size_t size = strlen(text) + 1;
	char *key = xmalloc(size);

	utf8_fold(text, key, size);
	return key;
}

/* Is every word of `words` a whole word of `name`? Both folded. */
static bool has_words(const char *name, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		bool is_found = n == 0;

		for (const char *at = name; *at && !is_found; at += strspn(at, " ")) {
			size_t length = strcspn(at, " ");

			is_found = length == n && strncmp(at, words, n) == 0;
			at += length;
		}
		if (!is_found)
			return false;
		words += n + strspn(words + n, " ");
	}
	return true;
}

static enum fit fit_of(const char *name, const char *text)
{
	_cleanup_free_ char *folded_name = fold(name), *folded_text = fold(text);

	if (strcmp(folded_name, folded_text) == 0)
		return FIT_EXACT;
	if (has_words(folded_name, folded_text))
		return FIT_WORDS;
	return strstr(folded_name, folded_text) ? FIT_PART : FIT_ELSEWHERE;
}

/* Those that fit best, as a new array. */
static json_t *best_of(const json_t *items, const char *text)
{
	json_t *best = json_array(), *item;
	enum fit best_fit = FIT_ELSEWHERE;
	size_t i;

	json_array_foreach (items, i, item) {
		enum fit fit = fit_of(text_of(item, "name"), text);
		enum fit as = fit_of(text_of(item, "found_as"), text);

		if (as > fit)
			fit = as;
		if (fit < best_fit)
			continue;
		if (fit > best_fit)
			(void)json_array_clear(best);
		best_fit = fit;
		(void)json_array_append(best, item);
	}
	return best;
}

static void list_candidate(const json_t *contact, size_t number)
{
	_cleanup_str_ struct str line = {0};

	if (number)
		str_addf(&line, "%3zu. ", number);
	str_addf(&line, "  c%lld  ", number_of(contact, "id"));
	escape_add(&line, text_of(contact, "name"), ESCAPE_LINE);
	for (int i = 0; i < 2; i++) {
		const char *more = text_of(contact, i == 0 ? "org" : "city");

		if (*more)
			str_add(&line, ", ");
		escape_add(&line, more, ESCAPE_LINE);
	}
	(void)fprintf(stderr, "%s\n", str_text(&line));
}

static void list_sale(const json_t *sale, size_t number)
{
	_cleanup_str_ struct str line = {0};

	if (number)
		str_addf(&line, "%3zu. ", number);
	str_addf(&line, "  s%lld  ", number_of(sale, "id"));
	escape_add(&line, text_of(sale, "product"), ESCAPE_LINE);
	if (json_is_integer(member_of(sale, "amount"))) {
		str_add(&line, ", ");
		money_add(&line, number_of(sale, "amount"), (int)number_of(sale, "exponent"),
			  text_of(sale, "currency"));
	}
	if (json_is_string(member_of(sale, "opened_day")))
		str_addf(&line, ", opened %s", text_of(sale, "opened_day"));
	(void)fprintf(stderr, "%s\n", str_text(&line));
}

static void list_complaint(const json_t *complaint, size_t number)
{
	_cleanup_str_ struct str line = {0};

	if (number)
		str_addf(&line, "%3zu. ", number);
	str_addf(&line, "  x%lld  ", number_of(complaint, "id"));
	escape_add(&line, text_of(complaint, "text"), ESCAPE_LINE);
	str_addf(&line, ", of %s", text_of(complaint, "day"));
	(void)fprintf(stderr, "%s\n", str_text(&line));
}

static void list_promise(const json_t *promise, size_t number)
{
	_cleanup_str_ struct str line = {0};

	if (number)
		str_addf(&line, "%3zu. ", number);
	str_addf(&line, "  p%lld  ", number_of(promise, "id"));
	escape_add(&line, text_of(promise, "text"), ESCAPE_LINE);
	str_addf(&line, ", by %s", text_of(promise, "due_day"));
	(void)fprintf(stderr, "%s\n", str_text(&line));
}

/* One of several: the person's choice on a terminal, else null after listing them. */
static const json_t *choose(const struct cli *cli, const json_t *items, const char *what,
			    void (*list)(const json_t *item, size_t number))
{
	bool is_interactive = cli_is_interactive(cli);
	const json_t *item;
	size_t i;
	int chosen;

	(void)cli_fail(VOUCH_EXIT_AMBIGUOUS, "%s%s", what,
		       is_interactive ? ":" : "; name one of them:");
	json_array_foreach (items, i, item)
		list(item, is_interactive ? i + 1 : 0);
	if (!is_interactive)
		return NULL;
	chosen = cli_choose(json_array_size(items));
	if (chosen < 0)
		(void)cli_fail(VOUCH_EXIT_AMBIGUOUS, "none was chosen");
	return chosen < 0 ? NULL : json_array_get(items, (size_t)chosen);
}

static int take(struct cli *cli, const json_t *contact, json_int_t *ret_id, const char **ret_name)
{
	*ret_id = number_of(contact, "id");
	if (ret_name)
		*ret_name = arena_strdup(cli->arena, text_of(contact, "name"));
	return 0;
}

static int find(struct cli *cli, const char *text, json_t **ret)
{
	json_auto_t *answer = NULL;
	int r;

	r = cli_read(cli, "contact.find",
		     json_pack("{s:s, s:i}", "text", text, "limit", CANDIDATES_MAX), &answer);
	if (r)
		return r;
	*ret = best_of(json_object_get(answer, "items"), text);
	return 0;
}

int resolve_same_name(struct cli *cli, const char *name, json_t **ret)
{
	int r;

	r = find(cli, name, ret);
	if (!r && fit_of(text_of(json_array_get(*ret, 0), "name"), name) != FIT_EXACT)
		(void)json_array_clear(*ret);
	return r;
}

static bool is_short_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 6 && !text[n];
}

/* 0, an exit code, or -1 with nothing said where nobody fits. */
static int look_up(struct cli *cli, const char *text, json_int_t *ret_id, const char **ret_name)
{
	json_auto_t *best = NULL;
	const json_t *one;
	int r;

	*ret_id = place_id(text, 'c');
	if (ret_name)
		*ret_name = "";
	if (*ret_id)
		return 0;
	if (is_short_number(text))
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"a contact is a name or an id such as c%s; %s alone is a follow-up",
				text, text);
	r = find(cli, text, &best);
	if (r)
		return r;
	if (json_array_size(best) == 0)
		return -1;
	one = json_array_get(best, 0);
	if (json_array_size(best) > 1)
		one = choose(
			cli, best,
			arena_printf(cli->arena, "'%s' fits %s%zu contacts", text,
				     json_array_size(best) == CANDIDATES_MAX ? "at least " : "",
				     json_array_size(best)),
			list_candidate);
	return one ? take(cli, one, ret_id, ret_name) : VOUCH_EXIT_AMBIGUOUS;
}

static int fail_unknown(const char *text)
{
	_cleanup_str_ struct str hint = {0};

	escape_add_shell(&hint, text);
	return cli_fail(VOUCH_EXIT_AMBIGUOUS,
			"no contact fits '%s'; to add one: vouch contact add name=%s", text,
			str_text(&hint));
}

int resolve_contact(struct cli *cli, const char *text, json_int_t *ret_id, const char **ret_name)
{
	int r = look_up(cli, text, ret_id, ret_name);

	return r < 0 ? fail_unknown(text) : r;
}

int resolve_or_add_contact(struct cli *cli, const char *text, json_int_t *ret_id)
{
	int r = look_up(cli, text, ret_id, NULL);
	json_auto_t *answer = NULL;

	if (r >= 0)
		return r;
	if (!cli_is_interactive(cli) ||
	    !cli_confirm("No contact fits '%s'. Add '%s' now?", text, text))
		return fail_unknown(text);
	r = cli_write(cli, "contact.add", json_pack("{s:s}", "name", text), &answer);
	if (r)
		return r;
	return take(cli, json_object_get(answer, "contact"), ret_id, NULL);
}

/* Things of a contact that are open: which one is meant where it is not said. */
struct open_things {
	const char *method;
	const char *hint, *hint_rest; /* what to type where there is none, around the id */
	const char *one, *many;
	void (*list)(const json_t *item, size_t number);
};

static int resolve_open(struct cli *cli, const char *contact, const struct open_things *things,
			json_int_t *ret_id)
{
	json_auto_t *answer = NULL;
	const json_t *items, *one;
	const char *name;
	json_int_t id;
	int r;

	r = resolve_contact(cli, contact, &id, &name);
	if (r)
		return r;
	r = cli_read(cli, things->method,
		     json_pack("{s:I, s:s, s:i}", "contact", id, "state", "open", "limit",
			       CANDIDATES_MAX),
		     &answer);
	if (r)
		return r;

	items = json_object_get(answer, "items");
	if (!*name)
		name = contact;
	if (json_array_size(items) == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "%s has no open %s; %s c%lld %s", name,
				things->one, things->hint, (long long)id, things->hint_rest);
	one = json_array_get(items, 0);
	if (json_array_size(items) > 1)
		one = choose(cli, items,
			     arena_printf(cli->arena, "%s has %zu open %s", name,
					  json_array_size(items), things->many),
			     things->list);
	if (!one)
		return VOUCH_EXIT_AMBIGUOUS;
	*ret_id = number_of(one, "id");
	return 0;
}

int resolve_open_sale(struct cli *cli, const char *contact, json_int_t *ret_id)
{
	static const struct open_things sales = {
		"sale.list", "to open one: vouch sold", "PRODUCT [AMOUNT]", "sale", "sales",
		list_sale};

	return resolve_open(cli, contact, &sales, ret_id);
}

int resolve_open_promise(struct cli *cli, const char *contact, json_int_t *ret_id)
{
	static const struct open_things promises = {
		"promise.list", "to write one down: vouch promise",
		"TEXT by WHEN", "promise",
		"promises",     list_promise};

	return resolve_open(cli, contact, &promises, ret_id);
}

int resolve_open_complaint(struct cli *cli, const char *contact, json_int_t *ret_id)
{
	static const struct open_things complaints = {
		"complaint.list", "to note one: vouch complain", "TEXT", "complaint", "complaints",
		list_complaint};

	return resolve_open(cli, contact, &complaints, ret_id);
}

json_t *resolve_numbers(const char *text)
{
	json_t *ids = json_array();

	for (char *end; *text; text = *end ? end + 1 : end)
		(void)json_array_append_new(ids, json_integer(strtoll(text, &end, 10)));
	return ids;
}
