/* The country pack: what a state's law says about its border, as data.
 *
 * A pack is a folder of text files (pack.lim, lists.lim, params.lim, border.lim, tables, calendars, lang/LANG.po). It is read,
 * checked and compiled into one immutable `struct pack` in one arena; any thread may read it. All mistakes are found
 * at once; a pack with an error gives no `struct pack`. The canonical JSON of the compiled form (sorted keys, no floats) and
 * its SHA-256 are the pack's identity, stored, approved by two people and named by entries.
 *
 * - Codes and names are exact: case counts. Lookups return NULL for what the pack does not know.
 * - Law has dates. What is not a fixed fact takes the day on which it is asked; the same code may stand twice with spans
 *   that do not overlap. An empty `from` or `until` is open; both ends belong to the span.
 * - Words are translated at the end, by pack_words(); compare codes, never words.
 * - Nothing here decides about a person: pack_judge.h says what the law foresees, a person decides.
 * - It does not read the clock, the locale or the network. Limits: PACK_* below. */
#ifndef LIMEN_PACK_H
#define LIMEN_PACK_H

#include "check.h"
#include "date.h"
#include "error.h"
#include "str.h"

enum {
	PACK_FILE_BYTES = 1 << 20,      /* one file */
	PACK_LINE_BYTES = 2000,
	PACK_DEPTH = 8,
	PACK_FILES = 500,
	PACK_DIAGNOSTICS = 500,         /* more are counted, not kept */
	PACK_IDENTITY = 65,             /* SHA-256 in hex, with NUL */
};

/* ---- Words, spans, codes ---- */

/* "..." of the pack: the words in the pack's own language, where they stand, and their place in the translations. */
struct pack_translations;

struct words {
	struct str source, context;
	uint32_t number;                /* 0 = no words */
	const struct pack_translations *of; /* of the pack that they are of: a case may stand under an older one; NULL = of the pack asked */
};

struct pack_span {
	struct date from, until;        /* empty = open */
};

struct pack_names {                     /* codes of something, in the order of the file */
	const struct str *items;
	size_t count;
};

/* ---- Head ---- */

struct pack_head {
	struct str code;                /* "utopia" */
	struct words name;              /* of the state */
	struct words authority;         /* of the border service, as printed on letters */
	struct str country;             /* its code in MRZ: "UTO" */
	struct str version;
	struct date from;               /* first day it may be applied */
	struct str language;            /* of the source words: "en" */
	struct pack_names languages;    /* all that it speaks, `language` among them */
	struct pack_names desk_languages; /* of these, those in which words for staff must exist; none = all */
	struct str currency, zone, calendar;
	struct str cover, foil;         /* "#10333f"; never empty */
	struct str emblem;              /* an SVG file's text; empty when there is none */
	struct words emblem_words;      /* what the emblem shows, for those who do not see it */
};

struct pack_security {                  /* minutes unless said otherwise; never 0 */
	int idle, absolute;             /* sessions */
	int lock_tries, lock;           /* wrong passwords in a row, then locked for so long */
	int password_length;            /* characters */
};

/* ---- Lists and params ---- */

struct pack_code {
	struct str code;
	struct words words;
	struct pack_span span;
	bool has_score;
	int64_t score;
};

struct pack_list {
	struct str name;
	struct words words;
	const struct pack_code *codes;
	size_t count;
};

enum pack_value_kind { PACK_NUMBER, PACK_MONEY, PACK_DURATION, PACK_DATE, PACK_YES_NO, PACK_TEXT };

struct pack_value {
	struct pack_span span;
	enum pack_value_kind kind;
	int64_t micro;                  /* number, money and duration: millionths; yes/no: 1 or 0 */
	struct str unit;                /* currency, or "minutes", "hours", "days", "weeks", "months", "years", "working days" */
	struct date date;
	struct str text;
};

struct pack_param {
	struct str name;
	struct words words;
	const struct pack_value *values;
	size_t count;
};

/* ---- Calendars ---- */

struct rule_calendar;
struct rule_expression;

enum pack_holiday_kind { PACK_HOLIDAY_FIXED, PACK_HOLIDAY_EASTER, PACK_HOLIDAY_LISTED };

struct pack_holiday {
	struct words words;
	enum pack_holiday_kind kind;
	int month, day;                 /* fixed */
	int offset;                     /* days from Easter Sunday (Gregorian) */
	const struct date *dates;       /* listed */
	size_t count;
};

struct pack_calendar {
	struct str name;
	struct words words;
	bool weekend[7];                /* 0 = Monday */
	const struct pack_holiday *holidays;
	size_t count;
	struct date known_until;
	const struct rule_calendar *rule; /* the same, for calendar.h */
};

/* ---- The border ---- */

