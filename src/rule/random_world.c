/* A household that wants to travel: every kind of value, as often missing as given. */
#include <string.h>

#include "arena.h"
#include "random_expression.h"
#include "table.h"

#define WORD(text) { text, sizeof(text) - 1 }
#define CODE_OF(name) { .kind = RULE_CODE, .list = WORD(name) }

size_t chance_below(struct chance *chance, size_t many)
{
	chance->state += 0x9E3779B97F4A7C15u; /* splitmix64 */
	uint64_t x = chance->state;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return (size_t)((x ^ x >> 31) % many);
}

bool chance_of(struct chance *chance, unsigned percent)
{
	return chance_below(chance, 100) < percent;
}

/* ---- Names */

static const struct rule_type country = CODE_OF("countries"), flag = CODE_OF("flags"), number = { .kind = RULE_NUMBER },
	text = { .kind = RULE_TEXT }, date = { .kind = RULE_DATE };
static const struct rule_member member_members[] = {
	{ WORD("name"), { .kind = RULE_TEXT } },
	{ WORD("born"), { .kind = RULE_DATE } },
	{ WORD("kin"), CODE_OF("kinships") },
	{ WORD("alone"), { .kind = RULE_YESNO } },
	{ WORD("points"), { .kind = RULE_NUMBER } },
	{ WORD("paid"), { .kind = RULE_MONEY } },
	{ WORD("waited"), { .kind = RULE_DURATION } },
	{ WORD("nationalities"), { .kind = RULE_LIST, .item = &country, .item_name = WORD("nationality") } },
	{ WORD("stay"), { .kind = RULE_NUMBER } }, /* of the case, too */
};
static const struct rule_record member = { WORD("member"), member_members, COUNT_OF(member_members) };
static const struct rule_type member_type = { .kind = RULE_RECORD, .record = &member };
static const struct rule_member case_members[] = {
	{ WORD("applicant"), { .kind = RULE_RECORD, .record = &member } },
	{ WORD("members"), { .kind = RULE_LIST, .item = &member_type } },
	{ WORD("nobody"), { .kind = RULE_LIST, .item = &member_type } },
	{ WORD("purpose"), CODE_OF("purposes") },
	{ WORD("former"), CODE_OF("purposes") },
	{ WORD("from_country"), CODE_OF("countries") },
	{ WORD("fee"), { .kind = RULE_MONEY } },
	{ WORD("deposit"), { .kind = RULE_MONEY } },
	{ WORD("stay"), { .kind = RULE_NUMBER } },
	{ WORD("rate"), { .kind = RULE_NUMBER } },
	{ WORD("arrive"), { .kind = RULE_DATE } },
	{ WORD("leave"), { .kind = RULE_DATE } },
	{ WORD("since"), { .kind = RULE_DATETIME } },
	{ WORD("heard"), { .kind = RULE_DATETIME } },
	{ WORD("reply"), { .kind = RULE_DURATION } },
	{ WORD("pause"), { .kind = RULE_DURATION } },
	{ WORD("ill"), { .kind = RULE_YESNO } },
	{ WORD("well"), { .kind = RULE_YESNO } },
	{ WORD("note"), { .kind = RULE_TEXT } },
	{ WORD("flags"), { .kind = RULE_LIST, .item = &flag, .item_name = WORD("flag") } },
	{ WORD("scores"), { .kind = RULE_LIST, .item = &number, .item_name = WORD("one_score") } },
	{ WORD("words"), { .kind = RULE_LIST, .item = &text, .item_name = WORD("one_word") } },
	{ WORD("days_out"), { .kind = RULE_LIST, .item = &date, .item_name = WORD("day_out") } },
};
static const struct rule_record case_names = { WORD("case"), case_members, COUNT_OF(case_members) };

static const struct { struct str name; struct str codes[5]; size_t count; } lists[] = {
	{ WORD("purposes"), { WORD("tourism"), WORD("business"), WORD("transit") }, 3 },
	{ WORD("kinships"), { WORD("head"), WORD("child"), WORD("partner") }, 3 },
	{ WORD("countries"), { WORD("UTO"), WORD("QMA"), WORD("QMB"), WORD("XXA") }, 4 },
	{ WORD("flags"), { WORD("late"), WORD("unlawful") }, 2 },
	{ WORD("age_groups"), { WORD("0_4"), WORD("5_11"), WORD("12_17"), WORD("18_59"), WORD("60_over") }, 5 },
};

static bool codes(void *context, struct str list, const struct str **out, size_t *count)
{
	(void)context;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		*out = lists[i].codes;
		*count = lists[i].count;
		if (str_equal(lists[i].name, list))
			return true;
	}
	return false;
}

/* ---- Functions of a host */

