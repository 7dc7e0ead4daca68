#include "compile.h"

#include "arena.h"

/* Lookups. Packs are small (a few hundred rows a kind) and asked a few dozen times a crossing: a walk is fast enough, and cannot be wrong. */

bool pack_span_holds(struct pack_span span, struct date day)
{
	if (date_empty(day))
		return true;
	return (date_empty(span.from) || date_compare(day, span.from) >= 0) && (date_empty(span.until) || date_compare(day, span.until) <= 0);
}

struct str pack_words(const struct pack *pack, struct str language, struct words words)
{
	const struct pack_translations *translations = words.of ? words.of : pack->translations;
	for (size_t i = 0; translations && words.number && i < translations->count; i++) {
		if (!str_equal(translations->languages[i], language))
			continue;
		struct str text = words.number <= translations->words ? translations->texts[i][words.number - 1] : STR("");
		return text.len ? text : words.source;
	}
	return words.source;
}

struct str pack_cell_words(const struct pack *pack, struct str language, struct str source)
{
	for (size_t i = 0; i < pack->table_count; i++)
		for (size_t cell = 0; cell < pack->tables[i].cell_count; cell++)
			if (str_equal(pack->tables[i].cells[cell].source, source))
				return pack_words(pack, language, pack->tables[i].cells[cell]);
	return source;
}

static struct words entry_article(const struct pack *pack, struct str article)
{
	for (size_t i = 0; i < pack->table_count; i++)
		for (size_t row = 0; pack->tables[i].entries && row < table_row_count(pack->tables[i].table); row++)
			if (str_equal(pack->tables[i].entries[row].article.source, article))
				return pack->tables[i].entries[row].article;
	return (struct words){ .source = article };
}

struct str pack_article(const struct pack *pack, struct str language, struct str article)
{
	for (size_t i = 0; i < pack->check_count; i++) {
		if (str_equal(pack->checks[i].law.source, article))
			return pack_words(pack, language, pack->checks[i].law);
		if (str_equal(pack->checks[i].rule.source, article))
			return pack_words(pack, language, pack->checks[i].rule);
	}
	for (size_t i = 0; i < pack->watchlist_count; i++)
		if (str_equal(pack->watchlists[i].law.source, article))
			return pack_words(pack, language, pack->watchlists[i].law);
	for (size_t i = 0; i < pack->peak_mode_count; i++)
		if (str_equal(pack->peak_modes[i].law.source, article))
			return pack_words(pack, language, pack->peak_modes[i].law);
	for (size_t i = 0; i < pack->category_count; i++)
		if (str_equal(pack->categories[i].law.source, article))
			return pack_words(pack, language, pack->categories[i].law);
	return pack_words(pack, language, entry_article(pack, article));
}

const struct pack_list *pack_list(const struct pack *pack, struct str name)
{
	for (size_t i = 0; i < pack->list_count; i++)
		if (str_equal(pack->lists[i].name, name))
			return &pack->lists[i];
	return NULL;
}

const struct pack_code *pack_code(const struct pack *pack, struct str list, struct str code)
{
	const struct pack_list *found = pack_list(pack, list);
	for (size_t i = 0; found && i < found->count; i++)
		if (str_equal(found->codes[i].code, code))
			return &found->codes[i];
	return NULL;
}

bool pack_code_valid(const struct pack *pack, struct str list, struct str code, struct date day)
{
	const struct pack_list *found = pack_list(pack, list);
	for (size_t i = 0; found && i < found->count; i++)
		if (str_equal(found->codes[i].code, code) && pack_span_holds(found->codes[i].span, day))
			return true;
	return false;
}

struct str pack_code_words(const struct pack *pack, struct str language, struct str list, struct str code)
{
	const struct pack_code *found = pack_code(pack, list, code);
	return found ? pack_words(pack, language, found->words) : code;
}

const struct pack_value *pack_param(const struct pack *pack, struct str name, struct date day)
{
	const struct pack_value *found = NULL;
	for (size_t i = 0; i < pack->param_count; i++)
		for (size_t j = 0; str_equal(pack->params[i].name, name) && j < pack->params[i].count; j++) {
			const struct pack_value *value = &pack->params[i].values[j];
			if (pack_span_holds(value->span, day) && (!found || date_compare(value->span.from, found->span.from) > 0))
				found = value;
		}
	return found;
}

int64_t pack_param_ms(const struct pack *pack, struct str name, struct date day, int64_t otherwise)
{
	static const struct { const char *unit; int64_t minutes; } units[] = { { "minutes", 1 }, { "hours", 60 }, { "days", 1440 }, { "weeks", 10080 } };
	const struct pack_value *value = pack_param(pack, name, day);
	for (size_t i = 0; value && value->kind == PACK_DURATION && i < COUNT_OF(units); i++)
		if (str_is(value->unit, units[i].unit))
			return value->micro / 1000000 * units[i].minutes * 60000;
	return otherwise;
}

