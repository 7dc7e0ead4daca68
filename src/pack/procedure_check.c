#include "procedure_read.h"

#include <string.h>

#include "arena.h"
#include "buf.h"

/* What can happen to a case, and whether the law's rules of procedures hold: P13x, P14x, P15x, P16x, P17x, P18x. */

static const struct line *take_row(struct reading *reading, const struct row *row)
{
	reading->compiler->file = row->file;
	return row->line;
}

/* ---- Actions ---- */

static void check_to(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	bool ended = false;
	for (const struct line *child = first_child(line, KEY_TO); child; child = next_same(child)) {
		if (ended)
			complain(reading->compiler, child, 0, "P131", "this line is never reached", action->name, "put it before the one without 'if'", STR(""));
		ended |= !given(child, 2);
	}
	if (action->from_new && !action->to_count)
		complain(reading->compiler, line, 0, "P130", "a new case has no state", action->name, "write 'to STATE'", STR(""));
}

static bool by_somebody(const struct pack_action *action)
{
	return action->by.roles.count || action->by.parties.count || action->by.anyone;
}

static void check_who(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	if (action->by.clock && (by_somebody(action) || action->on_use != NOWHERE))
		complain(reading->compiler, line, 0, "P132", "a clock and somebody else do the same action", action->name, "write two actions", STR(""));
}

static const struct pack_setting *remedy_of(const struct reading *reading, const struct pack_action *action)
{
	for (size_t i = 0; i < action->effect_count; i++) {
		const struct pack_effect *effect = &action->effects[i];
		if (effect->kind != EFFECT_COMMAND || effect->use == NOWHERE || effect->condition.text.len)
			continue;
		const struct pack_use *use = &reading->procedure->uses[effect->use];
		const struct pack_setting *remedy = str_is(use->capability->name, "letter") ? pack_setting(use, "remedy") : NULL;
		if (remedy)
			return remedy;
	}
	return NULL;
}

static bool open_to_the_person(const struct reading *reading, const struct pack_setting *remedy)
{
	place_at at = procedure_action(reading->procedure, remedy->words.items[0]);
	const struct pack_action *action = at == NOWHERE ? NULL : &reading->procedure->actions[at];
	return !action || action->by.parties.count || action->by.anyone;
}

static void check_reasons(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	for (size_t i = 0; i < action->adverse.count; i++) {
		const struct pack_asked *asked = &reading->procedure->fields[action->adverse.items[i]];
		if (!places_hold(&action->ask, action->adverse.items[i]))
			complain(reading->compiler, line, 0, "P140", "the reasons are not asked by the action that needs them", asked->name, "add the field to 'ask'", STR(""));
		if (!asked->always && !asked->required.text.len)
			complain(reading->compiler, line, 0, "P140", "the reasons may be left out", asked->name, "write 'required' behind the field", STR(""));
	}
}

static void check_adverse(struct reading *reading, const struct line *action_line, const struct pack_action *action)
{
	const struct line *line = first_child(action_line, KEY_ADVERSE);
	const struct pack_setting *remedy = remedy_of(reading, action);
	if (!line)
		return;
	if (action->by.clock || action->on_use != NOWHERE || !by_somebody(action))
		complain(reading->compiler, line, 0, "P140", "a clock or an event burdens a person", action->name, "a named person decides: write 'by ROLE'", STR(""));
	check_reasons(reading, line, action);
	if (!remedy)
		complain(reading->compiler, line, 0, "P140", "no letter tells the person of it and of the remedy", action->name,
		         "add 'do LETTER.issue' without condition, of a letter with 'remedy'", STR(""));
	else if (remedy->words.count && !open_to_the_person(reading, remedy))
		complain(reading->compiler, line, 0, "P140", "the person cannot take the remedy", remedy->words.items[0], "write 'by' a party in that action", STR(""));
}

static void check_deemed(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	for (size_t i = 0; i < action->outcome_count; i++)
		if (str_starts(action->outcomes[i].name, STR("deemed_")) && !first_child(line, KEY_DEEMED))
			complain(reading->compiler, line, 0, "P156", "an outcome is deemed without a law", action->outcomes[i].name, "write 'deemed' with the law that gives silence its effect", STR(""));
}

