/* The lines of one vCard, each put where it belongs. */
#include "import/vcard_card.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "import/vcard_day.h"
#include "import/vcard_text.h"
#include "vouch/limits.h"

static_assert(VOUCH_EMAILS_MAX >= VOUCH_PHONES_MAX, "as vcard_ways has room for");

/* The text of a line, of the card's arena, and how it is read. */
struct value {
	struct vcard_card *card;
	const struct vcard_line *line;
	char *text;
};

static void leave_out(struct vcard_card *c, const struct vcard_line *line, const char *reason)
{
	c->n_left_out++;
	refusals_add(c->refusals, &(struct refusal){
					  .line = line->line,
					  .field = line->name,
					  .column = line->name,
					  .reason = reason,
				  });
}

static char *part(struct value *v, char mark)
{
	return vcard_text_part(&v->text, mark, v->card->is_21);
}

static char *whole(struct value *v)
{
	return part(v, '\0');
}

static const char *filled(const char *text)
{
	return text && *text ? text : NULL;
}

void vcard_card_note(struct vcard_card *c, const char *group, const char *word, const char *text)
{
	if (!*text)
		return;
	c->notes = arena_grow(c->arena, c->notes, c->n_notes, &c->cap_notes, sizeof *c->notes);
	c->notes[c->n_notes++] = (struct vcard_note){
		.group = arena_strdup(c->arena, group),
		.word = arena_strdup(c->arena, word),
		.text = arena_strdup(c->arena, text),
	};
}

static void note(const struct value *v, const char *word, const char *text)
{
	vcard_card_note(v->card, v->line->group, word, text);
}

void vcard_card_tag(struct vcard_card *c, const char *tag)
{
	if (!*tag || strcasecmp(tag, "myContacts") == 0)
		return;
	for (size_t i = 0; i < c->n_tags; i++)
		if (str_equal(c->tags[i], tag))
			return;
	if (c->n_tags < VOUCH_TAGS_MAX && utf8_length(tag) <= VOUCH_WORD_MAX && !strchr(tag, '\n'))
		c->tags[c->n_tags++] = arena_strdup(c->arena, tag);
	else
		vcard_card_note(c, NULL, "Category", tag);
}

static void take_name(struct value *v)
{
	const char *name = whole(v);

	if (!v->card->name)
		v->card->name = filled(name);
	else if (!str_equal(v->card->name, name))
		note(v, "Name", name);
}

static void take_parts(struct value *v)
{
	struct vcard_card *c = v->card;
	const char **parts[] = {&c->family, &c->given, &c->middle, &c->prefix, &c->suffix};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const char *text = filled(part(v, ';'));

		if (!*parts[i])
			*parts[i] = text;
	}
}

static void take_org(struct value *v)
{
	const char *first = filled(part(v, ';')), *unit;

	if (!v->card->org)
		v->card->org = first;
	else if (first)
		note(v, "Organisation", first);
	while ((unit = part(v, ';')))
		note(v, "Department", unit);
}

/* False where there is no room for it. Those of equal preference stay as they came. */
static bool add_way(struct vcard_ways *ways, size_t max, const struct vcard_way *way)
{
	size_t at = ways->n;

	for (size_t i = 0; i < ways->n; i++)
		if (str_equal(ways->items[i].text, way->text))
			return true;
	if (ways->n == max)
		return false;
	for (; at > 0 && ways->items[at - 1].preference > way->preference; at--)
		ways->items[at] = ways->items[at - 1];
	ways->items[at] = *way;
	ways->n++;
	return true;
}

static const char *without(const char *text, const char *scheme)
{
	return strncasecmp(text, scheme, strlen(scheme)) == 0 ? text + strlen(scheme) : text;
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at != text && at[1] && !strchr(at + 1, '@') && !strpbrk(text, " \t\n") &&
	       utf8_length(text) <= VOUCH_EMAIL_MAX;
}

static void take_email(struct value *v)
{
	const char *text = without(whole(v), "mailto:");
	const struct vcard_way way = {text, v->line->preference};

	if (!is_email(text) || !add_way(&v->card->emails, VOUCH_EMAILS_MAX, &way))
		note(v, "E-mail", text);
}

static bool is_number(const char *text)
{
	size_t n = 0;

	for (const char *c = text; *c; c++)
		n += *c >= '0' && *c <= '9';
	return n >= 3 && utf8_length(text) <= VOUCH_PHONE_MAX && !strchr(text, '\n');
}

