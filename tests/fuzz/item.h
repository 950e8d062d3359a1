/* What holds of everything an import is sent, whatever file it was made of. */
#pragma once

#include <jansson.h>

#include "fuzz/fuzz.h"
#include "vouch/limits.h"

static inline void claim_item(const json_t *item)
{
	CLAIM(json_array_size(json_object_get(item, "emails")) <= VOUCH_EMAILS_MAX);
	CLAIM(json_array_size(json_object_get(item, "phones")) <= VOUCH_PHONES_MAX);
	CLAIM(json_array_size(json_object_get(item, "tags")) <= VOUCH_TAGS_MAX);
	CLAIM(json_dumpb(item, NULL, 0, JSON_COMPACT) > 0);
}
