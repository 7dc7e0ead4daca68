#include "scenario.h"

#include <string.h>

#include "invent.h"
#include "line.h"

struct stage {
	struct arena *arena;
	const struct pack *pack;
	const struct pack_procedure *procedure;
	const struct rule_schema *schema;
	const struct lang_zone *zone;
	struct flow_world world;
	struct str path;
	json_t *file;
	int64_t now;
	size_t faults;
	struct scenario_result *out;
	json_t *kept;                   /* what was given with an action that failed: a form shown again keeps it */
	/* of the step being played */
	struct flow_gaps gaps;
	bool done;
};

static void fault(struct stage *stage, int line, const char *what, struct str about)
{
	buf_format(&stage->out->text, STR_FMT ":%d: %s%s" STR_FMT "\n", STR_ARG(stage->path), line, what, about.len ? ": " : "", STR_ARG(about));
	stage->faults++;
}

static struct flow look(struct stage *stage)
{
	struct flow flow;
	flow_look(&flow, stage->arena, stage->pack, stage->procedure, stage->file, stage->now);
	flow.zone = stage->zone;
	flow.world = &stage->world;
	return flow;
}

/* What a change does and how it ends, for the account of what the scenarios reach. */
static void reach(struct stage *stage, const json_t *change)
{
	json_t *all = stage->out->reached = stage->out->reached ? stage->out->reached : json_object(), *step;
	struct str name = stage->procedure->name;
	json_t *own = json_object_getn(all, name.data, name.len);
	size_t i;
	if (!own) {
		own = json_object();
		json_object_setn_new(all, name.data, name.len, own);
	}
	json_array_foreach(change, i, step) {
		struct str what = json_text(json_array_get(step, 0)), which = json_text(json_array_get(step, 1));
		if (str_is(what, "done") || str_is(what, "outcome"))
			json_object_set_new(own, str_c(stage->arena, str_format(stage->arena, STR_FMT " " STR_FMT, STR_ARG(what), STR_ARG(which))), json_true());
	}
}

static void apply(struct stage *stage, json_t *change)
{
	reach(stage, change);
	flow_apply(&stage->file, change);
	json_decref(change);
}

/* --- words of a line --- */

static struct str word(const struct line *line, size_t at)
{
	return at < line->count ? line->tokens[at].raw : STR("");
}

static struct str rest(struct stage *stage, const struct line *line, size_t from)
{
	return from < line->count ? tokens_text(stage->arena, line, from, line->count) : STR("");
}

/* An expression of the scenario: typed against the procedure. */
static bool value_of(struct stage *stage, int line, struct str text, size_t *taken, struct rule_value *out)
{
	struct rule_diagnostics found = { .arena = stage->arena };
	struct rule_place place = { .line = line, .column = 1 };
	struct rule_expression *expression = taken ? rule_parse_front(stage->arena, text, place, taken, &found) : rule_parse(stage->arena, text, place, &found);
	struct flow flow = look(stage);
	struct error err;
	if (!expression || !rule_check(stage->arena, expression, stage->schema, NULL, &found)) {
		fault(stage, line, found.count ? found.items[0].what : "this cannot be read", text);
		return false;
	}
	if (eval_with(&flow, expression, NULL, out, &err))
		return true;
	fault(stage, line, err.what, text);
	return false;
}

/* --- invented answers --- */

static void set_raw(struct stage *stage, struct str path, json_t *value)
{
	apply(stage, json_pack("[[s, s%, o]]", "set", path.data, path.len, value));
}

/* Answers what a gap asks for. A check that fails gets another answer in each round. */
static void fill_gap(struct stage *stage, struct flow *flow, const struct flow_gap *gap, int round)
{
	struct inventor inventor = { .flow = flow, .round = round };
	struct str path = gap->path, member;
	const struct pack_asked *field = invent_field(stage->procedure, path, &member);
	if (field && field->type == ASKED_DOCUMENTS && member.len) /* one paper is missing: all are sent */
		path = str_slice(path, 0, path.len - member.len - 1);
	json_t *answer = invent_at(&inventor, path);
	if (answer)
		set_raw(stage, path, answer);
}

