/* Vocabularies: enums whose values have one word each, in arrays closed by null. */
#pragma once

/* The word's index, -1 where it is not among them or null. */
int word_index(const char *const *words, const char *text);
/* The word at an index, null below 0. */
const char *word_at(const char *const *words, int index);
