/* The centres: a week of appointments, the morning of today, who waits, interviews. */
#include "story.h"

#include <string.h>

#include "arena.h"
#include "booking.h"
#include "interview.h"
#include "journal.h"
#include "lang.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

static const char *const names[] = {
	"Achieng Odhiambo", "Wanjiru Kamau", "Abdi Hassan Farah", "Mercy Chebet", "Tesfaye Alemu", "Rania Haddad", "Khalil Mansour", "Lina Barakat", "Omar Al-Nsour", "Yara Qasem",
	"Jose Ramon Villanueva", "Maricel Santos", "Angelica Dizon", "Rodel Bautista", "Grace Ocampo", "Ketevan Lomidze", "Ana Beatriz Moraes", "Viktor Halasz", "Sunita Thapa", "Ibrahim Diallo",
	"Fatou Ndiaye", "Samuel Otieno", "Nadia Benali", "Prakash Gurung",
};
static const char *const languages[] = { "sw", "ar", "tl", "en", "fr", "" };

struct visit {
	const char *centre, *service;
	int64_t start;
	int who, people;
	const char *note;
	struct uuid record;
};

static bool book(struct story *story, struct act *act, void *data, struct error *err)
{
	struct visit *visit = data;
	(void)story;
	const char *language = languages[visit->who % (int)COUNT_OF(languages)];
	bool spoken = pack_code(act->pack, STR("protection_languages"), str_of(language)) != NULL;
	const struct booking_wish wish = {
		.centre = str_of(visit->centre), .service = str_of(visit->service), .start = visit->start, .people = visit->people, .name = str_of(names[visit->who % (int)COUNT_OF(names)]),
		.language = spoken ? str_of(language) : STR(""), .note = str_of(visit->note),
	};
	visit->record = uuid_v7(act->now, act->random);
	bool good = booking_move(act, visit->record, &wish, err);
	if (!good && err->code == ERR_FINDINGS) { /* the place is gone: nobody is booked there */
		act_forget(act);
		act->findings.count = 0;
		visit->record = (struct uuid){ 0 };
		good = true;
	}
	return good;
}

static bool arrive(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return booking_arrive(act, ((struct visit *)data)->record, err);
}

static bool miss(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return booking_miss(act, ((struct visit *)data)->record, err);
}

static bool walk_in(struct story *story, struct act *act, void *data, struct error *err)
{
	struct visit *visit = data;
	(void)story;
	const struct booking_wish wish = { .centre = str_of(visit->centre), .service = str_of(visit->service), .people = 1, .name = str_of(names[visit->who]), .note = str_of(visit->note) };
	return booking_walk_in(act, uuid_v7(act->now, act->random), &wish, NULL, err);
}

static bool wait_for(struct story *story, struct act *act, void *data, struct error *err)
{
	struct visit *visit = data;
	(void)story;
	struct date today = lang_zone_day(act->house->zone(act->house, STR("UTC")), act->now);
	const struct booking_wish wish = { .centre = str_of(visit->centre), .service = str_of(visit->service), .people = visit->people, .name = str_of(names[visit->who]), .note = str_of(visit->note) };
	return booking_wait(act, uuid_v7(act->now, act->random), &wish, date_of_days(date_days(today) + 90), date_of_days(date_days(today) + 120), err);
}

/* --- the days --- */

/* What becomes of somebody who was expected: nearly all come a little early, some not at all; the last quarter of an hour is not noted yet. */
static bool attend(struct story *story, size_t clerk, struct visit *visit, int64_t now, struct error *err)
{
	int64_t came = visit->start - (visit->who * 7 % 11) * MINUTE;
	if (uuid_zero(visit->record) || came >= now - 10 * MINUTE)
		return true;
	if (visit->who % 9 == 4)
		return visit->start + 30 * MINUTE >= now || story_perform(story, visit->start + 25 * MINUTE, clerk, miss, visit, err);
	return story_perform(story, came, clerk, arrive, visit, err);
}

static bool fill_day(struct story *story, const struct pack_centre *centre, const char *service, struct date day, int every, struct error *err)
{
	const struct pack *pack = story->people.act->pack;
	const struct lang_zone *zone = story->house->zone(story->house, centre->zone);
	const struct pack_service *given = pack_service(centre, str_of(service));
	size_t clerk = story_user("U-20041"), count;
	int times[CENTRE_TIMES_MOST], who = (int)(date_days(day) % 7) * 3;
	if (!given)
		return true;
	count = pack_centre_times(pack, centre, given, day, times);
	for (size_t i = 0; i < count; i++) {
		int here = (int)((i * 5 + (size_t)every) % (size_t)every) ? given->counters - 1 : given->counters;
		for (int n = 0; n < here && (i + (size_t)n) % (size_t)every != 1; n++, who++) {
			struct visit visit = { .centre = str_c(story->people.act->arena, centre->code), .service = service, .start = lang_zone_instant(zone, day, times[i]), .who = who,
			                       .people = who % 8 == 3 ? 2 : 1, .note = who % 13 == 6 ? "Comes with a wheelchair." : "" };
			int64_t booked = story->people.end - 3 * 24 * HOUR - (who % 50) * HOUR;
			if (!story_perform(story, booked, clerk, book, &visit, err) || !attend(story, clerk, &visit, story->people.end, err))
				return false;
		}
	}
	return true;
}

