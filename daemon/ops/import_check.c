/* Checking one row of an import before it is staged. A refusal reads on from the field's name:
 * "closed_day" "is missing". */
#include "ops/import_check.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "domain/date.h"
#include "domain/money.h"
#include "domain/words.h"
#include "ops/contact.h"
#include "vouch/limits.h"

#define SHOWN_MAX 40   /* characters of a value that are told back */
#define PHONE_DIGITS 3 /* fewer are no number */

struct check {
	struct op *op;
	enum import_kind kind;
	struct import_item *item;
};

/* The first fault of a row is the one that is told. */
__attribute__((format(printf, 3, 4))) static void refuse(struct check *c, const char *field,
							 const char *format, ...)
{
	va_list args;

	if (c->item->refusal)
		return;
	va_start(args, format);
	c->item->field = field;
	c->item->refusal = arena_vprintf(c->op->arena, format, args);
	va_end(args);
}

static const char *shown(struct check *c, const char *text)
{
	size_t n = 0;

	for (size_t i = 0; text[n] && i < SHOWN_MAX; i++) {
		uint32_t character;

		n += utf8_decode(text + n, strlen(text + n), &character);
	}
	return text[n] ? arena_printf(c->op->arena, "%.*s…", (int)n, text) : text;
}

static bool is_control(uint32_t c, bool many_lines)
{
	return (c < 0x20 && c != '\t' && !(many_lines && c == '\n')) || (c >= 0x7f && c < 0xa0);
}

/* The text, null where it is empty or was refused. */
static const char *take(struct check *c, const char *text, const char *field, int64_t max)
{
	int64_t length = 0;

	if (!text || !*text)
		return NULL;
	for (size_t i = 0, n = strlen(text); i < n; length++) {
		uint32_t character;

		i += utf8_decode(text + i, n - i, &character);
		if (!is_control(character, max == VOUCH_TEXT_MAX))
			continue;
		if (character == '\n')
			refuse(c, field, "holds a line break");
		else
			refuse(c, field, "holds the control character U+%04X", (unsigned)character);
		return NULL;
	}
	if (length <= max)
		return text;
	refuse(c, field, "is longer than %lld characters", (long long)max);
	return NULL;
}

static const char *need(struct check *c, const char *text, const char *field, int64_t max)
{
	if (!text || !*text)
		refuse(c, field, "is missing");
	return take(c, text, field, max);
}

static void check_email(struct check *c, const char *text, const char *field)
{
	const char *at = strchr(text, '@');

	if (!at || at == text || !at[1] || strchr(at + 1, '@') || strchr(text, ' '))
		refuse(c, field, "is '%s', no e-mail address", shown(c, text));
}

static void check_phone(struct check *c, const char *text, const char *field)
{
	size_t n = 0;

	for (const char *digit = text; *digit; digit++)
		n += *digit >= '0' && *digit <= '9';
	if (n < PHONE_DIGITS)
		refuse(c, field, "is '%s', no phone number", shown(c, text));
}

static void check_timezone(struct check *c, const char *name)
{
	struct zone *zone;

	if (!name)
		return;
	if (zone_load(name, &zone) == 0)
		zone_free(zone);
	else
		refuse(c, "timezone", "is '%s', no time zone like Europe/Berlin", shown(c, name));
}

static const char *take_birthday(struct check *c, const char *text)
{
	struct date date = {0};

	if (!text || !*text)
		return NULL;
	if (!date_read(text, &date))
		refuse(c, "birthday", "is '%s', no day like 1976-05-03 or --05-03", shown(c, text));
	else if (date.year &&
		 day_before(c->op->today, day_from_civil(date.year, date.month, date.month_day)))
		refuse(c, "birthday", "%s lies in the future", text);
	return text;
}

struct list_rule {
	const char *field;
	size_t most;
	int64_t max;
	void (*check)(struct check *c, const char *text, const char *field);
};

/* Empty texts of a list are none. */
static const char **take_list(struct check *c, const struct import_texts *from,
			      const struct list_rule *rule, size_t *ret_n)
{
	const char **items = arena_array(c->op->arena, from->n, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		const char *field = arena_printf(c->op->arena, "%s[%zu]", rule->field, i);
		const char *text = take(c, from->items[i], field, rule->max);

		if (text && rule->check)
			rule->check(c, text, field);
		if (text)
			items[n++] = text;
	}
	if (n > rule->most)
		refuse(c, rule->field, "has %zu entries, %zu are the most", n, rule->most);
	*ret_n = n;
	return items;
}

static struct day take_day(struct check *c, const char *text, const char *field)
{
	struct day day = NO_DAY;

	if (!text || !*text)
		return NO_DAY;
	if (!day_parse(text, &day) || !day_in_range(day))
		refuse(c, field, "is '%s', no day like 2017-12-31", shown(c, text));
	else if (day_before(c->op->today, day))
		refuse(c, field, "%s lies in the future", text);
	return day;
}

