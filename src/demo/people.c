#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "house.h"
#include "mrz.h"

extern const struct embedded demo_files[];

/* Where travellers come from: name data by ISO alpha-2, document code by ICAO, how many of a thousand. */
static const struct nation {
	const char *names, *code;
	int share;
} nations[] = {
	{ "PT", "UTO", 170 }, { "PT", "PRT", 70 }, { "IE", "IRL", 50 }, { "FR", "FRA", 70 }, { "DE", "D", 70 },  { "ES", "ESP", 60 }, { "IT", "ITA", 50 },
	{ "GB", "GBR", 60 },  { "NL", "NLD", 30 }, { "PL", "POL", 30 }, { "RO", "ROU", 25 }, { "US", "USA", 45 }, { "CA", "CAN", 20 }, { "BR", "BRA", 40 },
	{ "MX", "MEX", 15 },  { "JP", "JPN", 15 }, { "KR", "KOR", 10 }, { "AU", "AUS", 10 }, { "CN", "CHN", 30 }, { "RU", "RUS", 20 }, { "UA", "UKR", 25 },
	{ "TR", "TUR", 20 },  { "RS", "SRB", 10 }, { "AL", "ALB", 10 }, { "AM", "ARM", 8 },  { "GE", "GEO", 10 }, { "KZ", "KAZ", 8 },  { "NP", "NPL", 8 },
	{ "PH", "PHL", 16 },  { "CO", "COL", 8 },  { "PE", "PER", 7 },
};

/* Each draw is a statement of its own: C leaves open in which order arguments and initialisers are evaluated, and a seed means the same people with every
 * compiler. */
static int64_t below(struct people *people, int64_t bound)
{
	return (int64_t)random_below(people->random, (uint64_t)(bound > 0 ? bound : 1));
}

static bool chance(struct people *people, int in_thousand)
{
	return below(people, 1000) < in_thousand;
}

/* --- names --- */

static void keep(struct people *people, struct str **list, size_t *count, struct str name)
{
	if (*count % 64 == 0) {
		struct str *grown = ARENA_ARRAY(people->arena, struct str, *count + 64);
		if (*count)
			memcpy(grown, *list, *count * sizeof *grown);
		*list = grown;
	}
	(*list)[(*count)++] = str_copy(people->arena, name);
}

static const struct embedded *file_ending(const char *end)
{
	for (const struct embedded *file = demo_files; file->name; file++)
		if (str_ends(str_of(file->name), str_of(end)))
			return file;
	return NULL;
}

static bool read_names(struct people *people, const char *file, bool fore, struct error *err)
{
	struct csv_reader *reader = csv_reader_all(people->arena, file_ending(file)->bytes, (struct csv_options){ .separator = ',', .header = true });
	struct csv_row row;
	enum csv_step step;
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		struct str country = csv_field_at(&row, csv_column(reader, "Country")), name = csv_field_at(&row, csv_column(reader, "Romanized Name"));
		struct str gender = fore ? csv_field_at(&row, csv_column(reader, "Gender")) : STR("");
		for (size_t i = 0; i < COUNT_OF(nations); i++) {
			if (!str_is(country, nations[i].names) || !name.len)
				continue;
			if (!fore)
				keep(people, &people->surnames[i], &people->surname_count[i], name);
			else if (str_is(gender, "F"))
				keep(people, &people->forenames_f[i], &people->forename_f_count[i], name);
			else
				keep(people, &people->forenames_m[i], &people->forename_m_count[i], name);
		}
	}
	return step == CSV_END;
}

bool people_names(struct people *people, struct error *err)
{
	return read_names(people, "forenames-by-country.csv", true, err) && read_names(people, "surnames-by-country.csv", false, err);
}

/* --- travellers --- */

static size_t some_nation(struct people *people)
{
	int64_t at = below(people, 1000), sum = 0;
	for (size_t i = 0; i < COUNT_OF(nations); i++)
		if ((sum += nations[i].share) > at)
			return i;
	return 0;
}

static struct date day_of(int64_t ms)
{
	return time_date(ms);
}

static struct str some_number(struct people *people)
{
	static const char letters[] = "ACDEFGHKLMNPRTVWXYZ";
	char first = letters[below(people, sizeof letters - 1)], second = letters[below(people, sizeof letters - 1)];
	return str_format(people->arena, "%c%c%07d", first, second, (int)below(people, 10000000));
}

static struct mrz_date two_digits(struct date date)
{
	return (struct mrz_date){ date.year ? (int8_t)(date.year % 100) : -1, date.month, date.day };
}