static void check_called(struct reading *reading, const struct line *line, size_t at)
{
	const struct pack_procedure *out = reading->procedure;
	const struct pack_action *action = &out->actions[at];
	bool called = !action->by.clock;
	for (size_t i = 0; i < out->clock_count; i++)
		called |= out->clocks[i].due == at;
	if (!called)
		complain(reading->compiler, line, 0, "P157", "no clock does this action", action->name, "write 'due' in a clock, or say who does it", STR(""));
}

static void check_item(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	if (action->item != NOWHERE && reading->procedure->fields[action->item].type != ASKED_LIST)
		complain(reading->compiler, first_child(line, KEY_ACTION_ITEM), 1, "P134", "this is no list of the procedure", reading->procedure->fields[action->item].name,
		         "name a field of type list", STR(""));
	if (action->asks_item && action->item == NOWHERE)
		complain(reading->compiler, line, 0, "P134", "the action has no item", action->name, "write 'item LIST' in the action", STR(""));
}

static void check_numbered_offline(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	size_t at;
	if (action->offline && action->from_new && reading->procedure->offline && !str_find(reading->procedure->reference, STR("{node}"), &at))
		complain(reading->compiler, line, 0, "P162", "a case begun offline cannot be numbered", action->name, "write {node} in 'reference'", STR(""));
}

static void check_closed(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	for (size_t i = 0; i < action->from.count; i++) {
		const struct pack_state *state = &reading->procedure->states[action->from.items[i]];
		if (state->phase == PHASE_CLOSED)
			complain(reading->compiler, line, 0, "P173", "a closed state has a way out", state->name, "make its phase decided, or remove the action's 'from'", STR(""));
	}
}

/* ---- Fields ---- */

static void mark(struct pack_places places, bool *asked)
{
	for (size_t i = 0; i < places.count; i++)
		asked[places.items[i]] = true;
}

/* What an effect sets is not asked. */
static void mark_set(const struct pack_procedure *out, const struct pack_action *action, bool *asked)
{
	for (size_t i = 0; i < action->effect_count; i++) {
		struct str path = action->effects[i].path.text, head;
		place_at at = action->effects[i].kind == EFFECT_SET && str_cut(&path, '.', &head) ? procedure_field(out, head) : NOWHERE;
		if (at != NOWHERE)
			asked[at] = true;
	}
}

static void check_asked(struct reading *reading)
{
	const struct pack_procedure *out = reading->procedure;
	bool *asked = ARENA_ARRAY(reading->compiler->scratch, bool, out->field_count);
	for (size_t i = 0; i < out->state_count; i++)
		for (size_t edit = 0; edit < out->states[i].edit_count; edit++)
			mark(out->states[i].edits[edit].fields, asked);
	for (size_t i = 0; i < out->action_count; i++) {
		mark(out->actions[i].ask, asked);
		mark_set(out, &out->actions[i], asked);
		if (out->actions[i].item != NOWHERE)
			asked[out->actions[i].item] = true;
	}
	size_t count;
	struct row *rows = rows_of(reading, KEY_FIELDS, KEY_FIELD, &count);
	for (size_t i = 0; i < out->field_count && i < count; i++) {
		const struct line *line = take_row(reading, &rows[i]);
		if (!asked[i] && !first_child(line, KEY_FIELD_COMPUTE))
			complain(reading->compiler, line, 0, "P181", "the field is never asked", out->fields[i].name, "name it in 'ask' of an action or 'edit' of a state, by its form or itself", STR(""));
	}
}

/* ---- Clocks ---- */

static void check_warnings(struct reading *reading, const struct line *line, const struct pack_clock *clock)
{
	const struct line *child = first_child(line, KEY_WARN);
	for (size_t i = 0; i < clock->warning_count && child; i++, child = next_same(child))
		check_effect(reading, child, child->arguments[2].from, &clock->warnings[i].effect, clock->each != NOWHERE);
}

static void check_clock(struct reading *reading, const struct line *line, const struct pack_clock *clock)
{
	const struct pack_action *action = clock->due == NOWHERE ? NULL : &reading->procedure->actions[clock->due];
	check_warnings(reading, line, clock);
	if (action && !action->by.clock)
		complain(reading->compiler, first_child(line, KEY_DUE), 1, "P153", "no clock may do this action", action->name, "write 'by clock' in the action", STR(""));
	if (action && (action->item == NOWHERE) != (clock->each == NOWHERE))
		complain(reading->compiler, line, 0, "P154", "the clock and its action do not agree about items", clock->name,
		         "a clock with 'each LIST' does an action with 'item LIST', and no other", STR(""));
}

