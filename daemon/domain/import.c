/* An import: rows of another program, staged, checked, and applied in slices. */
#include "domain/import.h"

const char *const import_kinds[] = {"contacts", "sales", "dates", "book", NULL};
const char *const import_states[] = {"open", "checking", "applying", "planting",
				     "done", "refused",  "aborted",  NULL};
const char *const import_item_states[] = {"staged", "refused", "applied", NULL};

bool import_is_running(enum import_state state)
{
	switch (state) {
	case IMPORT_CHECKING:
	case IMPORT_APPLYING:
	case IMPORT_PLANTING:
		return true;
	case IMPORT_OPEN:
	case IMPORT_DONE:
	case IMPORT_REFUSED:
	case IMPORT_ABORTED:
		return false;
	}
	return false;
}
