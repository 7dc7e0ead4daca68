/* Letters and papers that the state gives to a person or a carrier: issued from a template of the pack, kept as they were, printed again as they were.
 *
 *     json_t *values = json_object();
 *     json_put(values, "person", letter_person(&identity));
 *     json_put_str(values, "label", label);
 *     letter_issue(act, &(struct letter_order){ .name = "document_held", .record = record, .language = language, .also_own = true, .values = values }, &id, err);
 *
 * What it does: takes the template NAME of the language (pack_letter.h), fills it, and appends one entry with template, pack, language, values and text:
 *   all that the paper says. GET /letter/{id} gives it as PDF: set when somebody first asks, dated on the day of issue, kept by an entry `letter.set` as a file
 *   of the journal, and the same byte for byte from then on, whatever pack or program there is by then. So no act that issues a letter waits for
 *   typesetting; what could not be printed is refused before it is issued (pdf_fits). GET /letter/{id}/text gives the same text as a page.
 * What it does not: it sends nothing (an outbox comes with procedures), signs nothing, and decides nothing. It judges no right to issue: the caller did.
 * - A handler calls it in the act that decides, so that decision and paper are stored together or not at all.
 * - `values` hold what the letter's shape names (letter_facts.c); a name that it does not have is a bug. What is not given is missing. Codes as codes,
 *   dates as "2026-11-24", instants as integers of ms, money as "90 XTS", lists as arrays.
 * - A paper is in the person's language (the state's where the pack does not speak it), with the state's own behind it when `also_own` is set.
 * - A letter whose shape has a guard (a receipt for a claim) is seen by whoever issued it and by those who have that right; lists leave it out for others.
 * - A procedure's letter has no shape: its names are those of the case, evaluated in `environment`. Its pages are those of the case (/case/letter/{id}); here only
 *   whoever issued it sees it.
 * - The number ("UTO-SORREL-2026-7A22C1") tells nothing but where and in which year: its end is random.
 * Erasing the entry's body destroys the file (journal.h). */
#ifndef LIMEN_LETTER_H
#define LIMEN_LETTER_H

#include "registry.h"
#include "room.h"

extern const struct room letter_room;
extern const struct entry_type letter_type, letter_set_type;
extern const struct table letter_table;

/* What is filled in and the text, together: an entry of the journal holds 64 KiB. */
enum { LETTER_BYTES_MOST = 60000 };

#define LETTER_FIELDS(F, L) \
	F(CODE, name,     REQUIRED, 1, 1, 32,    "letter of the pack") \
	F(CODE, number,   REQUIRED, 1, 1, 60,    "number printed on it") \
	F(TEXT, title,    REQUIRED, 1, 1, 400,   "its subject") \
	F(CODE, language, REQUIRED, 1, 2, 8,     "language in which it was issued") \
	F(CODE, post,     0,        1, 0, 16,    "where") \
	F(ID,   about,    0,        1, 0, 0,     "entry that it tells of") \
	F(CODE, pack,     REQUIRED, 1, 64, 64,   "identity of the pack whose template it is") \
	F(JSON, values,   PERSONAL, 1, 0, LETTER_BYTES_MOST, "what was filled in") \
	F(JSON, text,     PERSONAL, 1, 0, LETTER_BYTES_MOST, "its text, in parts as they were set") \
	F(CODE, file,     0,        1, 0, 200,   "the PDF, of one that was set when it was issued: handle of a file")
#define FIELD_ROW_OF_letter(...) FIELD_ROW(letter, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_letter(...) FIELD_LIST_ROW(letter, __VA_ARGS__)
FIELDS_STRUCT(letter, LETTER_FIELDS)

/* Body of `letter.set`: somebody asked for the PDF for the first time. */
#define LETTER_SET_FIELDS(F, L) \
	F(ID,   letter,   REQUIRED, 1, 0, 0,     "entry of the letter") \
	F(CODE, file,     REQUIRED, 1, 1, 200,   "the PDF: handle of a file")
