/* Phones, e-mails, tags and consents of a contact. */
#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "domain/phone.h"
#include "domain/words.h"
#include "store/contact.h"
#include "store/sets.h"
#include "vouch/limits.h"

enum {
	PHONES,
	PHONE_ADD,
	PHONES_DROP,
	EMAILS,
	EMAIL_ADD,
	EMAILS_DROP,
	TAGS,
	TAG_ADD,
	TAGS_DROP,
	CONSENTS,
	CONSENT_SET,
	PHONE_KEY,
	COUNTRY,
	WITH_PHONES,
	EMAIL_KEY,
	N
};

static const char *const sql[] = {
	[PHONES] = "SELECT number FROM contact_phone WHERE contact = ?1 ORDER BY position",
	[PHONE_ADD] = "INSERT INTO contact_phone (contact, position, number, digits) "
		      "VALUES (?1, ?2, ?3, ?4)",
	[PHONES_DROP] = "DELETE FROM contact_phone WHERE contact = ?1",
	[EMAILS] = "SELECT address FROM contact_email WHERE contact = ?1 ORDER BY position",
	[EMAIL_ADD] = "INSERT INTO contact_email (contact, position, address, address_key) "
		      "VALUES (?1, ?2, ?3, ?4)",
	[EMAILS_DROP] = "DELETE FROM contact_email WHERE contact = ?1",
	[TAGS] = "SELECT tag FROM contact_tag WHERE contact = ?1 ORDER BY tag",
	[TAG_ADD] = "INSERT OR IGNORE INTO contact_tag (contact, tag) VALUES (?1, ?2)",
	[TAGS_DROP] = "DELETE FROM contact_tag WHERE contact = ?1",
	[CONSENTS] = "SELECT channel, answer FROM contact_consent WHERE contact = ?1",
	[CONSENT_SET] = "INSERT INTO contact_consent (contact, channel, answer, day, source) "
			"VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (contact, channel) DO UPDATE SET "
			"answer = excluded.answer, day = excluded.day, source = excluded.source",
	[PHONE_KEY] = "UPDATE contact_phone SET digits = ?3 WHERE contact = ?1 AND number = ?2 "
		      "AND digits <> ?3",
	[COUNTRY] = "SELECT country FROM contact WHERE id = ?1",
	[WITH_PHONES] = "SELECT contact FROM contact_phone WHERE contact > ?1 "
			"ORDER BY contact LIMIT 1000",
	[EMAIL_KEY] = "UPDATE contact_email SET address_key = ?3 WHERE contact = ?1 "
		      "AND address = ?2 AND address_key <> ?3",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CONTACT_PART};
const struct stmt_set *const store_set_contact_part = &set;

