/* Arithmetic: exact decimals in millionths, money of one currency, days and instants. */
#include <string.h>

#include "arena.h"
#include "calendar.h"
#include "call.h"

#define FIRST_MS INT64_C(-62135596800000) /* 0001-01-01T00:00Z */
#define LAST_MS INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

enum { MINUTE_MS = 60000, DAY_MINUTES = 1440, DURATION_MOST = 4000000 };

wide rule_divide(wide number, wide by)
{
	wide half = (by < 0 ? -by : by) / 2;
	return (number < 0 ? number - half : number + half) / by;
}

bool rule_number_out(struct evaluator *e, const struct rule_node *node, wide number, int64_t *out)
{
	if (number > INT64_MAX || number < -INT64_MAX)
		return rule_eval_fail(e, node, "a number became too large", "check the amounts that were entered");
	*out = (int64_t)number;
	return true;
}

bool rule_one_currency(struct evaluator *e, const struct rule_node *node, const struct rule_value *a,
                       const struct rule_value *b)
{
	if (a->kind != RULE_MONEY || b->kind != RULE_MONEY || !memcmp(a->money.currency, b->money.currency, 3))
		return true;
	return rule_eval_fail(e, node, "amounts of two currencies meet", "convert one of them first");
}

int64_t rule_local_ms(const struct evaluator *e, int64_t ms, int sign)
{
	const struct rule_environment *environment = e->environment;
	int minutes = environment->offset ? environment->offset(environment->context, ms) : 0;
	return ms + (int64_t)sign * minutes * MINUTE_MS;
}

static bool year_fits(int64_t ms)
{
	return ms >= FIRST_MS && ms <= LAST_MS;
}

struct date rule_day_of(const struct evaluator *e, const struct rule_value *value)
{
	if (value->kind == RULE_DATE)
		return date_whole(value->date) ? value->date : (struct date){ 0 };
	int64_t local = year_fits(value->ms) ? rule_local_ms(e, value->ms, 1) : LAST_MS;
	return year_fits(local) ? time_date(local) : (struct date){ 0 };
}

static struct date day_plus(const struct evaluator *e, struct date day, struct rule_duration by)
{
	struct date none = { 0 };
	int64_t months = day.year * INT64_C(12) + day.month - 1 + by.months;
	if (months < 12 || months >= 10000 * INT64_C(12))
		return none;
	day = date_add_months(day, by.months);
	int64_t at = (int64_t)date_days(day) + by.days;
	if (at * DAY_MS < FIRST_MS || at * DAY_MS > LAST_MS)
		return none;
	day = date_of_days((int32_t)at);
	return by.working_days ? calendar_add_working_days(e->environment->calendar, day, by.working_days) : day;
}

static struct rule_duration negated(struct rule_duration by)
{
	return (struct rule_duration){ -by.months, -by.days, -by.working_days, -by.minutes };
}

static bool add_to_date(struct evaluator *e, const struct rule_node *node, struct date day, struct rule_duration by,
                        struct rule_value *out)
{
	if (by.minutes % DAY_MINUTES)
		return rule_eval_fail(e, node, "hours cannot be added to a day", "use days, or a date with a time");
	int64_t days = by.days + by.minutes / DAY_MINUTES;
	if (days > DURATION_MOST || days < -DURATION_MOST)
		return rule_eval_fail(e, node, "the date is out of reach", "check the duration");
	by.days = (int32_t)days;
	day = day_plus(e, day, by);
	if (date_empty(day))
		return rule_eval_fail(e, node, "the date is out of reach", "check the duration, and the calendar of working days");
	*out = rule_date(day);
	return true;
}

/* Days and months keep the hour on the clock of the environment's zone; hours run through. */
static bool add_to_instant(struct evaluator *e, const struct rule_node *node, int64_t ms, struct rule_duration by,
                           struct rule_value *out)
{
	int64_t at = ms;
	if (by.months || by.days || by.working_days) {
		struct rule_value value = rule_datetime(ms);
		struct date day = rule_day_of(e, &value);
		day = date_empty(day) ? day : day_plus(e, day, by);
		if (date_empty(day))
			return rule_eval_fail(e, node, "the date is out of reach", "check the duration, and the calendar of working days");
		int64_t local = rule_local_ms(e, ms, 1), of_day = (local % DAY_MS + DAY_MS) % DAY_MS;
		local = date_days(day) * DAY_MS + of_day;
		int64_t guess = rule_local_ms(e, local, -1), shift = rule_local_ms(e, guess, 1) - guess;
		at = local - shift;
	}
	at += by.minutes * MINUTE_MS;
	if (!year_fits(at))
		return rule_eval_fail(e, node, "the date is out of reach", "check the duration");
	*out = rule_datetime(at);
	return true;
}

