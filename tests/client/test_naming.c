/* The people in "asked ana names …": who they are, and what is said of words with no reading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "naming.h"

/* Words are separated by '|'. */
static void split(struct arena *arena, const char *line, struct match *ret)
{
	*ret = (struct match){0};
	for (;;) {
		size_t n = strcspn(line, "|");

		ret->items[ret->n++] =
			(struct binding){.name = "NAME", .text = arena_strndup(arena, line, n)};
		if (!line[n])
			return;
		line += n + 1;
	}
}

static void add(struct str *out, const char *mark, const char *text)
{
	if (text)
		str_addf(out, "%s%s", mark, text);
}

/* "Ruth Kim (sister) 555-0142 +introduced; Tom" */
static void print(struct str *out, const json_t *names)
{
	static const char *const keys[][2] = {
		{"relation", " is "}, {"phone", " phone "}, {"email", " at "}, {"need", " needs "}};
	json_t *person;
	size_t i;

	json_array_foreach (names, i, person) {
		const char *permission = json_string_value(json_object_get(person, "permission"));

		add(out, i ? "; " : "", json_string_value(json_object_get(person, "name")));
		for (size_t k = 0; k < ARRAY_LEN(keys); k++)
			add(out, keys[k][1],
			    json_string_value(json_object_get(person, keys[k][0])));
		assert_non_null(permission);
		if (strcmp(permission, "none") != 0)
			add(out, " +", permission);
	}
}

static const struct {
	const char *words, *want;
} people[] = {
	{"Ruth Kim|sister|555-0142|introduced", "Ruth Kim is sister phone 555-0142 +introduced"},
	{"Ruth Kim|introduced|Tom", "Ruth Kim +introduced; Tom"},
	{"Ruth Kim|Tom Lee|neighbour", "Ruth Kim; Tom Lee is neighbour"},
	{"Ruth Kim|Élodie Roy", "Ruth Kim; Élodie Roy"},
	{"Ruth Kim|Željko|introduced", NULL}, /* a capital: two readings */
	{"Ruth|and|Tom", "Ruth; Tom"},
	{"ruth|,|tom", "ruth; tom"},
	{"Ruth Kim,|sister,|Tom Lee,|Ben", "Ruth Kim is sister; Tom Lee; Ben"},
	{"Ruth Kim, sister, 555-0142", "Ruth Kim is sister phone 555-0142"},
	{"Ruth, Tom and co", "Ruth; Tom and co"},
	{"Ruth Kim|Introduced", "Ruth Kim +introduced"},
	{"Ruth Kim|(555) 0142", "Ruth Kim phone (555) 0142"},
	{"Ruth Kim|+1 555 0142 ext 4", "Ruth Kim phone +1 555 0142 ext 4"},
	{"Ruth Kim|r@x.org|need|cameras, two|may-say-name|Tom",
	 "Ruth Kim at r@x.org needs cameras, two +may-say-name; Tom"},
	{"Ruth Kim|need|Sister Act", "Ruth Kim needs Sister Act"},
	{"روث|أخت", "روث is أخت"},
};

static void test_people_are_read_as_one_says_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(people); i++) {
		struct arena *arena = arena_new();
		_cleanup_str_ struct str text = {0};
		const char *why = NULL;
		struct match m;
		json_t *names;

		split(arena, people[i].words, &m);
		names = naming_read(&m, arena, &why);
		if (people[i].want) {
			print(&text, names);
			assert_string_equal(str_text(&text), people[i].want);
		} else {
			assert_null(names);
			assert_non_null(why);
		}
		json_decref(names);
		arena_free(arena);
	}
}

static const struct {
	const char *words, *why;
} refused[] = {
	{"Ruth|Kim|sister", "is 'Kim' another person, or part of a name?"},
	{"Ruth Kim|sister|colleague", "'colleague' fits nowhere"},
	{"Ruth Kim|555-0142|555-0143", "'555-0143' fits nowhere"},
	{"introduced", "'introduced' stands behind a name"},
	{"555-0142", "'555-0142' stands behind a name"},
	{"Ruth Kim|and|a@x.org", "'a@x.org' stands behind a name"},
	{"Ruth Kim|need", "what does Ruth Kim need?"},
	{",", "whom did they name?"},
};

static void test_what_has_no_reading_is_refused_with_what_would_have(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct arena *arena = arena_new();
		const char *why = NULL;
		struct match m;

		split(arena, refused[i].words, &m);
		assert_null(naming_read(&m, arena, &why));
		assert_non_null(why);
		assert_memory_equal(why, refused[i].why, strlen(refused[i].why));
		arena_free(arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people_are_read_as_one_says_them),
		cmocka_unit_test(test_what_has_no_reading_is_refused_with_what_would_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
