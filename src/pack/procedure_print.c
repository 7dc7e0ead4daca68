/* A procedure in plain words, for those who sign it: what is asked, what may happen, who does it, what the law allows and how long. Expressions stand as
 * they are written, for they are what counts; everything else is a sentence. English, with the pack's words in the language asked for. */
#include "procedure.h"

#include "arena.h"
#include "buf.h"

struct printing {
	const struct pack *pack;
	const struct pack_procedure *procedure;
	struct str language;
	struct buf *out;
};

static struct str say(const struct printing *printing, struct words words)
{
	return pack_words(printing->pack, printing->language, words);
}

static void heading(const struct printing *printing, const char *text)
{
	buf_format(printing->out, "\n%s\n\n", text);
}

static struct str role_words(const struct printing *printing, struct str role)
{
	const struct pack_role *found = pack_role(printing->pack, role);
	return found ? say(printing, found->words) : role;
}

static void print_roles(const struct printing *printing, const struct pack_names *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		buf_format(printing->out, "%s" STR_FMT, i ? ", " : "", STR_ARG(role_words(printing, roles->items[i])));
}

static struct str field_words(const struct printing *printing, struct str name)
{
	place_at at = procedure_field(printing->procedure, name);
	return at == NOWHERE ? name : say(printing, printing->procedure->fields[at].label);
}

static void print_who(const struct printing *printing, const struct pack_who *who)
{
	bool more = who->roles.count > 0;
	print_roles(printing, &who->roles);
	for (size_t i = 0; i < who->parties.count; i++, more = true)
		buf_format(printing->out, "%s" STR_FMT, more ? ", " : "", STR_ARG(field_words(printing, who->parties.items[i])));
	if (who->anyone)
		buf_format(printing->out, "%sanyone", more ? ", " : "");
	if (who->clock)
		buf_text(printing->out, "a clock, by itself");
}

static void print_fields_named(const struct printing *printing, const struct pack_places *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		buf_format(printing->out, "%s" STR_FMT, i ? ", " : "", STR_ARG(say(printing, printing->procedure->fields[fields->items[i]].label)));
}

static void print_states_named(const struct printing *printing, const struct pack_places *states)
{
	for (size_t i = 0; i < states->count; i++)
		buf_format(printing->out, "%s" STR_FMT, i ? ", " : "", STR_ARG(say(printing, printing->procedure->states[states->items[i]].label)));
}

static void print_condition(const struct printing *printing, const char *before, const struct pack_rule *rule)
{
	if (rule->text.len)
		buf_format(printing->out, "%s" STR_FMT, before, STR_ARG(rule->text));
}

static void print_length(const struct printing *printing, const char *before, struct pack_length length)
{
	struct str unit = length.count == 1 ? str_slice(length.unit, 0, length.unit.len - 1) : length.unit;
	if (length.count)
		buf_format(printing->out, "%s%d " STR_FMT, before, length.count, STR_ARG(unit));
}

/* ---- What is asked ---- */

static void print_field(const struct printing *printing, const struct pack_asked *field, int depth)
{
	buf_format(printing->out, "%*s- " STR_FMT, depth * 2, "", STR_ARG(say(printing, field->label)));
	bool needed = field->always || field->need.count || str_is(field->required.text, "yes");
	if (field->compute.text.len)
		print_condition(printing, "; worked out: ", &field->compute);
	else
		buf_text(printing->out, needed ? "; must be answered" : field->required.text.len ? "" : "; may be left out");
	if (!needed)
		print_condition(printing, "; must be answered if ", &field->required);
	print_condition(printing, "; asked only if ", &field->show);
	if (field->class.len)
		buf_format(printing->out, "; seen only by the class " STR_FMT, STR_ARG(field->class));
	buf_c(printing->out, '\n');
	for (size_t i = 0; i < field->check_count; i++)
		buf_format(printing->out, "%*sMust hold: " STR_FMT ". Else: " STR_FMT "\n", depth * 2 + 4, "", STR_ARG(field->checks[i].rule.text),
		           STR_ARG(say(printing, field->checks[i].words.words)));
	for (size_t i = 0; i < field->item_count; i++)
		print_field(printing, &field->items[i], depth + 1);
}

