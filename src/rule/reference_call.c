/* Functions of the reference: as the manual in rule.h tells them, over every day and every item. */
#include "reference.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"

static struct rule_value argument(struct reader *r)
{
	struct rule_value out = reference_any(r);
	if (!reference_sign(r, ","))
		reference_expect(r, ")");
	return out;
}

static struct str quoted(struct reader *r)
{
	reference_expect(r, "'");
	size_t from = r->at;
	while (r->text.data[r->at] != '\'')
		r->at++;
	struct str out = str_slice(r->text, from, r->at++);
	if (!reference_sign(r, ","))
		reference_expect(r, ")");
	return out;
}

static bool ended(const struct reader *r)
{
	return r->text.data[r->at - 1] == ')';
}

/* ---- Days */

static int age_on(long born, long on)
{
	struct date b = reference_date(born), o = reference_date(on);
	int years = o.year - b.year;
	return o.month < b.month || (o.month == b.month && o.day < b.day) ? years - 1 : years;
}

/* The ages of all days on which one may have been born; who may be born already is not counted as unborn. */
static bool ages(struct date born, struct date on, int *least, int *most)
{
	long first, last;
	if (!on.day || !reference_days_of(born, &first, &last))
		return false;
	*least = 100000;
	*most = -100000;
	for (long day = first; day <= last; day++) {
		int age = age_on(day, reference_day(on));
		*least = age < *least ? age : *least;
		*most = age > *most ? age : *most;
	}
	*least = *least < 0 && *most >= 0 ? 0 : *least;
	return true;
}

static struct rule_value age(struct reader *r)
{
	struct rule_value born = argument(r), on = rule_date(r->reference->environment->law_day);
	if (!ended(r))
		on = argument(r);
	int least, most;
	if (born.kind != RULE_DATE || on.kind != RULE_DATE || !ages(born.date, on.date, &least, &most))
		return reference_nothing();
	if (least == most)
		return reference_whole(least);
	return (struct rule_value){ .kind = RULE_RANGE, .range = { least * RULE_UNIT, most * RULE_UNIT } };
}

static struct rule_value age_group(struct reader *r)
{
	struct rule_value born = argument(r);
	long first, last;
	const char *all = NULL;
	if (born.kind != RULE_DATE || !reference_days_of(born.date, &first, &last))
		return reference_nothing();
	for (long day = first; day <= last; day++) {
		int years = age_on(day, reference_day(r->reference->environment->law_day));
		const char *group = years < 5 ? "0_4" : years < 12 ? "5_11" : years < 18 ? "12_17" : years < 60 ? "18_59" : "60_over";
		if (all && strcmp(all, group))
			return reference_nothing();
		all = group;
	}
	return rule_code(str_of(all));
}

/* The number of its day in the zone; -1: not known. */
static long day_of(const struct reader *r, const struct rule_value *value)
{
	if (value->kind == RULE_DATE)
		return value->date.day ? reference_day(value->date) : -1;
	if (value->kind != RULE_DATETIME)
		return -1;
	int64_t local = reference_local(r, value->ms) + REFERENCE_EPOCH * DAY_MS;
	return local < 0 || local / DAY_MS >= REFERENCE_DAYS ? -1 : (long)(local / DAY_MS);
}

static struct rule_value apart(struct reader *r, bool working)
{
	struct rule_value a = argument(r), b = argument(r);
	long from = day_of(r, &a), to = day_of(r, &b), count = 0;
	if (from < 0 || to < 0)
		return reference_nothing();
	if (!working)
		return reference_whole(to - from);
	if (to - from > 40000 || from - to > 40000)
		return reference_failed(r);
	long first = from < to ? from : to, last = from < to ? to : from;
	for (long day = first + 1; day <= last; day++)
		count += reference_works(r->reference->environment->calendar, day);
	return reference_whole(to < from ? -count : count);
}

static bool same_period(struct str period, long a, long b)
{
	struct date x = reference_date(a), y = reference_date(b);
	if (str_is(period, "week"))
		return a / 7 == b / 7;
	bool year = x.year == y.year, quarter = (x.month + 2) / 3 == (y.month + 2) / 3;
	return str_is(period, "year") ? year : str_is(period, "quarter") ? year && quarter : year && x.month == y.month;
}

