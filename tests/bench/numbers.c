/* Each of the numbers and system.status, in one process: numbers DB [RUNS]. Prints the median and
 * the fastest of each in milliseconds, the answer as text included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/zone.h"
#include "rpc/rpc.h"
#include "store/db.h"
#include "store/derived.h"

#define RUNS_MOST 1000

static const char *const methods[] = {
	"numbers.sources", "numbers.coverage", "numbers.funnel", "numbers.promises",
	"numbers.cadence", "numbers.steps",    "numbers.time",   "system.status",
};

static int64_t now_of(void *user)
{
	return *(const int64_t *)user;
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* False where it is not answered with a result. */
static bool ask(struct op_env *env, struct rpc *rpc, const char *line, uint64_t *ret_took)
{
	struct rpc_peer *peer = rpc_peer_new();
	_cleanup_str_ struct str reply = {0};
	uint64_t begun = clock_monotonic_us();
	bool is_good = op_group_begin(env) == 0;

	rpc_handle(rpc, peer, line, strlen(line), &reply);
	is_good = is_good && op_group_commit(env) == 0;
	*ret_took = clock_monotonic_us() - begun;
	is_good = is_good && strstr(str_text(&reply), "\"result\":");
	if (!is_good)
		(void)fprintf(stderr, "numbers: %s: %s\n", line, str_text(&reply));
	rpc_peer_free(peer);
	return is_good;
}

static bool measure(struct op_env *env, struct rpc *rpc, const char *method, int runs)
{
	uint64_t took[RUNS_MOST];
	char line[200];

	(void)snprintf(line, sizeof line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}",
		       method);
	for (int i = 0; i < runs; i++)
		if (!ask(env, rpc, line, &took[i]))
			return false;
	qsort(took, (size_t)runs, sizeof *took, by_size);
	printf("%s %.2f %.2f\n", method, (double)took[runs / 2] / 1000, (double)took[0] / 1000);
	return true;
}

static bool measure_all(struct store *store, const struct zone *zone, int64_t now, int runs)
{
	struct settings settings;
	struct op_env env = {.store = store, .settings = &settings, .zone = zone};
	struct rpc_options options = {.env = &env, .user = &now, .now = now_of};
	struct arena *arena = arena_new();
	struct rpc *rpc = rpc_new(&options);
	bool is_good;

	settings_defaults(&settings);
	env.work = (struct worktime){
		.week = settings.work_week, .start = settings.work_start, .end = settings.work_end};
	is_good = op_group_begin(&env) == 0 && store_derived_settle(store, arena) == 0 &&
		  op_group_commit(&env) == 0;
	for (size_t i = 0; is_good && i < ARRAY_LEN(methods); i++)
		is_good = measure(&env, rpc, methods[i], runs);
	rpc_free(rpc);
	arena_free(arena);
	return is_good;
}

int main(int argc, char **argv)
{
	int64_t now = clock_now(&(struct clock){0});
	struct store_options options = {.path = argc > 1 ? argv[1] : NULL, .now = now};
	int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 31;
	char why[STORE_WHY_SIZE];
	struct store *store;
	struct zone *zone;
	bool is_good;

	if (argc < 2 || runs < 1 || runs > RUNS_MOST) {
		(void)fprintf(stderr, "usage: numbers DB [RUNS]\n");
		return 2;
	}
	if (zone_load("UTC", &zone))
		return 1;
	if (store_open(&options, &store, why)) {
		(void)fprintf(stderr, "numbers: %s\n", why);
		return 1;
	}
	is_good = measure_all(store, zone, now, runs);
	store_close(store);
	zone_free(zone);
	return is_good ? 0 : 1;
}