/* A fill may change what it invented, never what the scenario says. */
static void fill(struct stage *stage, int line, struct str name)
{
	json_t *invented = json_object();
	if (!procedure_form(stage->procedure, name)) {
		fault(stage, line, "there is no such form", name);
		json_decref(invented);
		return;
	}
	for (int round = 0; round < INVENT_ROUNDS; round++) {
		struct flow flow = look(stage);
		struct flow_gaps gaps = { .count = 0 };
		struct error err;
		if (!gaps_of_form(&flow, name, &gaps, &err) || !gaps.count)
			break;
		for (size_t i = 0; i < gaps.count && i < COUNT_OF(gaps.items); i++) {
			struct str path = gaps.items[i].path;
			if (!strcmp(gaps.items[i].code, "check") && !json_object_getn(invented, path.data, path.len))
				continue;
			json_object_setn_new(invented, path.data, path.len, json_true());
			fill_gap(stage, &flow, &gaps.items[i], round);
		}
	}
	json_decref(invented);
}

/* --- with a = 1, b = sample, c = missing refused --- */

static json_t *given(struct stage *stage, int line, struct str path, struct str *text)
{
	struct rule_value value;
	size_t taken = 0;
	struct str reason;
	if (str_starts(*text, STR("missing "))) {
		*text = str_trim(str_slice(*text, 8, text->len));
		size_t end = 0;
		while (end < text->len && (ascii_alpha(text->data[end]) || text->data[end] == '_'))
			end++;
		reason = str_slice(*text, 0, end);
		*text = str_slice(*text, end, text->len);
		return json_pack("{s:s%}", "missing", reason.data, reason.len);
	}
	if (str_starts(*text, STR("sample")) && (text->len == 6 || text->data[6] == ',' || text->data[6] == ' ')) {
		struct flow flow = look(stage);
		struct inventor inventor = { .flow = &flow };
		json_t *sample = invent_at(&inventor, path);
		*text = str_slice(*text, 6, text->len);
		return sample ? sample : json_string("sample");
	}
	if (!value_of(stage, line, *text, &taken, &value)) {
		*text = STR("");
		return NULL;
	}
	*text = str_slice(*text, taken, text->len);
	struct flow flow = look(stage);
	json_t *json = json_of_value(&flow, &value);
	return json ? json : json_null();
}

static void with_line(struct stage *stage, const struct line *line, json_t *answers)
{
	struct str text = rest(stage, line, 1);
	while (text.len) {
		size_t at;
		if (!str_find(text, STR("="), &at)) {
			fault(stage, line->number, "write: with field = value, field = value", text);
			return;
		}
		struct str path = str_trim(str_slice(text, 0, at));
		text = str_trim(str_slice(text, at + 1, text.len));
		json_t *value = given(stage, line->number, path, &text);
		if (!value)
			return;
		json_object_setn_new(answers, path.data, path.len, value);
		text = str_trim(text);
		if (text.len && text.data[0] == ',')
			text = str_trim(str_slice(text, 1, text.len));
		else if (text.len) {
			fault(stage, line->number, "write a comma between answers", text);
			return;
		}
	}
}

/* --- what must follow --- */

static bool has(struct str whole, struct str part)
{
	size_t at;
	return str_find(whole, part, &at);
}

static void fails_line(struct stage *stage, const struct line *line)
{
	struct str words = line->count > 1 ? token_value(stage->arena, &line->tokens[1]) : STR("");
	if (stage->done) {
		fault(stage, line->number, "it was done, and should have failed", words);
		return;
	}
	for (size_t i = 0; i < stage->gaps.count && i < COUNT_OF(stage->gaps.items); i++)
		if (has(stage->gaps.items[i].words, words) || has(stage->gaps.items[i].path, words))
			return;
	fault(stage, line->number, "it failed, and not for this", words);
	for (size_t i = 0; i < stage->gaps.count && i < COUNT_OF(stage->gaps.items) && i < 10; i++)
		buf_format(&stage->out->text, "    " STR_FMT " " STR_FMT "\n", STR_ARG(stage->gaps.items[i].path), STR_ARG(stage->gaps.items[i].words));
}

