/* Contacts: the row itself. */
#include "store/contact.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "domain/words.h"
#include "store/contact_fact.h"
#include "store/sets.h"
#include "vouch/errors.h"
#include "vouch/limits.h"

enum {
	ADD,
	UPDATE,
	SET_DECEASED,
	GET,
	NAME,
	WHOLE_NAME,
	TIMEZONE,
	SET_KEYS,
	PAUSES_OVER,
	NEXT_PAUSE,
	OF_HOUSEHOLD,
	N
};

static const char *const sql[] = {
	[ADD] = "INSERT INTO contact (state, merged_into, name, name_key, org, given, family, "
		"street, city, region, postcode, country, timezone, language, cadence, notes, "
		"listen_for, source, uid, origin, external_id, household, preferred_channel, "
		"is_partner, paused_until, pause_reason, created_at, find_key) VALUES (?2, ?3, ?4, "
		"?5, ?6, "
		"?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "
		"?24, ?25, ?26, ?27, ?28, ?29)",
	[UPDATE] = "UPDATE contact SET version = version + 1, state = ?2, merged_into = ?3, "
		   "name = ?4, name_key = ?5, org = ?6, given = ?7, family = ?8, street = ?9, "
		   "city = ?10, region = ?11, postcode = ?12, country = ?13, timezone = ?14, "
		   "language = ?15, cadence = ?16, notes = ?17, listen_for = ?18, source = ?19, "
		   "uid = ?20, origin = ?21, external_id = ?22, household = ?23, "
		   "preferred_channel = ?24, is_partner = ?25, paused_until = ?26, "
		   "pause_reason = ?27, created_at = ?28, find_key = ?29 "
		   "WHERE id = ?1",
	[SET_DECEASED] = "UPDATE contact SET version = version + 1, state = 'deceased', "
			 "deceased_day = ?2, paused_until = NULL, pause_reason = NULL "
			 "WHERE id = ?1",
	[GET] = "SELECT c.id, c.version, c.state, c.merged_into, c.name, c.org, c.given, c.family, "
		"c.street, c.city, c.region, c.postcode, c.country, c.timezone, c.language, "
		"c.cadence, c.notes, c.listen_for, c.source, c.uid, c.origin, c.external_id, "
		"c.household, c.preferred_channel, c.is_partner, c.paused_until, c.pause_reason, "
		"c.created_at, f.standing, f.last_touch_day, f.last_two_way_day, f.next_followup, "
		"c.deceased_day, f.cadence "
		"FROM contact c LEFT JOIN contact_fact f ON f.contact = c.id WHERE c.id = ?1",
	[NAME] = "SELECT name, state FROM contact WHERE id = ?1",
	[WHOLE_NAME] = "SELECT name, org FROM contact WHERE id = ?1",
	[TIMEZONE] = "SELECT timezone FROM contact WHERE id = ?1",
	[SET_KEYS] = "UPDATE contact SET name_key = ?2, find_key = ?3 "
		     "WHERE id = ?1 AND (name_key IS NOT ?2 OR find_key IS NOT ?3)",
	[PAUSES_OVER] = "SELECT id FROM contact WHERE state = 'paused' AND paused_until <= ?1 "
			"ORDER BY paused_until, id LIMIT 500",
	[NEXT_PAUSE] = "SELECT min(paused_until) FROM contact WHERE state = 'paused' "
		       "AND paused_until IS NOT NULL",
	[OF_HOUSEHOLD] = "SELECT id FROM contact WHERE household = ?1 "
			 "AND state NOT IN ('merged', 'erased') ORDER BY id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CONTACT};
const struct stmt_set *const store_set_contact = &set;

/* Folded, null for null; `to` has room for the text and its end. */
static const char *fold(const char *text, char *to, size_t size)
{
	if (!text)
		return NULL;
	utf8_fold(text, to, size);
	return to;
}

/* To sort by and match, and to find words in; null where there is nothing. */
struct keys {
	char name_text[4 * VOUCH_NAME_MAX + 1], find_text[8 * VOUCH_NAME_MAX + 2];
	const char *name, *find;
};

static void make_keys(const char *name, const char *org, struct keys *to)
{
	char both[sizeof to->find_text];

	(void)snprintf(both, sizeof both, "%s %s", name ? name : "", org ? org : "");
	to->name = fold(name, to->name_text, sizeof to->name_text);
	to->find = fold(name || org ? both : NULL, to->find_text, sizeof to->find_text);
}

static int write_row(struct store *s, int statement, const struct contact *c)
{
	const struct address *a = &c->address;
	struct keys keys;

	make_keys(c->name, c->org, &keys);
	return store_run(s, &set, statement, "itItttttttttttttttttttItbdtit", c->id,
			 contact_states[c->state], c->merged_into, c->name, keys.name, c->org,
			 c->given, c->family, a->street, a->city, a->region, a->postcode,
			 a->country, c->timezone, c->language, word_at(cadences, c->cadence),
			 c->notes, c->listen_for, c->source, c->uid, c->origin, c->external_id,
			 c->household, word_at(channels, c->preferred_channel), c->is_partner,
			 c->paused_until, c->pause_reason, c->created_at, keys.find);
}

int store_contact_add(struct store *s, struct contact *c)
{
	int r;

	r = write_row(s, ADD, c);
	if (r)
		return r;
	c->id = store_last_id(s);
	c->version = 1;
	return store_contact_fact_add(s, c->id);
}

int store_contact_update(struct store *s, struct contact *c)
{
	int r;

	r = write_row(s, UPDATE, c);
	if (r)
		return r;
	c->version++;
	return 0;
}

int store_contact_set_deceased(struct store *s, int64_t id, struct day day)
{
	return store_run(s, &set, SET_DECEASED, "id", id, day);
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct contact *c)
{
	*c = (struct contact){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.state = (enum contact_state)col_word(stmt, 2, contact_states),
		.merged_into = col_int(stmt, 3),
		.name = col_text(stmt, 4, arena),
		.org = col_text(stmt, 5, arena),
		.given = col_text(stmt, 6, arena),
		.family = col_text(stmt, 7, arena),
		.address = {.street = col_text(stmt, 8, arena),
			    .city = col_text(stmt, 9, arena),
			    .region = col_text(stmt, 10, arena),
			    .postcode = col_text(stmt, 11, arena),
			    .country = col_text(stmt, 12, arena)},
		.timezone = col_text(stmt, 13, arena),
		.language = col_text(stmt, 14, arena),
		.cadence = col_word_or_none(stmt, 15, cadences),
		.notes = col_text(stmt, 16, arena),
		.listen_for = col_text(stmt, 17, arena),
		.source = col_text(stmt, 18, arena),
		.uid = col_text(stmt, 19, arena),
		.origin = col_text(stmt, 20, arena),
		.external_id = col_text(stmt, 21, arena),
		.household = col_int(stmt, 22),
		.preferred_channel = col_word_or_none(stmt, 23, channels),
		.is_partner = col_bool(stmt, 24),
		.paused_until = {col_day(stmt, 25)},
		.pause_reason = col_text(stmt, 26, arena),
		.created_at = col_int(stmt, 27),
		.last_touch_day = {col_day(stmt, 29)},
		.last_two_way_day = {col_day(stmt, 30)},
		.next_followup = col_int(stmt, 31),
		.deceased_day = {col_day(stmt, 32)},
		.class = col_word_or_none(stmt, 33, cadences),
	};
	if (col_text(stmt, 28, arena))
		c->standing = (enum standing)col_word(stmt, 28, standings);
}

int store_contact_get(struct store *s, int64_t id, struct arena *arena, struct contact *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return store_contact_load_parts(s, arena, ret);
}

int store_contact_name(struct store *s, int64_t id, struct arena *arena, const char **ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NAME, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_text(stmt, 0, arena) : NULL;
	store_reset(stmt);
	return 0;
}

int store_contact_rekey(struct store *s, int64_t id)
{
	struct arena *arena = arena_new();
	struct sqlite3_stmt *stmt;
	struct keys keys;
	int r;

	r = store_bind(s, &set, WHOLE_NAME, &stmt, "i", id);
	if (r == 0)
		r = store_step(s, stmt);
	if (r == 1) {
		make_keys(col_text(stmt, 0, arena), col_text(stmt, 1, arena), &keys);
		store_reset(stmt);
		r = store_run(s, &set, SET_KEYS, "itt", id, keys.name, keys.find);
		if (r == 0)
			r = store_contact_rekey_parts(s, id, arena);
	}
	arena_free(arena);
	return r;
}

int store_contact_timezone(struct store *s, int64_t id, struct arena *arena, const char **ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, TIMEZONE, &stmt, "i", id);
	if (r == 0)
		r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_text(stmt, 0, arena) : NULL;
	store_reset(stmt);
	return 0;
}

int store_contact_state(struct store *s, int64_t id, enum contact_state *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NAME, &stmt, "i", id);
	if (r == 0)
		r = store_step(s, stmt);
	if (r == 1) {
		*ret = (enum contact_state)col_word(stmt, 1, contact_states);
		store_reset(stmt);
	}
	return r == 1 ? 0 : r ? r : VOUCH_E_NOT_FOUND;
}

int store_contact_pauses_over(struct store *s, struct day today, struct arena *arena, int64_t **ret,
			      size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, PAUSES_OVER, &stmt, "d", today);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_contact_next_pause(struct store *s, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT_PAUSE, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	ret->n = r ? col_day(stmt, 0) : NO_DAY.n;
	store_reset(stmt);
	return 0;
}

int store_contact_of_household(struct store *s, int64_t household, struct arena *arena,
			       int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_HOUSEHOLD, &stmt, "i", household);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}
