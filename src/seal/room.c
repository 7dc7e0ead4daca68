/* The room's face. */
#include "local.h"

#include "cases.h"

extern const struct embedded seal_files[];
extern const struct fold seal_fold, seal_certificate_fold;

static const struct route routes[] = {
	{ GET, "/seals", CAN_SEAL, seals_get, "seals", NULL, NULL, ROUTE_PERSON, NULL, "permits", "Seals of visas that were made, and the certificates by which seals are verified." },
	{ GET, "/seals/case/{id}", CAN_SEAL, seals_get, "seals", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The seals that a case made: to print and to read back." },
	{ GET, "/seals/permit/{id}", CAN_SEAL, seal_permit_get, "seal_permit", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The seal of a visa or permit: made, printed, read back." },
	{ GET, "/seals/permit/{id}/make", CAN_SEAL, seal_permit_get, "seal_permit", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The page of a form, when an answer needs another look." },
	{ POST, "/seals/permit/{id}/make", CAN_SEAL, seal_make_post, "seal_permit", NULL, &seal_make_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/seals", "permits", "Sign the seal of a visa or permit, for a sticker or as a paper." },
	{ GET, "/seals/permit/{id}/back", CAN_SEAL, seal_permit_get, "seal_permit", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The page of a form, when an answer needs another look." },
	{ POST, "/seals/permit/{id}/back", CAN_SEAL, seal_back_post, "seal_permit", NULL, &seal_back_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/seals", "permits",
	  "Read a printed seal back: it must be the one that was made, byte for byte." },
	{ GET, "/seals/permit/{id}/sticker", CAN_SEAL, seal_sticker_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "permits", "The print on a visa sticker (PDF, 105 by 74 mm)." },
	{ 0 },
};

static const struct check checks[] = { { "seal", seal_judge, "a seal that is shown: signer, signature, holder, record" }, { 0 } };
static const struct entry_type *const entries[] = { &seal_certificate_type, &seal_certificate_end_type, &seal_made_type, &seal_read_back_type, NULL };
static const struct fold *const folds[] = { &seal_certificate_fold, &seal_fold, NULL };
static const struct case_work works[] = { { "seal", seal_command, "/seals/case/" }, { 0 } };

const struct room seal_room = {
	.name = "seal", .files = seal_files, .entries = entries, .folds = folds, .routes = routes, .commands = seal_commands, .checks = checks, .works = works,
};
