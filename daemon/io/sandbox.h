/* The walls vouchd builds around itself: it can gain no privileges, leaves no core, is read by no
 * other process of the user, and reaches the files it was given and no others. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What may be done with a file, or with all that lies in a folder. */
enum sandbox_use { SANDBOX_READ, SANDBOX_WRITE, SANDBOX_SOCKET /* write, and make sockets */ };

struct sandbox_rule {
	const char *path;
	enum sandbox_use use;
};

/* What is in force in this process, as the kernel has it. */
struct sandbox {
	bool no_new_privs, is_dumpable;
	int landlock; /* the version of Landlock that is in force; 0: none */
};

/* No new privileges, no core, not to be traced or read, and files for their owner alone: at once,
 * before anything is opened. What the system does not let be set is left as it is. */
void sandbox_harden(void);

/* From here on nothing is opened but what the rules allow, nothing is executed, and there is no
 * TCP; for ever. Rules of paths that do not exist count for nothing. What was open stays open. 0,
 * or -errno where this kernel has no Landlock or lets it not be used: then nothing has changed. */
int sandbox_enter(const struct sandbox_rule *rules, size_t n, struct sandbox *ret);

/* Whether it is these walls that keep a folder, or the one it would be made in, out of reach. */
bool sandbox_bars(const char *folder);