static void print_field_of_case(const struct printing *printing, const struct pack_asked *field)
{
	print_field(printing, field, 0);
}

/* ---- States ---- */

static void print_state(const struct printing *printing, const struct pack_state *state)
{
	const struct words public = state->public_as == NOWHERE ? state->public : printing->procedure->states[state->public_as].public;
	buf_format(printing->out, "- " STR_FMT " (%s)\n", STR_ARG(say(printing, state->label)), phase_name(state->phase));
	if (public.number)
		buf_format(printing->out, "    The person is told: " STR_FMT "\n", STR_ARG(say(printing, public)));
	for (size_t i = 0; i < state->edit_count; i++) {
		buf_text(printing->out, "    May be changed by ");
		print_who(printing, &state->edits[i].who);
		buf_text(printing->out, ": ");
		print_fields_named(printing, &state->edits[i].fields);
		buf_c(printing->out, '\n');
	}
}

/* ---- Actions ---- */

static void print_effect(const struct printing *printing, const struct pack_effect *effect)
{
	struct buf *out = printing->out;
	switch (effect->kind) {
	case EFFECT_COMMAND:
		buf_format(out, STR_FMT ": %s", STR_ARG(printing->procedure->uses[effect->use].name),
		           printing->procedure->uses[effect->use].capability->commands[effect->command].about);
		break;
	case EFFECT_SET:
		buf_format(out, STR_FMT " becomes " STR_FMT, STR_ARG(effect->path.text), STR_ARG(effect->value.text));
		break;
	case EFFECT_FLAG: case EFFECT_UNFLAG:
		buf_format(out, "the case is %s marked " STR_FMT, effect->kind == EFFECT_FLAG ? "now" : "no longer", STR_ARG(effect->name));
		break;
	case EFFECT_TASK: case EFFECT_NOTIFY:
		buf_format(out, "%s " STR_FMT ": " STR_FMT, effect->kind == EFFECT_TASK ? "a task for" : "told to", STR_ARG(pack_role(printing->pack, effect->name) ? role_words(printing, effect->name) : field_words(printing, effect->name)),
		           STR_ARG(say(printing, effect->words.words)));
		print_length(printing, ", within ", effect->within);
		break;
	case EFFECT_MOVE:
		buf_format(out, STR_FMT " go to " STR_FMT, STR_ARG(effect->path.text), STR_ARG(effect->value.text));
		break;
	}
	print_condition(printing, ", for each of ", &effect->each);
	print_condition(printing, ", if ", &effect->condition);
	buf_c(out, '\n');
}

static void print_second(const struct printing *printing, const struct pack_action *action)
{
	if (!action->second.count)
		return;
	buf_text(printing->out, "    Another person confirms: ");
	print_roles(printing, &action->second);
	print_condition(printing, ", if or as long as it is not known whether ", &action->second_if);
	buf_c(printing->out, '\n');
}

static void print_ends(const struct printing *printing, const struct pack_action *action)
{
	for (size_t i = 0; i < action->outcome_count; i++) {
		buf_format(printing->out, "    Outcome: " STR_FMT, STR_ARG(action->outcomes[i].name));
		print_condition(printing, ", if ", &action->outcomes[i].condition);
		buf_c(printing->out, '\n');
	}
	for (size_t i = 0; i < action->to_count; i++) {
		buf_format(printing->out, "    %s: " STR_FMT, i ? "Else" : "Then", STR_ARG(say(printing, printing->procedure->states[action->to[i].state].label)));
		print_condition(printing, ", if ", &action->to[i].condition);
		buf_c(printing->out, '\n');
	}
}

