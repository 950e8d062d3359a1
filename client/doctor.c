/* Judgements on the machine: the way to vouchd, its units, and the file of the book. */
#include "doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/cleanup.h"
#include "cli.h"

#define FREE_MIN ((uint64_t)200 << 20)
#define FREE_TIMES 10 /* the book, for a copy, its journal and growth */

const char *const doctor_unit_names[N_DOCTOR_UNITS] = {
	[DOCTOR_SOCKET] = "vouchd.socket",
	[DOCTOR_SERVICE] = "vouchd.service",
	[DOCTOR_TIMER] = "vouch-backup.timer",
};

static const char *const state_words[] = {"ok", "note", "wrong"};

/* What is read from a disk or a program need not be UTF-8. */
static json_t *as_text(const char *text)
{
	json_t *string = json_string(text);

	return string ? string : json_string("(this is not UTF-8 text)");
}

void doctor_add(json_t *items, const char *check, enum doctor_state state, const char *mend,
		const char *format, ...)
{
	json_t *item = json_object();
	char text[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	(void)json_object_set_new(item, "check", json_string(check));
	(void)json_object_set_new(item, "state", json_string(state_words[state]));
	(void)json_object_set_new(item, "text", as_text(text));
	(void)json_object_set_new(item, "mend", mend ? as_text(mend) : json_null());
	(void)json_array_append_new(items, item);
}

size_t doctor_count(const json_t *items, enum doctor_state state)
{
	const json_t *item;
	size_t i, n = 0;

	json_array_foreach (items, i, item)
		n += str_equal(text_of(item, "state"), state_words[state]);
	return n;
}

static void read_line(const char *line, size_t n, struct doctor_unit *unit, char id[40])
{
	static const char load[] = "LoadState=", active[] = "ActiveState=",
			  enabled[] = "UnitFileState=", name[] = "Id=";
	char text[80];

	str_copy(text, n < sizeof text ? n + 1 : sizeof text, line);
	if (str_starts_with(text, load))
		str_copy(unit->load, sizeof unit->load, text + strlen(load));
	else if (str_starts_with(text, active))
		str_copy(unit->active, sizeof unit->active, text + strlen(active));
	else if (str_starts_with(text, enabled))
		str_copy(unit->enabled, sizeof unit->enabled, text + strlen(enabled));
	else if (str_starts_with(text, name))
		str_copy(id, 40, text + strlen(name));
}

void doctor_read_units(const char *text, struct doctor_units *ret)
{
	struct doctor_unit unit = {0};
	char id[40] = "";

	*ret = (struct doctor_units){0};
	for (;;) {
		size_t n = strcspn(text, "\n");

		if (n > 0)
			read_line(text, n, &unit, id);
		for (size_t i = 0; i < N_DOCTOR_UNITS && (n == 0 || !text[n]); i++) {
			if (!str_equal(doctor_unit_names[i], id))
				continue;
			ret->unit[i] = unit;
			ret->is_known = true;
		}
		if (!text[n])
			return;
		if (n == 0) {
			unit = (struct doctor_unit){0};
			id[0] = '\0';
		}
		text += n + 1;
	}
}

static bool is_masked(const struct doctor_unit *unit)
{
	return str_equal(unit->load, "masked") || str_equal(unit->enabled, "masked");
}

/* The command after which vouchd can be reached. */
static const char *start_command(const struct doctor_units *u)
{
	const struct doctor_unit *socket = &u->unit[DOCTOR_SOCKET],
				 *service = &u->unit[DOCTOR_SERVICE];

	if (!u->is_known || str_equal(socket->load, "not-found"))
		return "vouchd   (in another terminal)";
	if (is_masked(socket) || is_masked(service))
		return "systemctl --user unmask vouchd.socket vouchd.service && "
		       "systemctl --user enable --now vouchd.socket";
	if (str_equal(socket->active, "failed") || str_equal(service->active, "failed"))
		return "systemctl --user reset-failed vouchd.socket vouchd.service; "
		       "systemctl --user restart vouchd.socket";
	if (str_equal(socket->active, "active"))
		return "systemctl --user restart vouchd.socket vouchd.service";
	return "systemctl --user enable --now vouchd.socket";
}

static void judge_folder(json_t *items, const struct doctor_reach *r)
{
	_cleanup_str_ struct str mend = {0};
	const char *slash = strrchr(r->socket, '/');

	if (!slash || r->folder_mode == 0)
		return;
	str_add(&mend, "chmod 700 '");
	str_add_n(&mend, r->socket, (size_t)(slash - r->socket));
	str_add(&mend, "'");
	if (!r->is_folder_ours)
		doctor_add(items, "socket", DOCTOR_WRONG, NULL,
			   "the folder of the socket %s belongs to somebody else", r->socket);
	else if (r->folder_mode & 077)
		doctor_add(items, "socket", DOCTOR_WRONG, str_text(&mend),
			   "the folder of the socket %s is open to others (mode %03o, not 700)",
			   r->socket, (unsigned)r->folder_mode);
}

void doctor_judge_reach(json_t *items, const struct doctor_reach *r, const struct doctor_units *u)
{
	if (!r->why) {
		doctor_add(items, "socket", DOCTOR_OK, NULL, "vouchd answers at %s", r->socket);
	} else if (!*r->socket) {
		doctor_add(items, "socket", DOCTOR_WRONG, NULL,
			   "XDG_RUNTIME_DIR is not set, so vouchd cannot be found: log in to a "
			   "session of your own (not by su or sudo), or give --socket PATH");
	} else if (!r->is_unreachable) {
		doctor_add(items, "socket", DOCTOR_WRONG, "systemctl --user restart vouchd",
			   "something is at %s, but: %s", r->socket, r->why);
	} else if (!str_starts_with(r->why, "vouchd is not running")) {
		doctor_add(items, "socket", DOCTOR_WRONG, NULL, "%s", r->why);
	} else if (!r->has_file) {
		doctor_add(items, "socket", DOCTOR_WRONG, start_command(u),
			   "vouchd is not running: there is no socket %s", r->socket);
	} else {
		doctor_add(items, "socket", DOCTOR_WRONG, start_command(u),
			   "vouchd is not running: nobody answers at the socket %s", r->socket);
	}
	judge_folder(items, r);
}

static void judge_timer(json_t *items, const struct doctor_unit *timer)
{
	static const char command[] = "systemctl --user enable --now vouch-backup.timer";

	if (is_masked(timer))
		doctor_add(items, "backup timer", DOCTOR_NOTE,
			   "systemctl --user unmask vouch-backup.timer", "%s",
			   "vouch-backup.timer is masked: no backup is made by night");
	else if (str_equal(timer->load, "not-found"))
		doctor_add(items, "backup timer", DOCTOR_NOTE, NULL,
			   "vouch-backup.timer is not installed: no backup is made by night");
	else if (!str_equal(timer->active, "active"))
		doctor_add(items, "backup timer", DOCTOR_NOTE, command,
			   "vouch-backup.timer is not running: no backup is made by night");
	else if (!str_equal(timer->enabled, "enabled"))
		doctor_add(items, "backup timer", DOCTOR_NOTE, command,
			   "vouch-backup.timer runs, but not after the next login");
	else
		doctor_add(items, "backup timer", DOCTOR_OK, NULL, "a backup is made each night");
}

void doctor_judge_units(json_t *items, const struct doctor_units *u, bool is_reached)
{
	const struct doctor_unit *socket = &u->unit[DOCTOR_SOCKET],
				 *service = &u->unit[DOCTOR_SERVICE];
	enum doctor_state state = is_reached ? DOCTOR_NOTE : DOCTOR_WRONG;

	if (!u->is_known) {
		doctor_add(items, "service", DOCTOR_NOTE, NULL,
			   "the service manager (systemctl --user) does not answer here: whether "
			   "vouchd starts by itself is not known");
		return;
	}
	if (str_equal(socket->load, "not-found"))
		doctor_add(items, "service", DOCTOR_NOTE, NULL,
			   "vouchd.socket is not installed where the service manager looks: "
			   "vouchd does not start by itself");
	else if (is_masked(socket) || is_masked(service))
		doctor_add(items, "service", state, start_command(u),
			   "vouchd is masked: it cannot start by itself");
	else if (str_equal(service->active, "failed") || str_equal(socket->active, "failed"))
		doctor_add(items, "service", DOCTOR_WRONG, start_command(u),
			   "vouchd has failed; why: journalctl --user -u vouchd -n 20");
	else if (!str_equal(socket->active, "active"))
		doctor_add(items, "service", state, "systemctl --user enable --now vouchd.socket",
			   "vouchd.socket is %s: vouchd does not start by itself",
			   *socket->active ? socket->active : "not running");
	else if (!str_equal(socket->enabled, "enabled"))
		doctor_add(items, "service", DOCTOR_NOTE, "systemctl --user enable vouchd.socket",
			   "vouchd.socket runs, but not after the next login");
	else
		doctor_add(items, "service", DOCTOR_OK, NULL,
			   "vouchd starts by itself when it is needed");
	judge_timer(items, &u->unit[DOCTOR_TIMER]);
}

static void judge_modes(json_t *items, const struct doctor_book *b)
{
	_cleanup_str_ struct str mend = {0};
	const char *slash = strrchr(b->path, '/');

	if (!b->is_ours)
		doctor_add(items, "book", DOCTOR_WRONG, NULL, "%s belongs to somebody else",
			   b->path);
	if (b->mode & 077) {
		str_addf(&mend, "chmod 600 '%s'", b->path);
		doctor_add(items, "book", DOCTOR_WRONG, str_text(&mend),
			   "%s can be read by others (mode %03o, not 600)", b->path,
			   (unsigned)b->mode);
	}
	if (slash && b->folder_mode & 077) {
		str_reset(&mend);
		str_add(&mend, "chmod 700 '");
		str_add_n(&mend, b->path, (size_t)(slash - b->path));
		str_add(&mend, "'");
		doctor_add(items, "book", DOCTOR_WRONG, str_text(&mend),
			   "the folder of %s is open to others (mode %03o, not 700)", b->path,
			   (unsigned)b->folder_mode);
	}
}

static unsigned long long mib(uint64_t bytes)
{
	return (unsigned long long)((bytes + ((uint64_t)1 << 20) - 1) >> 20);
}

static void judge_space(json_t *items, const struct doctor_book *b)
{
	uint64_t wanted = b->bytes * FREE_TIMES > FREE_MIN ? b->bytes * FREE_TIMES : FREE_MIN;

	if (b->is_network)
		doctor_add(items, "disk", DOCTOR_WRONG, NULL,
			   "the book lies on a network file system, where it can be damaged; move "
			   "it to a disk of this machine: stop vouchd, copy it, and set VOUCH_DB");
	if (b->free_bytes < wanted)
		doctor_add(items, "disk", DOCTOR_NOTE, NULL,
			   "only %llu MiB are free where the book lies; %llu MiB should be",
			   mib(b->free_bytes), mib(wanted));
	else
		doctor_add(items, "disk", DOCTOR_OK, NULL, "%llu MiB are free", mib(b->free_bytes));
}

static void judge_missing(json_t *items, const struct doctor_book *b, bool is_reached)
{
	if (is_reached)
		doctor_add(items, "book", DOCTOR_WRONG, "vouch backups",
			   "there is no file %s, though vouchd runs: it was moved or removed; put "
			   "it back, or restore a backup",
			   b->path);
	else if (b->was_there)
		doctor_add(items, "book", DOCTOR_WRONG, "vouch restore NAME",
			   "there was a book at %s, and it is gone: put it back, or restore a "
			   "backup; vouchd begins no new one in its place before %s.lock and "
			   "%s-wal are moved away",
			   b->path, b->path, b->path);
	else
		doctor_add(items, "book", DOCTOR_NOTE, NULL,
			   "there is no book at %s yet: vouchd makes it when it starts", b->path);
}

void doctor_judge_book(json_t *items, const struct doctor_book *b, bool is_reached)
{
	size_t before = doctor_count(items, DOCTOR_WRONG);

	if (b->error == ENOENT) {
		judge_missing(items, b, is_reached);
		return;
	}
	if (b->error) {
		doctor_add(items, "book", DOCTOR_WRONG, NULL, "%s cannot be read: %s", b->path,
			   strerror(b->error));
		return;
	}
	judge_modes(items, b);
	if (!b->is_regular || !b->is_sqlite)
		doctor_add(items, "book", DOCTOR_WRONG, "vouch backups",
			   "%s is not a book of vouch, or it is damaged; the newest good backup "
			   "can take its place: vouch restore NAME",
			   b->path);
	if (doctor_count(items, DOCTOR_WRONG) == before)
		doctor_add(items, "book", DOCTOR_OK, NULL, "%s, %llu MiB, only you can read it",
			   b->path, mib(b->bytes));
	judge_space(items, b);
}
