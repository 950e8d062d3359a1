/* Random histories of a book: requests over all write methods, from one seed, each noted with what
 * it was answered, what it touched, and which ids it took. Include after rpc/story.h. */
#pragma once

#include <sqlite3.h>

#include "base/cleanup.h"
#include "rpc/facts.h"
#include "store/derived.h"
#include "store/journal.h"

#define STEPS_MAX 400
#define NODES 1024 /* contacts by id, households and templates above them */
#define HOUSEHOLDS 700
#define TEMPLATES 1000
#define ABSENCES 1001
#define CAMPAIGNS 1002
#define TIMES 1003
#define SEQUENCES_SIZE 1024

enum step_kind { STEP_REQUEST, STEP_IMPORT, STEP_TIME, STEP_UNDO };

struct step {
	enum step_kind kind;
	char method[32], params[900];
	int code;
	int request;                    /* its row below */
	int64_t entry;                  /* of the journal; 0: it wrote none */
	int64_t undo;                   /* the entry that took it back last; 0: it stands */
	int changed_at;                 /* the step that undid it, or did it again, last */
	bool named[NODES];              /* contacts and so on that it is about, or touched */
	bool is_about_plans;            /* it changed one, or took one up */
	bool is_unknown;                /* what it is about cannot be told */
	char sequences[SEQUENCES_SIZE]; /* ids taken after it */
};

struct history {
	struct stack *f;
	uint64_t seed;
	int turn; /* of the requests that come one after the other */
	struct step steps[STEPS_MAX];
	int n, n_wanted;
	int group[NODES]; /* whose fates are bound: households, and who sent whom */
};

/* What can be asked for; to extend, add a row. In the params: %C a contact, %F a follow-up, %S a
 * sale, %R a run, %P a promise, %K a complaint, %X a suppression, %c a referral, %r one and its
 * person, %s a sale and its contact, %Q a contact's request, %A a campaign, %E an edition, %H a
 * household, %D a day to come, %B a day gone by, %N 0 to 10, %W a word, %T a product. */
