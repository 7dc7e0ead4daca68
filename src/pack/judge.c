#include "compile.h"

#include "arena.h"

/* What the law foresees for a crossing. Pure: an arena of its own for each question, nothing kept. */

const char *pack_need_name(enum pack_need need)
{
	static const char *const names[] = { [NEED_NONE] = "none", [NEED_ON_ARRIVAL] = "on_arrival", [NEED_AUTHORISATION] = "authorisation",
		                             [NEED_TRANSIT_VISA] = "transit_visa", [NEED_VISA] = "visa" };
	return names[need];
}

const struct pack_table *pack_table(const struct pack *pack, struct str name)
{
	for (size_t i = 0; i < pack->table_count; i++)
		if (str_equal(pack->tables[i].name, name))
			return &pack->tables[i];
	return NULL;
}

/* ---- Entry ---- */

/* One way of asking the table: of several papers at hand, one of each kind. */
struct asking {
	struct str answers[ENTRY_QUESTIONS];
};

static bool row_of(const struct pack_table *table, const struct rule_object *found, size_t *row)
{
	for (size_t i = 0; i < table_row_count(table->table); i++) {
		if (table_row(table->table, i) != found)
			continue;
		*row = i;
		return true;
	}
	return false;
}

static bool ask_once(struct arena *arena, const struct pack_table *table, const struct asking *asking, struct date day, struct pack_entry *out)
{
	struct rule_value values[TABLE_COLUMNS_MOST];
	const struct rule_object *const *rows;
	size_t count = table_asked_count(table->table), found, row;
	struct error err;
	for (size_t i = 0; i < count; i++) {
		struct str answer = asking->answers[table->questions[i]];
		values[i] = answer.len ? rule_code(answer) : rule_missing(STR(""));
	}
	if (!table_lookup(table->table, arena, values, count, day, &rows, &found, &err) || !found || !row_of(table, rows[0], &row))
		return false;
	*out = table->entries[row];
	out->nationality = asking->answers[ASKS_NATIONALITY];
	return true;
}

/* A code of several, or one empty one when there is none at all. */
static struct str code_at(const struct pack_codes *codes, size_t at)
{
	return at < codes->count ? codes->items[at] : STR("");
}

static size_t times(const struct pack_codes *codes)
{
	size_t count = codes->count < PACK_FACT_CODES ? codes->count : PACK_FACT_CODES;
	return count ? count : 1;
}

static bool better(const struct pack_entry *a, const struct pack_entry *b)
{
	return a->need != b->need ? a->need < b->need : a->row < b->row;
}

static bool ask_table(const struct pack_table *table, const struct pack_facts *facts, struct date day, struct pack_entry *out)
{
	struct arena *arena = arena_new(0);
	bool any = false;
	for (size_t n = 0; n < times(&facts->nationalities); n++)
		for (size_t r = 0; r < times(&facts->residence); r++)
			for (size_t v = 0; v < times(&facts->visas_of); v++) {
				struct asking asking = { { code_at(&facts->nationalities, n), facts->document_kind, facts->purpose,
					                   code_at(&facts->residence, r), code_at(&facts->visas_of, v) } };
				struct pack_entry entry;
				if (!ask_once(arena, table, &asking, day, &entry) || (any && !better(&entry, out)))
					continue;
				*out = entry;
				any = true;
			}
	arena_free(arena);
	return any;
}

bool pack_entry_need(const struct pack *pack, const struct pack_facts *facts, struct date day, struct pack_entry *out)
{
	const struct pack_table *table = pack_table(pack, STR("entry_rules"));
	for (size_t i = 0; i < facts->nationalities.count && i < PACK_FACT_CODES; i++) {
		if (!str_equal(facts->nationalities.items[i], pack->head.country))
			continue;
		*out = (struct pack_entry){ .need = NEED_NONE, .nationality = pack->head.country, .onward = PACK_NO };
		return true;
	}
	return table && table->entries && ask_table(table, facts, day, out);
}

/* ---- Category ---- */

/* The name of the fact as it stands in the condition, which lives as long as the pack. */
static void note_missing(struct pack_verdict *out, const struct pack_category *category, struct str field)
{
	size_t at;
	if (out->uncertain)
		return;
	out->uncertain = true;
	out->missing = category->when_text;
	if (field.len && str_find(category->when_text, field, &at))
		out->missing = str_slice(category->when_text, at, at + field.len);
}

