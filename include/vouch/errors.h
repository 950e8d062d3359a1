/* Documented refusals: the value is the JSON-RPC code, the name is error.data.name. */
#pragma once

/* JSON-RPC 2.0, section 5.1. */
#define VOUCH_RPC_PARSE_ERROR (-32700)
#define VOUCH_RPC_INVALID_REQUEST (-32600)
#define VOUCH_RPC_METHOD_NOT_FOUND (-32601)
#define VOUCH_RPC_INVALID_PARAMS (-32602)
#define VOUCH_RPC_INTERNAL_ERROR (-32603)

#define VOUCH_ERRORS(X)                                                                            \
	X(VOUCH_E_NOT_FOUND, 100, "not-found")                                                     \
	X(VOUCH_E_CONFLICT, 101, "conflict")                                                       \
	X(VOUCH_E_TOO_LARGE, 102, "too-large")                                                     \
	X(VOUCH_E_READ_ONLY, 103, "read-only")                                                     \
	X(VOUCH_E_STORAGE_FULL, 104, "storage-full")                                               \
	X(VOUCH_E_AMBIGUOUS_DATE, 105, "ambiguous-date")                                           \
	X(VOUCH_E_BAD_DATE, 106, "bad-date")                                                       \
	X(VOUCH_E_TOO_MANY_CONNECTIONS, 107, "too-many-connections")                               \
	X(VOUCH_E_DAMAGED, 108, "damaged")                                                         \
	X(VOUCH_E_CONTACT_STATE, 200, "contact-state")                                             \
	X(VOUCH_E_DUPLICATE, 201, "duplicate")                                                     \
	X(VOUCH_E_SALE_STATE, 210, "sale-state")                                                   \
	X(VOUCH_E_COMPLAINT_STATE, 220, "complaint-state")                                         \
	X(VOUCH_E_SUPPRESSION_STATE, 230, "suppression-state")                                     \
	X(VOUCH_E_PROMISE_STATE, 300, "promise-state")                                             \
	X(VOUCH_E_FOLLOWUP_STATE, 310, "followup-state")                                           \
	X(VOUCH_E_PLAN_INVALID, 320, "plan-invalid")                                               \
	X(VOUCH_E_RUN_STATE, 321, "run-state")                                                     \
	X(VOUCH_E_NOT_EARNED, 401, "not-earned")                                                   \
	X(VOUCH_E_ASK_STATE, 402, "ask-state")                                                     \
	X(VOUCH_E_REFERRAL_STATE, 410, "referral-state")                                           \
	X(VOUCH_E_TEMPLATE_INVALID, 420, "template-invalid")                                       \
	X(VOUCH_E_CAMPAIGN_STATE, 500, "campaign-state")                                           \
	X(VOUCH_E_EDITION_STATE, 501, "edition-state")                                             \
	X(VOUCH_E_IMPORT_STATE, 600, "import-state")                                               \
	X(VOUCH_E_IMPORT_REFUSED, 601, "import-refused")                                           \
	X(VOUCH_E_REQUEST_STATE, 240, "request-state")                                             \
	X(VOUCH_E_BACKUP_FAILED, 620, "backup-failed")                                             \
	X(VOUCH_E_UNDO_CONFLICT, 610, "undo-conflict")                                             \
	X(VOUCH_E_JOURNAL_STATE, 611, "journal-state")

enum vouch_err {
#define X(name, code, text) name = (code),
	VOUCH_ERRORS(X)
#undef X
};
