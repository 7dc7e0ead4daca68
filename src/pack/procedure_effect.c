/* What effects of actions and warnings name, and what they may not do. */
#include "procedure_read.h"

static const struct capability_command *command_of(const struct reading *reading, const struct pack_effect *effect)
{
	if (effect->kind != EFFECT_COMMAND || effect->use == NOWHERE || effect->command == NOWHERE)
		return NULL;
	return &reading->procedure->uses[effect->use].capability->commands[effect->command];
}

/* ---- Names ---- */

static bool takes(const struct capability_command *command, struct str name)
{
	struct str rest = str_of(command->takes), word;
	while (str_cut(&rest, ' ', &word))
		if (str_is(word, "*") || str_equal(word, name))
			return true;
	return false;
}

static void check_command(struct reading *reading, const struct line *line, size_t token, const struct pack_effect *effect, const struct capability_command *command, bool has_item)
{
	struct compiler *compiler = reading->compiler;
	for (size_t i = 0; i < effect->with_count; i++)
		if (!takes(command, effect->with[i].name))
			complain(compiler, line, token, "P128", "the command takes nothing of this name", effect->with[i].name, "see 'limen pack help capabilities'", STR(""));
	if ((effect->words.words.number > 0) != command->words)
		complain(compiler, line, token, "P128", command->words ? "the command needs words" : "the command takes no words", str_of(command->name),
		         "see 'limen pack help capabilities'", STR(""));
	if (effect->item && !has_item)
		complain(compiler, line, token, "P134", "the action has no item", str_of(command->name), "write 'item LIST' in the action", STR(""));
}

static void check_people(struct reading *reading, const struct line *line, size_t token, const struct pack_effect *effect)
{
	const struct pack *pack = reading->compiler->pack;
	place_at field = procedure_field(reading->procedure, effect->name);
	bool person = field != NOWHERE && reading->procedure->fields[field].type == ASKED_PERSON;
	if (pack_role(pack, effect->name) || (effect->kind == EFFECT_NOTIFY && (person || str_is(effect->name, "anyone"))))
		return;
	complain(reading->compiler, line, token + 1, "P123", "nobody of this name", effect->name,
	         effect->kind == EFFECT_TASK ? "a task is for a role of the pack" : "name a party, a role, or a field that holds a person",
	         nearest_of(reading->compiler->scratch, effect->name, pack->roles, sizeof *pack->roles, pack->role_count));
}

/* What a form hides is dropped when the draft ends: so is what an action sets in a field that is not shown. */
static void check_set(struct reading *reading, const struct line *line, size_t token, const struct pack_effect *effect, bool has_item)
{
	struct str rest = effect->path.text, first;
	(void)!str_cut(&rest, '.', &first);
	if (str_is(first, "item")) {
		if (!has_item && !effect->each.text.len)
			complain(reading->compiler, line, token + 1, "P134", "the action has no item", effect->path.text, "write 'item LIST' in the action", STR(""));
		return;
	}
	place_at field = field_named(reading, line, token + 1, first);
	if (field != NOWHERE && reading->procedure->fields[field].compute.text.len)
		complain(reading->compiler, line, token + 1, "P135", "what is computed cannot be set", first, "set a field without 'compute'", STR(""));
	if (field != NOWHERE && reading->procedure->fields[field].show.text.len)
		warn(reading->compiler, line, token + 1, "P253", "the value is lost while the field is hidden", first, "set a field that is always shown");
}

void check_effect(struct reading *reading, const struct line *line, size_t token, const struct pack_effect *effect, bool has_item)
{
	const struct capability_command *command = command_of(reading, effect);
	if (command)
		check_command(reading, line, token, effect, command, has_item);
	if (effect->kind == EFFECT_TASK || effect->kind == EFFECT_NOTIFY)
		check_people(reading, line, token, effect);
	if (effect->kind == EFFECT_SET)
		check_set(reading, line, token, effect, has_item);
	if (command && command->burdens && line->keyword->id == KEY_WARN)
		complain(reading->compiler, line, token, "P140", "a clock or an event burdens a person", str_of(command->name), "a named person decides: write 'by ROLE'", STR(""));
}

/* ---- The law ---- */

/* What is ended here goes on in another case. */
static bool moves(const struct pack_action *action)
{
	for (size_t i = 0; i < action->effect_count; i++)
		if (action->effects[i].kind == EFFECT_MOVE)
			return true;
	return false;
}

static void check_law_of_command(struct reading *reading, const struct line *line, const struct pack_action *action, const struct capability_command *command)
{
	if (command->burdens && !action->adverse.count && !moves(action))
		complain(reading->compiler, line, 1, "P140", "this burdens a person in an action that is not adverse", str_of(command->name), "add 'adverse' with the reasons", STR(""));
	if (action->offline && !command->offline)
		complain(reading->compiler, line, 1, "P161", "this needs headquarters, but the action may be done offline", str_of(command->name),
		         "remove 'offline', or do it in another action", STR(""));
}

void check_effects(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	if (count_children(line, KEY_DO) != action->effect_count)
		return; /* one could not be read, which was said */
	const struct line *child = first_child(line, KEY_DO);
	for (size_t i = 0; i < action->effect_count; i++, child = next_same(child)) {
		const struct capability_command *command = command_of(reading, &action->effects[i]);
		check_effect(reading, child, 1, &action->effects[i], action->item != NOWHERE);
		if (command)
			check_law_of_command(reading, child, action, command);
	}
}