/* Each part of an `and` that does not hold is told with the value of its left side. */
static void then_line(struct stage *stage, const struct line *line)
{
	struct rule_value value;
	struct str text = rest(stage, line, 1);
	if (!value_of(stage, line->number, text, NULL, &value))
		return;
	if (value.kind == RULE_YESNO && value.yes)
		return;
	fault(stage, line->number, "this does not hold", text);
	struct str all = text;
	while (all.len) {
		size_t at = all.len, taken = 0, stop;
		struct str part = all, left;
		if (str_find(all, STR(" and "), &at))
			part = str_slice(all, 0, at);
		all = str_slice(all, at + 5, all.len);
		left = part;
		if (str_find(part, STR(" = "), &stop))
			left = str_slice(part, 0, stop);
		size_t faults = stage->faults;
		struct buf kept = stage->out->text;
		if (value_of(stage, line->number, str_trim(left), &taken, &value)) {
			struct str shown = value.kind == RULE_RECORD || value.kind == RULE_LIST ? STR("(more)") : value.kind == RULE_MISSING ? STR("missing") : rule_value_text(stage->arena, &value);
			buf_format(&stage->out->text, "    " STR_FMT " is " STR_FMT "\n", STR_ARG(str_trim(left)), STR_ARG(shown));
		} else {
			stage->out->text = kept;
		}
		stage->faults = faults;
	}
}

static bool expects_failure(const struct line *step)
{
	for (const struct line *line = step->child; line; line = line->next)
		if (str_is(word(line, 0), "fails"))
			return true;
	return false;
}

static void follow(struct stage *stage, const struct line *step)
{
	if (!stage->done && !expects_failure(step)) {
		fault(stage, step->number, "it could not be done", STR(""));
		for (size_t i = 0; i < stage->gaps.count && i < COUNT_OF(stage->gaps.items) && i < 10; i++)
			buf_format(&stage->out->text, "    " STR_FMT " " STR_FMT "\n", STR_ARG(stage->gaps.items[i].path), STR_ARG(stage->gaps.items[i].words));
	}
	for (const struct line *line = step->child; line; line = line->next) {
		if (str_is(word(line, 0), "fails"))
			fails_line(stage, line);
		else if (str_is(word(line, 0), "then"))
			then_line(stage, line);
		else if (!str_is(word(line, 0), "with") && !str_is(word(line, 0), "fill"))
			fault(stage, line->number, "a step has with, fill, fails and then", word(line, 0));
	}
}

/* --- as WHO do ACTION --- */

static struct flow_actor actor_of(struct stage *stage, struct str name)
{
	struct str *names = ARENA_NEW(stage->arena, struct str);
	*names = name;
	return (struct flow_actor){ .roles = { names, 1 }, .parties = { names, 1 }, .anyone = true, .who = name, .number = name };
}

static json_t *answers_of(struct stage *stage, const struct line *step)
{
	json_t *out = json_object();
	for (const struct line *line = step->child; line; line = line->next)
		if (str_is(word(line, 0), "with"))
			with_line(stage, line, out);
	return out;
}

static void fills_of(struct stage *stage, const struct line *step)
{
	for (const struct line *line = step->child; line; line = line->next)
		if (str_is(word(line, 0), "fill"))
			fill(stage, line->number, word(line, 1));
}

static bool asked_by(const struct stage *stage, const struct pack_action *action, struct str path)
{
	struct str head;
	size_t bracket;
	str_cut(&path, '.', &head);
	if (str_find(head, STR("["), &bracket))
		head = str_slice(head, 0, bracket);
	place_at at = procedure_field(stage->procedure, head);
	return at != NOWHERE && (in_places(&action->ask, at) || (action->asks_item && action->item == at));
}

