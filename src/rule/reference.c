/* The reference reads and evaluates in one go: a function a line of the grammar. */
#include "reference.h"

#include <string.h>

#include "arena.h"

/* ---- Kleene's logic, as it is printed in books: no, open, yes */

static const enum truth both[3][3] = { { IS_NO, IS_NO, IS_NO }, { IS_NO, IS_OPEN, IS_OPEN }, { IS_NO, IS_OPEN, IS_YES } };
static const enum truth either[3][3] = { { IS_NO, IS_OPEN, IS_YES }, { IS_OPEN, IS_OPEN, IS_YES }, { IS_YES, IS_YES, IS_YES } };
static const enum truth opposite[3] = { IS_YES, IS_OPEN, IS_NO };

enum truth reference_either(enum truth a, enum truth b)
{
	return either[a][b];
}

enum truth reference_both(enum truth a, enum truth b)
{
	return both[a][b];
}

struct rule_value reference_truth(enum truth truth)
{
	return truth == IS_OPEN ? rule_missing(STR("")) : rule_yesno(truth == IS_YES);
}

static enum truth truth_of(const struct rule_value *value)
{
	return value->kind != RULE_YESNO ? IS_OPEN : value->yes ? IS_YES : IS_NO;
}

struct rule_value reference_nothing(void)
{
	return rule_missing(STR(""));
}

struct rule_value reference_failed(struct reader *r)
{
	r->failed |= !r->idle;
	return reference_nothing();
}

bool reference_open(const struct rule_value *value)
{
	return value->kind == RULE_MISSING || value->kind == RULE_RANGE;
}

/* ---- Words of the text */

static void spaces(struct reader *r)
{
	while (r->at < r->text.len && r->text.data[r->at] == ' ')
		r->at++;
}

static char look(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->text.len ? r->text.data[r->at + ahead] : 0;
}

bool reference_sign(struct reader *r, const char *sign)
{
	spaces(r);
	if (!str_starts(str_slice(r->text, r->at, r->text.len), str_of(sign)))
		return false;
	r->at += strlen(sign);
	return true;
}

void reference_expect(struct reader *r, const char *sign)
{
	if (!reference_sign(r, sign))
		reference_failed(r);
}

static bool of_word(char c)
{
	return ascii_lower(c) || ascii_digit(c) || c == '_';
}

static struct str name_ahead(struct reader *r)
{
	spaces(r);
	size_t length = 0;
	while (of_word(look(r, length)))
		length++;
	return str_slice(r->text, r->at, r->at + length);
}

static bool word(struct reader *r, const char *word)
{
	struct str ahead = name_ahead(r);
	if (!str_is(ahead, word))
		return false;
	r->at += ahead.len;
	return true;
}

/* ---- Comparison */

bool reference_mixes(const struct rule_value *a, const struct rule_value *b)
{
	return a->kind == RULE_MONEY && b->kind == RULE_MONEY && strcmp(a->money.currency, b->money.currency) != 0;
}

struct bounds {
	huge least, most;
};

static struct bounds bounds_of(const struct rule_value *value)
{
	long first = 0, last = 0;
	switch (value->kind) {
	case RULE_RANGE:
		return (struct bounds){ value->range.least, value->range.most };
	case RULE_MONEY:
		return (struct bounds){ value->money.amount, value->money.amount };
	case RULE_DATETIME:
		return (struct bounds){ value->ms, value->ms };
	case RULE_DATE:
		reference_days_of(value->date, &first, &last);
		return (struct bounds){ first, last };
	default:
		return (struct bounds){ value->number, value->number };
	}
}

/* What one and the other may be at least and at most, tried in all four ways. */
static enum truth compare_bounds(const char *sign, struct bounds a, struct bounds b)
{
	if (*sign == '=') {
		bool apart = a.most < b.least || b.most < a.least;
		return apart ? IS_NO : a.least == a.most && b.least == b.most ? IS_YES : IS_OPEN;
	}
	int yes = 0;
	for (int i = 0; i < 4; i++) {
		huge x = i & 1 ? a.most : a.least, y = i & 2 ? b.most : b.least;
		yes += !strcmp(sign, "<") ? x < y : !strcmp(sign, "<=") ? x <= y : !strcmp(sign, ">") ? x > y : x >= y;
	}
	return yes == 4 ? IS_YES : yes ? IS_OPEN : IS_NO;
}

