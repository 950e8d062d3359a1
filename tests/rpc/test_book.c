/* Everything out by export.items and into an empty book by import: equal, column by column. */
#include "rpc/story.h"

#include "rpc/derived.h"
#define derived_differs history_derived_differs
#include "rpc/history.h"
#undef derived_differs
#include "store/whole.h"

#define BOOKS 6 /* of a normal run; an argument asks for others */
#define STEPS 60
#define PIECE 400 /* items of one import.add */

static int n_books = BOOKS;

/* One item a line, as vouch export writes them. */
static void export_all(struct stack *f, struct str *to)
{
	_cleanup_str_ struct str params = {0};
	const char *next = "";

	str_reset(to);
	str_add(&params, "{}");
	while (next) {
		json_t *page = tell(f, "export.items", "%s", str_text(&params)), *item;
		size_t i;

		json_array_foreach (json_object_get(page, "items"), i, item) {
			char *line = json_dumps(item, JSON_COMPACT);

			str_addf(to, "%s\n", line);
			free(line);
		}
		next = json_string_value(json_object_get(page, "next"));
		str_reset(&params);
		str_addf(&params, "{\"cursor\":\"%s\"}", next ? next : "");
		json_decref(page);
	}
}

static long long begin_book(struct stack *f)
{
	json_t *begun = tell(f, "import.begin", "{\"source\":\"vouch\",\"kind\":\"book\"}");
	long long id = number(json_object_get(begun, "import"), "id");

	json_decref(begun);
	return id;
}

static void add_piece(struct stack *f, long long id, struct str *items)
{
	_cleanup_str_ struct str params = {0};
	json_t *reply;

	str_addf(&params, "{\"import\":%lld,\"book\":[%s]}", id, str_text(items));
	reply = answer(f, "import.add", str_text(&params));
	if (!json_object_get(reply, "result"))
		fail_msg("import.add: %s", str_text(&f->reply));
	json_decref(reply);
	str_reset(items);
}

/* All lines and the end of it, as vouch import sends them. */
static void stage(struct stack *f, long long id, const char *lines)
{
	_cleanup_str_ struct str items = {0};
	int line = 0, n = 0;

	while (*lines) {
		size_t length = strcspn(lines, "\n");

		str_addf(&items, "%s{\"line\":%d,%.*s", n ? "," : "", ++line, (int)length - 1,
			 lines + 1);
		lines += length + 1;
		if (++n < PIECE)
			continue;
		add_piece(f, id, &items);
		n = 0;
	}
	str_addf(&items, "%s{\"line\":%d,\"item\":\"end\",\"items\":%d}", n ? "," : "", line + 1,
		 line);
	add_piece(f, id, &items);
}

/* The state it ended in; *ret_why gets the first refusal. */
static const char *take(struct stack *f, const char *lines, struct str *ret_why)
{
	static char state[16];
	long long id = begin_book(f);
	json_t *json;

	stage(f, id, lines);
	(void)refused(f, "import.commit", "{\"import\":%lld}", id);
	stack_import(f);
	json = tell(f, "import.get", "{\"import\":%lld}", id);
	str_copy(state, sizeof state, text(json_object_get(json, "import"), "state"));
	if (ret_why) {
		const json_t *first = json_array_get(json_object_get(json, "refused"), 0);

		str_reset(ret_why);
		str_addf(ret_why, "%s %s", text(first, "field"), text(first, "reason"));
	}
	json_decref(json);
	return state;
}

static void dump_whole(struct stack *f, struct str *to)
{
	str_reset(to);
	for (const struct table *t = tables; t->name; t++) {
		_cleanup_str_ struct str sql = {0};

		if (!whole_has(t))
			continue;
		str_addf(to, "%s\n", t->name);
		str_addf(&sql, "SELECT * FROM \"%s\" ORDER BY 1", t->name);
		derived_dump_of(f->env.store, str_text(&sql), to);
	}
	derived_dump_of(f->env.store, "SELECT * FROM contact_fact ORDER BY contact", to);
	derived_dump_of(f->env.store, "SELECT * FROM tally ORDER BY what, day, key", to);
}

