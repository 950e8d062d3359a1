/* vouch draft: an e-mail, opened in the user's mail program. vouch sends nothing itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "commands.h"
#include "mailto.h"
#include "opener.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

struct draft {
	const json_t *brief;
	const char *template; /* ask, birthday, thank, renewal, mail or mail:NAME */
	long long contact;
};

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (str_equal(word, *words))
			return true;
	return false;
}

/* "welcome" is the user's own "mail:welcome". */
static const char *template_of(struct cli *cli, const char *word)
{
	static const char *const known[] = {"ask",  "birthday",   "thank", "renewal",
					    "mail", "listen-for", NULL};

	if (!word)
		return "mail";
	if (is_one_of(word, known) || strchr(word, ':'))
		return word;
	return arena_printf(cli->arena, "mail:%s", word);
}

/* The suppression that speaks against an e-mail; null: none does. */
static const json_t *stop_of(const struct draft *d)
{
	static const char *const stops[] = {"email", "all", NULL};
	const json_t *x;
	size_t i;

	json_array_foreach (json_object_get(d->brief, "suppressions"), i, x)
		if (is_one_of(text_of(x, "channel"), stops))
			return x;
	return NULL;
}

/* Why an ask is not to be made. */
static const char *first_reason(const json_t *gate)
{
	const json_t *c;
	size_t i;

	json_array_foreach (json_object_get(gate, "conditions"), i, c)
		if (json_is_true(json_object_get(c, "blocking")))
			return text_of(c, "detail");
	return "";
}

/* 0 where they may be written to, and an ask is earned; else it has said why not. */
static int check(const struct draft *d)
{
	const json_t *contact = json_object_get(d->brief, "contact"), *stop = stop_of(d);
	const json_t *gate = json_object_get(d->brief, "gate");
	const char *name = text_of(contact, "name");

	if (stop)
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s is not to be written to: %s. To lift that: vouch allow c%lld",
				name, text_of(stop, "reason"), d->contact);
	if (str_equal(text_of(contact, "consent.email"), "no"))
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s does not want e-mail. Where that has changed: vouch contact "
				"update c%lld consent.email=yes",
				name, d->contact);
	if (json_array_size(json_object_get(contact, "emails")) == 0)
		return cli_fail(VOUCH_EXIT_FAILED,
				"no e-mail address of %s is noted: vouch contact update c%lld "
				"emails=NAME@EXAMPLE.ORG",
				name, d->contact);
	if (str_equal(d->template, "ask") && !json_is_true(json_object_get(gate, "earned")))
		return cli_fail(VOUCH_EXIT_FAILED,
				"an ask is not earned yet: %s. More: vouch earned c%lld",
				first_reason(gate), d->contact);
	return 0;
}

/* The open follow-up that the e-mail would do; 0: none. */
static long long followup_of(const struct draft *d)
{
	bool is_ask = str_equal(d->template, "ask");
	const json_t *x;
	size_t i;

	json_array_foreach (json_object_get(d->brief, "dates"), i, x)
		if (str_equal(text_of(x, "what"), d->template) && number_of(x, "next.id"))
			return number_of(x, "next.id");
	if (!is_ask && !str_equal(d->template, "thank"))
		return 0;
	json_array_foreach (json_object_get(d->brief, "followups"), i, x)
		if (str_equal(text_of(x, "kind"), is_ask ? "ask" : "thank-you") &&
		    str_equal(text_of(x, "state"), "scheduled"))
			return number_of(x, "id");
	return 0;
}

static void print_after(const struct cli *cli, const struct draft *d)
{
	long long followup = followup_of(d);

	if (followup)
		view_line(&cli->view, VIEW_NORMAL, "When it is sent: vouch done %lld sent",
			  followup);
	else
		view_line(&cli->view, VIEW_NORMAL,
			  "When it is sent: vouch log c%lld email \"what it was about\"",
			  d->contact);
}

/* On a terminal also what comes next; else the address alone, for whoever reads it. */
static int hand_over(const struct cli *cli, const struct draft *d, const char *uri, bool is_printed)
{
	const char *name = text_of(d->brief, "contact.name");
	bool is_terminal = isatty(STDOUT_FILENO);

	if (!is_printed && is_terminal && !cli->is_plain && opener_has_desktop()) {
		if (opener_open(uri)) {
			view_line(&cli->view, VIEW_NORMAL,
				  "Opened in your mail program: an e-mail to %s.", name);
			print_after(cli, d);
			return 0;
		}
		(void)cli_fail(VOUCH_EXIT_FAILED,
			       "xdg-open could not open the e-mail; here is its address");
	}
	view_line(&cli->view, VIEW_NORMAL, "%s", uri);
	if (is_terminal && !cli->is_plain)
		print_after(cli, d);
	return 0;
}

static int draft(struct cli *cli, const struct draft *d, bool is_printed)
{
	const json_t *emails = member_of(d->brief, "contact.emails");
	_cleanup_str_ struct str uri = {0};
	json_auto_t *script = NULL;
	const char *subject;
	int r;

	r = cli_read(
		cli, "ask.script",
		json_pack("{s:I, s:s}", "contact", (json_int_t)d->contact, "template", d->template),
		&script);
	if (r || cli_json(cli, script))
		return r;
	subject = text_of(script, "subject");
	if (str_equal(d->template, "ask") && !*subject)
		subject = "A question";
	if (mailto_make(&uri, json_string_value(json_array_get(emails, 0)), subject,
			text_of(script, "text")))
		(void)cli_fail(VOUCH_EXIT_FAILED,
			       "the text is longer than an e-mail opened so may be: it is cut "
			       "after %d bytes",
			       MAILTO_BODY_MAX);
	return hand_over(cli, d, str_text(&uri), is_printed);
}

int cmd_draft(struct cli *cli, const struct match *m)
{
	struct draft d = {.template = template_of(cli, match_text(m, "TEMPLATE"))};
	json_auto_t *brief = NULL;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r == 0)
		r = cli_read(cli, "contact.brief", json_pack("{s:I}", "id", contact), &brief);
	if (r)
		return r;
	d.contact = contact;
	d.brief = brief;
	r = check(&d);
	return r ? r : draft(cli, &d, match_has(m, "print"));
}
