/* What went wrong and what they said: complaints, scores, compliments, and the repair. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, ID, DAY, CONTACT, WHO, STATE, TEXT, N };

void view_complaints(const struct cli *cli, const json_t *items, const char *title)
{
	static const struct view_column columns[] = {
		[SECTION] = {.flags = VIEW_SCRIPTS},
		[ID] = {.flags = 0},
		[DAY] = {.flags = 0},
		[CONTACT] = {.flags = VIEW_SCRIPTS},
		[WHO] = {.flags = VIEW_CUT, .share = 16},
		[STATE] = {.flags = VIEW_SCRIPTS},
		[TEXT] = {.flags = VIEW_WRAP},
	};
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, N);
	const json_t *c;
	size_t i;

	if (title && json_array_size(items) > 0)
		view_table_section(t, VIEW_LATE, title);
	json_array_foreach (items, i, c) {
		_cleanup_str_ struct str text = {0}, id = {0}, who = {0};

		str_addf(&id, "x%lld", number_of(c, "id"));
		str_addf(&who, "%lld", number_of(c, "contact.id"));
		view_table_row(t);
		view_table_cell(t, SECTION, VIEW_NORMAL, "complaint");
		view_table_cell(t, ID, VIEW_BOLD, str_text(&id));
		view_table_cell(t, DAY, VIEW_NORMAL, part_day(&text, v, text_of(c, "day")));
		view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&who));
		view_table_cell(t, WHO, VIEW_NORMAL, name_of(json_object_get(c, "contact")));
		view_table_cell(t, STATE, VIEW_NORMAL, text_of(c, "state"));
		view_table_cell(t, TEXT, VIEW_NORMAL, text_of(c, "text"));
	}
	view_table_print(t);
}

static void add_said(struct view_table *t, const struct view *v, const json_t *item,
		     const char *what, const char *words)
{
	_cleanup_str_ struct str day = {0};

	view_table_row(t);
	view_table_cell(t, 0, VIEW_NORMAL, "said");
	view_table_cell(t, 1, VIEW_NORMAL, part_day(&day, v, text_of(item, "day")));
	view_table_cell(t, 2, VIEW_NORMAL, what);
	view_table_cell(t, 3, VIEW_NORMAL, words);
}

/* "moved by prestige; agreed to refer: later; "nobody called back"" */
static const char *talk_text(struct str *out, const json_t *talk)
{
	const json_t *answers = json_object_get(talk, "answers"), *answer;
	const char *motive = text_of(talk, "motive");
	size_t i;

	str_reset(out);
	str_addf(out, "moved by %s; agreed to refer: %s",
		 str_equal(motive, "none") ? "neither" : motive, text_of(talk, "agreed"));
	json_array_foreach (answers, i, answer)
		if (json_is_true(json_object_get(answer, "bad_experience")) &&
		    *text_of(answer, "words"))
			str_addf(out, "; \"%s\"", text_of(answer, "words"));
	return str_text(out);
}

/* Scores, compliments and the talk of a brief, each with their words. */
static void print_said(const struct view *v, const json_t *brief)
{
	static const struct view_column columns[] = {
		{.flags = VIEW_SCRIPTS}, {.flags = 0}, {.flags = 0}, {.flags = VIEW_WRAP}};
	const json_t *scores = json_object_get(brief, "satisfaction"),
		     *praise = json_object_get(brief, "compliments"),
		     *talk = json_object_get(brief, "talk"), *item;
	_cleanup_str_ struct str words = {0};
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	size_t i;

	if (json_array_size(scores) + json_array_size(praise) > 0 || json_is_object(talk))
		view_table_section(t, VIEW_BOLD, "What they said");
	json_array_foreach (scores, i, item) {
		_cleanup_str_ struct str score = {0};

		str_addf(&score, v->is_plain ? "%lld" : "%lld of 10", number_of(item, "score"));
		add_said(t, v, item, str_text(&score), text_of(item, "words"));
	}
	json_array_foreach (praise, i, item)
		add_said(t, v, item, "praise", text_of(item, "text"));
	if (json_is_object(talk))
		add_said(t, v, talk, "talk", talk_text(&words, talk));
	view_table_print(t);
}

/* "complaint x1: the camera is dead" */
static const char *cause_text(struct str *out, const json_t *cause)
{
	const char *kind = text_of(cause, "kind"), *text = text_of(cause, "text");

	str_reset(out);
	if (str_equal(kind, "complaint"))
		str_addf(out, "complaint x%lld: %s", number_of(cause, "id"), text);
	else if (str_equal(kind, "promise"))
		str_addf(out, "promise p%lld: %s", number_of(cause, "id"), text);
	else
		str_add(out, text);
	return str_text(out);
}

