/* Capabilities: what C can do for a procedure. A procedure says which it uses, when, by whom, in what words.
 *
 * One descriptor for each, in capability.c: settings that a use takes, commands that effects give it, events that actions wait for, facts
 * that expressions read. The room that does the work declares a `struct capability_work` of the same name (the engine's header); a capability
 * without one is recorded, and says "not supported" of what no engine does: no procedure stops on it. */
#ifndef LIMEN_CAPABILITY_H
#define LIMEN_CAPABILITY_H

#include "rule.h"
#include "str.h"

enum setting_kind {
	SETTING_RULE,      /* an expression */
	SETTING_FIELDS,    /* fields of the procedure */
	SETTING_NAMES,     /* bare names of a fixed set, or of a list of the pack */
	SETTING_CODE,      /* 'for machines' */
	SETTING_LENGTH,    /* a duration */
	SETTING_LETTER,    /* a template of letters/ */
	SETTING_FORM,      /* a form of the procedure */
	SETTING_ACTION,    /* an action of the procedure */
	SETTING_WHO,       /* roles or parties */
	SETTING_PAIRS,     /* name = expression, ... */
	SETTING_GROUP,     /* the procedure's group */
	SETTING_LIST,      /* a list of codes of the pack */
	SETTING_DATES,     /* two expressions: from, until */
};

struct capability_setting {
	const char *name;
	enum setting_kind kind;
	bool needed;
	const char *among;         /* NAMES: words that may stand, separated by blanks; CODE: list of the pack; "" = any */
	const char *about;         /* for the reference */
};

struct capability_command {
	const char *name;
	const char *takes;         /* names that `with` may give, separated by blanks; "*" = any */
	bool words;                /* words may follow: notify "..." */
	bool offline;              /* a node that is cut off may do it */
	bool burdens;              /* takes something from the person: only in an action that is adverse */
	const char *about;
};

struct capability_event {
	const char *name, *about;
};

struct capability_fact {
	const char *name;
	struct rule_type type;
	const char *about;
};

struct capability {
	struct str name;
	bool takes_argument;       /* `case NAME`: a procedure */
	const struct capability_setting *settings;   /* each array ends with a name that is NULL */
	const struct capability_command *commands;
	const struct capability_event *events;
	const struct capability_fact *facts;
	const char *about;
};

extern const struct capability capabilities[]; /* ends with an empty name */
const struct capability *capability_of(struct str name);       /* NULL = none */
/* Codes of a fact `status`, by the name of their list ("fee_statuses"; "clock_statuses" for clocks). False: there is no such list. */
bool capability_statuses(struct str list, const struct str **words, size_t *count);
int capability_command_at(const struct capability *capability, struct str name); /* -1 = none */
int capability_event_at(const struct capability *capability, struct str name);   /* -1 = none */

#endif
