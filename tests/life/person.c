/* The life of a salesperson: its days, and what they do about what is due. */
#include "life/person.h"

#include <string.h>

#include "base/str.h"
#include "life/heap.h"

#define ID(x) ((long long)(x))
#define MORNING (9 * 60 + 5)

static int met_by(const struct person *p, int day)
{
	const struct person_sizes *s = &p->sizes;
	int days = s->n_years * 365, gone = days - (p->last_day - day);

	/* Two in five they know already; the rest comes until a year before the end. */
	return s->n_contacts * 2 / 5 +
	       (int)((long)s->n_contacts * 3 / 5 * gone / (days * 4 / 5 + 1));
}

static bool is_workday(int day)
{
	return day_weekday((struct day){day}) < SATURDAY;
}

static const char *note(struct person *p)
{
	static const char *const notes[] = {
		"",
		",\"note\":\"was pleased with how quick it went\"",
		",\"note\":\"the panel beeps at night, sometimes\"",
		",\"note\":\"daughter moves in next month\"",
		",\"note\":\"\\u201cbest decision this year\\u201d\",\"minutes\":12",
		",\"minutes\":5",
	};

	return notes[chance_below(&p->life.chance, sizeof notes / sizeof *notes)];
}

static int score(struct person *p)
{
	static const int weights[] = {1, 1, 1, 1, 2, 2, 3, 8, 18, 40, 40, 0};

	return chance_weighted(&p->life.chance, weights);
}

void person_asks(struct person *p, int64_t contact, int64_t followup, const char *reason)
{
	static const char *const outcomes[] = {"names-given", "willing", "later", "declined",
					       "never"};
	_cleanup_str_ struct str more = {0};
	struct life *l = &p->life;
	int which = chance_weighted(&l->chance, (int[]){40, 30, 15, 14, 1, 0});

	if (which == 0) {
		const char *permission = chance_of(&l->chance, 30) ? "introduced" : "none";
		const char *phone = person_phone(p);

		str_addf(&more,
			 ",\"names\":[{\"name\":\"%s\",\"relation\":\"neighbour\","
			 "\"phone\":\"%s\",\"permission\":\"%s\"}]",
			 person_name(p), phone, permission);
	}
	if (which == 2)
		str_addf(&more, ",\"later_day\":\"%s\"",
			 day_text(l->facts.today + chance_between(&l->chance, 14, 150)));
	if (followup)
		str_addf(&more, ",\"followup\":%lld", ID(followup));
	if (reason)
		str_addf(&more, ",\"override_reason\":\"%s\"", reason);
	if (life_do(l, "ask.record", "{\"contact\":%lld,\"outcome\":\"%s\"%s}", ID(contact),
		    outcomes[which], str_text(&more))) {
		p->n_asked++;
		p->n_overridden += reason != NULL;
	}
}

static void do_ask(struct person *p, const json_t *row)
{
	struct life *l = &p->life;
	long long id = ID(told_id(row, "id"));

	if (chance_of(&l->chance, 65)) {
		person_asks(p, told_id(row, "contact"), id, NULL);
		return;
	}
	/* Pressed on the notification; the answer is noted when there is time, if ever. */
	if (life_do(l, "followup.done", "{\"id\":%lld}", id) && chance_of(&l->chance, 85))
		person_asks(p, told_id(row, "contact"), 0, NULL);
}

static void have_done(struct person *p, long long id, bool is_scored)
{
	struct life *l = &p->life;
	bool says_score = is_scored && chance_of(&l->chance, 85);
	bool comes_back = !says_score && chance_of(&l->chance, 8);
	const char *more = note(p);

	if (says_score)
		(void)life_do(l, "followup.done", "{\"id\":%lld,\"score\":%d%s}", id, score(p),
			      more);
	else if (comes_back)
		(void)life_do(l, "followup.done",
			      "{\"id\":%lld,\"gave\":true,\"next\":{\"kind\":\"call\","
			      "\"due\":\"%s\"}%s}",
			      id, day_text(l->facts.today + chance_between(&l->chance, 2, 40)),
			      more);
	else
		(void)life_do(l, "followup.done", "{\"id\":%lld%s}", id, more);
}

static void do_it(struct person *p, const json_t *row)
{
	struct life *l = &p->life;
	long long id = ID(told_id(row, "id"));
	const char *kind = told_text(row, "kind");

	p->n_done++;
	if (person_follows(p, row))
		return;
	if (strcmp(kind, "ask") == 0)
		do_ask(p, row);
	else if (strcmp(kind, "task") == 0)
		(void)life_do(l, "followup.done", "{\"id\":%lld}", id);
	else
		have_done(p, id, json_is_true(json_object_get(row, "score")));
}

static void handle(struct person *p, const json_t *row)
{
	struct life *l = &p->life;
	long long id = ID(told_id(row, "id"));

	switch (chance_weighted(&l->chance, (int[]){76, 9, 4, 7, 3, 1, 0})) {
	case 0:
		do_it(p, row);
		return;
	case 1:
		(void)life_do(l, "followup.done", "{\"id\":%lld,\"outcome\":\"no-answer\"}", id);
		return;
	case 2:
		(void)life_do(l, "followup.done", "{\"id\":%lld,\"outcome\":\"left-word\"}", id);
		return;
	case 3:
		(void)life_do(l, "followup.snooze", "{\"id\":%lld,\"until\":\"%s\"}", id,
			      day_text(l->facts.today + chance_between(&l->chance, 1, 14)));
		return;
	case 4:
		(void)life_do(l, "followup.skip", "{\"id\":%lld,\"reason\":\"not the time\"}", id);
		return;
	default:
		(void)life_do(l, "followup.cancel", "{\"id\":%lld}", id);
	}
}

/* A page of what is due, in the order to do it; what waits longer is done more gladly. */
void person_works(struct person *p)
{
	json_t *list = life_ask(&p->life, "agenda.due", "{\"limit\":200}"), *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row) {
		int late = p->life.facts.today - told_day(row, "due");

		p->n_looked++;
		if (p->looks)
			p->looks(p, row);
		if (chance_of(&p->life.chance,
			      late ? p->sizes.diligence / 2 + late : p->sizes.diligence))
			handle(p, row);
	}
	json_decref(list);
}

/* Two weeks away in the summer, the computer asleep; a few nights else. */
static void sleep_to(struct person *p, int day)
{
	struct life *l = &p->life;
	struct civil c = day_to_civil((struct day){day});

	if (c.month == 8 && c.day <= 14 && !chance_of(&l->chance, 10))
		return;
	if (chance_of(&l->chance, 25))
		life_sleep_until(l, day, MORNING);
	else
		life_wait_until(l, day, MORNING);
}

void person_begin(struct person *p, uint64_t seed, const struct person_sizes *sizes, FILE *out)
{
	heap_plain();
	*p = (struct person){.sizes = *sizes};
	if (!p->sizes.pace)
		p->sizes.pace = 100;
	life_begin(&p->life, seed, PERSON_FIRST_DAY, out);
	p->last_day = p->life.facts.today + sizes->n_years * 365;
}

void person_end(struct person *p)
{
	life_end(&p->life);
}

void person_live(struct person *p)
{
	struct life *l = &p->life;

	for (int day = l->facts.today; day <= p->last_day; day++) {
		if (!is_workday(day))
			continue;
		sleep_to(p, day);
		if (l->facts.today != day)
			continue;
		while (p->n_met < met_by(p, day) && p->n_met < p->sizes.n_contacts)
			person_meets_somebody(p);
		person_works(p);
		person_day_brings(p);
	}
}
