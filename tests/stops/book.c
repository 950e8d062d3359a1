/* The small book: made, and who lives in it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/words.h"
#include "ops/campaign.h"
#include "ops/contact.h"
#include "ops/plan.h"
#include "ops/sale.h"
#include "rpc/builtin.h"
#include "store/contact.h"
#include "store/db.h"
#include "world.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */

/* xorshift64* */
uint32_t roll(struct world *w, uint32_t sides)
{
	w->seed ^= w->seed >> 12;
	w->seed ^= w->seed << 25;
	w->seed ^= w->seed >> 27;
	return (uint32_t)((w->seed * 2685821657736338717u) >> 33) % sides;
}

struct op *begin(struct world *w, enum op_actor actor)
{
	w->op = (struct op){.actor = actor, .method = "test"};
	assert_int_equal(op_group_begin(&w->env), 0);
	assert_int_equal(op_begin(&w->op, &w->env, w->arena, w->now), 0);
	/* An entry that would have no rows is not written: the next one has its id. */
	assert_true(w->op.journal < ENTRIES_MAX);
	w->is_undone[w->op.journal] = false;
	w->undoes[w->op.journal] = 0;
	return &w->op;
}

int finish(struct world *w, int r)
{
	assert_true(r >= 0);
	assert_int_equal(op_end(&w->op, r), r);
	assert_int_equal(op_group_commit(&w->env), 0);
	if (r == 0 && w->op.actor == OP_USER)
		w->recent[w->n_recent++ % RECENT] = w->op.journal;
	return r;
}

static int64_t add_contact(struct world *w, size_t number)
{
	const struct contact_parts parts = {
		.has_emails = true, .has_phones = true, .has_consent = {true}};
	const char *email = arena_printf(w->arena, "p%zu@example.org", number);
	const char *phone = arena_printf(w->arena, "+1555%07zu", number);
	struct contact c = {
		.name = arena_printf(w->arena, "Person %zu", number),
		.address = {.street = "1 Road", .city = "Town", .postcode = "1"},
		.cadence = -1,
		.preferred_channel = -1,
		.paused_until = NO_DAY,
		.is_partner = number % 2,
		.emails = &email,
		.phones = &phone,
		.n_emails = 1,
		.n_phones = 1,
		.consent = {CONSENT_YES, CONSENT_UNKNOWN, CONSENT_UNKNOWN, CONSENT_UNKNOWN,
			    CONSENT_UNKNOWN},
	};

	assert_int_equal(finish(w, op_contact_add(begin(w, OP_USER), &c, &parts)), 0);
	return c.id;
}

void replace(struct world *w, size_t place)
{
	assert_true(w->n_people < PERSONS_MAX);
	w->people[w->n_people] = (struct somebody){.contact = add_contact(w, w->n_people)};
	w->who[place] = (int)w->n_people++;
}

/* Merged, gone by an undo, erased: then somebody else lives there. The dead stay for a while. */
int64_t anybody(struct world *w)
{
	size_t place = roll(w, N_CONTACTS);
	int64_t contact = w->people[w->who[place]].contact;
	enum contact_state state = CONTACT_ERASED;
	int r = store_contact_state(w->env.store, contact, &state);

	if (r || state == CONTACT_ERASED || state == CONTACT_MERGED ||
	    (state == CONTACT_DECEASED && roll(w, 20) == 0))
		replace(w, place);
	return w->people[w->who[place]].contact;
}

/* Steps that follow each other, in several channels. */
static void put_plans(struct world *w)
{
	static struct plan_step steps[] = {
		{.key = "thank", .offset = "0", .kind = KIND_THANK_YOU, .gives = true},
		{.key = "look", .offset = "+2", .kind = KIND_VISIT},
		{.key = "satisfaction", .offset = "+5", .after = "look", .kind = KIND_CALL},
		{.key = "first-ask",
		 .offset = "+1",
		 .after = "satisfaction",
		 .kind = KIND_ASK,
		 .scope = SCOPE_CONTACT,
		 .has_gate = true},
		{.key = "list",
		 .offset = "+5",
		 .after = "first-ask",
		 .part_of = "first-ask",
		 .kind = KIND_ASK,
		 .scope = SCOPE_CONTACT,
		 .has_gate = true},
		{.key = "value",
		 .offset = "+30",
		 .kind = KIND_MESSAGE,
		 .scope = SCOPE_CONTACT,
		 .gives = true,
		 .repeat = "30"},
		{.key = "write", .offset = "+3", .after = "value", .kind = KIND_CARD},
	};
	struct plan after = {.name = PLAN_AFTER_SALE, .steps = steps, .n_steps = ARRAY_LEN(steps)};

	assert_int_equal(finish(w, builtin_plans_put(begin(w, OP_USER))), 0);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i].text = "do it";
		steps[i].reason = "so that it is done";
		steps[i].channel = -1;
	}
	assert_int_equal(finish(w, op_plan_put(begin(w, OP_USER), &after)), 0);
}

static void add_campaigns(struct world *w)
{
	struct campaign_result result;

	for (int i = 0; i < 2; i++) {
		struct campaign c = {
			.name = i ? "Letter" : "Cards",
			.kind = i ? CAMPAIGN_NEWSLETTER : CAMPAIGN_CARD,
			.rrule = "FREQ=MONTHLY",
			.start_day = {today(w) + 5 + 10 * i},
			.lead_days = 3,
			.audience = {.standing = -1, .cadence = -1},
			.ended_day = NO_DAY,
		};

		assert_int_equal(finish(w, op_campaign_add(begin(w, OP_USER), &c, &result)), 0);
		w->campaigns[i] = c.id;
	}
}

struct world *world_new(uint64_t seed)
{
	const struct store_options options = {.now = NOON};
	struct world *w = calloc(1, sizeof *w);
	char why[STORE_WHY_SIZE];

	w->now = NOON;
	w->first_seed = w->seed = seed;
	w->arena = arena_new();
	settings_defaults(&w->settings);
	assert_int_equal(zone_load("UTC", &w->zone), 0);
	w->env = (struct op_env){
		.settings = &w->settings,
		.zone = w->zone,
		.work = {.week = w->settings.work_week, .start = 540, .end = 1080},
		.desktop = {.has_server = true, .disturb = DISTURB_OFF},
	};
	assert_int_equal(store_open(&options, &w->env.store, why), 0);
	put_plans(w);
	add_campaigns(w);
	for (size_t i = 0; i < N_CONTACTS; i++)
		replace(w, i);
	return w;
}

void world_free(struct world *w)
{
	store_close(w->env.store);
	op_env_deinit(&w->env);
	zone_free(w->zone);
	arena_free(w->arena);
	free(w);
}
