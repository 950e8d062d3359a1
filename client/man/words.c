/* Prints commands, places and options for vouch(1), from the tables that match and help. */
#include <stdio.h>

#include "base/mdoc.h"
#include "base/str.h"
#include "commands.h"
#include "help.h"
#include "place.h"

static void print_commands(void)
{
	bool is_open = false;

	for (const struct command *c = commands; c->pattern; c++) {
		const char *title = help_section(c);

		if (title && is_open)
			(void)puts(".El");
		if (title)
			(void)printf(".Ss %s\n", title);
		if (title || !is_open)
			(void)puts(".Bl -tag -width Ds");
		is_open = true;
		mdoc_item(stdout, "Ic", c->pattern);
		mdoc_text(stdout, c->help);
	}
	(void)puts(".El");
}

static void print_places(void)
{
	const struct place *place;

	(void)puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; (place = place_at(i)); i++) {
		mdoc_item(stdout, "Ar", place->name);
		mdoc_text(stdout, place->wants);
	}
	(void)puts(".El");
}

static void print_options(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct help_option *o = help_options; o->option; o++) {
		mdoc_item(stdout, "Cm", o->option);
		mdoc_text(stdout, o->text);
	}
	(void)puts(".El");
}

int main(int argc, char **argv)
{
	if (argc == 2 && str_equal(argv[1], "places"))
		print_places();
	else if (argc == 2 && str_equal(argv[1], "options"))
		print_options();
	else
		print_commands();
	return fflush(stdout) == 0 ? 0 : 1;
}
