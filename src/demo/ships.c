#include "ships.h"

#include "house.h"
#include "lang.h"
#include "service.h"
#include "store.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

enum { ANNOUNCE, CREW, CREW_AGAIN, PASSENGERS, ARRIVE, CLEAR, PASSES, BACK, DEPART, STOWAWAY };
enum { HALCYON, CALDER, ORMOND, COACH, TRAIN, FLIGHT, SHIPS };

static const struct ship {
	const char *kind, *name, *imo, *call_sign, *flag, *number, *carrier, *agent, *from, *to, *berth, *post;
	int64_t due;           /* ms after the end of the story; negative: before */
	int crew, passengers;
} ships[SHIPS] = {
	[HALCYON] = { "vessel", "Halcyon Bay", "9074729", "A8XY7", "LBR", "", "Halcyon Bulk", "Meridian Agency", "Recife", "Cork", "Quay 4", "MERID", 9 * HOUR, 22, 0 },
	[CALDER] = { "vessel", "Calder Star", "9321483", "3FVT2", "PAN", "", "Calder Lines", "Hartmann and Sons", "Mindelo", "Bergen", "Quay 1", "MERID", -31 * HOUR, 19, 0 },
	[ORMOND] = { "vessel", "Ormond Trader", "8814275", "9HQP4", "MLT", "", "Ormond Shipping", "Meridian Agency", "Lisbon", "Dakar", "Quay 2", "MERID", -44 * HOUR, 12, 0 },
	[COACH] = { "coach", "", "", "", "UTO", "UT 4471 K", "Vale Lines", "", "Cork", "Amaurot", "Bay 2", "SORREL", -35 * MINUTE, 2, 34 },
	[TRAIN] = { "train", "", "", "", "UTO", "IC 407", "Utopian Railways", "", "Galway", "Amaurot", "Platform 1", "ANVIL", 2 * HOUR, 5, 46 },
	[FLIGHT] = { "aircraft", "", "", "", "PRT", "VA 1182", "Vale Air", "", "Lisbon", "Asterfield", "", "ASTERF", HOUR, 6, 0 },
};

static struct uuid records[SHIPS];

static const struct ship_step steps[] = {
	{ 52 * HOUR, "U-10007", "MERID", ORMOND, ANNOUNCE, 0, 0 },
	{ 51 * HOUR, "U-10007", "MERID", ORMOND, CREW, 0, 0 },
	{ 44 * HOUR, "U-10007", "MERID", ORMOND, ARRIVE, 0, 0 },
	{ 43 * HOUR, "U-10007", "MERID", ORMOND, CLEAR, 0, 0 },
	{ 40 * HOUR, "U-10007", "MERID", CALDER, ANNOUNCE, 0, 0 },
	{ 39 * HOUR, "U-10007", "MERID", CALDER, CREW, 0, 0 },
	{ 31 * HOUR, "U-10007", "MERID", CALDER, ARRIVE, 0, 0 },
	{ 30 * HOUR, "U-10007", "MERID", CALDER, CLEAR, 0, 0 },
	{ 29 * HOUR, "U-10007", "MERID", CALDER, PASSES, 3, 12 },
	{ 27 * HOUR, "U-10007", "MERID", CALDER, BACK, 3, 6 },
	{ 26 * HOUR, "U-10007", "MERID", HALCYON, ANNOUNCE, 0, 0 },
	{ 25 * HOUR, "U-10007", "MERID", CALDER, BACK, 7, 12 },
	{ 25 * HOUR - MINUTE, "U-10007", "MERID", HALCYON, CREW, 0, 0 },
	{ 20 * HOUR, "U-10007", "MERID", ORMOND, DEPART, 0, 0 },
	{ 5 * HOUR, "U-10004", "ASTERF", FLIGHT, ANNOUNCE, 0, 0 },
	{ 4 * HOUR, "U-10001", "SORREL", COACH, ANNOUNCE, 0, 0 },
	{ 4 * HOUR - MINUTE, "U-10001", "SORREL", COACH, PASSENGERS, 0, 0 },
	{ 3 * HOUR, "U-10001", "ANVIL", TRAIN, ANNOUNCE, 0, 0 },
	{ 3 * HOUR - MINUTE, "U-10001", "ANVIL", TRAIN, PASSENGERS, 0, 0 },
	{ 2 * HOUR + 30 * MINUTE, "U-10007", "MERID", CALDER, PASSES, 9, 15 },
	{ 2 * HOUR, "U-10004", "ASTERF", FLIGHT, CREW, 0, 0 },
	{ 90 * MINUTE, "U-10007", "MERID", HALCYON, CREW_AGAIN, 0, 0 },
	{ 70 * MINUTE, "U-10007", "MERID", CALDER, STOWAWAY, 0, 0 },
	{ 35 * MINUTE, "U-10001", "SORREL", COACH, ARRIVE, 0, 0 },
};

