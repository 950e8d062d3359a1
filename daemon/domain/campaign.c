/* Campaigns: whom an edition goes to, and what the user has to do for it. */
#include "domain/campaign.h"

#include <stdio.h>
#include <string.h>

#define CARD_LEAD 42
#define NEWSLETTER_LEAD 7
#define SIGN_BEFORE 14 /* of a lead time of CARD_LEAD */
#define POST_BEFORE 7

const char *const campaign_kinds[] = {"card", "newsletter", NULL};
const char *const edition_states[] = {"planned", "frozen", "sent", "skipped", "missed", NULL};
const char *const recipient_states[] = {"listed",   "exported", "sent", "returned",
					"received", "skipped",  NULL};

const char *campaign_default_rule(enum campaign_kind kind)
{
	return kind == CAMPAIGN_CARD ? "FREQ=YEARLY" : "FREQ=MONTHLY";
}

int campaign_default_lead(enum campaign_kind kind)
{
	return kind == CAMPAIGN_CARD ? CARD_LEAD : NEWSLETTER_LEAD;
}

bool edition_is_open(enum edition_state state)
{
	return state != EDITION_SENT && state != EDITION_SKIPPED;
}

struct day edition_last_day(const struct edition *e, const struct worktime *work)
{
	return worktime_workday_from(work, e->day);
}

enum edition_state edition_state_on(const struct edition *e, const struct worktime *work,
				    struct day today)
{
	if (!edition_is_open(e->state))
		return e->state;
	return day_before(edition_last_day(e, work), today) ? EDITION_MISSED : e->state;
}

/* Days before an edition, in proportion where its lead time is short; rounded up. */
static int before(int days, int lead_days)
{
	return lead_days >= CARD_LEAD ? days : (lead_days * days + CARD_LEAD - 1) / CARD_LEAD;
}

static struct campaign_task task(const char *key, const char *what, struct day day, int days_before,
				 struct day today)
{
	return (struct campaign_task){key, what, day_later(day_plus(day, -days_before), today)};
}

size_t campaign_tasks(enum campaign_kind kind, struct day day, int lead_days, struct day today,
		      struct campaign_task tasks[CAMPAIGN_TASKS_MAX])
{
	switch (kind) {
	case CAMPAIGN_CARD:
		tasks[0] = task("order", "Order the cards", day, lead_days, today);
		tasks[1] =
			task("sign", "Sign the cards", day, before(SIGN_BEFORE, lead_days), today);
		tasks[2] =
			task("post", "Post the cards", day, before(POST_BEFORE, lead_days), today);
		return 3;
	case CAMPAIGN_NEWSLETTER:
		tasks[0] = task("write", "Write the newsletter", day, lead_days, today);
		tasks[1] = task("send", "Send the newsletter", day, 0, today);
		return 2;
	}
	return 0;
}

static enum why_not consent_why_not(enum campaign_kind kind, enum consent consent)
{
	switch (consent) {
	case CONSENT_YES:
		return WHY_NOT_NONE;
	case CONSENT_NO:
		return WHY_NOT_SAID_NO;
	case CONSENT_UNKNOWN:
		return kind == CAMPAIGN_NEWSLETTER ? WHY_NOT_CONSENT : WHY_NOT_NONE;
	}
	return WHY_NOT_NONE;
}

enum why_not recipient_why_not(enum campaign_kind kind, const struct recipient_facts *facts)
{
	if (!contact_is_live(facts->state))
		return WHY_NOT_DECEASED;
	if (facts->state == CONTACT_PAUSED)
		return WHY_NOT_PAUSED;
	if (facts->has_complaint)
		return WHY_NOT_COMPLAINT;
	if (facts->has_repair)
		return WHY_NOT_REPAIR;
	if (facts->is_suppressed)
		return WHY_NOT_STOPPED;
	return consent_why_not(kind, facts->consent);
}

static bool is_blank(const char *text)
{
	return !text || !text[strspn(text, " \t\n")];
}

enum why_not address_why_not(const struct address *a)
{
	if (is_blank(a->street) && is_blank(a->city) && is_blank(a->postcode))
		return WHY_NOT_ADDRESS;
	if (is_blank(a->street))
		return WHY_NOT_STREET;
	return is_blank(a->city) ? WHY_NOT_CITY : WHY_NOT_NONE;
}

size_t recipient_names_size(const char *household, const char *const *names, size_t n)
{
	size_t size = sizeof "The  household" + (household ? strlen(household) : 0);

	for (size_t i = 0; i < n; i++)
		size += strlen(names[i]) + sizeof " and ";
	return size;
}

/* Whether a name ends in these last words and has one before them. */
static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k + 1 && name[n - k - 1] == ' ' && strcmp(name + n - k, end) == 0;
}

static bool all_end_in(const char *end, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ends_in(names[i], end))
			return false;
	return true;
}

/* The longest end of whole words that several names share, "" where there is none. */
static const char *shared_end(const char *const *names, size_t n)
{
	if (n < 2)
		return "";
	for (const char *space = strchr(names[0], ' '); space; space = strchr(space + 1, ' '))
		if (all_end_in(space + 1, names, n))
			return space + 1;
	return "";
}

/* "Lopez", and not "Die Familie Lopez", which says what it is. */
static bool is_one_word(const char *text)
{
	return !strchr(text, ' ');
}

void recipient_names(const char *household, bool is_all, const char *const *names, size_t n,
		     char *to, size_t size)
{
	const char *end = shared_end(names, n);
	size_t at = 0;

	*to = '\0';
	if (n > 1 && is_all && !is_blank(household)) {
		(void)snprintf(to, size, is_one_word(household) ? "The %s household" : "%s",
			       household);
		return;
	}
	for (size_t i = 0; i < n && at < size; i++) {
		const char *between = i == 0 ? "" : i + 1 == n ? " and " : ", ";
		size_t length = strlen(names[i]);

		if (*end && i + 1 < n)
			length -= strlen(end) + 1;
		at += (size_t)snprintf(to + at, size - at, "%s%.*s", between, (int)length,
				       names[i]);
	}
}

enum recipient_state recipient_state_of(const struct recipient *x)
{
	if (!day_is_none(x->returned_day))
		return RECIPIENT_RETURNED;
	if (!day_is_none(x->received_day))
		return RECIPIENT_RECEIVED;
	if (!day_is_none(x->sent_day))
		return RECIPIENT_SENT;
	if (!day_is_none(x->skipped_day))
		return RECIPIENT_SKIPPED;
	return day_is_none(x->exported_day) ? RECIPIENT_LISTED : RECIPIENT_EXPORTED;
}
