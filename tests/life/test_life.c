/* Five years of a salesperson's life with 500 people, and `why` explains each follow-up of it.
 * test_life SEED CONTACTS YEARS */
#include "rpc/stack.h"

#include "rpc/derived.h"

#include "life/heap.h"
#include "life/person.h"

#define WHY_MOST 2000 /* characters of one paragraph */

static uint64_t seed = 1;
static struct person_sizes sizes = {.n_contacts = 500, .n_years = 5, .diligence = 75};

/* What nobody may be reminded of. DESIGN sections 3 to 5. */

static bool is_any(const char *kind, const char *const *kinds)
{
	for (; *kinds; kinds++)
		if (strcmp(kind, *kinds) == 0)
			return true;
	return false;
}

static bool is_stopped(const struct facts *f, const json_t *row)
{
	const char *kind = told_text(row, "kind"), *channel = told_text(row, "channel");

	if (!*channel && strcmp(kind, "ask") == 0)
		channel = "call";
	if (!*channel)
		channel = kind;
	for (size_t i = 0; i < f->n_stops; i++) {
		const struct a_stop *s = &f->stops[i];

		if (s->contact != told_id(row, "contact") || s->is_lifted ||
		    (s->until != NEVER && f->today >= s->until))
			continue;
		if (strcmp(s->channel, "all") == 0 || strcmp(s->channel, kind) == 0 ||
		    strcmp(s->channel, channel) == 0)
			return true;
	}
	return false;
}

static bool has_complaint(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_complaints; i++)
		if (f->complaints[i].resolved.day == NEVER &&
		    facts_are_together(f, f->complaints[i].contact, contact))
			return true;
	return false;
}

static bool is_of_repair(struct person *p, int64_t followup)
{
	json_t *result = life_ask(&p->life, "followup.get", "{\"id\":%lld}", (long long)followup);
	const json_t *plan = json_object_get(json_object_get(result, "followup"), "plan");
	bool is = strcmp(told_text(plan, "name"), "repair") == 0;

	json_decref(result);
	return is;
}

static void look(struct person *p, const json_t *row)
{
	static const char *const reach_nobody[] = {"task", NULL};
	static const char *const go_on[] = {"task", "thank-you", NULL};
	const struct facts *f = &p->life.facts;
	const char *kind = told_text(row, "kind");
	int64_t contact = told_id(row, "contact");
	long long id = (long long)told_id(row, "id");

	if (facts_contact(f, contact)->is_dead)
		life_fail(&p->life, "follow-up %lld is due for contact %lld, who is dead", id,
			  (long long)contact);
	if (!is_any(kind, reach_nobody) && is_stopped(f, row))
		life_fail(&p->life, "follow-up %lld (%s) is due, and contact %lld asked not to be",
			  id, kind, (long long)contact);
	if (!is_any(kind, go_on) && has_complaint(f, contact) && !is_of_repair(p, id))
		life_fail(&p->life, "follow-up %lld (%s) is due, and a complaint is open", id,
			  kind);
}

/* Why: one readable paragraph. */

static void check_text(struct life *l, long long id, const char *text)
{
	size_t n = strlen(text);

	if (n < 40 || n >= WHY_MOST)
		life_fail(l, "follow-up %lld: %zu characters: %s", id, n, text);
	if (text[n - 1] != '.' || strstr(text, "(null)") || strstr(text, "%") ||
	    strstr(text, "  ") || strchr(text, '\n') || strstr(text, "..") || strstr(text, " ."))
		life_fail(l, "follow-up %lld: not as one would say it: %s", id, text);
}

static bool is_open(const char *state)
{
	return strcmp(state, "waiting") == 0 || strcmp(state, "scheduled") == 0;
}

/* Each move begins where the last one ended, and the last ends where the follow-up is now. What
 * comes back has another day at once. */
