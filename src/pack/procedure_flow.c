/* States, actions, effects and clocks of a procedure. */
#include <string.h>

#include "arena.h"
#include "procedure_read.h"

const char *phase_name(enum case_phase phase)
{
	static const char *const names[] = {
#define P(id, word) [PHASE_##id] = word,
		PHASES(P)
#undef P
	};
	return names[phase];
}

static bool phase_of(struct str word, enum case_phase *out)
{
	for (int i = 0; i < PHASE_COUNT; i++)
		if (str_is(word, phase_name((enum case_phase)i))) {
			*out = (enum case_phase)i;
			return true;
		}
	return false;
}

/* --- states: first their names, for they name each other --- */

static void read_state(struct reading *reading, const struct line *line, struct pack_state *out)
{
	const struct line *public = first_child(line, KEY_PUBLIC);
	struct pack_edit *edits = ARENA_ARRAY(reading->compiler->arena, struct pack_edit, count_children(line, KEY_EDIT) + 1);
	out->public_as = NOWHERE;
	if (public && given(public, 1))
		out->public_as = state_named(reading, public, public->arguments[1].from, text_at(reading->compiler, public, 1));
	if (public)
		out->public = words_at(reading->compiler, public, 2);
	for (const struct line *edit = first_child(line, KEY_EDIT); edit; edit = next_same(edit))
		edits[out->edit_count++] = (struct pack_edit){ fields_named(reading, edit, 0, NULL), who_named(reading, edit, 2) };
	out->edits = edits;
}

void read_states(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_STATES, KEY_STATE, &count);
	struct pack_state *states = ARENA_ARRAY(reading->compiler->arena, struct pack_state, count + 1);
	memset(states, 0, (count + 1) * sizeof *states);
	reading->procedure->states = states;
	reading->procedure->state_count = count < STATES_MOST ? count : STATES_MOST;
	for (size_t i = 0; i < reading->procedure->state_count; i++) {
		reading->compiler->file = rows[i].file;
		states[i].name = text_at(reading->compiler, rows[i].line, 0);
		states[i].label = words_at(reading->compiler, rows[i].line, 1);
		phase_of(text_at(reading->compiler, rows[i].line, 2), &states[i].phase);
		check_double(reading, &rows[i], states, sizeof *states, i, states[i].name);
	}
	for (size_t i = 0; i < reading->procedure->state_count; i++) {
		reading->compiler->file = rows[i].file;
		read_state(reading, rows[i].line, &states[i]);
	}
}

/* --- effects --- */

/* USE.COMMAND [item] [with a = e, ...] ["Words"] */
static bool read_command(struct cursor *cursor, struct str path, struct pack_effect *out)
{
	struct reading *reading = cursor->reading;
	struct str command = path, use;
	str_cut(&command, '.', &use);
	out->kind = EFFECT_COMMAND;
	out->use = use_named(reading, cursor->line, cursor->at - 1, use);
	if (out->use == NOWHERE)
		return false;
	const struct capability *capability = reading->procedure->uses[out->use].capability;
	int at = capability_command_at(capability, command);
	if (at < 0) {
		complain(reading->compiler, cursor->line, cursor->at - 1, "P121", "this capability has no such command", command, "see 'limen pack help capabilities'", STR(""));
		return false;
	}
	out->command = (place_at)at;
	cursor_words(cursor, &out->words);
	out->item = cursor_word(cursor, "item");
	return true;
}

/* The names of a path as it is written: "item.served", "place". */
static bool read_path(struct cursor *cursor, struct pack_rule *out)
{
	struct str name;
	if (!cursor_name(cursor, &name))
		return false;
	*out = (struct pack_rule){ NULL, name };
	return true;
}

