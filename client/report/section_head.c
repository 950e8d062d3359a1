/* The first lines: when this was written, and the sale that matters most. */
#include "dates.h"
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"
#include "views.h"

void section_head(struct report *r)
{
	const json_t *status = report_answer(r, "status");
	_cleanup_str_ struct str day = {0}, text = {0}, away = {0};
	const struct view *v = &r->cli->view;

	dates_add_title(&day, v->today);
	str_add(&r->body, "<header>\n");
	html_paragraph(&r->body, "day", str_text(&day));
	str_add(&r->body, "<h1>");
	html_text(&r->body,
		  view_last_referral(&text, v, json_object_get(status, "last_referral_sale")));
	str_add(&r->body, "</h1>\n");
	if (*part_away(&away, v, json_object_get(status, "away")))
		html_paragraph(&r->body, NULL, str_text(&away));
	if (*text_of(status, "clock.why"))
		html_paragraph(&r->body, "late", text_of(status, "clock.why"));
	str_add(&r->body, "</header>\n");
}