const struct ship_step *ship_steps(size_t *count)
{
	*count = COUNT_OF(steps);
	return steps;
}

const char *ships_wanted(void)
{
	return "WA-101,person,Valeriu MUNTEANESCU,1983-05-17,M,MDA,,WA-101,\"Court of Meridian: summons as accused, smuggling of goods.\"\r\n";
}

/* --- people: invented names, a date and a number made of the place on the list --- */

static const struct { const char *surname, *given, *nationality, *sex; } names[] = {
	{ "AABERG", "Sigurd", "NOR", "M" }, { "BAUTISTA", "Marilou Reyes", "PHL", "F" }, { "MUNTEANESCU", "Valeriu", "MDA", "M" }, { "CASTANARES", "Rodel Ocampo", "PHL", "M" },
	{ "DESHMUKHE", "Anand Rao", "IND", "M" }, { "ESCANDOR", "Felipa Lim", "PHL", "F" }, { "FEDORENCHUK", "Taras", "UKR", "M" }, { "GALAPPATHY", "Kasun", "LKA", "M" },
	{ "HABLERO", "Jerico Santos", "PHL", "M" }, { "ILAGANAN", "Wilfredo", "PHL", "M" }, { "JOKHADZE", "Nino", "GEO", "F" }, { "KATONIVERE", "Semi", "FJI", "M" },
	{ "LUMACAD", "Arnold Yap", "PHL", "M" }, { "MANGUBATAN", "Cherrie", "PHL", "F" }, { "NANDAKUMARAN", "Vishnu", "IND", "M" }, { "OLIVENZA", "Renato Cruz", "PHL", "M" },
	{ "PRYTULENKO", "Lesia", "UKR", "F" }, { "SUHARTONO", "", "IDN", "M" }, { "RATNAWEERAGE", "Dilani", "LKA", "F" }, { "SALONGAN", "Efren Dela Paz", "PHL", "M" },
	{ "THEVARAJANAN", "Mohan", "IND", "M" }, { "URSUNDVIK", "Ingrid", "NOR", "F" }, { "VILLAFLORES", "Teodoro", "PHL", "M" }, { "WEERASOORIYAGE", "Chamara", "LKA", "M" },
};
static const char *const ranks[] = { "Master", "Chief mate", "Second mate", "Third mate", "Chief engineer", "Second engineer", "Third engineer", "Electrician", "Bosun", "Able seaman", "Able seaman",
	"Able seaman", "Ordinary seaman", "Ordinary seaman", "Oiler", "Oiler", "Wiper", "Chief cook", "Messman", "Fitter", "Deck cadet", "Engine cadet" };
static const char *const aloft[] = { "Captain", "First officer", "Purser", "Cabin crew" };
static const char *const travellers[] = { "Almeida", "Byrne", "Carvalho", "Doyle", "Evora", "Fitzgibbon", "Gylfason", "Hegarty", "Jonsdottir", "Kavanagh", "Lopes", "Muscat", "Nobre", "O'Rourke", "Pires",
	"Quinlan", "Ragnarsson", "Sequeira", "Tavares", "Vella" };
