/* The power is cut: what was acknowledged is there, nothing is there by halves.
 *
 * usage: faults_power [IMAGES [SEED]]
 *
 * A book lies on a disk of memory, under load. At changes of its files chosen at random the disk
 * is left as a power cut may leave it: what was not synced is lost, in part, in any order, torn at
 * its sectors. Each such image is put into a folder and opened as vouchd opens it. Every row of
 * every table must be as after the last commit that was acknowledged, or as after the one that was
 * being made. Beside each lies a note of what was acknowledged (store/loss.h), of that moment or of
 * any before, as it is not synced: it never says that something was lost. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "faults/disk.h"
#include "faults/folder.h"
#include "faults/load.h"
#include "store/store.h"

#define IMAGES 120
#define IMAGES_CARELESS 30
#define GROUPS 120 /* in the life of one book */
#define IMAGES_A_CUT 2
#define SPREAD 150     /* changes between two cuts, at most */
#define SPREAD_NEW 900 /* while a book is made */
#define WAITING 64     /* images that are not judged yet */
#define NOTES 16       /* that may have been on the disk */

struct power {
	struct disk *disk;
	struct folder folder;
	char *book; /* its path */
	uint64_t seed;
	int64_t next_cut;
	struct disk_image images[WAITING];
	struct loss_note notes[WAITING]; /* beside them */
	int n_images;
	struct store *store; /* null: the book is being opened or closed */
	struct loss_note kept[NOTES];
	int n_kept;      /* since the book was made */
	uint64_t before; /* the book as acknowledged; 0: not even made */
	bool is_careless;
	int n_judged, n_books, n_commits, n_as_before, n_lost, n_logs_taken, n_told;
};

static uint64_t pick(struct power *p, uint64_t n)
{
	p->seed ^= p->seed << 13;
	p->seed ^= p->seed >> 7;
	p->seed ^= p->seed << 17;
	return (p->seed >> 11) % n;
}

/* Of now, or as it was one of the last times; none where the power was never cut so early. */
static struct loss_note some_note(struct power *p)
{
	int n = p->n_kept < NOTES ? p->n_kept : NOTES;
	struct loss_note note = {0};

	if (pick(p, 8) == 0)
		return note;
	if (p->store && (!n || pick(p, 2)))
		return p->store->file.note;
	if (n)
		note = p->kept[pick(p, (uint64_t)n)];
	note.is_open = p->store != NULL; /* synced before the book is closed */
	return note;
}

static void on_change(int64_t number, void *user)
{
	struct power *p = user;

	if (number < p->next_cut)
		return;
	p->next_cut = number + 1 + (int64_t)pick(p, p->before ? SPREAD : SPREAD_NEW);
	for (int i = 0; i < IMAGES_A_CUT && p->n_images < WAITING; i++) {
		p->notes[p->n_images] = some_note(p);
		disk_cut(p->disk, &p->images[p->n_images++]);
	}
}

/* Null: all is well. */
static const char *judge(struct power *p, uint64_t after)
{
	static char why[STORE_WHY_SIZE];
	struct store_options options = {.path = p->book, .now = 1796126400};
	struct store *s = NULL;
	const char *problem;
	uint64_t found = 0;

	if (store_open(&options, &s, why))
		return why;
	problem = load_check(s);
	if (!problem && !load_digest(s, &found))
		problem = "it cannot be read";
	if (!problem && store_loss(s).how != LOSS_NONE)
		problem = "it is said to have lost something";
	if (!problem && p->before && found != p->before && found != after)
		problem = "it is neither as acknowledged nor as the next commit makes it";
	p->n_as_before += p->before && found == p->before;
	store_close(s);
	return problem;
}

/* That the note would say so: what the log alone has is gone with it. */
static void take_log_away(struct power *p, int image)
{
	struct store_options options = {.path = p->book, .now = 1796126400};
	char *log = folder_path(&p->folder, "book.db-wal"), why[STORE_WHY_SIZE];
	struct store *s = NULL;

	folder_fill(&p->folder, &p->images[image]);
	load_put_note(p->book, &p->notes[image]);
	(void)unlink(log);
	if (store_open(&options, &s, why) == 0) {
		p->n_told += store_loss(s).how != LOSS_NONE;
		store_close(s);
	}
	p->n_logs_taken++;
	free(log);
}