static const char *joined_words(struct check *c, const char *const *words)
{
	const char *all = words[0];

	for (size_t i = 1; words[i]; i++)
		all = arena_printf(c->op->arena, "%s, %s", all, words[i]);
	return all;
}

/* "Ana Ruiz" of given and family name, else the organisation. */
static const char *name_of(struct check *c, const struct import_row *row)
{
	if (row->name && *row->name)
		return row->name;
	if (row->given && *row->given && row->family && *row->family)
		return arena_printf(c->op->arena, "%s %s", row->given, row->family);
	if (row->given && *row->given)
		return row->given;
	if (row->family && *row->family)
		return row->family;
	return row->org;
}

/* A member that only the other kind of import has. */
static void check_stray(struct check *c, const char *text, const char *field)
{
	if (text && *text)
		refuse(c, field, "does not belong to an import of %s", import_kinds[c->kind]);
}

static void check_contact(struct check *c, const struct import_row *row)
{
	static const struct list_rule emails = {"emails", VOUCH_EMAILS_MAX, VOUCH_EMAIL_MAX,
						check_email};
	static const struct list_rule phones = {"phones", VOUCH_PHONES_MAX, VOUCH_PHONE_MAX,
						check_phone};
	static const struct list_rule tags = {"tags", VOUCH_TAGS_MAX, VOUCH_WORD_MAX, NULL};
	const struct address *a = &row->address;
	struct contact *who = &c->item->who;

	who->name = need(c, name_of(c, row), "name", VOUCH_NAME_MAX);
	who->org = take(c, row->org, "org", VOUCH_NAME_MAX);
	who->given = take(c, row->given, "given", VOUCH_NAME_MAX);
	who->family = take(c, row->family, "family", VOUCH_NAME_MAX);
	who->emails = take_list(c, &row->emails, &emails, &who->n_emails);
	who->phones = take_list(c, &row->phones, &phones, &who->n_phones);
	who->tags = take_list(c, &row->tags, &tags, &who->n_tags);
	who->address.street = take(c, a->street, "address.street", VOUCH_NAME_MAX);
	who->address.city = take(c, a->city, "address.city", VOUCH_NAME_MAX);
	who->address.region = take(c, a->region, "address.region", VOUCH_NAME_MAX);
	who->address.postcode = take(c, a->postcode, "address.postcode", VOUCH_WORD_MAX);
	who->address.country = take(c, a->country, "address.country", VOUCH_NAME_MAX);
	who->notes = take(c, row->notes, "notes", VOUCH_TEXT_MAX);
	who->source = take(c, row->source, "source", VOUCH_WORD_MAX);
	who->external_id = take(c, row->external_id, "external_id", VOUCH_UID_MAX);
	who->language = take(c, row->language, "language", VOUCH_WORD_MAX);
	who->timezone = take(c, row->timezone, "timezone", VOUCH_WORD_MAX);
	check_timezone(c, who->timezone);
	c->item->birthday = take_birthday(c, row->birthday);
	check_stray(c, row->contact.name, "contact.name");
	check_stray(c, row->product, "product");
	check_stray(c, row->state, "state");
	check_stray(c, row->opened_day, "opened_day");
	check_stray(c, row->closed_day, "closed_day");
}

static void check_buyer(struct check *c, const struct import_row *row)
{
	struct contact *who = &c->item->who;
	const char **texts = arena_array(c->op->arena, 2, sizeof *texts);

	who->name = need(c, row->contact.name, "contact", VOUCH_NAME_MAX);
	who->external_id = take(c, row->contact.external_id, "contact.external_id", VOUCH_UID_MAX);
	texts[0] = take(c, row->contact.email, "contact.email", VOUCH_EMAIL_MAX);
	texts[1] = take(c, row->contact.phone, "contact.phone", VOUCH_PHONE_MAX);
	if (texts[0])
		check_email(c, texts[0], "contact.email");
	if (texts[1])
		check_phone(c, texts[1], "contact.phone");
	who->emails = &texts[0];
	who->n_emails = texts[0] != NULL;
	who->phones = &texts[1];
	who->n_phones = texts[1] != NULL;
	who->tags = NULL;
}

static void check_amount(struct check *c, const struct import_row *row)
{
	struct sale *sale = &c->item->what;

	sale->currency = take(c, row->currency, "currency", VOUCH_WORD_MAX);
	sale->amount = row->amount;
	if (row->amount != NO_AMOUNT && row->amount < 0)
		refuse(c, "amount", "is negative");
	if (row->amount > VOUCH_AMOUNT_MAX)
		refuse(c, "amount", "is larger than %lld", (long long)VOUCH_AMOUNT_MAX);
	sale->exponent = -1;
	if (row->amount == NO_AMOUNT && !sale->currency)
		return;
	if (!sale->currency)
		sale->currency = c->op->settings->currency;
	sale->exponent = money_exponent(sale->currency);
	if (sale->exponent < 0)
		refuse(c, "currency", "is '%s', no currency code like EUR",
		       shown(c, sale->currency));
}

