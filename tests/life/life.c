/* A life told to the real stack in memory. */
#include <unistd.h>

#include "rpc/story.h"

#include "life/life.h"

void chance_seed(uint64_t *chance, uint64_t seed)
{
	*chance = seed;
}

/* splitmix64 */
static uint64_t chance_next(uint64_t *chance)
{
	uint64_t z = *chance += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

uint32_t chance_below(uint64_t *chance, uint32_t n)
{
	return n ? (uint32_t)(chance_next(chance) >> 11) % n : 0;
}

int chance_between(uint64_t *chance, int low, int high)
{
	return low + (int)chance_below(chance, (uint32_t)(high - low + 1));
}

bool chance_of(uint64_t *chance, int percent)
{
	return (int)chance_below(chance, 100) < percent;
}

int chance_weighted(uint64_t *chance, const int *weights)
{
	int sum = 0, at;

	for (int i = 0; weights[i]; i++)
		sum += weights[i];
	at = (int)chance_below(chance, (uint32_t)sum);
	for (int i = 0;; i++) {
		at -= weights[i];
		if (at < 0)
			return i;
	}
}

const char *day_text(int day)
{
	static char texts[8][DAY_TEXT_SIZE];
	static int at;

	at = (at + 1) % 8;
	return day_format((struct day){day}, texts[at]);
}

static void keep_line(struct life *l, const char *line)
{
	char **slot = &l->lines[l->n_lines++ % LIFE_LINES_KEPT];

	free(*slot);
	*slot = strdup(line);
}

void life_fail(struct life *l, const char *format, ...)
{
	char why[2048];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(why, sizeof why, format, args);
	va_end(args);
	for (int i = l->n_lines > LIFE_LINES_KEPT ? l->n_lines - LIFE_LINES_KEPT : 0;
	     i < l->n_lines; i++)
		(void)fprintf(stderr, "%s\n", l->lines[i % LIFE_LINES_KEPT]);
	(void)fprintf(stderr, "on %s, after %d writes: %s\n", day_text(l->facts.today), l->n_writes,
		      why);
	_exit(1); /* what is left on the heap is of no interest now */
}

static bool is_read(const char *method)
{
	static const char *const ends[] = {".get", ".list",  ".why",  ".check",
					   ".due", ".brief", ".find", NULL};

	for (int i = 0; ends[i]; i++)
		if (strlen(method) > strlen(ends[i]) &&
		    strcmp(method + strlen(method) - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

static json_t *ask_line(struct life *l, const char *method, const char *params)
{
	_cleanup_str_ struct str line = {0};
	json_t *json;

	str_addf(&line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}", method,
		 params);
	if (!is_read(method)) {
		keep_line(l, str_text(&line));
		if (l->out)
			(void)fprintf(l->out, "%s\n", str_text(&line));
	}
	json = json_loads(send(l->stack, str_text(&line)), 0, NULL);
	if (!json)
		life_fail(l, "no JSON: %s", str_text(&l->stack->reply));
	return json;
}

static json_t *ask_with(struct life *l, const char *method, const char *params)
{
	json_t *json = ask_line(l, method, params);
	json_t *result = json_object_get(json, "result"), *told;

	l->code = (int)json_integer_value(json_object_get(json_object_get(json, "error"), "code"));
	if (l->code < 0 || (!result && !l->code))
		life_fail(l, "%s %s: %s", method, params, str_text(&l->stack->reply));
	if (result && json_object_get(result, "journal")) {
		told = json_loads(params, 0, NULL);
		facts_note(&l->facts, method, told, result);
		json_decref(told);
		l->n_writes++;
	}
	l->n_refused += l->code != 0;
	json_incref(result);
	json_decref(json);
	return result;
}

#define FORMAT_PARAMS(params, format)                                                              \
	do {                                                                                       \
		va_list args;                                                                      \
		va_start(args, format);                                                            \
		(void)vsnprintf(params, sizeof params, format, args);                              \
		va_end(args);                                                                      \
	} while (0)

json_t *life_ask(struct life *l, const char *method, const char *format, ...)
{
	char params[4096];

	FORMAT_PARAMS(params, format);
	return ask_with(l, method, params);
}

bool life_do(struct life *l, const char *method, const char *format, ...)
{
	char params[4096];
	json_t *result;

	FORMAT_PARAMS(params, format);
	result = ask_with(l, method, params);
	json_decref(result);
	return result != NULL;
}

static void read_clock(struct life *l)
{
	l->now = l->stack->now;
	l->facts.today = day_of_local(l->now).n;
}

void life_wait_until(struct life *l, int day, int minute)
{
	int64_t left = day_to_local((struct day){day}, minute) - l->now;

	for (; left > 0; left -= 300 * 86400)
		(void)life_do(l, "dev.advance", "{\"seconds\":%lld}",
			      (long long)(left > 300 * 86400 ? 300 * 86400 : left));
	read_clock(l);
}

void life_wait(struct life *l, int seconds)
{
	(void)life_do(l, "dev.advance", "{\"seconds\":%d}", seconds);
	read_clock(l);
}

void life_sleep_until(struct life *l, int day, int minute)
{
	if (day_to_local((struct day){day}, minute) <= l->now)
		return;
	(void)life_do(l, "dev.clock", "{\"now\":\"%sT%02d:%02d:00Z\"}", day_text(day), minute / 60,
		      minute % 60);
	read_clock(l);
}

void life_begin(struct life *l, uint64_t seed, const char *first_day, FILE *out)
{
	void *state = NULL;

	*l = (struct life){.out = out};
	chance_seed(&l->chance, seed);
	assert_int_equal(put_plans(&state), 0);
	l->stack = state;
	(void)life_do(l, "dev.clock", "{\"now\":\"%sT08:00:00Z\"}", first_day);
	read_clock(l);
}

void life_end(struct life *l)
{
	void *state = l->stack;

	for (int i = 0; i < LIFE_LINES_KEPT; i++)
		free(l->lines[i]);
	facts_deinit(&l->facts);
	(void)tear_down(&state);
}
