/* The best-interest talk, and the words to ask for a referral with. */
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "escape.h"
#include "noun.h"
#include "place.h"
#include "resolve.h"
#include "talk_form.h"
#include "value.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

/* The codes of talk.questions, as words of the pattern. */
static const char *const codes[] = {"informed", "reachable", "problems", "looked-after",
				    "expectations"};
static const char *const well[] = {"ok", "well", "yes", "fine", "good"};
static const char *const badly[] = {"bad", "badly", "no"};

static bool is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(word, words[i]))
			return true;
	return false;
}

/* What stands behind the word that begins a bracket. */
static const char *behind(const struct match *m, const char *word)
{
	for (size_t i = 0; i + 1 < m->n; i++)
		if (str_equal(m->items[i].name, word) && str_equal(m->items[i].text, word))
			return m->items[i + 1].text;
	return NULL;
}

static void add_answer(json_t *answers, const char *code, const char *words)
{
	bool is_well = is_one_of(words, well, ARRAY_LEN(well)),
	     has_words = !is_well && !is_one_of(words, badly, ARRAY_LEN(badly));
	json_t *answer = json_pack("{s:s, s:b}", "question", code, "bad_experience", (int)!is_well);

	if (has_words)
		(void)json_object_set_new(answer, "words", json_string(words));
	(void)json_array_append_new(answers, answer);
}

static void set_word(json_t *params, const char *key, const char *word)
{
	if (word)
		(void)json_object_set_new(params, key, json_string(word));
}

/* What the command line says of the talk; true where it says anything. */
static bool take_words(const struct match *m, json_t *params)
{
	const char *motive = match_text(m, "MOTIVE"), *agreed = match_text(m, "AGREED");
	json_t *answers = json_array();

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		const char *words = behind(m, codes[i]);

		if (words)
			add_answer(answers, codes[i], words);
	}
	if (motive)
		motive = place_motives[place_word(place_find("MOTIVE", 6), motive)];
	if (motive && str_equal(motive, "time"))
		motive = "time-and-attention";
	set_word(params, "motive", motive);
	if (agreed)
		set_word(params, "agreed",
			 place_agreements[place_word(place_find("AGREED", 6), agreed)]);
	set_word(params, "note", match_text(m, "NOTE"));
	if (json_array_size(answers) > 0)
		(void)json_object_set(params, "answers", answers);
	json_decref(answers);
	return motive || agreed || json_object_get(params, "answers");
}

static int ask_for_it(struct cli *cli, const struct match *m, const char *name, json_t *params)
{
	_cleanup_str_ struct str typed = {0};
	json_auto_t *questions = NULL;
	int r;

	escape_add_shell(&typed, match_text(m, "CONTACT"));
	if (!cli_is_interactive(cli))
		return cli_fail(VOUCH_EXIT_USAGE,
				"say what they answered, such as: vouch talk %s informed \"nobody "
				"called back\" motive time agreed yes",
				str_text(&typed));
	r = cli_read(cli, "talk.questions", NULL, &questions);
	if (r)
		return r;
	if (!talk_form(cli, name, json_object_get(questions, "items"), params))
		return cli_fail(VOUCH_EXIT_FAILED, "nothing was stored");
	return 0;
}

static int check_words(const json_t *params)
{
	if (!json_object_get(params, "motive"))
		return cli_fail(VOUCH_EXIT_USAGE,
				"what would move them? motive time, prestige or none");
	if (!json_object_get(params, "agreed"))
		return cli_fail(VOUCH_EXIT_USAGE,
				"will they recommend you once the work is done? agreed yes, no or "
				"later");
	return 0;
}

static int take_json(const struct match *m, json_t *params)
{
	json_auto_t *given = value_json(match_text(m, "JSON"));

	if (!given)
		return VOUCH_EXIT_USAGE;
	if (!json_is_object(given))
		return cli_fail(VOUCH_EXIT_USAGE,
				"this is no JSON object: {\"answers\": [...], \"motive\": ..., "
				"\"agreed\": ...}");
	(void)json_object_del(given, "contact");
	(void)json_object_update(params, given);
	return 0;
}

