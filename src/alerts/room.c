/* The room's face. */
#include "inside.h"

#include "lang.h"

extern const struct embedded alerts_files[];

static const struct route routes[] = {
	{ GET, "/lists/{name}/propose", CAN_WATCH_MANAGE, list_propose_get, "list_propose", &list_propose_query_fields, NULL, ROUTE_PERSON, NULL, "watchlists",
	  "Propose an entry of a list that is kept here, or a change of one." },
	{ POST, "/lists/{name}/propose", CAN_WATCH_MANAGE, list_propose_post, "list_propose", NULL, &list_propose_form_fields, ROUTE_FORM_AGAIN, "/changes", "watchlists",
	  "Propose an entry, a change of one, or that it is taken off: it is tried on past crossings, and another person confirms it." },
	{ GET, "/lists/{name}/file", CAN_WATCH_MANAGE, list_file_get, "list_file", NULL, NULL, 0, NULL, "watchlists", "Propose many entries of a list as a file of CSV." },
	{ POST, "/lists/{name}/file", CAN_WATCH_MANAGE, list_file_post, "list_file", NULL, &list_file_form_fields, ROUTE_UPLOAD | ROUTE_FORM_AGAIN, "/changes", "watchlists",
	  "Propose many entries of a list as a file of CSV: all of them or none." },
	{ GET, "/changes", CAN_WATCH_MANAGE, changes_get, "changes", NULL, NULL, ROUTE_PERSON, NULL, "watchlists", "Changes of lists that wait for a second person, and those answered lately." },
	{ GET, "/change/{id}", CAN_WATCH_MANAGE, change_get, "change", NULL, NULL, ROUTE_PERSON, NULL, "watchlists", "A proposed change: what it says, what it said before, whom it would have hit." },
	{ POST, "/change/{id}", CAN_WATCH_CONFIRM, change_post, "change", NULL, &change_answer_fields, ROUTE_FORM_AGAIN, "/changes", "watchlists",
	  "Confirm a change of a list that another person proposed, or send it back." },
	{ GET, "/change/{id}/trial", CAN_WATCH_MANAGE, trial_get, "change_trial", NULL, NULL, ROUTE_PERSON, NULL, "watchlists", "Who of those on record would have hit what is proposed." },
	{ GET, "/alerts", CAN_SILENT, alerts_get, "alerts", NULL, NULL, ROUTE_PERSON, NULL, "watchlists", "Silent alerts: whom the second line alone is told of." },
	{ POST, "/alert/{id}/done", CAN_SILENT, alert_post, NULL, NULL, &alert_done_fields, 0, "/alerts", "watchlists", "Say what was done about a silent alert." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &alert_type, &alert_done_type, NULL };
static const struct fold *const folds[] = { &alert_fold, NULL };
static const struct job jobs[] = {
	{ "alerts.review", 600000, alerts_review, "Makes a task of each entry of a list whose day of review came." },
	{ 0 },
};

const struct room alerts_room = { .name = "alerts", .files = alerts_files, .entries = entries, .folds = folds, .routes = routes, .jobs = jobs };
