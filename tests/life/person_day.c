/* What the days bring a salesperson: people, sales, promises, complaints, praise, farewells. How
 * often is told for a book of 500 people; a smaller one sees less. */
#include <string.h>

#include "life/person.h"

#define ID(x) ((long long)(x))

static int64_t somebody(struct person *p)
{
	const struct facts *f = &p->life.facts;

	return f->contacts[chance_below(&p->life.chance, (uint32_t)f->n_contacts)].id;
}

/* So many times in a year of 250 working days, for a book of 500. */
static bool happens(struct person *p, int times_a_year)
{
	return chance_below(&p->life.chance, 250 * 500 * 100) <
	       (uint32_t)times_a_year * (uint32_t)p->sizes.n_contacts * (uint32_t)p->sizes.pace;
}

static const char *days_ago(struct person *p, int most)
{
	return day_text(p->life.facts.today - chance_between(&p->life.chance, 0, most));
}

static void move_in(struct person *p, int64_t contact)
{
	struct life *l = &p->life;
	int64_t other = somebody(p);
	const struct a_contact *o = facts_contact(&l->facts, other);

	if (o->household) {
		(void)life_do(l, "contact.update", "{\"id\":%lld,\"household\":%lld}", ID(contact),
			      ID(o->household));
	} else if (other != contact) {
		p->n_households++;
		(void)life_do(l, "household.add",
			      "{\"name\":\"House %zu\",\"members\":[%lld,%lld]}", p->n_households,
			      ID(contact), ID(other));
	}
}

const char *person_name(struct person *p)
{
	static const char *const given[] = {"Ana",   "Ben",   "Carla", "Dmitri", "Elif",  "Farid",
					    "Grace", "Hugo",  "Ines",  "Jonas",  "Kim",   "Lea",
					    "Marco", "Nadia", "Omar",  "Paula",  "Quinn", "Rosa",
					    "Sami",  "Tara",  "Uwe",   "Vera",   "Wim",   "Yara"};
	static const char *const family[] = {"Ruiz",   "Okafor", "Levi",    "Berg",  "Costa",
					     "Diaz",   "Evans",  "Fischer", "Gomez", "Haddad",
					     "Ivanov", "Jansen", "Kaya",    "Lopez", "Meyer",
					     "Novak",  "Olsen",  "Petrov",  "Quist", "Rossi",
					     "Silva",  "Tanaka", "Vogel",   "Weiss", "Young"};
	static char name[48];
	int n = p->n_named++;

	(void)snprintf(name, sizeof name, "%s %s", given[n % 24], family[n * 7 % 25]);
	if (n >= 24 * 25)
		(void)snprintf(name + strlen(name), sizeof name - strlen(name), " %d",
			       n / (24 * 25) + 1);
	return name;
}

const char *person_phone(struct person *p)
{
	static char phone[16];

	(void)snprintf(phone, sizeof phone, "555-%05d", p->n_named);
	return phone;
}

void person_meets_somebody(struct person *p)
{
	struct life *l = &p->life;
	const char *listen_for =
		chance_of(&l->chance, 30) ? ",\"listen_for\":\"we were broken into\"" : "";
	const char *is_partner = chance_of(&l->chance, 4) ? "true" : "false";
	const char *phone = person_phone(p);

	p->n_met++;
	(void)life_do(l, "contact.add", "{\"name\":\"%s\",\"phones\":[\"%s\"],\"partner\":%s%s}",
		      person_name(p), phone, is_partner, listen_for);
	if (p->n_met > 1 && chance_of(&l->chance, 25))
		move_in(p, p->life.facts.contacts[p->life.facts.n_contacts - 1].id);
}

static void promise(struct person *p, int64_t contact, int64_t sale)
{
	static const char *const texts[] = {"quote, 2 cameras", "call the town about the permit",
					    "papers by mail", "second key"};
	struct life *l = &p->life;
	const char *text = texts[chance_below(&l->chance, 4)];
	int due = l->facts.today + chance_between(&l->chance, 1, 25);

	if (sale)
		(void)life_do(l, "promise.add",
			      "{\"contact\":%lld,\"text\":\"%s\",\"due_day\":\"%s\",\"sale\":%lld}",
			      ID(contact), text, day_text(due), ID(sale));
	else
		(void)life_do(l, "promise.add",
			      "{\"contact\":%lld,\"text\":\"%s\",\"due_day\":\"%s\"}", ID(contact),
			      text, day_text(due));
}

