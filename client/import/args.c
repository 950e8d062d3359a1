/* The options of vouch import. */
#include "import/args.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "import/templates.h"
#include "vouch/protocol.h"

enum option_value {
	OPTION_DRY_RUN = 256,
	OPTION_STRICT,
	OPTION_MAP,
	OPTION_WHERE,
	OPTION_TEMPLATE,
	OPTION_SOURCE,
	OPTION_DATES,
	OPTION_CURRENCY,
	OPTION_SOCKET,
	OPTION_JSON,
	OPTION_PLAIN,
	OPTION_COLOR,
};

static const struct option options[] = {
	{"dry-run", no_argument, NULL, OPTION_DRY_RUN},
	{"strict", no_argument, NULL, OPTION_STRICT},
	{"map", required_argument, NULL, OPTION_MAP},
	{"where", required_argument, NULL, OPTION_WHERE},
	{"template", required_argument, NULL, OPTION_TEMPLATE},
	{"source", required_argument, NULL, OPTION_SOURCE},
	{"dates", required_argument, NULL, OPTION_DATES},
	{"currency", required_argument, NULL, OPTION_CURRENCY},
	{"socket", required_argument, NULL, OPTION_SOCKET},
	{"json", no_argument, NULL, OPTION_JSON},
	{"plain", no_argument, NULL, OPTION_PLAIN},
	{"color", required_argument, NULL, OPTION_COLOR},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{0},
};

void args_help(void)
{
	(void)puts(
		"vouch import [OPTION]... FILE|-...\n"
		"\n"
		"Takes in contacts or sales from CSV files (comma, semicolon or tab; UTF-8,\n"
		"UTF-16 or windows-1252), contacts from vCard files (.vcf; 2.1, 3.0, 4.0), and\n"
		"birthdays from calendar files (.ics). A whole book as vouch export ndjson wrote\n"
		"it goes into an empty book. Taking the same file twice changes nothing.\n"
		"\n"
		"  --dry-run               say what would be done, and change nothing\n"
		"  --strict                take nothing where any row is refused\n"
		"  --map FIELD=COLUMN      this column is that field; FIELD= fills it from none\n"
		"  --where COLUMN=VALUE    only the rows with this value\n"
		"  --template NAME         read it as google, outlook, hubspot, salesforce …;\n"
		"                          else the header tells; none: by the words in it alone\n"
		"  --source NAME           the program it comes from; else the file's name\n"
		"  --dates dmy|mdy|ymd     the order of days, months and years\n"
		"  --currency CODE         of amounts without one; else the one in the settings\n"
		"\n"
		"Fields of contacts: name given family org email phone street city region "
		"postcode\n"
		"country tags notes birthday language timezone source external_id.\n"
		"Fields of sales: contact given family email phone contact_id product amount\n"
		"currency stage opened closed source external_id.");
}

/* FIELD=COLUMN, cut at the first =; null where there is none. */
static char *cut(char *text)
{
	char *equals = strchr(text, '=');

	if (!equals || equals == text)
		return NULL;
	*equals = '\0';
	return equals + 1;
}

static int add_wish(struct args *args, char *text)
{
	char *column = cut(text);

	if (!column)
		return cli_fail(VOUCH_EXIT_USAGE, "--map wants FIELD=COLUMN, not '%s'", text);
	if (args->ask.n_wishes == ARGS_WISHES_MAX)
		return cli_fail(VOUCH_EXIT_USAGE, "--map can be said %d times at most",
				ARGS_WISHES_MAX);
	args->wishes[args->ask.n_wishes++] = (struct map_wish){text, column};
	return 0;
}

static int add_where(struct args *args, char *text)
{
	char *value = cut(text);

	if (!value)
		return cli_fail(VOUCH_EXIT_USAGE, "--where wants COLUMN=VALUE, not '%s'", text);
	if (args->ask.n_wheres == ROWS_WHERE_MAX)
		return cli_fail(VOUCH_EXIT_USAGE, "--where can be said %d times at most",
				ROWS_WHERE_MAX);
	args->ask.wheres[args->ask.n_wheres++] =
		(struct rows_where){.column = text, .value = value};
	return 0;
}

