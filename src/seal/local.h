/* What the files of the room share. */
#ifndef LIMEN_SEAL_LOCAL_H
#define LIMEN_SEAL_LOCAL_H

#include "seal.h"

#include "house.h"

#define SEAL_MAKE_FORM_FIELDS(F, L) \
	F(CODE, medium,   REQUIRED, 1, 1, 8,  "sticker or barcode") \
	F(CODE, language, 0,        1, 0, 8,  "language of the paper")
#define FIELD_ROW_OF_seal_make_form(...) FIELD_ROW(seal_make_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_make_form(...) FIELD_LIST_ROW(seal_make_form, __VA_ARGS__)
FIELDS_STRUCT(seal_make_form, SEAL_MAKE_FORM_FIELDS)

#define SEAL_BACK_FORM_FIELDS(F, L) F(TEXT, seal, REQUIRED | PERSONAL, 1, 1, SEAL_TEXT_MOST, "the printed code, as it was scanned")
#define FIELD_ROW_OF_seal_back_form(...) FIELD_ROW(seal_back_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_back_form(...) FIELD_LIST_ROW(seal_back_form, __VA_ARGS__)
FIELDS_STRUCT(seal_back_form, SEAL_BACK_FORM_FIELDS)

/* A permit on record, with the document that bears it. */
struct seal_bearer {
	struct uuid record, id;
	struct permit_row permit;
	struct str nationality, sex;
};
bool seal_bearer(struct act *act, struct uuid permit, struct seal_bearer *out, struct error *err);

/* The lines of a permit's zone. */
bool seal_zone(struct act *act, const struct seal_order *order, struct str out[static 2], struct error *err);
void seal_stay(const struct permit *permit, struct vds_visa *out);

/* A certificate that signs here now: valid, not ended, its key on this node. */
bool seal_own(struct act *act, struct seal_certificate_row *out, bool *found, struct error *err);
struct signer seal_signer(struct act *act, struct str key);
bool seal_certificates(struct act *act, struct seal_certificate_row *out, size_t *count, struct error *err);

/* Finds the certificate of a seal that was read, and sets `signer` and `signature_good`. */
bool seal_judge_signer(struct act *act, struct seal_reading *reading, struct error *err);
bool seal_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);

/* The paper of an electronic visa. */
bool seal_letter(struct act *act, const struct seal_order *order, struct uuid seal, struct str text, struct str language, struct error *err);

struct case_seen;
struct case_command;
bool seal_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);

extern const struct command seal_commands[];
route_handler seals_get, seal_permit_get, seal_make_post, seal_back_post, seal_sticker_get;

#endif