#define FIELD_ROW_OF_letter_set(...) FIELD_ROW(letter_set, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_letter_set(...) FIELD_LIST_ROW(letter_set, __VA_ARGS__)
FIELDS_STRUCT(letter_set, LETTER_SET_FIELDS)

#define LETTER_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,   "entry") \
	F(TIME, issued,   0, 1, 0, 0,   "when") \
	F(ID,   officer,  0, 1, 0, 0,   "who issued it") \
	F(CODE, name,     0, 1, 0, 32,  "letter of the pack") \
	F(CODE, number,   0, 1, 0, 60,  "number printed on it") \
	F(TEXT, title,    0, 1, 0, 400, "its subject") \
	F(CODE, language, 0, 1, 0, 8,   "language") \
	F(ID,   about,    0, 1, 0, 0,   "entry that it tells of") \
	F(ID,   paper,    0, 1, 0, 0,   "entry that holds its PDF; zero: nobody asked for it yet")
#define FIELD_ROW_OF_letter_row(...) FIELD_ROW(letter_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_letter_row(...) FIELD_LIST_ROW(letter_row, __VA_ARGS__)
FIELDS_STRUCT(letter_row, LETTER_ROW_FIELDS)

struct rule_environment;

struct letter_order {
	const char *name;        /* "refusal" */
	struct uuid record;      /* the document's or person's: in whose history it stands */
	struct uuid about;       /* entry of the act that it tells of; zero = none */
	struct str language;     /* the person's; "" or one that the pack does not speak: the state's */
	bool also_own;           /* with the same in the state's language behind it */
	struct str post;         /* "" = the actor's place */
	int lane;                /* of that post; 0 = none */
	struct str number;       /* "" = a new one */
	const char *copy;        /* "Copy for the traveller", a literal marked WORDS; NULL = none */
	json_t *values;          /* an object; taken over */
	/* Of a procedure's letter, whose shape are the names of the case: what its expressions are evaluated in. NULL = `values` alone. */
	const struct rule_environment *environment;
};

/* Appends the letter; `*id` is its entry (GET /letter/{id}). `id` may be NULL. */
bool letter_issue(struct act *act, const struct letter_order *order, struct uuid *id, struct error *err);

/* Blank forms to write on by hand: the letter once for each of `numbers`, each on a page of its own, in `order->language`. `values_of` gives the values of
 * one. Nothing is kept and nobody is named: the same order of the same time gives the same bytes. */
bool letter_blanks(struct act *act, const struct letter_order *order, int64_t made, const struct str *numbers, size_t count,
                   json_t *(*values_of)(struct act *act, struct str number), struct str *pdf, struct error *err);

/* A new number of a paper of this post: country, post, year, random end. */
struct str letter_number(struct act *act, struct str post);

/* Parts of values that most letters have: shapes "person", "document", "journey". */
json_t *letter_person(struct act *act, const struct identity *identity);
json_t *letter_document(const struct identity *identity);
json_t *letter_journey(const struct movement *movement);

/* The page of a letter's text for another room's route, with its own way back; `letter` stands in `data`. Records the look. */
struct reply;
bool letter_page(struct act *act, struct uuid id, struct str back, struct reply *reply, struct error *err);
bool letter_pdf(struct act *act, struct uuid id, struct reply *reply, struct error *err);
/* The record in whose history a letter stands. */
bool letter_record_of(struct act *act, struct uuid id, struct uuid *record, bool *found, struct error *err);
/* The language in which a letter is issued to whoever speaks `tag`. */
struct lang;
const struct lang *letter_language(struct act *act, struct str tag);
/* The last letter of this name about an entry; zero: none was issued. */
bool letter_last(struct act *act, struct uuid about, const char *name, struct uuid *id, struct error *err);

/* Papers for a page: [{title, number, when, href, text_href, language}], newest first. Those about an entry, or of a record and all that is tied to it. */
bool letters_about(struct act *act, struct uuid about, json_t **out, struct error *err);
bool letters_of(struct act *act, struct uuid holder, json_t **out, struct error *err);

#endif
