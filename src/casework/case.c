/* One case: how it stands, what may be done, its answers, limits, uses, time line, earlier cases; notes, assignment, files. */
#include "pages.h"

#include <string.h>

#include "duties.h"
#include "journal.h"
#include "store.h"

FIELDS_TABLE(case_query, CASE_QUERY_FIELDS)
FIELDS_TABLE(case_assign_form, CASE_ASSIGN_FORM_FIELDS)

/* --- what may be done --- */

static bool asks(const struct pack_action *action)
{
	return action->ask.count || action->asks_item || action->adverse.count;
}

static json_t *action_value(struct act *act, const struct case_seen *seen, const struct pack_action *action, struct str item, struct str item_words)
{
	struct str query = item.len ? str_format(act->arena, "?item=" STR_FMT, STR_ARG(item)) : STR("");
	json_t *row = json_object();
	json_put_str(row, "name", action->name);
	json_put_str(row, "to", work_path(act, seen->record, str_c(act->arena, str_format(act->arena, "/do/" STR_FMT, STR_ARG(action->name)))));
	json_put_str(row, "href", work_path(act, seen->record, str_c(act->arena, str_format(act->arena, "/do/" STR_FMT STR_FMT, STR_ARG(action->name), STR_ARG(query)))));
	json_put_str(row, "words", pack_words(act->pack, lang_tag(act->lang), action->label));
	json_put_str(row, "item", item);
	json_put_str(row, "item_words", item_words);
	json_put_yesno(row, "asks", asks(action));
	json_put_yesno(row, "adverse", action->adverse.count != 0);
	json_put_yesno(row, "second", action->second.count != 0);
	return row;
}

static void add_actions(struct act *act, struct case_seen *seen, const struct pack_action *action, json_t *out)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct pack_asked *list = action->item == NOWHERE ? NULL : &procedure->fields[action->item];
	json_t *items = list ? json_object_getn(json_object_get(seen->file, "answers"), list->name.data, list->name.len) : NULL, *item;
	size_t at;
	if (!list || action->adds)
		json_array_append_new(out, action_value(act, seen, action, STR(""), STR("")));
	else
		json_array_foreach(items, at, item) {
			const char *id = json_string_value(json_object_get(item, "id"));
			json_array_append_new(out, action_value(act, seen, action, str_of(id ? id : ""), case_item_words(act, seen, list, item)));
		}
}

static json_t *actions_value(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct flow_actor actor = case_actor(act, STR(""));
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->action_count; i++)
		if (!procedure->actions[i].from_new && flow_may(&seen->flow, &procedure->actions[i], &actor))
			add_actions(act, seen, &procedure->actions[i], out);
	return out;
}

/* What waits for a second person: what was asked, by whom; whether this actor may answer. */
static json_t *second_value(struct act *act, struct case_seen *seen)
{
	const json_t *second = json_object_get(seen->file, "second");
	const char *name = json_string_value(json_object_get(second, "action"));
	place_at at = name ? procedure_action(seen->flow.host.procedure, str_of(name)) : NOWHERE;
	struct uuid asker;
	if (at == NOWHERE)
		return json_false();
	const struct pack_action *action = &seen->flow.host.procedure->actions[at];
	const char *who = json_string_value(json_object_get(second, "who"));
	json_t *out = json_object();
	bool asked_by_me = who && uuid_parse(str_of(who), &asker) && uuid_equal(asker, act->actor.user), may = false;
	for (size_t i = 0; i < action->second.count; i++)
		for (size_t k = 0; k < act->actor.role_count; k++)
			may |= str_equal(action->second.items[i], act->actor.roles[k]);
	json_put_str(out, "words", pack_words(act->pack, lang_tag(act->lang), action->label));
	json_put_str(out, "who", who && uuid_parse(str_of(who), &asker) ? show_officer(act, asker) : STR(""));
	json_put_yesno(out, "may", may && !asked_by_me);
	json_put_str(out, "confirm_to", work_path(act, seen->record, "/confirm"));
	json_put_str(out, "return_to", work_path(act, seen->record, "/return"));
	json_put(out, "answers", json_array());
	return out;
}

/* --- answers, form by form --- */

