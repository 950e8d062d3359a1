/* The settings file: taken whole, or refused with a sentence and nothing changed. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "config.h"
#include "fuzz/fuzz.h"

static void check_loaded(const struct config *config)
{
	char why[SETTING_WHY_SIZE], value[SETTING_TEXT_SIZE];
	struct settings again = config->settings;

	CLAIM(settings_check(&config->settings, why) == 0);
	for (const struct setting *s = settings_table; s->key; s++) {
		(void)setting_text(s, &config->settings, value);
		CLAIM(setting_set(s, &again, value, why) == 0);
		CLAIM(config_origin(config, s)[0]);
	}
	for (const struct setting *s = settings_table; s->key; s++) {
		char before[SETTING_TEXT_SIZE];

		(void)setting_text(s, &config->settings, before);
		CLAIM(strcmp(setting_text(s, &again, value), before) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	_cleanup_close_ int fd = memfd_create("vouch.conf", MFD_CLOEXEC);
	struct config config, defaults;
	char path[32], why[CONFIG_WHY_SIZE] = "";
	int r;

	CLAIM(fd >= 0 && fchmod(fd, 0600) == 0);
	CLAIM(n == 0 || write(fd, bytes, n) == (ssize_t)n);
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	config_init(&config);
	config_init(&defaults);
	r = config_load(path, &config, why);
	CLAIM(memchr(why, '\0', sizeof why));
	if (r) {
		CLAIM(r < 0 && why[0]);
		CLAIM(memcmp(&config, &defaults, sizeof config) == 0);
	} else {
		check_loaded(&config);
	}
	config_deinit(&config);
	config_deinit(&defaults);
	return 0;
}