/* Day by day to the first or last that lies in the same period. */
static struct rule_value period(struct reader *r, int step)
{
	struct str name = quoted(r);
	struct rule_value day = argument(r);
	long first, last;
	if (day.kind != RULE_DATE || !reference_days_of(day.date, &first, &last) || !same_period(name, first, last))
		return reference_nothing();
	while (first + step >= 0 && first + step < REFERENCE_DAYS && same_period(name, first, first + step))
		first += step;
	bool cut = str_is(name, "week") && first + step == REFERENCE_DAYS && first % 7 != 6; /* the week goes on after 9999 */
	return cut ? reference_nothing() : rule_date(reference_date(first));
}

static struct rule_value day(struct reader *r)
{
	struct rule_value of = argument(r);
	if (of.kind == RULE_DATE)
		return of;
	long at = day_of(r, &of);
	return at < 0 ? reference_nothing() : rule_date(reference_date(at));
}

/* ---- Texts */

static void number_text(struct buf *out, int64_t number)
{
	bool negative = number < 0;
	huge size = negative ? -(huge)number : number;
	char part[7];
	snprintf(part, sizeof part, "%06d", (int)(size % 1000000));
	for (int i = 5; i >= 0 && part[i] == '0'; i--)
		part[i] = 0;
	buf_format(out, "%s%lld%s%s", negative ? "-" : "", (long long)(size / 1000000), *part ? "." : "", part);
}

static void some(struct buf *out, size_t start, int64_t count, const char *unit)
{
	if (count)
		buf_format(out, "%s%lld %s%s", out->len > start ? " " : "", (long long)count, unit, count == 1 ? "" : "s");
}

static void duration_text(struct buf *out, const struct rule_duration *d)
{
	size_t start = out->len;
	if (d->months % 12)
		some(out, start, d->months, "month");
	else
		some(out, start, d->months / 12, "year");
	some(out, start, d->days, "day");
	some(out, start, d->working_days, "working day");
	if (d->minutes % 60)
		some(out, start, d->minutes, "minute");
	else
		some(out, start, d->minutes / 60, "hour");
	if (out->len == start)
		buf_text(out, "0 days");
}

static void datetime_text(struct buf *out, int64_t ms)
{
	int64_t since = ms + REFERENCE_EPOCH * DAY_MS, of_day = since % DAY_MS;
	struct date date = reference_date((long)(since / DAY_MS));
	buf_format(out, "%04d-%02d-%02dT%02d:%02d", date.year, date.month, date.day, (int)(of_day / 3600000), (int)(of_day / 60000 % 60));
	if (ms % 60000)
		buf_format(out, ":%02d", (int)(of_day / 1000 % 60));
	buf_c(out, 'Z');
}

static void value_text(struct buf *out, const struct rule_value *value)
{
	switch (value->kind) {
	case RULE_TEXT:
	case RULE_CODE:
		buf_add(out, value->text);
		break;
	case RULE_NUMBER:
		number_text(out, value->number);
		break;
	case RULE_MONEY:
		number_text(out, value->money.amount);
		buf_format(out, " %s", value->money.currency);
		break;
	case RULE_DATE:
		buf_format(out, "%04d", value->date.year);
		buf_format(out, value->date.month ? "-%02d" : "", value->date.month);
		buf_format(out, value->date.day ? "-%02d" : "", value->date.day);
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
			value_text(out, &value->list.items[i]);
		}
		break;
	default:
		break;
	}
}

static struct rule_value text(struct reader *r)
{
	struct rule_value of = argument(r);
	struct buf out = BUF_IN(r->arena);
	if (reference_open(&of))
		return reference_nothing();
	value_text(&out, &of);
	return rule_text(buf_str(&out));
}

static struct rule_value length(struct reader *r)
{
	struct rule_value of = argument(r);
	int count = 0;
	for (size_t i = 0; of.kind == RULE_TEXT && i < of.text.len; i++)
		count += (of.text.data[i] & 0xC0) != 0x80;
	return of.kind == RULE_TEXT ? reference_whole(count) : reference_nothing();
}

static struct rule_value round_off(struct reader *r)
{
	struct rule_value of = argument(r), places = reference_whole(0);
	if (!ended(r))
		places = argument(r);
	if (reference_open(&of) || reference_open(&places))
		return reference_nothing();
	if (places.number % RULE_UNIT || places.number < 0 || places.number > 6 * RULE_UNIT)
		return reference_failed(r);
	huge unit = 1000000;
	for (int64_t i = places.number / RULE_UNIT; i; i--)
		unit /= 10;
	int64_t *amount = of.kind == RULE_MONEY ? &of.money.amount : &of.number;
	huge rounded = reference_rounded(*amount, unit) * unit;
	if (rounded > INT64_MAX || rounded < -INT64_MAX)
		return reference_failed(r);
	*amount = (int64_t)rounded;
	return of;
}

