/* campaign.*: add, update, list. */
#include "ops/campaign.h"

#include "domain/words.h"
#include "ops/refuse.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct audience_params {
	int standing;
	const char *tag;
	int cadence;
};
#define A struct audience_params
static const struct param audience_params[] = {
	ROW_WORD(A, standing, "standing", standings, 0,
		 "only these; a customer is whoever has bought, referrers included"),
	ROW_TEXT(A, tag, "tag", 1, VOUCH_WORD_MAX, 0, "only those with this tag"),
	ROW_WORD(A, cadence, "cadence", cadences, 0, "only those of this class"),
	{0},
};

struct campaign_params {
	struct given given;
	struct list_params list;
	int64_t id, if_version;
	const char *name;
	int kind;
	const char *rrule;
	struct day start_day;
	int64_t lead_days;
	struct audience_params audience;
	bool ended;
};
#define S struct campaign_params
#define AUDIENCE "whom it is for; everybody where nothing is said"
static const struct param add_params[] = {
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, PARAM_REQUIRED, "what to call it"),
	ROW_WORD(S, kind, "kind", campaign_kinds, PARAM_REQUIRED, "cards or a newsletter"),
	ROW_TEXT(S, rrule, "rrule", 1, VOUCH_RRULE_MAX, 0,
		 "how often, RFC 5545; cards FREQ=YEARLY, a newsletter FREQ=MONTHLY"),
	ROW_DAY(S, start_day, "start_day", 0,
		"the first day it is for; cards 15 December, a newsletter the next first of a "
		"month"),
	ROW_INT(S, lead_days, "lead_days", 0, 365, -1, 0,
		"how long before its day the work begins; cards 42, a newsletter 7"),
	ROW_OBJECT(S, audience, "audience", audience_params, 0, AUDIENCE),
	{0},
};
static const struct param update_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the campaign"),
	ROW_IF_VERSION(S),
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, 0, "what to call it"),
	ROW_TEXT(S, rrule, "rrule", 1, VOUCH_RRULE_MAX, 0, "how often, RFC 5545"),
	ROW_DAY(S, start_day, "start_day", 0, "the first day it is for"),
	ROW_INT(S, lead_days, "lead_days", 0, 365, -1, 0,
		"how long before its day the work begins"),
	ROW_OBJECT(S, audience, "audience", audience_params, PARAM_NULLABLE, AUDIENCE),
	ROW_BOOL(S, ended, "ended", "it is over from today"),
	{0},
};
static const struct param list_params[] = {PARAMS_LIST(S), {0}};

static json_t *render_audience(const struct audience *a)
{
	json_t *o = json_object();

	set_text(o, "standing", word_at(standings, a->standing));
	set_text(o, "tag", a->tag);
	set_text(o, "cadence", word_at(cadences, a->cadence));
	return o;
}

static json_t *render_campaign(const struct campaign_result *result)
{
	const struct campaign *c = &result->campaign;
	json_t *o = json_object();

	set_id(o, "id", c->id);
	set_int(o, "version", c->version);
	set_text(o, "name", c->name);
	set_text(o, "kind", campaign_kinds[c->kind]);
	set_text(o, "rrule", c->rrule);
	set_day(o, "start_day", c->start_day);
	set_int(o, "lead_days", c->lead_days);
	set_object(o, "audience", render_audience(&c->audience));
	set_day(o, "next_day", result->next_day);
	set_day(o, "ended_day", c->ended_day);
	set_instant(o, "created_at", c->created_at);
	return o;
}

static json_t *answer(struct op *op, const struct campaign_result *result)
{
	json_t *o = under("campaign", render_campaign(result));
	struct edition_row row;

	set_object(o, "edition", json_null());
	if (result->edition.id &&
	    op_edition_row(op, &(struct issue){result->edition, result->campaign}, &row) == 0)
		set_object(o, "edition", render_edition(&row));
	set_object(o, "followups",
		   render_followup_briefs(op, result->followups, result->n_followups));
	return o;
}

static struct audience audience_of(const struct audience_params *p)
{
	return (struct audience){p->standing, p->tag, p->cadence};
}

static int campaign_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct campaign campaign = {
		.name = p->name,
		.kind = (enum campaign_kind)p->kind,
		.rrule = p->rrule,
		.start_day = p->start_day,
		.lead_days = (int)p->lead_days,
		.audience = audience_of(&p->audience),
	};
	struct campaign_result result;
	int r;

	r = op_campaign_add(c->op, &campaign, &result);
	if (r == 0)
		*ret = answer(c->op, &result);
	return r;
}

static int campaign_update(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct campaign_result result;
	struct campaign campaign;
	int r;

	r = op_campaign_get(c->op, p->id, &campaign);
	if (r == 0)
		r = op_check_version(c->op, p->if_version, campaign.version);
	if (r)
		return r;
	if (p->name)
		campaign.name = p->name;
	if (p->rrule)
		campaign.rrule = p->rrule;
	if (!day_is_none(p->start_day))
		campaign.start_day = p->start_day;
	if (p->lead_days >= 0)
		campaign.lead_days = (int)p->lead_days;
	if (params_present(update_params, p, offsetof(S, audience)))
		campaign.audience = audience_of(&p->audience);
	r = op_campaign_update(c->op, &campaign, p->ended, &result);
	if (r == 0)
		*ret = answer(c->op, &result);
	return r;
}

static int campaign_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct campaign_result result;
	struct campaigns rows;
	int64_t after = 0;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &after, 1);
	if (r == 0)
		r = op_campaign_list(c->op, after, list_rows(&p->list), &rows);
	if (r)
		return r;
	page_open(&page);
	for (; i < rows.n && i < (size_t)p->list.limit; i++) {
		r = op_campaign_result(c->op, rows.items[i].id, &result);
		if (r) {
			json_decref(page_close(&page, NULL));
			return r;
		}
		if (!page_add(&page, render_campaign(&result)))
			break;
	}
	*ret = page_close(&page,
			  i < rows.n ? cursor_write(&rows.items[i - 1].id, 1, c->op->arena) : NULL);
	return 0;
}

const struct method campaign_methods[] = {
	{"campaign.add", add_params, sizeof(S), campaign_add, METHOD_WRITE,
	 "Cards each year, or a newsletter: the next one is planned ahead with its tasks",
	 "campaign, the edition that is planned (null: its time has not come), its followups"},
	{"campaign.update", update_params, sizeof(S), campaign_update, METHOD_WRITE,
	 "Change a campaign, or end it", "campaign, edition, followups"},
	{"campaign.list", list_params, sizeof(S), campaign_list, METHOD_READ, "Campaigns by id",
	 "items, next"},
	{0},
};
