/* Pieces that several views share: who, what, when, how much. */
#include "view_parts.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "dates.h"
#include "money.h"
#include "place.h"

const char *name_of(const json_t *who)
{
	const char *name = text_of(who, "name");

	return *name ? name : "someone";
}

json_t *part_followups(const json_t *answer)
{
	json_t *several = json_object_get(answer, "followups"),
	       *one = json_object_get(answer, "followup");

	if (several)
		return json_incref(several);
	return one ? json_pack("[O]", one) : json_array();
}

const char *part_away(struct str *out, const struct view *v, const json_t *away)
{
	const char *from = text_of(away, "from");
	bool is_planned = strcmp(from, v->today) > 0;

	str_reset(out);
	if (!*from)
		return str_text(out);
	str_add(out, "Away ");
	if (is_planned) {
		str_add(out, "from ");
		dates_add_full(out, from);
		str_add(out, " ");
	}
	str_add(out, "until ");
	dates_add_full(out, text_of(away, "until"));
	if (is_planned)
		str_add(out, ": then everything is held back but promises and data requests");
	else if (number_of(away, "held") > 0)
		str_addf(out, ": %lld held back, promises go on", number_of(away, "held"));
	else
		str_add(out, ": nothing is held back yet, promises go on");
	return str_text(out);
}

const char *part_count(struct str *out, long long n, const char *one, const char *many)
{
	str_reset(out);
	str_addf(out, "%lld %s", n, n == 1 ? one : many);
	return str_text(out);
}

const char *part_what(struct str *out, const json_t *followup)
{
	const char *kind = text_of(followup, "kind"), *title = text_of(followup, "title");

	str_reset(out);
	if (!*title || strncasecmp(title, kind, strlen(kind)) != 0 || !*kind)
		str_addf(out, "%s%s", kind, *title ? ": " : "");
	str_add(out, title);
	return str_text(out);
}

const char *part_verb(const json_t *followup)
{
	static const struct {
		const char *kind, *verb;
	} verbs[] = {{"call", "Call"}, {"visit", "Visit"}, {"check-in", "Check in with"}};

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_equal(verbs[i].kind, text_of(followup, "kind")))
			return verbs[i].verb;
	return "Write to";
}

const char *part_day(struct str *out, const struct view *v, const char *due)
{
	str_reset(out);
	if (v->is_plain)
		str_add(out, due);
	else
		dates_add(out, due, v->today);
	return str_text(out);
}

const char *part_full_day(struct str *out, const char *due)
{
	str_reset(out);
	dates_add_full(out, due);
	return str_text(out);
}

/* Its day is only the earliest: what it waits for decides, and alone once that day has come. */
static void add_waiting(struct str *out, const json_t *followup, const char *today)
{
	static const struct {
		const char *wait, *text;
	} waits[] = {
		{"after", "after the step before"},
		{"part-of", "once they answer"},
		{"gate", "once earned"},
		{"repair", "once put right"},
		{"complaint", "once put right"},
		{"suppression", "stopped"},
		{"pause", "paused"},
		{"away", "when you are back"},
	};
	char day[DATES_DUE_SIZE];

	str_copy(day, DATES_DAY_SIZE, text_of(followup, "due"));
	for (size_t i = 0; *today && strcmp(day, today) <= 0 && i < ARRAY_LEN(waits); i++)
		if (str_equal(waits[i].wait, text_of(followup, "waits_for"))) {
			str_add(out, waits[i].text);
			return;
		}
	str_add(out, "not before ");
	dates_add(out, day, today);
}

const char *part_due(struct str *out, const struct view *v, const json_t *followup)
{
	const char *due = text_of(followup, "due"), *time = dates_time(due);
	long long late = number_of(followup, "overdue_days");
	char day[DATES_DUE_SIZE];

	str_reset(out);
	if (v->is_plain)
		str_add(out, due);
	else if (str_equal(text_of(followup, "state"), "waiting"))
		add_waiting(out, followup, v->today);
	else if (*v->today && str_starts_with(due, v->today))
		str_addf(out, "today%s%s", *time ? " " : "", time);
	else if (late > 0) {
		str_copy(day, DATES_DAY_SIZE, due);
		dates_add(out, day, v->today);
		str_addf(out, ", %lld %s late", late, late == 1 ? "day" : "days");
	} else
		dates_add(out, due, v->today);
	return str_text(out);
}

const char *part_promised(struct str *out, const struct view *v, const json_t *promise)
{
	long long overdue = number_of(promise, "days_overdue");
	const char *due = text_of(promise, "due_day");

	if (!v->is_plain && *v->today && str_starts_with(due, v->today)) {
		str_reset(out);
		str_add(out, "today");
		return str_text(out);
	}
	part_day(out, v, due);
	if (!v->is_plain && overdue > 0)
		str_addf(out, ", %lld %s overdue", overdue, overdue == 1 ? "day" : "days");
	return str_text(out);
}

