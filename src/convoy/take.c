/* Lists taken: compared with what was there, kept in pieces that fit a body, and screened as a whole. */
#include "inner.h"

#include <string.h>
#include <unicode/uloc.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"
#include "watch.h"

enum { ROWS_TOGETHER = 25, SCREENED_TOGETHER = 200 };

/* --- codes as people write them --- */

static struct str by_name(struct act *act, const char *list, struct str text)
{
	const struct pack_list *codes = pack_list(act->pack, str_of(list));
	struct str key = lang_fold(act->arena, text);
	for (size_t i = 0; codes && i < codes->count; i++) {
		const struct pack_code *code = &codes->codes[i];
		if (str_equal(lang_fold(act->arena, code->words.source), key) || str_equal(lang_fold(act->arena, pack_words(act->pack, STR("fr"), code->words)), key))
			return code->code;
	}
	return STR("");
}

static struct str country(void *state, struct str text)
{
	struct act *act = state;
	struct str code = str_upper(act->arena, text);
	if (code.len == 2) { /* ISO 3166-1 alpha-2 */
		char locale[] = { 'u', 'n', 'd', '_', code.data[0], code.data[1], 0 };
		if (ascii_alpha(code.data[0]) && ascii_alpha(code.data[1]))
			code = str_copy(act->arena, str_of(uloc_getISO3Country(locale)));
	}
	if (pack_code_valid(act->pack, STR("countries"), code, time_date(act->now)))
		return code;
	return by_name(act, "countries", text);
}

static struct str document_kind(void *state, struct str text)
{
	struct act *act = state;
	struct str code = str_upper(act->arena, text);
	return pack_code_valid(act->pack, STR("document_kinds"), code, time_date(act->now)) ? code : by_name(act, "document_kinds", text);
}

struct list_codes convoy_codes(struct act *act)
{
	return (struct list_codes){ country, document_kind, act, time_date(act->now) };
}

/* --- screening --- */

/* What a list cannot tell yet (a date of expiry, a zone) is no reason to look at somebody: what failed is, and what the lists of persons say. */
static bool tells(const struct check_line *line)
{
	return str_is(line->result, "failed") || str_starts(line->check, STR("watch.")) || str_starts(line->check, STR("protection."));
}

static struct str open_advice(const struct subject *subject, const struct check_list *checks, bool shown)
{
	struct check_list some = { .arena = checks->arena, .items = ARENA_ARRAY(checks->arena, struct check_line, checks->count + 1) };
	for (size_t i = 0; i < checks->count; i++)
		if (shown || tells(&checks->items[i]))
			some.items[some.count++] = checks->items[i];
	return str_of(advice_name(inspect_advice(subject, &some)));
}

static enum advice silent_advice(const struct check_list *checks)
{
	enum advice most = ADVICE_NONE;
	for (size_t i = 0; i < checks->count; i++) {
		enum advice advice = ADVICE_NONE;
		if (str_is(checks->items[i].visible, "second_line") && advice_by_name(checks->items[i].advice, &advice) && advice > most)
			most = advice;
	}
	return most;
}

/* `shown`: the document itself was read, so that every check counts. */
static struct screened screened_of(struct uuid key, struct uuid inspection, const struct subject *subject, const struct check_list *checks, bool shown)
{
	struct screened out = { .key = key, .inspection = inspection, .advice = open_advice(subject, checks, shown) };
	enum advice open = ADVICE_NONE, silent = silent_advice(checks);
	if (advice_by_name(out.advice, &open) && silent > open)
		out.silent = str_of(advice_name(silent));
	return out;
}

struct str convoy_purpose(const struct convoy_person *person)
{
	return str_is(person->list, "crew") ? STR("crew") : person->transit ? STR("transit") : STR("");
}

/* The document that was shown, or on which the person came in, goes before the one that the list names. */
static bool identity_now(struct act *act, const struct convoy_person *person, bool leaves, struct identity *out, struct error *err)
{
	struct movement_row row = { 0 };
	struct uuid record;
	struct inspection shown = { 0 };
	struct entry entry;
	struct error erased = { 0 };
	bool found = false;
	*out = convoy_identity(act, person);
	if (!uuid_zero(person->seen) && inspect_read(act, person->seen, &shown, &entry, &erased))
		*out = *(const struct identity *)&shown;
	if (leaves && !uuid_zero(person->entry) && !movement_by_id(act, person->entry, &row, &record, &found, err))
		return false;
#define COPY(type, name, ...) out->name = row.name;
	if (found && row.document_number.len) {
		IDENTITY_FIELDS(COPY, COPY)
	}
#undef COPY
	return true;
}

