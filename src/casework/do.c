/* Acting on a case from a desk: the form of an action with everything that stands in its way, answers, the second person. */
#include "pages.h"

#include <string.h>

#include "journal.h"

FIELDS_TABLE(case_do_form, CASE_DO_FORM_FIELDS)

/* --- the page of an action --- */

static const struct pack_action *action_of(struct case_seen *seen, struct str name, struct error *err)
{
	place_at at = procedure_action(seen->flow.host.procedure, name);
	if (at != NOWHERE)
		return &seen->flow.host.procedure->actions[at];
	error_set(err, ERR_NOT_FOUND, "The procedure has no such action.", "Open the case again.", "name");
	return NULL;
}

/* What would stand in the way if all were answered: needs and rules about persons. */
static json_t *hindrances(struct act *act, struct case_seen *seen, const struct pack_action *action, struct str item)
{
	const struct flow_actor actor = case_actor(act, STR(""));
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	json_t *out = json_array(), *change = NULL;
	struct error ignored;
	gaps->count = 0;
	if (flow_do(&seen->flow, &(struct flow_deed){ .action = action, .item = item, .actor = &actor }, &change, gaps, &ignored))
		json_decref(change);
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		if (!gaps->items[i].path.len)
			json_array_append_new(out, json_stringn(gaps->items[i].words.data, gaps->items[i].words.len));
	return out;
}

static struct str roles_words(struct act *act, const struct pack_names *roles)
{
	struct str words[20];
	size_t count = 0;
	for (size_t i = 0; i < roles->count && count < COUNT_OF(words); i++) {
		const struct pack_role *role = pack_role(act->pack, roles->items[i]);
		words[count++] = role ? pack_words(act->pack, lang_tag(act->lang), role->words) : roles->items[i];
	}
	return lang_list(act->lang, act->arena, words, count);
}

static struct pack_places asked_fields(struct act *act, const struct case_seen *seen, const struct pack_action *action)
{
	place_at *items = ARENA_ARRAY(act->arena, place_at, action->ask.count + action->adverse.count + 1);
	struct pack_places out = { items, 0 };
	(void)seen;
	for (size_t i = 0; i < action->ask.count; i++)
		items[out.count++] = action->ask.items[i];
	return out;
}

static void put_action(struct act *act, struct case_seen *seen, const struct pack_action *action, struct str item, const struct call *call, json_t *page)
{
	const struct case_again again = { call->answers, call->found };
	const struct pack_places fields = asked_fields(act, seen, action);
	json_t *inputs = case_inputs(act, seen, &fields, &again), *hindered = hindrances(act, seen, action, item);
	json_put_str(page, "title", pack_words(act->pack, lang_tag(act->lang), action->label));
	json_put_str(page, "about", work_title(act, seen));
	json_put_str(page, "name", seen->row.name);
	json_put_str(page, "item", item);
	json_put_yesno(page, "any_hindrance", json_array_size(hindered) != 0 && !call->found);
	json_put(page, "hindrances", hindered);
	json_put_yesno(page, "any_input", json_array_size(inputs) != 0);
	json_put(page, "inputs", inputs);
	json_put_yesno(page, "adverse", action->adverse.count != 0);
	json_t *papers = case_papers(act, seen, str_c(act->arena, work_path(act, seen->record, "")));
	json_put_yesno(page, "any_paper", !seen->fresh && json_array_size(papers) != 0);
	json_put(page, "papers", papers);
	json_put_str(page, "second", action->second.count ? roles_words(act, &action->second) : STR(""));
}

bool work_do_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_query *query = call->query;
	const struct case_do_form *form = call->form;
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	const struct pack_action *action = action_of(&seen, call->name, err);
	if (action) {
		reply->data = json_object();
		reply->page = json_object();
		put_action(act, &seen, action, form ? form->item : query ? query->item : STR(""), call, reply->page);
		json_put_str(reply->page, "to", work_path(act, call->id, str_c(act->arena, str_format(act->arena, "/do/" STR_FMT, STR_ARG(call->name)))));
		json_put_str(reply->page, "back", work_path(act, call->id, ""));
		journal_look(act, "a case", &call->id, 1);
	}
	case_end(&seen);
	return action != NULL;
}