/* Which is longer, from whatever day they are counted? Days worked have no length that is known. */
static struct bounds duration_gap(const struct rule_duration *a, const struct rule_duration *b)
{
	long least = 0, most = 0;
	huge parts[] = { (huge)a->months - b->months, (huge)a->days - b->days, (huge)a->working_days - b->working_days,
		         (huge)a->minutes - b->minutes };
	int up = 0, down = 0;
	for (int i = 0; i < 4; i++) {
		up += parts[i] > 0;
		down += parts[i] < 0;
	}
	if (!up || !down)
		return (struct bounds){ up ? 1 : down ? -1 : 0, up ? 1 : down ? -1 : 0 };
	if (parts[2])
		return (struct bounds){ -1, 1 };
	if (parts[0])
		reference_month_gap(a->months, b->months, &least, &most);
	huge rest = parts[1] * 1440 + parts[3];
	return (struct bounds){ (huge)least * 1440 + rest, (huge)most * 1440 + rest };
}

static enum truth same_lists(const struct rule_value *a, const struct rule_value *b)
{
	enum truth all = IS_YES;
	for (size_t i = 0; i < a->list.count; i++)
		all = both[all][reference_in(&a->list.items[i], b)];
	for (size_t i = 0; i < b->list.count; i++)
		all = both[all][reference_in(&b->list.items[i], a)];
	return all;
}

static bool words(const struct rule_value *value)
{
	return value->kind == RULE_TEXT || value->kind == RULE_CODE;
}

/* `sign` without "!=": that is the opposite of "=". Two currencies are not the same. */
enum truth reference_compare(const char *sign, const struct rule_value *a, const struct rule_value *b)
{
	if (a->kind == RULE_MISSING || b->kind == RULE_MISSING)
		return IS_OPEN;
	if (words(a) && words(b))
		return str_equal(a->text, b->text) ? IS_YES : IS_NO;
	if (a->kind == RULE_YESNO)
		return a->yes == b->yes ? IS_YES : IS_NO;
	if (a->kind == RULE_LIST)
		return same_lists(a, b);
	if (a->kind == RULE_RECORD)
		return a->object == b->object ? IS_YES : IS_NO;
	if (reference_mixes(a, b))
		return IS_NO;
	if (a->kind == RULE_DURATION)
		return compare_bounds(sign, duration_gap(&a->duration, &b->duration), (struct bounds){ 0, 0 });
	return compare_bounds(sign, bounds_of(a), bounds_of(b));
}

enum truth reference_in(const struct rule_value *one, const struct rule_value *list)
{
	enum truth any = IS_NO;
	for (size_t i = 0; i < list->list.count; i++)
		any = either[any][reference_compare("=", one, &list->list.items[i])];
	return any;
}

static struct rule_value membership(struct reader *r, const struct rule_value *one, const struct rule_value *list)
{
	if (r->idle || one->kind == RULE_MISSING || list->kind == RULE_MISSING)
		return reference_nothing();
	return reference_truth(reference_in(one, list));
}

static enum truth compared(struct reader *r, const char *sign, const struct rule_value *a, const struct rule_value *b)
{
	if (r->idle || a->kind == RULE_MISSING || b->kind == RULE_MISSING)
		return IS_OPEN;
	if (reference_mixes(a, b))
		reference_failed(r);
	return *sign == '!' ? opposite[reference_compare("=", a, b)] : reference_compare(sign, a, b);
}

/* ---- Arithmetic */

huge reference_rounded(huge number, huge by)
{
	bool negative = (number < 0) != (by < 0);
	huge n = number < 0 ? -number : number, d = by < 0 ? -by : by, whole = n / d;
	if ((n % d) * 2 >= d)
		whole++;
	return negative ? -whole : whole;
}

static bool too_large(huge number)
{
	return number > INT64_MAX || number < -INT64_MAX;
}

