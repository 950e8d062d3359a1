/* The floor under agenda.due: a server that parses the request, builds the same reply as a tree,
 * dumps and sends it, and does nothing else: bench_floor SOCKET REPLY-FILE. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <jansson.h>

static void answer(const char *line, size_t n, const json_t *reply, struct evbuffer *out)
{
	json_t *request = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	json_t *tree = json_deep_copy(reply);
	char *text;

	(void)json_object_set(tree, "id", json_object_get(request, "id"));
	text = json_dumps(tree, JSON_COMPACT);
	if (text)
		(void)evbuffer_add_printf(out, "%s\n", text);
	free(text);
	json_decref(tree);
	json_decref(request);
}

static void on_read(struct bufferevent *b, void *user)
{
	char *line;
	size_t n;

	while ((line = evbuffer_readln(bufferevent_get_input(b), &n, EVBUFFER_EOL_LF))) {
		answer(line, n, user, bufferevent_get_output(b));
		free(line);
	}
}

static void on_event(struct bufferevent *b, short what, void *user)
{
	(void)what;
	(void)user;
	bufferevent_free(b);
}

static void on_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *address,
		      int length, void *user)
{
	struct bufferevent *b =
		bufferevent_socket_new(evconnlistener_get_base(l), fd, BEV_OPT_CLOSE_ON_FREE);

	(void)address;
	(void)length;
	bufferevent_setcb(b, on_read, NULL, on_event, user);
	(void)bufferevent_enable(b, EV_READ | EV_WRITE);
}

static void on_stop(evutil_socket_t number, short what, void *user)
{
	(void)number;
	(void)what;
	(void)event_base_loopbreak(user);
}

static int serve(const char *path, json_t *reply)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct event_base *base = event_base_new();
	struct evconnlistener *listener;
	struct event *stop;

	if (strlen(path) >= sizeof address.sun_path)
		return 1;
	memcpy(address.sun_path, path, strlen(path));
	listener = evconnlistener_new_bind(base, on_accept, reply, LEV_OPT_CLOSE_ON_FREE, 16,
					   (struct sockaddr *)&address, sizeof address);
	if (!listener) {
		perror("bench_floor");
		return 1;
	}
	stop = evsignal_new(base, SIGTERM, on_stop, base);
	(void)evsignal_add(stop, NULL);
	(void)event_base_dispatch(base);
	event_free(stop);
	evconnlistener_free(listener);
	event_base_free(base);
	return 0;
}

int main(int argc, char **argv)
{
	json_t *reply = argc == 3 ? json_load_file(argv[2], 0, NULL) : NULL;
	int code;

	if (!reply) {
		(void)fprintf(stderr, "usage: bench_floor SOCKET REPLY-FILE\n");
		return 2;
	}
	code = serve(argv[1], reply);
	json_decref(reply);
	return code;
}
