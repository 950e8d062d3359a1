/* Addresses in params. */
#pragma once

#include "domain/contact.h"
#include "rpc/params.h"

struct address_params {
	const char *street, *city, *region, *postcode, *country;
};
extern const struct param address_params[];

/* Empty parts are none. */
struct address address_of(const struct address_params *p);