static bool read_head(struct cursor *cursor, struct pack_effect *out)
{
	struct str word;
	if (!cursor_name(cursor, &word))
		return false;
	if (str_is(word, "set")) {
		out->kind = EFFECT_SET;
		return read_path(cursor, &out->path) && cursor_mark(cursor, "=") && cursor_rule(cursor, RULE_MISSING, &out->value);
	}
	if (str_is(word, "flag") || str_is(word, "unflag")) {
		out->kind = str_is(word, "flag") ? EFFECT_FLAG : EFFECT_UNFLAG;
		return cursor_name(cursor, &out->name);
	}
	if (str_is(word, "task") || str_is(word, "notify")) {
		out->kind = str_is(word, "task") ? EFFECT_TASK : EFFECT_NOTIFY;
		if (!cursor_name(cursor, &out->name))
			return false;
		cursor->reading->compiler->for_parties = out->kind == EFFECT_NOTIFY && (is_party(cursor->reading->procedure, out->name) || str_is(out->name, "anyone"));
		bool told = cursor_words(cursor, &out->words);
		cursor->reading->compiler->for_parties = false;
		if (!told)
			return false;
		return !cursor_word(cursor, "within") || cursor_length(cursor, &out->within);
	}
	if (str_is(word, "move")) {
		out->kind = EFFECT_MOVE;
		return cursor_rule(cursor, RULE_MISSING, &out->path) && cursor_word(cursor, "to") && cursor_rule(cursor, RULE_MISSING, &out->value);
	}
	return read_command(cursor, word, out);
}

static bool read_with(struct cursor *cursor, struct pack_effect *out)
{
	struct pack_with *with = ARENA_ARRAY(cursor->reading->compiler->arena, struct pack_with, 30);
	out->with = with;
	do {
		if (out->with_count == 30 || !cursor_name(cursor, &with[out->with_count].name) || !cursor_mark(cursor, "=") ||
		    !cursor_rule(cursor, RULE_MISSING, &with[out->with_count].rule))
			return false;
		out->with_count++;
	} while (cursor_mark(cursor, ","));
	return true;
}

/* The list of `each members[alone]`: its name, for the item's names. */
static const struct pack_asked *list_at(struct cursor *cursor)
{
	struct str name = cursor_raw(cursor), head;
	size_t bracket;
	str_cut(&name, '.', &head);
	if (str_find(head, STR("["), &bracket))
		head = str_slice(head, 0, bracket);
	place_at at = procedure_field(cursor->reading->procedure, head);
	return at == NOWHERE ? NULL : &cursor->reading->procedure->fields[at];
}

/* `each` stands behind `with`, whose expressions name the item: it is found first. */
static const struct pack_asked *list_of_each(const struct cursor *cursor)
{
	struct cursor ahead = *cursor;
	for (; ahead.at < ahead.end; ahead.at++)
		if (cursor_word(&ahead, "each"))
			return list_at(&ahead);
	return NULL;
}

bool read_effect(struct cursor *cursor, struct pack_effect *out)
{
	struct reading *reading = cursor->reading;
	const struct pack_asked *outside = reading->list, *each = list_of_each(cursor);
	*out = (struct pack_effect){ .use = NOWHERE, .command = NOWHERE };
	reading->list = each ? each : outside;
	bool good = read_head(cursor, out);
	for (bool more = true; good && more;) {
		reading->list = each ? each : outside;
		if (cursor_word(cursor, "with")) {
			good = read_with(cursor, out);
		} else if (cursor_word(cursor, "each")) {
			reading->list = outside;
			good = cursor_rule(cursor, RULE_LIST, &out->each);
		} else if (cursor_word(cursor, "if")) {
			good = cursor_rule(cursor, RULE_YESNO, &out->condition);
		} else {
			more = false;
		}
	}
	reading->list = outside;
	if (!good || !cursor_done(cursor))
		cursor_complain(cursor, "P012", "this effect cannot be read", "write USE.COMMAND, set, flag, unflag, task, notify or move, then with, each and if");
	return good;
}

/* --- actions --- */

static void add_place(place_at *out, size_t *count, place_at at)
{
	for (size_t i = 0; i < *count; i++)
		if (out[i] == at)
			return;
	out[(*count)++] = at;
}