/* ---- Uses ---- */

static bool is_remedy(const struct reading *reading, struct str name)
{
	return procedure_action(reading->procedure, name) != NOWHERE || pack_code(reading->compiler->pack, STR("remedies"), name);
}

static bool can_be_written_to(const struct reading *reading, struct str name)
{
	place_at field = procedure_field(reading->procedure, name);
	bool person = field != NOWHERE && reading->procedure->fields[field].type == ASKED_PERSON;
	return person || is_party(reading->procedure, name) || pack_role(reading->compiler->pack, name);
}

static bool is_among(const char *words, struct str name)
{
	struct str rest = str_of(words), word;
	while (str_cut(&rest, ' ', &word))
		if (str_equal(word, name))
			return true;
	return !words[0];
}

static void check_setting_name(struct reading *reading, const struct line *line, size_t token, const struct capability_setting *spec, struct str name)
{
	struct compiler *compiler = reading->compiler;
	if (spec->kind == SETTING_ACTION && !is_remedy(reading, name))
		complain(compiler, line, token, "P125", "there is no such remedy", name, "name an action, or a code of the list 'remedies'",
		         nearest_of(compiler->scratch, name, reading->procedure->actions, sizeof *reading->procedure->actions, reading->procedure->action_count));
	if (spec->kind == SETTING_WHO && !can_be_written_to(reading, name))
		complain(compiler, line, token, "P123", "this is nobody to write to", name, "name a party, a role, or a field that holds a person", STR(""));
	if (spec->kind == SETTING_NAMES && !is_among(spec->among, name))
		complain(compiler, line, token, "P126", "the setting knows no such word", name, "see 'limen pack help capabilities'", STR(""));
	if (spec->kind == SETTING_GROUP && !str_equal(name, reading->procedure->group))
		complain(compiler, line, token, "P126", "the procedure has no such group", name, "write 'group NAME' in the head", reading->procedure->group);
}

static void check_setting(struct reading *reading, const struct line *line, const struct pack_use *use)
{
	const struct capability_setting *spec = use->capability->settings;
	struct str name = argument_text(reading->compiler->scratch, line, 0);
	while (spec->name && !str_is(name, spec->name))
		spec++;
	const struct pack_setting *setting = spec->name ? pack_setting(use, spec->name) : NULL;
	for (size_t i = 0; setting && i < setting->words.count; i++)
		check_setting_name(reading, line, token_of_name(line, 1, i), spec, setting->words.items[i]);
}

static void check_use(struct reading *reading, const struct line *line, const struct pack_use *use)
{
	const struct pack *pack = reading->compiler->pack;
	for (const struct line *child = first_child(line, KEY_SETTING); child; child = next_same(child))
		check_setting(reading, child, use);
	if (use->capability->takes_argument != (use->argument.len > 0))
		complain(reading->compiler, line, 1, "P127", use->argument.len ? "this capability takes no procedure" : "the procedure is missing", use->name,
		         "write NAME case PROCEDURE", STR(""));
	else if (use->argument.len && !pack_procedure(pack, use->argument))
		complain(reading->compiler, line, 2, "P127", "there is no such procedure", use->argument, "name a procedure of the pack",
		         nearest_of(reading->compiler->scratch, use->argument, pack->procedures, sizeof *pack->procedures, pack->procedure_count));
}

/* ---- States ---- */

/* A draft that staff alone write is shown to nobody yet. */
static bool is_shown(const struct pack_state *state)
{
	bool shown = state->phase != PHASE_DRAFT;
	for (size_t i = 0; i < state->edit_count; i++)
		shown |= state->edits[i].who.parties.count || state->edits[i].who.anyone;
	return shown;
}

static void check_public(struct reading *reading, const struct line *line, const struct pack_state *state)
{
	const struct line *subject = first_child(reading->head, KEY_SUBJECT);
	bool nobody = subject && subject->count == 2 && str_is(subject->tokens[1].raw, "none");
	if (!nobody && is_shown(state) && !state->public.number && state->public_as == NOWHERE)
		complain(reading->compiler, line, 0, "P180", "the person is told nothing here", state->name, "write 'public \"Words\"' or 'public as STATE'", STR(""));
}

