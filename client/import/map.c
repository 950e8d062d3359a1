/* Which column of a file is which field of vouch, told from the header. */
#include "import/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "import/templates.h"
#include "import/words.h"
#include "vouch/protocol.h"

static const struct {
	const char *name;
	bool is_list;
	unsigned kinds; /* WORD_CONTACTS, WORD_SALES */
} fields[N_FIELDS] = {
	[FIELD_NAME] = {"name", false, WORD_CONTACTS | WORD_SALES},
	[FIELD_GIVEN] = {"given", false, WORD_CONTACTS | WORD_SALES},
	[FIELD_FAMILY] = {"family", false, WORD_CONTACTS | WORD_SALES},
	[FIELD_ORG] = {"org", false, WORD_CONTACTS},
	[FIELD_EMAIL] = {"email", true, WORD_CONTACTS | WORD_SALES},
	[FIELD_PHONE] = {"phone", true, WORD_CONTACTS | WORD_SALES},
	[FIELD_STREET] = {"street", false, WORD_CONTACTS},
	[FIELD_CITY] = {"city", false, WORD_CONTACTS},
	[FIELD_REGION] = {"region", false, WORD_CONTACTS},
	[FIELD_POSTCODE] = {"postcode", false, WORD_CONTACTS},
	[FIELD_COUNTRY] = {"country", false, WORD_CONTACTS},
	[FIELD_TAGS] = {"tags", true, WORD_CONTACTS},
	[FIELD_NOTES] = {"notes", false, WORD_CONTACTS},
	[FIELD_BIRTHDAY] = {"birthday", false, WORD_CONTACTS},
	[FIELD_LANGUAGE] = {"language", false, WORD_CONTACTS},
	[FIELD_TIMEZONE] = {"timezone", false, WORD_CONTACTS},
	[FIELD_CONTACT_ID] = {"contact_id", false, WORD_SALES},
	[FIELD_PRODUCT] = {"product", false, WORD_SALES},
	[FIELD_AMOUNT] = {"amount", false, WORD_SALES},
	[FIELD_CURRENCY] = {"currency", false, WORD_SALES},
	[FIELD_STAGE] = {"stage", false, WORD_SALES},
	[FIELD_OPENED] = {"opened", false, WORD_SALES},
	[FIELD_CLOSED] = {"closed", false, WORD_SALES},
	[FIELD_SOURCE] = {"source", false, WORD_CONTACTS | WORD_SALES},
	[FIELD_EXTERNAL_ID] = {"external_id", false, WORD_CONTACTS | WORD_SALES},
};

struct maker {
	struct map *map;
	int64_t line;              /* of the header */
	char (*normal)[WORD_SIZE]; /* the headers, as words */
	bool is_settled[N_FIELDS]; /* by a wish */
	struct str *why;
};

bool map_is_ours(const struct map *map)
{
	return map->template && map->template->is_ours;
}

bool map_has(const struct map *map, enum map_field field)
{
	for (size_t i = 0; i < map->n; i++)
		if (map->fields[i] == field)
			return true;
	return false;
}

const char *map_field_name(const struct map *map, enum map_field field)
{
	if (field == FIELD_NAME && map->kind == MAP_SALES)
		return "contact";
	return fields[field].name;
}

const char *map_column_name(const struct map *map, enum map_field field)
{
	for (size_t i = 0; i < map->n; i++)
		if (map->fields[i] == field)
			return map->headers[i];
	return map_field_name(map, field);
}

int map_find_column(const struct map *map, const char *name)
{
	char wanted[WORD_SIZE], word[WORD_SIZE];

	for (size_t i = 0; i < map->n; i++)
		if (str_equal(map->headers[i], name))
			return (int)i;
	word_normalise(name, wanted);
	for (size_t i = 0; *wanted && i < map->n; i++) {
		word_normalise(map->headers[i], word);
		if (str_equal(word, wanted))
			return (int)i;
	}
	return -1;
}

