/* A touch: one logged contact with a person. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"

enum direction { DIRECTION_IN, DIRECTION_OUT, DIRECTION_BOTH };
extern const char *const directions[];

struct touch {
	int64_t id;
	int64_t version;
	int64_t contact;
	int64_t followup; /* 0: none */
	struct day day;
	enum channel channel;
	enum direction direction;
	bool gave, asked;
	const char *text;
	int minutes; /* -1: not said */
	int64_t created_at;
};
