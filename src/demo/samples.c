/* Lines to scan in a demo: of its own people, and invented specimens. Each is written by mrz_write, and judged here as the booth will judge it, but
 * without a record: what a sample promises follows the pack, the lists and what was recorded since. */
#include "samples.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "store.h"
#include "watch.h"

enum { CANDIDATES = 12, TWINS_TRIED = 60, NO_YEAR = -1 };

/* What makes a sample: its lines, which way, and why it is one. */
struct sample {
	const char *code, *title, *text;
	const char *direction;
	struct uuid record;           /* of a person of the demo; zero = invented */
	struct str lines;
	struct str category;
	struct check_list checks;
	enum advice advice;
	bool care;
};

struct samples {
	struct act *act;
	struct date today;
	struct sample items[40];
	size_t count;
};

/* --- judged, not recorded --- */

static bool failed(const struct sample *sample, const char *check)
{
	for (size_t i = 0; i < sample->checks.count; i++)
		if (str_is(sample->checks.items[i].check, check) && str_is(sample->checks.items[i].result, "failed"))
			return true;
	return false;
}

static bool judge(struct samples *samples, struct sample *sample, struct error *err)
{
	struct act *act = samples->act;
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	struct subject subject = { .mrz = mrz, .source = STR("mrz") };
	struct str post = act->place.post.len ? act->place.post : act->pack->posts[0].code;
	if (!border_place(act, post, act->place.post.len ? act->place.lane : 0, str_of(sample->direction), &subject, err) ||
	    !mrz_parse(sample->lines, act->arena, mrz, err))
		return false;
	identity_from_mrz(mrz, subject.today, act->arena, &subject.identity);
	subject.record = identity_record(act, &subject.identity);
	sample->checks = (struct check_list){ .arena = act->arena };
	if (!subject_load(act, &subject, err) || !inspect_run(act, &subject, &sample->checks, err))
		return false;
	sample->advice = inspect_advice(&subject, &sample->checks);
	sample->care = inspect_cares(&sample->checks);
	sample->category = subject.verdict.category ? subject.verdict.category->code : STR("");
	return true;
}

static void take(struct samples *samples, const struct sample *sample)
{
	if (samples->count < COUNT_OF(samples->items))
		samples->items[samples->count++] = *sample;
}

/* --- lines --- */

static struct mrz_date two_digits(struct date date)
{
	return (struct mrz_date){ date.year ? (int8_t)(date.year % 100) : NO_YEAR, date.month, date.day };
}

static bool write(struct samples *samples, const struct mrz_fields *fields, struct str *lines, struct error *err)
{
	struct str line[MRZ_LINES];
	size_t count;
	if (!mrz_write(samples->act->arena, fields, line, &count, err))
		return false;
	*lines = str_join(samples->act->arena, line, count, STR("\n"));
	return true;
}

static bool write_document(struct samples *samples, const struct document_row *row, struct str *lines, struct error *err)
{
	const struct mrz_fields fields = {
		.form = MRZ_TD3, .code = row->document_kind, .issuer = row->document_issuer, .number = row->document_number, .surname = row->surname,
		.nationality = row->nationalities.count ? row->nationalities.items[0] : row->document_issuer, .given_names = row->given_names,
		.birth = two_digits(row->born), .expiry = two_digits(row->document_expires), .sex = row->sex.len ? row->sex.data[0] : '<',
	};
	return write(samples, &fields, lines, err);
}

/* --- people of the demo: the first whom the judges see as the sample says --- */

typedef bool fits(const struct sample *sample);

static bool first_that_fits(struct samples *samples, struct query *query, struct sample *sample, fits *good, struct error *err)
{
	struct document_row rows[CANDIDATES] = { 0 };
	struct uuid records[CANDIDATES];
	size_t count = 0;
	query_bind_int(query, "most", CANDIDATES);
	while (count < CANDIDATES && query_next(query)) {
		records[count] = query_id(query, 0);
		query_row(query, &document_row_fields, &rows[count++], samples->act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!write_document(samples, &rows[i], &sample->lines, err) || !judge(samples, sample, err))
			return false;
		if (!good(sample))
			continue;
		sample->record = records[i];
		take(samples, sample);
		return true;
	}
	return true;
}