static void hold_talk(struct person *p, int64_t contact, int64_t sale)
{
	static const char *const motives[] = {"time-and-attention", "prestige", "none"};
	struct life *l = &p->life;
	const char *agreed = chance_of(&l->chance, 70) ? "yes" : "later";

	(void)life_do(l, "talk.record",
		      "{\"contact\":%lld,\"sale\":%lld,\"motive\":\"%s\",\"agreed\":\"%s\","
		      "\"answers\":[{\"question\":\"informed\",\"bad_experience\":true,"
		      "\"words\":\"nobody ever called back\"}]}",
		      ID(contact), ID(sale), motives[chance_below(&l->chance, 3)], agreed);
}

void person_prepares_sale(struct person *p, int64_t contact, int64_t sale)
{
	if (chance_of(&p->life.chance, 50))
		hold_talk(p, contact, sale);
	for (int i = chance_between(&p->life.chance, 0, 2); i > 0; i--)
		promise(p, contact, sale);
}

static void sell(struct person *p)
{
	static const char *const sources[] = {"prospecting", "marketing", "walk-in", "repeat"};
	struct life *l = &p->life;
	int64_t contact = somebody(p), sale;
	json_t *result;

	if (chance_of(&l->chance, 18)) {
		const char *day = days_ago(p, 60);

		(void)life_do(l, "sale.record",
			      "{\"contact\":%lld,\"product\":\"Alarm\",\"amount\":%d,"
			      "\"completed_day\":\"%s\"}",
			      ID(contact), chance_between(&l->chance, 200, 9000) * 100, day);
		return;
	}
	/* Of whom somebody sent, nobody says another source. */
	if (facts_open_sent(&l->facts, contact)) {
		result = life_ask(l, "sale.open",
				  "{\"contact\":%lld,\"product\":\"Alarm\",\"amount\":%d}",
				  ID(contact), chance_between(&l->chance, 200, 9000) * 100);
	} else {
		const char *source = sources[chance_below(&l->chance, 4)];

		result = life_ask(l, "sale.open",
				  "{\"contact\":%lld,\"product\":\"Alarm\",\"amount\":%d,"
				  "\"source\":\"%s\"}",
				  ID(contact), chance_between(&l->chance, 200, 9000) * 100, source);
	}
	if (!result)
		return;
	sale = told_id(json_object_get(result, "sale"), "id");
	json_decref(result);
	person_prepares_sale(p, contact, sale);
}

/* The emergency contact list, taken at completion. */
static void take_list(struct person *p, int64_t contact)
{
	struct life *l = &p->life;

	for (int i = chance_between(&l->chance, 1, 4); i > 0; i--)
		(void)life_do(l, "candidate.add",
			      "{\"contact\":%lld,\"name\":\"%s\",\"relation\":"
			      "\"neighbour\",\"origin\":\"emergency-list\"}",
			      ID(contact), person_name(p));
}

static void work_on_sales(struct person *p)
{
	struct life *l = &p->life;

	for (size_t i = 0; i < l->facts.n_sales; i++) {
		const struct a_sale s = l->facts.sales[i];

		if (!s.is_open || !chance_of(&l->chance, 6))
			continue;
		if (!chance_of(&l->chance, 82)) {
			(void)life_do(l, "sale.lose", "{\"id\":%lld,\"reason\":\"too dear\"}",
				      ID(s.id));
			continue;
		}
		if (life_do(l, "sale.complete", "{\"id\":%lld,\"day\":\"%s\"}", ID(s.id),
			    chance_of(&l->chance, 80) ? day_text(l->facts.today)
						      : days_ago(p, 6)) &&
		    chance_of(&l->chance, 30))
			take_list(p, s.contact);
	}
}

static void end_some_sale(struct person *p)
{
	struct life *l = &p->life;
	const struct a_sale *s;

	if (!l->facts.n_sales)
		return;
	s = &l->facts.sales[chance_below(&l->chance, (uint32_t)l->facts.n_sales)];
	if (s->is_completed && chance_of(&l->chance, 60))
		(void)life_do(l, "sale.refund", "{\"id\":%lld,\"reason\":\"never worked\"}",
			      ID(s->id));
	else if (!s->is_open)
		(void)life_do(l, "sale.reopen", "{\"id\":%lld,\"reason\":\"booked too soon\"}",
			      ID(s->id));
}