static void daily_means(const struct rule_value *given, struct date on, struct arena *arena, struct rule_value *out)
{
	(void)arena;
	*out = (struct rule_value){ .kind = RULE_MONEY, .money = { 50 * RULE_UNIT, "XTS" } };
	if (str_is(given->text, "review_every"))
		*out = (struct rule_value){ .kind = RULE_DURATION, .duration = { .days = on.year < 2027 ? 30 : 28 } };
}

static void bloc(const struct rule_value *given, struct date on, struct arena *arena, struct rule_value *out)
{
	static const struct rule_value of[] = { { .kind = RULE_CODE, .text = WORD("QMA") }, { .kind = RULE_CODE, .text = WORD("QMB") } };
	(void)on;
	(void)arena;
	*out = rule_list(of, str_is(given->text, "vale") ? 2 : 1);
}

static void complete(const struct rule_value *given, struct date on, struct arena *arena, struct rule_value *out)
{
	(void)on;
	(void)arena;
	*out = str_is(given->text, "note") ? rule_missing(STR("note")) : rule_yesno(str_is(given->text, "stay"));
}

static void score(const struct rule_value *given, struct date on, struct arena *arena, struct rule_value *out)
{
	(void)on;
	(void)arena;
	*out = rule_integer((int64_t)given->text.len);
}

static const struct reference_function functions[] = {
	{ "param", true, daily_means }, { "bloc", true, bloc }, { "complete", true, complete }, { "score", false, score },
};

#define HOST(at) \
	static bool host_##at(const struct rule_call *call, struct rule_value *out, struct error *err) \
	{ \
		(void)err; \
		functions[at].call(&call->arguments[0], call->on, call->arena, out); \
		return true; \
	}
HOST(0)
HOST(1)
HOST(2)
HOST(3)

static bool param_known(void *context, struct str given, struct rule_type *result, struct str *meant)
{
	(void)context;
	(void)meant;
	result->kind = str_is(given, "review_every") ? RULE_DURATION : RULE_MONEY;
	return true;
}

static const struct rule_function host_functions[] = {
	{ WORD("param"), { { RULE_BY_LITERAL, { 0 } } }, 1, 1, false, { .kind = RULE_MISSING }, param_known, host_0 },
	{ WORD("bloc"), { { RULE_BY_LITERAL, { 0 } } }, 1, 1, false, { .kind = RULE_LIST, .item = &country }, NULL, host_1 },
	{ WORD("complete"), { { RULE_BY_NAME, { 0 } } }, 1, 1, false, { .kind = RULE_YESNO }, NULL, host_2 },
	{ WORD("score"), { { RULE_BY_VALUE, { .kind = RULE_CODE } } }, 1, 1, false, { .kind = RULE_NUMBER }, NULL, host_3 },
};

/* ---- Tables */

static const struct str fees_cells[] = {
	WORD("age?:range"),  WORD("family?:yesno"), WORD("why?:purposes"),       WORD("amount:money"), WORD("waiver:text"),
	WORD(""),            WORD("yes"),           WORD(""),                    WORD("0 XTS"),        WORD("family"),
	WORD("0..5"),        WORD("no"),            WORD(""),                    WORD("0 XTS"),        WORD("child"),
	WORD("6..11"),       WORD("no"),            WORD("not business"),        WORD("45.5 XTS"),     WORD(""),
	WORD("12.."),        WORD("no"),            WORD("tourism|transit"),     WORD("90 XTS"),       WORD(""),
	WORD(""),            WORD("no"),            WORD("business"),            WORD("120 XTS"),      WORD("firm"),
	WORD("..3"),         WORD(""),              WORD("transit"),             WORD(""),             WORD("carried"),
	WORD(""),            WORD(""),              WORD(""),                    WORD("60 XTS"),       WORD("other"),
};
static const struct str steps_cells[] = {
	WORD("mark?:range"), WORD("tie?:kinships"), WORD("from:date"),  WORD("until:date"), WORD("level:number"), WORD("limit:date"),
	WORD("50.."),        WORD(""),              WORD(""),           WORD("2026-12-31"), WORD("4"),            WORD("2027-06-30"),
	WORD("20..49.5"),    WORD("head|partner"),  WORD("2027-01-01"), WORD(""),           WORD("2.5"),          WORD("2027-02"),
	WORD("..19"),        WORD("not child"),     WORD(""),           WORD(""),           WORD("1"),            WORD(""),
	WORD(""),            WORD("child"),         WORD("2020-01-01"), WORD("2027-03-01"), WORD("0"),            WORD("2027"),
};
static const struct str papers_cells[] = {
	WORD("of?:countries"), WORD("on?:date"),               WORD("sheet:text"), WORD("copies:number"),
	WORD(""),              WORD(""),                       WORD("photo"),      WORD("2"),
	WORD("QMA|QMB"),       WORD(""),                       WORD("letter"),     WORD("1"),
	WORD("not UTO"),       WORD("2027-03-01.."),           WORD("insurance"),  WORD(""),
	WORD("UTO"),           WORD("2026-01-01..2027-02-28"), WORD("old form"),   WORD("3"),
	WORD("XXA"),           WORD("2027-03-01"),             WORD("oath"),       WORD("0.5"),
};
static const struct reference_table tables[] = {
	{ "fees", REFERENCE_UNIQUE, 5, COUNT_OF(fees_cells) / 5, fees_cells },
	{ "steps", REFERENCE_FIRST, 6, COUNT_OF(steps_cells) / 6, steps_cells },
	{ "papers", REFERENCE_ALL, 4, COUNT_OF(papers_cells) / 4, papers_cells },
};
static const struct rule_table *built[COUNT_OF(tables)];

