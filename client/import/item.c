/* One row of a file as an item of import.add, or the reason why it cannot be one. */
#include "import/item.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "import/amounts.h"
#include "import/birthday.h"
#include "import/cells.h"
#include "import/stages.h"
#include "vouch/limits.h"

/* Characters of one text of the field, how its texts are told apart, and how many it takes. */
static const struct {
	size_t max;
	const char *separators;
	size_t n_max;
} limits[N_FIELDS] = {
	[FIELD_NAME] = {.max = VOUCH_NAME_MAX},
	[FIELD_GIVEN] = {.max = VOUCH_NAME_MAX},
	[FIELD_FAMILY] = {.max = VOUCH_NAME_MAX},
	[FIELD_ORG] = {.max = VOUCH_NAME_MAX},
	[FIELD_EMAIL] = {VOUCH_EMAIL_MAX, ",; \n\t", VOUCH_EMAILS_MAX},
	[FIELD_PHONE] = {VOUCH_PHONE_MAX, ",;\n", VOUCH_PHONES_MAX},
	[FIELD_STREET] = {.max = VOUCH_NAME_MAX},
	[FIELD_CITY] = {.max = VOUCH_NAME_MAX},
	[FIELD_REGION] = {.max = VOUCH_NAME_MAX},
	[FIELD_POSTCODE] = {.max = VOUCH_WORD_MAX},
	[FIELD_COUNTRY] = {.max = VOUCH_NAME_MAX},
	[FIELD_TAGS] = {VOUCH_WORD_MAX, ",;|\n", VOUCH_TAGS_MAX},
	[FIELD_NOTES] = {.max = VOUCH_TEXT_MAX},
	[FIELD_LANGUAGE] = {.max = VOUCH_WORD_MAX},
	[FIELD_TIMEZONE] = {.max = VOUCH_WORD_MAX},
	[FIELD_CONTACT_ID] = {.max = VOUCH_UID_MAX},
	[FIELD_PRODUCT] = {.max = VOUCH_NAME_MAX},
	[FIELD_SOURCE] = {.max = VOUCH_WORD_MAX},
	[FIELD_EXTERNAL_ID] = {.max = VOUCH_UID_MAX},
};

/* A row on its way; the first reason that turns up is the one that is told. */
struct row {
	const struct item_rules *rules;
	const struct csv_record *record;
	enum map_field refused; /* FIELD_NONE: none is, or the row as a whole */
	struct str why;         /* "" where nothing is wrong */
};

/* Somebody may be called Null: we write nothing where there is nothing. */
static bool is_filled(const struct map *map, const char *cell)
{
	return map_is_ours(map) ? *cell : !item_is_missing(cell);
}

const char *item_cell(const struct map *map, const struct csv_record *record, enum map_field field)
{
	size_t best = record->n;

	for (size_t i = 0; i < record->n; i++)
		if (map->fields[i] == field && is_filled(map, record->cells[i]) &&
		    (best == record->n || map->ranks[i] < map->ranks[best]))
			best = i;
	return best < record->n ? record->cells[best] : NULL;
}

static bool is_good(const struct row *row)
{
	return row->why.len == 0;
}

static void __attribute__((format(printf, 3, 4)))
refuse(struct row *row, enum map_field field, const char *format, ...)
{
	char text[512];
	va_list args;

	if (!is_good(row))
		return;
	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	row->refused = field;
	str_add_n(&row->why, text, cell_whole_length(text));
}

static const char *cell_of(const struct row *row, enum map_field field)
{
	return item_cell(&row->rules->map, row->record, field);
}

static bool is_fit(struct row *row, enum map_field field, const char *text)
{
	uint32_t control = cell_control(text);

	if (control)
		refuse(row, field,
		       "has the control character U+%04X, which is not seen; type it anew",
		       (unsigned)control);
	if (limits[field].max && utf8_length(text) > limits[field].max)
		refuse(row, field, "is longer than %zu characters", limits[field].max);
	return is_good(row);
}

