/* The referrals a contact sent, before the gate: what they are owed of each. */
#include <stdio.h>

#include "domain/gate_case.h"
#include "domain/gate_line.h"

#define DAY(d) (gate_day_text(d).text)

static bool has_come(struct day fact, struct day day)
{
	return !day_is_none(fact) && !day_before(day, fact);
}

static struct day news_day(const struct gate_loop *loop)
{
	return gate_day_plus(loop->received_day, REFERRAL_TELL_DAYS);
}

/* Not closed, and nothing of it told. */
static bool is_news_to_come(const struct gate_loop *loop, struct day day)
{
	return has_come(loop->received_day, day) && !has_come(loop->closed_day, day) &&
	       !has_come(loop->told_contact_day, day) && !has_come(loop->told_outcome_day, day);
}

enum gate_owed gate_loop_owed(const struct gate_loop *loop, struct day day)
{
	if (!has_come(loop->received_day, day))
		return OWED_NOTHING;
	if (!has_come(loop->thanked_day, day))
		return OWED_THANKS;
	if (has_come(loop->closed_day, day))
		return has_come(loop->told_outcome_day, day) ? OWED_NOTHING : OWED_OUTCOME;
	return is_news_to_come(loop, day) && has_come(news_day(loop), day) ? OWED_NEWS
									   : OWED_NOTHING;
}

/* The first of which something is owed, null where nothing is, and how many. */
static const struct gate_loop *first_open(const struct gate_case *c, int *ret_n)
{
	const struct gate_loop *first = NULL;

	*ret_n = 0;
	for (size_t i = 0; i < c->facts->n_loops; i++) {
		const struct gate_loop *loop = &c->facts->loops[i];

		if (gate_loop_owed(loop, c->question->day) != OWED_NOTHING && (*ret_n)++ == 0)
			first = loop;
	}
	return first;
}

/* Nothing is owed today: of which news is owed next. */
static void say_next_news(const struct gate_case *c, struct gate_condition *condition)
{
	for (size_t i = 0; i < c->facts->n_loops; i++) {
		const struct gate_loop *loop = &c->facts->loops[i];

		if (!is_news_to_come(loop, c->question->day))
			continue;
		gate_say(condition, "news of %s is due to them on %s", gate_name(loop->name).text,
			 DAY(news_day(loop)));
		gate_fact(condition, "referral", GATE_FACT_ID, loop->id);
		gate_fact_day(condition, "due_day", news_day(loop));
		return;
	}
	gate_say(condition, "they are owed neither thanks nor news");
}

void gate_case_say_loops(const struct gate_case *c, struct gate_condition *condition)
{
	int n;
	const struct gate_loop *loop = first_open(c, &n);
	struct gate_quote name = gate_name(loop ? loop->name : NULL);
	enum gate_owed owed;

	gate_fact(condition, "open", GATE_FACT_NUMBER, n);
	if (!loop) {
		say_next_news(c, condition);
		return;
	}
	owed = gate_loop_owed(loop, c->question->day);
	if (owed == OWED_THANKS)
		gate_say(condition, "%s, whom they sent on %s, has not been thanked for", name.text,
			 DAY(loop->received_day));
	else if (owed == OWED_OUTCOME)
		gate_say(condition, "they have not heard how it went with %s", name.text);
	else
		gate_say(condition, "they have not heard whether %s was reached", name.text);
	if (n > 1)
		gate_say(condition, " (and %d more)", n - 1);
	gate_fact(condition, "referral", GATE_FACT_ID, loop->id);
	gate_fact_day(condition, "received_day", loop->received_day);
	if (has_come(loop->thanked_day, c->question->day))
		gate_fact_day(condition, "thanked_day", loop->thanked_day);
	if (has_come(loop->closed_day, c->question->day))
		gate_fact_day(condition, "closed_day", loop->closed_day);
}

void gate_case_help_loop(const struct gate_case *c, char to[GATE_DETAIL_SIZE])
{
	static const char *const texts[][2] = {
		[OWED_NOTHING] = {"", ""},
		[OWED_THANKS] = {"thank them for ", ""},
		[OWED_OUTCOME] = {"tell them how it went with ", ""},
		[OWED_NEWS] = {"tell them whether ", " was reached"},
	};
	int n;
	const struct gate_loop *loop = first_open(c, &n);
	const char *const *text;

	if (!loop)
		return;
	text = texts[gate_loop_owed(loop, c->question->day)];
	(void)snprintf(to, GATE_DETAIL_SIZE, "%s%s%s", text[0], gate_name(loop->name).text,
		       text[1]);
}
