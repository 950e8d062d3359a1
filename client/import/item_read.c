/* Cells of a row that are to be known before it is made an item. */
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "import/item.h"
#include "money.h"

bool item_is_missing(const char *cell)
{
	static const char *const nothings[] = {"", "null", "n/a", "#n/a", "-", "–", "—"};

	for (size_t i = 0; i < ARRAY_LEN(nothings); i++)
		if (strcasecmp(cell, nothings[i]) == 0)
			return true;
	return false;
}

bool item_currency(const struct item_rules *rules, const struct csv_record *record, char ret[4],
		   int *ret_exponent)
{
	const char *cell = item_cell(&rules->map, record, FIELD_CURRENCY);

	if (!cell) {
		str_copy(ret, 4, rules->currency);
		*ret_exponent = rules->exponent;
		return true;
	}
	if (strlen(cell) != 3)
		return false;
	for (int i = 0; i < 3; i++) {
		ret[i] = (char)(cell[i] & ~0x20);
		if (ret[i] < 'A' || ret[i] > 'Z')
			return false;
	}
	ret[3] = '\0';
	*ret_exponent = money_exponent(ret);
	return true;
}
