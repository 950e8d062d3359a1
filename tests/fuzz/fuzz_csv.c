/* CSV files: every row is an item, left out or refused, and no two columns mean the same. */
#include "base/cleanup.h"
#include "base/utf8.h"
#include "csv_cell.h"
#include "fuzz/fuzz.h"
#include "fuzz/item.h"
#include "import/file.h"
#include "import/rows.h"
#include "import/templates.h"

#define WISHES_MAX 2

static const char *const wished_fields[] = {"name",  "email", "tags",     "amount", "contact",
					    "stage", "org",   "birthday", "closed", "nothing"};
static const char *const wished_columns[] = {"", "name", "A", "(column 2)", "email"};

struct seen {
	const struct csv_text *csv;
	int64_t line;
	struct str written; /* the records as we would write them */
};

/* One field may come from several columns only where it is a list, or a template ranks them. */
static void check_map(const struct map *map)
{
	_cleanup_str_ struct str told = {0};
	int n_columns[N_FIELDS] = {0};

	for (size_t i = 0; i < map->n; i++) {
		CLAIM(map->fields[i] >= FIELD_NONE && map->fields[i] < N_FIELDS);
		if (map->fields[i] != FIELD_NONE)
			n_columns[map->fields[i]]++;
	}
	for (int f = 0; f < N_FIELDS; f++) {
		CLAIM(map_has(map, (enum map_field)f) == (n_columns[f] > 0));
		CLAIM(map_field_name(map, (enum map_field)f)[0]);
		if (f != FIELD_EMAIL && f != FIELD_PHONE && f != FIELD_TAGS && !map->template)
			CLAIM(n_columns[f] <= 1);
	}
	CLAIM(n_columns[FIELD_NAME] + n_columns[FIELD_GIVEN] + n_columns[FIELD_FAMILY] > 0);
	CLAIM(map->kind == MAP_CONTACTS || n_columns[FIELD_PRODUCT] > 0);
	map_describe(map, &told);
	CLAIM(told.len > 0);
}

static int check_record(const struct csv_record *record, void *user)
{
	struct seen *s = user;

	CLAIM(record->line > s->line);
	s->line = record->line;
	CLAIM(record->fault ? record->n == 0 : record->n > 0 && record->n <= CSV_COLUMNS_MAX);
	for (size_t i = 0; i < record->n; i++) {
		CLAIM(strlen(record->cells[i]) <= CSV_CELL_MAX);
		CLAIM(!strchr(record->cells[i], '\r'));
		if (i)
			str_add_char(&s->written, s->csv->delimiter);
		csv_add_cell(&s->written, record->cells[i], false);
	}
	if (record->n)
		str_add(&s->written, "\r\n");
	return 0;
}

static int flatten(const struct csv_record *record, void *user)
{
	struct str *flat = user;

	CLAIM(!record->fault);
	for (size_t i = 0; i < record->n; i++)
		str_addf(flat, "%zu:%s,", strlen(record->cells[i]), record->cells[i]);
	str_add(flat, "\n");
	return 0;
}

static int flatten_sound(const struct csv_record *record, void *user)
{
	return record->fault ? 0 : flatten(record, user);
}

/* What we write is read as it was. */
static void check_records(const struct file *file)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	struct csv_text csv, again;
	struct seen seen = {.csv = &csv};

	csv_open(&csv, file->text, file->len);
	CLAIM(csv_each(&csv, check_record, &seen) == 0);
	CLAIM(csv_each(&csv, flatten_sound, &before) == 0);
	again = (struct csv_text){.text = str_text(&seen.written),
				  .len = seen.written.len,
				  .delimiter = csv.delimiter,
				  .begin_line = 1,
				  .is_exact = true};
	CLAIM(csv_each(&again, flatten, &after) == 0);
	CLAIM(strcmp(str_text(&before), str_text(&after)) == 0);
	str_deinit(&seen.written);
}

static int take(json_t *item, void *user)
{
	const json_t *who = json_object_get(item, "contact");
	const char *name = json_string_value(json_object_get(who ? who : item, "name"));
	int64_t *n = user;

	++*n;
	CLAIM(json_integer_value(json_object_get(item, "line")) > 1);
	CLAIM(name && *name && !strchr(name, '\n'));
	claim_item(item);
	json_decref(item);
	return 0;
}

static void check_rows(struct rows *rows)
{
	struct refusals refusals = {.arena = arena_new()};
	_cleanup_str_ struct str why = {0};
	struct rows_counts counts;
	int64_t n = 0;

	if (!rows_look(rows, &why)) {
		CLAIM(why.len > 0);
	} else {
		CLAIM(rows_each(rows, &refusals, take, &n, &counts) == 0);
		CLAIM(counts.made == n && (int64_t)refusals.n == counts.refused);
		CLAIM(counts.read == counts.made + counts.left_out + counts.refused);
		for (size_t i = 0; i < refusals.n; i++) {
			CLAIM(refusals.items[i].reason[0]);
			CLAIM(utf8_is_valid(refusals.items[i].reason,
					    strlen(refusals.items[i].reason)));
		}
	}
	arena_free(refusals.arena);
}

/* Of the first bytes: what the user asks for besides. */
static void make_ask(const uint8_t **bytes, size_t *n, struct rows_ask *ask,
		     struct map_wish wishes[WISHES_MAX])
{
	uint64_t how = fuzz_take(bytes, n, 1);

	*ask = (struct rows_ask){.wishes = wishes, .dates = (enum dates_order)(how & 3)};
	if (how & 4)
		ask->template = &template_none;
	for (ask->n_wishes = 0; ask->n_wishes < (how >> 4 & 3) % (WISHES_MAX + 1);) {
		uint64_t wish = fuzz_take(bytes, n, 1);

		wishes[ask->n_wishes++] = (struct map_wish){
			.field = wished_fields[(wish & 15) % ARRAY_LEN(wished_fields)],
			.column = wished_columns[(wish >> 4) % ARRAY_LEN(wished_columns)],
		};
	}
	if (how & 8)
		ask->wheres[ask->n_wheres++] = (struct rows_where){.column = "A", .value = "a"};
}

static void check_file(const struct file *file, const struct rows_ask *ask)
{
	_cleanup_str_ struct str why = {0};
	struct rows rows;

	check_records(file);
	if (rows_open(&rows, file->text, file->len, ask, &why) == 0) {
		check_map(&rows.rules.map);
		check_rows(&rows);
	} else {
		CLAIM(why.len > 0);
	}
	rows_deinit(&rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct map_wish wishes[WISHES_MAX];
	_cleanup_str_ struct str why = {0};
	struct file file = {0};
	struct rows_ask ask;

	make_ask(&bytes, &n, &ask, wishes);
	file.bytes = xmalloc(n ? n : 1);
	file.len = n;
	if (n)
		memcpy(file.bytes, bytes, n);
	file.text = file.bytes;
	if (file_check(&file, &why)) {
		CLAIM(utf8_is_valid(file.text, file.len));
		check_file(&file, &ask);
	} else {
		CLAIM(why.len > 0);
	}
	file_deinit(&file);
	return 0;
}