/* draft, any waiting, new */
static void read_from(struct reading *reading, const struct line *line, struct pack_action *out)
{
	struct cursor cursor = cursor_at(reading, line, 0);
	const struct pack_procedure *procedure = reading->procedure;
	place_at *places = ARENA_ARRAY(reading->compiler->arena, place_at, STATES_MOST);
	size_t count = 0;
	enum case_phase phase;
	struct str name;
	do {
		if (cursor_word(&cursor, "new")) {
			out->from_new = true;
		} else if (cursor_word(&cursor, "any")) {
			if (!phase_of(cursor_raw(&cursor), &phase)) {
				cursor_complain(&cursor, "P124", "there is no such phase", "use draft, open, waiting, decided or closed");
				return;
			}
			cursor.at++;
			for (size_t i = 0; i < procedure->state_count; i++)
				if (procedure->states[i].phase == phase)
					add_place(places, &count, (place_at)i);
		} else if (cursor_name(&cursor, &name)) {
			place_at at = state_named(reading, line, cursor.at - 1, name);
			if (at != NOWHERE)
				add_place(places, &count, at);
		}
	} while (cursor_mark(&cursor, ","));
	if (!cursor_done(&cursor))
		cursor_complain(&cursor, "P015", "the line should end before this", "separate states by commas");
	out->from = (struct pack_places){ places, count };
}

static void read_on(struct reading *reading, const struct line *line, struct str path, place_at *use, place_at *event)
{
	struct str what = path, name;
	str_cut(&what, '.', &name);
	*event = NOWHERE;
	*use = use_named(reading, line, 1, name);
	if (*use == NOWHERE)
		return;
	int at = capability_event_at(reading->procedure->uses[*use].capability, what);
	if (at < 0)
		complain(reading->compiler, line, 1, "P122", "this capability has no such event", what, "see 'limen pack help capabilities'", STR(""));
	else
		*event = (place_at)at;
}

static void read_needs(struct reading *reading, const struct line *line, struct pack_action *out)
{
	struct pack_demand *needs = ARENA_ARRAY(reading->compiler->arena, struct pack_demand, count_children(line, KEY_ACTION_NEED) + 1);
	for (const struct line *child = first_child(line, KEY_ACTION_NEED); child; child = next_same(child)) {
		struct cursor cursor = cursor_at(reading, child, 0);
		struct pack_demand *need = &needs[out->need_count];
		*need = (struct pack_demand){ 0 };
		if (!cursor_rule(&cursor, RULE_YESNO, &need->rule))
			continue;
		if (!cursor_words(&cursor, &need->words) || !cursor_done(&cursor))
			cursor_complain(&cursor, "P013", "words for people are missing behind the condition", "write: need EXPRESSION \"Words\"");
		else
			out->need_count++;
	}
	out->needs = needs;
}

static void read_ends(struct reading *reading, const struct line *line, struct pack_action *out)
{
	struct pack_outcome *outcomes = ARENA_ARRAY(reading->compiler->arena, struct pack_outcome, count_children(line, KEY_OUTCOME) + 1);
	struct pack_to *to = ARENA_ARRAY(reading->compiler->arena, struct pack_to, count_children(line, KEY_TO) + 1);
	for (const struct line *child = first_child(line, KEY_OUTCOME); child; child = next_same(child))
		outcomes[out->outcome_count++] = (struct pack_outcome){ text_at(reading->compiler, child, 0), rule_at(reading, child, 2, RULE_YESNO) };
	for (const struct line *child = first_child(line, KEY_TO); child; child = next_same(child)) {
		place_at at = state_named(reading, child, 1, text_at(reading->compiler, child, 0));
		if (at != NOWHERE)
			to[out->to_count++] = (struct pack_to){ at, rule_at(reading, child, 2, RULE_YESNO) };
		if (!next_same(child) && given(child, 2))
			complain(reading->compiler, child, 0, "P130", "the last 'to' has a condition", STR(""), "add a 'to' without one, for what else may be", STR(""));
	}
	out->outcomes = outcomes;
	out->to = to;
}

static void read_effects(struct reading *reading, const struct line *line, struct pack_action *out)
{
	struct pack_effect *effects = ARENA_ARRAY(reading->compiler->arena, struct pack_effect, count_children(line, KEY_DO) + 1);
	for (const struct line *child = first_child(line, KEY_DO); child; child = next_same(child)) {
		struct cursor cursor = cursor_at(reading, child, 0);
		if (read_effect(&cursor, &effects[out->effect_count]))
			out->effect_count++;
	}
	out->effects = effects;
}

