/* Who was sent by whom, and what their referrer has heard: from what requests and answers tell, and
 * by the design's section 6. */
#include <string.h>
#include <strings.h>

#include "life/facts_told.h"

const char *const sent_statuses[] = {"received", "contacted", "meeting", "won",
				     "lost",     "not-a-fit", NULL};

struct a_sent *facts_sent(const struct facts *f, int64_t id)
{
	for (size_t i = f->n_sent; i > 0; i--)
		if (f->sent[i - 1].id == id)
			return &f->sent[i - 1];
	return NULL;
}

const struct a_sent *facts_open_sent(const struct facts *f, int64_t person)
{
	for (size_t i = 0; i < f->n_sent; i++)
		if (f->sent[i].person == person && f->sent[i].closed_day == NEVER)
			return &f->sent[i];
	return NULL;
}

void facts_sent_told(struct facts *f, const json_t *o)
{
	const json_t *person = json_object_get(o, "person");
	struct a_sent *s;

	if (told_day(o, "received_day") == NEVER || facts_sent(f, told_id(o, "id")))
		return;
	s = MORE(f, sent);
	*s = (struct a_sent){
		.id = told_id(o, "id"),
		.contact = told_id(o, "referrer"),
		.person = told_id(person, "id"),
		.received_at = told_instant(o, "received_at"),
		.received_day = told_day(o, "received_day"),
		.thanked_day = NEVER,
		.told_contact_day = NEVER,
		.told_outcome_day = NEVER,
		.closed_day = NEVER,
	};
	strncpy(s->name, told_text(person, "name"), sizeof s->name - 1);
	(void)facts_contact_told(f, s->person);
}

void facts_on_receive(struct facts *f, const struct told *t)
{
	facts_sent_told(f, json_object_get(t->result, "referral"));
}

/* Counts as giving. */
void facts_on_give(struct facts *f, const struct told *t)
{
	const json_t *o = json_object_get(t->result, "referral");

	*MORE(f, gifts) = (struct a_gift){.contact = told_id(o, "to"), .day = t->at.day};
}

static bool may_become(enum sent_status from, enum sent_status to)
{
	return from < SENT_LOST && to > from && !(from == SENT_WON && to == SENT_NO_FIT);
}

/* What they heard of a sale that was completed, and reopened, is not true of one that is lost. */
static void close_one(struct a_sent *s, enum sent_status status, int day)
{
	s->status = status;
	s->was_won |= status == SENT_WON;
	s->closed_day = day;
	if (status >= SENT_LOST)
		s->told_outcome_day = NEVER;
}

/* Taken up again: whoever sent them hears anew what comes of it. */
static void take_up(struct a_sent *s)
{
	s->status = SENT_RECEIVED;
	s->closed_day = NEVER;
	s->told_contact_day = NEVER;
	s->told_outcome_day = NEVER;
}

/* Of one person all that are open move on together. */
static void move(struct facts *f, int64_t person, enum sent_status status, int day)
{
	for (size_t i = 0; i < f->n_sent; i++) {
		struct a_sent *s = &f->sent[i];

		if (s->person != person || s->closed_day != NEVER || !may_become(s->status, status))
			continue;
		close_one(s, status, status >= SENT_LOST ? day : NEVER);
	}
}

static enum sent_status status_told(const char *word)
{
	int i = SENT_RECEIVED;

	while (i < SENT_NO_FIT && strcmp(sent_statuses[i], word) != 0)
		i++;
	return (enum sent_status)i;
}

void facts_on_advance(struct facts *f, const struct told *t)
{
	struct a_sent *s = facts_sent(f, told_id(t->params, "id"));
	enum sent_status status = status_told(told_text(t->params, "status"));
	const json_t *sale = json_object_get(t->result, "sale");
	int day = told_day(t->params, "at");

	if (status == SENT_RECEIVED)
		take_up(s);
	else
		move(f, s->person, status, day == NEVER ? f->today : day);
	if (json_is_object(sale))
		facts_sale_told(f, sale);
}

void facts_on_thank(struct facts *f, const struct told *t)
{
	facts_sent(f, told_id(t->params, "id"))->thanked_day = t->at.day;
}

void facts_on_tell(struct facts *f, const struct told *t)
{
	struct a_sent *s = facts_sent(f, told_id(t->params, "id"));

	if (strcmp(told_text(t->params, "what"), "outcome") == 0)
		s->told_outcome_day = t->at.day;
	else
		s->told_contact_day = t->at.day;
}

static int later_of(int a, int b)
{
	return a > b ? a : b;
}

static void follow_sale(struct a_sent *s, const json_t *sale)
{
	const char *state = told_text(sale, "state");

	if (strcmp(state, "open") == 0 && s->status < SENT_MEETING)
		s->status = SENT_MEETING;
	if (strcmp(state, "completed") == 0)
		close_one(s, SENT_WON, later_of(told_day(sale, "completed_day"), s->received_day));
	if (strcmp(state, "lost") == 0)
		close_one(s, SENT_LOST, later_of(told_day(sale, "lost_day"), s->received_day));
}

