/* Many contacts at once: another class, a tag more, a tag less. */
#include "ops/relabel.h"

#include "base/str.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "store/contact.h"
#include "vouch/limits.h"

static int check(struct op *op, const struct relabel *relabel)
{
	if (!relabel->has_cadence && !relabel->add_tag && !relabel->drop_tag)
		return op_fail(op, VOUCH_E_CONFLICT, "set",
			       "say what to change: cadence, add_tag or drop_tag");
	if (relabel->add_tag && str_equal(relabel->add_tag, relabel->drop_tag))
		return op_fail(op, VOUCH_E_CONFLICT, "set.drop_tag",
			       "a tag is added or dropped, not both");
	return 0;
}

/* Before anything changes: what is changed may be what is asked for. */
static int find_all(struct op *op, const struct relabel *relabel, int64_t **ret, size_t *ret_n)
{
	struct contact_filter filter = relabel->filter;
	int r;

	filter.household = 0;
	filter.quiet_since = NO_DAY;
	filter.order = CONTACT_BY_NAME;
	filter.limit = VOUCH_RELABEL_MAX + 1;
	r = store_contact_list(op->store, &filter, op->arena, ret, ret_n);
	if (r || *ret_n <= VOUCH_RELABEL_MAX)
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, "filter",
		       "that fits more than %d contacts; narrow it by standing, tag or cadence",
		       VOUCH_RELABEL_MAX);
}

static bool has_tag(const struct contact *c, const char *tag)
{
	for (size_t i = 0; i < c->n_tags; i++)
		if (str_equal(c->tags[i], tag))
			return true;
	return false;
}

/* The tags as they are to be; false where they are so. */
static bool change_tags(struct op *op, const struct relabel *relabel, struct contact *c)
{
	const char **tags = arena_array(op->arena, c->n_tags + 1, sizeof *tags);
	bool is_added = relabel->add_tag && !has_tag(c, relabel->add_tag);
	bool is_dropped = relabel->drop_tag && has_tag(c, relabel->drop_tag);
	size_t n = 0;

	for (size_t i = 0; i < c->n_tags; i++)
		if (!is_dropped || !str_equal(c->tags[i], relabel->drop_tag))
			tags[n++] = c->tags[i];
	if (is_added)
		tags[n++] = relabel->add_tag;
	c->tags = tags;
	c->n_tags = n;
	return is_added || is_dropped;
}

static int write_one(struct op *op, struct contact *c, bool has_new_class)
{
	int r;

	r = store_contact_update(op->store, c);
	if (r == 0)
		r = store_contact_set_tags(op->store, c->id, c->tags, c->n_tags);
	if (r == 0 && has_new_class)
		r = flow_facts(op, c->id);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, c->id, c->id);
}

static int relabel_one(struct op *op, const struct relabel *relabel, int64_t id,
		       struct relabelled *ret)
{
	bool has_new_class, has_new_tags;
	struct contact c;
	int r;

	r = store_contact_get(op->store, id, op->arena, &c);
	if (r || !contact_is_live(c.state))
		return r;
	ret->n_matched++;
	has_new_class = relabel->has_cadence && c.cadence != relabel->cadence;
	has_new_tags = change_tags(op, relabel, &c);
	if (!has_new_class && !has_new_tags)
		return 0;
	if (c.n_tags > VOUCH_TAGS_MAX)
		return op_fail(op, VOUCH_E_CONFLICT, "set.add_tag",
			       "contact %lld has %d tags already, which is as many as there may be",
			       (long long)id, VOUCH_TAGS_MAX);
	if (ret->n_shown < VOUCH_RELABEL_SHOWN)
		ret->shown[ret->n_shown++] = id;
	ret->n_changed++;
	if (relabel->is_dry_run)
		return 0;
	if (relabel->has_cadence)
		c.cadence = relabel->cadence;
	return write_one(op, &c, has_new_class);
}

int op_contact_relabel(struct op *op, const struct relabel *relabel, struct relabelled *ret)
{
	int64_t *ids;
	size_t n = 0;
	int r;

	*ret = (struct relabelled){
		.shown = arena_array(op->arena, VOUCH_RELABEL_SHOWN, sizeof *ret->shown),
	};
	r = check(op, relabel);
	if (r == 0)
		r = find_all(op, relabel, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = relabel_one(op, relabel, ids[i], ret);
	return r;
}