/* Actions, and fields that name a user. */
static void read_not_by(struct reading *reading, const struct line *line, struct pack_action *out)
{
	const struct pack_procedure *procedure = reading->procedure;
	struct pack_names names = names_at(reading->compiler, line, 0);
	place_at *actions = ARENA_ARRAY(reading->compiler->arena, place_at, names.count + 1), *users = ARENA_ARRAY(reading->compiler->arena, place_at, names.count + 1);
	for (size_t i = 0; i < names.count; i++) {
		place_at field = procedure_field(procedure, names.items[i]);
		bool user = field != NOWHERE && procedure->fields[field].type == ASKED_USER;
		place_at at = user ? field : action_named(reading, line, token_of_name(line, 0, i), names.items[i]);
		if (user)
			users[out->not_named.count++] = at;
		else if (at != NOWHERE)
			actions[out->not_by.count++] = at;
	}
	out->not_by.items = actions;
	out->not_named.items = users;
}

static struct pack_names roles_at(struct reading *reading, const struct line *line, int argument)
{
	struct compiler *compiler = reading->compiler;
	struct pack_names names = names_at(compiler, line, argument);
	for (size_t i = 0; i < names.count; i++)
		if (!pack_role(compiler->pack, names.items[i]))
			complain(compiler, line, token_of_name(line, argument, i), "P123", "there is no such role", names.items[i], "use a role of the pack",
			         nearest_of(compiler->scratch, names.items[i], compiler->pack->roles, sizeof *compiler->pack->roles, compiler->pack->role_count));
	return names;
}

/* Its words are a button, and what is said when it cannot be pressed. */
static bool done_by_party(struct reading *reading, const struct line *line)
{
	const struct line *by = first_child(line, KEY_ACTION_BY);
	struct pack_names names = by ? names_at(reading->compiler, by, 0) : (struct pack_names){ NULL, 0 };
	for (size_t i = 0; i < names.count; i++)
		if (str_is(names.items[i], "anyone") || is_party(reading->procedure, names.items[i]))
			return true;
	return false;
}

static void read_action(struct reading *reading, const struct line *line, struct pack_action *out)
{
	struct compiler *compiler = reading->compiler;
	const struct line *by = first_child(line, KEY_ACTION_BY), *on = first_child(line, KEY_ACTION_ON), *from = first_child(line, KEY_ACTION_FROM),
	                  *item = first_child(line, KEY_ACTION_ITEM), *ask = first_child(line, KEY_ACTION_ASK), *second = first_child(line, KEY_ACTION_SECOND),
	                  *not_by = first_child(line, KEY_NOT_BY), *adverse = first_child(line, KEY_ADVERSE);
	out->on_use = out->on_event = out->item = NOWHERE;
	if (by)
		out->by = who_named(reading, by, 0);
	if (on)
		read_on(reading, on, text_at(compiler, on, 0), &out->on_use, &out->on_event);
	if (!by && !on)
		complain(compiler, line, 0, "P132", "nobody does this action", out->name, "add 'by' with roles and parties, or 'on USE.EVENT'", STR(""));
	if (from)
		read_from(reading, from, out);
	if (item) {
		out->item = field_named(reading, item, 1, text_at(compiler, item, 0));
		out->adds = given(item, 1);
	}
	const struct pack_asked *outside = reading->list;
	reading->list = out->item == NOWHERE ? NULL : &reading->procedure->fields[out->item];
	if (ask)
		out->ask = fields_named(reading, ask, 0, &out->asks_item);
	compiler->for_parties = done_by_party(reading, line);
	read_needs(reading, line, out);
	compiler->for_parties = false;
	if (second) {
		out->second = roles_at(reading, second, 0);
		out->second_if = rule_at(reading, second, 2, RULE_YESNO);
	}
	if (not_by)
		read_not_by(reading, not_by, out);
	if (adverse)
		out->adverse = fields_named(reading, adverse, 0, NULL);
	out->deemed = rule_below(reading, line, KEY_DEEMED, RULE_MISSING);
	read_ends(reading, line, out);
	read_effects(reading, line, out);
	out->offline = first_child(line, KEY_ACTION_OFFLINE) != NULL;
	reading->list = outside;
}

