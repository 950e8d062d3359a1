/* A compiled zone file, TZif version 2 and later (RFC 8536), taken apart. */
#include "base/tzif.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define HEADER_SIZE 44
#define COUNTS_AT 20
#define TYPE_SIZE 6
#define MAX_TYPES 256

struct counts {
	uint32_t isut, isstd, leap, time, type, chars; /* in the order of the file */
};

static uint32_t be32(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t be64(const unsigned char *b)
{
	return (int64_t)((uint64_t)be32(b) << 32 | be32(b + 4));
}

static int read_header(const unsigned char *b, size_t n, struct counts *ret)
{
	if (n < HEADER_SIZE || memcmp(b, "TZif", 4) != 0 || b[4] < '2')
		return -EINVAL;
	b += COUNTS_AT;
	*ret = (struct counts){be32(b),      be32(b + 4),  be32(b + 8),
			       be32(b + 12), be32(b + 16), be32(b + 20)};
	return 0;
}

static uint64_t block_size(const struct counts *c, uint64_t time_size)
{
	return c->time * (time_size + 1) + (uint64_t)c->type * TYPE_SIZE + c->chars +
	       c->leap * (time_size + 4) + c->isstd + c->isut;
}

static bool is_plausible(const struct counts *c)
{
	return c->type >= 1 && c->type <= MAX_TYPES && c->chars >= 1 && c->leap == 0 &&
	       (c->isstd == 0 || c->isstd == c->type) && (c->isut == 0 || c->isut == c->type);
}

static int read_types(const unsigned char *b, uint32_t n, int32_t offsets[MAX_TYPES])
{
	for (uint32_t i = 0; i < n; i++) {
		int32_t offset = (int32_t)be32(b + (size_t)TYPE_SIZE * i);

		if (offset <= -TZIF_MAX_OFFSET || offset >= TZIF_MAX_OFFSET)
			return -EINVAL;
		offsets[i] = offset;
	}
	return 0;
}

static int read_block(const unsigned char *b, const struct counts *c, struct tzif *t)
{
	const unsigned char *index = b + (size_t)8 * c->time;
	int32_t offsets[MAX_TYPES] = {0};
	int r;

	r = read_types(index + c->time, c->type, offsets);
	if (r)
		return r;

	t->n_transitions = c->time;
	t->at = xcalloc(c->time, sizeof *t->at);
	t->offset = xcalloc(c->time, sizeof *t->offset);
	t->first_offset = offsets[0];
	for (size_t i = 0; i < c->time; i++) {
		t->at[i] = be64(b + 8 * i);
		if (index[i] >= c->type || (i > 0 && t->at[i] <= t->at[i - 1]))
			return -EINVAL;
		t->offset[i] = offsets[index[i]];
	}
	return 0;
}

static int read_footer(const unsigned char *b, size_t n, struct tzif *t)
{
	const char *text = (const char *)b + 1, *end;

	if (n < 2 || b[0] != '\n')
		return -EINVAL;
	end = memchr(text, '\n', n - 1);
	if (!end)
		return -EINVAL;
	if (end == text)
		return 0;
	t->has_rule = true;
	return posixtz_parse(text, (size_t)(end - text), &t->rule);
}

int tzif_parse(const unsigned char *bytes, size_t n, struct tzif *ret)
{
	struct counts c;
	struct tzif t = {0};
	uint64_t size;
	int r;

	if (n > TZIF_MAX_BYTES)
		return -EINVAL;

	/* the first block, with times of 32 bits, is for readers of version 1 */
	r = read_header(bytes, n, &c);
	if (r)
		return r;
	size = HEADER_SIZE + block_size(&c, 4);
	if (size > n)
		return -EINVAL;
	bytes += size;
	n -= size;

	r = read_header(bytes, n, &c);
	if (r)
		return r;
	size = HEADER_SIZE + block_size(&c, 8);
	if (size > n || !is_plausible(&c))
		return -EINVAL;

	r = read_block(bytes + HEADER_SIZE, &c, &t);
	if (!r)
		r = read_footer(bytes + size, n - size, &t);
	if (r) {
		tzif_deinit(&t);
		return r;
	}
	*ret = t;
	return 0;
}

void tzif_deinit(struct tzif *t)
{
	free(t->at);
	free(t->offset);
	*t = (struct tzif){0};
}

/* How many transitions lie at or before an instant. */
static size_t count_until(const struct tzif *t, int64_t instant)
{
	size_t low = 0, high = t->n_transitions;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->at[middle] <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct posixtz_span tzif_span(const struct tzif *t, int64_t instant)
{
	size_t n = count_until(t, instant);
	struct posixtz_span span = {
		.start = n ? t->at[n - 1] : INT64_MIN,
		.end = n < t->n_transitions ? t->at[n] : INT64_MAX,
		.offset = n ? t->offset[n - 1] : t->first_offset,
	};

	if (n == t->n_transitions && t->has_rule) {
		struct posixtz_span by_rule = posixtz_span(&t->rule, instant);

		if (by_rule.start > span.start)
			span.start = by_rule.start;
		span.end = by_rule.end;
		span.offset = by_rule.offset;
	}
	return span;
}
