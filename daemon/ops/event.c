/* What subscribers are told: adding events, and reading those after one. */
#include "ops/event.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "store/event.h"

const char *const event_kinds[N_EVENT_KINDS + 1] = {
	[EVENT_FOLLOWUP_DUE] = "followup.due",       [EVENT_FOLLOWUP_CHANGED] = "followup.changed",
	[EVENT_GATE_OPENED] = "gate.opened",         [EVENT_GATE_CLOSED] = "gate.closed",
	[EVENT_CONTACT_CHANGED] = "contact.changed", [EVENT_SALE_CHANGED] = "sale.changed",
	[EVENT_PROMISE_CHANGED] = "promise.changed", [EVENT_REFERRAL_CHANGED] = "referral.changed",
	[EVENT_NOTICE_SHOWN] = "notice.shown",       [EVENT_NOTICE_FAILED] = "notice.failed",
	[EVENT_CLOCK_CHANGED] = "clock.changed",     [EVENT_IMPORT_DONE] = "import.done",
};

static_assert(EVENT_UNKNOWN == N_EVENT_KINDS, "it has no name");

int op_event(struct op *op, enum event_kind kind, int64_t id, int64_t contact)
{
	struct event_row row = {
		.at = op->now, .kind = event_kinds[kind], .about = id, .contact = contact};
	int64_t seq;
	int r;

	if (op->actor == OP_IMPORT && kind != EVENT_IMPORT_DONE)
		return 0;
	r = store_event_add(op->store, &row, &seq);
	if (r)
		return r;
	op->env->has_new_events = true;
	op->env->n_events++;
	return 0;
}

int op_event_newest(struct op *op, int64_t *ret_seq)
{
	int64_t oldest;

	return store_event_range(op->store, &oldest, ret_seq);
}

static enum event_kind kind_of(const char *word)
{
	int i = 0;

	while (i < N_EVENT_KINDS && strcmp(event_kinds[i], word) != 0)
		i++;
	return (enum event_kind)i;
}

int op_event_since(struct op *op, int64_t since, int limit, struct event **ret, int *ret_n,
		   bool *ret_gap)
{
	int64_t oldest, newest;
	struct event_row *rows;
	struct event *events;
	int n, r;

	r = store_event_range(op->store, &oldest, &newest);
	if (r)
		return r;
	r = store_event_since(op->store, since, limit, op->arena, &rows, &n);
	if (r)
		return r;

	events = arena_array(op->arena, (size_t)n, sizeof *events);
	for (int i = 0; i < n; i++)
		events[i] = (struct event){
			.seq = rows[i].id,
			.kind = kind_of(rows[i].kind),
			.id = rows[i].about,
			.contact = rows[i].contact,
			.at = rows[i].at,
		};
	*ret = events;
	*ret_n = n;
	*ret_gap = since > newest || since + 1 < oldest;
	return 0;
}
