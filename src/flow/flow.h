/* The engine of procedures: how a case stands, what may be done with it, and what follows. Pure: it reads no database, clock, locale or random
 * source, and does nothing to the world. The same case, action and answers give the same change, on any node.
 *
 * A case is a JSON object (`file`), as the journal's fold keeps it:
 *   {procedure, revision, opened, closed, state, outcome, flags: [], answers: {field: value}, done: {action: {at, times, who}},
 *    uses: {use: {fact: value, items: {id: {..}}}}, clocks: {clock: {item: {events: [], fired, warned}}}, second: {..}, tasks}
 * An answer is text in the canonical form of rule_value_text, an array (choices, lists of items with their permanent "id"), an object (person,
 * group ...), or {"missing": reason}. Instants are milliseconds.
 *
 * What happens is a change: an array of steps, which flow_apply() carries out. The engine builds it step by step and applies each to its own
 * copy, so that a later effect sees the one before; the entry in the journal holds the steps, and its fold applies them without judging again.
 * Steps: ["opened", {procedure, revision, opened}] ["revision", number] ["set", path, value] ["state", name] ["outcome", name] ["flag", name] ["unflag", name] ["done", action, {at, who}]
 *   ["use", use, item, {fact: value}, command, with] ["clock", clock, item, {what, at, by}] ["warned"|"fired", clock, item, n] ["second", {..} or null]
 *   ["moved", list, id, item, case] ["task", role, words, within, unit] ["task_done"] ["notify", who, words] ["closed", at]
 * What reaches the world (letters, fees, tasks ...) stands in them, too; whoever stores the change does it in the same transaction.
 * Effects are done in their order, but letters, messages and tasks last, after state and clocks: they may name the limits that the action starts. */
#ifndef LIMEN_FLOW_H
#define LIMEN_FLOW_H

#include <jansson.h>

#include "lang.h"
#include "procedure.h"
#include "term.h"

enum { FLOW_STEPS_MOST = 2000, FLOW_ITEMS_MOST = 200, FLOW_TEXT_MOST = 20000 };

/* Who acts. Roles are codes of the pack; parties are names of the procedure's party fields. */
struct flow_actor {
	struct pack_names roles, parties;
	bool clock, anyone;             /* the engine itself; somebody who is neither */
	struct str who;                 /* as it is kept, to tell one person from another: an id */
	struct str number;              /* service number, as fields of type user hold it; "" = none */
};

/* What the engine asks of the world when an effect is carried out: the facts that a command leaves behind, as {fact: value}. A function that
 * is NULL, or gives no object, means: what the capability's own rule says (capability.h). */
struct flow;

struct flow_world {
	json_t *(*command)(struct flow_world *world, struct flow *flow, const struct pack_use *use, const struct capability_command *command, struct str item, json_t *with);
	/* other cases of the subject, as an array of files, for cases('procedure') */
	json_t *(*others)(struct flow_world *world, struct str procedure);
	bool cut_off;                   /* this node does not reach headquarters */
};

/* One look at a case. */
struct flow {
	struct procedure_host host;     /* first: expressions find the look by it */
	struct arena *arena;
	json_t *file;                   /* borrowed; flow_do works on a copy of its own */
	int64_t now;
	const struct lang_zone *zone;   /* of the pack's law; NULL = UTC */
	struct flow_world *world;       /* may be NULL */
	struct str say;                 /* language of what gaps say; "" = the pack's own */
	int depth;                      /* of computed fields that ask for one another */
	json_t *own;                    /* the copy on which an action works */
	struct str reference;           /* the case's number, which its file does not hold; "" = none */
};

extern const struct room flow_room;

/* `file` NULL: there is no case yet. The zone is to be set. */
void flow_look(struct flow *flow, struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, json_t *file, int64_t now);
void flow_end(struct flow *flow);       /* what the look holds beside the arena */

/* --- what is wrong, all at once --- */

struct flow_gap {
	struct str path;                /* field it is linked to: "applicant.birth_date", "members.2.wristband"; "" = the action itself */
	const char *code;               /* required, check, need, not_allowed, ... */
	struct str words;               /* in the look's language (`say`), filled */
};

struct flow_gaps {
	struct flow_gap items[200];
	size_t count;                   /* may be larger than what is kept */
};

/* --- judging --- */

struct date flow_today(const struct flow *flow);
struct date flow_law_day(const struct flow *flow);  /* as of which tables and params answer: law_of, else opened */
bool flow_eval(struct flow *flow, const struct pack_rule *rule, struct rule_value *out, struct error *err);
/* Of an item: its names come first. `list`: the field whose item it is. */
bool flow_eval_item(struct flow *flow, const struct pack_rule *rule, const struct pack_asked *list, json_t *item, struct rule_value *out, struct error *err);
/* What the expressions of the procedure's letters are evaluated in (procedure_letter_schema), with the names that the case itself does not hold; "" = missing. */
struct flow_letter_words {
	struct str remedy;              /* what may be done against it */
	struct str status_page, status_code;
};
struct rule_environment flow_letter_environment(struct flow *flow, const struct flow_letter_words *words);
/* A sentence of the pack in a language, its {expressions} filled. */
struct str flow_words(struct flow *flow, struct str language, const struct pack_sentence *sentence);
/* The same of an item of a list. */
struct str flow_item_words(struct flow *flow, struct str language, const struct pack_sentence *sentence, const struct pack_asked *list, json_t *item);
bool flow_shown(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item);
bool flow_required(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item);
struct rule_value flow_answer(struct flow *flow, const struct pack_asked *field); /* missing when it is hidden or not given */
/* What is missing or wrong in these fields: answers that are required, checks that do not hold. */
bool flow_gaps_of(struct flow *flow, const struct pack_places *fields, struct flow_gaps *gaps, struct error *err);

