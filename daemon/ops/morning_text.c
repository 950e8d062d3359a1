/* The words of the morning digest: the counts, and the question that matters first. */
#include "ops/contact.h"
#include "ops/morning.h"
#include "ops/notice_text.h"
#include "ops/promise.h"
#include "ops/status.h"

const char *morning_counts(struct op *op, const struct morning_count *counts, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		if (counts[i].n > 0)
			text = arena_printf(op->arena, "%s%s%lld %s", text, *text ? ", " : "",
					    (long long)counts[i].n,
					    counts[i].n == 1 ? counts[i].one : counts[i].many);
	return text;
}

static const char *day_text(struct op *op, struct day day)
{
	struct civil c = day_to_civil(day);
	const char *text = arena_printf(op->arena, "%s %d %s", weekday_short(day_weekday(day)),
					c.day, month_short(c.month));

	if (c.year != day_to_civil(op->today).year)
		text = arena_printf(op->arena, "%s %d", text, c.year);
	return text;
}

/* As `vouch status` begins. */
static const char *last_sale(struct op *op, const struct referral_sale *sale)
{
	int ago = op->today.n - sale->day.n;
	const char *when = ago == 1 ? "yesterday" : "today", *whom = "", *through = "";

	if (!sale->contact)
		return "Last sale from a referral: none yet.";
	if (ago > 1)
		when = arena_printf(op->arena, "%d days ago, %s", ago, day_text(op, sale->day));
	if (op->settings->privacy == PRIVACY_NONE)
		return arena_printf(op->arena, "Last sale from a referral: %s.", when);
	whom = notice_who(op, sale->contact);
	if (sale->through)
		through = arena_printf(op->arena, ", through %s", notice_who(op, sale->through));
	return arena_printf(op->arena, "Last sale from a referral: %s (%s%s).", when, whom,
			    through);
}

static const char *status_lines(struct op *op, const struct status *s)
{
	const struct morning_count promises[] = {{s->promises.open, "open", "open"},
						 {s->promises.overdue, "overdue", "overdue"}},
				   owed[] = {{s->loops.thank, "thank-you", "thank-yous"},
					     {s->loops.tell, "first report", "first reports"},
					     {s->loops.outcome, "outcome", "outcomes"}},
				   others[] = {
					   {s->heads.gate.open, "may be asked", "may be asked"},
					   {s->heads.yellow, "should hear from you",
					    "should hear from you"},
					   {s->heads.red, "waited too long", "waited too long"}};
	const char *p = morning_counts(op, promises, 2), *o = morning_counts(op, owed, 3),
		   *more = morning_counts(op, others, 3);

	return arena_printf(op->arena, "\nPromises: %s. Owed to referrers: %s.%s%s%s",
			    *p ? p : "none open", *o ? o : "nothing", *more ? "\n" : "", more,
			    *more ? "." : "");
}

int morning_text(struct op *op, struct notice_post *post)
{
	const char *army = "", *week = "", *due;
	struct promises at_risk;
	int64_t n_at_risk = 0; /* overdue ones too */
	struct status s;
	int r;

	if (!day_equal(op_day(op, post->notice.claimed_at), op->today))
		return 0;
	r = op_status(op, &s);
	if (r == 0)
		r = op_promise_at_risk(op, &at_risk, &n_at_risk);
	if (r == 0 && morning_is_quarter_first(&op->env->work, op->today))
		r = morning_army(op, &army);
	if (r)
		return r;
	if (morning_is_week_first(&op->env->work, op->today))
		week = status_lines(op, &s);
	due = morning_counts(
		op,
		(const struct morning_count[]){{s.heads.due_today, "due", "due"},
					       {s.heads.overdue, "overdue", "overdue"},
					       {n_at_risk, "promise at risk", "promises at risk"}},
		3);
	post->summary = arena_printf(op->arena, "Today: %s", *due ? due : "nothing is due");
	post->body = arena_printf(op->arena, "%s%s%s", last_sale(op, &s.last_sale), army, week);
	post->is_long = true;
	return 0;
}