static void check_state(struct check *c, const struct import_row *row)
{
	struct sale *sale = &c->item->what;
	int state = word_index(sale_states, row->state);
	struct day closed = NO_DAY;

	if (!row->state || !*row->state)
		refuse(c, "state", "is missing");
	else if (state < 0)
		refuse(c, "state", "is '%s', it must be open, completed, lost or refunded",
		       shown(c, row->state));
	sale->state = state < 0 ? SALE_OPEN : (enum sale_state)state;
	sale->opened_day = take_day(c, row->opened_day, "opened_day");
	/* The closing day of an open sale is a hope. */
	if (state != SALE_OPEN)
		closed = take_day(c, row->closed_day, "closed_day");
	if ((state == SALE_COMPLETED || state == SALE_REFUNDED) && day_is_none(closed))
		refuse(c, "closed_day", "is missing for a %s sale", sale_states[state]);
	if (!day_is_none(closed) && !day_is_none(sale->opened_day) &&
	    day_before(closed, sale->opened_day))
		refuse(c, "closed_day", "lies before the day the sale was opened");
	sale_set_closed_day(sale, closed);
	if (day_is_none(sale->opened_day))
		sale->opened_day = sale->completed_day;
}

static void check_sale(struct check *c, const struct import_row *row)
{
	struct sale *sale = &c->item->what;
	int source = word_index(sale_sources, row->source);

	check_buyer(c, row);
	sale->product = need(c, row->product, "product", VOUCH_NAME_MAX);
	check_amount(c, row);
	check_state(c, row);
	if (row->source && *row->source && source < 0)
		refuse(c, "source", "is '%s', it must be one of %s", shown(c, row->source),
		       joined_words(c, sale_sources));
	sale->source = source;
	sale->external_id = take(c, row->external_id, "external_id", VOUCH_UID_MAX);
	check_stray(c, row->name, "name");
	check_stray(c, row->org, "org");
	check_stray(c, row->given, "given");
	check_stray(c, row->family, "family");
	check_stray(c, row->notes, "notes");
	check_stray(c, row->birthday, "birthday");
	check_stray(c, row->language, "language");
	check_stray(c, row->timezone, "timezone");
	check_stray(c, row->emails.n ? "emails" : NULL, "emails");
	check_stray(c, row->phones.n ? "phones" : NULL, "phones");
	check_stray(c, row->tags.n ? "tags" : NULL, "tags");
}

/* A birthday of somebody who is in the book, by name. */
static void check_date(struct check *c, const struct import_row *row)
{
	c->item->who.name = need(c, row->name, "name", VOUCH_NAME_MAX);
	c->item->birthday = take_birthday(c, row->birthday);
	if (!c->item->birthday)
		refuse(c, "birthday", "is missing");
	if (row->what && *row->what && !str_equal(date_what(row->what), DATE_BIRTHDAY))
		refuse(c, "what", "is '%s'; only birthdays are taken", shown(c, row->what));
	(void)take(c, row->external_id, "external_id", VOUCH_UID_MAX);
	check_stray(c, row->org, "org");
	check_stray(c, row->notes, "notes");
	check_stray(c, row->product, "product");
	check_stray(c, row->contact.name, "contact.name");
	check_stray(c, row->emails.n ? "emails" : NULL, "emails");
	check_stray(c, row->phones.n ? "phones" : NULL, "phones");
}

/* Rows with one key are about the same thing, so that a dry run counts it once. */
static const char *key_of(struct op *op, const struct import *import,
			  const struct import_item *item)
{
	const struct sale *sale = &item->what;
	const char *id = import->kind == IMPORT_SALES ? sale->external_id : item->who.external_id;
	const char *name;

	if (id)
		return arena_printf(op->arena, "id %s", id);
	name = op_folded(op, item->who.name);
	if (import->kind == IMPORT_DATES)
		return arena_printf(op->arena, "date %s", name);
	if (import->kind == IMPORT_CONTACTS)
		return arena_printf(op->arena, "name %s", name);
	return arena_printf(op->arena, "sale %s\n%s\n%d %d %d %lld", name, sale->product,
			    sale->opened_day.n, sale->completed_day.n, sale->lost_day.n,
			    (long long)sale->amount);
}

void import_check_row(struct op *op, const struct import *import, const struct import_row *row,
		      struct import_item *ret)
{
	struct check c = {op, import->kind, ret};

	*ret = (struct import_item){
		.import = import->id,
		.line = row->line,
		.what = {.amount = NO_AMOUNT,
			 .exponent = -1,
			 .source = -1,
			 .opened_day = NO_DAY,
			 .signed_day = NO_DAY,
			 .completed_day = NO_DAY,
			 .lost_day = NO_DAY,
			 .refunded_day = NO_DAY},
	};
	if (import->kind == IMPORT_CONTACTS)
		check_contact(&c, row);
	else if (import->kind == IMPORT_DATES)
		check_date(&c, row);
	else
		check_sale(&c, row);
	if (ret->refusal)
		ret->state = ITEM_REFUSED;
	else if (import->is_dry_run)
		ret->key = key_of(op, import, ret);
}
