/* The numbers in a sentence each, as a salesperson would say them aloud. */
#include "domain/numbers_text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

#define WHEN_SIZE 64

__attribute__((format(printf, 2, 3))) static void say(struct numbers_words *to, const char *format,
						      ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(to->text + to->n, sizeof to->text - to->n, format, args);
	va_end(args);
	if (n > 0)
		to->n += (size_t)n;
	if (to->n >= sizeof to->text)
		to->n = sizeof to->text - 1;
}

struct when {
	char text[WHEN_SIZE];
};

/* "in these 12 months", "this month", "from 2026-01-01 to 2026-03-31" */
static struct when when(const struct numbers_words *w)
{
	const struct numbers_range *r = &w->range;
	struct civil today = day_to_civil(w->today);
	char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
	struct when text;

	if (day_equal(r->from, r->to))
		(void)snprintf(text.text, WHEN_SIZE, "on %s", day_format(r->from, from));
	else
		(void)snprintf(text.text, WHEN_SIZE, "from %s to %s", day_format(r->from, from),
			       day_format(r->to, to));
	if (!day_equal(r->to, w->today))
		return text;
	if (day_equal(r->from, day_from_civil(today.year, today.month, 1)))
		str_copy(text.text, WHEN_SIZE, "this month");
	else if (day_equal(r->from, r->to))
		str_copy(text.text, WHEN_SIZE, "today");
	else if (day_equal(r->from, day_plus(r->to, 1 - NUMBERS_YEAR_DAYS)))
		str_copy(text.text, WHEN_SIZE, "in these 12 months");
	return text;
}

/* The same where a sentence begins with it. */
static struct when when_first(const struct numbers_words *w)
{
	struct when text = when(w);

	text.text[0] = (char)toupper((unsigned char)text.text[0]);
	return text;
}

#define WHEN(w) (when(w).text)

struct counted {
	char text[64];
};

/* "none", "one", "7"; "one sale", "7 sales" with what is counted. */
static struct counted count(int64_t n, const char *one, const char *many)
{
	const char *space = many ? " " : "", *what = n == 1 ? one : many;
	struct counted text;

	if (n == 0 && !many)
		str_copy(text.text, sizeof text.text, "none");
	else if (n == 1)
		(void)snprintf(text.text, sizeof text.text, "one%s%s", space, what ? what : "");
	else
		(void)snprintf(text.text, sizeof text.text, "%lld%s%s", (long long)n, space,
			       what ? what : "");
	return text;
}

static struct counted count_first(int64_t n, const char *one, const char *many)
{
	struct counted text = count(n, one, many);

	text.text[0] = (char)toupper((unsigned char)text.text[0]);
	return text;
}

#define COUNT(n, one, many) (count(n, one, many).text)
#define COUNT_FIRST(n, one, many) (count_first(n, one, many).text)
#define SOME(n) COUNT(n, NULL, NULL)

static const char *was(int64_t n)
{
	return n == 1 ? "was" : "were";
}

static const char *has(int64_t n)
{
	return n == 1 ? "has" : "have";
}

static void say_revenue(const struct sources_numbers *s, struct numbers_words *to)
{
	int64_t amount;

	if (s->n_currencies != 1 || s->revenue[0].amount <= 0)
		return;
	amount = s->amounts[SOURCE_REFERRAL * s->n_currencies];
	say(to, " and %d %% of the revenue", numbers_percent(amount, s->revenue[0].amount));
}

static void say_one_sale(const struct sources_numbers *s, struct numbers_words *to)
{
	const char *from = "and it did not come by referral";

	if (s->of[SOURCE_REFERRAL])
		from = "and it came by referral";
	else if (s->of[N_NUMBERS_SOURCES - 1])
		from = "and where it came from is not noted";
	say(to, "One sale was completed %s, %s.", WHEN(to), from);
}

static void say_by_referral(const struct sources_numbers *s, struct numbers_words *to)
{
	int64_t n = s->of[SOURCE_REFERRAL], unknown = s->of[N_NUMBERS_SOURCES - 1];

	if (unknown == s->sales) {
		say(to, "it is not noted where they came from.");
		return;
	}
	if (n == 0)
		say(to, "none of them came by referral");
	else if (n == s->sales)
		say(to, "all of them came by referral");
	else {
		say(to, "%s came by referral, %d %% of them", SOME(n),
		    numbers_percent(n, s->sales));
		say_revenue(s, to);
	}
	say(to, ".");
	if (unknown)
		say(to, " For %s of them it is not noted.", SOME(unknown));
}

