/* A disk in memory for SQLite: its files, and how SQLite reaches them. */
#include "faults/disk.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "faults/disk_cut.h"

struct disk_file {
	sqlite3_file base;
	struct disk *disk;
	struct inode *inode;
	bool is_temporary;
	bool is_new; /* its name is to be synced with it */
};

static void bytes_resize(struct disk_bytes *b, size_t n)
{
	if (n > b->cap) {
		b->cap = n * 2;
		b->data = xrealloc(b->data, b->cap);
	}
	if (n > b->n)
		memset(b->data + b->n, 0, n - b->n);
	b->n = n;
}

void disk_bytes_put(struct disk_bytes *b, size_t at, const void *data, size_t n)
{
	if (n == 0)
		return;
	if (at + n > b->n)
		bytes_resize(b, at + n);
	memcpy(b->data + at, data, n);
}

void disk_bytes_cut(struct disk_bytes *b, size_t n)
{
	bytes_resize(b, n);
}

void disk_bytes_copy(struct disk_bytes *to, const struct disk_bytes *from)
{
	to->n = 0;
	disk_bytes_put(to, 0, from->data, from->n);
}

static void forget_changes(struct inode *i)
{
	for (size_t k = 0; k < i->n_changes; k++)
		free(i->changes[k].data);
	i->n_changes = 0;
}

static void note_change(struct inode *i, size_t at, const void *data, size_t n)
{
	struct change *c;

	i->changes = xgrow(i->changes, i->n_changes, &i->cap_changes, sizeof *i->changes);
	c = &i->changes[i->n_changes++];
	*c = (struct change){.at = at, .n = n};
	if (!data)
		return;
	c->data = xmalloc(n);
	memcpy(c->data, data, n);
}

static void sync_inode(struct inode *i)
{
	disk_bytes_copy(&i->safe, &i->now);
	forget_changes(i);
}

static struct inode *inode_new(struct disk *d)
{
	struct inode *i = xcalloc(1, sizeof *i);

	d->inodes = xgrow(d->inodes, d->n_inodes, &d->cap_inodes, sizeof(void *));
	d->inodes[d->n_inodes++] = i;
	return i;
}

static void inode_free(struct inode *i)
{
	forget_changes(i);
	free(i->changes);
	free(i->now.data);
	free(i->safe.data);
	free(i);
}

static struct entry *entry_of(struct disk *d, const char *name)
{
	for (int i = 0; i < d->n_entries; i++)
		if (str_equal(d->entries[i].name, name))
			return &d->entries[i];
	assert(d->n_entries < DISK_FILES);
	d->entries[d->n_entries] = (struct entry){.name = xstrdup(name)};
	return &d->entries[d->n_entries++];
}

static void sync_names(struct disk *d)
{
	for (int i = 0; i < d->n_entries; i++)
		d->entries[i].safe = d->entries[i].now;
}

static void before_change(struct disk *d)
{
	d->n_changes++;
	if (d->on_change)
		d->on_change(d->n_changes, d->user);
}

static bool fails(struct disk *d, enum disk_call call)
{
	const struct disk_fault *f = &d->fault;

	if (!f->at || !(f->calls & (int)call))
		return false;
	d->n_calls++;
	if (d->n_calls < f->at || (d->n_calls > f->at && !f->is_lasting))
		return false;
	d->n_hits++;
	d->last_error = f->error;
	return true;
}

static struct disk_file *file_of(sqlite3_file *file)
{
	return (struct disk_file *)file;
}

static int on_close(sqlite3_file *file)
{
	struct disk_file *f = file_of(file);

	if (f->is_temporary)
		inode_free(f->inode);
	return SQLITE_OK;
}

static int on_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
	struct disk_file *f = file_of(file);
	const struct disk_bytes *b = &f->inode->now;
	size_t from = (size_t)at, size = (size_t)n, has;

	has = from < b->n ? b->n - from : 0;
	if (has > size)
		has = size;
	if (fails(f->disk, DISK_READ)) {
		/* As the unix VFS says it, which takes EIO for a broken file system. */
		if (!f->disk->fault.is_short)
			return f->disk->last_error == EIO ? SQLITE_IOERR_CORRUPTFS
							  : SQLITE_IOERR_READ;
		has /= 2;
	}
	if (has)
		memcpy(to, b->data + from, has);
	if (has == size)
		return SQLITE_OK;
	memset((unsigned char *)to + has, 0, size - has);
	return SQLITE_IOERR_SHORT_READ;
}

static void write_bytes(struct disk_file *f, const void *from, size_t n, size_t at)
{
	if (!f->is_temporary)
		note_change(f->inode, at, from, n);
	disk_bytes_put(&f->inode->now, at, from, n);
}

static int on_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
	struct disk_file *f = file_of(file);

	if (!f->is_temporary)
		before_change(f->disk);
	if (fails(f->disk, DISK_WRITE)) {
		if (f->disk->fault.is_short)
			write_bytes(f, from, (size_t)n / 2, (size_t)at);
		if (f->disk->fault.is_short || f->disk->last_error == ENOSPC)
			return SQLITE_FULL;
		return SQLITE_IOERR_WRITE;
	}
	write_bytes(f, from, (size_t)n, (size_t)at);
	return SQLITE_OK;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct disk_file *f = file_of(file);

	if (!f->is_temporary)
		before_change(f->disk);
	if (fails(f->disk, DISK_TRUNCATE))
		return SQLITE_IOERR_TRUNCATE;
	if (!f->is_temporary)
		note_change(f->inode, (size_t)size, NULL, 0);
	disk_bytes_cut(&f->inode->now, (size_t)size);
	return SQLITE_OK;
}

