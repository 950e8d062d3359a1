/* A file of vCards (2.1, 3.0, 4.0), read card by card. */
#include "import/vcard.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "import/vcard_card.h"
#include "import/vcard_text.h"

static const char begin[] = "BEGIN:VCARD";

static bool begins_so(const char *text, size_t len)
{
	size_t at = 0;

	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	while (at < len && strchr(" \t\r\n", text[at]) && text[at])
		at++;
	return len - at >= sizeof begin - 1 && strncasecmp(text + at, begin, sizeof begin - 1) == 0;
}

bool vcard_is(const struct file *file, const char *path)
{
	const char *point = strrchr(path, '.');
	_cleanup_str_ struct str head = {0};
	size_t n = file->len < 256 ? file->len & ~(size_t)1 : 256;

	if (point && (strcasecmp(point, ".vcf") == 0 || strcasecmp(point, ".vcard") == 0))
		return true;
	if (vcard_text_of_utf16(file->text, n, &head))
		return begins_so(str_text(&head), head.len);
	return begins_so(file->text, file->len);
}

/* One reading of the file. */
struct walk {
	struct vcard *vcard;
	struct vcard_lines lines;
	struct vcard_card *card; /* null: between cards */
	int agents;              /* cards within the card that are open; they are skipped */
	bool is_agent;           /* the line before opened one */
	bool is_garbage;         /* the line before stood between cards */
	struct refusals *refusals;
	struct rows_counts *counts;
	int (*end)(struct walk *w); /* a card is whole */
	int (*take)(json_t *, void *);
	void *user;
};

static void refuse(const struct walk *w, int64_t line, const char *reason)
{
	refusals_add(w->refusals, &(struct refusal){.line = line, .reason = reason});
}

static void drop_card(struct walk *w)
{
	w->counts->read++;
	w->counts->refused++;
	w->counts->parts += (int64_t)w->card->n_left_out;
	refuse(w, w->card->line, "is a card without an end (END:VCARD)");
	w->card = NULL;
}

static void begin_card(struct walk *w, struct vcard_card *card, int64_t line)
{
	struct arena *arena = card->arena;

	arena_reset(arena);
	*card = (struct vcard_card){.arena = arena, .refusals = w->refusals, .line = line};
	w->card = card;
	w->lines.is_21 = false;
}

static void take_stray(struct walk *w, const struct vcard_line *line)
{
	bool is_end = vcard_line_is_mark(line, "END");

	if (is_end || !w->is_garbage) {
		refuse(w, line->line,
		       is_end ? "ends a card (END:VCARD) that was not begun"
			      : "stands outside of a card (BEGIN:VCARD … END:VCARD)");
		w->counts->parts++;
	}
	w->is_garbage = !is_end;
}

static void take_line(struct walk *w, const struct vcard_line *line)
{
	bool is_agent = vcard_line_is(line, "AGENT");
	const char *value = is_agent ? line->value + strspn(line->value, " \t") : "";

	vcard_card_take(w->card, line);
	w->lines.is_21 = w->card->is_21;
	w->is_agent = is_agent && !*value;
	if (is_agent && strcasecmp(value, begin) == 0)
		w->agents = 1;
}

/* True where the line belongs to a card within the card. */
static bool skip_agent(struct walk *w, const struct vcard_line *line)
{
	bool is_begin = vcard_line_is_mark(line, "BEGIN");

	if (w->agents == 0 && !(w->is_agent && is_begin)) {
		w->is_agent = false;
		return false;
	}
	w->is_agent = false;
	w->agents += is_begin;
	w->agents -= vcard_line_is_mark(line, "END");
	return true;
}

static int step(struct walk *w, struct vcard_card *card, const struct vcard_line *line)
{
	int r = 0;

	if (w->card && skip_agent(w, line))
		return 0;
	if (vcard_line_is_mark(line, "BEGIN")) {
		if (w->card)
			drop_card(w);
		begin_card(w, card, line->line);
		w->is_garbage = false;
	} else if (!w->card) {
		take_stray(w, line);
	} else if (vcard_line_is_mark(line, "END")) {
		r = w->end(w);
		w->card = NULL;
	} else {
		take_line(w, line);
	}
	return r;
}