void read_actions(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_ACTIONS, KEY_ACTION, &count);
	struct pack_action *actions = ARENA_ARRAY(reading->compiler->arena, struct pack_action, count + 1);
	memset(actions, 0, (count + 1) * sizeof *actions);
	reading->procedure->actions = actions;
	reading->procedure->action_count = count < ACTIONS_MOST ? count : ACTIONS_MOST;
	for (size_t i = 0; i < reading->procedure->action_count; i++) {
		reading->compiler->file = rows[i].file;
		actions[i].name = text_at(reading->compiler, rows[i].line, 0);
		reading->compiler->for_parties = done_by_party(reading, rows[i].line);
		actions[i].label = words_at(reading->compiler, rows[i].line, 1);
		reading->compiler->for_parties = false;
		check_double(reading, &rows[i], actions, sizeof *actions, i, actions[i].name);
	}
	for (size_t i = 0; i < reading->procedure->action_count; i++) {
		reading->compiler->file = rows[i].file;
		read_action(reading, rows[i].line, &actions[i]);
	}
}

/* --- clocks --- */

static const struct pack_start *starts_at(struct reading *reading, const struct line *line, size_t *count)
{
	struct pack_names names = names_at(reading->compiler, line, 0);
	struct pack_start *out = ARENA_ARRAY(reading->compiler->arena, struct pack_start, names.count + 1);
	size_t at;
	for (size_t i = 0; i < names.count; i++) {
		out[i] = (struct pack_start){ NOWHERE, NOWHERE, NOWHERE };
		if (str_find(names.items[i], STR("."), &at))
			read_on(reading, line, names.items[i], &out[i].use, &out[i].event);
		else
			out[i].action = action_named(reading, line, token_of_name(line, 0, i), names.items[i]);
	}
	*count = names.count;
	return out;
}

static struct pack_places states_at(struct reading *reading, const struct line *line)
{
	struct pack_names names = names_at(reading->compiler, line, 0);
	place_at *out = ARENA_ARRAY(reading->compiler->arena, place_at, names.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < names.count; i++) {
		place_at at = state_named(reading, line, token_of_name(line, 0, i), names.items[i]);
		if (at != NOWHERE)
			out[count++] = at;
	}
	return (struct pack_places){ out, count };
}

static void read_extensions(struct reading *reading, const struct line *line, struct pack_clock *out)
{
	struct pack_extension *extensions = ARENA_ARRAY(reading->compiler->arena, struct pack_extension, count_children(line, KEY_EXTENDS) + 1);
	for (const struct line *child = first_child(line, KEY_EXTENDS); child; child = next_same(child)) {
		struct cursor cursor = cursor_at(reading, child, 2);
		struct pack_extension *extension = &extensions[out->extend_count];
		*extension = (struct pack_extension){ .action = action_named(reading, child, 1, text_at(reading->compiler, child, 0)) };
		if (!cursor_rule(&cursor, RULE_DURATION, &extension->by))
			continue;
		extension->once = cursor_word(&cursor, "once");
		if (!cursor_done(&cursor))
			cursor_complain(&cursor, "P015", "the line should end before this", "write: extends ACTION by DURATION [once]");
		out->extend_count++;
	}
	out->extends = extensions;
}

static void read_warnings(struct reading *reading, const struct line *line, struct pack_clock *out)
{
	struct pack_warning *warnings = ARENA_ARRAY(reading->compiler->arena, struct pack_warning, count_children(line, KEY_WARN) + 1);
	for (const struct line *child = first_child(line, KEY_WARN); child; child = next_same(child)) {
		struct cursor cursor = cursor_at(reading, child, 2);
		struct pack_warning *warning = &warnings[out->warning_count];
		warning->before = length_at(reading, child, 0);
		if (read_effect(&cursor, &warning->effect))
			out->warning_count++;
	}
	out->warnings = warnings;
}