static void add_answer(struct act *act, struct case_seen *seen, const struct pack_asked *field, json_t *rows)
{
	const json_t *answer = json_object_getn(json_object_get(seen->file, "answers"), field->name.data, field->name.len);
	struct rule_value computed;
	struct error ignored;
	struct str words = case_answer_words(act, field, answer);
	if (!flow_shown(&seen->flow, field, NULL, NULL) || !case_reads(act, seen, field))
		return;
	if (field->compute.expression && flow_eval(&seen->flow, &field->compute, &computed, &ignored))
		words = case_value_words(act, field, &computed);
	bool missing = !words.len && !field->compute.expression && flow_required(&seen->flow, field, NULL, NULL);
	if (!words.len && !missing)
		return;
	json_t *row = json_object();
	json_put_str(row, "question", pack_words(act->pack, lang_tag(act->lang), field->label));
	json_put_str(row, "answer", missing ? lang_words(act->lang, WORDS("Not answered yet")) : words);
	json_put_yesno(row, "missing", missing);
	json_t *sheets = case_sheets(act, field->name, answer, str_c(act->arena, work_path(act, seen->record, "")));
	json_put_yesno(row, "any_sheet", json_array_size(sheets) != 0);
	json_put(row, "sheets", sheets);
	json_array_append_new(rows, row);
}

static bool may_edit(const struct case_seen *seen, const struct pack_form *form, const struct flow_actor *actor)
{
	for (size_t i = 0; i < form->page_count; i++)
		for (size_t k = 0; k < form->pages[i].fields.count; k++)
			if (flow_may_edit(&seen->flow, &seen->flow.host.procedure->fields[form->pages[i].fields.items[k]], actor))
				return true;
	return false;
}

/* A form is one panel. What nobody began to fill in is shown to whoever may. */
static json_t *form_value(struct act *act, struct case_seen *seen, const struct pack_form *form, bool may)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *rows = json_array(), *out, *row;
	bool any = false;
	size_t at;
	for (size_t k = 0; k < form->page_count; k++)
		for (size_t f = 0; f < form->pages[k].fields.count; f++)
			add_answer(act, seen, &procedure->fields[form->pages[k].fields.items[f]], rows);
	json_array_foreach(rows, at, row)
		any |= json_is_false(json_object_get(row, "missing"));
	if (!any && !may) {
		json_decref(rows);
		return NULL;
	}
	out = json_object();
	json_put_str(out, "title", form->page_count == 1 ? pack_words(act->pack, lang_tag(act->lang), form->pages[0].words) : lang_words(act->lang, WORDS("Answers")));
	json_put_str(out, "id", str_format(act->arena, "form-" STR_FMT, STR_ARG(form->name)));
	json_put_str(out, "edit", may ? work_path(act, seen->record, str_c(act->arena, str_format(act->arena, "/edit/" STR_FMT, STR_ARG(form->name)))) : STR(""));
	json_put(out, "rows", rows);
	return out;
}

static json_t *forms_value(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct flow_actor actor = case_actor(act, STR(""));
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->form_count; i++) {
		json_t *form = form_value(act, seen, &procedure->forms[i], may_edit(seen, &procedure->forms[i], &actor));
		if (form)
			json_array_append_new(out, form);
	}
	return out;
}

/* --- limits and uses --- */

