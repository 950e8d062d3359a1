/* vouch export: one function a format; each reads what it needs and writes to a stream. */
#pragma once

#include "cli.h"
#include "match.h"
#include "outfile.h"

struct export
{
	struct cli *cli;
	const struct match *match; /* for the options of one format */
	FILE *to;
	bool is_raw;            /* spreadsheets may take a cell for a formula */
	size_t n;               /* of what was written */
	const char *one, *many; /* what that is: "contact", "contacts" */
	const char *note;       /* a sentence for the user, or null */
};

/* An exit code of vouch. */
typedef int export_fn(struct export *e);

int export_csv(struct export *e);
int export_followups(struct export *e);
int export_referrals(struct export *e);
int export_sales(struct export *e);
int export_ics(struct export *e);
int export_person(struct export *e);
