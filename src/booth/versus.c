/* A traveller and the list entries that may be of the same person, field beside field: for the second line. The entry is shown as the list in force
 * has it now; what was asked and found stands in the inspection. */
#include "booth.h"
#include "show.h"

#include "find.h"
#include "house.h"
#include "journal.h"
#include "watch.h"

enum { PARTS_MOST = 24, ENTRIES_MOST = 12 };

struct likeness {
	const char *icon, *word;
};

static const struct likeness likenesses[] = {
	[WATCH_UNKNOWN] = { "unk", WORDS("Unknown") },
	[WATCH_SAME] = { "eq", WORDS("Same") },
	[WATCH_CLOSE] = { "near", WORDS("Close") },
	[WATCH_DIFFERENT] = { "neq", WORDS("Different") },
};

static json_t *part(struct str text, const char *mark)
{
	json_t *out = json_object();
	json_put_str(out, "text", text);
	json_put(out, "mark", mark ? json_string(mark) : json_false());
	return out;
}

static json_t *whole(struct str text)
{
	json_t *out = json_array();
	json_array_append_new(out, part(text, NULL));
	return out;
}

static void add_row(struct act *act, json_t *rows, struct str what, json_t *left, json_t *right, enum watch_relation relation)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put(row, "left", left);
	json_put(row, "right", right);
	json_put_str(row, "likeness", str_of(likenesses[relation].icon));
	json_put_str(row, "word", lang_words(act->lang, likenesses[relation].word));
	json_put_yesno(row, "remark", false);
	json_array_append_new(rows, row);
}

/* ---- names: word by word ---- */

static size_t words_of(struct str name, struct str words[static PARTS_MOST])
{
	struct str word;
	size_t count = 0;
	while (count < PARTS_MOST && str_cut(&name, ' ', &word))
		if (word.len)
			words[count++] = word;
	return count;
}

static json_t *marked(struct act *act, struct str name, struct str other)
{
	struct str words[PARTS_MOST], others[PARTS_MOST];
	size_t count = words_of(name, words), other_count = words_of(other, others);
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		int best = 0;
		for (size_t k = 0; k < other_count; k++) {
			int score = watch_compare_names(words[i], others[k], act->arena);
			best = score > best ? score : best;
		}
		if (i)
			json_array_append_new(out, part(STR(" "), NULL));
		json_array_append_new(out, part(words[i], best == 1000 ? "same" : best >= WATCH_LEAST ? "differs" : NULL));
	}
	return out;
}

static void add_name(struct act *act, json_t *rows, struct str ours, const struct watch_entry *entry)
{
	const struct watch_name *nearest = NULL;
	int most = -1;
	for (size_t i = 0; i < entry->name_count; i++) {
		int score = watch_compare_names(ours, entry->names[i].text, act->arena);
		if (score > most) {
			most = score;
			nearest = &entry->names[i];
		}
	}
	if (!nearest || !ours.len)
		return;
	add_row(act, rows, lang_words(act->lang, WORDS("Name")), marked(act, ours, nearest->text), marked(act, nearest->text, ours),
	        most == 1000 ? WATCH_SAME : most >= WATCH_THRESHOLD ? WATCH_CLOSE : WATCH_DIFFERENT);
}

/* ---- other facts ---- */

static void add_sex(struct act *act, json_t *rows, struct str sex, enum watch_sex listed)
{
	static const char *const codes[] = { [WATCH_SEX_UNKNOWN] = "U", [WATCH_FEMALE] = "F", [WATCH_MALE] = "M", [WATCH_SEX_OTHER] = "X" };
	bool known = sex.len && !str_is(sex, "U") && listed != WATCH_SEX_UNKNOWN;
	add_row(act, rows, lang_words(act->lang, WORDS("Sex")), whole(show_sex(act, sex)), whole(show_sex(act, str_of(codes[listed]))),
	        !known ? WATCH_UNKNOWN : str_is(sex, codes[listed]) ? WATCH_SAME : WATCH_DIFFERENT);
}

static struct str countries(struct act *act, const struct str *codes, size_t count)
{
	struct str *words = ARENA_ARRAY(act->arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		words[i] = pack_code_words(act->pack, lang_tag(act->lang), STR("countries"), codes[i]);
	return count ? str_join(act->arena, words, count, STR(", ")) : lang_words(act->lang, WORDS("Not known"));
}

static void add_nationality(struct act *act, json_t *rows, const struct texts *ours, const struct watch_entry *entry)
{
	enum watch_relation relation = ours->count && entry->nationality_count ? WATCH_DIFFERENT : WATCH_UNKNOWN;
	for (size_t i = 0; i < ours->count; i++)
		for (size_t k = 0; k < entry->nationality_count; k++)
			if (str_equal(ours->items[i], entry->nationalities[k]))
				relation = WATCH_SAME;
	add_row(act, rows, lang_words(act->lang, WORDS("Nationality")), whole(countries(act, ours->items, ours->count)),
	        whole(countries(act, entry->nationalities, entry->nationality_count)), relation);
}

static void add_document(struct act *act, json_t *rows, const struct identity *identity, const struct watch_entry *entry)
{
	struct str *numbers = ARENA_ARRAY(act->arena, struct str, entry->document_count + 1u);
	enum watch_relation relation = identity->document_number.len && entry->document_count ? WATCH_DIFFERENT : WATCH_UNKNOWN;
	for (size_t i = 0; i < entry->document_count; i++) {
		numbers[i] = entry->documents[i].number;
		if (identity->document_number.len && str_equal(str_upper(act->arena, numbers[i]), identity->document_number))
			relation = WATCH_SAME;
	}
	struct str none = lang_words(act->lang, WORDS("Not known"));
	add_row(act, rows, lang_words(act->lang, WORDS("Document")), whole(identity->document_number.len ? identity->document_number : none),
	        whole(entry->document_count ? str_join(act->arena, numbers, entry->document_count, STR(", ")) : none), relation);
}

static json_t *rows_of(struct act *act, const struct identity *identity, const struct watch_entry *entry)
{
	json_t *rows = json_array();
	struct str name = str_trim(str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(identity->surname), STR_ARG(identity->given_names)));
	struct str born = date_empty(identity->born) ? lang_words(act->lang, WORDS("Not known")) : lang_date(act->lang, act->arena, identity->born);
	add_name(act, rows, name, entry);
	add_row(act, rows, lang_words(act->lang, WORDS("Born")), whole(born), whole(watch_births(act, entry)),
	        watch_born_relation(identity->born, entry->births, entry->birth_count));
	add_sex(act, rows, identity->sex, entry->sex);
	add_nationality(act, rows, &identity->nationalities, entry);
	add_document(act, rows, identity, entry);
	return rows;
}

