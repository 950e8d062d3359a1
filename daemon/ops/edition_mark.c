/* What became of an edition: exported, sent, returned, received, skipped. */
#include <string.h>

#include "ops/campaign.h"
#include "ops/campaign_task.h"
#include "ops/edition.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/touch.h"
#include "store/edition.h"
#include "store/recipient.h"

struct marking {
	const struct mark *mark;
	struct issue issue;
	struct day day;
	int64_t n;
};

static int check_state(struct op *op, const struct mark *mark, const struct issue *i)
{
	enum recipient_state to = mark->state;
	bool is_late = to == RECIPIENT_RETURNED || to == RECIPIENT_RECEIVED ||
		       (to == RECIPIENT_SENT && mark->n_contacts);
	char day[DAY_TEXT_SIZE];

	if (to == RECIPIENT_LISTED)
		return op_fail(op, VOUCH_E_CONFLICT, "state",
			       "that is how each begins; take the entry back instead: "
			       "journal.undo");
	if (!mark->n_contacts && (to == RECIPIENT_RETURNED || to == RECIPIENT_RECEIVED))
		return op_fail(op, VOUCH_E_CONFLICT, "contacts",
			       "name those whose mail came back, or who sent one");
	if (i->campaign.kind == CAMPAIGN_NEWSLETTER &&
	    (to == RECIPIENT_RETURNED || to == RECIPIENT_RECEIVED))
		return op_fail(op, VOUCH_E_CONFLICT, "state",
			       "that is of cards; where a newsletter did not arrive, correct the "
			       "contact's e-mail address");
	if (edition_is_open(i->edition.state) || to == RECIPIENT_RECEIVED ||
	    (is_late && i->edition.state == EDITION_SENT))
		return 0;
	return op_fail(op, VOUCH_E_EDITION_STATE, "id", "edition %lld is %s already (%s)",
		       (long long)i->edition.id, edition_states[i->edition.state],
		       day_format(i->edition.ended_day, day));
}

static int log_touch(struct op *op, const struct marking *m, int64_t contact)
{
	bool is_card = m->issue.campaign.kind == CAMPAIGN_CARD,
	     is_out = m->mark->state == RECIPIENT_SENT;
	struct touch touch = {
		.contact = contact,
		.day = m->day,
		.channel = is_card ? CHANNEL_MAIL : CHANNEL_EMAIL,
		.direction = is_out ? DIRECTION_OUT : DIRECTION_IN,
		.gave = is_card && is_out,
		.text = m->issue.campaign.name,
		.minutes = -1,
	};
	int r;

	r = op_touch_add(op, &touch);
	return r ? r : flow_facts(op, contact);
}

static int keep(struct op *op, struct recipient *row)
{
	if (row->id)
		return store_recipient_update(op->store, row);
	row->created_at = op->now;
	return store_recipient_add(op->store, row);
}

static int send_one(struct op *op, struct marking *m, struct edition_item *item)
{
	int r;

	if (!day_is_none(item->row.sent_day))
		return 0;
	item->row.sent_day = m->day;
	item->row.skipped_day = NO_DAY;
	item->row.reason = NULL;
	r = keep(op, &item->row);
	for (size_t i = 0; r == 0 && i < item->n_members; i++)
		r = log_touch(op, m, item->members[i]);
	m->n++;
	return r;
}

static int return_one(struct op *op, struct marking *m, struct edition_item *item)
{
	int r;

	if (day_is_none(item->row.sent_day))
		return op_fail(op, VOUCH_E_CONFLICT, "contacts",
			       "contact %lld was not sent edition %lld, so it cannot have come "
			       "back",
			       (long long)item->row.contact, (long long)m->issue.edition.id);
	if (!day_is_none(item->row.returned_day))
		return 0;
	item->row.returned_day = m->day;
	m->n++;
	r = keep(op, &item->row);
	return r ? r
		 : store_address_flag_set(op->store, item->address_of,
					  item->is_home_address ? item->row.household : 0,
					  m->issue.edition.id, m->day);
}

static int skip_one(struct op *op, struct marking *m, struct edition_item *item)
{
	if (!day_is_none(item->row.sent_day))
		return op_fail(op, VOUCH_E_CONFLICT, "contacts",
			       "contact %lld was sent edition %lld already",
			       (long long)item->row.contact, (long long)m->issue.edition.id);
	if (!day_is_none(item->row.skipped_day))
		return 0;
	item->row.skipped_day = m->day;
	item->row.reason = m->mark->reason;
	m->n++;
	return keep(op, &item->row);
}