bool convoy_inspect(struct act *act, const struct called *called, const struct convoy_person *person, const char *direction, struct str purpose, struct subject *subject,
                    struct check_list *checks, struct screened *out, struct error *err)
{
	int lane = str_equal(act->place.post, called->row.post) ? act->place.lane : 0;
	*subject = (struct subject){ .source = STR("list"), .purpose = purpose, .apart = true };
	if (!identity_now(act, person, !strcmp(direction, "exit"), &subject->identity, err) || !border_place(act, called->row.post, lane, str_of(direction), subject, err) || !border_inspect(act, subject, STR(""), checks, &out->inspection, err))
		return false;
	*out = screened_of(person->key, out->inspection, subject, checks, false);
	return true;
}

void convoy_keep_screened(struct act *act, struct uuid call, struct screened *rows, size_t count)
{
	for (size_t at = 0; at < count; at += SCREENED_TOGETHER) {
		size_t some = count - at < SCREENED_TOGETHER ? count - at : SCREENED_TOGETHER;
		struct convoy_screened screened = { .rows = { rows + at, some } };
		journal_append(act, &convoy_screened_type, call, &screened);
	}
}

/* --- taking --- */

static struct list_person person_part(const struct convoy_person *person)
{
	struct list_person out;
	memset(&out, 0, sizeof out);
#define COPY(type, name, ...) out.name = person->name;
	LIST_PERSON_FIELDS(COPY, COPY)
#undef COPY
	return out;
}

static struct listed listed_of(struct act *act, const struct list_person *person, const struct convoy_person *known, bool first)
{
	struct listed out = { .key = known ? known->key : uuid_v7(act->now, act->random) };
#define COPY(type, name, ...) out.name = person->name;
	LIST_PERSON_FIELDS(COPY, COPY)
#undef COPY
	if (known) {
		struct list_person before = person_part(known);
		out.changed = list_changes(&before, person, act->arena);
	}
	out.change = known && !convoy_missing(known) ? out.changed.count ? STR("changed") : STR("same") : first ? STR("") : STR("new");
	const struct convoy_person whole = { .list = STR("crew"), .surname = out.surname, .given_names = out.given_names, .document_kind = out.document_kind,
	                                     .document_issuer = out.document_issuer, .document_number = out.document_number };
	struct identity identity = convoy_identity(act, &whole);
	out.document = identity_record(act, &identity);
	return out;
}

/* Who of those on the list before is this? Each is found once. */
static const struct convoy_person *known_of(struct act *act, const struct called *called, const char *list, const struct list_person *person, bool *used, bool documents)
{
	for (size_t i = 0; i < called->count; i++) {
		if (used[i] || !str_is(called->people[i].list, list))
			continue;
		struct list_person before = person_part(&called->people[i]);
		enum list_likeness like = list_compare(&before, person, act->arena);
		if (documents ? like != LIST_SAME_DOCUMENT : like == LIST_OTHER)
			continue;
		used[i] = true;
		return &called->people[i];
	}
	return NULL;
}

/* By their documents first, then by name and birth date: a renewed passport is a change, not another person. */
static void compare_lists(struct act *act, const struct called *called, const char *list, bool first, const struct list_person *people, size_t count, struct listed *out)
{
	bool *used = ARENA_ARRAY(act->arena, bool, called->count + 1);
	const struct convoy_person **known = ARENA_ARRAY(act->arena, const struct convoy_person *, count + 1);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++)
			if (!known[i])
				known[i] = known_of(act, called, list, &people[i], used, !pass);
	for (size_t i = 0; i < count; i++)
		out[i] = listed_of(act, &people[i], known[i], first);
}

