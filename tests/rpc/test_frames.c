/* Lines written by hand to be wrong, each with its exact answer: malformed.txt.
 *
 *   # a comment
 *   = -32700        the code of every answer from here on; "= none": no answer; "= any"
 *   > {"id":%FF}    a line; %FF is that byte, %(1000*[) a thousand of what stands there
 *   < {"jsonrpc"…   its answer
 *
 * FRAMES_UPDATE=1 writes the answers that were got, if their codes are those wanted. */
#include "base/cleanup.h"
#include "rpc/story.h"

#define PATH TEST_SOURCE_DIR "/rpc/malformed.txt"
#define FRAMES_MIN 200

static void unescape(const char *text, struct str *to)
{
	while (*text) {
		char hex[3] = {0}, *end;
		long n;

		if (*text != '%') {
			str_add_char(to, *text++);
			continue;
		}
		if (text[1] != '(') {
			memcpy(hex, text + 1, 2);
			str_add_char(to, (char)strtol(hex, NULL, 16));
			text += 3;
			continue;
		}
		n = strtol(text + 2, &end, 10);
		text = strchr(end, ')');
		assert_non_null(text);
		for (; n > 0; n--)
			str_add_n(to, end + 1, (size_t)(text - end - 1));
		text++;
	}
}

static bool is_code(const char *want, const char *reply)
{
	if (strcmp(want, "any") == 0)
		return true;
	return strcmp(want, "none") == 0 ? !*reply
					 : *reply && code_of(reply) == strtol(want, NULL, 10);
}

static char *read_line(FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, file);

	if (n < 0) {
		free(line);
		return NULL;
	}
	if (n && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return line;
}

/* The answer to one frame, which is looked at only for its code. */
static const char *try_frame(struct stack *f, const char *frame, const char *code)
{
	_cleanup_str_ struct str bytes = {0};
	const char *reply;

	unescape(frame, &bytes);
	reply = send_n(f, str_text(&bytes), bytes.len);
	if (!is_code(code, reply))
		fail_msg("%.200s\nwants %s, is answered %.500s", frame, code, reply);
	return reply;
}

static void every_frame_has_its_answer(void **state)
{
	FILE *file = fopen(PATH, "re");
	bool is_updating = getenv("FRAMES_UPDATE") != NULL;
	_cleanup_str_ struct str all = {0}, got = {0};
	char code[16] = "", *line;
	int n = 0, n_answers = 0;

	assert_non_null(file);
	for (; (line = read_line(file)); free(line)) {
		if (line[0] == '<' && !is_updating) {
			n_answers++;
			str_add_char(&got, '\0');
			if (strncmp(got.data, line + 1 + (line[1] == ' '), got.len) != 0)
				fail_msg("frame %d:\n%s\n%s", n, line, got.data);
		}
		if (line[0] == '<')
			continue;
		str_addf(&all, "%s\n", line);
		if (line[0] == '=')
			(void)snprintf(code, sizeof code, "%s", line + 2);
		if (line[0] != '>')
			continue;
		n++;
		str_reset(&got);
		str_add(&got, try_frame(*state, line + 2, code));
		if (got.len)
			got.len--; /* its newline */
		str_add(&all, "<");
		str_add(&all, got.len ? " " : "");
		str_add_n(&all, got.data, got.len);
		str_add_char(&all, '\n');
	}
	(void)fclose(file);
	print_message("%d frames\n", n);
	assert_true(n >= FRAMES_MIN);
	if (!is_updating) {
		assert_int_equal(n_answers, n);
		return;
	}
	file = fopen(PATH, "we");
	assert_non_null(file);
	(void)fwrite(all.data, 1, all.len, file);
	(void)fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(every_frame_has_its_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
