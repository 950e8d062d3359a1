/* A plain heap for SQLite in tests that tell very many requests. */
#pragma once

/* Before the first book is opened. */
void heap_plain(void);