void numbers_say_sources(const struct sources_numbers *s, struct numbers_words *to)
{
	if (s->sales == 0) {
		say(to, "No sale was completed %s.", WHEN(to));
		return;
	}
	if (s->sales == 1) {
		say_one_sale(s, to);
		return;
	}
	say(to, "%lld sales were completed %s; ", (long long)s->sales, WHEN(to));
	say_by_referral(s, to);
}

void numbers_say_coverage(const struct coverage_numbers *c, struct numbers_words *to)
{
	if (c->customers == 0) {
		say(to, "There are no customers yet.");
		return;
	}
	if (c->customers == 1)
		say(to, "Of the one customer in the book: the talk was %s, they were %s, they %s.",
		    c->talk_held ? "held" : "not held",
		    c->asked        ? "asked"
		    : c->earned_now ? "not asked yet and may be now"
				    : "not asked yet",
		    c->referred ? "have sent somebody" : "have sent nobody");
	else
		say(to,
		    "Of %lld customers, %s had the talk, %s may be asked now, %s %s asked, and %s "
		    "%s sent somebody.",
		    (long long)c->customers, SOME(c->talk_held), SOME(c->earned_now),
		    SOME(c->asked), was(c->asked), SOME(c->referred), has(c->referred));
}

static void say_stages(const struct funnel_numbers *f, struct numbers_words *to)
{
	if (f->n[FUNNEL_CONTACTED] == 0) {
		say(to, "; none of them was contacted yet.");
		return;
	}
	say(to, "; %s %s contacted, %s met, %s said yes, and %s bought.",
	    SOME(f->n[FUNNEL_CONTACTED]), was(f->n[FUNNEL_CONTACTED]), SOME(f->n[FUNNEL_MEETING]),
	    SOME(f->n[FUNNEL_WON]), SOME(f->n[FUNNEL_COMPLETED]));
}

void numbers_say_funnel(const struct funnel_numbers *f, struct numbers_words *to)
{
	int64_t asks = f->asks.counted, names = f->n[FUNNEL_NAMES];

	if (asks == 0 && names == 0) {
		say(to, "Nobody was asked and nobody was named %s.", WHEN(to));
		return;
	}
	if (asks)
		say(to, "%s %s made %s and ", COUNT_FIRST(asks, "ask", "asks"), was(asks),
		    WHEN(to));
	else
		say(to, "Nobody was asked %s, and yet ", WHEN(to));
	if (names == 0) {
		say(to, "nobody was named.");
		return;
	}
	say(to, "%s %s named", COUNT(names, "person", "people"), was(names));
	say_stages(f, to);
}

static void say_open(const struct promises_numbers *p, struct numbers_words *to)
{
	if (p->open == 0)
		say(to, " None is open.");
	else if (p->open == 1)
		say(to, " One is open%s.", p->overdue ? ", and it is overdue" : "");
	else if (p->overdue == 0)
		say(to, " %lld are open.", (long long)p->open);
	else
		say(to, " %lld are open, %s of them overdue.", (long long)p->open,
		    SOME(p->overdue));
}

static void say_early(const struct promises_numbers *p, struct numbers_words *to)
{
	int64_t tenths = numbers_mean_early(p);

	if (tenths == 0)
		say(to, "on the day on average");
	else
		say(to, "%lld.%lld days %s on average", (long long)(llabs(tenths) / 10),
		    (long long)(llabs(tenths) % 10), tenths > 0 ? "early" : "late");
}

static void say_all_kept(const struct promises_numbers *p, struct numbers_words *to)
{
	if (p->kept_on_time == 1)
		say(to, "The one promise that came to its end %s was kept on time, ", WHEN(to));
	else
		say(to, "All %lld promises that came to their end %s were kept on time, ",
		    (long long)p->kept_on_time, WHEN(to));
	say_early(p, to);
}

/* "17 were kept on time (85 %), one late, and one was broken", without what did not happen. */
static void say_ends(const struct promises_numbers *p, int64_t ended, struct numbers_words *to)
{
	say(to, "%s %s kept on time", SOME(p->kept_on_time), was(p->kept_on_time));
	if (p->kept_on_time)
		say(to, " (%d %%)", numbers_percent(p->kept_on_time, ended));
	if (p->kept_late)
		say(to, "%s %s late", p->broken ? "," : " and", SOME(p->kept_late));
	if (p->broken)
		say(to, "%s and %s %s broken", p->kept_late ? "," : "", SOME(p->broken),
		    was(p->broken));
}

