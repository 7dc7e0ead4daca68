#include "lists.h"

#include <string.h>

#include "alerts.h"
#include "csv.h"
#include "documents.h"
#include "embed.h"
#include "ships.h"

extern const struct embedded demo_files[];

enum { TWINS = 8 };

static struct str embedded_bytes(const char *end)
{
	for (const struct embedded *file = demo_files; file->name; file++)
		if (str_ends(str_of(file->name), str_of(end)))
			return file->bytes;
	return STR("");
}

/* --- lists of others --- */

static const char *const un_parts[] = { "un_consolidated.xml" }, *const foreign_parts[] = { "ofac_sdn.csv", "ofac_alt.csv", "ofac_add.csv", "ofac_sdn_comments.csv" };

static size_t published(const char *const *parts, size_t count, struct watch_file *files)
{
	for (size_t i = 0; i < count; i++)
		files[i] = (struct watch_file){ str_of(parts[i]), embedded_bytes(parts[i]) };
	return count;
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

bool lists_add_twins(struct people *people, struct error *err)
{
	struct watch_reading reading;
	if (!watch_read_un(embedded_bytes("un_consolidated.xml"), people->arena, &reading, err))
		return false;
	size_t twins = 0;
	for (size_t i = 7; i < reading.count && twins < TWINS; i++) {
		const struct watch_entry *entry = &reading.entries[i];
		if (entry->kind != WATCH_PERSON || !plain_name(entry->names[0].text))
			continue;
		if (!people_like(people, entry->names[0].text, err))
			return false;
		twins++;
		i += 60;
	}
	return true;
}

/* --- national lists, invented --- */

static const struct told {
	const char *code, *reference, *remarks;
	int people, likes;   /* of the demo; and entries that only bear a like name */
	bool children, documents;
	const char *measure, *direction, *authority, *instruction, *call; /* of a list that is kept here; NULL = imported as CSV */
	int ends, review;    /* days from the end of the story; 0 = none */
} nationals[] = {
	{ "entry_bans", "BAN-%03d", "Overstayed twice; ban of two years, appeal possible.", 3, 1, false, false, "refuse", "entry", "Aliens Authority of Utopia", "", "Ban desk, 4420", 420, 60 },
	{ "wanted", "WA-%03d", "Court of Meridian: summons as accused, theft.", 2, 3, false, false, "hold", "both", "Court of Meridian", "Stay calm and keep the document.", "Duty desk of the police, 4410", 0, 90 },
	{ "missing_persons", "MP-%03d", "Reported by the family; not seen since.", 2, 0, true, false, "inform", "both", "Child protection service", "Speak to the child alone, in a quiet place.", "Child protection, 4477", 0, 45 },
	{ "discreet", "DA-%03d", "Alert of the customs investigation.", 2, 0, false, false, "silent", "both", "Customs investigation", "Note vehicle and companions. Do not search.", "Customs investigation, 4411", 120, 0 },
	{ "lost_documents", "LD-%03d", "Reported lost by the holder.", 5, 0, false, true, NULL, NULL, NULL, NULL, NULL, 0, 0 },
};

static bool has_journey_after(const struct people *people, size_t traveller, int64_t at)
{
	for (size_t i = people->journey_count; i-- > 0 && people->journeys[i].at >= at;)
		if ((size_t)people->journeys[i].traveller == traveller && people->journeys[i].entry)
			return true;
	return false;
}

static bool child(const struct people *people, const struct identity *identity)
{
	return (people->end / DAY_MS - date_days(identity->born)) < 18 * 365;
}

/* The next traveller who fits and came within the last months; each stands on one list only. */
static const struct traveller *somebody(struct people *people, const struct told *national, size_t *at)
{
	for (; *at < people->count; (*at)++) {
		const struct traveller *traveller = &people->travellers[*at];
		const struct identity *identity = &traveller->identity;
		bool citizen = str_is(identity->nationalities.items[0], "UTO");
		if (child(people, identity) != national->children || (citizen && !strcmp(national->code, "entry_bans")))
			continue;
		if (has_journey_after(people, *at, people->end - 200 * DAY_MS)) {
			(*at)++;
			return traveller;
		}
	}
	return NULL;
}

static void entry_row(struct buf *out, struct arena *arena, const struct told *national, int number, const struct identity *identity, bool only_like)
{
	char born[DATE_TEXT];
	struct str reference = str_format(arena, national->reference, number);
	struct str name = str_format(arena, STR_FMT " " STR_FMT, STR_ARG(identity->given_names), STR_ARG(identity->surname));
	struct str document = str_format(arena, STR_FMT ":" STR_FMT, STR_ARG(identity->document_issuer), STR_ARG(identity->document_number));
	struct date birth = identity->born;
	if (only_like)
		birth.year = (int16_t)(birth.year - 13);
	csv_field_raw(out, reference);
	csv_field_raw(out, national->documents ? STR("document") : STR("person"));
	csv_field_raw(out, national->documents ? document : name);
	csv_field_raw(out, national->documents ? STR("") : date_text(birth, born));
	csv_field_raw(out, national->documents ? STR("") : identity->sex);
	csv_field_raw(out, national->documents || only_like ? STR("") : identity->nationalities.items[0]);
	csv_field_raw(out, national->documents ? document : STR(""));
	csv_field_raw(out, reference);
	csv_field_raw(out, str_of(national->remarks));
	csv_end_row(out);
}

static struct str national_csv(struct people *people, const struct told *national, bool early)
{
	struct buf out = BUF_IN(people->arena);
	size_t at[] = { TWINS, TWINS }; /* grown-ups, children; the twins are on no national list */
	for (const struct told *before = nationals; before < national; before++)
		for (int i = 0; i < before->people + before->likes; i++)
			somebody(people, before, &at[before->children]);
	buf_text(&out, "id,kind,name,born,sex,nationalities,documents,reference,remarks\r\n");
	for (int i = 0; i < national->people + national->likes; i++) {
		const struct traveller *traveller = somebody(people, national, &at[national->children]);
		if (traveller && (!early || i % 2 == 0))
			entry_row(&out, people->arena, national, i + 1, &traveller->identity, i >= national->people);
	}
	if (!strcmp(national->code, "wanted") && !early)
		buf_text(&out, ships_wanted());
	return buf_str(&out);
}

/* --- lists that are kept here: the same people, each by an order --- */

static struct texts one_text(struct arena *arena, struct str text)
{
	struct texts out = { ARENA_ARRAY(arena, struct str, 1), text.len ? 1 : 0 };
	out.items[0] = text;
	return out;
}

static struct national entry_kept(struct people *people, const struct told *told, int number, const struct identity *identity, bool only_like)
{
	struct arena *arena = people->arena;
	struct date birth = identity->born, end = time_date(people->end);
	struct str reference = str_format(arena, told->reference, number);
	if (only_like)
		birth.year = (int16_t)(birth.year - 13);
	return (struct national){
		.list = str_of(told->code), .item = reference, .kind = STR("person"), .name = str_format(arena, STR_FMT " " STR_FMT, STR_ARG(identity->given_names), STR_ARG(identity->surname)),
		.born = one_text(arena, date_str(arena, birth)), .sex = identity->sex, .nationalities = one_text(arena, only_like ? STR("") : identity->nationalities.items[0]),
		.documents = one_text(arena, only_like ? STR("") : str_format(arena, STR_FMT ":" STR_FMT, STR_ARG(identity->document_issuer), STR_ARG(identity->document_number))),
		.direction = str_of(told->direction), .measure = str_of(told->measure), .order_number = reference, .authority = str_of(told->authority), .reason = str_of(told->remarks),
		.expires = told->ends ? date_of_days(date_days(end) + told->ends) : (struct date){ 0 },
		.review = told->review ? date_of_days(date_days(end) + told->review - 30 * (number % 4)) : (struct date){ 0 },
		.instruction = str_of(told->instruction), .call = str_of(told->call),
	};
}

static bool write_kept(struct people *people, struct act *act, const struct told *told, bool early, struct error *err)
{
	struct national items[16];
	size_t count = 0, at[] = { TWINS, TWINS };
	for (const struct told *before = nationals; before < told; before++)
		for (int i = 0; i < before->people + before->likes; i++)
			somebody(people, before, &at[before->children]);
	for (int i = 0; i < told->people + told->likes; i++) {
		const struct traveller *traveller = somebody(people, told, &at[told->children]);
		if (traveller && (i % 2 == 0) == early)
			items[count++] = entry_kept(people, told, i + 1, &traveller->identity, i >= told->people);
	}
	return !count || national_write(act, str_of(told->code), items, count, (struct uuid){ 0 }, err);
}

bool lists_propose(struct people *people, struct act *act, struct error *err)
{
	const struct identity *identity = &people->travellers[people->count - 1].identity;
	struct national item = entry_kept(people, &nationals[1], 77, identity, false);
	struct uuid request;
	item.direction = STR("exit");
	item.measure = STR("refuse");
	item.reason = STR("Court of Meridian: may not leave before the trial.");
	item.expires = date_of_days(date_days(time_date(people->end)) + 90);
	return alerts_propose(act, item.list, &item, 1, STR("The court sent the order today; its seal was compared."), &request, err);
}

/* --- registers of documents --- */

bool lists_register(struct people *people, struct act *act, struct error *err)
{
	static const struct { const char *state, *by, *note; int days; } marks[] = {
		{ "lost", "The holder, at the consulate", "On a train.", 40 }, { "stolen", "Police of Meridian", "Theft at a hotel; file 26-1184.", 25 },
		{ "lost", "The holder, by telephone", "", 12 }, { "surrendered", "Passport office of Utopia", "Naturalised; given back to the issuer.", 300 },
	};
	for (size_t i = 0; i < COUNT_OF(marks) && i < people->count; i++) {
		const struct identity *identity = &people->travellers[people->count - 2 - i].identity;
		const struct register_mark mark = {
			.state = str_of(marks[i].state), .issuer = identity->document_issuer, .kind = identity->document_kind, .number = identity->document_number,
			.day = date_of_days(date_days(time_date(people->end)) - marks[i].days), .by = str_of(marks[i].by), .born = identity->born, .note = str_of(marks[i].note), .source = STR("page"),
		};
		if (!register_put(act, &mark, STR(""), err))
			return false;
	}
	const struct register_mark specimen = { .state = STR("specimen"), .issuer = STR("UTO"), .kind = STR("P"), .number = STR("L898902C3"), .day = { 2020, 1, 1 },
		                                .by = STR("Passport office of Utopia"), .note = STR("Printed in the handbook of the officers."), .source = STR("page") };
	return register_put(act, &specimen, STR(""), err);
}

/* --- all of them --- */

size_t lists_count(void)
{
	return 2 + COUNT_OF(nationals);
}

bool lists_import(struct people *people, struct act *act, size_t which, bool early, struct error *err)
{
	struct watch_file files[4];
	struct watch_reading reading;
	if (which == 0)
		return watch_import(act, STR("un_sanctions"), STR("un"), files, published(un_parts, COUNT_OF(un_parts), files), &reading, err);
	if (which == 1)
		return watch_import(act, STR("foreign_sanctions"), STR("ofac"), files, published(foreign_parts, COUNT_OF(foreign_parts), files), &reading, err);
	const struct told *national = &nationals[which - 2];
	if (national->measure)
		return write_kept(people, act, national, early, err);
	struct str csv = national_csv(people, national, early);
	size_t head;
	if (str_find(csv, STR("\n"), &head) && head + 1 == csv.len)
		return true; /* a small demo has nobody who fits: the list is not imported */
	files[0] = (struct watch_file){ STR("list.csv"), csv };
	return watch_import(act, str_of(national->code), STR("csv"), files, 1, &reading, err);
}
