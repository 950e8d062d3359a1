/* Talks with their answers. */
#include "store/talk.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { ADD, ADD_ANSWER, LIST, ANSWERS, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO talk (contact, sale, day, motive, agreed, note, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[ADD_ANSWER] = "INSERT INTO talk_answer (talk, question, bad_experience, words) "
		       "VALUES (?1, ?2, ?3, ?4)",
	[LIST] = "SELECT id, version, contact, sale, day, motive, agreed, note, created_at "
		 "FROM talk WHERE contact = ?1 ORDER BY day DESC, id DESC LIMIT ?2",
	[ANSWERS] = "SELECT question, bad_experience, words FROM talk_answer WHERE talk = ?1 "
		    "ORDER BY id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TALK};
const struct stmt_set *const store_set_talk = &set;

int store_talk_add(struct store *s, struct talk *t)
{
	int r;

	r = store_run(s, &set, ADD, "iIdttti", t->contact, t->sale, t->day, talk_motives[t->motive],
		      talk_agreements[t->agreed], t->note, t->created_at);
	if (r)
		return r;
	t->id = store_last_id(s);
	t->version = 1;
	for (size_t i = 0; r == 0 && i < t->n_answers; i++) {
		const struct talk_answer *a = &t->answers[i];

		r = store_run(s, &set, ADD_ANSWER, "itbt", t->id, talk_questions[a->question].code,
			      a->is_bad, a->words);
	}
	return r;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct talk *t)
{
	*t = (struct talk){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.day = {col_day(stmt, 4)},
		.motive = (enum talk_motive)col_word(stmt, 5, talk_motives),
		.agreed = (enum talk_agreed)col_word(stmt, 6, talk_agreements),
		.note = col_text(stmt, 7, arena),
		.created_at = col_int(stmt, 8),
	};
}

/* An answer to a question that is asked no more is left out. */
static int read_answers(struct store *s, struct arena *arena, struct talk *t)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ANSWERS, &stmt, "i", t->id);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		const struct talk_answer answer = {
			.question = word_index(talk_question_codes, col_text(stmt, 0, arena)),
			.is_bad = col_bool(stmt, 1),
			.words = col_text(stmt, 2, arena),
		};

		if (answer.question >= 0 && t->n_answers < TALK_QUESTIONS)
			t->answers[t->n_answers++] = answer;
	}
	return r;
}

int store_talk_list(struct store *s, int64_t contact, int limit, struct arena *arena,
		    struct talk **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct talk *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "in", contact, limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_row(stmt, arena, &items[n++]);
	}
	for (size_t i = 0; r == 0 && i < n; i++)
		r = read_answers(s, arena, &items[i]);
	*ret = items;
	*ret_n = n;
	return r;
}