static void make_book(struct stack *f, uint64_t seed)
{
	struct history *h = calloc(1, sizeof *h);

	h->f = f;
	h->seed = (seed + 1) * 0x9e3779b97f4a7c15;
	h->turn = below(h, (int)ARRAY_LEN(requests));
	for (int i = 0; i < STEPS; i++) {
		struct step *s = &h->steps[i];

		make_request(h, s, i < 8 ? 0 : pick_request(h));
		if (i > 8 && below(h, 12) == 0)
			pass_days(f, 1 + below(h, 60));
		if (i > 8 && below(h, 30) == 0)
			make_import(h, s);
		(void)run_step(f, s);
	}
	free(h);
}

static void check_book(uint64_t seed)
{
	_cleanup_str_ struct str first = {0}, second = {0}, have = {0}, want = {0}, why = {0};
	struct stack *from, *to;
	void *state;

	assert_int_equal(put_plans(&state), 0);
	from = state;
	make_book(from, seed);
	export_all(from, &first);
	assert_int_equal(put_plans(&state), 0);
	to = state;
	to->now = from->now;
	if (strcmp(take(to, str_text(&first), &why), "done") != 0)
		fail_msg("book %llu: %s", (unsigned long long)seed, str_text(&why));
	dump_whole(from, &want);
	dump_whole(to, &have);
	export_all(to, &second);
	if (strcmp(str_text(&want), str_text(&have)) != 0 ||
	    strcmp(str_text(&first), str_text(&second)) != 0)
		fail_msg("book %llu is not equal to what it was made from",
			 (unsigned long long)seed);
	expect_sound(to);
	assert_string_equal(take(to, str_text(&first), NULL), "done"); /* unchanged */
	state = from;
	assert_int_equal(tear_down(&state), 0);
	state = to;
	assert_int_equal(tear_down(&state), 0);
}

static void random_books_are_equal_on_the_other_side(void **state)
{
	(void)state;
	for (int i = 0; i < n_books; i++)
		check_book((uint64_t)i);
}

/* Each table is exported, or stands here with the reason. */
static void every_fact_is_exported(void **state)
{
	static const char *const others[] = {
		"book",         /* as notes */
		"contact_fact", /* worked out anew */
		"tally",        /* the same */
		"notice",       /* of this desktop */
		"notice_item",  /* the same */
		"notice_post",  /* the same */
		"event",        /* of the moment */
		"idempotency",  /* the same */
		"journal",      /* undo stays with the book it was made in */
		"journal_row",  /* the same */
		"import",       /* of the moment */
		"import_item",  /* the same */
	};
	struct stack *f = *state;

	for (const struct table *t = tables; t->name; t++) {
		bool is_other = false;

		for (size_t i = 0; i < ARRAY_LEN(others); i++)
			is_other |= str_equal(others[i], t->name);
		if (is_other == whole_has(t))
			fail_msg("%s is not exported: let whole_has() say so, or note why here",
				 t->name);
		if (!whole_has(t))
			continue;
		for (size_t i = 0; t->columns[i].name; i++) {
			const struct whole_column *c = &whole_columns(f->env.store, t)[i];

			if (c->type != IMAGE_INTEGER && c->type != IMAGE_TEXT)
				fail_msg("%s.%s has no type that is exported", t->name,
					 t->columns[i].name);
			assert_false(str_equal(t->columns[i].name, "item") ||
				     str_equal(t->columns[i].name, "line"));
		}
	}
}

#define HEAD                                                                                       \
	"{\"item\":\"book\",\"format\":1,\"schema\":7,\"version\":\"0.5.0\","                      \
	"\"uuid\":\"11111111-2222-4333-8444-555555555555\"}\n"
#define TAG(id, contact, word)                                                                     \
	"{\"item\":\"contact_tag\",\"id\":" id ",\"contact\":" contact ",\"tag\":\"" word "\"}\n"
#define HOUSEHOLD                                                                                  \
	"{\"item\":\"household\",\"id\":1,\"version\":1,\"name\":\"Ruiz\",\"street\":null,"        \
	"\"city\":null,\"region\":null,\"postcode\":null,\"country\":null,\"created_at\":5}\n"