/* Notes keep their lines, all else is one line. */
static json_t *text_of_cell(enum map_field field, const char *cell)
{
	_cleanup_str_ struct str line = {0};

	str_add(&line, cell);
	for (char *c = line.data; field != FIELD_NOTES && *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return json_string(line.data);
}

static void set_text(struct row *row, json_t *to, const char *key, enum map_field field)
{
	const char *cell = cell_of(row, field);

	if (cell && is_fit(row, field, cell))
		(void)json_object_set_new(to, key, text_of_cell(field, cell));
}

/* Ana + Ruiz, where no column holds the whole name; a firm where none holds a person's. */
static void set_name(struct row *row, json_t *to)
{
	const char *name = cell_of(row, FIELD_NAME), *given = cell_of(row, FIELD_GIVEN),
		   *family = cell_of(row, FIELD_FAMILY);
	_cleanup_str_ struct str whole = {0};

	if (!name && (given || family)) {
		str_addf(&whole, "%s%s%s", given ? given : "", given && family ? " " : "",
			 family ? family : "");
		name = whole.data;
	}
	if (!name)
		name = cell_of(row, FIELD_ORG);
	if (!name)
		refuse(row, FIELD_NAME, "is missing");
	if (name && is_fit(row, FIELD_NAME, name))
		(void)json_object_set_new(to, "name", text_of_cell(FIELD_NAME, name));
}

static bool holds(const json_t *list, const json_t *text)
{
	const json_t *known;
	size_t i;

	json_array_foreach (list, i, known)
		if (json_equal(known, text))
			return true;
	return false;
}

static void add_text(json_t *list, const char *text)
{
	json_t *item = json_string(text);

	if (holds(list, item))
		json_decref(item);
	else
		(void)json_array_append_new(list, item);
}

/* "* myContacts" is how Google calls a group of its own. */
static void add_part(struct row *row, json_t *list, enum map_field field, struct str *part)
{
	while (part->len && strchr(" \t", part->data[part->len - 1]))
		part->data[--part->len] = '\0';
	if (field == FIELD_EMAIL)
		cell_make_bare_email(part);
	if (field == FIELD_PHONE && cell_is_spoilt_number(str_text(part)))
		refuse(row, field,
		       "'%s' lost digits in a spreadsheet; show the column as text there, and "
		       "type the number anew",
		       part->data);
	for (char *c = part->data; c && *c; c++)
		if (*c == '\t')
			*c = ' ';
	if (item_is_missing(str_text(part)) || !is_fit(row, field, part->data))
		return;
	if (field != FIELD_TAGS || !str_starts_with(part->data, "* "))
		add_text(list, part->data);
}

/* How far the part goes; Google has " ::: " between several. */
static size_t part_length(enum map_field field, const char *cell)
{
	bool has_names = field == FIELD_EMAIL && strchr(cell, '<'); /* Ana Ruiz <a@example.org> */
	size_t n = strcspn(cell, has_names ? ",;\n" : limits[field].separators);
	const char *colons = strstr(cell, ":::");

	return colons && (size_t)(colons - cell) < n ? (size_t)(colons - cell) : n;
}

static void add_parts(struct row *row, json_t *list, enum map_field field, const char *cell)
{
	while (*cell && is_good(row)) {
		_cleanup_str_ struct str part = {0};
		size_t n = part_length(field, cell);

		str_add_n(&part, cell, n);
		add_part(row, list, field, &part);
		cell += n;
		if (str_starts_with(cell, ":::"))
			cell += 3;
		cell += strspn(cell, limits[field].separators);
		cell += strspn(cell, " \t");
		if (json_array_size(list) > limits[field].n_max)
			refuse(row, field, "holds more than %zu", limits[field].n_max);
	}
}

/* As vouch writes them: "; " between, and a backslash before a semicolon that is none. */
static void add_our_parts(struct row *row, json_t *list, enum map_field field, const char *cell)
{
	while (*cell && is_good(row)) {
		_cleanup_str_ struct str part = {0};

		for (; *cell && *cell != ';'; cell++) {
			if (*cell == '\\' && cell[1])
				cell++;
			str_add_char(&part, *cell);
		}
		if (part.len && is_fit(row, field, part.data))
			add_text(list, part.data);
		cell += *cell == ';';
		cell += *cell == ' ';
		if (json_array_size(list) > limits[field].n_max)
			refuse(row, field, "holds more than %zu", limits[field].n_max);
	}
}

/* All cells of the field together: "a@example.org; b@example.org". */
static json_t *list_of(struct row *row, enum map_field field)
{
	const struct map *map = &row->rules->map;
	json_t *list = json_array();

	for (size_t i = 0; i < row->record->n; i++) {
		if (map->fields[i] != field)
			continue;
		if (map_is_ours(map))
			add_our_parts(row, list, field, row->record->cells[i]);
		else
			add_parts(row, list, field, row->record->cells[i]);
	}
	return list;
}

static void set_list(struct row *row, json_t *to, const char *key, enum map_field field)
{
	json_t *list = list_of(row, field);

	if (json_array_size(list) > 0)
		(void)json_object_set(to, key, list);
	json_decref(list);
}

static void set_first(struct row *row, json_t *to, const char *key, enum map_field field)
{
	json_t *list = list_of(row, field);

	if (json_array_size(list) > 0)
		(void)json_object_set(to, key, json_array_get(list, 0));
	json_decref(list);
}

static bool is_of_address(enum map_field field)
{
	return field >= FIELD_STREET && field <= FIELD_COUNTRY;
}

/* Of several addresses the first that has anything, as a whole. */
static void set_address(struct row *row, json_t *address)
{
	static const char *const keys[] = {"street", "city", "region", "postcode", "country"};
	const struct map *map = &row->rules->map;
	const struct csv_record *record = row->record;
	unsigned rank = 256;

	for (size_t i = 0; i < record->n; i++)
		if (is_of_address(map->fields[i]) && map->ranks[i] < rank &&
		    is_filled(map, record->cells[i]))
			rank = map->ranks[i];
	for (size_t i = 0; i < record->n; i++) {
		enum map_field field = map->fields[i];
		const char *cell = record->cells[i], *key;

		if (!is_of_address(field) || map->ranks[i] != rank || !is_filled(map, cell))
			continue;
		key = keys[field - FIELD_STREET];
		if (!json_object_get(address, key) && is_fit(row, field, cell))
			(void)json_object_set_new(address, key, text_of_cell(field, cell));
	}
}

static void set_birthday(struct row *row, json_t *item)
{
	const char *cell = cell_of(row, FIELD_BIRTHDAY);
	_cleanup_str_ struct str why = {0};
	char day[DATES_TEXT_SIZE];

	if (!cell || birthday_is_none(cell))
		return;
	if (birthday_read(cell, row->rules->birthday, day, &why))
		(void)json_object_set_new(item, "birthday", json_string(day));
	else
		refuse(row, FIELD_BIRTHDAY, "%s", str_text(&why));
}

static void fill_contact(struct row *row, json_t *item)
{
	json_t *address = json_object();

	set_name(row, item);
	if (cell_of(row, FIELD_NAME) || cell_of(row, FIELD_GIVEN) || cell_of(row, FIELD_FAMILY))
		set_text(row, item, "org", FIELD_ORG);
	set_text(row, item, "given", FIELD_GIVEN);
	set_text(row, item, "family", FIELD_FAMILY);
	set_list(row, item, "emails", FIELD_EMAIL);
	set_list(row, item, "phones", FIELD_PHONE);
	set_address(row, address);
	if (json_object_size(address) > 0)
		(void)json_object_set(item, "address", address);
	json_decref(address);
	set_list(row, item, "tags", FIELD_TAGS);
	set_text(row, item, "notes", FIELD_NOTES);
	set_birthday(row, item);
	set_text(row, item, "language", FIELD_LANGUAGE);
	set_text(row, item, "timezone", FIELD_TIMEZONE);
	set_text(row, item, "source", FIELD_SOURCE);
	set_text(row, item, "external_id", FIELD_EXTERNAL_ID);
}

static void set_amount(struct row *row, json_t *item)
{
	const struct item_rules *rules = row->rules;
	const char *cell = cell_of(row, FIELD_AMOUNT);
	_cleanup_str_ struct str why = {0};
	char currency[4];
	int64_t amount;
	int exponent;

	if (!item_currency(rules, row->record, currency, &exponent)) {
		refuse(row, FIELD_CURRENCY, "'%s' is no code of three letters such as EUR",
		       cell_of(row, FIELD_CURRENCY));
		return;
	}
	if (!cell)
		return;
	if (!amounts_read(cell, rules->mark, exponent, currency, &amount, &why)) {
		refuse(row, FIELD_AMOUNT, "%s", str_text(&why));
		return;
	}
	(void)json_object_set_new(item, "amount", json_integer(amount));
	if (rules->says_currency || cell_of(row, FIELD_CURRENCY))
		(void)json_object_set_new(item, "currency", json_string(currency));
}

/* Without a column that says so, a sale with its last day is completed. */
static void set_state(struct row *row, json_t *item)
{
	const char *cell = cell_of(row, FIELD_STAGE), *state;

	if (map_has(&row->rules->map, FIELD_STAGE)) {
		state = cell ? stage_state(cell) : NULL;
		if (!cell)
			refuse(row, FIELD_STAGE, "is missing");
		if (cell && !state)
			refuse(row, FIELD_STAGE,
			       "'%s' is no stage known here; won, lost, refunded or open would be "
			       "right",
			       cell);
	} else {
		state = cell_of(row, FIELD_CLOSED) ? "completed" : "open";
	}
	if (state)
		(void)json_object_set_new(item, "state", json_string(state));
}

static void set_day(struct row *row, json_t *item, const char *key, enum map_field field)
{
	enum dates_order order = field == FIELD_OPENED ? row->rules->opened : row->rules->closed;
	const char *cell = cell_of(row, field);
	_cleanup_str_ struct str why = {0};
	char day[DATES_TEXT_SIZE];

	if (!cell)
		return;
	if (dates_read(cell, order, day, &why))
		(void)json_object_set_new(item, key, json_string(day));
	else
		refuse(row, field, "%s", str_text(&why));
}

/* HubSpot names the contact of a deal with its address. */
static void set_person(const struct row *row, json_t *contact)
{
	_cleanup_str_ struct str name = {0}, email = {0};
	const char *cell = cell_of(row, FIELD_NAME);

	if (!cell || map_is_ours(&row->rules->map) || !cell_split_person(cell, &name, &email))
		return;
	(void)json_object_set_new(contact, "name", json_string(str_text(&name)));
	if (!json_object_get(contact, "email"))
		(void)json_object_set_new(contact, "email", json_string(str_text(&email)));
}

static void fill_sale(struct row *row, json_t *item)
{
	const char *source = cell_of(row, FIELD_SOURCE);
	json_t *contact = json_object();

	set_name(row, contact);
	set_text(row, contact, "external_id", FIELD_CONTACT_ID);
	set_first(row, contact, "email", FIELD_EMAIL);
	set_first(row, contact, "phone", FIELD_PHONE);
	set_person(row, contact);
	(void)json_object_set_new(item, "contact", contact);
	if (!cell_of(row, FIELD_PRODUCT))
		refuse(row, FIELD_PRODUCT, "is missing");
	set_text(row, item, "product", FIELD_PRODUCT);
	set_amount(row, item);
	set_state(row, item);
	if (source)
		(void)json_object_set_new(item, "source", json_string(stage_source(source)));
	set_day(row, item, "opened_day", FIELD_OPENED);
	set_day(row, item, "closed_day", FIELD_CLOSED);
	set_text(row, item, "external_id", FIELD_EXTERNAL_ID);
}

static const char *delimiter_name(char delimiter)
{
	return delimiter == ';' ? "semicolon" : delimiter == '\t' ? "tab" : "comma";
}

static void check_cells(struct row *row)
{
	size_t n = row->record->n, wanted = row->rules->map.n;

	if (row->record->fault)
		refuse(row, FIELD_NONE, "%s", row->record->fault);
	else if (n != wanted)
		refuse(row, FIELD_NONE, "has %zu cell%s, the header has %zu; %s%s%s", n,
		       n == 1 ? "" : "s", wanted,
		       n > wanted ? "a cell with a " : "an empty cell keeps its ",
		       delimiter_name(row->record->delimiter),
		       n > wanted ? " in it stands in quotes" : "");
}

/* What the file calls the column of a cell that cannot be read; null where it is none of it. */
static const char *spoilt_column(const struct row *row)
{
	size_t at = row->record->fault_at;

	return at && at <= row->rules->map.n ? row->rules->map.headers[at - 1] : NULL;
}

static void tell(const struct row *row, struct refusals *refusals)
{
	const struct map *map = &row->rules->map;
	bool is_whole = row->refused == FIELD_NONE;

	refusals_add(refusals, &(struct refusal){
				       .line = row->record->line,
				       .field = is_whole ? NULL : map_field_name(map, row->refused),
				       .column = is_whole ? spoilt_column(row)
							  : map_column_name(map, row->refused),
				       .reason = row->why.data,
			       });
}

json_t *item_make(const struct item_rules *rules, const struct csv_record *record,
		  struct refusals *refusals)
{
	struct row row = {.rules = rules, .record = record, .refused = FIELD_NONE};
	json_t *item = json_object();

	(void)json_object_set_new(item, "line", json_integer(record->line));
	check_cells(&row);
	if (is_good(&row) && rules->map.kind == MAP_SALES)
		fill_sale(&row, item);
	else if (is_good(&row))
		fill_contact(&row, item);
	if (!is_good(&row)) {
		tell(&row, refusals);
		json_decref(item);
		item = NULL;
	}
	str_deinit(&row.why);
	return item;
}
