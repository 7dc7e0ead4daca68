#include "show.h"

#include "child.h"
#include "house.h"
#include "store.h"
#include "watch.h"

const struct lang_zone *show_zone(struct act *act, struct str post)
{
	const struct pack_post *place = pack_post(act->pack, post, (struct date){ 0 });
	return act->house->zone(act->house, place ? place->zone : act->pack->head.zone);
}

struct str show_when(struct act *act, struct str post, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, show_zone(act, post), ms);
}

struct str show_time(struct act *act, struct str post, int64_t ms)
{
	return lang_time(act->lang, act->arena, show_zone(act, post), ms);
}

struct str show_post(struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code;
}

struct str show_path(struct act *act, const char *before, struct uuid id, const char *after)
{
	char text[UUID_TEXT];
	return str_format(act->arena, "%s" STR_FMT "%s", before, STR_ARG(uuid_text(id, text)), after);
}

struct str show_path_if(struct act *act, enum right right, const char *before, struct uuid id)
{
	return rights_have(act->actor.rights, right) ? show_path(act, before, id, "") : STR("");
}

struct str show_record(struct act *act, const char *before, struct uuid id, const char *after)
{
	if (!rights_have(act->actor.rights, CAN_PERSON))
		return STR("");
	if (rights_have(act->actor.rights, CAN_CROSS) || !pack_purpose(act->pack, act->purpose))
		return show_path(act, before, id, after);
	return show_path(act, before, id, str_c(act->arena, str_format(act->arena, "?why=" STR_FMT "%s", STR_ARG(act->purpose), after)));
}

bool record_purpose(struct act *act, const struct call *call, struct error *err)
{
	const struct person_query *query = call->query;
	struct str why = query ? query->why : STR("");
	if (why.len && !pack_purpose(act->pack, why))
		return error_set(err, ERR_INPUT, "the country pack has no such purpose", "open the record from a search", "why");
	if (!why.len && !rights_have(act->actor.rights, CAN_CROSS))
		return error_set(err, ERR_INPUT, "a person's record is opened for a purpose that is written down", "open it from a search, which asks for one", "why");
	if (why.len)
		act->purpose = why;
	return true;
}

struct str show_name(struct act *act, const struct identity *identity)
{
	struct str name = identity_name(identity, act->arena);
	return name.len ? name : lang_words(act->lang, WORDS("Name not known yet"));
}

struct str show_sex(struct act *act, struct str sex)
{
	const char *words = str_is(sex, "F") ? WORDS("Female") : str_is(sex, "M") ? WORDS("Male") : str_is(sex, "X") ? WORDS("Unspecified (X)") : WORDS("Not known");
	return lang_words(act->lang, words);
}

json_t *show_sexes(struct act *act, struct str chosen)
{
	static const char *const codes[] = { "F", "M", "X", "U" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(codes[i]));
		json_put_str(row, "word", show_sex(act, str_of(codes[i])));
		json_put_yesno(row, "chosen", str_is(chosen, codes[i]));
		json_array_append_new(out, row);
	}
	return out;
}

struct str show_lane(struct act *act, struct str post, int lane)
{
	const struct pack_post *place = pack_post(act->pack, post, (struct date){ 0 });
	const struct pack_lane *found = place && lane ? pack_lane(place, lane) : NULL;
	return found ? pack_words(act->pack, lang_tag(act->lang), found->words) : show_post(act, post);
}

struct str show_place(struct act *act, struct str post, int lane)
{
	const struct pack_post *place = pack_post(act->pack, post, (struct date){ 0 });
	if (!place || !lane || !pack_lane(place, lane))
		return show_post(act, post);
	return str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(show_post(act, post)), STR_ARG(show_lane(act, post, lane)));
}

/* Who it was is shown beside what was done. What no user did, a command of the program did. */
static struct str officer_column(struct act *act, struct uuid user, int column)
{
	struct error ignored;
	struct str text = column ? lang_words(act->lang, WORDS("the system")) : STR("");
	struct query *query = db_query(act->db, "border.officer_by_id");
	query_bind_id(query, "record", user);
	if (query_next(query))
		text = query_text(query, column, act->arena);
	return query_end(query, &ignored) ? text : STR("-");
}