/* Whatever was written until a row is refused goes again. */
static void what_is_refused_halfway_leaves_an_empty_book(void **state)
{
	static const struct {
		const char *lines, *why;
	} cases[] = {
		{HEAD HOUSEHOLD TAG("1", "9", "x"),
		 "contact_tag 1 names the contact 9 as its contact, which is not in the file"},
		{HEAD HOUSEHOLD HOUSEHOLD,
		 "household 1 is in the file twice, or has what another one has and only one may "
		 "have"},
		{HEAD "{\"item\":\"time_log\",\"id\":1,\"version\":1,\"activity\":\"sleeping\","
		      "\"minutes\":5,\"day\":1,\"note\":null,\"created_at\":1}\n",
		 "time_log 1 has a value that it cannot have"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":1,\"contact\":1}\n", "tag is missing"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":1,\"contact\":1,\"tag\":7}\n",
		 "tag must be text"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":1.5,\"contact\":1,\"tag\":\"x\"}\n",
		 "id must be a whole number"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":1,\"contact\":null,\"tag\":\"x\"}\n",
		 "contact must not be null"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":0,\"contact\":1,\"tag\":\"x\"}\n",
		 "id must be a positive whole number"},
		{HEAD "{\"item\":\"contact_tag\",\"id\":1,\"contact\":1,\"tag\":\"x\",\"hue\":1}\n",
		 "hue is unknown in 'contact_tag'"},
		{HEAD "{\"item\":\"journal\",\"id\":1}\n",
		 "item is 'journal', and vouch has no such thing"},
		{HEAD "{\"item\":\"sequence\",\"table\":\"event\",\"last\":1}\n",
		 "table is 'event', and vouch has no such thing"},
		{HEAD "{\"item\":\"note\",\"key\":\"uuid\",\"value\":\"x\"}\n",
		 "key is 'uuid', which stays where it is"},
		{HEAD HEAD, "item is a second beginning: one file is one book"},
		{HOUSEHOLD,
		 "item is 'household', but a book that vouch exported begins with 'book'"},
		{"{\"item\":\"book\",\"format\":2,\"schema\":7,\"version\":\"9.0\","
		 "\"uuid\":\"11111111-2222-4333-8444-555555555555\"}\n",
		 "format is 2: this was written by a newer vouch (9.0); update this one first"},
		{"{\"item\":\"book\",\"format\":1,\"schema\":99,\"version\":\"9.0\","
		 "\"uuid\":\"11111111-2222-4333-8444-555555555555\"}\n",
		 "schema is 99: this was written by a newer vouch (9.0); update this one first"},
		{"{\"item\":\"book\",\"format\":1,\"schema\":7,\"version\":\"0.5.0\","
		 "\"uuid\":\"x\"}\n",
		 "uuid is 'x', no uuid"},
	};
	struct stack *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str why = {0};

		if (strcmp(take(f, cases[i].lines, &why), "refused") != 0)
			fail_msg("taken: %s", cases[i].lines);
		assert_string_equal(str_text(&why), cases[i].why);
		assert_int_equal(sql_number(f, "SELECT count(*) FROM household", 0), 0);
		assert_int_equal(
			sql_number(f, "SELECT count(*) FROM import_item WHERE state = 'staged'", 0),
			0);
		assert_false(f->env.is_taking_book);
	}
	assert_string_equal(take(f, HEAD HOUSEHOLD, NULL), "done");
	assert_int_equal(sql_number(f, "SELECT count(*) FROM household", 0), 1);
}

/* Columns that came later have their defaults. */
static void an_older_file_lacks_what_came_later(void **state)
{
	_cleanup_str_ struct str why = {0};
	struct stack *f = *state;
	const char *lines =
		"{\"item\":\"book\",\"format\":1,\"schema\":6,\"version\":\"0.4.0\","
		"\"uuid\":\"11111111-2222-4333-8444-555555555555\"}\n"
		"{\"item\":\"household\",\"id\":3,\"name\":\"Ruiz\",\"created_at\":5}\n";

	if (strcmp(take(f, lines, &why), "done") != 0)
		fail_msg("%s", str_text(&why));
	assert_int_equal(sql_number(f, "SELECT version FROM household WHERE id = 3", 0), 1);
}

