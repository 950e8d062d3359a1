/* Placeholders of patterns: what CONTACT, WHEN or SCORE stand for, by their names. */
#include "place.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "money.h"
#include "vouch/limits.h"

const char *const place_activities[] = {"prospecting", "serving", NULL};
const char *const place_outcomes[] = {"reached", "no-answer", "left-word", "replied", "sent", NULL};
const char *const place_channels[] = {"call", "visit", "message", "email", "mail", "other", NULL};
const char *const place_answers[] = {"willing", "declined", "never", NULL};
const char *const place_permissions[] = {"introduced", "may-say-name", "none", NULL};
const char *const place_kinds[] = {"call",           "visit",     "message",  "card",
				   "gift",           "thank-you", "check-in", "ask",
				   "review-request", "task",      NULL};
const char *const place_numbers[] = {"sources", "coverage", "funnel",    "promises", "cadence",
				     "steps",   "time",     "referrers", "army",     NULL};
const char *const place_directions[] = {"in", "out", "both", NULL};
const char *const place_sources[] = {"referral", "prospecting", "marketing", "walk-in",
				     "repeat",   "other",       NULL};
const char *const place_stops[] = {"call",       "message", "email", "mail", "visit",
				   "newsletter", "card",    "ask",   "all",  NULL};
const char *const place_standings[] = {"prospect", "customer", "referrer", NULL};
const char *const place_classes[] = {"A", "B", "C", "none", NULL};
const char *const place_mailings[] = {"card", "newsletter", NULL};
const char *const place_marks[] = {"exported", "sent", "returned", "received", "skipped", NULL};
const char *const place_motives[] = {"time-and-attention", "prestige", "none", "time", NULL};
const char *const place_statuses[] = {"contacted", "meeting",  "won", "lost",
				      "not-a-fit", "received", NULL};
const char *const place_states[] = {"open",     "owed",      "given",   "candidate",
				    "received", "contacted", "meeting", "won",
				    "lost",     "not-a-fit", NULL};
const char *const place_tolds[] = {"first-contact", "outcome", NULL};
const char *const place_cadences[] = {"A", "B", "C", "none", "default", NULL};
const char *const place_asked[] = {"export", "erase", "correct", "object", NULL};
const char *const place_groups[] = {"prospect", "customer", "referrer", "all", NULL};
const char *const place_agreements[] = {"yes", "no", "later", NULL};
const char *const place_bars[] = {"waybar", "i3blocks", "plain", NULL};
const char *const place_events[] = {"followup.due",    "followup.changed",
				    "gate.opened",     "gate.closed",
				    "contact.changed", "sale.changed",
				    "promise.changed", "referral.changed",
				    "notice.shown",    "notice.failed",
				    "clock.changed",   "import.done",
				    "followup",        "gate",
				    "contact",         "sale",
				    "promise",         "referral",
				    "notice",          "clock",
				    "import",          NULL};

#define A_DATE "a date, such as fri, +2w, 15 dec or 2026-12-01 14:30"
#define A_KIND "call, visit, message, card, gift, thank-you, check-in, ask, review-request or task"
#define A_NUMBER "sources, coverage, funnel, promises, cadence, steps, time, referrers or army"
#define AN_EVENT                                                                                   \
	"followup, gate, contact, sale, promise, referral, notice, clock or import, or one kind "  \
	"of them: followup.due, followup.changed, gate.opened, gate.closed, notice.shown, …"
#define A_STATUS "contacted, meeting, won, lost, not-a-fit or received"
#define A_STATE "open, owed, given, candidate, received, contacted, meeting, won, lost or not-a-fit"
#define TEXT(text) .type = PLACE_TEXT, .wants = (text)
#define A_FILE(text) .type = PLACE_FILE, .wants = (text)
#define WORD(list, text) .type = PLACE_WORD, .words = (list), .wants = (text)
#define DATE .type = PLACE_WHEN, .wants = A_DATE
#define ID(first, text) .type = PLACE_ID, .letter = (first), .wants = (text)

