/* The words of a notice: who and what, why now, and how much the setting lets be seen. */
#include "ops/notice_text.h"

#include <string.h>

#include "base/str.h"
#include "ops/agenda.h"
#include "ops/contact.h"
#include "ops/due.h"
#include "ops/flow.h"
#include "ops/morning.h"
#include "ops/promise.h"
#include "ops/referral_lines.h"
#include "ops/request.h"
#include "store/followup.h"
#include "store/notice.h"

#define ASK_WORDS "\"Whom do you know that I should look after as I do you?\""
#define DIGEST_LINES 3 /* of four that a pop-up shows in full */

/* What to do, as the summary begins: "Call Ana". */
static const char *const verbs[] = {
	[KIND_CALL] = "Call",
	[KIND_VISIT] = "Visit",
	[KIND_MESSAGE] = "Write to",
	[KIND_CARD] = "Card for",
	[KIND_GIFT] = "Gift for",
	[KIND_THANK_YOU] = "Thank",
	[KIND_CHECK_IN] = "Check in with",
	[KIND_ASK] = "Ask",
	[KIND_REVIEW_REQUEST] = "Review from",
	[KIND_TASK] = "Task for",
};

const char *notice_verb(const struct followup *f)
{
	if (followup_is_request(f))
		return "Request of";
	return followup_is_promise(f) ? "Promise to" : verbs[f->kind];
}

static const char *first_name(struct op *op, int64_t contact)
{
	const char *name = op_contact_name(op, contact);
	size_t n = strcspn(name, " ");

	return arena_strndup(op->arena, name, n);
}

const char *notice_who(struct op *op, int64_t contact)
{
	switch ((enum privacy)op->settings->privacy) {
	case PRIVACY_FULL:
		return op_contact_name(op, contact);
	case PRIVACY_NAMES:
		return first_name(op, contact);
	case PRIVACY_NONE:
		return "";
	}
	return "";
}

static const char *late(struct op *op, const struct followup *f)
{
	int days = op->today.n - due_told(op, f).day.n;

	if (days <= 0)
		return "";
	return arena_printf(op->arena, " (%d %s late)", days, days == 1 ? "day" : "days");
}

/* "To do: Order the cards (2 days late)". Below `full` without what a person named: the title of a
 * campaign's task goes on with that. */
static const char *own_headline(struct op *op, const struct followup *f)
{
	bool is_shown = op->settings->privacy == PRIVACY_FULL;
	int n = (int)strcspn(f->title, is_shown ? "" : ":");

	if (!is_shown && f->about != ABOUT_CAMPAIGN)
		return arena_printf(op->arena, "A task of your own%s", late(op, f));
	return arena_printf(op->arena, "To do: %.*s%s", n, f->title, late(op, f));
}

static const char *who_and_what(struct op *op, const struct followup *f)
{
	return arena_printf(op->arena, "%s %s", notice_verb(f), notice_who(op, f->contact));
}

/* "In 7 days: Call Ana" */
static const char *ahead(struct op *op, const struct followup *f)
{
	int days = f->due_day.n - op->today.n;
	const char *what = who_and_what(op, f);

	if (days <= 1)
		return arena_printf(op->arena, "%s: %s", days == 1 ? "Tomorrow" : "Today", what);
	return arena_printf(op->arena, "In %d days: %s", days, what);
}

/* "Call Ana (2 days late)" */
static const char *headline(struct op *op, const struct followup *f, const struct notice_item *item)
{
	if (item->lead_for != NO_INSTANT)
		return ahead(op, f);
	return f->contact ? arena_printf(op->arena, "%s%s", who_and_what(op, f), late(op, f))
			  : own_headline(op, f);
}