/* ---- Patterns: which places of the text can be reached from which, as bits; at most 60 characters */

struct walk {
	struct str pattern;
	size_t at;
	uint32_t characters[60];
	size_t count;
};

static uint64_t alternatives(struct walk *w, uint64_t from);

static bool in_class(char kind, uint32_t c)
{
	bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (kind == 's')
		return c == ' ' || (c >= 9 && c <= 13);
	return kind == 'd' ? digit : kind == 'w' ? digit || letter || c == '_' : c == (uint32_t)kind;
}

/* One character of the pattern: `.`, a class, an escape, itself. Moves past it. */
static bool fits(struct walk *w, uint32_t c)
{
	char kind = w->pattern.data[w->at++];
	if (kind == '.')
		return true;
	if (kind == '\\')
		return in_class(w->pattern.data[w->at++], c);
	if (kind != '[')
		return c == (uint32_t)kind;
	bool negated = w->pattern.data[w->at] == '^', found = false;
	w->at += negated;
	while (w->pattern.data[w->at] != ']') {
		uint32_t first = (uint32_t)w->pattern.data[w->at++], last = first;
		if (w->pattern.data[w->at] == '-') {
			last = (uint32_t)w->pattern.data[w->at + 1];
			w->at += 2;
		}
		found |= c >= first && c <= last;
	}
	w->at++;
	return found != negated;
}

static uint64_t one(struct walk *w, uint64_t from)
{
	size_t start = w->at;
	uint64_t to = 0;
	if (w->pattern.data[w->at] == '(') {
		w->at++;
		to = alternatives(w, from);
		w->at++;
		return to;
	}
	if (w->pattern.data[w->at] == '^' || w->pattern.data[w->at] == '$') { /* always about the whole text */
		w->at++;
		return from;
	}
	fits(w, 0);
	for (size_t i = 0; i < w->count; i++) {
		w->at = start;
		if (fits(w, w->characters[i]) && from >> i & 1)
			to |= UINT64_C(1) << (i + 1);
	}
	return to;
}

static size_t number_in(struct walk *w)
{
	size_t number = 0;
	while (ascii_digit(w->pattern.data[w->at]))
		number = number * 10 + (size_t)(w->pattern.data[w->at++] - '0');
	return number;
}

static void how_often(struct walk *w, size_t *least, size_t *most)
{
	char sign = w->at < w->pattern.len ? w->pattern.data[w->at] : 0;
	*least = sign != '*' && sign != '?';
	*most = sign == '*' || sign == '+' ? 64 : 1;
	if (sign == '*' || sign == '+' || sign == '?')
		w->at++;
	if (sign != '{')
		return;
	w->at++;
	*least = *most = number_in(w);
	if (w->pattern.data[w->at] == ',') {
		w->at++;
		*most = w->pattern.data[w->at] == '}' ? 64 : number_in(w);
	}
	w->at++;
}

static uint64_t piece(struct walk *w, uint64_t from)
{
	size_t start = w->at, least, most;
	one(w, 0);
	how_often(w, &least, &most);
	size_t end = w->at;
	uint64_t to = least ? 0 : from, reached = from;
	for (size_t times = 1; times <= most; times++) {
		w->at = start;
		reached = one(w, reached);
		to |= times >= least ? reached : 0;
	}
	w->at = end;
	return to;
}

static uint64_t alternatives(struct walk *w, uint64_t from)
{
	uint64_t all = 0, reached = from;
	while (w->at < w->pattern.len && w->pattern.data[w->at] != ')') {
		if (w->pattern.data[w->at] != '|') {
			reached = piece(w, reached);
			continue;
		}
		w->at++;
		all |= reached;
		reached = from;
	}
	return all | reached;
}

static struct rule_value matches(struct reader *r)
{
	struct rule_value of = argument(r);
	struct walk walk = { .pattern = quoted(r) };
	if (of.kind == RULE_MISSING)
		return of;
	for (size_t at = 0; at < of.text.len && walk.count < COUNT_OF(walk.characters);)
		walk.characters[walk.count++] = utf8_next(of.text, &at);
	return rule_yesno(alternatives(&walk, 1) >> walk.count & 1);
}

