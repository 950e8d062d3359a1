/* Undo in words: what stands in its way, and what an entry did. */
#pragma once

#include "ops/op.h"
#include "store/journal_entry.h"
#include "store/undo.h"

/* Refuses (undo-conflict, or journal-state for what is too old), naming row and entry. */
int undo_refuse(struct op *op, const struct journal_entry *entry, const struct undo_conflict *c);
/* "sale opened", "follow-up done", "import: 120 contacts from crm". */
int undo_say_entry(struct op *op, const struct journal_entry *entry, const char **ret);
/* The same of a method alone; null where it has no words. */
const char *undo_say_method(const char *method);
/* "entry 12 (sale opened, Tue 1 Dec 2026, 14:05)" */
int undo_say_which(struct op *op, const struct journal_entry *entry, const char **ret);