static bool write_lines(struct people *people, struct traveller *traveller, struct error *err)
{
	const struct identity *identity = &traveller->identity;
	struct str lines[MRZ_LINES];
	size_t count;
	struct mrz_fields fields = {
		.form = MRZ_TD3, .code = identity->document_kind, .issuer = identity->document_issuer, .nationality = identity->nationalities.items[0],
		.number = identity->document_number, .surname = identity->surname, .given_names = identity->given_names,
		.birth = two_digits(identity->born), .expiry = two_digits(identity->document_expires), .sex = identity->sex.data[0],
	};
	if (!mrz_write(people->arena, &fields, lines, &count, err))
		return false;
	traveller->lines = str_join(people->arena, lines, count, STR("\n"));
	return true;
}

static struct traveller *next_traveller(struct people *people)
{
	if (people->count == people->size) {
		size_t size = people->size ? people->size * 2 : 1024;
		struct traveller *grown = ARENA_ARRAY(people->arena, struct traveller, size);
		if (people->count)
			memcpy(grown, people->travellers, people->count * sizeof *grown);
		people->travellers = grown;
		people->size = size;
	}
	return &people->travellers[people->count++];
}

static struct texts one_code(struct people *people, struct str code)
{
	struct texts texts = { ARENA_NEW(people->arena, struct str), 1 };
	texts.items[0] = code;
	return texts;
}

/* A person of a nation; `surname` empty = any; `years` the age at the start. */
static bool add_traveller(struct people *people, size_t nation, struct str surname, int years, char sex, enum purpose_kind kind, struct error *err)
{
	struct traveller *traveller = next_traveller(people);
	bool woman = sex == 'F' || (sex != 'M' && chance(people, 500));
	size_t fore = woman ? people->forename_f_count[nation] : people->forename_m_count[nation];
	struct str *names = woman ? people->forenames_f[nation] : people->forenames_m[nation];
	int32_t birth = date_days(day_of(people->start)) - years * 365 - (int32_t)below(people, 365);
	*traveller = (struct traveller){ .kind = kind };
	struct identity *identity = &traveller->identity;
	identity->surname = surname.len ? surname : people->surnames[nation][below(people, (int64_t)people->surname_count[nation])];
	identity->given_names = names[below(people, (int64_t)fore)];
	identity->born = date_of_days(birth);
	identity->sex = chance(people, 4) ? STR("X") : woman ? STR("F") : STR("M");
	identity->nationalities = one_code(people, str_of(nations[nation].code));
	identity->document_kind = chance(people, 8) ? STR("PD") : STR("P");
	identity->document_issuer = str_of(nations[nation].code);
	identity->document_number = some_number(people);
	identity->document_expires = date_of_days(date_days(day_of(people->end)) + (int32_t)below(people, 2500) - 20);
	return write_lines(people, traveller, err);
}

/* --- journeys --- */

static void add_journey(struct people *people, size_t traveller, int64_t at, const struct pack_post *post, bool entry, struct str craft)
{
	if (at < people->start || at >= people->end)
		return;
	if (people->journey_count == people->journey_size) {
		size_t size = people->journey_size ? people->journey_size * 2 : 8192;
		struct journey *grown = ARENA_ARRAY(people->arena, struct journey, size);
		if (people->journey_count)
			memcpy(grown, people->journeys, people->journey_count * sizeof *grown);
		people->journeys = grown;
		people->journey_size = size;
	}
	people->journeys[people->journey_count++] = (struct journey){ .at = at, .traveller = (int)traveller, .post = post, .entry = entry, .craft = craft };
}

static const struct pack_post *some_post(struct people *people, unsigned modes)
{
	const struct pack *pack = people->act->pack;
	for (;;) { /* the first posts of each mode are the busy ones */
		int64_t at = below(people, (int64_t)pack->post_count);
		size_t i = (size_t)(at * below(people, 1000) / 1000);
		if (chance(people, 300))
			i = (size_t)below(people, (int64_t)pack->post_count);
		if (pack->posts[i].mode & modes)
			return &pack->posts[i];
	}
}

/* Summers and the turn of the year are busy. */
static int64_t seasonal_day(struct people *people)
{
	static const int weight[] = { 55, 50, 60, 75, 80, 95, 130, 135, 95, 75, 55, 95 };
	int64_t days = (people->end - people->start + DAY_MS - 1) / DAY_MS; /* the last one may have just begun */
	for (;;) {
		int64_t day = below(people, days);
		if (below(people, 140) < weight[day_of(people->start + day * DAY_MS).month - 1])
			return people->start + day * DAY_MS;
	}
}

