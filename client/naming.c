/* The people whom somebody named, read from the words behind "names". */
#include "naming.h"

#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "place.h"

struct naming {
	struct arena *arena;
	json_t *names, *person; /* person null: the next word is a name */
	const char *name;       /* the person's */
	const char *why;        /* the first word that cannot be read, and how it can be */
	bool is_need;           /* the next word is what they need */
	bool is_after_comma;
};

/* Capital letters of the alphabets that have them. */
static bool is_capital(const char *text)
{
	static const struct {
		uint32_t first, last;
	} capitals[] = {{'A', 'Z'}, {0xc0, 0xde}, {0x386, 0x3ab}, {0x400, 0x42f}, {0x531, 0x556}};
	uint32_t c;

	if (!*text)
		return false;
	(void)utf8_decode(text, strlen(text), &c);
	for (size_t i = 0; i < ARRAY_LEN(capitals); i++)
		if (c >= capitals[i].first && c <= capitals[i].last)
			return true;
	/* Latin Extended-A: the even ones, and in two runs the odd ones. */
	return c >= 0x100 && c <= 0x17e &&
	       (c % 2 == 0) != ((c >= 0x139 && c <= 0x148) || c >= 0x179);
}

/* vouchd says where it is no number after all. */
static bool is_phone(const char *text)
{
	return isdigit((unsigned char)text[0]) || text[0] == '+' || text[0] == '(';
}

static int permission_of(const char *text)
{
	return place_word(place_find("PERMISSION", 10), text);
}

static void fail(struct naming *x, const char *why)
{
	if (!x->why)
		x->why = why;
}

static void set(struct naming *x, const char *key, const char *text)
{
	if (json_object_get(x->person, key))
		fail(x, arena_printf(x->arena,
				     "'%s' fits nowhere: put a comma between two people, and "
				     "quotes around names",
				     text));
	(void)json_object_set_new(x->person, key, json_string(text));
}

static void end_person(struct naming *x)
{
	if (x->is_need)
		fail(x,
		     arena_printf(x->arena, "what does %s need? It stands behind 'need'", x->name));
	x->is_need = false;
	if (!x->person)
		return;
	if (!json_object_get(x->person, "permission"))
		(void)json_object_set_new(x->person, "permission", json_string("none"));
	(void)json_array_append_new(x->names, x->person);
	x->person = NULL;
}

static void begin_person(struct naming *x, const char *word)
{
	if (permission_of(word) >= 0 || is_phone(word) || strchr(word, '@') ||
	    str_equal(word, "need"))
		fail(x, arena_printf(x->arena, "'%s' stands behind a name: names \"Ruth Kim\" %s",
				     word, word));
	x->person = json_pack("{s:s}", "name", word);
	x->name = word;
}

/* "Tom" behind "Ruth Kim" may be somebody else, or what she is to them. */
static void refuse_two_readings(struct naming *x, const char *word)
{
	fail(x, arena_printf(x->arena,
			     "is '%s' another person, or part of a name? names %s , %s or "
			     "names \"%s %s\"; what somebody is to them begins small: sister",
			     word, x->name, word, x->name, word));
}

static void add_part(struct naming *x, const char *word)
{
	int permission = permission_of(word);

	if (x->person && is_capital(word) && permission < 0 && !strchr(word, '@') &&
	    (x->is_after_comma || strchr(word, ' ')))
		end_person(x);
	if (!x->person) {
		begin_person(x, word);
	} else if (permission >= 0) {
		set(x, "permission", place_permissions[permission]);
		end_person(x);
	} else if (str_equal(word, "need")) {
		x->is_need = true;
	} else if (strchr(word, '@')) {
		set(x, "email", word);
	} else if (is_phone(word)) {
		set(x, "phone", word);
	} else if (is_capital(word)) {
		refuse_two_readings(x, word);
	} else {
		set(x, "relation", word);
	}
}

static const char *trimmed(struct naming *x, const char *text, size_t n)
{
	while (n > 0 && *text == ' ') {
		text++;
		n--;
	}
	while (n > 0 && text[n - 1] == ' ')
		n--;
	return arena_strndup(x->arena, text, n);
}

/* A comma may stand in a word, or behind it, as one writes: "Ruth Kim, sister", "Tom Lee". */
static void add_word(struct naming *x, const char *word)
{
	if (x->is_need) {
		x->is_need = false;
		set(x, "need", word);
		return;
	}
	if (str_equal(word, ",") || str_equal(word, "and")) {
		end_person(x);
		x->is_after_comma = false;
		return;
	}
	for (;;) {
		size_t n = strcspn(word, ",");
		const char *part = trimmed(x, word, n);

		if (*part) {
			add_part(x, part);
			x->is_after_comma = false;
		}
		if (!word[n])
			return;
		x->is_after_comma = true;
		word += n + 1;
	}
}

json_t *naming_read(const struct match *m, struct arena *arena, const char **ret_why)
{
	struct naming x = {.arena = arena, .names = json_array()};

	for (size_t i = 0; i < m->n; i++)
		if (str_equal(m->items[i].name, "NAME"))
			add_word(&x, m->items[i].text);
	end_person(&x);
	if (json_array_size(x.names) == 0)
		fail(&x, "whom did they name? Gladly, but no name yet, is 'willing'");
	if (!x.why)
		return x.names;
	json_decref(x.names);
	*ret_why = x.why;
	return NULL;
}