static void print_where(const struct printing *printing, const struct pack_action *action)
{
	bool somebody = action->by.roles.count || action->by.parties.count || action->by.anyone || action->by.clock;
	buf_text(printing->out, somebody ? "    Done by " : "    Happens ");
	print_who(printing, &action->by);
	if (action->on_use != NOWHERE)
		buf_format(printing->out, "%swhen " STR_FMT ": %s", somebody ? ", or " : "", STR_ARG(printing->procedure->uses[action->on_use].name),
		           printing->procedure->uses[action->on_use].capability->events[action->on_event].about);
	buf_text(printing->out, action->from_new ? "; begins a case" : "; from: ");
	print_states_named(printing, &action->from);
	buf_text(printing->out, action->offline ? "; also where there is no network\n" : "\n");
}

static void print_action(const struct printing *printing, const struct pack_action *action)
{
	buf_format(printing->out, "- " STR_FMT "\n", STR_ARG(say(printing, action->label)));
	print_where(printing, action);
	if (action->ask.count) {
		buf_text(printing->out, "    Asks: ");
		print_fields_named(printing, &action->ask);
		buf_c(printing->out, '\n');
	}
	if (action->adverse.count) {
		buf_text(printing->out, "    Burdens the person; the reasons: ");
		print_fields_named(printing, &action->adverse);
		buf_c(printing->out, '\n');
	}
	print_condition(printing, "    Silence has this effect by: ", &action->deemed);
	buf_text(printing->out, action->deemed.text.len ? "\n" : "");
	for (size_t i = 0; i < action->need_count; i++)
		buf_format(printing->out, "    Must hold: " STR_FMT ". Else: " STR_FMT "\n", STR_ARG(action->needs[i].rule.text), STR_ARG(say(printing, action->needs[i].words.words)));
	print_second(printing, action);
	for (size_t i = 0; i < action->not_by.count; i++)
		buf_format(printing->out, "    Not by who did: " STR_FMT "\n", STR_ARG(say(printing, printing->procedure->actions[action->not_by.items[i]].label)));
	for (size_t i = 0; i < action->not_named.count; i++)
		buf_format(printing->out, "    Not by, nor seen by, whom this names: " STR_FMT "\n", STR_ARG(say(printing, printing->procedure->fields[action->not_named.items[i]].label)));
	for (size_t i = 0; i < action->effect_count; i++) {
		buf_text(printing->out, "    Does: ");
		print_effect(printing, &action->effects[i]);
	}
	print_ends(printing, action);
}

/* ---- Clocks ---- */

static void print_starts(const struct printing *printing, const char *before, const struct pack_start *starts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_text(printing->out, i ? ", " : before);
		if (starts[i].action != NOWHERE)
			buf_add(printing->out, say(printing, printing->procedure->actions[starts[i].action].label));
		else
			buf_format(printing->out, STR_FMT ": %s", STR_ARG(printing->procedure->uses[starts[i].use].name), printing->procedure->uses[starts[i].use].capability->events[starts[i].event].about);
	}
}

static void print_clock(const struct printing *printing, const struct pack_clock *clock)
{
	struct buf *out = printing->out;
	buf_format(out, "- " STR_FMT, STR_ARG(say(printing, clock->label)));
	if (clock->law.number)
		buf_format(out, " (" STR_FMT ")", STR_ARG(say(printing, clock->law)));
	print_condition(printing, ", by ", &clock->law_rule);
	print_condition(printing, ": ", &clock->allow);
	print_condition(printing, ": until ", &clock->until);
	print_condition(printing, ", for each of ", &clock->each_of);
	print_starts(printing, "\n    Begins with: ", clock->starts, clock->start_count);
	print_starts(printing, "\n    Ends with: ", clock->stops, clock->stop_count);
	if (clock->pauses.count) {
		buf_text(out, "\n    Stands still in: ");
		print_states_named(printing, &clock->pauses);
	}
	if (clock->runs.count) {
		buf_text(out, "\n    Runs only in: ");
		print_states_named(printing, &clock->runs);
	}
	for (size_t i = 0; i < clock->extend_count; i++)
		buf_format(out, "\n    Longer by " STR_FMT "%s through: " STR_FMT, STR_ARG(clock->extends[i].by.text), clock->extends[i].once ? ", once," : "",
		           STR_ARG(say(printing, printing->procedure->actions[clock->extends[i].action].label)));
	if (clock->rolls != ROLL_NONE)
		buf_format(out, "\n    A last day that is a day off moves to the working day %s it", clock->rolls == ROLL_NEXT ? "after" : "before");
	if (clock->due != NOWHERE)
		buf_format(out, "\n    Then: " STR_FMT, STR_ARG(say(printing, printing->procedure->actions[clock->due].label)));
	print_length(printing, "\n    Comes back every ", clock->repeats);
	buf_c(out, '\n');
	for (size_t i = 0; i < clock->warning_count; i++) {
		print_length(printing, "    Before it, by ", clock->warnings[i].before);
		buf_text(out, ": ");
		print_effect(printing, &clock->warnings[i].effect);
	}
}