static int set_template(struct args *args, const char *text)
{
	_cleanup_str_ struct str names = {0};
	const char *last = "none";

	args->ask.template = template_find(text);
	if (args->ask.template)
		return 0;
	for (const struct template *t = templates; t->name; last = t++->name)
		if (!str_equal(t->name, last) && !t->refusal)
			str_addf(&names, "%s, ", t->name);
	return cli_fail(VOUCH_EXIT_USAGE, "--template wants one of %snone; not '%s'",
			str_text(&names), text);
}

static int set_dates(struct args *args, const char *text)
{
	args->ask.dates = dates_order_parse(text);
	if (args->ask.dates != DATES_UNKNOWN)
		return 0;
	return cli_fail(VOUCH_EXIT_USAGE, "--dates wants dmy, mdy or ymd, not '%s'", text);
}

/* "eur" → "EUR" */
static int set_currency(struct args *args, char *text)
{
	if (strlen(text) != 3 ||
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != 3)
		return cli_fail(VOUCH_EXIT_USAGE,
				"--currency wants a code of three letters such as EUR, not '%s'",
				text);
	for (char *c = text; *c; c++)
		*c = (char)(*c & ~0x20);
	args->currency = text;
	return 0;
}

static int set_color(struct cli *cli, const char *text)
{
	if (!str_equal(text, "auto") && !str_equal(text, "always") && !str_equal(text, "never"))
		return cli_fail(VOUCH_EXIT_USAGE, "--color wants auto, always or never, not '%s'",
				text);
	cli->color = text;
	return 0;
}

static int take_valued(int value, struct cli *cli, struct args *args)
{
	switch (value) {
	case OPTION_MAP:
		return add_wish(args, optarg);
	case OPTION_WHERE:
		return add_where(args, optarg);
	case OPTION_TEMPLATE:
		return set_template(args, optarg);
	case OPTION_SOURCE:
		args->source = optarg;
		return 0;
	case OPTION_DATES:
		return set_dates(args, optarg);
	case OPTION_CURRENCY:
		return set_currency(args, optarg);
	case OPTION_SOCKET:
		cli->socket = optarg;
		return 0;
	case OPTION_COLOR:
		return set_color(cli, optarg);
	}
	return VOUCH_EXIT_USAGE;
}

static bool take_flag(int value, struct cli *cli, struct args *args)
{
	const struct {
		int value;
		bool *to;
	} flags[] = {
		{OPTION_DRY_RUN, &args->is_dry_run},
		{OPTION_STRICT, &args->is_strict},
		{OPTION_JSON, &cli->is_json},
		{OPTION_PLAIN, &cli->is_plain},
		{'h', &args->wants_help},
		{'V', &args->wants_version},
	};

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (flags[i].value == value) {
			*flags[i].to = true;
			return true;
		}
	return false;
}

static int check(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!utf8_is_valid(argv[i], strlen(argv[i])) && strncmp(argv[i], "--", 2) == 0)
			return cli_fail(VOUCH_EXIT_USAGE, "'%s' is not UTF-8 text", argv[i]);
	return 0;
}

int args_read(int argc, char **argv, struct cli *cli, struct args *ret)
{
	int value, exit = check(argc, argv);

	*ret = (struct args){0};
	ret->ask.wishes = ret->wishes;
	opterr = 0;
	while (!exit && (value = getopt_long(argc, argv, ":hV", options, NULL)) != -1) {
		if (value == '?')
			return cli_fail(VOUCH_EXIT_USAGE,
					"there is no option %s; vouch import --help lists them",
					argv[optind - 1]);
		if (value == ':')
			return cli_fail(VOUCH_EXIT_USAGE, "%s wants a value", argv[optind - 1]);
		if (!take_flag(value, cli, ret))
			exit = take_valued(value, cli, ret);
	}
	ret->files = argv + optind;
	ret->n_files = (size_t)(argc - optind);
	if (!exit && !ret->n_files && !ret->wants_help && !ret->wants_version)
		return cli_fail(VOUCH_EXIT_USAGE, "import wants a FILE, or - for stdin");
	return exit;
}
