/* The terminal sequences behind the styles, for the view's own files. */
#pragma once

#include "view.h"

/* What switches a style on; "" for the normal one. "\033[0m" ends it. */
const char *view_style_start(enum view_style style);
