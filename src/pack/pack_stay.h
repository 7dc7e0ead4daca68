/* What the pack says of a stay that was too long, and of entry bans. Part of pack.h.
 *
 * Nobody is kept from leaving for an overstay: there is no line for that. A ban is ordered by a named officer whose role may, with reasons and a remedy,
 * for no longer than the limit; the pack says when a second person must confirm. */
#ifndef LIMEN_PACK_STAY_H
#define LIMEN_PACK_STAY_H

struct pack_excuse {                    /* an explanation that excuses */
	struct str code;                /* list overstay_explanations */
	bool paper;                     /* only when a paper was seen */
};

struct pack_tariff {
	int days;                       /* from so many days past the last one */
	int64_t micro;                  /* amount in all, millionths */
	struct str currency;
	struct pack_span span;
};

struct pack_overstay {
	const struct pack_excuse *excuses;
	size_t excuse_count;
	const struct pack_tariff *tariff;
	size_t tariff_count;
	int missing_exit_days;          /* so long past its last day an entry without exit is somebody's task; 0 = never */
	struct str tell;                /* role that gets the tasks of the records */
	struct words remedy, law;
	bool given;
};

struct pack_bans {
	struct pack_names may;          /* roles that may order one */
	struct str second;              /* role that confirms; empty = nobody */
	int second_over;                /* only for bans longer than so many days; 0 = all */
	int limit;                      /* of `limit_unit`: "days" or "months" */
	struct str limit_unit;
	struct words remedy, authority, law;
	int deadline_days;
	bool given;
};

struct pack;

/* Does this explanation excuse an overstay; the step of the tariff for so many days, NULL: nothing is due. */
bool pack_overstay_excused(const struct pack *pack, struct str explanation, bool paper);
const struct pack_tariff *pack_overstay_tariff(const struct pack *pack, int days, struct date day);
/* May one of these roles order an entry ban; the last day that one from `from` on may have; who confirms it, empty: nobody. */
bool pack_ban_may(const struct pack *pack, const struct pack_names *roles);
struct date pack_ban_latest(const struct pack *pack, struct date from);
struct str pack_ban_second(const struct pack *pack, struct date from, struct date until);

#endif
