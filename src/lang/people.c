/* Dates, times, ages and numbers in sentences for people. */
#include <assert.h>

#include "arena.h"
#include "inside.h"

enum { MINUTE_MS = 60000, HOUR_MINUTES = 60, DAY_MINUTES = 1440 };

static struct str written(const struct lang *lang, struct arena *arena, struct date date, bool is_short)
{
	const struct shape *shape = &lang->shape;
	struct buf out = BUF_IN(arena);
	if (date.year == 0)
		return lang_words(lang, WORDS("not known"));
	if (date.month == 0)
		shape_digits(shape, &out, (uint64_t)date.year, 1);
	else if (date.day == 0)
		shape_date(shape, &out, is_short ? shape->month_short_pattern : shape->month_pattern, date);
	else
		shape_date(shape, &out, is_short ? shape->day_short_pattern : shape->day_pattern, date);
	return buf_str(&out);
}

struct str lang_date(const struct lang *lang, struct arena *arena, struct date date)
{
	return written(lang, arena, date, false);
}

struct str lang_date_short(const struct lang *lang, struct arena *arena, struct date date)
{
	return written(lang, arena, date, true);
}

struct str lang_weekday(const struct lang *lang, struct date date)
{
	return lang->shape.weekdays[date_weekday(date)];
}

struct str lang_month_short(const struct lang *lang, int month)
{
	assert(month >= 1 && month <= 12);
	return lang->shape.months_short_alone[month - 1];
}

struct str lang_time(const struct lang *lang, struct arena *arena, const struct lang_zone *zone, int64_t ms)
{
	struct buf out = BUF_IN(arena);
	int minutes = lang_zone_minutes(zone, ms);
	shape_digits(&lang->shape, &out, (uint64_t)(minutes / 60), 2);
	buf_c(&out, ':');
	shape_digits(&lang->shape, &out, (uint64_t)(minutes % 60), 2);
	return buf_str(&out);
}

struct str lang_date_time(const struct lang *lang, struct arena *arena, const struct lang_zone *zone, int64_t ms)
{
	return LANG_FILL(arena, lang_words(lang, WORDS("{date}, {time}")),
	                 { "date", lang_date(lang, arena, lang_zone_day(zone, ms)) },
	                 { "time", lang_time(lang, arena, zone, ms) });
}

struct str lang_duration(const struct lang *lang, struct arena *arena, int64_t ms)
{
	int64_t minutes = ms < 0 ? 0 : ms / MINUTE_MS;
	if (minutes == 0)
		return lang_words(lang, WORDS("less than 1 min"));
	if (minutes < HOUR_MINUTES)
		return lang_count(lang, arena, minutes, WORDS_MANY("{count} min", "{count} min"));
	if (minutes >= 2 * DAY_MINUTES)
		return lang_count(lang, arena, minutes / DAY_MINUTES, WORDS_MANY("{count} day", "{count} days"));
	struct str hours = lang_number(lang, arena, minutes / HOUR_MINUTES);
	if (minutes % HOUR_MINUTES == 0)
		return LANG_FILL(arena, lang_words(lang, WORDS("{hours} h")), { "hours", hours });
	return LANG_FILL(arena, lang_words(lang, WORDS("{hours} h {minutes} min")), { "hours", hours },
	                 { "minutes", lang_number(lang, arena, minutes % HOUR_MINUTES) });
}

struct str lang_age(const struct lang *lang, struct arena *arena, struct date born, struct date on)
{
	int least, most;
	if (!date_age(born, on, &least, &most))
		return lang_words(lang, WORDS("not known"));
	struct str low = lang_number(lang, arena, least), high = lang_number(lang, arena, most);
	if (least == most)
		return low;
	struct str sentence = most == least + 1 ? lang_words(lang, WORDS("{least} or {most}"))
	                                        : lang_words(lang, WORDS("between {least} and {most}"));
	return LANG_FILL(arena, sentence, { "least", low }, { "most", high });
}

struct str lang_decimal(const struct lang *lang, struct arena *arena, int64_t value, int decimals)
{
	struct buf out = BUF_IN(arena);
	shape_number(&lang->shape, &out, value, decimals);
	return buf_str(&out);
}

struct str lang_number(const struct lang *lang, struct arena *arena, int64_t value)
{
	return lang_decimal(lang, arena, value, 0);
}

struct str lang_percent(const struct lang *lang, struct arena *arena, int64_t value, int decimals)
{
	struct str parts[] = { lang->shape.percent_before, lang_decimal(lang, arena, value, decimals),
		               lang->shape.percent_after };
	return str_join(arena, parts, COUNT_OF(parts), STR(""));
}

struct str lang_list(const struct lang *lang, struct arena *arena, const struct str *items, size_t count)
{
	struct str list = count ? items[0] : STR("");
	for (size_t i = 1; i < count; i++) {
		struct str sentence = i + 1 < count ? lang_words(lang, WORDS("{some}, {next}"))
		                                    : lang_words(lang, WORDS("{some} and {last}"));
		list = LANG_FILL(arena, sentence, { "some", list }, { "next", items[i] }, { "last", items[i] });
	}
	return list;
}
