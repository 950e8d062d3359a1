/* One line of the gate's verdict, and the facts beside it. */
#include "domain/gate_line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/gate_case.h"

struct gate_day_text gate_day_text(struct day day)
{
	struct civil c = day_to_civil(day);
	struct gate_day_text ret;

	(void)snprintf(ret.text, sizeof ret.text, "%s %d %s %d", weekday_short(day_weekday(day)),
		       c.day, month_short(c.month), c.year);
	return ret;
}

/* Between two texts of our own, two bytes at most. */
static struct gate_quote cut(const char *before, const char *text, const char *after)
{
	size_t n = strlen(text), at = 0, used = strlen(before);
	struct gate_quote ret;
	uint32_t c;

	memcpy(ret.text, before, used);
	for (int i = 0; at < n && i < GATE_QUOTE_CHARS; i++) {
		size_t length = utf8_decode(text + at, n - at, &c);

		if (at + length > GATE_QUOTE_BYTES)
			break;
		memcpy(ret.text + used, text + at, length);
		if (c < ' ')
			ret.text[used] = ' ';
		at += length;
		used += length;
	}
	(void)snprintf(ret.text + used, sizeof ret.text - used, "%s%s",
		       at < n ? "\xe2\x80\xa6" : "", after);
	return ret;
}

struct gate_quote gate_quote(const char *text)
{
	return text && *text ? cut(" \"", text, "\"") : (struct gate_quote){.text = ""};
}

struct gate_quote gate_name(const char *name)
{
	return cut("", name && *name ? name : "somebody", "");
}

struct gate_whose gate_whose(const struct gate_facts *facts, int64_t contact)
{
	struct gate_whose ret = {.text = "another of the household"};

	for (size_t i = 0; i < facts->n_members; i++)
		if (facts->members[i].contact == contact && facts->members[i].name)
			(void)snprintf(ret.text, sizeof ret.text, "%s of the household",
				       gate_name(facts->members[i].name).text);
	return ret;
}

void gate_say(struct gate_condition *condition, const char *format, ...)
{
	size_t used = strlen(condition->detail);
	va_list args;

	va_start(args, format);
	(void)vsnprintf(condition->detail + used, sizeof condition->detail - used, format, args);
	va_end(args);
}

void gate_fact(struct gate_condition *condition, const char *name, enum gate_fact_type type,
	       int64_t value)
{
	for (size_t i = 0; i < GATE_CONDITION_FACTS; i++) {
		if (condition->facts[i].name)
			continue;
		condition->facts[i] = (struct gate_fact){name, type, value};
		return;
	}
}

void gate_fact_day(struct gate_condition *condition, const char *name, struct day day)
{
	if (!day_is_none(day) && !day_equal(day, GATE_NEVER))
		gate_fact(condition, name, GATE_FACT_DAY, day.n);
}
