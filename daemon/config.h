/* The settings file, vouch.conf: an INI file that is read and never written. */
#pragma once

#include "domain/settings.h"

#define CONFIG_NAME "vouch.conf"
#define CONFIG_FOLDER "conf.d" /* beside it; its files *.conf are read after it, by name */
#define CONFIG_WHY_SIZE 600

/* Owned by the app. */
struct config {
	struct settings settings;
	char *origin[N_SETTINGS]; /* "FILE:LINE", null for a default */
};

/* Every setting at its default. */
void config_init(struct config *c);
void config_deinit(struct config *c);

/* Reads a file, and those of conf.d beside it, into *c, which must be initialised and changes only
 * on success; what no file names is at its default, and of several the last counts. `path` null:
 * the file of the XDG config folder, which may be absent. 0; -EINVAL where the file says something
 * that is not allowed; -EACCES where others may write it; another -errno. `why` is one sentence:
 * "FILE:LINE: key: what is allowed". */
int config_load(const char *path, struct config *c, char why[CONFIG_WHY_SIZE]);

/* "default" or "FILE:LINE". */
const char *config_origin(const struct config *c, const struct setting *setting);