/* Answers that the action does not ask for are facts of the scenario: they stand in the case as if somebody had entered them. */
static json_t *others(struct stage *stage, const struct pack_action *action, json_t *answers)
{
	json_t *out = json_object(), *value;
	const char *path;
	void *next;
	json_object_foreach_safe(answers, next, path, value)
		if (!asked_by(stage, action, str_of(path))) {
			json_object_set(out, path, value);
			json_object_del(answers, path);
		}
	return out;
}

static void enter(struct stage *stage, json_t *raw)
{
	struct flow flow = look(stage);
	json_t *answers = flow_answers(&flow, raw, &stage->gaps), *value;
	const char *path;
	json_object_foreach(answers, path, value)
		set_raw(stage, str_of(path), json_incref(value));
	json_decref(answers);
}

static void take_change(struct stage *stage, struct flow *flow, int line, bool good, json_t *change, const struct error *err)
{
	stage->done = good;
	if (good) {
		apply(stage, change);
		if (flow->own && !json_equal(stage->file, flow->own)) /* what is stored is what was judged */
			fault(stage, line, "the steps do not give the case that was judged", STR(""));
	} else if (err->code)
		fault(stage, line, err->what, str_of(err->where));
	flow_end(flow);
}

/* `on members[2]`: the id of that item. */
static struct str item_named(struct stage *stage, const struct pack_action *action, const struct line *step)
{
	size_t bracket, close;
	struct str text = rest(stage, step, 4);
	int64_t number = 0;
	if (action->item == NOWHERE || !str_find(text, STR("["), &bracket) || !str_find(text, STR("]"), &close) || !str_to_int(str_slice(text, bracket + 1, close), &number))
		return STR("");
	json_t *list = json_object_getn(json_object_get(stage->file, "answers"), stage->procedure->fields[action->item].name.data, stage->procedure->fields[action->item].name.len);
	return str_copy(stage->arena, json_text(json_object_get(json_array_get(list, (size_t)number - 1), "id")));
}

/* With what the same action was given when it failed. */
static json_t *answers_again(struct stage *stage, const struct pack_action *action, const struct line *step)
{
	json_t *raw = answers_of(stage, step), *before = json_object_getn(stage->kept, action->name.data, action->name.len);
	json_object_update_missing(raw, before);
	return raw;
}

static void keep_answers(struct stage *stage, const struct pack_action *action, json_t *raw, bool good)
{
	if (!stage->kept)
		stage->kept = json_object();
	if (good)
		json_object_deln(stage->kept, action->name.data, action->name.len);
	else
		json_object_setn(stage->kept, action->name.data, action->name.len, raw);
}

static void do_step(struct stage *stage, const struct line *step)
{
	place_at at = procedure_action(stage->procedure, word(step, 3));
	struct flow_actor actor = actor_of(stage, word(step, 1));
	if (at == NOWHERE) {
		fault(stage, step->number, "there is no such action", word(step, 3));
		return;
	}
	const struct pack_action *action = &stage->procedure->actions[at];
	bool fresh = stage->file == NULL;
	if (fresh)
		stage->file = json_pack("{s:{}}", "answers");
	json_t *raw = answers_again(stage, action, step), *more = others(stage, action, raw), *change;
	struct error err;
	enter(stage, more);
	if (fresh)
		enter(stage, raw);
	fills_of(stage, step);
	struct flow flow = look(stage);
	json_t *answers = flow_answers(&flow, raw, &stage->gaps);
	const struct flow_deed deed = { .action = action, .item = item_named(stage, action, step), .answers = answers, .actor = &actor };
	bool good = flow_do(&flow, &deed, &change, &stage->gaps, &err);
	take_change(stage, &flow, step->number, good, change, &err);
	keep_answers(stage, action, raw, good);
	if (fresh && !good) {
		json_decref(stage->file);
		stage->file = NULL;
	}
	json_decref(answers);
	json_decref(raw);
	json_decref(more);
}

static void edit_step(struct stage *stage, const struct line *step)
{
	struct flow_actor actor = actor_of(stage, word(step, 1));
	json_t *raw = answers_of(stage, step), *change;
	struct flow flow = look(stage);
	struct error err;
	json_t *answers = flow_answers(&flow, raw, &stage->gaps);
	bool good = flow_edit(&flow, answers, &actor, &change, &stage->gaps, &err);
	take_change(stage, &flow, step->number, good, change, &err);
	fills_of(stage, step);
	json_decref(answers);
	json_decref(raw);
}

