/* Queries and forms of the pages of this room. Private to the room. */
#ifndef LIMEN_RECORD_FORMS_H
#define LIMEN_RECORD_FORMS_H

#include "records.h"

#define SEARCH_FORM_FIELDS(F, L) \
	F(CODE, document, PERSONAL, 1, 0, 30,  "document number, whoever issued it") \
	F(TEXT, name,     PERSONAL, 1, 0, 120, "words of the name, or their beginnings, in any script") \
	F(DATE, born,     PERSONAL, 1, 0, 0,   "birth date; the year alone will do") \
	F(DATE, from,     0,        1, 0, 0,   "crossed on this day or later") \
	F(DATE, to,       0,        1, 0, 0,   "crossed on this day or earlier") \
	F(CODE, post,     0,        1, 0, 16,  "crossed at this post") \
	F(CODE, why,      REQUIRED, 1, 1, 32,  "purpose of the data protection law, a code of the pack") \
	F(TEXT, reason,   0,        1, 0, 120, "reason in words, such as a file number")
#define FIELD_ROW_OF_search_form(...) FIELD_ROW(search_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_search_form(...) FIELD_LIST_ROW(search_form, __VA_ARGS__)
FIELDS_STRUCT(search_form, SEARCH_FORM_FIELDS)

#define CROSSINGS_QUERY_FIELDS(F, L) \
	F(DATE, from,      0, 1, 0, 0,  "first day; today when nothing is said") \
	F(DATE, to,        0, 1, 0, 0,  "last day") \
	F(CODE, post,      0, 1, 0, 16, "post; empty = all") \
	F(CODE, direction, 0, 1, 0, 5,  "entry or exit; empty = both") \
	F(CODE, decision,  0, 1, 0, 7,  "admit, refuse or transit; empty = all") \
	F(ID,   before,    0, 1, 0, 0,  "older than this crossing: the next page")
#define FIELD_ROW_OF_crossings_query(...) FIELD_ROW(crossings_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_crossings_query(...) FIELD_LIST_ROW(crossings_query, __VA_ARGS__)
FIELDS_STRUCT(crossings_query, CROSSINGS_QUERY_FIELDS)

#define JOURNAL_QUERY_FIELDS(F, L) \
	F(CODE, kind,   0, 1, 0, 16, "a family of entries: look, inspection, crossing, case, person, list, pack, access or erase; empty = all") \
	F(DATE, day,    0, 1, 0, 0,  "entries of this day; empty = the newest") \
	F(CODE, user,   0, 1, 0, 40, "what this user did, by service number") \
	F(ID,   record, 0, 1, 0, 0,  "entries of this record, and those that name it: who looked") \
	F(ID,   before, 0, 1, 0, 0,  "older than this entry: the next page")
#define FIELD_ROW_OF_journal_query(...) FIELD_ROW(journal_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_journal_query(...) FIELD_LIST_ROW(journal_query, __VA_ARGS__)
FIELDS_STRUCT(journal_query, JOURNAL_QUERY_FIELDS)

#define UNMASK_FORM_FIELDS(F, L) \
	F(CODE, why,    REQUIRED, 1, 1, 32,  "purpose of the data protection law, a code of the pack") \
	F(TEXT, reason, REQUIRED, 1, 3, 120, "reason in words, such as a file number")
#define FIELD_ROW_OF_unmask_form(...) FIELD_ROW(unmask_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_unmask_form(...) FIELD_LIST_ROW(unmask_form, __VA_ARGS__)
FIELDS_STRUCT(unmask_form, UNMASK_FORM_FIELDS)

#define CORRECT_FORM_FIELDS(F, L) \
	F(CODE, field,  REQUIRED, 1, 1, 16,  "what is wrong: annul, purpose, direction, stay_until, craft or address") \
	F(TEXT, value,  PERSONAL, 1, 0, 200, "what is right; empty to annul") \
	F(CODE, reason, REQUIRED, 1, 1, 32,  "code of the pack's list correction_reasons") \
	F(TEXT, note,   PERSONAL, 1, 0, 500, "why, in words")
