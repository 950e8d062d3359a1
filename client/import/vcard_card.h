/* One vCard on its way to an item of import.add. */
#pragma once

#include <jansson.h>

#include "import/refusals.h"
#include "import/vcard_groups.h"
#include "import/vcard_lines.h"
#include "vouch/limits.h"

/* An e-mail or a number; those preferred come first. */
struct vcard_way {
	const char *text;
	int preference;
};
struct vcard_ways {
	struct vcard_way items[VOUCH_EMAILS_MAX]; /* as many as numbers: a static_assert says so */
	size_t n;
};

/* What has no place of its own: "Title: Head of purchasing". */
struct vcard_note {
	const char *group, *word, *text; /* word null: it speaks for itself */
};
struct vcard_label {
	const char *group, *text;
};

#define VCARD_LABELS_MAX 64

struct vcard_card {
	struct arena *arena; /* of this card alone */
	struct refusals *refusals;
	size_t n_left_out; /* lines of it that were refused */
	int64_t line;      /* of BEGIN:VCARD */
	bool is_21, is_group, is_firm, has_day;
	const char *name, *family, *given, *middle, *prefix, *suffix;
	const char *label; /* the whole address, as on an envelope */
	const char *org, *nickname, *uid, *language, *timezone;
	char day[16]; /* "" : none */
	const char *address[5];
	int address_rank; /* 0: none; else the lower the better */
	struct vcard_ways emails, phones;
	const char *tags[VOUCH_TAGS_MAX];
	size_t n_tags;
	struct vcard_note *notes;
	size_t n_notes, cap_notes;
	struct vcard_label labels[VCARD_LABELS_MAX];
	size_t n_labels;
	const char **members;
	size_t n_members, cap_members;
	int64_t n_photos, n_sounds; /* pictures; sounds and keys */
};

/* Takes one line between BEGIN and END. A bad one is added to the refusals and left out. */
void vcard_card_take(struct vcard_card *c, const struct vcard_line *line);
/* The item of a finished card, a new reference; null after it has added why not. */
json_t *vcard_card_item(struct vcard_card *c, const struct vcard_groups *groups);

/* For vcard_item.c. */
void vcard_card_note(struct vcard_card *c, const char *group, const char *word, const char *text);
void vcard_card_tag(struct vcard_card *c, const char *tag);
