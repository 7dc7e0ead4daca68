/* The steps of a change: made one by one, and carried out. Applying knows no procedure: what an entry says happened, happened. */
#include <string.h>

#include "inner.h"

/* --- carrying out --- */

static json_t *child(json_t *parent, const char *name, bool array)
{
	json_t *found = json_object_get(parent, name);
	if (!found) {
		found = array ? json_array() : json_object();
		json_object_set_new(parent, name, found);
	}
	return found;
}

static const char *text_at(const json_t *step, size_t at)
{
	const char *text = json_string_value(json_array_get(step, at));
	return text ? text : "";
}

static json_t *item_by_id(json_t *list, struct str id, bool make)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item)
		if (str_equal(json_text(json_object_get(item, "id")), id))
			return item;
	if (!make || !json_is_array(list) || json_array_size(list) >= FLOW_ITEMS_MOST)
		return NULL;
	item = json_object();
	json_object_set_new(item, "id", str_json(id));
	json_array_append_new(list, item);
	return item;
}

/* An item is taken out of its list. Its id is not given again: entries name it. */
static void remove_item(json_t *file, const char *list_name, json_t *list, struct str id)
{
	json_t *most = child(file, "item_most", false);
	int64_t number;
	for (size_t i = json_array_size(list); i-- > 0;)
		if (str_equal(json_text(json_object_get(json_array_get(list, i), "id")), id)) {
			if (str_to_int(id, &number) && number > json_integer_value(json_object_get(most, list_name)))
				json_object_set_new(most, list_name, json_integer(number));
			json_array_remove(list, i);
		}
}

/* "applicant.birth_date", "considered.2.measure": members of objects, items of lists by their id. "considered.2" with null takes the item out. */
static void set_path(json_t *file, struct str path, json_t *value)
{
	struct str piece, first = STR("");
	json_t *at = child(file, "answers", false);
	while (str_cut(&path, '.', &piece)) {
		bool last = !path.len;
		if (json_is_array(at) && last && json_is_null(value)) {
			char name[64];
			snprintf(name, sizeof name, STR_FMT, STR_ARG(first));
			remove_item(file, name, at, piece);
			return;
		}
		if (!first.len)
			first = piece;
		if (json_is_array(at)) {
			at = item_by_id(at, piece, true);
			if (!at)
				return;
			if (last)
				json_object_update(at, value);
			continue;
		}
		if (!json_is_object(at))
			return;
		if (last) {
			json_object_setn(at, piece.data, piece.len, value);
			return;
		}
		json_t *next = json_object_getn(at, piece.data, piece.len);
		struct str after = path, id;
		str_cut(&after, '.', &id);
		bool list = id.len && ascii_digit(id.data[0]);
		if (!json_is_object(next) && !json_is_array(next)) {
			next = list ? json_array() : json_object();
			json_object_setn_new(at, piece.data, piece.len, next);
		}
		at = next;
	}
}

static void put_flag(json_t *file, const char *name, bool up)
{
	json_t *flags = child(file, "flags", true), *flag;
	size_t i;
	json_array_foreach(flags, i, flag)
		if (!strcmp(json_string_value(flag), name)) {
			if (!up)
				json_array_remove(flags, i);
			return;
		}
	if (up)
		json_array_append_new(flags, json_string(name));
}

static void put_done(json_t *file, const char *name, json_t *how)
{
	json_t *done = child(file, "done", false), *entry = child(done, name, false);
	json_int_t times = json_integer_value(json_object_get(entry, "times"));
	json_object_update(entry, how);
	json_object_set_new(entry, "times", json_integer(times + 1));
}

static void put_use(json_t *file, const json_t *step)
{
	json_t *uses = child(file, "uses", false), *use = child(uses, text_at(step, 1), false);
	const char *item = text_at(step, 2);
	if (*item)
		json_object_update(child(child(use, "items", false), item, false), json_array_get(step, 3));
	json_object_update(use, json_array_get(step, 3));
}

