/* What daemon and client must agree on before the first byte. */
#pragma once

#define VOUCH_PROTOCOL 1 /* raised when an old client could misread an answer */

#define VOUCH_SOCKET_DIR "vouch" /* below $XDG_RUNTIME_DIR */
#define VOUCH_SOCKET_NAME "vouchd.sock"
#define VOUCH_LOCK_NAME "vouchd.lock"

/* The lock file of a book holds the number of a process and, from here on, a note of so many bytes
 * of the book that was used (daemon/store/loss.h). */
#define VOUCH_LOCK_NOTE_AT 12
#define VOUCH_LOCK_NOTE_SIZE 87

#define VOUCH_ENV_SOCKET "VOUCH_SOCKET"
#define VOUCH_ENV_DB "VOUCH_DB"
#define VOUCH_ENV_CONFIG "VOUCH_CONFIG"

/* Exit codes of vouch, sysexits.h where it has one. */
enum vouch_exit {
	VOUCH_EXIT_OK = 0,
	VOUCH_EXIT_FAILED = 1,
	VOUCH_EXIT_USAGE = 2,
	VOUCH_EXIT_AMBIGUOUS = 3, /* or not found */
	VOUCH_EXIT_UNREACHABLE = 69,
	VOUCH_EXIT_TRY_AGAIN = 75,
};

/* Exit codes of vouchd that systemd must not answer with a restart. */
enum vouchd_exit {
	VOUCHD_EXIT_OK = 0,
	VOUCHD_EXIT_FAILED = 1,
	VOUCHD_EXIT_USAGE = 2,
	VOUCHD_EXIT_RUNNING = 3, /* another vouchd holds the file */
	VOUCHD_EXIT_SCHEMA = 4,  /* the database is newer than the program, or damaged */
	VOUCHD_EXIT_CONFIG = 5,
};