/* ---- Lists */

/* Reads `list, expression about an item)`; `out` has what the expression gives for each, or the items themselves. */
static bool each(struct reader *r, struct rule_value *out)
{
	struct rule_value list = argument(r);
	bool plain = ended(r);
	size_t at = r->at;
	*out = reference_nothing();
	if (r->idle || list.kind != RULE_LIST || !list.list.count || plain) {
		if (!plain) {
			reference_of_item(r, at, NULL, STR(""));
			reference_expect(r, ")");
		}
		*out = list;
		return list.kind == RULE_LIST;
	}
	struct rule_value *values = ARENA_ARRAY(r->arena, struct rule_value, list.list.count);
	for (size_t i = 0; i < list.list.count; i++)
		values[i] = reference_of_item(r, at, &list.list.items[i], list.field);
	reference_expect(r, ")");
	*out = rule_list(values, list.list.count);
	return true;
}

/* Like `or` and `and`: the first that decides ends it, so that what would fail after it does not. */
static struct rule_value quantified(struct reader *r, bool any)
{
	struct rule_value list = argument(r), one;
	size_t at = r->at;
	enum truth all = any ? IS_NO : IS_YES;
	bool idle = r->idle, some = !idle && list.kind == RULE_LIST && list.list.count;
	if (!some)
		reference_of_item(r, at, NULL, STR(""));
	for (size_t i = 0; some && i < list.list.count; i++) {
		r->idle |= all == (any ? IS_YES : IS_NO);
		one = reference_of_item(r, at, &list.list.items[i], list.field);
		enum truth truth = one.kind != RULE_YESNO ? IS_OPEN : one.yes ? IS_YES : IS_NO;
		if (!r->idle)
			all = any ? reference_either(all, truth) : reference_both(all, truth);
	}
	r->idle = idle;
	reference_expect(r, ")");
	return idle || list.kind != RULE_LIST ? reference_nothing() : reference_truth(all);
}

static struct rule_value count(struct reader *r)
{
	struct rule_value list = argument(r);
	int known = 0;
	for (size_t i = 0; list.kind == RULE_LIST && i < list.list.count; i++)
		known += list.list.items[i].kind != RULE_MISSING;
	return list.kind == RULE_LIST ? reference_whole(known) : reference_nothing();
}

static struct rule_value first(struct reader *r)
{
	struct rule_value list = argument(r);
	return list.kind == RULE_LIST && list.list.count ? list.list.items[0] : reference_nothing();
}

static struct rule_value summed(struct reader *r, int spaces)
{
	struct rule_value values, out = reference_nothing(), nothing = reference_whole(0);
	if (spaces == 2)
		nothing = (struct rule_value){ .kind = RULE_DURATION };
	if (!each(r, &values))
		return out;
	for (size_t i = 0; i < values.list.count; i++) {
		const struct rule_value *one = &values.list.items[i];
		if (one->kind == RULE_MISSING)
			continue;
		struct rule_value before = out;
		out = before.kind == RULE_MISSING ? *one : reference_add(r, &before, one, 1);
	}
	if (out.kind == RULE_MISSING && spaces != 1)
		out = nothing;
	out.field = STR("");
	return out;
}

/* The one that is surely no smaller (no larger) than every other. */
static struct rule_value extreme(struct reader *r, const char *sign)
{
	struct rule_value values;
	if (!each(r, &values))
		return reference_nothing();
	for (size_t i = 0; i < values.list.count; i++) {
		const struct rule_value *one = &values.list.items[i];
		bool best = one->kind != RULE_MISSING;
		for (size_t j = 0; j < values.list.count; j++) {
			const struct rule_value *other = &values.list.items[j];
			if (reference_mixes(one, other))
				reference_failed(r);
			if (j != i && other->kind != RULE_MISSING && reference_compare(sign, one, other) != IS_YES)
				best = false;
		}
		if (best)
			return *one;
	}
	return reference_nothing();
}

/* ---- What is missing */

static struct rule_value otherwise(struct reader *r)
{
	struct rule_value of = argument(r);
	bool idle = r->idle, known = !reference_open(&of);
	r->idle |= known;
	struct rule_value instead = argument(r);
	r->idle = idle;
	return known ? of : instead;
}

static struct rule_value exists(struct reader *r)
{
	struct rule_value of = argument(r);
	return rule_yesno(of.kind != RULE_MISSING && !(of.kind == RULE_LIST && !of.list.count));
}

