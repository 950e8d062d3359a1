/* CSV out: what a spreadsheet opens, and vouch import takes back. */
#include "export.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "csv_cell.h"
#include "escape.h"
#include "vouch/limits.h"

enum cell {
	CELL_TEXT, /* one line */
	CELL_LINES,
	CELL_NUMBER,
	CELL_LIST,
	CELL_AMOUNT,
	CELL_CLOSED,    /* the day on which a sale was decided */
	CELL_BIRTHDAY,  /* of the contact, as date.list has it */
	CELL_HOUSEHOLD, /* its name */
	CELL_EMAIL,     /* the first of the contact whom the row is about */
	CELL_PHONE,
};

struct column {
	const char *name, *path;
	enum cell kind;
};

struct table {
	const char *method, *one, *many;
	const struct column *columns;
	size_t n;
	bool is_newest_first; /* is how vouchd lists them; a table reads the other way round */
};

/* A table on its way out, with what its cells look up by id. */
struct sheet {
	struct export *e;
	const struct table *table;
	bool is_shown; /* on a terminal, which nothing that was typed may drive */
	json_t *birthdays, *households, *people;
	size_t n_dead;
	struct str line;
};

static const struct column contact_columns[] = {
	{"id", "id", CELL_NUMBER},
	{"name", "name", CELL_TEXT},
	{"given", "given", CELL_TEXT},
	{"family", "family", CELL_TEXT},
	{"org", "org", CELL_TEXT},
	{"emails", "emails", CELL_LIST},
	{"phones", "phones", CELL_LIST},
	{"street", "address.street", CELL_TEXT},
	{"city", "address.city", CELL_TEXT},
	{"region", "address.region", CELL_TEXT},
	{"postcode", "address.postcode", CELL_TEXT},
	{"country", "address.country", CELL_TEXT},
	{"tags", "tags", CELL_LIST},
	{"notes", "notes", CELL_LINES},
	{"birthday", "id", CELL_BIRTHDAY},
	{"language", "language", CELL_TEXT},
	{"timezone", "timezone", CELL_TEXT},
	{"source", "source", CELL_TEXT},
	{"standing", "standing", CELL_TEXT},
	{"cadence", "cadence", CELL_TEXT},
	{"household", "household", CELL_HOUSEHOLD},
	{"listen_for", "listen_for", CELL_TEXT},
	{"consent_newsletter", "consent.newsletter", CELL_TEXT},
	{"consent_card", "consent.card", CELL_TEXT},
	{"consent_call", "consent.call", CELL_TEXT},
	{"consent_message", "consent.message", CELL_TEXT},
	{"consent_email", "consent.email", CELL_TEXT},
	{"last_touch", "last_touch", CELL_TEXT},
	{"next_day", "next.due", CELL_TEXT},
	{"next", "next.title", CELL_TEXT},
};

static const struct column sale_columns[] = {
	{"id", "id", CELL_NUMBER},
	{"contact", "contact.name", CELL_TEXT},
	{"contact_id", "contact.id", CELL_NUMBER},
	{"email", "contact.id", CELL_EMAIL},
	{"phone", "contact.id", CELL_PHONE},
	{"product", "product", CELL_TEXT},
	{"amount", "amount", CELL_AMOUNT},
	{"currency", "currency", CELL_TEXT},
	{"stage", "state", CELL_TEXT},
	{"opened", "opened_day", CELL_TEXT},
	{"closed", "state", CELL_CLOSED},
	{"source", "source", CELL_TEXT},
	{"signed", "signed_day", CELL_TEXT},
	{"reason", "reason", CELL_TEXT},
	{"referral", "referral", CELL_NUMBER},
};

static const struct column followup_columns[] = {
	{"followup", "id", CELL_NUMBER},
	{"contact", "contact.name", CELL_TEXT},
	{"contact_id", "contact.id", CELL_NUMBER},
	{"kind", "kind", CELL_TEXT},
	{"channel", "channel", CELL_TEXT},
	{"title", "title", CELL_TEXT},
	{"state", "state", CELL_TEXT},
	{"due", "due", CELL_TEXT},
	{"planned", "planned", CELL_TEXT},
	{"sale", "sale", CELL_NUMBER},
	{"plan", "plan.name", CELL_TEXT},
	{"step", "plan.step", CELL_TEXT},
	{"outcome", "outcome", CELL_TEXT},
	{"ended", "ended_day", CELL_TEXT},
	{"reason", "reason", CELL_TEXT},
	{"note", "note", CELL_LINES},
};

