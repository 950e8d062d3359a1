/* Who may not be reached, from what was asked for alone. */
#include "domain/words.h"
#include "store/suppression.h"
#include "world.h"

/* By hand, for each kind in the order of enum followup_kind; the same letters as channels below. */
static const char usual[] = "cvmllcccm-";
static const char letters[] = "cvmelo"; /* call visit message email mail other */

static bool is_against(int channel, const struct followup *f)
{
	char used = f->channel < 0 ? usual[f->kind] : letters[f->channel];

	if (f->kind == KIND_TASK)
		return false;
	switch (channel) {
	case SUPPRESS_CALL:
		return used == 'c';
	case SUPPRESS_MESSAGE:
		return used == 'm';
	case SUPPRESS_EMAIL:
		return used == 'e';
	case SUPPRESS_MAIL:
		return used == 'l';
	case SUPPRESS_VISIT:
		return used == 'v';
	case SUPPRESS_CARD:
		return f->kind == KIND_CARD;
	case SUPPRESS_ASK:
		return f->kind == KIND_ASK;
	case SUPPRESS_ALL:
		return true;
	default:
		return false;
	}
}

int32_t today(const struct world *w)
{
	return (int32_t)(w->now / DAY_SECONDS);
}

static bool holds(const struct world *w, int64_t entry)
{
	return entry && !w->is_undone[entry];
}

static void set_undone(struct world *w, int64_t entry, bool is_undone)
{
	for (; entry; entry = w->undoes[entry], is_undone = !is_undone)
		w->is_undone[entry] = is_undone;
}

void note_undone(struct world *w, int64_t entry, int64_t own)
{
	w->undoes[own] = entry;
	set_undone(w, entry, true);
}

int64_t owner(const struct world *w, int64_t contact)
{
	for (size_t i = w->n_merges; i-- > 0;)
		if (w->merges[i].drop == contact && holds(w, w->merges[i].entry))
			return owner(w, w->merges[i].keep);
	return contact;
}

bool is_in_force(const struct world *w, const struct stop *s)
{
	return holds(w, s->entry) && !holds(w, s->lifted_by) &&
	       (s->until == 0 || s->until > today(w));
}

bool is_dead(const struct world *w, int64_t contact)
{
	for (size_t i = 0; i < w->n_people; i++)
		if (holds(w, w->people[i].died_by) && owner(w, w->people[i].contact) == contact)
			return true;
	return false;
}

bool is_erased(const struct world *w, int64_t contact)
{
	for (size_t i = 0; i < w->n_people; i++)
		if (w->people[i].contact == contact)
			return w->people[i].is_erased;
	return false;
}

static bool is_theirs(const struct world *w, const struct stop *s, int64_t contact)
{
	return is_in_force(w, s) && owner(w, s->contact) == contact;
}

int against(const struct world *w, const struct followup *f)
{
	int most = 0;

	if (is_erased(w, f->contact) || is_dead(w, f->contact))
		return 2;
	for (size_t i = 0; i < w->n_stops; i++) {
		const struct stop *s = &w->stops[i];
		int force = s->until ? 1 : 2;

		if (force > most && is_against(s->channel, f) && is_theirs(w, s, f->contact))
			most = force;
	}
	return most;
}

static bool is_stopped(const struct world *w, int64_t contact, int one, int other)
{
	if (is_erased(w, contact) || is_dead(w, contact))
		return true;
	for (size_t i = 0; i < w->n_stops; i++) {
		int channel = w->stops[i].channel;

		if ((channel == one || channel == other || channel == SUPPRESS_ALL) &&
		    is_theirs(w, &w->stops[i], contact))
			return true;
	}
	return false;
}

bool may_be_sent(const struct world *w, int64_t contact, bool is_card)
{
	return !(is_card ? is_stopped(w, contact, SUPPRESS_CARD, SUPPRESS_MAIL)
			 : is_stopped(w, contact, SUPPRESS_NEWSLETTER, SUPPRESS_EMAIL));
}

bool may_be_asked(const struct world *w, int64_t contact)
{
	return !is_stopped(w, contact, SUPPRESS_ASK, SUPPRESS_ASK);
}
