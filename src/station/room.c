/* The room's face: entries, folds and routes. */
#include "forms.h"
#include "paper.h"

extern const struct embedded station_files[];
extern const struct fold equipment_fold, power_fold, queue_fold, slip_fold, handover_fold, peak_fold;
extern const struct job station_jobs[];

static const struct entry_type *const entries[] = {
	&equipment_type, &equipment_state_type, &power_type, &queue_count_type, &slip_type, &slip_back_type, &handover_type, &handover_read_type, &peak_type, &peak_end_type,
	&paper_block_type, &paper_begin_type, &paper_end_type, &paper_missing_type, &paper_form_type, NULL,
};
static const struct fold *const folds[] = { &equipment_fold, &power_fold, &queue_fold, &slip_fold, &handover_fold, &peak_fold, &paper_fold, &paper_form_fold, NULL };

#define AGAIN(path, right, handle, template) \
	{ GET, path, right, handle, template, NULL, NULL, 0, NULL, "supervision", "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/equipment", CAN_CROSS, equipment_get, "equipment", &station_query_fields, NULL, 0, NULL, "supervision", "The equipment of a post, and what the post runs on." },
	{ POST, "/equipment", CAN_SUPERVISE, equipment_post, "equipment", NULL, &equipment_fields, ROUTE_FORM_AGAIN, "/equipment", "supervision",
	  "Enter an item in the register of equipment." },
	{ GET, "/equipment/{id}", CAN_CROSS, equipment_item_get, "equipment_item", NULL, NULL, 0, NULL, "supervision", "One item of equipment and what happened to it." },
	AGAIN("/equipment/{id}/move", CAN_SUPERVISE, equipment_item_get, "equipment_item"),
	{ POST, "/equipment/{id}/move", CAN_SUPERVISE, equipment_move_post, "equipment_item", NULL, &equipment_fields, ROUTE_FORM_AGAIN, "/equipment/{record}", "supervision",
	  "Move an item of equipment, or mend what the register says of it." },
	AGAIN("/equipment/{id}/state", CAN_CROSS, equipment_item_get, "equipment_item"),
	{ POST, "/equipment/{id}/state", CAN_CROSS, equipment_state_post, "equipment_item", NULL, &state_form_fields, ROUTE_FORM_AGAIN, "/equipment/{record}", "supervision",
	  "Say that an item does not work, since when and who was told; or that it works again." },
	AGAIN("/power", CAN_CROSS, equipment_get, "equipment"),
	{ POST, "/power", CAN_CROSS, power_post, "equipment", NULL, &power_form_fields, ROUTE_FORM_AGAIN, "/equipment", "supervision", "Say what the post runs on, and since when." },

	{ GET, "/queue", CAN_CROSS, queue_get, "queue", &station_query_fields, NULL, 0, NULL, "supervision", "The queue of a post: counts and slips." },
	{ POST, "/queue", CAN_CROSS, queue_post, "queue", NULL, &count_form_fields, ROUTE_FORM_AGAIN, "/queue", "supervision",
	  "Write down how many wait, and how long whoever stands at the booth waited." },
	AGAIN("/queue/slip", CAN_CROSS, queue_get, "queue"),
	{ POST, "/queue/slip", CAN_CROSS, slip_post, "queue", NULL, &slip_form_fields, ROUTE_FORM_AGAIN, "/queue", "supervision",
	  "Give a numbered slip to whoever joins the end of the queue." },
	{ POST, "/queue/slip/{id}/back", CAN_CROSS, slip_back_post, NULL, NULL, NULL, 0, "/queue", "supervision", "A slip came back at the booth: the time between is the wait." },

	{ GET, "/handover", CAN_CROSS, handover_get, "handover", &station_query_fields, NULL, 0, NULL, "supervision", "What one shift leaves to the next." },
	{ POST, "/handover", CAN_CROSS, handover_post, "handover", NULL, &handover_form_fields, ROUTE_FORM_AGAIN, "/handover", "supervision", "Write a note for the relief." },
	{ POST, "/handover/{id}/read", CAN_CROSS, handover_read_post, NULL, NULL, &handover_read_fields, 0, "/handover", "supervision", "Tick a hand-over note as read." },

	{ GET, "/peak", CAN_SUPERVISE, peak_get, "peak", &station_query_fields, NULL, 0, NULL, "supervision", "Peak mode of a post: what it leaves out, until when, and those before." },
	{ POST, "/peak", CAN_SUPERVISE, peak_post, "peak", NULL, &peak_form_fields, ROUTE_FORM_AGAIN, "/peak", "supervision",
	  "Let a post work in a peak mode of the country pack, for a reason, until an hour at which it ends by itself." },
	{ POST, "/peak/{id}/end", CAN_SUPERVISE, peak_end_post, NULL, NULL, NULL, 0, "/peak", "supervision", "End a peak mode before its hour." },

	{ GET, "/paper", CAN_CROSS, paper_get, "paper", &station_query_fields, NULL, 0, NULL, "supervision", "Paper forms of a post: numbers in stock, times on paper, what became of each." },
	AGAIN("/paper/block", CAN_SUPERVISE, paper_get, "paper"),
	{ POST, "/paper/block", CAN_SUPERVISE, paper_print_post, "paper", NULL, &paper_print_form_fields, ROUTE_FORM_AGAIN, "/paper/block/{id}", "supervision",
	  "Number blank forms for a post, to be printed and kept." },
	{ GET, "/paper/block/{id}", CAN_CROSS, paper_block_get, NULL, NULL, NULL, 0, NULL, "supervision", "The blank forms of a block as PDF, to print and keep: one to a page, each with its number and a code to scan." },
	AGAIN("/paper/begin", CAN_CROSS, paper_get, "paper"),
	{ POST, "/paper/begin", CAN_CROSS, paper_begin_post, "paper", NULL, &paper_begin_form_fields, ROUTE_FORM_AGAIN, "/paper", "supervision",
	  "Say that a post works on paper, since when and why." },
	AGAIN("/paper/end", CAN_CROSS, paper_get, "paper"),
	{ POST, "/paper/end", CAN_CROSS, paper_end_post, "paper", NULL, &paper_end_form_fields, ROUTE_FORM_AGAIN, "/paper", "supervision",
	  "Say that a post works on paper no longer, and which number is blank." },
	AGAIN("/paper/account", CAN_CROSS, paper_get, "paper"),
	{ POST, "/paper/account", CAN_CROSS, paper_account_post, "paper", NULL, &paper_account_form_fields, ROUTE_FORM_AGAIN, "/paper", "supervision",
	  "Say that a numbered form was spoiled or lost." },
	{ 0 },
};

const struct room station_room = { .name = "station", .files = station_files, .entries = entries, .folds = folds, .routes = routes, .jobs = station_jobs };