static const struct column referral_columns[] = {
	{"referral", "id", CELL_NUMBER},
	{"direction", "direction", CELL_TEXT},
	{"referrer", "referrer.name", CELL_TEXT},
	{"referrer_id", "referrer.id", CELL_NUMBER},
	{"to", "to.name", CELL_TEXT},
	{"to_id", "to.id", CELL_NUMBER},
	{"who", "person.name", CELL_TEXT},
	{"who_id", "person.id", CELL_NUMBER},
	{"name", "name", CELL_TEXT},
	{"phone", "phone", CELL_TEXT},
	{"email", "email", CELL_TEXT},
	{"relation", "relation", CELL_TEXT},
	{"permission", "permission", CELL_TEXT},
	{"need", "need", CELL_LINES},
	{"status", "status", CELL_TEXT},
	{"origin", "origin", CELL_TEXT},
	{"received", "received_day", CELL_TEXT},
	{"closed", "closed_day", CELL_TEXT},
	{"thanked", "thanked_day", CELL_TEXT},
	{"told_first_contact", "told_contact_day", CELL_TEXT},
	{"told_outcome", "told_outcome_day", CELL_TEXT},
	{"sale", "sale", CELL_NUMBER},
	{"reason", "reason", CELL_TEXT},
	{"note", "note", CELL_LINES},
};

#define COLUMNS(list) .columns = (list), .n = ARRAY_LEN(list)
static const struct table contacts = {"contact.list", "contact", "contacts",
				      COLUMNS(contact_columns)};
static const struct table sales = {"sale.list", "sale", "sales", COLUMNS(sale_columns), true};
static const struct table followups = {"followup.list", "follow-up", "follow-ups",
				       COLUMNS(followup_columns)};
static const struct table referrals = {"referral.list", "referral", "referrals",
				       COLUMNS(referral_columns), true};

/* What the id at hand is known by in one of the maps. */
static const json_t *look_up(const json_t *map, const json_t *id)
{
	char key[24];

	if (!json_is_integer(id))
		return NULL;
	(void)snprintf(key, sizeof key, "%lld", (long long)json_integer_value(id));
	return json_object_get(map, key);
}

static void put(json_t *map, const json_t *id, json_t *value)
{
	char key[24];

	(void)snprintf(key, sizeof key, "%lld", (long long)json_integer_value(id));
	(void)json_object_set_new(map, key, value);
}

static char in_line(char c)
{
	return c == '\n' || c == '\t' ? ' ' : c;
}

static void add_text(struct str *out, const char *text)
{
	for (; *text; text++)
		str_add_char(out, in_line(*text));
}

/* A separator inside one of them is marked; with a line break none would come back. */
static void add_list(struct str *out, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		str_add(out, i ? "; " : "");
		for (const char *c = json_string_value(item); *c; c++) {
			if (*c == ';' || *c == '\\')
				str_add_char(out, '\\');
			str_add_char(out, in_line(*c));
		}
	}
}

/* 1450.00: no thousands, a point, and all of the currency's decimals. */
static void add_amount(struct str *out, const json_t *row)
{
	long long minor = number_of(row, "amount"), one = 1;
	int exponent = (int)number_of(row, "exponent");

	if (!json_is_integer(json_object_get(row, "amount")))
		return;
	for (int i = 0; i < exponent; i++)
		one *= 10;
	str_addf(out, "%lld", minor / one);
	if (exponent > 0)
		str_addf(out, ".%0*lld", exponent, minor % one);
}

static const char *closed_day(const json_t *sale)
{
	static const char *const days[] = {"refunded_day", "lost_day", "completed_day"};

	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		if (*text_of(sale, days[i]))
			return text_of(sale, days[i]);
	return "";
}

static void add_value(struct str *out, const struct sheet *s, const struct column *c,
		      const json_t *row)
{
	const json_t *value = member_of(row, c->path);

	switch (c->kind) {
	case CELL_TEXT:
		add_text(out, text_of(row, c->path));
		break;
	case CELL_LINES:
		str_add(out, text_of(row, c->path));
		break;
	case CELL_NUMBER:
		if (json_is_integer(value))
			str_addf(out, "%lld", (long long)json_integer_value(value));
		break;
	case CELL_LIST:
		add_list(out, value);
		break;
	case CELL_AMOUNT:
		add_amount(out, row);
		break;
	case CELL_CLOSED:
		str_add(out, closed_day(row));
		break;
	case CELL_BIRTHDAY:
		str_add(out, text_of(look_up(s->birthdays, value), "day"));
		break;
	case CELL_HOUSEHOLD:
		add_text(out, text_of(look_up(s->households, value), "name"));
		break;
	case CELL_EMAIL:
		str_add(out, text_of(look_up(s->people, value), "email"));
		break;
	case CELL_PHONE:
		str_add(out, text_of(look_up(s->people, value), "phone"));
		break;
	}
}