/* It was not to be looked at: an older vouch let it wait for ever. */
static void a_part_out_of_an_older_book_has_its_end(void **state)
{
	_cleanup_str_ struct str lines = {0};
	struct stack *from = *state, *to;
	void *other;
	json_t *ask;

	DO(from, "contact.add", "{\"name\":\"Ana\"}");
	DO(from, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	done(from, 1, "satisfaction");
	ask = step(from, 1, "first-ask");
	DO(from, "followup.done", "{\"id\":%lld,\"override_reason\":\"x\"}",
	   (long long)number(ask, "id"));
	json_decref(ask);
	assert_int_equal(sqlite3_exec(store_db(from->env.store),
				      "UPDATE followup SET next_at = NULL "
				      "WHERE waits_for = 'part-of'",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_changes(store_db(from->env.store)), 1);
	export_all(from, &lines);
	assert_int_equal(put_plans(&other), 0);
	to = other;
	assert_string_equal(take(to, str_text(&lines), NULL), "done");
	expect_sound(to);
	assert_int_equal(tear_down(&other), 0);
}

/* Nobody writes while it is written, and a start in the middle goes on. */
static void others_wait_and_a_crash_goes_on(void **state)
{
	struct stack *f = *state;
	long long id = begin_book(f);
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_IMPORT, .method = "import.commit"};
	bool is_pending = false;

	stage(f, id, HEAD HOUSEHOLD);
	DO(f, "import.commit", "{\"import\":%lld}", id);
	assert_int_equal(refused(f, "contact.add", "{\"name\":\"Ana\"}"), VOUCH_E_CONFLICT);
	assert_int_equal(refused(f, "export.items", "{}"), VOUCH_E_CONFLICT);
	f->env.is_taking_book = f->env.is_importing = false; /* the process is another */
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_import_is_pending(&op, &is_pending)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	arena_free(arena);
	assert_true(is_pending && f->env.is_taking_book);
	f->env.is_importing = true;
	stack_import(f);
	assert_int_equal(sql_number(f, "SELECT count(*) FROM household", 0), 1);
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
}

static void a_book_that_has_changed_since_is_refused(void **state)
{
	_cleanup_str_ struct str lines = {0}, why = {0};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	export_all(f, &lines);
	assert_string_equal(take(f, str_text(&lines), NULL), "done");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	assert_string_equal(take(f, str_text(&lines), &why), "refused");
	assert_non_null(strstr(str_text(&why), "rows that came after the file"));
	DO(f, "contact.update", "{\"id\":1,\"notes\":\"x\"}");
	assert_string_equal(take(f, str_text(&lines), &why), "refused");
	assert_string_equal(str_text(&why), "contact 1 has been changed in this book since; to go "
					    "back to the file, see vouch restore");
}

static void who_is_erased_is_not_in_what_is_being_uploaded(void **state)
{
	const char *count = "SELECT count(*) FROM import_item WHERE import = ?1";
	_cleanup_str_ struct str lines = {0};
	struct stack *f = *state;
	long long book, people;
	json_t *begun;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\",\"notes\":\"plays the cello\"}");
	export_all(f, &lines);
	book = begin_book(f);
	stage(f, book, str_text(&lines));
	begun = tell(f, "import.begin", "{\"source\":\"crm\",\"kind\":\"contacts\"}");
	people = number(json_object_get(begun, "import"), "id");
	json_decref(begun);
	DO(f, "import.add", "{\"import\":%lld,\"items\":[{\"line\":1,\"name\":\"Ben Lee\"}]}",
	   people);
	stack_import(f);
	assert_true(sql_number(f, count, book) > 0);
	DO(f, "contact.erase", "{\"id\":1,\"confirm\":\"Ana Ruiz\"}");
	assert_int_equal(sql_number(f, count, book), 0);
	assert_int_equal(refused(f, "import.commit", "{\"import\":%lld}", book),
			 VOUCH_E_IMPORT_STATE);
	assert_int_equal(sql_number(f, count, people), 1);
	DO(f, "import.commit", "{\"import\":%lld}", people);
	stack_import(f);
	assert_int_equal(sql_number(f, "SELECT count(*) FROM contact WHERE name = 'Ben Lee'", 0),
			 1);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_books_are_equal_on_the_other_side),
		WITH_PLANS(every_fact_is_exported),
		WITH_PLANS(what_is_refused_halfway_leaves_an_empty_book),
		WITH_PLANS(an_older_file_lacks_what_came_later),
		WITH_PLANS(a_part_out_of_an_older_book_has_its_end),
		WITH_PLANS(others_wait_and_a_crash_goes_on),
		WITH_PLANS(a_book_that_has_changed_since_is_refused),
		WITH_PLANS(who_is_erased_is_not_in_what_is_being_uploaded),
	};

	if (argc > 1)
		n_books = (int)strtol(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
