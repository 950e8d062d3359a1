/* The daily words: one table that matches, runs and helps. */
#pragma once

#include "cli.h"
#include "match.h"

struct command {
	const char *pattern; /* see match.h; null closes the table */
	/* The exit code. Null: not matched but handed on, see dispatch.c. */
	int (*run)(struct cli *cli, const struct match *m);
	const char *help; /* one line, no full stop */
};

extern const struct command commands[];

int cmd_agenda(struct cli *cli, const struct match *m); /* m may be null */
int cmd_due(struct cli *cli, const struct match *m);
int cmd_week(struct cli *cli, const struct match *m);
int cmd_done(struct cli *cli, const struct match *m);
int cmd_snooze(struct cli *cli, const struct match *m);
int cmd_away(struct cli *cli, const struct match *m);
int cmd_back(struct cli *cli, const struct match *m);
int cmd_merge(struct cli *cli, const struct match *m);
int cmd_spread(struct cli *cli, const struct match *m);
int cmd_skip(struct cli *cli, const struct match *m);
int cmd_remind(struct cli *cli, const struct match *m);
int cmd_why(struct cli *cli, const struct match *m);
int cmd_show(struct cli *cli, const struct match *m);
int cmd_show_object(struct cli *cli, const struct match *m);
int cmd_distinct(struct cli *cli, const struct match *m);
int cmd_duplicates(struct cli *cli, const struct match *m);
int cmd_find(struct cli *cli, const struct match *m);
int cmd_log(struct cli *cli, const struct match *m);
int cmd_gift(struct cli *cli, const struct match *m);
int cmd_gifts(struct cli *cli, const struct match *m);
int cmd_spent(struct cli *cli, const struct match *m);
int cmd_config(struct cli *cli, const struct match *m);
int cmd_config_check(struct cli *cli, const struct match *m);
int cmd_plan_edit(struct cli *cli, const struct match *m);
int cmd_holidays(struct cli *cli, const struct match *m);
int cmd_holidays_add(struct cli *cli, const struct match *m);
int cmd_holidays_remove(struct cli *cli, const struct match *m);
int cmd_earned(struct cli *cli, const struct match *m);
int cmd_army(struct cli *cli, const struct match *m);
int cmd_asked(struct cli *cli, const struct match *m);
int cmd_sold(struct cli *cli, const struct match *m);
int cmd_lost(struct cli *cli, const struct match *m);
int cmd_delivered(struct cli *cli, const struct match *m);
int cmd_candidates(struct cli *cli, const struct match *m);
int cmd_candidate(struct cli *cli, const struct match *m);
int cmd_promote(struct cli *cli, const struct match *m);
int cmd_report(struct cli *cli, const struct match *m);
int cmd_referrers(struct cli *cli, const struct match *m);
int cmd_referred(struct cli *cli, const struct match *m);
int cmd_gave(struct cli *cli, const struct match *m);
int cmd_advance(struct cli *cli, const struct match *m);
int cmd_thank(struct cli *cli, const struct match *m);
int cmd_told(struct cli *cli, const struct match *m);
int cmd_referrals(struct cli *cli, const struct match *m);
int cmd_date(struct cli *cli, const struct match *m);
int cmd_dates(struct cli *cli, const struct match *m);
int cmd_undate(struct cli *cli, const struct match *m);
int cmd_draft(struct cli *cli, const struct match *m);
int cmd_campaign_add(struct cli *cli, const struct match *m);
int cmd_campaign_update(struct cli *cli, const struct match *m);
int cmd_campaign_end(struct cli *cli, const struct match *m);
int cmd_campaigns(struct cli *cli, const struct match *m);
int cmd_editions(struct cli *cli, const struct match *m);
int cmd_recipients(struct cli *cli, const struct match *m);
int cmd_mark(struct cli *cli, const struct match *m);
int cmd_stop(struct cli *cli, const struct match *m);
int cmd_stops(struct cli *cli, const struct match *m);
int cmd_allow(struct cli *cli, const struct match *m);
int cmd_promise(struct cli *cli, const struct match *m);
int cmd_kept(struct cli *cli, const struct match *m);
int cmd_redate(struct cli *cli, const struct match *m);
int cmd_break(struct cli *cli, const struct match *m);
int cmd_withdraw(struct cli *cli, const struct match *m);
int cmd_promises(struct cli *cli, const struct match *m);
int cmd_tree(struct cli *cli, const struct match *m);
int cmd_undo(struct cli *cli, const struct match *m);
int cmd_journal(struct cli *cli, const struct match *m);
int cmd_complain(struct cli *cli, const struct match *m);
int cmd_resolved(struct cli *cli, const struct match *m);
int cmd_complaints(struct cli *cli, const struct match *m);
int cmd_score(struct cli *cli, const struct match *m);
int cmd_praise(struct cli *cli, const struct match *m);
int cmd_notify(struct cli *cli, const struct match *m);
int cmd_quiet(struct cli *cli, const struct match *m);
int cmd_cadence(struct cli *cli, const struct match *m);
int cmd_relabel(struct cli *cli, const struct match *m);
int cmd_doctor(struct cli *cli, const struct match *m);
int cmd_status(struct cli *cli, const struct match *m);
int cmd_bar(struct cli *cli, const struct match *m); /* status, with --bar or --watch */
int cmd_watch(struct cli *cli, const struct match *m);
int cmd_numbers(struct cli *cli, const struct match *m);
int cmd_talk(struct cli *cli, const struct match *m);
int cmd_ask(struct cli *cli, const struct match *m);
int cmd_as_noun(struct cli *cli, const struct match *m); /* a noun and its verb */
int cmd_erase(struct cli *cli, const struct match *m);
int cmd_request(struct cli *cli, const struct match *m);
int cmd_request_done(struct cli *cli, const struct match *m);
int cmd_requests(struct cli *cli, const struct match *m);
int cmd_export_person(struct cli *cli, const struct match *m);
int cmd_export(struct cli *cli, const struct match *m);
int cmd_backup(struct cli *cli, const struct match *m);
int cmd_backups(struct cli *cli, const struct match *m);
int cmd_restore(struct cli *cli, const struct match *m);
int cmd_call(struct cli *cli, const struct match *m);
int cmd_help(struct cli *cli, const struct match *m);
