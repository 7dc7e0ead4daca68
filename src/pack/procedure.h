/* Procedures of the pack, compiled: what procedures/NAME.lim says, with the parts that it uses taken in.
 *
 * A procedure is data: states, actions, clocks, forms. C knows capabilities (capability.h) and the engine that runs cases; no C knows
 * a procedure. Everything here is immutable and lives as long as its pack; positions are indexes into the procedure's own arrays,
 * NOWHERE where there is none.
 *
 * - Expressions are typed against the procedure's record (`record`): fields, then facts (state, phase, done ...), clocks, uses.
 *   Inside an item of a list the item's record comes first.
 * - Words may hold {expression}: a sentence. A translation holds the same expressions, in any order.
 * - What `check` finds (P0xx to P3xx) is found when the pack is loaded: a procedure with an error is in no pack. */
#ifndef LIMEN_PROCEDURE_H
#define LIMEN_PROCEDURE_H

#include "capability.h"
#include "pack.h"
#include "rule.h"

enum {
	FIELDS_MOST = 500, STATES_MOST = 100, ACTIONS_MOST = 200, CLOCKS_MOST = 60, USES_MOST = 60,
	NOWHERE = UINT16_MAX,
};

typedef uint16_t place_at;              /* a position, or NOWHERE */

struct pack_places {                    /* positions, in the order of the file */
	const place_at *items;
	size_t count;
};

/* An expression and its text as written; expression NULL = not given. */
struct pack_rule {
	const struct rule_expression *expression;
	struct str text;
};

/* "..." in which {expression} is filled: `parts` in the order of the source words. */
struct pack_sentence {
	struct words words;
	const struct pack_rule *parts;
	size_t count;
};

struct pack_length {                    /* a duration written out: 30 days, 10 working days; count 0 = none */
	int count;
	struct str unit;
};

/* ---- Fields and forms ---- */

#define FIELD_TYPES(T) \
	T(TEXT, "text") T(LONGTEXT, "longtext") T(YESNO, "yesno") T(INTEGER, "integer") T(DECIMAL, "decimal") T(MONEY, "money") \
	T(DATE, "date") T(DATETIME, "datetime") T(DURATION, "duration") T(CHOICE, "choice") T(CHOICES, "choices") T(CHOICES_OF, "choices_of") \
	T(PERSON, "person") T(TRAVEL_DOCUMENT, "travel_document") T(PHOTO, "photo") T(DOCUMENT, "document") T(DOCUMENTS, "documents") \
	T(SIGNATURE, "signature") T(CONSENT, "consent") T(ADDRESS, "address") T(PLACE, "place") T(PHONE, "phone") T(EMAIL, "email") \
	T(COUNTRY, "country") T(LANGUAGE, "language") T(POST, "post") T(USER, "user") T(CASE, "case") T(ROW, "row") T(GROUP, "group") T(LIST, "list")

enum asked_type {
#define T(id, word) ASKED_##id,
	FIELD_TYPES(T)
#undef T
	ASKED_TYPES
};

struct pack_asked_check {
	struct pack_rule rule;          /* missing passes: `required` asks for the value */
	struct pack_sentence words;
};

struct pack_asked {
	struct str name;
	struct words label, hint, why;
	enum asked_type type;
	struct str list;                /* CHOICE, CHOICES: list of codes; CHOICES_OF: the list field; ROW: table; CASE: procedure or "" */
	bool always;                    /* `required` without a condition */
	bool many, partial;
	struct pack_rule show, required, compute, otherwise, least, most, from;
	const struct pack_asked_check *checks; size_t check_count;
	struct pack_names missing;      /* reasons that may stand instead of an answer */
	struct pack_names need;         /* members of a person that must be given */
	struct pack_names accept;       /* media types of a document */
	int largest;                    /* megabytes of a file; 0 = as the pack says for all */
	struct pack_sentence title;     /* of an item of a list */
	struct str class;               /* of access; "" = whoever reads the case */
	struct pack_length keep;
	const struct pack_asked *items; size_t item_count; /* GROUP, LIST */
	struct rule_type rule_type;     /* of its value in expressions; LIST: of records */
};

