/* The words of the date grammar: a typed text as numbers, known words and signs. */
#include "domain/datetext_words.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "domain/day.h"

#define WORD_LENGTH_MAX 9 /* "wednesday", "yesterday", "september" */
#define DIGITS_MAX 8

static const struct {
	const char *text;
	enum word_kind kind;
	int value;
} words[] = {
	{"mon", WORD_WEEKDAY, MONDAY},
	{"monday", WORD_WEEKDAY, MONDAY},
	{"tue", WORD_WEEKDAY, TUESDAY},
	{"tues", WORD_WEEKDAY, TUESDAY},
	{"tuesday", WORD_WEEKDAY, TUESDAY},
	{"wed", WORD_WEEKDAY, WEDNESDAY},
	{"wednesday", WORD_WEEKDAY, WEDNESDAY},
	{"thu", WORD_WEEKDAY, THURSDAY},
	{"thur", WORD_WEEKDAY, THURSDAY},
	{"thurs", WORD_WEEKDAY, THURSDAY},
	{"thursday", WORD_WEEKDAY, THURSDAY},
	{"fri", WORD_WEEKDAY, FRIDAY},
	{"friday", WORD_WEEKDAY, FRIDAY},
	{"sat", WORD_WEEKDAY, SATURDAY},
	{"saturday", WORD_WEEKDAY, SATURDAY},
	{"sun", WORD_WEEKDAY, SUNDAY},
	{"sunday", WORD_WEEKDAY, SUNDAY},
	{"jan", WORD_MONTH, 1},
	{"january", WORD_MONTH, 1},
	{"feb", WORD_MONTH, 2},
	{"february", WORD_MONTH, 2},
	{"mar", WORD_MONTH, 3},
	{"march", WORD_MONTH, 3},
	{"apr", WORD_MONTH, 4},
	{"april", WORD_MONTH, 4},
	{"may", WORD_MONTH, 5},
	{"jun", WORD_MONTH, 6},
	{"june", WORD_MONTH, 6},
	{"jul", WORD_MONTH, 7},
	{"july", WORD_MONTH, 7},
	{"aug", WORD_MONTH, 8},
	{"august", WORD_MONTH, 8},
	{"sep", WORD_MONTH, 9},
	{"sept", WORD_MONTH, 9},
	{"september", WORD_MONTH, 9},
	{"oct", WORD_MONTH, 10},
	{"october", WORD_MONTH, 10},
	{"nov", WORD_MONTH, 11},
	{"november", WORD_MONTH, 11},
	{"dec", WORD_MONTH, 12},
	{"december", WORD_MONTH, 12},
	{"min", WORD_UNIT, UNIT_MINUTE},
	{"mins", WORD_UNIT, UNIT_MINUTE},
	{"minute", WORD_UNIT, UNIT_MINUTE},
	{"minutes", WORD_UNIT, UNIT_MINUTE},
	{"hour", WORD_UNIT, UNIT_HOUR},
	{"hours", WORD_UNIT, UNIT_HOUR},
	{"d", WORD_UNIT, UNIT_DAY},
	{"day", WORD_UNIT, UNIT_DAY},
	{"days", WORD_UNIT, UNIT_DAY},
	{"bd", WORD_UNIT, UNIT_WORKDAY},
	{"workday", WORD_UNIT, UNIT_WORKDAY},
	{"workdays", WORD_UNIT, UNIT_WORKDAY},
	{"w", WORD_UNIT, UNIT_WEEK},
	{"week", WORD_UNIT, UNIT_WEEK},
	{"weeks", WORD_UNIT, UNIT_WEEK},
	{"mo", WORD_UNIT, UNIT_MONTH},
	{"month", WORD_UNIT, UNIT_MONTH},
	{"months", WORD_UNIT, UNIT_MONTH},
	{"y", WORD_UNIT, UNIT_YEAR},
	{"year", WORD_UNIT, UNIT_YEAR},
	{"years", WORD_UNIT, UNIT_YEAR},
	{"m", WORD_M, 0},
	{"h", WORD_H, UNIT_HOUR},
	{"business", WORD_BUSINESS, 0},
	{"working", WORD_BUSINESS, 0},
	{"yesterday", WORD_DAY, -1},
	{"today", WORD_DAY, 0},
	{"tomorrow", WORD_DAY, 1},
	{"eow", WORD_END, UNIT_WEEK},
	{"eom", WORD_END, UNIT_MONTH},
	{"eoq", WORD_END, UNIT_QUARTER},
	{"eoy", WORD_END, UNIT_YEAR},
	{"am", WORD_HALF, 0},
	{"pm", WORD_HALF, 12},
	{"noon", WORD_NOON, 0},
	{"midnight", WORD_MIDNIGHT, 0},
	{"at", WORD_AT, 0},
	{"in", WORD_IN, 0},
	{"a", WORD_A, 0},
	{"an", WORD_A, 0},
	{"next", WORD_NEXT, 0},
	{"this", WORD_THIS, 0},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The letter in lower case, or 0. */
static char letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c >= 'a' && c <= 'z' ? c : 0;
}