static enum map_field find_field(const char *name)
{
	if (str_equal(name, "contact"))
		return FIELD_NAME;
	for (int i = 0; i < N_FIELDS; i++)
		if (str_equal(fields[i].name, name))
			return (enum map_field)i;
	return FIELD_NONE;
}

static bool is_free(const struct maker *m, enum map_field field)
{
	if (m->is_settled[field])
		return false;
	return fields[field].is_list || !map_has(m->map, field);
}

static void list_fields(struct str *out, unsigned kinds)
{
	const char *comma = "";

	for (int i = 0; i < N_FIELDS; i++) {
		if (!(fields[i].kinds & kinds))
			continue;
		str_addf(out, "%s%s", comma, fields[i].name);
		comma = ", ";
	}
}

static void list_columns(struct str *out, const struct map *map)
{
	for (size_t i = 0; i < map->n; i++)
		str_addf(out, "%s%s", i ? ", " : "", map->headers[i]);
}

static int grant(struct maker *m, const struct map_wish *wish)
{
	enum map_field field = find_field(wish->field);
	int column;

	if (field == FIELD_NONE) {
		str_addf(m->why, "--map: there is no field '%s'; the fields are ", wish->field);
		list_fields(m->why, WORD_CONTACTS | WORD_SALES);
		return VOUCH_EXIT_USAGE;
	}
	if (!*wish->column) {
		m->is_settled[field] = true;
		return 0;
	}
	column = map_find_column(m->map, wish->column);
	if (column < 0) {
		str_addf(m->why, "--map: there is no column '%s'; the columns are ", wish->column);
		list_columns(m->why, m->map);
		return VOUCH_EXIT_USAGE;
	}
	if (m->is_settled[field] && !fields[field].is_list) {
		str_addf(m->why, "--map: %s is named twice", wish->field);
		return VOUCH_EXIT_USAGE;
	}
	if (m->map->fields[column] != FIELD_NONE) {
		str_addf(m->why, "--map: the column '%s' is named twice", m->map->headers[column]);
		return VOUCH_EXIT_USAGE;
	}
	m->map->fields[column] = field;
	m->is_settled[field] = true;
	return 0;
}

static bool is_about_sales(const struct maker *m)
{
	for (size_t i = 0; i < m->map->n; i++)
		if (m->map->fields[i] != FIELD_NONE &&
		    fields[m->map->fields[i]].kinds == WORD_SALES)
			return true;
	for (const struct word *w = words; w->text; w++)
		for (size_t i = 0; (w->flags & WORD_DECIDES) && i < m->map->n; i++)
			if (m->map->fields[i] == FIELD_NONE && !m->is_settled[w->field] &&
			    str_equal(m->normal[i], w->text))
				return true;
	return false;
}

static void guess(struct maker *m)
{
	unsigned kind = m->map->kind == MAP_SALES ? WORD_SALES : WORD_CONTACTS;

	for (const struct word *w = words; w->text; w++)
		for (size_t i = 0; (w->flags & kind) && i < m->map->n; i++)
			if (m->map->fields[i] == FIELD_NONE && is_free(m, w->field) &&
			    str_equal(m->normal[i], w->text))
				m->map->fields[i] = w->field;
}

/* What other programs have in columns we do not know is none of ours. */
static void take_template(struct maker *m)
{
	struct map *map = m->map;

	for (size_t i = 0; i < map->n; i++) {
		const struct template_column *c = template_column(map->template, m->normal[i]);

		if (!c || map->fields[i] != FIELD_NONE || m->is_settled[c->field])
			continue;
		map->fields[i] = c->field;
		map->ranks[i] = c->rank;
	}
}

/* Where nothing but a firm is named, the firm is whom we know. */
static void take_org_for_name(struct map *map)
{
	if (map_has(map, FIELD_NAME) || map_has(map, FIELD_GIVEN) || map_has(map, FIELD_FAMILY))
		return;
	for (size_t i = 0; i < map->n; i++)
		if (map->fields[i] == FIELD_ORG)
			map->fields[i] = FIELD_NAME;
}