static struct rule_value for_sure(struct reader *r, bool unless_known)
{
	struct rule_value of = argument(r);
	return rule_yesno(of.kind == RULE_YESNO ? of.yes : unless_known);
}

/* ---- Tables */

enum cell { CELL_WORDS, CELL_DAY, CELL_VALUE };

/* A value stands in a cell as in an expression, but for words without quotation marks and a year, which is a date. */
static struct rule_value cell_value(struct reader *r, struct str text, enum cell as)
{
	struct rule_value out;
	if (!text.len)
		return reference_nothing();
	if (as == CELL_WORDS)
		return rule_text(text);
	bool done = reference_eval(r->reference, text, r->arena, &out);
	if (as == CELL_DAY && out.kind == RULE_NUMBER)
		out = rule_date((struct date){ .year = (int16_t)(out.number / RULE_UNIT) });
	return done ? out : reference_failed(r);
}

static enum cell cell_of(const struct rule_value *asked)
{
	return asked->kind == RULE_DATE ? CELL_DAY : asked->kind == RULE_TEXT || asked->kind == RULE_CODE ? CELL_WORDS : CELL_VALUE;
}

static enum truth one_fits(struct reader *r, struct str text, const struct rule_value *asked)
{
	size_t dots;
	enum cell as = cell_of(asked);
	if (!str_find(text, STR(".."), &dots)) {
		struct rule_value value = cell_value(r, text, as);
		return reference_compare("=", asked, &value);
	}
	struct rule_value least = cell_value(r, str_slice(text, 0, dots), as), most = cell_value(r, str_slice(text, dots + 2, text.len), as);
	enum truth low = least.kind == RULE_MISSING ? IS_YES : reference_compare(">=", asked, &least);
	enum truth high = most.kind == RULE_MISSING ? IS_YES : reference_compare("<=", asked, &most);
	return low < high ? low : high;
}

static bool cell_fits(struct reader *r, struct str cell, const struct rule_value *asked)
{
	struct str rest = cell, text;
	if (!cell.len)
		return true;
	if (asked->kind == RULE_MISSING)
		return false;
	bool negated = str_starts(rest, STR("not "));
	rest = str_slice(rest, negated ? 4 : 0, rest.len);
	enum truth any = IS_NO;
	while (str_cut(&rest, '|', &text))
		any = reference_either(any, one_fits(r, text, asked));
	return any == (negated ? IS_NO : IS_YES);
}

static struct str heading(const struct reference_table *table, size_t column, bool *asked)
{
	struct str name, rest = table->cells[column];
	str_cut(&rest, ':', &name);
	*asked = str_ends(name, STR("?"));
	return str_slice(name, 0, name.len - *asked);
}

static bool row_fits(struct reader *r, const struct reference_table *table, size_t row, const struct rule_value *asked, int *blank)
{
	size_t question = 0;
	*blank = 0;
	for (size_t column = 0; column < table->columns; column++) {
		bool is_asked;
		struct str name = heading(table, column, &is_asked), cell = table->cells[row * table->columns + column];
		struct rule_value day = rule_date(r->reference->environment->law_day), bound = reference_nothing();
		if (str_is(name, "from") || str_is(name, "until"))
			bound = cell_value(r, cell, CELL_DAY);
		if (str_is(name, "from") && bound.kind == RULE_DATE && reference_compare(">=", &day, &bound) != IS_YES)
			return false;
		if (str_is(name, "until") && bound.kind == RULE_DATE && reference_compare("<=", &day, &bound) != IS_YES)
			return false;
		if (is_asked && !cell_fits(r, cell, &asked[question++]))
			return false;
		*blank += is_asked && !cell.len;
	}
	return true;
}

/* The answers of a row, as a record: what stands in cells of texts is text. */
static struct rule_value row_record(struct reader *r, const struct reference_table *table, size_t row)
{
	struct rule_member *members = ARENA_ARRAY(r->arena, struct rule_member, table->columns);
	struct rule_value *values = ARENA_ARRAY(r->arena, struct rule_value, table->columns);
	struct rule_record *record = ARENA_NEW(r->arena, struct rule_record);
	struct rule_object *object = ARENA_NEW(r->arena, struct rule_object);
	for (size_t column = 0; column < table->columns; column++) {
		bool asked;
		members[column].name = heading(table, column, &asked);
		bool words = asked || str_ends(table->cells[column], STR(":text")), day = str_ends(table->cells[column], STR(":date"));
		values[column] = cell_value(r, table->cells[row * table->columns + column], words ? CELL_WORDS : day ? CELL_DAY : CELL_VALUE);
	}
	*record = (struct rule_record){ str_of(table->name), members, table->columns };
	*object = (struct rule_object){ .record = record, .members = values };
	return rule_record_value(object);
}

