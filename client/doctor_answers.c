/* Judgements on what vouchd says of itself and of the book. */
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "cli.h"
#include "doctor.h"
#include "escape.h"

#define CLOCK_SECONDS 120 /* vouchd's clock and the machine's differ by no more */
#define DAY_SECONDS (INT64_C(24) * 60 * 60)
#define BACKUP_SECONDS (2 * DAY_SECONDS)

static const char restart[] = "systemctl --user restart vouchd";

/* An instant as the API has it in unix seconds; `otherwise` where it is none. */
static int64_t instant_of(const char *text, int64_t otherwise)
{
	struct tm tm = {0};

	return strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm) ? (int64_t)timegm(&tm) : otherwise;
}

void doctor_judge_version(json_t *items, const json_t *hello, const char *version,
			  const struct doctor_process *p)
{
	const char *theirs = text_of(hello, "version");

	if (!str_equal(theirs, version))
		doctor_add(items, "version", DOCTOR_WRONG, restart,
			   "vouchd is %s and vouch is %s: the one that runs is from before an "
			   "update, or another one is installed",
			   *theirs ? theirs : "of an unknown version", version);
	else if (p->is_replaced)
		doctor_add(items, "version", DOCTOR_WRONG, restart,
			   "the program vouchd was replaced since it was started: the old one "
			   "still runs");
	else
		doctor_add(items, "version", DOCTOR_OK, NULL,
			   "vouchd and vouch are %s, protocol %lld", version,
			   number_of(hello, "protocol"));
}

/* What the process can reach; null where vouchd does not say, as one from before 0.6. */
static void judge_reach_of_files(json_t *items, const json_t *sandbox)
{
	long long landlock = number_of(sandbox, "landlock");

	if (landlock > 0)
		doctor_add(items, "sandbox", DOCTOR_OK, NULL,
			   "vouchd can reach the files of the book and the settings and no others "
			   "(Landlock %lld)",
			   landlock);
	else if (sandbox)
		doctor_add(items, "sandbox", DOCTOR_NOTE, NULL,
			   "vouchd could reach all your files: this system's kernel has no "
			   "Landlock, or it is turned off (Linux 5.13 or newer has it)");
	if (json_is_true(json_object_get(sandbox, "dumpable")))
		doctor_add(items, "sandbox", DOCTOR_NOTE, NULL,
			   "other programs of yours can read the memory of vouchd");
}

void doctor_judge_sandbox(json_t *items, const struct doctor_process *p, const json_t *sandbox)
{
	judge_reach_of_files(items, json_is_object(sandbox) ? sandbox : NULL);
	if (!p->is_known)
		return;
	if (p->has_no_new_privileges && p->has_filter)
		doctor_add(items, "sandbox", DOCTOR_OK, NULL,
			   "vouchd can gain no privileges, and its system calls are filtered");
	else
		doctor_add(items, "sandbox", DOCTOR_NOTE, NULL,
			   "vouchd runs without %s, as it does where it was started by hand and "
			   "not by its unit",
			   p->has_no_new_privileges ? "a filter of system calls"
			   : p->has_filter          ? "NoNewPrivileges"
					   : "NoNewPrivileges and a filter of system calls");
}

void doctor_judge_config(json_t *items, int status, const char *said)
{
	static const char name[] = "vouchd: ";
	_cleanup_str_ struct str line = {0};

	if (str_starts_with(said, name))
		said += sizeof name - 1;
	for (; *said && *said != '\n'; said++)
		str_add_char(&line, *said);
	if (status == 0)
		doctor_add(items, "settings", DOCTOR_OK, NULL, "the settings are in order");
	else if (status < 0)
		doctor_add(items, "settings", DOCTOR_NOTE, NULL,
			   "the program vouchd was not found, so the settings were not looked at");
	else
		doctor_add(items, "settings", DOCTOR_WRONG, "vouch config check", "%s",
			   line.len > 0 ? str_text(&line) : "vouchd refuses the settings");
}

void doctor_judge_check(json_t *items, const json_t *check)
{
	const json_t *problems = json_object_get(check, "problems");
	size_t n = json_array_size(problems);

	if (json_is_true(json_object_get(check, "ok")))
		doctor_add(items, "check", DOCTOR_OK, NULL, "what is in the book fits together");
	else
		doctor_add(items, "check", DOCTOR_WRONG, "vouch backups",
			   "the book does not fit together (problems: %zu; the first: %s); a good "
			   "backup can take its place: vouch restore NAME",
			   n, n > 0 ? json_string_value(json_array_get(problems, 0)) : "unknown");
}

void doctor_judge_desktop(json_t *items, const json_t *status, bool has_bus)
{
	const json_t *delivery = json_object_get(status, "delivery");
	const char *server = text_of(delivery, "server"), *why = text_of(delivery, "why_held");
	long long lost = number_of(delivery, "undelivered"), held = number_of(delivery, "held");

	if (*server)
		doctor_add(items, "desktop", DOCTOR_OK, NULL, "notifications are shown by %s",
			   server);
	else if (!has_bus)
		doctor_add(items, "desktop", DOCTOR_NOTE, NULL,
			   "nothing can be shown: there is no session bus, as outside a desktop "
			   "session");
	else
		doctor_add(items, "desktop", DOCTOR_NOTE, "vouch notify --test",
			   "nothing can be shown: no notification server is running; start one, "
			   "such as dunst or mako");
	if (json_is_true(json_object_get(delivery, "do_not_disturb")))
		doctor_add(items, "desktop", DOCTOR_NOTE, NULL,
			   "do not disturb is on: reminders wait until you turn it off");
	if (held > 0)
		doctor_add(items, "desktop", DOCTOR_NOTE, "vouch", "%lld reminder%s wait%s%s%s",
			   held, held == 1 ? "" : "s", held == 1 ? "s" : "", *why ? ": " : "", why);
	if (lost > 0)
		doctor_add(items, "desktop", DOCTOR_WRONG, "vouch",
			   "%lld reminder%s could not be shown since %s; the agenda has them", lost,
			   lost == 1 ? "" : "s", text_of(delivery, "undelivered_since"));
}

