/* The daily words: one table that matches, runs and helps. */
#include "commands.h"

const struct command commands[] = {
	{"due [KINDS] [WHEN] [limit LIMIT]", cmd_due, "what is due now, or by a date"},
	{"week [WHEN]", cmd_week, "the next seven days, day by day"},
	{"done FOLLOWUP... [OUTCOME] [NOTE] [score SCORE] [minutes MINUTES] [gave] [on DAY] "
	 "[next KIND [TITLE] WHEN]",
	 cmd_done, "a follow-up was done, and how it went"},
	{"snooze FOLLOWUP WHEN", cmd_snooze, "move a follow-up to a later time"},
	{"skip FOLLOWUP... [REASON]", cmd_skip, "leave a follow-up out"},
	{"remind CONTACT [KIND] WHEN [TITLE]", cmd_remind, "add a follow-up of your own"},
	{"remind CONTACT [KIND] TITLE WHEN", cmd_remind, "the same, the other way round"},
	{"why FOLLOWUP", cmd_why, "why a follow-up is there, and what moved it"},
	{"show CONTACT...", cmd_show, "all you need before you call"},
	{"show FOLLOWUP|SALE|HOUSEHOLD", cmd_show_object, "one follow-up, sale or household"},
	{"find TEXT...", cmd_find, "who is this? Part of a name, phone number or e-mail"},
	{"log CONTACT CHANNEL [DIRECTION] [TEXT] [gave] [minutes MINUTES] [on DAY]", cmd_log,
	 "you were in touch with somebody"},
	{"sold CONTACT PRODUCT [AMOUNT [CURRENCY]] [on DAY] [source SOURCE]", cmd_sold,
	 "a sale was agreed"},
	{"delivered SALE|CONTACT [on DAY] [plan PLAN]", cmd_delivered,
	 "a sale was delivered: its follow-ups are planned"},
	{"stop", cmd_stops, "who is not to be contacted, and how"},
	{"stop CONTACT [STOP] [REASON] [until WHEN]", cmd_stop,
	 "do not contact somebody: no calls, no asks …, or not at all"},
	{"allow CONTACT [STOP] [REASON]", cmd_allow, "they may be contacted again"},
	{"status", cmd_status, "the last sale from a referral, and how vouchd is doing"},
	{"import FILE...", NULL, "take in contacts and sales from files"},
	{"call METHOD [JSON]", cmd_call, "one request to vouchd as it stands, for scripts"},
	{"help [COMMAND]", cmd_help, "how a command is used"},
	{0},
};
