/* The composition root: the one place that knows every edge. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "config.h"
#include "io/alarm.h"
#include "io/loop.h"
#include "io/notifier.h"
#include "io/sandbox.h"
#include "io/server.h"
#include "ops/op.h"
#include "rpc/rpc.h"
#include "store/backup.h"

struct app_options {
	const char *socket, *db, *config; /* null: the defaults of the environment and XDG */
	int64_t start; /* with is_dev, where the clock stands; 0: the machine's goes on */
	bool is_dev;
	bool is_unconfined; /* of a program that has more to do than this: tests */
};

struct app_vdir;
struct request;

/* Whether one write follows another; see app_busy.c. */
struct app_busy {
	int64_t changes;         /* when it was looked at last */
	uint64_t wrote_at;       /* monotonic, us; 0: nothing was written yet */
	struct loop_timer *rest; /* null: nothing is kept beyond the usual */
};

struct app {
	struct app_options options;
	struct config config;
	struct clock clock;
	struct zone *zone;
	struct op_env env;
	struct rpc *rpc;
	struct sandbox sandbox;
	struct loop *loop;
	struct server *server;
	struct alarm *alarm;
	struct notifier *notifier;
	struct loop_timer *watchdog, *retry, *import_retry, *undo_retry, *erase_retry;
	struct app_busy busy;
	struct app_vdir *vdir; /* null: no folder is kept */
	struct arena *arena;   /* of the operation at hand */

	struct request *requests; /* lines that wait for the end of the turn */
	size_t n_requests, cap_requests;
	struct str answers; /* of a turn, one behind the other */
	bool is_due;        /* the clock must be asked what is due */
	int64_t hold_until; /* the clock has failed and is not asked before this; 0: it has not */
	bool must_settle;   /* the clock has more to do, once the log was moved to the file */
	int64_t rezone_at;  /* the follow-up after which recomputing goes on; negative: none */
	bool must_show;     /* the desktop must be told what is due */
	bool must_reopen;  /* and, once the clock is believed, what it was told by an earlier run */
	bool must_test;    /* and shown a notification that is about nothing */
	unsigned retry_ms; /* of posts that failed */
	struct store_backup *backup; /* that is being made; null: none */
	char *book, *backup_folder;  /* paths, the folder null where it cannot be told */
	char backup_why[STORE_WHY_SIZE];
	int backup_pages;               /* of its next step */
	uint64_t backup_rested;         /* until then it rests while others ask; monotonic, us */
	uint64_t backup_answered;       /* when they last were */
	struct loop_timer *backup_rest; /* null: none */
	int import_rows;        /* of the next slice of an import; 0: none was measured yet */
	uint64_t import_looked; /* when what is due next was looked at last; see app_turn */
	bool is_failed;         /* leave with an error */
};

/* Sets everything up. 0 or an exit code of vouchd, with the reason on stderr. */
int app_init(struct app *a, const struct app_options *options);
/* The clock of this machine is right: noted in the book, and said. The same codes. */
int app_accept_clock(const struct app_options *options);
/* The settings, the zone and the store alone. The same codes; to be deinited in any case. */
int app_open_book(struct app *a, const struct app_options *options);
/* Says what a file is that is to be restored, as lines of a word and a value. The same codes. */
int app_check_backup(const struct app_options *options, const char *name);
/* Puts a backup, by its path or name, in the place of the book, which is kept. The same codes. */
int app_restore(const struct app_options *options, const char *name);
/* On stderr, after a book was refused: what to go on with. */
void app_say_newest(const struct app_options *options, const char *book);
/* Runs until told to stop. The exit code. */
int app_run(struct app *a);
void app_deinit(struct app *a);

/* Between the files of the app. */

/* The end of a turn: requests, then the clock, then the desktop. */
void app_turn(void *user);
void app_defer(struct app *a);

/* Where the options, the environment and XDG put the book and the socket; null where that cannot be
 * told. To be freed. */