/* Papers that a field `documents` calls for as the case stands: each has a path of its own, "FIELD.NAME". complete() insists on all of them, unless the
 * field has a `required` that does not hold. */
struct flow_paper {
	struct str name, source, words; /* words of the row: as written, and in the look's language */
	const json_t *file;             /* what was sent for it; NULL = nothing yet */
};
struct flow_papers {
	struct flow_paper items[50];
	size_t count;
};
/* `list`, `item`: of a field of an item; else NULL. */
bool flow_papers(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item, struct flow_papers *out, struct error *err);
const struct flow_paper *flow_paper(const struct flow_papers *papers, struct str name); /* NULL = it is not called for */

/* Takes answers as a form or the API gives them, {path: text}: typed, bounded, in the canonical form of the file. What does not fit is a gap. */
json_t *flow_answers(struct flow *flow, json_t *given, struct flow_gaps *gaps);

/* --- doing --- */

bool flow_may(struct flow *flow, const struct pack_action *action, const struct flow_actor *actor);       /* by whom, from which state */
/* Whether a field that an action's `not_by` names holds this service number: the case is about that person, who neither acts on it nor sees it. */
bool flow_is_about(const struct flow *flow, struct str number);
bool flow_may_edit(const struct flow *flow, const struct pack_asked *field, const struct flow_actor *actor);   /* a field of the procedure, in this state */
const struct pack_state *flow_state(const struct flow *flow);                                             /* NULL = new */
const struct pack_state *flow_public(const struct flow *flow);                                            /* what the public sees */

struct flow_deed {
	const struct pack_action *action;
	struct str item;                /* id of the item that it acts on; "" = none, or a new one */
	json_t *answers;                /* of flow_answers; NULL = none */
	const struct flow_actor *actor;
	const struct flow_actor *first; /* a confirmation: who asked for it; NULL = not confirming */
};

/* An action, judged: `*change` is the array of its steps. False with gaps: it is not possible now, and they say why (all of it). False with
 * err: an expression failed. Where a second person must confirm, the change is the request alone. */
bool flow_do(struct flow *flow, const struct flow_deed *deed, json_t **change, struct flow_gaps *gaps, struct error *err);
/* Answers in a state that lets the actor edit them. */
bool flow_edit(struct flow *flow, json_t *answers, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err);
/* An event of a use: its facts, then the action that waits for it, when there is one in this state. */
bool flow_event(struct flow *flow, const struct pack_use *use, int event, json_t *facts, struct str item, json_t **change, struct flow_gaps *gaps, struct error *err);
/* The same of a message that brings answers (of flow_answers). Where there is no case yet it opens one, by the action that flow_opened_by() names; answers
 * that are missing in it are a task for whoever that action names, and the case is opened all the same. */
bool flow_message(struct flow *flow, const struct pack_use *use, int event, json_t *facts, struct str item, json_t *answers, json_t **change, struct flow_gaps *gaps, struct error *err);
const struct pack_action *flow_opened_by(const struct pack_procedure *procedure, const struct pack_use *use, const char *event); /* NULL = none */
/* The second person's answer to file.second: confirmed, or returned. */
bool flow_confirm(struct flow *flow, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err);
bool flow_return(struct flow *flow, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err);

/* --- another revision --- */

/* What moves running cases of a revision to that of the procedure; NULL: they stay under theirs. */
const struct pack_migration *flow_migration(const struct pack_procedure *procedure, int from);
/* Moves a case, looked at with its new procedure: fields, states and clocks as they are mapped. Clocks keep the days they used, and their allowance unless
 * they are counted again; what was done is not judged again; an answer that is dropped stays in the file, unread. False: its state has no place there. */
bool flow_move(struct flow *flow, const struct pack_migration *migration, json_t **change, struct error *err);

/* --- clocks --- */

/* Of `item` ("" where the clock is not for each item of a list). False when the case has never started it. */
bool flow_clock(struct flow *flow, const struct pack_clock *clock, struct str item, struct term *out);
struct flow_due {
	int64_t at;
	const struct pack_clock *clock;
	struct str item;
	int warning;                    /* which; -1 = the due action */
	int turn;                       /* 0 = the limit itself; 1 = first return */
};
/* The first thing that a clock is to do: by instant, then name. False: nothing will happen by itself. */
bool flow_next(struct flow *flow, struct flow_due *out);
/* Carries it out, dated on its day. A clock whose action the state no longer allows ends without effect. */
bool flow_fire(struct flow *flow, const struct flow_due *due, json_t **change, struct error *err);
/* What a limit is made of, for an account of its days: law and events since the last start. */
bool flow_term(struct flow *flow, const struct pack_clock *clock, struct str item, struct term_law *law, struct term_event *events, size_t *count);

/* --- applying --- */

/* Carries out the steps. Anything in them that the file does not know is left out: entries outlive procedures. `*file` may be NULL: a new case. */
void flow_apply(json_t **file, const json_t *change);

#endif
