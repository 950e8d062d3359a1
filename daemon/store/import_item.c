/* Staged rows of imports. */
#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/words.h"
#include "store/import.h"
#include "store/sets.h"

enum {
	ADD,
	ADD_REFUSED,
	ADD_NOT_TAKEN,
	HAS_KEY,
	OF_KEY,
	STAGED,
	STAGED_AFTER,
	APPLIED,
	REFUSED,
	DOUBTED,
	NOT_TAKEN,
	REFUSE,
	APPLY,
	DROP,
	DROP_SOME,
	DROP_BOOKS,
	FORGET_TOLD,
	N
};

#define SHORT "SELECT id, import, line, state, field, refusal, doubt, contact, sale"
/* All that a row says but the day that sales are planted by. */
#define BLANK                                                                                      \
	"key = NULL, name = NULL, org = NULL, given = NULL, family = NULL, emails = NULL, "        \
	"phones = NULL, street = NULL, city = NULL, region = NULL, postcode = NULL, "              \
	"country = NULL, notes = NULL, tags = NULL, contact_external_id = NULL, "                  \
	"contact_source = NULL, product = NULL, amount = NULL, currency = NULL, "                  \
	"exponent = NULL, sale_state = NULL, sale_source = NULL, opened_day = NULL, "              \
	"external_id = NULL, birthday = NULL, language = NULL, timezone = NULL "
#define WHOLE                                                                                      \
	SHORT ", is_repeat, name, org, given, family, emails, phones, street, city, region, "      \
	      "postcode, country, notes, tags, contact_external_id, contact_source, product, "     \
	      "amount, currency, exponent, sale_state, sale_source, opened_day, closed_day, "      \
	      "external_id, birthday, language, timezone FROM import_item "

static const char *const sql[] = {
	[ADD] = "INSERT INTO import_item (state, import, line, key, is_repeat, doubt, name, org, "
		"given, family, emails, phones, street, city, region, postcode, country, notes, "
		"tags, contact_external_id, contact_source, product, amount, currency, exponent, "
		"sale_state, sale_source, opened_day, closed_day, external_id, birthday, language, "
		"timezone) VALUES ('staged', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
		"?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, "
		"?29, ?30, ?31, ?32)",
	[ADD_REFUSED] = "INSERT INTO import_item (state, import, line, field, refusal) "
			"VALUES ('refused', ?1, ?2, ?3, ?4)",
	[ADD_NOT_TAKEN] = "INSERT INTO import_item (state, import, line, field, refusal, contact) "
			  "VALUES ('applied', ?1, ?2, ?3, ?4, ?5)",
	[HAS_KEY] = "SELECT 1 FROM import_item WHERE import = ?1 AND key = ?2 LIMIT 1",
	[OF_KEY] = WHOLE "WHERE import = ?1 AND key = ?2 ORDER BY id LIMIT 20",
	[STAGED] = WHOLE "WHERE import = ?1 AND state = 'staged' ORDER BY id LIMIT ?2",
	[STAGED_AFTER] = WHOLE "WHERE id > ?1 AND state = 'staged' ORDER BY id LIMIT ?2",
	[APPLIED] = SHORT
	" FROM import_item WHERE import = ?1 AND state = 'applied' AND sale IS NOT NULL "
	"ORDER BY contact, closed_day DESC, sale DESC LIMIT ?2",
	[REFUSED] = SHORT " FROM import_item WHERE import = ?1 AND state = 'refused' "
			  "ORDER BY id LIMIT ?2",
	[DOUBTED] = SHORT " FROM import_item WHERE import = ?1 AND doubt IS NOT NULL "
			  "ORDER BY id LIMIT ?2",
	[NOT_TAKEN] = SHORT " FROM import_item WHERE import = ?1 AND state = 'applied' "
			    "AND field IS NOT NULL ORDER BY id LIMIT ?2",
	[REFUSE] = "UPDATE import_item SET state = 'refused', field = ?2, refusal = ?3, "
		   "doubt = NULL, closed_day = NULL, " BLANK "WHERE id = ?1",
	[APPLY] = "UPDATE import_item SET state = 'applied', contact = ?2, sale = ?3, doubt = "
		  "?4, " BLANK "WHERE id = ?1",
	[DROP] = "DELETE FROM import_item WHERE id = ?1",
	[DROP_SOME] = "DELETE FROM import_item WHERE id IN (SELECT id FROM import_item "
		      "WHERE import = ?1 AND state IN ('staged', 'applied') LIMIT ?2)",
	[DROP_BOOKS] = "DELETE FROM import_item WHERE import IN (SELECT id FROM import "
		       "WHERE kind = 'book' AND state = 'open')",
	[FORGET_TOLD] = "DELETE FROM import_item WHERE state IN ('refused', 'applied') "
			"AND import IN (SELECT id FROM import "
			"WHERE state IN ('done', 'refused', 'aborted'))",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_IMPORT_ITEM};