/* Since the last start: what came before counts no more. */
static void put_clock(json_t *file, const json_t *step)
{
	json_t *clock = child(child(child(file, "clocks", false), text_at(step, 1), false), text_at(step, 2), false), *event = json_array_get(step, 3);
	const char *what = json_string_value(json_object_get(event, "what"));
	if (what && !strcmp(what, "starts"))
		json_object_clear(clock);
	json_array_append(child(clock, "events", true), event);
	if (what && !strcmp(what, "extended"))
		json_object_del(clock, "warned");
}

static void count_clock(json_t *file, const json_t *step, const char *what)
{
	json_t *clock = child(child(child(file, "clocks", false), text_at(step, 1), false), text_at(step, 2), false);
	if (!strcmp(what, "warned"))
		json_array_append(child(clock, "warned", true), json_array_get(step, 3));
	else
		json_object_set(clock, "fired", json_array_get(step, 3));
}

static void take_away(json_t *file, const json_t *step)
{
	json_t *list = json_object_get(json_object_get(file, "answers"), text_at(step, 1));
	if (json_is_array(list))
		remove_item(file, text_at(step, 1), list, json_text(json_array_get(step, 2)));
}

static void open_file(json_t *file, const json_t *step)
{
	json_object_update(file, json_array_get(step, 1));
	child(file, "answers", false);
}

static void apply_step(json_t *file, const json_t *step)
{
	const char *what = text_at(step, 0);
	if (!strcmp(what, "opened"))
		open_file(file, step);
	else if (!strcmp(what, "set"))
		set_path(file, json_text(json_array_get(step, 1)), json_array_get(step, 2));
	else if (!strcmp(what, "revision") || !strcmp(what, "state") || !strcmp(what, "outcome") || !strcmp(what, "closed") || !strcmp(what, "second"))
		json_object_set(file, what, json_array_get(step, 1));
	else if (!strcmp(what, "flag") || !strcmp(what, "unflag"))
		put_flag(file, text_at(step, 1), *what == 'f');
	else if (!strcmp(what, "done"))
		put_done(file, text_at(step, 1), json_array_get(step, 2));
	else if (!strcmp(what, "use"))
		put_use(file, step);
	else if (!strcmp(what, "clock"))
		put_clock(file, step);
	else if (!strcmp(what, "warned") || !strcmp(what, "fired"))
		count_clock(file, step, what);
	else if (!strcmp(what, "task"))
		json_object_set_new(file, "tasks", json_integer(json_integer_value(json_object_get(file, "tasks")) + 1));
	else if (!strcmp(what, "task_done"))
		json_object_set_new(file, "tasks", json_integer(json_integer_value(json_object_get(file, "tasks")) - 1));
	else if (!strcmp(what, "moved"))
		take_away(file, step);
}

void flow_apply(json_t **file, const json_t *change)
{
	size_t i;
	json_t *step;
	if (!*file)
		*file = json_object();
	json_array_foreach(change, i, step)
		apply_step(*file, step);
}

/* --- making --- */

bool making_begin(struct flow *flow, struct making *making, struct error *err)
{
	*making = (struct making){ .flow = flow, .steps = json_array(), .err = err };
	json_t *copy = flow->file ? json_deep_copy(flow->file) : json_object();
	json_decref(flow->own);
	flow->file = flow->own = copy;
	return making->steps && flow->file;
}

void make_step(struct making *making, json_t *step)
{
	if (making->failed || !step || json_array_size(making->steps) >= FLOW_STEPS_MOST) {
		if (!making->failed)
			error_set(making->err, ERR_INPUT, "an action does more than the engine allows", "take fewer items at a time", "%zu steps", json_array_size(making->steps));
		making->failed = true;
		json_decref(step);
		return;
	}
	apply_step(making->flow->file, step);
	json_array_append_new(making->steps, step);
}
