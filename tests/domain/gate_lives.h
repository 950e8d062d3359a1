/* What may have happened to the contact of gate_book.h, by the names of it. */
#pragma once

#include "gate_book.h"

static inline void as_it_is(struct book *b)
{
	(void)b;
}

static inline void sold_nothing(struct book *b)
{
	b->facts.n_completed = 0;
}

static inline void sold_twice(struct book *b)
{
	b->facts.n_completed = 2;
}

static inline void scored_8_and_praised(struct book *b)
{
	book_score(b, 8, 20);
	book_praise(b, 1);
}

static inline void scored_8(struct book *b)
{
	book_score(b, 8, 20);
}

static inline void scored_8_and_praised_before_trouble(struct book *b)
{
	book_praise(b, 40);
	(void)book_complaint(b, SELF, 30, 25);
	book_score(b, 8, 20);
}

static inline void scored_before_two_complaints(struct book *b)
{
	(void)book_complaint(b, SELF, 30, 25);
	(void)book_complaint(b, SELF, 29, UNRESOLVED);
	book_score(b, 9, 35);
}

static inline void scored_before_two_broken_promises(struct book *b)
{
	book_broken(b, SELF, 30)->righted = when(b, 25);
	(void)book_broken(b, SELF, 29);
	book_score(b, 9, 35);
}

static inline void scored_3(struct book *b)
{
	book_score(b, 3, 20);
}

static inline void scored_3_of_8(struct book *b)
{
	b->rules.score_min = 8;
	book_score(b, 3, 20);
}

static inline void scored_long_ago(struct book *b)
{
	book_score(b, 10, 400);
}

static inline void scored_before_trouble(struct book *b)
{
	(void)book_complaint(b, SELF, 2, UNRESOLVED);
}

static inline void scored_before_trouble_put_right(struct book *b)
{
	(void)book_late(b, SELF, PROMISE_WITHDRAWN, 2);
}

static inline void not_scored(struct book *b)
{
	book_no_score(b);
}

static inline void only_praised(struct book *b)
{
	book_no_score(b);
	book_praise(b, 3);
}

static inline void praised_too_long_ago(struct book *b)
{
	book_no_score(b);
	book_praise(b, 366);
}

static inline void praised_before_trouble(struct book *b)
{
	book_no_score(b);
	book_praise(b, 40);
	(void)book_broken(b, SELF, 2);
}

static inline void other_scored_low(struct book *b)
{
	b->facts.others_low = (struct gate_score){OTHER, 4, {at(9), 3}};
}

static inline void promise_open(struct book *b)
{
	(void)book_promise(b, SELF, PROMISE_OPEN, 0);
}

static inline void promises_open(struct book *b)
{
	(void)book_promise(b, SELF, PROMISE_OPEN, 0);
	(void)book_promise(b, SELF, PROMISE_OPEN, -5);
}

static inline void overdue_by_a_day(struct book *b)
{
	(void)book_promise(b, SELF, PROMISE_OPEN, 1);
}

/* The longest overdue before all else. */
static inline void overdue_and_more(struct book *b)
{
	book_promise(b, SELF, PROMISE_OPEN, -2)->completed_day = at(1);
	(void)book_promise(b, SELF, PROMISE_OPEN, 2);
	book_promise(b, OTHER, PROMISE_OPEN, 3)->text = "the second key";
	(void)book_broken(b, SELF, 1);
	book_late(b, SELF, PROMISE_KEPT, 1)->text = "to ring";
}

static inline void broken_and_open(struct book *b)
{
	book_promise(b, SELF, PROMISE_OPEN, -2)->completed_day = at(1);
	(void)book_broken(b, SELF, 5);
	book_broken(b, SELF, 2)->text = NULL;
}

static inline void kept_late(struct book *b)
{
	(void)book_late(b, SELF, PROMISE_KEPT, 2);
}

static inline void redated_late(struct book *b)
{
	(void)book_late(b, SELF, PROMISE_OPEN, 2);
}

static inline void open_for_the_sale(struct book *b)
{
	book_promise(b, SELF, PROMISE_OPEN, -9)->completed_day = at(1);
	book_promise(b, SELF, PROMISE_OPEN, -2)->completed_day = at(1);
}

static inline void complaint_open(struct book *b)
{
	(void)book_complaint(b, SELF, 22, UNRESOLVED);
	(void)book_complaint(b, OTHER, 21, UNRESOLVED);
	(void)book_complaint(b, SELF, 30, 1);
}

static inline void complaint_open_before_one_resolved(struct book *b)
{
	(void)book_complaint(b, SELF, 40, UNRESOLVED);
	(void)book_complaint(b, SELF, 30, 1);
}

static inline void complaint_just_resolved(struct book *b)
{
	(void)book_complaint(b, SELF, 30, 10);
	(void)book_complaint(b, SELF, 40, 12);
}

static inline void complaint_resolved(struct book *b)
{
	(void)book_complaint(b, SELF, 60, 50);
	(void)book_complaint(b, SELF, 31, 30);
}

static inline void asked_lately(struct book *b)
{
	(void)book_ask(b, SELF, 10, ASK_WILLING);
}

static inline void asked_long_ago(struct book *b)
{
	(void)book_ask(b, SELF, 800, ASK_WILLING);
	(void)book_ask(b, OTHER, 700, ASK_WILLING);
}

static inline void asked_twice(struct book *b)
{
	(void)book_ask(b, SELF, 300, ASK_WILLING);
	(void)book_ask(b, SELF, 200, ASK_WILLING);
}

