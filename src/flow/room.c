/* `limen pack test`: the scenarios of a pack, played by the engine itself. */
#include "act.h"
#include "command.h"
#include "room.h"
#include "scenario.h"

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

static const struct command commands[] = {
	{ "pack test", "[FOLDER]", test_command, NULL, COMMAND_BARE, "Play the scenarios of a pack's procedures (tests/NAME.test.lim)." },
	{ 0 },
};

const struct room flow_room = { .name = "flow", .commands = commands };