struct str show_officer(struct act *act, struct uuid user)
{
	return officer_column(act, user, 1);
}

struct str show_officer_number(struct act *act, struct uuid user)
{
	return officer_column(act, user, 0);
}

struct str show_code(struct act *act, const char *list, struct str code)
{
	return pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code);
}

json_t *show_fact(struct str what, struct str text)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "text", text);
	return row;
}

json_t *show_tag(struct act *act, const char *tone, struct str word)
{
	json_t *row = json_object();
	json_put_str(row, "tone", str_of(tone));
	json_put_str(row, "word", word);
	return row;
}

static json_t *portrait(struct act *act)
{
	json_t *faces = json_array(), *face = json_object();
	json_put_yesno(face, "src", false);
	json_put_str(face, "caption", lang_words(act->lang, WORDS("Document")));
	json_put_str(face, "none", lang_words(act->lang, WORDS("No portrait read")));
	json_array_append_new(faces, face);
	return faces;
}

json_t *show_person(struct act *act, const struct identity *identity, struct uuid record, const struct pack_category *category)
{
	json_t *person = json_object(), *more = json_array();
	struct str nationality = identity->nationalities.count ? identity->nationalities.items[0] : STR("");
	json_put_str(person, "name", show_name(act, identity));
	json_put_str(person, "family", identity->surname.len ? identity->surname : identity->native_name);
	json_put_str(person, "given", identity->given_names);
	json_put_str(person, "native", identity->surname.len ? identity->native_name : STR(""));
	json_put_str(person, "native_lang", STR(""));
	json_put_str(person, "nationality", nationality.len ? show_code(act, "countries", nationality) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(person, "nationality_code", nationality);
	json_put_str(person, "born", lang_date(act->lang, act->arena, identity->born));
	json_put_str(person, "age", date_empty(identity->born) ? STR("") : lang_age(act->lang, act->arena, identity->born, time_date(act->now)));
	json_put_str(person, "sex", show_sex(act, identity->sex));
	json_put_str(person, "document_kind", identity->document_kind.len ? show_code(act, "document_kinds", identity->document_kind) : lang_words(act->lang, WORDS("Document")));
	json_put_str(person, "document_number", identity->document_number.len ? identity->document_number : lang_words(act->lang, WORDS("none")));
	json_put_str(person, "issuer", identity->document_issuer.len ? show_code(act, "countries", identity->document_issuer) : STR("-"));
	json_put_str(person, "expires", lang_date(act->lang, act->arena, identity->document_expires));
	if (category)
		json_array_append_new(more, show_fact(lang_words(act->lang, WORDS("Category")), pack_words(act->pack, lang_tag(act->lang), category->words)));
	for (size_t i = 1; i < identity->nationalities.count; i++)
		json_array_append_new(more, show_fact(lang_words(act->lang, WORDS("Also national of")), show_code(act, "countries", identity->nationalities.items[i])));
	if (identity->former_names.count)
		json_array_append_new(more, show_fact(lang_words(act->lang, WORDS("Former names")), str_join(act->arena, identity->former_names.items, identity->former_names.count, STR(", "))));
	if (identity->born_written.len)
		json_array_append_new(more, show_fact(lang_words(act->lang, WORDS("Birth date as written")), identity->born_written));
	json_put(person, "more", more);
	json_put_yesno(person, "face_check", false);
	json_put(person, "faces", portrait(act));
	json_put_str(person, "href", show_record(act, "/person/", record, ""));
	return person;
}

/* --- checks --- */

/* A check keeps its category in the pack's own language; a reader gets it in theirs. */
static struct str category_words(struct act *act, struct str source)
{
	const struct pack *pack = act->pack;
	for (size_t i = 0; pack && i < pack->category_count; i++)
		if (str_equal(pack->categories[i].words.source, source))
			return pack_words(pack, lang_tag(act->lang), pack->categories[i].words);
	return source;
}

struct str show_words(struct act *act, struct str words, struct str args)
{
	struct lang_value values[16];
	size_t count = 0;
	const char *name;
	json_t *value, *object = args.len ? json_loadb(args.data, args.len, 0, NULL) : NULL;
	json_object_foreach(object, name, value) {
		struct str text = str_copy(act->arena, str_of(json_string_value(value)));
		struct date date;
		if (text.len == 10 && date_parse(text, &date))
			text = lang_date(act->lang, act->arena, date);
		else if (str_is(str_of(name), "category"))
			text = category_words(act, text);
		if (count < COUNT_OF(values))
			values[count++] = (struct lang_value){ str_c(act->arena, str_of(name)), text };
	}
	struct str filled = lang_fill(act->arena, lang_words(act->lang, str_c(act->arena, words)), values, count);
	json_decref(object);
	return filled;
}

struct shown_result {
	const char *tone, *word;
};

static struct shown_result shown_result(const struct check_line *line)
{
	if (str_is(line->advice, "care"))
		return (struct shown_result){ "care", WORDS("Protect") };
	if (str_is(line->result, "successful"))
		return (struct shown_result){ "clear", WORDS("Passed") };
	if (str_is(line->result, "not_supported"))
		return (struct shown_result){ "none", WORDS("Not performed") };
	if (str_starts(line->check, STR("vehicle."))) /* lent, hired, sold: nothing failed */
		return (struct shown_result){ str_is(line->advice, "note") ? "info" : "check", WORDS("To know") };
	if (str_starts(line->check, STR("watch.")))
		return (struct shown_result){ str_is(line->advice, "note") ? "info" : "check", WORDS("Possible match") };
	if (str_is(line->result, "undetermined"))
		return (struct shown_result){ str_is(line->advice, "note") ? "info" : "check", WORDS("Could not be decided") };
	if (str_is(line->result, "aborted"))
		return (struct shown_result){ "check", WORDS("Interrupted") };
	return (struct shown_result){ str_is(line->advice, "refer") ? "stop" : str_is(line->advice, "note") ? "info" : "check", WORDS("Failed") };
}

static struct str origin_words(struct act *act, struct str origin)
{
	if (str_is(origin, "mrz"))
		return lang_words(act->lang, WORDS("machine-readable zone"));
	if (str_is(origin, "pack"))
		return lang_words(act->lang, WORDS("country's rules"));
	if (str_is(origin, "records"))
		return lang_words(act->lang, WORDS("recorded crossings"));
	if (str_is(origin, "chip"))
		return lang_words(act->lang, WORDS("chip"));
	if (str_is(origin, "registers"))
		return lang_words(act->lang, WORDS("registers of documents"));
	if (str_is(origin, "officer"))
		return lang_words(act->lang, WORDS("officer"));
	const struct pack_watchlist *list = pack_watchlist(act->pack, origin, (struct date){ 0 });
	return list ? pack_words(act->pack, lang_tag(act->lang), list->words) : origin;
}

static struct str title_of(struct act *act, const struct check_line *line)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, line->origin, (struct date){ 0 });
	if (list)
		return pack_words(act->pack, lang_tag(act->lang), list->words);
	const struct pack_check *rule = pack_check(act->pack, line->check, (struct date){ 0 });
	if (rule && str_equal(rule->code, line->check) && rule->words.number)
		return pack_words(act->pack, lang_tag(act->lang), rule->words);
	return lang_words(act->lang, str_c(act->arena, line->title));
}