struct pack_page {
	struct words words;
	struct pack_places fields;      /* of the procedure */
	struct pack_rule show;
};

struct pack_form {
	struct str name;
	const struct pack_page *pages; size_t page_count;
};

/* ---- Uses ---- */

struct pack_with {
	struct str name;
	struct pack_rule rule;
};

struct pack_setting {
	struct str name;
	struct pack_names words;        /* bare names, codes and words as written */
	struct words text;              /* "..." */
	struct pack_rule rule, until;   /* where the setting takes an expression, or two: `valid FROM, UNTIL` */
	const struct pack_with *pairs; size_t pair_count; /* `show entries = granted_entries, ...` */
	struct pack_places fields;      /* where it names fields of the procedure: `of applicant, passport` */
	struct pack_length length;
};

struct pack_use {
	struct str name;
	const struct capability *capability;
	struct str argument;            /* `proof case document_verification`: the procedure */
	const struct pack_setting *settings; size_t setting_count;
};

const struct pack_setting *pack_setting(const struct pack_use *use, const char *name); /* NULL = not set */
struct str pack_setting_code(const struct pack_use *use, const char *name); /* `profile 'icao_visa'`: its 'code'; "" = not set */

/* ---- States, actions, effects ---- */

#define PHASES(P) P(DRAFT, "draft") P(OPEN, "open") P(WAITING, "waiting") P(DECIDED, "decided") P(CLOSED, "closed")

enum case_phase {
#define P(id, word) PHASE_##id,
	PHASES(P)
#undef P
	PHASE_COUNT
};

/* Who does something: roles of the pack and parties of the procedure, by name; and those who are neither. */
struct pack_who {
	struct pack_names roles, parties;
	bool clock, anyone;
};

struct pack_edit {                      /* fields that may be changed in a state, forms taken apart, and by whom */
	struct pack_places fields;
	struct pack_who who;
};

struct pack_state {
	struct str name;
	struct words label;
	enum case_phase phase;
	struct words public;            /* what the public is told; none where `public as` or nothing is said */
	place_at public_as;             /* the state that the public sees */
	const struct pack_edit *edits; size_t edit_count;
};

enum effect_kind { EFFECT_COMMAND, EFFECT_SET, EFFECT_FLAG, EFFECT_UNFLAG, EFFECT_TASK, EFFECT_NOTIFY, EFFECT_MOVE };

struct pack_effect {
	enum effect_kind kind;
	place_at use, command;          /* COMMAND: `command` counts in the capability's table */
	struct str name;                /* FLAG, UNFLAG: the flag; TASK: the role; NOTIFY: role or party */
	struct pack_rule path, value;   /* SET: where, what; MOVE: items, case */
	struct pack_sentence words;     /* TASK, NOTIFY; COMMAND where words follow */
	struct pack_length within;      /* TASK */
	bool item;                      /* acts on the action's item */
	struct pack_rule each;          /* once for each item of this list */
	const struct pack_with *with; size_t with_count;
	struct pack_rule condition;     /* missing counts as no */
};

struct pack_demand {
	struct pack_rule rule;          /* missing refuses, and says which field */
	struct pack_sentence words;
};

struct pack_outcome {
	struct str name;
	struct pack_rule condition;
};

struct pack_to {
	place_at state;
	struct pack_rule condition;
};

struct pack_action {
	struct str name;
	struct words label;
	struct pack_who by;
	place_at on_use, on_event;      /* `on USE.EVENT` */
	bool from_new;
	struct pack_places from;        /* states, phases taken apart */
	place_at item;                  /* list field; NOWHERE */
	bool adds;                      /* `item LIST add` */
	struct pack_places ask;         /* fields, forms taken apart */
	bool asks_item;
	const struct pack_demand *needs; size_t need_count;
	struct pack_names second;       /* roles */
	struct pack_rule second_if;     /* missing counts as yes */
	struct pack_places not_by;      /* actions: not who did them */
	struct pack_places not_named;   /* fields of type user: not whom they name, who does not see the case either */
	struct pack_places adverse;     /* fields that hold the reasons; none = not adverse */
	struct pack_rule deemed;
	const struct pack_outcome *outcomes; size_t outcome_count;
	const struct pack_effect *effects; size_t effect_count;
	const struct pack_to *to; size_t to_count;      /* none = stays */
	bool offline;
};