static json_t *clocks_value(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *out = json_array();
	struct term term;
	for (size_t i = 0; i < procedure->clock_count; i++) {
		const struct pack_clock *clock = &procedure->clocks[i];
		if (clock->each != NOWHERE || !flow_clock(&seen->flow, clock, STR(""), &term) || term.status == TERM_IDLE)
			continue;
		json_t *row = json_object();
		json_put_str(row, "title", pack_words(act->pack, lang_tag(act->lang), clock->label));
		json_put_str(row, "law", clock->law.source.len ? pack_words(act->pack, lang_tag(act->lang), clock->law) : STR(""));
		json_put(row, "due", term.ends && term.status != TERM_DONE ? work_due(act, term.due_at) : json_false());
		json_put_str(row, "word", lang_words(act->lang, term.status == TERM_PAUSED ? WORDS("Stands still") : term.status == TERM_DONE ? WORDS("Ended") : WORDS("Runs")));
		json_put_str(row, "href", work_path(act, seen->record, str_c(act->arena, str_format(act->arena, "/clock/" STR_FMT, STR_ARG(clock->name)))));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *uses_value(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->use_count; i++) {
		const struct pack_use *use = &procedure->uses[i];
		const json_t *facts = json_object_getn(json_object_get(seen->file, "uses"), use->name.data, use->name.len);
		const char *status = json_string_value(json_object_get(facts, "status"));
		const struct case_work *work = case_work_of(act->house, use->capability->name);
		if (!facts)
			continue;
		json_t *row = json_object();
		json_put_str(row, "name", case_use_words(act, procedure, use));
		json_put_str(row, "status", case_status_words(act, str_of(status ? status : "")));
		json_put_str(row, "href", work && work->page ? str_format(act->arena, "%s" STR_FMT, work->page, STR_ARG(uuid_str(act->arena, seen->record))) : STR(""));
		json_array_append_new(out, row);
	}
	return out;
}

/* --- the same person's other cases, and those that go together with this one --- */

static bool add_other(struct act *act, struct uuid record, json_t *out, struct error *err)
{
	struct case_seen other;
	if (!case_look(act, record, &other, err))
		return false;
	if (case_reach(act, &other) == CASE_WHOLE) {
		json_t *row = json_object();
		json_put_str(row, "href", work_path(act, record, ""));
		json_put_str(row, "title", work_title(act, &other));
		json_put_str(row, "name", other.row.name);
		json_put_str(row, "state", work_state(act, &other));
		json_put_str(row, "opened", work_when(act, other.row.opened));
		json_array_append_new(out, row);
	}
	case_end(&other);
	return true;
}

/* Other people: each is named in the look. */
static bool together_value(struct act *act, const struct case_seen *seen, json_t *out, struct uuid shown[static CASE_GROUP_MOST + 1], size_t *count, struct error *err)
{
	shown[0] = seen->record;
	if (!case_together(act, seen->record, shown + 1, count, err))
		return false;
	for (size_t i = 1; i <= *count; i++)
		if (!add_other(act, shown[i], out, err))
			return false;
	++*count;
	return true;
}

static bool others_value(struct act *act, const struct case_seen *seen, json_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "casework.others");
	struct uuid records[20];
	size_t count = 0;
	query_bind_id(query, "record", seen->record);
	while (count < COUNT_OF(records) && query_next(query))
		records[count++] = query_id(query, 0);
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!add_other(act, records[i], out, err))
			return false;
	return true;
}

/* --- the page --- */

static void put_head(struct act *act, struct case_seen *seen, const struct case_desk *desk, json_t *page)
{
	const struct pack_state *public = flow_public(&seen->flow);
	json_put_str(page, "title", work_title(act, seen));
	json_put_str(page, "name", seen->row.name);
	json_put_str(page, "state", work_state(act, seen));
	json_put_str(page, "public", public && public->public.source.len ? pack_words(act->pack, lang_tag(act->lang), public->public) : STR(""));
	json_put_str(page, "opened", work_when(act, seen->row.opened));
	json_put(page, "due", work_due(act, seen->row.due));
	json_put_str(page, "assigned", uuid_zero(desk->assigned) ? lang_words(act->lang, WORDS("Nobody in particular")) : show_officer(act, desk->assigned));
	json_put_yesno(page, "mine", uuid_equal(desk->assigned, act->actor.user));
	json_put_str(page, "my_number", act->actor.number);
	json_put_str(page, "assign_to", work_path(act, seen->record, "/assign"));
	json_put_str(page, "note_to", work_path(act, seen->record, "/note"));
}

static void put_lists(struct act *act, struct case_seen *seen, json_t *page)
{
	static const struct { const char *name, *any; json_t *(*make)(struct act *, struct case_seen *); } lists[] = {
		{ "actions", "any_action", actions_value }, { "forms", "any_form", forms_value }, { "clocks", "any_clock", clocks_value }, { "uses", "any_use", uses_value },
	};
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		json_t *list = lists[i].make(act, seen);
		json_put_yesno(page, lists[i].any, json_array_size(list) != 0);
		json_put(page, lists[i].name, list);
	}
	json_put(page, "waiting", second_value(act, seen));
}

static json_t *contract(struct act *act, const struct case_seen *seen)
{
	json_t *data = json_object();
	json_put_str(data, "id", uuid_str(act->arena, seen->record));
	json_put_str(data, "reference", seen->row.reference);
	json_put_str(data, "procedure", seen->row.procedure);
	json_put(data, "revision", json_integer(seen->row.revision));
	json_put_str(data, "state_code", seen->row.state);
	json_put_str(data, "phase", seen->row.phase);
	json_put_str(data, "outcome", seen->row.outcome);
	return data;
}

