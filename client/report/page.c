/* The page: what stands in page.html between {{ and }} is put in. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/embedded.h"
#include "dates.h"
#include "report/html.h"
#include "report/report.h"

extern const struct embedded report_files[];

#define NONCE_BYTES 18

struct page {
	struct report *report;
	char nonce[2 * NONCE_BYTES + 1];
};

static const char *file_of(const char *name)
{
	for (const struct embedded *file = report_files; file->name; file++)
		if (str_equal(file->name, name))
			return file->text;
	return "";
}

/* Only what carries it may style or run: a book cannot know it. */
static void make_nonce(struct page *p)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[NONCE_BYTES];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		abort();
	for (size_t i = 0; i < NONCE_BYTES; i++) {
		p->nonce[2 * i] = digits[bytes[i] >> 4];
		p->nonce[2 * i + 1] = digits[bytes[i] & 15];
	}
}

static void put(struct str *out, const struct page *p, const char *name, size_t n)
{
	_cleanup_str_ struct str word = {0}, day = {0};

	str_add_n(&word, name, n);
	if (str_equal(word.data, "nonce"))
		str_add(out, p->nonce);
	else if (str_equal(word.data, "day")) {
		dates_add_full(&day, p->report->cli->view.today);
		html_text(out, str_text(&day));
	} else if (str_equal(word.data, "body"))
		str_add(out, str_text(&p->report->body));
	else if (str_equal(word.data, "data"))
		html_json(out, p->report->data);
	else
		str_add(out, file_of(word.data));
}

static void fill(struct str *out, const struct page *p, const char *template)
{
	const char *open, *close;

	while ((open = strstr(template, "{{")) && (close = strstr(open, "}}"))) {
		str_add_n(out, template, (size_t)(open - template));
		put(out, p, open + 2, (size_t)(close - open - 2));
		template = close + 2;
	}
	str_add(out, template);
}

void page_write(struct report *r, struct str *out)
{
	static void (*const sections[])(struct report * r) = {
		section_head, section_agenda,  section_funnel,   section_sources,
		section_tree, section_cadence, section_promises, section_hours,
	};
	struct page p = {.report = r};

	for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
		sections[i](r);
	make_nonce(&p);
	fill(out, &p, file_of("page"));
}
