/* The tags of a template, one after the other. */
#include "domain/script_tag.h"

#include <string.h>

static const char known[] =
	"only {{name}}, {{#name}}, {{^name}} and {{/name}} are known; nothing is escaped";
static const char no_end[] = "'{{' without '}}' on the same line: write {{name}}";
static const char bad_name[] =
	"no name between '{{' and '}}': write letters, digits and '_', as in {{first_name}}";

void tag_reader_init(struct tag_reader *r, const char *text)
{
	*r = (struct tag_reader){.text = text, .len = strlen(text), .line = 1};
}

/* Where two opening braces stand next; the length of the text where they do not. */
static size_t find_open(const struct tag_reader *r)
{
	for (size_t at = r->at; at + 1 < r->len; at++) {
		const char *brace = memchr(r->text + at, '{', r->len - at);

		if (!brace)
			break;
		at = (size_t)(brace - r->text);
		if (brace[1] == '{')
			return at;
	}
	return r->len;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *text, size_t at)
{
	while (is_blank(text[at]))
		at++;
	return at;
}

/* The next brace or end of a line, and no further: time stays linear. */
static size_t find_end(const char *text, size_t at)
{
	while (text[at] && text[at] != '{' && text[at] != '}' && text[at] != '\n')
		at++;
	return at;
}

static bool is_name(const char *name, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_";

	for (size_t i = 0; i < n; i++)
		if (!memchr(letters, name[i], sizeof letters - 1))
			return false;
	return n > 0;
}

static enum tag_kind kind_of(char mark)
{
	switch (mark) {
	case '#':
		return TAG_SECTION;
	case '^':
		return TAG_INVERTED;
	case '/':
		return TAG_END;
	}
	return strchr("!>&={$<%@.*", mark) ? TAG_BROKEN : TAG_VARIABLE;
}

/* What stands between the braces, from `from` to `end`. */
static void read_inside(struct tag *tag, const char *text, size_t from, size_t end)
{
	tag->kind = from < end ? kind_of(text[from]) : TAG_VARIABLE;
	if (tag->kind == TAG_BROKEN) {
		tag->why = known;
		return;
	}
	from += tag->kind != TAG_VARIABLE;
	while (from < end && is_blank(text[from]))
		from++;
	while (end > from && is_blank(text[end - 1]))
		end--;
	tag->name = text + from;
	tag->n = end - from;
	if (is_name(tag->name, tag->n))
		return;
	tag->kind = TAG_BROKEN;
	tag->why = bad_name;
}

/* A section's tag alone on its line takes the line with it. */
static void take_line(const struct tag_reader *r, struct tag *tag)
{
	size_t from = tag->from, to = skip_blanks(r->text, tag->to);

	while (from > r->at && is_blank(r->text[from - 1]))
		from--;
	if (from > 0 && r->text[from - 1] != '\n')
		return;
	if (r->text[to] == '\r' && r->text[to + 1] == '\n')
		to++;
	if (r->text[to] == '\n')
		to++;
	else if (r->text[to])
		return;
	tag->from = from;
	tag->to = to;
}

static void count_lines(struct tag_reader *r, size_t to)
{
	const char *at = r->text + r->at, *end = r->text + to;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		r->line++;
		at++;
	}
}

bool tag_next(struct tag_reader *r, struct tag *ret)
{
	size_t open = find_open(r), close, inside;

	if (open == r->len)
		return false;
	inside = skip_blanks(r->text, open + 2);
	close = find_end(r->text, inside + (r->text[inside] == '{')); /* three braces */
	count_lines(r, open);
	*ret = (struct tag){.kind = TAG_BROKEN, .from = open, .to = open + 2, .line = r->line};
	if (r->text[close] == '}' && r->text[close + 1] == '}') {
		ret->to = close + 2;
		read_inside(ret, r->text, inside, close);
	} else {
		ret->why = no_end;
	}
	if (ret->kind == TAG_BROKEN && r->text[ret->to] == '}')
		ret->to++;
	if (ret->kind != TAG_VARIABLE && ret->kind != TAG_BROKEN)
		take_line(r, ret);
	r->at = open;
	count_lines(r, ret->to);
	r->at = ret->to;
	return true;
}

int tag_field(const struct tag *tag, const struct script_field *fields)
{
	for (int i = 0; fields && fields[i].name; i++)
		if (strlen(fields[i].name) == tag->n &&
		    memcmp(fields[i].name, tag->name, tag->n) == 0)
			return i;
	return -1;
}

bool tag_same_name(const struct tag *a, const struct tag *b)
{
	return a->n == b->n && memcmp(a->name, b->name, a->n) == 0;
}
