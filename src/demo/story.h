/* The story that the demo tells, and what its parts share. Private to the room. */
#ifndef LIMEN_DEMO_STORY_H
#define LIMEN_DEMO_STORY_H

#include "house.h"
#include "people.h"

enum { STORY_USERS = 40 };         /* at most */

struct story {
	const struct house *house;
	struct clock_set *clock;
	struct people people;
	struct uuid officers[STORY_USERS];
	int64_t lists_at;  /* the last import of the watchlists */
	struct working_step *steps; /* what the posts write down about themselves, by time */
	size_t step, step_count;
	size_t ship_step;
	int64_t crossings, refusals, referrals, claims, rejected;
	struct uuid asked, asked_about; /* the last request of a person about their own data */
};

typedef bool story_act(struct story *story, struct act *act, void *data, struct error *err);

/* demo.c: one act at the story's time, as a user by its place in the table; as the node itself beyond it. Nobody else writes: no conflict is met. */
bool story_perform(struct story *story, int64_t at, size_t user, story_act *run, void *data, struct error *err);
size_t story_user(const char *number);
/* The post's own officer, or one of the others in turn: their second line steps in, too. */
size_t story_officer(const struct journey *journey, const char *role);

/* crossing.c: a journey of the story with what follows it; the others of its family come along, as a group. */
bool story_live(struct story *story, size_t journey, struct error *err);
/* Scan and decision at the booth alone: whoever is sent on still waits. */
bool story_booth(struct story *story, const struct journey *journey, struct error *err);
/* A family of which one still waits at the second line, while the others were admitted. */
bool story_leave_family(struct story *story, struct error *err);

/* The lane where somebody of the journey is met. */
void story_place(struct act *act, const struct journey *journey);
/* One refused person who is still here, at some posts. */
bool story_leave_refused(struct story *story, struct error *err);

/* refused.c: what follows a refusal, from `at` on: the document held, the carrier told, the departure confirmed. */
struct refused {
	struct uuid referral;
	const struct journey *journey;
	bool stays;
};
bool story_after_refusal(struct story *story, struct refused *refused, int64_t at, struct error *err);

/* centres.c: appointments, arrivals, who waits, interviews. */
bool story_centres(struct story *story, struct error *err);

/* ministry.c: another pack is proposed and tried on the past. */
bool story_ministry(struct story *story, struct error *err);

/* stays.c: an extension, a ban, a visa that is revoked. */
bool story_settle_stays(struct story *story, int64_t at, struct error *err);

#endif
