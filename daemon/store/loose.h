/* References by a word and a number, of which SQLite knows nothing: what a follow-up is about. */
#pragma once

#include "store/restore.h"

extern const struct reference_way loose_by_word;
