/* Typed values from text, as a param's schema wants them. */
#pragma once

#include <jansson.h>

#include "cli.h"

/* Sets `path` ("name", "address.city") of the params from text: dates by calendar.parse,
 * contacts by name, lists by commas or by repeating, objects as JSON or from @FILE (@- is
 * stdin). `schema` is that of the first name in the path. 0, or an exit code after it has said
 * what is wrong. */
int value_set(struct cli *cli, json_t *params, const char *noun, const char *path,
	      const json_t *schema, const char *text);
/* Is a param of this name a contact, or several? */
bool value_is_contact(const char *param);
/* A JSON text, or that of a file where it begins with @ (or is "-"); null after saying why. */
json_t *value_json(const char *text);
