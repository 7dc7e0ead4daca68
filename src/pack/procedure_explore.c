#include "procedure_read.h"

#include <string.h>

#include "arena.h"
#include "buf.h"

/* All situations that a case can come into: its state and the clocks that run. Conditions are not judged: what may happen, happens.
 * A situation in which no running clock would act is a case that can wait for ever: P172, with the way that leads to it. */

enum { SITUATIONS_MOST = 20000, SLOTS = 65536 };

struct situation {
	place_at state;
	uint64_t clocks;          /* by their place: CLOCKS_MOST fits */
	int from;                 /* situation before; -1 = a new case */
	place_at action;          /* that led here */
};

struct exploring {
	struct reading *reading;
	const struct row *rows;   /* of states */
	const struct pack_procedure *out;
	struct situation *found;
	size_t count;
	int *slots;               /* hash of situations, place + 1 */
	bool *reached, *closing;  /* by state */
	bool told;
};

bool places_hold(const struct pack_places *places, place_at one)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->items[i] == one)
			return true;
	return false;
}

/* ---- Situations ---- */

static void add(struct exploring *exploring, place_at state, uint64_t clocks, int from, place_at action)
{
	if (exploring->out->states[state].phase == PHASE_CLOSED)
		clocks = 0;
	size_t at = (size_t)((clocks * 0x9e3779b97f4a7c15u + state * 0x85ebca6bu) >> 40) % SLOTS;
	for (; exploring->slots[at]; at = (at + 1) % SLOTS) {
		const struct situation *other = &exploring->found[exploring->slots[at] - 1];
		if (other->state == state && other->clocks == clocks)
			return;
	}
	if (exploring->count == SITUATIONS_MOST)
		return;
	exploring->found[exploring->count] = (struct situation){ state, clocks, from, action };
	exploring->slots[at] = (int)++exploring->count;
	exploring->reached[state] = true;
}

static bool among(const struct pack_start *starts, size_t count, place_at action)
{
	for (size_t i = 0; i < count; i++)
		if (starts[i].action == action)
			return true;
	return false;
}

static uint64_t clocks_after(const struct pack_procedure *out, uint64_t clocks, place_at action)
{
	for (size_t i = 0; i < out->clock_count; i++) {
		if (among(out->clocks[i].stops, out->clocks[i].stop_count, action))
			clocks &= ~(UINT64_C(1) << i);
		if (among(out->clocks[i].starts, out->clocks[i].start_count, action))
			clocks |= UINT64_C(1) << i;
	}
	return clocks;
}

static void act(struct exploring *exploring, place_at at, place_at state, uint64_t clocks, int from)
{
	const struct pack_action *action = &exploring->out->actions[at];
	clocks = clocks_after(exploring->out, clocks, at);
	if (!action->to_count && state != NOWHERE)
		add(exploring, state, clocks, from, at);
	for (size_t i = 0; i < action->to_count; i++)
		if (action->to[i].state != NOWHERE)
			add(exploring, action->to[i].state, clocks, from, at);
}

static bool clock_runs(const struct pack_clock *clock, place_at state)
{
	return clock->runs.count ? places_hold(&clock->runs, state) : !places_hold(&clock->pauses, state);
}

static bool would_act(const struct exploring *exploring, const struct situation *now, size_t at)
{
	const struct pack_clock *clock = &exploring->out->clocks[at];
	return now->clocks >> at & 1 && clock->due != NOWHERE && clock_runs(clock, now->state) &&
	       places_hold(&exploring->out->actions[clock->due].from, now->state);
}

static void fire(struct exploring *exploring, const struct situation *now, size_t at, int from)
{
	const struct pack_clock *clock = &exploring->out->clocks[at];
	uint64_t after = now->clocks & ~(UINT64_C(1) << at);
	if (!(now->clocks >> at & 1) || clock->due == NOWHERE || !clock_runs(clock, now->state))
		return;
	if (!would_act(exploring, now, at)) /* the state no longer allows it: the clock ends */
		add(exploring, now->state, after, from, clock->due);
	else
		act(exploring, clock->due, now->state, clock->repeats.count ? now->clocks : after, from);
}

