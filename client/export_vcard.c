/* vCard 4.0 out (RFC 6350): the people of the book, for phones and mail programs. */
#include <string.h>

#include "base/cleanup.h"
#include "export.h"
#include "vcard_line.h"
#include "vouch/limits.h"

#define KEY_SIZE 32
#define UID_MIN 16

struct cards {
	struct export *e;
	const char *book;  /* its uuid */
	json_t *birthdays; /* {"12": "1976-05-03"} by the id of the contact */
};

static const char *key_of(long long id, char to[KEY_SIZE])
{
	(void)snprintf(to, KEY_SIZE, "%lld", id);
	return to;
}

static int read_birthdays(struct cards *cards)
{
	json_auto_t *dates = NULL;
	const json_t *date;
	char key[KEY_SIZE];
	size_t i;
	int r;

	r = cli_read_all(cards->e->cli, "date.list", json_object(), false, &dates);
	json_array_foreach (dates, i, date)
		if (str_equal(text_of(date, "what"), "birthday"))
			(void)json_object_set(cards->birthdays,
					      key_of(number_of(date, "contact.id"), key),
					      json_object_get(date, "day"));
	return r;
}

/* Theirs where they have one, so that the phone they came from knows them again; the short numbers
 * that tables count by are not unique enough. Ours stays the same for as long as the book does. */
static void add_uid(const struct cards *cards, struct str *out, const json_t *contact)
{
	_cleanup_str_ struct str uid = {0};

	str_add(&uid, text_of(contact, "uid"));
	if (!uid.len && strlen(text_of(contact, "external_id")) >= UID_MIN)
		str_add(&uid, text_of(contact, "external_id"));
	if (!uid.len)
		str_addf(&uid, "contact-%lld@%s", number_of(contact, "id"), cards->book);
	vcard_line_text(out, strchr(uid.data, ':') ? "UID" : "UID;VALUE=text", uid.data);
}

/* The first is the one they are reached by. */
static void add_ways(struct str *out, const char *name, const json_t *texts)
{
	bool is_first = json_array_size(texts) > 1;
	const json_t *text;
	char preferred[16];
	size_t i;

	(void)snprintf(preferred, sizeof preferred, "%s;PREF=1", name);
	json_array_foreach (texts, i, text) {
		vcard_line_text(out, is_first ? preferred : name, json_string_value(text));
		is_first = false;
	}
}

static void add_address(struct str *out, const json_t *contact)
{
	const char *parts[] = {
		"",
		"",
		text_of(contact, "address.street"),
		text_of(contact, "address.city"),
		text_of(contact, "address.region"),
		text_of(contact, "address.postcode"),
		text_of(contact, "address.country"),
	};

	vcard_line_parts(out, "ADR", parts, ARRAY_LEN(parts));
}

static void add_tags(struct str *out, const json_t *tags)
{
	const char *texts[VOUCH_TAGS_MAX];
	size_t n = 0, i;
	const json_t *tag;

	json_array_foreach (tags, i, tag)
		if (n < VOUCH_TAGS_MAX)
			texts[n++] = json_string_value(tag);
	vcard_line_list(out, "CATEGORIES", texts, n);
}

/* "1976-05-03" → "19760503", "--05-03" → "--0503" */
static void add_birthday(const struct cards *cards, struct str *out, const json_t *contact)
{
	char key[KEY_SIZE];
	const char *day = text_of(cards->birthdays, key_of(number_of(contact, "id"), key));
	_cleanup_str_ struct str basic = {0};

	for (const char *c = day; *c; c++)
		if (*c != '-' || c < day + 2)
			str_add_char(&basic, *c);
	vcard_line_text(out, "BDAY", str_text(&basic));
}

/* A firm is called like its organisation. */
static bool is_firm(const json_t *contact)
{
	return str_equal(text_of(contact, "name"), text_of(contact, "org"));
}

static void add_card(const struct cards *cards, struct str *out, const json_t *contact)
{
	const char *names[] = {text_of(contact, "family"), text_of(contact, "given"), "", "", ""};

	str_add(out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
	add_uid(cards, out, contact);
	vcard_line_text(out, "KIND", is_firm(contact) ? "org" : "individual");
	vcard_line_text(out, "FN", text_of(contact, "name"));
	vcard_line_parts(out, "N", names, ARRAY_LEN(names));
	vcard_line_text(out, "ORG", text_of(contact, "org"));
	add_ways(out, "TEL", json_object_get(contact, "phones"));
	add_ways(out, "EMAIL", json_object_get(contact, "emails"));
	add_address(out, contact);
	add_birthday(cards, out, contact);
	add_tags(out, json_object_get(contact, "tags"));
	vcard_line_text(out, "NOTE", text_of(contact, "notes"));
	vcard_line_text(out, "LANG", text_of(contact, "language"));
	vcard_line_text(out, "TZ", text_of(contact, "timezone"));
	str_add(out, "END:VCARD\r\n");
}

static bool is_served(const json_t *contact)
{
	const char *state = text_of(contact, "state");

	return str_equal(state, "active") || str_equal(state, "paused");
}

static void write_card(const struct cards *cards, const json_t *contact)
{
	_cleanup_str_ struct str card = {0};

	if (!is_served(contact))
		return;
	add_card(cards, &card, contact);
	(void)fwrite(card.data, 1, card.len, cards->e->to);
	cards->e->n++;
}

static int write_cards(struct cards *cards)
{
	json_auto_t *contacts = NULL, *hello = NULL;
	const json_t *contact;
	size_t i;
	int r;

	r = cli_read(cards->e->cli, "system.hello", NULL, &hello);
	if (r)
		return r;
	cards->book = text_of(hello, "book");
	r = read_birthdays(cards);
	if (!r)
		r = cli_read_all(cards->e->cli, "contact.list", json_pack("{s:b}", "full", 1),
				 false, &contacts);
	json_array_foreach (contacts, i, contact)
		write_card(cards, contact);
	return r;
}

int export_vcard(struct export *e)
{
	struct cards cards = {.e = e, .birthdays = json_object()};
	int r;

	e->one = "contact";
	e->many = "contacts";
	r = write_cards(&cards);
	json_decref(cards.birthdays);
	return r;
}
