/* vouch-import: takes in files of rows and of cards. Started by vouch, so that vouch itself links
 * no format library. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "import/args.h"
#include "import/birthdays.h"
#include "import/book.h"
#include "import/file.h"
#include "import/report.h"
#include "import/vcard.h"
#include "money.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

struct job {
	struct cli *cli;
	const struct args *args;
	const char *path;
	struct file file;
	struct rows rows;
	struct vcard vcard;
	bool is_vcard;
	bool is_book;
	struct rows_counts counts;
	struct refusals refusals;
	struct upload upload;
	struct str why;
	struct ics ics;
	bool is_calendar;
};

static int fail(const struct job *j, int exit)
{
	return cli_fail(exit, "%s: %s", str_equal(j->path, "-") ? "stdin" : j->path,
			str_text(&j->why));
}

/* "book/sales_pipeline.csv" → "sales_pipeline" */
static int name_source(struct job *j)
{
	const char *slash = strrchr(j->path, '/'), *name = slash ? slash + 1 : j->path;
	const char *point = strrchr(name, '.');
	size_t n = point && point != name ? (size_t)(point - name) : strlen(name);

	j->upload.source = j->args->source;
	if (!j->upload.source)
		j->upload.source =
			str_equal(j->path, "-") ? "stdin" : arena_strndup(j->cli->arena, name, n);
	name = j->upload.source;
	if (*name && utf8_is_valid(name, strlen(name)) && utf8_length(name) <= VOUCH_WORD_MAX)
		return 0;
	str_addf(&j->why, "name where it comes from with --source NAME (1 to %d characters)",
		 VOUCH_WORD_MAX);
	return fail(j, VOUCH_EXIT_USAGE);
}

static int open_calendar(struct job *j)
{
	struct ics_fault fault;

	if (ics_read(j->file.text, j->file.len, j->cli->arena, &j->ics, &fault))
		return 0;
	str_addf(&j->why, "line %zu: %s", fault.line, fault.why);
	return fail(j, VOUCH_EXIT_FAILED);
}

static int open_rows(struct job *j)
{
	int exit;

	if (!file_check(&j->file, &j->why))
		return fail(j, VOUCH_EXIT_FAILED);
	report_encoding(j->cli, j->path, &j->file);
	j->is_calendar = birthdays_are_for(j->file.text, j->file.len);
	if (j->is_calendar)
		return open_calendar(j);
	exit = rows_open(&j->rows, j->file.text, j->file.len, &j->args->ask, &j->why);
	if (exit)
		return fail(j, exit);
	report_mapping(j->cli, j->path, &j->rows);
	return 0;
}

static int open_file(struct job *j)
{
	if (!file_read(&j->file, j->path, &j->why))
		return cli_fail(VOUCH_EXIT_FAILED, "%s", str_text(&j->why));
	j->is_vcard = vcard_is(&j->file, j->path);
	j->is_book = !j->is_vcard && book_is(&j->file);
	if (j->is_book)
		return file_check(&j->file, &j->why) ? 0 : fail(j, VOUCH_EXIT_FAILED);
	if (!j->is_vcard)
		return open_rows(j);
	return vcard_open(&j->vcard, &j->file, &j->why) ? 0 : fail(j, VOUCH_EXIT_FAILED);
}

/* The currency of amounts that name none, and its decimals. */
static int find_currency(struct job *j)
{
	struct item_rules *rules = &j->rows.rules;
	json_auto_t *settings = NULL;
	int exit;

	if (!map_has(&rules->map, FIELD_AMOUNT))
		return 0;
	if (j->args->currency) {
		str_copy(rules->currency, sizeof rules->currency, j->args->currency);
		rules->exponent = money_exponent(rules->currency);
		rules->says_currency = true;
		return 0;
	}
	exit = cli_read(j->cli, "settings.get", NULL, &settings);
	if (exit)
		return exit;
	str_copy(rules->currency, sizeof rules->currency, text_of(settings, "currency"));
	rules->exponent = (int)number_of(settings, "exponent");
	return 0;
}

static int take(json_t *item, void *user)
{
	return upload_add(user, item);
}

static int each(struct job *j, int (*take_item)(json_t *, void *))
{
	if (j->is_vcard)
		return vcard_each(&j->vcard, &j->refusals, take_item, &j->upload, &j->counts);
	return rows_each(&j->rows, &j->refusals, take_item, &j->upload, &j->counts);
}

