/* The words of other programs for how far a sale is, and for where it came from. */
#pragma once

/* "open", "completed" or "lost"; null for a word that is not known. */
const char *stage_state(const char *word);
/* A source as sale.open knows it; what is not known is "other". */
const char *stage_source(const char *word);
