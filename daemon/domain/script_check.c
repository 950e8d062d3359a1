/* What is wrong with a template: every fault with its line and what would be right. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/script_tag.h"

#define NAME_SHOWN_MAX 40

/* A section that is open. */
struct section {
	struct tag tag;
	const struct script_field *inner; /* of a list that is walked; null */
};

struct checker {
	const struct script_field *fields;
	struct script_fault *faults;
	size_t n_faults;
	struct section open[SCRIPT_DEPTH_MAX];
	size_t depth;
};

__attribute__((format(printf, 3, 4))) static void fault(struct checker *c, int line,
							const char *format, ...)
{
	struct script_fault *to;
	va_list args;

	if (c->n_faults == SCRIPT_FAULTS_MAX)
		return;
	to = &c->faults[c->n_faults++];
	to->line = line;
	va_start(args, format);
	(void)vsnprintf(to->reason, sizeof to->reason, format, args);
	va_end(args);
}

/* For "%.*s". */
static int shown(const struct tag *tag)
{
	return tag->n < NAME_SHOWN_MAX ? (int)tag->n : NAME_SHOWN_MAX;
}

/* The fields of the list that is walked; null outside of one. */
static const struct script_field *inner_fields(const struct checker *c)
{
	for (size_t i = c->depth; i > 0; i--)
		if (c->open[i - 1].inner)
			return c->open[i - 1].inner;
	return NULL;
}

static const struct script_field *find(const struct checker *c, const struct tag *tag)
{
	const struct script_field *inner = inner_fields(c);
	int i = tag_field(tag, inner);

	if (i >= 0)
		return &inner[i];
	i = tag_field(tag, c->fields);
	return i < 0 ? NULL : &c->fields[i];
}

static void add_names(char *to, size_t size, const struct script_field *fields)
{
	for (; fields && fields->name; fields++) {
		size_t n = strlen(to);

		(void)snprintf(to + n, size - n, "%s%s", n ? ", " : "", fields->name);
	}
}

static void fault_unknown(struct checker *c, const struct tag *tag)
{
	char names[300] = "";

	add_names(names, sizeof names, inner_fields(c));
	add_names(names, sizeof names, c->fields);
	fault(c, tag->line, "there is no field '%.*s'; there are: %s", shown(tag), tag->name,
	      names);
}

static void check_variable(struct checker *c, const struct tag *tag)
{
	const struct script_field *field = find(c, tag);

	if (!field)
		fault_unknown(c, tag);
	else if (field->type != SCRIPT_TEXT)
		fault(c, tag->line, "{{%s}} is %s and no text: write {{#%s}}...{{/%s}}",
		      field->name, field->type == SCRIPT_FLAG ? "yes or no" : "a list", field->name,
		      field->name);
}

/* False where it lies too deep to go on. */
static bool check_section(struct checker *c, const struct tag *tag)
{
	const struct script_field *field = find(c, tag), *inner = NULL;

	if (!field)
		fault_unknown(c, tag);
	if (field && field->type == SCRIPT_LIST && tag->kind == TAG_SECTION) {
		inner = field->fields;
		if (inner_fields(c))
			fault(c, tag->line,
			      "the list '%s' stands inside a list: close that one first",
			      field->name);
	}
	if (c->depth == SCRIPT_DEPTH_MAX) {
		fault(c, tag->line, "sections stand more than %d deep in each other: close some",
		      SCRIPT_DEPTH_MAX);
		return false;
	}
	c->open[c->depth++] = (struct section){*tag, inner};
	return true;
}

/* Which of the open sections the tag closes, counted from 1; 0: none of them. */
static size_t closes(const struct checker *c, const struct tag *tag)
{
	for (size_t i = c->depth; i > 0; i--)
		if (tag_same_name(&c->open[i - 1].tag, tag))
			return i;
	return 0;
}

static void check_end(struct checker *c, const struct tag *tag)
{
	const struct tag *last = c->depth ? &c->open[c->depth - 1].tag : NULL;
	size_t i = closes(c, tag);

	if (i == 0 && last)
		fault(c, tag->line, "{{/%.*s}} closes nothing: {{/%.*s}} would close line %d",
		      shown(tag), tag->name, shown(last), last->name, last->line);
	else if (i == 0)
		fault(c, tag->line, "{{/%.*s}} closes nothing: write {{#%.*s}} before it",
		      shown(tag), tag->name, shown(tag), tag->name);
	for (size_t k = c->depth; i > 0 && k > i; k--) {
		last = &c->open[k - 1].tag;
		fault(c, tag->line, "{{/%.*s}} comes too early: write {{/%.*s}} for line %d first",
		      shown(tag), tag->name, shown(last), last->name, last->line);
	}
	if (i > 0)
		c->depth = i - 1;
}

static bool check_tag(struct checker *c, const struct tag *tag)
{
	switch (tag->kind) {
	case TAG_BROKEN:
		fault(c, tag->line, "%s", tag->why);
		return true;
	case TAG_VARIABLE:
		check_variable(c, tag);
		return true;
	case TAG_SECTION:
	case TAG_INVERTED:
		return check_section(c, tag);
	case TAG_END:
		check_end(c, tag);
		return true;
	}
	return true;
}

size_t script_check(const char *text, const struct script_field *fields,
		    struct script_fault faults[SCRIPT_FAULTS_MAX])
{
	struct checker c = {.fields = fields, .faults = faults};
	struct tag_reader reader;
	struct tag tag;

	tag_reader_init(&reader, text);
	while (tag_next(&reader, &tag))
		if (!check_tag(&c, &tag))
			return c.n_faults;
	for (size_t i = 0; i < c.depth; i++)
		fault(&c, c.open[i].tag.line, "{{%c%.*s}} is never closed: write {{/%.*s}}",
		      c.open[i].tag.kind == TAG_SECTION ? '#' : '^', shown(&c.open[i].tag),
		      c.open[i].tag.name, shown(&c.open[i].tag), c.open[i].tag.name);
	return c.n_faults;
}
