/* How old the lists are, for the booth and the pages. */
#include "lists.h"

#include "lang.h"

enum { HOUR_MS = 3600000 };

static const char *tone_of(const struct watch_age *age)
{
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
		age->age = age->loaded ? act->now - age->loaded->row.imported : 0;
		age->tone = tone_of(age);
	}
	*out = ages;
	return count;
}

json_t *watch_ages_json(struct act *act)
{
	const struct watch_age *ages;
	size_t count = watch_ages(act, &ages);
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "what", pack_words(act->pack, lang_tag(act->lang), ages[i].list->words));
		json_put_str(row, "text", !ages[i].loaded        ? lang_words(act->lang, WORDS("not imported"))
		                          : !ages[i].loaded->sound ? lang_words(act->lang, WORDS("could not be loaded"))
		                                                   : lang_duration(act->lang, act->arena, ages[i].age));
		json_put_str(row, "tone", str_of(ages[i].tone));
		json_array_append_new(out, row);
	}
	return out;
}
