/* What the book says of itself: a few named texts. */
#pragma once

#include "base/arena.h"
#include "store/db.h"

#define BOOK_UUID "uuid"
#define BOOK_ZONE "zone" /* the zone that derived instants were computed in */
#define BOOK_GATE "gate" /* the numbers that verdicts were judged by */
/* How often each class is to hear from us, in days; store/cadence.c reads them too. */
#define BOOK_CADENCE_A "cadence_A"
#define BOOK_CADENCE_B "cadence_B"
#define BOOK_CADENCE_C "cadence_C"
#define BOOK_UNDO "undo"             /* the import that is being taken back, see ops/undo.c */
#define BOOK_UNDO_WHY "undo_why"     /* why the last one could not be */
#define BOOK_DERIVED "derived"       /* how what is derived was worked out */
#define BOOK_GATE_DAY "gate_day"     /* and the latest day they were judged on */
#define BOOK_SEEN "seen"             /* when a clock that was believed last ran what is due */
#define BOOK_ERASED "erased"         /* "1": somebody was, and the file is still to be made anew */
#define BOOK_IN_USE "in_use"         /* vouchd has it open, see store/use_mark.h */
#define BOOK_MORNING "morning"       /* the day whose morning digest was seen to */
#define BOOK_PRUNED "pruned"         /* the day on which old journal entries last went */
#define BOOK_TAKING "taking"         /* how far a whole book is taken in, see ops/book_take.c */
#define BOOK_ZONE_STAMP "zone_stamp" /* and the stamp of its rules */

/* *ret null where it was never set. */
int store_book_get(struct store *s, const char *key, struct arena *arena, const char **ret);
int store_book_set(struct store *s, const char *key, const char *value);
/* Bytes of the database file. */
int store_book_size(struct store *s, int64_t *ret);
/* When its first contact was written down, and there was something to lose; NO_INSTANT: never. */
int store_book_since(struct store *s, int64_t *ret);
