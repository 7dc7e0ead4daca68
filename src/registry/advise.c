/* Lines of an inspection under the pack's rules. */
#include "registry.h"

#include "lang.h"

#include <stdlib.h>

/* The name itself, or the group that it belongs to. */
static bool names_it(const struct pack_names *names, struct str what)
{
	for (size_t i = 0; i < names->count; i++) {
		struct str name = names->items[i];
		bool group = str_starts(what, name) && what.len > name.len && what.data[name.len] == '.';
		if (str_equal(name, what) || group)
			return true;
	}
	return false;
}

bool subject_waived(const struct subject *subject, struct str what)
{
	const struct pack_category *category = subject->verdict.category;
	return category && names_it(&category->waive, what);
}

bool subject_reduced(const struct subject *subject, struct str what)
{
	return names_it(&subject->reduced, what);
}

/* What the category does not need is shown as such, with the ground. */
static struct check_line *waived_line(const struct subject *subject, struct check_list *list, const char *name, const char *title)
{
	struct check_line *line = check_add(list, name, RESULT_NOT_SUPPORTED, ADVICE_NONE);
	line->origin = STR("pack");
	line->title = str_of(title);
	line->words = str_of(WORDS("Not needed for this category."));
	line->rule = subject->verdict.category->law.source;
	return line;
}

/* What a peak mode leaves out says so, and by which article: never as if it had been looked at. */
static struct check_line *reduced_line(const struct subject *subject, struct check_list *list, const char *name, const char *title)
{
	struct check_line *line = check_add(list, name, RESULT_NOT_SUPPORTED, ADVICE_NONE);
	line->origin = STR("pack");
	line->title = str_of(title);
	line->words = str_of(WORDS("Left out while the post works in peak mode."));
	line->rule = subject->reduced_law;
	return line;
}

struct check_line *subject_check(struct act *act, const struct subject *subject, struct check_list *list, const char *name,
                                 enum result result, const char *origin, const char *title, const char *words)
{
	const struct pack_check *rule = pack_check(act->pack, str_of(name), subject->today);
	enum advice advice = ADVICE_NONE;
	if (subject_waived(subject, str_of(name)))
		return waived_line(subject, list, name, title);
	if (subject_reduced(subject, str_of(name)))
		return reduced_line(subject, list, name, title);
	if (result == RESULT_FAILED)
		advice = rule ? rule->failed : ADVICE_LOOK;
	else if (result == RESULT_UNDETERMINED || result == RESULT_ABORTED)
		advice = rule ? rule->undetermined : ADVICE_LOOK;
	struct check_line *line = check_add(list, name, result, advice);
	line->origin = str_of(origin);
	line->title = str_of(title);
	line->words = str_of(words);
	if (rule)
		line->rule = rule->law.source.len ? rule->law.source : rule->rule.source;
	return line;
}

void subject_args(struct arena *arena, struct check_line *line, const struct pair *pairs, size_t count)
{
	json_t *object = json_object();
	for (size_t i = 0; i < count; i++)
		json_object_set_new(object, str_c(arena, pairs[i].name), json_str(pairs[i].value));
	char *text = json_dumps(object, JSON_COMPACT);
	line->args = str_copy(arena, str_of(text));
	free(text);
	json_decref(object);
}