struct rule_value reference_whole(huge number)
{
	return (struct rule_value){ .kind = RULE_NUMBER, .number = (int64_t)(number * RULE_UNIT) };
}

static struct rule_value duration(struct reader *r, huge months, huge days, huge working, huge minutes)
{
	huge parts[] = { months, days, working, minutes / 1440 };
	for (int i = 0; i < 4; i++) {
		bool over = i == 3 && parts[i] == 4000000 && minutes % 1440 > 0, under = i == 3 && parts[i] == -4000000 && minutes % 1440 < 0;
		if (parts[i] > 4000000 || parts[i] < -4000000 || over || under)
			return reference_failed(r);
	}
	return (struct rule_value){ .kind = RULE_DURATION,
		                    .duration = { (int32_t)months, (int32_t)days, (int32_t)working, (int64_t)minutes } };
}

/* Months first, then days, then days worked. */
static bool later_day(struct reader *r, struct date day, const struct rule_duration *by, int sign, struct date *out)
{
	if (!reference_add_months(day, (long)sign * by->months, &day))
		return false;
	long at = reference_day(day) + (long)sign * by->days, left = by->working_days, step = left < 0 ? -sign : sign;
	if (at < 0 || at >= REFERENCE_DAYS)
		return false;
	for (left = left < 0 ? -left : left; left;) {
		at += step;
		if (at < 0 || at >= REFERENCE_DAYS)
			return false;
		left -= reference_works(r->reference->environment->calendar, at);
	}
	*out = reference_date(at);
	return true;
}

static struct rule_value later(struct reader *r, const struct rule_value *from, struct rule_duration by, int sign)
{
	struct date day;
	if (from->kind == RULE_DATE) {
		if (!from->date.day)
			return reference_nothing();
		if (by.minutes % 1440 || by.minutes / 1440 + by.days > 4000000 || by.minutes / 1440 + by.days < -4000000)
			return reference_failed(r);
		by.days += (int32_t)(by.minutes / 1440);
		return later_day(r, from->date, &by, sign, &day) ? rule_date(day) : reference_failed(r);
	}
	int64_t at = from->ms;
	if (by.months || by.days || by.working_days) {
		int64_t local = reference_local(r, at) + REFERENCE_EPOCH * DAY_MS;
		if (local < 0 || local / DAY_MS >= REFERENCE_DAYS || !later_day(r, reference_date((long)(local / DAY_MS)), &by, sign, &day))
			return reference_failed(r);
		at = reference_instant(r, (reference_day(day) - REFERENCE_EPOCH) * DAY_MS + local % DAY_MS);
	}
	at += sign * by.minutes * 60000;
	return reference_year_fits(at) ? rule_datetime(at) : reference_failed(r);
}

/* Each item once, in order: of both lists, or of the first what the second has not. */
static struct rule_value joined(struct reader *r, const struct rule_value *a, const struct rule_value *b, int sign)
{
	struct rule_value *items = ARENA_ARRAY(r->arena, struct rule_value, a->list.count + b->list.count + 1);
	struct rule_value out = rule_list(items, 0);
	for (size_t i = 0; i < a->list.count + (sign > 0 ? b->list.count : 0); i++) {
		const struct rule_value *one = i < a->list.count ? &a->list.items[i] : &b->list.items[i - a->list.count];
		if (reference_in(one, &out) != IS_YES && (sign > 0 || reference_in(one, b) != IS_YES))
			items[out.list.count++] = *one;
	}
	out.field = a->field;
	return out;
}

static struct rule_value add_bounds(struct reader *r, struct bounds a, struct bounds b, int sign)
{
	huge least = sign > 0 ? a.least + b.least : a.least - b.most, most = sign > 0 ? a.most + b.most : a.most - b.least;
	if (too_large(least) || too_large(most))
		return reference_failed(r);
	if (least == most)
		return (struct rule_value){ .kind = RULE_NUMBER, .number = (int64_t)least };
	return (struct rule_value){ .kind = RULE_RANGE, .range = { (int64_t)least, (int64_t)most } };
}