const struct pack_calendar *pack_calendar(const struct pack *pack, struct str name)
{
	struct str wanted = name.len ? name : pack->head.calendar;
	for (size_t i = 0; i < pack->calendar_count; i++)
		if (str_equal(pack->calendars[i].name, wanted))
			return &pack->calendars[i];
	return NULL;
}

bool pack_working_day(const struct pack_calendar *calendar, struct date day)
{
	return calendar_is_working_day(calendar->rule, day);
}

/* The first row of a code that is in force on the day; the code stands first in each of these structs. */
#define IN_FORCE(pack, items, count, wanted, day)                                                              \
	for (size_t i_ = 0; i_ < (pack)->count; i_++)                                                           \
		if (str_equal((pack)->items[i_].code, wanted) && pack_span_holds((pack)->items[i_].span, day))  \
			return &(pack)->items[i_];                                                              \
	return NULL

#define BY_CODE(pack, items, count, wanted)                       \
	for (size_t i_ = 0; i_ < (pack)->count; i_++)             \
		if (str_equal((pack)->items[i_].code, wanted))    \
			return &(pack)->items[i_];                \
	return NULL

const struct pack_post *pack_post(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, posts, post_count, code, day);
}

const struct pack_lane *pack_lane(const struct pack_post *post, int number)
{
	for (size_t i = 0; i < post->count; i++)
		if (post->lanes[i].number == number)
			return &post->lanes[i];
	return NULL;
}

const struct pack_bloc *pack_bloc(const struct pack *pack, struct str code)
{
	BY_CODE(pack, blocs, bloc_count, code);
}

bool pack_bloc_member(const struct pack *pack, struct str bloc, struct str country, struct date day)
{
	const struct pack_bloc *found = pack_bloc(pack, bloc);
	for (size_t i = 0; found && i < found->count; i++)
		if (str_equal(found->members[i].country, country) && pack_span_holds(found->members[i].span, day))
			return true;
	return false;
}

const struct pack_stay_rule *pack_stay_rule(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, stay_rules, stay_rule_count, code, day);
}

const struct pack_category *pack_category_of(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, categories, category_count, code, day);
}

const struct pack_role *pack_role(const struct pack *pack, struct str code)
{
	BY_CODE(pack, roles, role_count, code);
}

bool pack_role_has(const struct pack *pack, struct str role, struct str right)
{
	const struct pack_role *found = pack_role(pack, role);
	for (size_t i = 0; found && i < found->rights.count; i++)
		if (str_equal(found->rights.items[i], right))
			return true;
	return false;
}

const struct pack_purpose *pack_purpose(const struct pack *pack, struct str code)
{
	BY_CODE(pack, purposes, purpose_count, code);
}

const struct pack_purpose *pack_purpose_for(const struct pack *pack, struct str task)
{
	for (size_t i = 0; i < pack->purpose_count; i++)
		for (size_t j = 0; j < pack->purposes[i].tasks.count; j++)
			if (str_equal(pack->purposes[i].tasks.items[j], task))
				return &pack->purposes[i];
	return NULL;
}

const struct pack_watchlist *pack_watchlist(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, watchlists, watchlist_count, code, day);
}

const struct pack_peak_mode *pack_peak_mode(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, peak_modes, peak_mode_count, code, day);
}

static const struct pack_check *check_exactly(const struct pack *pack, struct str code, struct date day)
{
	IN_FORCE(pack, checks, check_count, code, day);
}

const struct pack_check *pack_check(const struct pack *pack, struct str code, struct date day)
{
	const struct pack_check *found = check_exactly(pack, code, day);
	while (!found && code.len) {
		while (code.len && code.data[code.len - 1] != '.')
			code.len--;
		code.len -= code.len > 0;
		found = check_exactly(pack, code, day);
	}
	return found;
}

static const struct {
	enum pack_mode mode;
	const char *name;
} modes[] = { { MODE_LAND, "land" }, { MODE_SEA, "sea" }, { MODE_AIR, "air" }, { MODE_RAIL, "rail" } };

const char *pack_mode_name(enum pack_mode mode)
{
	for (size_t i = 0; i < COUNT_OF(modes); i++)
		if (modes[i].mode == mode)
			return modes[i].name;
	return "";
}

bool pack_mode_parse(struct str name, enum pack_mode *out)
{
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		if (!str_is(name, modes[i].name))
			continue;
		*out = modes[i].mode;
		return true;
	}
	return false;
}
