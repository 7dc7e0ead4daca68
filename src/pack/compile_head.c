#include "compile.h"

#include "arena.h"

/* pack.lim: the head, calendars, security. lists.lim and params.lim. */

static void compile_emblem(struct compiler *compiler, const struct line *head)
{
	const struct line *line = first_child(head, KEY_EMBLEM);
	if (!line)
		return;
	struct str path = text_at(compiler, line, 0);
	const struct pack_file *file = source_file(compiler->source, path);
	if (!file) {
		complain(compiler, line, 1, "P340", "the pack has no file of this name", path, "put the SVG file into the pack's folder", STR(""));
		return;
	}
	static const char *const unsafe[] = { "<script", "<!DOCTYPE", "<!ENTITY", "<foreignObject", "href=", "url(", " on", "<style", "<?" };
	for (size_t i = 0; i < COUNT_OF(unsafe); i++) {
		size_t at;
		if (str_find(file->bytes, str_of(unsafe[i]), &at))
			complain(compiler, line, 1, "P341", "the emblem holds more than shapes", str_of(unsafe[i]),
			         "use paths, circles, rectangles and groups only, without scripts, styles or references", STR(""));
	}
	if (file->bytes.len > 65536 || !str_starts(file->bytes, STR("<svg")))
		complain(compiler, line, 1, "P341", "the emblem is no SVG drawing of at most 64 kB", path, "begin the file with <svg", STR(""));
	compiler->pack->head.emblem = str_copy(compiler->arena, file->bytes);
	compiler->pack->head.emblem_words = words_at(compiler, line, 1);
}

static void compile_identity_lines(struct compiler *compiler, const struct line *line)
{
	struct pack_head *head = &compiler->pack->head;
	head->code = text_at(compiler, line, 0);
	head->name = words_at(compiler, line, 1);
	head->country = text_below(compiler, line, KEY_COUNTRY);
	head->authority = words_below(compiler, line, KEY_AUTHORITY);
	head->version = text_below(compiler, line, KEY_VERSION);
	const struct line *from = first_child(line, KEY_PACK_FROM);
	if (from)
		head->from = date_at(compiler, from, 0);
	head->language = text_below(compiler, line, KEY_LANGUAGE);
	const struct line *languages = first_child(line, KEY_LANGUAGES);
	if (languages)
		head->languages = names_at(compiler, languages, 0);
	head->desk_languages = names_below(compiler, line, KEY_DESK_LANGUAGES);
	head->currency = text_below(compiler, line, KEY_CURRENCY);
	head->zone = text_below(compiler, line, KEY_HEAD_ZONE);
	head->calendar = text_below(compiler, line, KEY_HEAD_CALENDAR);
	head->cover = text_below(compiler, line, KEY_COVER);
	head->foil = text_below(compiler, line, KEY_FOIL);
	if (!head->cover.len)
		head->cover = STR("#10333f");
	if (!head->foil.len)
		head->foil = STR("#dcbb78");
	compile_emblem(compiler, line);
}

/* ---- Calendars ---- */

static void compile_dates(struct compiler *compiler, const struct line *line, struct pack_holiday *out)
{
	struct pack_names texts = names_at(compiler, line, 6);
	struct date *dates = ARENA_ARRAY(compiler->arena, struct date, texts.count);
	for (size_t i = 0; i < texts.count; i++)
		if (!date_parse(texts.items[i], &dates[i]))
			dates[i] = (struct date){ 0 };
	out->kind = PACK_HOLIDAY_LISTED;
	out->dates = dates;
	out->count = texts.count;
}

/* Arguments: 0 words, 1 fixed, 2 its month and day, 3 easter, 4 its offset, 5 listed, 6 its dates. */
static void compile_holiday(struct compiler *compiler, const struct line *line, struct pack_holiday *out)
{
	out->words = words_at(compiler, line, 0);
	if (given(line, 1) + given(line, 3) + given(line, 5) != 1) {
		complain(compiler, line, 0, "P013", "the line does not say when the holiday is", STR(""),
		         "write one of: fixed 03-17, easter 1, listed 2027-09-20, 2028-09-18", STR(""));
		return;
	}
	if (given(line, 1)) {
		struct str text = text_at(compiler, line, 2);
		out->kind = PACK_HOLIDAY_FIXED;
		out->month = (text.data[0] - '0') * 10 + text.data[1] - '0';
		out->day = (text.data[3] - '0') * 10 + text.data[4] - '0';
	} else if (given(line, 3)) {
		out->kind = PACK_HOLIDAY_EASTER;
		out->offset = integer_at(compiler, line, 4);
	} else {
		compile_dates(compiler, line, out);
	}
}

