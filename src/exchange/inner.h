/* What the files of this room share. */
#ifndef LIMEN_EXCHANGE_INNER_H
#define LIMEN_EXCHANGE_INNER_H

#include "act.h"
#include "exchange.h"
#include "house.h"

enum { TOKEN_BYTES = 16, FILES_MOST = 8 };

bool exchange_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);
bool exchange_finish(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err);

bool exchange_by_record(struct act *act, struct uuid record, struct exchange_row *out, bool *found, struct error *err);
bool exchange_by_token(struct act *act, struct str token, struct uuid *record, struct exchange_row *out, struct error *err);
/* The request of another authority that opened a case. */
bool exchange_request_of(struct act *act, struct uuid about, struct str use, struct uuid *record, struct exchange_row *out, bool *found, struct error *err);
bool exchange_receipt(struct act *act, const struct exchange_row *row, struct str number, struct error *err);
bool partner_by_name(struct act *act, struct str name, struct partner *out, bool *found, struct error *err);
bool partner_by_key(struct act *act, struct str key, struct partner *out, bool *found, struct error *err);
struct str token_digest(struct act *act, struct str token);

/* Appends what became of a message and tells its case: an event, and a task for whoever records the answer. */
bool exchange_became(struct act *act, struct uuid record, const struct exchange_row *row, const struct exchange_step *step, struct error *err);
/* Findings of the act where an answer does not fit. */
bool answer_fits(struct act *act, struct str finding, struct str words, struct str name, struct error *err);
const char *finding_words(struct str code);


/* --- parts of pages --- */
void exchange_put(struct act *act, const struct exchange_row *row, struct str under, json_t *page);
void exchange_choices(struct act *act, struct str chosen, json_t *page);
bool exchange_file(struct act *act, const struct exchange_row *row, size_t which, struct reply *reply, struct error *err);

/* --- bundles --- */
bool bundle_write(struct act *act, struct uuid record, const struct exchange_row *row, const struct partner *to, struct str *out, struct error *err);
/* `*told`: what it was, in words for whoever brought it. */
bool bundle_take(struct act *act, struct str bundle, struct str *told, struct error *err);

route_handler exchange_answer_get, exchange_answer_post, exchange_file_get, exchange_list_get, exchange_get, exchange_desk_post, exchange_bundle_get, exchange_take_post, exchange_desk_file_get;

#define EXCHANGE_ANSWER_FIELDS(F, L) \
	F(CODE, finding, 0,        1, 0, 16,   "genuine, altered, false or not_on_record; none = no answer is given") \
	F(TEXT, words,   PERSONAL, 1, 0, 4000, "in the authority's own words") \
	F(TEXT, name,    PERSONAL, 1, 0, 200,  "who answers")
#define FIELD_ROW_OF_exchange_answer(...) FIELD_ROW(exchange_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_answer(...) FIELD_LIST_ROW(exchange_answer, __VA_ARGS__)
FIELDS_STRUCT(exchange_answer, EXCHANGE_ANSWER_FIELDS)

#define EXCHANGE_FILE_FIELDS(F, L) F(INT, n, 0, 1, 0, FILES_MOST, "which file")
#define FIELD_ROW_OF_exchange_file(...) FIELD_ROW(exchange_file, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_file(...) FIELD_LIST_ROW(exchange_file, __VA_ARGS__)
FIELDS_STRUCT(exchange_file, EXCHANGE_FILE_FIELDS)

#define EXCHANGE_DESK_FIELDS(F, L) \
	F(CODE, what,    REQUIRED, 1, 1, 16,   "received, answered, declined or failed") \
	F(CODE, finding, 0,        1, 0, 16,   "genuine, altered, false or not_on_record") \
	F(TEXT, words,   PERSONAL, 1, 0, 4000, "in the authority's own words") \
	F(TEXT, name,    PERSONAL, 1, 0, 200,  "who answered there")
#define FIELD_ROW_OF_exchange_desk(...) FIELD_ROW(exchange_desk, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exchange_desk(...) FIELD_LIST_ROW(exchange_desk, __VA_ARGS__)
FIELDS_STRUCT(exchange_desk, EXCHANGE_DESK_FIELDS)

#endif
