/* import.*: begin, add, commit, get, abort. */
#include "ops/import.h"

#include "ops/contact.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

/* A row's members may hold anything: the import refuses the row and not the request. */
#define RAW (PARAM_NULLABLE | PARAM_RAW)
#define ROW_RAW(m, n, h) ROW_TEXT(S, m, n, 0, VOUCH_LINE_MAX, RAW, h)
#define ROW_RAWS(m, n, h) ROW_TEXTS(S, m, n, VOUCH_IMPORT_ITEMS_MAX, VOUCH_LINE_MAX, RAW, h)

#define S struct address
static const struct param address_rows[] = {
	ROW_RAW(street, "street", "street and number"),
	ROW_RAW(city, "city", "town"),
	ROW_RAW(region, "region", "state or region"),
	ROW_RAW(postcode, "postcode", "postal code"),
	ROW_RAW(country, "country", "country"),
	{0},
};
#undef S

struct buyer_params {
	const char *name, *external_id, *email, *phone;
};
#define S struct buyer_params
static const struct param buyer_rows[] = {
	ROW_RAW(name, "name", "their name"),
	ROW_RAW(external_id, "external_id", "their id in the source"),
	ROW_RAW(email, "email", "their e-mail"),
	ROW_RAW(phone, "phone", "their phone number"),
	{0},
};
#undef S

struct item_params {
	int64_t line;
	const char *name, *org, *given, *family;
	struct texts emails, phones, tags;
	struct address address;
	const char *notes, *source, *external_id;
	const char *birthday, *language, *timezone, *what;
	struct buyer_params contact;
	const char *product;
	int64_t amount;
	const char *currency, *state, *opened_day, *closed_day;
};
#define S struct item_params
static const struct param item_rows[] = {
	ROW_INT(S, line, "line", 1, INT32_MAX, 0, PARAM_REQUIRED, "its line in the file"),
	ROW_RAW(name, "name", "of a contact: its name"),
	ROW_RAW(org, "org", "of a contact: organisation"),
	ROW_RAW(given, "given", "of a contact: given name"),
	ROW_RAW(family, "family", "of a contact: family name"),
	ROW_RAWS(emails, "emails", "of a contact: e-mails"),
	ROW_RAWS(phones, "phones", "of a contact: phone numbers"),
	ROW_RAWS(tags, "tags", "of a contact: words to list by"),
	ROW_OBJECT(S, address, "address", address_rows, PARAM_NULLABLE, "of a contact: address"),
	ROW_RAW(notes, "notes", "of a contact: anything else"),
	ROW_RAW(source, "source", "where the contact or the sale came from"),
	ROW_RAW(external_id, "external_id", "its id in the source"),
	ROW_RAW(birthday, "birthday", "of a contact or a date: 1976-05-03, or --05-03"),
	ROW_RAW(what, "what", "of a date: birthday"),
	ROW_RAW(language, "language", "of a contact: their language, en"),
	ROW_RAW(timezone, "timezone", "of a contact: their time zone, Europe/Berlin"),
	ROW_OBJECT(S, contact, "contact", buyer_rows, PARAM_NULLABLE, "of a sale: who buys"),
	ROW_RAW(product, "product", "of a sale: what they buy"),
	ROW_INT(S, amount, "amount", -INT64_MAX, INT64_MAX, NO_AMOUNT, PARAM_NULLABLE,
		"of a sale: in minor units (cents)"),
	ROW_RAW(currency, "currency", "of a sale: ISO 4217 code; from the settings"),
	ROW_RAW(state, "state", "of a sale: open, completed, lost or refunded"),
	ROW_RAW(opened_day, "opened_day", "of a sale: like 2017-12-31"),
	ROW_RAW(closed_day, "closed_day", "of a sale: completed, lost or refunded on this day"),
	{0},
};
#undef S

struct import_params {
	struct given given;
	int64_t import;
	const char *source;
	int kind;
	bool dry_run, strict;
	struct object_list items;
	struct book_items book;
};
#define S struct import_params
#define ROW_IMPORT ROW_ID(S, import, "import", PARAM_REQUIRED, "the import")
static const struct param begin_params[] = {
	ROW_TEXT(S, source, "source", 1, VOUCH_WORD_MAX, PARAM_REQUIRED,
		 "what the rows come from; their external ids belong to it"),
	ROW_WORD(S, kind, "kind", import_kinds, PARAM_REQUIRED, "what the rows are"),
	ROW_BOOL(S, dry_run, "dry_run", "count what would happen, change nothing"),
	ROW_BOOL(S, strict, "strict", "import nothing if one row is refused"),
	{0},
};
static const struct param add_params[] = {
	ROW_IMPORT,
	ROW_OBJECTS(S, items, "items", item_rows, struct item_params, 1, VOUCH_IMPORT_ITEMS_MAX, 0,
		    "the rows of contacts, sales or dates"),
	{.name = "book",
	 .type = PARAM_ITEMS,
	 .offset = offsetof(S, book),
	 .min = 1,
	 .max = VOUCH_IMPORT_ITEMS_MAX,
	 .help = "the items of a whole book as export.items gave them, each with its line"},
	{0},
};
static const struct param one_params[] = {ROW_IMPORT, {0}};

static json_t *render_import(const struct import *i)
{
	json_t *o = json_object();

	set_id(o, "id", i->id);
	set_int(o, "version", i->version);
	set_text(o, "source", i->source);
	set_text(o, "kind", import_kinds[i->kind]);
	set_text(o, "state", import_states[i->state]);
	set_bool(o, "dry_run", i->is_dry_run);
	set_bool(o, "strict", i->is_strict);
	set_int(o, "items", i->n_items);
	set_int(o, "added", i->added);
	set_int(o, "updated", i->updated);
	set_int(o, "unchanged", i->unchanged);
	set_int(o, "refused", i->refused);
	set_int(o, "not_taken", i->not_taken);
	set_id(o, "journal", i->journal);
	set_instant(o, "created_at", i->created_at);
	set_instant(o, "ended_at", i->ended_at);
	return o;
}

