/* Every limit of the contract, by one name for params, SQL checks and client. */
#pragma once

#define VOUCH_LINE_MAX (1024 * 1024)  /* bytes of one request line */
#define VOUCH_BATCH_MAX 100           /* requests of one batch */
#define VOUCH_NESTING_MAX 32          /* depth of request JSON */
#define VOUCH_CONNECTIONS_MAX 256     /* default, a setting */
#define VOUCH_UNREAD_MAX (256 * 1024) /* output above which a connection is not read from */
#define VOUCH_SUBSCRIBER_MAX (4 * 1024 * 1024) /* output above which a subscriber is cut off */
#define VOUCH_STALL_SECONDS 30                 /* no progress for this long: cut off */
#define VOUCH_TURN_REQUESTS_MAX 64             /* requests of one connection in one turn */

#define VOUCH_LIST_DEFAULT 50
#define VOUCH_LIST_MAX 1000
#define VOUCH_PAGE_BYTES_MAX (1024 * 1024) /* a page of a list ends early here */
#define VOUCH_IDS_MAX 1000                 /* ids of one followup.done */
#define VOUCH_EVENTS_KEPT 10000
#define VOUCH_IDEMPOTENCY_DAYS 7
#define VOUCH_IDEMPOTENCY_KEY_MAX 64

#define VOUCH_NAME_MAX 200    /* names of people, households, products */
#define VOUCH_TITLE_MAX 200   /* titles of follow-ups and steps */
#define VOUCH_WORD_MAX 64     /* keys, sources, tags, languages */
#define VOUCH_TEXT_MAX 10000  /* notes and what clients said */
#define VOUCH_REASON_MAX 1000 /* reasons */
#define VOUCH_EMAIL_MAX 254   /* RFC 5321 */
#define VOUCH_PHONE_MAX 64
#define VOUCH_UID_MAX 255
#define VOUCH_EMAILS_MAX 20
#define VOUCH_PHONES_MAX 20
#define VOUCH_TAGS_MAX 50
#define VOUCH_MEMBERS_MAX 50
#define VOUCH_RELABEL_MAX 10000         /* contacts of one contact.relabel */
#define VOUCH_RELABEL_SHOWN 20          /* of them by name in its answer */
#define VOUCH_TREE_DEPTH 10             /* generations that referral.tree shows */
#define VOUCH_TREE_DEPTH_MAX 30         /* as many as an answer may be nested */
#define VOUCH_TREE_PEOPLE_MAX 1000      /* people of one answer */
#define VOUCH_REFERRERS_MAX 100         /* of each list of numbers.referrers */
#define VOUCH_NAMES_MAX 50              /* names given at one ask */
#define VOUCH_TEMPLATE_MAX 20000        /* characters of a template */
#define VOUCH_SCRIPT_MAX 40000          /* bytes of a script made from one */
#define VOUCH_STEPS_MAX 64              /* steps of a plan */
#define VOUCH_TRIES_MAX 10              /* offsets of a step's tries */
#define VOUCH_OFFSET_MAX 32             /* characters of an offset */
#define VOUCH_RRULE_MAX 255             /* characters of a recurrence rule */
#define VOUCH_IMPORT_ITEMS_MAX 500      /* items of one import.add */
#define VOUCH_IMPORT_ROWS_MAX 1000000   /* rows of one import */
#define VOUCH_IMPORT_BOOK_MAX 100000000 /* items of a whole book */
#define VOUCH_IMPORT_REFUSALS_MAX 1000  /* refused rows of an import that are kept and told */
#define VOUCH_CALENDAR_DAYS_MAX 5000    /* days off of one source */
#define VOUCH_CALENDAR_SOURCES_MAX 50   /* sources of days off */
#define VOUCH_DATE_TEXT_MAX 100         /* characters of a typed date */
#define VOUCH_DATES_MAX 100             /* birthdays, renewals and other days of one contact */
#define VOUCH_LEAD_DAYS_MAX 365         /* days ahead of a day or of a step's day */

#define VOUCH_DAY_FIRST "1900-01-01"
#define VOUCH_DAY_LAST "2199-12-31"
#define VOUCH_AMOUNT_MAX 9007199254740992 /* 2^53 minor units */
#define VOUCH_MINUTES_MAX 1440            /* minutes of one touch */
#define VOUCH_AGENDA_DAYS_MAX 366
#define VOUCH_AWAY_DAYS_MAX 366     /* days of one absence */
#define VOUCH_SPREAD_CAP_MAX 1000   /* follow-ups a day that agenda.spread may be told */
#define VOUCH_SPREAD_ITEMS_MAX 1000 /* follow-ups that its answer lists */
