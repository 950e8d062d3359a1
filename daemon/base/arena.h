/* Request-lived memory: many small allocations, one release. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Releases everything allocated so far; the arena can be used again. */
void arena_reset(struct arena *a);

/* Zeroed and aligned for any type; never null. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull));
/* An array of n zeroed elements; aborts on overflow of the product. */
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));
/* Makes room for element n of an array that started null with *cap 0 (see xgrow). */
void *arena_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t size)
	__attribute__((returns_nonnull));
/* A null string stays null. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
	__attribute__((format(printf, 2, 0), returns_nonnull));