static const struct place places[] = {
	{"ACTIVITY", WORD(place_activities, "prospecting or serving")},
	{"ANSWER", WORD(place_answers, "names, later, willing, declined or never")},
	{"ASKED", WORD(place_asked, "export, erase, correct or object")},
	{"AGREED", WORD(place_agreements, "yes, no or later")},
	{"ADDED", TEXT("a tag they get")},
	{"AMOUNT", .type = PLACE_AMOUNT, .wants = "an amount, such as 1200 or 1,200.50"},
	{"BAR", WORD(place_bars, "waybar, i3blocks or plain")},
	{"CALENDAR", A_FILE("a calendar file, or us (federal), or de (all of Germany)")},
	{"CAMPAIGN", TEXT("part of the name of a campaign, or its number")},
	{"CADENCE", WORD(place_cadences, "A, B, C, none or default")},
	{"CANDIDATE", TEXT("part of a candidate's name, or an id such as r5")},
	{"CAP", .type = PLACE_NUMBER, .wants = "how many a day, 1 to 1000", .min = 1,
	 .max = VOUCH_SPREAD_CAP_MAX},
	{"CHANNEL", WORD(place_channels, "call, visit, message, email, mail or other")},
	{"CLASS", WORD(place_classes, "A, B, C or none")},
	{"COMMAND", TEXT("a command")},
	{"COMPLAINT", ID('x', "the id of a complaint, such as x4")},
	{"CONTACT", .type = PLACE_CONTACT, .wants = "part of a name, or an id such as c12"},
	{"KEPT", .type = PLACE_CONTACT, .wants = "part of a name, or an id such as c12"},
	{"CSV", A_FILE("a file to write, or - to print")},
	{"COUNT", .type = PLACE_NUMBER, .wants = "1 to 1000", .min = 1, .max = VOUCH_LIST_MAX},
	{"CURRENCY", .type = PLACE_CURRENCY, .wants = "a currency, such as USD"},
	{"DATE", ID('d', "the id of a date, such as d4")},
	{"DAY", DATE},
	{"DROPPED", TEXT("a tag they have")},
	{"DEPTH", .type = PLACE_NUMBER, .wants = "1 to 30", .min = 1, .max = VOUCH_TREE_DEPTH_MAX},
	{"DIRECTION", WORD(place_directions, "in, out or both")},
	{"EDITION", ID('e', "the id of an edition, such as e3")},
	{"EMAIL", .type = PLACE_EMAIL, .wants = "an e-mail"},
	{"ENTRY", .type = PLACE_NUMBER, .wants = "the number of an entry, as vouch journal has it",
	 .min = 1, .max = INT_MAX},
	{"EVENT", WORD(place_events, AN_EVENT)},
	{"FILE", A_FILE("a file")},
	{"FOLLOWUP", .type = PLACE_NUMBERS,
	 .wants = "the number of a follow-up, such as 12 (several: 12,13)"},
	{"FROM", DATE},
	{"GROUP", WORD(place_groups, "prospects, customers, referrers or all"), .is_plural = true},
	{"HOUSEHOLD", ID('h', "the id of a household, such as h3")},
	{"INFLUENCE", TEXT("why they would listen")},
	{"JSON", TEXT("the params as a JSON object")},
	{"LABELS", A_FILE("a file to write, or - to print")},
	{"LEAD", .type = PLACE_NUMBER, .wants = "0 to 365 days", .min = 0,
	 .max = VOUCH_LEAD_DAYS_MAX},
	{"LIMIT", .type = PLACE_NUMBER, .wants = "1 to 1000", .min = 1, .max = VOUCH_LIST_MAX},
	{"KIND", WORD(place_kinds, A_KIND)},
	{"KINDS", WORD(place_kinds, A_KIND), .is_plural = true},
	{"MADE", DATE},
	{"MAILING", WORD(place_mailings, "cards or a newsletter"), .is_plural = true},
	{"MARK", WORD(place_marks, "exported, sent, returned, received or skipped")},
	{"METHOD", TEXT("a method, such as agenda.get")},
	{"MINUTES", .type = PLACE_MINUTES,
	 .wants = "how long it took, such as 90, 45m or 1h30, 24 hours at most"},
	{"MOTIVE", WORD(place_motives, "time, prestige or none")},
	{"BACKUP", A_FILE("a backup: its name, or a file")},
	{"NAME", TEXT("a name, such as \"Ruth Kim\"")},
	{"NEED", TEXT("what they need, such as \"moving in May\"")},
	{"NOTE", TEXT("a note")},
	{"OCCASION", TEXT("birthday, renewal, or any name such as \"wedding day\"")},
	{"OTHER", .type = PLACE_CONTACT, .wants = "part of a name, or an id such as c12"},
	{"OUTCOME", WORD(place_outcomes, "reached, no-answer, left-word, replied or sent")},
	{"PERMISSION", WORD(place_permissions, "introduced, may-say-name or none")},
	{"PHONE", .type = PLACE_PHONE, .wants = "a phone number"},
	{"PLAN", TEXT("the name of a plan")},
	{"PRODUCT", TEXT("what was sold")},
	{"PROMISE", ID('p', "the id of a promise, such as p3")},
	{"REASON", TEXT("a reason")},
	{"REFERRAL", ID('r', "the id of a referral, such as r5")},
	{"RELATION", TEXT("who they are to the contact: sister, neighbour")},
	{"REQUEST", ID('q', "the id of a request, such as q3")},
	{"RULE", TEXT("a rule of RFC 5545, such as FREQ=YEARLY")},
	{"SALE", ID('s', "the id of a sale, such as s7")},
	{"SCORE", .type = PLACE_NUMBER, .wants = "0 to 10", .min = 0, .max = 10},
	{"SEQ", .type = PLACE_NUMBER, .wants = "the seq of the last event that was seen", .min = 0,
	 .max = INT_MAX},
	{"SHEET", A_FILE("a file to write, or - to print")},
	{"SOURCE",
	 WORD(place_sources, "referral, prospecting, marketing, walk-in, repeat or other")},
	{"STANDING", WORD(place_standings, "prospect, customer or referrer"), .is_plural = true},
	{"STATE", WORD(place_states, A_STATE)},
	{"STATUS", WORD(place_statuses, A_STATUS)},
	{"STOP",
	 WORD(place_stops,
	      "calls, messages, emails, mail, visits, newsletters, cards, asks or all"),
	 .is_plural = true},
	{"TAG", TEXT("a tag, such as golf")},
	{"TARGET", DATE},
	{"TEMPLATE", TEXT("birthday, thank, ask, renewal, or a template of your own")},
	{"TEXT", TEXT("a text")},
	{"TITLE", TEXT("what is to be done")},
	{"TO", DATE},
	{"TOLD", WORD(place_tolds, "first-contact or outcome")},
	{"WHAT", TEXT("what was given, such as \"a bottle of wine\"")},
	{"WHEN", DATE},
	{"WHICH", WORD(place_numbers, A_NUMBER)},
	{"WHO", .type = PLACE_ONE,
	 .wants = "who they are to the contact in one word: sister, neighbour"},
	{"WORDS", TEXT("what they said; ok where it went well, bad where they said no more")},
};

