/* Values for pages: preformatted words with tones, as the templates want them. For this room and the services above it. */
#ifndef LIMEN_BORDER_SHOW_H
#define LIMEN_BORDER_SHOW_H

#include "border.h"
#include "lang.h"

/* Query of a page about a person. */
#define PERSON_QUERY_FIELDS(F, L) F(CODE, why, 0, 1, 0, 32, "purpose of the data protection law, a code of the pack; needed of all but a booth's officers")
#define FIELD_ROW_OF_person_query(...) FIELD_ROW(person_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_person_query(...) FIELD_LIST_ROW(person_query, __VA_ARGS__)
FIELDS_STRUCT(person_query, PERSON_QUERY_FIELDS)

/* "VALDORIN Oskar" in parts, birth date, sex, document, category: the person column. */
json_t *show_person(struct act *act, const struct identity *identity, struct uuid record, const struct pack_category *category);
/* The panels of checks: what needs a person first. `second_line`: silent alerts are shown, too. `compare`: path of the page that shows hits beside the
 * traveller ("" = this one), or a str without data. */
json_t *show_checks(struct act *act, const struct list *checks, bool second_line, struct str compare);
/* Of these, the panel of what needs a person; false when nothing does. */
json_t *show_why(struct act *act, const struct list *checks, bool second_line, struct str compare);
/* What is known of the vehicle, or false. */
json_t *show_vehicle(struct act *act, const struct list *checks, bool second_line);
struct str show_finding(struct act *act, struct str finding);              /* "Not the same person"; "" = none */
json_t *show_crossings(struct act *act, const struct movement_row *movements, size_t count, size_t most, struct uuid holder);
json_t *show_apply(struct act *act, const struct opened *opened);          /* {any, rows: [{tone, word, purposes, rule}]}: what could be applied for, for which purpose */
struct str show_arrival(struct act *act, const struct opened *opened);        /* path of the form of a visa on arrival, for whom the rule gives one; "" = not */
json_t *show_apply_data(struct act *act, const struct opened *opened);     /* [{need, here, article, purposes}]; empty for who has the papers */
/* The letter of a reason in the form of a refusal: its code where that is one letter, else by its place. */
struct str show_reason_letter(struct act *act, struct str code, size_t place);
struct str show_money(struct act *act, int64_t micro, struct str currency);   /* "120 XTS" of millionths */
json_t *show_codes(struct act *act, const char *list, struct str chosen);  /* [{code, word, chosen}] of a pack list */
json_t *show_languages(struct act *act);
json_t *show_verdict(struct act *act, const struct opened *opened);        /* tone, word, role, advice */
const struct check_line *show_child_line(const struct opened *opened);     /* of a child that needs care; NULL = none */
struct str show_child_word(struct act *act, const struct opened *opened);  /* "Child", "Child alone" */
/* Fields of the answer about a child, or false when nobody asks. `form`: id of the form that they belong to; `own`: one of their own; `to`: where they are
 * sent, "" = with the decision alone. */
json_t *show_child(struct act *act, const struct opened *opened, const char *form, bool own, struct str to);
struct str show_name(struct act *act, const struct identity *identity);     /* whole name; words where nobody knows one yet */
struct str show_sex(struct act *act, struct str sex);
json_t *show_sexes(struct act *act, struct str chosen); /* all of them, to choose from: [{code, word, chosen}] */
struct str show_when(struct act *act, struct str post, int64_t ms);        /* "24 January 2027, 03:12" in the post's zone */
struct str show_time(struct act *act, struct str post, int64_t ms);
struct str show_post(struct act *act, struct str code);
struct str show_lane(struct act *act, struct str post, int lane);          /* "Lane 1", "Arrivals 2"; the post's name without a lane */
struct str show_place(struct act *act, struct str post, int lane);         /* "Sorrel Pass, Lane 1" */
struct str show_officer(struct act *act, struct uuid user);                /* name, as colleagues know it */
struct str show_officer_number(struct act *act, struct uuid user);
json_t *show_fact(struct str what, struct str text);                       /* {what, text} */
json_t *show_tag(struct act *act, const char *tone, struct str word);      /* {tone, word} */
struct str show_code(struct act *act, const char *list, struct str code);  /* its words in a list of the pack */
struct str show_path(struct act *act, const char *before, struct uuid id, const char *after);
struct str show_path_if(struct act *act, enum right right, const char *before, struct uuid id); /* "" without the right: no link leads to a closed door */
/* Path of a person's, a document's or a crossing's record: "" without the right, for no link leads to a closed door. Whoever works no booth takes the
 * purpose of this page along. */
struct str show_record(struct act *act, const char *before, struct uuid id, const char *after);
/* The purpose for which such a record is opened: the one given, or that of the booth for who works one. */
bool record_purpose(struct act *act, const struct call *call, struct error *err);
/* A sentence with its {names} filled from a line's arguments; whole dates are written out. */
struct str show_words(struct act *act, struct str words, struct str args);
json_t *show_posts(struct act *act, struct str chosen);                    /* [{code, word, chosen}], "All posts" first */
const struct lang_zone *show_zone(struct act *act, struct str post);

#endif