struct rule_value reference_add(struct reader *r, const struct rule_value *a, const struct rule_value *b, int sign)
{
	struct rule_value out = *a;
	if (r->idle || a->kind == RULE_MISSING || b->kind == RULE_MISSING)
		return reference_nothing();
	switch (a->kind) {
	case RULE_MONEY:
		if (reference_mixes(a, b) || too_large((huge)a->money.amount + sign * (huge)b->money.amount))
			return reference_failed(r);
		out.money.amount += sign * b->money.amount;
		return out;
	case RULE_DURATION:
		return duration(r, (huge)a->duration.months + sign * (huge)b->duration.months, (huge)a->duration.days + sign * (huge)b->duration.days,
		                (huge)a->duration.working_days + sign * (huge)b->duration.working_days,
		                (huge)a->duration.minutes + sign * (huge)b->duration.minutes);
	case RULE_DATE:
	case RULE_DATETIME:
		if (b->kind == RULE_DURATION)
			return later(r, a, b->duration, sign);
		if (a->kind == RULE_DATETIME)
			return duration(r, 0, 0, 0, ((huge)a->ms - b->ms) / 60000);
		return a->date.day && b->date.day ? reference_whole(reference_day(a->date) - reference_day(b->date)) : reference_nothing();
	case RULE_LIST:
		return joined(r, a, b, sign);
	case RULE_TEXT:
	case RULE_CODE: {
		const struct str parts[] = { a->text, b->text };
		return rule_text(str_join(r->arena, parts, 2, STR("")));
	}
	default:
		return add_bounds(r, bounds_of(a), bounds_of(b), sign);
	}
}

static struct rule_value scaled(struct reader *r, const struct rule_duration *d, int64_t by)
{
	huge parts[] = { (huge)d->months * by, (huge)d->days * by, (huge)d->working_days * by, (huge)d->minutes * by };
	for (int i = 0; i < 4; i++) {
		if (parts[i] % 1000000)
			return reference_failed(r);
	}
	return duration(r, parts[0] / 1000000, parts[1] / 1000000, parts[2] / 1000000, parts[3] / 1000000);
}

static struct rule_value times(struct reader *r, const struct rule_value *a, const struct rule_value *b)
{
	if (r->idle || reference_open(a) || reference_open(b))
		return reference_nothing();
	if (a->kind == RULE_NUMBER && b->kind != RULE_NUMBER)
		return times(r, b, a);
	if (a->kind == RULE_DURATION)
		return scaled(r, &a->duration, b->number);
	struct rule_value out = *a;
	int64_t *amount = a->kind == RULE_MONEY ? &out.money.amount : &out.number;
	huge product = reference_rounded((huge)*amount * b->number, 1000000);
	if (too_large(product))
		return reference_failed(r);
	*amount = (int64_t)product;
	return out;
}

static struct rule_value divided(struct reader *r, const struct rule_value *a, const struct rule_value *b)
{
	if (r->idle || reference_open(a) || reference_open(b))
		return reference_nothing();
	bool share = b->kind == RULE_MONEY;
	int64_t by = share ? b->money.amount : b->number;
	if (reference_mixes(a, b) || !by)
		return reference_failed(r);
	huge result = reference_rounded((huge)(a->kind == RULE_MONEY ? a->money.amount : a->number) * 1000000, by);
	if (too_large(result))
		return reference_failed(r);
	struct rule_value out = share ? reference_whole(0) : *a;
	*(out.kind == RULE_MONEY ? &out.money.amount : &out.number) = (int64_t)result;
	return out;
}

/* ---- Values as written */

static int64_t digits(struct reader *r, size_t most)
{
	int64_t number = 0;
	for (size_t i = 0; i < most && ascii_digit(look(r, 0)); i++)
		number = number * 10 + (r->text.data[r->at++] - '0');
	return number;
}