static bool clear(const struct sample *sample) { return sample->advice == ADVICE_NONE; }
static bool clear_visitor(const struct sample *sample) { return sample->advice <= ADVICE_NOTE && str_is(sample->category, "visa_free"); }
static bool overstayed(const struct sample *sample) { return failed(sample, "stay.over") && sample->advice == ADVICE_LOOK; }
static bool lost(const struct sample *sample) { return failed(sample, "watch.lost_documents"); }
static bool wanted(const struct sample *sample) { return failed(sample, "watch.wanted") && sample->advice == ADVICE_REFER; }
static bool hushed(const struct sample *sample) { return failed(sample, "watch.discreet") && sample->advice <= ADVICE_NOTE; }
static bool banned(const struct sample *sample) { return failed(sample, "watch.entry_bans") && sample->advice == ADVICE_REFER; }

static bool add_people(struct samples *samples, struct error *err)
{
	struct act *act = samples->act;
	struct arena *arena = act->arena;
	struct str day = date_str(arena, samples->today), grown = date_str(arena, date_add_months(samples->today, -12 * 25));
	struct sample citizen = { "citizen", WORDS("A citizen"), WORDS("One scan, one key. Nothing is asked."), "entry", .advice = ADVICE_NONE };
	struct sample visitor = { "visitor", WORDS("A visitor without visa"), WORDS("Was here before: the bar of days shows how many are left."), "entry", .advice = ADVICE_NONE };
	struct sample over = { "overstay", WORDS("Stayed too long, on exit"), WORDS("The days are counted one by one. An explanation is heard; nobody is kept from leaving."), "exit", .advice = ADVICE_NONE };
	struct query *query = db_query(act->db, "demo.citizens");
	query_bind_text(query, "issuer", act->pack->head.country);
	query_bind_text(query, "day", day);
	query_bind_text(query, "grown", grown);
	if (!first_that_fits(samples, query, &citizen, clear, err))
		return false;
	query = db_query(act->db, "demo.visitors");
	query_bind_text(query, "issuer", act->pack->head.country);
	query_bind_text(query, "later", date_str(arena, date_add_months(samples->today, 12)));
	query_bind_text(query, "grown", grown);
	if (!first_that_fits(samples, query, &visitor, clear_visitor, err))
		return false;
	query = db_query(act->db, "demo.overstayers");
	query_bind_text(query, "day", day);
	return first_that_fits(samples, query, &over, overstayed, err);
}

/* A list's entry names a document or a birth date: by these its bearer is found among the people of the demo. */
static bool add_listed(struct samples *samples, const char *list, struct sample sample, fits *good, struct error *err)
{
	const struct watch_loaded *loaded = watch_loaded(samples->act->watch, str_of(list));
	size_t before = samples->count;
	const struct watch_reading *reading = !loaded ? &(const struct watch_reading){ 0 } : loaded->own.count ? &loaded->own : &loaded->reading;
	for (size_t i = 0; i < reading->count && i < CANDIDATES && samples->count == before; i++) {
		const struct watch_entry *entry = &reading->entries[i];
		struct str number = entry->document_count ? entry->documents[0].number : STR("");
		bool by_number = number.len != 0;
		if (!by_number && (!entry->birth_count || !date_whole(entry->births[0].from)))
			continue;
		struct query *query = db_query(samples->act->db, by_number ? "demo.numbered" : "demo.born");
		query_bind_text(query, by_number ? "number" : "born", by_number ? number : date_str(samples->act->arena, entry->births[0].from));
		if (!first_that_fits(samples, query, &sample, good, err))
			return false;
	}
	return true;
}

/* --- invented specimens --- */

static bool add_specimen(struct samples *samples, struct sample sample, struct mrz_fields fields, struct error *err)
{
	if (!write(samples, &fields, &sample.lines, err))
		return false;
	if (!strcmp(sample.code, "digit")) { /* the digit after the date of expiry, one too high */
		char *text = (char *)str_c(samples->act->arena, sample.lines);
		char *digit = text + 45 + 27;
		*digit = (char)('0' + (*digit - '0' + 1) % 10);
		sample.lines = str_of(text);
	}
	if (!judge(samples, &sample, err))
		return false;
	take(samples, &sample);
	return true;
}

