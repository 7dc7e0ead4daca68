/* The room's face. */
#include "local.h"

#include "cases.h"

extern const struct embedded stock_files[];
extern const struct fold stock_fold;

#define AGAIN(path) { GET, path, CAN_STOCK, stock_get, "stock", &stock_query_fields, NULL, 0, NULL, NULL, "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/stock", CAN_STOCK, stock_get, "stock", &stock_query_fields, NULL, 0, NULL, NULL, "Stickers, receipts and stamps of a place: how many there are, the next one, the last that were used." },
	{ GET, "/stock.csv", CAN_STOCK, stock_csv_get, NULL, &stock_query_fields, NULL, 0, NULL, NULL, "What became of each number of a place, as a file." },
	AGAIN("/stock/receive"),
	{ POST, "/stock/receive", CAN_STOCK, stock_receive_post, "stock", NULL, &stock_receive_form_fields, ROUTE_FORM_AGAIN, "/stock", NULL, "Take numbers from a supplier, counted by two people." },
	AGAIN("/stock/hand"),
	{ POST, "/stock/hand", CAN_STOCK, stock_hand_post, "stock", NULL, &stock_hand_form_fields, ROUTE_FORM_AGAIN, "/stock", NULL, "Hand numbers to another place." },
	AGAIN("/stock/spoil"),
	{ POST, "/stock/spoil", CAN_STOCK, stock_spoil_post, "stock", NULL, &stock_spoil_form_fields, ROUTE_FORM_AGAIN, "/stock", NULL, "Say that a number was spoiled, and how: it is kept until it is destroyed." },
	AGAIN("/stock/destroy"),
	{ POST, "/stock/destroy", CAN_STOCK, stock_destroy_post, "stock", NULL, &stock_destroy_form_fields, ROUTE_FORM_AGAIN, "/stock", NULL, "Destroy what was spoiled, before a witness." },
	AGAIN("/stock/count"),
	{ POST, "/stock/count", CAN_STOCK, stock_count_post, "stock", NULL, &stock_count_form_fields, ROUTE_FORM_AGAIN, "/stock", NULL, "Say how many are there: a difference from the books is a task." },
	{ 0 },
};

static const struct entry_type *const entries[] = {
	&stock_received_type, &stock_moved_type, &stock_used_type, &stock_spoiled_type, &stock_destroyed_type, &stock_counted_type, NULL,
};
static const struct fold *const folds[] = { &stock_fold, NULL };
static const struct case_work works[] = { { "stock", stock_command, NULL }, { 0 } };

const struct room stock_room = { .name = "stock", .files = stock_files, .entries = entries, .folds = folds, .routes = routes, .works = works };
