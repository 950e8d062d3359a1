/* --help, made from the table of commands. */
#include "help.h"

#include "base/cleanup.h"
#include "commands.h"
#include "match.h"
#include "pattern.h"

#define PLACES_MAX 32

static const struct view_column columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

static void add(struct view_table *t, const char *name, const char *text)
{
	view_table_row(t);
	view_table_cell(t, 0, VIEW_NORMAL, name);
	view_table_cell(t, 1, VIEW_NORMAL, text);
}

const struct help_option help_options[] = {
	{"--json", "print exactly what vouchd answers"},
	{"--plain", "tab separated lines without headings, for scripts"},
	{"--color WHEN", "auto, always or never (NO_COLOR is honoured)"},
	{"--socket PATH", "where vouchd listens (else VOUCH_SOCKET says)"},
	{"-h, --help", "this, or with a command how it is used"},
	{"-V, --version", "the version"},
	{"--", "what follows is text, no option and no word of ours"},
	{0},
};

static void print_options(const struct view *v)
{
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));

	for (const struct help_option *o = help_options; o->option; o++)
		add(t, o->option, o->text);
	view_table_print(t);
}

const char *help_section(const struct command *command)
{
	static const struct {
		const char *first, *title;
	} sections[] = {
		{"due", "Every day"},
		{"sold", "Sales, and what was promised"},
		{"score", "What they say"},
		{"talk", "Referrals, once they are earned"},
		{"stop", "Who is left in peace"},
		{"status", "The book"},
	};

	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (match_begins(command->pattern, sections[i].first) &&
		    (command == commands || !match_begins(command[-1].pattern, sections[i].first)))
			return sections[i].title;
	return NULL;
}

static void print_section(const struct view *v, const struct command *command)
{
	const char *title = help_section(command);

	if (!title)
		return;
	view_gap(v);
	view_line(v, VIEW_BOLD, "%s", title);
}

static void print_command(const struct cli *cli, const struct command *c, enum view_style style,
			  enum view_style help_style)
{
	view_hanging(&cli->view, style, 0, arena_printf(cli->arena, "vouch %s", c->pattern));
	view_hanging(&cli->view, help_style, VIEW_INDENT, c->help);
}

void help_all(const struct cli *cli)
{
	const struct view *v = &cli->view;

	view_paragraph(v, "vouch keeps the promises made after a sale. vouch alone is the "
			  "agenda. The daily words:");
	for (const struct command *c = commands; c->pattern; c++) {
		print_section(v, c);
		print_command(cli, c, VIEW_NORMAL, VIEW_DIM);
	}
	view_gap(v);
	view_line(v, VIEW_BOLD, "vouch NOUN VERB [NAME=VALUE]...");
	view_hanging(v, VIEW_NORMAL, VIEW_INDENT,
		     "everything else; vouch contact lists what can be done with contacts");
	view_gap(v);
	print_options(v);
	view_gap(v);
	view_paragraph(v,
		       "Follow-ups are bare numbers (12); c12 is a contact, s7 a sale, p3 a "
		       "promise, x4 a complaint, r5 a referral, h3 a household. Contacts go by any "
		       "part of their name. Dates: "
		       "today, tomorrow, "
		       "fri, 15 dec, 2026-12-01, +3d, +2w, +1mo, +5bd, +2h, in 3 days, eow, eom, "
		       "with a time if you like: fri 14:30, tomorrow 9am.");
	view_paragraph(v, "Exit status: 0 done, 1 failed, 2 wrong usage, 3 not found or several "
			  "fit, 69 vouchd not reached, 75 try again.");
}

void help_usage(FILE *to, const char *word)
{
	const char *label = "usage:";

	for (const struct command *c = commands; c->pattern; c++) {
		if (!match_begins(c->pattern, word))
			continue;
		(void)fprintf(to, "%s vouch %s\n", label, c->pattern);
		label = "      ";
	}
}

/* Each place once, in the order met. */
static void add_places(struct view_table *t, const struct node *node, const struct place **seen,
		       size_t *n_seen)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_BRACKET)
			add_places(t, node->child, seen, n_seen);
		for (size_t i = 0; i < PATTERN_EITHER_MAX && node->places[i]; i++) {
			size_t k = 0;

			while (k < *n_seen && seen[k] != node->places[i])
				k++;
			if (k < *n_seen || *n_seen == PLACES_MAX)
				continue;
			seen[(*n_seen)++] = node->places[i];
			add(t, node->places[i]->name, node->places[i]->wants);
		}
	}
}

bool help_word(const struct cli *cli, const char *word)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));
	const struct place *seen[PLACES_MAX];
	bool is_known = false;
	size_t n_seen = 0;

	for (const struct command *c = commands; c->pattern; c++) {
		if (!match_begins(c->pattern, word))
			continue;
		print_command(cli, c, VIEW_BOLD, VIEW_NORMAL);
		add_places(t, pattern_parse(c->pattern, cli->arena), seen, &n_seen);
		is_known = true;
	}
	if (is_known)
		view_gap(&cli->view);
	view_table_print(t);
	return is_known;
}