const struct place *place_at(size_t i)
{
	return i < ARRAY_LEN(places) ? &places[i] : NULL;
}

const struct place *place_find(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (strlen(places[i].name) == n && strncmp(places[i].name, name, n) == 0)
			return &places[i];
	abort();
}

int place_word(const struct place *place, const char *text)
{
	for (int i = 0; place->words[i]; i++) {
		size_t n = strlen(place->words[i]);

		if (strncasecmp(text, place->words[i], n) != 0)
			continue;
		if (!text[n])
			return i;
		if (place->is_plural && (str_equal(text + n, "s") || str_equal(text + n, "es")))
			return i;
	}
	return -1;
}

static bool is_number(const char *text, long long min, long long max)
{
	size_t n = strspn(text, "0123456789");
	long long value;

	if (n == 0 || text[n] || n > 15)
		return false;
	value = strtoll(text, NULL, 10);
	return value >= min && value <= max;
}

static bool is_number_list(const char *text)
{
	char one[24];

	for (;;) {
		size_t n = strcspn(text, ",");

		if (n >= sizeof one)
			return false;
		str_copy(one, n + 1, text);
		if (!is_number(one, 1, 999999999999999))
			return false;
		if (!text[n])
			return true;
		text += n + 1;
	}
}

long long place_id(const char *text, char letter)
{
	if (text[0] != letter || !is_number(text + 1, 1, 999999999999999))
		return 0;
	return strtoll(text + 1, NULL, 10);
}

