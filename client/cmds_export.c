/* vouch export: the book on its way out, one row a format. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "export.h"
#include "vouch/protocol.h"

static const struct format {
	const char *name; /* a word of the command */
	export_fn *run;
	const char *extension; /* of the files that are taken for it; null: none */
	const char *help;
} formats[] = {
	{"csv", export_csv, ".csv", "contacts as a table"},
	{"followups", export_followups, NULL, "follow-ups as a table"},
	{"referrals", export_referrals, NULL, "referrals as a table"},
	{"sales", export_sales, NULL, "sales as a table"},
	{"ndjson", export_ndjson, ".ndjson", "everything, for another vouch"},
	{"everything", export_ndjson, NULL, "the same"},
	{"ics", export_ics, ".ics", "follow-ups and dates as a calendar"},
	{"vcard", export_vcard, ".vcf", "contacts for phones and mail programs"},
};

/* The one whose word was said, as "ics" or as "--ics"; null where none was, or more than one. */
static const struct format *by_word(const struct match *m, size_t *ret_n)
{
	const struct format *found = NULL;

	*ret_n = 0;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (match_has(m, formats[i].name)) {
			found = &formats[i];
			++*ret_n;
		}
	return *ret_n == 1 ? found : NULL;
}

static const struct format *by_extension(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(formats); i++)
		if (formats[i].extension && strcasecmp(formats[i].extension, dot) == 0)
			return &formats[i];
	return NULL;
}

static int refuse(const char *path)
{
	_cleanup_str_ struct str list = {0};

	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		str_addf(&list, "%s%s (%s)", i ? ", " : "", formats[i].name, formats[i].help);
	if (path)
		return cli_fail(VOUCH_EXIT_USAGE,
				"the name of %s does not say what it is to be; say one of: %s",
				path, str_text(&list));
	return cli_fail(VOUCH_EXIT_USAGE, "export what? One of: %s", str_text(&list));
}

/* What is printed is for another program: what we have to say goes beside it. */
static void tell(const struct cli *cli, const struct export *e, const char *path)
{
	json_auto_t *done = json_pack("{s:I, s:s}", "written", (json_int_t)e->n, "path", path);

	if (strcmp(path, "-") == 0) {
		if (e->note && !cli->is_json && !cli->is_plain)
			(void)fprintf(stderr, "%s\n", e->note);
		return;
	}
	if (cli_json(cli, done))
		return;
	view_line(&cli->view, VIEW_NORMAL, "Wrote %zu %s to %s.", e->n,
		  e->n == 1 ? e->one : e->many, path);
	if (e->note)
		view_line(&cli->view, VIEW_NORMAL, "%s", e->note);
}

static int export_to(struct cli *cli, const struct match *m, const struct format *format,
		     const char *path)
{
	struct outfile file;
	struct export e = {.cli = cli, .match = m, .is_raw = match_has(m, "raw")};
	int r;

	r = outfile_open(&file, path, match_has(m, "force"));
	e.to = file.to;
	if (!r)
		r = format->run(&e);
	if (!r)
		r = outfile_commit(&file);
	outfile_deinit(&file);
	if (!r)
		tell(cli, &e, path);
	return r;
}

int cmd_export_person(struct cli *cli, const struct match *m)
{
	static const struct format person = {.name = "person", .run = export_person};
	const char *path = match_text(m, "FILE");

	return export_to(cli, m, &person, path ? path : "-");
}

int cmd_export(struct cli *cli, const struct match *m)
{
	const char *path = match_text(m, "FILE");
	const struct format *format;
	size_t n;

	format = by_word(m, &n);
	if (n > 1)
		return cli_fail(VOUCH_EXIT_USAGE, "a file is one thing; say one of them");
	if (!format && path)
		format = by_extension(path);
	if (!format)
		return refuse(path);
	return export_to(cli, m, format, path ? path : "-");
}
