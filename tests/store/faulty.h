/* A VFS over SQLite's own whose n-th write or sync of the database, and every one after it,
 * fails; syncs are counted and not carried out. */
#pragma once

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

enum faulty_kind { FAULTY_READ = 1, FAULTY_WRITE = 2, FAULTY_SYNC = 4, FAULTY_TRUNCATE = 8 };

static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	int kinds; /* which fail */
	int code;  /* with what */
	int flags; /* SQLITE_OPEN_ of the files meant; 0 all */
	int countdown;
	int n_hits, n_syncs, n_writes;
} faulty;

struct faulty_file {
	sqlite3_file base;
	int flags;
	sqlite3_file *real;
};

static inline bool faulty_hits(sqlite3_file *file, enum faulty_kind kind)
{
	const struct faulty_file *f = (const struct faulty_file *)file;

	if (!(faulty.kinds & (int)kind) || (faulty.flags && !(faulty.flags & f->flags)))
		return false;
	if (faulty.countdown > 0)
		faulty.countdown--;
	if (faulty.countdown > 0)
		return false;
	faulty.n_hits++;
	errno = EIO; /* as the kernel would have said */
	return true;
}

static inline sqlite3_file *faulty_real(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

static inline int faulty_close(sqlite3_file *file)
{
	return faulty_real(file)->pMethods->xClose(faulty_real(file));
}

static inline int faulty_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
	if (faulty_hits(file, FAULTY_READ))
		return faulty.code;
	return faulty_real(file)->pMethods->xRead(faulty_real(file), to, n, at);
}

static inline int faulty_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
	faulty.n_writes++;
	if (faulty_hits(file, FAULTY_WRITE))
		return faulty.code;
	return faulty_real(file)->pMethods->xWrite(faulty_real(file), from, n, at);
}

static inline int faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (faulty_hits(file, FAULTY_TRUNCATE))
		return faulty.code;
	return faulty_real(file)->pMethods->xTruncate(faulty_real(file), size);
}

static inline int faulty_sync(sqlite3_file *file, int flags)
{
	(void)flags;
	faulty.n_syncs++;
	return faulty_hits(file, FAULTY_SYNC) ? faulty.code : SQLITE_OK;
}

static inline int faulty_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	return faulty_real(file)->pMethods->xFileSize(faulty_real(file), ret);
}

static inline int faulty_lock(sqlite3_file *file, int level)
{
	return faulty_real(file)->pMethods->xLock(faulty_real(file), level);
}

static inline int faulty_unlock(sqlite3_file *file, int level)
{
	return faulty_real(file)->pMethods->xUnlock(faulty_real(file), level);
}

static inline int faulty_reserved(sqlite3_file *file, int *ret)
{
	return faulty_real(file)->pMethods->xCheckReservedLock(faulty_real(file), ret);
}

static inline int faulty_control(sqlite3_file *file, int op, void *arg)
{
	return faulty_real(file)->pMethods->xFileControl(faulty_real(file), op, arg);
}

static inline int faulty_sector(sqlite3_file *file)
{
	return faulty_real(file)->pMethods->xSectorSize(faulty_real(file));
}

static inline int faulty_device(sqlite3_file *file)
{
	return faulty_real(file)->pMethods->xDeviceCharacteristics(faulty_real(file));
}

static const sqlite3_io_methods faulty_methods = {
	.iVersion = 1,
	.xClose = faulty_close,
	.xRead = faulty_read,
	.xWrite = faulty_write,
	.xTruncate = faulty_truncate,
	.xSync = faulty_sync,
	.xFileSize = faulty_size,
	.xLock = faulty_lock,
	.xUnlock = faulty_unlock,
	.xCheckReservedLock = faulty_reserved,
	.xFileControl = faulty_control,
	.xSectorSize = faulty_sector,
	.xDeviceCharacteristics = faulty_device,
};

static inline int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
			      int *ret_flags)
{
	struct faulty_file *f = (struct faulty_file *)file;
	int code;

	(void)vfs;
	f->real = (sqlite3_file *)(f + 1);
	f->flags = flags;
	code = faulty.real->xOpen(faulty.real, name, f->real, flags, ret_flags);
	f->base.pMethods = f->real->pMethods ? &faulty_methods : NULL;
	return code;
}

/* Until faulty_end every database opened goes through the VFS; no fault is set yet. */
static inline void faulty_begin(void)
{
	memset(&faulty, 0, sizeof faulty);
	faulty.real = sqlite3_vfs_find("unix");
	faulty.vfs = *faulty.real;
	faulty.vfs.zName = "faulty";
	faulty.vfs.szOsFile = (int)sizeof(struct faulty_file) + faulty.real->szOsFile;
	faulty.vfs.xOpen = faulty_open;
	(void)sqlite3_vfs_register(&faulty.vfs, 1);
}

static inline void faulty_set(int kinds, int code, int flags, int n)
{
	faulty.kinds = kinds;
	faulty.code = code;
	faulty.flags = flags;
	faulty.countdown = n;
	faulty.n_hits = faulty.n_syncs = faulty.n_writes = 0;
}

static inline void faulty_end(void)
{
	(void)sqlite3_vfs_unregister(&faulty.vfs);
	(void)sqlite3_vfs_register(faulty.real, 1);
}
