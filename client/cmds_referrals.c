/* The list of referrals: by how far they have come, and by whom they concern. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "views.h"
#include "vouch/protocol.h"

#define LIST_LIMIT 50

static int by_id(const void *a, const void *b)
{
	long long x = number_of(*(json_t *const *)a, "id"),
		  y = number_of(*(json_t *const *)b, "id");

	return (x < y) - (x > y);
}

/* Newest first, each once. A new reference. */
static json_t *merged(struct cli *cli, const json_t *items)
{
	size_t n = json_array_size(items);
	json_t **order = arena_array(cli->arena, n, sizeof(json_t *)), *all = json_array();

	for (size_t i = 0; i < n; i++)
		order[i] = json_array_get(items, i);
	if (n)
		qsort(order, n, sizeof(json_t *), by_id);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || number_of(order[i], "id") != number_of(order[i - 1], "id"))
			(void)json_array_append(all, order[i]);
	return all;
}

/* Every page of those that `params` name, behind what is there. */
static int add_all(struct cli *cli, json_t *params, json_t *items)
{
	json_auto_t *more = NULL;
	int r;

	r = cli_read_all(cli, "referral.list", params, false, &more);
	if (!r)
		(void)json_array_extend(items, more);
	return r;
}

/* What vouchd lists, to be limited further. */
static json_t *listed(const char *state, json_int_t contact, const char *side)
{
	json_t *params = json_object();

	if (contact)
		(void)json_object_set_new(params, side, json_integer(contact));
	if (state && str_equal(state, "owed"))
		cli_set_text(params, "loop", "open");
	else if (state && str_equal(state, "given"))
		cli_set_text(params, "direction", "given");
	else if (state)
		cli_set_text(params, "status", state);
	if (state && !str_equal(state, "given"))
		cli_set_text(params, "direction", "received");
	return params;
}

/* Those that are neither lost, nor no fit, nor completed. */
static int add_open(struct cli *cli, json_int_t contact, const char *side, json_t *items)
{
	static const char *const states[] = {"received", "contacted", "meeting", "won"};
	int r = 0;

	for (size_t i = 0; !r && i < ARRAY_LEN(states); i++)
		r = add_all(cli, listed(states[i], contact, side), items);
	for (size_t i = json_array_size(items); i-- > 0;)
		if (*text_of(json_array_get(items, i), "closed_day"))
			(void)json_array_remove(items, i);
	return r;
}

static int read_side(struct cli *cli, const char *state, json_int_t contact, const char *side,
		     json_t *items)
{
	if (state && str_equal(state, "open"))
		return add_open(cli, contact, side, items);
	return add_all(cli, listed(state, contact, side), items);
}

static void print_list(struct cli *cli, const json_t *items, const char *next)
{
	view_referrals(cli, items);
	if (cli->is_plain)
		return;
	if (json_array_size(items) == 0)
		view_line(&cli->view, VIEW_NORMAL,
			  "There are none. Somebody was sent to you? vouch referred NAME \"Ruth "
			  "Kim\" introduced");
	if (*next)
		view_line(&cli->view, VIEW_DIM, "There are more: vouch referrals limit 1000");
}

/* The newest of all; more where the person says how many. */
static int list_newest(struct cli *cli, const struct match *m, const char *state)
{
	const char *limit = match_text(m, "LIMIT");
	json_t *params = listed(state, 0, "");
	json_auto_t *page = NULL;
	int r;

	(void)json_object_set_new(params, "limit",
				  json_integer(limit ? strtoll(limit, NULL, 10) : LIST_LIMIT));
	r = cli_read(cli, "referral.list", params, &page);
	if (!r && !cli_json(cli, page))
		print_list(cli, json_object_get(page, "items"), text_of(page, "next"));
	return r;
}

int cmd_referrals(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "CONTACT"), *state = match_text(m, "STATE");
	json_auto_t *items = json_array(), *all = NULL, *answer = NULL;
	json_int_t contact = 0;
	int r = 0;

	if (state)
		state = place_states[place_word(place_find("STATE", 5), state)];
	if (!name && (!state || !str_equal(state, "open")))
		return list_newest(cli, m, state);
	if (name)
		r = resolve_contact(cli, name, &contact, NULL);
	if (!r)
		r = read_side(cli, state, contact, "referrer", items);
	if (!r && name)
		r = read_side(cli, state, contact, "person", items);
	if (r)
		return r;
	all = merged(cli, items);
	answer = json_pack("{s:O, s:n}", "items", all, "next");
	if (!cli_json(cli, answer))
		print_list(cli, all, "");
	return 0;
}
