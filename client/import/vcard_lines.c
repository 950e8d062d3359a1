/* The lines of a vCard text, unfolded and taken apart: vCard 2.1, RFC 2426 and RFC 6350. */
#include "import/vcard_lines.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"

#define NO_PREFERENCE 101

void vcard_lines_init(struct vcard_lines *l, const char *text, size_t len)
{
	*l = (struct vcard_lines){.at = text, .end = text + len, .line = 1};
}

void vcard_lines_deinit(struct vcard_lines *l)
{
	str_deinit(&l->buffer);
}

/* A line of the file, without its end. */
struct piece {
	const char *text;
	size_t n;
};

static struct piece peek(const struct vcard_lines *l)
{
	const char *c = l->at;

	while (c < l->end && *c != '\n' && *c != '\r')
		c++;
	return (struct piece){l->at, (size_t)(c - l->at)};
}

static void step(struct vcard_lines *l, const struct piece *piece)
{
	l->at = piece->text + piece->n;
	if (l->at < l->end && *l->at == '\r')
		l->at++;
	if (l->at < l->end && *l->at == '\n' &&
	    (l->at == piece->text + piece->n || l->at[-1] == '\r'))
		l->at++;
	l->line++;
}

static bool is_blank(const struct piece *piece)
{
	for (size_t i = 0; i < piece->n; i++)
		if (piece->text[i] != ' ' && piece->text[i] != '\t')
			return false;
	return true;
}

/* A line being put together. */
struct folding {
	struct vcard_lines *lines;
	struct piece last; /* the piece taken last */
	bool has_head;     /* the colon was seen, and the flags below are known */
	bool is_quoted, is_base64, is_blob, is_too_long;
};

/* In the head of a line, where a text of any case stands. */
static bool head_holds(const char *head, const char *text)
{
	return strcasestr(head, text) != NULL;
}

static bool is_blob_name(const char *head)
{
	static const char *const names[] = {"PHOTO", "LOGO", "SOUND", "KEY"};
	size_t n = strcspn(head, ";:");
	const char *dot = memchr(head, '.', n), *name = dot ? dot + 1 : head;

	n -= (size_t)(name - head);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strlen(names[i]) == n && strncasecmp(name, names[i], n) == 0)
			return true;
	return false;
}

static void read_head(struct folding *f)
{
	const char *head = f->lines->buffer.data;

	f->has_head = true;
	f->is_quoted = head_holds(head, "QUOTED-PRINTABLE");
	f->is_base64 = head_holds(head, "BASE64") || head_holds(head, "ENCODING=B:") ||
		       head_holds(head, "ENCODING=B;");
	f->is_blob = is_blob_name(head);
}

static void add(struct folding *f, const char *text, size_t n)
{
	struct str *to = &f->lines->buffer;

	if (f->is_blob || f->is_too_long)
		return;
	if (to->len + n > VCARD_LINE_MAX)
		f->is_too_long = true;
	else
		str_add_n(to, text, n);
}

static void add_piece(struct folding *f, const struct piece *piece, size_t skipped)
{
	const char *text = piece->text + skipped;
	size_t n = piece->n - skipped;
	const char *colon = f->has_head ? NULL : memchr(text, ':', n);

	f->last = *piece;
	if (colon) {
		size_t n_head = (size_t)(colon + 1 - text);

		add(f, text, n_head);
		if (!f->is_too_long)
			read_head(f);
		text += n_head;
		n -= n_head;
	}
	add(f, text, n);
}

/* In quoted-printable a = at the end of a line says that it goes on. */
static bool is_soft(const struct folding *f)
{
	size_t n = f->last.n;

	while (n && (f->last.text[n - 1] == ' ' || f->last.text[n - 1] == '\t'))
		n--;
	return f->is_quoted && n && f->last.text[n - 1] == '=';
}

/* 2.1 knows base64 that is not indented and ends with an empty line. */
static bool is_base64(const struct piece *piece)
{
	static const char marks[] = "+/=";

	for (size_t i = 0; i < piece->n; i++) {
		char c = piece->text[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!is_letter && !(c >= '0' && c <= '9') && !memchr(marks, c, sizeof marks - 1))
			return false;
	}
	return piece->n > 0;
}

static bool is_end(const struct piece *piece)
{
	static const char end[] = "END:VCARD";

	return piece->n >= sizeof end - 1 && strncasecmp(piece->text, end, sizeof end - 1) == 0;
}

static void cut_soft(const struct folding *f)
{
	struct str *to = &f->lines->buffer;
	bool is_cut = f->is_blob || f->is_too_long;

	for (; !is_cut && to->len; to->data[to->len] = '\0')
		is_cut = to->data[--to->len] == '=';
}

/* Takes the next line of the file, where it belongs to this one. */
static bool go_on(struct folding *f)
{
	struct vcard_lines *l = f->lines;
	struct piece next;
	size_t skipped = 0;

	if (l->at == l->end)
		return false;
	next = peek(l);
	if (is_soft(f)) {
		if (is_end(&next))
			return false;
		cut_soft(f);
	} else if (next.n && (*next.text == ' ' || *next.text == '\t')) {
		skipped = !l->is_21 || f->is_quoted || f->is_base64;
	} else if (!f->is_base64 || !is_base64(&next)) {
		return false;
	}
	step(l, &next);
	add_piece(f, &next, skipped);
	return true;
}

