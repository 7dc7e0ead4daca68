/* The table of keywords: every line that a pack file may hold. Parser, formatter, checker and reference are loops over it;
 * a new part of the language adds rows here and a step that compiles them.
 *
 * Columns: id, word ("*" = the line begins with a name of the author's), the line it belongs to, files (top level only),
 * arguments, how often at least and at most (0 = any number), flags, documentation.
 * Arguments: <kind> is one of enum argument_kind, <a,b,c> a list of some of these words, a|b|c one of them, a bare word stands for
 * itself, [...] may be left out. */
#ifndef LIMEN_KEYWORD_H
#define LIMEN_KEYWORD_H

#include "keyword_procedure.h"
#include "line.h"

enum {
	WORDS_PUBLIC = 1,  /* read by travellers: a missing translation is an error, not a warning */
	NAME_IN_CONTEXT = 2, /* its first argument is part of the context of translations */
	WORDS_OF_PARTIES = 4 /* of a procedure: read by travellers where a party does it, fills it in or is told */
};

#define KEYWORDS(K) \
	/* pack.lim */ \
	K(PACK, "pack", NONE, "pack.lim", "<name> <words>", 1, 1, WORDS_PUBLIC | NAME_IN_CONTEXT, "the state whose pack this is") \
	K(COUNTRY, "country", PACK, "", "<code>", 1, 1, 0, "its code in machine readable zones, Doc 9303-3 section 5") \
	K(AUTHORITY, "authority", PACK, "", "<words>", 1, 1, WORDS_PUBLIC, "the border service, as letters name it") \
	K(VERSION, "version", PACK, "", "<quoted>", 1, 1, 0, "name of this version") \
	K(PACK_FROM, "from", PACK, "", "<date>", 1, 1, 0, "first day on which this version may be put in force") \
	K(LANGUAGE, "language", PACK, "", "<name>", 1, 1, 0, "language in which the words of the pack are written") \
	K(LANGUAGES, "languages", PACK, "", "<names>", 1, 1, 0, "languages in which they must exist; lang/NAME.po holds each") \
	K(DESK_LANGUAGES, "desk_languages", PACK, "", "<names>", 0, 1, 0, "of these, those that the desks work in: words for staff must exist in them alone; left out: in all") \
	K(CURRENCY, "currency", PACK, "", "<code>", 1, 1, 0, "ISO 4217") \
	K(HEAD_ZONE, "zone", PACK, "", "<quoted>", 1, 1, 0, "time zone, IANA") \
	K(HEAD_CALENDAR, "calendar", PACK, "", "<name>", 1, 1, 0, "the calendar where none is named") \
	K(COVER, "cover", PACK, "", "<quoted>", 0, 1, 0, "colour of the cover, '#10333f'; white on it needs a contrast of 7") \
	K(FOIL, "foil", PACK, "", "<quoted>", 0, 1, 0, "colour of the foil; on the cover it needs a contrast of 4.5") \
	K(EMBLEM, "emblem", PACK, "", "<quoted> <words>", 0, 1, WORDS_PUBLIC, "an SVG file of the pack, and what it shows") \
	K(CALENDAR, "calendar", NONE, "pack.lim", "<name> <words>", 0, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "days that are worked") \
	K(WEEKEND, "weekend", CALENDAR, "", "<monday,tuesday,wednesday,thursday,friday,saturday,sunday>", 0, 1, 0, "days off each week") \
	K(HOLIDAY, "holiday", CALENDAR, "", "<words> [fixed <monthday>] [easter <integer>] [listed <dates>]", 0, 0, WORDS_PUBLIC, \
	  "a day off: each year on one day, so many days after Easter Sunday, or day by day") \
	K(KNOWN, "known", CALENDAR, "", "until <date>", 0, 1, 0, "last day for which listed holidays are known") \
	K(SECURITY, "security", NONE, "pack.lim", "", 1, 1, 0, "sessions and passwords") \
	K(IDLE, "idle", SECURITY, "", "<duration>", 1, 1, 0, "a session that is not used ends after") \
	K(ABSOLUTE, "absolute", SECURITY, "", "<duration>", 1, 1, 0, "every session ends after") \
	K(LOCK, "lock", SECURITY, "", "<duration> after <integer>", 1, 1, 0, "wrong passwords in a row lock a user for so long") \
	K(PASSWORD, "password", SECURITY, "", "<integer>", 1, 1, 0, "least length of a password, characters") \
	/* lists.lim, params.lim */ \
	K(LIST, "list", NONE, "lists.lim", "<name> [<words>]", 0, 0, NAME_IN_CONTEXT, "a list of codes; a code is never deleted, it gets an 'until'") \
	K(CODE, "*", LIST, "", "<code> <words> [<integer>] [from <date>] [until <date>]", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, \
	  "code, words, score, days in force") \
	K(PARAM, "param", NONE, "params.lim", "<name> <words>", 0, 0, NAME_IN_CONTEXT, "a dated figure") \
	K(VALUE, "*", PARAM, "", "<value> [from <date>] [until <date>]", 1, 0, 0, "value and days in force") \
	/* border.lim */ \
	K(POSTS, "posts", NONE, "border.lim", "", 1, 1, 0, "border crossing points") \
	K(POST, "*", POSTS, "", "<code> <words> land|sea|air|rail", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "code, name, mode") \
	K(PLACE, "place", POST, "", "<numbers>", 1, 1, 0, "latitude and longitude, degrees") \
	K(POST_ZONE, "zone", POST, "", "<quoted>", 0, 1, 0, "time zone, IANA; else the head's") \
	K(NEIGHBOUR, "neighbour", POST, "", "<code>", 0, 1, 0, "country on the other side") \
	K(LANE, "lane", POST, "", "<integer> <words> entry|exit|both", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "number, name, way") \
	K(POST_FROM, "from", POST, "", "<date>", 0, 1, 0, "first day") \
	K(POST_UNTIL, "until", POST, "", "<date>", 0, 1, 0, "last day") \
	K(BLOCS, "blocs", NONE, "border.lim", "", 0, 1, 0, "groups of states under one agreement") \
	K(BLOC, "*", BLOCS, "", "<name> <words>", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "name and words") \
	K(MEMBERS, "members", BLOC, "", "<codes> [from <date>] [until <date>]", 1, 0, 0, "countries, with the days of their membership") \
	K(BLOC_LAW, "law", BLOC, "", "<words>", 1, 1, 0, "treaty and article") \
	K(STAY_RULES, "stay_rules", NONE, "border.lim", "", 1, 1, 0, "how long a person may stay") \
	K(STAY_RULE, "*", STAY_RULES, "", "<name> <words>", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "name and words") \
	K(ALLOW, "allow", STAY_RULE, "", "[unlimited] [<duration>]", 1, 1, 0, "how long") \
	K(WINDOW, "window", STAY_RULE, "", "<duration>", 0, 1, 0, "in any so many days; without it each stay counts alone") \
	K(COUNTS, "counts", STAY_RULE, "", "<entry_day,exit_day,extension,permit>", 0, 1, 0, \
	  "which days use the rule up beside those between: of entry and exit, of an extension, under a permit") \
	K(STAY_LAW, "law", STAY_RULE, "", "<words>", 1, 1, 0, "article") \
	K(STAY_FROM, "from", STAY_RULE, "", "<date>", 0, 1, 0, "first day") \
	K(STAY_UNTIL, "until", STAY_RULE, "", "<date>", 0, 1, 0, "last day") \
	K(CATEGORIES, "categories", NONE, "border.lim", "", 1, 1, 0, "kinds of traveller; the first that holds") \
	K(CATEGORY, "*", CATEGORIES, "", "<name> <words>", 1, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "name and words") \
	K(WHEN, "when", CATEGORY, "", "<expression>", 1, 1, 0, "condition; the last category says yes") \
	K(ASK, "ask", CATEGORY, "", "<names>", 0, 1, 0, "what the booth asks for") \
	K(WAIVE, "waive", CATEGORY, "", "<checks>", 0, 1, 0, "what is not asked for or checked") \
	K(STAY, "stay", CATEGORY, "", "<expression>", 1, 1, 0, "a stay rule, or visa.rule: the one that the visa names") \
	K(MAY, "may", CATEGORY, "", "<admit,refer,refuse,transit>", 1, 1, 0, "decisions that the law allows; transit: the person stays airside, which is no entry") \
	K(CATEGORY_LAW, "law", CATEGORY, "", "<words>", 1, 1, 0, "article") \
	K(CATEGORY_FROM, "from", CATEGORY, "", "<date>", 0, 1, 0, "first day") \
	K(CATEGORY_UNTIL, "until", CATEGORY, "", "<date>", 0, 1, 0, "last day") \
	K(REFUSAL, "refusal", NONE, "border.lim", "", 1, 1, 0, "who may refuse entry, and the remedy") \
	K(MAY_REFUSE, "may", REFUSAL, "", "refuse <names>", 1, 1, 0, "roles") \
	K(SECOND, "second", REFUSAL, "", "<name> [if <expression>]", 1, 1, 0, "role that confirms; a condition that cannot be judged counts as yes") \
	K(NOT_WHEN, "not_when", REFUSAL, "", "<expression>", 1, 1, 0, "no refusal while this holds or is not known") \
	K(REMEDY, "remedy", REFUSAL, "", "<words>", 1, 1, WORDS_PUBLIC, "how to appeal, as the form prints it") \
	K(APPEAL_AUTHORITY, "authority", REFUSAL, "", "<words>", 1, 1, WORDS_PUBLIC, "where to appeal") \
	K(DEADLINE, "deadline", REFUSAL, "", "<duration>", 1, 1, 0, "how long an appeal may wait, days") \
	K(REFUSAL_LAW, "law", REFUSAL, "", "<words>", 1, 1, WORDS_PUBLIC, "article") \
	K(OVERSTAY, "overstay", NONE, "border.lim", "", 0, 1, 0, "a stay that was too long: what excuses it, what it costs; nobody is kept from leaving for it") \
	K(EXCUSE, "excuse", OVERSTAY, "", "<names> [paper]", 0, 0, 0, "codes of the list overstay_explanations that excuse; paper: once a paper was seen") \
	K(TARIFF, "tariff", OVERSTAY, "", "<duration> <value> [from <date>] [until <date>]", 0, 0, 0, "from so many days on, this amount in all") \
	K(MISSING_EXIT, "missing_exit", OVERSTAY, "", "<duration> tell <name>", 0, 1, 0, "so long past its last day, an entry without exit is a task of this role") \
	K(OVERSTAY_REMEDY, "remedy", OVERSTAY, "", "<words>", 1, 1, WORDS_PUBLIC, "how to object to a penalty, as the receipt prints it") \
	K(OVERSTAY_LAW, "law", OVERSTAY, "", "<words>", 1, 1, WORDS_PUBLIC, "article") \
	K(BANS, "bans", NONE, "border.lim", "", 0, 1, 0, "who may order an entry ban, for how long, and the remedy") \
	K(MAY_BAN, "may", BANS, "", "order <names>", 1, 1, 0, "roles; they need the right ban") \
	K(BAN_SECOND, "second", BANS, "", "<name> [over <duration>]", 0, 1, 0, "role that confirms; over: only a ban that is longer") \
	K(BAN_LIMIT, "limit", BANS, "", "<duration>", 1, 1, 0, "how long a ban may be") \
	K(BAN_REMEDY, "remedy", BANS, "", "<words>", 1, 1, WORDS_PUBLIC, "how to appeal, as the order prints it") \
	K(BAN_AUTHORITY, "authority", BANS, "", "<words>", 1, 1, WORDS_PUBLIC, "where to appeal") \
	K(BAN_DEADLINE, "deadline", BANS, "", "<duration>", 1, 1, 0, "how long an appeal may wait, days") \
	K(BAN_LAW, "law", BANS, "", "<words>", 1, 1, WORDS_PUBLIC, "article") \
	K(ROLE, "role", NONE, "border.lim pack.lim", "<name> <words>", 0, 0, NAME_IN_CONTEXT, "who works with the system; 'administrator' is built in") \
	K(RIGHTS, "rights", ROLE, "", "<names>", 0, 1, 0, "what the role may do") \
	K(PURPOSE, "purpose", NONE, "border.lim pack.lim", "<name> <words>", 0, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "a purpose of data protection") \
	K(GROUND, "ground", PURPOSE, "", "<words>", 1, 1, WORDS_PUBLIC, "the article that allows it") \
	K(TASKS, "tasks", PURPOSE, "", "<names>", 0, 1, 0, "rights whose use has this purpose") \
	K(WATCHLISTS, "watchlists", NONE, "border.lim", "", 0, 1, 0, "lists against which travellers are compared") \
	K(WATCHLIST, "*", WATCHLISTS, "", "<name> <words>", 1, 0, NAME_IN_CONTEXT, "code of the list and its name") \
	K(MEANS, "means", WATCHLIST, "", "information|care|look|refer", 1, 1, 0, "what a hit asks the officer to do") \
	K(WATCH_LAW, "law", WATCHLIST, "", "<words>", 1, 1, 0, "ground") \
	K(INSTRUCTION, "instruction", WATCHLIST, "", "<words>", 1, 1, 0, "what to do, for the booth") \
	K(VISIBLE, "visible", WATCHLIST, "", "first_line|second_line", 1, 1, 0, "who sees why") \
	K(KEPT, "kept", WATCHLIST, "", "here|elsewhere", 0, 1, 0, "here: its entries are made and changed here, by two people; elsewhere: it is imported whole") \
	K(SAME_SECOND, "second", WATCHLIST, "", "<name>", 0, 1, 0, "role that confirms the finding that the traveller is the person of an entry") \
	K(LIMIT, "limit", WATCHLIST, "", "amber <duration> red <duration>", 0, 1, 0, "age of the list, hours or days") \
	K(WATCH_FROM, "from", WATCHLIST, "", "<date>", 0, 1, 0, "first day") \
	K(WATCH_UNTIL, "until", WATCHLIST, "", "<date>", 0, 1, 0, "last day") \
	K(CHECKS, "checks", NONE, "border.lim", "", 0, 1, 0, "what the results of checks advise") \
	K(CHECK, "*", CHECKS, "", "<quoted> <words>", 1, 0, NAME_IN_CONTEXT, "name of the check or of its group; words") \
	K(FAILED, "failed", CHECK, "", "note|care|look|refer", 1, 1, 0, "advice when it failed") \
	K(UNDETERMINED, "undetermined", CHECK, "", "note|care|look|refer", 1, 1, 0, "advice when it could not be judged") \
	K(RULE, "rule", CHECK, "", "<words>", 1, 1, 0, "the rule behind it") \
	K(CHECK_LAW, "law", CHECK, "", "<words>", 1, 1, 0, "article or standard") \
	K(CHECK_FROM, "from", CHECK, "", "<date>", 0, 1, 0, "first day") \
	K(CHECK_UNTIL, "until", CHECK, "", "<date>", 0, 1, 0, "last day") \
	K(PEAK_MODES, "peak_modes", NONE, "border.lim", "", 0, 1, 0, "what a supervisor may leave out for some hours, when many arrive at once") \
	K(PEAK_MODE, "*", PEAK_MODES, "", "<name> <words>", 1, 0, NAME_IN_CONTEXT, "name and words") \
	K(REDUCE, "reduce", PEAK_MODE, "", "<checks>", 1, 1, 0, "questions and checks that are left out; never lists, children, identity or protection") \
	K(AT_MOST, "at_most", PEAK_MODE, "", "<duration>", 1, 1, 0, "how long, at most 12 hours; it ends by itself") \
	K(PEAK_LAW, "law", PEAK_MODE, "", "<words>", 1, 1, 0, "article that allows it") \
	K(PEAK_FROM, "from", PEAK_MODE, "", "<date>", 0, 1, 0, "first day") \
	K(PEAK_UNTIL, "until", PEAK_MODE, "", "<date>", 0, 1, 0, "last day") \
	K(DISCLOSURE, "disclosure", NONE, "border.lim", "", 0, 1, 0, "what people are told of what is held on them") \
	K(WITHHOLD, "withhold", DISCLOSURE, "", "<checks>", 0, 1, 0, "kinds of entries, or fields of them as kind.field, that are told to nobody concerned, whether there is one or not") \
	K(UNSEEN, "unseen", DISCLOSURE, "", "<names>", 0, 1, 0, "purposes whose looks are not told, in the same way") \
	K(WITHHELD_WORDS, "words", DISCLOSURE, "", "<words>", 1, 1, WORDS_PUBLIC, "what everybody is told instead") \
	K(DISCLOSURE_REMEDY, "remedy", DISCLOSURE, "", "<words>", 1, 1, WORDS_PUBLIC, "where to complain") \
	K(DISCLOSURE_LAW, "law", DISCLOSURE, "", "<words>", 1, 1, WORDS_PUBLIC, "article") \
	/* centres.lim */ \
	K(CENTRE, "centre", NONE, "centres.lim", "<code> <words>", 0, 0, WORDS_PUBLIC | NAME_IN_CONTEXT, "where people come for their case: embassy, consulate, visa centre, office") \
	K(CENTRE_COUNTRY, "country", CENTRE, "", "<code>", 1, 1, 0, "country in which it is") \
	K(CENTRE_PLACE, "place", CENTRE, "", "<numbers>", 1, 1, 0, "latitude and longitude, degrees") \
	K(CENTRE_ZONE, "zone", CENTRE, "", "<quoted>", 0, 1, 0, "time zone, IANA; else the head's") \
	K(CENTRE_ADDRESS, "address", CENTRE, "", "<words>", 1, 1, WORDS_PUBLIC, "where it is, as a letter says it") \
	K(CENTRE_CALENDAR, "calendar", CENTRE, "", "<name>", 0, 1, 0, "whose holidays it keeps; else the head's") \
	K(CENTRE_SERVICE, "service", CENTRE, "", "<code> length <duration> counters <integer>", 1, 0, 0, \
	  "a code of the list services: how long one takes, how many at once; each service has its own counters") \
	K(CENTRE_OPEN, "open", CENTRE, "", "<monday,tuesday,wednesday,thursday,friday,saturday,sunday> <hours>", 1, 0, 0, "opening hours, as 09:00-12:00, 13:00-16:00") \
	K(CENTRE_CLOSED, "closed", CENTRE, "", "<dates>", 0, 0, 0, "days on which it is closed beside those of the calendar") \
	K(CENTRE_AHEAD, "ahead", CENTRE, "", "<duration>", 0, 1, 0, "how many days ahead a time may be booked; else 60") \
	K(CENTRE_NOTICE, "notice", CENTRE, "", "<duration>", 0, 1, 0, "how long before its beginning a time may still be booked; else 1 hour") \
	K(CENTRE_FROM, "from", CENTRE, "", "<date>", 0, 1, 0, "first day") \
	K(CENTRE_UNTIL, "until", CENTRE, "", "<date>", 0, 1, 0, "last day") \
	/* training/training.lim */ \
	K(SCENARIO, "scenario", NONE, "training/training.lim", "<name> <words>", 0, 0, NAME_IN_CONTEXT, "an exercise of the training mode, with an invented traveller") \
	K(SCENE, "scene", SCENARIO, "", "<integer>", 0, 1, 0, "number of the scene that it practises") \
	K(BRIEF, "brief", SCENARIO, "", "<words>", 1, 1, 0, "what the trainee is told") \
	K(BEARER, "bearer", SCENARIO, "", "<quoted> <code> <quoted>", 1, 1, 0, "SURNAME, GIVEN NAMES; who issued the document; sex F, M or X") \
	K(BEARER_BORN, "born", SCENARIO, "", "<quoted>", 1, 1, 0, "a year: the day is another in each run; or a whole date, as it stands") \
	K(BEARER_NATIONALITY, "nationality", SCENARIO, "", "<code>", 0, 1, 0, "where it is not the issuer's") \
	K(BEARER_DOCUMENT, "document", SCENARIO, "", "<code>", 0, 1, 0, "kind of document in the zone; else P") \
	K(EXPIRED, "expired", SCENARIO, "", "<integer>", 0, 1, 0, "months since the document expired; else it is valid for four years") \
	K(SPOILT, "spoilt", SCENARIO, "", "number|birth|expiry", 0, 1, 0, "this digit is read wrongly") \
	K(WAY, "way", SCENARIO, "", "entry|exit", 1, 1, 0, "direction of the journey") \
	K(ENTERED, "entered", SCENARIO, "", "<integer>", 0, 1, 0, "so many days ago the bearer was let in") \
	K(ALONG, "along", SCENARIO, "", "<quoted> <code> <quoted> <quoted>", 0, 8, 0, "who comes along: SURNAME, GIVEN NAMES; who issued the passport; sex; year of birth") \
	K(RENEWED, "renewed", SCENARIO, "", "<integer>", 0, 1, 0, "months since the document was renewed: the entry is on the old one, of another number") \
	K(EXPECT, "expect", SCENARIO, "", "<name> <words>", 1, 0, 0, "an action that is right, and why") \
	K(NEVER, "never", SCENARIO, "", "<name> <words>", 0, 0, 0, "an action that is wrong, and why") \
	K(SCENARIO_LAW, "law", SCENARIO, "", "<words>", 1, 1, 0, "article") \
	/* tables/tables.lim */ \
	K(TABLE, "table", NONE, "tables/tables.lim", "<name> <words> unique|first|all [complete]", 0, 0, NAME_IN_CONTEXT, \
	  "a decision table, tables/NAME.csv; unique: the fewest blank cells win; complete: every question has an answer") \
	PROCEDURE_KEYWORDS(K)