/* Returns what follows the number, or null where it has too many digits. */
static const char *split_number(const char *text, struct token *ret)
{
	*ret = (struct token){.kind = TOKEN_NUMBER};
	for (; is_digit(*text); text++) {
		if (++ret->digits > DIGITS_MAX)
			return NULL;
		ret->value = ret->value * 10 + (*text - '0');
	}
	return text;
}

static const char *split_word(const char *text, struct token *ret)
{
	char word[WORD_LENGTH_MAX + 1] = "";
	size_t n = 0;

	*ret = (struct token){.kind = TOKEN_WORD, .word = WORD_UNKNOWN};
	for (; letter(*text); text++, n++)
		if (n < WORD_LENGTH_MAX)
			word[n] = letter(*text);
	if (n > WORD_LENGTH_MAX)
		return text;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].text, word) == 0) {
			ret->word = words[i].kind;
			ret->value = words[i].value;
			break;
		}
	}
	return text;
}

static const char *split_sign(const char *text, struct token *ret)
{
	*ret = (struct token){.kind = TOKEN_SIGN, .value = *text};
	return strchr("+-:/.", *text) ? text + 1 : NULL;
}

bool datetext_split(const char *text, struct token_list *ret)
{
	size_t n = 0;

	*ret = (struct token_list){0};
	if (strnlen(text, DATETEXT_LENGTH_MAX + 1) > DATETEXT_LENGTH_MAX)
		return false;

	for (;;) {
		text += strspn(text, " \t,");
		if (!*text)
			return true;
		if (n == TOKENS_MAX)
			return false;
		if (is_digit(*text))
			text = split_number(text, &ret->all[n++]);
		else if (letter(*text))
			text = split_word(text, &ret->all[n++]);
		else
			text = split_sign(text, &ret->all[n++]);
		if (!text)
			return false;
	}
}

#define REPLACEMENT_CHARACTER 0xfffd
static const char ellipsis[] = "...";

const char *datetext_quote(const char *text, char to[DATETEXT_QUOTE_SIZE])
{
	size_t left = strnlen(text, (size_t)4 * DATETEXT_QUOTE_SIZE);
	size_t n = 0;

	while (left > 0) {
		uint32_t c;
		size_t taken = utf8_decode(text, left, &c);
		bool is_shown = !utf8_is_unsafe(c) && c != REPLACEMENT_CHARACTER;
		size_t size = is_shown ? taken : 1;

		if (n + size + sizeof(ellipsis) > DATETEXT_QUOTE_SIZE) {
			memcpy(to + n, ellipsis, sizeof(ellipsis));
			return to;
		}
		memcpy(to + n, is_shown ? text : "?", size);
		n += size;
		text += taken;
		left -= taken;
	}
	to[n] = '\0';
	return to;
}
