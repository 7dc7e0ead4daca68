/* What would change under another pack: past crossings and past cases, judged again with the rules of two packs, side by side.
 *
 * - Each entry into the country is judged by the rules that a booth applies (papers, stay), with what its own entry, the permits and the earlier crossings of
 *   the person hold: category, advice, days allowed; and, where it is known when the person left, whether the stay would have been too long, and what the
 *   tariff asks for it. An exit is judged with its entry. Lists and bans are not asked: a pack does not change whom they name.
 * - Each action that somebody took in a case is judged again from where the case then stood, with the same answers: possible or not, state, outcome, second
 *   person, fee, the time limit that then runs.
 * - What cannot be judged again is counted with its reason, never guessed: a fact that no entry holds, a visa known by its seal alone, an answer that the
 *   other pack asks and nobody gave. So is a crossing whose recorded category the pack that was in force does not give again: something was known at the
 *   booth that was not kept.
 * - People are assumed to do what they did: nobody leaves earlier, stays away or applies because of the other rule. The figures say what the rule would have
 *   said, not what people would do.
 * - Money: penalties of stays by the tariff; what the visas and authorisations would cost that the crossings need, one for each person and way, a visa on
 *   arrival for each entry; fees of the cases. Work: counts, and minutes where the pack has a param for them (work_referral ...).
 * - The indicators of procedures are measured from the same cases: measure.h.
 * - It changes nothing, and holds one person at a time in memory. A simulation is an entry with its figures, so that who approves a pack sees what who
 *   proposed it saw. Small numbers are not told (figures.c).
 * A claim for protection counts as it stands today. */
#ifndef LIMEN_POLICY_H
#define LIMEN_POLICY_H

#include "pack_shelf.h"
#include "room.h"

struct act;

extern const struct room policy_room;
extern const struct entry_type simulation_type;

enum { PAST_SIDES = 2, PAST_SEXES = 4 };       /* before, after; F, M, X, U */

struct past_plan {
	const struct pack *packs[PAST_SIDES];
	struct date from, to;           /* days of the crossings, and of what was done in cases */
	int64_t most;                   /* people and cases; 0 = all */
};

/* The figures as one JSON object (PAST_FIGURES in figures.c says what stands in it); the caller's to free. ERR_TOO_LARGE: more than `most`. */
bool past_run(struct act *act, const struct past_plan *plan, json_t **figures, struct error *err);
/* The same in plain English, for the command line. */
void past_text(struct arena *arena, const json_t *figures, struct buf *out);

/* Body of `pack.simulate`, in the record of the version that was tried. */
#define SIMULATION_FIELDS(F, L) \
	F(CODE, before,  REQUIRED, 1, 64, 64,   "identity of the one pack") \
	F(CODE, after,   REQUIRED, 1, 64, 64,   "identity of the other, that was tried") \
	F(DATE, first,   REQUIRED, 1, 0, 0,     "first day of what was judged again") \
	F(DATE, last,    REQUIRED, 1, 0, 0,     "last day") \
	F(JSON, figures, REQUIRED, 1, 2, 60000, "what came out: counts, no people")
#define FIELD_ROW_OF_simulation_body(...) FIELD_ROW(simulation_body, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_simulation_body(...) FIELD_LIST_ROW(simulation_body, __VA_ARGS__)
FIELDS_STRUCT(simulation_body, SIMULATION_FIELDS)

/* Row of table `pack_simulation`. */
#define SIMULATION_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when it was made") \
	F(ID,   officer,  0, 1, 0, 0, "who made it") \
	SIMULATION_FIELDS(F, L)
#define FIELD_ROW_OF_simulation_row(...) FIELD_ROW(simulation_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_simulation_row(...) FIELD_LIST_ROW(simulation_row, __VA_ARGS__)
FIELDS_STRUCT(simulation_row, SIMULATION_ROW_FIELDS)

/* Judges again and appends the simulation. */
bool policy_simulate(struct act *act, const struct past_plan *plan, struct simulation_body *out, struct error *err);

#endif
