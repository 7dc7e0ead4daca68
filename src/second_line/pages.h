/* Handlers and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_SECOND_LINE_PAGES_H
#define LIMEN_SECOND_LINE_PAGES_H

#include "second_line.h"

/* second_line.c */
route_handler second_line_get, referral_get, take_post, back_post, hear_post, referral_admit_post, referral_transit_post, referral_refuse_post, referral_finding_post, referral_protection_post;
/* paper.c: what was decided, and what the person takes along */
route_handler decision_get, refusal_get, claim_get, referral_slip_post;
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
/* second.c: the second person */
route_handler requests_get, request_post;

#endif