static const char *const firsts[] = { "Ana", "Brian", "Catarina", "Declan", "Eva", "Finn", "Gisela", "Hugo", "Ines", "Jon", "Katrin", "Luis", "Maeve" };
static const char *const homes[] = { "PRT", "IRL", "CPV", "IRL", "CPV", "IRL", "ISL", "IRL", "ISL", "IRL", "CPV", "MLT", "PRT", "IRL", "PRT", "IRL", "ISL", "PRT", "CPV", "MLT" };

static struct date day_of(int year, int n)
{
	return (struct date){ (int16_t)(year + n * 7 % 38), (int8_t)(1 + n * 5 % 12), (int8_t)(1 + n * 11 % 28) };
}

static struct list_person sailor(struct act *act, int ship, int n)
{
	size_t at = (size_t)(n + (ship == HALCYON ? 0 : ship * 5 + 1)) % COUNT_OF(names);
	if (ship != HALCYON && at == 2)
		at = COUNT_OF(names) - 1; /* who is wanted sails on one ship alone */
	bool vessel = !strcmp(ships[ship].kind, "vessel");
	struct list_person out = {
		.surname = str_of(names[at].surname), .given_names = str_of(names[at].given), .born = at == 2 ? (struct date){ 1983, 5, 17 } : day_of(1964, n * 3 + ship),
		.sex = str_of(names[at].sex), .nationality = str_of(names[at].nationality), .document_kind = vessel && n % 3 ? STR("IS") : STR("P"),
		.document_issuer = str_of(names[at].nationality), .document_number = str_format(act->arena, "S%d%05d", ship + 3, 20117 + n * 331),
		.document_expires = (struct date){ (int16_t)(2029 + n % 6), (int8_t)(1 + n % 12), (int8_t)(1 + n * 3 % 28) },
		.rank = vessel ? str_of(ranks[(size_t)n % COUNT_OF(ranks)]) : !strcmp(ships[ship].kind, "aircraft") ? str_of(aloft[n < 3 ? n : 3]) : n ? STR("Attendant") : STR("Driver"),
	};
	return out;
}

static struct list_person passenger(struct act *act, int ship, int n)
{
	size_t at = (size_t)(n * 7 + ship) % COUNT_OF(travellers);
	return (struct list_person){
		.surname = str_upper(act->arena, str_of(travellers[at])), .given_names = str_of(firsts[(size_t)(n * 3 + ship) % COUNT_OF(firsts)]), .born = day_of(1948, n * 2 + ship),
		.sex = n % 2 ? STR("F") : STR("M"), .nationality = str_of(homes[at]), .document_kind = n % 4 ? STR("P") : STR("I"), .document_issuer = str_of(homes[at]),
		.document_number = str_format(act->arena, "T%d%05d", ship, 40213 + n * 127), .document_expires = (struct date){ (int16_t)(2029 + n % 7), (int8_t)(1 + n * 5 % 12), (int8_t)(1 + n * 7 % 28) },
		.embarked = str_of(ships[ship].from), .disembarks = n % 5 ? str_of(ships[ship].to) : STR("Hythlodaye"),
	};
}

/* Two changed, one missing, one new: what the agent sends again the evening before. */
static size_t sent_again(struct list_person *people, size_t count)
{
	people[8].rank = STR("Able seaman");
	people[11].document_number = STR("S355512");
	people[11].document_expires = (struct date){ 2036, 3, 1 };
	people[13] = people[count - 1];
	people[13].rank = STR("Ordinary seaman");
	return count - 1;
}

/* --- what happens --- */