static bool of_vehicle(const struct check_line *line)
{
	size_t at;
	return str_starts(line->check, STR("vehicle.")) || (str_starts(line->check, STR("watch.")) && str_find(line->check, STR(".plate"), &at));
}

/* Where the hit stands beside the traveller: on the page `compare`, or on the entry's own page for those who may see lists. */
static struct str hit_path(struct act *act, const struct check_line *line, struct str entry, size_t at, struct str compare)
{
	if (of_vehicle(line))
		return STR(""); /* a plate is the same or not */
	if (compare.data)
		return str_format(act->arena, STR_FMT "#compare-" STR_FMT "-%zu", STR_ARG(compare), STR_ARG(str_slice(line->check, sizeof "watch." - 1, line->check.len)), at + 1);
	return rights_have(act->actor.rights, CAN_WATCH_VIEW) ? watch_entry_path(act, line->origin, entry) : STR("");
}

/* "All words of the name agree with {0}." and its arguments, in the language of whoever looks. */
static struct str hit_sentence(struct act *act, const struct watch_sentence *sentence)
{
	static const char *const numbers[] = { "0", "1", "2", "3" };
	struct lang_value values[COUNT_OF(numbers)];
	for (size_t i = 0; i < sentence->count; i++) {
		struct date date;
		bool day = date_parse(sentence->arguments[i], &date) && date_whole(date);
		values[i] = (struct lang_value){ numbers[i], day ? lang_date(act->lang, act->arena, date) : sentence->arguments[i] };
	}
	return lang_fill(act->arena, lang_words(act->lang, sentence->words), values, sentence->count);
}

