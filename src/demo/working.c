#include "working.h"

#include <stdlib.h>
#include <string.h>

#include "house.h"
#include "lang.h"
#include "paper.h"
#include "station.h"
#include "store.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A pass with two booths and a solar panel, an airport, a port. The first word of a serial number says the kind. */
static const struct working_step told[] = {
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "reader", "RD-1107", "Regula 7027", 1, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "reader", "RD-1108", "Regula 7027", 2, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "printer", "PR-0311", "Brother HL-L2400", 0, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "solar_panel", "SP-0020", "6 x 410 W", 0, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "battery", "BT-0021", "LiFePO4, 10 kWh", 0, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "generator", "GN-0007", "Diesel, 5 kVA", 0, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "link", "LK-0012", "VSAT, 512 kbit/s", 0, 0, 0 },
	{ 400 * DAY, WORKING_ITEM, "U-10003", "SORREL", "barrier", "BR-0033", "Lifting barrier", 3, 0, 0 },
	{ 390 * DAY, WORKING_ITEM, "U-10006", "ASTERF", "reader", "RD-2201", "Desko Penta", 1, 0, 0 },
	{ 390 * DAY, WORKING_ITEM, "U-10006", "ASTERF", "reader", "RD-2202", "Desko Penta", 2, 0, 0 },
	{ 390 * DAY, WORKING_ITEM, "U-10006", "ASTERF", "camera", "CM-2210", "", 1, 0, 0 },
	{ 390 * DAY, WORKING_ITEM, "U-10006", "ASTERF", "printer", "PR-2231", "", 0, 0, 0 },
	{ 399 * DAY, WORKING_POWER, "U-10003", "SORREL", "solar", "", "", 0, 0, 0 },
	{ 389 * DAY, WORKING_POWER, "U-10006", "ASTERF", "mains", "", "", 0, 0, 0 },
	{ 61 * DAY, WORKING_STATE, "U-10001", "SORREL", "broken", "RD-1108", "Workshop in Amaurot, by telephone", 0, 0, 0 },
	{ 57 * DAY, WORKING_STATE, "U-10001", "SORREL", "works", "RD-1108", "Workshop in Amaurot", 0, 0, 0 },
	{ 20 * DAY, WORKING_STATE, "U-10001", "SORREL", "limited", "GN-0007", "Garage of Sorrel", 0, 0, 0 },
	{ 18 * DAY, WORKING_STATE, "U-10003", "SORREL", "works", "GN-0007", "Garage of Sorrel", 0, 0, 0 },
	{ 60 * DAY, WORKING_PRINT, "U-10003", "SORREL", "", "Cupboard of lane 1", "", 0, 40, 0 },
	{ 58 * DAY, WORKING_PRINT, "U-10006", "ASTERF", "", "Duty room", "", 0, 100, 0 },
	{ 12 * DAY + 9 * HOUR, WORKING_PEAK, "U-10003", "SORREL", "crowd", "A landslide closed the road by Kestrel Bridge; 120 people are sent here.", "", 0, 0, 180 },
	{ 9 * DAY + 2 * HOUR, WORKING_POWER, "U-10001", "SORREL", "none", "", "Shift supervisor", 0, 0, 0 },
	{ 9 * DAY + 2 * HOUR - MINUTE, WORKING_PAPER, "U-10001", "SORREL", "", "No power since the storm.", "", 0, 0, 0 },
	{ 9 * DAY + HOUR, WORKING_NO_PAPER, "U-10001", "SORREL", "", "", "", 0, 2, 0 },
	{ 9 * DAY + HOUR - MINUTE, WORKING_SPOILED, "U-10001", "SORREL", "", "Wet", "", 0, 1, 0 },
	{ 9 * DAY + HOUR, WORKING_POWER, "U-10001", "SORREL", "solar", "", "Shift supervisor", 0, 0, 0 },
	{ 2 * DAY + 5 * HOUR, WORKING_STATE, "U-10001", "SORREL", "broken", "PR-0311", "Depot of the service", 0, 0, 0 },
	{ 30 * HOUR, WORKING_STATE, "U-10006", "ASTERF", "away", "CM-2210", "Supplier", 0, 0, 0 },
	{ 26 * HOUR, WORKING_NOTE, "U-10003", "SORREL", "", "Lane 3 was closed from 17:00: the barrier sticks in the cold. The printer of the office is out of order; forms are printed at the second line.", "", 0, 0, 0 },
	{ 25 * HOUR, WORKING_READ, "U-10001", "SORREL", "", "Taken over. The barrier moves again.", "", 0, 0, 0 },
	{ 2 * HOUR, WORKING_NOTE, "U-10002", "SORREL", "", "Two people wait at the second line, both were told why. The coach of the afternoon announced 48 people for 15:30.", "", 0, 0, 0 },
};

/* How busy an hour is, against the busiest. */
static const uint8_t busy[24] = { 0, 0, 0, 1, 2, 3, 5, 8, 9, 7, 6, 5, 5, 6, 7, 8, 9, 9, 7, 5, 4, 3, 2, 1 };

