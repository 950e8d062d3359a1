/* Addresses in params and answers. */
#include "rpc/address.h"

#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define S struct address_params
const struct param address_params[] = {
	ROW_TEXT(S, street, "street", 0, VOUCH_NAME_MAX, 0, "street and number"),
	ROW_TEXT(S, city, "city", 0, VOUCH_NAME_MAX, 0, "town"),
	ROW_TEXT(S, region, "region", 0, VOUCH_NAME_MAX, 0, "state or region"),
	ROW_TEXT(S, postcode, "postcode", 0, VOUCH_WORD_MAX, 0, "postal code"),
	ROW_TEXT(S, country, "country", 0, VOUCH_NAME_MAX, 0, "country"),
	{0},
};

static const char *filled(const char *text)
{
	return text && *text ? text : NULL;
}

struct address address_of(const struct address_params *p)
{
	return (struct address){filled(p->street), filled(p->city), filled(p->region),
				filled(p->postcode), filled(p->country)};
}

json_t *render_address(const struct address *a)
{
	json_t *o;

	if (!a->street && !a->city && !a->region && !a->postcode && !a->country)
		return json_null();
	o = json_object();
	set_text(o, "street", a->street);
	set_text(o, "city", a->city);
	set_text(o, "region", a->region);
	set_text(o, "postcode", a->postcode);
	set_text(o, "country", a->country);
	return o;
}
