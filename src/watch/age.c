/* How old the lists are, for the booth and the pages. */
#include "lists.h"

#include <string.h>

#include "lang.h"

enum { HOUR_MS = 3600000 };

static const char *tone_of(const struct watch_age *age)
{
	if (age->list->kept_here && (!age->loaded || age->loaded->sound))
		return "clear"; /* what is kept here is never behind */
	if (!age->loaded)
		return "none";
	if (!age->loaded->sound || (age->list->red_hours && age->age >= (int64_t)age->list->red_hours * HOUR_MS))
		return "stop";
	return age->list->amber_hours && age->age >= (int64_t)age->list->amber_hours * HOUR_MS ? "check" : "clear";
}

size_t watch_ages(struct act *act, const struct watch_age **out)
{
	const struct pack *pack = act->pack;
	struct watch_age *ages = ARENA_ARRAY(act->arena, struct watch_age, pack->watchlist_count ? pack->watchlist_count : 1);
	size_t count = 0;
	for (size_t i = 0; i < pack->watchlist_count; i++) {
		const struct pack_watchlist *list = &pack->watchlists[i];
		if (!pack_span_holds(list->span, time_date(act->now)))
			continue;
		struct watch_age *age = &ages[count++];
		*age = (struct watch_age){ .list = list, .loaded = watch_loaded(act->watch, list->code) };
		age->age = age->loaded && !age->list->kept_here ? act->now - age->loaded->row.imported : 0;
		age->tone = tone_of(age);
	}
	*out = ages;
	return count;
}

static struct str age_text(struct act *act, const struct watch_age *age)
{
	if (!age->loaded)
		return lang_words(act->lang, WORDS("not imported"));
	return age->loaded->sound ? lang_duration(act->lang, act->arena, age->age) : lang_words(act->lang, WORDS("could not be loaded"));
}

static int worry(const struct watch_age *age)
{
	return !strcmp(age->tone, "stop") ? 2 : !strcmp(age->tone, "check");
}

json_t *watch_age_json(struct act *act)
{
	const struct watch_age *ages, *worst = NULL;
	size_t count = watch_ages(act, &ages);
	json_t *out = json_object();
	for (size_t i = 0; i < count; i++) {
		if (!ages[i].loaded)
			continue;
		if (!worst || worry(&ages[i]) > worry(worst) || (worry(&ages[i]) == worry(worst) && ages[i].age > worst->age))
			worst = &ages[i];
	}
	json_put_str(out, "tone", worst ? str_of(worst->tone) : STR("check"));
	json_put_str(out, "text", worst ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Lists: {age}")), { "age", age_text(act, worst) })
	                                : lang_words(act->lang, WORDS("No list imported")));
	return out;
}

static json_t *ages_json(struct act *act, bool worries)
{
	const struct watch_age *ages;
	size_t count = watch_ages(act, &ages);
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		if (worries && !worry(&ages[i]))
			continue;
		json_t *row = json_object();
		json_put_str(row, "what", pack_words(act->pack, lang_tag(act->lang), ages[i].list->words));
		json_put_str(row, "text", age_text(act, &ages[i]));
		json_put_str(row, "tone", str_of(ages[i].tone));
		json_array_append_new(out, row);
	}
	return out;
}

json_t *watch_worries_json(struct act *act)
{
	return ages_json(act, true);
}

json_t *watch_ages_json(struct act *act)
{
	return ages_json(act, false);
}