static void add_hour(struct working_step *steps, size_t *count, const struct random *random, const char *post, const char *user, int lane, int64_t before, int hour)
{
	int people = busy[hour] * 2 + (int)random_below(random, 6), minutes = people + (int)random_below(random, (uint32_t)people + 2);
	bool asked = random_below(random, 4) != 0;
	steps[(*count)++] = (struct working_step){ before, WORKING_COUNT, user, post, "", "", "", lane, people, asked ? minutes : 0 };
	if (hour % 4)
		return;
	steps[(*count)++] = (struct working_step){ before - MINUTE, WORKING_SLIP, user, post, "", "", "", lane, 0, 0 };
	steps[(*count)++] = (struct working_step){ before - MINUTE - (minutes + 2) * MINUTE, WORKING_SLIP_BACK, user, post, "", "", "", lane, 0, 0 };
}

static int by_time(const void *a, const void *b)
{
	const struct working_step *one = a, *two = b;
	if (one->before != two->before)
		return one->before > two->before ? -1 : 1;
	return one < two ? -1 : one > two;
}

struct working_step *working_steps(struct arena *arena, const struct random *random, int days, size_t *count)
{
	struct working_step *steps = ARENA_ARRAY(arena, struct working_step, COUNT_OF(told) + (size_t)days * 24 * 6);
	memcpy(steps, told, sizeof told);
	*count = COUNT_OF(told);
	for (int hours = days * 24; hours > 1; hours -= 2) {
		int hour = (int)(((24 - hours) % 24 + 24) % 24);
		if (!busy[hour])
			continue;
		add_hour(steps, count, random, "SORREL", "U-10001", hour % 3 ? 1 : 2, hours * HOUR + 7 * MINUTE, hour);
		add_hour(steps, count, random, "ASTERF", "U-10004", hour % 3 ? 1 : 2, hours * HOUR + 11 * MINUTE, hour);
	}
	qsort(steps, *count, sizeof *steps, by_time);
	return steps;
}

/* --- what a step writes --- */

static bool find(struct act *act, const char *statement, const char *name, struct str value, struct str post, struct uuid *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	if (name)
		query_bind_text(query, name, value);
	query_bind_text(query, "post", post);
	*out = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	return query_end(query, err);
}

static bool change(struct act *act, const struct working_step *step, struct error *err)
{
	const struct equipment_state state = {
		.state = str_of(step->what), .told = str_of(step->told), .ticket = str_is(STR("broken"), step->what) ? STR("W-4471") : STR(""),
		.note = str_is(STR("broken"), step->what) ? STR("Does not switch on.") : STR(""),
	};
	struct uuid record;
	if (!find(act, "demo.equipment_by_serial", "serial", str_of(step->words), str_of(step->post), &record, err))
		return false;
	return uuid_zero(record) || station_equipment_state(act, record, &state, act->now, err);
}

static bool item(struct act *act, const struct working_step *step, struct error *err)
{
	const struct equipment equipment = { str_of(step->what), str_of(step->post), step->lane, str_of(step->told), str_of(step->words) };
	return station_equip(act, uuid_v7(act->now, act->random), &equipment, act->now, err);
}

static bool power(struct act *act, const struct working_step *step, struct error *err)
{
	const struct power state = { .post = str_of(step->post), .state = str_of(step->what), .told = str_of(step->told) };
	return station_power(act, &state, act->now, err);
}

static bool slip_back(struct act *act, const struct working_step *step, struct error *err)
{
	struct uuid slip;
	if (!find(act, "demo.open_slip", "day", date_str(act->arena, lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now)), str_of(step->post), &slip, err))
		return false;
	return uuid_zero(slip) || station_slip_back(act, slip, step->lane, err);
}

static bool take_over(struct act *act, const struct working_step *step, struct error *err)
{
	struct uuid note;
	if (!find(act, "demo.last_note", NULL, STR(""), str_of(step->post), &note, err))
		return false;
	return uuid_zero(note) || station_relieve(act, note, str_of(step->words), err);
}

bool working_run(struct act *act, const struct working_step *step, struct error *err)
{
	const struct pack_post *post = pack_post(act->pack, str_of(step->post), (struct date){ 0 });
	int number;
	if (!post)
		return true; /* another pack */
	act->place = (struct place){ .post = post->code, .lane = step->lane };
	switch (step->kind) {
	case WORKING_ITEM: return item(act, step, err);
	case WORKING_STATE: return change(act, step, err);
	case WORKING_POWER: return power(act, step, err);
	case WORKING_COUNT: return station_count(act, post, step->lane, step->people, step->minutes, err);
	case WORKING_SLIP: return station_slip(act, post, step->lane, &number, err);
	case WORKING_SLIP_BACK: return slip_back(act, step, err);
	case WORKING_NOTE: return station_hand_over(act, post, str_of(step->words), err);
	case WORKING_READ: return take_over(act, step, err);
	case WORKING_PRINT: return paper_print(act, post, step->people, str_of(step->words), err);
	case WORKING_PAPER: return paper_begins(act, post, str_of(step->words), act->now, err);
	case WORKING_NO_PAPER: return paper_ends(act, post, &(int64_t){ step->people }, 1, act->now, err);
	case WORKING_SPOILED: return paper_account(act, &(struct paper_form){ post->code, step->people, STR("spoiled"), { { 0 } }, str_of(step->words) }, act->now, err);
	case WORKING_PEAK: return station_peak_begin(act, post, str_of(step->what), str_of(step->words), act->now + step->minutes * MINUTE, err);
	}
	return true;
}
