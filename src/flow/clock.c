/* Clocks of a case: which events they had, how they stand, what they do next. */
#include "inner.h"

#include <string.h>

enum { EVENTS_MOST = 200 };

json_t *clock_json(const struct flow *flow, const struct pack_clock *clock, struct str item)
{
	json_t *items = json_object_getn(json_object_get(flow->file, "clocks"), clock->name.data, clock->name.len);
	return json_object_getn(items, item.data ? item.data : "", item.len);
}

/* --- the law of a clock --- */

static int offset_of(void *context, int64_t ms)
{
	return (int)(zone_ms(context, ms) / 60000);
}

static const struct rule_object *item_of(struct flow *flow, const struct pack_clock *clock, struct str item)
{
	size_t i;
	json_t *one;
	if (clock->each == NOWHERE || !item.len)
		return NULL;
	const struct pack_asked *list = &flow->host.procedure->fields[clock->each];
	json_array_foreach(answer_json(flow, list, NULL), i, one)
		if (str_equal(json_text(json_object_get(one, "id")), item))
			return item_object(flow, list, one);
	return NULL;
}

static const struct rule_calendar *calendar_of(struct flow *flow, const struct pack_clock *clock)
{
	struct str name = clock->calendar;
	struct rule_value value;
	struct error err;
	if (clock->calendar_rule.expression && flow_eval(flow, &clock->calendar_rule, &value, &err) && (value.kind == RULE_TEXT || value.kind == RULE_CODE))
		name = value.text;
	const struct pack_calendar *calendar = pack_calendar(flow->host.pack, name);
	if (!calendar)
		calendar = pack_calendar(flow->host.pack, STR(""));
	return calendar ? calendar->rule : NULL;
}

/* How long: what was evaluated when it started, kept with its start; a date is read anew, for it may be changed. */
static bool law_of(struct flow *flow, const struct pack_clock *clock, struct str item, const json_t *start, struct term_law *law)
{
	static const enum term_roll rolls[] = { [ROLL_NONE] = TERM_STAYS, [ROLL_NEXT] = TERM_ROLLS_NEXT, [ROLL_BACK] = TERM_ROLLS_BACK };
	struct rule_value value;
	struct error err;
	*law = (struct term_law){ .rolls = rolls[clock->rolls], .calendar = calendar_of(flow, clock), .offset = offset_of, .context = flow };
	if (clock->until.expression) {
		if (!eval_with(flow, clock->until.expression, item_of(flow, clock, item), &value, &err) || value.kind != RULE_DATE || !date_whole(value.date))
			return false;
		law->until = value.date;
		return true;
	}
	if (!rule_value_parse(flow->arena, RULE_DURATION, json_text(json_object_get(start, "allow")), &value) || value.kind != RULE_DURATION)
		return clock->measure;
	law->allow = value.duration;
	return true;
}

static enum term_what what_of(struct str word)
{
	static const char *const words[] = { [TERM_STARTS] = "starts", [TERM_STOPS] = "stops", [TERM_PAUSES] = "pauses", [TERM_RESUMES] = "resumes", [TERM_EXTENDED] = "extended" };
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(word, words[i]))
			return (enum term_what)i;
	return TERM_STOPS;
}

bool flow_term(struct flow *flow, const struct pack_clock *clock, struct str item, struct term_law *law, struct term_event *events, size_t *count)
{
	json_t *kept = clock_json(flow, clock, item), *list = json_object_get(kept, "events"), *one;
	size_t i, most = *count;
	*count = 0;
	if (!json_array_size(list) || !law_of(flow, clock, item, json_array_get(list, 0), law))
		return false;
	json_array_foreach(list, i, one) {
		struct rule_value by = rule_missing(STR(""));
		if (*count >= most)
			break;
		events[*count] = (struct term_event){ .at = json_integer_value(json_object_get(one, "at")), .what = what_of(json_text(json_object_get(one, "what"))) };
		if (events[*count].what == TERM_EXTENDED && rule_value_parse(flow->arena, RULE_DURATION, json_text(json_object_get(one, "by")), &by) && by.kind == RULE_DURATION)
			events[*count].by = by.duration;
		++*count;
	}
	return true;
}

bool flow_clock(struct flow *flow, const struct pack_clock *clock, struct str item, struct term *out)
{
	struct term_event events[EVENTS_MOST];
	struct term_law law;
	size_t count = EVENTS_MOST;
	*out = (struct term){ 0 };
	if (!flow_term(flow, clock, item, &law, events, &count))
		return false;
	term_judge(&law, events, count, flow->now, out);
	return true;
}

/* --- what an action does to them --- */

