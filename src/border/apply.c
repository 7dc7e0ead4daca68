/* What a person without the papers needed could apply for: the pack's own rule of entry, asked again for each purpose of travel. */
#include "show.h"

#include <stdlib.h>


enum { ROWS_MOST = 12, PURPOSES_MOST = 32 };

struct apply_row {
	struct pack_entry entry;
	struct str purposes[PURPOSES_MOST];
	size_t count;
};

static bool same_answer(const struct pack_entry *a, const struct pack_entry *b)
{
	return a->need == b->need && str_equal(a->article.source, b->article.source);
}

static void add_purpose(struct apply_row *rows, size_t *count, const struct pack_entry *entry, struct str purpose)
{
	size_t at = 0;
	while (at < *count && !same_answer(&rows[at].entry, entry))
		at++;
	if (at == ROWS_MOST)
		return;
	if (at == *count)
		rows[(*count)++] = (struct apply_row){ .entry = *entry };
	if (rows[at].count < PURPOSES_MOST)
		rows[at].purposes[rows[at].count++] = purpose;
}

/* Purposes that the booth asks of whoever enters; being crew and asking for protection have ways of their own. */
static bool is_asked(struct str purpose)
{
	return !str_is(purpose, "crew") && !str_is(purpose, "protection") && !str_is(purpose, "border_errand") && !str_is(purpose, "return_home");
}

static int easiest_first(const void *a, const void *b)
{
	const struct apply_row *one = a, *two = b;
	if (one->entry.need != two->entry.need)
		return one->entry.need < two->entry.need ? -1 : 1;
	return one->entry.row < two->entry.row ? -1 : 1;
}

static size_t ask_rules(struct act *act, const struct opened *opened, struct apply_row *rows)
{
	const struct pack_list *purposes = pack_list(act->pack, STR("travel_purposes"));
	struct pack_facts facts = opened->subject.facts;
	size_t count = 0;
	for (size_t i = 0; purposes && i < purposes->count; i++) {
		struct pack_entry entry;
		facts.purpose = purposes->codes[i].code;
		if (is_asked(facts.purpose) && pack_entry_need(act->pack, &facts, opened->subject.today, &entry))
			add_purpose(rows, &count, &entry, facts.purpose);
	}
	if (count)
		qsort(rows, count, sizeof *rows, easiest_first);
	return count;
}

/* What the border gives by itself, and what another authority gives before the journey. */
static const struct { const char *words; bool here; } needs[] = {
	[NEED_NONE] = { WORDS("No visa is needed"), true },
	[NEED_ON_ARRIVAL] = { WORDS("Visa on arrival: it can be asked for here"), true },
	[NEED_AUTHORISATION] = { WORDS("Travel authorisation: applied for on the web, before the journey"), false },
	[NEED_TRANSIT_VISA] = { WORDS("Transit visa: applied for at a consulate, before the journey"), false },
	[NEED_VISA] = { WORDS("Visa: applied for at a consulate, before the journey"), false },
};

static bool lacks_papers(const struct opened *opened)
{
	const struct pack_category *category = opened->subject.verdict.category;
	return str_is(opened->inspection.direction, "entry") && category &&
	       (str_is(category->code, "undocumented") || ((category->may & MAY_TRANSIT) && !(category->may & MAY_ADMIT)));
}

static json_t *codes_of(const struct apply_row *row)
{
	json_t *out = json_array();
	for (size_t i = 0; i < row->count; i++)
		json_array_append_new(out, json_str(row->purposes[i]));
	return out;
}

json_t *show_apply_data(struct act *act, const struct opened *opened)
{
	struct apply_row *rows = ARENA_ARRAY(act->arena, struct apply_row, ROWS_MOST);
	json_t *out = json_array();
	size_t count = lacks_papers(opened) ? ask_rules(act, opened, rows) : 0;
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();
		json_put_str(one, "need", str_of(pack_need_name(rows[i].entry.need)));
		json_put_yesno(one, "here", needs[rows[i].entry.need].here);
		json_put_str(one, "article", rows[i].entry.article.source);
		json_put(one, "purposes", codes_of(&rows[i]));
		json_array_append_new(out, one);
	}
	return out;
}

static struct str purpose_words(struct act *act, const struct apply_row *row)
{
	struct str words[PURPOSES_MOST];
	for (size_t i = 0; i < row->count; i++)
		words[i] = show_code(act, "travel_purposes", row->purposes[i]);
	return str_join(act->arena, words, row->count, STR(", "));
}

/* The form that opens a case of the procedure that the pack names for what is given here, filled with what the document says; "" = none. */
static struct str begin_path(struct act *act, const struct opened *opened, enum pack_need need)
{
	const struct pack_value *name = need == NEED_ON_ARRIVAL ? pack_param(act->pack, STR("on_arrival_procedure"), opened->subject.today) : NULL;
	if (!name || name->kind != PACK_TEXT || !rights_have(act->actor.rights, CAN_CASES) || uuid_zero(opened->entry.id))
		return STR("");
	return str_format(act->arena, "/cases/begin/" STR_FMT "?inspection=" STR_FMT, STR_ARG(name->text), STR_ARG(uuid_str(act->arena, opened->entry.id)));
}

struct str show_arrival(struct act *act, const struct opened *opened)
{
	const struct subject *subject = &opened->subject;
	bool asks = str_is(subject->direction, "entry") && subject->verdict.entry_found && subject->verdict.entry.need == NEED_ON_ARRIVAL && !subject->permit && !opened->decided;
	return asks && !lacks_papers(opened) ? begin_path(act, opened, NEED_ON_ARRIVAL) : STR("");
}

json_t *show_apply(struct act *act, const struct opened *opened)
{
	struct apply_row *rows = ARENA_ARRAY(act->arena, struct apply_row, ROWS_MOST);
	json_t *out = json_object(), *list = json_array();
	size_t count = lacks_papers(opened) ? ask_rules(act, opened, rows) : 0;
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();
		json_put_str(one, "tone", needs[rows[i].entry.need].here ? STR("clear") : STR("info"));
		json_put_str(one, "word", lang_words(act->lang, needs[rows[i].entry.need].words));
		json_put_str(one, "purposes", purpose_words(act, &rows[i]));
		json_put_str(one, "href", begin_path(act, opened, rows[i].entry.need));
		json_put_str(one, "rule", pack_words(act->pack, lang_tag(act->lang), rows[i].entry.article));
		json_array_append_new(list, one);
	}
	json_put_yesno(out, "any", count != 0);
	json_put_str(out, "to", show_path(act, "/inspection/", opened->entry.id, "/purpose"));
	json_put(out, "purposes", show_codes(act, "travel_purposes", opened->inspection.purpose));
	json_put(out, "rows", list);
	return out;
}
