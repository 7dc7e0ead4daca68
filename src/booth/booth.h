/* The booth on pages: waiting, verdict, hits beside the traveller, groups and their vehicle, another document, change-over, document readers, paper forms
 * entered later. It shows and asks; what it records is decided by the service (border.h). */
#ifndef LIMEN_BOOTH_H
#define LIMEN_BOOTH_H

#include <pthread.h>

#include "border.h"
#include "show.h"

extern const struct room booth_room;

/* What is known of document readers, lane by lane, while the server runs: their state, and the latest reading. Part of the house. */
enum { READERS_MOST = 256 };
struct reader_lane {
	char post[17], state[9];
	int lane;
	int64_t heard;                   /* when it said something last; 0 = never */
	struct uuid offered;             /* inspection of a reading that nobody opened yet */
	int64_t offered_at;
};
struct readers {
	pthread_mutex_t lock;
	struct reader_lane lanes[READERS_MOST];
};

/* --- values of the verdict, for the second line, too --- */

/* Hits of lists, each field beside the traveller's: [{n, tone, word, about, rows, to, findings}]. The looks at the entries are recorded. `to`: where a
 * finding is sent; findings that the actor may not make have none. */
json_t *show_versus(struct act *act, const struct opened *opened, struct str to);
/* The note that lists were changed: shown when `changed`, else when the server says so (assets/lists.js). */
json_t *show_lists_note(struct act *act, bool changed);
/* What an admission may say of the journey: words, and what was recorded for the last traveller of the same flight, train or vessel. */
bool show_journey(struct act *act, const struct opened *opened, json_t *page, struct error *err);
json_t *verdict_data(struct act *act, const struct opened *opened);
/* Puts the portrait of the chip and the page's picture into a person's value: `faces` and `src`. */
void show_faces(struct act *act, const struct inspection *inspection, struct uuid id, json_t *person);

#endif
