/* Scripts: texts with gaps, in a small part of Mustache (mustache.github.io, version 1): variables
 * {{x}}, sections {{#x}}…{{/x}} and inverted ones {{^x}}…{{/x}}; a section's tag that stands alone
 * on its line takes the line with it.
 *
 * What comes out is plain text: nothing is escaped. One pass: a value that holds braces stays as
 * it is. Time is linear in the template, times the items of a list. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum script_type {
	SCRIPT_TEXT, /* {{x}}; its section stands where there is one, its inverted one where not */
	SCRIPT_FLAG, /* only for sections */
	SCRIPT_LIST, /* its section stands once for each item; no list inside a list */
};

/* What a template may name; a table ends with a null name. */
struct script_field {
	const char *name; /* letters, digits and _ */
	enum script_type type;
	const struct script_field *fields; /* of an item: texts and flags */
	const char *help;                  /* one line, no full stop */
};

/* The value of the field at the same place of the table. */
struct script_value {
	const char *text; /* null or "": none */
	bool is_set;
	const struct script_value *const *items; /* each as long as the list's fields */
	size_t n_items;
};

#define SCRIPT_DEPTH_MAX 8 /* sections in sections */
#define SCRIPT_FAULTS_MAX 20

struct script_fault {
	int line; /* from 1 */
	char reason[400];
};
/* Every fault up to the maximum, by line, with what would be right; returns how many. */
size_t script_check(const char *text, const struct script_field *fields,
		    struct script_fault faults[SCRIPT_FAULTS_MAX]);

/* Writes the text with its gaps filled, and its end; false where `size` bytes do not hold it (then
 * `to` is ""). Of a template with faults the sound parts are written. */
bool script_render(const char *text, const struct script_field *fields,
		   const struct script_value *values, char *to, size_t size);
