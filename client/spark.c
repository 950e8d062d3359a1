/* Numbers as pictures a line high: a row of columns, and a bar. */
#include "spark.h"

#include "base/cleanup.h"

#define EIGHTHS 8

/* By height, the first for nothing. */
static const char *const columns[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char ascii_columns[] = " .:-=+*#";
/* By width: what is left of a bar behind its full blocks, in eighths. */
static const char *const ends[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

/* 0 to `steps`, rounded; 0 for nothing alone. */
static size_t scale(long long value, long long max, size_t steps)
{
	double part;
	size_t n;

	if (value <= 0)
		return 0;
	if (value >= max)
		return steps;
	part = (double)value / (double)max * (double)steps;
	n = (size_t)(part + 0.5);
	return n == 0 && steps > 0 ? 1 : n;
}

void spark_add(struct str *out, const long long *values, size_t n, long long max, bool is_ascii)
{
	for (size_t i = 0; i < n; i++) {
		size_t height = scale(values[i], max, ARRAY_LEN(columns) - 1);

		if (is_ascii)
			str_add_char(out, ascii_columns[height]);
		else
			str_add(out, columns[height]);
	}
}

void spark_add_bar(struct str *out, long long value, long long max, size_t width, bool is_ascii)
{
	size_t length = scale(value, max, is_ascii ? width : width * EIGHTHS);

	for (size_t i = 0; i < (is_ascii ? length : length / EIGHTHS); i++)
		str_add(out, is_ascii ? "#" : "█");
	if (!is_ascii)
		str_add(out, ends[length % EIGHTHS]);
}

long long spark_max(const long long *values, size_t n)
{
	long long max = 0;

	for (size_t i = 0; i < n; i++)
		max = values[i] > max ? values[i] : max;
	return max;
}
