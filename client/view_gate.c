/* The gate: the book at a glance, one contact's checklist, and what an answer has brought. */
#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

#define FAR_DAYS 31

enum { LIST, CONTACT, NAME, HELP, WHAT, SINCE };

static const struct view_column book_columns[] = {
	[LIST] = {.flags = VIEW_SCRIPTS},
	[CONTACT] = {.flags = 0},
	[NAME] = {.flags = VIEW_CUT, .share = 20},
	[HELP] = {.flags = VIEW_CUT, .share = 40},
	[WHAT] = {.flags = VIEW_CUT | VIEW_SPARE, .share = 40},
	[SINCE] = {.flags = VIEW_WIDE},
};

/* Of a repair, what comes next may wait for its day, as while somebody is away. */
static bool is_planned(const json_t *step)
{
	return str_equal(text_of(step, "state"), "scheduled");
}

static void add_contact(struct view_table *t, const struct view *v, bool is_open,
			const json_t *item)
{
	const json_t *step = member_of(item, "helps.step");
	_cleanup_str_ struct str id = {0}, since = {0}, day = {0}, help = {0};

	str_addf(&id, v->is_plain ? "%lld" : "c%lld", number_of(item, "contact.id"));
	str_addf(&since, v->is_plain ? "%s" : "since %s",
		 part_day(&day, v, text_of(item, "since")));
	if (is_open && !v->is_plain)
		str_addf(&help, "vouch ask %s", str_text(&id));
	else
		str_add(&help, text_of(item, "helps.text"));
	if (!v->is_plain && is_planned(step))
		str_addf(&help, " (%lld)", number_of(step, "id"));
	view_table_row(t);
	view_table_cell(t, LIST, VIEW_NORMAL, is_open ? "open" : "one-short");
	view_table_cell(t, CONTACT, VIEW_DIM, str_text(&id));
	view_table_cell(t, NAME, VIEW_NORMAL, name_of(json_object_get(item, "contact")));
	view_table_cell(t, HELP, is_open ? VIEW_DIM : VIEW_NORMAL, str_text(&help));
	view_table_cell(t, WHAT, VIEW_NORMAL, text_of(item, "detail"));
	view_table_cell(t, SINCE, VIEW_DIM, str_text(&since));
}

void view_earned(const struct cli *cli, const json_t *book)
{
	const json_t *open = json_object_get(book, "open"),
		     *shorts = json_object_get(book, "one_short"), *item;
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, book_columns, ARRAY_LEN(book_columns));
	size_t i;

	if (json_array_size(open) > 0)
		view_table_section(t, VIEW_BOLD, "May be asked today");
	json_array_foreach (open, i, item)
		add_contact(t, v, true, item);
	if (json_array_size(shorts) > 0)
		view_table_section(t, VIEW_BOLD, "One step short, and what helps");
	json_array_foreach (shorts, i, item)
		add_contact(t, v, false, item);
	if (json_array_size(open) == 0 && !v->is_plain)
		view_line(v, VIEW_NORMAL,
			  "Nobody may be asked for a referral today. Why not: vouch earned NAME");
	view_table_print(t);
}

enum { MARK, WORD, CODE, DETAIL };
static const struct view_column check_columns[] = {
	[MARK] = {.flags = VIEW_PEOPLE},
	[WORD] = {.flags = 0},
	[CODE] = {.flags = 0},
	[DETAIL] = {.flags = VIEW_WRAP},
};

static void add_condition(struct view_table *t, const json_t *c)
{
	bool holds = json_is_true(json_object_get(c, "holds")),
	     blocks = json_is_true(json_object_get(c, "blocking"));

	view_table_row(t);
	view_table_cell(t, MARK, blocks ? VIEW_LATE : VIEW_NORMAL,
			holds    ? "✓"
			: blocks ? "✗"
				 : "·");
	view_table_cell(t, WORD, blocks ? VIEW_LATE : VIEW_NORMAL,
			holds    ? "yes"
			: blocks ? "no"
				 : "advice");
	view_table_cell(t, CODE, VIEW_NORMAL, text_of(c, "code"));
	view_table_cell(t, DETAIL, VIEW_NORMAL, text_of(c, "detail"));
}

static const json_t *condition_of(const json_t *verdict, const char *code)
{
	const json_t *c;
	size_t i;

	json_array_foreach (json_object_get(verdict, "conditions"), i, c)
		if (str_equal(text_of(c, "code"), code))
			return c;
	return NULL;
}

static bool holds(const json_t *verdict, const char *code)
{
	return json_is_true(json_object_get(condition_of(verdict, code), "holds"));
}