static bool duration_small(const struct rule_duration *d)
{
	int64_t most = DURATION_MOST, minutes = most * DAY_MINUTES;
	return d->months <= most && d->months >= -most && d->days <= most && d->days >= -most && d->working_days <= most &&
	       d->working_days >= -most && d->minutes <= minutes && d->minutes >= -minutes;
}

bool rule_add_duration(struct evaluator *e, const struct rule_node *node, const struct rule_value *moment,
                       struct rule_duration by, int sign, struct rule_value *out)
{
	if (!duration_small(&by))
		return rule_eval_fail(e, node, "the date is out of reach", "check the duration");
	int32_t working = by.working_days < 0 ? -by.working_days : by.working_days;
	if (!rule_step(e, (size_t)working / 16))
		return false;
	by = sign < 0 ? negated(by) : by;
	if (moment->kind == RULE_DATETIME)
		return add_to_instant(e, node, moment->ms, by, out);
	if (date_whole(moment->date))
		return add_to_date(e, node, moment->date, by, out);
	*out = rule_missing(moment->field);
	return true;
}

static bool duration_out(struct evaluator *e, const struct rule_node *node, wide months, wide days, wide working,
                         wide minutes, struct rule_value *out)
{
	wide most = DURATION_MOST;
	if (months > most || months < -most || days > most || days < -most || working > most || working < -most ||
	    minutes > most * DAY_MINUTES || minutes < -most * DAY_MINUTES)
		return rule_eval_fail(e, node, "a duration became too long", "check what was entered");
	*out = (struct rule_value){ .kind = RULE_DURATION, .duration = { (int32_t)months, (int32_t)days, (int32_t)working,
	                                                               (int64_t)minutes } };
	return true;
}

/* Union for +, what is left for -: in the order of the lists, nothing twice. */
static bool join_lists(struct evaluator *e, const struct rule_value *a, const struct rule_value *b, bool minus,
                       struct rule_value *out)
{
	size_t most = a->list.count + b->list.count;
	if (!rule_step(e, most + most * most / 8))
		return false;
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, most + 1);
	*out = rule_list(items, 0);
	for (size_t i = 0; i < (minus ? a->list.count : most); i++) {
		const struct rule_value *item = i < a->list.count ? &a->list.items[i] : &b->list.items[i - a->list.count];
		bool taken = rule_in_list(item, out) == KLEENE_YES || (minus && rule_in_list(item, b) == KLEENE_YES);
		if (!taken)
			items[out->list.count++] = *item;
	}
	return true;
}

static bool join_texts(struct evaluator *e, const struct rule_value *a, const struct rule_value *b, struct rule_value *out)
{
	if (!rule_step(e, (a->text.len + b->text.len) / 64))
		return false;
	const struct str parts[] = { a->text, b->text };
	*out = rule_text(str_join(e->arena, parts, 2, STR("")));
	return true;
}

static bool numeric(const struct rule_value *value)
{
	return value->kind == RULE_NUMBER || value->kind == RULE_RANGE;
}

static int64_t bound(const struct rule_value *value, bool most)
{
	return value->kind == RULE_NUMBER ? value->number : most ? value->range.most : value->range.least;
}

static bool add_numbers(struct evaluator *e, const struct rule_node *node, const struct rule_value *a,
                        const struct rule_value *b, int sign, struct rule_value *out)
{
	int64_t least, most;
	if (!rule_number_out(e, node, (wide)bound(a, false) + (wide)sign * bound(b, sign < 0), &least) ||
	    !rule_number_out(e, node, (wide)bound(a, true) + (wide)sign * bound(b, sign > 0), &most))
		return false;
	struct str field = a->kind == RULE_RANGE ? a->field : b->field;
	if (least == most)
		*out = (struct rule_value){ .kind = RULE_NUMBER, .field = field, .number = least };
	else
		*out = (struct rule_value){ .kind = RULE_RANGE, .field = field, .range = { least, most } };
	return true;
}