/* ---- Figures ---- */

static void find_sex(void *context, const struct rule_used *used)
{
	bool *found = context;
	*found |= used->use == RULE_USES_NAME && (str_is(used->text, "sex") || str_ends(used->text, STR(".sex")));
}

/* How many people: those of the case, or the items of a list that hold them. */
static bool counts_people(const struct reading *reading, const struct pack_indicator *indicator)
{
	const struct pack_rule *subject = &reading->procedure->subject;
	size_t dot;
	if (indicator->kind != INDICATOR_COUNT || !subject->text.len)
		return false;
	bool of_list = str_find(subject->text, STR("."), &dot);
	return of_list ? str_starts(indicator->of.text, str_slice(subject->text, 0, dot)) : !indicator->of.text.len;
}

static void check_sex(struct reading *reading, const struct line *line, const struct pack_indicator *indicator)
{
	bool split = false;
	for (size_t i = 0; i < indicator->by_count; i++)
		if (indicator->by[i].expression)
			rule_walk(indicator->by[i].expression, find_sex, &split);
	if (counts_people(reading, indicator) && !split)
		warn(reading->compiler, line, 0, "P190", "a figure of people is not split by sex", indicator->name, "add the person's sex to 'by'");
}

/* ---- Names and files ---- */

/* Fields, facts, clocks and uses are named alike in expressions. */
static void check_record(struct reading *reading)
{
	const struct pack_procedure *out = reading->procedure;
	const struct rule_record *record = out->record;
	for (size_t i = out->slots.facts; i < record->count; i++)
		for (size_t j = 0; j < i; j++)
			if (str_equal(record->members[i].name, record->members[j].name))
				complain(reading->compiler, take_row(reading, &(struct row){ reading->files[0], reading->head }), 1, "P102", "this name means two things",
				         record->members[i].name, "rename one: fields, facts, clocks and uses share their names", STR(""));
}

static void check_file(struct reading *reading)
{
	struct str path = reading->procedure->file, name = str_slice(path, strlen("procedures/"), path.len - strlen(".lim"));
	if (!str_equal(name, reading->procedure->name))
		complain(reading->compiler, take_row(reading, &(struct row){ reading->files[0], reading->head }), 1, "P020", "the file has another name", reading->procedure->name,
		         "give both the same name", name);
}

static void check_reference(struct reading *reading)
{
	const struct line *line = first_child(reading->head, KEY_CASE_REFERENCE);
	struct str rest = reading->procedure->reference, part;
	size_t open, close;
	bool numbered = false;
	reading->compiler->file = reading->files[0];
	while (line && str_find(rest, STR("{"), &open)) {
		rest = str_slice(rest, open + 1, rest.len);
		part = str_find(rest, STR("}"), &close) ? str_slice(rest, 0, close) : rest;
		bool number = part.len == 5 && str_starts(part, STR("seq:")) && part.data[4] >= '1' && part.data[4] <= '9';
		numbered |= number;
		if (!number && !str_is(part, "yy") && !str_is(part, "yyyy") && !str_is(part, "node") && !str_is(part, "check"))
			complain(reading->compiler, line, 1, "P118", "this is no part of a reference", part, "use {yy} {yyyy} {node} {seq:DIGITS} {check}", STR(""));
	}
	if (line && !numbered)
		complain(reading->compiler, line, 1, "P118", "the reference has no number", reading->procedure->reference, "write {seq:7} where the number stands", STR(""));
}

static void check_keep(struct reading *reading)
{
	const struct pack_procedure *out = reading->procedure;
	for (size_t i = 0; i + 1 < out->keep_count; i++) {
		if (out->keeps[i].condition.expression || !out->keeps[i].fact.expression)
			continue;
		struct rule_place place = rule_place_of(out->keeps[i + 1].fact.expression);
		diagnose(reading->compiler->diagnostics, (struct where){ place.file, (int)place.line, (int)place.column }, "P183", "this line is never reached", out->name,
		         "put it before the one without 'if'", STR(""));
	}
}