enum pack_mode { MODE_LAND = 1, MODE_SEA = 2, MODE_AIR = 4, MODE_RAIL = 8 };
enum pack_lane_way { LANE_ENTRY = 1, LANE_EXIT = 2, LANE_BOTH = 3 };

struct pack_lane {
	int number;
	struct words words;
	enum pack_lane_way way;
};

struct pack_post {
	struct str code;
	struct words words;
	enum pack_mode mode;            /* rail is land to a law that knows three modes: pack_mode_name() */
	int32_t latitude, longitude;    /* millionths of a degree; both 0 = not stated */
	struct str zone;                /* IANA name */
	struct str neighbour;           /* country on the other side, or empty */
	const struct pack_lane *lanes;
	size_t count;
	struct pack_span span;
};

struct pack_member {
	struct str country;
	struct pack_span span;
};

struct pack_bloc {
	struct str code;
	struct words words, law;
	const struct pack_member *members;
	size_t count;
};

struct pack_stay_rule {
	struct str code;
	struct words words, law;
	bool unlimited;
	int allow;                      /* of `allow_unit` */
	struct str allow_unit;          /* "days", "months", "hours" */
	int window;                     /* days; 0 = each stay is counted alone */
	bool counts_entry_day, counts_exit_day;
	bool counts_extension, counts_permit; /* days that an extension gave, days under a permit: else they do not use the rule up */
	struct pack_span span;
};

enum pack_decision { MAY_ADMIT = 1, MAY_REFER = 2, MAY_REFUSE = 4, MAY_TRANSIT = 8 /* stays airside: no entry */ };

struct pack_category {
	struct str code;
	struct words words, law;
	const struct rule_expression *when;
	struct str when_text;           /* as written, to be shown as the reason */
	struct pack_names ask;          /* fields the booth asks for: list category_fields of the pack's keyword table */
	struct pack_names waive;        /* checks and questions that are not needed */
	struct str stay_rule;           /* empty when stay_when gives it */
	const struct rule_expression *stay;   /* `visa.rule`: from the paper */
	unsigned may;                   /* of enum pack_decision */
	struct pack_span span;
};

struct pack_refusal {
	struct pack_names may;          /* roles that may refuse */
	struct str second;              /* role of the second person; empty = never asked */
	const struct rule_expression *second_if; /* NULL = always; missing counts as yes */
	const struct rule_expression *not_when;  /* no refusal while it holds or is not known */
	struct words remedy;            /* how to appeal, as printed */
	struct words authority;         /* where */
	struct words law;
	int deadline_days;
};

#include "pack_stay.h"
#include "pack_centre.h"

/* ---- People at work ---- */

struct pack_role {
	struct str code;
	struct words words;
	struct pack_names rights;       /* names of rights: right.h */
};

struct pack_purpose {                   /* of data protection */
	struct str code;
	struct words words, ground;
	struct pack_names tasks;        /* rights whose use derives this purpose */
};

/* ---- Lists watched, and checks ---- */

struct pack_watchlist {
	struct str code;
	struct words words, law;
	enum advice means;              /* what a hit means here: ADVICE_NOTE (information), _CARE, _LOOK or _REFER */
	struct words instruction;       /* for the booth */
	enum visibility visible;        /* second line: silent, the booth is told nothing */
	struct str second;              /* role that confirms the finding "the same person"; "" = nobody */
	bool kept_here;                 /* made and changed here, by two people; else imported whole */
	int amber_hours, red_hours;     /* age of the list; 0 = no limit */
	struct pack_span span;
};

struct pack_check {
	struct str code;                /* "mrz.composite"; "mrz" answers for all of mrz.* that have no own line */
	struct words words, rule, law;  /* its name; the rule behind it; its article */
	enum advice failed, undetermined;
	struct pack_span span;
};

/* What a supervisor may leave out when many arrive at once. No pack leaves out lists, children, identity or protection (P150). */
struct pack_peak_mode {
	struct str code;
	struct words words, law;
	struct pack_names reduce;       /* questions of the booth and checks, or groups of checks */
	int most_minutes;               /* it ends by itself */
	struct pack_span span;
};

/* What people are told of what is held on them. */
struct pack_disclosure {
	struct pack_names withhold;     /* "remark", "referral.reason": kinds of entries, and fields of them */
	struct pack_names unseen;       /* purposes whose looks are not told */
	struct words words;             /* instead, to everybody alike; empty source = the pack has no such section */
	struct words remedy, law;
};

/* ---- Training ---- */

struct pack_step {
	struct str action;              /* scan, admit, refer, protection, not_same, same, cannot_tell, companion, hear, refuse, note, same_bearer, group, admit_along, refer_along */
	struct words why;
};

/* Somebody who comes along, on a passport without anything to say about it. */
struct pack_along {
	struct str surname, given, issuer, sex;
	struct date born;
};