static void tell(const struct called *called, const char *list, const struct listed *rows, size_t count, struct list_told *told)
{
	size_t before = 0, stay = 0;
	told->people = count;
	for (size_t i = 0; i < called->count; i++)
		before += str_is(called->people[i].list, list) && !convoy_missing(&called->people[i]);
	for (size_t i = 0; i < count; i++) {
		told->fresh += str_is(rows[i].change, "new");
		told->changed += str_is(rows[i].change, "changed");
		stay += str_is(rows[i].change, "changed") || str_is(rows[i].change, "same");
	}
	told->missing = before - stay;
}

static struct convoy_person person_of_listed(const struct listed *row, const char *list)
{
	struct convoy_person out = { .list = str_of(list) };
#define COPY(type, name, ...) out.name = row->name;
	LISTED_FIELDS(COPY, COPY)
#undef COPY
	return out;
}

/* A silent alert shows on no page of the first line: the second line learns of it by a task of its own. */
static void tell_second_line(struct act *act, const struct called *called, struct uuid about)
{
	struct task task = {
		.role = STR("second_line_officer"), .post = called->row.post, .what = STR("silent_alert"), .about = about,
		.words = str_of(WORDS("A silent alert stands on the list of a call. Look at the list of conveyances; let nobody notice.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

/* One inspection for each; the entries of the list stand before them, so that the act's id is the list's. */
static bool screen(struct act *act, const struct called *called, const char *list, const struct listed *rows, size_t count, struct error *err)
{
	struct screened *out = ARENA_ARRAY(act->arena, struct screened, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct convoy_person person = person_of_listed(&rows[i], list);
		struct subject subject;
		struct check_list checks;
		if (!convoy_inspect(act, called, &person, "entry", convoy_purpose(&person), &subject, &checks, &out[i], err))
			return false;
		if (out[i].silent.len)
			tell_second_line(act, called, subject.record);
	}
	convoy_keep_screened(act, called->id, out, count);
	return true;
}

static void keep_rows(struct act *act, const struct called *called, const struct convoy_list *list, struct listed *rows, size_t count)
{
	journal_append(act, &convoy_list_type, called->id, list);
	for (size_t at = 0; at < count; at += ROWS_TOGETHER) {
		size_t some = count - at < ROWS_TOGETHER ? count - at : ROWS_TOGETHER;
		struct convoy_rows part = { .list = list->list, .version = list->version, .rows = { rows + at, some } };
		journal_append(act, &convoy_rows_type, called->id, &part);
		for (size_t i = 0; i < some; i++) /* what is held on a person leads here */
			if (rows[at + i].document_number.len)
				journal_ref(act, rows[at + i].document, "listed");
	}
}

static int64_t next_version(const struct called *called, bool crew)
{
	return (crew ? called->row.crew_version : called->row.passenger_version) + 1;
}

bool convoy_take_list(struct act *act, struct called *called, bool crew, const struct list_person *people, size_t count, const char *source, struct str file,
                      struct list_told *told, struct error *err)
{
	const char *name = crew ? "crew" : "passengers";
	struct convoy_list list = { .list = str_of(name), .version = next_version(called, crew), .source = str_of(source), .people = (int64_t)count, .file = file };
	struct listed *rows = ARENA_ARRAY(act->arena, struct listed, count + 1);
	*told = (struct list_told){ .version = list.version };
	compare_lists(act, called, name, list.version == 1, people, count, rows);
	tell(called, name, rows, count, told);
	keep_rows(act, called, &list, rows, count);
	return screen(act, called, name, rows, count, err);
}

bool convoy_take_person(struct act *act, struct called *called, bool crew, const struct list_person *person, struct uuid key, struct error *err)
{
	const char *name = crew ? "crew" : "passengers";
	const struct convoy_person *known = uuid_zero(key) ? NULL : convoy_find(called, key);
	struct convoy_list list = { .list = str_of(name), .version = next_version(called, crew), .source = STR("form"), .part = true, .people = person != NULL };
	struct listed row;
	if (!person) {
		list.removed = key;
		journal_append(act, &convoy_list_type, called->id, &list);
		return true;
	}
	row = listed_of(act, person, known, false);
	keep_rows(act, called, &list, &row, 1);
	return screen(act, called, name, &row, 1, err);
}

/* --- a person written by hand --- */

static bool need(struct act *act, const char *field, bool good, const char *words)
{
	if (!good)
		finding_add(&act->findings, str_of(field), "required", words);
	return good;
}

bool convoy_check_person(struct act *act, struct list_person *person, bool crew, struct error *err)
{
	struct date today = time_date(act->now);
	if (!person->surname.len) { /* one name suffices, and stands first */
		person->surname = person->given_names;
		person->given_names = STR("");
	}
	if (!person->sex.len)
		person->sex = STR("U");
	if (person->document_number.len && !person->document_issuer.len)
		person->document_issuer = person->nationality;
	if (person->document_number.len && !person->document_kind.len)
		person->document_kind = STR("P");
	if (!person->document_number.len)
		person->document_kind = person->document_issuer = STR("");
	need(act, "surname", person->surname.len, WORDS("One name is enough, in any script."));
	need(act, "born", !date_empty(person->born) && date_compare(person->born, today) <= 0, WORDS("The birth date is missing, or lies in the future. The year alone will do."));
	need(act, "nationality", person->nationality.len && pack_code_valid(act->pack, STR("countries"), person->nationality, today), WORDS("Choose a country of the list."));
	need(act, "rank", !crew || person->rank.len, WORDS("Write the rank or rating."));
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "person of a list");
	return true;
}

/* --- a document is shown --- */

/* A zone writes Müller as MUELLER or MULLER, and may cut a long name: the words of the shorter one are all among those of the other. */
static bool same_zone_name(struct act *act, const struct convoy_person *person, const struct identity *shown)
{
	if (date_empty(shown->born) || date_compare(person->born, shown->born))
		return false;
	struct identity listed = convoy_identity(act, person);
	struct str key = identity_key(&listed, act->arena), rest = str_upper(act->arena, str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(shown->surname), STR_ARG(shown->given_names))), word;
	size_t count = 0;
	struct str padded = str_format(act->arena, " " STR_FMT " ", STR_ARG(key));
	while (str_cut(&rest, ' ', &word)) {
		size_t at;
		if (word.len && !str_find(padded, str_format(act->arena, " " STR_FMT " ", STR_ARG(word)), &at))
			return false;
		count += word.len != 0;
	}
	return count > 1 || (count && !person->given_names.len);
}

struct convoy_person *convoy_match(struct act *act, const struct called *called, const struct identity *identity, struct uuid document, const char **by)
{
	struct list_person shown = {
		.surname = identity->surname, .given_names = identity->given_names, .born = identity->born, .document_number = identity->document_number,
		.document_issuer = identity->document_issuer,
	};
	struct convoy_person *named = NULL;
	*by = "document";
	for (size_t i = 0; i < called->count; i++) {
		struct list_person person = person_part(&called->people[i]);
		enum list_likeness like = list_compare(&person, &shown, act->arena);
		if (like == LIST_SAME_DOCUMENT || uuid_equal(called->people[i].document, document))
			return &called->people[i];
		if (like == LIST_SAME_NAME || same_zone_name(act, &called->people[i], identity))
			named = &called->people[i];
	}
	*by = "name";
	return named;
}

bool convoy_see(struct act *act, const struct called *called, const struct scan *scan, struct convoy_person **person, struct uuid *inspection, struct error *err)
{
	struct scan here = *scan;
	struct subject subject = { .apart = true };
	struct check_list checks;
	const char *by;
	here.post = called->row.post;
	here.lane = str_equal(act->place.post, called->row.post) ? act->place.lane : 0;
	if (!here.direction.len)
		here.direction = STR("entry");
	if (!here.purpose.len && called->row.crew > called->row.passengers)
		here.purpose = STR("crew");
	if (!border_scan(act, &here, &subject, &checks, inspection, err))
		return false;
	*person = convoy_match(act, called, &subject.identity, subject.record, &by);
	if (!*person)
		return true;
	struct convoy_seen seen = { (*person)->key, *inspection, subject.record, str_of(by) };
	struct screened row = screened_of((*person)->key, *inspection, &subject, &checks, true);
	journal_append(act, &convoy_seen_type, called->id, &seen);
	journal_ref(act, subject.record, "person");
	convoy_keep_screened(act, called->id, &row, 1);
	return true;
}