static bool subtract_dates(struct evaluator *e, const struct rule_value *a, const struct rule_value *b,
                           struct rule_value *out)
{
	if (date_whole(a->date) && date_whole(b->date))
		*out = rule_integer((int64_t)date_days(a->date) - date_days(b->date));
	else
		*out = rule_missing(date_whole(a->date) ? b->field : a->field);
	return true;
}

static bool add(struct evaluator *e, const struct rule_node *node, int sign, const struct rule_value *a,
                const struct rule_value *b, struct rule_value *out)
{
	if (numeric(a) && numeric(b))
		return add_numbers(e, node, a, b, sign, out);
	if (b->kind == RULE_DURATION && a->kind != RULE_DURATION)
		return rule_add_duration(e, node, a, b->duration, sign, out);
	switch (a->kind) {
	case RULE_MONEY:
		*out = *a;
		return rule_one_currency(e, node, a, b) &&
		       rule_number_out(e, node, (wide)a->money.amount + (wide)sign * b->money.amount, &out->money.amount);
	case RULE_DURATION:
		return duration_out(e, node, (wide)a->duration.months + sign * (wide)b->duration.months,
		                    (wide)a->duration.days + sign * (wide)b->duration.days,
		                    (wide)a->duration.working_days + sign * (wide)b->duration.working_days,
		                    (wide)a->duration.minutes + sign * (wide)b->duration.minutes, out);
	case RULE_DATE:
		return subtract_dates(e, a, b, out);
	case RULE_DATETIME:
		return duration_out(e, node, 0, 0, 0, ((wide)a->ms - b->ms) / MINUTE_MS, out);
	case RULE_LIST:
		return join_lists(e, a, b, sign < 0, out);
	default:
		return join_texts(e, a, b, out);
	}
}

static bool scale_duration(struct evaluator *e, const struct rule_node *node, const struct rule_duration *d, int64_t by,
                           struct rule_value *out)
{
	wide parts[] = { (wide)d->months * by, (wide)d->days * by, (wide)d->working_days * by, (wide)d->minutes * by };
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i] % RULE_UNIT)
			return rule_eval_fail(e, node, "a duration of parts of a unit", "multiply by a whole number");
		parts[i] /= RULE_UNIT;
	}
	return duration_out(e, node, parts[0], parts[1], parts[2], parts[3], out);
}

static bool multiply(struct evaluator *e, const struct rule_node *node, const struct rule_value *a,
                     const struct rule_value *b, struct rule_value *out)
{
	if (a->kind == RULE_NUMBER && b->kind != RULE_NUMBER)
		return multiply(e, node, b, a, out);
	if (a->kind == RULE_DURATION)
		return scale_duration(e, node, &a->duration, b->number, out);
	*out = *a;
	bool money = a->kind == RULE_MONEY;
	wide product = (wide)(money ? a->money.amount : a->number) * b->number;
	return rule_number_out(e, node, rule_divide(product, RULE_UNIT), money ? &out->money.amount : &out->number);
}

static bool divide(struct evaluator *e, const struct rule_node *node, const struct rule_value *a,
                   const struct rule_value *b, struct rule_value *out)
{
	bool money = a->kind == RULE_MONEY, ratio = money && b->kind == RULE_MONEY;
	int64_t by = ratio ? b->money.amount : b->number;
	if (!rule_one_currency(e, node, a, b))
		return false;
	if (!by)
		return rule_eval_fail(e, node, "division by nought", "test for 0 first: if x = 0 then ... else ...");
	*out = ratio ? rule_integer(0) : *a;
	wide number = (wide)(money ? a->money.amount : a->number) * RULE_UNIT;
	return rule_number_out(e, node, rule_divide(number, by), money && !ratio ? &out->money.amount : &out->number);
}

bool rule_operate(struct evaluator *e, const struct rule_node *node, enum operator operator, const struct rule_value *a,
                  const struct rule_value *b, struct rule_value *out)
{
	if (operator == OPERATOR_ADD || operator == OPERATOR_SUBTRACT)
		return add(e, node, operator == OPERATOR_ADD ? 1 : -1, a, b, out);
	if (a->kind == RULE_RANGE || b->kind == RULE_RANGE) {
		*out = rule_missing(a->kind == RULE_RANGE ? a->field : b->field);
		return true;
	}
	return operator == OPERATOR_MULTIPLY ? multiply(e, node, a, b, out) : divide(e, node, a, b, out);
}
