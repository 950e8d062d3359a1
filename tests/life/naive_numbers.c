/* The numbers worked out again, naively: sales, promises, cadence, coverage, hours. */
#include "life/naive_numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "life/life.h"

void naive_book_read(struct naive_book *b, struct stack *stack, int today)
{
	*b = (struct naive_book){
		.stack = stack,
		.today = today,
		.contacts = grid_read(stack, "SELECT id, state, cadence, name FROM contact"),
		.sales =
			grid_read(stack, "SELECT id, contact, state, source, referral, opened_day, "
					 "completed_day, currency, exponent, amount FROM sale"),
		.asks = grid_read(stack, "SELECT id, contact, day, entry, outcome, override_reason "
					 "FROM ask"),
		.referrals = grid_read(
			stack, "SELECT id, direction, contact, person, status, origin, ask, "
			       "candidate_day, received_at, received_day, contacted_day, "
			       "meeting_day, won_day, closed_day, thanked_day, told_contact_day, "
			       "told_outcome_day, contact_minutes, followup FROM referral"),
		.promises =
			grid_read(stack, "SELECT state, due_day, ended_day, is_late FROM promise"),
		.followups =
			grid_read(stack, "SELECT id, run, step, state, ended_day FROM followup"),
		.runs = grid_read(stack, "SELECT id, plan, plan_version FROM run"),
		.steps = grid_read(stack, "SELECT plan_version, key, \"offset\" FROM plan_step"),
		.plans = grid_read(stack, "SELECT id, name FROM plan"),
		.touches = grid_read(stack, "SELECT contact, day, direction, minutes FROM touch"),
		.times = grid_read(stack, "SELECT day, activity, minutes FROM time_log"),
		.talks = grid_read(stack, "SELECT contact FROM talk"),
		.gates = grid_read(stack, "SELECT contact, state FROM gate_fact"),
	};
}

void naive_book_free(struct naive_book *b)
{
	struct grid *grids[] = {&b->contacts,  &b->sales, &b->asks,  &b->referrals, &b->promises,
				&b->followups, &b->runs,  &b->steps, &b->plans,     &b->touches,
				&b->times,     &b->talks, &b->gates};

	for (size_t i = 0; i < sizeof grids / sizeof grids[0]; i++)
		grid_free(grids[i]);
}

