/* What the desktop opens: an e-mail to be written, a page to be read. */
#pragma once

#include <stdbool.h>

/* Is there a desktop at all? */
bool opener_has_desktop(void);
/* Whether the desktop took it, a URI. */
bool opener_open(const char *uri);