/* ---- one hit ---- */

static struct str about(struct act *act, const struct pack_watchlist *list, const struct watch_entry *entry)
{
	struct str name = pack_words(act->pack, lang_tag(act->lang), list->words);
	struct str cited = entry->reference.len ? entry->reference : entry->id;
	struct str first = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{list}, reference {reference}.")), { "list", name }, { "reference", cited });
	struct str todo = entry->instruction.len ? entry->instruction : pack_words(act->pack, lang_tag(act->lang), list->instruction);
	return str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(first), STR_ARG(todo));
}

static json_t *finding_choices(struct act *act, const struct pack_watchlist *list)
{
	static const struct { const char *code, *word, *consequence; } choices[] = {
		{ "other", WORDS("Not the same person"), WORDS("This hit stops this document no more, until the entry or the bearer's data change.") },
		{ "open", WORDS("Cannot tell yet"), WORDS("The hit stands. Ask the issuing desk.") },
		{ "same", WORDS("The same person"), NULL }, /* what to do, as the list says */
	};
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(choices); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(choices[i].code));
		json_put_str(row, "word", lang_words(act->lang, choices[i].word));
		json_put_str(row, "consequence", choices[i].consequence ? lang_words(act->lang, choices[i].consequence)
		                                 : list->second.len     ? lang_words(act->lang, WORDS("Another person must confirm it. Until then the hit stands."))
		                                                        : pack_words(act->pack, lang_tag(act->lang), list->instruction));
		json_array_append_new(out, row);
	}
	return out;
}

static void put_form(struct act *act, const struct opened *opened, const struct pack_watchlist *list, const struct watch_kept *hit, struct str to,
                     json_t *out)
{
	bool asked = find_waits(opened, list->code, hit->entry);
	const char *why_not = asked ? WORDS("A second person was asked whether it is the same person.") : border_why_not_find(act, opened, list);
	json_put_str(out, "to", why_not ? STR("") : to);
	json_put_str(out, "why_not", why_not ? lang_words(act->lang, why_not) : STR(""));
	json_put_str(out, "list", list->code);
	json_put_str(out, "item", hit->entry);
	json_put_str(out, "found", show_finding(act, hit->finding));
	json_put(out, "findings", finding_choices(act, list));
}

static json_t *versus(struct act *act, const struct opened *opened, const struct check_line *line, const struct watch_kept *hit, size_t at,
                      struct str to)
{
	const struct pack_watchlist *list = find_list(act, line);
	const struct watch_entry *entry = watch_entry(watch_loaded(act->watch, list->code), hit->entry);
	json_t *out;
	if (!entry || entry->kind == WATCH_VEHICLE)
		return NULL; /* a plate is the same or not; or it was taken off the list since: the line of the check still says what was found */
	journal_look(act, "entry of a watchlist", (const struct uuid[]){ watch_entry_record(list->code, hit->entry) }, 1);
	out = json_object();
	json_put_str(out, "n", str_format(act->arena, STR_FMT "-%zu", STR_ARG(str_slice(line->check, sizeof "watch." - 1, line->check.len)), at + 1));
	json_put_str(out, "tone", list->means == ADVICE_CARE ? STR("care") : list->means == ADVICE_REFER ? STR("stop") : STR("check"));
	json_put_str(out, "word", lang_words(act->lang, WORDS("Possible match")));
	json_put_str(out, "about", about(act, list, entry));
	json_put(out, "rows", rows_of(act, &opened->subject.identity, entry));
	put_form(act, opened, list, hit, to, out);
	return out;
}

json_t *show_versus(struct act *act, const struct opened *opened, struct str to)
{
	const struct check_line *lines = opened->inspection.checks.items;
	json_t *out = json_array();
	for (size_t i = 0; i < opened->inspection.checks.count; i++) {
		const struct pack_watchlist *list = find_list(act, &lines[i]);
		size_t count = 0;
		const struct watch_kept *hits = list && find_shown(act, &lines[i]) ? watch_kept(&lines[i], act->arena, &count) : NULL;
		for (size_t at = 0; at < count && json_array_size(out) < ENTRIES_MOST; at++) {
			json_t *one = versus(act, opened, &lines[i], &hits[at], at, to);
			if (one)
				json_array_append_new(out, one);
		}
	}
	return out;
}