static const struct rule_calendar *rule_calendar_of(struct compiler *compiler, const struct pack_calendar *calendar)
{
	size_t count = 0;
	for (size_t i = 0; i < calendar->count; i++)
		count += calendar->holidays[i].kind == PACK_HOLIDAY_LISTED ? calendar->holidays[i].count : 1;
	struct rule_holiday *days = ARENA_ARRAY(compiler->arena, struct rule_holiday, count);
	struct rule_calendar *out = ARENA_NEW(compiler->arena, struct rule_calendar);
	size_t n = 0;
	for (size_t i = 0; i < calendar->count; i++) {
		const struct pack_holiday *holiday = &calendar->holidays[i];
		struct rule_holiday day = { .name = holiday->words.source, .after_easter = holiday->offset };
		day.kind = holiday->kind == PACK_HOLIDAY_EASTER ? HOLIDAY_EASTER : HOLIDAY_FIXED;
		day.day = (struct date){ 2000, (int8_t)holiday->month, (int8_t)holiday->day };
		if (holiday->kind != PACK_HOLIDAY_LISTED) {
			days[n++] = day;
			continue;
		}
		for (size_t j = 0; j < holiday->count; j++) {
			day.kind = HOLIDAY_LISTED;
			day.day = holiday->dates[j];
			days[n++] = day;
		}
	}
	*out = (struct rule_calendar){ .holidays = days, .holiday_count = n, .known_until = calendar->known_until };
	for (int day = 0; day < 7; day++)
		out->weekend |= (uint8_t)(calendar->weekend[day] << day);
	return out;
}

static void compile_calendar(struct compiler *compiler, const struct line *line, struct pack_calendar *out)
{
	static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
	out->name = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	const struct line *weekend = first_child(line, KEY_WEEKEND);
	struct pack_names names = weekend ? names_at(compiler, weekend, 0) : (struct pack_names){ NULL, 0 };
	for (size_t i = 0; i < names.count; i++)
		for (int day = 0; day < 7; day++)
			out->weekend[day] |= str_is(names.items[i], days[day]);
	struct pack_holiday *holidays = ARENA_ARRAY(compiler->arena, struct pack_holiday, count_children(line, KEY_HOLIDAY));
	for (const struct line *child = first_child(line, KEY_HOLIDAY); child; child = next_same(child))
		compile_holiday(compiler, child, &holidays[out->count++]);
	out->holidays = holidays;
	const struct line *known = first_child(line, KEY_KNOWN);
	if (known)
		out->known_until = date_at(compiler, known, 1);
	out->rule = rule_calendar_of(compiler, out);
}

static void compile_security(struct compiler *compiler, const struct line *line)
{
	struct pack_security *security = &compiler->pack->security;
	const struct line *idle = first_child(line, KEY_IDLE), *absolute = first_child(line, KEY_ABSOLUTE);
	const struct line *lock = first_child(line, KEY_LOCK), *password = first_child(line, KEY_PASSWORD);
	security->idle = idle ? minutes_at(compiler, idle, 0) : 0;
	security->absolute = absolute ? minutes_at(compiler, absolute, 0) : 0;
	security->lock = lock ? minutes_at(compiler, lock, 0) : 0;
	security->lock_tries = lock ? integer_at(compiler, lock, 2) : 0;
	security->password_length = password ? integer_at(compiler, password, 0) : 0;
	if (lock && (security->lock_tries < 3 || security->lock_tries > 20))
		complain(compiler, lock, 0, "P116", "the number of tries is not sensible", STR(""), "use 3 to 20", STR(""));
	if (password && (security->password_length < 8 || security->password_length > 64))
		complain(compiler, password, 0, "P116", "the length of passwords is not sensible", STR(""), "use 8 to 64 characters", STR(""));
	if (idle && absolute && security->idle > security->absolute)
		complain(compiler, idle, 0, "P116", "a session would end before it is idle", STR(""), "make 'idle' shorter than 'absolute'", STR(""));
}

