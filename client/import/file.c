/* A whole file in memory, and whether it is text that can be read as CSV. */
#include "import/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "import/encoding.h"

#define FIRST_READ ((size_t)64 * 1024)

static bool fail_read(int error, const char *path, struct str *why)
{
	str_addf(why, "cannot read %s: %s", path, strerror(error));
	return false;
}

static bool read_all(int fd, struct file *file, const char *path, struct str *why)
{
	size_t cap = FIRST_READ;

	file->bytes = xmalloc(cap);
	for (;;) {
		ssize_t n = read(fd, file->bytes + file->len, cap - file->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_read(errno, path, why);
		if (n == 0)
			break;
		file->len += (size_t)n;
		if (file->len > FILE_BYTES_MAX) {
			str_addf(why, "%s is larger than %zu MiB; take it in parts", path,
				 FILE_BYTES_MAX >> 20);
			return false;
		}
		if (file->len == cap) {
			cap *= 2;
			file->bytes = xrealloc(file->bytes, cap);
		}
	}
	file->text = file->bytes;
	return true;
}

bool file_read(struct file *file, const char *path, struct str *why)
{
	_cleanup_close_ int fd = -1;

	if (str_equal(path, "-"))
		return read_all(STDIN_FILENO, file, "what came on stdin", why);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return fail_read(errno, path, why);
	return read_all(fd, file, path, why);
}

static size_t line_in(const char *text, size_t len, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n')))
			line++;
	return line;
}

static size_t line_of(const struct file *file, size_t at)
{
	return line_in(file->text, file->len, at);
}

/* The first byte that is no UTF-8; the text is known to hold one. */
static size_t find_bad(const struct file *file)
{
	size_t at = 0, size;
	uint32_t c;

	while (at < file->len) {
		size = utf8_decode(file->text + at, file->len - at, &c);
		if (c == 0xFFFD && size == 1)
			break;
		at += size;
	}
	return at;
}

/* What was read is replaced by what it says in UTF-8. */
static void take(struct file *file, struct str *text, const char *read_as)
{
	free(file->bytes);
	file->bytes = text->data;
	file->text = text->data;
	file->len = text->len;
	file->read_as = read_as;
	*text = (struct str){0};
}

/* True where it is none, too. */
static bool read_utf16(struct file *file, struct str *why)
{
	bool is_big = file->len >= 2 && memcmp(file->text, "\xFE\xFF", 2) == 0;
	_cleanup_str_ struct str text = {0};
	size_t at;

	if (!is_big && (file->len < 2 || memcmp(file->text, "\xFF\xFE", 2) != 0))
		return true;
	str_add(&text, ""); /* the text of a file that is nothing but its mark */
	if (encoding_from_utf16(file->text + 2, file->len - 2, is_big, &text, &at)) {
		take(file, &text, "UTF-16");
		return true;
	}
	str_addf(why, "line %zu is not UTF-16 text, as the file says it is",
		 line_in(str_text(&text), text.len, text.len));
	return false;
}

/* One bad byte in a file of UTF-8 is a fault, and no sign of another encoding. */
static bool read_1252(struct file *file, struct str *why)
{
	_cleanup_str_ struct str text = {0};
	size_t at;

	if (encoding_has_utf8(file->text, file->len)) {
		str_addf(why, "line %zu is not UTF-8 text, which the file is elsewhere",
			 line_of(file, find_bad(file)));
		return false;
	}
	if (encoding_from_1252(file->text, file->len, &text, &at)) {
		take(file, &text, "windows-1252");
		return true;
	}
	str_addf(why, "line %zu is neither UTF-8 nor windows-1252 text", line_of(file, at));
	return false;
}

/* "PK": what Excel and LibreOffice save; the other is an Excel of before 2007. */
static bool is_spreadsheet(const struct file *file)
{
	static const char *const marks[] = {"PK\x03\x04", "\xD0\xCF\x11\xE0"};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (file->len >= 4 && memcmp(file->text, marks[i], 4) == 0)
			return true;
	return false;
}

bool file_check(struct file *file, struct str *why)
{
	const char *nul;

	if (is_spreadsheet(file)) {
		str_add(why, "this is a spreadsheet or an archive; open it, save it as CSV, and "
			     "take that");
		return false;
	}
	if (!read_utf16(file, why))
		return false;
	while (file->len >= 3 && memcmp(file->text, "\xEF\xBB\xBF", 3) == 0) {
		file->text += 3;
		file->len -= 3;
	}
	if (file->len == 0) {
		str_add(why, "the file is empty");
		return false;
	}
	nul = memchr(file->text, '\0', file->len);
	if (nul) {
		str_addf(why, "line %zu has a NUL byte; this is no text, save it as CSV in UTF-8",
			 line_of(file, (size_t)(nul - file->text)));
		return false;
	}
	return utf8_is_valid(file->text, file->len) || read_1252(file, why);
}

void file_deinit(struct file *file)
{
	free(file->bytes);
	*file = (struct file){0};
}
