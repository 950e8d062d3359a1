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
#include "escape.h"

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

static size_t line_of(const struct file *file, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		if (file->text[i] == '\n' || (file->text[i] == '\r' && file->text[i + 1] != '\n'))
			line++;
	return line;
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

static void suggest(struct str *why, const char *from, const char *path)
{
	str_addf(why, "; this makes it so: iconv -f %s -t utf-8 ", from);
	if (str_equal(path, "-"))
		str_add(why, "FILE");
	else
		escape_add_shell(why, path);
}

static bool is_utf16(const struct file *file)
{
	return file->len >= 2 &&
	       (memcmp(file->text, "\xFF\xFE", 2) == 0 || memcmp(file->text, "\xFE\xFF", 2) == 0);
}

bool file_check(struct file *file, const char *path, struct str *why)
{
	const char *nul;

	if (is_utf16(file)) {
		str_add(why, "the file is UTF-16 text, not UTF-8");
		suggest(why, "utf-16", path);
		return false;
	}
	if (file->len >= 3 && memcmp(file->text, "\xEF\xBB\xBF", 3) == 0) {
		file->text += 3;
		file->len -= 3;
	}
	if (file->len == 0) {
		str_add(why, "the file is empty");
		return false;
	}
	nul = memchr(file->text, '\0', file->len);
	if (nul) {
		str_addf(why, "line %zu has a NUL byte; this is no CSV file",
			 line_of(file, (size_t)(nul - file->text)));
		return false;
	}
	if (utf8_is_valid(file->text, file->len))
		return true;
	str_addf(why, "line %zu is not UTF-8 text", line_of(file, find_bad(file)));
	suggest(why, "latin1", path);
	return false;
}

void file_deinit(struct file *file)
{
	free(file->bytes);
	*file = (struct file){0};
}
