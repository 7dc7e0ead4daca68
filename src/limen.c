/* The house: which rooms there are, in which order. Adding a room touches this list and the table in meson.build, nothing else.
 * The order is that of an inspection's checks, too: papers, stay, lists. */
#include "booth.h"
#include "bench.h"
#include "cli.h"
#include "demo.h"

extern const struct room
	journal_room,
	pack_room,
	access_room, flow_room,
	registry_room, cases_room,
	inspect_room,
	papers_room,
	hold_room, booking_room,
	documents_room,
	stay_room,
	status_room,
	watch_room,
	alerts_room,
	station_room,
	letter_room,
	stock_room,
	seal_room,
	custody_room,
	outbox_room,
	duties_room,
	fees_room,
	exchange_room,
	border_room, records_room, booth_room, second_line_room,
	casework_room, portal_room,
	policy_room,
	convoy_room,
	disclosure_room,
	training_room,
	analysis_room,
	web_room;

static const struct room *const rooms[] = {
	&journal_room,
	&pack_room,
	&access_room,
	&flow_room,
	&registry_room,
	&cases_room,
	&inspect_room,
	&papers_room,
	&documents_room,
	&stay_room,
	&status_room,
	&watch_room,
	&alerts_room,
	&station_room,
	&hold_room,
	&booking_room,
	&letter_room,
	&stock_room,
	&seal_room,
	&custody_room,
	&outbox_room,
	&duties_room,
	&fees_room,
	&exchange_room,
	&border_room,
	&records_room,
	&booth_room,
	&second_line_room,
	&casework_room,
	&portal_room,
	&policy_room,
	&convoy_room,
	&disclosure_room,
	&training_room,
	&analysis_room,
	&web_room,
	&demo_room,
	&bench_room,
	NULL,
};

int main(int argc, char **argv)
{
	static struct readers readers = { .lock = PTHREAD_MUTEX_INITIALIZER };
	static const struct wiring wiring = { rooms, demo_sign_in_help, &readers };
	return cli_main(argc, argv, &wiring);
}
