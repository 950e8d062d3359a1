/* What of a row of contacts is not taken, kept to be told with its line and what stays instead. */
#include "ops/import_loss.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "ops/import_contact.h"
#include "store/contact.h"
#include "store/date.h"
#include "store/import.h"
#include "vouch/limits.h"

#define SHOWN_MAX 40 /* characters of a value that are told */

struct telling {
	struct op *op;
	struct import *import;
	const struct import_item *item;
	const char *whose; /* what is kept */
	int64_t contact;   /* 0: whoever an earlier row would make */
};

int import_born_of(struct op *op, int64_t contact, struct import_born *ret)
{
	char known[DATE_TEXT_SIZE];
	struct dates rows;
	int r;

	*ret = (struct import_born){0};
	r = store_date_of_contact(op->store, contact, op->arena, &rows);
	if (r)
		return r;
	ret->has_room = rows.n < VOUCH_DATES_MAX;
	for (size_t i = 0; i < rows.n && !ret->known; i++)
		if (date_is_birthday(&rows.items[i]))
			ret->known = arena_strdup(op->arena, date_write(&rows.items[i], known));
	return 0;
}

/* Its first line, as far as it is told. */
static const char *shown(struct op *op, const char *text)
{
	size_t n = 0;

	for (size_t i = 0; text[n] && text[n] != '\n' && i < SHOWN_MAX; i++) {
		uint32_t character;

		n += utf8_decode(text + n, strlen(text + n), &character);
	}
	return text[n] ? arena_printf(op->arena, "%.*s…", (int)n, text) : text;
}

static int tell(const struct telling *t, const struct import_loss *loss)
{
	struct import_item told = {
		.import = t->import->id,
		.line = t->item->line,
		.field = loss->field,
		.contact = t->contact,
	};
	struct op *op = t->op;
	const char *kept = "nothing";

	if (t->import->not_taken++ >= VOUCH_IMPORT_REFUSALS_MAX)
		return 0;
	if (loss->kept)
		kept = arena_printf(op->arena, "'%s'", shown(op, loss->kept));
	told.refusal = arena_printf(op->arena, "is '%s', not taken: %s keeps %s",
				    shown(op, loss->said), t->whose, kept);
	return store_import_item_add_not_taken(op->store, &told);
}

/* A year that is known on the one side only is something that the other does not say. */
static bool is_birthday_lost(const struct import_item *item, const struct import_born *born)
{
	struct date said = {0}, known = {0};

	if (!item->birthday || (!born->known && born->has_room))
		return false;
	if (!born->known)
		return true;
	(void)date_read(item->birthday, &said);
	(void)date_read(born->known, &known);
	return said.month != known.month || said.month_day != known.month_day ||
	       (said.year && said.year != known.year);
}

static int tell_all(const struct telling *t, const struct contact *c,
		    const struct import_born *born)
{
	struct import_losses all = import_join_losses(t->op, c, &t->item->who);
	int r = 0;

	for (size_t i = 0; r == 0 && i < all.n; i++)
		r = tell(t, &all.items[i]);
	if (r == 0 && is_birthday_lost(t->item, born))
		r = tell(t, &(struct import_loss){"birthday", t->item->birthday, born->known});
	return r;
}

static const char *named(struct op *op, const struct contact *c)
{
	return arena_printf(op->arena, "%s (c%lld)", c->name, (long long)c->id);
}

int import_loss_tell(struct op *op, struct import *import, const struct import_item *item,
		     const struct contact *c, const struct import_born *born)
{
	const struct telling t = {op, import, item, named(op, c), c->id};

	return tell_all(&t, c, born);
}

/* What is known of whom a row would go to, as earlier rows would leave it. */
struct foreseen {
	struct op *op;
	const struct import *import;
	struct contact c;
	struct import_born born;
	int64_t line; /* of the row that made them; 0: they are in the book */
};

static void join(struct foreseen *f, const struct import_item *item, enum import_strength strength)
{
	struct contact_parts parts;

	if (f->line && item->who.external_id)
		strength = MATCH_EXTERNAL;
	else if (strength == MATCH_NONE || strength == MATCH_NAME)
		strength =
			import_match_shares(f->op, &item->who, &f->c) ? MATCH_ADDRESS : MATCH_NAME;
	if (strength != MATCH_MERGED && import_join_id(&f->c, &item->who, f->import->source))
		strength = MATCH_EXTERNAL;
	strength = import_join_strength(strength, &f->c, &item->who);
	(void)import_join(f->op, &f->c, item, strength, &parts);
}

/* An earlier row, where it is about the same contact. */
static int join_earlier(struct foreseen *f, const struct import_item *item)
{
	struct import_match match;
	int r;

	r = import_match_contact(f->op, f->import, &item->who, &match);
	if (r || match.contact != f->c.id)
		return r;
	if (!f->c.id && !f->line) {
		f->line = item->line;
		f->c = item->who;
		f->c.origin = f->import->source;
	}
	join(f, item, match.strength);
	if (!f->born.known && f->born.has_room)
		f->born.known = item->birthday;
	return 0;
}

int import_loss_foresee(struct op *op, struct import *import, const struct import_item *item,
			const struct import_match *match, const struct import_items *earlier)
{
	struct foreseen f = {.op = op, .import = import, .born = {.has_room = true}};
	struct telling t = {.op = op, .import = import, .item = item, .contact = match->contact};
	int r = 0;

	if (match->contact)
		r = import_contact_open(op, import, item, match->contact, &f.c);
	if (r == 0 && match->contact && item->birthday)
		r = import_born_of(op, match->contact, &f.born);
	for (size_t i = 0; r == 0 && i < earlier->n; i++)
		r = join_earlier(&f, &earlier->items[i]);
	if (r > 0 && r == op->fail_code)
		return 0; /* refused when its turn comes */
	if (r || (!f.line && !match->contact))
		return r;
	join(&f, item, match->strength);
	t.whose = f.line ? arena_printf(op->arena, "whoever line %lld is", (long long)f.line)
			 : named(op, &f.c);
	return tell_all(&t, &f.c, &f.born);
}
