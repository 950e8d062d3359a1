/* A contact: a person or company we serve, hope to serve, or who may send us people. */
#include "domain/contact.h"

#include <string.h>

#include "base/str.h"

const char *const contact_states[] = {"active", "paused", "deceased", "merged", "erased", NULL};
const char *const standings[] = {"prospect", "customer", "referrer", NULL};
const char *const cadences[] = {"A", "B", "C", "none", NULL};
const char *const channels[] = {"call", "visit", "message", "email", "mail", "other", NULL};
const char *const consent_channels[] = {"newsletter", "card", "call", "message", "email", NULL};
const char *const consents[] = {"yes", "no", "unknown", NULL};

bool contact_is_live(enum contact_state state)
{
	return state == CONTACT_ACTIVE || state == CONTACT_PAUSED;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return str_equal(a->street, b->street) && str_equal(a->city, b->city) &&
	       str_equal(a->region, b->region) && str_equal(a->postcode, b->postcode) &&
	       str_equal(a->country, b->country);
}

void phone_digits(const char *number, char *to, size_t size)
{
	size_t n = 0;

	if (strncmp(number, "00", 2) == 0)
		number += 2;
	for (; *number && n + 1 < size; number++)
		if (*number >= '0' && *number <= '9')
			to[n++] = *number;
	to[n] = '\0';
}
