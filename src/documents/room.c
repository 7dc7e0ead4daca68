/* The room's face. */
#include "inside.h"

extern const struct embedded documents_files[];

static const struct route routes[] = {
	{ GET, "/registers", CAN_REGISTERS, registers_get, "registers", NULL, NULL, ROUTE_PERSON, NULL, "registers", "Registers of lost, stolen and revoked documents: what was entered last." },
	{ POST, "/registers", CAN_REGISTERS, registers_post, "registers", NULL, &register_search_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "registers",
	  "Search the registers of documents by number, near ones too." },
	{ GET, "/registers/new", CAN_REGISTERS, register_new_get, "register_new", &register_query_fields, NULL, ROUTE_PERSON, NULL, "registers", "Enter what a register says of a document." },
	{ POST, "/registers/new", CAN_REGISTERS, register_new_post, "register_new", &register_query_fields, &register_form_fields, ROUTE_FORM_AGAIN, "/registers", "registers",
	  "Enter that a document is lost, stolen, revoked, found, given up, destroyed or a specimen." },
	{ GET, "/registers/file", CAN_REGISTERS, register_file_get, "register_file", NULL, NULL, 0, NULL, "registers", "Enter many documents as a file of CSV." },
	{ POST, "/registers/file", CAN_REGISTERS, register_file_post, "register_file", NULL, NULL, ROUTE_UPLOAD | ROUTE_FORM_AGAIN, "/registers", "registers",
	  "Enter many documents as a file of CSV: all of them or none." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &register_type, NULL };
static const struct fold *const folds[] = { &register_fold, NULL };
static const struct check checks[] = {
	{ "document.register", register_judge, "registers of documents: lost, stolen, revoked, found, given up, destroyed, specimen; exact and near" },
	{ 0 },
};

const struct room documents_room = { .name = "documents", .files = documents_files, .entries = entries, .folds = folds, .routes = routes, .checks = checks };
