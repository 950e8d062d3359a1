/* Forgetting somebody: hashes of what they are recognised by, and a file without remains. */
#include "store/erase.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <gcrypt.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/book.h"
#include "store/sets.h"
#include "store/store.h"

#define KEY_SIZE 32
#define HASH_SIZE 32
#define HEX_SIZE (2 * HASH_SIZE + 1)

enum { FORGET, DAY, KEY, ADD_KEY, ADD_ERASURE, N };

static const char *const sql[] = {
	[FORGET] = "INSERT INTO forgotten (kind, hash, day) VALUES (?1, ?2, ?3) "
		   "ON CONFLICT (kind, hash) DO UPDATE SET day = excluded.day",
	[DAY] = "SELECT day FROM forgotten WHERE kind = ?1 AND hash = ?2",
	[KEY] = "SELECT value FROM book WHERE key = 'forget-key'",
	[ADD_KEY] = "INSERT INTO book (key, value) VALUES ('forget-key', ?1)",
	[ADD_ERASURE] = "INSERT INTO erasure (contact, at) VALUES (?1, ?2) "
			"ON CONFLICT (contact) DO NOTHING",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_ERASE};
const struct stmt_set *const store_set_erase = &set;

static const char *const kinds[] = {
	[FORGOTTEN_EMAIL] = "email",
	[FORGOTTEN_PHONE] = "phone",
	[FORGOTTEN_EXTERNAL] = "external",
	[FORGOTTEN_NAME] = "name",
};

static int start_library(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return 0;
	if (!gcry_check_version("1.8.0"))
		return -ENOSYS;
	(void)gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
	(void)gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
	return 0;
}

static void to_hex(const unsigned char *bytes, size_t n, char to[HEX_SIZE])
{
	for (size_t i = 0; i < n; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", bytes[i]);
}

/* "" where there is none yet. */
static int read_key(struct store *s, char to[HEX_SIZE])
{
	struct sqlite3_stmt *stmt;
	int r;

	to[0] = '\0';
	r = store_bind(s, &set, KEY, &stmt, "");
	if (r == 0)
		r = store_step(s, stmt);
	if (r <= 0)
		return r;
	str_copy(to, HEX_SIZE, (const char *)sqlite3_column_text(stmt, 0));
	store_reset(stmt);
	return 0;
}

static int make_key(struct store *s, char to[HEX_SIZE])
{
	unsigned char bytes[KEY_SIZE];

	gcry_randomize(bytes, sizeof bytes, GCRY_STRONG_RANDOM);
	to_hex(bytes, sizeof bytes, to);
	return store_run(s, &set, ADD_KEY, "t", to);
}

/* Kinds are told apart by the table: a number is no address. */
static int hash(const char *key, const char *text, char to[HEX_SIZE])
{
	gcry_md_hd_t md;

	if (gcry_md_open(&md, GCRY_MD_SHA256, GCRY_MD_FLAG_HMAC))
		return -EIO;
	if (gcry_md_setkey(md, key, strlen(key))) {
		gcry_md_close(md);
		return -EIO;
	}
	gcry_md_write(md, text, strlen(text));
	to_hex(gcry_md_read(md, GCRY_MD_SHA256), HASH_SIZE, to);
	gcry_md_close(md);
	return 0;
}

int store_forget(struct store *s, enum forgotten kind, const char *text, struct day day)
{
	char key[HEX_SIZE], hex[HEX_SIZE];
	int r;

	r = start_library();
	if (r == 0)
		r = read_key(s, key);
	if (r == 0 && !*key)
		r = make_key(s, key);
	if (r == 0)
		r = hash(key, text, hex);
	return r ? r : store_run(s, &set, FORGET, "ttd", kinds[kind], hex, day);
}

int store_forgotten_day(struct store *s, enum forgotten kind, const char *text, struct day *ret)
{
	char key[HEX_SIZE], hex[HEX_SIZE];
	struct sqlite3_stmt *stmt;
	int r;

	*ret = NO_DAY;
	r = start_library();
	if (r == 0)
		r = read_key(s, key);
	if (r || !*key)
		return r;
	r = hash(key, text, hex);
	if (r == 0)
		r = store_bind(s, &set, DAY, &stmt, "tt", kinds[kind], hex);
	if (r == 0)
		r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct day){col_day(stmt, 0)};
	store_reset(stmt);
	return 0;
}

int store_erasure_add(struct store *s, int64_t contact, int64_t at)
{
	return store_run(s, &set, ADD_ERASURE, "ii", contact, at);
}

int store_vacuum(struct store *s)
{
	int code;

	code = sqlite3_exec(store_db(s), "VACUUM", NULL, NULL, NULL);
	if (code == SQLITE_OK && store_path(s))
		code = sqlite3_wal_checkpoint_v2(store_db(s), NULL, SQLITE_CHECKPOINT_TRUNCATE,
						 NULL, NULL);
	return code ? store_failed(s, code, true) : 0;
}
