/* A whole book, as vouch export ndjson wrote it. */
#pragma once

#include "import/args.h"
#include "import/file.h"
#include "import/upload.h"

/* By its first letter: no table begins with a brace. */
bool book_is(const struct file *file);
/* An exit code, after it has said what became of it. */
int book_import(struct cli *cli, const char *path, const struct file *file, struct upload *upload);
