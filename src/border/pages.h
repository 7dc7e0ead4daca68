/* Handlers and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_BORDER_PAGES_H
#define LIMEN_BORDER_PAGES_H

#include "border.h"

bool verdict_page(struct act *act, struct opened *opened, json_t *page, struct error *err);
/* What an admission may say of the journey: words, and what was recorded for the last traveller of the same flight, train or vessel. */
bool show_journey(struct act *act, const struct opened *opened, json_t *page, struct error *err);
json_t *verdict_data(struct act *act, const struct opened *opened);
struct identity referral_identity(const struct referral_row *row);
/* The letter of a reason in the form: its code where that is one letter, else by its place. */
struct str show_reason_letter(struct act *act, struct str code, size_t place);

/* booth.c */
route_handler booth_get, scan_post, manual_get, manual_post, inspection_get, admit_post, refer_post, protection_post, finding_get, finding_post,
	note_post;
/* shown.c: another document of the traveller */
route_handler beside_post, with_get, with_post, purpose_post;
/* permits.c: visas and permits held */
route_handler permits_get, permits_post, permit_new_get, permit_new_post, permit_get, permit_change_post;
/* child.c's answer, in booth.c */
route_handler child_post;
/* account.c, stays.c, overstay.c: days of a stay, extensions, overstays, entry bans */
route_handler account_get, extend_post, overstays_get, overstays_csv, overstay_get, overstay_paid_post, ban_new_get, ban_new_post, ban_get, ban_lift_post;
/* booth.c: a person in transit */
route_handler transit_post;
/* Documents that may be of the same bearer; did somebody say that two are not? */
enum { LIKE_SHOWN = 3 };
struct like {
	struct document_row row;
	struct uuid record;
};
bool person_alike(struct act *act, const struct subject *subject, struct like out[static LIKE_SHOWN], size_t *count, struct error *err);
bool person_apart(struct act *act, struct uuid record, struct uuid other, bool *apart, struct error *err);
/* shown.c: on the verdict, documents that may be the traveller's own, where that would help: a stay without entry, papers that are missing. */
bool show_alike(struct act *act, const struct opened *opened, json_t *page, struct error *err);
/* overstay.c: permits, overstays and bans on a person's page. */
bool show_status(struct act *act, const struct subject *subject, struct uuid holder, json_t *page, struct error *err);
/* A person, or the person of a document, as the newest document shows them and an inspection would find them today. */
bool person_subject(struct act *act, struct uuid id, struct uuid *holder, struct subject *subject, struct error *err);
/* back_entry.c: paper forms entered later */
route_handler late_get, late_post;
void border_fill(const struct opened *opened, const struct admit *admit, struct movement *movement); /* what an admission says */
/* vehicle.c */
route_handler vehicle_get, vehicle_post;
/* group_page.c */
route_handler group_get, group_start_post, group_keep_post, group_decide_post, group_end_post, group_leave_post;
/* reader.c */
route_handler reader_state_post, reading_post, picture_get;
/* relief.c: change-over at a booth. relief_show: relief_note {text, any, unfinished} for 15 minutes after one; `here` is the inspection on the page. */
route_handler relief_get, relief_key_get, relief_post, relief_key_post;
bool relief_show(struct act *act, struct uuid here, json_t *page, struct error *err);
extern const struct entry_type relief_type;
/* second_line.c */
route_handler second_line_get, referral_get, take_post, back_post, hear_post, referral_admit_post, referral_refuse_post, referral_finding_post, referral_protection_post;
/* paper.c: what was decided, and what the person takes along */
route_handler decision_get, refusal_get, claim_get;
/* protected.c: files of protection, and claims without an inspection */
route_handler claims_get, protection_get, answer_post, person_protection_post;
/* holding.c: people who are held */
route_handler hold_get, referral_hold_post, hold_log_post, hold_ground_post, hold_end_post;
/* Who is held at a post ("" = all), beside the queue; whether the person of a referral is, and the form to begin it. */
bool show_held(struct act *act, struct str post, json_t *page, json_t *data, struct error *err);
bool show_holding(struct act *act, const struct referral_row *row, const struct opened *opened, json_t *chosen, struct error *err);
/* aside.c: needs and wishes, officers available, agencies, the stateless */
route_handler welfare_post, available_post, agency_post, stateless_post, doubt_post;
bool show_aside(struct act *act, const struct referral_row *row, const struct opened *opened, json_t *chosen, struct error *err);
void show_welfare_tags(struct act *act, const struct referral_row *row, json_t *tags);

/* Papers of a decision, in the act that decides. */
bool border_letter_refusal(struct act *act, struct uuid entry, struct uuid record, const struct movement *movement, const struct referral_row *referral,
                           struct error *err);
bool border_letter_protection(struct act *act, struct uuid entry, struct uuid record, const struct claim *claim, struct error *err);
/* letters.c */
route_handler referral_slip_post;
/* second.c: the second person */
route_handler requests_get, request_post;

/* task.c: what somebody must do */
route_handler tasks_get, task_get, task_done_post;

/* search.c, crossings.c, person.c */
route_handler search_get, search_post, crossings_get, crossings_csv, crossing_get, correct_post, person_get, document_get, tie_post;

/* oversight.c: the journal's own pages */
route_handler journal_get, journal_entry_get, journal_entry_post;

/* retain.c */
extern const struct job retain_jobs[];

#endif