static bool announce(struct act *act, int ship, int64_t before, struct error *err)
{
	const struct ship *one = &ships[ship];
	struct convoy convoy = {
		.kind = str_of(one->kind), .name = str_of(one->name), .imo = str_of(one->imo), .call_sign = str_of(one->call_sign), .flag = str_of(one->flag), .number = str_of(one->number),
		.carrier = str_of(one->carrier), .agent = str_of(one->agent), .from_place = str_of(one->from), .to_place = str_of(one->to), .berth = str_of(one->berth),
		.post = str_of(one->post), .due = act->now + before + one->due,
	};
	records[ship] = uuid_v7(act->now, act->random);
	return convoy_announce(act, &convoy, NULL, records[ship], err);
}

static bool take_list(struct act *act, struct called *called, int ship, bool crew, bool again, struct error *err)
{
	size_t count = (size_t)(crew ? ships[ship].crew : ships[ship].passengers);
	struct list_person *people = ARENA_ARRAY(act->arena, struct list_person, count + 1);
	struct list_told told;
	for (size_t i = 0; i < count + again; i++)
		people[i] = crew ? sailor(act, ship, (int)i) : passenger(act, ship, (int)i);
	if (again) /* one signs on who was not on the first list */
		count = sent_again(people, count + 1);
	return convoy_take_list(act, called, crew, people, count, "api", STR(""), &told, err);
}

static bool some(struct act *act, struct called *called, const struct ship_step *step, struct error *err)
{
	struct convoy_person **people = ARENA_ARRAY(act->arena, struct convoy_person *, called->count + 1);
	struct cleared cleared;
	size_t count = 0, given;
	for (size_t i = 0; i < called->count; i++) {
		struct convoy_person *person = &called->people[i];
		bool chosen = step->what == CLEAR ? convoy_clearable(person) : person->place > step->from && person->place <= step->to;
		if (chosen)
			people[count++] = person;
	}
	return step->what == CLEAR ? convoy_clear(act, called, CLEAR_ENTRY, people, count, STR(""), &cleared, err) : convoy_give_passes(act, called, people, count, STR("en"), &given, err);
}

static bool bring_back(struct act *act, struct called *called, const struct ship_step *step, struct error *err)
{
	for (size_t i = 0; i < called->count; i++) {
		const struct convoy_person *person = &called->people[i];
		struct shore_pass_row pass;
		struct uuid call;
		if (person->place > step->from && person->place <= step->to && convoy_ashore(person) && !convoy_pass_back(act, person->pass, STR(""), &call, &pass, err))
			return false;
	}
	return true;
}

static bool find_stowaway(struct act *act, struct called *called, struct error *err)
{
	static struct str nationality = { "GIN", 3 };
	struct identity identity = { .surname = STR("KOUROUMA"), .given_names = STR("Sekou"), .born = { 2001, 0, 0 }, .sex = STR("M"), .nationalities = { &nationality, 1 } };
	struct uuid file;
	return convoy_find_stowaway(act, called, &identity, true, STR("Paint store, forward, two days after Mindelo"), STR("Says he hid at night and has not eaten since. Speaks French and Susu."), &file, err);
}

bool ship_run(struct act *act, const struct ship_step *step, struct error *err)
{
	struct called called;
	struct cleared cleared;
	act->place = (struct place){ .post = str_of(step->post), .direction = STR("entry") };
	if (step->what == ANNOUNCE)
		return announce(act, step->ship, step->before, err);
	if (!convoy_open(act, records[step->ship], &called, err))
		return false;
	switch (step->what) {
	case CREW: return take_list(act, &called, step->ship, true, false, err);
	case CREW_AGAIN: return take_list(act, &called, step->ship, true, true, err);
	case PASSENGERS: return take_list(act, &called, step->ship, false, false, err);
	case ARRIVE: return convoy_move(act, &called, "arrived", STR(""), 0, false, STR(""), err);
	case BACK: return bring_back(act, &called, step, err);
	case DEPART: return convoy_depart(act, &called, NULL, 0, false, STR(""), &cleared, err);
	case STOWAWAY: return find_stowaway(act, &called, err);
	default: return some(act, &called, step, err);
	}
}