static int64_t hour_of_day(struct people *people)
{
	static const int weight[] = { 8, 5, 4, 4, 8, 20, 45, 70, 80, 75, 65, 60, 60, 65, 70, 75, 85, 90, 75, 60, 45, 35, 25, 15 };
	for (;;) {
		int64_t hour = below(people, 24);
		if (below(people, 90) < weight[hour])
			return hour * INT64_C(3600000) + below(people, 3600) * 1000;
	}
}

static struct str some_craft(struct people *people, const struct pack_post *post, enum purpose_kind kind)
{
	if (post->mode == MODE_AIR)
		return str_format(people->arena, "UA%d", 100 + (int)below(people, 60));
	if (kind != DRIVER)
		return STR("");
	int first = 'A' + (int)below(people, 26), second = 'A' + (int)below(people, 26);
	return str_format(people->arena, "%c%c%04d", first, second, (int)below(people, 10000));
}

/* A visit: in, and out again after some days, mostly by the same way. */
static void add_visit(struct people *people, size_t first, size_t last, int64_t day, int days, const struct pack_post *post)
{
	const struct pack_post *out = chance(people, 850) ? post : some_post(people, post->mode | MODE_AIR);
	enum purpose_kind kind = people->travellers[first].kind;
	int64_t in_at = day + hour_of_day(people), out_at = day + days * DAY_MS + hour_of_day(people);
	struct str craft_in = some_craft(people, post, kind), craft_out = some_craft(people, out, kind);
	bool home = str_is(people->travellers[first].identity.nationalities.items[0], "UTO");
	if (out_at <= in_at)
		out_at = in_at + 3600000;
	for (size_t i = first; i <= last; i++) {
		add_journey(people, i, in_at + (int64_t)(i - first) * 20000, post, !home, craft_in);
		add_journey(people, i, out_at + (int64_t)(i - first) * 20000, out, home, craft_out);
	}
}

static bool add_family(struct people *people, struct error *err)
{
	size_t nation = some_nation(people), first = people->count;
	struct str surname = people->surnames[nation][below(people, (int64_t)people->surname_count[nation])];
	int children = (int)below(people, 4), mother = 25 + (int)below(people, 20);
	const struct pack_post *post;
	if (!add_traveller(people, nation, surname, mother, 'F', TOURIST, err) || !add_traveller(people, nation, surname, mother + (int)below(people, 6), 'M', TOURIST, err))
		return false;
	for (int i = 0; i < children; i++)
		if (!add_traveller(people, nation, surname, 1 + (int)below(people, mother - 22 < 17 ? mother - 22 : 17), '?', TOURIST, err))
			return false;
	people->families++;
	for (size_t i = first; i < people->count; i++)
		people->travellers[i].family = people->families;
	post = some_post(people, MODE_LAND | MODE_AIR | MODE_SEA);
	int64_t day = seasonal_day(people);
	add_visit(people, first, people->count - 1, day, 3 + (int)below(people, 20), post);
	return true;
}

static bool add_single(struct people *people, struct error *err)
{
	static const enum purpose_kind kinds[] = { TOURIST, TOURIST, VISITOR, BUSINESS, BUSINESS, VISITOR };
	size_t nation = some_nation(people);
	int years = 18 + (int)below(people, 60);
	if (!add_traveller(people, nation, STR(""), years, '?', kinds[below(people, COUNT_OF(kinds))], err))
		return false;
	int visits = 1 + (int)below(people, 3);
	for (int i = 0; i < visits; i++) {
		int64_t day = seasonal_day(people);
		int days = 1 + (int)below(people, chance(people, 120) ? 80 : 14);
		add_visit(people, people->count - 1, people->count - 1, day, days, some_post(people, MODE_LAND | MODE_AIR | MODE_SEA | MODE_RAIL));
	}
	return true;
}

static bool add_regular(struct people *people, enum purpose_kind kind, int turns, struct error *err)
{
	const struct pack_post *post = some_post(people, kind == DRIVER ? MODE_LAND : MODE_LAND | MODE_RAIL);
	size_t nation = kind == COMMUTER ? (size_t)below(people, 3) : 1 + (size_t)below(people, 10);
	int years = 20 + (int)below(people, 40);
	char sex = kind == DRIVER && chance(people, 900) ? 'M' : '?';
	if (!add_traveller(people, nation, STR(""), years, sex, kind, err))
		return false;
	int64_t day = people->start + below(people, 60) * DAY_MS;
	for (int i = 0; i < turns && day < people->end; i++) {
		int stay = kind == COMMUTER ? 0 : 1 + (int)below(people, 3);
		add_visit(people, people->count - 1, people->count - 1, day, stay, post);
		day += (stay + 1 + below(people, kind == COMMUTER ? 6 : 14)) * DAY_MS;
	}
	return true;
}

