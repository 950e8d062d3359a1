/* What every command is given: the options, the connection, and how it speaks. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "call.h"
#include "view.h"

struct cli {
	const char *socket; /* --socket; null: the environment says */
	bool is_json, is_plain;
	const char *color; /* auto, always, never */
	struct arena *arena;
	struct call *call;
	struct view view;
	json_int_t journal;   /* the entry of the last write; 0: nothing to take back */
	json_t *parsed_dates; /* what calendar.parse said to each text, see when.h */
};

/* Before the options are read, and with them. */
void cli_init(struct cli *cli);
void cli_start(struct cli *cli);
void cli_deinit(struct cli *cli);

/* "vouch: …" on stderr, one line, with everything unsafe in it escaped. Returns `exit`. */
int cli_fail(int exit, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* For people: how what was just written is taken back. */
void cli_say_undo(const struct cli *cli);
/* The same for why the last request did not succeed; returns its exit code. */
int cli_fail_call(const struct cli *cli);

/* call_read and call_write that say so when they fail; the view learns what day it is. */
int cli_read(struct cli *cli, const char *method, json_t *params, json_t **ret);
int cli_write(struct cli *cli, const char *method, json_t *params, json_t **ret);
/* cli_write where the params could be made, that is where r is 0; else r. Takes the params. */
int cli_write_if(struct cli *cli, const char *method, json_t *params, int r, json_t **ret);
/* Sets a param to a text; none where the place was left out. */
void cli_set_text(json_t *params, const char *key, const char *text);

/* Every page of a list: its items into a new array. With is_shown and --json the first page is
 * printed as it is instead, and *ret is null. */
int cli_read_all(struct cli *cli, const char *method, json_t *params, bool is_shown, json_t **ret);

/* Shares and means come back as vouchd wrote them, 0.3333 and not 0.33329999999999999. */
#define CLI_DUMP (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15))

/* With --json: prints the result exactly and answers true. */
bool cli_json(const struct cli *cli, const json_t *result);

/* May we ask the person something? Questions go to stderr. */
bool cli_is_interactive(const struct cli *cli);
/* A numbered choice below what was listed: 0 to n - 1, or -1 for none. */
int cli_choose(size_t n);
bool cli_confirm(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A line of text; false at the end of the input. */
bool cli_ask(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Members of an answer; "" and 0 where they are absent or null. Dots lead into objects. */
const char *text_of(const json_t *object, const char *path);
long long number_of(const json_t *object, const char *path);
const json_t *member_of(const json_t *object, const char *path);