static bool unit(struct reader *r, struct rule_duration *one)
{
	static const struct { const char *name; struct rule_duration is; } units[] = {
		{ "minute", { 0, 0, 0, 1 } }, { "hour", { 0, 0, 0, 60 } }, { "day", { 0, 1, 0, 0 } }, { "week", { 0, 7, 0, 0 } },
		{ "month", { 1, 0, 0, 0 } }, { "year", { 12, 0, 0, 0 } },
	};
	if (word(r, "working")) {
		if (!word(r, "days") && !word(r, "day"))
			reference_failed(r);
		*one = (struct rule_duration){ 0, 0, 1, 0 };
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		struct str ahead = name_ahead(r), one_only = str_of(units[i].name);
		bool many = ahead.len == one_only.len + 1 && str_starts(ahead, one_only) && ahead.data[ahead.len - 1] == 's';
		if (!many && !str_equal(ahead, one_only))
			continue;
		r->at += ahead.len;
		*one = units[i].is;
		return true;
	}
	return false;
}

static struct rule_value datetime(struct reader *r, struct date day)
{
	int64_t ms = (reference_day(day) - REFERENCE_EPOCH) * DAY_MS;
	ms += digits(r, 2) * 3600000;
	r->at++;
	ms += digits(r, 2) * 60000;
	if (look(r, 0) == ':') {
		r->at++;
		ms += digits(r, 2) * 1000;
	}
	char zone = look(r, 0);
	if (zone != 'Z' && zone != '+' && zone != '-')
		return rule_datetime(reference_instant(r, ms));
	r->at++;
	if (zone == 'Z')
		return rule_datetime(ms);
	int64_t minutes = digits(r, 2) * 60;
	r->at++;
	minutes += digits(r, 2);
	return rule_datetime(ms + (zone == '+' ? -minutes : minutes) * 60000);
}

static struct rule_value date(struct reader *r)
{
	struct date day = { .year = (int16_t)digits(r, 4) };
	if (look(r, 0) == '-' && ascii_digit(look(r, 1))) {
		r->at++;
		day.month = (int8_t)digits(r, 2);
	}
	if (look(r, 0) == '-' && ascii_digit(look(r, 1))) {
		r->at++;
		day.day = (int8_t)digits(r, 2);
	}
	if (look(r, 0) != 'T')
		return rule_date(day);
	r->at++;
	return datetime(r, day);
}

static struct rule_value number(struct reader *r, bool negative)
{
	spaces(r);
	struct rule_value out = { .kind = RULE_NUMBER };
	int64_t sign = negative ? -1 : 1;
	out.number = digits(r, 12) * RULE_UNIT;
	if (look(r, 0) == '.' && ascii_digit(look(r, 1))) {
		r->at++;
		for (int64_t place = RULE_UNIT / 10; ascii_digit(look(r, 0)); place /= 10)
			out.number += place * digits(r, 1);
	}
	out.number *= sign;
	struct rule_duration one;
	spaces(r);
	if (ascii_upper(look(r, 0))) {
		out = (struct rule_value){ .kind = RULE_MONEY, .money = { .amount = out.number } };
		memcpy(out.money.currency, r->text.data + r->at, 3);
		r->at += 3;
	} else if (unit(r, &one)) {
		out = scaled(r, &one, out.number);
	}
	return out;
}

static struct rule_value code(struct reader *r)
{
	size_t from = ++r->at;
	while (look(r, 0) != '\'')
		r->at++;
	return rule_text(str_slice(r->text, from, r->at++));
}

/* ---- Names */

static bool member_of(const struct rule_value *of, struct str name, struct rule_value *out)
{
	const struct rule_record *record = of->object->record;
	for (size_t i = 0; i < record->count; i++) {
		if (!str_equal(record->members[i].name, name))
			continue;
		*out = of->object->members[i];
		out->field = record->members[i].type.kind == RULE_LIST ? record->members[i].type.item_name : STR("");
		return true;
	}
	return false;
}