/* Answers and files of a form, as the engine takes them. NULL: a file could not be kept. */
static json_t *given(struct act *act, const struct case_seen *seen, const struct call *call, struct error *err)
{
	json_t *answers = case_given(act, seen, call->answers);
	if (case_take_files(act, seen, call, answers, err))
		return answers;
	json_decref(answers);
	return NULL;
}

static void answer(struct act *act, const struct case_seen *seen, struct reply *reply)
{
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, seen->record));
	json_put_str(reply->data, "state", work_state(act, seen));
	reply->location = work_path(act, seen->record, "");
}

bool work_do_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_do_form *form = call->form;
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	json_t *answers = given(act, &seen, call, err);
	bool good = answers && case_act(act, &seen, &(struct case_asked){ call->name, form->item, answers }, STR(""), err);
	if (good)
		answer(act, &seen, reply);
	json_decref(answers);
	case_end(&seen);
	return good;
}

/* --- a case that is opened at a desk --- */

static struct str opening_action(struct act *act, struct case_seen *seen, struct str asked)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct flow_actor actor = case_actor(act, STR(""));
	for (size_t i = 0; i < procedure->action_count; i++) {
		const struct pack_action *action = &procedure->actions[i];
		if (action->from_new && (!asked.len || str_equal(asked, action->name)) && flow_may(&seen->flow, action, &actor))
			return action->name;
	}
	return STR("");
}

static void put_answer(json_t *answers, struct arena *arena, struct str field, const char *member, struct str text)
{
	if (text.len)
		json_object_set_new(answers, str_c(arena, str_format(arena, STR_FMT ".%s", STR_ARG(field), member)), json_stringn(text.data, text.len));
}

/* The first person and the first travel document that the procedure asks for are those who stand at the booth. */
static json_t *scanned(struct act *act, const struct case_seen *seen, const struct identity *identity)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct str nationality = identity->nationalities.count ? identity->nationalities.items[0] : STR("");
	bool person = false, document = false;
	json_t *out = json_object();
	for (size_t i = 0; i < procedure->field_count; i++) {
		struct str field = procedure->fields[i].name;
		if (procedure->fields[i].type == ASKED_PERSON && !person) {
			person = true;
			put_answer(out, act->arena, field, "surname", identity->surname);
			put_answer(out, act->arena, field, "given_names", identity->given_names);
			put_answer(out, act->arena, field, "birth_date", date_str(act->arena, identity->born));
			put_answer(out, act->arena, field, "sex", identity->sex);
			put_answer(out, act->arena, field, "nationality", nationality);
		} else if (procedure->fields[i].type == ASKED_TRAVEL_DOCUMENT && !document) {
			document = true;
			put_answer(out, act->arena, field, "number", identity->document_number);
			put_answer(out, act->arena, field, "issuer", identity->document_issuer);
			put_answer(out, act->arena, field, "expires", date_str(act->arena, identity->document_expires));
		}
	}
	return out;
}

/* A form that comes from the booth, when it was not sent yet. */
static bool fill_from_booth(struct act *act, const struct case_seen *seen, struct uuid inspection, struct call *call, struct error *err)
{
	struct opened opened;
	if (uuid_zero(inspection) || call->answers)
		return true;
	if (!border_open(act, inspection, &opened, err))
		return false;
	journal_look(act, "a traveller who asks for a visa", &opened.entry.record, 1);
	call->answers = scanned(act, seen, &opened.subject.identity);
	return true;
}

