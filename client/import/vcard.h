/* A file of vCards (2.1, 3.0, 4.0), read card by card. */
#pragma once

#include <jansson.h>

#include "import/file.h"
#include "import/rows.h"
#include "import/vcard_groups.h"

struct vcard {
	const char *text; /* the file's, or `wide` */
	size_t len;
	struct str wide; /* of UTF-16 */
	struct arena *arena;
	struct vcard_groups groups;
	int64_t n_photos, n_sounds, n_groups;
};

/* By its content, or by the name .vcf. */
bool vcard_is(const struct file *file, const char *path);
/* Learns who is in which group. False with one sentence in `why`. The file must outlive it. */
bool vcard_open(struct vcard *v, const struct file *file, struct str *why);
void vcard_deinit(struct vcard *v);
/* Makes each card an item or a refusal; what of a card is bad is refused by itself. `take` as with
 * rows_each. A card of a group is no item: its members have its name as a tag. Linear in the size
 * of the file. */
int vcard_each(struct vcard *v, struct refusals *refusals, int (*take)(json_t *, void *),
	       void *user, struct rows_counts *counts);
/* " 3 photos were left out." */
void vcard_remark(const struct vcard *v, struct str *out);