static void check_moves(struct life *l, const json_t *followup, const json_t *why)
{
	const json_t *moves = json_object_get(why, "moves"), *move;
	const char *state = "", *due = "";
	long long id = (long long)told_id(followup, "id");
	int64_t at = 0;
	size_t i;

	if (json_array_size(moves) == 0)
		life_fail(l, "follow-up %lld has no move", id);
	json_array_foreach (moves, i, move) {
		if (strcmp(told_text(move, "from_state"), state) != 0)
			life_fail(l, "follow-up %lld: move %zu is from '%s', not '%s'", id, i,
				  told_text(move, "from_state"), state);
		if (is_open(state) && strcmp(told_text(move, "from"), due) != 0)
			life_fail(l, "follow-up %lld: move %zu is from %s, not %s", id, i,
				  told_text(move, "from"), due);
		if (!*told_text(move, "rule") || !*told_text(move, "text"))
			life_fail(l, "follow-up %lld: move %zu tells nothing", id, i);
		if (told_instant(move, "at") < at)
			life_fail(l, "follow-up %lld: move %zu is before the last", id, i);
		state = told_text(move, "to_state");
		due = told_text(move, "to");
		at = told_instant(move, "at");
	}
	if (strcmp(state, told_text(followup, "state")) != 0)
		life_fail(l, "follow-up %lld is %s, its last move says %s", id,
			  told_text(followup, "state"), state);
	if (strcmp(due, told_text(followup, "due")) != 0)
		life_fail(l, "follow-up %lld is due %s, its last move says %s", id,
			  told_text(followup, "due"), due);
}

static size_t explain_page(struct life *l, const json_t *items)
{
	json_t *row, *why;
	size_t i;

	json_array_foreach (items, i, row) {
		why = life_ask(l, "followup.why", "{\"id\":%lld}", (long long)told_id(row, "id"));
		if (!why)
			life_fail(l, "followup.why is refused with %d", l->code);
		check_moves(l, row, why);
		check_text(l, (long long)told_id(row, "id"), told_text(why, "text"));
		json_decref(why);
	}
	return json_array_size(items);
}

static size_t explain_all(struct life *l)
{
	json_t *list = life_ask(l, "followup.list", "{\"limit\":1000}");
	char cursor[256];
	size_t n = 0;

	while (list) {
		n += explain_page(l, json_object_get(list, "items"));
		(void)snprintf(cursor, sizeof cursor, "%s", told_text(list, "next"));
		json_decref(list);
		list = *cursor ? life_ask(l, "followup.list", "{\"limit\":1000,\"cursor\":\"%s\"}",
					  cursor)
			       : NULL;
	}
	return n;
}

static void why_explains_every_follow_up_of_five_years(void **state)
{
	struct person *p = calloc(1, sizeof *p);
	_cleanup_str_ struct str difference = {0};
	json_t *check;
	size_t n;

	(void)state;
	person_begin(p, seed, &sizes, NULL);
	p->looks = look;
	person_live(p);
	n = explain_all(&p->life);
	check = life_ask(&p->life, "system.check", "{\"full\":true}");
	print_message(
		"%d writes, %d refused; %ld shown as due, %d done, %d asks (%d without having "
		"earned it), %zu referrals; %zu follow-ups explained\n",
		p->life.n_writes, p->life.n_refused, p->n_looked, p->n_done, p->n_asked,
		p->n_overridden, p->life.facts.n_sent, n);
	if (!json_is_true(json_object_get(check, "ok")))
		life_fail(&p->life, "system.check finds %zu faults, first: %s",
			  json_array_size(json_object_get(check, "problems")),
			  json_string_value(json_array_get(json_object_get(check, "problems"), 0)));
	json_decref(check);
	if (derived_differs(p->life.stack->env.store, &difference))
		life_fail(&p->life, "%s", str_text(&difference));
	person_end(p);
	free(p);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_explains_every_follow_up_of_five_years),
	};

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		sizes.n_contacts = (int)strtol(argv[2], NULL, 10);
	if (argc > 3)
		sizes.n_years = (int)strtol(argv[3], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
