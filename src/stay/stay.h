/* Stays: how many days a person was here, how many are left, and since when too long.
 *
 * Pure: movements, rule and day in, account out. It reads no rows and no clock.
 * - Days are days of the calendar in the posts' zones. Entry and exit day count as the rule says.
 * - A rule with a window ("90 days in any 180"): on each day of the new stay, the days in the window that ends that day may not pass what is
 *   allowed. Days that fall out of the window come back, so a stay can last longer than what is unused today.
 * - Movements of all documents of the person count together, by (happened, id). An entry without an exit counts its own day alone, and is
 *   named; what is not known is never held against the person. So does an open entry while the person stands at the border to enter: they left somehow.
 * - Days under a permit that is no visa (residence, work, a long-stay visa ...) and days that an authority gave by extending a stay do not use up the rule,
 *   unless the pack says that they count. Days past the last allowed one do count.
 * - Where two stays touch one day, it counts once: by the reason that counts.
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

/* What is known of a person's crossings. */
struct stay_history {
	const struct movement_row *movements; /* newest first, as subject_load gives them */
	size_t count;
	const struct permit_row *permits;
	size_t permit_count;
	bool outside;                         /* the person stands at the border to enter */
};

/* `rule` NULL: nothing is known of the right to stay. */
void stay_account(const struct stay_history *history, const struct pack_stay_rule *rule, struct date today, struct arena *arena, struct stay_account *out);
/* The same for a loaded subject: its rule, its day. */
struct stay_history stay_history_of(const struct subject *subject, bool outside);
void stay_of(const struct subject *subject, bool outside, struct arena *arena, struct stay_account *out);

/* Days of a stay that begins today: a visa's own limits narrow what the rule gives. 0 = none is left, or there is no limit. */
int stay_days_most(const struct subject *subject, const struct stay_account *account);

/* Why a day that was spent here counts, or does not. */
enum stay_why {
	STAY_DAY,           /* a whole day between entry and exit */
	STAY_ENTRY_DAY, STAY_EXIT_DAY,
	STAY_UNKNOWN_EXIT,  /* the day of an entry whose exit nobody recorded */
	STAY_EXTENSION,     /* given by an extension */
	STAY_PERMIT,        /* under a permit */
	STAY_OVER           /* past the last allowed day */
};

struct stay_day {
	struct date day;
	enum stay_why why;
	bool counts;
	bool in_window;     /* of the rule, on `today` */
	const struct movement_row *entry;
};

/* Every day spent here from `first` to `today`, oldest first, each once. The days that count in the window before today are those of stay_account: one
 * walk serves both. */
size_t stay_days(const struct stay_history *history, const struct pack_stay_rule *rule, struct date first, struct date today, struct arena *arena, struct stay_day **out);

/* Last day of a stay that begins `today` under the rule when `used_days[i]` tells whether day today-1-i was spent here. For tests and simulation. */
struct date stay_last_day(const struct pack_stay_rule *rule, const bool *used_days, size_t count, struct date today);

/* The stay bar of the verdict page as SVG text: window, stays, today, days left or over. Words are given translated. */
struct str stay_bar(const struct stay_account *account, struct date today, const struct lang *lang, struct arena *arena);

#endif
