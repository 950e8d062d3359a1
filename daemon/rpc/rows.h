/* Rows of params tables in short: the struct, the member, its name, bounds, flags, one line. */
#pragma once

#include "rpc/params.h"
#include "vouch/limits.h"

#define ROW_TEXT(s, m, n, lo, hi, f, h)                                                            \
	{                                                                                          \
		.name = n, .type = PARAM_TEXT, .offset = offsetof(s, m), .min = lo, .max = hi,     \
		.flags = f, .help = h                                                              \
	}
#define ROW_INT(s, m, n, lo, hi, fb, f, h)                                                         \
	{                                                                                          \
		.name = n, .type = PARAM_INT, .offset = offsetof(s, m), .min = lo, .max = hi,      \
		.fallback = fb, .flags = f, .help = h                                              \
	}
#define ROW_BOOL(s, m, n, h)                                                                       \
	{                                                                                          \
		.name = n, .type = PARAM_BOOL, .offset = offsetof(s, m), .help = h                 \
	}
#define ROW_ID(s, m, n, f, h)                                                                      \
	{                                                                                          \
		.name = n, .type = PARAM_ID, .offset = offsetof(s, m), .flags = f, .help = h       \
	}
#define ROW_DAY(s, m, n, f, h)                                                                     \
	{                                                                                          \
		.name = n, .type = PARAM_DAY, .offset = offsetof(s, m), .flags = f, .help = h      \
	}
#define ROW_DUE(s, m, n, f, h)                                                                     \
	{                                                                                          \
		.name = n, .type = PARAM_DUE, .offset = offsetof(s, m), .flags = f, .help = h      \
	}
#define ROW_INSTANT(s, m, n, f, h)                                                                 \
	{                                                                                          \
		.name = n, .type = PARAM_INSTANT, .offset = offsetof(s, m), .flags = f, .help = h  \
	}
#define ROW_WORD(s, m, n, w, f, h)                                                                 \
	{                                                                                          \
		.name = n, .type = PARAM_ENUM, .offset = offsetof(s, m), .words = w, .flags = f,   \
		.help = h                                                                          \
	}
#define ROW_TEXTS(s, m, n, most, chars, f, h)                                                      \
	{                                                                                          \
		.name = n, .type = PARAM_TEXTS, .offset = offsetof(s, m), .max = most,             \
		.fallback = chars, .flags = f, .help = h                                           \
	}
#define ROW_IDS(s, m, n, most, f, h)                                                               \
	{                                                                                          \
		.name = n, .type = PARAM_IDS, .offset = offsetof(s, m), .max = most, .flags = f,   \
		.help = h                                                                          \
	}
#define ROW_OBJECT(s, m, n, table, f, h)                                                           \
	{                                                                                          \
		.name = n, .type = PARAM_OBJECT, .offset = offsetof(s, m), .fields = table,        \
		.size = sizeof(((s *)0)->m), .flags = f, .help = h                                 \
	}
#define ROW_OBJECTS(s, m, n, table, item, lo, hi, f, h)                                            \
	{                                                                                          \
		.name = n, .type = PARAM_OBJECTS, .offset = offsetof(s, m), .fields = table,       \
		.size = sizeof(item), .min = lo, .max = hi, .flags = f, .help = h                  \
	}
#define ROW_REPEAT(s, m, n, f, h)                                                                  \
	{                                                                                          \
		.name = n, .type = PARAM_REPEAT, .offset = offsetof(s, m), .flags = f, .help = h   \
	}
/* `version` as it was read: a changed object is refused. */
#define ROW_IF_VERSION(s)                                                                          \
	ROW_INT(s, if_version, "if_version", 1, INT32_MAX, 0, 0,                                   \
		"refuse where the object is not of this version any more")