/* ---- Who reads, how long ---- */

static void print_access(const struct printing *printing)
{
	const struct pack_procedure *procedure = printing->procedure;
	buf_text(printing->out, "- Read by ");
	print_roles(printing, &procedure->readers);
	buf_c(printing->out, '\n');
	for (size_t i = 0; i < procedure->class_count; i++) {
		buf_format(printing->out, "- The class " STR_FMT " is seen by ", STR_ARG(procedure->classes[i].name));
		print_roles(printing, &procedure->classes[i].roles);
		buf_c(printing->out, '\n');
	}
	for (size_t i = 0; i < procedure->restriction_count; i++) {
		buf_format(printing->out, "- While " STR_FMT ", only by ", STR_ARG(procedure->restrictions[i].when.text));
		print_roles(printing, &procedure->restrictions[i].roles);
		buf_text(printing->out, procedure->restrictions[i].how == RESTRICT_HIDDEN ? "; others see nothing\n" : "; others see its number\n");
	}
	for (size_t i = 0; i < procedure->share_count; i++) {
		buf_format(printing->out, "- " STR_FMT " may be sent, and nothing else: ", STR_ARG(field_words(printing, procedure->shares[i].partner)));
		print_fields_named(printing, &procedure->shares[i].fields);
		buf_c(printing->out, '\n');
	}
}

static void print_keep(const struct printing *printing, const struct pack_keep *keep)
{
	static const char *const how[] = { [KEEP_ERASE] = "Erased", [KEEP_ANONYMISE] = "Made anonymous", [KEEP_ARCHIVE] = "Given to the archive" };
	buf_format(printing->out, "- %s", how[keep->how]);
	print_length(printing, " ", keep->after);
	print_condition(printing, " after ", &keep->fact);
	print_condition(printing, ", if ", &keep->condition);
	buf_c(printing->out, '\n');
}

#define PRINT_ALL(title, items, counter, print) \
	do { \
		if (procedure->counter) \
			heading(&printing, title); \
		for (size_t i = 0; i < procedure->counter; i++) \
			print(&printing, &procedure->items[i]); \
	} while (0)

struct str procedure_print(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, struct str language)
{
	struct buf out = BUF_IN(arena);
	struct printing printing = { pack, procedure, language, &out };
	buf_format(&out, STR_FMT "\n" STR_FMT "\n" STR_FMT "\nRevision %d of '" STR_FMT "'. Pack " STR_FMT ", identity %s.\n", STR_ARG(say(&printing, procedure->title)),
	           STR_ARG(say(&printing, procedure->about)), STR_ARG(say(&printing, procedure->law)), procedure->revision, STR_ARG(procedure->name), STR_ARG(pack->head.version), pack->identity);
	PRINT_ALL("WHAT IS ASKED AND KNOWN", fields, field_count, print_field_of_case);
	PRINT_ALL("WHERE A CASE CAN BE", states, state_count, print_state);
	PRINT_ALL("WHAT MAY HAPPEN", actions, action_count, print_action);
	PRINT_ALL("TIME LIMITS", clocks, clock_count, print_clock);
	heading(&printing, "WHO READS IT");
	print_access(&printing);
	PRINT_ALL("HOW LONG IT IS KEPT", keeps, keep_count, print_keep);
	return buf_str(&out);
}