/* --- interviews --- */

static bool plan_talk(struct story *story, struct act *act, void *data, struct error *err)
{
	struct visit *visit = data;
	(void)story;
	const struct interview_plan plan = { .language = STR("ar"), .wish = visit->who % 2 ? STR("F") : STR(""), .met = visit->who % 2, .officer = STR("Irina Falk"), .interpreter = STR("Huda Samara"), .room = STR("Room 2") };
	return uuid_zero(visit->record) || interview_set(act, visit->record, &plan, err);
}

static bool write_talk(struct story *story, struct act *act, void *data, struct error *err)
{
	struct visit *visit = data;
	(void)story;
	static struct interview_answer said[] = {
		{ { "Whom do you visit, and since when do you know each other?", 57 }, { "My sister. She has worked at the hospital of Amaurot for six years.", 67 } },
		{ { "Who pays for the journey?", 25 }, { "I pay it myself. I brought the statements of my account.", 56 } },
		{ { "When do you have to be back at work?", 36 }, { "On the first Monday of the month. My employer's letter says so.", 63 } },
	};
	static struct str present[] = { { "Irina Falk, officer", 19 }, { "Huda Samara, interpreter", 24 } };
	struct texts who = { present, 2 };
	const struct interview_record kept = { .began = visit->start, .lasted = 40, .present = who, .answers = { said, 3 } };
	return uuid_zero(visit->record) || interview_keep(act, visit->record, &kept, err);
}

static bool talk(struct story *story, const struct pack_centre *centre, struct date day, int who, bool held, struct error *err)
{
	const struct pack_service *service = pack_service(centre, STR("interview"));
	const struct lang_zone *zone = story->house->zone(story->house, centre->zone);
	size_t officer = story_user("U-20042");
	int times[CENTRE_TIMES_MOST];
	size_t count = service ? pack_centre_times(story->people.act->pack, centre, service, day, times) : 0;
	if (!count)
		return true;
	struct visit visit = { .centre = str_c(story->people.act->arena, centre->code), .service = "interview", .start = lang_zone_instant(zone, day, times[held ? 0 : count / 2]), .who = who, .people = 1, .note = "" };
	int64_t now = story->people.end;
	if (!story_perform(story, now - 60 * HOUR, officer, book, &visit, err) || !story_perform(story, now - 59 * HOUR, officer, plan_talk, &visit, err))
		return false;
	return !held || visit.start + HOUR >= now ||
	       (story_perform(story, visit.start - 3 * MINUTE, officer, arrive, &visit, err) && story_perform(story, visit.start + 45 * MINUTE, officer, write_talk, &visit, err));
}

bool story_centres(struct story *story, struct error *err)
{
	static const struct { const char *centre; int days; } shown[] = { { "NAIROBI", 5 }, { "AMAUROT", 3 }, { "AMMAN", 2 }, { "MANILA", 1 } };
	const struct pack *pack = story->people.act->pack;
	int64_t now = story->people.end;
	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		const struct pack_centre *centre = pack_centre(pack, str_of(shown[i].centre), (struct date){ 0 });
		if (!centre)
			continue;
		struct date today = lang_zone_day(story->house->zone(story->house, centre->zone), now);
		for (int day = 0; day < shown[i].days; day++)
			if (!fill_day(story, centre, "visa_application", date_of_days(date_days(today) + day), 3 + day * 2, err))
				return false;
		if (!fill_day(story, centre, "collection", today, 6, err) || !talk(story, centre, today, 5 + (int)i, true, err) || !talk(story, centre, date_of_days(date_days(today) + 1), 6 + (int)i, false, err))
			return false;
	}
	struct visit came = { .centre = "AMAUROT", .service = "visa_application", .who = 21, .note = "Came from Anyder by bus; the papers are complete." };
	struct visit waits = { .centre = "NAIROBI", .service = "visa_application", .who = 19, .people = 4, .note = "A family of four; the school holidays alone suit." };
	return story_perform(story, now - 2 * HOUR, story_user("U-20041"), walk_in, &came, err) && story_perform(story, now - 30 * HOUR, story_user("U-20041"), wait_for, &waits, err);
}
