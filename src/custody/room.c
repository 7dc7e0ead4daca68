/* The room's face: entries, folds and routes. */
#include "forms.h"

extern const struct embedded custody_files[];
extern const struct fold custody_fold, custody_count_fold;

static const struct route routes[] = {
	{ GET, "/custody", CAN_SECOND_LINE, custody_inventory_get, "custody", &custody_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "The documents that a post holds: the inventory of the day." },
	{ POST, "/custody/count", CAN_SECOND_LINE, custody_count_post, NULL, NULL, &custody_count_form_fields, 0, "/custody", "border_check",
	  "Say which documents in custody are there: what is missing becomes a task." },
	{ GET, "/custody/{id}", CAN_SECOND_LINE, custody_item_get, "custody_item", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "One document in custody: where it is, and its chain." },
	{ GET, "/custody/{id}/move", CAN_SECOND_LINE, custody_item_get, "custody_item", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The page of a form, when an answer needs another look." },
	{ POST, "/custody/{id}/move", CAN_SECOND_LINE, custody_move_post, "custody_item", NULL, &custody_move_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/custody/{record}", "border_check",
	  "Move a document in custody, give it back, hand it over, or have it destroyed." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &custody_take_type, &custody_move_type, &custody_count_type, NULL };
static const struct fold *const folds[] = { &custody_fold, &custody_count_fold, NULL };

const struct room custody_room = { .name = "custody", .files = custody_files, .entries = entries, .folds = folds, .routes = routes };
