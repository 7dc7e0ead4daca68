#include "gather.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

void gather_start(struct gather *gather)
{
	gather->entry = (struct watch_entry){ .names = gather->names };
}

void gather_skip(struct gather *gather, const char *file, uint64_t line, const char *why)
{
	struct watch_reading *out = gather->out;
	if (!out->skips)
		out->skips = ARENA_ARRAY(gather->arena, struct watch_skip, WATCH_SKIPS);
	if (out->skip_count < WATCH_SKIPS)
		out->skips[out->skip_count++] = (struct watch_skip){ file, line, why };
	out->skipped++;
}

#define KEEP_PART(type, field, count) \
	do { \
		type *copy = ARENA_ARRAY(gather->arena, type, entry->count + 1u); \
		memcpy(copy, gather->field, entry->count * sizeof *copy); \
		entry->field = copy; \
	} while (0)

static void keep(struct gather *gather)
{
	struct watch_reading *out = gather->out;
	struct watch_entry *entry = &gather->entry;
	KEEP_PART(struct watch_name, names, name_count);
	KEEP_PART(struct watch_birth, births, birth_count);
	KEEP_PART(struct watch_document, documents, document_count);
	KEEP_PART(struct str, nationalities, nationality_count);
	KEEP_PART(struct str, birthplaces, birthplace_count);
	if (out->count == gather->size) {
		size_t size = gather->size ? gather->size * 2 : 256;
		struct watch_entry *entries = ARENA_ARRAY(gather->arena, struct watch_entry, size);
		if (out->count)
			memcpy(entries, out->entries, out->count * sizeof *entries);
		out->entries = entries;
		gather->size = size;
	}
	out->entries[out->count++] = *entry;
	out->persons += entry->kind == WATCH_PERSON;
	out->names += entry->kind == WATCH_PERSON ? entry->name_count : 0;
}

bool gather_end(struct gather *gather, const char *file, uint64_t line, struct error *err)
{
	if (!gather->entry.id.len)
		gather_skip(gather, file, line, "The entry has no number");
	else if (!gather->entry.name_count)
		gather_skip(gather, file, line, "The entry has no name");
	else if (gather->out->count == WATCH_ENTRIES)
		return error_set(err, ERR_TOO_LARGE, "The list has too many entries", "Divide it into several lists", "line %llu",
		                 (unsigned long long)line);
	else
		keep(gather);
	return true;
}

void gather_name(struct gather *gather, struct str name, enum watch_quality quality, bool native)
{
	struct watch_entry *entry = &gather->entry;
	name = str_trim(name);
	if (!name.len || entry->name_count == WATCH_PARTS)
		return;
	for (size_t i = 0; i < entry->name_count; i++)
		if (str_equal(gather->names[i].text, name)) {
			if (quality < gather->names[i].quality)
				gather->names[i].quality = quality;
			return;
		}
	gather->names[entry->name_count++] = (struct watch_name){ str_copy(gather->arena, name), quality, native };
}

void gather_written_birth(struct gather *gather, struct str text, const char **why)
{
	struct str rest = str_trim(text), first;
	struct date a, b, from, to, last;
	bool about = str_starts(rest, STR("~"));
	if (!rest.len)
		return;
	if (about)
		rest = str_slice(rest, 1, rest.len);
	if (!str_cut(&rest, '/', &first))
		return;
	if (!rest.len)
		rest = first;
	if (!date_parse(str_trim(first), &a) || !date_parse(str_trim(rest), &b) || !date_range(a, &from, &to) || !date_range(b, &to, &last))
		*why = "The birth date is not a date: write 1974-08-12, 1974-08 or 1974";
	else
		gather_birth(gather, from, last, about);
}

void gather_written_document(struct gather *gather, struct str text)
{
	struct str parts[3];
	size_t count = 0;
	while (count < 3 && str_cut(&text, ':', &parts[count]))
		count++;
	if (count == 3)
		gather_document(gather, parts[1], parts[2], parts[0]);
	else if (count == 2)
		gather_document(gather, STR("passport"), parts[1], parts[0]);
	else if (count == 1)
		gather_document(gather, STR("passport"), parts[0], STR(""));
}

void gather_birth(struct gather *gather, struct date from, struct date to, bool about)
{
	if (gather->entry.birth_count < WATCH_PARTS && date_whole(from) && date_whole(to) && date_compare(from, to) <= 0)
		gather->births[gather->entry.birth_count++] = (struct watch_birth){ from, to, about };
}

/* Lists name the same few countries again and again. */
static struct str known_country(struct gather *gather, struct str name)
{
	for (size_t i = 0; i < gather->country_count; i++)
		if (str_equal(gather->countries[i][0], name))
			return gather->countries[i][1];
	struct str code = country_code(gather->arena, name);
	if (gather->country_count < COUNT_OF(gather->countries)) {
		gather->countries[gather->country_count][0] = str_copy(gather->arena, name);
		gather->countries[gather->country_count++][1] = code;
	}
	return code;
}

void gather_document(struct gather *gather, struct str type, struct str number, struct str issuer)
{
	number = str_trim(number);
	if (number.len && gather->entry.document_count < WATCH_PARTS)
		gather->documents[gather->entry.document_count++] = (struct watch_document){ str_copy(gather->arena, str_trim(type)),
			str_copy(gather->arena, number), known_country(gather, issuer) };
}

static void add_text(struct gather *gather, struct str *items, uint16_t *count, struct str text)
{
	for (size_t i = 0; i < *count; i++)
		if (str_equal(items[i], text))
			return;
	if (text.len && *count < WATCH_PARTS)
		items[(*count)++] = str_copy(gather->arena, text);
}

