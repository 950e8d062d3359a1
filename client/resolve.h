/* From what people call things to ids: names and c12, s7 and "the open sale of ana". */
#pragma once

#include <jansson.h>

#include "cli.h"

/* A contact by id or by any part of the name. An exact name beats whole words of a name, which
 * beat parts of one. 0, or an exit code after it has said why: several fit (chosen from on a
 * terminal), or none. ret_name may be null; it lives in the arena ("" where an id was given). */
int resolve_contact(struct cli *cli, const char *text, json_int_t *ret_id, const char **ret_name);
/* The same, which on a terminal offers to add whom it does not find. */
int resolve_or_add_contact(struct cli *cli, const char *text, json_int_t *ret_id);
/* Contacts of exactly that name, letters' case aside. A new array. */
int resolve_same_name(struct cli *cli, const char *name, json_t **ret);
/* The one open sale of a contact. */
int resolve_open_sale(struct cli *cli, const char *contact, json_int_t *ret_id);
/* The one open promise made to a contact. */
int resolve_open_complaint(struct cli *cli, const char *contact, json_int_t *ret_id);
int resolve_open_promise(struct cli *cli, const char *contact, json_int_t *ret_id);
/* "12,13" → ids into a new array. */
json_t *resolve_numbers(const char *text);
