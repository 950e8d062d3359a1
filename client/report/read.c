/* What the report asks vouchd for. */
#include "report/report.h"

#include "vouch/limits.h"

void report_init(struct report *r, struct cli *cli)
{
	*r = (struct report){
		.cli = cli,
		.answers = json_object(),
		.contacts = json_array(),
		.periods = json_array(),
		.period_word = "quarter",
		.data = json_object(),
	};
}

void report_deinit(struct report *r)
{
	json_decref(r->answers);
	json_decref(r->contacts);
	json_decref(r->periods);
	json_decref(r->data);
	str_deinit(&r->body);
}

const json_t *report_answer(const struct report *r, const char *name)
{
	return json_object_get(r->answers, name);
}

/* Those never spoken to have no place on the map. False where it is full. */
static bool take_contacts(struct report *r, const json_t *page)
{
	json_t *contact;
	size_t i;

	json_array_foreach (json_object_get(page, "items"), i, contact) {
		if (!json_is_integer(json_object_get(contact, "silent_days")))
			continue;
		r->has_more_contacts = json_array_size(r->contacts) == REPORT_CONTACTS_MAX;
		if (r->has_more_contacts)
			return false;
		(void)json_array_append(r->contacts, contact);
	}
	return true;
}

/* The most silent first. */
static int read_contacts(struct report *r)
{
	json_auto_t *params = json_pack("{s:s, s:b, s:i}", "order", "quiet", "has_class", 1,
					"limit", VOUCH_LIST_MAX);
	bool goes_on = true;

	while (goes_on) {
		json_auto_t *page = NULL;
		json_t *next;
		int exit;

		exit = cli_read(r->cli, "contact.list", json_incref(params), &page);
		if (exit)
			return exit;
		next = json_object_get(page, "next");
		goes_on = take_contacts(r, page) && json_is_string(next);
		(void)json_object_set(params, "cursor", next);
	}
	return 0;
}

int report_read(struct report *r)
{
	static const struct {
		const char *name, *method;
	} reads[] = {
		{"status", "system.status"},    {"funnel", "numbers.funnel"},
		{"sources", "numbers.sources"}, {"promises", "numbers.promises"},
		{"cadence", "numbers.cadence"}, {"time", "numbers.time"},
		{"tree", "referral.tree"},
	};
	json_t *answer;
	int exit;

	for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
		exit = cli_read(r->cli, reads[i].method, NULL, &answer);
		if (exit)
			return exit;
		(void)json_object_set_new(r->answers, reads[i].name, answer);
	}
	exit = cli_read(r->cli, "agenda.get", json_pack("{s:i}", "days", 8), &answer);
	if (exit)
		return exit;
	(void)json_object_set_new(r->answers, "agenda", answer);
	exit = read_contacts(r);
	return exit ? exit : report_read_periods(r);
}
