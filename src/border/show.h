/* Values for pages: preformatted words with tones, as the templates want them. For this room and the services above it. */
#ifndef LIMEN_BORDER_SHOW_H
#define LIMEN_BORDER_SHOW_H

#include "border.h"
#include "lang.h"

/* "VALDORIN Oskar" in parts, birth date, sex, document, category: the person column. */
json_t *show_person(struct act *act, const struct identity *identity, struct uuid record, const struct pack_category *category);
/* The panels of checks: what needs a person first. `second_line`: silent alerts are shown, too. `compare`: path of the page that shows hits beside the
 * traveller ("" = this one), or a str without data. */
json_t *show_checks(struct act *act, const struct list *checks, bool second_line, struct str compare);
/* Of these, the panel of what needs a person; false when nothing does. */
json_t *show_why(struct act *act, const struct list *checks, bool second_line, struct str compare);
/* Hits of lists, each field beside the traveller's: [{n, tone, word, about, rows, to, findings}]. The looks at the entries are recorded. `to`: where a
 * finding is sent; findings that the actor may not make have none. */
json_t *show_versus(struct act *act, const struct opened *opened, struct str to);
struct str show_finding(struct act *act, struct str finding);              /* "Not the same person"; "" = none */
json_t *show_crossings(struct act *act, const struct movement_row *movements, size_t count, size_t most, struct uuid holder);
json_t *show_apply(struct act *act, const struct opened *opened);          /* {any, rows: [{tone, word, purposes, rule}]}: what could be applied for, for which purpose */
json_t *show_apply_data(struct act *act, const struct opened *opened);     /* [{need, here, article, purposes}]; empty for who has the papers */
struct str show_money(struct act *act, int64_t micro, struct str currency);   /* "120 XTS" of millionths */
struct request_row;
json_t *ban_request(struct act *act, const struct request_row *row, size_t number);  /* what a second person sees of a ban; NULL: it cannot be read */
bool ban_confirm(struct act *act, const struct request_row *row, struct error *err);
json_t *show_permit(struct act *act, const struct permit_row *row);          /* href, kind, number, name, document, validity, tone, word */
json_t *show_codes(struct act *act, const char *list, struct str chosen);  /* [{code, word, chosen}] of a pack list */
json_t *show_languages(struct act *act);
json_t *show_verdict(struct act *act, const struct opened *opened);        /* tone, word, role, advice */
const struct check_line *show_child_line(const struct opened *opened);     /* of a child that needs care; NULL = none */
struct str show_child_word(struct act *act, const struct opened *opened);  /* "Child", "Child alone" */
/* What the booth says of an open group: counts alone, since the next traveller may see the screen. */
json_t *show_group_strip(struct act *act, const struct group *group);
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
/* Entries of records and the looks at them, newest first: the part `entries` of a page. */
bool show_history(struct act *act, const struct uuid *records, size_t count, size_t most, json_t **out, struct error *err);
/* Does an entry tell of a claim for protection, to somebody who does not see their files? Of such an entry nothing is shown. */
bool show_kept_back(const struct act *act, const struct entry *entry);
/* One entry as a line that leads to its own page; what it says of a person is left out. */
json_t *show_entry_masked(struct act *act, const struct entry *entry);
struct str show_purpose(struct act *act, struct str code);                 /* a purpose of the data protection law in words */
json_t *show_purposes(struct act *act, struct str chosen);                 /* [{code, word, chosen}] */
const char *show_correctable(struct str what);  /* "purpose" in words; NULL for what no correction changes */
json_t *show_posts(struct act *act, struct str chosen);                    /* [{code, word, chosen}], "All posts" first */
const struct lang_zone *show_zone(struct act *act, struct str post);

#endif
