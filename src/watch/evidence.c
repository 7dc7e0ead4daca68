#include "evidence.h"

#include <stdlib.h>

static bool swapped(struct date a, struct date b)
{
	return date_whole(a) && date_whole(b) && a.year == b.year && a.month == b.day && a.day == b.month;
}

static bool year_beside(struct date a, struct date b)
{
	return date_whole(a) && date_whole(b) && a.month == b.month && a.day == b.day && abs(a.year - b.year) == 1;
}

/* Days between two spans of days; 0 or less when they overlap. */
static int32_t gap(struct date first, struct date last, const struct watch_birth *birth)
{
	int32_t before = date_days(birth->from) - date_days(last), after = date_days(first) - date_days(birth->to);
	return before > after ? before : after;
}

static enum watch_relation born_one(struct date born, const struct watch_birth *birth)
{
	struct date first, last;
	if (!date_range(born, &first, &last))
		return WATCH_UNKNOWN;
	bool partial = !date_whole(born) || date_compare(birth->from, birth->to) != 0;
	int32_t days = gap(first, last, birth);
	if (days <= 0)
		return birth->about || date_days(birth->to) - date_days(birth->from) > 366 ? WATCH_CLOSE : WATCH_SAME;
	if (swapped(born, birth->from) || year_beside(born, birth->from) || ((partial || birth->about) && days <= 366))
		return WATCH_CLOSE;
	return WATCH_DIFFERENT;
}

enum watch_relation watch_born_relation(struct date born, const struct watch_birth *births, size_t count)
{
	enum watch_relation best = WATCH_UNKNOWN;
	for (size_t i = 0; i < count && best != WATCH_SAME; i++) {
		enum watch_relation one = born_one(born, &births[i]);
		if (one == WATCH_SAME || one == WATCH_CLOSE || best == WATCH_UNKNOWN)
			best = one;
	}
	return best;
}

static enum watch_relation sex_relation(enum watch_sex a, enum watch_sex b)
{
	if (a == WATCH_SEX_UNKNOWN || b == WATCH_SEX_UNKNOWN || a == WATCH_SEX_OTHER || b == WATCH_SEX_OTHER)
		return WATCH_UNKNOWN;
	return a == b ? WATCH_SAME : WATCH_DIFFERENT;
}

static enum watch_relation nationality_relation(const struct watch_query *query, const struct watch_entry *entry)
{
	if (!query->nationality_count || !entry->nationality_count)
		return WATCH_UNKNOWN;
	for (size_t i = 0; i < query->nationality_count; i++)
		for (size_t j = 0; j < entry->nationality_count; j++)
			if (query->nationalities[i].len && str_equal(query->nationalities[i], entry->nationalities[j]))
				return WATCH_SAME;
	return WATCH_DIFFERENT;
}

struct evidence evidence_of(const struct watch_query *query, const struct watch_entry *entry)
{
	return (struct evidence){ .born = watch_born_relation(query->born, entry->births, entry->birth_count),
		.sex = sex_relation(query->sex, entry->sex), .nationality = nationality_relation(query, entry) };
}

int evidence_penalty(struct evidence evidence)
{
	return (evidence.born == WATCH_DIFFERENT ? WATCH_BORN_DIFFERENT : 0) +
	       (evidence.sex == WATCH_DIFFERENT ? WATCH_SEX_DIFFERENT : 0) +
	       (evidence.nationality == WATCH_DIFFERENT ? WATCH_NATIONALITY_DIFFERENT : 0);
}

bool evidence_supports(struct evidence evidence)
{
	return evidence.born == WATCH_SAME || evidence.born == WATCH_CLOSE || evidence.nationality == WATCH_SAME;
}
