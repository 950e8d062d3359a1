/* vouch restore: what would change, then the backup in the place of the book. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "dates.h"
#include "program.h"
#include "views.h"
#include "vouch/protocol.h"

#define SERVICE "vouchd.service"
#define SOCKET "vouchd.socket"

struct now {
	bool is_running, is_service; /* a vouchd answers; the service manager runs it */
	json_t *status, *backups, *journal;
};

/* Nobody is told that vouchd does not run: a damaged book is why one restores. */
static void learn(struct cli *cli, struct now *now)
{
	_cleanup_str_ struct str pid = {0};
	const char *const argv[] = {"systemctl", "--user",  "show",  "-p",
				    "MainPID",   "--value", SERVICE, NULL};

	if (call_read(cli->call, "system.status", NULL, &now->status))
		return;
	now->is_running = true;
	(void)call_read(cli->call, "system.backups", NULL, &now->backups);
	(void)call_read(cli->call, "journal.list", json_pack("{s:i}", "limit", 1), &now->journal);
	if (program_run(argv, true, &pid) == 0)
		now->is_service =
			strtoll(str_text(&pid), NULL, 10) == number_of(now->status, "pid");
}

/* The value of a line "KEY VALUE"; null where there is none. */
/* What vouchd said of the file, a line a key. */
struct said {
	const char *text;
	struct arena *arena;
};

static const char *value_of(const struct said *said, const char *key)
{
	size_t n = strlen(key);

	for (const char *line = said->text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, n) == 0 && line[n] == ' ')
			return arena_strndup(said->arena, line + n + 1,
					     strcspn(line + n + 1, "\n"));
	}
	return NULL;
}

static void add_change(const char *what, const char *then, const json_t *now)
{
	long long before, after;

	if (!then)
		return;
	before = strtoll(then, NULL, 10);
	if (!json_is_integer(now)) {
		(void)printf("  %-16s %lld\n", what, before);
		return;
	}
	after = json_integer_value(now);
	(void)printf("  %-16s %lld, now %lld: ", what, before, after);
	if (before == after)
		(void)puts("the same");
	else
		(void)printf("%lld %s\n", llabs(after - before),
			     after > before ? "fewer than now" : "more than now");
}

static void show_count(const struct said *said, const char *key, const char *what,
		       const json_t *now)
{
	add_change(what, value_of(said, key), now);
}

/* An instant of the file, a unix second, and of the present book, if any. */
static void show_instant(const struct cli *cli, const char *what, const char *seconds,
			 const char *present)
{
	char instant[DATES_INSTANT_SIZE], local[DATES_DUE_SIZE];
	_cleanup_str_ struct str text = {0};

	if (!seconds)
		return;
	(void)dates_instant(strtoll(seconds, NULL, 10), instant);
	dates_add_full(&text, dates_local(instant, cli->view.timezone, local));
	if (*present) {
		str_add(&text, "; now ");
		dates_add_full(&text, dates_local(present, cli->view.timezone, local));
	}
	(void)printf("  %-16s %s\n", what, str_text(&text));
}

/* Of the present book, as the vouchd that has it says, or the one that looked at the backup. */
static void show_loss(const struct cli *cli, const struct said *said, const struct now *now)
{
	const char *seconds = value_of(said, "lost_before"), *how = value_of(said, "lost_how");
	char instant[DATES_INSTANT_SIZE] = "", local[DATES_DUE_SIZE];
	_cleanup_str_ struct str text = {0};

	if (now->is_running)
		how = text_of(now->status, "database.lost_how");
	if (!how || !*how)
		return;
	if (seconds)
		(void)dates_instant(strtoll(seconds, NULL, 10), instant);
	if (now->is_running)
		str_copy(instant, sizeof instant, text_of(now->status, "database.lost_before"));
	if (*instant) {
		str_add(&text, " before ");
		dates_add_full(&text, dates_local(instant, cli->view.timezone, local));
	}
	(void)printf("The present book %s the last changes%s.\n",
		     view_lost_is_doubtful(how) ? "may lack" : "lacks", str_text(&text));
}