static bool type_of(void *context, struct str name, struct rule_type *out, struct str *meant)
{
	const struct str *all;
	size_t count;
	(void)meant;
	*out = (struct rule_type){ .kind = RULE_CODE, .list = name };
	return codes(context, name, &all, &count);
}

static void build_table(struct arena *kept, size_t at)
{
	static const struct table_source source = { .type_of = type_of, .codes = codes };
	const struct reference_table *table = &tables[at];
	struct rule_diagnostics diagnostics = { .arena = kept };
	const struct str **rows = ARENA_ARRAY(kept, const struct str *, table->rows);
	size_t *cells = ARENA_ARRAY(kept, size_t, table->rows);
	for (size_t i = 0; i < table->rows; i++) {
		rows[i] = table->cells + i * table->columns;
		cells[i] = table->columns;
	}
	struct table_rows all = { str_of(table->name), rows, cells, NULL, table->rows };
	built[at] = table_build(kept, str_of(table->name), (enum table_hit)table->hit, false, &all, &source, &diagnostics);
}

static const struct rule_table *table(void *context, struct str name, struct str *meant)
{
	(void)context;
	(void)meant;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		if (str_is(name, tables[i].name))
			return built[i];
	}
	return NULL;
}

/* ---- Calendar and zone */

static const struct rule_holiday holidays[] = {
	{ HOLIDAY_FIXED, { 2000, 1, 1 }, 0, WORD("New Year") },
	{ HOLIDAY_FIXED, { 2000, 2, 29 }, 0, WORD("Leap Day") },
	{ HOLIDAY_EASTER, { 0 }, -2, WORD("Good Friday") },
	{ HOLIDAY_EASTER, { 0 }, 1, WORD("Easter Monday") },
	{ HOLIDAY_LISTED, { 2027, 3, 10 }, 0, WORD("Feast") },
};
static const struct rule_calendar calendars[] = { { CALENDAR_WEEKEND, holidays, COUNT_OF(holidays), { 0 } }, { 0x30, holidays, 2, { 0 } } };

/* One hour east; from the last Sunday of March 2027 to that of October two. */
static int summer(void *context, int64_t ms)
{
	(void)context;
	return ms >= INT64_C(1806195600000) && ms < INT64_C(1824944400000) ? 120 : 60;
}

static int west(void *context, int64_t ms)
{
	(void)context;
	(void)ms;
	return -210;
}

void random_schema(struct arena *kept, struct random_world *world)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		build_table(kept, i);
	*world = (struct random_world){
		.schema = { .names = &case_names, .functions = host_functions, .function_count = COUNT_OF(host_functions),
		            .items_by_number = true, .codes = codes, .table = table },
		.reference = { .tables = tables, .table_count = COUNT_OF(tables), .functions = functions, .function_count = COUNT_OF(functions) },
	};
}

/* ---- Values */

static int64_t some_number(struct chance *c)
{
	static const int64_t odd[] = { 0, 1, -1, 500000, 333333, 999999999999, -999999999999, 1000000, 18000000, 17500000 };
	switch (chance_below(c, 6)) {
	case 0:
		return odd[chance_below(c, COUNT_OF(odd))];
	case 1:
		return (int64_t)chance_below(c, 2000000000) - 1000000000;
	case 2:
		return (int64_t)chance_below(c, 200) * 100000;
	default:
		return (int64_t)chance_below(c, 40) * RULE_UNIT;
	}
}

static struct date some_date(struct chance *c)
{
	static const struct date odd[] = { { 2024, 2, 29 }, { 2026, 12, 31 }, { 2027, 1, 31 }, { 2027, 3, 1 }, { 1, 1, 1 }, { 9999, 12, 31 },
		                           { 1900, 2, 28 }, { 2009, 3, 1 }, { 2009, 3, 2 }, { 2028, 2, 29 }, { 9999, 12, 28 } };
	if (chance_of(c, 15))
		return odd[chance_below(c, COUNT_OF(odd))];
	long near = REFERENCE_EPOCH + 20878 - 400 + (long)chance_below(c, 800); /* about 2027-03-01 */
	struct date day = reference_date(chance_of(c, 70) ? near : REFERENCE_EPOCH - 20000 + (long)chance_below(c, 45000));
	if (chance_of(c, 25))
		day.day = 0;
	if (!day.day && chance_of(c, 40))
		day.month = 0;
	return day;
}