char *app_book_path(const struct app_options *options);
char *app_socket_path(const struct app_options *options);
/* 0 or -errno. */
int app_make_folder_of(const char *path);
/* 0 or an exit code, with the reason said. */
int app_open_socket(struct app *a);

/* From here on only the folders of the book, its backups, the socket, the settings and the calendar
 * can be reached, as the settings name them now. Where the system cannot do that, says so. */
void app_confine(struct app *a);
#define APP_BARRED                                                                                 \
	"the settings name it only since vouchd was started; this lets it in: "                    \
	"systemctl --user restart vouchd"
/* After the settings were read again: says which folders take a restart. */
void app_look_at_folders(const struct app *a);
void app_sandbox(struct rpc_sandbox *ret, void *user);
int64_t app_now(const struct app *a);

/* One operation in a group of its own, not asked for by a request. */
typedef int (*app_fn)(struct op *op, void *arg);
int app_operate(struct app *a, enum op_actor actor, const char *method, app_fn fn, void *arg);

void app_requests_run(struct app *a);
/* After what was asked for: while there are many writes they have more memory. */
void app_busy_look(struct app *a);
/* After the commit in which somebody was erased, before it is answered: the file is made anew. What
 * fails is tried again, and at the next start at the latest. */
void app_erase_run(struct app *a);
void app_requests_free(struct app *a);
/* Tells subscribers what a commit brought. */
void app_push_events(struct app *a);
extern const struct conn_callbacks app_conn_callbacks;

/* Asks whether the clock can be believed; while it cannot, nothing falls due and nothing is shown.
 */
void app_clock_judge(struct app *a);
/* Runs a slice of what is due; true where there is more. */
bool app_clock_run(struct app *a);
/* Tells subscribers that the clock, the zone or the settings are others: what hangs on them is to
 * be read again. */
void app_clock_tell(struct app *a);
/* Sets the alarm to the next instant. */
void app_clock_arm(struct app *a);
int app_set_clock(int64_t now, void *user);
int app_advance(int64_t seconds, void *user);
/* Loads holidays and working hours anew, from the store and the settings. */
int app_load_calendar(struct app *a);
extern const struct alarm_callbacks app_alarm_callbacks;

/* Runs one slice of an import, a shorter one where others were answered in the same turn, or moves
 * the log of those before to the file, so that nobody waits for both; true where there is more. */
bool app_import_run(struct app *a, bool has_requests);
/* Whether what is due next, which each slice moves, need not be looked at yet. */
bool app_import_is_between_looks(struct app *a);
/* All slices: before --dev lets time pass. */
void app_import_finish(struct app *a);

/* The folder that is kept as a calendar, where the settings name one: from its start, and after
 * they have changed. */
void app_vdir_start(struct app *a);
/* Writes a slice of what has changed; true where there is more. */
bool app_vdir_run(struct app *a);
void app_vdir_stop(struct app *a);

/* The same of an undo that is done in slices. */
bool app_undo_is_running(const struct app *a);
bool app_undo_run(struct app *a);
void app_undo_finish(struct app *a);

/* One step of the backup, unless others ask, who were answered in this turn or just before, and it
 * had one; true where the next turn is to come at once. */
bool app_backup_run(struct app *a, bool has_answered);
void app_backup_free(struct app *a);
/* Where the settings put backups of the book; null where that cannot be told. To be freed. */
char *app_backup_folder(const struct settings *s, const char *book);
/* Tells operations of it; after the settings were read. */
void app_backup_learn(struct app *a);

/* Shows what waits, takes down what is no longer due. */
void app_desktop_run(struct app *a);
/* After a wrong clock was set right. */
void app_desktop_go_on(struct app *a);
/* What the desktop says of itself goes to where operations find it. */
void app_learn_desktop(struct app *a);
#define APP_TEST_NOTICE (-1) /* is no notice of the book's */
void app_show_test(struct app *a);
/* As rpc.h has them. */
void app_desktop(struct rpc_desktop *ret, void *user);
void app_test_notice(void *user);
extern const struct notifier_callbacks app_notifier_callbacks;