void compile_head(struct compiler *compiler)
{
	struct line *line;
	for EACH_TOP(compiler, KEY_PACK, line)
		compile_identity_lines(compiler, line);
	for EACH_TOP(compiler, KEY_SECURITY, line)
		compile_security(compiler, line);
	struct pack_calendar *calendars = ARENA_ARRAY(compiler->arena, struct pack_calendar, count_top(compiler, KEY_CALENDAR));
	for EACH_TOP(compiler, KEY_CALENDAR, line)
		compile_calendar(compiler, line, &calendars[compiler->pack->calendar_count++]);
	compiler->pack->calendars = calendars;
}

/* ---- Lists and params ---- */

static void compile_list(struct compiler *compiler, const struct line *line, struct pack_list *out)
{
	struct pack_code *codes = ARENA_ARRAY(compiler->arena, struct pack_code, count_children(line, KEY_CODE));
	out->name = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	for (const struct line *child = first_child(line, KEY_CODE); child; child = next_same(child)) {
		struct pack_code *code = &codes[out->count++];
		code->code = text_at(compiler, child, 0);
		code->words = words_at(compiler, child, 1);
		code->has_score = given(child, 2);
		code->score = integer_at(compiler, child, 2);
		code->span = span_at(compiler, child, 4, 6);
	}
	out->codes = codes;
}

static enum pack_value_kind value_kind(struct str first, struct str unit, const struct token *token)
{
	struct date date;
	if (token->kind == TOKEN_CODE)
		return PACK_TEXT;
	if (str_is(first, "yes") || str_is(first, "no"))
		return PACK_YES_NO;
	if (unit.len)
		return unit.len == 3 && ascii_upper(unit.data[0]) ? PACK_MONEY : PACK_DURATION;
	return date_parse(first, &date) && date_whole(date) ? PACK_DATE : PACK_NUMBER;
}

void value_at(struct compiler *compiler, const struct line *line, int at, struct pack_value *out)
{
	const struct argument *argument = &line->arguments[at];
	const struct token *token = &line->tokens[argument->from];
	struct str first = str_copy(compiler->arena, token_value(compiler->scratch, token)), unit = STR("");
	if (argument->to - argument->from > 1)
		unit = line->tokens[argument->from + 1].raw;
	out->kind = value_kind(first, unit, token);
	out->text = out->kind == PACK_TEXT ? first : STR("");
	if (out->kind == PACK_YES_NO)
		out->micro = str_is(first, "yes");
	if (out->kind == PACK_DATE)
		out->date = date_at(compiler, line, at);
	if (out->kind == PACK_MONEY)
		out->unit = str_copy(compiler->arena, unit);
	if (out->kind == PACK_DURATION)
		out->unit = argument->to - argument->from == 3 ? STR("working days") :
		            str_ends(unit, STR("s")) ? str_copy(compiler->arena, unit) :
		            str_format(compiler->arena, STR_FMT "s", STR_ARG(unit));
	if ((out->kind == PACK_NUMBER || out->kind == PACK_MONEY || out->kind == PACK_DURATION) &&
	    !rule_number_parse(first, &out->micro))
		complain(compiler, line, argument->from, "P116", "this number is out of range", first, "use at most 12 digits", STR(""));
}

static void compile_value(struct compiler *compiler, const struct line *line, struct pack_value *out)
{
	value_at(compiler, line, 0, out);
	out->span = span_at(compiler, line, 2, 4);
}

static void compile_param(struct compiler *compiler, const struct line *line, struct pack_param *out)
{
	struct pack_value *values = ARENA_ARRAY(compiler->arena, struct pack_value, count_children(line, KEY_VALUE));
	out->name = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	for (const struct line *child = first_child(line, KEY_VALUE); child; child = next_same(child)) {
		compile_value(compiler, child, &values[out->count]);
		if (out->count && values[out->count].kind != values[0].kind)
			complain(compiler, child, 0, "P117", "this value is of another kind than the first", STR(""),
			         "give all values of a figure in one kind", STR(""));
		out->count++;
	}
	out->values = values;
}

void compile_lists(struct compiler *compiler)
{
	struct line *line;
	struct pack *pack = compiler->pack;
	struct pack_list *lists = ARENA_ARRAY(compiler->arena, struct pack_list, count_top(compiler, KEY_LIST));
	for EACH_TOP(compiler, KEY_LIST, line)
		compile_list(compiler, line, &lists[pack->list_count++]);
	pack->lists = lists;
	struct pack_param *params = ARENA_ARRAY(compiler->arena, struct pack_param, count_top(compiler, KEY_PARAM));
	for EACH_TOP(compiler, KEY_PARAM, line)
		compile_param(compiler, line, &params[pack->param_count++]);
	pack->params = params;
}
