/* Plan documents: put into a book, then laid out from any day, each step on a day there is. */
#include "base/cleanup.h"
#include "fuzz/fuzz.h"
#include "rpc/story.h"

/* Each plan.put adds a version, so the book is a new one now and then. */
#define INPUTS_OF_A_BOOK 200

static const char *const anchor_days[] = {"2026-12-01", "2028-02-29", "1900-01-01", "2199-12-31"};

/* The result; null for a refusal. A machine that failed is a fault of ours. */
static json_t *result_of(struct stack *f, const char *method, json_t *params)
{
	json_t *request = json_pack("{sssissso}", "jsonrpc", "2.0", "id", 1, "method", method,
				    "params", params);
	char *line = json_dumps(request, JSON_COMPACT);
	json_t *answer, *result;

	CLAIM(line);
	answer = json_loads(send(f, line), 0, NULL);
	result = json_object_get(answer, "result");
	CLAIM(result || json_integer_value(json_object_get(json_object_get(answer, "error"),
							   "code")) != -32603);
	json_incref(result);
	json_decref(answer);
	json_decref(request);
	free(line);
	return result;
}

static void check_steps(const json_t *preview)
{
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(preview, "steps"), i, row) {
		char day[DAY_TEXT_SIZE];
		struct day due;

		str_copy(day, 11, text(row, "due")); /* a time may follow */
		CLAIM(day_parse(day, &due));
		CLAIM(text(row, "due_at")[0]);
	}
}

/* What was put is what is got, and it can be put again. */
static void check_round_trip(struct stack *f, const json_t *plan)
{
	json_t *document = json_object_get(plan, "document"), *again;

	again = result_of(f, "plan.put", json_pack("{sO}", "document", document));
	CLAIM(again);
	CLAIM(json_equal(json_object_get(json_object_get(again, "plan"), "document"), document));
	json_decref(again);
}

static void lay_out(struct stack *f, const char *plan)
{
	for (size_t i = 0; i < ARRAY_LEN(anchor_days); i++) {
		json_t *preview =
			result_of(f, "plan.preview",
				  json_pack("{ssss}", "plan", plan, "anchor_day", anchor_days[i]));

		check_steps(preview);
		json_decref(preview);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct stack *book;
	static int n_inputs;
	json_t *document = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES, NULL), *put;

	if (n_inputs++ % INPUTS_OF_A_BOOK == 0) {
		void *state = book;

		if (book)
			(void)tear_down(&state);
		CLAIM(put_plans(&state) == 0);
		book = state;
		DO(book, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	}
	if (!document)
		return 0;
	put = result_of(book, "plan.put", json_pack("{so}", "document", document));
	if (put) {
		const json_t *plan = json_object_get(put, "plan");

		check_round_trip(book, plan);
		lay_out(book, text(plan, "name"));
		json_decref(
			result_of(book, "plan.apply",
				  json_pack("{sssi}", "plan", text(plan, "name"), "contact", 1)));
	}
	json_decref(put);
	return 0;
}