static void go_on(struct exploring *exploring, int from)
{
	const struct pack_procedure *out = exploring->out;
	struct situation now = exploring->found[from];
	for (size_t i = 0; i < out->action_count; i++)
		if (!out->actions[i].by.clock && places_hold(&out->actions[i].from, now.state))
			act(exploring, (place_at)i, now.state, now.clocks, from);
	for (size_t i = 0; i < out->clock_count; i++)
		fire(exploring, &now, i, from);
}

/* ---- What is wrong ---- */

static const struct line *state_line(struct exploring *exploring, size_t at)
{
	exploring->reading->compiler->file = exploring->rows[at].file;
	return exploring->rows[at].line;
}

static void add_way(const struct exploring *exploring, struct buf *out, int at)
{
	const struct situation *situation = &exploring->found[at];
	if (situation->from >= 0) {
		add_way(exploring, out, situation->from);
		buf_text(out, " > ");
	}
	buf_format(out, STR_FMT " > " STR_FMT, STR_ARG(exploring->out->actions[situation->action].name), STR_ARG(exploring->out->states[situation->state].name));
}

static void check_wait(struct exploring *exploring, int at)
{
	const struct situation *now = &exploring->found[at];
	if (exploring->told || exploring->out->states[now->state].phase == PHASE_CLOSED)
		return;
	for (size_t i = 0; i < exploring->out->clock_count; i++)
		if (would_act(exploring, now, i))
			return;
	struct buf way = BUF_IN(exploring->reading->compiler->scratch);
	add_way(exploring, &way, at);
	exploring->told = true;
	const struct line *line = state_line(exploring, now->state);
	complain(exploring->reading->compiler, line, 0, "P172", "a case can wait here with no clock that would act", buf_str(&way),
	         "start a clock on this way whose 'due' action this state allows", STR(""));
}

static void check_reached(struct exploring *exploring)
{
	for (size_t i = 0; i < exploring->out->state_count; i++)
		if (!exploring->reached[i])
			complain(exploring->reading->compiler, state_line(exploring, i), 0, "P170", "the state is never reached",
			         exploring->out->states[i].name, "add an action with 'to' it, or remove it", STR(""));
}

/* States from which a closed one can be reached, spread backwards until nothing more is found. */
static void check_closable(struct exploring *exploring)
{
	const struct pack_procedure *out = exploring->out;
	bool more = true;
	for (size_t i = 0; i < out->state_count; i++)
		exploring->closing[i] = out->states[i].phase == PHASE_CLOSED;
	while (more) {
		more = false;
		for (size_t i = 0; i < exploring->count; i++) {
			const struct situation *one = &exploring->found[i];
			for (size_t at = 0; at < out->action_count; at++)
				for (size_t to = 0; places_hold(&out->actions[at].from, one->state) && to < out->actions[at].to_count; to++)
					if (out->actions[at].to[to].state != NOWHERE && exploring->closing[out->actions[at].to[to].state] && !exploring->closing[one->state])
						more = exploring->closing[one->state] = true;
		}
	}
	for (size_t i = 0; i < out->state_count; i++)
		if (exploring->reached[i] && !exploring->closing[i])
			complain(exploring->reading->compiler, state_line(exploring, i), 0, "P171", "from here no case can ever be closed",
			         out->states[i].name, "add a way to a closed state", STR(""));
}

void explore(struct reading *reading)
{
	const struct pack_procedure *out = reading->procedure;
	size_t row_count;
	struct arena *arena = arena_new(0);
	struct exploring exploring = { reading, rows_of(reading, KEY_STATES, KEY_STATE, &row_count), out, ARENA_ARRAY(arena, struct situation, SITUATIONS_MOST), 0, ARENA_ARRAY(arena, int, SLOTS),
		                       ARENA_ARRAY(arena, bool, out->state_count), ARENA_ARRAY(arena, bool, out->state_count), false };
	for (size_t i = 0; i < out->action_count; i++)
		if (out->actions[i].from_new)
			act(&exploring, (place_at)i, NOWHERE, 0, -1);
	for (size_t i = 0; i < exploring.count; i++) {
		go_on(&exploring, (int)i);
		check_wait(&exploring, (int)i);
	}
	if (exploring.count == SITUATIONS_MOST)
		diagnose_warning(reading->compiler->diagnostics, token_where(reading->files[0], &reading->head->tokens[0]), "P174",
		                 "there are too many situations to look at all of them", out->name, "use fewer clocks that can run together", STR(""));
	check_reached(&exploring);
	check_closable(&exploring);
	arena_free(arena);
}