void gather_nationality(struct gather *gather, struct str country)
{
	if (!str_is(str_trim(country), "na"))
		add_text(gather, gather->nationalities, &gather->entry.nationality_count, known_country(gather, country));
}

void gather_birthplace(struct gather *gather, struct str place)
{
	add_text(gather, gather->birthplaces, &gather->entry.birthplace_count, str_trim(place));
}

void gather_remark(struct gather *gather, struct str text)
{
	text = str_trim(text);
	struct str both[] = { gather->entry.remarks, text };
	if (text.len)
		gather->entry.remarks = gather->entry.remarks.len ? str_join(gather->arena, both, 2, STR("; ")) : str_copy(gather->arena, text);
}

/* ---- countries ---- */

/* Names that lists use and ICU's English names do not have. */
static const char *const countries[][2] = {
	{ "BURMA", "MMR" }, { "CONGO", "COG" }, { "CAPE VERDE", "CPV" }, { "CONGO, DEMOCRATIC REPUBLIC OF THE", "COD" }, { "COTE D'IVOIRE", "CIV" },
	{ "CZECH REPUBLIC", "CZE" }, { "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "PRK" }, { "DEMOCRATIC REPUBLIC OF THE CONGO", "COD" },
	{ "GREAT BRITAIN", "GBR" }, { "HONG KONG", "HKG" }, { "IRAN (ISLAMIC REPUBLIC OF)", "IRN" }, { "ISLAMIC REPUBLIC OF IRAN", "IRN" },
	{ "IVORY COAST", "CIV" }, { "KOREA, NORTH", "PRK" }, { "KOREA, SOUTH", "KOR" }, { "LIBYAN ARAB JAMAHIRIYA", "LBY" },
	{ "MACEDONIA", "MKD" }, { "MOLDOVA, REPUBLIC OF", "MDA" }, { "MYANMAR", "MMR" }, { "PALESTINE", "PSE" }, { "PALESTINIAN", "PSE" },
	{ "PALESTINIAN TERRITORIES", "PSE" }, { "STATE OF PALESTINE", "PSE" }, { "REPUBLIC OF KOREA", "KOR" }, { "RUSSIAN FEDERATION", "RUS" },
	{ "SWAZILAND", "SWZ" }, { "SYRIAN ARAB REPUBLIC", "SYR" }, { "TURKEY", "TUR" }, { "TURKIYE", "TUR" }, { "TüRKIYE", "TUR" },
	{ "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND", "GBR" }, { "UNITED REPUBLIC OF TANZANIA", "TZA" },
	{ "UNITED STATES OF AMERICA", "USA" }, { "USA", "USA" }, { "VENEZUELA (BOLIVARIAN REPUBLIC OF)", "VEN" }, { "VIET NAM", "VNM" },
	{ "KOSOVO", "XKX" }, { "UTOPIA", "UTO" }, { "REPUBLIC OF MOLDOVA", "MDA" }, { "GAMBIA, THE", "GMB" }, { "BAHAMAS, THE", "BHS" },
	{ "CONGO, REPUBLIC OF THE", "COG" }, { "BOSNIA AND HERZEGOVINA", "BIH" }, { "TRINIDAD AND TOBAGO", "TTO" },
	{ "ANTIGUA AND BARBUDA", "ATG" }, { "SAINT KITTS AND NEVIS", "KNA" },
};

static bool icu_country(struct str name, struct str *code)
{
	for (const char *const *at = uloc_getISOCountries(); *at; at++) {
		char locale[8] = "und_", english[160];
		UChar display[80];
		UErrorCode status = U_ZERO_ERROR;
		memcpy(locale + 4, *at, 3);
		int32_t length = uloc_getDisplayCountry(locale, "en", display, (int32_t)COUNT_OF(display), &status), size = 0;
		u_strToUTF8(english, sizeof english, &size, display, length, &status);
		const char *three = uloc_getISO3Country(locale);
		if (U_FAILURE(status) || (size_t)size != name.len || strlen(three) != 3)
			continue;
		size_t same = 0;
		while (same < name.len && (english[same] == name.data[same] || (ascii_alpha(english[same]) && (english[same] & ~32) == name.data[same])))
			same++;
		if (same == name.len) {
			*code = str_of(three);
			return true;
		}
	}
	return false;
}

struct str country_code(struct arena *arena, struct str name)
{
	name = str_trim(name);
	struct str upper = str_upper(arena, name), code;
	if (!name.len || (name.len == 3 && str_equal(upper, name)))
		return str_copy(arena, name);
	for (size_t i = 0; i < COUNT_OF(countries); i++)
		if (str_is(upper, countries[i][0]))
			return str_of(countries[i][1]);
	if (icu_country(upper, &code))
		return str_copy(arena, code);
	return str_copy(arena, name);
}

/* ---- dates ---- */

bool date_in_words(struct str text, struct date *from, struct date *to)
{
	static const char *const months[] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC" };
	struct date date = { 0 };
	struct str rest = str_trim(text), piece;
	while (str_cut(&rest, ' ', &piece)) {
		int64_t number;
		int month = 0;
		for (int i = 0; i < 12 && piece.len >= 3; i++)
			if ((piece.data[0] & ~32) == months[i][0] && (piece.data[1] & ~32) == months[i][1] && (piece.data[2] & ~32) == months[i][2])
				month = i + 1;
		if (month)
			date.month = (int8_t)month;
		else if (str_to_int(piece, &number) && number > 0 && number < 32 && !date.day)
			date.day = (int8_t)number;
		else if (str_to_int(piece, &number) && piece.len == 4 && number > 1000)
			date.year = (int16_t)number;
		else
			return false;
	}
	return date.year && date_valid(date) && date_range(date, from, to);
}
