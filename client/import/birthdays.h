/* The birthdays of a calendar file, as items of import.add of kind dates.
 *
 * An event is a birthday where its category, or a property of a program that we know (Nextcloud,
 * KDE), says so, or its summary: "Ana Ruiz's birthday", "Birthday: Ana Ruiz", "Geburtstag von Ana
 * Ruiz". The year it begins in is taken for the year of birth where that makes them grown up, as
 * programs begin a series in any year; "(1976)" behind the name is believed. */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "holidays/ics.h"
#include "import/refusals.h"
#include "import/rows.h"

/* Is it a calendar file? */
bool birthdays_are_for(const char *text, size_t n);
/* Counts events as read, others than birthdays as left out. `take` is given each item with its
 * reference until it answers other than 0, which is returned; it may be null. */
int birthdays_each(const struct ics *ics, int this_year, struct refusals *refusals,
		   struct rows_counts *counts, int (*take)(json_t *, void *), void *user);

/* For tests: the name in a summary that tells a birthday, with the year behind it (0: none); null
 * where it tells none. `is_known`: that it is one is known already. */
const char *birthdays_name(const char *summary, bool is_known, int *ret_year, struct arena *arena);