#define FIELD_ROW_OF_correct_form(...) FIELD_ROW(correct_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_correct_form(...) FIELD_LIST_ROW(correct_form, __VA_ARGS__)
FIELDS_STRUCT(correct_form, CORRECT_FORM_FIELDS)

#define PERMIT_SEARCH_FIELDS(F, L) \
	F(CODE, number,   PERSONAL, 1, 0, 30,  "number of the visa or permit") \
	F(CODE, document, PERSONAL, 1, 0, 30,  "number of the document that bears it") \
	F(TEXT, name,     PERSONAL, 1, 0, 120, "beginning of a word of the holder's name")
#define FIELD_ROW_OF_permit_search(...) FIELD_ROW(permit_search, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_search(...) FIELD_LIST_ROW(permit_search, __VA_ARGS__)
FIELDS_STRUCT(permit_search, PERMIT_SEARCH_FIELDS)

#define PERMIT_FORM_FIELDS(F, L) \
	F(CODE, kind,            REQUIRED,            1, 1, 32,   "code of the pack's list permit_kinds") \
	F(CODE, number,          REQUIRED | PERSONAL, 1, 1, 30,   "number of the visa or permit") \
	F(TEXT, surname,         PERSONAL,            1, 0, 120,  "holder's family name, or the only name") \
	F(TEXT, given_names,     PERSONAL,            1, 0, 120,  "holder's given names") \
	F(DATE, born,            PERSONAL,            1, 0, 0,    "holder's birth date") \
	F(CODE, document_kind,   0,                   1, 0, 2,    "code of the pack's list document_kinds; empty = P") \
	F(CODE, document_issuer, REQUIRED,            1, 1, 3,    "code of the pack's list countries") \
	F(CODE, document_number, REQUIRED | PERSONAL, 1, 1, 30,   "number of the document that bears it") \
	F(DATE, valid_from,      REQUIRED,            1, 0, 0,    "first day") \
	F(DATE, valid_until,     REQUIRED,            1, 0, 0,    "last day") \
	F(INT,  entries,         0,                   1, 0, 99,   "entries allowed; 0 or empty = many") \
	F(INT,  days,            0,                   1, 0, 3650, "days of stay; 0 or empty = by the rule") \
	F(CODE, stay_rule,       0,                   1, 0, 32,   "rule of stay of the pack") \
	F(TEXT, authority,       0,                   1, 0, 120,  "who issued it")
#define FIELD_ROW_OF_permit_form(...) FIELD_ROW(permit_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_form(...) FIELD_LIST_ROW(permit_form, __VA_ARGS__)
FIELDS_STRUCT(permit_form, PERMIT_FORM_FIELDS)

#define PERMIT_CHANGE_FORM_FIELDS(F, L) \
	F(CODE, state,     REQUIRED,            1, 1, 16,  "what it is from then on: " PERMIT_STATES) \
	F(DATE, from,      REQUIRED,            1, 0, 0,   "from which day") \
	F(TEXT, authority, REQUIRED,            1, 2, 120, "who decided, or to whom it was reported") \
	F(TEXT, reason,    REQUIRED | PERSONAL, 1, 2, 500, "why") \
	F(CODE, successor, PERSONAL,            1, 0, 30,  "number of the paper that replaces it")
#define FIELD_ROW_OF_permit_change_form(...) FIELD_ROW(permit_change_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_change_form(...) FIELD_LIST_ROW(permit_change_form, __VA_ARGS__)
FIELDS_STRUCT(permit_change_form, PERMIT_CHANGE_FORM_FIELDS)

#define EXTEND_FORM_FIELDS(F, L) \
	F(DATE, until,     REQUIRED, 1, 0, 0,            "new last day of the open stay") \
	F(CODE, reason,    REQUIRED, 1, 1, 32,           "code of the pack's list extension_reasons") \
	F(TEXT, authority, REQUIRED, 1, 2, 120,          "who decided") \
	F(CODE, number,    0,        1, 0, 40,           "its file number") \
	F(TEXT, note,      PERSONAL, 1, 0, 500,          "facts on which it rests")
