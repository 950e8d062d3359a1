/* Editions: who is on one, what goes to the printer, and what became of it. */
#include <string.h>

#include "base/cleanup.h"
#include "campaigns.h"
#include "commands.h"
#include "mailing.h"
#include "outfile.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

static bool is_open(const json_t *e)
{
	const char *state = text_of(e, "state");

	return str_equal(state, "planned") || str_equal(state, "frozen") ||
	       str_equal(state, "missed");
}

static bool is_sent(const json_t *e)
{
	return number_of(e, "sent") > 0;
}

static bool is_any(const json_t *e)
{
	(void)e;
	return true;
}

/* The one way out that was asked for: the text, and where it goes. */
static const char *write_as(const struct match *m, const json_t *items, struct str *out)
{
	json_auto_t *some = mailing_goes_to(items);

	if (match_text(m, "CSV")) {
		mailing_csv(out, match_has(m, "all") ? items : some, match_has(m, "all"));
		return match_text(m, "CSV");
	}
	if (match_text(m, "LABELS")) {
		mailing_labels(out, some);
		return match_text(m, "LABELS");
	}
	mailing_sheet(out, some);
	return match_text(m, "SHEET");
}

/* What was written goes to the printer; of an edition that is over nothing is to be noted. */
static int mark_exported(struct cli *cli, json_int_t id, const json_t *page)
{
	const char *state = text_of(page, "edition.state");
	json_auto_t *answer = NULL;

	if (str_equal(state, "sent") || str_equal(state, "skipped"))
		return 0;
	return cli_write(cli, "edition.mark",
			 json_pack("{s:I, s:b, s:s}", "id", id, "all", 1, "state", "exported"),
			 &answer);
}

static int export_to(struct cli *cli, const struct match *m, json_int_t id)
{
	json_auto_t *items = NULL, *page = NULL, *some = NULL;
	_cleanup_str_ struct str text = {0};
	const char *path;
	int r;

	r = cli_read(cli, "edition.recipients",
		     json_pack("{s:I, s:b, s:i}", "id", id, "export", 1, "limit", 1), &page);
	if (!r)
		r = cli_read_all(cli, "edition.recipients", json_pack("{s:I}", "id", id), false,
				 &items);
	if (r)
		return r;
	mailing_sort(items);
	path = write_as(m, items, &text);
	r = outfile_write(path, &text);
	if (!r)
		r = mark_exported(cli, id, page);
	if (r || strcmp(path, "-") == 0)
		return r;
	some = mailing_goes_to(items);
	view_line(&cli->view, VIEW_NORMAL,
		  "Wrote %zu of %zu to %s. Who is on it is fixed now; when it is out: vouch mark "
		  "e%lld sent",
		  json_array_size(some), json_array_size(items), path, (long long)id);
	return 0;
}

/* "Holiday cards of Tue 15 Dec 2026 (e1), planned: goes to 40 of 44" */
static void print_title(const struct cli *cli, const json_t *page, const json_t *items)
{
	const char *state = text_of(page, "edition.state");
	bool is_over = str_equal(state, "sent") || str_equal(state, "skipped");
	json_auto_t *some = mailing_goes_to(items);
	_cleanup_str_ struct str day = {0};
	size_t n = 0, i;
	const json_t *item;

	json_array_foreach ((json_t *)items, i, item)
		n += *text_of(item, "sent_day") != '\0';
	if (!is_over)
		n = json_array_size(some);
	view_line(&cli->view, VIEW_BOLD, "%s of %s (e%lld), %s: %s %zu of %zu",
		  text_of(page, "name"), part_full_day(&day, text_of(page, "edition.day")),
		  number_of(page, "edition.id"), state, is_over ? "went to" : "goes to", n,
		  json_array_size(items));
	view_gap(&cli->view);
}

static int show(struct cli *cli, json_int_t id)
{
	json_auto_t *items = NULL, *page = NULL;
	int r;

	r = cli_read(cli, "edition.recipients", json_pack("{s:I, s:i}", "id", id, "limit", 1),
		     &page);
	if (!r)
		r = cli_read_all(cli, "edition.recipients", json_pack("{s:I}", "id", id), true,
				 &items);
	if (r || !items)
		return r;
	mailing_sort(items);
	if (!cli->is_plain)
		print_title(cli, page, items);
	view_recipients(cli, items, str_equal(text_of(page, "kind"), "card"));
	return 0;
}

int cmd_recipients(struct cli *cli, const struct match *m)
{
	json_int_t id;
	int r;

	r = campaign_edition(cli, m, is_any, &id);
	if (r)
		return r;
	if (match_text(m, "CSV") || match_text(m, "LABELS") || match_text(m, "SHEET"))
		return export_to(cli, m, id);
	return show(cli, id);
}

/* Each argument is a contact of its own. */
static int set_contacts(struct cli *cli, const struct match *m, json_t *params)
{
	json_t *ids = json_array();
	json_int_t id;
	int r = 0;

	for (size_t i = 0; i < m->n && !r; i++) {
		if (!str_equal(m->items[i].name, "CONTACT"))
			continue;
		r = resolve_contact(cli, m->items[i].text, &id, NULL);
		if (!r)
			(void)json_array_append_new(ids, json_integer(id));
	}
	if (json_array_size(ids))
		(void)json_object_set(params, "contacts", ids);
	else
		(void)json_object_set_new(params, "all", json_true());
	json_decref(ids);
	return r;
}

static const char *const marked[] = {"exported", "sent", "came back", "received", "skipped"};

static void print_marked(const struct cli *cli, const json_t *answer, int mark)
{
	const json_t *e = json_object_get(answer, "edition");
	const char *state = text_of(e, "state");
	_cleanup_str_ struct str day = {0};

	part_full_day(&day, text_of(e, "day"));
	if (str_equal(state, "skipped") && mark == 4) {
		view_line(&cli->view, VIEW_NORMAL,
			  "Skipped the edition of %s (e%lld): it stays in the list as a gap.",
			  str_text(&day), number_of(e, "id"));
		return;
	}
	view_line(&cli->view, VIEW_NORMAL, "Noted for the edition of %s (e%lld): %lld %s.",
		  str_text(&day), number_of(e, "id"), number_of(answer, "marked"), marked[mark]);
	if (str_equal(state, "sent") && mark == 1)
		view_line(&cli->view, VIEW_NORMAL,
			  "That edition is done; mail that comes back: vouch mark e%lld returned "
			  "NAME",
			  number_of(e, "id"));
	if (mark == 2)
		view_line(&cli->view, VIEW_NORMAL,
			  "The address is flagged until another is entered.");
}

int cmd_mark(struct cli *cli, const struct match *m)
{
	const struct place *place = place_find("MARK", 4);
	int mark = place_word(place, match_text(m, "MARK"));
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	json_int_t id = 0;
	int r;

	r = campaign_edition(cli, m, mark == 2 ? is_sent : mark == 3 ? is_any : is_open, &id);
	(void)json_object_set_new(params, "id", json_integer(id));
	(void)json_object_set_new(params, "state", json_string(place->words[mark]));
	cli_set_text(params, "reason", match_text(m, "REASON"));
	if (!r)
		r = set_contacts(cli, m, params);
	if (!r)
		r = when_set_day(cli, m, params);
	r = cli_write_if(cli, "edition.mark", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_marked(cli, answer, mark);
	return 0;
}
