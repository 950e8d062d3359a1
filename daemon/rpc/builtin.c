/* The plans vouch comes with. */
#include "rpc/builtin.h"

#include <errno.h>
#include <jansson.h>

#include "base/embedded.h"
#include "base/log.h"
#include "ops/plan.h"
#include "rpc/plan_document.h"

extern const struct embedded plans[];

static int put(struct op *op, const struct embedded *file)
{
	struct document_params document = {0};
	struct param_faults faults = {0};
	struct plan plan;
	json_t *json = json_loads(file->text, JSON_REJECT_DUPLICATES, NULL);
	bool is_good = params_read(document_params, json, &document, op->arena, &faults);

	json_decref(json);
	if (!is_good) {
		log_error("built-in plan %s is invalid at %s", file->name,
			  faults.n ? faults.items[0].field : "its start");
		return -EINVAL;
	}
	plan_document_read(&document, op->arena, &plan);
	return op_plan_put(op, &plan);
}

int builtin_plans_put(struct op *op)
{
	bool exists;
	int r = 0;

	for (const struct embedded *file = plans; r == 0 && file->name; file++) {
		r = op_plan_exists(op, file->name, &exists);
		if (r == 0 && !exists)
			r = put(op, file);
	}
	return r;
}
