/* A look at request JSON before it is parsed: is it too deep or too wide? */
#include "rpc/scan.h"

#include "vouch/limits.h"

/* Past the closing quote of a string that begins at i, or n. */
static size_t skip_string(const char *text, size_t n, size_t i)
{
	for (i++; i < n && text[i] != '"'; i++)
		if (text[i] == '\\')
			i++;
	return i < n ? i + 1 : n;
}

const char *scan_json(const char *text, size_t n)
{
	int keys[VOUCH_NESTING_MAX + 1] = {0};
	int depth = 0;

	for (size_t i = 0; i < n;) {
		switch (text[i]) {
		case '"':
			i = skip_string(text, n, i);
			continue;
		case '[':
		case '{':
			if (++depth > VOUCH_NESTING_MAX)
				return "nested too deep";
			keys[depth] = 0;
			break;
		case ']':
		case '}':
			if (depth > 0)
				depth--;
			break;
		case ':':
			if (++keys[depth] > SCAN_KEYS_MAX)
				return "an object has too many members";
			break;
		case '\0':
			return "a NUL byte";
		}
		i++;
	}
	return NULL;
}