static void second_step(struct stage *stage, const struct line *step, bool confirm)
{
	struct flow_actor actor = actor_of(stage, word(step, 1));
	struct flow flow = look(stage);
	struct error err;
	json_t *change;
	if (!str_equal(json_text(json_object_get(json_object_get(stage->file, "second"), "action")), word(step, 3)))
		fault(stage, step->number, "this does not wait for a second person", word(step, 3));
	bool good = confirm ? flow_confirm(&flow, &actor, &change, &stage->gaps, &err) : flow_return(&flow, &actor, &change, &stage->gaps, &err);
	take_change(stage, &flow, step->number, good, change, &err);
}

static void as_step(struct stage *stage, const struct line *step)
{
	struct str what = word(step, 2);
	if (str_is(what, "do"))
		do_step(stage, step);
	else if (str_is(what, "edit"))
		edit_step(stage, step);
	else if (str_is(what, "confirm") || str_is(what, "return"))
		second_step(stage, step, str_is(what, "confirm"));
	else
		fault(stage, step->number, "write: as WHO do ACTION, edit, confirm ACTION or return ACTION", what);
}

/* --- what happens outside --- */

static void event_step(struct stage *stage, const struct line *step)
{
	struct str event = rest(stage, step, 1), name;
	str_cut(&event, '.', &name);
	place_at at = procedure_use(stage->procedure, str_trim(name));
	int which = at == NOWHERE ? -1 : capability_event_at(stage->procedure->uses[at].capability, str_trim(event));
	struct flow flow = look(stage);
	struct error err;
	json_t *change, *facts = answers_of(stage, step);
	if (which < 0) {
		fault(stage, step->number, "no use of the procedure has this event", event);
	} else {
		bool opens = !flow_state(&flow); /* a message that opens the case brings its answers */
		json_t *answers = opens ? flow_answers(&flow, facts, &stage->gaps) : NULL;
		bool good = flow_message(&flow, &stage->procedure->uses[at], which, opens ? NULL : facts, STR(""), answers, &change, &stage->gaps, &err);
		json_decref(answers);
		take_change(stage, &flow, step->number, good, change, &err);
	}
	json_decref(facts);
}

static void pass_time(struct stage *stage, int line, int64_t until)
{
	for (int i = 0; i < 1000; i++) {
		struct flow flow = look(stage);
		struct flow_due due;
		struct error err;
		json_t *change;
		if (!stage->file || !flow_next(&flow, &due) || due.at > until)
			break;
		bool good = flow_fire(&flow, &due, &change, &err);
		take_change(stage, &flow, line, good, change, &err);
		if (!good)
			return;
	}
	stage->now = until;
	stage->done = true;
}

static void time_step(struct stage *stage, const struct line *step)
{
	bool wait = str_is(word(step, 0), "wait");
	struct str text = rest(stage, step, 1);
	struct rule_value value;
	if (wait)
		text = str_format(stage->arena, "now + " STR_FMT, STR_ARG(text));
	if (!value_of(stage, step->number, text, NULL, &value))
		return;
	if (value.kind != RULE_DATETIME || value.ms < stage->now)
		fault(stage, step->number, "write a time that is not over, as 2027-03-15T11:00", text);
	else
		pass_time(stage, step->number, value.ms);
}

static void play_step(struct stage *stage, const struct line *step)
{
	struct str what = word(step, 0);
	stage->gaps.count = 0;
	stage->done = true;
	if (str_is(what, "as"))
		as_step(stage, step);
	else if (str_is(what, "event"))
		event_step(stage, step);
	else if (str_is(what, "until") || str_is(what, "wait"))
		time_step(stage, step);
	else if (str_is(what, "offline") || str_is(what, "online"))
		stage->world.cut_off = str_is(what, "offline");
	else
		fault(stage, step->number, "a scenario has as, event, until, wait, offline and online", what);
	follow(stage, step);
}

