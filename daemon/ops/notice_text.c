/* The words of a notice: who and what, why now, and how much the setting lets be seen. */
#include "ops/notice_text.h"

#include <string.h>

#include "ops/agenda.h"
#include "ops/contact.h"
#include "store/followup.h"
#include "store/notice.h"

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

static const char *first_name(struct op *op, int64_t contact)
{
	const char *name = op_contact_name(op, contact);
	size_t n = strcspn(name, " ");

	return arena_strndup(op->arena, name, n);
}

static const char *who(struct op *op, int64_t contact)
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
	int days = op->today.n - f->due_day.n;

	if (days <= 0)
		return "";
	return arena_printf(op->arena, " (%d %s late)", days, days == 1 ? "day" : "days");
}

static void single_text(struct op *op, const struct followup *f, struct notice_post *post)
{
	const char *again = post->notice.is_repeat ? "Again, perhaps shown before. " : "";

	post->followup = f->id;
	post->contact = f->contact;
	if (op->settings->privacy == PRIVACY_NONE) {
		post->summary = "A follow-up is due";
		post->body = arena_printf(op->arena, "%sOpen vouch to see it.", again);
		return;
	}
	post->summary = arena_printf(op->arena, "%s %s%s", verbs[f->kind], who(op, f->contact),
				     late(op, f));
	/* What a person typed may hold anything: only a plan's own words are shown by default. */
	if (op->settings->privacy == PRIVACY_NAMES && !f->run)
		post->body = arena_printf(op->arena, "%sYou asked to be reminded.", again);
	else
		post->body = arena_printf(op->arena, "%s%s\n%s", again, f->title,
					  op_agenda_reason(op, f));
}

static int digest_text(struct op *op, const struct notice_item *items, size_t n,
		       struct notice_post *post)
{
	struct followup first;
	size_t n_due = 0;
	int r;

	for (size_t i = 0; i < n; i++) {
		if (items[i].is_void)
			continue;
		if (n_due++)
			continue;
		r = store_followup_get(op->store, items[i].followup, op->arena, &first);
		if (r)
			return r;
	}
	if (n_due == 0)
		return 0;
	post->summary = arena_printf(op->arena, "%zu more follow-up%s due", n_due,
				     n_due == 1 ? " is" : "s are");
	if (op->settings->privacy == PRIVACY_NONE)
		post->body = "Open vouch to see them.";
	else
		post->body =
			arena_printf(op->arena, "First: %s %s%s. Type vouch for all of them.",
				     verbs[first.kind], who(op, first.contact), late(op, &first));
	return 0;
}

int notice_text(struct op *op, struct notice_post *post)
{
	struct notice_item *items;
	struct followup f;
	size_t n;
	int r;

	r = store_notice_items(op->store, post->notice.id, op->arena, &items, &n);
	if (r)
		return r;
	if (post->notice.kind != NOTICE_SINGLE)
		return digest_text(op, items, n, post);
	if (n == 0 || items[0].is_void)
		return 0;
	r = store_followup_get(op->store, items[0].followup, op->arena, &f);
	if (r)
		return r;
	single_text(op, &f, post);
	return 0;
}