/* ---- Clocks ---- */

enum clock_roll { ROLL_NONE, ROLL_NEXT, ROLL_BACK };

struct pack_start {                     /* an action, or an event of a use */
	place_at action, use, event;
};

struct pack_extension {
	place_at action;
	struct pack_rule by;
	bool once;
};

struct pack_warning {
	struct pack_length before;
	struct pack_effect effect;
};

struct pack_clock {
	struct str name;
	struct words label, law;
	struct pack_rule law_rule;      /* `law agreement.law` */
	struct pack_rule allow, until;
	const struct pack_start *starts; size_t start_count;
	const struct pack_start *stops; size_t stop_count;
	struct pack_places pauses, runs; /* states; `runs` none = everywhere but where it pauses */
	const struct pack_extension *extends; size_t extend_count;
	enum clock_roll rolls;
	struct str calendar;            /* "" = the head's */
	struct pack_rule calendar_rule; /* named by a row */
	const struct pack_warning *warnings; size_t warning_count;
	place_at due;                   /* action; NOWHERE where it only measures */
	struct pack_length repeats;
	place_at each;                  /* list field, and which of its items */
	struct pack_rule each_of;
	bool measure;
};

/* ---- Queues, access, retention, indicators ---- */

struct pack_queue {
	struct str name, role;
	struct words label;
	struct pack_rule when, order;
	bool down;
};

enum restrict_how { RESTRICT_HIDDEN, RESTRICT_NUMBER };

struct pack_class { struct str name; struct pack_names roles; };

struct pack_restriction {
	struct pack_rule when;
	struct pack_names roles;
	enum restrict_how how;
};

struct pack_share {
	struct str partner;
	struct pack_places fields;      /* forms taken apart, exceptions taken out */
};

enum keep_how { KEEP_ERASE, KEEP_ANONYMISE, KEEP_ARCHIVE };

struct pack_keep {
	enum keep_how how;
	struct pack_length after;
	struct pack_rule fact, condition;
};

enum indicator_kind { INDICATOR_COUNT, INDICATOR_MEDIAN, INDICATOR_SHARE, INDICATOR_SUM };

struct pack_indicator {
	struct str name;
	struct words label;
	enum indicator_kind kind;
	struct pack_rule of;            /* COUNT: a list, where items are counted */
	struct pack_places at;          /* actions; none = when it closes */
	const struct pack_rule *by; size_t by_count;
};

/* ---- Revisions ---- */

struct pack_mapping { struct str what, from, to; struct words why; }; /* what: state, field, clock; to "" = dropped */

struct pack_migration {
	int from;
	bool move;                      /* running cases move; else they stay with their revision */
	const struct pack_mapping *mappings; size_t count;
};

/* ---- The whole ---- */

struct pack_party { struct str field; bool mandate; };

struct pack_procedure {
	struct str name, file;
	struct str text;                /* its lines and those of its parts, without comments and layout: part of the pack's identity */
	struct words title, about, law;
	int revision;
	struct str purpose;             /* of data protection */
	struct pack_rule subject;       /* a path to persons; none = about nobody */
	struct str reference;           /* 'V{yy}{seq:7}{check}' */
	struct pack_places law_of;      /* actions whose day answers tables and params; none = opened */
	const struct pack_party *parties; size_t party_count;
	struct str partner;             /* field */
	struct str group;               /* "" = cases stand alone */
	bool offline;
	const struct pack_asked *fields;         size_t field_count;
	const struct pack_form *forms;           size_t form_count;
	const struct pack_use *uses;             size_t use_count;
	const struct pack_state *states;         size_t state_count;
	const struct pack_action *actions;       size_t action_count;
	const struct pack_clock *clocks;         size_t clock_count;
	const struct pack_queue *queues;         size_t queue_count;
	struct pack_names readers;               /* roles */
	const struct pack_class *classes;        size_t class_count;
	const struct pack_restriction *restrictions; size_t restriction_count;
	const struct pack_share *shares;         size_t share_count;
	const struct pack_keep *keeps;           size_t keep_count;
	const struct pack_indicator *indicators; size_t indicator_count;
	const struct pack_migration *migrations; size_t migration_count;
	struct pack_names flags;                 /* all that some action sets */
	const struct rule_record *record;        /* names of its expressions */
	struct procedure_slots {                 /* where the members of `record` begin, in this order */
		uint16_t fields, facts, done, times, who, clocks, uses;
	} slots;
};