const struct stmt_set *const store_set_import_item = &set;

/* One text of many without newlines in them; null for none. */
static const char *joined(struct str *to, const char *const *items, size_t n)
{
	if (n == 0)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		str_add(to, i ? "\n" : "");
		str_add(to, items[i]);
	}
	return str_text(to);
}

static const char **split(const char *text, struct arena *arena, size_t *ret_n)
{
	const char **items = NULL;
	size_t n = 0, cap = 0;

	while (text) {
		size_t length = strcspn(text, "\n");

		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = arena_strndup(arena, text, length);
		text = text[length] ? text + length + 1 : NULL;
	}
	*ret_n = n;
	return items;
}

int store_import_item_add(struct store *s, const struct import_item *item)
{
	_cleanup_str_ struct str emails = {0}, phones = {0}, tags = {0};
	const struct address *a = &item->who.address;
	const struct contact *c = &item->who;
	const struct sale *sale = &item->what;

	return store_run(s, &set, ADD, "iitbIttttttttttttttttwtmttddtttt", item->import, item->line,
			 item->key, item->is_repeat, item->doubt, c->name, c->org, c->given,
			 c->family, joined(&emails, c->emails, c->n_emails),
			 joined(&phones, c->phones, c->n_phones), a->street, a->city, a->region,
			 a->postcode, a->country, c->notes, joined(&tags, c->tags, c->n_tags),
			 c->external_id, c->source, sale->product, sale->amount, sale->currency,
			 sale->exponent, sale->product ? sale_states[sale->state] : NULL,
			 word_at(sale_sources, sale->source), sale->opened_day,
			 sale_closed_day(sale), sale->external_id, item->birthday, c->language,
			 c->timezone);
}

int store_import_item_add_refused(struct store *s, const struct import_item *item)
{
	return store_run(s, &set, ADD_REFUSED, "iitt", item->import, item->line, item->field,
			 item->refusal);
}

int store_import_item_add_not_taken(struct store *s, const struct import_item *item)
{
	return store_run(s, &set, ADD_NOT_TAKEN, "iittI", item->import, item->line, item->field,
			 item->refusal, item->contact);
}

int store_import_has_key(struct store *s, int64_t import, const char *key, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, HAS_KEY, &stmt, "it", import, key);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r == 1;
	store_reset(stmt);
	return 0;
}

static void read_short(struct sqlite3_stmt *stmt, struct arena *arena, struct import_item *item)
{
	*item = (struct import_item){
		.id = col_int(stmt, 0),
		.import = col_int(stmt, 1),
		.line = col_int(stmt, 2),
		.state = (enum import_item_state)col_word(stmt, 3, import_item_states),
		.field = col_text(stmt, 4, arena),
		.refusal = col_text(stmt, 5, arena),
		.doubt = col_int(stmt, 6),
		.contact = col_int(stmt, 7),
		.sale = col_int(stmt, 8),
	};
}

static void read_who(struct sqlite3_stmt *stmt, struct arena *arena, struct contact *c)
{
	*c = (struct contact){
		.state = CONTACT_ACTIVE,
		.name = col_text(stmt, 10, arena),
		.org = col_text(stmt, 11, arena),
		.given = col_text(stmt, 12, arena),
		.family = col_text(stmt, 13, arena),
		.address = {.street = col_text(stmt, 16, arena),
			    .city = col_text(stmt, 17, arena),
			    .region = col_text(stmt, 18, arena),
			    .postcode = col_text(stmt, 19, arena),
			    .country = col_text(stmt, 20, arena)},
		.language = col_text(stmt, 35, arena),
		.timezone = col_text(stmt, 36, arena),
		.cadence = -1,
		.notes = col_text(stmt, 21, arena),
		.source = col_text(stmt, 24, arena),
		.external_id = col_text(stmt, 23, arena),
		.preferred_channel = -1,
		.paused_until = NO_DAY,
		.last_touch_day = NO_DAY,
		.last_two_way_day = NO_DAY,
	};
	c->emails = split(col_text(stmt, 14, arena), arena, &c->n_emails);
	c->phones = split(col_text(stmt, 15, arena), arena, &c->n_phones);
	c->tags = split(col_text(stmt, 22, arena), arena, &c->n_tags);
}

