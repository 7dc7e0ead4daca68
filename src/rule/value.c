/* Values: made, compared, read from text and written as text. */
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "node.h"

struct rule_value rule_missing(struct str field)
{
	return (struct rule_value){ .kind = RULE_MISSING, .field = field };
}

struct rule_value rule_text(struct str text)
{
	return (struct rule_value){ .kind = RULE_TEXT, .text = text };
}

struct rule_value rule_code(struct str code)
{
	return (struct rule_value){ .kind = RULE_CODE, .text = code };
}

struct rule_value rule_integer(int64_t whole)
{
	return (struct rule_value){ .kind = RULE_NUMBER, .number = whole * RULE_UNIT };
}

struct rule_value rule_yesno(bool yes)
{
	return (struct rule_value){ .kind = RULE_YESNO, .yes = yes };
}

struct rule_value rule_date(struct date date)
{
	return (struct rule_value){ .kind = date_empty(date) ? RULE_MISSING : RULE_DATE, .date = date };
}

struct rule_value rule_datetime(int64_t ms)
{
	return (struct rule_value){ .kind = RULE_DATETIME, .ms = ms };
}

struct rule_value rule_list(const struct rule_value *items, size_t count)
{
	return (struct rule_value){ .kind = RULE_LIST, .list = { items, count } };
}

struct rule_value rule_record_value(const struct rule_object *object)
{
	return (struct rule_value){ .kind = object ? RULE_RECORD : RULE_MISSING, .object = object };
}

/* ---- From text */

bool rule_number_parse(struct str text, int64_t *millionths)
{
	bool negative = text.len && text.data[0] == '-';
	struct str rest = str_slice(text, negative, text.len), whole = rest, part = STR("");
	size_t point;
	if (str_find(rest, STR("."), &point)) {
		whole = str_slice(rest, 0, point);
		part = str_slice(rest, point + 1, rest.len);
		if (!part.len)
			return false;
	}
	if (!whole.len || whole.len > 12 || part.len > 6)
		return false;
	int64_t number = 0;
	for (size_t i = 0; i < whole.len + 6; i++) {
		size_t behind = i - whole.len;
		char c = i < whole.len ? whole.data[i] : behind < part.len ? part.data[behind] : '0';
		if (!ascii_digit(c))
			return false;
		number = number * 10 + (c - '0');
	}
	if (number > 9 * INT64_C(1000000000000000000))
		return false;
	*millionths = negative ? -number : number;
	return true;
}

static bool parse_money(struct str text, struct rule_value *out)
{
	struct str rest = text, amount, currency;
	if (!str_cut(&rest, ' ', &amount) || !str_cut(&rest, ' ', &currency) || rest.len || currency.len != 3)
		return false;
	*out = (struct rule_value){ .kind = RULE_MONEY };
	for (size_t i = 0; i < 3; i++) {
		if (!ascii_upper(currency.data[i]))
			return false;
		out->money.currency[i] = currency.data[i];
	}
	return rule_number_parse(amount, &out->money.amount);
}

static bool unit_add(struct str unit, int64_t number, struct rule_duration *sum)
{
	static const struct { const char *one; int months, days, minutes; } units[] = {
		{ "minute", 0, 0, 1 }, { "hour", 0, 0, 60 }, { "day", 0, 1, 0 }, { "week", 0, 7, 0 }, { "month", 1, 0, 0 },
		{ "year", 12, 0, 0 },
	};
	if (unit.len && unit.data[unit.len - 1] == 's')
		unit.len--;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (!str_is(unit, units[i].one))
			continue;
		sum->months += (int32_t)(number * units[i].months);
		sum->days += (int32_t)(number * units[i].days);
		sum->minutes += number * units[i].minutes;
		return true;
	}
	return false;
}

/* "25 days", "2 working days", "1 month 3 days" */
static bool parse_duration(struct str text, struct rule_value *out)
{
	struct str rest = text, number, unit;
	*out = (struct rule_value){ .kind = RULE_DURATION };
	for (int parts = 0; rest.len || !parts; parts++) {
		int64_t count;
		if (parts == 4 || !str_cut(&rest, ' ', &number) || !str_cut(&rest, ' ', &unit) || !str_to_int(number, &count) ||
		    count > 1000000 || count < -1000000)
			return false;
		if (!str_is(unit, "working")) {
			if (!unit_add(unit, count, &out->duration))
				return false;
			continue;
		}
		if (!str_cut(&rest, ' ', &unit) || (!str_is(unit, "days") && !str_is(unit, "day")))
			return false;
		out->duration.working_days += (int32_t)count;
	}
	return true;
}

/* Seconds and zone may be left out; without a zone it is read as UTC. */
static bool parse_datetime(struct str text, struct rule_value *out)
{
	char whole[40];
	size_t length = text.len < 16 ? text.len : 16;
	if (length < 16 || text.len > 30)
		return false;
	memcpy(whole, text.data, length);
	struct str rest = str_slice(text, length, text.len);
	if (!rest.len || rest.data[0] != ':') {
		memcpy(whole + length, ":00", 3);
		length += 3;
	}
	for (size_t i = 0; i < rest.len; i++)
		whole[length++] = rest.data[i];
	bool zone = length > 19;
	if (!zone)
		whole[length++] = 'Z';
	*out = (struct rule_value){ .kind = RULE_DATETIME };
	return time_parse((struct str){ whole, length }, &out->ms);
}