/* What of the open follow-ups does what the offer would: asks for a score, or gives. */
static const json_t *planned_of(const json_t *offer, const json_t *followups)
{
	const char *does = json_is_true(json_object_get(offer, "gives")) ? "gives" : "score";
	const json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		if (json_is_true(json_object_get(f, does)))
			return f;
	return NULL;
}

/* Further away than one would wait; what is not planned is. */
static bool is_far(const struct view *v, const json_t *planned)
{
	return !planned || dates_between(v->today, text_of(planned, "due")) > FAR_DAYS;
}

/* What is owed is what is not noted yet: thanks; then the outcome, or before it the contact. */
static void print_loop(const struct view *v, const json_t *verdict)
{
	const json_t *facts = json_object_get(condition_of(verdict, "loops-closed"), "facts");
	long long id = number_of(facts, "referral");

	if (!*text_of(facts, "thanked_day"))
		view_line(v, VIEW_DIM, "To note it: vouch thank r%lld", id);
	else
		view_line(v, VIEW_DIM, "To note it: vouch told r%lld %s", id,
			  *text_of(facts, "closed_day") ? "outcome" : "first-contact");
}

static void print_planned(const struct view *v, const json_t *verdict, const json_t *planned)
{
	bool is_theirs = number_of(planned, "contact.id") == number_of(verdict, "contact.id");
	_cleanup_str_ struct str what = {0}, day = {0};

	if (planned)
		view_line(v, VIEW_NORMAL, "It is planned%s%s: %lld, %s, on %s.",
			  is_theirs ? "" : " with ",
			  is_theirs ? "" : name_of(json_object_get(planned, "contact")),
			  number_of(planned, "id"), part_what(&what, planned),
			  part_full_day(&day, text_of(planned, "due")));
}

/* By which follow-up it is put right, and how it is noted; any other one waits for it. */
static void print_repair(const struct view *v, const json_t *verdict, const json_t *repair)
{
	const json_t *step = member_of(verdict, "helps.step");
	const json_t *cause;
	size_t i;

	if (is_planned(step))
		print_planned(v, verdict, step);
	json_array_foreach (json_object_get(repair, "causes"), i, cause)
		if (json_is_true(json_object_get(cause, "open")) &&
		    str_equal(text_of(cause, "kind"), "complaint"))
			view_line(v, VIEW_DIM, "To note that it is put right: vouch resolved x%lld",
				  number_of(cause, "id"));
}

/* What helps, and by which follow-up; none is offered to somebody who may not be contacted so. */
static void print_offer(const struct view *v, const json_t *verdict, const json_t *followups,
			const json_t *repair)
{
	const json_t *offer = member_of(verdict, "helps.followup"),
		     *planned = planned_of(offer, followups);

	if (!*text_of(verdict, "helps.text") ||
	    part_is_never(json_object_get(verdict, "conditions")))
		return;
	view_line(v, VIEW_NORMAL, "What helps: %s.", text_of(verdict, "helps.text"));
	if (str_equal(text_of(verdict, "first_blocking"), "loops-closed") &&
	    holds(verdict, "contactable"))
		print_loop(v, verdict);
	if (json_is_object(repair))
		print_repair(v, verdict, repair);
	if (!json_is_object(offer) || json_is_object(repair))
		return;
	print_planned(v, verdict, planned);
	if (holds(verdict, "contactable") && is_far(v, planned))
		view_line(v, VIEW_DIM, "To plan it%s: vouch remind c%lld %s tomorrow \"%s\"",
			  planned ? " sooner" : "", number_of(verdict, "contact.id"),
			  text_of(offer, "kind"), text_of(offer, "title"));
}

static void print_outcome(const struct view *v, const json_t *verdict)
{
	const char *name = name_of(json_object_get(verdict, "contact")),
		   *next = text_of(verdict, "next_possible_day");
	_cleanup_str_ struct str day = {0};

	if (json_is_true(json_object_get(verdict, "earned"))) {
		view_line(v, VIEW_BOLD, "%s may be asked for a referral.", name);
		return;
	}
	if (part_is_never(json_object_get(verdict, "conditions"))) {
		view_line(v, VIEW_BOLD, "%s does not want to be asked again.", name);
		return;
	}
	view_line(v, VIEW_BOLD, "%s may not be asked yet.", name);
	if (*next)
		view_line(v, VIEW_NORMAL, "By itself it could open on %s.",
			  part_full_day(&day, next));
	else
		view_line(v, VIEW_NORMAL, "It does not open by itself.");
}

void view_verdict(const struct cli *cli, const json_t *verdict, const json_t *followups,
		  const json_t *repair)
{
	const json_t *conditions = json_object_get(verdict, "conditions"), *c;
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, check_columns, ARRAY_LEN(check_columns));
	size_t i;

	if (!v->is_plain)
		print_outcome(v, verdict);
	json_array_foreach (conditions, i, c)
		add_condition(t, c);
	view_table_print(t);
	if (v->is_plain)
		return;
	print_offer(v, verdict, followups, repair);
	if (json_is_true(json_object_get(verdict, "earned")))
		view_line(v, VIEW_DIM, "The words to ask with: vouch ask c%lld",
			  number_of(verdict, "contact.id"));
}