bool people_like(struct people *people, struct str name, struct error *err)
{
	struct str surname = name, given;
	size_t nation = some_nation(people);
	if (!add_traveller(people, nation, STR(""), 30 + (int)below(people, 40), 'M', VISITOR, err))
		return false;
	struct traveller *traveller = &people->travellers[people->count - 1];
	str_cut(&surname, ' ', &given);
	traveller->identity.given_names = str_copy(people->arena, given);
	traveller->identity.surname = str_copy(people->arena, surname);
	int64_t day = people->end - (2 + below(people, 90)) * DAY_MS;
	int days = 3 + (int)below(people, 9);
	add_visit(people, people->count - 1, people->count - 1, day, days, some_post(people, MODE_AIR));
	return write_lines(people, traveller, err);
}

static int by_time(const void *a, const void *b)
{
	const struct journey *left = a, *right = b;
	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return (left->traveller > right->traveller) - (left->traveller < right->traveller);
}

/* What becomes of a few: days too long, no exit at all, refusals, claims. */
static void add_fates(struct people *people)
{
	size_t kept = 0;
	for (size_t i = 0; i < people->journey_count; i++) {
		struct journey journey = people->journeys[i];
		bool citizen = str_is(people->travellers[journey.traveller].identity.nationalities.items[0], "UTO");
		if (!journey.entry && !citizen && chance(people, 14))
			continue; /* stays */
		if (!journey.entry && !citizen && chance(people, 10))
			journey.at += (20 + below(people, 100)) * DAY_MS;
		journey.refuse = journey.entry && !citizen && chance(people, 9);
		journey.claim = journey.entry && !citizen && !journey.refuse && chance(people, 2);
		if (journey.at < people->end)
			people->journeys[kept++] = journey;
	}
	people->journey_count = kept;
}

/* The last day, and the same weekday before it, are full at the posts whose officers can sign in. */
static bool add_busy_days(struct people *people, size_t each, struct error *err)
{
	static const char *const posts[] = { "SORREL", "ASTERF", "MERID" };
	int64_t last = (people->end - 1) / DAY_MS * DAY_MS;
	for (size_t i = 0; i < each * COUNT_OF(posts) * 2; i++) {
		const struct pack_post *post = pack_post(people->act->pack, str_of(posts[i % COUNT_OF(posts)]), (struct date){ 0 });
		int stay = 2 + (int)below(people, 9);
		int64_t day = last - (chance(people, 500) ? 7 : 0) * DAY_MS;
		day -= (chance(people, 450) ? stay : 0) * DAY_MS;
		size_t nation = some_nation(people);
		int years = 18 + (int)below(people, 60);
		if (!add_traveller(people, nation, STR(""), years, '?', chance(people, 500) ? TOURIST : BUSINESS, err))
			return false;
		add_visit(people, people->count - 1, people->count - 1, day, stay, post);
	}
	return true;
}

/* Open overstays of every age, a stay that somebody extends, and one that ends too late: people whose entry is all that is recorded. */
static bool add_lingerers(struct people *people, struct error *err)
{
	static const int over[LINGERERS] = { 2, 4, 6, 12, 23, 45, 70, 130, -14, 10 };
	static const char *const codes[] = { "BRA", "USA", "CAN", "MEX", "GBR" };
	const struct pack *pack = people->act->pack;
	for (size_t i = 0; i < LINGERERS; i++) {
		size_t nation = 0;
		while (nation + 1 < COUNT_OF(nations) && strcmp(nations[nation].code, codes[i % COUNT_OF(codes)]))
			nation++;
		int years = 24 + (int)below(people, 40);
		if (!add_traveller(people, nation, STR(""), years, i % 2 ? 'F' : 'M', TOURIST, err))
			return false;
		people->lingerers[i] = people->count - 1;
		int64_t entered = people->end - (int64_t)(over[i] + 89) * DAY_MS - 7200000;
		add_journey(people, people->count - 1, entered, &pack->posts[i % 2 ? 5 : 0], true, STR(""));
	}
	add_journey(people, people->lingerers[LINGERER_LEAVES], people->end - 1500000, &pack->posts[0], false, STR(""));
	return true;
}

bool people_make(struct people *people, size_t most, struct error *err)
{
	if (!add_busy_days(people, most / 400, err))
		return false;
	for (size_t i = 0; i < most / 600 && people->journey_count < most; i++)
		if (!add_regular(people, COMMUTER, 60, err) || !add_regular(people, DRIVER, 25, err))
			return false;
	while (people->journey_count < most)
		if (!(chance(people, 250) ? add_family(people, err) : add_single(people, err)))
			return false;
	add_fates(people);
	if (!add_lingerers(people, err))
		return false;
	qsort(people->journeys, people->journey_count, sizeof *people->journeys, by_time);
	return true;
}
