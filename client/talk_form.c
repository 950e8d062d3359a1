/* The best-interest talk on a terminal: its questions one by one. */
#include "talk_form.h"

#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "view_parts.h"
#include "vouch/limits.h"

#define LINE_SIZE 4096 /* more than a terminal takes in a line */

/* A one-letter answer and what it stands for. */
struct choice {
	char letter; /* '\0': Enter */
	const char *word;
};

static const struct choice yes_no[] = {{'y', "yes"}, {'n', "no"}, {'\0', ""}, {0, NULL}};
static const struct choice motives[] = {
	{'t', "time-and-attention"}, {'p', "prestige"}, {'n', "none"}, {0, NULL}};
static const struct choice agreements[] = {{'y', "yes"}, {'n', "no"}, {'l', "later"}, {0, NULL}};
static const struct choice store[] = {{'y', "yes"}, {'n', "no"}, {0, NULL}};

static char *trimmed(char *text)
{
	size_t n;

	text += strspn(text, " \t");
	n = strlen(text);
	while (n > 0 && strchr(" \t\r", text[n - 1]))
		n--;
	text[n] = '\0';
	return text;
}

/* Asked again until it is one of them; the letter or the whole word will do. Null at the end of the
 * input. */
static const char *choose(const char *question, const struct choice *choices)
{
	char line[LINE_SIZE];

	while (cli_ask(line, sizeof line, "%s ", question)) {
		const char *answer = trimmed(line);

		for (const struct choice *c = choices; c->word; c++) {
			bool is_letter = tolower((unsigned char)answer[0]) == c->letter &&
					 (!answer[0] || !answer[1]);

			if (is_letter || (*answer && str_equal(answer, c->word)))
				return c->word;
		}
	}
	return NULL;
}

/* Arrow keys arrive as control characters, which vouchd would refuse at the very end. */
static bool is_text(const char *line)
{
	for (const char *c = line; *c; c++)
		if (iscntrl((unsigned char)*c) && *c != '\t')
			return false;
	return utf8_is_valid(line, strlen(line));
}

/* Free text in the arena, "" for none; null at the end of the input. */
static const char *ask_text(struct cli *cli, const char *question)
{
	char line[LINE_SIZE];

	while (cli_ask(line, sizeof line, "%s ", question)) {
		if (is_text(line))
			return arena_strdup(cli->arena, trimmed(line));
		(void)fputs("That has characters which are no text, such as those of arrow keys; "
			    "once more.\n",
			    stderr);
	}
	return NULL;
}

/* True unless the input has ended. */
static bool ask_question(struct cli *cli, const char *number, const json_t *question,
			 json_t *answers)
{
	const char *went_well, *words = "";
	json_t *answer;

	view_line(&cli->view, VIEW_BOLD, "%s  %s", number, text_of(question, "text"));
	went_well = choose("   y or n, Enter leaves it out:", yes_no);
	if (!went_well)
		return false;
	if (!*went_well)
		return true;
	if (str_equal(went_well, "no"))
		words = ask_text(cli, "   In their own words, Enter for none:");
	if (!words)
		return false;
	answer = json_pack("{s:s, s:b}", "question", text_of(question, "code"), "bad_experience",
			   str_equal(went_well, "no"));
	if (*words)
		(void)json_object_set_new(answer, "words", json_string(words));
	(void)json_array_append_new(answers, answer);
	return true;
}

static bool set_choice(json_t *params, const char *key, const char *question,
		       const struct choice *choices)
{
	const char *word = choose(question, choices);

	if (word)
		(void)json_object_set_new(params, key, json_string(word));
	return word != NULL;
}

static bool ask_all(struct cli *cli, const json_t *questions, json_t *params)
{
	json_t *answers = json_array(), *question;
	const char *note;
	size_t i;

	(void)json_object_set_new(params, "answers", answers);
	json_array_foreach (questions, i, question) {
		char number[32];

		(void)snprintf(number, sizeof number, "%zu of %zu", i + 1,
			       json_array_size(questions));
		if (!ask_question(cli, number, question, answers))
			return false;
	}
	if (!set_choice(params, "motive",
			"What would move them to recommend you: (t)ime and attention, (p)restige, "
			"(n)either?",
			motives) ||
	    !set_choice(params, "agreed", "Will they, once the work is done: (y)es, (n)o, (l)ater?",
			agreements))
		return false;
	if (json_object_get(params, "note"))
		return true;
	note = ask_text(cli, "Anything else to note, Enter for nothing:");
	if (note && *note)
		(void)json_object_set_new(params, "note", json_string(note));
	return note != NULL;
}

static const struct view_column columns[] = {{.flags = 0}, {.flags = 0}, {.flags = VIEW_WRAP}};

static void add(struct view_table *t, const char *name, const char *value, const char *words)
{
	view_table_row(t);
	view_table_cell(t, 0, VIEW_DIM, name);
	view_table_cell(t, 1, VIEW_NORMAL, value);
	view_table_cell(t, 2, VIEW_NORMAL, words);
}

void talk_form_view(const struct cli *cli, const json_t *talk)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));
	const json_t *answer;
	size_t i;

	json_array_foreach (json_object_get(talk, "answers"), i, answer)
		add(t, text_of(answer, "question"),
		    json_is_true(json_object_get(answer, "bad_experience")) ? "went badly"
									    : "went well",
		    text_of(answer, "words"));
	add(t, "moved by", text_of(talk, "motive"), "");
	add(t, "agreed", text_of(talk, "agreed"), "");
	if (*text_of(talk, "note"))
		add(t, "note", "", text_of(talk, "note"));
	view_table_print(t);
}

/* What one's own hours say for the motive of time and attention, where any are noted. */
static void say_hours(struct cli *cli)
{
	json_auto_t *numbers = NULL;

	if (cli_read(cli, "numbers.time", json_object(), &numbers) == 0 &&
	    json_is_number(json_object_get(numbers, "serving_share")))
		view_line(&cli->view, VIEW_DIM, "You can say: \"%s\"",
			  text_of(numbers, "sentence"));
}

bool talk_form(struct cli *cli, const char *name, const json_t *questions, json_t *params)
{
	const char *is_to_store;

	view_line(&cli->view, VIEW_NORMAL,
		  "The talk with %s, about whoever sold to them before. Ctrl-D leaves it.", name);
	say_hours(cli);
	if (ask_all(cli, questions, params)) {
		talk_form_view(cli, params);
		is_to_store = choose("Store this, y or n?", store);
		if (is_to_store && str_equal(is_to_store, "yes"))
			return true;
	}
	(void)fputs("\n", stderr);
	return false;
}
