/* What the files of this room share. Private to the room. */
#ifndef LIMEN_FLOW_INNER_H
#define LIMEN_FLOW_INNER_H

#include "arena.h"
#include "flow.h"
#include "house.h"

/* --- value.c: JSON of a file as values of expressions, and back --- */
/* Missing, named `field`, where the JSON is absent, a reason, or not of the type. */
struct rule_value value_of_json(struct flow *flow, const struct rule_type *type, const json_t *json, struct str field);
struct rule_value record_of_json(struct flow *flow, const struct rule_type *type, const json_t *json); /* NULL: nothing of it is known */
json_t *json_of_value(struct flow *flow, const struct rule_value *value);   /* NULL: missing */
struct str json_text(const json_t *json);                                    /* "" when it is no string */

/* --- look.c: names --- */
int64_t zone_ms(const struct flow *flow, int64_t ms);
/* An item of a list, or a group, as expressions see it. */
const struct rule_object *item_object(struct flow *flow, const struct pack_asked *list, json_t *item);
json_t *item_of_object(const struct rule_object *object);                    /* NULL: it is no item of a list */
bool eval_with(struct flow *flow, const struct rule_expression *expression, const struct rule_object *item, struct rule_value *out, struct error *err);
/* What a rule says where missing has a meaning; a rule that is not given says `otherwise`; one that fails says what missing does. */
bool holds(struct flow *flow, const struct pack_rule *rule, const struct rule_object *item, enum rule_where where, bool otherwise);
struct str words_with(struct flow *flow, struct str language, const struct pack_sentence *sentence, const struct rule_object *item);
json_t *answer_json(const struct flow *flow, const struct pack_asked *field, json_t *item); /* as stored; NULL = not given */
bool is_given(const json_t *answer);

/* --- step.c: steps are made and carried out one by one --- */
struct making {
	struct flow *flow;              /* its file is a copy that grows */
	json_t *steps;
	struct error *err;
	bool failed;
};
bool making_begin(struct flow *flow, struct making *making, struct error *err);
/* Takes the step's reference. */
void make_step(struct making *making, json_t *step);
#define STEP(making, ...) make_step(making, json_pack(__VA_ARGS__))
json_t *str_json(struct str text);

/* --- gap.c --- */
void add_gap(struct flow_gaps *gaps, struct str path, const char *code, struct str words);
bool gaps_of_item(struct flow *flow, const struct pack_asked *list, json_t *item, struct flow_gaps *gaps, struct error *err);
bool gaps_of_form(struct flow *flow, struct str form, struct flow_gaps *gaps, struct error *err);
struct pack_places form_fields(struct flow *flow, const struct pack_form *form); /* of pages that are shown */

/* --- paper.c --- */
json_t *answer_with_paper(const json_t *answer, const struct flow_paper *paper, const json_t *file);

/* --- effect.c --- */
enum effects_part { EFFECTS_ALL, EFFECTS_DO, EFFECTS_TELL }; /* TELL: letters, messages, tasks */
bool make_effects(struct making *making, enum effects_part part, const struct pack_effect *effects, size_t count, const struct pack_asked *list, struct str item);
/* What a command leaves behind where the world says nothing else. */
json_t *command_facts(struct flow *flow, const struct pack_use *use, const struct capability_command *command, struct str item, json_t *with);
json_t *event_facts(struct flow *flow, const struct pack_use *use, const struct capability_event *event, json_t *given);

/* --- clock.c --- */
/* What an action (or event, where action is NOWHERE) and the state after it do to the clocks. */
void make_clocks(struct making *making, place_at action, place_at use, place_at event);
json_t *clock_json(const struct flow *flow, const struct pack_clock *clock, struct str item);

struct pack_procedure;
bool in_places(const struct pack_places *places, size_t at);
bool in_names(const struct pack_names *names, struct str name);

#endif
