/* `limen pack test` and `limen pack simulate`: the procedures of a pack, played by the engine itself. */
#include "act.h"
#include "command.h"
#include "room.h"
#include "scenario.h"
#include "simulate.h"

static bool play(struct act *act, const struct pack *pack, const struct pack_source *source, struct buf *out, struct error *err)
{
	struct scenario_result result = { .text = BUF_IN(act->arena) };
	const struct lang_zone *zone = lang_zone_open(act->arena, pack->head.zone, err);
	if (!zone)
		return false;
	for (size_t i = 0; i < source->count; i++)
		if (str_ends(source->files[i].path, STR(".test.lim")))
			scenarios_run(act->arena, pack, source->files[i].path, source->files[i].bytes, zone, &result);
	buf_add(out, buf_str(&result.text));
	scenarios_missed(pack, &result, out);
	json_decref(result.reached);
	buf_format(out, "%zu passed, %zu failed\n", result.passed, result.failed);
	return !result.failed || error_set(err, ERR_FINDINGS, "some scenarios do not hold", "see the lines above", "%zu", result.failed);
}

static bool test_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *folder = line->count ? line->arguments[0] : "pack/utopia";
	const struct pack *pack;
	struct pack_source source;
	struct pack_diagnostics found;
	if (!pack_source_folder(act->arena, folder, &source, err))
		return false;
	if (pack_load(act->arena, &source, time_date(act->now), &pack, &found))
		return play(act, pack, &source, out, err);
	return error_set(err, ERR_FINDINGS, "the pack has mistakes", "limen pack check names them", "%s", folder);
}

/* --- pack simulate --- */

static bool number_option(const struct command_line *line, const char *name, int64_t most, int64_t otherwise, int64_t *out, struct error *err)
{
	const char *text = line->option(line, name);
	*out = otherwise;
	if (!text || (str_to_int(str_of(text), out) && *out >= 0 && *out <= most))
		return true;
	return error_set(err, ERR_INPUT, "this is not a number in its range", "limen help pack simulate shows the options", "%s: from 0 to %lld", name, (long long)most);
}

static bool plan_of(struct act *act, const struct command_line *line, struct simulation_plan *plan, struct error *err)
{
	const char *from = line->option(line, "--from");
	struct date day = time_date(act->now);
	int64_t cases, seed;
	if (from && (!date_parse(str_of(from), &day) || !date_whole(day)))
		return error_set(err, ERR_INPUT, "this is not a day", "write it as 2027-03-01", "%s", from);
	if (!number_option(line, "-n", SIMULATE_MOST, 1000, &cases, err) || !number_option(line, "--seed", INT64_MAX, 1, &seed, err))
		return false;
	*plan = (struct simulation_plan){ .from = date_days(day) * DAY_MS, .cases = (size_t)cases, .seed = (uint64_t)seed };
	return true;
}

static bool simulate_all(struct act *act, const struct pack *pack, struct str name, struct simulation_plan *plan, struct buf *out, struct error *err)
{
	struct simulation *found = ARENA_NEW(act->arena, struct simulation);
	plan->pack = pack;
	plan->zone = lang_zone_open(act->arena, pack->head.zone, err);
	if (!plan->zone)
		return false;
	if (name.len && !pack_procedure(pack, name))
		return error_set(err, ERR_NOT_FOUND, "the pack has no such procedure", "its folder procedures has a file for each", STR_FMT, STR_ARG(name));
	for (size_t i = 0; i < pack->procedure_count; i++) {
		plan->procedure = &pack->procedures[i];
		if (name.len && !str_equal(name, plan->procedure->name))
			continue;
		if (!simulate(act->arena, plan, found, err))
			return false;
		simulation_text(plan, found, out);
	}
	return true;
}

static bool simulate_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *folder = line->count ? line->arguments[0] : "pack/utopia";
	const struct pack *pack;
	struct pack_source source;
	struct pack_diagnostics found;
	struct simulation_plan plan;
	if (!plan_of(act, line, &plan, err) || !pack_source_folder(act->arena, folder, &source, err))
		return false;
	if (pack_load(act->arena, &source, time_date(plan.from), &pack, &found))
		return simulate_all(act, pack, str_of(line->count > 1 ? line->arguments[1] : NULL), &plan, out, err);
	return error_set(err, ERR_FINDINGS, "the pack has mistakes", "limen pack check names them", "%s", folder);
}

static const struct option simulate_options[] = {
	{ "-n", "N", "how many cases of each procedure (1000)" },
	{ "--seed", "NUMBER", "the same seed gives the same figures (1)" },
	{ "--from", "DATE", "cases open in the year from this day on (today)" },
	{ 0 },
};

static const struct command commands[] = {
	{ "pack simulate", "[FOLDER [PROCEDURE]]", simulate_command, simulate_options, COMMAND_BARE,
	  "Walk random valid cases through procedures: states and actions never reached, days, work, outcomes." },
	{ "pack test", "[FOLDER]", test_command, NULL, COMMAND_BARE, "Play the scenarios of a pack's procedures (tests/NAME.test.lim)." },
	{ 0 },
};

const struct room flow_room = { .name = "flow", .commands = commands };