static const struct pack_stay_rule *stay_of(const struct pack *pack, struct arena *arena, const struct pack_category *category,
                                            const struct pack_facts *facts, const struct pack_verdict *verdict, struct date day)
{
	if (category->stay_rule.len)
		return pack_stay_rule(pack, category->stay_rule, day);
	struct rule_value value = pack_eval(pack, arena, category->stay, facts, verdict->entry_found ? &verdict->entry : NULL, day);
	return value.kind == RULE_CODE ? pack_stay_rule(pack, value.text, day) : NULL;
}

void pack_category(const struct pack *pack, const struct pack_facts *facts, struct date day, struct pack_verdict *out)
{
	struct arena *arena = arena_new(0);
	*out = (struct pack_verdict){ .missing = STR("") };
	out->entry_found = pack_entry_need(pack, facts, day, &out->entry);
	for (size_t i = 0; i < pack->category_count && !out->category; i++) {
		const struct pack_category *category = &pack->categories[i];
		if (!pack_span_holds(category->span, day))
			continue;
		struct rule_value holds = pack_eval(pack, arena, category->when, facts, out->entry_found ? &out->entry : NULL, day);
		if (holds.kind != RULE_YESNO)
			note_missing(out, category, holds.field);
		else if (holds.yes)
			out->category = category;
	}
	if (out->category)
		out->stay = stay_of(pack, arena, out->category, facts, out, day);
	arena_free(arena);
}

/* ---- Refusal ---- */

static bool role_may_refuse(const struct pack *pack, const struct pack_names *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		for (size_t j = 0; j < pack->refusal.may.count; j++)
			if (str_equal(roles->items[i], pack->refusal.may.items[j]))
				return true;
	return false;
}

static bool is_citizen(const struct pack *pack, const struct pack_facts *facts)
{
	for (size_t i = 0; i < facts->nationalities.count && i < PACK_FACT_CODES; i++)
		if (str_equal(facts->nationalities.items[i], pack->head.country))
			return true;
	return false;
}

static const char *why_not(const struct pack *pack, struct arena *arena, const struct pack_facts *facts,
                           const struct pack_category *category, const struct pack_names *roles, struct date day)
{
	if (is_citizen(pack, facts))
		return "citizen";
	if (facts->protection_claim == PACK_YES)
		return "protection_claim";
	struct rule_value held = pack_eval(pack, arena, pack->refusal.not_when, facts, NULL, day);
	if (held.kind != RULE_YESNO || held.yes)
		return "protection_claim";
	if (!(category->may & MAY_REFUSE))
		return "category";
	return role_may_refuse(pack, roles) ? "" : "role";
}

void pack_may_refuse(const struct pack *pack, const struct pack_facts *facts, const struct pack_category *category,
                     const struct pack_names *roles, struct date day, struct pack_may_refuse *out)
{
	struct arena *arena = arena_new(0);
	*out = (struct pack_may_refuse){ .second = STR("") };
	out->why_not = why_not(pack, arena, facts, category, roles, day);
	out->may = !out->why_not[0];
	struct rule_value asked = { .kind = RULE_YESNO, .yes = true };
	if (pack->refusal.second_if)
		asked = pack_eval(pack, arena, pack->refusal.second_if, facts, NULL, day);
	if (asked.kind != RULE_YESNO || asked.yes)
		out->second = pack->refusal.second;
	arena_free(arena);
}

/* ---- Other tables ---- */

static struct rule_value asked_value(struct arena *arena, const struct rule_member *column, struct str text)
{
	struct rule_value value;
	if (column->type.kind == RULE_CODE || column->type.kind == RULE_TEXT)
		return text.len ? rule_code(text) : rule_missing(column->name);
	return rule_value_parse(arena, column->type.kind, text, &value) ? value : rule_missing(column->name);
}

size_t pack_table_lookup(struct arena *arena, const struct pack_table *table, const struct str *asked, size_t asked_count,
                         struct date day, struct pack_row *out, size_t size)
{
	struct rule_value values[TABLE_COLUMNS_MOST];
	const struct rule_object *const *rows;
	size_t count = table_asked_count(table->table), found;
	struct error err;
	for (size_t i = 0; i < count; i++)
		values[i] = asked_value(arena, &table_asked(table->table)[i], i < asked_count ? asked[i] : STR(""));
	if (!table_lookup(table->table, arena, values, count, day, &rows, &found, &err))
		return 0;
	const struct rule_record *record = table_record(table->table);
	for (size_t i = 0; i < found && i < size; i++) {
		struct str *cells = ARENA_ARRAY(arena, struct str, record->count);
		for (size_t j = 0; j < record->count; j++)
			cells[j] = rule_value_text(arena, &rows[i]->members[j]);
		out[i] = (struct pack_row){ cells, record->count };
	}
	return found;
}
