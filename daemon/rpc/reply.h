/* Answers as text: results, errors and their names. */
#pragma once

#include <jansson.h>

#include "base/str.h"

/* What became of a request: a result as JSON text, or an error. */
struct outcome {
	const char *result; /* borrowed; null: an error */
	int code;
	const char *message; /* in the request's arena, or static */
	json_t *data;        /* owned; null: {"name": …} alone */
};

void outcome_deinit(struct outcome *o);

/* An error with the name of its code and no more; `reason` may be null. */
struct outcome outcome_error(int code, const char *message, const char *reason);

/* {"jsonrpc":"2.0","id":…,"result"|"error":…} without a newline; a null id is null. */
void reply_add(struct str *to, const json_t *id, const struct outcome *o);

/* "not-found" for 100, "invalid-params" for -32602. */
const char *error_name(int code);
/* What is said of a refusal that no operation has put in words. */
const char *error_text(int code);
