/* Plain text as a source of mdoc(7), for the manual pages made at build. */
#include "base/mdoc.h"

#include <string.h>

#include "base/str.h"

#define LINE_MAX_BYTES 78

static void put(struct str *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\\')
			str_add(to, "\\e");
		else if (text[i] == '"')
			str_add(to, "\\(dq");
		else
			str_add_char(to, text[i]);
	}
}

static bool ends_sentence(const char *word, size_t n)
{
	return n > 1 && strchr(".?!", word[n - 1]) && (n < 3 || word[n - 2] != '.');
}

static void end_line(FILE *to, struct str *line)
{
	if (line->len > 0)
		(void)fprintf(to, "%s\n", str_text(line));
	str_reset(line);
}

void mdoc_text(FILE *to, const char *text)
{
	_cleanup_str_ struct str line = {0}, word = {0};

	for (text += strspn(text, " \n"); *text; text += strspn(text, " \n")) {
		size_t n = strcspn(text, " \n");

		str_reset(&word);
		put(&word, text, n);
		if (line.len + word.len > LINE_MAX_BYTES)
			end_line(to, &line);
		if (line.len > 0)
			str_add_char(&line, ' ');
		else if (*text == '.' || *text == '\'')
			str_add(&line, "\\&");
		str_add(&line, str_text(&word));
		if (ends_sentence(text, n))
			end_line(to, &line);
		text += n;
	}
	end_line(to, &line);
}

void mdoc_item(FILE *to, const char *macro, const char *text)
{
	_cleanup_str_ struct str safe = {0};

	put(&safe, text, strlen(text));
	(void)fprintf(to, ".It %s \"%s\"\n", macro, str_text(&safe));
}
