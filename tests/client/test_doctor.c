/* What vouch doctor makes of what it found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "cli.h"
#include "doctor.h"

/* "wrong check: mend" of each item, with commas; of all that are not ok. */
static const char *told(struct str *out, const json_t *items)
{
	const json_t *item;
	size_t i;

	str_reset(out);
	json_array_foreach (items, i, item)
		if (!str_equal(text_of(item, "state"), "ok"))
			str_addf(out, "%s%s %s: %s", out->len > 0 ? ", " : "",
				 text_of(item, "state"), text_of(item, "check"),
				 text_of(item, "mend"));
	return str_text(out);
}

#define MIB ((uint64_t)1 << 20)
#define BOOK(of_file, of_folder, ours, sqlite, network, size, left)                                \
	{                                                                                          \
		.path = "/h/v/b", .mode = (of_file), .folder_mode = (of_folder),                   \
		.is_ours = (ours), .is_regular = true, .is_sqlite = (sqlite),                      \
		.is_network = (network), .bytes = (size), .free_bytes = (left)                     \
	}

static void a_book_is_judged_by_its_file(void **state)
{
	static const struct {
		struct doctor_book book;
		bool is_reached;
		const char *told;
	} rows[] = {
		{BOOK(0600, 0700, true, true, false, MIB, 200 * MIB), true, ""},
		{BOOK(0640, 0700, true, true, false, MIB, 200 * MIB), true,
		 "wrong book: chmod 600 '/h/v/b'"},
		{BOOK(0600, 0710, true, true, false, MIB, 200 * MIB), true,
		 "wrong book: chmod 700 '/h/v'"},
		{BOOK(0600, 0700, false, true, false, MIB, 200 * MIB), true, "wrong book: "},
		{BOOK(0600, 0700, true, false, false, MIB, 200 * MIB), true,
		 "wrong book: vouch backups"},
		{BOOK(0600, 0700, true, true, true, MIB, 200 * MIB), true, "wrong disk: "},
		{BOOK(0600, 0700, true, true, false, MIB, 200 * MIB - 1), true, "note disk: "},
		{BOOK(0600, 0700, true, true, false, 21 * MIB, 200 * MIB), true, "note disk: "},
		{BOOK(0600, 0700, true, true, false, 20 * MIB, 200 * MIB), true, ""},
		{{.path = "/h/v/b", .error = ENOENT}, false, "note book: "},
		{{.path = "/h/v/b", .error = ENOENT}, true, "wrong book: vouch backups"},
		{{.path = "/h/v/b", .error = EACCES}, true, "wrong book: "},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		json_auto_t *items = json_array();
		_cleanup_str_ struct str out = {0};

		doctor_judge_book(items, &rows[i].book, rows[i].is_reached);
		assert_string_equal(told(&out, items), rows[i].told);
	}
}

static void units_are_read_in_any_order(void **state)
{
	static const char text[] = "Id=vouch-backup.timer\nLoadState=not-found\n\n"
				   "ActiveState=failed\nId=vouchd.service\n\n"
				   "Id=other.service\nActiveState=active\n\n"
				   "Id=vouchd.socket\nUnitFileState=enabled\nLoadState=loaded";
	struct doctor_units u;

	(void)state;
	doctor_read_units(text, &u);
	assert_true(u.is_known);
	assert_string_equal(u.unit[DOCTOR_TIMER].load, "not-found");
	assert_string_equal(u.unit[DOCTOR_TIMER].active, "");
	assert_string_equal(u.unit[DOCTOR_SERVICE].active, "failed");
	assert_string_equal(u.unit[DOCTOR_SOCKET].enabled, "enabled");
	doctor_read_units("", &u);
	assert_false(u.is_known);
	doctor_read_units("Failed to connect to bus: No medium found\n", &u);
	assert_false(u.is_known);
}

#define ENABLE "systemctl --user enable --now vouchd.socket"