static void check_classes(struct reading *reading, const struct line *line, const struct pack_asked *field)
{
	const struct pack_procedure *out = reading->procedure;
	for (size_t i = 0; i < field->item_count; i++)
		check_classes(reading, line, &field->items[i]);
	bool known = !field->class.len;
	for (size_t i = 0; i < out->class_count; i++)
		known |= str_equal(out->classes[i].name, field->class);
	if (!known)
		complain(reading->compiler, line, 0, "P119", "there is no such class of fields", field->class, "write 'class NAME ROLES' in 'access'",
		         nearest_of(reading->compiler->scratch, field->class, out->classes, sizeof *out->classes, out->class_count));
}

/* ---- Earlier revisions ---- */

static bool mapping_known(const struct pack_procedure *out, const struct pack_mapping *mapping)
{
	if (str_is(mapping->what, "state"))
		return procedure_state(out, mapping->to) != NOWHERE;
	if (str_is(mapping->what, "field"))
		return mapping->to.len ? procedure_field(out, mapping->to) != NOWHERE : procedure_field(out, mapping->from) == NOWHERE;
	return procedure_clock(out, mapping->from) != NOWHERE && (str_is(mapping->to, "keep") || str_is(mapping->to, "recount"));
}

static void check_mappings(struct reading *reading, const struct line *line, const struct pack_migration *migration)
{
	size_t at = 0;
	for (const struct line *child = line->child; child; child = child->next) {
		if (!child->keyword || !child->arguments || child->keyword->id == KEY_RUNNING || at == migration->count)
			continue;
		if (!mapping_known(reading->procedure, &migration->mappings[at++]))
			complain(reading->compiler, child, 1, "P160", "this revision does not hold what running cases would move to", child->tokens[1].raw,
			         "name a state, field or clock of this revision; a field that is still there is not dropped; a clock is kept: keep, or counted again: recount", STR(""));
	}
}

static void check_migrations(struct reading *reading)
{
	size_t at = 0;
	reading->compiler->file = reading->files[0];
	for (const struct line *line = reading->files[0]->first; line && at < reading->procedure->migration_count; line = line->next) {
		if (!line->keyword || line->keyword->id != KEY_MIGRATE || !line->arguments)
			continue;
		const struct pack_migration *migration = &reading->procedure->migrations[at++];
		if (migration->from >= reading->procedure->revision || migration->from < 1)
			complain(reading->compiler, line, line->arguments[1].from, "P160", "it comes from no earlier revision", line->tokens[line->arguments[1].from].raw,
			         "name a revision before this one", STR(""));
		check_mappings(reading, line, migration);
	}
}

/* ---- All ---- */

/* Calls a check for each line of a section, with what was read from it. */
#define EACH_READ(section, id, items, counter, check) \
	do { \
		size_t found; \
		struct row *rows = rows_of(reading, section, id, &found); \
		for (size_t i = 0; i < found && i < reading->procedure->counter; i++) \
			check(reading, take_row(reading, &rows[i]), &reading->procedure->items[i]); \
	} while (0)

static void check_action(struct reading *reading, const struct line *line, const struct pack_action *action)
{
	check_to(reading, line, action);
	check_who(reading, line, action);
	check_adverse(reading, line, action);
	check_effects(reading, line, action);
	check_deemed(reading, line, action);
	check_item(reading, line, action);
	check_called(reading, line, (size_t)(action - reading->procedure->actions));
	check_numbered_offline(reading, line, action);
	check_closed(reading, line, action);
}

void check_procedure(struct reading *reading)
{
	check_file(reading);
	check_reference(reading);
	EACH_READ(KEY_ACTIONS, KEY_ACTION, actions, action_count, check_action);
	EACH_READ(KEY_CLOCKS, KEY_CLOCK, clocks, clock_count, check_clock);
	EACH_READ(KEY_USES, KEY_USE, uses, use_count, check_use);
	EACH_READ(KEY_STATES, KEY_STATE, states, state_count, check_public);
	EACH_READ(KEY_FIELDS, KEY_FIELD, fields, field_count, check_classes);
	EACH_READ(KEY_INDICATORS, KEY_INDICATOR, indicators, indicator_count, check_sex);
	check_migrations(reading);
	check_keep(reading);
	check_asked(reading);
	check_record(reading);
	explore(reading);
}