enum keyword_id {
	KEY_NONE,
#define K(id, word, parent, files, arguments, least, most, flags, doc) KEY_##id,
	KEYWORDS(K)
#undef K
	KEY_COUNT
};

struct keyword {
	enum keyword_id id, parent;
	const char *word, *files, *arguments;
	int least, most;
	unsigned flags;
	const char *doc;
};

enum argument_kind {
	ARGUMENT_WORD, ARGUMENT_CHOICE, ARGUMENT_CHOICES, /* literal; one of some; some of some */
	ARGUMENT_NAME, ARGUMENT_NAMES, ARGUMENT_CHECKS, ARGUMENT_CODE, ARGUMENT_CODES, ARGUMENT_QUOTED, ARGUMENT_WORDS, ARGUMENT_DATE, ARGUMENT_DATES,
	ARGUMENT_MONTHDAY, ARGUMENT_HOURS, ARGUMENT_INTEGER, ARGUMENT_NUMBERS, ARGUMENT_DURATION, ARGUMENT_VALUE, ARGUMENT_EXPRESSION, ARGUMENT_REST,
	ARGUMENT_KIND_COUNT
};

/* The tokens of the line that an argument takes; arguments are numbered from 0 over the spec, literal words included. */
struct argument {
	bool given;
	size_t from, to;
};

enum { ARGUMENTS_MOST = 10 };

const struct keyword *keyword_of(enum keyword_id id);
bool keyword_in_file(const struct keyword *keyword, struct str path);
/* Gives every line its keyword and arguments, reports what does not belong (P012 to P017), checks how often. */
void grammar_read(struct arena *arena, struct file_lines *file, struct pack_diagnostics *diagnostics);

/* A date that is whole; a duration in tokens. For the compiler, on arguments that grammar_read() accepted. */
struct str argument_text(struct arena *arena, const struct line *line, int at); /* tokens joined by one space; "" when not given */
bool is_name(struct str s); /* [a-z][a-z0-9_]* */
bool is_code(struct str s); /* [A-Za-z0-9_]+, at most 32 */
bool read_hours(struct str s, int *from, int *until); /* "09:00-12:30": minutes of the day */

#endif