const char *part_amount(struct str *out, const struct view *v, const json_t *sale)
{
	str_reset(out);
	if (!json_is_integer(member_of(sale, "amount")))
		return str_text(out);
	if (v->is_plain)
		str_addf(out, "%lld", number_of(sale, "amount"));
	else
		money_add(out, number_of(sale, "amount"), (int)number_of(sale, "exponent"),
			  text_of(sale, "currency"));
	return str_text(out);
}

const char *part_revenue(struct str *out, const struct view *v, const json_t *revenue)
{
	const json_t *money;
	size_t i;

	str_reset(out);
	json_array_foreach (revenue, i, money) {
		str_add(out, i > 0 ? " + " : "");
		if (v->is_plain)
			str_addf(out, "%lld %s", number_of(money, "amount"),
				 text_of(money, "currency"));
		else
			money_add(out, number_of(money, "amount"),
				  (int)number_of(money, "exponent"), text_of(money, "currency"));
	}
	return str_text(out);
}

const char *part_month(struct str *out, const struct view *v, const char *day)
{
	_cleanup_str_ struct str full = {0};
	const char *month;

	if (v->is_plain || !*day)
		return part_day(out, v, day);
	dates_add_full(&full, day);
	month = strchr(str_text(&full), ' ');
	month = month ? strchr(month + 1, ' ') : NULL;
	str_reset(out);
	str_add(out, month ? month + 1 : day);
	return str_text(out);
}

const char *part_ago(struct str *out, const struct view *v, const char *day, const char *none)
{
	int days = dates_between(day, v->today);

	if (v->is_plain)
		return part_day(out, v, day);
	str_reset(out);
	if (!*day)
		str_add(out, none);
	else if (days <= 1)
		str_add(out, days == 1 ? "yesterday" : "today");
	else
		str_addf(out, "%d days ago", days);
	return str_text(out);
}

const char *part_texts(struct str *out, const json_t *texts)
{
	json_t *text;
	size_t i;

	str_reset(out);
	json_array_foreach (texts, i, text) {
		if (i > 0)
			str_add(out, ", ");
		str_add(out, json_string_value(text) ? json_string_value(text) : "");
	}
	return str_text(out);
}

const char *part_share(struct str *out, const json_t *share)
{
	str_reset(out);
	if (json_is_number(share))
		str_addf(out, "%lld %%", (long long)(json_number_value(share) * 100 + 0.5));
	return str_text(out);
}

const char *part_of_whom(struct str *out, const json_t *contacts)
{
	size_t n = json_array_size(contacts);

	str_reset(out);
	if (n > 0)
		str_add(out, name_of(json_array_get(contacts, 0)));
	if (n > 1)
		str_add(out, " and others");
	return str_text(out);
}

const char *part_stop(const struct view *v, const char *channel)
{
	static const char *const words[] = {
		"calls",       "messages", "e-mails", "mail",        "visits",
		"newsletters", "cards",    "asks",    "all contact",
	};

	for (size_t i = 0; place_stops[i] && !v->is_plain; i++)
		if (str_equal(place_stops[i], channel))
			return words[i];
	return channel;
}

bool part_is_never(const json_t *conditions)
{
	const json_t *c;
	size_t i;

	json_array_foreach (conditions, i, c)
		if (str_equal(text_of(c, "code"), "rested"))
			return !json_is_true(json_object_get(c, "holds")) &&
			       !*text_of(c, "facts.rest_until");
	return false;
}

/* The chain ends with the sale, not with their yes. */
static bool is_completed(const json_t *referral)
{
	return str_equal(text_of(referral, "status"), "won") && *text_of(referral, "closed_day");
}

const char *part_status(const struct view *v, const json_t *referral)
{
	return !v->is_plain && is_completed(referral) ? "completed" : text_of(referral, "status");
}

const char *part_status_day(const json_t *referral)
{
	const json_t *days = json_object_get(referral, "days");

	return is_completed(referral) ? text_of(referral, "closed_day")
				      : text_of(days, text_of(referral, "status"));
}

const char *part_person(const json_t *referral)
{
	const json_t *person = json_object_get(referral, "person");

	return json_is_object(person) ? name_of(person) : name_of(referral);
}

const char *part_owed(struct str *out, const struct view *v, const json_t *owed)
{
	static const struct {
		const char *word, *text;
	} words[] = {
		{"thank", "thanks"}, {"first-contact", "first contact"}, {"outcome", "outcome"}};
	const json_t *what;
	size_t i;

	str_reset(out);
	json_array_foreach (owed, i, what) {
		const char *text = json_string_value(what);

		for (size_t k = 0; !v->is_plain && k < ARRAY_LEN(words); k++)
			if (str_equal(text, words[k].word))
				text = words[k].text;
		str_addf(out, "%s%s", i > 0 ? ", " : "", text);
	}
	return str_text(out);
}

bool part_is_owed(const json_t *referral, const char *what)
{
	const json_t *word;
	size_t i;

	json_array_foreach (json_object_get(referral, "owed"), i, word)
		if (str_equal(json_string_value(word), what))
			return true;
	return false;
}
