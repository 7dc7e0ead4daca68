/* Asking a pack about its centres. */
#include "pack.h"

#include "calendar.h"

const struct pack_centre *pack_centre(const struct pack *pack, struct str code, struct date day)
{
	for (size_t i = 0; i < pack->centre_count; i++)
		if (str_equal(pack->centres[i].code, code) && pack_span_holds(pack->centres[i].span, day))
			return &pack->centres[i];
	return NULL;
}

const struct pack_service *pack_service(const struct pack_centre *centre, struct str code)
{
	for (size_t i = 0; i < centre->service_count; i++)
		if (str_equal(centre->services[i].code, code))
			return &centre->services[i];
	return NULL;
}

static unsigned weekday_bit(struct date day)
{
	return 1u << date_weekday(day);
}

bool pack_centre_works(const struct pack *pack, const struct pack_centre *centre, struct date day)
{
	const struct pack_calendar *calendar = pack_calendar(pack, centre->calendar);
	if (!pack_span_holds(centre->span, day) || (calendar && calendar_holiday(calendar->rule, day)))
		return false;
	for (size_t i = 0; i < centre->closed_count; i++)
		if (date_compare(centre->closed[i], day) == 0)
			return false;
	for (size_t i = 0; i < centre->hours_count; i++)
		if (centre->hours[i].days & weekday_bit(day))
			return true;
	return false;
}

size_t pack_centre_times(const struct pack *pack, const struct pack_centre *centre, const struct pack_service *service, struct date day, int out[static CENTRE_TIMES_MOST])
{
	size_t count = 0;
	if (!pack_centre_works(pack, centre, day))
		return 0;
	for (size_t i = 0; i < centre->hours_count; i++) {
		const struct pack_hours *hours = &centre->hours[i];
		for (int at = hours->from; hours->days & weekday_bit(day) && at + service->minutes <= hours->until && count < CENTRE_TIMES_MOST; at += service->minutes)
			out[count++] = at;
	}
	return count;
}
