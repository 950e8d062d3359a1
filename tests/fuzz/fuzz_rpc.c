/* Request lines against a book in memory: each is answered by one line of JSON, or by nothing. */
#include "base/cleanup.h"
#include "fuzz/fuzz.h"
#include "rpc/story.h"

/* A new book now and then: opening one is dear, and one that grew for long finds less. */
#define INPUTS_OF_A_BOOK 100
/* "@9" in place of a request lets nine hours pass. */
#define HOURS '@'

static void open_book(struct stack **f)
{
	void *state;

	CLAIM(put_plans(&state) == 0);
	*f = state;
	stack_start(*f, false);
	DO(*f, "contact.add", "{\"name\":\"Ana Ruiz\",\"phones\":[\"555-0142\"]}");
	DO(*f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\",\"amount\":120000}");
	DO(*f, "sale.complete", "{\"id\":1}");
	DO(*f, "contact.add", "{\"name\":\"Ben Lee\"}");
}

/* A refusal and a result are answers; a machine that failed is a fault of ours. */
static void check_answer(const json_t *answer)
{
	const json_t *error = json_object_get(answer, "error");

	CLAIM(json_is_object(answer));
	CLAIM(json_object_size(answer) == 3);
	CLAIM((error != NULL) != (json_object_get(answer, "result") != NULL));
	CLAIM(json_integer_value(json_object_get(error, "code")) != -32603);
}

static void check_reply(const char *reply, size_t n)
{
	json_t *json, *one;
	size_t i;

	if (!n)
		return;
	CLAIM(reply[n - 1] == '\n' && memchr(reply, '\n', n) == reply + n - 1);
	json = json_loadb(reply, n, JSON_REJECT_DUPLICATES, NULL);
	CLAIM(json);
	if (!json_is_array(json))
		check_answer(json);
	json_array_foreach (json, i, one)
		check_answer(one);
	json_decref(json);
}

static void run_line(struct stack *f, const char *line, size_t n)
{
	if (n == 2 && line[0] == HOURS && line[1] >= '0' && line[1] <= '9') {
		f->now += (int64_t)(line[1] - '0') * 3600;
		CLAIM(stack_tick(f) == 0);
		return;
	}
	(void)send_n(f, line, n);
	check_reply(str_text(&f->reply), f->reply.len);
	str_reset(&f->reply);
	rpc_events(f->rpc, f->peer, &f->reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct stack *book;
	static int n_inputs;
	_cleanup_free_ char *text = fuzz_text(bytes, n);

	if (n_inputs++ % INPUTS_OF_A_BOOK == 0) {
		void *state = book;

		if (book)
			(void)tear_down(&state);
		open_book(&book);
	}
	for (const char *line = text, *end = text + n; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		stop = stop ? stop : end;
		run_line(book, line, (size_t)(stop - line));
		line = stop + 1;
	}
	return 0;
}
