/* --help, made from the table of commands. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "cli.h"

void help_all(const struct cli *cli);
/* The ways to use one daily word, one a line. */
void help_usage(FILE *to, const char *word);
/* Usage, meaning and places of one daily word; false where it is none. */
bool help_word(const struct cli *cli, const char *word);
