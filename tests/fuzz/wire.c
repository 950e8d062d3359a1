/* Messages of D-Bus by hand, the parts of which need not fit together. */
#include "fuzz/wire.h"

#include <string.h>

#define LITTLE_ENDIAN_MARK 'l'
#define PROTOCOL 1
#define NO_REPLY_EXPECTED 1

enum { PATH = 1, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SENDER, SIGNATURE };

void wire_align(struct str *to, size_t n)
{
	while (to->len % n)
		str_add_char(to, '\0');
}

static void add_four(struct str *to, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		str_add_char(to, (char)(number >> (8 * i)));
}

static void put_four(struct str *to, size_t at, uint32_t number)
{
	for (size_t i = 0; i < 4; i++)
		to->data[at + i] = (char)(number >> (8 * i));
}

void wire_number(struct str *to, uint32_t number)
{
	wire_align(to, 4);
	add_four(to, number);
}

void wire_text(struct str *to, const char *text)
{
	wire_number(to, (uint32_t)strlen(text));
	str_add_n(to, text, strlen(text) + 1);
}

/* With the room of an array's length, which array_end fills in. */
static size_t array_begin(struct str *to, size_t alignment)
{
	wire_number(to, 0);
	wire_align(to, alignment);
	return to->len;
}

static void array_end(struct str *to, size_t length_at, size_t begun)
{
	put_four(to, length_at, (uint32_t)(to->len - begun));
}

void wire_flag(struct str *to, const char *key, uint32_t value)
{
	size_t begun = array_begin(to, 8), length_at = begun >= 8 ? begun - 8 : 0;

	wire_text(to, key);
	str_add_n(to, "\1b", 3);
	wire_number(to, value);
	array_end(to, length_at, begun);
}

void wire_texts(struct str *to, const char *const *texts, size_t n)
{
	size_t begun = array_begin(to, 4);

	for (size_t i = 0; i < n; i++)
		wire_text(to, texts[i]);
	array_end(to, begun - 4, begun);
}

static void add_field(struct str *to, char field, char type)
{
	const char variant[] = {field, 1, type, '\0'};

	wire_align(to, 8);
	str_add_n(to, variant, sizeof variant);
}

static void add_text_field(struct str *to, char field, char type, const char *text)
{
	if (!text)
		return;
	add_field(to, field, type);
	wire_text(to, text);
}

void wire_write(struct str *to, const struct wire *m, uint32_t serial)
{
	_cleanup_str_ struct str all = {0};
	const char start[] = {LITTLE_ENDIAN_MARK, (char)m->type, NO_REPLY_EXPECTED, PROTOCOL};
	size_t begun;

	str_add_n(&all, start, sizeof start);
	add_four(&all, m->signature ? (uint32_t)m->n_body : 0);
	add_four(&all, serial);
	begun = array_begin(&all, 8);
	add_text_field(&all, PATH, 'o', m->path);
	add_text_field(&all, INTERFACE, 's', m->interface);
	add_text_field(&all, MEMBER, 's', m->member);
	add_text_field(&all, ERROR_NAME, 's', m->error);
	add_text_field(&all, SENDER, 's', m->sender);
	if (m->reply_to) {
		add_field(&all, REPLY_SERIAL, 'u');
		add_four(&all, m->reply_to);
	}
	if (m->signature) {
		add_field(&all, SIGNATURE, 'g');
		str_add_char(&all, (char)strlen(m->signature));
		str_add_n(&all, m->signature, strlen(m->signature) + 1);
	}
	array_end(&all, begun - 4, begun);
	wire_align(&all, 8);
	if (m->signature && m->n_body)
		str_add_n(&all, m->body, m->n_body);
	str_add_n(to, all.data, all.len);
}