static struct str hit_meaning(struct act *act, const struct watch_kept *hit)
{
	struct str texts[WATCH_SENTENCES];
	for (size_t i = 0; i < hit->why_count; i++)
		texts[i] = hit_sentence(act, &hit->why[i]);
	return str_join(act->arena, texts, hit->why_count, STR(" "));
}

static struct str hit_likeness(struct act *act, int64_t score)
{
	if (!score)
		return lang_words(act->lang, WORDS("document number"));
	return score % 10 ? lang_percent(act->lang, act->arena, score, 1) : lang_percent(act->lang, act->arena, score / 10, 0);
}

struct str show_finding(struct act *act, struct str finding)
{
	if (!finding.len)
		return finding;
	return lang_words(act->lang, str_is(finding, "other") ? WORDS("Not the same person") : str_is(finding, "same") ? WORDS("The same person") : WORDS("Cannot tell yet"));
}

static json_t *show_hits(struct act *act, const struct check_line *line, struct str compare)
{
	size_t count;
	const struct watch_kept *hits = watch_kept(line, act->arena, &count);
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "name", hits[i].name);
		json_put_str(row, "likeness", hit_likeness(act, hits[i].score));
		json_put_str(row, "reference", hits[i].reference);
		json_put_str(row, "meaning", hit_meaning(act, &hits[i]));
		json_put_str(row, "finding", show_finding(act, hits[i].finding));
		json_put_str(row, "href", hit_path(act, line, hits[i].entry, i, compare));
		json_array_append_new(out, row);
	}
	return out;
}

/* What the entry wants done, else the list. */
static struct str hit_instruction(struct act *act, const struct check_line *line, const struct pack_watchlist *list)
{
	size_t count;
	const struct watch_kept *hits = watch_kept(line, act->arena, &count);
	if (count && hits[0].instruction.len)
		return hits[0].instruction;
	return list->instruction.source.len ? pack_words(act->pack, lang_tag(act->lang), list->instruction) : STR("");
}

static struct str hit_call(struct act *act, const struct check_line *line)
{
	size_t count;
	const struct watch_kept *hits = watch_kept(line, act->arena, &count);
	if (!count || !hits[0].call.len)
		return STR("");
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Call: {desk}.")), { "desk", hits[0].call });
}

/* What was found; after a hit, what the entry or the list wants done, and whom to call. */
static struct str line_words(struct act *act, const struct check_line *line)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, line->origin, (struct date){ 0 });
	struct str words = show_words(act, line->words, line->args);
	bool hit = list && (str_is(line->result, "failed") || str_is(line->result, "undetermined"));
	if (!hit)
		return words;
	struct str parts[3] = { words, hit_instruction(act, line, list), hit_call(act, line) };
	size_t count = 1;
	for (size_t i = 1; i < COUNT_OF(parts); i++)
		if (parts[i].len)
			parts[count++] = parts[i];
	return str_join(act->arena, parts, count, STR(" "));
}

static json_t *show_line(struct act *act, const struct check_line *line, struct str compare)
{
	struct shown_result result = shown_result(line);
	json_t *row = json_object();
	json_put_str(row, "tone", str_of(result.tone));
	json_put_str(row, "title", title_of(act, line));
	json_put_str(row, "word", lang_words(act->lang, result.word));
	json_put_str(row, "words", line_words(act, line));
	struct str origin = origin_words(act, line->origin);
	json_put_str(row, "origin", str_equal(origin, title_of(act, line)) ? STR("") : origin); /* a list's check has the list's name already */
	json_put_str(row, "rule", pack_article(act->pack, lang_tag(act->lang), line->rule));
	json_put_yesno(row, "hush", str_is(line->visible, "second_line"));
	json_put(row, "hits", show_hits(act, line, compare));
	return row;
}

