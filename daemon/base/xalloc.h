/* Allocation that cannot fail: out of memory aborts, systemd restarts us. */
#pragma once

#include <stddef.h>

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
/* Zeroed; aborts on overflow of the product. */
void *xcalloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *p, size_t size) __attribute__((returns_nonnull));
/* A null string stays null. */
char *xstrdup(const char *s);
/* Makes room for one more element of `size` bytes; `*cap` counts elements and doubles. */
void *xgrow(void *p, size_t n, size_t *cap, size_t size) __attribute__((returns_nonnull));
