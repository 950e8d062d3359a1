/* Cases in a file of text: what is given to a reader, and what comes of it. */
#include "import/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "import/file.h"

#define CARD(version) "BEGIN:VCARD\nVERSION:" version "\nFN:Ana\n", "END:VCARD\n", "\n"
#define EVENT(day)                                                                                 \
	"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" day, "END:VEVENT\r\nEND:VCALENDAR\r\n", "\r\n"

/* What stands around lines with such a mark, and how they end. */
static const struct frame {
	char mark;
	const char *head, *tail, *end;
} frames[] = {
	{'2', CARD("2.1")},
	{'3', CARD("3.0")},
	{'4', CARD("4.0")},
	{'e', EVENT("")},
	{'b', EVENT("DTSTART;VALUE=DATE:19760503\r\n")},
	{'s', "contact,product,amount,stage,opened,closed\n", "", "\n"},
};

struct one_case {
	const char *title;
	struct str options, in, want; /* `want` with its marks */
	const struct frame *frame;    /* that is open, else null */
	bool is_begun;
};

/* "{70000*ab}"; the bytes of it, 0 where it is none. */
static size_t add_repeated(struct str *to, const char *text)
{
	char *star;
	unsigned long n = strtoul(text + 1, &star, 10);
	const char *end = strchr(text, '}');

	if (star == text + 1 || *star != '*' || !end)
		return 0;
	while (n-- > 0)
		str_add_n(to, star + 1, (size_t)(end - star - 1));
	return (size_t)(end - text) + 1;
}

static void add_line(struct str *to, const char *line, const char *end)
{
	size_t n;

	for (; *line; line += n) {
		n = *line == '{' ? add_repeated(to, line) : 0;
		if (n)
			continue;
		n = 1;
		if (str_starts_with(line, "{}")) {
			end = "";
			n = 2;
		} else if (line[0] == '{' && line[1] && line[2] && line[3] == '}') {
			str_add_char(to, (char)strtol(line + 1, NULL, 16));
			n = 4;
		} else {
			str_add_char(to, *line);
		}
	}
	str_add(to, end);
}

static const struct frame *find_frame(char mark)
{
	for (size_t i = 0; i < ARRAY_LEN(frames); i++)
		if (frames[i].mark == mark)
			return &frames[i];
	fail_msg("no line begins with '%c'", mark);
	return NULL;
}

static void add_framed(struct one_case *c, const char *line)
{
	const struct frame *frame = find_frame(*line);

	if (!c->frame)
		str_add(&c->in, frame->head);
	c->frame = frame;
	add_line(&c->in, line + 3, frame->end);
}

static void take_line(struct one_case *c, const char *line, const char *title)
{
	if (!c->is_begun)
		c->title = title;
	c->is_begun = true;
	if (str_starts_with(line, "> "))
		add_line(&c->in, line + 2, "\n");
	else if (str_starts_with(line, "! "))
		str_addf(&c->options, "%s\n", line + 2);
	else if (str_starts_with(line, "< "))
		str_addf(&c->want, "%s\n", line);
	else
		add_framed(c, line);
}

/* Says so where it is not as written; `update` gets what would be right. */
static bool end_case(struct one_case *c, const struct cases *cases, struct str *update)
{
	_cleanup_str_ struct str got = {0}, marked = {0};
	bool is_good;

	str_add(&c->in, c->frame ? c->frame->tail : "");
	cases->read(str_text(&c->options), str_text(&c->in), c->in.len, &got);
	for (char *line = got.data, *rest = got.data; (line = strsep(&rest, "\n")) && *line;)
		str_addf(&marked, "< %s\n", line);
	is_good = str_equal(str_text(&marked), str_text(&c->want));
	if (!is_good)
		print_error("%s, %s\ngot:\n%swanted:\n%s", cases->name, c->title, str_text(&marked),
			    str_text(&c->want));
	str_add(update, str_text(&marked));
	str_deinit(&c->options);
	str_deinit(&c->in);
	str_deinit(&c->want);
	*c = (struct one_case){0};
	return is_good;
}

static char *read_text(const char *path)
{
	struct file file = {0};
	_cleanup_str_ struct str why = {0};
	char *text;

	assert_true(file_read(&file, path, &why));
	text = xmalloc(file.len + 1);
	memcpy(text, file.text, file.len);
	text[file.len] = '\0';
	file_deinit(&file);
	return text;
}

static void write_text(const char *path, const struct str *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(text->data, 1, text->len, f), text->len);
	assert_int_equal(fclose(f), 0);
}

size_t cases_run(const struct cases *cases, size_t *ret_bad)
{
	_cleanup_free_ char *text = read_text(cases->path);
	_cleanup_str_ struct str update = {0};
	char *rest = text, *line, *title = text;
	struct one_case c = {0};
	size_t n = 0, n_bad = 0;

	while ((line = strsep(&rest, "\n"))) {
		if (*line && !str_starts_with(line, "# ")) {
			take_line(&c, line, title);
		} else if (c.is_begun) {
			n_bad += !end_case(&c, cases, &update);
			n++;
		}
		if (*line == '#')
			title = line;
		if (!str_starts_with(line, "< ") && rest)
			str_addf(&update, "%s\n", line);
	}
	if (n_bad && getenv("CASES_UPDATE"))
		write_text(cases->path, &update);
	*ret_bad = n_bad;
	return n;
}
