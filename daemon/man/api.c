/* Prints methods and errors for vouch-api(7), from the tables that validate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/mdoc.h"
#include "base/str.h"
#include "rpc/method.h"
#include "rpc/params.h"
#include "rpc/reply.h"
#include "vouch/errors.h"

#define METHODS_MAX 1000

static void print_params(const struct param *params);

static void add_bounds(struct str *to, const struct param *p)
{
	switch (p->type) {
	case PARAM_TEXT:
		str_addf(to, ", %lld to %lld characters", (long long)p->min, (long long)p->max);
		break;
	case PARAM_INT:
		str_addf(to, ", %lld to %lld", (long long)p->min, (long long)p->max);
		break;
	case PARAM_TEXTS:
	case PARAM_IDS:
	case PARAM_OBJECTS:
		str_addf(to, ", at most %lld", (long long)p->max);
		break;
	default:
		break;
	}
	for (size_t i = 0; p->words && p->words[i]; i++)
		str_addf(to, "%s%s", i == 0 ? ": " : p->words[i + 1] ? ", " : " or ", p->words[i]);
}

static void print_param(const struct param *p)
{
	_cleanup_str_ struct str text = {0};
	bool has_help = p->help && *p->help;

	if (has_help)
		str_addf(&text, "%s (", p->help);
	str_add(&text, params_type_name(p->type));
	add_bounds(&text, p);
	if (p->flags & PARAM_REQUIRED)
		str_add(&text, "; required");
	if (p->flags & PARAM_NULLABLE)
		str_add(&text, "; null clears it");
	if (has_help)
		str_add_char(&text, ')');
	mdoc_item(stdout, "Fa", p->name);
	mdoc_text(stdout, str_text(&text));
	if (p->fields)
		print_params(p->fields);
}

static void print_params(const struct param *params)
{
	bool is_open = false;

	for (const struct param *p = params; p && p->name; p++) {
		if (!is_open)
			(void)puts(".Bl -tag -width Ds -compact");
		is_open = true;
		print_param(p);
	}
	if (is_open)
		(void)puts(".El");
}

static void print_method(const struct method *m)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%s%s. ", m->summary, m->flags & METHOD_WRITE ? " (a write)" : "");
	if (m->flags & METHOD_DEV)
		str_add(&text, "Only with --dev. ");
	str_addf(&text, "Answers: %s", m->result);
	mdoc_item(stdout, "Cm", m->name);
	mdoc_text(stdout, str_text(&text));
	print_params(m->params);
}

static int by_name(const void *a, const void *b)
{
	const struct method *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The tables are in the order of files, numbers.army beside what it counts. */
static void print_methods(void)
{
	const struct method *all[METHODS_MAX];
	size_t n = 0;

	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			if (n == METHODS_MAX)
				abort();
			all[n++] = m;
		}
	qsort(all, n, sizeof all / METHODS_MAX, by_name);
	(void)puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < n; i++)
		print_method(all[i]);
	(void)puts(".El");
}

static void print_errors(void)
{
	static const int codes[] = {
		VOUCH_RPC_PARSE_ERROR,
		VOUCH_RPC_INVALID_REQUEST,
		VOUCH_RPC_METHOD_NOT_FOUND,
		VOUCH_RPC_INVALID_PARAMS,
		VOUCH_RPC_INTERNAL_ERROR,
#define X(symbol, code, name) code,
		VOUCH_ERRORS(X)
#undef X
	};

	(void)puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		(void)printf(".It %d Cm %s\n", codes[i], error_name(codes[i]));
		mdoc_text(stdout, error_text(codes[i]));
	}
	(void)puts(".El");
}

int main(int argc, char **argv)
{
	if (argc == 2 && str_equal(argv[1], "errors"))
		print_errors();
	else if (argc == 2 && str_equal(argv[1], "write"))
		print_params(write_params);
	else
		print_methods();
	return fflush(stdout) == 0 ? 0 : 1;
}
