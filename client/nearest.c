/* "Did you mean …?" */
#include "nearest.h"

#include <string.h>

#define WORD_MAX_LENGTH 32

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t nearest_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX_LENGTH + 1], m = strlen(a), n = strlen(b);

	if (m > WORD_MAX_LENGTH || n > WORD_MAX_LENGTH)
		return WORD_MAX_LENGTH;
	for (size_t j = 0; j <= n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t *row = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(least(last[j] + 1, row[j - 1] + 1),
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return rows[m % 3][n];
}

bool nearest_is_close(const char *typed, const char *word)
{
	size_t distance = nearest_distance(typed, word);

	return distance <= 2 && distance * 3 <= strlen(word) + 1;
}