static const struct {
	const char *method, *params;
	int weight;
} requests[] = {
	{"contact.add", "{\"name\":\"%W\",\"org\":\"%W\",\"phones\":[\"030 55%N\"]}", 6},
	{"contact.update", "{\"id\":%C,\"notes\":\"%W\",\"tags\":[\"%T\"]}", 4},
	{"contact.update", "{\"id\":%C,\"name\":\"%W\",\"emails\":[\"%W@x.org\"]}", 2},
	{"contact.update", "{\"id\":%C,\"phones\":[\"0170 %N\",\"%N%N%N\"],\"cadence\":\"B\"}", 2},
	{"contact.update", "{\"id\":%C,\"household\":%H}", 2},
	{"contact.update", "{\"id\":%C,\"household\":null}", 2},
	{"contact.pause", "{\"id\":%C,\"until\":\"%D\",\"reason\":\"%W\"}", 3},
	{"contact.pause", "{\"id\":%C}", 1},
	{"contact.resume", "{\"id\":%C}", 2},
	{"contact.deceased", "{\"id\":%C}", 1},
	{"contact.merge", "{\"keep\":%C,\"drop\":%C}", 1},
	{"household.add", "{\"name\":\"%W\",\"members\":[%C,%C]}", 5},
	{"household.update", "{\"id\":%H,\"name\":\"%W\"}", 3},
	{"sale.open", "{\"contact\":%C,\"product\":\"%T\",\"amount\":5%N}", 8},
	{"sale.record", "{\"contact\":%C,\"product\":\"%T\",\"completed_day\":\"%B\"}", 5},
	{"sale.complete", "{\"id\":%S}", 8},
	{"sale.update", "{\"id\":%S,\"product\":\"%T\"}", 2},
	{"sale.lose", "{\"id\":%S,\"reason\":\"%W\"}", 2},
	{"sale.refund", "{\"id\":%S}", 2},
	{"sale.reopen", "{\"id\":%S,\"reason\":\"%W\"}", 2},
	{"followup.add", "{\"contact\":%C,\"kind\":\"call\",\"title\":\"%W\",\"due\":\"%D\"}", 5},
	{"followup.add",
	 "{\"contact\":%C,\"kind\":\"task\",\"title\":\"%W\",\"due\":\"%D\",\"repeat\":%N}", 3},
	{"followup.update", "{\"id\":%F,\"title\":\"%W\",\"due\":\"%D\"}", 3},
	{"followup.done", "{\"id\":%F}", 10},
	{"followup.done", "{\"id\":%F,\"score\":%N,\"note\":\"%W\"}", 5},
	{"followup.done", "{\"ids\":[%F,%F],\"gave\":true}", 3},
	{"followup.done", "{\"id\":%F,\"outcome\":\"no-answer\"}", 3},
	{"followup.done", "{\"id\":%F,\"next\":{\"kind\":\"call\",\"due\":\"%D\"}}", 2},
	{"followup.skip", "{\"id\":%F,\"reason\":\"%W\"}", 4},
	{"followup.snooze", "{\"id\":%F,\"until\":\"%D\"}", 5},
	{"followup.cancel", "{\"id\":%F}", 3},
	{"touch.log", "{\"contact\":%C,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}",
	 5},
	{"touch.log", "{\"contact\":%C,\"channel\":\"mail\",\"direction\":\"out\",\"day\":\"%B\"}",
	 2},
	{"plan.put",
	 "{\"document\":{\"name\":\"short\",\"title\":\"%W\",\"steps\":[{\"key\":\"a\",\"offset\":"
	 "\"+%Nbd\",\"kind\":\"call\",\"text\":\"A\",\"reason\":\"r\"},{\"key\":\"b\",\"offset\":"
	 "\"+2\",\"after\":\"a\",\"kind\":\"message\",\"text\":\"B\",\"reason\":\"r\"}]}}",
	 1},
	{"plan.apply", "{\"plan\":\"short\",\"contact\":%C}", 2},
	{"run.stop", "{\"id\":%R}", 2},
	{"promise.add", "{\"contact\":%C,\"text\":\"%W\",\"due_day\":\"%D\"}", 6},
	{"promise.add", "{%s,\"text\":\"%W\",\"due_day\":\"%D\"}", 2},
	{"promise.keep", "{\"id\":%P}", 5},
	{"promise.redate", "{\"id\":%P,\"due_day\":\"%D\",\"reason\":\"%W\"}", 6},
	{"promise.break", "{\"id\":%P,\"reason\":\"%W\"}", 3},
	{"promise.withdraw", "{\"id\":%P,\"reason\":\"%W\"}", 2},
	{"complaint.add", "{\"contact\":%C,\"text\":\"%W\"}", 4},
	{"complaint.resolve", "{\"id\":%K}", 5},
	{"satisfaction.record", "{\"contact\":%C,\"score\":%N}", 4},
	{"satisfaction.record", "{\"contact\":%C,\"score\":9,\"words\":\"%W\"}", 4},
	{"compliment.add", "{\"contact\":%C,\"text\":\"%W\"}", 3},
	{"talk.record",
	 "{\"contact\":%C,\"answers\":[{\"question\":\"informed\",\"bad_experience\":true,"
	 "\"words\":\"%W\"}],\"motive\":\"prestige\",\"agreed\":\"yes\"}",
	 3},
	{"suppression.add", "{\"contact\":%C,\"channel\":\"call\",\"reason\":\"%W\"}", 2},
	{"suppression.add",
	 "{\"contact\":%C,\"channel\":\"all\",\"reason\":\"%W\",\"until\":\"%D\"}", 2},
	{"suppression.add", "{\"contact\":%C,\"channel\":\"ask\",\"reason\":\"%W\"}", 1},
	{"suppression.remove", "{\"id\":%X,\"reason\":\"%W\"}", 3},
	{"ask.record", "{\"contact\":%C,\"outcome\":\"willing\",\"override_reason\":\"%W\"}", 2},
	{"ask.record",
	 "{\"contact\":%C,\"outcome\":\"names-given\",\"override_reason\":\"%W\",\"names\":"
	 "[{\"name\":\"%W\",\"permission\":\"introduced\"},{\"name\":\"%W\",\"permission\":"
	 "\"none\"}]}",
	 2},
	{"ask.record",
	 "{\"contact\":%C,\"outcome\":\"later\",\"later_day\":\"%D\",\"override_reason\":\"%W\"}",
	 2},
	{"ask.record", "{\"contact\":%C,\"outcome\":\"never\",\"override_reason\":\"%W\"}", 1},
	{"candidate.add", "{\"contact\":%C,\"name\":\"%W\",\"origin\":\"offered\"}", 2},
	{"candidate.promote", "{\"id\":%c,\"permission\":\"introduced\"}", 2},
	{"referral.receive", "{\"referrer\":%C,\"contact\":%C,\"permission\":\"introduced\"}", 3},
	{"referral.receive", "{\"referrer\":%C,\"name\":\"%W\",\"permission\":\"may-say-name\"}",
	 2},
	{"referral.give", "{\"to\":%C,\"name\":\"%W\"}", 1},
	{"referral.advance", "{\"id\":%c,\"status\":\"contacted\"}", 3},
	{"referral.advance", "{\"id\":%c,\"status\":\"meeting\",\"product\":\"%T\"}", 2},
	{"referral.advance", "{\"id\":%c,\"status\":\"won\"}", 1},
	{"referral.advance", "{\"id\":%c,\"status\":\"lost\",\"reason\":\"%W\"}", 1},
	{"referral.thank", "{\"id\":%c}", 2},
	{"referral.tell", "{\"id\":%c,\"what\":\"first-contact\"}", 2},
	{"referral.tell", "{\"id\":%c,\"what\":\"outcome\"}", 2},
	{"referral.advance", "{\"id\":%c,\"status\":\"not-a-fit\"}", 1},
	{"referral.advance", "{\"id\":%c,\"status\":\"received\"}", 3},
	{"sale.open", "{%r,\"product\":\"%T\"}", 3},
	{"template.put", "{\"name\":\"listen-for\",\"text\":\"%W\"}", 1},
	{"date.add", "{\"contact\":%C,\"what\":\"birthday\",\"day\":\"--12-0%n\"}", 3},
	{"date.add", "{%s,\"what\":\"renewal\",\"day\":\"%D\"}", 3},
	{"date.remove", "{\"id\":%d}", 2},
	{"away.set", "{\"until\":\"%D\"}", 1},
	{"away.clear", "{}", 1},
	{"gift.add", "{\"contact\":%C,\"what\":\"%W\",\"amount\":%N}", 2},
	{"request.add", "{\"contact\":%C,\"kind\":\"export\"}", 2},
	{"request.done", "{\"id\":%Q}", 2},
	{"time.log", "{\"activity\":\"serving\",\"minutes\":%n,\"note\":\"%W\"}", 1},
	{"campaign.add",
	 "{\"name\":\"%W\",\"kind\":\"card\",\"start_day\":\"%D\",\"lead_days\":%N}", 2},
	{"campaign.update", "{\"id\":%A,\"name\":\"%W\",\"lead_days\":%N}", 1},
	{"campaign.update", "{\"id\":%A,\"ended\":true}", 1},
	{"edition.recipients", "{\"id\":%E,\"export\":true}", 1},
	{"edition.mark", "{\"id\":%E,\"all\":true,\"state\":\"sent\"}", 1},
	{"edition.mark", "{\"id\":%E,\"contacts\":[%C],\"state\":\"received\"}", 2},
	{"edition.mark", "{\"id\":%E,\"all\":true,\"state\":\"skipped\",\"reason\":\"%W\"}", 1},
	{"calendar.put", "{\"source\":\"us\",\"days\":[{\"day\":\"%D\",\"name\":\"%W\"}]}", 1},
	{"contact.relabel", "{\"filter\":{\"cadence\":\"B\"},\"set\":{\"add_tag\":\"%T\"}}", 1},
	{"contact.relabel",
	 "{\"filter\":{\"tag\":\"Lock\"},\"set\":{\"cadence\":\"A\",\"drop_tag\":\"Lock\"}}", 1},
	{"agenda.spread", "{\"cap\":%n,\"apply\":true}", 1},
	{"contact.distinct", "{\"a\":%C,\"b\":%C}", 2},
};