static bool passed(const struct check_line *line)
{
	return str_is(line->result, "successful") && !str_is(line->advice, "care");
}

static bool needs_person(const struct check_line *line)
{
	return str_is(line->advice, "refer") || str_is(line->advice, "look") || str_is(line->advice, "care");
}

/* "Why", when something needs a person, holds it; documents and rules follow in their panels. */
static bool belongs(const struct check_line *line, const char *panel)
{
	if (str_is(str_of(panel), "vehicle"))
		return of_vehicle(line);
	bool document = str_starts(line->check, STR("mrz.")) || str_starts(line->check, STR("document.")) || str_starts(line->check, STR("chip."));
	if (str_is(str_of(panel), "why"))
		return needs_person(line);
	return !needs_person(line) && document == str_is(str_of(panel), "document");
}

enum { PASSED_SHOWN = 16 }; /* more would not fit the booth's screen beside the other panel: a zone and a chip together */

static json_t *show_panel(struct act *act, const struct list *checks, bool second_line, struct str compare, const char *key, struct str title)
{
	const struct check_line *lines = checks->items;
	json_t *panel = json_object(), *risen = json_array(), *quiet = json_array();
	bool fold = false; /* what passed steps back when something needs a person */
	for (size_t i = 0; i < checks->count; i++) {
		bool hushed = str_is(lines[i].visible, "second_line") && !second_line;
		fold |= !hushed && needs_person(&lines[i]);
		if (hushed || !belongs(&lines[i], key))
			continue;
		json_array_append_new(passed(&lines[i]) ? quiet : risen, show_line(act, &lines[i], compare));
	}
	json_put_str(panel, "key", str_of(key));
	json_put_str(panel, "title", title);
	json_put_str(panel, "summary", lang_count(act->lang, act->arena, (int64_t)(json_array_size(risen) + json_array_size(quiet)), WORDS_MANY("{count} check", "{count} checks")));
	json_put_yesno(panel, "any_risen", json_array_size(risen) != 0);
	json_put(panel, "risen", risen);
	json_put_yesno(panel, "any_passed", json_array_size(quiet) != 0);
	json_put_yesno(panel, "fold", fold || json_array_size(quiet) > PASSED_SHOWN);
	json_put_int(panel, "passed_count", (int64_t)json_array_size(quiet));
	json_put(panel, "passed", quiet);
	return panel;
}

static json_t *panel_or_none(json_t *panel, bool passed_too)
{
	if (json_is_true(json_object_get(panel, "any_risen")) || (passed_too && json_is_true(json_object_get(panel, "any_passed"))))
		return panel;
	json_decref(panel);
	return json_false();
}

json_t *show_why(struct act *act, const struct list *checks, bool second_line, struct str compare)
{
	return panel_or_none(show_panel(act, checks, second_line, compare, "why", lang_words(act->lang, WORDS("Why"))), false);
}

json_t *show_vehicle(struct act *act, const struct list *checks, bool second_line)
{
	return panel_or_none(show_panel(act, checks, second_line, STR(""), "vehicle", lang_words(act->lang, WORDS("Vehicle"))), true);
}

json_t *show_checks(struct act *act, const struct list *checks, bool second_line, struct str compare)
{
	const struct { const char *key, *title; } panels[] = {
		{ "why", WORDS("Why") }, { "document", WORDS("Document") }, { "rules", WORDS("Lists and rules") },
	};
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(panels); i++) {
		json_t *panel = show_panel(act, checks, second_line, compare, panels[i].key, lang_words(act->lang, panels[i].title));
		bool empty = !json_is_true(json_object_get(panel, "any_risen")) && !json_is_true(json_object_get(panel, "any_passed"));
		if (empty)
			json_decref(panel);
		else
			json_array_append_new(out, panel);
	}
	return out;
}

/* --- verdict --- */

