/* Templates: read, changed, and given back their default text. */
#include "ops/template.h"

#include <string.h>

#include "base/embedded.h"
#include "base/str.h"
#include "store/template.h"

/* The default texts, from daemon/templates. */
extern const struct embedded templates[];

static const char *trimmed(struct arena *arena, const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t n;

	text += strspn(text, blanks);
	n = strlen(text);
	while (n > 0 && strchr(blanks, text[n - 1]))
		n--;
	return arena_strndup(arena, text, n);
}

static const char *default_text(struct op *op, enum template_kind kind)
{
	for (const struct embedded *file = templates; file->name; file++)
		if (str_equal(file->name, template_infos[kind].name))
			return trimmed(op->arena, file->text);
	return "";
}

static int find_kind(struct op *op, const char *name, struct template *ret)
{
	char stored[TEMPLATE_NAME_SIZE];
	int kind = template_find(name, stored);

	if (kind < 0)
		return op_fail(op, VOUCH_E_NOT_FOUND, "name",
			       "there is no template '%s'; there are: ask, listen-for, for each "
			       "product one such as listen-for:alarm, and the e-mails birthday, "
			       "thank, renewal, mail and your own such as mail:welcome",
			       name);
	*ret = (struct template){.kind = (enum template_kind)kind,
				 .name = arena_strdup(op->arena, stored)};
	return 0;
}

/* What it is without a text of its own. */
static int find_default(struct op *op, struct template *t)
{
	struct stored_template general = {0};
	int r = 0;

	t->is_default = true;
	t->version = 0;
	if (!str_equal(t->name, template_infos[t->kind].name))
		r = store_template_find(op->store, template_infos[t->kind].name, op->arena,
					&general);
	t->text = general.text ? general.text : default_text(op, t->kind);
	return r;
}

int op_template_get(struct op *op, const char *name, struct template *ret)
{
	struct stored_template stored;
	int r;

	r = find_kind(op, name, ret);
	if (r == 0)
		r = store_template_find(op->store, ret->name, op->arena, &stored);
	if (r)
		return r;
	ret->text = stored.text;
	ret->version = stored.version;
	return stored.text ? 0 : find_default(op, ret);
}

static int refuse(struct op *op, const struct script_fault *faults, size_t n)
{
	struct op_fault *all = arena_array(op->arena, n, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct op_fault){arena_printf(op->arena, "text line %d", faults[i].line),
					   arena_strdup(op->arena, faults[i].reason)};
	op->fail_faults = all;
	op->n_fail_faults = n;
	return op_fail(op, VOUCH_E_TEMPLATE_INVALID, "text", "line %d: %s", faults[0].line,
		       faults[0].reason);
}

int op_template_put(struct op *op, const char *name, const char *text, struct template *ret)
{
	struct script_fault faults[SCRIPT_FAULTS_MAX];
	struct template now;
	size_t n;
	int r;

	r = op_template_get(op, name, &now);
	if (r)
		return r;
	*ret = now;
	r = find_default(op, ret);
	if (r)
		return r;
	text = trimmed(op->arena, text);
	if (!*text || str_equal(text, ret->text))
		return now.is_default ? 0 : store_template_remove(op->store, now.name);
	n = script_check(text, template_infos[now.kind].fields, faults);
	if (n)
		return refuse(op, faults, n);
	*ret = now;
	if (!now.is_default && str_equal(text, now.text))
		return 0;
	ret->text = text;
	ret->is_default = false;
	ret->version++;
	return store_template_put(op->store, now.name, text, op->now);
}

void op_template_render(struct op *op, const struct template *t, const struct script_value *values,
			const char **ret)
{
	const struct script_field *fields = template_infos[t->kind].fields;
	struct script_fault faults[SCRIPT_FAULTS_MAX];
	char *text = arena_alloc(op->arena, VOUCH_SCRIPT_MAX);

	*ret = NULL;
	if (script_check(t->text, fields, faults) == 0 &&
	    script_render(t->text, fields, values, text, VOUCH_SCRIPT_MAX))
		*ret = trimmed(op->arena, text);
}

int op_template_refuse(struct op *op, const struct template *t)
{
	struct script_fault faults[SCRIPT_FAULTS_MAX];
	size_t n = script_check(t->text, template_infos[t->kind].fields, faults);

	if (n == 0)
		return op_fail(op, VOUCH_E_TEMPLATE_INVALID, "text",
			       "the template '%s' makes a text of more than %d bytes: shorten it",
			       t->name, VOUCH_SCRIPT_MAX);
	return op_fail(op, VOUCH_E_TEMPLATE_INVALID, "text",
		       "the template '%s' must be corrected, line %d: %s", t->name, faults[0].line,
		       faults[0].reason);
}
