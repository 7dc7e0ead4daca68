/* All that a handler knows of its surroundings. There is no other global state. */
#ifndef LIMEN_ACT_H
#define LIMEN_ACT_H

#include "arena.h"
#include "error.h"
#include "right.h"
#include "uuid.h"

struct db;
struct house;
struct journal;
struct lang;
struct pack;
struct pending;
struct watch;

/* Who acts. A machine credential and a command of the program are users, too. */
struct actor {
	struct uuid user;
	struct str number;      /* service number */
	struct str name;        /* as colleagues know them */
	const struct str *roles; /* codes of the pack */
	size_t role_count;
	rights rights;          /* what the roles bundle */
	struct uuid session;    /* zero: a command */
	int64_t session_since;  /* ms */
};

/* Where an officer works, chosen at sign-in. */
struct place {
	struct str post;        /* code of the pack; "" = no post (headquarters) */
	int lane;
	struct str direction;   /* "entry", "exit" or "" */
};

struct act {
	struct arena *arena;            /* ends with the act */
	const struct house *house;      /* configuration, keys, services */
	const struct clock *clock;
	const struct random *random;
	int64_t now;                    /* the act's time: one instant for all that it does */
	struct actor actor;
	struct place place;
	struct str purpose;             /* derived from the task, or given for a free search */
	const struct lang *lang;        /* words, plurals, dates of the asked language */
	const struct pack *pack;        /* the country's rules in force; one version throughout */
	const struct watch *watch;      /* lists in force; one version throughout */
	struct journal *journal;
	struct db *db;                  /* read connection, inside one snapshot until the act is submitted */
	struct uuid id;                 /* id that the client made for what it asks: the first appended entry takes it */
	uint8_t request[32];            /* digest of what was asked; all zero when nothing is to be compared */
	struct pending *pending;        /* entries appended so far: the journal's */
	struct findings findings;
	struct str alerted;             /* post whose pages of silent alerts are told, once all is stored; "" = none */
	unsigned looks;                 /* entries appended that record a look at a person */
};

#endif
