/* vouchd: options, then the app. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/log.h"
#include "io/sandbox.h"
#include "rpc/render.h"
#include "vouch/protocol.h"

static const char usage[] =
	"vouchd keeps the promises a salesperson makes after a sale.\n"
	"\n"
	"usage: vouchd [--socket PATH] [--db PATH] [--config PATH]\n"
	"              [--dev[=INSTANT]] [--log-level LEVEL] [--check-config] [--accept-clock]\n"
	"              [--version] [--help]\n"
	"       vouchd --restore FILE|NAME, vouchd --check-backup FILE|NAME\n"
	"\n"
	"  --socket PATH      listen here (VOUCH_SOCKET; default "
	"$XDG_RUNTIME_DIR/vouch/vouchd.sock)\n"
	"  --db PATH          the book (VOUCH_DB; default $XDG_DATA_HOME/vouch/vouch.db)\n"
	"  --config PATH      settings (VOUCH_CONFIG; default $XDG_CONFIG_HOME/vouch/vouch.conf)\n"
	"  --dev[=INSTANT]    let dev.clock and dev.advance set the clock, for tests; it starts "
	"at\n"
	"                     2026-12-01T09:00:00Z, say, or at the machine's\n"
	"  --log-level LEVEL  error, warning, info or debug\n"
	"  --check-config     read the settings, say what is wrong, and leave\n"
	"  --accept-clock     note that this machine's clock is right where vouchd doubts it, and\n"
	"                     leave; stop the vouchd that runs before, start it again after\n"
	"  --check-backup FILE\n"
	"                     look whether a backup, by its path or name, is whole, and leave\n"
	"  --restore FILE     put a backup in the place of the book, keep the present one beside\n"
	"                     it, and leave; vouch restore shows first what would change\n"
	"\n"
	"It stays in the foreground and logs to stderr.\n"
	"Exit status: 0 stopped, 1 failed, 2 usage, 3 already running, 4 the book cannot be read,\n"
	"5 a setting is wrong.\n";

enum {
	OPT_SOCKET = 256,
	OPT_DB,
	OPT_CONFIG,
	OPT_DEV,
	OPT_LOG_LEVEL,
	OPT_CHECK,
	OPT_ACCEPT,
	OPT_CHECK_BACKUP,
	OPT_RESTORE,
	OPT_VERSION,
};

static const struct option options[] = {
	{"socket", required_argument, NULL, OPT_SOCKET},
	{"db", required_argument, NULL, OPT_DB},
	{"config", required_argument, NULL, OPT_CONFIG},
	{"dev", optional_argument, NULL, OPT_DEV},
	{"log-level", required_argument, NULL, OPT_LOG_LEVEL},
	{"check-config", no_argument, NULL, OPT_CHECK},
	{"accept-clock", no_argument, NULL, OPT_ACCEPT},
	{"check-backup", required_argument, NULL, OPT_CHECK_BACKUP},
	{"restore", required_argument, NULL, OPT_RESTORE},
	{"version", no_argument, NULL, OPT_VERSION},
	{"help", no_argument, NULL, 'h'},
	{0},
};

/* What each statement takes and gives back is kept for the next, not begged of the kernel anew. */
#define HEAP_KEPT (1024 * 1024)

/* The database must never get one of the standard descriptors. */
static void open_standard_fds(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static int check_config(const char *path)
{
	char why[CONFIG_WHY_SIZE];
	struct config config;
	int r;

	config_init(&config);
	r = config_load(path, &config, why);
	if (r)
		(void)fprintf(stderr, "vouchd: %s\n", why);
	else
		(void)puts("the settings are in order");
	config_deinit(&config);
	return r ? VOUCHD_EXIT_CONFIG : VOUCHD_EXIT_OK;
}

static int set_log_level(const char *text)
{
	int level = log_level_parse(text);

	if (level < 0) {
		(void)fprintf(stderr, "vouchd: --log-level is error, warning, info or debug\n");
		return -EINVAL;
	}
	log_set_level((enum log_level)level);
	return 0;
}

static int set_clock(struct app_options *to, const char *text)
{
	to->is_dev = true;
	if (text && !instant_parse(text, &to->start)) {
		(void)fprintf(stderr, "vouchd: --dev=INSTANT is like 2026-12-01T09:00:00Z\n");
		return -EINVAL;
	}
	return 0;
}

/* What is done in the place of serving the book. */
static int run_instead(const struct app_options *from, int what, const char *file)
{
	if (what == OPT_CHECK_BACKUP)
		return app_check_backup(from, file);
	if (what == OPT_RESTORE)
		return app_restore(from, file);
	return what == OPT_CHECK ? check_config(from->config) : app_accept_clock(from);
}

/* 0 go on, else *ret_code is what to leave with. */
static int read_options(int argc, char **argv, struct app_options *to, int *ret_code)
{
	const char *file = NULL;
	int c, instead = 0;

	*ret_code = VOUCHD_EXIT_USAGE;
	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (c) {
		case OPT_SOCKET:
			to->socket = optarg;
			break;
		case OPT_DB:
			to->db = optarg;
			break;
		case OPT_CONFIG:
			to->config = optarg;
			break;
		case OPT_DEV:
			if (set_clock(to, optarg))
				return -EINVAL;
			break;
		case OPT_LOG_LEVEL:
			if (set_log_level(optarg))
				return -EINVAL;
			break;
		case OPT_CHECK:
		case OPT_ACCEPT:
		case OPT_CHECK_BACKUP:
		case OPT_RESTORE:
			instead = c;
			file = optarg;
			break;
		case OPT_VERSION:
			(void)puts("vouchd " VOUCH_VERSION);
			*ret_code = VOUCHD_EXIT_OK;
			return 1;
		case 'h':
			(void)fputs(usage, stdout);
			*ret_code = VOUCHD_EXIT_OK;
			return 1;
		default:
			(void)fprintf(stderr, "vouchd: see vouchd --help\n");
			return -EINVAL;
		}
	}
	if (optind < argc) {
		(void)fprintf(stderr, "vouchd: takes no arguments; see vouchd --help\n");
		return -EINVAL;
	}
	if (!instead)
		return 0;
	*ret_code = run_instead(to, instead, file);
	return 1;
}

int main(int argc, char **argv)
{
	struct app_options wanted = {
		.socket = secure_getenv(VOUCH_ENV_SOCKET),
		.db = secure_getenv(VOUCH_ENV_DB),
		.config = secure_getenv(VOUCH_ENV_CONFIG),
	};
	struct app app;
	int code;

	open_standard_fds();
	sandbox_harden();
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	(void)mallopt(M_TOP_PAD, HEAP_KEPT / 4);
	if (read_options(argc, argv, &wanted, &code))
		return code;
	code = app_init(&app, &wanted);
	if (code == 0)
		code = app_run(&app);
	app_deinit(&app);
	return code;
}
