/* Many contacts at once: another class, a tag more, a tag less. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"
#include "store/contact_list.h"

struct relabel {
	struct contact_filter filter; /* whom: standing, cadence and tag */
	bool has_cadence;
	int cadence;                    /* enum cadence, -1: the default of their standing */
	const char *add_tag, *drop_tag; /* null: none */
	bool is_dry_run;                /* counts, and changes nothing */
};

struct relabelled {
	int64_t n_matched, n_changed;
	int64_t *shown; /* the first of those that change, by name; at most VOUCH_RELABEL_SHOWN */
	size_t n_shown;
};

/* Changes those that match and are not so already: one step, taken back as one. The deceased stay
 * as they are. Refused where nothing is to be set, where more than VOUCH_RELABEL_MAX match, and
 * where somebody has no room for another tag. */
int op_contact_relabel(struct op *op, const struct relabel *relabel, struct relabelled *ret);
