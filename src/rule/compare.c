/* Comparisons that may stay open. Every value that has an order is a stretch [least, most] of integers: a whole date one
 * day, a partial date many, an age of a partial date several years. */
#include <string.h>

#include "call.h"

enum { DAY_MINUTES = 1440 };

struct stretch {
	int64_t least, most;
};

/* How few and how many of that many years in a row can be leap years. Fewest: from 2097 on, where two centuries pass
 * without; most: from 1904 on. Every 400 years have 97. */
static struct stretch leap_years(int64_t years)
{
	int64_t rest = years % 400, all = years / 400 * 97;
	return (struct stretch){ all + rest / 4 - (rest >= 4) - (rest >= 104) - (rest >= 204),
		                 all + (rest + 3) / 4 - (rest > 196) - (rest > 296) - (rest > 396) };
}

/* How few and how many days that many months can have: from each month of a year on. */
static struct stretch month_days(int32_t months)
{
	static const int8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t count = months < 0 ? -(int64_t)months : months, years = count / 12;
	struct stretch days = { INT64_MAX, INT64_MIN };
	for (int first = 0; first < 12; first++) {
		int64_t length = years * 365, februaries = years;
		for (int month = first; month < first + count % 12; month++) {
			length += lengths[month % 12];
			februaries += month % 12 == 1;
		}
		struct stretch leap = leap_years(februaries);
		days.least = length + leap.least < days.least ? length + leap.least : days.least;
		days.most = length + leap.most > days.most ? length + leap.most : days.most;
	}
	return months < 0 ? (struct stretch){ -days.most, -days.least } : days;
}

/* a - b in minutes. What has working days on one side and others on the other can't be compared, unless all
 * differences point the same way. */
static struct stretch duration_difference(const struct rule_duration *a, const struct rule_duration *b)
{
	int32_t months = a->months - b->months, days = a->days - b->days, working = a->working_days - b->working_days;
	int64_t minutes = a->minutes - b->minutes;
	bool up = months > 0 || days > 0 || working > 0 || minutes > 0;
	bool down = months < 0 || days < 0 || working < 0 || minutes < 0;
	if (!up || !down)
		return (struct stretch){ up - down, up - down };
	if (working)
		return (struct stretch){ INT64_MIN, INT64_MAX };
	struct stretch in_days = month_days(months);
	return (struct stretch){ (in_days.least + days) * DAY_MINUTES + minutes, (in_days.most + days) * DAY_MINUTES + minutes };
}

static struct stretch stretch_of(const struct rule_value *value)
{
	struct date first, last;
	switch (value->kind) {
	case RULE_NUMBER:
		return (struct stretch){ value->number, value->number };
	case RULE_RANGE:
		return (struct stretch){ value->range.least, value->range.most };
	case RULE_MONEY:
		return (struct stretch){ value->money.amount, value->money.amount };
	case RULE_DATETIME:
		return (struct stretch){ value->ms, value->ms };
	case RULE_DATE:
		if (date_range(value->date, &first, &last))
			return (struct stretch){ date_days(first), date_days(last) };
		break;
	default:
		break;
	}
	return (struct stretch){ INT64_MIN, INT64_MAX };
}

static enum kleene less(struct stretch a, struct stretch b)
{
	return a.most < b.least ? KLEENE_YES : a.least >= b.most ? KLEENE_NO : KLEENE_OPEN;
}

static enum kleene turned(enum kleene value)
{
	return value == KLEENE_OPEN ? KLEENE_OPEN : value == KLEENE_YES ? KLEENE_NO : KLEENE_YES;
}

static enum kleene stretch_equal(struct stretch a, struct stretch b)
{
	if (a.most < b.least || b.most < a.least)
		return KLEENE_NO;
	return a.least == a.most && b.least == b.most ? KLEENE_YES : KLEENE_OPEN;
}

static enum kleene stretch_order(enum operator operator, struct stretch a, struct stretch b)
{
	switch (operator) {
	case OPERATOR_LESS:
		return less(a, b);
	case OPERATOR_MORE:
		return less(b, a);
	case OPERATOR_LESS_EQUAL:
		return turned(less(b, a));
	case OPERATOR_MORE_EQUAL:
		return turned(less(a, b));
	case OPERATOR_UNEQUAL:
		return turned(stretch_equal(a, b));
	default:
		return stretch_equal(a, b);
	}
}

/* Lists are equal when each holds what the other holds. */
static enum kleene list_same(const struct rule_value *a, const struct rule_value *b)
{
	enum kleene all = KLEENE_YES;
	for (int turn = 0; turn < 2; turn++) {
		const struct rule_value *from = turn ? b : a, *in = turn ? a : b;
		for (size_t i = 0; i < from->list.count; i++) {
			enum kleene one = from->list.items[i].kind == RULE_LIST ? KLEENE_NO : rule_in_list(&from->list.items[i], in);
			if (one == KLEENE_NO)
				return KLEENE_NO;
			if (one == KLEENE_OPEN)
				all = KLEENE_OPEN;
		}
	}
	return all;
}

enum kleene rule_same(const struct rule_value *a, const struct rule_value *b)
{
	if (a->kind == RULE_MISSING || b->kind == RULE_MISSING)
		return KLEENE_OPEN;
	if ((a->kind == RULE_TEXT || a->kind == RULE_CODE) && (b->kind == RULE_TEXT || b->kind == RULE_CODE))
		return str_equal(a->text, b->text) ? KLEENE_YES : KLEENE_NO;
	if (a->kind == RULE_YESNO && b->kind == RULE_YESNO)
		return a->yes == b->yes ? KLEENE_YES : KLEENE_NO;
	if (a->kind == RULE_LIST && b->kind == RULE_LIST)
		return list_same(a, b);
	if (a->kind == RULE_MONEY && b->kind == RULE_MONEY && memcmp(a->money.currency, b->money.currency, 3))
		return KLEENE_NO;
	if (a->kind == RULE_RECORD || a->kind != b->kind)
		return a->kind == RULE_RANGE || b->kind == RULE_RANGE ? stretch_equal(stretch_of(a), stretch_of(b))
		                                                     : rule_value_equal(a, b) ? KLEENE_YES : KLEENE_NO;
	return rule_order(OPERATOR_EQUAL, a, b);
}

enum kleene rule_order(enum operator operator, const struct rule_value *a, const struct rule_value *b)
{
	if (a->kind == RULE_DURATION && b->kind == RULE_DURATION) {
		struct stretch zero = { 0, 0 };
		return stretch_order(operator, duration_difference(&a->duration, &b->duration), zero);
	}
	return stretch_order(operator, stretch_of(a), stretch_of(b));
}

enum kleene rule_in_list(const struct rule_value *one, const struct rule_value *list)
{
	enum kleene any = KLEENE_NO;
	for (size_t i = 0; i < list->list.count; i++) {
		if (list->list.items[i].kind == RULE_LIST)
			continue;
		enum kleene same = rule_same(one, &list->list.items[i]);
		if (same == KLEENE_YES)
			return KLEENE_YES;
		if (same == KLEENE_OPEN)
			any = KLEENE_OPEN;
	}
	return any;
}
