/* Params read from JSON by their table: the only place where request JSON is checked. */
#include "rpc/params.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "rpc/nearest.h"
#include "rpc/reading.h"

#define FIELD_SHOWN_MAX 64 /* characters of an unknown name that are sent back */

bool reader_fault(struct reader *r, const char *field, const char *format, ...)
{
	va_list args;

	if (r->faults->n == PARAM_FAULTS_MAX)
		return false;
	va_start(args, format);
	r->faults->items[r->faults->n++] =
		(struct param_fault){field, arena_vprintf(r->arena, format, args)};
	va_end(args);
	return false;
}

static void set_defaults(const struct param *table, void *to);

static void set_default(const struct param *p, void *to)
{
	switch (p->type) {
	case PARAM_INT:
		*(int64_t *)to = p->fallback;
		break;
	case PARAM_BOOL:
		*(bool *)to = p->fallback != 0;
		break;
	case PARAM_DAY:
		*(struct day *)to = NO_DAY;
		break;
	case PARAM_DUE:
		*(struct due *)to = (struct due){NO_DAY, ANY_MINUTE};
		break;
	case PARAM_INSTANT:
		*(int64_t *)to = NO_INSTANT;
		break;
	case PARAM_ENUM:
		*(int *)to = (int)p->fallback - 1;
		break;
	case PARAM_OBJECT:
		set_defaults(p->fields, to);
		break;
	case PARAM_TEXT:
	case PARAM_ID:
	case PARAM_TEXTS:
	case PARAM_IDS:
	case PARAM_OBJECTS:
	case PARAM_ITEMS:
	case PARAM_REPEAT:
		break; /* zero already */
	}
}

static void set_defaults(const struct param *table, void *to)
{
	for (const struct param *p = table; p->name; p++)
		set_default(p, (char *)to + p->offset);
}

static const char *member_field(struct reader *r, const char *prefix, const char *name)
{
	return prefix ? arena_printf(r->arena, "%s.%s", prefix, name) : name;
}

static void find_unknown(struct reader *r, const struct param *table, const json_t *object,
			 const char *prefix)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)object, key, value) {
		const char *field = key, *near;
		size_t n = 0;

		for (const struct param *p = table; p->name; p++)
			if (strcmp(p->name, key) == 0)
				field = NULL;
		if (!field)
			continue;
		near = nearest_param(table, key);
		for (size_t i = 0; field[n] && i < FIELD_SHOWN_MAX; i++) {
			uint32_t c;

			n += utf8_decode(field + n, strlen(field + n), &c);
		}
		field = member_field(r, prefix, arena_strndup(r->arena, field, n));
		if (near)
			(void)reader_fault(r, field, "unknown; did you mean '%s'?", near);
		else
			(void)reader_fault(r, field, "unknown");
	}
}

static bool read_member(struct reader *r, const struct param *p, const json_t *object, void *to,
			const char *prefix)
{
	const json_t *value = json_object_get(object, p->name);
	struct target target = {p, (char *)to + p->offset, NULL};
	const char *field;

	if (!value && !(p->flags & PARAM_REQUIRED))
		return true;
	if (json_is_null(value) && p->flags & PARAM_NULLABLE)
		return true;
	field = member_field(r, prefix, p->name);
	target.field = field;
	if (!value)
		return reader_fault(r, field, "is required");
	if (json_is_null(value))
		return reader_fault(r, field, "must be %s, not null", params_type_name(p->type));
	return value_read(r, &target, value);
}

bool object_read(struct reader *r, const struct param *table, const json_t *object, void *to,
		 const char *prefix)
{
	size_t before = r->faults->n;

	set_defaults(table, to);
	find_unknown(r, table, object, prefix);
	for (const struct param *p = table; p->name; p++)
		(void)read_member(r, p, object, to, prefix);
	return r->faults->n == before;
}

static void given_note(const struct param *table, const json_t *object, struct given *to)
{
	for (const struct param *p = table; p->name; p++) {
		const json_t *value = json_object_get(object, p->name);
		uint64_t bit = UINT64_C(1) << (p - table);

		assert(p - table < 64);
		if (value)
			to->present |= bit;
		if (json_is_null(value))
			to->cleared |= bit;
	}
}

/* A struct that is only ever part of another has none: its first member is a param. */
static bool begins_with_given(const struct param *table)
{
	for (const struct param *p = table; p->name; p++)
		if (p->offset < sizeof(struct given))
			return false;
	return true;
}

bool params_read(const struct param *table, const json_t *object, void *to, struct arena *arena,
		 struct param_faults *faults)
{
	static const struct param no_params[] = {{0}};
	struct reader r = {arena, faults};

	(void)object_read(&r, table ? table : no_params, object, to, NULL);
	if (table && begins_with_given(table))
		given_note(table, object, to);
	return faults->n == 0;
}

static uint64_t bit_of(const struct param *table, size_t offset)
{
	for (const struct param *p = table; p->name; p++)
		if (p->offset == offset)
			return UINT64_C(1) << (p - table);
	return 0;
}

bool params_present(const struct param *table, const void *params, size_t offset)
{
	return ((const struct given *)params)->present & bit_of(table, offset);
}

bool params_cleared(const struct param *table, const void *params, size_t offset)
{
	return ((const struct given *)params)->cleared & bit_of(table, offset);
}