bool work_begin_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_query *query = call->query;
	struct case_seen seen;
	if (!case_new(act, call->name, &seen, err))
		return false;
	struct str name = opening_action(act, &seen, query ? query->action : STR(""));
	const struct pack_action *action = action_of(&seen, name, err);
	struct call filled = *call;
	if (action && query && !fill_from_booth(act, &seen, query->inspection, &filled, err))
		action = NULL;
	if (action) {
		reply->data = json_object();
		reply->page = json_object();
		put_action(act, &seen, action, STR(""), &filled, reply->page);
		json_put_str(reply->page, "to", str_format(act->arena, "/cases/begin/" STR_FMT "?action=" STR_FMT, STR_ARG(call->name), STR_ARG(name)));
		json_put_str(reply->page, "back", query && !uuid_zero(query->inspection) ? str_format(act->arena, "/inspection/" STR_FMT, STR_ARG(uuid_str(act->arena, query->inspection))) : STR("/cases"));
	}
	if (filled.answers != call->answers)
		json_decref(filled.answers);
	case_end(&seen);
	return action != NULL;
}

bool work_begin_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_query *query = call->query;
	struct case_seen seen;
	if (!case_new(act, call->name, &seen, err))
		return false;
	act->purpose = seen.flow.host.procedure->purpose;
	struct str name = opening_action(act, &seen, query ? query->action : STR(""));
	json_t *answers = action_of(&seen, name, err) ? given(act, &seen, call, err) : NULL;
	bool good = answers && case_act(act, &seen, &(struct case_asked){ name, STR(""), answers }, STR(""), err);
	if (good)
		answer(act, &seen, reply);
	json_decref(answers);
	case_end(&seen);
	return good;
}

/* --- answers --- */

static struct pack_places form_places(struct act *act, const struct case_seen *seen, const struct pack_form *form, const struct flow_actor *actor)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	place_at *items = ARENA_ARRAY(act->arena, place_at, procedure->field_count + 1);
	struct pack_places out = { items, 0 };
	for (size_t i = 0; i < form->page_count; i++)
		for (size_t k = 0; k < form->pages[i].fields.count && out.count < procedure->field_count; k++)
			if (flow_may_edit(&seen->flow, &procedure->fields[form->pages[i].fields.items[k]], actor))
				items[out.count++] = form->pages[i].fields.items[k];
	return out;
}

bool work_edit_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_again again = { call->answers, call->found };
	const struct flow_actor actor = case_actor(act, STR(""));
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	const struct pack_form *form = procedure_form(seen.flow.host.procedure, call->name);
	if (!form) {
		case_end(&seen);
		return error_set(err, ERR_NOT_FOUND, "The procedure has no such form.", "Open the case again.", "name");
	}
	const struct pack_places fields = form_places(act, &seen, form, &actor);
	json_t *page = reply->page = json_object(), *inputs = case_inputs(act, &seen, &fields, &again);
	reply->data = json_object();
	json_put_str(page, "title", lang_words(act->lang, WORDS("Change answers")));
	json_put_str(page, "about", work_title(act, &seen));
	json_put_str(page, "name", seen.row.name);
	json_put_str(page, "item", STR(""));
	json_put_yesno(page, "any_hindrance", false);
	json_put(page, "hindrances", json_array());
	json_put_yesno(page, "any_input", json_array_size(inputs) != 0);
	json_put(page, "inputs", inputs);
	json_put_yesno(page, "adverse", false);
	json_put_str(page, "second", STR(""));
	json_put_str(page, "to", work_path(act, call->id, str_c(act->arena, str_format(act->arena, "/edit/" STR_FMT, STR_ARG(call->name)))));
	json_put_str(page, "back", work_path(act, call->id, ""));
	journal_look(act, "a case", &call->id, 1);
	case_end(&seen);
	return true;
}

bool work_edit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	json_t *answers = given(act, &seen, call, err);
	bool good = answers && case_edit(act, &seen, answers, STR(""), err);
	if (good)
		answer(act, &seen, reply);
	json_decref(answers);
	case_end(&seen);
	return good;
}

/* --- the second person --- */

static bool second(struct act *act, const struct call *call, struct reply *reply, bool (*answer_second)(struct act *, struct case_seen *, struct error *), struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	bool good = answer_second(act, &seen, err);
	if (good)
		answer(act, &seen, reply);
	case_end(&seen);
	return good;
}

bool work_confirm_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return second(act, call, reply, case_confirm, err);
}

bool work_return_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return second(act, call, reply, case_return, err);
}