static struct rule_value rows_that_fit(struct reader *r, const struct reference_table *table, const struct rule_value *asked)
{
	struct rule_value *rows = ARENA_ARRAY(r->arena, struct rule_value, table->rows);
	size_t found = 0;
	int blank, fewest = 1000;
	for (size_t row = 1; row < table->rows; row++) {
		if (!row_fits(r, table, row, asked, &blank) || (table->hit == REFERENCE_UNIQUE && blank > fewest))
			continue;
		if (table->hit == REFERENCE_UNIQUE && blank < fewest)
			found = 0;
		fewest = blank;
		rows[found++] = row_record(r, table, row);
	}
	if (table->hit == REFERENCE_UNIQUE && found > 1)
		return reference_failed(r);
	return rule_list(rows, table->hit == REFERENCE_FIRST && found ? 1 : found);
}

static struct rule_value lookup(struct reader *r, bool all)
{
	struct str name = quoted(r);
	struct rule_value asked[RULE_ARGUMENTS_MOST] = { 0 }, rows = reference_nothing();
	for (size_t i = 0; !ended(r); i++)
		asked[i] = argument(r);
	for (size_t i = 0; !r->idle && i < r->reference->table_count; i++) {
		if (str_is(name, r->reference->tables[i].name))
			rows = rows_that_fit(r, &r->reference->tables[i], asked);
	}
	if (all || rows.kind == RULE_MISSING)
		return rows;
	return rows.list.count ? rows.list.items[0] : reference_nothing();
}

/* ---- The host's */

static struct rule_value of_host(struct reader *r, struct str name)
{
	const struct reference *reference = r->reference;
	struct rule_value given, out = reference_nothing();
	for (size_t i = 0; i < reference->function_count; i++) {
		if (!str_is(name, reference->functions[i].name))
			continue;
		size_t from = r->at;
		if (reference->functions[i].by_text) {
			while (r->text.data[r->at] != ')')
				r->at++;
			struct str text = str_slice(r->text, from, r->at++);
			bool literal = text.data[0] == '\'';
			given = rule_text(str_slice(text, literal, text.len - literal));
		} else {
			given = argument(r);
		}
		if (!r->idle && !reference_open(&given))
			reference->functions[i].call(&given, reference->environment->law_day, r->arena, &out);
		return out;
	}
	return reference_failed(r);
}

static struct rule_value call(struct reader *r, struct str name, int spaces)
{
	static const struct { const char *name; struct rule_value (*call)(struct reader *r); } plain[] = {
		{ "age", age }, { "age_group", age_group }, { "day", day }, { "text", text }, { "length", length }, { "round", round_off },
		{ "matches", matches }, { "count", count }, { "first", first }, { "default", otherwise }, { "exists", exists },
	};
	static const struct { const char *name; struct rule_value (*call)(struct reader *r, bool turn); bool turn; } turned[] = {
		{ "any", quantified, true }, { "all", quantified, false }, { "whole_days", apart, false }, { "working_days", apart, true },
		{ "possibly", for_sure, true }, { "surely", for_sure, false }, { "lookup", lookup, false }, { "lookup_all", lookup, true },
	};
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (str_is(name, plain[i].name))
			return plain[i].call(r);
	}
	for (size_t i = 0; i < COUNT_OF(turned); i++) {
		if (str_is(name, turned[i].name))
			return turned[i].call(r, turned[i].turn);
	}
	if (str_is(name, "sum"))
		return summed(r, spaces);
	if (str_is(name, "start_of") || str_is(name, "end_of"))
		return period(r, str_is(name, "end_of") ? 1 : -1);
	if (str_is(name, "max") || str_is(name, "min"))
		return extreme(r, str_is(name, "max") ? ">=" : "<=");
	return of_host(r, name);
}

struct rule_value reference_call(struct reader *r, struct str name, int spaces)
{
	struct rule_value out = call(r, name, spaces);
	return r->idle ? reference_nothing() : out;
}
