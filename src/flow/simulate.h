/* Simulation of a procedure: random people do random things that it allows, with random valid answers, and its clocks run. The real engine walks
 * each case from its opening until it is closed; only the world outside is invented. procedures.md 13.
 *
 * It shows what a text does not: states that nobody comes into, actions that nobody can take, needs that never hold, how long cases stand where,
 * how much work falls to whom. It says nothing of how often things happen in life: all that is possible is about as likely, but what
 * only ends a case comes more rarely.
 *
 * The same pack, day, seed and number give the same figures. Answers that checks refuse are given anew a few times, looking at what the check names;
 * what needs a rarer chance than that may be told as never met. */
#ifndef LIMEN_SIMULATE_H
#define LIMEN_SIMULATE_H

#include "buf.h"
#include "flow.h"

enum { SIMULATE_MOST = 1000000, SIMULATE_TURNS = 120, SIMULATE_NEEDS_MOST = 1000, SIMULATE_NAMES_MOST = 100 };

struct simulation_plan {
	const struct pack *pack;
	const struct pack_procedure *procedure;
	const struct lang_zone *zone;
	int64_t from;                   /* the first cases open in the year after this instant */
	size_t cases;
	uint64_t seed;
	bool at_once;                   /* all cases open at `from` */
};

struct simulation_count {
	struct str name;
	size_t count;
};

struct simulation {
	size_t opened, closed, open, stuck;     /* stuck: nothing can be done any more, and no clock would act */
	size_t entered[STATES_MOST], stuck_in[STATES_MOST];
	int64_t stayed[STATES_MOST];            /* ms, of stays that ended */
	size_t left[STATES_MOST];
	size_t taken[ACTIONS_MOST];
	size_t judged[SIMULATE_NEEDS_MOST], met[SIMULATE_NEEDS_MOST]; /* needs, action after action */
	struct simulation_count outcomes[SIMULATE_NAMES_MOST], roles[SIMULATE_NAMES_MOST];
	size_t outcome_count, role_count;
	size_t seconds_asked, seconds_returned;
	int64_t whole;                          /* ms from opening to close, of all that closed */
	struct error err;                       /* the first error of the engine, when there was one */
	size_t errors;
};

bool simulate(struct arena *arena, const struct simulation_plan *plan, struct simulation *out, struct error *err);
/* Answers of the first case that leaves its draft without being closed; NULL = none does. For benches. */
json_t *simulation_answers(struct arena *arena, const struct simulation_plan *plan);
void simulation_text(const struct simulation_plan *plan, const struct simulation *simulation, struct buf *out);

#endif