static int walk(struct walk *w)
{
	struct vcard_card card = {.arena = arena_new()};
	struct vcard_line line;
	int r = 0;

	vcard_lines_init(&w->lines, w->vcard->text, w->vcard->len);
	while (r == 0 && vcard_lines_next(&w->lines, &line))
		r = step(w, &card, &line);
	if (r == 0 && w->card)
		drop_card(w);
	vcard_lines_deinit(&w->lines);
	arena_free(card.arena);
	return r;
}

static int learn_group(struct walk *w)
{
	const struct vcard_card *c = w->card;
	struct vcard *v = w->vcard;
	const char *name;

	if (!c->is_group || !c->name)
		return 0;
	name = arena_strdup(v->arena, c->name);
	for (size_t i = 0; i < c->n_members; i++)
		vcard_groups_add(&v->groups, v->arena, c->members[i], name);
	return 0;
}

/* Most files have no group, and need no reading of their own for it. */
static bool may_have_groups(const struct vcard *v)
{
	return memmem(v->text, v->len, "MEMBER", 6) != NULL;
}

static void learn_groups(struct vcard *v)
{
	struct refusals refusals = {.arena = arena_new()};
	struct rows_counts counts = {0};
	struct walk w = {.vcard = v, .refusals = &refusals, .counts = &counts, .end = learn_group};

	(void)walk(&w);
	vcard_groups_sort(&v->groups);
	arena_free(refusals.arena);
}

bool vcard_open(struct vcard *v, const struct file *file, struct str *why)
{
	*v = (struct vcard){.text = file->text, .len = file->len, .arena = arena_new()};
	if (vcard_text_of_utf16(file->text, file->len, &v->wide)) {
		v->text = str_text(&v->wide);
		v->len = v->wide.len;
	}
	if (v->len >= 3 && memcmp(v->text, "\xEF\xBB\xBF", 3) == 0) {
		v->text += 3;
		v->len -= 3;
	}
	if (v->len == 0) {
		str_add(why, "the file is empty");
		return false;
	}
	if (may_have_groups(v))
		learn_groups(v);
	return true;
}

void vcard_deinit(struct vcard *v)
{
	str_deinit(&v->wide);
	if (v->arena)
		arena_free(v->arena);
}

static int give_card(struct walk *w)
{
	struct vcard_card *c = w->card;
	struct vcard *v = w->vcard;
	json_t *item;

	v->n_photos += c->n_photos;
	v->n_sounds += c->n_sounds;
	v->n_groups += c->is_group && c->name;
	w->counts->parts += (int64_t)c->n_left_out;
	if (c->is_group)
		return 0;
	w->counts->read++;
	item = vcard_card_item(c, &v->groups);
	if (!item) {
		w->counts->refused++;
		return 0;
	}
	w->counts->made++;
	if (w->take)
		return w->take(item, w->user);
	json_decref(item);
	return 0;
}

int vcard_each(struct vcard *v, struct refusals *refusals, int (*take)(json_t *, void *),
	       void *user, struct rows_counts *counts)
{
	struct walk w = {
		.vcard = v,
		.refusals = refusals,
		.counts = counts,
		.end = give_card,
		.take = take,
		.user = user,
	};

	*counts = (struct rows_counts){0};
	v->n_photos = v->n_sounds = v->n_groups = 0;
	return walk(&w);
}

static void add_count(struct str *out, int64_t n, const char *one, const char *many)
{
	if (n)
		str_addf(out, " %lld %s", (long long)n, n == 1 ? one : many);
}

void vcard_remark(const struct vcard *v, struct str *out)
{
	add_count(out, v->n_groups, "group became a tag.", "groups became tags.");
	add_count(out, v->n_photos, "photo was left out.", "photos were left out.");
	add_count(out, v->n_sounds, "sound or key was left out.", "sounds and keys were left out.");
}
