/* Phone numbers as keys.
 *
 * Calling codes are those of ITU-T E.164; with them the prefix of a call inside the country (0, 8,
 * 06 …) and to abroad (00, 011 …). The lists of the ITU decide where this table differs from them:
 * it was not made from them. Names: English, and a country's own where it is often written. */
#include "domain/phone.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/contact.h"

static const struct region {
	const char *iso, *code;
	const char *trunk;  /* before a national number, "" none */
	const char *abroad; /* before an international one, where that is not 00 */
	const char *name, *own_name;
} regions[] = {
	{"AE", "971", "0", NULL, "United Arab Emirates", "UAE"},
	{"AR", "54", "0", NULL, "Argentina", NULL},
	{"AT", "43", "0", NULL, "Austria", "Österreich"},
	{"AU", "61", "0", "0011", "Australia", NULL},
	{"BE", "32", "0", NULL, "Belgium", "België"},
	{"BG", "359", "0", NULL, "Bulgaria", NULL},
	{"BR", "55", "0", NULL, "Brazil", "Brasil"},
	{"CA", "1", "1", "011", "Canada", NULL},
	{"CH", "41", "0", NULL, "Switzerland", "Schweiz"},
	{"CL", "56", "", NULL, "Chile", NULL},
	{"CN", "86", "0", NULL, "China", NULL},
	{"CO", "57", "0", NULL, "Colombia", NULL},
	{"CR", "506", "", NULL, "Costa Rica", NULL},
	{"CY", "357", "", NULL, "Cyprus", NULL},
	{"CZ", "420", "", NULL, "Czechia", "Czech Republic"},
	{"DE", "49", "0", NULL, "Germany", "Deutschland"},
	{"DK", "45", "", NULL, "Denmark", "Danmark"},
	{"EE", "372", "", NULL, "Estonia", "Eesti"},
	{"EG", "20", "0", NULL, "Egypt", NULL},
	{"ES", "34", "", NULL, "Spain", "España"},
	{"FI", "358", "0", NULL, "Finland", "Suomi"},
	{"FR", "33", "0", NULL, "France", NULL},
	{"GB", "44", "0", NULL, "United Kingdom", "UK"},
	{"GR", "30", "", NULL, "Greece", NULL},
	{"HK", "852", "", "001", "Hong Kong", NULL},
	{"HR", "385", "0", NULL, "Croatia", "Hrvatska"},
	{"HU", "36", "06", NULL, "Hungary", "Magyarország"},
	{"IE", "353", "0", NULL, "Ireland", "Éire"},
	{"IL", "972", "0", NULL, "Israel", NULL},
	{"IN", "91", "0", NULL, "India", NULL},
	{"IS", "354", "", NULL, "Iceland", "Ísland"},
	/* Landlines keep their 0 abroad. */
	{"IT", "39", "", NULL, "Italy", "Italia"},
	{"JP", "81", "0", "010", "Japan", NULL},
	{"KR", "82", "0", "00700", "South Korea", "Korea"},
	{"LT", "370", "0", NULL, "Lithuania", "Lietuva"},
	{"LU", "352", "", NULL, "Luxembourg", "Luxemburg"},
	{"LV", "371", "", NULL, "Latvia", "Latvija"},
	{"MA", "212", "0", NULL, "Morocco", "Maroc"},
	{"MT", "356", "", NULL, "Malta", NULL},
	{"MX", "52", "", NULL, "Mexico", "México"},
	{"MY", "60", "0", NULL, "Malaysia", NULL},
	{"NG", "234", "0", "009", "Nigeria", NULL},
	{"NL", "31", "0", NULL, "Netherlands", "Nederland"},
	{"NO", "47", "", NULL, "Norway", "Norge"},
	{"NZ", "64", "0", NULL, "New Zealand", NULL},
	{"PE", "51", "0", NULL, "Peru", "Perú"},
	{"PH", "63", "0", NULL, "Philippines", NULL},
	{"PK", "92", "0", NULL, "Pakistan", NULL},
	{"PL", "48", "", NULL, "Poland", "Polska"},
	{"PT", "351", "", NULL, "Portugal", NULL},
	{"RO", "40", "0", NULL, "Romania", "România"},
	{"RS", "381", "0", NULL, "Serbia", "Srbija"},
	{"SA", "966", "0", NULL, "Saudi Arabia", NULL},
	{"SE", "46", "0", NULL, "Sweden", "Sverige"},
	{"SG", "65", "", "001", "Singapore", NULL},
	{"SI", "386", "0", NULL, "Slovenia", "Slovenija"},
	{"SK", "421", "0", NULL, "Slovakia", "Slovensko"},
	{"TR", "90", "0", NULL, "Turkey", "Türkiye"},
	{"TW", "886", "0", "002", "Taiwan", NULL},
	{"UA", "380", "0", NULL, "Ukraine", NULL},
	{"US", "1", "1", "011", "United States", "USA"},
	{"ZA", "27", "0", NULL, "South Africa", NULL},
};

static bool is_name(const char *text, const char *name)
{
	return name && strcasecmp(text, name) == 0;
}

static const struct region *find_region(const char *country)
{
	if (!country)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(regions); i++)
		if (is_name(country, regions[i].iso) || is_name(country, regions[i].name) ||
		    is_name(country, regions[i].own_name))
			return &regions[i];
	return NULL;
}

/* Digits alone, and + where it comes before all of them; "(0)" behind a calling code is not
 * dialled from abroad. */
static void squeeze(const char *number, char *to, size_t size)
{
	size_t n = 0;

	for (; *number && n + 1 < size; number++) {
		if (n && to[0] == '+' && strncmp(number, "(0)", 3) == 0)
			number += 2;
		else if ((*number >= '0' && *number <= '9') || (*number == '+' && n == 0))
			to[n++] = *number;
	}
	to[n] = '\0';
}

/* The number behind the prefix; null where it has another beginning. */
static const char *behind(const char *number, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(number, prefix, n) == 0 ? number + n : NULL;
}

static void join(const char *code, const char *number, char *to, size_t size)
{
	size_t n = strlen(number), n_code = strlen(code);

	if (n + n_code + 2 > size)
		return;
	memmove(to + n_code + 1, number, n + 1);
	to[0] = '+';
	for (size_t i = 0; i < n_code; i++)
		to[i + 1] = code[i];
}

void phone_key(const char *number, const char *country, const char *home, char *to, size_t size)
{
	const struct region *region = find_region(country);
	const char *rest;

	if (!region)
		region = find_region(home);
	squeeze(number, to, size);
	if (to[0] == '+')
		return;
	rest = behind(to, region && region->abroad ? region->abroad : "00");
	if (rest) {
		join("", rest, to, size);
		return;
	}
	/* What is too short for a number of the country is an extension, or anybody's. */
	if (!region || strlen(to) < 5)
		return;
	rest = *region->trunk ? behind(to, region->trunk) : NULL;
	join(region->code, rest ? rest : to, to, size);
}
