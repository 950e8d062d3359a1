/* What the numbers are made of: ranges of indexes, and what was tallied. */
#pragma once

#include "domain/numbers.h"
#include "store/db.h"

/* Completed sales by day and source. */
int store_numbers_sales(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct sales_row **ret, size_t *ret_n);
/* Sets all but open and overdue. */
int store_numbers_promises(struct store *s, const struct numbers_range *range, struct arena *arena,
			   struct promises_numbers *ret);
/* The third `later` running of a contact counts as declined; the others are no counted asks. */
int store_numbers_asks(struct store *s, const struct numbers_range *range, struct arena *arena,
		       struct asks_numbers *ret);
/* Steps that were done, by plan, step and offset. */
int store_numbers_steps(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct step_numbers **ret, size_t *ret_n);
/* People who were named in the range, candidates included, and how far it came with them. */
int store_numbers_named(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct funnel_row **ret, size_t *ret_n);
/* The same without the days they were asked for, which need another table. */
int store_numbers_stages(struct store *s, const struct numbers_range *range, struct arena *arena,
			 struct funnel_row **ret, size_t *ret_n);
/* The working minutes to the first contact, of those received in the range and contacted. */
int store_numbers_hours(struct store *s, const struct numbers_range *range, struct arena *arena,
			int32_t **ret_minutes, size_t *ret_n);
int store_numbers_coverage(struct store *s, struct coverage_numbers *ret);
/* One class; `ret->days` is the caller's. */
int store_numbers_cadence(struct store *s, enum cadence cadence, struct day today,
			  struct cadence_numbers *ret);
/* The same, of yellow and red alone. */
int store_numbers_silent(struct store *s, enum cadence cadence, struct day today,
			 struct cadence_numbers *ret);
/* The NUMBERS_QUIETEST of a class who were last spoken with on `until` or before, the quietest
 * first. */
int store_numbers_quiet(struct store *s, enum cadence cadence, struct day until,
			struct arena *arena, struct quiet_contact **ret, size_t *ret_n);
/* Minutes of touches, serving where the contact had a sale opened or completed by then, and of the
 * time log. */
int store_numbers_time(struct store *s, const struct numbers_range *range,
		       struct time_numbers *ret);

/* The newest sale from a referral; contact 0: there is none. `through` 0: nobody is known. */
struct referral_sale {
	int64_t sale, contact, through;
	struct day day;
};
int store_numbers_last_sale(struct store *s, struct referral_sale *ret);
/* Gates that opened after a day. */
int store_numbers_opened(struct store *s, struct day after, int64_t *ret);

/* What is owed to referrers: of how many referrals anything is, and of how many what. */
struct loop_counts {
	int64_t open, thank, tell, outcome;
};
int store_numbers_loops(struct store *s, struct day today, struct loop_counts *ret);

struct book_counts {
	int64_t open_followups, sales_completed;
};
int store_numbers_book(struct store *s, struct book_counts *ret);

struct referral_counts {
	int64_t open, candidates;
};
int store_numbers_referrals(struct store *s, struct referral_counts *ret);

struct army_counts {
	int64_t willing, referrer, repeat, champion;
};
int store_numbers_army(struct store *s, struct army_counts *ret);