static void print_causes(const struct view *v, const json_t *repair)
{
	const json_t *cause;
	size_t i;

	json_array_foreach (json_object_get(repair, "causes"), i, cause) {
		bool is_open = json_is_true(json_object_get(cause, "open"));
		_cleanup_str_ struct str text = {0}, day = {0};

		view_line(v, is_open ? VIEW_LATE : VIEW_NORMAL, "  %s, %s (%s)",
			  part_day(&day, v, text_of(cause, "day")), cause_text(&text, cause),
			  name_of(json_object_get(cause, "contact")));
	}
}

/* Is nothing left but to ask for a new score? */
static bool is_fixed(const json_t *repair)
{
	const json_t *f;
	size_t i;

	json_array_foreach (json_object_get(repair, "followups"), i, f)
		if (!json_is_true(json_object_get(f, "score")))
			return false;
	return true;
}

void view_said(const struct cli *cli, const json_t *brief)
{
	const json_t *repair = json_object_get(brief, "repair"),
		     *complaints = json_object_get(brief, "complaints");
	const struct view *v = &cli->view;
	_cleanup_str_ struct str day = {0};

	if (json_is_object(repair) && !v->is_plain) {
		view_gap(v);
		view_line(v, VIEW_LATE, "%s since %s",
			  is_fixed(repair) ? "Put right, but no new score yet;"
					   : "To be put right,",
			  part_day(&day, v, text_of(repair, "since")));
		print_causes(v, repair);
	}
	if (!json_is_object(repair) || v->is_plain)
		view_complaints(cli, complaints, "Complaints");
	print_said(v, brief);
}

static void print_held(const struct view *v, const json_t *repair)
{
	long long held = number_of(repair, "held");
	_cleanup_str_ struct str text = {0};

	if (held)
		view_line(v, VIEW_NORMAL,
			  "Until that is done, %s to them wait%s, and they are not asked for a "
			  "referral.",
			  part_count(&text, held, "other follow-up", "other follow-ups"),
			  held == 1 ? "s" : "");
	else
		view_line(v, VIEW_NORMAL, "Until that is done, they are not asked for a referral.");
}

/* Is it among what is to be put right? */
static bool has_cause(const json_t *repair, const char *kind, long long id)
{
	const json_t *cause;
	size_t i;

	json_array_foreach (json_object_get(repair, "causes"), i, cause)
		if (str_equal(text_of(cause, "kind"), kind) && number_of(cause, "id") == id)
			return true;
	return false;
}

void view_repair(const struct cli *cli, const json_t *repair, const char *kind, long long id)
{
	const json_t *first = json_array_get(json_object_get(repair, "causes"), 0);
	const struct view *v = &cli->view;
	_cleanup_str_ struct str day = {0};

	if (!json_is_object(repair) || v->is_plain)
		return;
	if (!kind)
		view_line(v, VIEW_NORMAL, "The repair goes on:");
	else if (str_equal(text_of(first, "kind"), kind) && number_of(first, "id") == id)
		view_line(v, VIEW_LATE, "That must be put right first:");
	else
		view_line(v, VIEW_LATE, "It joins what is to be put right since %s:",
			  part_day(&day, v, text_of(repair, "since")));
	view_followups(cli, json_object_get(repair, "followups"));
	print_held(v, repair);
}

void view_scored(const struct cli *cli, const json_t *answer)
{
	const json_t *score = json_object_get(answer, "satisfaction"),
		     *recheck = json_object_get(answer, "recheck"),
		     *repair = json_object_get(answer, "repair"), *f;
	_cleanup_str_ struct str text = {0};
	size_t i;

	json_array_foreach (json_object_get(answer, "also_done"), i, f) {
		view_line(&cli->view, VIEW_NORMAL, "That does %lld too: %s", number_of(f, "id"),
			  part_what(&text, f));
		view_step_done(cli, f, repair);
	}
	if (json_is_object(recheck))
		view_line(&cli->view, VIEW_NORMAL, "It is asked for once more on %s (%lld).",
			  part_full_day(&text, text_of(recheck, "due")), number_of(recheck, "id"));
	if (has_cause(repair, "score", number_of(score, "id")))
		view_repair(cli, repair, "score", number_of(score, "id"));
}

void view_step_done(const struct cli *cli, const json_t *followup, const json_t *repair)
{
	const json_t *origin = json_object_get(followup, "plan");

	if (!str_equal(text_of(origin, "name"), "repair") ||
	    !str_equal(text_of(followup, "state"), "done"))
		return;
	if (!json_is_object(repair)) {
		view_line(&cli->view, VIEW_NORMAL,
			  "It is put right: whatever waited for it goes on.");
		return;
	}
	if (str_equal(text_of(origin, "step"), "fix") && is_fixed(repair) && !cli->view.is_plain) {
		view_line(&cli->view, VIEW_NORMAL, "Put right:");
		print_causes(&cli->view, repair);
	}
	view_repair(cli, repair, NULL, 0);
}
