/* The state of everything on one screen, the question that matters first. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

static const struct view_column columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

static void __attribute__((format(printf, 3, 4)))
add(struct view_table *t, const char *name, const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		abort();
	view_table_row(t);
	view_table_cell(t, 0, VIEW_DIM, name);
	view_table_cell(t, 1, VIEW_NORMAL, text);
}

static void print_last_referral(const struct view *v, const json_t *sale)
{
	_cleanup_str_ struct str day = {0};
	const char *through = text_of(sale, "through.name");
	long long ago = number_of(sale, "days_ago");

	if (!json_is_object(sale)) {
		view_line(v, VIEW_BOLD, "Last sale from a referral: none yet.");
		return;
	}
	if (!*through)
		through = text_of(sale, "through");
	view_line(v, VIEW_BOLD, "Last sale from a referral: %s, %lld %s ago: %s%s%s.",
		  part_full_day(&day, text_of(sale, "day")), ago, ago == 1 ? "day" : "days",
		  name_of(json_object_get(sale, "contact")), *through ? ", through " : "", through);
}

static void add_book(struct view_table *t, const json_t *s)
{
	add(t, "agenda", "%lld overdue, %lld due today, %lld in the next 7 days, %lld waiting",
	    number_of(s, "agenda.overdue"), number_of(s, "agenda.due_today"),
	    number_of(s, "agenda.next_7_days"), number_of(s, "agenda.waiting"));
	add(t, "promises", "%lld open, %lld overdue", number_of(s, "promises.open"),
	    number_of(s, "promises.overdue"));
	add(t, "asks", "%lld may be asked for a referral, %lld are one step short: vouch earned",
	    number_of(s, "gate.open"), number_of(s, "gate.one_short"));
	add(t, "book", "%lld contacts, %lld customers, %lld sales completed, %lld open follow-ups",
	    number_of(s, "book.contacts"), number_of(s, "book.customers"),
	    number_of(s, "book.sales_completed"), number_of(s, "book.open_followups"));
}

static void add_delivery(struct view_table *t, const struct view *v, const json_t *s)
{
	const char *server = text_of(s, "delivery.server"),
		   *since = text_of(s, "delivery.undelivered_since");
	long long undelivered = number_of(s, "delivery.undelivered");
	_cleanup_str_ struct str day = {0};
	char local[DATES_DUE_SIZE];

	dates_local(since, v->timezone, local);
	add(t, "desktop", "%s%s", *server ? "shown by " : "nothing can be shown",
	    *server ? server : ": no notification server is running");
	if (undelivered > 0)
		add(t, "undelivered", "%lld since %s", undelivered,
		    part_day(&day, v, *local ? local : since));
}

void view_status(const struct cli *cli, const json_t *s)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const char *sandbox = text_of(s, "sandbox");
	_cleanup_str_ struct str next = {0};
	char local[DATES_DUE_SIZE];

	if (v->is_plain) {
		view_any(cli, s);
		return;
	}
	print_last_referral(v, json_object_get(s, "last_referral_sale"));
	dates_local(text_of(s, "next_due_at"), v->timezone, local);
	add_book(t, s);
	add(t, "next", "%s", *local ? part_day(&next, v, local) : "nothing planned");
	add_delivery(t, v, s);
	if (*text_of(s, "away"))
		add(t, "away", "%s", text_of(s, "away"));
	add(t, "database", "%.1f MiB", (double)number_of(s, "database.bytes") / (1024.0 * 1024.0));
	add(t, "vouchd", "%s, process %lld%s%s", text_of(s, "version"), number_of(s, "pid"),
	    *sandbox ? ", sandbox: " : "", sandbox);
	view_table_print(t);
}