static void clock_event(struct making *making, const struct pack_clock *clock, struct str item, const char *what, json_t *more)
{
	json_t *event = json_pack("{s:I, s:s}", "at", (json_int_t)making->flow->now, "what", what);
	json_object_update(event, more);
	json_decref(more);
	make_step(making, json_pack("[s, s%, s%, o]", "clock", clock->name.data, clock->name.len, item.data ? item.data : "", item.len, event));
}

/* Started and neither stopped nor ended; whether it is paused. */
static bool runs(const struct flow *flow, const struct pack_clock *clock, struct str item, bool *paused)
{
	json_t *events = json_object_get(clock_json(flow, clock, item), "events"), *one;
	bool on = false;
	size_t i;
	*paused = false;
	json_array_foreach(events, i, one) {
		enum term_what what = what_of(json_text(json_object_get(one, "what")));
		on = what == TERM_STARTS || (on && what != TERM_STOPS);
		*paused = what == TERM_PAUSES || (*paused && what != TERM_RESUMES && what != TERM_STARTS);
	}
	return on;
}

static bool among(const struct pack_start *starts, size_t count, place_at action, place_at use, place_at event)
{
	for (size_t i = 0; i < count; i++)
		if (action != NOWHERE ? starts[i].action == action : starts[i].action == NOWHERE && starts[i].use == use && starts[i].event == event)
			return true;
	return false;
}

static void start(struct making *making, const struct pack_clock *clock, struct str item)
{
	struct flow *flow = making->flow;
	struct rule_value allow = rule_missing(STR(""));
	if (clock->allow.expression && !eval_with(flow, clock->allow.expression, item_of(flow, clock, item), &allow, making->err)) {
		making->failed = true;
		return;
	}
	/* a limit that cannot be told (its row of a table is missing) does not start; one that only measures has none */
	if (!clock->until.expression && allow.kind != RULE_DURATION && !clock->measure)
		return;
	json_t *more = json_object();
	if (allow.kind == RULE_DURATION)
		json_object_set_new(more, "allow", str_json(rule_value_text(flow->arena, &allow)));
	clock_event(making, clock, item, "starts", more);
}

static void extend(struct making *making, const struct pack_clock *clock, struct str item, place_at action)
{
	struct flow *flow = making->flow;
	struct str name = action == NOWHERE ? STR("") : flow->host.procedure->actions[action].name;
	for (size_t i = 0; i < clock->extend_count; i++) {
		const struct pack_extension *extension = &clock->extends[i];
		struct rule_value by;
		json_t *one;
		size_t k;
		bool before = false;
		if (extension->action != action)
			continue;
		json_array_foreach(json_object_get(clock_json(flow, clock, item), "events"), k, one)
			before = before || str_equal(json_text(json_object_get(one, "for")), name);
		if (before && extension->once)
			continue;
		if (!eval_with(flow, extension->by.expression, item_of(flow, clock, item), &by, making->err))
			making->failed = true;
		else if (by.kind == RULE_DURATION)
			clock_event(making, clock, item, "extended", json_pack("{s:o, s:s%}", "by", str_json(rule_value_text(flow->arena, &by)), "for", name.data, name.len));
	}
}

static bool may_run(const struct flow *flow, const struct pack_clock *clock)
{
	place_at state = procedure_state(flow->host.procedure, json_text(json_object_get(flow->file, "state")));
	if (clock->runs.count)
		return in_places(&clock->runs, state);
	return !in_places(&clock->pauses, state);
}

static void one_clock(struct making *making, const struct pack_clock *clock, struct str item, place_at action, place_at use, place_at event)
{
	struct flow *flow = making->flow;
	const struct pack_state *state = flow_state(flow);
	bool paused;
	if (runs(flow, clock, item, &paused) && among(clock->stops, clock->stop_count, action, use, event))
		clock_event(making, clock, item, "stops", NULL);
	if (among(clock->starts, clock->start_count, action, use, event))
		start(making, clock, item);
	bool on = runs(flow, clock, item, &paused);
	if (on && action != NOWHERE)
		extend(making, clock, item, action);
	if (on && state && state->phase == PHASE_CLOSED)
		clock_event(making, clock, item, "stops", NULL);
	else if (on && !paused && !may_run(flow, clock))
		clock_event(making, clock, item, "pauses", NULL);
	else if (on && paused && may_run(flow, clock))
		clock_event(making, clock, item, "resumes", NULL);
}

static bool is_of(const struct rule_value *list, struct str id)
{
	for (size_t i = 0; list->kind == RULE_LIST && i < list->list.count; i++) {
		const struct rule_value *one = &list->list.items[i];
		if (one->kind == RULE_RECORD && str_equal(json_text(json_object_get(item_of_object(one->object), "id")), id))
			return true;
	}
	return false;
}

