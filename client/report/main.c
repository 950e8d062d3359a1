/* vouch-report: the page of `vouch report`. Started by vouch, which so need not hold the plots. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opener.h"
#include "outfile.h"
#include "report/report.h"
#include "view_parts.h"
#include "vouch/protocol.h"

struct job {
	struct cli cli;
	const char *path; /* null: named by the day */
	bool may_replace, is_opened;
};

/* The page is read in a browser: what the terminal cannot draw does not matter to it. */
static void set_view(struct cli *cli)
{
	cli->view.is_plain = false;
	cli->view.is_ascii = false;
	cli->view.width = 0;
}

static int write_page(const struct job *j, const char *path, const struct str *page)
{
	struct outfile f;
	int exit;

	exit = outfile_open(&f, path, j->may_replace);
	if (exit)
		return exit;
	(void)fwrite(page->data, 1, page->len, f.to);
	exit = outfile_commit(&f);
	outfile_deinit(&f);
	return exit;
}

/* "file:///tmp/a%20b.html": what xdg-open takes whatever the path is. */
static bool open_page(const char *path)
{
	_cleanup_str_ struct str uri = {0};
	char *whole = realpath(path, NULL);

	if (!whole)
		return false;
	str_add(&uri, "file://");
	for (const char *c = whole; *c; c++)
		if (strchr("/-._~", *c) || (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
		    (*c >= 'a' && *c <= 'z'))
			str_add_char(&uri, *c);
		else
			str_addf(&uri, "%%%02X", (unsigned)(unsigned char)*c);
	free(whole);
	return opener_open(str_text(&uri));
}

static int tell(struct job *j, const char *path)
{
	bool is_opened = j->is_opened && opener_has_desktop() && open_page(path);

	if (str_equal(path, "-"))
		return 0;
	if (j->cli.is_json) {
		json_auto_t *answer = json_pack("{s:s, s:b}", "file", path, "opened", is_opened);

		(void)cli_json(&j->cli, answer);
	} else
		view_line(&j->cli.view, VIEW_NORMAL, "Written: %s%s", path,
			  is_opened      ? ", and opened."
			  : j->is_opened ? "."
					 : ". To look at it: open it in a browser, or say --open.");
	if (j->is_opened && !is_opened)
		return cli_fail(VOUCH_EXIT_FAILED,
				"nothing here opens it: is a desktop running, with xdg-open?");
	return 0;
}

static int run(struct job *j)
{
	_cleanup_str_ struct str page = {0}, name = {0};
	struct report report;
	int exit;

	report_init(&report, &j->cli);
	exit = report_read(&report);
	if (!exit) {
		set_view(&j->cli);
		page_write(&report, &page);
		str_addf(&name, "vouch-report-%s.html", j->cli.view.today);
		exit = write_page(j, j->path ? j->path : str_text(&name), &page);
	}
	report_deinit(&report);
	return exit ? exit : tell(j, j->path ? j->path : str_text(&name));
}

/* What vouch hands on; it has read the words of the user itself. */
static int read_args(struct job *j, int argc, char **argv)
{
	static const struct option options[] = {{"socket", required_argument, NULL, 's'},
						{"json", no_argument, NULL, 'j'},
						{"force", no_argument, NULL, 'f'},
						{"open", no_argument, NULL, 'o'},
						{0}};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (c) {
		case 's':
			j->cli.socket = optarg;
			break;
		case 'j':
			j->cli.is_json = true;
			break;
		case 'f':
			j->may_replace = true;
			break;
		case 'o':
			j->is_opened = true;
			break;
		default:
			return VOUCH_EXIT_USAGE;
		}
	if (optind < argc)
		j->path = argv[optind];
	return 0;
}

int main(int argc, char **argv)
{
	struct job j = {.cli = {.color = "auto"}};
	int exit;

	view_set_locale();
	(void)signal(SIGPIPE, SIG_DFL); /* quiet, whatever started us */
	cli_init(&j.cli);
	exit = read_args(&j, argc, argv);
	if (!exit) {
		cli_start(&j.cli);
		exit = run(&j);
	}
	cli_deinit(&j.cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("vouch: cannot write");
		exit = exit ? exit : VOUCH_EXIT_FAILED;
	}
	return exit;
}