/* Of a list: the members of all that is in it, one after the other. */
struct rule_value reference_member(struct reader *r, const struct rule_value *of, struct str name)
{
	struct rule_value out = reference_nothing(), one;
	if (of->kind == RULE_RECORD)
		return member_of(of, name, &out) ? out : reference_failed(r);
	if (of->kind != RULE_LIST)
		return out;
	struct rule_value *items = ARENA_ARRAY(r->arena, struct rule_value, 1000);
	out = rule_list(items, 0);
	out.field = name;
	for (size_t i = 0; i < of->list.count; i++) {
		if (of->list.items[i].kind == RULE_MISSING || !member_of(&of->list.items[i], name, &one) || one.kind == RULE_MISSING)
			continue;
		if (one.kind != RULE_LIST)
			items[out.list.count++] = one;
		for (size_t j = 0; one.kind == RULE_LIST && j < one.list.count; j++)
			items[out.list.count++] = one.list.items[j];
		if (one.kind == RULE_LIST)
			out.field = one.field;
	}
	return out;
}

static struct rule_value named(struct reader *r, struct str name)
{
	const struct rule_environment *environment = r->reference->environment;
	struct rule_value all = rule_record_value(environment->names), out = reference_nothing();
	if (str_is(name, "today"))
		return rule_date(environment->today);
	if (str_is(name, "now"))
		return rule_datetime(environment->now);
	if (str_is(name, "case"))
		return all;
	if (str_is(name, "item"))
		return r->item ? r->item->value : out;
	for (const struct reference_item *item = r->item; item; item = item->up) {
		if (str_equal(item->name, name))
			return item->value;
		if (item->value.kind == RULE_RECORD && member_of(&item->value, name, &out))
			return out;
	}
	return member_of(&all, name, &out) ? out : reference_failed(r);
}

/* ---- The grammar, from its end */

static struct rule_value list(struct reader *r)
{
	struct rule_value *items = ARENA_ARRAY(r->arena, struct rule_value, 50);
	size_t count = 0;
	do
		items[count++] = reference_any(r);
	while (reference_sign(r, ","));
	reference_expect(r, "]");
	return rule_list(items, count);
}

static struct rule_value choice(struct reader *r)
{
	struct rule_value condition = reference_any(r), out = reference_nothing();
	bool idle = r->idle;
	for (int i = 0; i < 2; i++) {
		if (!word(r, i ? "else" : "then"))
			reference_failed(r);
		bool taken = condition.kind == RULE_YESNO && condition.yes == !i;
		r->idle = idle || !taken;
		struct rule_value branch = reference_any(r);
		out = taken ? branch : out;
	}
	r->idle = idle;
	return out;
}

static struct rule_value atom(struct reader *r)
{
	spaces(r);
	size_t run = 0;
	while (ascii_digit(look(r, run)))
		run++;
	if (run == 4 && look(r, 4) == '-' && ascii_digit(look(r, 5)))
		return date(r);
	if (run || reference_sign(r, "-"))
		return number(r, !run);
	if (look(r, 0) == '\'')
		return code(r);
	if (reference_sign(r, "["))
		return list(r);
	if (reference_sign(r, "(")) {
		struct rule_value out = reference_any(r);
		reference_expect(r, ")");
		return out;
	}
	struct str name = name_ahead(r);
	r->at += name.len;
	if (str_is(name, "if"))
		return choice(r);
	if (str_is(name, "yes") || str_is(name, "no"))
		return rule_yesno(str_is(name, "yes"));
	size_t gap = 0;
	while (look(r, gap) == ' ')
		gap++;
	if (look(r, gap) == '(' && name.len) {
		r->at += gap + 1;
		return reference_call(r, name, (int)gap);
	}
	return r->idle ? reference_nothing() : named(r, name);
}

/* An expression about one item: read once more from where it stands. */
struct rule_value reference_of_item(struct reader *r, size_t at, const struct rule_value *item, struct str name)
{
	struct reference_item inner = { item ? *item : reference_nothing(), name, r->item };
	bool idle = r->idle;
	r->at = at;
	r->item = &inner;
	r->idle = idle || !item;
	struct rule_value out = reference_any(r);
	r->idle = idle;
	r->item = inner.up;
	return out;
}