/* The number of n digits that a text begins with; -1 where it does not. */
static int leading_number(const char *text, size_t n)
{
	return n > 0 && n <= 4 && strspn(text, "0123456789") == n ? (int)strtol(text, NULL, 10)
								  : -1;
}

int place_minutes(const char *text)
{
	size_t n = strspn(text, "0123456789");
	int hours = 0, minutes = leading_number(text, n);

	if (minutes < 0)
		return 0;
	text += n;
	if (*text == 'h') {
		text++;
		hours = minutes;
		minutes = *text ? leading_number(text, 2) : 0;
		if (minutes < 0 || minutes >= 60)
			return 0;
		text += *text ? 2 : 0;
	} else if (*text == 'm') {
		text++;
	}
	minutes += 60 * hours;
	return *text || minutes < 1 || minutes > VOUCH_MINUTES_MAX ? 0 : minutes;
}

static bool is_currency(const char *text)
{
	return strlen(text) == 3 && isupper((unsigned char)text[0]) &&
	       isupper((unsigned char)text[1]) && isupper((unsigned char)text[2]);
}

static bool is_phone(const char *text)
{
	size_t digits = 0;

	for (const char *c = text; *c; c++)
		digits += isdigit((unsigned char)*c) != 0;
	return digits >= 3 && !text[strspn(text, "0123456789 +-()./")];
}

bool place_accepts(const struct place *place, const char *text)
{
	switch (place->type) {
	case PLACE_TEXT:
	case PLACE_FILE:
	case PLACE_CONTACT:
		return text[strspn(text, " \t\n")] != '\0';
	case PLACE_ONE:
		return *text && !isupper((unsigned char)*text) && !isdigit((unsigned char)*text) &&
		       !strpbrk(text, " \t\n");
	case PLACE_WHEN:
		return true;
	case PLACE_WORD:
		return place_word(place, text) >= 0;
	case PLACE_NUMBER:
		return is_number(text, place->min, place->max);
	case PLACE_NUMBERS:
		return is_number_list(text);
	case PLACE_ID:
		return place_id(text, place->letter) > 0;
	case PLACE_AMOUNT:
		return money_is_amount(text);
	case PLACE_MINUTES:
		return place_minutes(text) > 0;
	case PLACE_CURRENCY:
		return is_currency(text);
	case PLACE_PHONE:
		return is_phone(text);
	case PLACE_EMAIL:
		return strchr(text, '@') && !strpbrk(text, " \t\n");
	}
	return false;
}

bool place_is_free(const struct place *place)
{
	return place->type == PLACE_TEXT || place->type == PLACE_FILE;
}

int place_weight(const struct place *place)
{
	switch (place->type) {
	case PLACE_TEXT:
	case PLACE_FILE:
		return 1;
	case PLACE_ONE:
	case PLACE_CONTACT:
		return 2;
	case PLACE_WHEN:
		return 3;
	case PLACE_NUMBER:
	case PLACE_NUMBERS:
	case PLACE_AMOUNT:
	case PLACE_MINUTES:
	case PLACE_CURRENCY:
	case PLACE_PHONE:
	case PLACE_EMAIL:
		return 5;
	case PLACE_WORD:
	case PLACE_ID:
		return 6;
	}
	return 0;
}
