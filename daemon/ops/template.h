/* Templates: read, changed, and given back their default text. */
#pragma once

#include "domain/template.h"
#include "ops/op.h"

struct template
{
	enum template_kind kind;
	const char *name;
	const char *text;
	bool is_default; /* nobody has changed it */
	int64_t version; /* 0: the default */
};

/* By name; that of a product without a text of its own is the text for all products. */
int op_template_get(struct op *op, const char *name, struct template *ret);
/* Refused (template-invalid) with every fault and its line. A text that is empty or the
 * default one takes the stored text away: the default is back. */
int op_template_put(struct op *op, const char *name, const char *text, struct template *ret);

/* The text with its gaps filled, in the arena, its ends trimmed; values in the order of the kind's
 * fields. *ret null where a stored text cannot be used any more. */
void op_template_render(struct op *op, const struct template *t, const struct script_value *values,
			const char **ret);
/* The refusal that tells why. */
int op_template_refuse(struct op *op, const struct template *t);
