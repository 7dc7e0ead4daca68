/* Rights are fixed here, since code asks for them; roles, which bundle rights, are the pack's.
 * Row: constant, name in the pack, what it lets somebody do. */
#ifndef LIMEN_RIGHT_H
#define LIMEN_RIGHT_H

#include "str.h"

/* Not given by a role. */
#define RIGHTS_OF_ALL(R) \
	R(ANYBODY,   "anybody",   "no sign-in needed") \
	R(SIGNED_IN, "signed_in", "any user who signed in")

#define RIGHTS(R) \
	R(CAN_CROSS,        "cross",        "work a booth: scan, admit, refer, record a claim for protection") \
	R(CAN_SECOND_LINE,  "second_line",  "work the second line: hear, adjudicate hits, admit, refuse") \
	R(CAN_SUPERVISE,    "supervise",    "see and steer a whole post; confirm as the second person") \
	R(CAN_CORRECT,      "correct",      "correct or annul a recorded crossing, with a reason") \
	R(CAN_SEARCH,       "search",       "search people, documents and crossings, for a stated purpose") \
	R(CAN_PERSON,       "person",       "open a person's, a document's or a crossing's record, for a stated purpose") \
	R(CAN_PROTECT,      "protect",      "see files of protection, and record what the authority answered") \
	R(CAN_TIE,          "tie",          "confirm that documents belong to one person") \
	R(CAN_PERMITS,      "permits",      "enter visas, permits and extensions of stay, and say what became of them") \
	R(CAN_SEAL,         "seal",         "make the seals of visas and permits, print them and read them back") \
	R(CAN_STOCK,        "stock",        "keep numbered stock: stickers, receipts, stamps") \
	R(CAN_STAYS,        "stays",        "see who is in the country past the last day, and records that do not fit") \
	R(CAN_BAN,          "ban",          "order entry bans, within what the pack allows the role") \
	R(CAN_WATCH_VIEW,   "watch_view",   "see watchlists in force and their entries") \
	R(CAN_WATCH_MANAGE, "watch_manage", "import and change watchlists") \
	R(CAN_WATCH_CONFIRM, "watch_confirm", "confirm changes of lists that somebody else proposed, or send them back") \
	R(CAN_CENTRE,       "centre",       "work a centre: appointments, arrivals, walk-ins, interviews") \
	R(CAN_REGISTERS,    "registers",    "search and keep the registers of lost, stolen and revoked documents") \
	R(CAN_SILENT,       "silent",       "see silent alerts: their entries, and whom they were raised for") \
	R(CAN_FIGURES,      "figures",      "see statistics") \
	R(CAN_PACK_VIEW,    "pack_view",    "see the country pack and its versions") \
	R(CAN_PACK_PROPOSE, "pack_propose", "propose a new version of the country pack") \
	R(CAN_PACK_APPROVE, "pack_approve", "approve a version that somebody else proposed, and put it in force") \
	R(CAN_USERS,        "users",        "manage users, their roles, credentials and sessions") \
	R(CAN_AUDIT,        "audit",        "read the journal: who did and who saw what") \
	R(CAN_ERASE,        "erase",        "run erasures when a retention period ends") \
	R(CAN_DISCLOSE,     "disclose",     "answer people who ask what is held on them: access, correction, erasure") \
	R(CAN_OVERSEE,      "oversee",      "oversight: see all requests of people about their data, and what they are not told") \
	R(CAN_FEES,         "fees",         "work a cash desk: find what a case owes, take payments and give back") \
	R(CAN_ACCOUNTS,     "accounts",     "see all cash desks and the revenue, match the bank's statement, waive, confirm differences") \
	R(CAN_TRAIN,        "train",        "see the results of all trainees in the training mode") \
	R(CAN_CASES,        "cases",        "work on cases of procedures, as far as each procedure lets the role") \
	R(CAN_APPLY,        "apply",        "have an account of the public: apply, pay, book, be answered; no role gives it") \
	R(CAN_IMPORT,       "import",       "import the former system's records") \
	R(CAN_API,          "api",          "use the programming interface with a machine credential")

enum right {
#define R(constant, name, words) constant,
	RIGHTS_OF_ALL(R)
	RIGHTS(R)
#undef R
	RIGHT_COUNT
};

const char *right_name(enum right right);
const char *right_words(enum right right);              /* English, looked up in translations */
bool right_by_name(struct str name, enum right *out) MUST_USE;

/* A set of rights. */
typedef uint64_t rights;
static inline rights right_bit(enum right right) { return UINT64_C(1) << right; }
static inline bool rights_have(rights set, enum right right) { return set & right_bit(right); }

#endif
