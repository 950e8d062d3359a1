/* The rows of a table as plain SQL gives them. */
#include "life/grid.h"

#include <string.h>

#include <sqlite3.h>

#include "rpc/stack.h"

struct grid grid_read(struct stack *f, const char *sql)
{
	struct sqlite3_stmt *stmt;
	struct grid g = {0};
	size_t cap = 0;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	g.n_columns = (size_t)sqlite3_column_count(stmt);
	for (; sqlite3_step(stmt) == SQLITE_ROW; g.n++) {
		if (g.n == cap) {
			cap = cap ? 2 * cap : 64;
			g.cells = realloc(g.cells, cap * g.n_columns * sizeof *g.cells);
			assert_non_null(g.cells);
		}
		for (size_t i = 0; i < g.n_columns; i++) {
			struct cell *c = &g.cells[g.n * g.n_columns + i];
			const char *text = (const char *)sqlite3_column_text(stmt, (int)i);

			*c = (struct cell){.is_null = !text, .text = text ? strdup(text) : NULL};
			c->number = sqlite3_column_int64(stmt, (int)i);
		}
	}
	(void)sqlite3_finalize(stmt);
	return g;
}

void grid_free(struct grid *g)
{
	for (size_t i = 0; i < g->n * g->n_columns; i++)
		free(g->cells[i].text);
	free(g->cells);
	*g = (struct grid){0};
}

const struct cell *grid_at(const struct grid *g, size_t row, size_t column)
{
	return &g->cells[row * g->n_columns + column];
}

int64_t grid_number(const struct grid *g, size_t row, size_t column)
{
	return grid_at(g, row, column)->number;
}

bool grid_is(const struct grid *g, size_t row, size_t column, const char *text)
{
	const struct cell *c = grid_at(g, row, column);

	return c->text && strcmp(c->text, text) == 0;
}

bool grid_is_null(const struct grid *g, size_t row, size_t column)
{
	return grid_at(g, row, column)->is_null;
}
