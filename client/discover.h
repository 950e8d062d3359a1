/* What vouchd can do, as rpc.discover says: nouns, verbs and their params. */
#pragma once

#include <jansson.h>

#include "cli.h"

/* The methods (an array of OpenRPC method objects). 0 or call_read's code,
 * with nothing said. */
int discover_load(struct cli *cli, json_t **ret);
/* Each noun once, as a new array of texts. */
json_t *discover_nouns(const json_t *methods);
/* The method "noun.verb"; null for none. */
const json_t *discover_method(const json_t *methods, const char *noun, const char *verb);
/* Is it of this noun? Then its verb, else null. */
const char *discover_verb(const json_t *method, const char *noun);
bool discover_is_write(const json_t *method);
/* The param of this name; null for none. */
const json_t *discover_param(const json_t *method, const char *name);
/* "day", "texts", "word" … of a schema. */
const char *discover_type(const json_t *schema);
