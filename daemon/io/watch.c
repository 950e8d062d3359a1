/* One folder watched by inotify: told when a name in it appears, changes or goes. */
#include "io/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/xalloc.h"

#define ENTRY (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE)
#define FOLDER (IN_DELETE_SELF | IN_MOVE_SELF)

struct watch {
	int fd;
	char *name;
	struct event *event;
	void (*fn)(void *user);
	void *user;
};

static bool concerns(const struct watch *w, const struct inotify_event *e)
{
	if (e->mask & (FOLDER | IN_Q_OVERFLOW | IN_UNMOUNT))
		return true;
	if (!(e->mask & ENTRY))
		return false;
	return !w->name || (e->len && strcmp(w->name, e->name) == 0);
}

static void on_change(evutil_socket_t fd, short what, void *arg)
{
	_Alignas(struct inotify_event) char bytes[4096];
	struct watch *w = arg;
	bool is_ours = false;
	ssize_t n;

	(void)what;
	n = read(fd, bytes, sizeof bytes);
	for (ssize_t at = 0; at < n;) {
		const void *next = bytes + at;
		const struct inotify_event *e = next;

		is_ours = is_ours || concerns(w, e);
		at += (ssize_t)(sizeof *e + e->len);
	}
	if (is_ours)
		w->fn(w->user); /* may free the watch */
}

struct watch *watch_new(struct loop *loop, const char *folder, const char *name,
			void (*fn)(void *user), void *user)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct watch *w;

	if (fd < 0)
		return NULL;
	if (inotify_add_watch(fd, folder, ENTRY | FOLDER | IN_ONLYDIR) < 0) {
		int problem = errno;

		(void)close(fd);
		errno = problem;
		return NULL;
	}
	w = xcalloc(1, sizeof *w);
	w->fd = fd;
	w->name = xstrdup(name);
	w->fn = fn;
	w->user = user;
	w->event = event_new(loop_base(loop), fd, EV_READ | EV_PERSIST, on_change, w);
	(void)event_add(w->event, NULL);
	return w;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	event_free(w->event);
	(void)close(w->fd);
	free(w->name);
	free(w);
}