static void judge_all(struct power *p, uint64_t after)
{
	disk_use(p->disk, false);
	for (int i = 0; i < p->n_images; i++) {
		const char *problem;

		folder_fill(&p->folder, &p->images[i]);
		load_put_note(p->book, &p->notes[i]);
		problem = judge(p, after);
		p->n_judged++;
		p->n_lost += problem != NULL;
		if (problem && !p->is_careless) {
			(void)fprintf(stderr, "book %d, commit %d, image %d: %s\n", p->n_books,
				      p->n_commits, i, problem);
			exit(1);
		}
		if (i == 0 && !p->is_careless)
			take_log_away(p, i);
		disk_image_free(&p->images[i]);
	}
	p->n_images = 0;
	folder_empty(&p->folder);
	disk_use(p->disk, true);
}

static void one_group(struct power *p, struct load *l)
{
	struct load_group g;
	uint64_t after = 0;
	int r;

	load_make(l, &g);
	r = load_run(l, &g);
	load_group_free(&g);
	if (r || !load_digest(load_store(l), &after)) {
		(void)fprintf(stderr, "a commit failed without a fault: %d\n", r);
		exit(1);
	}
	p->n_commits++;
	p->kept[p->n_kept++ % NOTES] = p->store->file.note;
	judge_all(p, after);
	p->before = after;
}

static struct load *new_book(struct power *p)
{
	char why[STORE_WHY_SIZE];
	struct load *l = NULL;

	p->before = 0;
	p->store = NULL;
	p->n_kept = 0;
	disk_clear(p->disk);
	folder_empty(&p->folder);
	if (load_open(p->book, p->seed, &l, why)) {
		(void)fprintf(stderr, "%s\n", why);
		exit(1);
	}
	if (p->is_careless)
		load_careless(l);
	store_use(load_store(l));
	p->store = load_store(l);
	judge_all(p, 0);
	(void)load_digest(load_store(l), &p->before);
	p->n_books++;
	return l;
}

/* The checkpoint at the end is cut too. */
static void close_book(struct power *p, struct load *l)
{
	p->store = NULL;
	load_close(l);
	judge_all(p, p->before);
}

static void live(struct power *p, int n_images)
{
	while (p->n_judged < n_images) {
		struct load *l = new_book(p);

		for (int i = 0; i < GROUPS && p->n_judged < n_images; i++)
			one_group(p, l);
		close_book(p, l);
	}
}

static void run(struct power *p, int n_images, bool is_careless)
{
	p->is_careless = is_careless;
	p->disk = disk_new(p->seed);
	p->next_cut = 0;
	p->n_judged = p->n_books = p->n_commits = p->n_as_before = p->n_lost = 0;
	disk_watch(p->disk, on_change, p);
	live(p, n_images);
	disk_free(p->disk);
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : IMAGES;
	struct power p = {
		.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1,
	};

	log_set_level((enum log_level)0);
	folder_make(&p.folder);
	p.book = folder_path(&p.folder, "book.db");
	run(&p, n, false);
	(void)printf("%d images of power cuts in %d commits of %d books: none corrupt, nothing "
		     "acknowledged lost; %d as before the commit that was being made\n",
		     p.n_judged, p.n_commits, p.n_books, p.n_as_before);
	(void)printf("%d of %d whose log was taken away say that they lost something\n", p.n_told,
		     p.n_logs_taken);
	/* What this finds where syncs are left out. */
	run(&p, IMAGES_CARELESS, true);
	(void)printf("without syncs %d of %d lose something\n", p.n_lost, p.n_judged);
	free(p.book);
	folder_remove(&p.folder);
	return p.n_lost && p.n_told ? 0 : 1;
}
