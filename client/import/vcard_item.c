/* A finished vCard as an item of import.add. */
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "import/vcard_card.h"

static json_t *refuse(struct vcard_card *c, const char *field, const char *reason)
{
	refusals_add(c->refusals, &(struct refusal){
					  .line = c->line,
					  .field = field,
					  .column = field,
					  .reason = reason,
				  });
	return NULL;
}

static void set(json_t *to, const char *key, const char *text)
{
	if (text && *text)
		(void)json_object_set_new(to, key, json_string(text));
}

static const char *spaced(struct vcard_card *c, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return arena_printf(c->arena, "%s %s", a, b);
}

/* Where no FN says it: of the parts, else the firm's, else what is left. */
static const char *find_name(struct vcard_card *c)
{
	const char *name = c->name;

	if (!name && (c->given || c->family)) {
		name = spaced(c, c->prefix, c->given);
		name = spaced(c, spaced(c, name, c->middle), spaced(c, c->family, c->suffix));
	}
	if (!name)
		name = c->org ? c->org : c->nickname;
	return name || c->emails.n == 0 ? name : c->emails.items[0].text;
}

static void note_rest(struct vcard_card *c, const char *word, const char *text, const char *name)
{
	if (text && !strstr(name, text))
		vcard_card_note(c, NULL, word, text);
}

static json_t *list_of_ways(const struct vcard_ways *ways)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ways->n; i++)
		(void)json_array_append_new(list, json_string(ways->items[i].text));
	return list;
}

static void set_list(json_t *to, const char *key, json_t *list)
{
	if (json_array_size(list) > 0)
		(void)json_object_set(to, key, list);
	json_decref(list);
}

static void set_address(json_t *item, const struct vcard_card *c)
{
	static const char *const keys[] = {"street", "city", "region", "postcode", "country"};
	json_t *address;

	if (!c->address_rank)
		return;
	address = json_object();
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		set(address, keys[i], c->address[i]);
	(void)json_object_set_new(item, "address", address);
}

static void set_tags(json_t *item, struct vcard_card *c, const struct vcard_groups *groups)
{
	const struct vcard_member *member;
	json_t *list;
	size_t n = 0;

	if (c->uid) {
		member = vcard_groups_of(groups, c->uid, &n);
		for (size_t i = 0; i < n; i++)
			vcard_card_tag(c, member[i].group);
	}
	list = json_array();
	for (size_t i = 0; i < c->n_tags; i++)
		(void)json_array_append_new(list, json_string(c->tags[i]));
	set_list(item, "tags", list);
}

static const char *word_of(const struct vcard_card *c, const struct vcard_note *note)
{
	for (size_t i = 0; note->group && note->word && i < c->n_labels; i++)
		if (str_equal(c->labels[i].group, note->group))
			return c->labels[i].text;
	return note->word;
}

/* What the NOTE says keeps its lines; all else is one line each, below it. */
static void add_notes(struct str *to, const struct vcard_card *c, bool is_rest)
{
	for (size_t i = 0; i < c->n_notes; i++) {
		const struct vcard_note *note = &c->notes[i];
		size_t begin;

		if ((note->word != NULL) != is_rest)
			continue;
		str_add(to, to->len ? "\n" : "");
		if (is_rest)
			str_addf(to, "%s: ", word_of(c, note));
		begin = to->len;
		str_add(to, note->text);
		for (size_t k = begin; is_rest && k < to->len; k++)
			if (to->data[k] == '\n' || to->data[k] == '\t')
				to->data[k] = ' ';
	}
}

static const char *fitting(struct vcard_card *c, const char *word, const char *text)
{
	if (!text || (utf8_length(text) <= VOUCH_NAME_MAX && !strpbrk(text, "\n\t")))
		return text;
	vcard_card_note(c, NULL, word, text);
	return NULL;
}

static const char *flat(struct vcard_card *c, const char *text)
{
	char *copy = arena_strdup(c->arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	return copy;
}

static void set_names(json_t *item, struct vcard_card *c, const char *name)
{
	const char *org = fitting(c, "Organisation", c->org);

	set(item, "name", name);
	if (org && (!str_equal(org, name) || (!c->is_firm && c->name)))
		set(item, "org", org);
	set(item, "given", fitting(c, "Given name", c->given));
	set(item, "family", fitting(c, "Family name", c->family));
	note_rest(c, "Middle name", c->middle, name);
	note_rest(c, "Before the name", c->prefix, name);
	note_rest(c, "Behind the name", c->suffix, name);
}

json_t *vcard_card_item(struct vcard_card *c, const struct vcard_groups *groups)
{
	const char *name = find_name(c);
	_cleanup_str_ struct str notes = {0};
	json_t *item;

	if (!name)
		return refuse(c, NULL, "is a card without a name (FN)");
	if (utf8_length(name) > VOUCH_NAME_MAX)
		return refuse(c, "name", "is longer than 200 characters");
	item = json_object();
	(void)json_object_set_new(item, "line", json_integer(c->line));
	set_names(item, c, flat(c, name));
	set_list(item, "emails", list_of_ways(&c->emails));
	set_list(item, "phones", list_of_ways(&c->phones));
	set_address(item, c);
	if (c->label && !c->address_rank)
		vcard_card_note(c, NULL, "Address", c->label);
	set_tags(item, c, groups);
	set(item, "external_id", c->uid);
	set(item, "birthday", c->has_day ? c->day : NULL);
	set(item, "language", c->language);
	set(item, "timezone", c->timezone);
	add_notes(&notes, c, false);
	add_notes(&notes, c, true);
	if (utf8_length(str_text(&notes)) > VOUCH_TEXT_MAX) {
		json_decref(item);
		return refuse(c, "notes", "are longer than 10000 characters");
	}
	set(item, "notes", str_text(&notes));
	return item;
}
