/* Amounts that people type, in the currency they name or the default one. */
#include "amount.h"

#include "base/cleanup.h"
#include "money.h"
#include "vouch/protocol.h"

static int refuse(const char *amount, int exponent, const char *currency, enum money_is why)
{
	_cleanup_str_ struct str most = {0};

	if (why != MONEY_TOO_MUCH)
		return cli_fail(VOUCH_EXIT_USAGE, "%s is no amount of %s that can be noted", amount,
				currency);
	money_add_most(&most, exponent, currency);
	return cli_fail(VOUCH_EXIT_USAGE, "%s is more than can be noted: %s at most", amount,
			str_text(&most));
}

int amount_set(struct cli *cli, const struct match *m, json_t *params)
{
	const char *amount = match_text(m, "AMOUNT"), *currency = match_text(m, "CURRENCY");
	json_auto_t *settings = NULL;
	enum money_is is;
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
	is = money_read(amount, exponent, &minor);
	if (is != MONEY_AMOUNT)
		return refuse(amount, exponent, currency, is);
	(void)json_object_set_new(params, "amount", json_integer(minor));
	return 0;
}