static void show(const struct cli *cli, const struct said *said, const struct now *now)
{
	const char *path = value_of(said, "path");
	const json_t *items = json_object_get(now->journal, "items");
	const char *present = text_of(json_array_get(items, 0), "at");

	(void)printf("%s is whole.\n", path ? path : "It");
	show_instant(cli, "written", value_of(said, "at"), "");
	show_count(said, "contacts", "contacts", member_of(now->status, "book.contacts"));
	show_count(said, "sales", "sales completed",
		   member_of(now->status, "book.sales_completed"));
	show_count(said, "open", "open follow-ups", member_of(now->status, "book.open_followups"));
	show_instant(cli, "last change", value_of(said, "newest"), present);
	show_loss(cli, said, now);
	if (!now->is_running)
		(void)puts("vouchd does not answer, so what the present book holds is not known.");
}

static int control(const char *verb)
{
	const char *const argv[] = {"systemctl", "--user", verb, SOCKET, SERVICE, NULL};

	return program_run(argv, false, NULL);
}

static int put_in_place(const struct now *now, const char *vouchd, const char *path)
{
	const char *book = text_of(now->backups, "book");
	const char *argv[] = {vouchd, "--restore", path, NULL, NULL, NULL};
	int r, started;

	if (*book) {
		argv[3] = "--db";
		argv[4] = book;
	}
	if (now->is_service && control("stop"))
		return cli_fail(VOUCH_EXIT_FAILED, "vouchd could not be stopped: systemctl --user "
						   "stop " SERVICE " " SOCKET);
	r = program_run(argv, false, NULL);
	started = now->is_service ? control("start") : 0;
	if (r)
		return cli_fail(VOUCH_EXIT_FAILED, "the book was left as it was");
	if (started)
		return cli_fail(VOUCH_EXIT_FAILED, "vouchd could not be started again: systemctl "
						   "--user start " SOCKET " " SERVICE);
	if (now->is_service)
		(void)puts("vouchd runs again.");
	return 0;
}

/* It is nobody's to end but whoever started it. */
static int refuse_running(const struct now *now, const char *path)
{
	return cli_fail(VOUCH_EXIT_FAILED,
			"a vouchd that you started yourself uses the book (process %lld): stop it, "
			"then type vouch restore %s again; nothing was changed",
			number_of(now->status, "pid"), path);
}

static int agree(const struct cli *cli, const struct match *m)
{
	if (match_has(m, "yes"))
		return 0;
	if (!cli_is_interactive(cli))
		return cli_fail(VOUCH_EXIT_USAGE,
				"say --yes to put it in place; nothing was changed");
	if (cli_confirm("Put it in the place of the book? The present one is kept."))
		return 0;
	return cli_fail(VOUCH_EXIT_FAILED, "nothing was changed");
}

static int restore(struct cli *cli, const struct match *m, const struct now *now,
		   const char *vouchd)
{
	_cleanup_str_ struct str text = {0};
	struct said said = {.arena = cli->arena};
	const char *book = text_of(now->backups, "book");
	const char *argv[] = {vouchd, "--check-backup", match_text(m, "BACKUP"), NULL, NULL, NULL};
	int r;

	if (*book) {
		argv[3] = "--db";
		argv[4] = book;
	}
	r = program_run(argv, false, &text);
	if (r)
		return cli_fail(VOUCH_EXIT_FAILED,
				r < 0 ? "%s cannot be run; nothing was changed"
				      : "%s refuses it; nothing was changed",
				vouchd);
	said.text = str_text(&text);
	show(cli, &said, now);
	(void)fflush(stdout);
	if (now->is_running && !now->is_service)
		return refuse_running(now, match_text(m, "BACKUP"));
	r = agree(cli, m);
	return r ? r : put_in_place(now, vouchd, value_of(&said, "path"));
}

int cmd_restore(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str vouchd = {0};
	struct now now = {0};
	int r;

	program_find_vouchd(&vouchd);
	learn(cli, &now);
	call_drop(cli->call);
	r = restore(cli, m, &now, str_text(&vouchd));
	json_decref(now.status);
	json_decref(now.backups);
	json_decref(now.journal);
	return r;
}
