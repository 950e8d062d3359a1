/* The army: everybody who has referred or said they would, and whom of them one could call on. */
#include "domain/army.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const army_ranks[] = {"willing", "referrer", "repeat", "champion", NULL};

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

int army_compare(const void *a, const void *b)
{
	const struct army_member *x = a, *y = b;
	int r = order(y->rank, x->rank);

	if (r == 0)
		r = order(y->n_given, x->n_given);
	if (r == 0)
		r = order(x->last_ask_day.n, y->last_ask_day.n);
	if (r == 0)
		r = order(y->last_served_day.n, x->last_served_day.n);
	return r ? r : order(x->contact, y->contact);
}

static void __attribute__((format(printf, 2, 3))) say(char *to, const char *format, ...)
{
	size_t used = strlen(to);
	va_list args;

	va_start(args, format);
	(void)vsnprintf(to + used, ARMY_REASON_SIZE - used, format, args);
	va_end(args);
}

/* "this month", "in May", "in May 2025" */
static void say_month(char *to, struct day day, struct day today)
{
	struct civil c = day_to_civil(day), now = day_to_civil(today);

	if (c.year == now.year && c.month == now.month)
		say(to, "this month");
	else if (c.year == now.year)
		say(to, "in %s", month_name(c.month));
	else
		say(to, "in %s %d", month_name(c.month), c.year);
}

static void say_sent(char *to, const struct army_member *m, struct day today)
{
	if (m->n_sent == 0)
		say(to, "said that they would ");
	else if (m->n_sent == 1)
		say(to, "sent you somebody ");
	else
		say(to, "sent you %lld people, the last ", (long long)m->n_sent);
	say_month(to, m->n_sent && !day_is_none(m->last_sent_day) ? m->last_sent_day : m->since,
		  today);
}

static void say_served(char *to, struct day served, struct day today)
{
	int days = day_is_none(served) ? 0 : today.n - served.n;

	if (day_is_none(served))
		say(to, "not served without being asked yet");
	else if (days <= 0)
		say(to, "served without being asked today");
	else if (days == 1)
		say(to, "served without being asked yesterday");
	else
		say(to, "served without being asked %d days ago", days);
}

const char *army_reason(const struct army_member *m, struct day today, char to[ARMY_REASON_SIZE])
{
	to[0] = '\0';
	say_sent(to, m, today);
	say(to, "; ");
	say_served(to, m->last_served_day, today);
	if (m->n_loops == 0)
		say(to, "; nothing is owed");
	else
		say(to, "; word on %lld %s is owed to them", (long long)m->n_loops,
		    m->n_loops == 1 ? "referral" : "referrals");
	return to;
}