struct pack_scenario {
	struct str code, surname, given, issuer, nationality, document, sex, spoilt;
	struct words words, brief, law;
	int scene, expired, entered, renewed; /* 0 = none; months; days; months */
	struct date born;               /* a year alone: the day is drawn */
	bool exit;
	const struct pack_step *expect, *never;
	size_t expect_count, never_count;
	const struct pack_along *along;
	size_t along_count;
};

/* ---- The whole ---- */

struct pack_letter;                     /* pack_letter.h */
struct pack_procedure;                  /* procedure.h */
struct pack_table;                      /* see pack_table_lookup() */

struct pack {
	struct pack_head head;
	struct pack_security security;
	const struct pack_list *lists;           size_t list_count;
	const struct pack_param *params;         size_t param_count;
	const struct pack_calendar *calendars;   size_t calendar_count;
	const struct pack_post *posts;           size_t post_count;
	const struct pack_bloc *blocs;           size_t bloc_count;
	const struct pack_stay_rule *stay_rules; size_t stay_rule_count;
	const struct pack_category *categories;  size_t category_count;   /* first that holds */
	const struct pack_role *roles;           size_t role_count;
	const struct pack_purpose *purposes;     size_t purpose_count;
	const struct pack_watchlist *watchlists; size_t watchlist_count;
	const struct pack_check *checks;         size_t check_count;
	const struct pack_peak_mode *peak_modes; size_t peak_mode_count;
	struct pack_refusal refusal;
	struct pack_overstay overstay;
	struct pack_bans bans;
	struct pack_disclosure disclosure;
	const struct pack_centre *centres;       size_t centre_count;
	const struct pack_scenario *scenarios;   size_t scenario_count;
	const struct pack_table *tables;         size_t table_count;
	const struct pack_letter *letters;       size_t letter_count;
	const struct pack_procedure *procedures; size_t procedure_count;
	const struct pack_translations *translations;
	struct str json;                /* canonical */
	char identity[PACK_IDENTITY];   /* SHA-256 of json, hex */
};

/* ---- Asking a pack ---- */

bool pack_span_holds(struct pack_span span, struct date day);    /* an empty day: always */
/* Words in a language ("fr"); in the pack's own where a translation is missing. */
struct str pack_words(const struct pack *pack, struct str language, struct words words);
/* Of a cell of a table, which expressions see as it is written; as written where no column of words has it. */
struct str pack_cell_words(const struct pack *pack, struct str language, struct str source);
/* The words of an article that was noted in the pack's own words: of a check, list, category or entry rule. As noted, if this pack no longer has it. */
struct str pack_article(const struct pack *pack, struct str language, struct str article);

const struct pack_list *pack_list(const struct pack *pack, struct str name);
const struct pack_code *pack_code(const struct pack *pack, struct str list, struct str code); /* whatever the day */
bool pack_code_valid(const struct pack *pack, struct str list, struct str code, struct date day);
struct str pack_code_words(const struct pack *pack, struct str language, struct str list, struct str code); /* else the code */
const struct pack_value *pack_param(const struct pack *pack, struct str name, struct date day);
/* A param that is a length of time of minutes, hours, days or weeks, in milliseconds; `otherwise` where the pack has none on that day. */
int64_t pack_param_ms(const struct pack *pack, struct str name, struct date day, int64_t otherwise);
const struct pack_calendar *pack_calendar(const struct pack *pack, struct str name); /* empty: the head's */
bool pack_working_day(const struct pack_calendar *calendar, struct date day);
const struct pack_post *pack_post(const struct pack *pack, struct str code, struct date day);
const struct pack_lane *pack_lane(const struct pack_post *post, int number);
const struct pack_bloc *pack_bloc(const struct pack *pack, struct str code);
bool pack_bloc_member(const struct pack *pack, struct str bloc, struct str country, struct date day);
const struct pack_stay_rule *pack_stay_rule(const struct pack *pack, struct str code, struct date day);
const struct pack_category *pack_category_of(const struct pack *pack, struct str code, struct date day);
const struct pack_role *pack_role(const struct pack *pack, struct str code);
bool pack_role_has(const struct pack *pack, struct str role, struct str right);
const struct pack_purpose *pack_purpose(const struct pack *pack, struct str code);
const struct pack_purpose *pack_purpose_for(const struct pack *pack, struct str task); /* the first that derives from it */
const struct pack_watchlist *pack_watchlist(const struct pack *pack, struct str code, struct date day);
const struct pack_check *pack_check(const struct pack *pack, struct str code, struct date day); /* or its group, before the dot */
const struct pack_peak_mode *pack_peak_mode(const struct pack *pack, struct str code, struct date day);
const char *pack_mode_name(enum pack_mode mode);                 /* "land", "sea", "air", "rail" */
bool pack_mode_parse(struct str name, enum pack_mode *out);

#endif
