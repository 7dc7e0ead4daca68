/* Scenarios of procedures (tests/NAME.test.lim): what people do, what happens outside, and what must hold then. The real engine runs, on a case
 * in memory; only outside events are stated. procedures.md 13.
 *
 *   test "Title"
 *     procedure short_stay_visa
 *     at 2027-03-01T09:00                  # in the zone of the pack
 *     as applicant do begin                # role or party; `on members[2]` names an item
 *       with purpose = 'tourism', doc = sample, came_from = missing unknown
 *       fill application                   # valid invented answers for what is still required
 *       fails "words or field"             # it is not possible, and says so
 *       then state = 'draft'
 *     as visa_supervisor confirm refuse    # or: return refuse
 *     event handling_fee.paid
 *     until 2027-03-15T11:00               # or: wait 10 working days; offline; online */
#ifndef LIMEN_SCENARIO_H
#define LIMEN_SCENARIO_H

#include "buf.h"
#include "flow.h"
#include "pack_load.h"

struct scenario_result {
	size_t passed, failed;
	struct buf text;                /* a line for each scenario, and for each thing that did not hold: file:line: ... */
	json_t *reached;                /* {procedure: {"done NAME": .., "outcome NAME": ..}}; NULL at the beginning, the caller's to free */
};

/* Runs those of one file. `zone`: of the pack. What cannot be read is told in `text`, and counts as failed. */
void scenarios_run(struct arena *arena, const struct pack *pack, struct str path, struct str bytes, const struct lang_zone *zone,
                   struct scenario_result *out);
/* Outcomes and actions of clocks that no scenario reached, a line each; gives how many. */
size_t scenarios_missed(const struct pack *pack, const struct scenario_result *result, struct buf *out);

#endif
