/* A referrer's health: unhappy, gone quiet, or lost, and with them whom they would send. */
#include "domain/health.h"

#include <stdio.h>

#include "domain/satisfaction.h"

const char *const healths[] = {"unhappy", "quiet", "lost", "well", NULL};

/* How often each class hears from us (DESIGN section 2). */
static const int cadence_days[] = {[CADENCE_A] = 30, [CADENCE_B] = 90, [CADENCE_C] = 180};

static int days_of(const struct health_facts *f)
{
	if (f->cadence < CADENCE_A || f->cadence > CADENCE_C)
		return cadence_days[CADENCE_C];
	return cadence_days[f->cadence];
}

/* More than one and a half times as long as they should wait. */
static bool is_quiet(const struct health_facts *f, struct day today)
{
	if (day_is_none(f->last_two_way_day))
		return true;
	return 2 * ((int64_t)today.n - f->last_two_way_day.n) > 3 * days_of(f);
}

static bool has_low_score(const struct health_facts *f)
{
	return f->last_score >= 0 && f->last_score <= SCORE_TROUBLE;
}

enum health health_of(const struct health_facts *f, struct day today)
{
	if (f->state == CONTACT_MERGED || f->state == CONTACT_ERASED)
		return HEALTH_WELL;
	if (f->state == CONTACT_DECEASED || f->is_stopped)
		return HEALTH_LOST;
	if (f->n_complaints > 0 || has_low_score(f))
		return HEALTH_UNHAPPY;
	return is_quiet(f, today) ? HEALTH_QUIET : HEALTH_WELL;
}

static void say_unhappy(const struct health_facts *f, char to[HEALTH_DETAIL_SIZE])
{
	if (f->n_complaints == 1)
		(void)snprintf(to, HEALTH_DETAIL_SIZE, "a complaint is open");
	else if (f->n_complaints > 1)
		(void)snprintf(to, HEALTH_DETAIL_SIZE, "%lld complaints are open",
			       (long long)f->n_complaints);
	else
		(void)snprintf(to, HEALTH_DETAIL_SIZE, "their last score is %d of 10",
			       f->last_score);
}

static void say_quiet(const struct health_facts *f, struct day today, char to[HEALTH_DETAIL_SIZE])
{
	if (day_is_none(f->last_two_way_day))
		(void)snprintf(
			to, HEALTH_DETAIL_SIZE,
			"no talk with them is noted; they are to hear from you every %d days",
			days_of(f));
	else
		(void)snprintf(
			to, HEALTH_DETAIL_SIZE,
			"last spoken with %d days ago; they are to hear from you every %d days",
			today.n - f->last_two_way_day.n, days_of(f));
}

const char *health_detail(const struct health_facts *f, struct day today,
			  char to[HEALTH_DETAIL_SIZE])
{
	to[0] = '\0';
	switch (health_of(f, today)) {
	case HEALTH_UNHAPPY:
		say_unhappy(f, to);
		break;
	case HEALTH_QUIET:
		say_quiet(f, today, to);
		break;
	case HEALTH_LOST:
		(void)snprintf(to, HEALTH_DETAIL_SIZE, "%s",
			       f->state == CONTACT_DECEASED ? "they have died"
							    : "they want no contact at all");
		break;
	case HEALTH_WELL:
		break;
	}
	return to;
}
