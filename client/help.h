/* --help, made from the table of commands. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "cli.h"
#include "commands.h"

struct help_option {
	const char *option, *text;
};
/* Ours, which every command takes; closed by null. */
extern const struct help_option help_options[];

/* The title above the first command of a section; null above all others. */
const char *help_section(const struct command *command);

void help_all(const struct cli *cli);
/* The ways to use one daily word, one a line. */
void help_usage(FILE *to, const char *word);
/* Usage, meaning and places of one daily word; false where it is none. */
bool help_word(const struct cli *cli, const char *word);
