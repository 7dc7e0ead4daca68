/* The ministry asks what a shorter stay would have changed: a version is proposed and tried on the past, and waits for another person. */
#include "story.h"

#include <string.h>

#include "pack_shelf.h"
#include "policy.h"

enum { PEOPLE_MOST = 50000 };   /* of a larger demo the past is judged by whoever wants it */

static struct str replaced(struct arena *arena, struct str text, const char *from, const char *to)
{
	size_t at;
	if (!str_find(text, str_of(from), &at))
		return text;
	return str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(text, 0, at)), to, STR_ARG(str_slice(text, at + strlen(from), text.len)));
}

/* The pack in force with a visit of 60 days. A pack that does not hold these lines stays as it is, and nothing is proposed. */
static bool shorter(struct act *act, struct pack_source *source, bool *changed, struct error *err)
{
	static const struct { const char *path, *from, *to; } changes[] = {
		{ "border.lim", "    allow 90 days\n", "    allow 60 days\n" }, { "pack.lim", "  version '2027.1'\n", "  version '2027.2'\n" },
	};
	if (!pack_in_force_source(act, source, err))
		return false;
	struct pack_file *files = ARENA_ARRAY(act->arena, struct pack_file, source->count);
	*changed = false;
	for (size_t i = 0; i < source->count; i++) {
		files[i] = source->files[i];
		for (size_t k = 0; k < COUNT_OF(changes); k++)
			if (str_is(files[i].path, changes[k].path))
				files[i].bytes = replaced(act->arena, files[i].bytes, changes[k].from, changes[k].to);
		*changed |= files[i].bytes.data != source->files[i].bytes.data;
	}
	source->files = files;
	return true;
}

static bool propose(struct story *story, struct act *act, void *data, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	struct str identity;
	bool changed;
	(void)story, (void)data;
	return shorter(act, &source, &changed, err) &&
	       (!changed || pack_propose(act, &source, STR("The minister asks: what if the stay were 60 days?"), &identity, &found, err));
}

static bool simulate(struct story *story, struct act *act, void *data, struct error *err)
{
	struct pack_version_row *rows;
	struct pack_source source;
	struct pack_diagnostics found;
	struct simulation_body body;
	size_t count;
	struct past_plan plan = { .packs = { act->pack }, .to = time_date(act->now), .from = date_add_months(time_date(act->now), -12) };
	(void)data;
	if (!pack_versions(act, &rows, &count, err))
		return false;
	if (!count || story->people.count > PEOPLE_MOST)
		return true;
	return pack_version_source(act, &rows[0], &source, err) && pack_load(act->arena, &source, time_date(act->now), &plan.packs[1], &found) && policy_simulate(act, &plan, &body, err);
}

bool story_ministry(struct story *story, struct error *err)
{
	size_t officer = story_user("U-20003");
	return story_perform(story, story->people.end - 200000, officer, propose, NULL, err) && story_perform(story, story->people.end - 100000, officer, simulate, NULL, err);
}
