/* The army as the first morning of a quarter tells it. */
#include "ops/army.h"
#include "ops/morning.h"

int morning_army(struct op *op, const char **ret)
{
	struct army army = {.from = NO_DAY, .to = NO_DAY};
	int64_t ready;
	const char *text;
	int r;

	r = op_army_ready(op, -1, &army);
	if (r)
		return r;
	text = morning_counts(
		op,
		(const struct morning_count[]){
			{army.counts.ranks[ARMY_CHAMPION], "champion", "champions"},
			{army.counts.ranks[ARMY_REPEAT], "repeat referrer", "repeat referrers"},
			{army.counts.ranks[ARMY_REFERRER], "referrer", "referrers"},
			{army.counts.ranks[ARMY_WILLING], "willing", "willing"}},
		4);
	ready = (int64_t)army.members.n + army.n_more;
	*ret = "\nArmy: nobody has sent you somebody yet.";
	if (*text)
		*ret = arena_printf(op->arena, "\nArmy: %s; %lld ready: vouch army contest", text,
				    (long long)ready);
	return 0;
}
