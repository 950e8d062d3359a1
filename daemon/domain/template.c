/* Templates: the texts vouch speaks with, and what each may name. */
#include "domain/template.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"

static const struct script_field experience_fields[N_EXPERIENCE_FIELDS + 1] = {
	[EXPERIENCE_WORDS] = {"words", SCRIPT_TEXT, NULL, "what they said, in their own words"},
	[EXPERIENCE_EXPERIENCE] = {"experience", SCRIPT_TEXT, NULL,
				   "the same in ours: \"nobody kept you informed\""},
};

static const struct script_field ask_fields[N_ASK_FIELDS + 1] = {
	[ASK_FIRST_NAME] = {"first_name", SCRIPT_TEXT, NULL, "their first name"},
	[ASK_NAME] = {"name", SCRIPT_TEXT, NULL, "their whole name"},
	[ASK_PRODUCT] = {"product", SCRIPT_TEXT, NULL, "what they bought last"},
	[ASK_BAD_WORDS] = {"bad_words", SCRIPT_TEXT, NULL,
			   "a bad experience with others, in their own words"},
	[ASK_BAD_EXPERIENCE] = {"bad_experience", SCRIPT_TEXT, NULL,
				"the same in ours: \"nobody kept you informed\""},
	[ASK_BAD_EXPERIENCES] = {"bad_experiences", SCRIPT_LIST, experience_fields, "all of them"},
	[ASK_TIME_AND_ATTENTION] = {"time_and_attention", SCRIPT_FLAG, NULL,
				    "time and attention moves them, or there was no talk yet"},
	[ASK_PRESTIGE] = {"prestige", SCRIPT_FLAG, NULL, "opening doors moves them"},
	[ASK_AGREED] = {"agreed", SCRIPT_FLAG, NULL, "they agreed to refer once the work is done"},
	[ASK_PRAISE] = {"praise", SCRIPT_TEXT, NULL, "what they praised last, in their own words"},
	[ASK_CAME_THROUGH] = {"came_through", SCRIPT_TEXT, NULL, "who sent them to us"},
	[ASK_LISTEN_FOR] = {"listen_for", SCRIPT_TEXT, NULL,
			    "what somebody says who needs us; theirs, or the product's"},
};

static const struct script_field listen_for_fields[N_LISTEN_FOR_FIELDS + 1] = {
	[LISTEN_FOR_FIRST_NAME] = {"first_name", SCRIPT_TEXT, NULL, "their first name"},
	[LISTEN_FOR_PRODUCT] = {"product", SCRIPT_TEXT, NULL, "what they bought last"},
};

static const struct script_field mail_fields[N_MAIL_FIELDS + 1] = {
	[MAIL_FIRST_NAME] = {"first_name", SCRIPT_TEXT, NULL, "their first name"},
	[MAIL_NAME] = {"name", SCRIPT_TEXT, NULL, "their whole name"},
	[MAIL_PRODUCT] = {"product", SCRIPT_TEXT, NULL, "what they bought last"},
	[MAIL_TURNS] = {"turns", SCRIPT_TEXT, NULL, "the age they reach on their next birthday"},
	[MAIL_RENEWAL_DAY] = {"renewal_day", SCRIPT_TEXT, NULL, "their next renewal: 1 March 2027"},
};

const struct template_info template_infos[N_TEMPLATES] = {
	[TEMPLATE_ASK] = {"ask", "the ask for a referral, to be said aloud", ask_fields},
	[TEMPLATE_LISTEN_FOR] =
		{"listen-for", "what somebody says who needs us: \"if you hear somebody say ...\"",
		 listen_for_fields},
	[TEMPLATE_BIRTHDAY] = {"birthday", "an e-mail on their birthday", mail_fields},
	[TEMPLATE_THANK] = {"thank", "an e-mail to thank them", mail_fields},
	[TEMPLATE_RENEWAL] = {"renewal", "an e-mail before a renewal", mail_fields},
	[TEMPLATE_MAIL] = {"mail", "any other e-mail; the first line may be \"Subject: ...\"",
			   mail_fields},
};

/* Those of which there may be several, told apart by a word behind a colon. */
static const struct {
	const char *prefix;
	enum template_kind kind;
} families[] = {{"listen-for:", TEMPLATE_LISTEN_FOR}, {"mail:", TEMPLATE_MAIL}};

static void name_in_family(const char *prefix, const char *rest, char to[TEMPLATE_NAME_SIZE])
{
	size_t n = strlen(prefix);

	str_copy(to, TEMPLATE_NAME_SIZE, prefix);
	while (*rest == ' ')
		rest++;
	utf8_fold(rest, to + n, TEMPLATE_NAME_SIZE - n);
}

