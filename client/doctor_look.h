/* What `vouch doctor` looks at on the machine. Nothing is changed. */
#pragma once

#include "base/arena.h"
#include "doctor.h"

/* The socket's path as vouch finds it: `given`, VOUCH_SOCKET, or the standard one; "" where that
 * is not known. */
const char *doctor_socket_path(struct arena *arena, const char *given);
/* Fills in what lies at r->socket. */
void doctor_look_at_socket(struct doctor_reach *r);
/* The path of a book by VOUCH_DB or the standard; null where it is not known. */
const char *doctor_book_path(struct arena *arena);
void doctor_look_at_book(const char *path, struct doctor_book *ret);
void doctor_look_at_units(struct doctor_units *ret);
void doctor_look_at_process(long long pid, struct doctor_process *ret);
/* What --config the process was started with; null for none. */
const char *doctor_config_of(struct arena *arena, long long pid);
/* vouchd --check-config, of a file or (null) of the standard one; its exit code, or -1. */
int doctor_check_config(const char *file, struct str *ret_said);
/* Is there a session bus for this user? */
bool doctor_has_bus(void);