static void mind_promise(struct person *p, const struct a_promise *x)
{
	struct life *l = &p->life;
	long long id = ID(x->id);

	switch (chance_weighted(&l->chance, (int[]){70, 14, 8, 8, 0})) {
	case 0:
		(void)life_do(l, "promise.keep", "{\"id\":%lld}", id);
		return;
	case 1:
		(void)life_do(l, "promise.redate",
			      "{\"id\":%lld,\"due_day\":\"%s\",\"reason\":\"parts are late\"}", id,
			      day_text(l->facts.today + chance_between(&l->chance, 2, 20)));
		return;
	case 2:
		(void)life_do(l, "promise.break", "{\"id\":%lld,\"reason\":\"not to be had\"}", id);
		return;
	default:
		(void)life_do(l, "promise.withdraw",
			      "{\"id\":%lld,\"reason\":\"they do not need it any more\"}", id);
	}
}

/* Kept early by the task that guards it, mostly; what is left is minded around its day. */
static void work_on_promises(struct person *p)
{
	const struct facts *f = &p->life.facts;

	for (size_t i = 0; i < f->n_promises; i++) {
		const struct a_promise x = f->promises[i];
		int left = x.due_day - f->today;

		if (x.state == TOLD_OPEN && left <= 1 &&
		    chance_of(&p->life.chance, left < 0 ? 25 : 12))
			mind_promise(p, &x);
	}
}

static void work_on_complaints(struct person *p)
{
	const struct facts *f = &p->life.facts;

	for (size_t i = 0; i < f->n_complaints; i++)
		if (f->complaints[i].resolved.day == NEVER && chance_of(&p->life.chance, 12))
			(void)life_do(&p->life, "complaint.resolve",
				      "{\"id\":%lld,\"note\":\"new sensor\"}",
				      ID(f->complaints[i].id));
}

static void complain(struct person *p)
{
	const char *day = days_ago(p, 2);

	(void)life_do(&p->life, "complaint.add",
		      "{\"contact\":%lld,\"text\":\"it rang all night\",\"day\":\"%s\"}",
		      ID(somebody(p)), day);
}

static void praise(struct person *p)
{
	(void)life_do(&p->life, "compliment.add",
		      "{\"contact\":%lld,\"text\":\"you were so quick\"}", ID(somebody(p)));
}

static void answer_survey(struct person *p)
{
	static const int weights[] = {1, 1, 1, 1, 1, 2, 3, 6, 12, 20, 20, 0};
	int64_t contact = somebody(p);

	(void)life_do(&p->life, "satisfaction.record",
		      "{\"contact\":%lld,\"score\":%d,\"words\":\"as it should be\"}", ID(contact),
		      chance_weighted(&p->life.chance, weights));
}

static void talk_in_passing(struct person *p)
{
	static const char *const channels[] = {"call", "visit", "message", "email"};
	struct life *l = &p->life;
	const char *day = days_ago(p, 3);
	const char *gave = chance_of(&l->chance, 40) ? "true" : "false";
	const char *direction = chance_of(&l->chance, 60) ? "both" : "out";
	const char *channel = channels[chance_below(&l->chance, 4)];

	(void)life_do(l, "touch.log",
		      "{\"contact\":%lld,\"channel\":\"%s\",\"direction\":\"%s\",\"gave\":%s,"
		      "\"day\":\"%s\"}",
		      ID(somebody(p)), channel, direction, gave, day);
}

static void remind(struct person *p)
{
	static const char *const kinds[] = {"call", "task", "visit", "ask", "message", "card"};
	struct life *l = &p->life;
	int day = l->facts.today + chance_between(&l->chance, 0, 40);
	const char *kind = kinds[chance_below(&l->chance, 6)];

	(void)life_do(l, "followup.add",
		      "{\"contact\":%lld,\"kind\":\"%s\",\"title\":\"the permit?\",\"due\":\"%s\"}",
		      ID(somebody(p)), kind, day_text(day));
}

