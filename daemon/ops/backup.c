/* Backups: asking for one, and what there is. */
#include "ops/backup.h"

#include "store/book.h"

#include "base/str.h"

/* A request that is run twice, since its group failed, is still one wish. */
int op_backup_want(struct op *op, const char *name)
{
	struct op_backup *b = &op->env->backup;
	char daily[BACKUP_NAME_SIZE];

	if (!name)
		name = backup_name_of(op->today, daily);
	if (!backup_name_is_good(name))
		return op_fail(op, VOUCH_E_BACKUP_FAILED, "name",
			       "a backup is called by up to %d letters, digits, - _ and ., such as "
			       "before-the-move; it always lies in the folder of backups",
			       BACKUP_NAME_MAX);
	if (b->state == BACKUP_RUNNING || (b->state == BACKUP_WANTED && !str_equal(b->name, name)))
		return op_fail(op, VOUCH_E_BACKUP_FAILED, NULL,
			       "the backup %s is being made; ask again when it is done", b->name);
	b->state = BACKUP_WANTED;
	str_copy(b->name, sizeof b->name, name);
	b->bytes = b->total = 0;
	b->why = NULL;
	return 0;
}

static const char *path_of(const struct op *op, const char *ending)
{
	const struct op_backup *b = &op->env->backup;

	if (!b->folder || b->state == BACKUP_NONE)
		return NULL;
	return arena_printf(op->arena, "%s/%s" BACKUP_ENDING "%s", b->folder, b->name, ending);
}

const char *op_backup_path(const struct op *op)
{
	return path_of(op, "");
}

const char *op_backup_part(const struct op *op)
{
	return path_of(op, BACKUP_PART);
}

int op_backup_list(struct op *op, struct backup_file **ret, size_t *ret_n)
{
	const struct op_backup *b = &op->env->backup;

	return store_backup_list(b->book, b->folder, op->settings, op->arena, ret, ret_n);
}

int op_backup_since(struct op *op, int64_t *ret)
{
	return store_book_since(op->store, ret);
}