bool rule_value_parse(struct arena *arena, enum rule_kind kind, struct str text, struct rule_value *out)
{
	(void)arena;
	if (!text.len) {
		*out = rule_missing(STR(""));
		return true;
	}
	switch (kind) {
	case RULE_TEXT:
	case RULE_CODE:
		*out = (struct rule_value){ .kind = kind, .text = text };
		return true;
	case RULE_NUMBER:
		*out = (struct rule_value){ .kind = kind };
		return rule_number_parse(text, &out->number);
	case RULE_MONEY:
		return parse_money(text, out);
	case RULE_DATE:
		*out = (struct rule_value){ .kind = kind };
		return date_parse(text, &out->date);
	case RULE_DATETIME:
		return parse_datetime(text, out);
	case RULE_DURATION:
		return parse_duration(text, out);
	case RULE_YESNO:
		*out = rule_yesno(str_is(text, "yes"));
		return out->yes || str_is(text, "no");
	default:
		return false;
	}
}

/* ---- To text */

static void number_text(struct buf *out, int64_t number)
{
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	buf_format(out, "%s%llu", number < 0 ? "-" : "", (unsigned long long)(size / 1000000));
	char part[8];
	int length = snprintf(part, sizeof part, "%06u", (unsigned)(size % 1000000));
	while (length && part[length - 1] == '0')
		length--;
	if (length)
		buf_format(out, ".%.*s", length, part);
}

static void unit_text(struct buf *out, int64_t number, const char *unit)
{
	if (number)
		buf_format(out, "%s%lld %s%s", out->len ? " " : "", (long long)number, unit, number == 1 ? "" : "s");
}

static void duration_text(struct buf *all, const struct rule_duration *d)
{
	struct buf out = BUF_IN(all->arena);
	bool years = d->months % 12 == 0, hours = d->minutes % 60 == 0;
	unit_text(&out, years ? d->months / 12 : d->months, years ? "year" : "month");
	unit_text(&out, d->days, "day");
	unit_text(&out, d->working_days, "working day");
	unit_text(&out, hours ? d->minutes / 60 : d->minutes, hours ? "hour" : "minute");
	buf_add(all, out.len ? buf_str(&out) : STR("0 days"));
}

static void datetime_text(struct buf *out, int64_t ms)
{
	char text[TIME_TEXT];
	struct str whole = time_text(ms, text);
	bool seconds = ms % 60000 != 0;
	buf_add(out, ms % 1000 ? whole : str_slice(whole, 0, seconds ? 19 : 16));
	if (ms % 1000 == 0)
		buf_c(out, 'Z');
}

static void value_text(struct buf *out, const struct rule_value *value)
{
	char day[DATE_TEXT];
	switch (value->kind) {
	case RULE_TEXT:
	case RULE_CODE:
		buf_add(out, value->text);
		break;
	case RULE_NUMBER:
		number_text(out, value->number);
		break;
	case RULE_RANGE:
		number_text(out, value->range.least);
		buf_text(out, "..");
		number_text(out, value->range.most);
		break;
	case RULE_MONEY:
		number_text(out, value->money.amount);
		buf_format(out, " %.3s", value->money.currency);
		break;
	case RULE_DATE:
		buf_add(out, date_text(value->date, day));
		break;
	case RULE_DATETIME:
		datetime_text(out, value->ms);
		break;
	case RULE_DURATION:
		duration_text(out, &value->duration);
		break;
	case RULE_YESNO:
		buf_text(out, value->yes ? "yes" : "no");
		break;
	case RULE_LIST:
		for (size_t i = 0; i < value->list.count; i++) {
			buf_text(out, i ? ", " : "");
			if (value->list.items[i].kind != RULE_LIST)
				value_text(out, &value->list.items[i]);
		}
		break;
	case RULE_MISSING:
	case RULE_RECORD:
		break;
	}
}

struct str rule_value_text(struct arena *arena, const struct rule_value *value)
{
	struct buf out = BUF_IN(arena);
	value_text(&out, value);
	return buf_str(&out);
}

static bool list_equal(const struct rule_value *a, const struct rule_value *b)
{
	if (a->list.count != b->list.count)
		return false;
	for (size_t i = 0; i < a->list.count; i++) {
		if (a->list.items[i].kind == RULE_LIST || !rule_value_equal(&a->list.items[i], &b->list.items[i]))
			return false;
	}
	return true;
}

bool rule_value_equal(const struct rule_value *a, const struct rule_value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case RULE_MISSING:
		return true;
	case RULE_TEXT:
	case RULE_CODE:
		return str_equal(a->text, b->text);
	case RULE_NUMBER:
		return a->number == b->number;
	case RULE_RANGE:
		return a->range.least == b->range.least && a->range.most == b->range.most;
	case RULE_MONEY:
		return a->money.amount == b->money.amount && !memcmp(a->money.currency, b->money.currency, 3);
	case RULE_DATE:
		return date_compare(a->date, b->date) == 0;
	case RULE_DATETIME:
		return a->ms == b->ms;
	case RULE_DURATION:
		return a->duration.months == b->duration.months && a->duration.days == b->duration.days &&
		       a->duration.working_days == b->duration.working_days && a->duration.minutes == b->duration.minutes;
	case RULE_YESNO:
		return a->yes == b->yes;
	case RULE_LIST:
		return list_equal(a, b);
	case RULE_RECORD:
		return a->object == b->object;
	}
	return false;
}

bool rule_truth(const struct rule_value *value, enum rule_where where)
{
	static const bool missing_counts_as[] = {
#define P(name, counts_as) counts_as,
		RULE_PLACES(P)
#undef P
	};
	return value->kind == RULE_YESNO ? value->yes : missing_counts_as[where];
}