/* Unplanned: earned, or for a reason, or refused. */
static void ask_in_passing(struct person *p)
{
	const char *reason = chance_of(&p->life.chance, 25) ? "they brought it up" : NULL;

	person_asks(p, somebody(p), 0, reason);
}

static void promote(struct person *p)
{
	json_t *list = life_ask(&p->life, "candidate.list", "{\"contact\":%lld}", ID(somebody(p)));
	const json_t *row = json_array_get(json_object_get(list, "items"), 0);

	if (row)
		(void)life_do(&p->life, "candidate.promote",
			      "{\"id\":%lld,\"permission\":\"may-say-name\"}",
			      ID(told_id(row, "id")));
	json_decref(list);
}

static void stop(struct person *p)
{
	static const char *const ways[] = {"call", "email", "ask", "all", "card", "message"};
	struct life *l = &p->life;
	int64_t contact = somebody(p);
	const char *way = ways[chance_below(&l->chance, 6)];

	if (chance_of(&l->chance, 60))
		(void)life_do(l, "suppression.add",
			      "{\"contact\":%lld,\"channel\":\"%s\",\"reason\":\"not for now\","
			      "\"until\":\"%s\"}",
			      ID(contact), way,
			      day_text(l->facts.today + chance_between(&l->chance, 5, 200)));
	else
		(void)life_do(l, "suppression.add",
			      "{\"contact\":%lld,\"channel\":\"%s\",\"reason\":\"asked us to\"}",
			      ID(contact), way);
}

static void lift(struct person *p)
{
	const struct facts *f = &p->life.facts;
	const struct a_stop *s =
		f->n_stops ? &f->stops[chance_below(&p->life.chance, (uint32_t)f->n_stops)] : NULL;

	if (s && !s->is_lifted)
		(void)life_do(&p->life, "suppression.remove",
			      "{\"id\":%lld,\"reason\":\"they called us\"}", ID(s->id));
}

static void rest(struct person *p)
{
	struct life *l = &p->life;
	int64_t contact = somebody(p);

	if (facts_contact(&l->facts, contact)->is_paused)
		(void)life_do(l, "contact.resume", "{\"id\":%lld}", ID(contact));
	else if (chance_of(&l->chance, 80))
		(void)life_do(l, "contact.pause", "{\"id\":%lld,\"until\":\"%s\"}", ID(contact),
			      day_text(l->facts.today + chance_between(&l->chance, 10, 90)));
	else
		(void)life_do(l, "contact.pause", "{\"id\":%lld}", ID(contact));
}

static void die(struct person *p)
{
	const char *day = days_ago(p, 10);

	(void)life_do(&p->life, "contact.deceased", "{\"id\":%lld,\"day\":\"%s\"}", ID(somebody(p)),
		      day);
}

static void change_house(struct person *p)
{
	int64_t contact = somebody(p);

	if (facts_contact(&p->life.facts, contact)->household && chance_of(&p->life.chance, 50))
		(void)life_do(&p->life, "contact.update", "{\"id\":%lld,\"household\":null}",
			      ID(contact));
	else
		move_in(p, contact);
}

static const struct {
	int times_a_year;
	void (*happen)(struct person *p);
} happenings[] = {
	{170, sell},
	{10, end_some_sale},
	{14, complain},
	{45, praise},
	{30, answer_survey},
	{260, talk_in_passing},
	{60, remind},
	{25, ask_in_passing},
	{30, promote},
	{30, person_is_sent_somebody},
	{15, person_sends_somebody},
	{12, stop},
	{6, lift},
	{14, rest},
	{4, die},
	{8, change_house},
};

void person_day_brings(struct person *p)
{
	struct life *l = &p->life;

	work_on_sales(p);
	person_works_on_referrals(p);
	work_on_promises(p);
	work_on_complaints(p);
	if (happens(p, 80))
		promise(p, somebody(p), 0);
	for (size_t i = 0; i < sizeof happenings / sizeof *happenings; i++) {
		if (happens(p, happenings[i].times_a_year))
			happenings[i].happen(p);
		/* More than one in a day of what is frequent. */
		if (happenings[i].times_a_year > 100 && chance_of(&l->chance, 30) &&
		    happens(p, happenings[i].times_a_year))
			happenings[i].happen(p);
	}
}
