/* "Open": a command in the user's terminal, started by systemd and never by us, since what
 * keeps this process from executing anything would be inherited. */
#pragma once

#include <stdbool.h>

#include "io/bus.h"

struct terminal;

/* Debian's name for the terminal the person chose; takes "-e COMMAND…". */
#define TERMINAL_PROGRAM "/usr/bin/x-terminal-emulator"

struct terminal *terminal_new(struct bus *bus);
void terminal_free(struct terminal *t);
void terminal_set_program(struct terminal *t, const char *path);
/* To be told of the bus as bus_callbacks are. */
void terminal_bus_up(struct terminal *t);
void terminal_bus_down(struct terminal *t);
/* There is a program, and a systemd on this bus; false until the bus has said so. */
bool terminal_can_open(const struct terminal *t);
/* argv[0] is an absolute path. The token, null where there is none, tells the desktop that
 * the window answers a click. Nothing happens where terminal_can_open is false. */
void terminal_open(struct terminal *t, const char *const argv[], const char *token);
