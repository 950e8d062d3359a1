/* What a disk holds after the power was cut. */
#include "faults/disk_cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum fate { FATE_KEPT, FATE_LOST, FATE_HEAD, FATE_TAIL, FATE_SOME, FATE_TRASHED, N_FATES };

/* How one file fared: the drive wrote in the order it was told, or in its own. */
struct mood {
	bool is_ordered;
	int kept;      /* of 8 writes */
	size_t stop;   /* where ordered: what comes after it is lost */
	int size_kind; /* 0 as written, 1 as the program saw it, 2 as it was synced */
};

static size_t pick(struct disk *d, size_t n)
{
	d->seed ^= d->seed << 13;
	d->seed ^= d->seed >> 7;
	d->seed ^= d->seed << 17;
	return (size_t)(d->seed >> 11) % n;
}

static enum fate fate_of(struct disk *d, const struct mood *m, size_t i)
{
	if (m->is_ordered && i != m->stop)
		return i < m->stop ? FATE_KEPT : FATE_LOST;
	if (!m->is_ordered && (int)pick(d, 8) < m->kept)
		return FATE_KEPT;
	return (enum fate)pick(d, N_FATES);
}

static bool is_written(struct disk *d, enum fate fate, size_t at, size_t border)
{
	switch (fate) {
	case FATE_KEPT:
		return true;
	case FATE_LOST:
		return false;
	case FATE_HEAD:
		return at < border;
	case FATE_TAIL:
		return at >= border;
	case FATE_SOME:
	case FATE_TRASHED:
		return pick(d, 2);
	case N_FATES:
		break;
	}
	return false;
}

/* A sector that lay wholly in the write may hold anything, where it was being written. */
static void put_trash(struct disk *d, struct disk_bytes *to, size_t at)
{
	unsigned char trash[DISK_SECTOR];

	for (size_t i = 0; i < sizeof trash; i++)
		trash[i] = (unsigned char)pick(d, 256);
	disk_bytes_put(to, at, trash, sizeof trash);
}

/* Sector by sector; the first and the last may lie in the write only in part. */
static void apply(struct disk *d, const struct change *c, enum fate fate, struct disk_bytes *to)
{
	size_t end = c->at + c->n, border, next;

	if (!c->data) {
		if (fate == FATE_KEPT || fate == FATE_SOME)
			disk_bytes_cut(to, c->at);
		return;
	}
	border = c->at + pick(d, c->n + 1);
	border -= border % DISK_SECTOR;
	for (size_t at = c->at; at < end; at = next) {
		next = at - at % DISK_SECTOR + DISK_SECTOR;
		if (next > end)
			next = end;
		if (is_written(d, fate, at, border))
			disk_bytes_put(to, at, c->data + (at - c->at), next - at);
		else if (fate == FATE_TRASHED && next - at == DISK_SECTOR)
			put_trash(d, to, at);
	}
}

static size_t *order_of(struct disk *d, size_t n, bool is_mixed)
{
	size_t *order = xcalloc(n + 1, sizeof *order);

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; is_mixed && i > 1; i--) {
		size_t k = pick(d, i), kept = order[i - 1];

		order[i - 1] = order[k];
		order[k] = kept;
	}
	return order;
}

static void settle_size(const struct mood *m, const struct inode *i, struct disk_bytes *to)
{
	if (m->size_kind == 1 && to->n < i->now.n)
		disk_bytes_cut(to, i->now.n);
	if (m->size_kind == 2 && to->n > i->safe.n)
		disk_bytes_cut(to, i->safe.n);
}

static void cut_inode(struct disk *d, const struct inode *i, struct disk_bytes *to)
{
	struct mood m = {
		.is_ordered = pick(d, 3) == 0,
		.kept = (int)pick(d, 9),
		.stop = pick(d, i->n_changes + 1),
		.size_kind = (int)pick(d, 4),
	};
	size_t *order = order_of(d, i->n_changes, !m.is_ordered && pick(d, 4) == 0);

	disk_bytes_copy(to, &i->safe);
	for (size_t k = 0; k < i->n_changes; k++)
		apply(d, &i->changes[order[k]], fate_of(d, &m, k), to);
	settle_size(&m, i, to);
	free(order);
}

void disk_cut(struct disk *d, struct disk_image *ret)
{
	*ret = (struct disk_image){0};
	for (int i = 0; i < d->n_entries; i++) {
		const struct entry *e = &d->entries[i];
		const struct inode *inode = pick(d, 2) ? e->now : e->safe;

		if (!inode)
			continue;
		ret->files[ret->n].name = xstrdup(e->name);
		cut_inode(d, inode, &ret->files[ret->n++].bytes);
	}
}

void disk_look(const struct disk *d, struct disk_image *ret)
{
	*ret = (struct disk_image){0};
	for (int i = 0; i < d->n_entries; i++) {
		if (!d->entries[i].now)
			continue;
		ret->files[ret->n].name = xstrdup(d->entries[i].name);
		disk_bytes_copy(&ret->files[ret->n++].bytes, &d->entries[i].now->now);
	}
}

void disk_image_free(struct disk_image *image)
{
	for (int i = 0; i < image->n; i++) {
		free(image->files[i].name);
		free(image->files[i].bytes.data);
	}
	*image = (struct disk_image){0};
}
