/* The rows of a table as plain SQL gives them, for what is worked out again naively. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stack;

struct cell {
	bool is_null;
	int64_t number;
	char *text; /* null where the cell is */
};

struct grid {
	size_t n, n_columns;
	struct cell *cells;
};

/* Reads all of it: SELECT columns FROM table, and no more. */
struct grid grid_read(struct stack *f, const char *sql);
void grid_free(struct grid *g);
const struct cell *grid_at(const struct grid *g, size_t row, size_t column);
int64_t grid_number(const struct grid *g, size_t row, size_t column); /* 0 for null */
bool grid_is(const struct grid *g, size_t row, size_t column, const char *text);
bool grid_is_null(const struct grid *g, size_t row, size_t column);