static void print_name(const struct cli *cli, const json_t *r, const json_t *planned)
{
	const struct view *v = &cli->view;
	const char *relation = text_of(r, "relation");
	bool is_candidate = str_equal(text_of(r, "status"), "candidate");

	view_line(v, VIEW_NORMAL, "  r%lld  %s%s%s%s", number_of(r, "id"), text_of(r, "name"),
		  *relation ? ", " : "", relation,
		  is_candidate ? ": a candidate; nobody contacts them before they may"
			       : ": a referral, with permission to be contacted");
	view_taken_for(v, r);
	if (json_is_object(planned))
		view_first_steps(cli, planned, "      ");
}

/* The answer as one says it: "they named 2 people". */
static const char *outcome_text(struct str *out, const json_t *answer)
{
	static const struct {
		const char *outcome, *text;
	} outcomes[] = {
		{"willing", "gladly, but no name yet"},
		{"later", "later"},
		{"declined", "they declined"},
		{"never", "they never want to be asked"},
	};
	const char *outcome = text_of(answer, "ask.outcome");

	str_reset(out);
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++)
		if (str_equal(outcomes[i].outcome, outcome))
			str_add(out, outcomes[i].text);
	if (out->len == 0)
		str_addf(out, "they named %zu %s",
			 json_array_size(json_object_get(answer, "referrals")),
			 json_array_size(json_object_get(answer, "referrals")) == 1 ? "person"
										    : "people");
	return str_text(out);
}

/* An ask of the plan that the answer has made due, such as the emergency list. */
static void print_next_ask(const struct view *v, const json_t *brief)
{
	_cleanup_str_ struct str what = {0}, day = {0};
	const json_t *f;
	size_t i;

	json_array_foreach (json_object_get(brief, "followups"), i, f) {
		if (!str_equal(text_of(f, "kind"), "ask") ||
		    str_equal(text_of(f, "waits_for"), "after"))
			continue;
		view_line(v, VIEW_NORMAL, "Next: %lld, %s, on %s.", number_of(f, "id"),
			  part_what(&what, f), part_full_day(&day, text_of(f, "due")));
		return;
	}
}

static void print_rest(const struct view *v, const json_t *brief)
{
	_cleanup_str_ struct str day = {0};
	const json_t *c;
	size_t i;

	json_array_foreach (member_of(brief, "gate.conditions"), i, c)
		if (*text_of(c, "facts.rest_until") && !json_is_true(json_object_get(c, "holds")))
			view_line(v, VIEW_NORMAL, "They are not asked again before %s.",
				  part_full_day(&day, text_of(c, "facts.rest_until")));
}

static void print_next(const struct view *v, const json_t *answer, const json_t *brief)
{
	const char *outcome = text_of(answer, "ask.outcome");
	_cleanup_str_ struct str day = {0};

	if (str_equal(outcome, "later") && json_is_object(json_object_get(answer, "later")))
		view_line(v, VIEW_NORMAL, "Follow-up %lld asks again on %s, if it is earned then.",
			  number_of(answer, "later.id"),
			  part_full_day(&day, text_of(answer, "ask.later_day")));
	else if (str_equal(outcome, "later"))
		view_line(v, VIEW_NORMAL, "The third 'later' in a row counts as a no.");
	else if (str_equal(outcome, "never"))
		view_line(v, VIEW_NORMAL, "Nobody in their household is asked again.");
	if (str_equal(outcome, "later") || str_equal(outcome, "never"))
		return;
	print_next_ask(v, brief);
	print_rest(v, brief);
}

void view_asked(const struct cli *cli, const json_t *answer, const json_t *brief)
{
	const json_t *ask = json_object_get(answer, "ask"),
		     *referrals = json_object_get(answer, "referrals"), *r;
	const struct view *v = &cli->view;
	_cleanup_str_ struct str day = {0}, outcome = {0};
	size_t i;

	view_line(v, VIEW_NORMAL, "Noted: asked %s on %s: %s.",
		  name_of(json_object_get(ask, "contact")),
		  part_full_day(&day, text_of(ask, "day")), outcome_text(&outcome, answer));
	json_array_foreach (referrals, i, r)
		print_name(cli, r, json_array_get(json_object_get(answer, "planned"), i));
	print_next(v, answer, brief);
	if (*text_of(ask, "override_reason"))
		view_line(v, VIEW_DIM, "It was not earned; your reason is kept with it.");
}
