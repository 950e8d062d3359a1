/* Events in words: "follow-up 12 is due: Call Ana Ruiz · the camera". */
#include "events.h"

#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"

static const struct event_noun nouns[] = {
	{"followup", "followup.get", "id", "id", "followup"},
	{"gate", "contact.get", "id", "contact", "contact"},
	{"contact", "contact.get", "id", "id", "contact"},
	{"sale", "sale.get", "id", "id", "sale"},
	{"promise", "promise.get", "id", "id", "promise"},
	{"referral", "referral.get", "id", "id", "referral"},
	{"import", "import.get", "import", "id", "import"},
	{"notice", NULL, NULL, NULL, NULL},
	{"clock", NULL, NULL, NULL, NULL},
};

const struct event_noun *event_noun(const char *kind)
{
	size_t n = strcspn(kind, ".");

	for (size_t i = 0; i < ARRAY_LEN(nouns); i++)
		if (strlen(nouns[i].noun) == n && strncmp(nouns[i].noun, kind, n) == 0)
			return &nouns[i];
	return NULL;
}

void event_add_task(struct str *out, const json_t *followup, bool is_full)
{
	static const struct {
		const char *kind, *verb;
	} verbs[] = {
		{"call", "Call"},
		{"visit", "Visit"},
		{"message", "Write to"},
		{"card", "Card for"},
		{"gift", "Gift for"},
		{"thank-you", "Thank"},
		{"check-in", "Check in with"},
		{"ask", "Ask"},
		{"review-request", "Review from"},
		{"task", "Task for"},
	};
	const json_t *contact = json_object_get(followup, "contact");
	const char *kind = text_of(followup, "kind"),
		   *name = json_is_object(contact) ? name_of(contact) : "you";

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_equal(verbs[i].kind, kind))
			kind = verbs[i].verb;
	str_addf(out, "%s ", kind);
	str_add_n(out, name, is_full ? strlen(name) : strcspn(name, " "));
}

static void add_title(struct str *out, const json_t *followup)
{
	str_add(out, ": ");
	event_add_task(out, followup, true);
	if (*text_of(followup, "title"))
		str_addf(out, " · %s", text_of(followup, "title"));
}

static void add_followup(struct str *out, const json_t *event, const json_t *f, const char *today)
{
	static const struct {
		const char *state, *text;
	} states[] = {
		{"waiting", "waits"},       {"done", "is done"},
		{"skipped", "was skipped"}, {"cancelled", "is cancelled"},
		{"expired", "has expired"},
	};
	const char *state = text_of(f, "state"), *text = state;

	str_addf(out, "follow-up %lld ", number_of(event, "id"));
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_equal(states[i].state, state))
			text = states[i].text;
	if (str_equal(text_of(event, "kind"), "followup.due")) {
		str_add(out, "is due");
	} else if (!str_equal(state, "scheduled")) {
		str_add(out, text);
	} else {
		str_add(out, "is set for ");
		dates_add(out, text_of(f, "due"), today);
	}
	add_title(out, f);
}

static void add_gate(struct str *out, const json_t *event, const json_t *contact)
{
	str_addf(out, "%s (c%lld) may %s", name_of(contact), number_of(event, "contact"),
		 str_equal(text_of(event, "kind"), "gate.opened")
			 ? "be asked for a referral"
			 : "not be asked for a referral any more");
}

static void add_sale(struct str *out, const json_t *sale)
{
	str_addf(out, "sale s%lld is %s: %s, %s", number_of(sale, "id"), text_of(sale, "state"),
		 name_of(json_object_get(sale, "contact")), text_of(sale, "product"));
}

static void add_promise(struct str *out, const json_t *p, const char *today)
{
	str_addf(out, "promise p%lld is %s: to %s, %s", number_of(p, "id"), text_of(p, "state"),
		 name_of(json_object_get(p, "contact")), text_of(p, "text"));
	if (!str_equal(text_of(p, "state"), "open"))
		return;
	str_add(out, ", by ");
	dates_add(out, text_of(p, "due_day"), today);
}

static void add_referral(struct str *out, const json_t *r)
{
	const json_t *referrer = json_object_get(r, "referrer");
	const char *status = text_of(r, "status");

	if (str_equal(status, "not-a-fit"))
		status = "not a fit";
	else if (str_equal(status, "candidate"))
		status = "a candidate";
	str_addf(out, "referral r%lld is %s: %s", number_of(r, "id"), status, part_person(r));
	if (json_is_object(referrer))
		str_addf(out, ", %s %s",
			 str_equal(text_of(r, "direction"), "given") ? "sent to" : "sent by",
			 name_of(referrer));
}

static void add_import(struct str *out, const json_t *import)
{
	str_addf(out, "import %lld is %s: %lld added, %lld updated, %lld refused",
		 number_of(import, "id"), text_of(import, "state"), number_of(import, "added"),
		 number_of(import, "updated"), number_of(import, "refused"));
}

/* Nothing to look up, or nothing there any more. */
static void add_bare(struct str *out, const json_t *event)
{
	static const struct {
		const char *kind, *text;
		bool has_id;
	} kinds[] = {
		{"clock.changed", "the clock, the time zone, a setting or an absence was changed",
		 false},
		{"notice.shown", "the desktop has shown what is due", false},
		{"notice.failed", "the desktop could not show what is due: see vouch status",
		 false},
		{"followup.", "follow-up ", true},
		{"contact.", "contact c", true},
		{"sale.", "sale s", true},
		{"promise.", "promise p", true},
		{"referral.", "referral r", true},
		{"import.", "import ", true},
	};
	const char *kind = text_of(event, "kind");

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_starts_with(kind, kinds[i].kind))
			continue;
		str_add(out, kinds[i].text);
		if (kinds[i].has_id)
			str_addf(out, "%lld is gone", number_of(event, "id"));
		return;
	}
	str_addf(out, "%s %lld", kind, number_of(event, "id"));
}

void event_words(struct str *out, const json_t *event, const json_t *object, const char *today)
{
	const struct event_noun *noun = event_noun(text_of(event, "kind"));

	if (noun && str_equal(noun->noun, "gate"))
		add_gate(out, event, object);
	else if (!noun || !json_is_object(object))
		add_bare(out, event);
	else if (str_equal(noun->noun, "followup"))
		add_followup(out, event, object, today);
	else if (str_equal(noun->noun, "contact"))
		str_addf(out, "contact c%lld %s: %s", number_of(event, "id"),
			 number_of(object, "version") == 1 ? "is new" : "was changed",
			 name_of(object));
	else if (str_equal(noun->noun, "sale"))
		add_sale(out, object);
	else if (str_equal(noun->noun, "promise"))
		add_promise(out, object, today);
	else if (str_equal(noun->noun, "referral"))
		add_referral(out, object);
	else
		add_import(out, object);
}