static json_t *render_refused(const struct import_items *lines)
{
	json_t *all = json_array();

	for (size_t i = 0; i < lines->n; i++) {
		json_t *o = json_object();

		set_int(o, "line", lines->items[i].line);
		set_text(o, "field", lines->items[i].field);
		set_text(o, "reason", lines->items[i].refusal);
		(void)json_array_append_new(all, o);
	}
	return all;
}

static json_t *render_not_taken(const struct import_items *values)
{
	json_t *all = json_array();

	for (size_t i = 0; i < values->n; i++) {
		json_t *o = json_object();

		set_int(o, "line", values->items[i].line);
		set_text(o, "field", values->items[i].field);
		set_text(o, "reason", values->items[i].refusal);
		set_id(o, "contact", values->items[i].contact);
		(void)json_array_append_new(all, o);
	}
	return all;
}

static json_t *render_duplicates(struct op *op, const struct import_items *lines)
{
	json_t *all = json_array();

	for (size_t i = 0; i < lines->n; i++) {
		int64_t doubt = lines->items[i].doubt;
		json_t *o = json_object();

		set_int(o, "line", lines->items[i].line);
		set_id(o, "id", doubt > 0 ? doubt : 0);
		set_text(o, "name", doubt > 0 ? op_contact_name(op, doubt) : NULL);
		set_id(o, "earlier", doubt < 0 ? -doubt : 0);
		(void)json_array_append_new(all, o);
	}
	return all;
}

static void set_told(json_t *to, struct op *op, const struct import_told *told)
{
	set_object(to, "refused", render_refused(&told->refused));
	set_object(to, "duplicates", render_duplicates(op, &told->duplicates));
	set_object(to, "not_taken", render_not_taken(&told->not_taken));
}

static int import_begin(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct import import = {
		.source = p->source,
		.kind = (enum import_kind)p->kind,
		.is_dry_run = p->dry_run,
		.is_strict = p->strict,
	};
	int r;

	r = op_import_begin(c->op, &import);
	if (r == 0)
		*ret = under("import", render_import(&import));
	return r;
}

static struct import_texts texts_of(const struct texts *t)
{
	return (struct import_texts){t->items, t->n};
}

static struct import_row row_of(const struct item_params *p)
{
	return (struct import_row){
		.line = p->line,
		.name = p->name,
		.org = p->org,
		.given = p->given,
		.family = p->family,
		.emails = texts_of(&p->emails),
		.phones = texts_of(&p->phones),
		.tags = texts_of(&p->tags),
		.address = p->address,
		.notes = p->notes,
		.source = p->source,
		.external_id = p->external_id,
		.birthday = p->birthday,
		.what = p->what,
		.language = p->language,
		.timezone = p->timezone,
		.contact = {p->contact.name, p->contact.external_id, p->contact.email,
			    p->contact.phone},
		.product = p->product,
		.amount = p->amount,
		.currency = p->currency,
		.state = p->state,
		.opened_day = p->opened_day,
		.closed_day = p->closed_day,
	};
}

static int import_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct item_params *items = p->items.items;
	struct import_row *rows = arena_array(c->op->arena, p->items.n, sizeof *rows);
	struct import import;
	int r;

	if ((p->items.n != 0) == (p->book.n != 0))
		return op_fail(c->op, VOUCH_E_CONFLICT, p->book.n ? "book" : "items",
			       "give items or book, and not both");
	for (size_t i = 0; i < p->items.n; i++)
		rows[i] = row_of(&items[i]);
	r = p->book.n ? op_import_add_book(c->op, p->import, &p->book, &import)
		      : op_import_add(c->op, p->import, rows, p->items.n, &import);
	if (r == 0)
		*ret = under("import", render_import(&import));
	return r;
}

static int import_commit(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct import_told told;
	struct import import;
	int r;

	r = op_import_commit(c->op, p->import, &import, &told);
	if (r)
		return r;
	*ret = under("import", render_import(&import));
	set_told(*ret, c->op, &told);
	return 0;
}

static int import_get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct import_told told;
	struct import import;
	int r;

	r = op_import_get(c->op, p->import, &import, &told);
	if (r)
		return r;
	*ret = under("import", render_import(&import));
	set_told(*ret, c->op, &told);
	return 0;
}

static int import_abort(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct import import;
	int r;

	r = op_import_abort(c->op, p->import, &import);
	if (r == 0)
		*ret = under("import", render_import(&import));
	return r;
}

const struct method import_methods[] = {
	{"import.begin", begin_params, sizeof(S), import_begin, METHOD_WRITE,
	 "Begin an import of contacts, sales or dates", "import"},
	{"import.add", add_params, sizeof(S), import_add, METHOD_WRITE,
	 "Stage rows; a bad one is refused by itself", "import"},
	{"import.commit", one_params, sizeof(S), import_commit, METHOD_WRITE,
	 "Apply what was staged, in slices; the event import.done tells the end",
	 "import, refused, duplicates, not_taken"},
	{"import.get", one_params, sizeof(S), import_get, METHOD_READ,
	 "How far an import is, what it refused, is in doubt of and did not take",
	 "import, refused, duplicates, not_taken"},
	{"import.abort", one_params, sizeof(S), import_abort, METHOD_WRITE,
	 "Drop what was staged; an import that was committed goes on", "import"},
	{0},
};
