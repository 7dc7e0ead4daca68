#include "right.h"

#include <assert.h>

static const struct {
	const char *name, *words;
} list[] = {
#define R(constant, name, words) [constant] = { name, words },
	RIGHTS_OF_ALL(R)
	RIGHTS(R)
#undef R
};

const char *right_name(enum right right)
{
	assert(right < RIGHT_COUNT);
	return list[right].name;
}

const char *right_words(enum right right)
{
	assert(right < RIGHT_COUNT);
	return list[right].words;
}

bool right_by_name(struct str name, enum right *out)
{
	for (int right = SIGNED_IN + 1; right < RIGHT_COUNT; right++) {
		if (str_is(name, list[right].name)) {
			*out = (enum right)right;
			return true;
		}
	}
	return false;
}
