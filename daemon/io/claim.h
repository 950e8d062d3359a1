/* The claim of one vouchd on its socket path: private folder, lock file, socket file. */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/un.h>

#define CLAIM_PATH_SIZE sizeof(((struct sockaddr_un *)0)->sun_path)

struct claim {
	struct sockaddr_un address;
	char folder[CLAIM_PATH_SIZE];
	char lock_path[CLAIM_PATH_SIZE + 16];
	int lock_fd;        /* -1: not held */
	struct stat socket; /* what we bound */
	bool has_socket;
};

/* -ENAMETOOLONG beyond 107 bytes, -EINVAL for an empty path. */
int claim_init(struct claim *c, const char *path);
/* Lets go: the socket file is removed where it is still ours; the lock file stays, empty, as
 * removing it would let two daemons hold one each. */
void claim_deinit(struct claim *c);
/* Takes the lock (once) and binds a listening socket under umask 0077; also again, after the
 * files were taken away. A stale socket file is removed, a living one never. -EADDRINUSE where
 * another vouchd holds the lock or anybody listens (*ret_pid is its pid, 0 if unknown), -EEXIST
 * where something that is no socket is in the way, or the codes of paths_check_private. */
int claim_take(struct claim *c, int *ret_fd, int *ret_pid);
/* Are lock and socket file still ours and in their place? */
bool claim_stands(const struct claim *c);
