/* Handlers and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_RECORDS_PAGES_H
#define LIMEN_RECORDS_PAGES_H

#include "records.h"

/* Entries of records and the looks at them, newest first: the part `entries` of a page. */
bool show_history(struct act *act, const struct uuid *records, size_t count, size_t most, json_t **out, struct error *err);
/* Does an entry tell of a claim for protection, to somebody who does not see their files? Of such an entry nothing is shown. */
bool show_kept_back(const struct act *act, const struct entry *entry);
/* One entry as a line that leads to its own page; what it says of a person is left out. */
json_t *show_entry_masked(struct act *act, const struct entry *entry);
struct str show_purpose(struct act *act, struct str code);                 /* a purpose of the data protection law in words */
const char *show_correctable(struct str what);  /* "purpose" in words; NULL for what no correction changes */
json_t *show_permit(struct act *act, const struct permit_row *row);          /* href, kind, number, name, document, validity, tone, word */
/* overstay.c: permits, overstays and bans on a person's page. */
bool show_status(struct act *act, const struct subject *subject, struct uuid holder, json_t *page, struct error *err);
/* overstay.c: the values of a form of a ban; the order on paper. */
void put_ban_form(struct act *act, struct date today, json_t *page);
bool issue_ban(struct act *act, const struct ban *ban, struct uuid record, struct uuid id, struct error *err);
/* ban_document.c: the person of a ban: as on record, or as the ban names it where the document was never seen. */
bool ban_subject(struct act *act, struct uuid record, const struct identity *identity, struct subject *subject, struct error *err);
/* kin.c: the form on a person's page, or false. */
json_t *show_kin_form(struct act *act, const struct call *call, struct uuid holder);

/* search.c, crossings.c, person.c */
route_handler search_get, search_post, crossings_get, crossings_csv, crossing_get, correct_post, person_get, document_get, tie_post, kin_post;
/* permits.c: visas and permits held */
route_handler permits_get, permits_post, permit_new_get, permit_on_document_get, permit_new_post, permit_get, permit_change_post;
/* permits_file.c: many at once, as a file */
route_handler permits_file_get, permits_file_post;
/* account.c, stays.c, overstay.c: days of a stay, extensions, overstays, entry bans */
route_handler account_get, extend_post, overstays_get, overstays_csv, overstay_get, overstay_paid_post, ban_new_get, ban_new_post, ban_get, ban_lift_post, ban_document_get, ban_document_post;
/* task.c: what somebody must do */
route_handler tasks_get, task_get, task_done_post;
/* oversight.c: the journal's own pages */
route_handler journal_get, journal_entry_get, journal_entry_post;

#endif
