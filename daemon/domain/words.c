/* Vocabularies: enums whose values have one word each, in arrays closed by null. */
#include "domain/words.h"

#include <stddef.h>
#include <string.h>

int word_index(const char *const *words, const char *text)
{
	if (!text)
		return -1;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return -1;
}

const char *word_at(const char *const *words, int index)
{
	return index < 0 ? NULL : words[index];
}
