/* Plan documents as JSON: read from params, and rendered as they would be put. */
#pragma once

#include <jansson.h>

#include "domain/plan.h"
#include "rpc/params.h"

struct document_params {
	const char *name, *title;
	struct object_list steps;
};
extern const struct param document_params[];

/* Texts and arrays live in the arena. */
void plan_document_read(const struct document_params *document, struct arena *arena,
			struct plan *ret);
json_t *plan_document_render(const struct plan *plan);
/* Sets "leads" where the step has some. */
void plan_leads_render(const struct plan_step *step, json_t *o);