static inline int below(struct history *h, int n)
{
	h->seed ^= h->seed << 13;
	h->seed ^= h->seed >> 7;
	h->seed ^= h->seed << 17;
	return (int)(h->seed % (uint64_t)n);
}

static inline int find_group(struct history *h, int node)
{
	while (h->group[node] != node)
		node = h->group[node];
	return node;
}

static inline void name_node(struct step *s, int64_t node)
{
	if (node <= 0 || node >= NODES)
		s->is_unknown = true;
	else
		s->named[node] = true;
}

/* Any row of a table, those of the last made more often. */
static inline int64_t pick_row(struct history *h, const char *table)
{
	char sql[200];
	int64_t n;

	(void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
	n = sql_number(h->f, sql, 0);
	(void)snprintf(sql, sizeof sql, "SELECT id FROM %s ORDER BY id DESC LIMIT 1 OFFSET ?1",
		       table);
	return n ? sql_number(h->f, sql, below(h, (int)(n > 6 && below(h, 3) ? 6 : n))) : 1;
}

/* Its contact is what the step is about. */
static inline void add_row(struct history *h, struct step *s, const char *table, struct str *to)
{
	int64_t id = pick_row(h, table);
	char sql[200];

	(void)snprintf(sql, sizeof sql, "SELECT contact FROM %s WHERE id = ?1", table);
	name_node(s, sql_number(h->f, sql, id));
	str_addf(to, "%lld", (long long)id);
}

/* Any sale or referral, and the contact whose it is. */
static inline void add_pair(struct history *h, struct step *s, const char *table,
			    const char *column, struct str *to)
{
	_cleanup_str_ struct str id = {0};
	char sql[100];
	int64_t contact;

	add_row(h, s, table, &id);
	(void)snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE id = ?1", column, table);
	contact = sql_number(h->f, sql, strtoll(str_text(&id), NULL, 10));
	name_node(s, contact);
	str_addf(to, "\"contact\":%lld,\"%s\":%s", (long long)contact, table, str_text(&id));
}

/* One that is open, as a rule. */
static inline void add_followup(struct history *h, struct step *s, struct str *to)
{
	int64_t n = sql_number(
		h->f, "SELECT count(*) FROM followup WHERE state IN ('waiting', 'scheduled')", 0);
	int64_t id;

	if (n == 0 || below(h, 8) == 0) {
		add_row(h, s, "followup", to);
		return;
	}
	id = sql_number(h->f,
			"SELECT id FROM followup WHERE state IN ('waiting', 'scheduled') "
			"ORDER BY due_at, id LIMIT 1 OFFSET ?1",
			below(h, (int)(n > 10 && below(h, 2) ? 10 : n)));
	name_node(s, sql_number(h->f, "SELECT contact FROM followup WHERE id = ?1", id));
	str_addf(to, "%lld", (long long)id);
}

static inline void add_day(struct history *h, int from, int to_day, struct str *to)
{
	struct day today = {(int32_t)(h->f->now / 86400)};
	struct civil c = day_to_civil(day_plus(today, from + below(h, to_day - from)));

	str_addf(to, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static inline void add_word(struct history *h, struct str *to)
{
	for (int i = 3 + below(h, 5); i > 0; i--)
		str_add_char(to, (char)('a' + below(h, 26)));
}

static inline void fill(struct history *h, struct step *s, char what, struct str *to)
{
	static const char *const products[] = {"Alarm", "Camera", "Lock"};
	int64_t id;

	switch (what) {
	case 'C':
		id = 1 + below(h, 8);
		name_node(s, id);
		str_addf(to, "%lld", (long long)id);
		return;
	case 'H':
		id = 1 + below(h, 1 + (int)sql_number(h->f, "SELECT count(*) FROM household", 0));
		name_node(s, HOUSEHOLDS + id);
		str_addf(to, "%lld", (long long)id);
		return;
	case 'F':
		add_followup(h, s, to);
		return;
	case 'A':
	case 'E':
		str_addf(to, "%lld", (long long)pick_row(h, what == 'A' ? "campaign" : "edition"));
		return;
	case 'D':
		add_day(h, 1, 40, to);
		return;
	case 'B':
		add_day(h, -30, 1, to);
		return;
	case 'r':
		add_pair(h, s, "referral", "person", to);
		return;
	case 's':
		add_pair(h, s, "sale", "contact", to);
		return;
	case 'N':
		str_addf(to, "%d", below(h, 11));
		return;
	case 'n':
		str_addf(to, "%d", 1 + below(h, 9));
		return;
	case 'W':
		add_word(h, to);
		return;
	case 'T':
		str_add(to, products[below(h, 3)]);
		return;
	}
	add_row(h, s,
		what == 'S'   ? "sale"
		: what == 'R' ? "run"
		: what == 'P' ? "promise"
		: what == 'K' ? "complaint"
		: what == 'X' ? "suppression"
		: what == 'd' ? "date"
		: what == 'Q' ? "request"
			      : "referral",
		to);
}

/* By weight, and each in its turn. */
static inline int pick_request(struct history *h)
{
	int total = 0, pick, i = 0;

	if (below(h, 2))
		return h->turn++ % (int)ARRAY_LEN(requests);
	for (size_t k = 0; k < ARRAY_LEN(requests); k++)
		total += requests[k].weight;
	for (pick = below(h, total); pick >= requests[i].weight; i++)
		pick -= requests[i].weight;
	return i;
}

/* Whom it is about depends on the whole book, or it moves what is not looked at yet. */
static inline bool is_about_all(const char *method)
{
	static const char *const wide[] = {"agenda.spread", "calendar.put", "contact.relabel",
					   "edition.mark", "edition.recipients"};

	for (size_t i = 0; i < ARRAY_LEN(wide); i++)
		if (str_equal(wide[i], method))
			return true;
	return false;
}

static inline void make_request(struct history *h, struct step *s, int i)
{
	_cleanup_str_ struct str params = {0};

	s->kind = STEP_REQUEST;
	s->request = i;
	str_copy(s->method, sizeof s->method, requests[i].method);
	for (const char *c = requests[i].params; *c; c++) {
		if (*c == '%')
			fill(h, s, *++c, &params);
		else
			str_add_char(&params, *c);
	}
	str_copy(s->params, sizeof s->params, str_text(&params));
	s->is_about_plans = str_starts_with(s->method, "plan.");
	if (str_equal(s->method, "template.put"))
		name_node(s, TEMPLATES);
	if (str_starts_with(s->method, "away."))
		name_node(s, ABSENCES);
	if (str_starts_with(s->method, "campaign.") || str_starts_with(s->method, "edition."))
		name_node(s, CAMPAIGNS);
	if (str_starts_with(s->method, "time."))
		name_node(s, TIMES);
	s->is_unknown |= is_about_all(s->method);
}

/* Contacts or sales; nobody of that name is there yet. */
static inline void make_import(struct history *h, struct step *s)
{
	_cleanup_str_ struct str rows = {0};
	bool is_sales = below(h, 2);

	s->kind = STEP_IMPORT;
	str_copy(s->method, sizeof s->method, is_sales ? "sales" : "contacts");
	for (int i = 0; i < 4; i++) {
		str_addf(&rows, "%s{\"line\":%d,", i ? "," : "", i + 2);
		str_add(&rows, is_sales ? "\"contact\":{\"name\":\"" : "\"name\":\"");
		add_word(h, &rows);
		add_word(h, &rows);
		if (is_sales) {
			str_add(&rows, "\"},\"product\":\"Lock\",\"state\":\"completed\","
				       "\"closed_day\":\"");
			add_day(h, -200, 0, &rows);
		}
		str_add(&rows, "\"}");
	}
	str_copy(s->params, sizeof s->params, str_text(&rows));
	s->is_unknown = true;
}

static inline void run_import(struct stack *f, const struct step *s)
{
	json_t *begun = tell(f, "import.begin", "{\"source\":\"csv\",\"kind\":\"%s\"}", s->method);
	long long id = number(json_object_get(begun, "import"), "id");

	json_decref(begun);
	DO(f, "import.add", "{\"import\":%lld,\"items\":[%s]}", id, s->params);
	DO(f, "import.commit", "{\"import\":%lld}", id);
	stack_import(f);
}

/* The code it is refused with, 0 where it was done. */
static inline int run_step(struct stack *f, const struct step *s)
{
	json_t *reply;
	int code;

	if (s->kind == STEP_IMPORT) {
		run_import(f, s);
		return 0;
	}
	reply = answer(f, s->method, s->params);
	code = (int)json_integer_value(json_object_get(json_object_get(reply, "error"), "code"));
	json_decref(reply);
	if (code < 0 && code != -32602)
		fail_msg("%s %s: %s", s->method, s->params, str_text(&f->reply));
	stack_undo(f);
	return code;
}

/* How many ids of each table are taken: "contact 3,sale 1," */
static inline void read_sequences(struct stack *f, char to[SEQUENCES_SIZE])
{
	static const char sql[] = "SELECT group_concat(name || ' ' || seq) FROM (SELECT name, seq "
				  "FROM sqlite_sequence WHERE name NOT IN ('event', 'journal_row', "
				  "'notice', 'notice_item', 'import_item') ORDER BY name)";
	struct sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	str_copy(to, SEQUENCES_SIZE, (const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
}

/* Takes those ids too, as if they had been given out. */
static inline void burn_ids(struct stack *f, const char *sequences)
{
	char text[SEQUENCES_SIZE], have[SEQUENCES_SIZE + 2] = ",", *save = NULL;
	struct sqlite3 *db = store_db(f->env.store);

	read_sequences(f, have + 1);
	if (str_equal(have + 1, sequences))
		return;
	str_copy(have + strlen(have), 2, ",");
	str_copy(text, sizeof text, sequences);
	for (char *pair = strtok_r(text, ",", &save); pair; pair = strtok_r(NULL, ",", &save)) {
		char *space = strchr(pair, ' '), sql[400];

		(void)snprintf(sql, sizeof sql, ",%s,", pair);
		if (strstr(have, sql))
			continue;
		*space = '\0';
		(void)snprintf(sql, sizeof sql,
			       "UPDATE sqlite_sequence SET seq = %s WHERE name = '%s'; "
			       "INSERT INTO sqlite_sequence (name, seq) SELECT '%s', %s WHERE NOT "
			       "EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '%s')",
			       space + 1, pair, pair, space + 1, pair);
		if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	}
	journal_drop(store_journal(f->env.store));
}

/* What is kept equals what is worked out anew from the whole book. */
static inline bool derived_differs(struct stack *f)
{
	_cleanup_str_ struct str kept = {0}, anew = {0};

	dump_derived(f, &kept);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(store_derived_rebuild(f->env.store), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	dump_derived(f, &anew);
	assert_true(kept.len > 0);
	return print_difference(&anew, &kept);
}