/* Items for which there is no clock any more: closed, or gone. */
static void stop_others(struct making *making, const struct pack_clock *clock, const struct rule_value *list)
{
	json_t *items = json_object_getn(json_object_get(making->flow->file, "clocks"), clock->name.data, clock->name.len), *kept;
	const char *id;
	void *next;
	bool paused;
	json_object_foreach_safe(items, next, id, kept) {
		struct str item = str_copy(making->flow->arena, str_of(id));
		if (!is_of(list, item) && runs(making->flow, clock, item, &paused))
			clock_event(making, clock, item, "stops", NULL);
	}
}

static void each_item(struct making *making, const struct pack_clock *clock, place_at action, place_at use, place_at event)
{
	struct flow *flow = making->flow;
	struct rule_value list;
	if (!eval_with(flow, clock->each_of.expression, NULL, &list, making->err)) {
		making->failed = true;
		return;
	}
	stop_others(making, clock, &list);
	for (size_t i = 0; list.kind == RULE_LIST && i < list.list.count && !making->failed; i++) {
		const struct rule_value *one = &list.list.items[i];
		json_t *item = one->kind == RULE_RECORD ? item_of_object(one->object) : NULL;
		if (item)
			one_clock(making, clock, str_copy(flow->arena, json_text(json_object_get(item, "id"))), action, use, event);
	}
}

void make_clocks(struct making *making, place_at action, place_at use, place_at event)
{
	const struct pack_procedure *procedure = making->flow->host.procedure;
	for (size_t i = 0; i < procedure->clock_count && !making->failed; i++) {
		const struct pack_clock *clock = &procedure->clocks[i];
		if (clock->each == NOWHERE)
			one_clock(making, clock, STR(""), action, use, event);
		else
			each_item(making, clock, action, use, event);
	}
}

/* --- what they do next --- */

static struct rule_duration duration_of(struct flow *flow, const struct pack_length *length)
{
	struct rule_value value = rule_missing(STR(""));
	struct str text = str_format(flow->arena, "%d " STR_FMT, length->count, STR_ARG(length->unit));
	if (!rule_value_parse(flow->arena, RULE_DURATION, text, &value) || value.kind != RULE_DURATION)
		return (struct rule_duration){ 0 };
	return value.duration;
}

static bool earlier(const struct flow_due *a, const struct flow_due *b)
{
	if (!b->clock || a->at != b->at)
		return !b->clock || a->at < b->at;
	int order = str_compare(a->clock->name, b->clock->name);
	return order ? order < 0 : a->warning > b->warning;
}

static bool warned(const json_t *kept, int which)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(kept, "warned"), i, one)
		if (json_integer_value(one) == which)
			return true;
	return false;
}

static void next_of(struct flow *flow, const struct pack_clock *clock, struct str item, struct flow_due *first)
{
	struct term_event events[EVENTS_MOST];
	struct term_law law;
	struct term term;
	size_t count = EVENTS_MOST;
	json_t *kept = clock_json(flow, clock, item);
	int turn = json_object_get(kept, "fired") ? (int)json_integer_value(json_object_get(kept, "fired")) : 0;
	struct flow_due due = { .clock = clock, .item = item, .warning = -1, .turn = turn };
	if (!flow_term(flow, clock, item, &law, events, &count))
		return;
	term_judge(&law, events, count, events[count - 1].at, &term); /* as it stood when it last changed */
	if (term.status != TERM_RUNNING || !term.ends)
		return;
	for (size_t i = 0; i < clock->warning_count && !turn; i++) {
		struct rule_duration before = duration_of(flow, &clock->warnings[i].before);
		struct flow_due warning = { .clock = clock, .item = item, .warning = (int)i };
		if (!warned(kept, (int)i) && term_before(&law, &term, &before, &warning.at) && warning.at > events[0].at && earlier(&warning, first))
			*first = warning;
	}
	if (clock->due == NOWHERE || (turn && !clock->repeats.count))
		return;
	struct rule_duration every = duration_of(flow, &clock->repeats);
	due.at = term.due_at;
	if (turn && !term_again(&law, &term, &every, turn, &due.at))
		return;
	if (earlier(&due, first))
		*first = due;
}

bool flow_next(struct flow *flow, struct flow_due *out)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	*out = (struct flow_due){ .warning = -1 };
	for (size_t i = 0; i < procedure->clock_count; i++) {
		const char *item;
		json_t *kept;
		json_t *items = json_object_getn(json_object_get(flow->file, "clocks"), procedure->clocks[i].name.data, procedure->clocks[i].name.len);
		json_object_foreach(items, item, kept)
			next_of(flow, &procedure->clocks[i], str_copy(flow->arena, str_of(item)), out);
	}
	return out->clock != NULL;
}