static struct rule_value filtered(struct reader *r, const struct rule_value *of)
{
	size_t at = r->at;
	spaces(r);
	if (ascii_digit(look(r, 0)) && look(r, 1) == ']') {
		size_t n = (size_t)digits(r, 1);
		reference_expect(r, "]");
		return of->kind == RULE_LIST && n && n <= of->list.count ? of->list.items[n - 1] : reference_nothing();
	}
	if (r->idle || of->kind != RULE_LIST || !of->list.count) {
		reference_of_item(r, at, NULL, STR(""));
		reference_expect(r, "]");
		return *of;
	}
	struct rule_value *items = ARENA_ARRAY(r->arena, struct rule_value, of->list.count), out = rule_list(items, 0);
	for (size_t i = 0; i < of->list.count; i++) {
		struct rule_value holds = reference_of_item(r, at, &of->list.items[i], of->field);
		if (truth_of(&holds) == IS_YES)
			items[out.list.count++] = of->list.items[i];
	}
	reference_expect(r, "]");
	out.field = of->field;
	return out;
}

static struct rule_value path(struct reader *r)
{
	struct rule_value out = atom(r);
	for (;;) {
		spaces(r);
		if (look(r, 0) == '.' && look(r, 1) != '.') {
			r->at++;
			struct str name = name_ahead(r);
			r->at += name.len;
			out = reference_member(r, &out, name);
		} else if (reference_sign(r, "[")) {
			out = filtered(r, &out);
		} else {
			return out;
		}
	}
}

static struct rule_value term(struct reader *r)
{
	struct rule_value out = path(r), by;
	for (;;) {
		bool multiply = reference_sign(r, "*");
		if (!multiply && !reference_sign(r, "/"))
			return out;
		by = path(r);
		out = multiply ? times(r, &out, &by) : divided(r, &out, &by);
	}
}

static struct rule_value sum(struct reader *r)
{
	struct rule_value out = term(r), by;
	for (;;) {
		bool plus = reference_sign(r, "+");
		if (!plus && !reference_sign(r, "-"))
			return out;
		by = term(r);
		out = reference_add(r, &out, &by, plus ? 1 : -1);
	}
}

static struct rule_value comparison(struct reader *r)
{
	static const char *const signs[] = { "!=", "<=", ">=", "=", "<", ">" };
	struct rule_value a = sum(r), b, c;
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		if (!reference_sign(r, signs[i]))
			continue;
		b = sum(r);
		return reference_truth(compared(r, signs[i], &a, &b));
	}
	if (word(r, "has")) {
		b = sum(r);
		return membership(r, &b, &a);
	}
	if (!word(r, "in"))
		return a;
	b = sum(r);
	if (!reference_sign(r, ".."))
		return membership(r, &a, &b);
	c = sum(r);
	return reference_truth(both[compared(r, ">=", &a, &b)][compared(r, "<=", &a, &c)]);
}

static struct rule_value negation(struct reader *r)
{
	if (!word(r, "not"))
		return comparison(r);
	struct rule_value out = comparison(r);
	return reference_truth(opposite[truth_of(&out)]);
}

/* From the left, until it is decided; one alone is given as it is. */
static struct rule_value chain(struct reader *r, bool or)
{
	struct rule_value out = or ? chain(r, false) : negation(r), one;
	bool idle = r->idle;
	while (word(r, or ? "or" : "and")) {
		enum truth so_far = truth_of(&out);
		r->idle |= so_far == (or ? IS_YES : IS_NO);
		one = or ? chain(r, false) : negation(r);
		out = reference_truth((or ? either : both)[so_far][r->idle && !idle ? so_far : truth_of(&one)]);
	}
	r->idle = idle;
	return out;
}

struct rule_value reference_any(struct reader *r)
{
	return chain(r, true);
}

bool reference_eval(const struct reference *reference, struct str text, struct arena *arena, struct rule_value *out)
{
	struct reader reader = { .reference = reference, .arena = arena, .text = text };
	*out = reference_any(&reader);
	if (out->kind == RULE_RANGE)
		*out = reference_nothing();
	struct rule_value *items = ARENA_ARRAY(arena, struct rule_value, 100);
	for (size_t i = 0; out->kind == RULE_LIST && i < out->list.count; i++)
		items[i] = out->list.items[i].kind == RULE_RANGE ? reference_nothing() : out->list.items[i];
	if (out->kind == RULE_LIST)
		out->list.items = items;
	return !reader.failed && reader.at == text.len;
}
