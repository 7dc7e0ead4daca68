/* What can be done with a call: for its pages, the interface of agents, the jobs and the demo alike. A service decides and appends; the web submits.
 * Private to the room and to the demo. */
#ifndef LIMEN_CONVOY_SERVICE_H
#define LIMEN_CONVOY_SERVICE_H

#include "convoy.h"

/* A call with everybody on its lists, those that are missing, too. `entry` and `exit` of a person who crossed at a booth meanwhile are those crossings. */
struct called {
	struct uuid id;
	struct convoy_row row;
	struct convoy_person *people;
	size_t count;
	const struct lang_zone *zone;
};

bool convoy_open(struct act *act, struct uuid id, struct called *out, struct error *err);
struct convoy_person *convoy_find(const struct called *called, struct uuid key);
struct identity convoy_identity(struct act *act, const struct convoy_person *person);
bool convoy_missing(const struct convoy_person *person);
bool convoy_ashore(const struct convoy_person *person);       /* with a pass that is not back */
bool convoy_inside(const struct convoy_person *person);       /* cleared in by this call or at a booth meanwhile, and not out again */
bool convoy_left_behind(const struct called *called, const struct convoy_person *person); /* of the crew, when it went abroad without them */
bool convoy_at_work(struct act *act, const struct called *called, struct error *err); /* the officer works at the call's post, and it goes on */

/* Announces a call, or corrects what was said of it (`called` not NULL). What does not fit is told as findings. */
bool convoy_announce(struct act *act, struct convoy *convoy, const struct called *called, struct uuid record, struct error *err);
bool convoy_move(struct act *act, const struct called *called, const char *what, struct str berth, int64_t aboard, bool inland, struct str note,
                 struct error *err);

/* Takes a version of a list, whole: who is new, changed, missing; and screens everybody on it. */
struct list_told {
	size_t people, fresh, changed, missing;
	int64_t version;
};
bool convoy_take_list(struct act *act, struct called *called, bool crew, const struct list_person *people, size_t count, const char *source, struct str file,
                      struct list_told *told, struct error *err);
/* One person written, corrected (`key`) or taken off (`person` NULL) by hand. */
bool convoy_take_person(struct act *act, struct called *called, bool crew, const struct list_person *person, struct uuid key, struct error *err);
/* Checks a person written by hand as the reader of files does. */
bool convoy_check_person(struct act *act, struct list_person *person, bool crew, struct error *err);
struct list_codes convoy_codes(struct act *act);

/* Somebody shows a document: who of the list is it? NULL: nobody. `by`: document or name. */
struct convoy_person *convoy_match(struct act *act, const struct called *called, const struct identity *identity, struct uuid document, const char **by);
bool convoy_see(struct act *act, const struct called *called, const struct scan *scan, struct convoy_person **person, struct uuid *inspection, struct error *err);

/* One decision for many: a crossing for each in the record of its own document. Who cannot be cleared so is left, with the reason. */
enum clearing { CLEAR_ENTRY, CLEAR_EXIT, CLEAR_SIGN_ON, CLEAR_SIGN_OFF };
struct left {
	const struct convoy_person *person;
	const char *why;   /* a sentence of the translations */
};
struct cleared {
	struct left *left;
	size_t left_count, count;
};
bool convoy_clear(struct act *act, const struct called *called, enum clearing what, struct convoy_person *const *people, size_t count, struct str purpose,
                  struct cleared *out, struct error *err);
/* Who is cleared as crew when nobody is excepted: on the list, not yet in, not signed off. */
bool convoy_clearable(const struct convoy_person *person);
bool convoy_sign(struct act *act, const struct called *called, struct convoy_person *person, bool on, struct str purpose, const char **why, struct error *err);
/* Departure: an exit for each of the crew who is in and aboard; `except`: who is not aboard. `inland`: it goes on within the country, and nobody leaves. */
bool convoy_aboard(const struct convoy_person *person);
bool convoy_depart(struct act *act, const struct called *called, struct convoy_person *const *except, size_t count, bool inland, struct str note, struct cleared *out,
                   struct error *err);

/* Shore passes; at most 60 at once: asked again, the next ones get theirs. */
int64_t convoy_pass_due(struct act *act, const struct called *called);
bool convoy_give_passes(struct act *act, const struct called *called, struct convoy_person *const *people, size_t count, struct str language, size_t *given, struct error *err);
/* The number alone, of a number as it was typed or a scanned code. */
struct str convoy_pass_number(struct act *act, struct str text);
bool convoy_pass_back(struct act *act, struct str number, struct str note, struct uuid *call, struct shore_pass_row *pass, struct error *err);
/* The paper of a pass; zero: none was printed. */
bool convoy_pass_paper(struct act *act, struct str number, struct uuid *letter, struct error *err);
bool convoy_passes_late(struct act *act, struct error *err);

/* Files */
/* The notice to the carrier of a stowaway, once; never while a claim for protection is open: it leads the carrier to others who must not be asked. */
bool convoy_stowaway_notice(struct act *act, const struct called *called, const struct convoy_file_row *file, struct uuid record, struct uuid *letter, struct error *err);
bool convoy_name_deserter(struct act *act, const struct called *called, const struct convoy_person *person, struct str found, struct str words, struct uuid *file,
                          struct error *err);
bool convoy_find_stowaway(struct act *act, const struct called *called, const struct identity *identity, bool none, struct str found, struct str words,
                          struct uuid *file, struct error *err);
bool convoy_file_by_record(struct act *act, struct uuid record, struct convoy_file_row *out, struct error *err);
const char *convoy_why_no_deserter(struct act *act, const struct called *called, const struct convoy_person *person);

#endif
