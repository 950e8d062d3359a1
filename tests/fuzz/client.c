/* A program at the socket, for the fuzzer of sessions. */
#include "fuzz/client.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "fuzz/fuzz.h"
#include "rpc/scan.h"
#include "vouch/limits.h"

#define INTERNAL_ERROR (-32603)

static void drop_front(struct str *s, size_t n)
{
	if (n && n < s->len)
		memmove(s->data, s->data + n, s->len - n);
	s->len -= n;
	if (s->data)
		s->data[s->len] = '\0';
}

/* ---- what must be answered ---- */

static bool is_id(const json_t *id)
{
	return json_is_string(id) || json_is_number(id) || json_is_null(id);
}

static bool is_request(const json_t *json)
{
	const char *version = json_string_value(json_object_get(json, "jsonrpc"));
	const json_t *params = json_object_get(json, "params");

	return version && strcmp(version, "2.0") == 0 &&
	       json_is_string(json_object_get(json, "method")) &&
	       (!params || json_is_object(params) || json_is_array(params));
}

/* The id with which it must be answered; null for a notification. */
static json_t *id_of(const json_t *json)
{
	json_t *id = json_object_get(json, "id");

	if (is_id(id))
		return json_incref(id);
	return id || !is_request(json) ? json_null() : NULL;
}

/* Null where nothing is to be answered. */
static json_t *ids_of(const json_t *json)
{
	json_t *all, *one, *id;
	size_t i, n = json_array_size(json);

	if (!json_is_array(json))
		return id_of(json);
	if (n == 0 || n > VOUCH_BATCH_MAX)
		return json_null();
	all = json_array();
	json_array_foreach (json, i, one) {
		id = id_of(one);
		if (id)
			(void)json_array_append_new(all, id);
	}
	if (json_array_size(all))
		return all;
	json_decref(all);
	return NULL;
}

static void expect(struct client *c, json_t *ids)
{
	if (!ids)
		return;
	c->expected = xgrow(c->expected, c->n_expected, &c->cap_expected, sizeof(void *));
	c->expected[c->n_expected++] = ids;
}

static void expect_line(struct client *c, const char *line, size_t n)
{
	json_t *json;

	if (n && line[n - 1] == '\r')
		n--;
	if (n == 0)
		return;
	if (n > VOUCH_LINE_MAX) {
		c->is_too_long = true;
		expect(c, json_null());
		return;
	}
	c->has_subscribed |= memmem(line, n, "subscribe", 9) != NULL;
	json = scan_json(line, n)
		       ? NULL
		       : json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	expect(c, json ? ids_of(json) : json_null());
	json_decref(json);
}

/* No end need be seen to know that a line is too long, unless the last byte may be the "\r" of it.
 */
static bool is_half_too_long(const char *half, size_t n)
{
	return n > VOUCH_LINE_MAX + 1 || (n == VOUCH_LINE_MAX + 1 && half[n - 1] != '\r');
}

static void look_at_said(struct client *c)
{
	const char *text = str_text(&c->said), *end = text + c->said.len, *stop;

	while (!c->is_too_long && (stop = memchr(text, '\n', (size_t)(end - text)))) {
		expect_line(c, text, (size_t)(stop - text));
		text = stop + 1;
	}
	if (!c->is_too_long && is_half_too_long(text, (size_t)(end - text)))
		expect_line(c, text, (size_t)(end - text));
	drop_front(&c->said, (size_t)(text - str_text(&c->said)));
}

/* ---- what was answered ---- */

static void check_answer(const json_t *answer, const json_t *id)
{
	const json_t *error = json_object_get(answer, "error");

	CLAIM(json_is_object(answer) && json_object_size(answer) == 3);
	CLAIM((error != NULL) != (json_object_get(answer, "result") != NULL));
	CLAIM(json_integer_value(json_object_get(error, "code")) != INTERNAL_ERROR);
	CLAIM(json_equal(json_object_get(answer, "id"), id));
}

static bool is_pushed(const json_t *json)
{
	return json_object_get(json, "method") && !json_object_get(json, "id");
}

static void hear_line(struct client *c, const char *line, size_t n)
{
	json_t *json = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL), *ids, *one;
	size_t i;

	CLAIM(json);
	if (is_pushed(json)) {
		CLAIM(c->has_subscribed);
		json_decref(json);
		return;
	}
	CLAIM(c->next < c->n_expected);
	ids = c->expected[c->next++];
	CLAIM(json_is_array(json) == json_is_array(ids));
	CLAIM(json_array_size(json) == json_array_size(ids));
	if (!json_is_array(json))
		check_answer(json, ids);
	json_array_foreach (json, i, one)
		check_answer(one, json_array_get(ids, i));
	json_decref(json);
}

static void look_at_heard(struct client *c)
{
	const char *text = str_text(&c->heard), *end = text + c->heard.len, *stop;

	while ((stop = memchr(text, '\n', (size_t)(end - text)))) {
		hear_line(c, text, (size_t)(stop - text));
		text = stop + 1;
	}
	drop_front(&c->heard, (size_t)(text - str_text(&c->heard)));
}

/* ---- bytes ---- */

/* A refused line is the end of what is taken: what comes behind it may be lost. */
void client_say(struct client *c, const char *bytes, size_t n)
{
	ssize_t got;

	str_add_n(&c->unsent, bytes, n);
	if (c->is_over || c->is_halved)
		str_reset(&c->unsent);
	while (c->unsent.len) {
		got = send(c->fd, c->unsent.data, c->unsent.len, MSG_NOSIGNAL);
		if (got < 0 && errno == EAGAIN)
			return;
		if (got < 0) {
			CLAIM(errno == EPIPE || errno == ECONNRESET);
			str_reset(&c->unsent);
			return;
		}
		str_add_n(&c->said, c->unsent.data, (size_t)got);
		drop_front(&c->unsent, (size_t)got);
		look_at_said(c);
	}
}

bool client_hear(struct client *c)
{
	char bytes[65536];
	ssize_t got;
	bool has_some = false;

	while (c->fd >= 0 && !c->is_over && !c->is_deaf) {
		got = recv(c->fd, bytes, sizeof bytes, 0);
		if (got < 0 && errno == EAGAIN)
			break;
		has_some = true;
		c->is_over = got <= 0;
		CLAIM(got >= 0 || errno == ECONNRESET);
		str_add_n(&c->heard, bytes, got > 0 ? (size_t)got : 0);
		look_at_heard(c);
	}
	return has_some;
}

bool client_may_be_cut(const struct client *c)
{
	return c->has_subscribed;
}

void client_leave(struct client *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	for (size_t i = 0; i < c->n_expected; i++)
		json_decref(c->expected[i]);
	free(c->expected);
	str_deinit(&c->unsent);
	str_deinit(&c->said);
	str_deinit(&c->heard);
	*c = (struct client){.fd = -1};
}