static int fill(struct cli *cli, const struct match *m, const char *name, json_t *params)
{
	const char *sale = match_text(m, "SALE");
	int r;

	if (sale)
		(void)json_object_set_new(params, "sale", json_integer(place_id(sale, 's')));
	r = when_set_day(cli, m, params);
	if (r)
		return r;
	if (match_text(m, "JSON"))
		return take_json(m, params);
	return take_words(m, params) ? check_words(params) : ask_for_it(cli, m, name, params);
}

static void print_talk(const struct cli *cli, const json_t *answer)
{
	const json_t *talk = json_object_get(answer, "talk"), *f;
	_cleanup_str_ struct str day = {0}, what = {0};
	size_t i;

	view_line(&cli->view, VIEW_NORMAL, "Noted: the talk with %s on %s.",
		  name_of(json_object_get(talk, "contact")),
		  part_full_day(&day, text_of(talk, "day")));
	json_array_foreach (json_object_get(answer, "followups"), i, f)
		view_line(&cli->view, VIEW_NORMAL, "Done %lld, %s.", number_of(f, "id"),
			  part_what(&what, f));
}

/* What was typed at the terminal is not lost where vouchd did not take it. */
static void print_again(const json_t *params)
{
	_cleanup_str_ struct str line = {0};
	_cleanup_free_ char *json = json_dumps(params, JSON_COMPACT);

	if (!json)
		return;
	escape_add_shell(&line, json);
	(void)fprintf(stderr, "vouch: to try again: vouch call talk.record %s\n", str_text(&line));
}

int cmd_talk(struct cli *cli, const struct match *m)
{
	json_auto_t *params = NULL, *answer = NULL;
	const char *name;
	json_int_t contact;
	bool is_typed;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, &name);
	if (r)
		return r;
	params = json_pack("{s:I}", "contact", contact);
	r = fill(cli, m, *name ? name : match_text(m, "CONTACT"), params);
	if (r)
		return r;
	is_typed = cli_is_interactive(cli);
	r = cli_write(cli, "talk.record", json_incref(params), &answer);
	if (r && is_typed)
		print_again(params);
	if (r || cli_json(cli, answer))
		return r;
	print_talk(cli, answer);
	return 0;
}

static const char *first_reason(const json_t *verdict)
{
	const json_t *conditions = json_object_get(verdict, "conditions"), *c;
	size_t i;

	json_array_foreach (conditions, i, c)
		if (json_is_true(json_object_get(c, "blocking")))
			return text_of(c, "detail");
	return "";
}

int cmd_ask(struct cli *cli, const struct match *m)
{
	json_auto_t *script = NULL, *verdict = NULL;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	r = cli_read(cli, "ask.script", json_pack("{s:I}", "contact", contact), &script);
	if (r || cli_json(cli, script))
		return r;
	view_paragraph(&cli->view, text_of(script, "text"));
	if (cli->is_plain)
		return 0;
	r = cli_read(cli, "gate.check", json_pack("{s:I}", "contact", contact), &verdict);
	if (r)
		return r;
	view_gap(&cli->view);
	if (json_is_true(json_object_get(verdict, "earned")))
		view_line(&cli->view, VIEW_DIM, "Earned: you may ask today.");
	else
		view_line(&cli->view, VIEW_LATE, "Not earned yet: %s. More: vouch earned c%lld",
			  first_reason(verdict), (long long)contact);
	return 0;
}

int cmd_as_noun(struct cli *cli, const struct match *m)
{
	const struct arg args[] = {{.text = m->items[0].text}, {.text = m->items[1].text}};

	return noun_run(cli, args, ARRAY_LEN(args));
}