#define FIELD_ROW_OF_extend_form(...) FIELD_ROW(extend_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_extend_form(...) FIELD_LIST_ROW(extend_form, __VA_ARGS__)
FIELDS_STRUCT(extend_form, EXTEND_FORM_FIELDS)

#define OVERSTAYS_QUERY_FIELDS(F, L) \
	F(CODE, age,         0, 1, 0, 5,  "days past the last one: 1-7, 8-30, 31-90 or 90+; empty = all") \
	F(CODE, post,        0, 1, 0, 16, "post of the entry; empty = all") \
	F(CODE, nationality, 0, 1, 0, 3,  "code of the pack's list countries; empty = all") \
	F(CODE, sex,         0, 1, 0, 1,  "F, M, X or U; empty = all")
#define FIELD_ROW_OF_overstays_query(...) FIELD_ROW(overstays_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_overstays_query(...) FIELD_LIST_ROW(overstays_query, __VA_ARGS__)
FIELDS_STRUCT(overstays_query, OVERSTAYS_QUERY_FIELDS)

/* A person in the country past the last day: the entry without exit, and whose it is. */
#define OVERSTAYER_FIELDS(F, L) \
	F(ID,   id,          0,        1, 0, 0,   "entry") \
	F(DATE, day,         0,        1, 0, 0,   "day of the entry") \
	F(DATE, stay_until,  0,        1, 0, 0,   "last day that was allowed") \
	F(CODE, post,        0,        1, 0, 16,  "post of the entry") \
	F(CODE, nationality, 0,        1, 0, 3,   "nationality") \
	F(CODE, sex,         0,        1, 0, 1,   "sex") \
	F(TEXT, surname,     PERSONAL, 1, 0, 120, "family name") \
	F(TEXT, given_names, PERSONAL, 1, 0, 120, "given names") \
	F(DATE, born,        PERSONAL, 1, 0, 0,   "birth date") \
	F(CODE, document_issuer, 0,    1, 0, 3,   "issuer of the document of the entry") \
	F(CODE, document_number, PERSONAL, 1, 0, 30, "its number") \
	F(ID,   holder,      0,        1, 0, 0,   "the person")
#define FIELD_ROW_OF_overstayer(...) FIELD_ROW(overstayer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_overstayer(...) FIELD_LIST_ROW(overstayer, __VA_ARGS__)
FIELDS_STRUCT(overstayer, OVERSTAYER_FIELDS)

#define PAY_FORM_FIELDS(F, L) \
	F(CODE, method,   REQUIRED, 1, 1, 32,  "code of the pack's list payment_methods") \
	F(CODE, language, 0,        1, 0, 8,   "language of the receipt") \
	F(TEXT, note,     PERSONAL, 1, 0, 200, "such as the number of the transfer")
#define FIELD_ROW_OF_pay_form(...) FIELD_ROW(pay_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pay_form(...) FIELD_LIST_ROW(pay_form, __VA_ARGS__)
FIELDS_STRUCT(pay_form, PAY_FORM_FIELDS)

#define BAN_QUERY_FIELDS(F, L) \
	F(ID, ground, 0, 1, 0, 0, "overstay that leads to it")
#define FIELD_ROW_OF_ban_query(...) FIELD_ROW(ban_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_query(...) FIELD_LIST_ROW(ban_query, __VA_ARGS__)
FIELDS_STRUCT(ban_query, BAN_QUERY_FIELDS)

#define BAN_FORM_FIELDS(F, L) \
	F(TEXTS, reasons,  REQUIRED | PERSONAL, 1, 1, 5,    "codes of the pack's list ban_reasons") \
	F(TEXT, facts,     REQUIRED | PERSONAL, 1, 5, 2000, "facts on which it rests") \
	F(TEXT, heard,     REQUIRED | PERSONAL, 1, 2, 2000, "what the person said when heard") \
	F(DATE, starts,    REQUIRED,            1, 0, 0,    "first day") \
	F(DATE, ends,      REQUIRED,            1, 0, 0,    "last day") \
	F(CODE, language,  0,                   1, 0, 8,    "language of the order")