static int lacks(struct maker *m, const char *what, enum map_field field)
{
	str_addf(m->why,
		 "no column says %s; name it with --map %s=COLUMN (the columns, on line %lld, are ",
		 what, map_field_name(m->map, field), (long long)m->line);
	list_columns(m->why, m->map);
	str_add(m->why, ")");
	return VOUCH_EXIT_FAILED;
}

static int check(struct maker *m)
{
	const struct map *map = m->map;
	unsigned kind = map->kind == MAP_SALES ? WORD_SALES : WORD_CONTACTS;

	for (size_t i = 0; i < map->n; i++)
		if (map->fields[i] != FIELD_NONE && !(fields[map->fields[i]].kinds & kind)) {
			str_addf(m->why, "--map: %s is no field of a sale; the fields are ",
				 map_field_name(map, map->fields[i]));
			list_fields(m->why, kind);
			return VOUCH_EXIT_USAGE;
		}
	if (!map_has(map, FIELD_NAME) && !map_has(map, FIELD_GIVEN) && !map_has(map, FIELD_FAMILY))
		return lacks(m, map->kind == MAP_SALES ? "who bought" : "whom it is about",
			     FIELD_NAME);
	if (map->kind == MAP_SALES && !map_has(map, FIELD_PRODUCT))
		return lacks(m, "what was sold", FIELD_PRODUCT);
	return 0;
}

static void copy_headers(struct map *map, const struct csv_record *header)
{
	*map = (struct map){.n = header->n};
	for (size_t i = 0; i < map->n; i++) {
		struct str name = {0};

		if (*header->cells[i])
			str_add(&name, header->cells[i]);
		else
			str_addf(&name, "(column %zu)", i + 1);
		map->headers[i] = name.data;
		map->fields[i] = FIELD_NONE;
	}
}

static void choose_template(struct maker *m, const struct template *asked)
{
	const struct template *t = asked;

	if (!t)
		t = template_tell((const char(*)[WORD_SIZE])m->normal, m->map->n);
	m->map->template = t == &template_none ? NULL : t;
}

static int fill(struct maker *m)
{
	struct map *map = m->map;

	if (map->template && map->template->refusal) {
		str_add(m->why, map->template->refusal);
		return VOUCH_EXIT_FAILED;
	}
	if (map->template) {
		map->kind = map->template->kind;
		take_template(m);
	} else {
		map->kind = is_about_sales(m) ? MAP_SALES : MAP_CONTACTS;
		guess(m);
	}
	if (map->kind == MAP_CONTACTS)
		take_org_for_name(map);
	return check(m);
}

int map_make(struct map *map, const struct csv_record *header, const struct map_wish *wishes,
	     size_t n_wishes, const struct template *asked, struct str *why)
{
	struct maker m = {.map = map, .line = header->line, .why = why};
	_cleanup_free_ void *normal = NULL;

	copy_headers(map, header);
	normal = xcalloc(map->n, sizeof *m.normal);
	m.normal = normal;
	for (size_t i = 0; i < map->n; i++)
		word_normalise(header->cells[i], m.normal[i]);
	for (size_t i = 0; i < n_wishes; i++) {
		int r = grant(&m, &wishes[i]);

		if (r)
			return r;
	}
	choose_template(&m, asked);
	return fill(&m);
}

void map_deinit(struct map *map)
{
	for (size_t i = 0; i < map->n; i++)
		free(map->headers[i]);
	*map = (struct map){0};
}

void map_describe(const struct map *map, struct str *out)
{
	const char *comma = "";

	for (size_t i = 0; i < map->n; i++) {
		if (map->fields[i] == FIELD_NONE)
			continue;
		str_addf(out, "%s%s → %s", comma, map->headers[i],
			 map_field_name(map, map->fields[i]));
		comma = ", ";
	}
	comma = "; not used: ";
	for (size_t i = 0; i < map->n; i++) {
		if (map->fields[i] != FIELD_NONE)
			continue;
		str_addf(out, "%s%s", comma, map->headers[i]);
		comma = ", ";
	}
}
