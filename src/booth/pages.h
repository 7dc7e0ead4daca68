/* Handlers and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_BOOTH_PAGES_H
#define LIMEN_BOOTH_PAGES_H

#include "booth.h"

/* booth.c */
route_handler booth_get, scan_post, manual_get, manual_post, inspection_get, admit_post, refer_post, protection_post, finding_get, finding_post,
	note_post, child_post, transit_post;
/* verdict.c */
bool verdict_page(struct act *act, struct opened *opened, json_t *page, struct error *err);
/* shown.c: another document of the traveller */
route_handler beside_post, with_get, with_post, purpose_post;
/* On the verdict, documents that may be the traveller's own, where that would help: a stay without entry, papers that are missing. */
bool show_alike(struct act *act, const struct opened *opened, json_t *page, struct error *err);
/* back_entry.c: paper forms entered later */
route_handler late_get, late_post;
/* vehicle.c */
route_handler vehicle_get, vehicle_post;
/* group_page.c */
route_handler group_get, group_start_post, group_keep_post, group_decide_post, group_end_post, group_leave_post;
/* What the booth says of an open group: counts alone, since the next traveller may see the screen. */
json_t *show_group_strip(struct act *act, const struct group *group);
/* relief.c: change-over at a booth. relief_show: relief_note {text, any, unfinished} for 15 minutes after one; `here` is the inspection on the page. */
route_handler relief_get, relief_key_get, relief_post, relief_key_post;
bool relief_show(struct act *act, struct uuid here, json_t *page, struct error *err);
extern const struct entry_type relief_type;

#endif
