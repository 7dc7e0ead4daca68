#include "invent.h"

#include <string.h>

#include "table.h"

enum { PATTERN_DEPTH_MOST = 8, CODES_TRIED = 8 };

/* One of so many: by chance, or by the round. */
static size_t turn(const struct inventor *inventor, size_t many)
{
	if (!many)
		return 0;
	return inventor->random ? (size_t)random_below(inventor->random, many) : (size_t)inventor->round % many;
}

static bool perhaps(const struct inventor *inventor, unsigned percent)
{
	return inventor->random && random_below(inventor->random, 100) < percent;
}

static int between(const struct inventor *inventor, int least, int most)
{
	return least + (int)random_below(inventor->random, (uint64_t)(most - least + 1));
}

/* --- days --- */

static const struct { const char *name; int least, most, round; } known_dates[] = {
	{ "birth_date", -80 * 365, 0, -8000 }, { "issued", -9 * 365, -1, 30 }, { "expires", 30, 9 * 365, 1200 },
};

/* Days of a journey lie near each other: half of all dates are near another answer of the case. */
static bool near_another(const struct inventor *inventor, struct date *out)
{
	const char *name;
	json_t *answer;
	struct date found[20];
	size_t count = 0;
	json_object_foreach(json_object_get(inventor->flow->file, "answers"), name, answer)
		if (count < COUNT_OF(found) && json_string_length(answer) == 10 && date_parse(json_text(answer), &found[count]))
			count++;
	if (!count)
		return false;
	*out = date_of_days(date_days(found[turn(inventor, count)]) + between(inventor, -5, 60));
	return true;
}

static struct date random_day(const struct inventor *inventor, struct date today)
{
	static const int reaches[][2] = { { -30, 30 }, { 0, 200 }, { -400, 400 }, { 0, 30 } };
	struct date near;
	if (perhaps(inventor, 50) && near_another(inventor, &near))
		return near;
	size_t reach = turn(inventor, COUNT_OF(reaches));
	return date_of_days(date_days(today) + between(inventor, reaches[reach][0], reaches[reach][1]));
}

static struct date a_day(const struct inventor *inventor, struct str name)
{
	static const int days[INVENT_ROUNDS] = { 400, -400, 3000, 30, -30, 1, -1, 0, 100, -8000, 1200, 60 };
	struct date today = flow_today(inventor->flow);
	for (size_t i = 0; i < COUNT_OF(known_dates); i++)
		if (str_is(name, known_dates[i].name))
			return date_of_days(date_days(today) + (inventor->random ? between(inventor, known_dates[i].least, known_dates[i].most) : known_dates[i].round));
	if (inventor->random)
		return random_day(inventor, today);
	return date_of_days(date_days(today) + days[inventor->round]);
}

static json_t *a_date(const struct inventor *inventor, struct str name, bool partial)
{
	struct date day = a_day(inventor, name);
	if (partial && perhaps(inventor, 10)) {
		day.day = 0;
		day.month = perhaps(inventor, 50) ? 0 : day.month;
	}
	return str_json(date_str(inventor->flow->arena, day));
}

/* Noon of the day; by chance, an hour of it that is not yet to come. */
static json_t *a_datetime(const struct inventor *inventor)
{
	char text[TIME_TEXT];
	struct flow *flow = inventor->flow;
	if (perhaps(inventor, 60))
		return str_json(str_format(flow->arena, "%.16sZ", time_text(flow->now - between(inventor, 0, 3 * 1440) * INT64_C(60000), text).data));
	return str_json(str_format(flow->arena, STR_FMT "T12:00:00Z", STR_ARG(date_str(flow->arena, a_day(inventor, STR(""))))));
}

/* --- texts of a pattern --- */

struct pattern {
	const struct inventor *inventor;
	struct str text;
	size_t at;
	struct buf out;
	int depth;
};

static void alternatives(struct pattern *pattern);

static char look(const struct pattern *pattern)
{
	return pattern->at < pattern->text.len ? pattern->text.data[pattern->at] : 0;
}

