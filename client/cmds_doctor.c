/* One command that looks at everything, says what is wrong, and how it is mended. It works where
 * vouchd does not run, and changes nothing. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/zone.h"
#include "commands.h"
#include "doctor_look.h"
#include "views.h"
#include "vouch/protocol.h"

/* What vouchd says of itself; null where it does not. */
struct answers {
	json_t *hello, *status, *check, *backups;
};

static int ask(struct cli *cli, struct answers *a)
{
	int r = call_read(cli->call, "system.hello", NULL, &a->hello);

	if (r)
		return r;
	cli->view.today = call_today(cli->call);
	cli->view.timezone = call_timezone(cli->call);
	(void)call_read(cli->call, "system.status", NULL, &a->status);
	(void)call_read(cli->call, "system.check", NULL, &a->check);
	(void)call_read(cli->call, "system.backups", NULL, &a->backups);
	return 0;
}

static void forget(struct answers *a)
{
	json_decref(a->hello);
	json_decref(a->status);
	json_decref(a->check);
	json_decref(a->backups);
}

static void judge_way(struct cli *cli, json_t *items, bool is_reached, const char *why,
		      bool is_unreachable)
{
	struct doctor_reach reach = {
		.socket = doctor_socket_path(cli->arena, cli->socket),
		.why = why,
		.is_unreachable = is_unreachable,
	};
	struct doctor_units units;

	doctor_look_at_socket(&reach);
	doctor_look_at_units(&units);
	doctor_judge_reach(items, &reach, &units);
	doctor_judge_units(items, &units, is_reached);
}

static void judge_book(struct cli *cli, json_t *items, const struct answers *a)
{
	const char *kept = text_of(a->backups, "book"), *expected = doctor_book_path(cli->arena);
	const char *path = *kept ? kept : expected;
	struct doctor_book book;

	if (!path)
		return;
	doctor_look_at_book(path, &book);
	doctor_judge_book(items, &book, a->hello != NULL);
	doctor_judge_loss(items, a->status, path);
	doctor_judge_other_book(items, *kept ? kept : NULL, expected);
}

static void judge_settings(struct cli *cli, json_t *items, long long pid)
{
	const char *file = doctor_config_of(cli->arena, pid);
	_cleanup_str_ struct str said = {0};
	int status = doctor_check_config(file, &said);

	doctor_judge_config(items, status, str_text(&said));
}

static void judge_status(json_t *items, const json_t *status)
{
	const char *problem = NULL;
	struct zone *zone = zone_load_system(&problem);
	struct clock clock = {0};

	doctor_judge_desktop(items, status, doctor_has_bus());
	doctor_judge_backup(items, status);
	doctor_judge_calendar(items, status);
	doctor_judge_clock(items, status, clock_now(&clock));
	doctor_judge_zone(items, status, zone_name(zone), problem);
	zone_free(zone);
}

static void judge(struct cli *cli, json_t *items, const struct answers *a)
{
	long long pid = number_of(a->hello, "pid");
	const json_t *sandbox = json_object_get(a->status, "sandbox");
	struct doctor_process process;

	doctor_look_at_process(pid, &process);
	/* The kernel tells it of vouchd to nobody but vouchd. */
	process.is_replaced |= json_is_true(json_object_get(sandbox, "program_replaced"));
	if (a->hello) {
		doctor_judge_version(items, a->hello, VOUCH_VERSION, &process);
		doctor_judge_sandbox(items, &process, sandbox);
	}
	judge_settings(cli, items, pid);
	judge_book(cli, items, a);
	if (a->check)
		doctor_judge_check(items, a->check);
	else if (a->hello)
		doctor_add(items, "check", DOCTOR_WRONG, "journalctl --user -u vouchd -n 20",
			   "vouchd could not look through the book; its log says why");
	if (a->status)
		judge_status(items, a->status);
	else if (a->hello)
		doctor_add(items, "status", DOCTOR_WRONG, "journalctl --user -u vouchd -n 20",
			   "vouchd cannot tell the state of the book; its log says why");
}

int cmd_doctor(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = json_object();
	json_t *items = json_array();
	struct answers a = {0};
	bool is_well;
	int r;

	(void)m;
	r = ask(cli, &a);
	judge_way(cli, items, r == 0, r ? call_failure(cli->call)->text : NULL,
		  r == VOUCH_EXIT_UNREACHABLE);
	judge(cli, items, &a);
	forget(&a);
	is_well = doctor_count(items, DOCTOR_WRONG) == 0;
	(void)json_object_set_new(answer, "ok", json_boolean(is_well));
	(void)json_object_set_new(answer, "items", items);
	if (!cli_json(cli, answer))
		view_doctor(cli, answer);
	return is_well ? VOUCH_EXIT_OK : VOUCH_EXIT_FAILED;
}