static int load_texts(struct store *s, int statement, int64_t id, struct arena *arena,
		      const char ***ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	const char **items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = col_text(stmt, 0, arena);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

/* True where the rows already hold exactly these texts. */
static int is_same(struct store *s, int statement, int64_t id, const char *const *items, size_t n)
{
	struct arena *arena = arena_new();
	const char **old;
	size_t n_old;
	int r;

	r = load_texts(s, statement, id, arena, &old, &n_old);
	if (r == 0) {
		r = n == n_old;
		for (size_t i = 0; r == 1 && i < n; i++)
			r = strcmp(old[i], items[i]) == 0;
	}
	arena_free(arena);
	return r;
}

static int load_country(struct store *s, int64_t id, struct arena *arena, const char **ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = NULL;
	r = store_bind(s, &set, COUNTRY, &stmt, "i", id);
	if (r == 0)
		r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = col_text(stmt, 0, arena);
	store_reset(stmt);
	return 0;
}

static int add_phones(struct store *s, int64_t id, const char *const *items, size_t n)
{
	char key[4 * VOUCH_PHONE_MAX + PHONE_KEY_MORE];
	struct arena *arena = arena_new();
	const char *country;
	int r;

	r = load_country(s, id, arena, &country);
	for (size_t i = 0; r == 0 && i < n; i++) {
		phone_key(items[i], country, store_home(s), key, sizeof key);
		r = store_run(s, &set, PHONE_ADD, "iitt", id, (int64_t)i, items[i], key);
	}
	arena_free(arena);
	return r;
}

int store_contact_set_phones(struct store *s, int64_t id, const char *const *items, size_t n)
{
	int r;

	r = is_same(s, PHONES, id, items, n);
	if (r)
		return r < 0 ? r : 0;
	r = store_run(s, &set, PHONES_DROP, "i", id);
	return r ? r : add_phones(s, id, items, n);
}

int store_contact_set_emails(struct store *s, int64_t id, const char *const *items, size_t n)
{
	char key[4 * VOUCH_EMAIL_MAX + 1];
	int r;

	r = is_same(s, EMAILS, id, items, n);
	if (r)
		return r < 0 ? r : 0;
	r = store_run(s, &set, EMAILS_DROP, "i", id);
	for (size_t i = 0; r == 0 && i < n; i++) {
		utf8_fold(items[i], key, sizeof key);
		r = store_run(s, &set, EMAIL_ADD, "iitt", id, (int64_t)i, items[i], key);
	}
	return r;
}

int store_contact_set_tags(struct store *s, int64_t id, const char *const *items, size_t n)
{
	int r;

	r = is_same(s, TAGS, id, items, n);
	if (r)
		return r < 0 ? r : 0;
	r = store_run(s, &set, TAGS_DROP, "i", id);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = store_run(s, &set, TAG_ADD, "it", id, items[i]);
	return r;
}

int store_contact_set_consent(struct store *s, int64_t id, const char *channel, const char *answer,
			      struct day day, const char *source)
{
	return store_run(s, &set, CONSENT_SET, "ittdt", id, channel, answer, day, source);
}

static int rekey_phones(struct store *s, int64_t id, struct arena *arena)
{
	char key[4 * VOUCH_PHONE_MAX + PHONE_KEY_MORE];
	const char **phones, *country;
	size_t n;
	int r;

	r = load_texts(s, PHONES, id, arena, &phones, &n);
	if (r == 0)
		r = load_country(s, id, arena, &country);
	for (size_t i = 0; r == 0 && i < n; i++) {
		phone_key(phones[i], country, store_home(s), key, sizeof key);
		r = store_run(s, &set, PHONE_KEY, "itt", id, phones[i], key);
	}
	return r;
}

int store_contact_rekey_parts(struct store *s, int64_t id, struct arena *arena)
{
	char key[4 * VOUCH_EMAIL_MAX + 1];
	const char **emails;
	size_t n;
	int r;

	r = rekey_phones(s, id, arena);
	if (r == 0)
		r = load_texts(s, EMAILS, id, arena, &emails, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		utf8_fold(emails[i], key, sizeof key);
		r = store_run(s, &set, EMAIL_KEY, "itt", id, emails[i], key);
	}
	return r;
}

int store_contact_rekey_all_phones(struct store *s)
{
	struct arena *arena = arena_new();
	int64_t *ids, last = 0;
	size_t n = 1;
	int r = 0;

	while (r == 0 && n) {
		struct sqlite3_stmt *stmt;

		r = store_bind(s, &set, WITH_PHONES, &stmt, "i", last);
		if (r == 0)
			r = store_all_ints(s, stmt, arena, &ids, &n);
		for (size_t i = 0; r == 0 && i < n; i++) {
			if (ids[i] != last)
				r = rekey_phones(s, ids[i], arena);
			last = ids[i];
		}
		arena_reset(arena);
	}
	arena_free(arena);
	return r;
}

static int load_consents(struct store *s, struct contact *c)
{
	struct sqlite3_stmt *stmt;
	int r;

	for (int i = 0; i < N_CONSENTS; i++)
		c->consent[i] = CONSENT_UNKNOWN;
	r = store_bind(s, &set, CONSENTS, &stmt, "i", c->id);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		int channel = col_word(stmt, 0, consent_channels);

		c->consent[channel] = col_word(stmt, 1, consents);
	}
	return r;
}

int store_contact_load_parts(struct store *s, struct arena *arena, struct contact *c)
{
	int r;

	r = load_texts(s, PHONES, c->id, arena, &c->phones, &c->n_phones);
	if (r == 0)
		r = load_texts(s, EMAILS, c->id, arena, &c->emails, &c->n_emails);
	if (r == 0)
		r = load_texts(s, TAGS, c->id, arena, &c->tags, &c->n_tags);
	return r ? r : load_consents(s, c);
}