static inline void asked_once_where_once_is_all(struct book *b)
{
	b->rules.asks_per_year = 1;
	(void)book_ask(b, SELF, 200, ASK_WILLING);
}

static inline void asked_lately_where_both_rules_end_on_a_day(struct book *b)
{
	b->rules.asks_per_year = 1;
	b->rules.rest_days = 365;
	(void)book_ask(b, SELF, 10, ASK_WILLING);
}

static inline void they_said_later(struct book *b)
{
	book_ask(b, SELF, 10, ASK_LATER)->later_day = at(-10);
}

static inline void they_said_never(struct book *b)
{
	(void)book_ask(b, OTHER, 10, ASK_NEVER);
}

static inline void given_nothing(struct book *b)
{
	b->facts.n_gives = 0;
}

static inline void given_once_since_the_ask(struct book *b)
{
	(void)book_ask(b, SELF, 7, ASK_WILLING);
}

static inline void given_by_a_partner(struct book *b)
{
	b->facts.is_partner = true;
	b->facts.n_gives = 1;
}

static inline void given_much_is_needed(struct book *b)
{
	b->rules.gives_min = 5;
}

static inline void part_of_an_ask(struct book *b)
{
	b->question.part_of = book_ask(b, SELF, 5, ASK_WILLING)->id;
}

static inline void sent_lately(struct book *b)
{
	(void)book_loop(b, 6);
	(void)book_loop(b, 3);
}

static inline void sent_and_told_and_sent_lately(struct book *b)
{
	book_loop(b, 6)->told_contact_day = at(5);
	(void)book_loop(b, 3);
}

static inline void sent_two(struct book *b)
{
	(void)book_loop(b, 9);
	book_loop(b, 3)->thanked_day = NO_DAY;
}

static inline void sent_and_not_thanked(struct book *b)
{
	book_loop(b, 0)->thanked_day = NO_DAY;
}

static inline void sent_and_not_told_of_the_contact(struct book *b)
{
	(void)book_loop(b, 7);
}

static inline void sent_and_not_told_of_the_outcome(struct book *b)
{
	struct gate_loop *loop = book_loop(b, 30);

	loop->told_contact_day = at(24);
	loop->closed_day = at(2);
}

static inline void sent_and_told(struct book *b)
{
	struct gate_loop *loop = book_loop(b, 90);

	loop->told_outcome_day = loop->closed_day = at(60);
	book_loop(b, 30)->told_contact_day = at(24);
}

/* The first of which something is owed is told, whatever it is. */
static inline void sent_several(struct book *b)
{
	sent_and_told(b);
	(void)book_loop(b, 9);
	book_loop(b, 3)->thanked_day = NO_DAY;
	b->loops[3].name = "Tom Lee";
	(void)book_loop(b, 2);
	book_loop(b, 1)->thanked_day = NO_DAY;
}

static inline void sent_somebody(struct book *b)
{
	sent_and_not_thanked(b);
	b->loops[0].name = NULL;
}

/* What is noted for a day to come is not so yet. */
static inline void thanked_tomorrow(struct book *b)
{
	struct gate_loop *loop = book_loop(b, 1);

	loop->thanked_day = loop->closed_day = at(-1);
}

static inline void has_died(struct book *b)
{
	b->facts.state = CONTACT_DECEASED;
	b->facts.death_in_household = at(3);
}

static inline void was_merged(struct book *b)
{
	b->facts.state = CONTACT_MERGED;
}

static inline void was_erased(struct book *b)
{
	b->facts.state = CONTACT_ERASED;
}

static inline void another_has_died(struct book *b)
{
	b->facts.death_in_household = at(3);
}

static inline void stopped(struct book *b)
{
	book_stop(b, SUPPRESS_CARD, NO_DAY);
	book_stop(b, SUPPRESS_ALL, NO_DAY);
	b->facts.state = CONTACT_PAUSED;
}

/* What ends last is told. */
static inline void stopped_for_a_while(struct book *b)
{
	book_stop(b, SUPPRESS_ALL, at(-3));
	book_stop(b, SUPPRESS_ASK, at(-9));
	book_stop(b, SUPPRESS_CALL, at(-6));
	b->facts.state = CONTACT_PAUSED;
	b->facts.paused_until = at(-8);
}

static inline void no_calls(struct book *b)
{
	book_stop(b, SUPPRESS_CALL, NO_DAY);
}

static inline void no_visits(struct book *b)
{
	b->question.channel = CHANNEL_VISIT;
	book_stop(b, SUPPRESS_VISIT, NO_DAY);
}

static inline void no_messages(struct book *b)
{
	b->question.channel = CHANNEL_MESSAGE;
	book_stop(b, SUPPRESS_MESSAGE, NO_DAY);
}

static inline void no_email(struct book *b)
{
	b->question.channel = CHANNEL_EMAIL;
	book_stop(b, SUPPRESS_EMAIL, NO_DAY);
}

static inline void no_mail(struct book *b)
{
	b->question.channel = CHANNEL_MAIL;
	book_stop(b, SUPPRESS_MAIL, NO_DAY);
}

static inline void paused(struct book *b)
{
	b->facts.state = CONTACT_PAUSED;
}

static inline void paused_for_a_while(struct book *b)
{
	b->facts.state = CONTACT_PAUSED;
	b->facts.paused_until = at(-8);
}

static inline void no_talk(struct book *b)
{
	b->facts.talk_day = NO_DAY;
}