static int on_sync(sqlite3_file *file, int flags)
{
	struct disk_file *f = file_of(file);

	(void)flags;
	if (f->is_temporary)
		return SQLITE_OK;
	before_change(f->disk);
	/* The kernel drops what it could not write, and the next sync says that all is well. */
	if (fails(f->disk, DISK_SYNC))
		return SQLITE_IOERR_FSYNC;
	sync_inode(f->inode);
	if (f->is_new)
		sync_names(f->disk);
	f->is_new = false;
	return SQLITE_OK;
}

static int on_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	if (fails(file_of(file)->disk, DISK_SIZE))
		return SQLITE_IOERR_FSTAT;
	*ret = (sqlite3_int64)file_of(file)->inode->now.n;
	return SQLITE_OK;
}

/* One process, one connection: whoever asks gets it. */
static int on_lock(sqlite3_file *file, int level)
{
	(void)file;
	(void)level;
	return SQLITE_OK;
}

static int on_reserved(sqlite3_file *file, int *ret)
{
	(void)file;
	*ret = 0;
	return SQLITE_OK;
}

static int on_control(sqlite3_file *file, int op, void *arg)
{
	(void)file;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int on_sector(sqlite3_file *file)
{
	(void)file;
	return DISK_SECTOR;
}

/* As for the unix VFS on Linux. */
static int on_device(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_lock,
	.xCheckReservedLock = on_reserved,
	.xFileControl = on_control,
	.xSectorSize = on_sector,
	.xDeviceCharacteristics = on_device,
};

static int open_named(struct disk *d, const char *name, struct disk_file *f, int flags)
{
	struct entry *e = entry_of(d, name);

	if (!e->now && !(flags & SQLITE_OPEN_CREATE))
		return SQLITE_CANTOPEN;
	if (!e->now) {
		e->now = inode_new(d);
		f->is_new = !(flags & SQLITE_OPEN_MAIN_DB);
	}
	f->inode = e->now;
	return SQLITE_OK;
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		   int *ret_flags)
{
	struct disk *d = vfs->pAppData;
	struct disk_file *f = file_of(file);
	int code = SQLITE_OK;

	*f = (struct disk_file){.disk = d, .is_temporary = !name};
	if (fails(d, DISK_OPEN))
		return SQLITE_CANTOPEN;
	if (name)
		code = open_named(d, name, f, flags);
	else
		f->inode = xcalloc(1, sizeof *f->inode);
	if (code)
		return code;
	f->base.pMethods = &methods;
	if (ret_flags)
		*ret_flags = flags;
	return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int is_synced)
{
	struct disk *d = vfs->pAppData;

	before_change(d);
	if (fails(d, DISK_DELETE))
		return SQLITE_IOERR_DELETE;
	entry_of(d, name)->now = NULL;
	if (is_synced)
		sync_names(d);
	return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret)
{
	const struct entry *e = entry_of(vfs->pAppData, name);

	(void)flags;
	*ret = e->now != NULL;
	return SQLITE_OK;
}

static int on_full_path(sqlite3_vfs *vfs, const char *name, int n, char *to)
{
	(void)vfs;
	str_copy(to, (size_t)n, name);
	return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *vfs, int n, char *to)
{
	(void)n;
	(void)to;
	return ((struct disk *)vfs->pAppData)->last_error;
}

struct disk *disk_new(uint64_t seed)
{
	struct disk *d = xcalloc(1, sizeof *d);

	d->seed = seed * 0x9e3779b97f4a7c15u + 1;
	d->real = sqlite3_vfs_find("unix");
	d->vfs = *d->real;
	d->vfs.iVersion = 1;
	d->vfs.zName = "disk";
	d->vfs.szOsFile = (int)sizeof(struct disk_file);
	d->vfs.pAppData = d;
	d->vfs.xOpen = on_open;
	d->vfs.xDelete = on_delete;
	d->vfs.xAccess = on_access;
	d->vfs.xFullPathname = on_full_path;
	d->vfs.xGetLastError = on_last_error;
	disk_use(d, true);
	return d;
}

void disk_use(struct disk *d, bool is_used)
{
	(void)sqlite3_vfs_register(is_used ? &d->vfs : d->real, 1);
}

void disk_clear(struct disk *d)
{
	for (size_t i = 0; i < d->n_inodes; i++)
		inode_free(d->inodes[i]);
	d->n_inodes = 0;
	for (int i = 0; i < d->n_entries; i++)
		free(d->entries[i].name);
	d->n_entries = 0;
}

void disk_free(struct disk *d)
{
	disk_clear(d);
	free(d->inodes);
	(void)sqlite3_vfs_unregister(&d->vfs);
	(void)sqlite3_vfs_register(d->real, 1);
	free(d);
}

void disk_put(struct disk *d, const char *name, const void *bytes, size_t n)
{
	struct entry *e = entry_of(d, name);

	e->now = e->safe = inode_new(d);
	disk_bytes_put(&e->now->now, 0, bytes, n);
	disk_bytes_put(&e->now->safe, 0, bytes, n);
}

int64_t disk_changes(const struct disk *d)
{
	return d->n_changes;
}

void disk_watch(struct disk *d, void (*on_change)(int64_t number, void *user), void *user)
{
	d->on_change = on_change;
	d->user = user;
}

void disk_fail(struct disk *d, const struct disk_fault *fault)
{
	d->fault = *fault;
	d->n_calls = d->n_hits = 0;
}

int64_t disk_hits(const struct disk *d)
{
	return d->n_hits;
}
