/* Stays: how many days a person was here, how many are left, and since when too long.
 *
 * Pure: movements, rule and day in, account out. It reads no rows and no clock.
 * - Days are days of the calendar in the posts' zones. Entry and exit day count as the rule says.
 * - A rule with a window ("90 days in any 180"): on each day of the new stay, the days in the window that ends that day may not pass what is
 *   allowed. Days that fall out of the window come back, so a stay can last longer than what is unused today.
 * - Movements of all documents of the person count together, by (happened, id). An entry without an exit counts its own day alone, and is
 *   named; what is not known is never held against the person.
 * - Refusals and annulled crossings count nowhere. */
#ifndef LIMEN_STAY_H
#define LIMEN_STAY_H

#include "registry.h"

extern const struct room stay_room;

struct stay_span {
	struct date from, until;         /* both were days here; `until` empty = still open */
	const struct movement_row *entry, *exit;
};

struct stay_account {
	bool unlimited;
	int allow, window;               /* days; window 0 = each stay is counted alone */
	int used;                        /* days in the window that ends today, today apart when the person is only now entering */
	int left;                        /* days of a stay that begins today; at exit: days left of the open stay */
	struct date until;               /* last day of that stay; empty = no limit */
	struct stay_span *spans;         /* oldest first */
	size_t span_count;
	const struct movement_row *open; /* entry without exit that may still be running, or NULL */
	int over;                        /* days past the last allowed day of the open stay */
	size_t missing_exits;            /* entries followed by another entry */
};

/* `movements` newest first, as subject_load gives them. `rule` NULL: nothing is known of the right to stay. */
void stay_account(const struct movement_row *movements, size_t count, const struct pack_stay_rule *rule, struct date today,
                  struct arena *arena, struct stay_account *out);

/* Last day of a stay that begins `today` under the rule when `used_days[i]` tells whether day today-1-i was spent here. For tests and simulation. */
struct date stay_last_day(const struct pack_stay_rule *rule, const bool *used_days, size_t count, struct date today);

/* The stay bar of the verdict page as SVG text: window, stays, today, days left or over. Words are given translated. */
struct str stay_bar(const struct stay_account *account, struct date today, const struct lang *lang, struct arena *arena);

#endif
