/* What stands in a cell that other programs wrote. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* A control character other than newline and tab; 0 for none. */
uint32_t cell_control(const char *text);
/* The bytes of text without a character that was cut at its end. */
size_t cell_whole_length(const char *text);
/* "4.91761E+11": what a spreadsheet makes of a long number; its last digits are lost. */
bool cell_is_spoilt_number(const char *text);
/* "Ana <ana@example.org>", "mailto:ana@example.org" → "ana@example.org" */
void cell_make_bare_email(struct str *email);
/* "Ana Ruiz (ana@example.org)", of several the first. False where it is no such cell. */
bool cell_split_person(const char *cell, struct str *name, struct str *email);
