/* Amounts that people type, in the currency they name or the default one. */
#include "amount.h"

#include "money.h"
#include "vouch/protocol.h"

int amount_set(struct cli *cli, const struct match *m, json_t *params)
{
	const char *amount = match_text(m, "AMOUNT"), *currency = match_text(m, "CURRENCY");
	json_auto_t *settings = NULL;
	int64_t minor;
	int exponent, r;

	if (!amount)
		return 0;
	if (currency) {
		exponent = money_exponent(currency);
		(void)json_object_set_new(params, "currency", json_string(currency));
	} else {
		r = cli_read(cli, "settings.get", NULL, &settings);
		if (r)
			return r;
		currency = arena_strdup(cli->arena, text_of(settings, "currency"));
		exponent = (int)number_of(settings, "exponent");
	}
	if (!money_parse(amount, exponent, &minor))
		return cli_fail(VOUCH_EXIT_USAGE, "%s is no amount of %s that can be noted", amount,
				currency);
	(void)json_object_set_new(params, "amount", json_integer(minor));
	return 0;
}
