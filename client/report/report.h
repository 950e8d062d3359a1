/* The report: what vouchd answered, and the page that is made of it, a section each. */
#pragma once

#include <jansson.h>

#include "base/str.h"
#include "cli.h"

/* Contacts on the cadence map; roots of the tree come from vouchd as they are. */
#define REPORT_CONTACTS_MAX 1000
#define REPORT_QUARTERS 20 /* of the plots over time: five years */
#define REPORT_MONTHS 12   /* for a book younger than a year */
#define REPORT_SHORT 6     /* rows of a table that never folds */

struct html_table;

struct report {
	struct cli *cli;
	/* As vouchd answered: status, agenda, funnel, sources, promises, cadence, time, tree. */
	json_t *answers;
	json_t *contacts; /* those of a class, the most silent first; at most so many as above */
	bool has_more_contacts;
	/* Quarters or months, oldest first: {label, from, to, sources, promises, time}. */
	json_t *periods;
	const char *period_word; /* "quarter" or "month" */

	json_t *data; /* what the script draws */
	struct str body;
};

void report_init(struct report *r, struct cli *cli);
void report_deinit(struct report *r);

/* Asks vouchd for everything; an exit code of vouch, the reason said. */
int report_read(struct report *r);
/* The same for what is told over time, within report_read. */
int report_read_periods(struct report *r);
/* An answer by its name. */
const json_t *report_answer(const struct report *r, const char *name);

/* What is told over time: a plot and the table of its numbers, a row a period. `row` adds one to
 * the table and answers with its bar. A new reference: {name, title, series, bars}; the reference
 * to series is taken. */
struct over_time {
	const char *name, *title;
	struct html_table *table;
	json_t *(*row)(void *user, const json_t *period);
	void *user;
};
json_t *over_time_add(struct report *r, const struct over_time *o, json_t *series);

/* Each writes its part of the body, and leaves what is to be drawn in `data`. */
void section_head(struct report *r);
void section_agenda(struct report *r);
void section_funnel(struct report *r);
void section_sources(struct report *r);
void section_tree(struct report *r);
void section_cadence(struct report *r);
void section_promises(struct report *r);
void section_hours(struct report *r);

/* The whole page, made of the parts above. */
void page_write(struct report *r, struct str *out);