/* With --strict all rows are tried before the first is sent. */
static int send_rows(struct job *j)
{
	int exit;

	if (j->args->is_strict) {
		(void)each(j, NULL);
		if (j->counts.refused + j->counts.parts)
			return 0;
	}
	exit = each(j, take);
	return exit ? exit : upload_finish(&j->upload);
}

/* What must be known of all rows before the first is read. */
static int look(struct job *j)
{
	int exit;

	if (j->is_vcard || j->is_calendar)
		return 0;
	exit = find_currency(j);
	if (exit)
		return exit;
	if (!rows_look(&j->rows, &j->why))
		return fail(j, VOUCH_EXIT_FAILED);
	j->upload.kind = j->rows.rules.map.kind;
	return 0;
}

static int refuse_calendar(struct job *j)
{
	str_addf(&j->why, "no birthday among its %zu %s", j->ics.n,
		 j->ics.n == 1 ? "event" : "events");
	str_add(&j->why, "; vouch holidays add FILE takes days off");
	return fail(j, VOUCH_EXIT_FAILED);
}

static int send_birthdays(struct job *j, int this_year)
{
	int exit;

	(void)birthdays_each(&j->ics, this_year, &j->refusals, &j->counts, NULL, NULL);
	if (!j->counts.made && !j->counts.refused)
		return refuse_calendar(j);
	if (j->args->is_strict && j->counts.refused)
		return 0;
	j->refusals.n = 0;
	exit = birthdays_each(&j->ics, this_year, &j->refusals, &j->counts, take, &j->upload);
	return exit ? exit : upload_finish(&j->upload);
}

/* What is in the future is for vouchd to say, whose clock counts. */
static int import_birthdays(struct job *j)
{
	json_auto_t *hello = NULL;
	int exit;

	exit = cli_read(j->cli, "system.hello", NULL, &hello);
	if (exit)
		return exit;
	j->upload.is_dates = true;
	return send_birthdays(j, (int)strtol(text_of(hello, "today"), NULL, 10));
}

static int run(struct job *j)
{
	_cleanup_str_ struct str remark = {0};
	int exit;

	exit = name_source(j);
	if (!exit)
		exit = open_file(j);
	if (!exit && j->is_book)
		return book_import(j->cli, j->path, &j->file, &j->upload);
	if (!exit)
		exit = look(j);
	if (!exit)
		exit = j->is_calendar ? import_birthdays(j) : send_rows(j);
	if (exit)
		return exit;
	if (j->is_vcard)
		vcard_remark(&j->vcard, &remark);
	return report_end(&(struct report){
		.cli = j->cli,
		.map = j->is_vcard || j->is_calendar ? NULL : &j->rows.rules.map,
		.one = j->is_vcard      ? "card"
		       : j->is_calendar ? "event"
					: "row",
		.many = j->is_vcard      ? "cards"
			: j->is_calendar ? "events"
					 : "rows",
		.remark = str_text(&remark),
		.counts = &j->counts,
		.upload = &j->upload,
		.refusals = &j->refusals,
	});
}

static int import_file(struct cli *cli, const struct args *args, const char *path)
{
	struct job j = {.cli = cli, .args = args, .path = path, .refusals = {.arena = cli->arena}};
	int exit;

	upload_init(&j.upload, cli);
	j.upload.is_dry_run = args->is_dry_run;
	j.upload.is_strict = args->is_strict;
	exit = run(&j);
	upload_deinit(&j.upload);
	rows_deinit(&j.rows);
	vcard_deinit(&j.vcard);
	file_deinit(&j.file);
	str_deinit(&j.why);
	return exit;
}

static int import_all(struct cli *cli, const struct args *args)
{
	int exit = 0;

	for (size_t i = 0; i < args->n_files; i++) {
		int r = import_file(cli, args, args->files[i]);

		exit = exit ? exit : r;
	}
	return exit;
}

int main(int argc, char **argv)
{
	struct cli cli = {.color = "auto"};
	struct args args;
	int exit;

	view_set_locale();
	(void)signal(SIGPIPE, SIG_DFL); /* quiet, whatever started us */
	cli_init(&cli);
	exit = args_read(argc, argv, &cli, &args);
	if (!exit && args.wants_help)
		args_help();
	if (!exit && args.wants_version)
		(void)puts("vouch " VOUCH_VERSION);
	if (!exit && !args.wants_help && !args.wants_version) {
		cli_start(&cli);
		exit = import_all(&cli, &args);
	}
	cli_deinit(&cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("vouch: cannot write");
		exit = exit ? exit : VOUCH_EXIT_FAILED;
	}
	return exit;
}
