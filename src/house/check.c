#include "check.h"

#include <assert.h>
#include <string.h>

FIELDS_TABLE(check_line, CHECK_LINE_FIELDS)

static const char *const results[] = { "successful", "failed", "undetermined", "not_supported", "aborted" };
static const char *const advices[] = { "none", "note", "care", "look", "refer" };

const char *result_name(enum result result)
{
	assert(result < COUNT_OF(results));
	return results[result];
}

const char *advice_name(enum advice advice)
{
	assert(advice < COUNT_OF(advices));
	return advices[advice];
}

bool result_by_name(struct str name, enum result *out)
{
	for (size_t i = 0; i < COUNT_OF(results); i++) {
		if (str_is(name, results[i])) {
			*out = (enum result)i;
			return true;
		}
	}
	return false;
}

bool advice_by_name(struct str name, enum advice *out)
{
	for (size_t i = 0; i < COUNT_OF(advices); i++) {
		if (str_is(name, advices[i])) {
			*out = (enum advice)i;
			return true;
		}
	}
	return false;
}

struct check_line *check_add(struct check_list *list, const char *check, enum result result, enum advice advice)
{
	if (list->count == list->size) {
		size_t size = list->size ? list->size * 2 : 32;
		struct check_line *items = ARENA_ARRAY(list->arena, struct check_line, size);
		if (list->count)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
		list->size = size;
	}
	struct check_line *line = &list->items[list->count++];
	*line = (struct check_line){
		.check = str_of(check),
		.result = str_of(result_name(result)),
		.advice = str_of(advice_name(advice)),
		.visible = STR("first_line"),
	};
	return line;
}

bool check_is_order(const struct check_line *line)
{
	return str_starts(line->check, STR("watch.")) && str_ends(line->check, STR(".order")) && str_is(line->advice, advice_name(ADVICE_REFER));
}
