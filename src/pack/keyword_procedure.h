/* Lines of procedures/NAME.lim and of the parts that they use: more rows of the table of keywords. Arguments of kind <rest> are read by the step that
 * compiles the line: it holds expressions with words after them. */
#ifndef LIMEN_KEYWORD_PROCEDURE_H
#define LIMEN_KEYWORD_PROCEDURE_H

#define PROCEDURE_FILES "procedures/*.lim"
#define FLOW_FILES "procedures/*.lim parts/*.lim"

/* What a field says of itself: of the case, of an item of a list, of an item within. */
#define FIELD_LINES(K, P, ABOVE) \
	K(P##_HINT, "hint", ABOVE, "", "<words>", 0, 1, WORDS_OF_PARTIES, "help below the question") \
	K(P##_SHOW, "show", ABOVE, "", "<expression>", 0, 1, 0, "asked only while this holds; missing counts as no") \
	K(P##_REQUIRED, "required", ABOVE, "", "<expression>", 0, 1, 0, "must be answered while this holds") \
	K(P##_CHECK, "check", ABOVE, "", "<rest>", 0, 0, WORDS_OF_PARTIES, "EXPRESSION \"Words\": what an answer must be; passes while it cannot be decided") \
	K(P##_COMPUTE, "compute", ABOVE, "", "<expression>", 0, 1, 0, "never asked: what it is") \
	K(P##_DEFAULT, "default", ABOVE, "", "<expression>", 0, 1, 0, "the answer at the beginning") \
	K(P##_MISSING, "missing", ABOVE, "", "<names>", 0, 1, 0, "reasons that may stand instead of an answer") \
	K(P##_CLASS, "class", ABOVE, "", "<name>", 0, 1, 0, "class of access") \
	K(P##_NEED, "need", ABOVE, "", "<names>", 0, 1, 0, "what must be known of a person") \
	K(P##_MIN, "min", ABOVE, "", "<expression>", 0, 1, 0, "how many at least") \
	K(P##_MAX, "max", ABOVE, "", "<expression>", 0, 1, 0, "how many at most") \
	K(P##_TITLE, "title", ABOVE, "", "<words>", 0, 1, WORDS_OF_PARTIES, "how an item is named") \
	K(P##_LARGEST, "largest", ABOVE, "", "<integer>", 0, 1, 0, "megabytes of a file at most; else the pack's param upload_file_mb") \
	K(P##_ACCEPT, "accept", ABOVE, "", "<names>", 0, 1, 0, "kinds of file") \
	K(P##_WHY, "why", ABOVE, "", "<words>", 0, 1, WORDS_OF_PARTIES, "why this is asked") \
	K(P##_KEEP, "keep", ABOVE, "", "<duration>", 0, 1, 0, "kept for so long, if shorter than the case") \
	K(P##_FROM, "from", ABOVE, "", "<expression>", 0, 1, 0, "rows that name the documents")

#define ASKED "<name> <name> [<name>] <words> [required] [many] [partial]"

#define PROCEDURE_KEYWORDS(K) \
	K(PROCEDURE, "procedure", NONE, PROCEDURE_FILES, "<name> <words>", 1, 1, WORDS_PUBLIC | NAME_IN_CONTEXT, "how a kind of case goes") \
	K(REVISION, "revision", PROCEDURE, "", "<integer>", 1, 1, 0, "a running case stays with its own") \
	K(ABOUT, "about", PROCEDURE, "", "<words>", 0, 1, WORDS_PUBLIC, "what it is for, in one sentence") \
	K(PROCEDURE_LAW, "law", PROCEDURE, "", "<words>", 1, 1, WORDS_PUBLIC, "articles") \
	K(PROCEDURE_PURPOSE, "purpose", PROCEDURE, "", "<name>", 1, 1, 0, "purpose of data protection") \
	K(SUBJECT, "subject", PROCEDURE, "", "<rest>", 1, 1, 0, "the field of the person, or LIST.FIELD of the people, that it is about; or none") \
	K(CASE_REFERENCE, "reference", PROCEDURE, "", "<quoted>", 1, 1, 0, "how cases are numbered: {yy} {seq:N} {node} {check}") \
	K(LAW_OF, "law_of", PROCEDURE, "", "<rest>", 1, 1, 0, "the action whose day answers tables and params; or opened") \
	K(PARTY, "party", PROCEDURE, "", "<name> [mandate]", 0, 0, 0, "a person who may sign in and act; mandate: for another") \
	K(PARTNER, "partner", PROCEDURE, "", "<name>", 0, 1, 0, "the field of the other authority") \
	K(CASE_GROUP, "group", PROCEDURE, "", "<name>", 0, 1, 0, "cases that go together") \
	K(USE_PART, "use", PROCEDURE, "", "<name>", 0, 0, 0, "takes in parts/NAME.lim") \
	K(PROCEDURE_OFFLINE, "offline", PROCEDURE, "", "", 0, 1, 0, "cases may be opened on a node that is cut off") \
	K(PART, "part", NONE, "parts/*.lim", "<name>", 1, 1, NAME_IN_CONTEXT, "lines that procedures share") \
	K(FIELDS, "fields", NONE, FLOW_FILES, "", 0, 1, 0, "what is asked and known") \
	K(FIELD, "*", FIELDS, "", ASKED, 0, 0, WORDS_OF_PARTIES | NAME_IN_CONTEXT, "name, type, list of its codes; the question") \
	FIELD_LINES(K, FIELD, FIELD) \
	K(ITEMS, "items", FIELD, "", "", 0, 1, 0, "what each item of a list, or a group, holds") \
	K(ITEM_FIELD, "*", ITEMS, "", ASKED, 1, 0, WORDS_OF_PARTIES | NAME_IN_CONTEXT, "as a field of the case") \
	FIELD_LINES(K, ITEM, ITEM_FIELD) \
	K(FORMS, "forms", NONE, FLOW_FILES, "", 0, 1, 0, "pages on which fields are asked") \
	K(FORM, "*", FORMS, "", "<name>", 0, 0, NAME_IN_CONTEXT, "name") \
	K(PAGE, "page", FORM, "", "<words> <names>", 1, 0, WORDS_OF_PARTIES, "one page: its title and fields") \
	K(PAGE_SHOW, "show", PAGE, "", "<expression>", 0, 1, 0, "only while this holds") \
	K(USES, "uses", NONE, FLOW_FILES, "", 0, 1, 0, "capabilities: what C does for the procedure") \
	K(USE, "*", USES, "", "<name> <name> [<name>]", 0, 0, NAME_IN_CONTEXT, "name, capability") \
	K(SETTING, "*", USE, "", "<name> <rest>", 0, 0, 0, "a setting of the capability") \
	K(STATES, "states", NONE, FLOW_FILES, "", 0, 1, 0, "where a case may stand") \
	K(STATE, "*", STATES, "", "<name> <words> draft|open|waiting|decided|closed", 0, 0, NAME_IN_CONTEXT, "name, words for staff, phase") \
	K(PUBLIC, "public", STATE, "", "[as <name>] [<words>]", 0, 1, WORDS_PUBLIC, "what the public is told; as STATE: sees no difference") \
	K(EDIT, "edit", STATE, "", "<names> by <names>", 0, 0, 0, "forms and fields that may be changed, and by whom") \
	K(ACTIONS, "actions", NONE, FLOW_FILES, "", 0, 1, 0, "everything that may happen") \
	K(ACTION, "*", ACTIONS, "", "<name> <words>", 0, 0, WORDS_OF_PARTIES | NAME_IN_CONTEXT, "name and words") \
	K(ACTION_BY, "by", ACTION, "", "<names>", 0, 1, 0, "roles, parties, clock, anyone") \
	K(ACTION_ON, "on", ACTION, "", "<checks>", 0, 1, 0, "USE.EVENT that does it") \
	K(ACTION_FROM, "from", ACTION, "", "<rest>", 1, 1, 0, "states, any PHASE, new") \
	K(ACTION_ITEM, "item", ACTION, "", "<name> [add]", 0, 1, 0, "acts on one item of a list; add: makes it") \
	K(ACTION_ASK, "ask", ACTION, "", "<names>", 0, 1, 0, "forms and fields that it asks; item") \
	K(ACTION_NEED, "need", ACTION, "", "<rest>", 0, 0, WORDS_OF_PARTIES, "EXPRESSION \"Words\": must hold") \
	K(ACTION_SECOND, "second", ACTION, "", "<names> [if <expression>]", 0, 1, 0, "roles of the person who confirms; missing counts as yes") \
	K(NOT_BY, "not_by", ACTION, "", "<names>", 0, 1, 0, "not the person who did these actions, nor whom these fields of type user name: these do not even see the case") \
	K(ADVERSE, "adverse", ACTION, "", "<names>", 0, 1, 0, "burdens the person: the fields that hold the reasons") \
	K(DEEMED, "deemed", ACTION, "", "<expression>", 0, 1, 0, "the law that gives silence its effect") \
	K(OUTCOME, "outcome", ACTION, "", "<name> [if <expression>]", 0, 0, 0, "how the case ends; the first that holds") \
	K(DO, "do", ACTION, "", "<rest>", 0, 0, WORDS_OF_PARTIES, "an effect") \
	K(TO, "to", ACTION, "", "<name> [if <expression>]", 0, 0, 0, "the state after it; the first that holds") \
	K(ACTION_OFFLINE, "offline", ACTION, "", "", 0, 1, 0, "may be done on a node that is cut off") \
	K(CLOCKS, "clocks", NONE, FLOW_FILES, "", 0, 1, 0, "time limits") \
	K(CLOCK, "*", CLOCKS, "", "<name> <words>", 0, 0, NAME_IN_CONTEXT, "name and words") \
	K(CLOCK_ALLOW, "allow", CLOCK, "", "<expression>", 0, 1, 0, "how long") \
	K(CLOCK_UNTIL, "until", CLOCK, "", "<expression>", 0, 1, 0, "or the day on which it ends") \
	K(CLOCK_STARTS, "starts", CLOCK, "", "<checks>", 1, 1, 0, "actions, or USE.EVENT; again = anew") \
	K(CLOCK_STOPS, "stops", CLOCK, "", "<checks>", 0, 1, 0, "actions, or USE.EVENT") \
	K(CLOCK_PAUSES, "pauses", CLOCK, "", "<names>", 0, 1, 0, "states in which it does not run") \
	K(CLOCK_RUNS, "runs", CLOCK, "", "<names>", 0, 1, 0, "states in which alone it runs") \
	K(EXTENDS, "extends", CLOCK, "", "<name> by <rest>", 0, 0, 0, "ACTION by DURATION [once]") \
	K(ROLLS, "rolls", CLOCK, "", "next|back|none", 0, 1, 0, "when its last day is off") \
	K(CLOCK_CALENDAR, "calendar", CLOCK, "", "<expression>", 0, 1, 0, "calendar, or where a row names it") \
	K(CLOCK_LAW, "law", CLOCK, "", "<rest>", 0, 1, 0, "article") \
	K(WARN, "warn", CLOCK, "", "<duration> before <rest>", 0, 0, WORDS_OF_PARTIES, "an effect so long before its end") \
	K(DUE, "due", CLOCK, "", "<name>", 0, 1, 0, "the action that the clock does at its end") \
	K(REPEATS, "repeats", CLOCK, "", "<duration>", 0, 1, 0, "it comes back until stopped") \
	K(CLOCK_EACH, "each", CLOCK, "", "<rest>", 0, 1, 0, "one for each item of a list") \
	K(MEASURE, "measure", CLOCK, "", "", 0, 1, 0, "for statistics alone") \
	K(QUEUES, "queues", NONE, FLOW_FILES, "", 0, 1, 0, "who works on what, in which order") \
	K(QUEUE, "*", QUEUES, "", "<name> <name> <words> when <rest>", 0, 0, NAME_IN_CONTEXT, "name, role, words; EXPRESSION order PATH [down]") \
	K(ACCESS, "access", NONE, FLOW_FILES, "", 0, 1, 0, "who reads") \
	K(ACCESS_READ, "read", ACCESS, "", "<names>", 1, 1, 0, "roles") \
	K(ACCESS_CLASS, "class", ACCESS, "", "<name> <names>", 0, 0, 0, "fields of this class are read by these roles alone") \
	K(RESTRICT, "restrict", ACCESS, "", "when <rest>", 0, 0, 0, "EXPRESSION to ROLES hidden|number") \
	K(SHARE, "share", ACCESS, "", "<name> <rest>", 0, 0, 0, "what a partner may be sent: FORMS and FIELDS [except FIELDS]") \
	K(KEEP, "keep", NONE, FLOW_FILES, "", 0, 1, 0, "how long cases are kept; the first that holds") \
	K(ERASE, "erase", KEEP, "", "<duration> after <expression>", 0, 0, 0, "FACT [if EXPRESSION]") \
	K(ANONYMISE, "anonymise", KEEP, "", "<duration> after <expression>", 0, 0, 0, "FACT [if EXPRESSION]") \
	K(ARCHIVE, "archive", KEEP, "", "<duration> after <expression>", 0, 0, 0, "FACT [if EXPRESSION]") \
	K(INDICATORS, "indicators", NONE, FLOW_FILES, "", 0, 1, 0, "what is counted") \
	K(INDICATOR, "*", INDICATORS, "", "<name> <words> <rest>", 0, 0, NAME_IN_CONTEXT, "count [LIST], median, share or sum EXPRESSION at done.ACTION by PATH") \
	K(MIGRATE, "migrate", NONE, PROCEDURE_FILES, "from <integer>", 0, 0, 0, "running cases of an earlier revision") \
	K(RUNNING, "running", MIGRATE, "", "stay|move", 1, 1, 0, "whether they move to this one") \
	K(MAP_STATE, "state", MIGRATE, "", "<rest>", 0, 0, 0, "old -> new") \
	K(MAP_FIELD, "field", MIGRATE, "", "<rest>", 0, 0, 0, "old -> new, or old dropped \"why\"") \
	K(MAP_CLOCK, "clock", MIGRATE, "", "<rest>", 0, 0, 0, "NAME keep|recount")

#endif
