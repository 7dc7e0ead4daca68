/* The house: which rooms there are, in which order. Adding a room touches this list and the table in meson.build, nothing else.
 * The order is that of an inspection's checks, too: papers, stay, lists. */
#include "cli.h"

extern const struct room journal_room, pack_room, access_room, registry_room, inspect_room, papers_room, stay_room, watch_room, border_room,
	analysis_room, web_room, cli_room;

static const struct room *const rooms[] = {
	&journal_room, &pack_room,  &access_room, &registry_room, &inspect_room,  &papers_room,
	&stay_room,    &watch_room, &border_room, &analysis_room, &web_room, NULL,
};

int main(int argc, char **argv)
{
	return cli_main(argc, argv, rooms);
}
