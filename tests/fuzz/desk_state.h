/* What the desk remembers, between its two files. */
#pragma once

#include "fuzz/desk.h"
#include "fuzz/desk_bus.h"
#include "io/notifier.h"

#define DESK_QUESTIONS_MAX 2048
#define DESK_WORDS_MAX 512
#define DESK_UPS_MAX 512

enum word_kind { ACTION, CLOSED, TOKEN, N_WORD_KINDS };

/* What the server has said of a pop-up. */
struct word {
	enum word_kind kind;
	uint32_t id, reason;
	char *text;
	bool is_used;
};

struct question {
	uint32_t serial, replaces;
	char member[32];
	int64_t notice; /* of Notify */
	bool is_void;   /* was put to a server that is gone */
	bool is_withdrawn;
};

/* On the screen. */
struct up {
	uint32_t id;
	int64_t notice;
};

struct desk {
	struct desk_manners manners;
	struct loop *loop;
	struct desk_bus *bus;
	struct notifier *notifier;
	const char *server; /* "" while none runs */

	struct question questions[DESK_QUESTIONS_MAX];
	size_t n_questions;
	struct word words[DESK_WORDS_MAX];
	size_t n_words;
	struct up ups[DESK_UPS_MAX];
	size_t n_ups;
	int n_pending[DESK_NOTICES];
	const struct question *answering;
	uint32_t answered; /* the id given */
	int64_t lost;      /* notice whose id another has got; -1: none */
	unsigned n_told, n_posts;
};

/* Null where none has the id. */
struct up *desk_find_up(struct desk *d, uint32_t id);
void desk_take_down(struct desk *d, uint32_t id);
void desk_put_up(struct desk *d, uint32_t id, int64_t notice);
void desk_add_word(struct desk *d, enum word_kind kind, uint32_t id, const char *text);
void desk_forget_server(struct desk *d);
void desk_post(struct desk *d, int64_t notice, uint32_t replaces);
void desk_withdraw(struct desk *d, int64_t notice);
/* Of which each claims that it may come now. */
extern const struct notifier_callbacks desk_callbacks;