/* Why the ask is due: what the gate said when it opened last. */
static int made_so(struct op *op, const struct followup *f, const char **ret)
{
	struct followup_move *moves;
	size_t n;
	int r;

	*ret = "it is earned: time to ask";
	r = store_move_list(op->store, f->id, op->arena, &moves, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if ((moves[i].rule == RULE_EARNED || moves[i].rule == RULE_CAPPED) &&
		    moves[i].reason)
			*ret = moves[i].reason;
	return r;
}

/* What made it so, and the words to ask with; of a part of an ask, what it is about. */
static int ask_text(struct op *op, const struct followup *f, struct notice_post *post)
{
	long long id = f->id, contact = f->contact;
	const char *why;
	int r;

	if (f->part_of) {
		post->body = arena_printf(op->arena, "%s\n%s · follow-up %lld", f->title,
					  f->reason ? f->reason : "part of an ask", id);
		return 0;
	}
	r = made_so(op, f, &why);
	post->body = arena_printf(op->arena,
				  "%s · follow-up %lld\n" ASK_WORDS "\nMore words: vouch ask c%lld",
				  why, id, contact);
	return r;
}

/* What a person typed may hold anything: a plan's own words, and first names. */
static int plan_text(struct op *op, const struct followup *f, struct notice_post *post)
{
	const char *about = referral_reason(op, f, true);
	const struct plan_step *step;
	int r;

	r = flow_step(op, f, &step);
	if (r)
		return r;
	post->body =
		arena_printf(op->arena, "%s\n%s%s%s · follow-up %lld", step ? step->text : f->title,
			     about ? about : "", about ? "; " : "",
			     f->reason ? f->reason : "a plan's step", (long long)f->id);
	return 0;
}

/* A title may hold anything: the words are ours. */
static const char *own_words(const struct followup *f)
{
	if (!followup_is_of_date(f))
		return "You asked to be reminded";
	if (f->kind == KIND_MESSAGE && f->gives)
		return "It is their birthday";
	return str_starts_with(f->title, "Renewal") ? "A renewal comes up" : "A day that you noted";
}

/* With the number to type: servers take two pop-ups of the same words for one. */
static int single_text(struct op *op, const struct followup *f, const struct notice_item *item,
		       struct notice_post *post)
{
	bool is_ahead = item->lead_for != NO_INSTANT;
	long long id = f->id;

	post->followup = f->id;
	post->contact = f->contact;
	post->can_act = !is_ahead;
	if (op->settings->privacy == PRIVACY_NONE) {
		post->summary = is_ahead ? "A follow-up is coming" : "A follow-up is due";
		post->body = arena_printf(op->arena, "To see it, type: vouch show %lld", id);
		return 0;
	}
	post->summary = headline(op, f, item);
	if (f->has_gate)
		return ask_text(op, f, post);
	if (op->settings->privacy == PRIVACY_NAMES && f->run)
		return plan_text(op, f, post);
	if (op->settings->privacy == PRIVACY_NAMES && followup_is_promise(f))
		post->body = arena_printf(op->arena, "%s · follow-up %lld",
					  op_promise_reason(op, f->about_id), id);
	else if (op->settings->privacy == PRIVACY_NAMES && followup_is_request(f))
		post->body = arena_printf(op->arena, "%s · follow-up %lld",
					  op_request_reason(op, f->about_id), id);
	else if (op->settings->privacy == PRIVACY_NAMES && f->about_id &&
		 f->about == ABOUT_CAMPAIGN)
		post->body = arena_printf(op->arena, "%s · follow-up %lld", f->reason, id);
	else if (op->settings->privacy == PRIVACY_NAMES)
		post->body = arena_printf(op->arena, "%s: follow-up %lld", own_words(f), id);
	else if (!f->contact)
		post->body =
			arena_printf(op->arena, "%s · follow-up %lld", op_agenda_reason(op, f), id);
	else
		post->body = arena_printf(op->arena, "%s\n%s · follow-up %lld", f->title,
					  op_agenda_reason(op, f), id);
	return 0;
}

/* The first few by name, and how many more there are. */
static int digest_body(struct op *op, const struct notice_item *items, size_t n, int64_t n_due,
		       const char **ret)
{
	const char *text = "";
	struct followup f;
	int r;

	for (size_t i = 0; i < n; i++) {
		r = store_followup_get(op->store, items[i].followup, op->arena, &f);
		if (r)
			return r;
		text = arena_printf(op->arena, "%s%s%s", text, i ? "\n" : "",
				    headline(op, &f, &items[i]));
	}
	if (n_due > (int64_t)n)
		text = arena_printf(op->arena, "%s\nand %lld more", text,
				    (long long)(n_due - (int64_t)n));
	*ret = text;
	return 0;
}

static int digest_text(struct op *op, struct notice_post *post)
{
	struct notice_item *items;
	int64_t n_due, n_open;
	size_t n;
	int r;

	r = store_notice_singles(op->store, &n_open);
	if (r == 0)
		r = store_notice_due_count(op->store, post->notice.id, &n_due);
	if (r == 0)
		r = store_notice_due(op->store, post->notice.id, DIGEST_LINES, op->arena, &items,
				     &n);
	if (r || n_due == 0)
		return r;
	post->has_next = true;
	post->summary = arena_printf(op->arena, "%lld %sfollow-up%s due", (long long)n_due,
				     n_open ? "more " : "", n_due == 1 ? " is" : "s are");
	post->body = "To see them, type: vouch";
	if (op->settings->privacy == PRIVACY_NONE)
		return 0;
	return digest_body(op, items, n, n_due, &post->body);
}

static int whole_morning_text(struct op *op, struct notice_post *post)
{
	int64_t n_due;
	int r;

	r = store_notice_due_count(op->store, post->notice.id, &n_due);
	post->has_next = r == 0 && n_due > 0;
	return r ? r : morning_text(op, post);
}

static int text(struct op *op, struct notice_post *post)
{
	struct notice_item *items;
	struct followup f;
	size_t n;
	int r;

	if (post->notice.kind != NOTICE_SINGLE)
		return post->notice.kind == NOTICE_MORNING ? whole_morning_text(op, post)
							   : digest_text(op, post);
	r = store_notice_due(op->store, post->notice.id, 1, op->arena, &items, &n);
	if (r || n == 0)
		return r;
	r = store_followup_get(op->store, items[0].followup, op->arena, &f);
	if (r)
		return r;
	return single_text(op, &f, &items[0], post);
}

int notice_text(struct op *op, struct notice_post *post)
{
	int r;

	r = text(op, post);
	if (r == 0 && post->summary && post->notice.is_repeat)
		post->body = arena_printf(op->arena, "Again, perhaps shown before. %s", post->body);
	return r;
}
