/* Prints the settings for vouch.conf(5), from the table that reads them. */
#include <stdio.h>
#include <string.h>

#include "base/mdoc.h"
#include "base/str.h"
#include "domain/settings.h"

/* What may stand there. */
static void describe(struct str *to, const struct setting *s)
{
	switch (s->type) {
	case SETTING_INT:
		str_addf(to, "a number, %d to %d", s->min, s->max);
		break;
	case SETTING_TIME:
		str_add(to, "a time, 00:00 to 23:59");
		break;
	case SETTING_WEEK:
		str_add(to, "days, such as mon-fri or mon,tue,thu");
		break;
	case SETTING_WORD:
		for (size_t i = 0; s->words[i]; i++)
			str_addf(to, "%s%s",
				 i == 0            ? ""
				 : s->words[i + 1] ? ", "
						   : " or ",
				 s->words[i]);
		break;
	case SETTING_FOLDER:
		str_add(to, "a folder, from / or ~/");
		break;
	case SETTING_COUNTRY:
		str_add(to, "a country in two capitals, such as US");
		break;
	case SETTING_CURRENCY:
		str_add(to, "a currency in three capitals, such as USD");
		break;
	}
}

static void print(const struct setting *s)
{
	_cleanup_str_ struct str item = {0}, text = {0};

	str_addf(&item, "%s = %s", s->key, s->fallback);
	while (item.len > 0 && item.data[item.len - 1] == ' ')
		item.data[--item.len] = '\0';
	mdoc_item(stdout, "Cm", str_text(&item));
	str_addf(&text, "%s (", s->help);
	describe(&text, s);
	str_add(&text, *s->fallback ? ")" : "; or nothing)");
	mdoc_text(stdout, str_text(&text));
}

int main(void)
{
	const char *section = "";

	for (const struct setting *s = settings_table; s->key; s++) {
		if (!str_equal(section, s->section)) {
			if (*section)
				(void)puts(".El");
			(void)printf(".Ss [%s]\\&\n.Bl -tag -width Ds\n", s->section);
			section = s->section;
		}
		print(s);
	}
	(void)puts(".El");
	return fflush(stdout) == 0 ? 0 : 1;
}
