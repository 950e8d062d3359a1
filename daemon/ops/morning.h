/* The morning digest: whether today's is to be shown, when the next one is, and its words.
 * DESIGN section 5, "Desktop". */
#pragma once

#include "ops/notice.h"
#include "ops/op.h"

/* Is it the working morning of a day that was not seen to yet? */
int morning_has_come(struct op *op, bool *ret);
/* Has it something to say; where the setting wants none: is there something to be shown again? */
int morning_has_news(struct op *op, bool *ret);
/* It is seen to. */
int morning_mark(struct op *op);
/* When it began today. */
int64_t morning_instant(const struct op *op);
/* The next one, after now, that will have something to say; NO_INSTANT. */
int morning_next(struct op *op, int64_t *ret);

/* The first working day of its week, of its quarter. */
bool morning_is_week_first(const struct worktime *work, struct day day);
bool morning_is_quarter_first(const struct worktime *work, struct day day);

/* Sets summary and body; the summary stays null where the notice is of another day. */
int morning_text(struct op *op, struct notice_post *post);

/* A number in words. */
struct morning_count {
	int64_t n;
	const char *one, *many;
};
/* "2 open, 1 overdue": those above 0, with commas. */
const char *morning_counts(struct op *op, const struct morning_count *counts, size_t n);
/* The army by rank, and how many of it one could call on now; begins with a new line. */
int morning_army(struct op *op, const char **ret);
