/* Messages with other authorities: a request of a case goes out, an answer comes back, with a receipt and a deadline that the procedure sets.
 *
 * What it does: keeps what was asked (the answers of the form that the procedure names, its letter as PDF, its files) and what became of it; lets the other
 *   authority answer in one of three ways, whichever reaches it:
 *   - a link in an e-mail: a page that shows what is asked, with the document's picture, and takes genuine, altered, false or not on record;
 *   - a bundle: a file, signed by this state and sealed for the other, that any carrier may bring; the answer comes back as another. Taken twice it is
 *     done once, in any order, and what was not carried yet is exported again;
 *   - on paper: a desk writes down what came.
 *   A request of another authority comes as a bundle. It opens a case of the procedure that says so (its exchange `takes` the sender's kind of request, an
 *   action is `on USE.request` and `from new`), with the answers and files that fit; the receipt, and later the answer, is the bundle that goes back.
 *   Each is an event of the case: received, accepted (it answered), refused, failed. What the desk must still say of it becomes a task.
 * What it deliberately does not: it believes no answer of its own accord. What an authority says is shown to a person, who records it in the case.
 * - The link's token is 128 bits, kept as a digest, good until it is answered or for 120 days. The page leaves its look under the authority's name.
 * - A partner is known by its name or code; a request to one that is not known, or has no address, goes by post: a task says so.
 * Bundle: "LIMEN-EXCHANGE 1\n" | Ed25519 key of the sender 32 | sealed box (X25519, XSalsa20-Poly1305) | Ed25519 signature 64 over all before it. */
#ifndef LIMEN_EXCHANGE_H
#define LIMEN_EXCHANGE_H

#include "cases.h"
#include "room.h"

extern const struct room exchange_room;
extern const struct entry_type exchange_message_type, exchange_step_type, partner_type;

/* Another authority. Its record is made of its code. */
#define PARTNER_FIELDS(F, L) \
	F(CODE,  code,  REQUIRED, 1, 2, 40,  "short name: \"uto_registry\"") \
	F(TEXT,  name,  REQUIRED, 1, 2, 200, "its name, as procedures write it") \
	F(CODE,  state, 0,        1, 0, 3,   "its state (Doc 9303-3 part 5)") \
	F(CODE,  email, 0,        1, 0, 254, "address to which links are sent") \
	F(CODE,  language, 0,     1, 0, 8,   "language in which it reads") \
	F(CODE,  key,   0,        1, 0, 64,  "its Ed25519 key, in hexadecimal") \
	F(YESNO, ended, 0,        1, 0, 0,   "no longer asked")
#define FIELD_ROW_OF_partner(...) FIELD_ROW(partner, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_partner(...) FIELD_LIST_ROW(partner, __VA_ARGS__)
FIELDS_STRUCT(partner, PARTNER_FIELDS)

/* A message. A record of its own, which its bundle names. */
#define EXCHANGE_MESSAGE_FIELDS(F, L) \
	F(CODE, way,      REQUIRED,            1, 2, 3,     "out or in") \
	F(CODE, what,     REQUIRED,            1, 1, 16,    "send, notify, acknowledge, accept or refuse") \
	F(TEXT, partner,  REQUIRED,            1, 1, 200,   "the other authority's name") \
	F(CODE, code,     0,                   1, 0, 40,    "its code, where it is known") \
	F(ID,   about,    0,                   1, 0, 0,     "the case") \
	F(CODE, use,      0,                   1, 0, 48,    "use of its procedure") \
	F(CODE, item,     0,                   1, 0, 32,    "item of the case") \
	F(CODE, number,   0,                   1, 0, 60,    "number of the case, here or there") \
	F(ID,   request,  0,                   1, 0, 0,     "message that it follows") \
	F(TEXT, title,    0,                   1, 0, 200,   "what it is about") \
	F(JSON, asked,    PERSONAL,            1, 0, 30000, "[{question, answer}]") \
	F(JSON, files,    PERSONAL,            1, 0, 8000,  "[{name, type, file}]") \
	F(TEXT, words,    PERSONAL,            1, 0, 4000,  "what is said") \
	F(CODE, token,    0,                   1, 0, 64,    "digest of the link's token") \
	F(CODE, kind,     0,                   1, 0, 48,    "procedure of whoever asks") \
	F(JSON, answers,  PERSONAL,            1, 0, 30000, "{path: text} of what is asked, for a procedure of whoever answers")
#define FIELD_ROW_OF_exchange_message(...) FIELD_ROW(exchange_message, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_message(...) FIELD_LIST_ROW(exchange_message, __VA_ARGS__)
FIELDS_STRUCT(exchange_message, EXCHANGE_MESSAGE_FIELDS)

/* What became of a message. */
#define EXCHANGE_STEP_FIELDS(F, L) \
	F(CODE, what,    REQUIRED, 1, 1, 16,   "opened, exported, received, answered, declined or failed") \
	F(CODE, by,      REQUIRED, 1, 1, 8,    "link, bundle or desk") \
	F(CODE, finding, 0,        1, 0, 16,   "genuine, altered, false or not_on_record") \
	F(TEXT, words,   PERSONAL, 1, 0, 4000, "in the authority's own words") \
	F(TEXT, name,    PERSONAL, 1, 0, 200,  "who answered there")
#define FIELD_ROW_OF_exchange_step(...) FIELD_ROW(exchange_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_step(...) FIELD_LIST_ROW(exchange_step, __VA_ARGS__)
FIELDS_STRUCT(exchange_step, EXCHANGE_STEP_FIELDS)

/* Row of table `exchange`. */
#define EXCHANGE_ROW_FIELDS(F, L) \
	EXCHANGE_MESSAGE_FIELDS(F, L) \
	F(CODE, state,   0, 1, 0, 16,   "sent, exported, opened, received, answered, declined or failed") \
	F(CODE, finding, 0, 1, 0, 16,   "what was answered") \
	F(TEXT, said,    PERSONAL, 1, 0, 4000, "in the authority's own words") \
	F(TEXT, name,    PERSONAL, 1, 0, 200,  "who answered there") \
	F(CODE, by,      0, 1, 0, 8,    "link, bundle or desk") \
	F(TIME, made,    0, 1, 0, 0,    "when it was written") \
	F(TIME, since,   0, 1, 0, 0,    "since when its state is what it is")
#define FIELD_ROW_OF_exchange_row(...) FIELD_ROW(exchange_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_row(...) FIELD_LIST_ROW(exchange_row, __VA_ARGS__)
FIELDS_STRUCT(exchange_row, EXCHANGE_ROW_FIELDS)

/* Enters another authority, or changes it. ERR_INPUT: its address or key is none. */
bool exchange_partner_put(struct act *act, const struct partner *partner, struct error *err);

#endif