/* --- a scenario --- */

static bool begins(struct stage *stage, const struct line *line)
{
	struct str what = word(line, 0);
	struct rule_value value;
	if (str_is(what, "procedure")) {
		stage->procedure = pack_procedure(stage->pack, word(line, 1));
		if (!stage->procedure)
			fault(stage, line->number, "the pack has no such procedure", word(line, 1));
		else
			stage->schema = procedure_schema(stage->arena, stage->pack, stage->procedure, true);
		return true;
	}
	if (str_is(what, "at") && stage->procedure) {
		if (value_of(stage, line->number, rest(stage, line, 1), NULL, &value) && value.kind == RULE_DATETIME)
			stage->now = value.ms;
		return true;
	}
	return false;
}

static void play(struct stage *stage, const struct line *test)
{
	struct str title = test->count > 1 ? token_value(stage->arena, &test->tokens[1]) : STR("");
	for (const struct line *line = test->child; line && !stage->faults; line = line->next) {
		if (begins(stage, line))
			continue;
		if (!stage->procedure) {
			fault(stage, line->number, "name the procedure first", STR(""));
			break;
		}
		play_step(stage, line);
	}
	buf_format(&stage->out->text, "%s " STR_FMT ": " STR_FMT "\n", stage->faults ? "not ok" : "ok    ", STR_ARG(stage->path), STR_ARG(title));
	json_decref(stage->file);
	json_decref(stage->kept);
	stage->file = stage->kept = NULL;
	*(stage->faults ? &stage->out->failed : &stage->out->passed) += 1;
}

void scenarios_run(struct arena *arena, const struct pack *pack, struct str path, struct str bytes, const struct lang_zone *zone, struct scenario_result *out)
{
	struct file_lines lines;
	struct pack_diagnostics diagnostics;
	diagnostics_in(&diagnostics, arena);
	if (!lines_read(arena, path, bytes, &lines, &diagnostics) || diagnostics.errors) {
		for (size_t i = 0; i < diagnostics.count; i++)
			buf_format(&out->text, STR_FMT "\n", STR_ARG(pack_diagnostic_text(arena, &diagnostics.items[i])));
		out->failed++;
		return;
	}
	for (const struct line *line = lines.first; line; line = line->next) {
		struct stage *stage = ARENA_NEW(arena, struct stage);
		*stage = (struct stage){ .arena = arena, .pack = pack, .zone = zone, .path = path, .out = out };
		if (str_is(word(line, 0), "test"))
			play(stage, line);
		else {
			fault(stage, line->number, "a file of scenarios has only tests", word(line, 0));
			out->failed++;
		}
	}
}

/* --- what no scenario reaches --- */

static size_t missed(const json_t *own, const struct pack_procedure *procedure, const char *what, struct str name, struct buf *out)
{
	char key[160];
	snprintf(key, sizeof key, "%s " STR_FMT, what, STR_ARG(name));
	if (json_object_get(own, key))
		return 0;
	buf_format(out, STR_FMT ": no scenario reaches the %s " STR_FMT "\n", STR_ARG(procedure->file), *what == 'd' ? "clock's action" : "outcome", STR_ARG(name));
	json_object_set_new((json_t *)(uintptr_t)own, key, json_true()); /* told once */
	return 1;
}

size_t scenarios_missed(const struct pack *pack, const struct scenario_result *result, struct buf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < pack->procedure_count; i++) {
		const struct pack_procedure *procedure = &pack->procedures[i];
		json_t *found = json_object_getn(result->reached, procedure->name.data, procedure->name.len), *own = found ? json_incref(found) : json_object();
		for (size_t k = 0; k < procedure->action_count; k++) {
			const struct pack_action *action = &procedure->actions[k];
			if (action->by.clock)
				count += missed(own, procedure, "done", action->name, out);
			for (size_t o = 0; o < action->outcome_count; o++)
				count += missed(own, procedure, "outcome", action->outcomes[o].name, out);
		}
		json_decref(own);
	}
	return count;
}