bool work_case_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	struct case_desk desk;
	struct uuid shown[CASE_GROUP_MOST + 1];
	size_t shown_count = 0;
	json_t *line = NULL, *letters = NULL, *others = json_array(), *together = json_array();
	if (!work_open(act, call->id, &seen, err)) {
		json_decref(others);
		json_decref(together);
		return false;
	}
	bool good = work_desk(act, call->id, &desk, err) && work_line(act, &seen, &line, err) && others_value(act, &seen, others, err) && duty_letters(act, &seen, &letters, err) &&
	            together_value(act, &seen, together, shown, &shown_count, err);
	if (good) {
		reply->data = contract(act, &seen);
		json_t *page = reply->page = json_object();
		put_head(act, &seen, &desk, page);
		put_lists(act, &seen, page);
		json_put(page, "line", json_incref(line));
		json_put_yesno(page, "any_other", json_array_size(others) != 0);
		json_put(page, "others", json_incref(others));
		json_put_yesno(page, "any_together", json_array_size(together) != 0);
		json_put(page, "together", json_incref(together));
		json_put_yesno(page, "any_letter", json_array_size(letters) != 0);
		json_put(page, "letters", json_incref(letters));
		journal_look(act, "a case", shown, shown_count);
	}
	json_decref(line);
	json_decref(letters);
	json_decref(others);
	json_decref(together);
	case_end(&seen);
	return good;
}

/* --- files --- */

bool work_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_query *query = call->query;
	struct case_seen seen;
	struct str member;
	if (!work_open(act, call->id, &seen, err))
		return false;
	const struct pack_asked *field = case_field(seen.flow.host.procedure, query->path, &member);
	bool good = field && case_reads(act, &seen, field) ? case_file_reply(act, &seen, query->path, (int)query->page, str_is(query->size, "large"), reply, err) :
	                                                     error_set(err, ERR_NOT_FOUND, "There is no such file.", "Open the case again.", "path");
	if (good)
		journal_look(act, "a file of a case", &call->id, 1);
	case_end(&seen);
	return good;
}

/* --- uploads in pieces (cases.h) --- */

static bool upload(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	struct str to = work_path(act, call->id, "/upload");
	bool good = call->query ? case_upload_begin(act, &seen, call->query, call, to, reply, err) : case_upload_add(act, &seen, call, to, reply, err);
	case_end(&seen);
	return good;
}

bool work_upload_post(struct act *act, const struct call *call, struct reply *reply, struct error *err) { return upload(act, call, reply, err); }
bool work_upload_patch(struct act *act, const struct call *call, struct reply *reply, struct error *err) { return upload(act, call, reply, err); }

bool work_upload_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	bool good = case_upload_look(act, &seen, call, work_path(act, call->id, "/upload"), reply, err);
	case_end(&seen);
	return good;
}

bool work_upload_delete(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	bool good = case_upload_end(act, &seen, call, reply, err);
	case_end(&seen);
	return good;
}

/* --- notes and assignment --- */

bool work_note_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	(void)reply;
	if (!work_open(act, call->id, &seen, err))
		return false;
	journal_append(act, &case_note_type, call->id, call->form);
	case_end(&seen);
	return true;
}

static bool user_by_number(struct act *act, struct str number, struct uuid *out, struct error *err)
{
	struct query *query = db_query(act->db, "casework.user");
	query_bind_text(query, "number", number);
	bool found = query_next(query);
	if (found)
		*out = query_id(query, 0);
	if (!found)
		finding_add(&act->findings, STR("number"), "unknown", WORDS("No user has this service number."));
	return query_end(query, err);
}

bool work_assign_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_assign_form *form = call->form;
	struct case_assign assign = { 0 };
	struct case_seen seen;
	(void)reply;
	if (!work_open(act, call->id, &seen, err))
		return false;
	case_end(&seen);
	if (form->number.len && !user_by_number(act, str_upper(act->arena, form->number), &assign.to, err))
		return false;
	if (!act->findings.count)
		journal_append(act, &case_assign_type, call->id, &assign);
	return true;
}