void template_of_product(const char *product, char to[TEMPLATE_NAME_SIZE])
{
	name_in_family(families[0].prefix, product, to);
}

bool template_is_mail(enum template_kind kind)
{
	return template_infos[kind].fields == mail_fields;
}

const char *template_body(const char *text, const char **ret_subject, size_t *ret_length)
{
	static const char head[] = "Subject:";
	const char *at = text + sizeof head - 1;

	*ret_subject = NULL;
	*ret_length = 0;
	if (!str_starts_with(text, head))
		return text;
	at += strspn(at, " ");
	*ret_subject = at;
	*ret_length = strcspn(at, "\n");
	at += *ret_length;
	return at + strspn(at, "\n");
}

int template_find(const char *name, char ret_name[TEMPLATE_NAME_SIZE])
{
	for (int i = 0; i < N_TEMPLATES; i++) {
		if (!str_equal(template_infos[i].name, name))
			continue;
		str_copy(ret_name, TEMPLATE_NAME_SIZE, name);
		return i;
	}
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		size_t n = strlen(families[i].prefix);

		if (!str_starts_with(name, families[i].prefix) || !name[n + strspn(name + n, " ")])
			continue;
		name_in_family(families[i].prefix, name + n, ret_name);
		return (int)families[i].kind;
	}
	return -1;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0;
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb;
}

/* The text as code points, runs of spaces one, none at the ends; at most `max` of them. Two beyond
 * what is shown tell a text that goes on from one that ends there in a space. */
static size_t read_words(const char *text, uint32_t *to, size_t max)
{
	size_t left = strlen(text), n = 0;

	while (left > 0 && n < max) {
		uint32_t c;
		size_t bytes = utf8_decode(text, left, &c);

		text += bytes;
		left -= bytes;
		if (!is_space(c))
			to[n++] = c;
		else if (n > 0 && to[n - 1] != ' ')
			to[n++] = ' ';
	}
	if (n > 0 && to[n - 1] == ' ')
		n--;
	return n;
}

/* Only where they enclose the whole: "one" and "two" keep theirs. */
static size_t take_quotes_off(uint32_t *words, size_t n)
{
	if (n < 2 || !is_quote(words[0]) || !is_quote(words[n - 1]))
		return n;
	for (size_t i = 1; i + 1 < n; i++)
		if (is_quote(words[i]))
			return n;
	memmove(words, words + 1, (n - 2) * sizeof *words);
	return n - 2;
}

/* At the end of a word where there is one in the last third. */
static size_t cut(uint32_t *words, size_t n)
{
	if (n <= WORDS_SHOWN_MAX)
		return n;
	n = WORDS_SHOWN_MAX;
	for (size_t i = n; i > 2 * WORDS_SHOWN_MAX / 3; i--) {
		if (words[i] == ' ') {
			n = i;
			break;
		}
	}
	words[n++] = 0x2026;
	return n;
}

static bool is_one_of(uint32_t c, const char *marks)
{
	return c && c < 0x80 && strchr(marks, (int)c);
}

/* Of words with a letter. */
static size_t end_words(uint32_t *words, size_t n, enum words_form form)
{
	const char *dropped = form == WORDS_PHRASE ? " ,;:." : " ,;:";

	while (is_one_of(words[n - 1], dropped))
		n--;
	if (form == WORDS_SENTENCE && !is_one_of(words[n - 1], ".!?") && words[n - 1] != 0x2026)
		words[n++] = '.';
	return n;
}

static bool has_letter(const uint32_t *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_one_of(words[i], " .,;:!?-'\"()") && words[i] != 0x2026 &&
		    !is_quote(words[i]))
			return true;
	return false;
}

void words_quote(const char *words, enum words_form form, char to[WORDS_SIZE])
{
	uint32_t chars[WORDS_SHOWN_MAX + 2];
	size_t n = read_words(words ? words : "", chars, ARRAY_LEN(chars)), bytes = 0;

	n = cut(chars, take_quotes_off(chars, n));
	n = has_letter(chars, n) ? end_words(chars, n, form) : 0;
	for (size_t i = 0; i < n; i++)
		bytes += utf8_encode(chars[i], to + bytes);
	to[bytes] = '\0';
}

void words_first_name(const char *name, char to[WORDS_SIZE])
{
	size_t n;

	words_quote(name, WORDS_PHRASE, to);
	n = strcspn(to, " ");
	if (n > 0 && is_one_of((unsigned char)to[n - 1], ".,"))
		n = 0;
	to[n] = '\0';
}