static void say_some_kept(const struct promises_numbers *p, struct numbers_words *to)
{
	int64_t kept = p->kept_on_time + p->kept_late, ended = kept + p->broken;

	if (ended == 1 && kept == 0) {
		say(to, "The one promise that came to its end %s was broken", WHEN(to));
		return;
	}
	if (ended == 1)
		say(to, "The one promise that came to its end %s was kept late, ", WHEN(to));
	else {
		say(to, "Of %lld promises that came to an end %s, ", (long long)ended, WHEN(to));
		say_ends(p, ended, to);
		say(to, kept ? "; those kept came " : "");
	}
	if (kept)
		say_early(p, to);
}

void numbers_say_promises(const struct promises_numbers *p, struct numbers_words *to)
{
	int64_t ended = p->kept_on_time + p->kept_late + p->broken;

	if (ended == 0 && p->withdrawn == 0)
		say(to, "No promise came to its end %s", WHEN(to));
	else if (ended == 0)
		say(to, "%s %s withdrawn %s, and none was kept or broken",
		    COUNT_FIRST(p->withdrawn, "promise", "promises"), was(p->withdrawn), WHEN(to));
	else if (p->kept_on_time == ended)
		say_all_kept(p, to);
	else
		say_some_kept(p, to);
	say(to, ".");
	say_open(p, to);
}

void numbers_say_cadence(const struct cadence_numbers *classes, int quietest,
			 struct numbers_words *to)
{
	int64_t contacts = 0, never = 0, yellow = 0, red = 0;

	for (enum cadence c = CADENCE_A; c <= CADENCE_C; c++) {
		contacts += classes[c].contacts;
		never += classes[c].never;
		yellow += classes[c].yellow;
		red += classes[c].red;
	}
	if (contacts == 0) {
		say(to, "Nobody is to hear from you regularly yet.");
		return;
	}
	say(to, "%s should hear from you regularly; ",
	    COUNT_FIRST(contacts, "contact", "contacts"));
	if (yellow + red + never == 0)
		say(to, "you are in touch with all of them.");
	else if (yellow + red == 0)
		say(to, "nobody you spoke with waits too long.");
	else
		say(to, "%s%s", yellow ? "it is time for " : "", yellow ? SOME(yellow) : "");
	if (yellow && red)
		say(to, ", and ");
	if (red)
		say(to, "%s %s waited much too long, the quietest for %d days", SOME(red), has(red),
		    quietest);
	if (yellow + red)
		say(to, ".");
	if (never)
		say(to, " With %s of them no conversation is noted.", SOME(never));
}

void numbers_say_steps(const struct step_numbers *steps, size_t n, int64_t n_others,
		       struct numbers_words *to)
{
	if (n == 0 && n_others == 0) {
		say(to, "No step of a plan was done %s.", WHEN(to));
		return;
	}
	if (n == 0) {
		say(to, "No step was done %d times %s; with fewer cases nothing is said.",
		    NUMBERS_CASES_MIN, WHEN(to));
		return;
	}
	if (steps[0].named == 0) {
		say(to, "Nobody was named after any step that was done %d times or more %s.",
		    NUMBERS_CASES_MIN, WHEN(to));
		return;
	}
	say(to, "The step %s (%s, %s) led to a name most often: %lld of %lld times %s.",
	    steps[0].step, steps[0].plan, steps[0].offset, (long long)steps[0].named,
	    (long long)steps[0].done, WHEN(to));
}

static void say_sales(const struct time_numbers *t, struct numbers_words *to)
{
	if (t->sales == 0)
		say(to, "no sale was completed.");
	else if (t->sales == 1)
		say(to, "the one sale %s by referral.", t->by_referral ? "came" : "did not come");
	else if (t->by_referral == 0)
		say(to, "none of %lld sales came by referral.", (long long)t->sales);
	else
		say(to, "%lld of %lld sales came by referral.", (long long)t->by_referral,
		    (long long)t->sales);
}

void numbers_say_time(const struct time_numbers *t, struct numbers_words *to)
{
	int64_t minutes = t->serving + t->prospecting;
	size_t begun;

	if (minutes == 0) {
		say(to, "No hours are noted %s.", WHEN(to));
		if (t->sales == 0)
			return;
		say(to, " ");
		begun = to->n;
		say_sales(t, to);
		to->text[begun] = (char)toupper((unsigned char)to->text[begun]);
		return;
	}
	say(to, "%s %d %% of my hours went to clients; ", when_first(to).text,
	    numbers_percent(t->serving, minutes));
	say_sales(t, to);
}