static void the_way_to_vouchd_is_mended_by_what_its_units_say(void **state)
{
	static const struct {
		struct doctor_unit socket, service;
		const char *mend;
	} rows[] = {
		{{"loaded", "inactive", "disabled"}, {"loaded", "inactive", "disabled"}, ENABLE},
		{{"loaded", "active", "enabled"},
		 {"loaded", "inactive", "enabled"},
		 "systemctl --user restart vouchd.socket vouchd.service"},
		{{"loaded", "active", "enabled"},
		 {"loaded", "failed", "enabled"},
		 "systemctl --user reset-failed vouchd.socket vouchd.service; "
		 "systemctl --user restart vouchd.socket"},
		{{"masked", "inactive", "masked"},
		 {"loaded", "inactive", "enabled"},
		 "systemctl --user unmask vouchd.socket vouchd.service && " ENABLE},
		{{"not-found", "inactive", ""},
		 {"not-found", "inactive", ""},
		 "vouchd   (in another terminal)"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct doctor_units units = {
			.is_known = true,
			.unit = {[DOCTOR_SOCKET] = rows[i].socket,
				 [DOCTOR_SERVICE] = rows[i].service},
		};
		const struct doctor_reach reach = {.socket = "/r/vouch/s",
						   .why = "vouchd is not running; …",
						   .is_unreachable = true,
						   .folder_mode = 0700,
						   .is_folder_ours = true};
		json_auto_t *items = json_array();

		doctor_judge_reach(items, &reach, &units);
		assert_int_equal(json_array_size(items), 1);
		assert_string_equal(text_of(json_array_get(items, 0), "mend"), rows[i].mend);
	}
}

static void what_runs_from_before_an_update_is_wrong(void **state)
{
	static const struct {
		const char *version;
		bool is_replaced, is_wrong;
	} rows[] = {{"0.5.0", false, false}, {"0.4.0", false, true}, {"0.5.0", true, true}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct doctor_process process = {.is_replaced = rows[i].is_replaced};
		json_auto_t *items = json_array(),
			    *hello = json_pack("{s:s, s:i}", "version", rows[i].version, "protocol",
					       1);

		doctor_judge_version(items, hello, "0.5.0", &process);
		assert_int_equal(doctor_count(items, DOCTOR_WRONG), rows[i].is_wrong);
	}
}

/* JSON with ' for ". */
static json_t *read_json(const char *text)
{
	_cleanup_str_ struct str json = {0};
	json_t *read;

	for (; *text; text++)
		str_add_char(&json, *text == '\'' ? '"' : *text);
	read = json_loads(str_text(&json), JSON_DECODE_ANY, NULL);
	assert_non_null(read);
	return read;
}

static void what_vouchd_can_reach_is_judged(void **state)
{
	static const struct {
		const char *sandbox; /* null: it says nothing of it */
		size_t n_ok, n_note;
	} rows[] = {
		{"{'landlock':7,'dumpable':false}", 1, 0},
		{"{'landlock':0,'dumpable':false}", 0, 1},
		{"{'landlock':7,'dumpable':true}", 1, 1},
		{"null", 0, 0},
		{NULL, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct doctor_process process = {0};
		json_auto_t *items = json_array(),
			    *sandbox = rows[i].sandbox ? read_json(rows[i].sandbox) : NULL;

		doctor_judge_sandbox(items, &process, sandbox);
		assert_int_equal(doctor_count(items, DOCTOR_OK), rows[i].n_ok);
		assert_int_equal(doctor_count(items, DOCTOR_NOTE), rows[i].n_note);
	}
}

/* Of one answer of system.status each, all that is judged by it. */
static void a_status_is_judged(void **state)
{
	static const struct {
		const char *json, *told;
	} rows[] = {
		{"{'delivery':{'server':'dunst'},'backup':{'last_at':'2026-11-29T12:02:00Z'},"
		 "'calendar':null}",
		 ""},
		{"{'delivery':{'server':'dunst'},'backup':{'last_at':'2026-11-29T12:01:59Z'}}",
		 "wrong backup: vouch backup"},
		{"{'delivery':{'server':'dunst'},'backup':{'last_at':null},'book':{'contacts':3}}",
		 "wrong backup: vouch backup"},
		{"{'delivery':{'server':'dunst'},'backup':{'last_at':null},'book':{'contacts':0}}",
		 "note backup: "},
		{"{'delivery':{'server':null}}", "note desktop: vouch notify --test"},
		{"{'delivery':{'server':'dunst','do_not_disturb':true,'held':2,'why_held':'x'}}",
		 "note desktop: , note desktop: vouch"},
		{"{'delivery':{'server':'dunst','undelivered':1}}", "wrong desktop: vouch"},
		{"{'delivery':{'server':'dunst'},'database':{'bytes':1,'lost_before':null}}", ""},
		{"{'delivery':{'server':'dunst'},"
		 "'database':{'lost_before':'2026-11-29T12:02:00Z'}}",
		 "wrong changes: rm /b.db.lost   (once you have seen to it)"},
		{"{'delivery':{'server':'dunst'},"
		 "'database':{'lost_before':'2026-11-29T12:02:00Z','lost_how':'older'}}",
		 "wrong changes: rm /b.db.lost   (once you have seen to it)"},
		{"{'delivery':{'server':'dunst'},'calendar':{'folder':'/c','why':'it is full'}}",
		 "wrong calendar: "},
		{"{'delivery':{'server':'dunst'},'clock':{'held':true,'why':'x'}}",
		 "wrong clock: "},
		{"{'delivery':{'server':'dunst'},'now':'2026-12-01T12:04:01Z'}", "note clock: "},
		{"{'delivery':{'server':'dunst'},'timezone':'UTC'}",
		 "note zone: systemctl --user restart vouchd"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		json_auto_t *items = json_array(),
			    *s = json_pack("{s:s, s:s}", "now", "2026-12-01T12:02:00Z", "timezone",
					   "Europe/Berlin");
		_cleanup_str_ struct str out = {0};

		(void)json_object_update_new(s, read_json(rows[i].json));
		doctor_judge_desktop(items, s, true);
		doctor_judge_backup(items, s);
		doctor_judge_loss(items, s, "/b.db");
		doctor_judge_calendar(items, s);
		doctor_judge_clock(items, s, 1796126520);
		doctor_judge_zone(items, s, "Europe/Berlin", NULL);
		assert_string_equal(told(&out, items), rows[i].told);
	}
}

static void of_what_vouchd_says_of_its_settings_the_first_line_is_told(void **state)
{
	json_auto_t *items = json_array();
	const json_t *item;

	(void)state;
	doctor_judge_config(items, 5, "vouchd: /c:2: start: 00:00 to 23:59\nmore\n");
	item = json_array_get(items, 0);
	assert_string_equal(text_of(item, "text"), "/c:2: start: 00:00 to 23:59");
	assert_string_equal(text_of(item, "mend"), "vouch config check");
	doctor_judge_config(items, 0, "the settings are in order\n");
	doctor_judge_config(items, -2, "");
	assert_int_equal(doctor_count(items, DOCTOR_WRONG), 1);
	assert_int_equal(doctor_count(items, DOCTOR_NOTE), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_book_is_judged_by_its_file),
		cmocka_unit_test(units_are_read_in_any_order),
		cmocka_unit_test(the_way_to_vouchd_is_mended_by_what_its_units_say),
		cmocka_unit_test(what_runs_from_before_an_update_is_wrong),
		cmocka_unit_test(what_vouchd_can_reach_is_judged),
		cmocka_unit_test(a_status_is_judged),
		cmocka_unit_test(of_what_vouchd_says_of_its_settings_the_first_line_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