static void of_class(struct pattern *pattern)
{
	char all[200];
	size_t count = 0;
	bool negated = look(pattern) == '^';
	for (; look(pattern) && look(pattern) != ']'; pattern->at++) {
		char first = look(pattern), last = pattern->at + 2 < pattern->text.len && pattern->text.data[pattern->at + 1] == '-' ? pattern->text.data[pattern->at + 2] : first;
		for (int c = first; c <= last && count < sizeof all; c++)
			all[count++] = (char)c;
		pattern->at += last != first ? 2 : 0;
	}
	pattern->at++;
	buf_c(&pattern->out, negated || !count ? 'x' : all[turn(pattern->inventor, count)]);
}

static void one_atom(struct pattern *pattern)
{
	char c = look(pattern);
	pattern->at++;
	if (c == '(') {
		alternatives(pattern);
		pattern->at += look(pattern) == ')';
	} else if (c == '[') {
		of_class(pattern);
	} else if (c == '\\') {
		char kind = look(pattern);
		pattern->at++;
		buf_c(&pattern->out, kind == 'd' || kind == 'w' ? (char)('0' + turn(pattern->inventor, 10)) : kind == 's' ? ' ' : kind);
	} else if (c != '^' && c != '$') {
		buf_c(&pattern->out, c == '.' ? 'a' : c);
	}
}

static int64_t times(struct pattern *pattern)
{
	size_t close, most;
	int64_t count = 1;
	char c = look(pattern);
	if (c == '*' || c == '?' || c == '+') {
		pattern->at++;
		return c == '+' ? 1 : (int64_t)turn(pattern->inventor, 2);
	}
	if (c != '{' || !str_find(str_slice(pattern->text, pattern->at, pattern->text.len), STR("}"), &close))
		return 1;
	struct str inside = str_slice(pattern->text, pattern->at + 1, pattern->at + close);
	pattern->at += close + 1;
	if (str_find(inside, STR(","), &most))
		inside = str_slice(inside, 0, most);
	return str_to_int(inside, &count) ? count : 1;
}

static void alternatives(struct pattern *pattern)
{
	if (pattern->depth++ > PATTERN_DEPTH_MOST)
		return;
	while (look(pattern) && look(pattern) != ')' && look(pattern) != '|') {
		size_t from = pattern->at, before = pattern->out.len;
		one_atom(pattern);
		size_t after = pattern->at;
		int64_t count = times(pattern);
		size_t end = pattern->at;
		pattern->out.len = count ? pattern->out.len : before;
		for (int64_t i = 1; i < count && i < 64 && after > from; i++) {
			pattern->at = from;
			one_atom(pattern);
		}
		pattern->at = end;
	}
	if (look(pattern) == '|') /* the first will do */
		while (look(pattern) && look(pattern) != ')')
			pattern->at++;
	pattern->depth--;
}

/* The pattern that a check of a field wants it to match. */
struct matched {
	struct str name, pattern;
	bool next;
};

static void pattern_of(void *context, const struct rule_used *used)
{
	struct matched *matched = context;
	if (used->use == RULE_USES_FUNCTION)
		matched->next = str_is(used->text, "matches") && str_equal(used->argument, matched->name);
	else if (used->use == RULE_USES_CODE && matched->next && !matched->pattern.len)
		matched->pattern = used->text;
}

static json_t *a_text(const struct inventor *inventor, const struct pack_asked *field)
{
	struct matched matched = { .name = field ? field->name : STR("") };
	for (size_t i = 0; field && inventor->random && i < field->check_count; i++)
		rule_walk(field->checks[i].rule.expression, pattern_of, &matched);
	if (!matched.pattern.len)
		return json_string("Sample");
	struct pattern pattern = { .inventor = inventor, .text = matched.pattern, .out = BUF_IN(inventor->flow->arena) };
	alternatives(&pattern);
	return str_json(buf_str(&pattern.out));
}

/* --- codes, numbers --- */

static json_t *a_code(const struct inventor *inventor, struct str name)
{
	const struct pack_list *list = pack_list(inventor->flow->host.pack, name);
	if (!list || !list->count)
		return json_string("sample");
	struct str code = list->codes[turn(inventor, list->count)].code;
	for (int i = 0; inventor->random && i < CODES_TRIED && !pack_code_valid(inventor->flow->host.pack, name, code, flow_law_day(inventor->flow)); i++)
		code = list->codes[turn(inventor, list->count)].code;
	return str_json(code);
}