void doctor_judge_backup(json_t *items, const json_t *status)
{
	const char *at = text_of(status, "backup.last_at");
	bool is_empty = number_of(status, "book.contacts") == 0;
	int64_t then = instant_of(at, 0), age = instant_of(text_of(status, "now"), then) - then;

	if (!json_is_object(json_object_get(status, "backup")))
		return;
	if (!*at && is_empty)
		doctor_add(items, "backup", DOCTOR_NOTE, NULL,
			   "there is no backup, and nothing in the book yet");
	else if (!*at)
		doctor_add(items, "backup", DOCTOR_WRONG, "vouch backup", "there is no backup");
	else if (age > BACKUP_SECONDS)
		doctor_add(items, "backup", DOCTOR_WRONG, "vouch backup",
			   "the newest good backup is %lld days old (%s)",
			   (long long)(age / DAY_SECONDS), text_of(status, "backup.last_name"));
	else
		doctor_add(items, "backup", DOCTOR_OK, NULL, "the newest good backup is of %.10s",
			   at);
}

/* By what system.status calls it; the last where it has no word for it. */
static const struct {
	const char *how, *lacks, *reason, *happened, *then;
} losses[] = {
	{"older", "are", "an older copy was put in the place of ", " while vouchd was not running",
	 "enter them again"},
	{"no-log", "may be", "the log of the book, ", "-wal, was not there when vouchd started",
	 "look whether some are"},
	{"file", "may be", "the file of the book, ",
	 ", was replaced by another while its log stayed", "look whether some are"},
	{"log", "are", "the log of the book, ",
	 "-wal, was removed, cut or replaced while vouchd was not running, or the disk lost it",
	 "enter them again"},
};

void doctor_judge_loss(json_t *items, const json_t *status, const char *path)
{
	const char *before = text_of(status, "database.lost_before"),
		   *how = text_of(status, "database.lost_how");
	_cleanup_str_ struct str file = {0}, mend = {0};
	size_t i = 0;

	if (!*before)
		return;
	while (i + 1 < ARRAY_LEN(losses) && !str_equal(losses[i].how, how))
		i++;
	str_addf(&file, "%s.lost", path);
	str_add(&mend, "rm ");
	escape_add_shell(&mend, str_text(&file));
	str_add(&mend, "   (once you have seen to it)");
	doctor_add(items, "changes", DOCTOR_WRONG, str_text(&mend),
		   "the last changes before %s %s missing: %s%s%s; put the right file back if you "
		   "have it, restore a newer backup (vouch backups), or go on and %s",
		   before, losses[i].lacks, losses[i].reason, path, losses[i].happened,
		   losses[i].then);
}

void doctor_judge_calendar(json_t *items, const json_t *status)
{
	const char *why = text_of(status, "calendar.why");

	if (!json_is_object(json_object_get(status, "calendar")))
		return;
	if (*why)
		doctor_add(items, "calendar", DOCTOR_WRONG, NULL,
			   "the calendar in %s is not kept: %s", text_of(status, "calendar.folder"),
			   why);
	else
		doctor_add(items, "calendar", DOCTOR_OK, NULL, "the calendar in %s is kept",
			   text_of(status, "calendar.folder"));
}

void doctor_judge_clock(json_t *items, const json_t *status, int64_t now)
{
	const char *theirs = text_of(status, "now"), *why = text_of(status, "clock.why");
	int64_t apart = instant_of(theirs, now) - now;

	if (json_is_true(member_of(status, "clock.held")))
		doctor_add(items, "clock", DOCTOR_WRONG, NULL, "%s",
			   *why ? why : "vouchd doubts the machine's clock, and holds what is due");
	else if (llabs((long long)apart) > CLOCK_SECONDS)
		doctor_add(
			items, "clock", DOCTOR_NOTE, NULL,
			"vouchd's clock says %s, %lld minutes from the machine's: is it a vouchd "
			"--dev?",
			theirs, llabs((long long)apart) / 60);
	else
		doctor_add(items, "clock", DOCTOR_OK, NULL, "vouchd goes by the machine's clock");
}

void doctor_judge_zone(json_t *items, const json_t *status, const char *zone, const char *problem)
{
	const char *theirs = text_of(status, "timezone");

	if (problem)
		doctor_add(items, "zone", DOCTOR_WRONG, "timedatectl set-timezone ZONE", "%s",
			   problem);
	else if (!str_equal(theirs, zone))
		doctor_add(items, "zone", DOCTOR_NOTE, restart,
			   "vouchd goes by the time zone %s, and this terminal by %s", theirs,
			   zone);
	else
		doctor_add(items, "zone", DOCTOR_OK, NULL, "the time zone is %s", zone);
}

void doctor_judge_other_book(json_t *items, const char *kept, const char *expected)
{
	if (kept && expected && !str_equal(kept, expected))
		doctor_add(items, "book", DOCTOR_NOTE, NULL,
			   "this vouchd keeps %s, and not %s, where your book would be", kept,
			   expected);
}
