/* What the notifier says of the desk, held against what was sent. */
#include "fuzz/desk_state.h"
#include "fuzz/fuzz.h"

#define UNDEFINED 4 /* of the specification */

struct up *desk_find_up(struct desk *d, uint32_t id)
{
	for (size_t i = 0; i < d->n_ups; i++)
		if (d->ups[i].id == id)
			return &d->ups[i];
	return NULL;
}

void desk_take_down(struct desk *d, uint32_t id)
{
	struct up *up = desk_find_up(d, id);

	if (up)
		*up = d->ups[--d->n_ups];
}

void desk_put_up(struct desk *d, uint32_t id, int64_t notice)
{
	CLAIM(d->n_ups < DESK_UPS_MAX);
	d->ups[d->n_ups++] = (struct up){id, notice};
}

void desk_add_word(struct desk *d, enum word_kind kind, uint32_t id, const char *text)
{
	CLAIM(d->n_words < DESK_WORDS_MAX);
	d->words[d->n_words++] = (struct word){.kind = kind, .id = id, .text = xstrdup(text)};
}

void desk_forget_server(struct desk *d)
{
	for (size_t i = 0; i < d->n_words; i++)
		free(d->words[i].text);
	for (size_t i = 0; i < d->n_questions; i++)
		d->questions[i].is_void = true;
	d->n_words = 0;
	d->n_ups = 0;
}

/* ---- what the notifier says ---- */

/* The newest word that it goes by, which it may go by once. */
static struct word *use_word(struct desk *d, enum word_kind kind, int64_t notice, const char *text,
			     uint32_t reason)
{
	for (size_t i = d->n_words; i > 0; i--) {
		struct word *w = &d->words[i - 1];
		const struct up *up = desk_find_up(d, w->id);

		if (w->kind != kind || w->is_used || !up || up->notice != notice)
			continue;
		if (kind == CLOSED ? w->reason != reason : !str_equal(w->text, text))
			continue;
		w->is_used = true;
		return w;
	}
	return NULL;
}

static bool is_token_of(const struct desk *d, uint32_t id, const char *token)
{
	for (size_t i = 0; i < d->n_words; i++)
		if (d->words[i].kind == TOKEN && d->words[i].id == id &&
		    str_equal(d->words[i].text, token))
			return true;
	return false;
}

static void on_change(void *user)
{
	struct desk *d = user;

	d->n_told++;
	CLAIM(notifier_is_ready(d->notifier));
}

static void on_gone(void *user)
{
	struct desk *d = user;

	d->n_told++;
	CLAIM(!notifier_is_ready(d->notifier));
	for (int i = 0; i < DESK_NOTICES; i++)
		CLAIM(d->n_pending[i] == 0);
	desk_forget_server(d);
}

void desk_post(struct desk *d, int64_t notice, uint32_t replaces)
{
	static const struct notifier_action action = {"done", "Done"};
	const char summary[] = {(char)('0' + notice), '\0'};

	d->n_pending[notice]++;
	d->n_posts++;
	notifier_show(d->notifier, &(struct notifier_post){.notice = notice,
							   .summary = summary,
							   .body = "<b>",
							   .actions = &action,
							   .n_actions = 1,
							   .server = replaces ? d->server : NULL,
							   .server_id = replaces});
}

/* What was asked for it and has no answer yet will have none. */
void desk_withdraw(struct desk *d, int64_t notice)
{
	for (size_t i = 0; i < d->n_questions; i++)
		if (d->questions[i].notice == notice)
			d->questions[i].is_withdrawn = true;
	d->n_pending[notice] = 0;
	notifier_close(d->notifier, notice);
}

static void on_shown(int64_t notice, const char *server, uint32_t id, void *user)
{
	struct desk *d = user;
	const struct up *other;

	d->n_told++;
	CLAIM(d->answering && !d->answering->is_void && !d->answering->is_withdrawn);
	CLAIM(d->answering->notice == notice && d->answered == id && id);
	CLAIM(str_equal(server, d->server));
	CLAIM(d->n_pending[notice]-- > 0);
	desk_take_down(d, d->answering->replaces);
	other = desk_find_up(d, id);
	d->lost = other ? other->notice : -1;
	desk_take_down(d, id);
	desk_put_up(d, id, notice);
	if (d->manners.closes)
		desk_withdraw(d, notice);
}

static void on_failed(int64_t notice, const char *why, void *user)
{
	struct desk *d = user;

	d->n_told++;
	CLAIM(why && d->n_pending[notice]-- > 0);
}

static void on_action(int64_t notice, const char *key, const char *token, void *user)
{
	static const char *const command[] = {"/bin/true", NULL};
	struct desk *d = user;
	struct word *word = use_word(d, ACTION, notice, key, 0);

	d->n_told++;
	CLAIM(word);
	CLAIM(!token || is_token_of(d, word->id, token));
	desk_take_down(d, word->id);
	notifier_open(d->notifier, command, token);
	if (d->manners.shows_again)
		desk_post(d, notice, word->id);
}

static void on_closed(int64_t notice, uint32_t reason, void *user)
{
	struct desk *d = user;
	struct word *word;

	d->n_told++;
	if (d->lost == notice && reason == UNDEFINED) {
		d->lost = -1;
		return;
	}
	word = use_word(d, CLOSED, notice, NULL, reason);
	CLAIM(word);
	desk_take_down(d, word->id);
}

const struct notifier_callbacks desk_callbacks = {.on_ready = on_change,
						  .on_disturb = on_change,
						  .on_gone = on_gone,
						  .on_shown = on_shown,
						  .on_failed = on_failed,
						  .on_action = on_action,
						  .on_closed = on_closed};
