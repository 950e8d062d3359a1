/* The socket vouchd listens on: its own, or the one the service manager hands over. */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/xalloc.h"
#include "vouch/protocol.h"

#define PATH_SIZE 4096

char *app_socket_path(const struct app_options *options)
{
	char path[PATH_SIZE];

	if (options->socket)
		return xstrdup(options->socket);
	return paths_get(PATHS_RUNTIME, VOUCH_SOCKET_NAME, path, sizeof path) ? NULL
									      : xstrdup(path);
}

static int refuse_socket(int r, const char *path, int pid)
{
	if (r == -EADDRINUSE)
		(void)fprintf(stderr, "vouchd: already running, pid %d\n", pid);
	else if (r == -EACCES)
		(void)fprintf(stderr,
			      "vouchd: cannot listen on %s: its folder must be yours alone; "
			      "chmod 700 makes it so\n",
			      path);
	else
		(void)fprintf(stderr, "vouchd: cannot listen on %s: %s\n", path, strerror(-r));
	return r == -EADDRINUSE ? VOUCHD_EXIT_RUNNING : VOUCHD_EXIT_FAILED;
}

int app_open_socket(struct app *a)
{
	_cleanup_free_ char *path = app_socket_path(&a->options);
	struct server_options options = {
		.path = path,
		.fd = -1,
		.max_connections = (size_t)a->config.settings.max_connections,
		.full_line = rpc_line_too_many_connections,
	};
	int pid = 0, r;

	if (sd_listen_fds(1) >= 1)
		options.fd = SD_LISTEN_FDS_START;
	if (!path && options.fd < 0) {
		(void)fprintf(stderr, "vouchd: XDG_RUNTIME_DIR is not set; set it, or give "
				      "--socket PATH\n");
		return VOUCHD_EXIT_FAILED;
	}
	r = server_new(a->loop, &options, &app_conn_callbacks, a, &a->server, &pid);
	return r ? refuse_socket(r, options.path, pid) : 0;
}