json_t *naive_share(int64_t n, int64_t of)
{
	return of ? json_real(round((double)n / (double)of * 10000) / 10000) : json_null();
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

json_t *naive_median(int64_t *values, size_t n)
{
	int64_t twice;

	if (n == 0)
		return json_null();
	qsort(values, n, sizeof *values, by_size);
	twice = values[n / 2] + values[(n - 1) / 2];
	return twice % 2 ? json_real((double)twice / 2) : json_integer(twice / 2);
}

json_t *naive_who(const struct naive_book *b, int64_t contact)
{
	for (size_t i = 0; i < b->contacts.n; i++)
		if (grid_number(&b->contacts, i, 0) == contact)
			return json_pack("{sIss}", "id", (json_int_t)contact, "name",
					 grid_at(&b->contacts, i, 3)->text);
	return json_null();
}

json_t *naive_answer(int from, int to)
{
	return json_pack("{ssss}", "from", day_text(from), "to", day_text(to));
}

bool naive_is_within(const struct grid *g, size_t row, size_t column, int from, int to)
{
	return !grid_is_null(g, row, column) && grid_number(g, row, column) >= from &&
	       grid_number(g, row, column) <= to;
}

enum { S_ID, S_CONTACT, S_STATE, S_SOURCE, S_REFERRAL, S_OPENED, S_COMPLETED, S_CURRENCY };
enum { S_EXPONENT = S_CURRENCY + 1, S_AMOUNT };

static bool is_completed(const struct naive_book *b, size_t i, int from, int to)
{
	return grid_is(&b->sales, i, S_STATE, "completed") &&
	       naive_is_within(&b->sales, i, S_COMPLETED, from, to);
}

/* The months of a range, day by day: "2026-12" */
static json_t *months_of(int from, int to)
{
	json_t *list = json_array();
	char last[8] = "";

	for (int day = from; day <= to; day++) {
		char month[8];

		(void)snprintf(month, sizeof month, "%.7s", day_text(day));
		if (strcmp(month, last) != 0)
			(void)json_array_append_new(list, json_string(month));
		memcpy(last, month, sizeof last);
	}
	return list;
}

static const char *const currencies[] = {"EUR", "JPY", "USD"};

/* Amounts of the sales of a source (null: of all) by currency; shares where `all` is given. */
static json_t *revenue_of(const struct naive_book *b, const char *source, const json_t *all,
			  int from, int to)
{
	json_t *list = json_array();

	for (size_t c = 0; c < sizeof currencies / sizeof currencies[0]; c++) {
		int64_t sum = 0, exponent = 0;
		bool is_any = false;
		json_t *o;

		for (size_t i = 0; i < b->sales.n; i++) {
			bool is_of = !source || grid_is(&b->sales, i, S_SOURCE, source) ||
				     (!*source && grid_is_null(&b->sales, i, S_SOURCE));

			if (!is_completed(b, i, from, to) || !is_of ||
			    grid_is_null(&b->sales, i, S_AMOUNT) ||
			    !grid_is(&b->sales, i, S_CURRENCY, currencies[c]))
				continue;
			sum += grid_number(&b->sales, i, S_AMOUNT);
			exponent = grid_number(&b->sales, i, S_EXPONENT);
			is_any = true;
		}
		if (!is_any || (all && !sum))
			continue;
		o = json_pack("{sssIsI}", "currency", currencies[c], "exponent",
			      (json_int_t)exponent, "amount", (json_int_t)sum);
		for (size_t i = 0; all && i < json_array_size(all); i++) {
			const json_t *whole = json_array_get(all, i);

			if (strcmp(json_string_value(json_object_get(whole, "currency")),
				   currencies[c]) == 0)
				(void)json_object_set_new(
					o, "share",
					naive_share(sum, json_integer_value(json_object_get(
								 whole, "amount"))));
		}
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *by_month(const struct naive_book *b, const char *source, const json_t *months,
			int from, int to)
{
	json_t *list = json_array();

	for (size_t m = 0; m < json_array_size(months); m++) {
		const char *month = json_string_value(json_array_get(months, m));
		json_int_t n = 0;

		for (size_t i = 0; i < b->sales.n; i++)
			if (is_completed(b, i, from, to) &&
			    (grid_is(&b->sales, i, S_SOURCE, source) ||
			     (!*source && grid_is_null(&b->sales, i, S_SOURCE))) &&
			    strncmp(day_text((int)grid_number(&b->sales, i, S_COMPLETED)), month,
				    7) == 0)
				n++;
		(void)json_array_append_new(list, json_integer(n));
	}
	return list;
}

json_t *naive_sources(const struct naive_book *b, int from, int to)
{
	static const char *const sources[] = {"referral", "prospecting", "marketing", "walk-in",
					      "repeat",   "other",       ""};
	json_t *o = naive_answer(from, to), *list = json_array(), *months = months_of(from, to);
	json_t *all = revenue_of(b, NULL, NULL, from, to);
	int64_t n_all = 0;

	for (size_t i = 0; i < b->sales.n; i++)
		n_all += is_completed(b, i, from, to);
	for (size_t k = 0; k < sizeof sources / sizeof sources[0]; k++) {
		int64_t n = 0;

		for (size_t i = 0; i < b->sales.n; i++)
			n += is_completed(b, i, from, to) &&
			     (grid_is(&b->sales, i, S_SOURCE, sources[k]) ||
			      (!*sources[k] && grid_is_null(&b->sales, i, S_SOURCE)));
		if (n)
			(void)json_array_append_new(
				list,
				json_pack("{sosIsososo}", "source",
					  *sources[k] ? json_string(sources[k]) : json_null(),
					  "sales", (json_int_t)n, "share", naive_share(n, n_all),
					  "revenue", revenue_of(b, sources[k], all, from, to),
					  "by_month", by_month(b, sources[k], months, from, to)));
	}
	(void)json_object_set_new(o, "sales", json_integer(n_all));
	(void)json_object_set_new(o, "revenue", all);
	(void)json_object_set_new(o, "months", months);
	(void)json_object_set_new(o, "sources", list);
	return o;
}

/* How often a column of a grid is that number. */
static int64_t count_in(const struct grid *g, size_t column, int64_t number)
{
	int64_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += !grid_is_null(g, i, column) && grid_number(g, i, column) == number;
	return n;
}

static bool is_customer(const struct naive_book *b, int64_t contact)
{
	for (size_t i = 0; i < b->sales.n; i++)
		if (grid_number(&b->sales, i, S_CONTACT) == contact &&
		    grid_is(&b->sales, i, S_STATE, "completed"))
			return true;
	return false;
}

json_t *naive_coverage(const struct naive_book *b, int from, int to)
{
	int64_t customers = 0, talk = 0, earned = 0, asked = 0, referred = 0;

	(void)from;
	(void)to;
	for (size_t i = 0; i < b->contacts.n; i++) {
		int64_t id = grid_number(&b->contacts, i, 0);
		bool has_sent = false;

		if (!is_customer(b, id))
			continue;
		customers++;
		talk += count_in(&b->talks, 0, id) > 0;
		asked += count_in(&b->asks, 1, id) > 0;
		for (size_t k = 0; k < b->referrals.n; k++)
			has_sent |= grid_number(&b->referrals, k, 2) == id &&
				    grid_is(&b->referrals, k, 1, "received") &&
				    !grid_is_null(&b->referrals, k, 9);
		referred += has_sent;
		for (size_t k = 0; k < b->gates.n; k++)
			earned += grid_number(&b->gates, k, 0) == id &&
				  grid_is(&b->gates, k, 1, "open");
	}
	return json_pack("{sIsIsIsIsIs{sososo so}}", "customers", (json_int_t)customers,
			 "talk_held", (json_int_t)talk, "earned_now", (json_int_t)earned, "asked",
			 (json_int_t)asked, "referred", (json_int_t)referred, "shares", "talk_held",
			 naive_share(talk, customers), "earned_now", naive_share(earned, customers),
			 "asked", naive_share(asked, customers), "referred",
			 naive_share(referred, customers));
}

json_t *naive_promises(const struct naive_book *b, int from, int to)
{
	int64_t on_time = 0, late = 0, broken = 0, withdrawn = 0, early = 0, open = 0, overdue = 0;
	json_t *o = naive_answer(from, to), *mean = json_null();

	for (size_t i = 0; i < b->promises.n; i++) {
		int64_t due = grid_number(&b->promises, i, 1),
			end = grid_number(&b->promises, i, 2);

		if (grid_is(&b->promises, i, 0, "open")) {
			open++;
			overdue += due < b->today;
		}
		if (!naive_is_within(&b->promises, i, 2, from, to))
			continue;
		broken += grid_is(&b->promises, i, 0, "broken");
		withdrawn += grid_is(&b->promises, i, 0, "withdrawn");
		if (!grid_is(&b->promises, i, 0, "kept"))
			continue;
		*(grid_number(&b->promises, i, 3) ? &late : &on_time) += 1;
		early += due - end;
	}
	if (on_time + late)
		mean = json_real(round((double)early * 10 / (double)(on_time + late)) / 10);
	(void)json_object_set_new(o, "kept_on_time", json_integer(on_time));
	(void)json_object_set_new(o, "kept_late", json_integer(late));
	(void)json_object_set_new(o, "broken", json_integer(broken));
	(void)json_object_set_new(o, "withdrawn", json_integer(withdrawn));
	(void)json_object_set_new(o, "on_time_share",
				  naive_share(on_time, on_time + late + broken));
	(void)json_object_set_new(o, "mean_days_early", mean);
	(void)json_object_set_new(o, "open", json_integer(open));
	(void)json_object_set_new(o, "overdue", json_integer(overdue));
	return o;
}

/* The last day they were spoken with; 0: never. */
static int64_t last_spoken(const struct naive_book *b, int64_t contact)
{
	int64_t last = 0;

	for (size_t i = 0; i < b->touches.n; i++)
		if (grid_number(&b->touches, i, 0) == contact &&
		    grid_is(&b->touches, i, 2, "both") && grid_number(&b->touches, i, 1) > last)
			last = grid_number(&b->touches, i, 1);
	return last;
}

/* 0, 1, 2 of A, B, C; -1: of none. */
static int class_of(const struct naive_book *b, size_t contact)
{
	const char *cadence = grid_at(&b->contacts, contact, 2)->text;

	if (!grid_is(&b->contacts, contact, 1, "active"))
		return -1;
	if (!cadence)
		return is_customer(b, grid_number(&b->contacts, contact, 0)) ? 2 : -1;
	return strcmp(cadence, "none") == 0 ? -1 : cadence[0] - 'A';
}

static int by_silence(const void *a, const void *b)
{
	const int64_t *x = a, *y = b; /* day, class, contact */

	for (int i = 0; i < 3; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

json_t *naive_cadence(const struct naive_book *b, int from, int to)
{
	static const int days[] = {30, 90, 180};
	json_int_t n[3][4] = {{0}}; /* contacts, never, yellow, red */
	int64_t(*red)[3] = calloc(b->contacts.n + 1, sizeof *red);
	json_t *classes = json_array(), *quietest = json_array();
	size_t n_red = 0;

	(void)from;
	(void)to;
	for (size_t i = 0; i < b->contacts.n; i++) {
		int class = class_of(b, i);
		int64_t id = grid_number(&b->contacts, i, 0);
		int64_t last = last_spoken(b, id), silence = b->today - last;

		if (class < 0)
			continue;
		n[class][0]++;
		n[class][1] += !last;
		if (!last || silence < days[class])
			continue;
		if (2 * silence <= 3 * days[class]) {
			n[class][2]++;
			continue;
		}
		n[class][3]++;
		memcpy(red[n_red++], (int64_t[]){last, class, id}, sizeof *red);
	}
	qsort(red, n_red, sizeof *red, by_silence);
	for (int c = 0; c < 3; c++)
		(void)json_array_append_new(
			classes, json_pack("{ss%sisIsIsIsI}", "cadence", &"ABC"[c], (size_t)1,
					   "days", days[c], "contacts", n[c][0], "never", n[c][1],
					   "yellow", n[c][2], "red", n[c][3]));
	for (size_t i = 0; i < n_red && i < 10; i++)
		(void)json_array_append_new(
			quietest, json_pack("{soss%sssI}", "contact", naive_who(b, red[i][2]),
					    "cadence", &"ABC"[red[i][1]], (size_t)1,
					    "last_two_way_day", day_text((int)red[i][0]),
					    "quiet_days", (json_int_t)(b->today - red[i][0])));
	free(red);
	return json_pack("{soso}", "classes", classes, "quietest", quietest);
}

/* A client by then: a sale of theirs was opened or completed. */
static bool is_client(const struct naive_book *b, int64_t contact, int64_t day)
{
	for (size_t i = 0; i < b->sales.n; i++) {
		if (grid_number(&b->sales, i, S_CONTACT) != contact)
			continue;
		if (!grid_is_null(&b->sales, i, S_OPENED) &&
		    grid_number(&b->sales, i, S_OPENED) <= day)
			return true;
		if (!grid_is_null(&b->sales, i, S_COMPLETED) &&
		    grid_number(&b->sales, i, S_COMPLETED) <= day)
			return true;
	}
	return false;
}

json_t *naive_time(const struct naive_book *b, int from, int to)
{
	int64_t serving = 0, prospecting = 0, sales = 0, referred = 0;
	json_t *o = naive_answer(from, to);

	for (size_t i = 0; i < b->touches.n; i++) {
		int64_t day = grid_number(&b->touches, i, 1);

		if (day < from || day > to)
			continue;
		if (is_client(b, grid_number(&b->touches, i, 0), day))
			serving += grid_number(&b->touches, i, 3);
		else
			prospecting += grid_number(&b->touches, i, 3);
	}
	for (size_t i = 0; i < b->times.n; i++)
		if (naive_is_within(&b->times, i, 0, from, to))
			*(grid_is(&b->times, i, 1, "serving") ? &serving : &prospecting) +=
				grid_number(&b->times, i, 2);
	for (size_t i = 0; i < b->sales.n; i++)
		if (is_completed(b, i, from, to)) {
			sales++;
			referred += grid_is(&b->sales, i, S_SOURCE, "referral");
		}
	(void)json_object_set_new(o, "minutes",
				  json_pack("{sIsI}", "serving", (json_int_t)serving, "prospecting",
					    (json_int_t)prospecting));
	(void)json_object_set_new(o, "serving_share", naive_share(serving, serving + prospecting));
	(void)json_object_set_new(o, "sales", json_integer(sales));
	(void)json_object_set_new(o, "sales_by_referral", json_integer(referred));
	return o;
}