#define FIELD_ROW_OF_ban_form(...) FIELD_ROW(ban_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_form(...) FIELD_LIST_ROW(ban_form, __VA_ARGS__)
FIELDS_STRUCT(ban_form, BAN_FORM_FIELDS)

/* The same for a document that was never seen here. */
#define BAN_DOCUMENT_FORM_FIELDS(F, L) \
	F(TEXT, surname,         PERSONAL,            1, 0, 120, "family name, or the only name") \
	F(TEXT, given_names,     PERSONAL,            1, 0, 120, "given names") \
	F(DATE, born,            PERSONAL,            1, 0, 0,   "birth date; unknown parts are left out") \
	F(CODE, sex,             PERSONAL,            1, 0, 1,   "F, M or X") \
	F(CODE, nationality,     PERSONAL,            1, 0, 3,   "code of the pack's list countries; empty = the issuer's") \
	F(CODE, document_kind,   0,                   1, 0, 2,   "code of the pack's list document_kinds; empty = P") \
	F(CODE, document_issuer, REQUIRED,            1, 1, 3,   "code of the pack's list countries") \
	F(CODE, document_number, REQUIRED | PERSONAL, 1, 1, 30,  "number of the document") \
	BAN_FORM_FIELDS(F, L)
#define FIELD_ROW_OF_ban_document_form(...) FIELD_ROW(ban_document_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_document_form(...) FIELD_LIST_ROW(ban_document_form, __VA_ARGS__)
FIELDS_STRUCT(ban_document_form, BAN_DOCUMENT_FORM_FIELDS)

#define BAN_LIFT_FORM_FIELDS(F, L) \
	F(TEXT, authority, REQUIRED,            1, 2, 120, "who decided") \
	F(TEXT, reason,    REQUIRED | PERSONAL, 1, 2, 500, "why")
#define FIELD_ROW_OF_ban_lift_form(...) FIELD_ROW(ban_lift_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_lift_form(...) FIELD_LIST_ROW(ban_lift_form, __VA_ARGS__)
FIELDS_STRUCT(ban_lift_form, BAN_LIFT_FORM_FIELDS)

#define KIN_FORM_FIELDS(F, L) \
	F(CODE, number,  REQUIRED | PERSONAL, 1, 1, 30, "number of a document of the other person") \
	F(CODE, issuer,  0,                   1, 0, 3,  "who issued it; needed where several documents have this number") \
	F(CODE, kinship, REQUIRED,            1, 1, 32, "what the person is to the other, code of the pack's list kinships") \
	F(CODE, told_by, REQUIRED,            1, 1, 32, "who told it, code of the pack's list kinship_sources")
#define FIELD_ROW_OF_kin_form(...) FIELD_ROW(kin_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_kin_form(...) FIELD_LIST_ROW(kin_form, __VA_ARGS__)
FIELDS_STRUCT(kin_form, KIN_FORM_FIELDS)

#define TIE_QUERY_FIELDS(F, L) \
	F(ID, document, REQUIRED, 1, 0, 0, "record of a document") \
	F(ID, other,    REQUIRED, 1, 0, 0, "record of another document")
#define FIELD_ROW_OF_tie_query(...) FIELD_ROW(tie_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_tie_query(...) FIELD_LIST_ROW(tie_query, __VA_ARGS__)
FIELDS_STRUCT(tie_query, TIE_QUERY_FIELDS)

#define TIE_FORM_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 4, 5,              "same or other") \
	F(TEXT, why,    REQUIRED | PERSONAL, 1, 2, 300, "what shows it")
#define FIELD_ROW_OF_tie_form(...) FIELD_ROW(tie_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_tie_form(...) FIELD_LIST_ROW(tie_form, __VA_ARGS__)
FIELDS_STRUCT(tie_form, TIE_FORM_FIELDS)

#endif