static void read_what(struct sqlite3_stmt *stmt, struct arena *arena, struct sale *sale)
{
	int state = word_index(sale_states, col_text(stmt, 29, arena));

	*sale = (struct sale){
		.state = state < 0 ? SALE_OPEN : (enum sale_state)state,
		.product = col_text(stmt, 25, arena),
		.amount = col_instant(stmt, 26),
		.currency = col_text(stmt, 27, arena),
		.exponent = col_minute(stmt, 28),
		.source = word_index(sale_sources, col_text(stmt, 30, arena)),
		.opened_day = {col_day(stmt, 31)},
		.signed_day = NO_DAY,
		.external_id = col_text(stmt, 33, arena),
	};
	sale_set_closed_day(sale, (struct day){col_day(stmt, 32)});
}

static int read_items(struct store *s, struct sqlite3_stmt *stmt, bool is_whole,
		      struct arena *arena, struct import_items *ret)
{
	struct import_item *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_short(stmt, arena, &items[n]);
		if (is_whole) {
			items[n].is_repeat = col_bool(stmt, 9);
			read_who(stmt, arena, &items[n].who);
			read_what(stmt, arena, &items[n].what);
			items[n].birthday = col_text(stmt, 34, arena);
		}
		n++;
	}
	*ret = (struct import_items){items, n};
	return r;
}

static int list(struct store *s, int statement, int64_t import, int limit, struct arena *arena,
		struct import_items *ret)
{
	bool is_whole = statement == STAGED || statement == STAGED_AFTER;
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "in", import, limit);
	return r ? r : read_items(s, stmt, is_whole, arena, ret);
}

int store_import_of_key(struct store *s, int64_t import, const char *key, struct arena *arena,
			struct import_items *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_KEY, &stmt, "it", import, key);
	return r ? r : read_items(s, stmt, true, arena, ret);
}

int store_import_staged(struct store *s, int64_t import, int limit, struct arena *arena,
			struct import_items *ret)
{
	return list(s, STAGED, import, limit, arena, ret);
}

int store_import_staged_after(struct store *s, int64_t after, int limit, struct arena *arena,
			      struct import_items *ret)
{
	return list(s, STAGED_AFTER, after, limit, arena, ret);
}

int store_import_applied(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret)
{
	return list(s, APPLIED, import, limit, arena, ret);
}

int store_import_refused(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret)
{
	return list(s, REFUSED, import, limit, arena, ret);
}

int store_import_doubted(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret)
{
	return list(s, DOUBTED, import, limit, arena, ret);
}

int store_import_not_taken(struct store *s, int64_t import, int limit, struct arena *arena,
			   struct import_items *ret)
{
	return list(s, NOT_TAKEN, import, limit, arena, ret);
}

int store_import_item_refuse(struct store *s, int64_t id, const char *field, const char *refusal)
{
	return store_run(s, &set, REFUSE, "itt", id, field, refusal);
}

int store_import_item_apply(struct store *s, const struct import_item *item)
{
	return store_run(s, &set, APPLY, "iIII", item->id, item->contact, item->sale, item->doubt);
}

int store_import_item_drop(struct store *s, int64_t id)
{
	return store_run(s, &set, DROP, "i", id);
}

int store_import_items_drop(struct store *s, int64_t import, int limit, int *ret)
{
	int r;

	r = store_run(s, &set, DROP_SOME, "in", import, limit);
	if (r == 0)
		*ret = store_changes(s);
	return r;
}

int store_import_items_drop_books(struct store *s)
{
	return store_run(s, &set, DROP_BOOKS, "");
}

int store_import_forget_told(struct store *s)
{
	return store_run(s, &set, FORGET_TOLD, "");
}