static struct str sum_up(struct act *act, const struct inspection *inspection)
{
	const struct check_line *lines = inspection->checks.items;
	int64_t good = 0, person = 0, none = 0;
	for (size_t i = 0; i < inspection->checks.count; i++) {
		enum advice advice = ADVICE_NONE;
		if (str_is(lines[i].visible, "second_line") && !rights_have(act->actor.rights, CAN_SECOND_LINE))
			continue; /* not even counted */
		if (advice_by_name(lines[i].advice, &advice) && advice >= ADVICE_CARE)
			person++;
		else if (str_is(lines[i].result, "not_supported"))
			none++;
		else
			good++;
	}
	struct str passed_words = lang_count(act->lang, act->arena, good, WORDS_MANY("{count} check passed", "{count} checks passed"));
	struct str none_words = lang_count(act->lang, act->arena, none, WORDS_MANY("{count} not performed", "{count} not performed"));
	if (!person)
		return LANG_FILL(act->arena, lang_words(act->lang, str_is(inspection->direction, "exit") ? WORDS("Nothing speaks against leaving. {passed}, {none}.") : WORDS("Nothing speaks against entry. {passed}, {none}.")),
		                 { "passed", passed_words }, { "none", none_words });
	struct str person_words = lang_count(act->lang, act->arena, person, WORDS_MANY("{count} check needs a person", "{count} checks need a person"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{person}, {passed}. A person decides.")), { "person", person_words }, { "passed", passed_words });
}

/* The line of a child that needs somebody's care; NULL = none. */
const struct check_line *show_child_line(const struct opened *opened)
{
	const struct check_line *lines = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count; i++)
		if ((str_is(lines[i].check, "child") || str_is(lines[i].check, "child.left")) && str_is(lines[i].advice, "care"))
			return &lines[i];
	return NULL;
}

struct str show_child_word(struct act *act, const struct opened *opened)
{
	return lang_words(act->lang, str_is(opened->subject.companion, "nobody") ? WORDS("Child alone") : WORDS("Child"));
}

/* Nothing else speaks: what is shown is the child, in the colour of protection. */
static json_t *child_verdict(struct act *act, const struct opened *opened, const struct check_line *line)
{
	json_t *verdict = json_object();
	json_put_str(verdict, "tone", STR("care"));
	json_put_str(verdict, "word", show_child_word(act, opened));
	json_put_str(verdict, "role", STR("status"));
	json_put_str(verdict, "advice", line_words(act, line));
	return verdict;
}

json_t *show_verdict(struct act *act, const struct opened *opened)
{
	const struct inspection *inspection = &opened->inspection;
	const struct check_line *child = show_child_line(opened);
	if (child && str_is(inspection->advice, "care"))
		return child_verdict(act, opened, child);
	json_t *verdict = json_object();
	bool refer = str_is(inspection->advice, "refer"), look = str_is(inspection->advice, "look");
	json_put_str(verdict, "tone", refer ? STR("stop") : look ? STR("check") : STR("clear"));
	json_put_str(verdict, "word", lang_words(act->lang, refer ? WORDS("Refer") : look ? WORDS("Look") : WORDS("Clear")));
	json_put_str(verdict, "role", refer ? STR("alert") : STR("status"));
	json_put_str(verdict, "advice", sum_up(act, inspection));
	return verdict;
}

json_t *show_child(struct act *act, const struct opened *opened, const char *form, bool own, struct str to)
{
	enum child_state state = border_child_state(act, &opened->subject);
	if (opened->decided || state == CHILD_NOT || state == CHILD_FAMILY)
		return json_false();
	json_t *child = json_object();
	json_put_str(child, "form", str_of(form));
	json_put_yesno(child, "own", own);
	json_put_str(child, "to", to);
	json_put_yesno(child, "keep", to.len != 0);
	json_put(child, "companions", show_codes(act, "companions", opened->child.companion));
	json_put(child, "consents", show_codes(act, "consents", opened->child.consent));
	json_put_str(child, "consent_by", opened->child.consent_by);
	json_put_str(child, "consent_until", date_str(act->arena, opened->child.consent_until));
	return child;
}

/* --- crossings, codes --- */

static struct str how_words(struct act *act, const struct movement_row *movement)
{
	if (movement->craft.len)
		return movement->craft;
	if (str_is(movement->mode, "air"))
		return lang_words(act->lang, WORDS("by air"));
	if (str_is(movement->mode, "sea"))
		return lang_words(act->lang, WORDS("by sea"));
	return lang_words(act->lang, str_is(movement->mode, "rail") ? WORDS("by train") : WORDS("by road"));
}

static json_t *show_crossing(struct act *act, const struct movement_row *movement)
{
	json_t *row = json_object();
	bool in = str_is(movement->direction, "entry");
	json_put_str(row, "direction", in ? STR("in") : STR("out"));
	json_put_str(row, "direction_word", str_is(movement->decision, "refuse") ? lang_words(act->lang, WORDS("Refused")) : str_is(movement->decision, "transit") ? lang_words(act->lang, WORDS("Transit")) : in ? lang_words(act->lang, WORDS("Entry")) : lang_words(act->lang, WORDS("Exit")));
	json_put_str(row, "date", lang_date_short(act->lang, act->arena, movement->day));
	json_put_str(row, "place", show_post(act, movement->post));
	json_put_str(row, "how", how_words(act, movement));
	json_put_yesno(row, "gone", movement->annulled);
	json_put_str(row, "href", show_record(act, "/crossing/", movement->id, ""));
	return row;
}

json_t *show_crossings(struct act *act, const struct movement_row *movements, size_t count, size_t most, struct uuid holder)
{
	json_t *out = json_object(), *rows = json_array();
	for (size_t i = 0; i < count && i < most; i++)
		json_array_append_new(rows, show_crossing(act, &movements[i]));
	json_put_str(out, "all", count ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("All {count}")), { "count", lang_number(act->lang, act->arena, (int64_t)count) })
	                               : lang_words(act->lang, WORDS("None recorded")));
	json_put_str(out, "all_href", count ? show_record(act, "/person/", holder, "#crossings") : STR(""));
	json_put(out, "rows", rows);
	return out;
}

