#include "travellers.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"

/* States whose people need no visa in the pack of Utopia, and Utopia itself. */
static const char *const states[] = { "UTO", "D", "FRA", "ESP", "PRT", "ITA", "IRL", "NLD" };

/* Each draw is a statement of its own: a list of initializers has no order. */
static struct identity person(const struct watch_bench *words, uint64_t seed, char letter, int64_t number, struct arena *arena)
{
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, seed);
	struct str given = watch_bench_name(words, &random, arena), surname;
	str_cut(&given, ' ', &surname);
	struct str *nationality = ARENA_NEW(arena, struct str);
	*nationality = str_of(states[random_below(&random, COUNT_OF(states))]);
	bool woman = random_below(&random, 2);
	int year = 1950 + (int)random_below(&random, 50), month = 1 + (int)random_below(&random, 12), day = 1 + (int)random_below(&random, 28);
	return (struct identity){
		.surname = surname, .given_names = given, .sex = woman ? STR("F") : STR("M"), .nationalities = { nationality, 1 },
		.born = { (int16_t)year, (int8_t)month, (int8_t)day },
		.document_kind = STR("P"), .document_issuer = *nationality, .document_number = str_format(arena, "%c%08lld", letter, (long long)number),
		.document_expires = { (int16_t)(time_date(clock_now(&clock_system)).year + 5), 6, 15 },
	};
}

struct identity bench_traveller(const struct watch_bench *words, int64_t number, struct arena *arena)
{
	return person(words, (uint64_t)number, 'L', number, arena);
}

struct identity bench_listed(const struct watch_bench *words, int64_t number, struct arena *arena)
{
	return person(words, ((uint64_t)1 << 40) + (uint64_t)number, 'H', number, arena); /* behind all travellers' seeds */
}

static struct mrz_date two_digits(struct date date)
{
	return (struct mrz_date){ (int8_t)(date.year % 100), date.month, date.day };
}

bool bench_lines(const struct identity *identity, struct arena *arena, struct str *out, struct error *err)
{
	struct str lines[MRZ_LINES];
	size_t count;
	struct mrz_fields fields = {
		.form = MRZ_TD3, .code = identity->document_kind, .issuer = identity->document_issuer, .nationality = identity->nationalities.items[0],
		.number = identity->document_number, .surname = identity->surname, .given_names = identity->given_names,
		.birth = two_digits(identity->born), .expiry = two_digits(identity->document_expires), .sex = identity->sex.data[0],
	};
	if (!mrz_write(arena, &fields, lines, &count, err))
		return false;
	*out = str_join(arena, lines, count, STR("\n"));
	return true;
}

static const struct pack_post *some_post(const struct pack *pack, int64_t number)
{
	return &pack->posts[(size_t)number % pack->post_count];
}

bool bench_past_crossing(struct act *act, const struct identity *identity, int64_t number, int64_t turn, int64_t now, struct error *err)
{
	enum { STAY_DAYS = 3, EVERY_DAYS = 70 };
	bool entry = turn % 2 == 0;
	struct act then = *act;
	/* Everybody's last exit is some weeks ago; stays lie 70 days apart. */
	then.now = now - (20 + turn / 2 * EVERY_DAYS + (entry ? STAY_DAYS : 0)) * DAY_MS - number % 86400 * 1000;
	struct subject subject = { .identity = *identity, .post = some_post(act->pack, number + turn / 2), .direction = entry ? STR("entry") : STR("exit") };
	if (subject.post->count)
		subject.lane = subject.post->lanes[0].number;
	struct movement movement = { .decision = STR("admit"), .purpose = STR("tourism"), .source = STR("bench") };
	movement_complete(&then, &subject, &movement);
	if (entry) {
		movement.days = 90;
		movement.stay_until = date_of_days(date_days(movement.day) + 89);
	}
	journal_append_at(act, &crossing_import_type, identity_record(act, identity), &movement, then.now);
	return true;
}