/* The referral that it came by, and whoever else had sent the same person by then. */
void facts_sent_of_sale(struct facts *f, const json_t *sale)
{
	const char *state = told_text(sale, "state");
	int day = told_day(sale, strcmp(state, "completed") == 0 ? "completed_day"
				 : strcmp(state, "lost") == 0    ? "lost_day"
								 : "opened_day");

	if (!told_id(sale, "referral"))
		return;
	for (size_t i = 0; i < f->n_sent; i++) {
		struct a_sent *s = &f->sent[i];

		if (s->person == told_id(sale, "contact") && s->closed_day == NEVER &&
		    (s->id == told_id(sale, "referral") || s->received_day <= day))
			follow_sale(s, sale);
	}
}

/* They heard that it was lost, which it is not. */
void facts_sent_of_reopened(struct facts *f, const json_t *sale)
{
	const struct a_sent *by = facts_sent(f, told_id(sale, "referral"));
	int closed = by ? by->closed_day : NEVER;

	for (size_t i = 0; closed != NEVER && i < f->n_sent; i++) {
		struct a_sent *s = &f->sent[i];

		if (s->person != by->person || s->closed_day != closed)
			continue;
		s->closed_day = NEVER;
		if (s->status < SENT_LOST)
			continue;
		s->status = s->was_won ? SENT_WON : SENT_MEETING;
		s->told_outcome_day = NEVER;
	}
}

/* What a follow-up to a referrer says, read as they who do it read it. */

static enum saying saying_of(const char *part, const char **ret_names)
{
	static const struct {
		const char *words;
		enum saying what;
	} texts[] = {
		{"Thank them for the name: ", SAYING_THANKS},
		{"Thank them for sending ", SAYING_THANKS},
		{"Tell them what came of the first contact: ", SAYING_NEWS},
		{"tell them of the first contact with ", SAYING_NEWS},
		{"Tell them how it ended, with thanks: ", SAYING_OUTCOME},
		{"tell them how it ended with ", SAYING_OUTCOME},
		{"A gift in thanks: ", SAYING_GIFT},
		{"a gift in thanks for ", SAYING_GIFT},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t n = strlen(texts[i].words);

		if (strncasecmp(part, texts[i].words, n) == 0) {
			*ret_names = part + n;
			return texts[i].what;
		}
	}
	*ret_names = "";
	return SAYING_NOTHING;
}

static void hear(struct a_sent *s, enum saying what, int day)
{
	switch (what) {
	case SAYING_THANKS:
		s->thanked_day = day;
		break;
	case SAYING_NEWS:
		s->told_contact_day = day;
		break;
	case SAYING_OUTCOME:
		s->told_outcome_day = day;
		break;
	case SAYING_GIFT:
	case SAYING_NOTHING:
		break;
	}
}

size_t facts_said(const struct facts *f, int64_t referrer, const char *title, struct a_saying *ret,
		  size_t n_max)
{
	char text[512], *part, *name, *parts, *names;
	size_t n = 0;

	strncpy(text, title, sizeof text - 1);
	text[sizeof text - 1] = '\0';
	parts = text;
	while ((part = strsep(&parts, ";")) != NULL) {
		const char *list;
		enum saying what = saying_of(part + strspn(part, " "), &list);

		names = part + (list - part);
		while (what != SAYING_NOTHING && (name = strsep(&names, ",")) != NULL) {
			name += strspn(name, " ");
			for (size_t i = 0; i < f->n_sent && n < n_max; i++)
				if (f->sent[i].contact == referrer &&
				    strcmp(f->sent[i].name, name) == 0)
					ret[n++] = (struct a_saying){what, i};
		}
	}
	return n;
}

bool facts_is_vague(const char *title)
{
	const char *and = strstr(title, " and ");

	return and&&strstr(and, " more") != NULL;
}

/* Reached at last: of that person all that are open. */
static void reach(struct facts *f, int64_t person)
{
	for (size_t i = 0; i < f->n_sent; i++)
		if (f->sent[i].person == person && f->sent[i].closed_day == NEVER &&
		    f->sent[i].status == SENT_RECEIVED)
			f->sent[i].status = SENT_CONTACTED;
}

void facts_sent_of_done(struct facts *f, const json_t *o, int day)
{
	const json_t *about = json_object_get(o, "about");
	const struct a_sent *s = facts_sent(f, told_id(about, "id"));
	const char *outcome = told_text(o, "outcome");
	struct a_saying said[64];
	size_t n;

	if (strcmp(told_text(about, "kind"), "referral") != 0 || !s ||
	    strcmp(told_text(o, "state"), "done") != 0 || strcmp(outcome, "not-reached") == 0)
		return;
	if (told_id(o, "contact") == s->person) {
		if (strcmp(outcome, "reached") == 0 || strcmp(outcome, "replied") == 0)
			reach(f, s->person);
		return;
	}
	n = facts_said(f, told_id(o, "contact"), told_text(o, "title"), said, 64);
	for (size_t i = 0; i < n; i++)
		hear(&f->sent[said[i].sent], said[i].what, day);
}