/* "tel:+1-555-555-0101;ext=5" → "+1-555-555-0101 ext 5" */
static const char *number_of_uri(struct vcard_card *c, const char *text)
{
	const char *number = without(text, "tel:");
	const char *ext = strcasestr(number, ";ext=");
	size_t n = strcspn(number, ";");

	if (number == text)
		return text;
	if (!ext)
		return arena_strndup(c->arena, number, n);
	return arena_printf(c->arena, "%.*s ext %.*s", (int)n, number, (int)strcspn(ext + 5, ";"),
			    ext + 5);
}

static void take_phone(struct value *v)
{
	const char *text = number_of_uri(v->card, whole(v));
	const struct vcard_way way = {text, v->line->preference};
	bool is_fax = vcard_line_has_type(v->line, "FAX");

	if (is_fax || !is_number(text) || !add_way(&v->card->phones, VOUCH_PHONES_MAX, &way))
		note(v, is_fax ? "Fax" : "Phone", text);
}

static const char *joined(struct vcard_card *c, const char *a, const char *b)
{
	if (!filled(a) || !filled(b))
		return filled(a) ? a : b;
	return arena_printf(c->arena, "%s, %s", a, b);
}

static const char *one_line(char *text)
{
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return text;
}

/* The preferred one, else that of the home, else the first. */
static int rank_of(const struct vcard_line *line)
{
	return 2 * line->preference + !vcard_line_has_type(line, "HOME");
}

static bool fits(const char *const *address)
{
	for (size_t i = 0; i < 5; i++)
		if (address[i] &&
		    utf8_length(address[i]) > (i == 3 ? VOUCH_WORD_MAX : VOUCH_NAME_MAX))
			return false;
	return true;
}

static void note_address(const struct value *v, const char *group, const char *const *address)
{
	const char *line = NULL;

	for (size_t i = 0; i < 5; i++)
		line = joined(v->card, line, address[i]);
	if (line)
		vcard_card_note(v->card, group, "Address", line);
}

static void take_address(struct value *v)
{
	struct vcard_card *c = v->card;
	const char *parts[7] = {0}, *address[5];
	int rank = rank_of(v->line);

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		char *text = part(v, ';');

		parts[i] = text && *text ? one_line(text) : NULL;
	}
	address[0] = joined(c, joined(c, parts[0], parts[2]), parts[1]);
	memcpy(address + 1, parts + 3, 4 * sizeof *parts);
	if (!filled(joined(c, joined(c, address[0], address[1]),
			   joined(c, address[2], address[4]))) &&
	    !address[3])
		return;
	if (!fits(address) || (c->address_rank && c->address_rank <= rank)) {
		note_address(v, v->line->group, address);
		return;
	}
	if (c->address_rank)
		note_address(v, NULL, c->address);
	memcpy(c->address, address, sizeof address);
	c->address_rank = rank;
}

static void take_tags(struct value *v)
{
	const char *tag;

	while ((tag = part(v, ',')))
		vcard_card_tag(v->card, tag);
}

static void take_note(struct value *v)
{
	note(v, NULL, whole(v));
}

static void take_uid(struct value *v)
{
	const char *uid = whole(v);

	if (!v->card->uid && *uid && utf8_length(uid) <= VOUCH_UID_MAX && !strchr(uid, '\n'))
		v->card->uid = uid;
}

static void take_birthday(struct value *v)
{
	struct vcard_card *c = v->card;
	const char *text = whole(v);

	if (!*text)
		return;
	switch (vcard_day_read(text, v->line->is_yearless, c->has_day ? (char[16]){0} : c->day)) {
	case VCARD_DAY_GOOD:
		if (c->has_day)
			note(v, "Birthday", text);
		c->has_day = true;
		return;
	case VCARD_DAY_PART:
		note(v, "Birthday", text);
		return;
	case VCARD_DAY_BAD:
		leave_out(c, v->line,
			  arena_printf(c->arena,
				       "'%.20s%s' is no day from 1900 on; 1976-05-03, or --0503 "
				       "without a year, would be right",
				       text, strlen(text) > 20 ? "…" : ""));
		return;
	}
}

static void take_timezone(struct value *v)
{
	const char *name = whole(v);
	struct zone *zone;

	if (v->card->timezone || strlen(name) > VOUCH_WORD_MAX || !strchr(name, '/') ||
	    zone_load(name, &zone) != 0) {
		note(v, "Time zone", name);
		return;
	}
	zone_free(zone);
	v->card->timezone = name;
}

static void take_language(struct value *v)
{
	const char *language = whole(v);

	if (!v->card->language && *language && strlen(language) <= VOUCH_WORD_MAX)
		v->card->language = one_line((char *)(uintptr_t)language);
	else
		note(v, "Language", language);
}