static int64_t some_instant(struct chance *c)
{
	static const int64_t odd[] = { 1806195600000, 1824944400000, 1824941700000, 1806192000000, -62135596800000, 253402300740000, 0 };
	if (chance_of(c, 20))
		return odd[chance_below(c, COUNT_OF(odd))];
	return INT64_C(1803859200000) + ((int64_t)chance_below(c, 800000) - 400000) * 60000 + (chance_of(c, 10) ? 17000 : 0);
}

static struct rule_duration some_duration(struct chance *c)
{
	struct rule_duration out = { 0 };
	int sign = chance_of(c, 10) ? -1 : 1;
	if (chance_of(c, 40))
		out.months = sign * (int32_t)chance_below(c, chance_of(c, 10) ? 1300 : 30);
	if (chance_of(c, 40))
		out.days = sign * (int32_t)chance_below(c, 400);
	if (chance_of(c, 20))
		out.working_days = sign * (int32_t)chance_below(c, 40);
	if (chance_of(c, 30))
		out.minutes = sign * (int64_t)chance_below(c, 50) * (chance_of(c, 50) ? 1440 : 30);
	return out;
}

static struct str some_text(struct arena *arena, struct chance *c)
{
	static const char *const letters[] = { "a", "b", "c", "1", "9", " ", "é", "aa", "ab", "Z" };
	struct str out = STR("");
	for (size_t i = chance_below(c, 8); i; i--)
		out = str_format(arena, STR_FMT "%s", STR_ARG(out), letters[chance_below(c, COUNT_OF(letters))]);
	return out;
}

static struct rule_value some_value(struct arena *arena, struct chance *c, const struct rule_type *type, unsigned missing);

static struct rule_value some_record(struct arena *arena, struct chance *c, const struct rule_record *record, struct rule_object *object)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, record->count);
	for (size_t i = 0; i < record->count; i++)
		values[i] = some_value(arena, c, &record->members[i].type, 25);
	*object = (struct rule_object){ .record = record, .members = values };
	return rule_record_value(object);
}

static struct rule_value some_list(struct arena *arena, struct chance *c, const struct rule_type *item)
{
	struct rule_value *items = ARENA_ARRAY(arena, struct rule_value, 4);
	size_t count = chance_below(c, 4);
	for (size_t i = 0; i < count; i++)
		items[i] = some_value(arena, c, item, 0);
	return rule_list(items, count);
}

static struct rule_value some_value(struct arena *arena, struct chance *c, const struct rule_type *type, unsigned missing)
{
	struct rule_value out = { .kind = type->kind };
	const struct str *all;
	size_t count;
	if (chance_of(c, missing))
		return rule_missing(STR(""));
	switch (type->kind) {
	case RULE_TEXT:
		out.text = some_text(arena, c);
		break;
	case RULE_CODE:
		if (codes(NULL, type->list, &all, &count))
			out.text = all[chance_below(c, count)];
		break;
	case RULE_NUMBER:
		out.number = some_number(c);
		break;
	case RULE_MONEY:
		out.money.amount = some_number(c);
		memcpy(out.money.currency, chance_of(c, 5) ? "EUR" : "XTS", 4);
		break;
	case RULE_DATE:
		out.date = some_date(c);
		break;
	case RULE_DATETIME:
		out.ms = some_instant(c);
		break;
	case RULE_DURATION:
		out.duration = some_duration(c);
		break;
	case RULE_YESNO:
		out.yes = chance_of(c, 50);
		break;
	case RULE_LIST:
		return some_list(arena, c, type->item);
	default:
		return some_record(arena, c, type->record, ARENA_NEW(arena, struct rule_object));
	}
	return out;
}

static struct date whole_date(struct chance *c)
{
	struct date day = some_date(c);
	return day.day ? day : (struct date){ 2027, 3, 1 };
}

void random_values(struct arena *arena, struct chance *c, struct random_world *world)
{
	static int (*const offsets[])(void *, int64_t) = { NULL, summer, west };
	const struct rule_calendar *all[] = { NULL, &calendars[0], &calendars[1] };
	some_record(arena, c, &case_names, &world->names);
	world->environment = (struct rule_environment){ .names = &world->names, .today = whole_date(c), .now = some_instant(c),
		                                        .law_day = whole_date(c), .calendar = all[chance_below(c, 3)],
		                                        .offset = offsets[chance_below(c, 3)] };
	world->reference.environment = &world->environment;
}