static int receive_one(struct op *op, struct marking *m, struct edition_item *item, int64_t contact)
{
	int r;

	if (!day_is_none(item->row.received_day))
		return 0;
	item->row.received_day = m->day;
	m->n++;
	r = keep(op, &item->row);
	return r ? r : log_touch(op, m, contact);
}

static int mark_item(struct op *op, struct marking *m, struct edition_item *item, int64_t contact)
{
	switch (m->mark->state) {
	case RECIPIENT_EXPORTED:
		if (!day_is_none(item->row.exported_day))
			return 0;
		item->row.exported_day = m->day;
		m->n++;
		return keep(op, &item->row);
	case RECIPIENT_SENT:
		return send_one(op, m, item);
	case RECIPIENT_RETURNED:
		return return_one(op, m, item);
	case RECIPIENT_RECEIVED:
		return receive_one(op, m, item, contact);
	case RECIPIENT_SKIPPED:
		return skip_one(op, m, item);
	case RECIPIENT_LISTED:
		break;
	}
	return 0;
}

static int mark_contact(struct op *op, struct marking *m, int64_t contact)
{
	bool goes_out = m->mark->state == RECIPIENT_SENT || m->mark->state == RECIPIENT_EXPORTED;
	struct edition_item item;
	int r;

	r = recipients_of(op, &m->issue, contact, &item);
	if (r == 0 && !item.row.contact)
		return op_fail(op, VOUCH_E_NOT_FOUND, "contacts", "there is no contact %lld",
			       (long long)contact);
	if (r == 0 && goes_out && item.why != WHY_NOT_NONE && day_is_none(item.row.sent_day))
		return op_fail(op, VOUCH_E_CONFLICT, "contacts",
			       "contact %lld is left out of edition %lld: %s", (long long)contact,
			       (long long)m->issue.edition.id, recipients_say_why(op, &item));
	return r ? r : mark_item(op, m, &item, contact);
}

static int mark_each(struct op *op, struct edition_item *item, void *user)
{
	struct marking *m = user;

	if (item->why != WHY_NOT_NONE || !day_is_none(item->row.skipped_day))
		return 0;
	return mark_item(op, m, item, item->row.contact);
}

static int end_edition(struct op *op, struct marking *m, enum edition_state state)
{
	struct edition *e = &m->issue.edition;
	int r;

	e->state = state;
	e->ended_day = m->day;
	r = store_edition_update(op->store, e);
	if (r == 0)
		r = campaign_tasks_end(op, e->campaign, e->day,
				       state == EDITION_SENT ? FOLLOWUP_DONE : FOLLOWUP_CANCELLED,
				       m->mark->reason);
	return r ? r : campaign_settle(op, &m->issue.campaign);
}

static int mark_all(struct op *op, struct marking *m)
{
	int r;

	if (m->mark->state == RECIPIENT_SKIPPED)
		return end_edition(op, m, EDITION_SKIPPED);
	r = recipients_each(op, &m->issue, mark_each, m);
	if (r || m->mark->state != RECIPIENT_SENT)
		return r;
	return end_edition(op, m, EDITION_SENT);
}

/* A skipped edition needs no list, nor does what came in by itself after all was sent. */
static bool needs_list(const struct mark *mark)
{
	return mark->n_contacts || mark->state != RECIPIENT_SKIPPED;
}

int op_edition_mark(struct op *op, const struct mark *mark, struct edition_row *ret, int64_t *ret_n)
{
	struct marking m = {.mark = mark, .day = day_is_none(mark->day) ? op->today : mark->day};
	int r;

	r = store_edition_get(op->store, mark->edition, &m.issue.edition);
	if (r)
		return op_not_found(op, r, "id", "there is no edition %lld",
				    (long long)mark->edition);
	r = store_campaign_get(op->store, m.issue.edition.campaign, op->arena, &m.issue.campaign);
	if (r == 0)
		r = op_not_after_today(op, m.day, "day");
	if (r == 0)
		r = check_state(op, mark, &m.issue);
	if (r == 0 && needs_list(mark))
		r = recipients_freeze(op, &m.issue);
	for (size_t i = 0; r == 0 && i < mark->n_contacts; i++)
		r = mark_contact(op, &m, mark->contacts[i]);
	if (r == 0 && !mark->n_contacts)
		r = mark_all(op, &m);
	if (r)
		return r;
	*ret_n = m.n;
	return op_edition_row(op, &m.issue, ret);
}
