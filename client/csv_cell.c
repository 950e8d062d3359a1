/* Cells of CSV that we write. */
#include "csv_cell.h"

#include <string.h>

#include "base/cleanup.h"

static bool is_formula(const char *text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};

	if (*text && strchr("=+-@\t\r", *text))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(wide); i++)
		if (str_starts_with(text, wide[i]))
			return true;
	return false;
}

bool csv_wants_guard(const char *text)
{
	return is_formula(text + strspn(text, "'"));
}

size_t csv_guard(const char *text)
{
	return *text == '\'' && csv_wants_guard(text) ? 1 : 0;
}

/* What readers may trim or take for the end of the cell stands in quotes. */
static bool wants_quotes(const char *text)
{
	size_t n = strlen(text);

	return text[strcspn(text, ",;\"\r\n\t")] || *text == '\'' ||
	       (n && (text[0] == ' ' || text[n - 1] == ' '));
}

void csv_add_cell(struct str *out, const char *text, bool is_raw)
{
	bool has_guard = !is_raw && csv_wants_guard(text);

	if (!has_guard && !wants_quotes(text)) {
		str_add(out, text);
		return;
	}
	str_add(out, has_guard ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}