static void take_nickname(struct value *v)
{
	const char *nickname = whole(v);

	v->card->nickname = v->card->nickname ? v->card->nickname : filled(nickname);
	note(v, "Nickname", nickname);
}

static void take_kind(struct value *v)
{
	v->card->is_group |= strcasecmp(whole(v), "group") == 0;
}

static void take_show_as(struct value *v)
{
	v->card->is_firm |= strncasecmp(whole(v), "COMPANY", 7) == 0;
}

static void take_member(struct value *v)
{
	struct vcard_card *c = v->card;

	c->members =
		arena_grow(c->arena, c->members, c->n_members, &c->cap_members, sizeof *c->members);
	c->members[c->n_members++] = whole(v);
}

static void take_envelope(struct value *v)
{
	v->card->label = v->card->label ? v->card->label : filled(whole(v));
}

/* Apple's: "_$!<Anniversary>!$_" */
static void take_label(struct value *v)
{
	struct vcard_card *c = v->card;
	char *text = whole(v), *end;

	if (str_starts_with(text, "_$!<")) {
		text += strlen("_$!<");
		end = strstr(text, ">!$_");
		if (end)
			*end = '\0';
	}
	if (v->line->group && *text && c->n_labels < VCARD_LABELS_MAX)
		c->labels[c->n_labels++] = (struct vcard_label){
			arena_strdup(c->arena, v->line->group), one_line(text)};
}

/* "2.1" folds and escapes otherwise. */
static void take_version(struct value *v)
{
	v->card->is_21 = strncmp(whole(v), "2.", 2) == 0;
}

static void ignore(struct value *v)
{
	(void)v;
}

static const struct {
	const char *name;
	void (*take)(struct value *v);
} properties[] = {
	{"VERSION", take_version},
	{"FN", take_name},
	{"N", take_parts},
	{"ORG", take_org},
	{"EMAIL", take_email},
	{"TEL", take_phone},
	{"ADR", take_address},
	{"CATEGORIES", take_tags},
	{"NOTE", take_note},
	{"UID", take_uid},
	{"BDAY", take_birthday},
	{"TZ", take_timezone},
	{"LANG", take_language},
	{"NICKNAME", take_nickname},
	{"KIND", take_kind},
	{"X-ADDRESSBOOKSERVER-KIND", take_kind},
	{"MEMBER", take_member},
	{"X-ADDRESSBOOKSERVER-MEMBER", take_member},
	{"LABEL", take_envelope},
	{"X-ABLABEL", take_label},
	{"X-ABSHOWAS", take_show_as},
	/* What is for programs, or says the same again. */
	{"AGENT", ignore},
	{"CLASS", ignore},
	{"CLIENTPIDMAP", ignore},
	{"MAILER", ignore},
	{"NAME", ignore},
	{"PRODID", ignore},
	{"PROFILE", ignore},
	{"REV", ignore},
	{"SORT-STRING", ignore},
	{"SOURCE", ignore},
	{"XML", ignore},
	{"X-ABADR", ignore},
	{"X-ABUID", ignore},
};

/* What is kept in the notes, in words. */
static const struct {
	const char *name, *word;
} words[] = {
	{"TITLE", "Title"},
	{"ROLE", "Role"},
	{"URL", "Website"},
	{"IMPP", "Chat"},
	{"GEO", "Place"},
	{"GENDER", "Gender"},
	{"ANNIVERSARY", "Anniversary"},
	{"RELATED", "Related"},
	{"HOBBY", "Hobby"},
	{"INTEREST", "Interest"},
};

static void take_other(struct value *v)
{
	const char *word = v->line->name;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_equal(words[i].name, word))
			word = words[i].word;
	note(v, word, whole(v));
}

static void take_value(struct value *v)
{
	for (size_t i = 0; i < ARRAY_LEN(properties); i++)
		if (str_equal(properties[i].name, v->line->name)) {
			properties[i].take(v);
			return;
		}
	take_other(v);
}

void vcard_card_take(struct vcard_card *c, const struct vcard_line *line)
{
	_cleanup_str_ struct str text = {0}, why = {0};
	bool is_key = vcard_line_is(line, "SOUND") || vcard_line_is(line, "KEY");
	struct value v = {.card = c, .line = line};

	if (line->fault) {
		leave_out(c, line, line->fault);
		return;
	}
	if (line->is_blob) {
		c->n_photos += !is_key;
		c->n_sounds += is_key;
		return;
	}
	if (!vcard_text_of(line, &text, &why)) {
		leave_out(c, line, why.data);
		return;
	}
	v.text = arena_strndup(c->arena, text.data, text.len);
	take_value(&v);
}