static void add_cell(struct sheet *s, const struct column *c, const json_t *row)
{
	_cleanup_str_ struct str value = {0}, safe = {0};

	add_value(&value, s, c, row);
	if (s->is_shown)
		escape_add(&safe, str_text(&value), ESCAPE_LINES);
	csv_add_cell(&s->line, str_text(s->is_shown ? &safe : &value), s->e->is_raw);
}

static void write_row(struct sheet *s, const json_t *row)
{
	if (s->table == &contacts && str_equal(text_of(row, "state"), "deceased")) {
		s->n_dead++;
		return;
	}
	str_reset(&s->line);
	for (size_t i = 0; i < s->table->n; i++) {
		str_add(&s->line, i ? "," : "");
		add_cell(s, &s->table->columns[i], row);
	}
	str_add(&s->line, "\r\n");
	(void)fwrite(s->line.data, s->line.len, 1, s->e->to);
	s->e->n++;
}

static void write_header(const struct sheet *s)
{
	for (size_t i = 0; i < s->table->n; i++)
		(void)fprintf(s->e->to, "%s%s", i ? "," : "", s->table->columns[i].name);
	(void)fputs("\r\n", s->e->to);
}

/* A page at a time: a book may be large. */
static int each_row(struct sheet *s, json_t *params, void (*take)(struct sheet *, const json_t *))
{
	json_t *next = json_true();
	int r = 0;

	(void)json_object_set_new(params, "limit", json_integer(VOUCH_LIST_MAX));
	while (!r && next) {
		json_auto_t *page = NULL;
		const json_t *row;
		size_t i;

		r = cli_read(s->e->cli, s->table->method, json_copy(params), &page);
		json_array_foreach (json_object_get(page, "items"), i, row)
			take(s, row);
		next = json_object_get(page, "next");
		next = json_is_string(next) ? next : NULL;
		if (next)
			(void)json_object_set(params, "cursor", next);
	}
	json_decref(params);
	return r;
}

static int write_reversed(struct sheet *s)
{
	json_auto_t *items = NULL;
	int r;

	r = cli_read_all(s->e->cli, s->table->method, json_object(), false, &items);
	for (size_t i = r ? 0 : json_array_size(items); i > 0; i--)
		write_row(s, json_array_get(items, i - 1));
	return r;
}

static int write_table(struct export *e, struct sheet *s, json_t *params)
{
	s->e = e;
	s->is_shown = isatty(fileno(e->to));
	e->one = s->table->one;
	e->many = s->table->many;
	write_header(s);
	if (!s->table->is_newest_first)
		return each_row(s, params, write_row);
	json_decref(params);
	return write_reversed(s);
}

static int read_into(struct cli *cli, const char *method, const char *key, json_t *map)
{
	json_auto_t *items = NULL;
	const json_t *item;
	size_t i;
	int r;

	r = cli_read_all(cli, method, json_object(), false, &items);
	if (r)
		return r;
	json_array_foreach (items, i, item)
		if (!json_object_get(item, "what") || str_equal(text_of(item, "what"), "birthday"))
			put(map, member_of(item, key), json_incref((json_t *)item));
	return 0;
}

int export_csv(struct export *e)
{
	struct sheet s = {.table = &contacts};
	int r;

	s.birthdays = json_object();
	s.households = json_object();
	r = read_into(e->cli, "date.list", "contact.id", s.birthdays);
	if (!r)
		r = read_into(e->cli, "household.list", "id", s.households);
	if (!r)
		r = write_table(e, &s, json_pack("{s:b}", "full", 1));
	if (s.n_dead)
		e->note = "Those who have died are left out; vouch export everything has them.";
	json_decref(s.birthdays);
	json_decref(s.households);
	str_deinit(&s.line);
	return r;
}

int export_sales(struct export *e)
{
	struct sheet s = {.table = &sales};
	int r;

	s.people = json_object();
	r = read_into(e->cli, "contact.list", "id", s.people);
	if (!r)
		r = write_table(e, &s, json_object());
	json_decref(s.people);
	str_deinit(&s.line);
	return r;
}

static int write_plain(struct export *e, const struct table *table)
{
	struct sheet s = {.table = table};
	int r = write_table(e, &s, json_object());

	str_deinit(&s.line);
	return r;
}

int export_followups(struct export *e)
{
	return write_plain(e, &followups);
}

int export_referrals(struct export *e)
{
	return write_plain(e, &referrals);
}
