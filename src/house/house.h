/* What the process holds, wired once by limen.c and constant while it serves. Rooms find their own service here by name; to all others it is
 * an opaque pointer. What changes while serving (pack, lists) is behind the rooms' own snapshots. */
#ifndef LIMEN_HOUSE_H
#define LIMEN_HOUSE_H

#include "room.h"

struct access;
struct keys;
struct guard_helper;
struct lang_zone;
struct langs;
struct pdf_press;
struct pack_shelf;
struct readers;
struct store;
struct watch_shelf;
struct web;

struct house {
	const struct room *const *rooms;  /* ended by NULL */
	struct str state;                 /* folder of the state: database, blobs, socket */
	const struct keys *keys;
	struct store *store;
	struct journal *journal;
	struct langs *langs;
	struct access *access;
	struct pack_shelf *packs;         /* versions of the pack; the one in force is act->pack */
	struct watch_shelf *lists;        /* lists in force; act->watch */
	struct pdf_press *press;          /* sets papers; NULL: each paper has one of its own */
	struct guard_helper *opener;      /* opens foreign pictures in the locked child (locked.h); NULL: they stay closed */
	const char *scanner;              /* socket of a virus scanner (clamd); NULL: files are not checked, and desks are told so */
	struct readers *readers;          /* document readers of the lanes: border's; NULL in tests that have none */
	struct str origin;                /* of the pages, as browsers name it: "https://limen.example"; security keys are bound to it. "" = none are taken */
	bool training;                    /* a state for training alone: each page says so, and nothing of it reaches another state */
	struct web *web;                  /* NULL while no server runs */
	const struct clock *clock;
	const struct random *random;
	/* Acts of the node itself, for commands and jobs that need several: one snapshot each. */
	bool (*begin)(const struct house *house, struct arena *arena, struct act *act, struct error *err);
	void (*end)(const struct house *house, struct act *act);
	/* Adds to the sign-in page what helps to try the system (the demo's sign-ins); NULL everywhere else. */
	void (*sign_in_help)(const struct house *house, struct act *act, json_t *page);
	/* An IANA zone, opened once and kept; UTC when the name is not known. Thread safe. */
	const struct lang_zone *(*zone)(const struct house *house, struct str name);
};

#endif