static bool add_specimens(struct samples *samples, struct error *err)
{
	const struct mrz_date later = two_digits(date_add_months(samples->today, 50)), past = two_digits(date_add_months(samples->today, -2));
	const struct mrz_date child = two_digits(date_add_months(samples->today, -12 * 9 - 4)), unknown = { NO_YEAR, 0, 0 };
	const struct mrz_date older_child = two_digits(date_add_months(samples->today, -12 * 11 - 2)), baby = two_digits(date_add_months(samples->today, -4));
	const struct {
		struct sample sample;
		struct mrz_fields fields;
	} all[] = {
		{ { "digit", WORDS("A wrong check digit"), WORDS("The booth names the field and marks it; the other data stay. Going on with the lines makes it a finding."), "entry" },
		  { MRZ_TD3, STR("P"), STR("ESP"), STR("ESP"), STR("SPE100001"), STR("GARCIA LOPEZ"), STR("ROSA"), { 79, 11, 30 }, later, 'F' } },
		{ { "expired", WORDS("An expired passport"), WORDS("Rule and article are named; the second line decides."), "entry" },
		  { MRZ_TD3, STR("P"), STR("FRA"), STR("FRA"), STR("SPE100002"), STR("MARTIN"), STR("JEAN LUC"), { 84, 5, 1 }, past, 'M' } },
		{ { "expired_citizen", WORDS("A citizen with an expired passport"), WORDS("Never refused: identity is established another way, and the document desk gets a task."), "entry" },
		  { MRZ_TD3, STR("P"), samples->act->pack->head.country, samples->act->pack->head.country, STR("SPE100003"), STR("ERIKSSON"), STR("ANNA MARIA"), { 74, 8, 12 }, past, 'F' } },
		{ { "stateless", WORDS("A stateless person"), WORDS("Nationality XXA. Without a visa the papers are not there: the second line decides, and asks for protection."), "entry" },
		  { MRZ_TD3, STR("PS"), STR("NLD"), STR("XXA"), STR("SPE100004"), STR("HADDAD"), STR("SAMIR"), { 88, 2, 17 }, later, 'M' } },
		{ { "refugee", WORDS("A refugee's travel document"), WORDS("Nationality XXB, issued by Germany (D): the country that protects, not the one that was fled."), "entry" },
		  { MRZ_TD3, STR("PR"), STR("D"), STR("XXB"), STR("SPE100005"), STR("TESFAYE"), STR("HANNA"), { 93, 6, 9 }, later, 'F' } },
		{ { "one_name", WORDS("One name, born 1950 without month and day"), WORDS("No field is invented; the age reads as two years."), "entry" },
		  { MRZ_TD3, STR("P"), STR("CHE"), STR("CHE"), STR("SPE100006"), STR("SUTANTO"), STR(""), { 50, 0, 0 }, later, 'M' } },
		{ { "german", WORDS("A German passport: D<<"), WORDS("The issuer is one letter, the name has an umlaut."), "entry" },
		  { MRZ_TD3, STR("P"), STR("D"), STR("D"), STR("SPE100007"), STR("Müller"), STR("Jürgen"), { 69, 3, 21 }, later, 'M' } },
		{ { "card", WORDS("An identity card, three lines"), WORDS("Form TD1. Who comes by treaty may enter on it."), "entry" },
		  { MRZ_TD1, STR("I"), STR("PRT"), STR("PRT"), STR("SPE100008"), STR("FERREIRA"), STR("INES"), { 91, 12, 3 }, later, 'F' } },
		{ { "family_mother", WORDS("A family of five: the mother"), WORDS("Scan the five one after the other, without deciding between them: they become a group, with one decision."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100020"), STR("HOLLOWAY"), STR("MIRA"), { 88, 4, 2 }, later, 'F' } },
		{ { "family_son", WORDS("A family of five: the son"), WORDS("Alone he is a child who is asked for; beside his mother nothing is asked."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100021"), STR("HOLLOWAY"), STR("OTTO"), older_child, later, 'M' } },
		{ { "family_daughter", WORDS("A family of five: the daughter"), WORDS("Her name belongs with her mother's."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100022"), STR("HOLLOWAY"), STR("ELLA"), child, later, 'F' } },
		{ { "family_grandmother", WORDS("A family of five: the grandmother's identity card"), WORDS("The exception: her card does not suffice. Category, rule and article are shown; she goes to the second line, the others are admitted."), "entry" },
		  { MRZ_TD1, STR("I"), STR("GBR"), STR("GBR"), STR("SPE100023"), STR("HOLLOWAY"), STR("ILSE"), { 51, 11, 20 }, later, 'F' } },
		{ { "family_baby", WORDS("A family of five: the baby's new passport"), WORDS("Five verdicts, one decision."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100024"), STR("HOLLOWAY"), STR("JUNE"), baby, later, 'F' } },
		{ { "visa", WORDS("A visa sticker, form A"), WORDS("A visa is no passport: its zone is read, and its number is no document that lets enter."), "entry" },
		  { MRZ_MRV_A, STR("V"), samples->act->pack->head.country, STR("PHL"), STR("SPE100009"), STR("SANTOS"), STR("MARIA"), { 86, 7, 14 }, later, 'F' } },
		{ { "no_birth", WORDS("Birth date unknown"), WORDS("The date stands as fillers in the zone, and stays unknown on the screen."), "entry" },
		  { MRZ_TD3, STR("P"), STR("FRA"), STR("FRA"), STR("SPE100010"), STR("DIALLO"), STR("AMADOU"), unknown, later, 'M' } },
		{ { "child", WORDS("A child of nine, alone"), WORDS("Ask who travels along and which consent was given."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100011"), STR("CARTER"), STR("NINA"), child, later, 'F' } },
		{ { "uncle", WORDS("Her uncle, of another name"), WORDS("Scanned beside the child: she is asked for all the same, since the names differ."), "entry" },
		  { MRZ_TD3, STR("P"), STR("GBR"), STR("GBR"), STR("SPE100013"), STR("BAKER"), STR("THOMAS"), { 81, 6, 14 }, later, 'M' } },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (!add_specimen(samples, all[i].sample, all[i].fields, err))
			return false;
	return true;
}

/* Two or three words of ASCII letters: what a passport's zone can show unchanged. */
static bool plain_name(struct str name)
{
	size_t words = 1;
	for (size_t i = 0; i < name.len; i++) {
		if (name.data[i] == ' ')
			words++;
		else if (!ascii_alpha(name.data[i]))
			return false;
	}
	return words > 1 && words < 4;
}

/* Bears the name of an entry of the United Nations' list, but was born in another time and elsewhere. */
static bool add_twin(struct samples *samples, struct error *err)
{
	const struct watch_loaded *loaded = watch_loaded(samples->act->watch, STR("un_sanctions"));
	struct sample sample = { "twin", WORDS("Bears a name that is on a list"), WORDS("Born in another year, of another nationality: compared side by side, not the same person."), "entry", .advice = ADVICE_NONE };
	for (size_t i = 0; loaded && i < loaded->reading.count && i < TWINS_TRIED; i++) {
		const struct watch_entry *entry = &loaded->reading.entries[i];
		struct str surname = entry->name_count ? entry->names[0].text : STR(""), given;
		if (entry->kind != WATCH_PERSON || !plain_name(surname) || !entry->birth_count || !date_whole(entry->births[0].from))
			continue;
		str_cut(&surname, ' ', &given);
		struct mrz_date birth = two_digits(date_add_months(entry->births[0].from, 12 * 11 + 5));
		const struct mrz_fields fields = { MRZ_TD3, STR("P"), STR("PRT"), STR("PRT"), STR("SPE100012"), surname, given, birth,
			                           two_digits(date_add_months(samples->today, 50)), 'M' };
		struct error none;
		if (!write(samples, &fields, &sample.lines, &none))
			continue; /* a name that does not fit the zone */
		if (!judge(samples, &sample, err))
			return false;
		if (sample.advice < ADVICE_LOOK)
			continue;
		take(samples, &sample);
		return true;
	}
	return true;
}

static bool gather(struct samples *samples, struct error *err)
{
	const struct sample is_lost = { "lost", WORDS("A passport reported lost"), WORDS("The holder may have found it again: ask, and compare the photograph."), "entry", .advice = ADVICE_NONE };
	const struct sample is_wanted = { "wanted", WORDS("A person on a national list"), WORDS("The second line decides; the traveller is not told why."), "entry", .advice = ADVICE_NONE };
	const struct sample is_banned = { "ban", WORDS("A person with an entry ban"), WORDS("The second line shows the ban and its article, hears the person, and decides."), "entry", .advice = ADVICE_NONE };
	const struct sample is_silent = { "silent", WORDS("A silent alert"), WORDS("The booth sees nothing of it: the second line and the analyst are told at once."), "entry", .advice = ADVICE_NONE };
	return add_people(samples, err) && add_listed(samples, "lost_documents", is_lost, lost, err) && add_listed(samples, "wanted", is_wanted, wanted, err) &&
	       add_listed(samples, "entry_bans", is_banned, banned, err) && add_listed(samples, "discreet", is_silent, hushed, err) && add_twin(samples, err) && add_specimens(samples, err);
}

/* --- the page --- */

static json_t *expectation(struct act *act, const struct sample *sample)
{
	bool child = sample->advice == ADVICE_CARE;
	const char *word = sample->advice == ADVICE_REFER ? WORDS("Refer") : sample->advice == ADVICE_LOOK ? WORDS("Look") : child ? WORDS("Child") : WORDS("Clear");
	json_t *out = json_object();
	json_put_str(out, "tone", sample->advice == ADVICE_REFER ? STR("stop") : sample->advice == ADVICE_LOOK ? STR("check") : child ? STR("care") : STR("clear"));
	json_put_str(out, "word", lang_words(act->lang, word));
	return out;
}

static struct str category_words(struct act *act, struct str code)
{
	const struct pack_category *category = pack_category_of(act->pack, code, (struct date){ 0 });
	return category ? pack_words(act->pack, lang_tag(act->lang), category->words) : STR("");
}

static json_t *sample_value(struct act *act, const struct sample *sample)
{
	json_t *out = json_object();
	json_put_str(out, "code", str_of(sample->code));
	json_put_str(out, "title", lang_words(act->lang, sample->title));
	json_put_str(out, "text", lang_words(act->lang, sample->text));
	json_put_str(out, "direction", str_of(sample->direction));
	json_put_str(out, "lines", sample->lines);
	json_put_str(out, "advice", str_of(advice_name(sample->advice)));
	json_put_yesno(out, "care", sample->care);
	json_put_str(out, "category", sample->category);
	json_put_str(out, "category_words", category_words(act, sample->category));
	json_put(out, "expect", expectation(act, sample));
	return out;
}

static bool samples_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct samples *samples = ARENA_NEW(act->arena, struct samples);
	struct uuid shown[COUNT_OF(samples->items)];
	size_t people = 0;
	(void)call;
	if (!act->house->sign_in_help)
		return error_set(err, ERR_NOT_FOUND, "samples are there in a demo only", "make one with limen demo", "samples");
	samples->act = act;
	samples->today = time_date(act->now);
	if (!gather(samples, err))
		return false;
	json_t *rows = json_array();
	for (size_t i = 0; i < samples->count; i++) {
		json_array_append_new(rows, sample_value(act, &samples->items[i]));
		if (!uuid_zero(samples->items[i].record))
			shown[people++] = samples->items[i].record;
	}
	journal_look(act, "samples of the demo", shown, people);
	reply->data = json_object();
	json_put(reply->data, "samples", rows);
	reply->page = json_object();
	json_put_str(reply->page, "summary", lang_count(act->lang, act->arena, (int64_t)samples->count, WORDS_MANY("{count} document", "{count} documents")));
	json_put_yesno(reply->page, "can_scan", act->place.post.len && act->place.lane);
	return true;
}

const struct route samples_routes[] = {
	{ GET, "/samples", CAN_CROSS, samples_get, "samples", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "Machine-readable lines to scan in a demo, and what comes out." },
	{ 0 },
};
