/* Campaigns, their editions, and whom one goes to. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

/* "customer, tag golf, class A" */
static const char *audience_text(struct str *out, const json_t *audience)
{
	static const struct {
		const char *key, *before;
	} parts[] = {{"standing", ""}, {"tag", "tag "}, {"cadence", "class "}};

	str_reset(out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (*text_of(audience, parts[i].key))
			str_addf(out, "%s%s%s", out->len ? ", " : "", parts[i].before,
				 text_of(audience, parts[i].key));
	return out->len ? str_text(out) : "everybody";
}

void view_campaigns(const struct cli *cli, const json_t *items)
{
	static const struct view_column columns[] = {
		{"id", VIEW_RIGHT, 0},
		{"name", VIEW_CUT, 30},
		{"kind", 0, 0},
		{"for", VIEW_CUT, 20},
		{"next", 0, 0},
		{"ended", 0, 0},
		{"rule", VIEW_SCRIPTS, 0},
		{"lead", VIEW_SCRIPTS, 0},
	};
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *c;
	size_t i;

	json_array_foreach ((json_t *)items, i, c) {
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "%lld", number_of(c, "id"));
		view_table_cell(t, 0, VIEW_BOLD, str_text(&text));
		view_table_cell(t, 1, VIEW_NORMAL, text_of(c, "name"));
		view_table_cell(t, 2, VIEW_NORMAL, text_of(c, "kind"));
		view_table_cell(t, 3, VIEW_NORMAL,
				audience_text(&text, json_object_get(c, "audience")));
		view_table_cell(t, 4, VIEW_NORMAL, part_day(&text, v, text_of(c, "next_day")));
		view_table_cell(t, 5, VIEW_NORMAL, part_day(&text, v, text_of(c, "ended_day")));
		view_table_cell(t, 6, VIEW_NORMAL, text_of(c, "rrule"));
		str_reset(&text);
		str_addf(&text, "%lld", number_of(c, "lead_days"));
		view_table_cell(t, 7, VIEW_NORMAL, str_text(&text));
	}
	view_table_print(t);
}

void view_editions(const struct cli *cli, const json_t *items)
{
	static const struct view_column columns[] = {
		{"id", 0, 0},
		{"campaign", VIEW_CUT, 30},
		{"day", 0, 0},
		{"state", 0, 0},
		{"for", VIEW_RIGHT, 0},
		{"sent", VIEW_RIGHT, 0},
		{"came back", VIEW_RIGHT, 0},
		{"from them", VIEW_RIGHT, 0},
		{"skipped", VIEW_RIGHT, 0},
	};
	static const char *const counts[] = {"recipients", "sent", "returned", "received",
					     "skipped"};
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *e;
	size_t i;

	json_array_foreach ((json_t *)items, i, e) {
		const char *state = text_of(e, "state");
		bool is_gap = str_equal(state, "missed") || str_equal(state, "skipped");
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "e%lld", number_of(e, "id"));
		view_table_cell(t, 0, VIEW_BOLD, str_text(&text));
		view_table_cell(t, 1, VIEW_NORMAL, text_of(e, "name"));
		view_table_cell(t, 2, VIEW_NORMAL, part_day(&text, v, text_of(e, "day")));
		view_table_cell(t, 3, is_gap ? VIEW_LATE : VIEW_NORMAL, state);
		for (size_t k = 0; k < ARRAY_LEN(counts); k++) {
			long long n = number_of(e, counts[k]);

			str_reset(&text);
			if (n || v->is_plain)
				str_addf(&text, "%lld", n);
			view_table_cell(t, 4 + k, VIEW_NORMAL, str_text(&text));
		}
	}
	view_table_print(t);
}

/* "12 Elm St, 62704 Springfield" */
static const char *place_text(struct str *out, const json_t *item, bool is_card)
{
	static const char *const parts[] = {"street", "postcode", "city", "region", "country"};

	str_reset(out);
	if (!is_card)
		return text_of(item, "email");
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const char *part = text_of(item, parts[i]);

		if (*part && out->len)
			str_add(out, i == 2 ? " " : ", ");
		str_add(out, part);
	}
	return str_text(out);
}

void view_recipients(const struct cli *cli, const json_t *items, bool is_card)
{
	static const struct view_column columns[] = {
		{"contact", 0, 0}, {"to", VIEW_CUT, 25},      {"where", VIEW_CUT, 30},
		{"state", 0, 0},   {"why not", VIEW_CUT, 25},
	};
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));
	const json_t *item;
	size_t i;

	json_array_foreach ((json_t *)items, i, item) {
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "c%lld", number_of(item, "contact.id"));
		view_table_cell(t, 0, VIEW_BOLD, str_text(&text));
		view_table_cell(t, 1, VIEW_NORMAL, text_of(item, "names"));
		view_table_cell(t, 2, VIEW_NORMAL, place_text(&text, item, is_card));
		view_table_cell(t, 3, VIEW_NORMAL, text_of(item, "state"));
		view_table_cell(t, 4, VIEW_LATE, text_of(item, "why_not"));
	}
	view_table_print(t);
}