static struct str a_number(const struct inventor *inventor, bool other_way)
{
	static const char *const numbers[INVENT_ROUNDS] = { "1", "2", "0", "10", "30", "90", "100", "1000", "5", "3", "50", "10000" };
	static const int reaches[] = { 3, 12, 100, 1000, 10000 };
	if (!inventor->random)
		return str_of(numbers[other_way ? INVENT_ROUNDS - 1 - inventor->round : inventor->round]);
	return str_format(inventor->flow->arena, "%d", between(inventor, 0, reaches[turn(inventor, COUNT_OF(reaches))]));
}

static json_t *of_kind(const struct inventor *inventor, const struct rule_type *type, struct str name, const struct pack_asked *field)
{
	struct arena *arena = inventor->flow->arena;
	switch (type->kind) {
	case RULE_DATE:
		return a_date(inventor, name, !field || field->partial || field->type == ASKED_PERSON);
	case RULE_DATETIME:
		return a_datetime(inventor);
	case RULE_NUMBER:
		return str_json(a_number(inventor, false));
	case RULE_MONEY:
		return str_json(str_format(arena, STR_FMT " " STR_FMT, STR_ARG(a_number(inventor, true)), STR_ARG(inventor->flow->host.pack->head.currency)));
	case RULE_DURATION:
		return str_json(str_format(arena, STR_FMT " days", STR_ARG(a_number(inventor, false))));
	case RULE_YESNO:
		return json_string(turn(inventor, 2) ? "no" : "yes");
	case RULE_CODE:
		return a_code(inventor, type->list.len ? type->list : field ? field->list : STR(""));
	default:
		return a_text(inventor, field);
	}
}

/* --- records, items --- */

static json_t *a_record(const struct inventor *inventor, const struct rule_record *record, const struct pack_asked *field)
{
	json_t *out = json_object();
	for (size_t i = 0; i < record->count; i++) {
		const struct rule_member *member = &record->members[i];
		if (member->type.kind != RULE_RECORD && member->type.kind != RULE_LIST)
			json_object_setn_new(out, member->name.data, member->name.len, of_kind(inventor, &member->type, member->name, field->type == ASKED_PERSON ? NULL : field));
	}
	return out;
}

/* A row of the pack's table, as a case keeps it. */
static json_t *a_row(const struct inventor *inventor, const struct pack_asked *field)
{
	struct flow *flow = inventor->flow;
	const struct rule_schema *schema = procedure_schema(flow->arena, flow->host.pack, flow->host.procedure, true);
	struct str meant;
	const struct rule_table *table = schema->table ? schema->table(schema->context, field->list, &meant) : NULL;
	if (!inventor->random || !table || !table_row_count(table))
		return a_record(inventor, field->rule_type.record, field);
	struct rule_value row = rule_record_value(table_row(table, turn(inventor, table_row_count(table))));
	json_t *out = json_of_value(flow, &row);
	return out ? out : json_object();
}

/* Ids of items of another list. */
static json_t *ids_of(const struct inventor *inventor, const struct pack_asked *field)
{
	json_t *items = json_object_getn(json_object_get(inventor->flow->file, "answers"), field->list.data, field->list.len);
	return json_incref(json_object_get(json_array_get(items, turn(inventor, json_array_size(items))), "id"));
}

static json_t *an_answer(const struct inventor *inventor, const struct pack_asked *field);

static json_t *an_item(const struct inventor *inventor, const struct pack_asked *field)
{
	json_t *out = json_object();
	for (size_t i = 0; i < field->item_count; i++) {
		const struct pack_asked *inner = &field->items[i];
		if (!inner->compute.expression && (inner->always || inner->required.expression || inner->need.count || perhaps(inventor, 60)))
			json_object_setn_new(out, inner->name.data, inner->name.len, an_answer(inventor, inner));
	}
	return out;
}

