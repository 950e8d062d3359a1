/* Dates as people type them. */
#include "ops/calendar.h"

#include "domain/datetext.h"
#include "store/calendar.h"

int op_calendar_parse(struct op *op, const char *text, struct calendar_time *ret)
{
	struct datetext_context context = {.now = op->local, .work = &op->env->work};
	struct datetext found;

	switch (datetext_parse(text, &context, &found)) {
	case DATETEXT_AMBIGUOUS:
		return op_fail(op, VOUCH_E_AMBIGUOUS_DATE, "text", "%s", found.why);
	case DATETEXT_BAD:
		return op_fail(op, VOUCH_E_BAD_DATE, "text", "%s", found.why);
	case DATETEXT_OK:
		break;
	}
	*ret = (struct calendar_time){
		.day = found.day,
		.minute = found.minute,
		.instant = op_instant(op, found.day, found.minute),
	};
	return 0;
}

int op_calendar_holidays(struct op *op, struct day **ret, size_t *ret_n)
{
	return store_calendar_holidays(op->store, op->arena, ret, ret_n);
}
