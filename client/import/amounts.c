/* Amounts of money as other programs write them, and the decimal mark of a column. */
#include "import/amounts.h"

#include <string.h>

#include "base/cleanup.h"
#include "money.h"

/* Signs, and the currencies they may stand for. */
static const struct {
	const char *sign, *currencies;
} signs[] = {
	{"€", "EUR"},
	{"£", "GBP EGP FKP GIP LBP SHP SYP"},
	{"¥", "JPY CNY"},
	{"₹", "INR"},
	{"₩", "KRW KPW"},
	{"US$", "USD"},
	{"$", "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP DOP FJD GYD HKD JMD KYD LRD MXN NAD "
	      "NZD SBD SGD SRD TTD TWD UYU XCD ZWL"},
};

/* A cell taken apart. */
struct amount {
	char digits[AMOUNTS_TEXT_SIZE]; /* with , and . as they stand, without other marks */
	const char *sign;               /* currencies that its sign stands for, else null */
	char code[4];                   /* "EUR", or "" */
	bool is_negative, is_ended;     /* is_ended: a sign or code stood behind the digits */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Bytes of what people put between thousands or around numbers: spaces of all widths, ' and ’. */
static size_t gap(const char *s)
{
	static const char *const gaps[] = {
		" ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"};

	for (size_t i = 0; i < ARRAY_LEN(gaps); i++)
		if (str_starts_with(s, gaps[i]))
			return strlen(gaps[i]);
	return 0;
}

static size_t take_sign(const char *s, struct amount *a)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (!a->sign && str_starts_with(s, signs[i].sign)) {
			a->sign = signs[i].currencies;
			return strlen(signs[i].sign);
		}
	return 0;
}

static size_t take_code(const char *s, struct amount *a)
{
	if (a->code[0] || !is_letter(s[0]) || !is_letter(s[1]) || !is_letter(s[2]) ||
	    is_letter(s[3]))
		return 0;
	for (int i = 0; i < 3; i++)
		a->code[i] = (char)(s[i] & ~0x20);
	return 3;
}

static bool take_apart(const char *cell, struct amount *ret)
{
	struct amount a = {0};
	size_t n = 0, size;

	for (const char *s = cell; *s; s += size) {
		size = 1;
		if (is_digit(*s) || *s == ',' || *s == '.') {
			if (n + 1 == sizeof a.digits || a.is_ended)
				return false;
			a.digits[n++] = *s;
			continue;
		}
		if ((*s == '-' || *s == '(') && n == 0 && !a.is_negative) {
			a.is_negative = true;
			continue;
		}
		if (*s == ')' && a.is_negative && !s[1])
			continue;
		size = gap(s);
		if (size)
			continue;
		size = take_sign(s, &a);
		size = size ? size : take_code(s, &a);
		if (!size)
			return false;
		a.is_ended = n > 0;
	}
	*ret = a;
	return strpbrk(a.digits, "0123456789") != NULL;
}

enum shape { SHAPE_PLAIN, SHAPE_POINT, SHAPE_COMMA, SHAPE_UNCLEAR };

static enum shape decimal_is(char mark)
{
	return mark == '.' ? SHAPE_POINT : SHAPE_COMMA;
}

/* Which mark stands before the decimals, as far as this amount alone tells. */
static enum shape shape_of(const char *digits, int exponent)
{
	const char *first = strpbrk(digits, ",."), *last, *other;
	size_t before, behind;

	if (!first)
		return SHAPE_PLAIN;
	last = strrchr(digits, *first);
	other = strchr(digits, *first == '.' ? ',' : '.');
	if (other)
		return decimal_is(*other);
	if (last != first)
		return decimal_is(*first == '.' ? ',' : '.');
	before = (size_t)(first - digits);
	behind = strlen(first + 1);
	if (behind != 3 || before < 1 || before > 3 || digits[0] == '0')
		return decimal_is(*first);
	if (exponent >= 3)
		return SHAPE_UNCLEAR;
	return decimal_is(*first == '.' ? ',' : '.');
}

static void note(int64_t *line, char text[AMOUNTS_TEXT_SIZE], const char *digits, int64_t at)
{
	if (*line)
		return;
	*line = at;
	str_copy(text, AMOUNTS_TEXT_SIZE, digits);
}

void amounts_look(struct amounts_column *column, const char *cell, int exponent, int64_t line)
{
	struct amount a;

	if (!take_apart(cell, &a))
		return;
	switch (shape_of(a.digits, exponent)) {
	case SHAPE_PLAIN:
		break;
	case SHAPE_POINT:
		note(&column->point_line, column->point, a.digits, line);
		break;
	case SHAPE_COMMA:
		note(&column->comma_line, column->comma, a.digits, line);
		break;
	case SHAPE_UNCLEAR:
		note(&column->unclear_line, column->unclear, a.digits, line);
		break;
	}
}

bool amounts_decide(const struct amounts_column *column, const char *name, char *ret,
		    struct str *why)
{
	if (column->point_line && column->comma_line) {
		str_addf(why,
			 "%s has decimals behind a point (line %lld: %s) and behind a comma "
			 "(line %lld: %s); one of the two must be put right",
			 name, (long long)column->point_line, column->point,
			 (long long)column->comma_line, column->comma);
		return false;
	}
	if (column->unclear_line && !column->point_line && !column->comma_line) {
		str_addf(why,
			 "%s can be read in two ways (line %lld: %s), and no row says which; "
			 "write 1054 or 1054.000",
			 name, (long long)column->unclear_line, column->unclear);
		return false;
	}
	*ret = column->comma_line ? ',' : '.';
	return true;
}

/* With a point before the decimals and commas between thousands; without decimals that are 0 and
 * more than the currency has. */
static void make_plain(char *digits, char mark, int exponent)
{
	char *point;
	size_t n;

	for (char *c = digits; mark == ',' && *c; c++)
		if (*c == ',' || *c == '.')
			*c = *c == ',' ? '.' : ',';
	point = strchr(digits, '.');
	if (!point)
		return;
	n = strlen(point + 1);
	while (n > (size_t)exponent && point[n] == '0')
		point[n--] = '\0';
	if (n == 0)
		*point = '\0';
}

static bool refuse(struct str *why, const char *cell, const char *reason)
{
	str_addf(why, "'%s' %s", cell, reason);
	return false;
}

static bool is_currency(const struct amount *a, const char *currency)
{
	if (a->code[0] && !str_equal(a->code, currency))
		return false;
	return !a->sign || strstr(a->sign, currency);
}

bool amounts_read(const char *cell, char mark, int exponent, const char *currency, int64_t *ret,
		  struct str *why)
{
	struct amount a;

	if (!take_apart(cell, &a))
		return refuse(why, cell, "is no amount; 1054 or 1,054.50 would be right");
	if (a.is_negative)
		return refuse(why, cell, "is negative; an amount is 0 or more");
	if (!is_currency(&a, currency)) {
		str_addf(why, "'%s' is not in %s; name its currency with --currency CODE", cell,
			 currency);
		return false;
	}
	make_plain(a.digits, mark, exponent);
	switch (money_read(a.digits, exponent, ret)) {
	case MONEY_AMOUNT:
		return true;
	case MONEY_TOO_MUCH:
		str_addf(why, "'%s' is more than can be noted: ", cell);
		money_add_most(why, exponent, currency);
		str_add(why, " at most");
		return false;
	case MONEY_NONE:
		break;
	}
	str_addf(why, "'%s' is no amount in %s; 1054 or %s would be right", cell, currency,
		 exponent == 0 ? "1,054"
		 : mark == ',' ? "1.054,50"
			       : "1,054.50");
	return false;
}