static void upper(char *text)
{
	for (; *text; text++)
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
}

static void take_type(struct vcard_line *line, char *type)
{
	upper(type);
	if (str_equal(type, "PREF")) {
		line->preference = 1;
		return;
	}
	if (*type && line->n_types < VCARD_TYPES_MAX)
		line->types[line->n_types++] = type;
}

static void take_types(struct vcard_line *line, char *list)
{
	char *type;

	while ((type = strsep(&list, ",")))
		take_type(line, type);
}

static void take_encoding(struct vcard_line *line, const char *encoding)
{
	if (strcasecmp(encoding, "QUOTED-PRINTABLE") == 0)
		line->encoding = VCARD_QUOTED;
	if (strcasecmp(encoding, "BASE64") == 0 || strcasecmp(encoding, "B") == 0)
		line->encoding = VCARD_BASE64;
}

/* Takes the quotes away. */
static char *unquoted(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != '"')
			*to++ = *from;
	*to = '\0';
	return text;
}

static void take_preference(struct vcard_line *line, const char *text)
{
	long n = strtol(text, NULL, 10);

	if (n >= 1 && n <= 100)
		line->preference = (int)n;
}

/* 2.1 names the value alone: "TEL;HOME;PREF:…". */
static void take_bare(struct vcard_line *line, char *text)
{
	enum vcard_encoding before = line->encoding;

	take_encoding(line, text);
	if (line->encoding == before)
		take_types(line, text);
}

static void take_param(struct vcard_line *line, char *param)
{
	char *value = strchr(param, '=');

	if (!value) {
		take_bare(line, unquoted(param));
		return;
	}
	*value++ = '\0';
	(void)unquoted(value);
	if (strcasecmp(param, "TYPE") == 0)
		take_types(line, value);
	else if (strcasecmp(param, "PREF") == 0)
		take_preference(line, value);
	else if (strcasecmp(param, "ENCODING") == 0)
		take_encoding(line, value);
	else if (strcasecmp(param, "CHARSET") == 0)
		line->charset = value;
	else if (strcasecmp(param, "VALUE") == 0)
		line->is_uri = strcasecmp(value, "uri") == 0;
	else if (strcasecmp(param, "X-APPLE-OMIT-YEAR") == 0)
		line->is_yearless = true;
}

/* The mark, or null; those between quotes are none. */
static char *find_mark(char *text, const char *marks)
{
	bool is_quoted = false;

	for (; *text; text++) {
		if (*text == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && strchr(marks, *text))
			return text;
	}
	return NULL;
}

static void take_head(struct vcard_line *line, char *head)
{
	char *mark = find_mark(head, ";"), *dot;

	if (mark)
		*mark++ = '\0';
	dot = strchr(head, '.');
	if (dot) {
		*dot++ = '\0';
		line->group = head;
		head = dot;
	}
	while (*head == ' ' || *head == '\t')
		head++;
	upper(head);
	line->name = head;
	while (mark) {
		char *param = mark;

		mark = find_mark(param, ";");
		if (mark)
			*mark++ = '\0';
		take_param(line, param);
	}
}

static void take_apart(struct vcard_line *line, struct str *buffer)
{
	char *text = buffer->data, *colon;

	for (size_t i = 0; i < buffer->len; i++)
		text[i] = text[i] ? text[i] : ' ';
	colon = find_mark(text, ":");
	if (!colon)
		colon = strchr(text, ':');
	if (!colon || colon == text) {
		line->fault = "is no line of a vCard; NAME:VALUE would be right";
		return;
	}
	*colon = '\0';
	line->value = colon + 1;
	line->len = buffer->len - (size_t)(line->value - text);
	take_head(line, text);
}

bool vcard_lines_next(struct vcard_lines *l, struct vcard_line *ret)
{
	struct folding f = {.lines = l};
	struct piece piece;

	str_reset(&l->buffer);
	do {
		if (l->at == l->end)
			return false;
		piece = peek(l);
		step(l, &piece);
	} while (is_blank(&piece));
	*ret = (struct vcard_line){.line = l->line - 1, .preference = NO_PREFERENCE};
	str_add(&l->buffer, "");
	add_piece(&f, &piece, 0);
	while (go_on(&f))
		;
	ret->is_blob = f.is_blob;
	if (f.is_too_long)
		ret->fault = "is longer than 1 MiB, and was left out";
	else
		take_apart(ret, &l->buffer);
	return true;
}

bool vcard_line_is(const struct vcard_line *line, const char *name)
{
	return !line->fault && str_equal(line->name, name);
}

bool vcard_line_is_mark(const struct vcard_line *line, const char *name)
{
	const char *value = line->value;

	if (!vcard_line_is(line, name))
		return false;
	value += strspn(value, " \t");
	return strncasecmp(value, "VCARD", 5) == 0 && value[5 + strspn(value + 5, " \t")] == '\0';
}

bool vcard_line_has_type(const struct vcard_line *line, const char *type)
{
	for (size_t i = 0; i < line->n_types; i++)
		if (str_equal(line->types[i], type))
			return true;
	return false;
}