static void read_clock(struct reading *reading, const struct line *line, struct pack_clock *out)
{
	struct compiler *compiler = reading->compiler;
	const struct line *starts = first_child(line, KEY_CLOCK_STARTS), *stops = first_child(line, KEY_CLOCK_STOPS), *pauses = first_child(line, KEY_CLOCK_PAUSES),
	                  *runs = first_child(line, KEY_CLOCK_RUNS), *rolls = first_child(line, KEY_ROLLS), *due = first_child(line, KEY_DUE),
	                  *repeats = first_child(line, KEY_REPEATS), *each = first_child(line, KEY_CLOCK_EACH), *law = first_child(line, KEY_CLOCK_LAW);
	out->due = out->each = NOWHERE;
	if (each) {
		struct cursor cursor = cursor_at(reading, each, 0);
		const struct pack_asked *list = list_at(&cursor);
		if (cursor_rule(&cursor, RULE_LIST, &out->each_of) && list && cursor_done(&cursor))
			out->each = (place_at)(list - reading->procedure->fields);
		else
			field_named(reading, each, 1, each->tokens[1].raw);
	}
	reading->list = out->each == NOWHERE ? NULL : &reading->procedure->fields[out->each];
	out->allow = rule_below(reading, line, KEY_CLOCK_ALLOW, RULE_DURATION);
	out->until = rule_below(reading, line, KEY_CLOCK_UNTIL, RULE_DATE);
	if (starts)
		out->starts = starts_at(reading, starts, &out->start_count);
	if (stops)
		out->stops = starts_at(reading, stops, &out->stop_count);
	if (pauses)
		out->pauses = states_at(reading, pauses);
	if (runs)
		out->runs = states_at(reading, runs);
	read_extensions(reading, line, out);
	if (rolls)
		out->rolls = argument_is(rolls, 0, "next") ? ROLL_NEXT : argument_is(rolls, 0, "back") ? ROLL_BACK : ROLL_NONE;
	const struct line *calendar = first_child(line, KEY_CLOCK_CALENDAR);
	if (calendar && calendar->count == 2 && pack_calendar(compiler->pack, calendar->tokens[1].raw))
		out->calendar = text_at(compiler, calendar, 0);
	else if (calendar)
		out->calendar_rule = rule_at(reading, calendar, 0, RULE_MISSING);
	if (law) {
		struct cursor cursor = cursor_at(reading, law, 0);
		struct pack_sentence words = { 0 };
		if (cursor_words(&cursor, &words))
			out->law = words.words;
		else
			cursor_rule(&cursor, RULE_MISSING, &out->law_rule);
	}
	read_warnings(reading, line, out);
	if (due)
		out->due = action_named(reading, due, 1, text_at(compiler, due, 0));
	if (repeats)
		out->repeats = length_at(reading, repeats, 0);
	out->measure = first_child(line, KEY_MEASURE) != NULL;
	reading->list = NULL;
	if (!out->measure && !out->allow.expression == !out->until.expression)
		complain(compiler, line, 0, "P151", "a clock has one of 'allow' and 'until'", out->name, "say how long it allows, or until which day", STR(""));
	if (!out->measure && out->due == NOWHERE && !due)
		complain(compiler, line, 0, "P150", "nothing follows when this clock ends", out->name, "add 'due ACTION', or 'measure' for statistics alone", STR(""));
}

void read_clocks(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_CLOCKS, KEY_CLOCK, &count);
	struct pack_clock *clocks = ARENA_ARRAY(reading->compiler->arena, struct pack_clock, count + 1);
	memset(clocks, 0, (count + 1) * sizeof *clocks);
	reading->procedure->clocks = clocks;
	reading->procedure->clock_count = count < CLOCKS_MOST ? count : CLOCKS_MOST;
	for (size_t i = 0; i < reading->procedure->clock_count; i++) {
		reading->compiler->file = rows[i].file;
		clocks[i].name = text_at(reading->compiler, rows[i].line, 0);
		clocks[i].label = words_at(reading->compiler, rows[i].line, 1);
		check_double(reading, &rows[i], clocks, sizeof *clocks, i, clocks[i].name);
	}
	for (size_t i = 0; i < reading->procedure->clock_count; i++) {
		reading->compiler->file = rows[i].file;
		read_clock(reading, rows[i].line, &clocks[i]);
	}
}