static json_t *a_list(const struct inventor *inventor, const struct pack_asked *field)
{
	json_t *out = json_array();
	for (size_t i = 0, count = 1 + turn(inventor, 3); i < count; i++) {
		json_t *item = an_item(inventor, field);
		json_object_set_new(item, "id", str_json(str_format(inventor->flow->arena, "%zu", i + 1)));
		json_array_append_new(out, item);
	}
	return out;
}

static json_t *one_answer(const struct inventor *inventor, const struct pack_asked *field, const struct rule_type *type)
{
	if (inventor->random && field->type == ASKED_ROW)
		return a_row(inventor, field);
	if (inventor->random && field->type == ASKED_CHOICES_OF)
		return ids_of(inventor, field);
	if (inventor->random && field->type == ASKED_GROUP)
		return an_item(inventor, field);
	return type->kind == RULE_RECORD && type->record ? a_record(inventor, type->record, field) : of_kind(inventor, type, field->name, field);
}

static json_t *an_answer(const struct inventor *inventor, const struct pack_asked *field)
{
	bool many = field->rule_type.kind == RULE_LIST;
	const struct rule_type *type = many && field->rule_type.item ? field->rule_type.item : &field->rule_type;
	if (field->missing.count && perhaps(inventor, 8)) {
		struct str reason = field->missing.items[turn(inventor, field->missing.count)];
		return json_pack("{s:s%}", "missing", reason.data, reason.len);
	}
	if (inventor->random && field->type == ASKED_LIST)
		return a_list(inventor, field);
	json_t *one = one_answer(inventor, field, type);
	if (field->type == ASKED_LIST)
		json_object_set_new(one, "id", json_string("1"));
	if (!many)
		return one;
	json_t *all = json_array();
	if (one)
		json_array_append_new(all, one);
	for (size_t more = inventor->random ? turn(inventor, 3) : 0; more && (one = one_answer(inventor, field, type)); more--)
		json_array_append_new(all, one);
	return all;
}

static const struct pack_asked *among(const struct pack_asked *fields, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(fields[i].name, name))
			return &fields[i];
	return NULL;
}

const struct pack_asked *invent_field(const struct pack_procedure *procedure, struct str path, struct str *member)
{
	struct str head;
	str_cut(&path, '.', &head);
	const struct pack_asked *field = among(procedure->fields, procedure->field_count, head);
	while (field && field->item_count && path.len) {
		str_cut(&path, '.', &head);
		if (head.len && ascii_digit(head.data[0]))
			str_cut(&path, '.', &head);
		field = among(field->items, field->item_count, head);
	}
	*member = path;
	return field;
}

/* A file for one paper; for all that the case calls for, where none is named. */
static json_t *the_papers(const struct inventor *inventor, const struct pack_asked *field, struct str name)
{
	struct flow_papers *papers = ARENA_NEW(inventor->flow->arena, struct flow_papers);
	struct error ignored;
	if (name.len)
		return one_answer(inventor, field, field->rule_type.item);
	json_t *out = json_array();
	for (size_t i = 0; flow_papers(inventor->flow, field, NULL, NULL, papers, &ignored) && i < papers->count; i++) {
		json_t *file = one_answer(inventor, field, field->rule_type.item), *more = answer_with_paper(out, &papers->items[i], file);
		json_decref(file);
		json_decref(out);
		out = more;
	}
	return out;
}

json_t *invent_at(struct inventor *inventor, struct str path)
{
	struct str member;
	const struct pack_asked *field = invent_field(inventor->flow->host.procedure, path, &member);
	if (!field || field->compute.expression)
		return NULL;
	if (field->type == ASKED_DOCUMENTS)
		return the_papers(inventor, field, member);
	const struct rule_record *record = field->rule_type.kind == RULE_RECORD ? field->rule_type.record : NULL;
	size_t at = member.len && record ? rule_member_index(record, member) : SIZE_MAX;
	if (!member.len)
		return an_answer(inventor, field);
	if (at == SIZE_MAX)
		return NULL;
	struct str name = record->members[at].type.kind == RULE_DATE && !inventor->random ? STR("birth_date") : record->members[at].name;
	return of_kind(inventor, &record->members[at].type, name, field->type == ASKED_PERSON ? NULL : field);
}