json_t *show_codes(struct act *act, const char *list, struct str chosen)
{
	const struct pack_list *codes = pack_list(act->pack, str_of(list));
	json_t *out = json_array();
	for (size_t i = 0; codes && i < codes->count; i++) {
		if (!pack_span_holds(codes->codes[i].span, time_date(act->now)))
			continue;
		json_t *row = json_object();
		json_put_str(row, "code", codes->codes[i].code);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), codes->codes[i].words));
		json_put_yesno(row, "chosen", str_equal(codes->codes[i].code, chosen));
		json_array_append_new(out, row);
	}
	return out;
}

json_t *show_languages(struct act *act)
{
	json_t *out = json_array();
	for (size_t i = 0; i < langs_count(act->house->langs); i++) {
		const struct lang *lang = langs_at(act->house->langs, i);
		json_t *row = json_object();
		json_put_str(row, "code", lang_tag(lang));
		json_put_str(row, "name", lang_name(lang));
		json_put_yesno(row, "chosen", lang == act->lang);
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *choice(struct str code, struct str word, bool chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", chosen);
	return row;
}

json_t *show_posts(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	json_array_append_new(out, choice(STR(""), lang_words(act->lang, WORDS("All posts")), !chosen.len));
	for (size_t i = 0; i < act->pack->post_count; i++) {
		const struct pack_post *post = &act->pack->posts[i];
		json_array_append_new(out, choice(post->code, pack_words(act->pack, lang_tag(act->lang), post->words), str_equal(post->code, chosen)));
	}
	return out;
}

struct str show_money(struct act *act, int64_t micro, struct str currency)
{
	struct str whole = lang_number(act->lang, act->arena, micro / 1000000);
	if (micro % 1000000 == 0)
		return str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(whole), STR_ARG(currency));
	return str_format(act->arena, STR_FMT ".%02d " STR_FMT, STR_ARG(whole), (int)(micro % 1000000 / 10000), STR_ARG(currency));
}

/* The letter of a reason in the form: its code where that is one letter, else by its place. */
struct str show_reason_letter(struct act *act, struct str code, size_t place)
{
	if (code.len == 1)
		return code;
	return str_format(act->arena, "%c", (char)('A' + place % 26));
}