/* Facts of every case, in the order of the record's members from slots.facts. done, times and who are records by action. */
#define CASE_FACTS(F) \
	F(STATE, "state") F(PHASE, "phase") F(OUTCOME, "outcome") F(OPENED, "opened") F(CLOSED, "closed") F(REFERENCE, "reference") F(FLAGS, "flags") \
	F(TASKS, "tasks") F(WAITING_SECOND, "waiting_second") F(PUBLIC, "public") /* the state that the public sees */

enum case_fact {
#define F(id, word) FACT_##id,
	CASE_FACTS(F)
#undef F
	FACTS
};

/* Facts of every clock, in the order of the members of its record. */
#define CLOCK_FACTS(F) F(DUE, "due") F(LEFT, "left") F(USED, "used") F(LATE, "late") F(STATUS, "status")

enum clock_fact {
#define F(id, word) CLOCK_##id,
	CLOCK_FACTS(F)
#undef F
	CLOCK_FACT_COUNT
};

/* ---- Functions that only the engine can answer ----
 * When an expression of a procedure is evaluated, rule_environment.context points to this. A function that is NULL gives missing.
 * score() and param() need the pack alone; complete(), shown(), required(), cases() and convert() ask here. */
struct procedure_host {
	const struct pack *pack;
	const struct pack_procedure *procedure;
	bool (*complete)(const struct procedure_host *host, const struct rule_call *call, struct str form, struct rule_value *out, struct error *err);
	bool (*shown)(const struct procedure_host *host, const struct rule_call *call, struct str path, struct rule_value *out, struct error *err);    /* path as written */
	bool (*required)(const struct procedure_host *host, const struct rule_call *call, struct str path, struct rule_value *out, struct error *err);
	bool (*cases)(const struct procedure_host *host, const struct rule_call *call, struct str procedure, struct rule_value *out, struct error *err); /* a list */
	bool (*convert)(const struct procedure_host *host, const struct rule_call *call, struct rule_value *out, struct error *err);
};

/* What expressions of a procedure may name, for texts that are read later: scenarios (`tests`: list[n] is allowed) and the engine's own. */
const struct rule_schema *procedure_schema(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, bool tests);
/* What a letter of the procedure may name: the same, and behind all of it `remedy`, the words of what may be done against it, `status_page` and
 * `status_code`: where it is said, without an account, how the case stands, and the code that is asked there beside its number. */
struct rule_schema procedure_letter_schema(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure);
const struct pack_procedure *pack_procedure(const struct pack *pack, struct str name); /* NULL = the pack has none */
place_at procedure_field(const struct pack_procedure *procedure, struct str name);
place_at procedure_state(const struct pack_procedure *procedure, struct str name);
place_at procedure_action(const struct pack_procedure *procedure, struct str name);
place_at procedure_clock(const struct pack_procedure *procedure, struct str name);
place_at procedure_use(const struct pack_procedure *procedure, struct str name);
const struct pack_form *procedure_form(const struct pack_procedure *procedure, struct str name);
/* In plain words, for those who sign it: English sentences, the pack's words in `language`, expressions as they are written. */
struct str procedure_print(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, struct str language);
const char *phase_name(enum case_phase phase);
const char *asked_type_name(enum asked_type type);

#endif
