/* Filling in: a task list, one page after the other, all answers once more before they are sent; and what else a party does. */
#include "pages.h"

#include <string.h>

#include "journal.h"

FIELDS_TABLE(page_form, PAGE_FORM_FIELDS)
FIELDS_TABLE(item_form, ITEM_FORM_FIELDS)

/* --- pages that a party may fill in --- */

struct spot {
	const struct pack_form *form;
	size_t page;
};

/* Papers from a list are asked only where the list calls for some. */
static bool calls_for(struct act *act, struct mine *mine, const struct pack_asked *field)
{
	struct flow_papers *papers = ARENA_NEW(act->arena, struct flow_papers);
	struct error ignored;
	return field->type != ASKED_DOCUMENTS || (flow_papers(&mine->seen.flow, field, NULL, NULL, papers, &ignored) && papers->count);
}

/* The page's fields that the party may change now. */
static struct pack_places own_fields(struct act *act, struct mine *mine, const struct pack_page *page)
{
	place_at *items = ARENA_ARRAY(act->arena, place_at, page->fields.count + 1);
	struct pack_places out = { items, 0 };
	for (size_t i = 0; i < page->fields.count; i++) {
		const struct pack_asked *field = &mine->seen.flow.host.procedure->fields[page->fields.items[i]];
		if (flow_may_edit(&mine->seen.flow, field, &mine->actor) && !field->compute.expression && flow_shown(&mine->seen.flow, field, NULL, NULL) && calls_for(act, mine, field))
			items[out.count++] = page->fields.items[i];
	}
	return out;
}

static bool page_shown(struct mine *mine, const struct pack_page *page)
{
	struct rule_value value;
	struct error ignored;
	return !page->show.expression || (flow_eval(&mine->seen.flow, &page->show, &value, &ignored) && value.kind == RULE_YESNO && value.yes);
}

static struct str page_name(struct act *act, const struct spot *place)
{
	return str_format(act->arena, STR_FMT ".%zu", STR_ARG(place->form->name), place->page + 1);
}

static struct str page_path(struct act *act, const struct mine *mine, const struct spot *place, const char *after)
{
	return mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/page/" STR_FMT "%s", STR_ARG(page_name(act, place)), after)));
}

static bool find_page(struct mine *mine, struct str name, struct spot *out, struct error *err)
{
	struct str rest = name, form;
	int64_t number;
	str_cut(&rest, '.', &form);
	out->form = procedure_form(mine->seen.flow.host.procedure, form);
	if (!out->form || !str_to_int(rest, &number) || number < 1 || (size_t)number > out->form->page_count)
		return error_set(err, ERR_NOT_FOUND, "There is no such page.", "Open your application again.", "page");
	out->page = (size_t)number - 1;
	return true;
}

/* The next page behind this one that is to be filled in; false: that was the last. */
static bool next_page(struct act *act, struct mine *mine, struct spot *place)
{
	while (++place->page < place->form->page_count)
		if (page_shown(mine, &place->form->pages[place->page]) && own_fields(act, mine, &place->form->pages[place->page]).count)
			return true;
	return false;
}

/* --- the task list --- */

static bool any_answer(const struct mine *mine, const struct pack_places *fields)
{
	const json_t *answers = json_object_get(mine->seen.file, "answers");
	for (size_t i = 0; i < fields->count; i++) {
		struct str name = mine->seen.flow.host.procedure->fields[fields->items[i]].name;
		const json_t *answer = json_object_getn(answers, name.data, name.len);
		if (answer && !json_is_null(answer) && (!json_is_array(answer) || json_array_size(answer)) && (!json_is_object(answer) || json_object_size(answer)))
			return true;
	}
	return false;
}

/* done, again (something is wrong), started, not */
static bool state_of(struct act *act, struct mine *mine, const struct pack_places *fields, const char **state, struct error *err)
{
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	bool wrong = false, answered = any_answer(mine, fields);
	gaps->count = 0;
	if (!flow_gaps_of(&mine->seen.flow, fields, gaps, err))
		return false;
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		wrong |= strcmp(gaps->items[i].code, "required") != 0;
	*state = wrong ? "again" : gaps->count ? answered ? "started" : "not" : "done";
	return true;
}

static json_t *task_of(struct act *act, struct mine *mine, const struct spot *place, const char *state)
{
	static const struct { const char *state, *words, *tone; } states[] = {
		{ "done", WORDS("Done"), "clear" }, { "again", WORDS("Look again"), "stop" }, { "started", WORDS("Begun"), "info" }, { "not", WORDS("To do"), "none" },
	};
	json_t *row = json_object();
	json_put_str(row, "href", page_path(act, mine, place, ""));
	json_put_str(row, "title", pack_words(act->pack, lang_tag(act->lang), place->form->pages[place->page].words));
	json_put_str(row, "id", str_format(act->arena, "task-%zu", place->page + 1));
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (!strcmp(states[i].state, state)) {
			json_put_str(row, "word", lang_words(act->lang, states[i].words));
			json_put_str(row, "tone", str_of(states[i].tone));
		}
	return row;
}

struct progress {
	size_t pages, done;
	struct str next, next_title;
};

static bool put_form_tasks(struct act *act, struct mine *mine, const struct pack_form *form, json_t *rows, struct progress *progress, struct error *err)
{
	for (struct spot place = { form, 0 }; place.page < form->page_count; place.page++) {
		const struct pack_places fields = own_fields(act, mine, &form->pages[place.page]);
		const char *state;
		if (!fields.count || !page_shown(mine, &form->pages[place.page]))
			continue;
		if (!state_of(act, mine, &fields, &state, err))
			return false;
		bool done = !strcmp(state, "done");
		progress->pages++;
		progress->done += done;
		if (!done && !progress->next.len) {
			progress->next = page_path(act, mine, &place, "");
			progress->next_title = pack_words(act->pack, lang_tag(act->lang), form->pages[place.page].words);
		}
		json_array_append_new(rows, task_of(act, mine, &place, state));
	}
	return true;
}

bool put_tasks(struct act *act, struct mine *mine, json_t *page, struct error *err)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	struct progress progress = { .next = STR(""), .next_title = STR("") };
	json_t *rows = json_array();
	json_put(page, "tasks", rows);
	for (size_t i = 0; i < procedure->form_count; i++)
		if (!put_form_tasks(act, mine, &procedure->forms[i], rows, &progress, err))
			return false;
	json_put_yesno(page, "any_task", progress.pages != 0);
	json_put_yesno(page, "all_done", progress.pages && progress.done == progress.pages);
	json_put_str(page, "next", progress.next);
	json_put_str(page, "next_title", progress.next_title);
	json_put_str(page, "done_words", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{done} of {all} done")), { "done", lang_number(act->lang, act->arena, (int64_t)progress.done) },
	                                           { "all", lang_number(act->lang, act->arena, (int64_t)progress.pages) }));
	json_put(page, "done_count", json_integer((json_int_t)progress.done));
	json_put(page, "page_count", json_integer((json_int_t)progress.pages));
	return true;
}

/* --- one page --- */

/* What is wrong with answers that are there; what is still missing is no fault of a draft. */
static bool find_wrong(struct act *act, struct mine *mine, const struct pack_places *fields, struct findings *out, struct error *err)
{
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	gaps->count = 0;
	if (!flow_gaps_of(&mine->seen.flow, fields, gaps, err))
		return false;
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		if (strcmp(gaps->items[i].code, "required"))
			finding_add(out, gaps->items[i].path, gaps->items[i].code, str_c(act->arena, gaps->items[i].words));
	return true;
}

static json_t *wrong_value(struct act *act, const struct findings *wrong)
{
	json_t *out = json_array();
	for (size_t i = 0; i < wrong->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "field", wrong->items[i].field);
		json_put_str(row, "words", lang_words(act->lang, wrong->items[i].words));
		json_array_append_new(out, row);
	}
	return out;
}

/* The questions of a page as it would be shown, {path: name}; the empty item behind a list is no question yet. */
static void add_questions(const json_t *inputs, json_t *out, bool behind)
{
	size_t at;
	const json_t *one;
	json_array_foreach((json_t *)(uintptr_t)inputs, at, one) {
		const json_t *inner = json_object_get(one, "inputs");
		const char *path = json_string_value(json_object_get(one, "path")), *name = json_string_value(json_object_get(one, "name"));
		if (json_array_size(inner))
			add_questions(inner, out, behind);
		else if (path && name && (behind || !strchr(name, '[')))
			json_object_set_new(out, path, json_string(name));
	}
}

static json_t *questions_of(struct act *act, struct mine *mine, const struct pack_page *page, bool behind)
{
	const struct pack_places fields = own_fields(act, mine, page);
	json_t *inputs = case_inputs(act, &mine->seen, &fields, NULL), *out = json_object();
	add_questions(inputs, out, behind);
	json_decref(inputs);
	return out;
}

/* An answer brought another question of the same page. */
static bool brings_more(struct act *act, struct mine *mine, const struct pack_page *page, const json_t *before)
{
	json_t *after = questions_of(act, mine, page, false), *value;
	const char *path;
	bool more = false;
	json_object_foreach(after, path, value)
		more = more || !json_object_get(before, path);
	json_decref(after);
	return more;
}

/* The first list of the page: where one more is told. "" = it has none. */
static struct str list_of(const struct mine *mine, const struct pack_places *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		if (mine->seen.flow.host.procedure->fields[fields->items[i]].type == ASKED_LIST)
			return mine->seen.flow.host.procedure->fields[fields->items[i]].name;
	return STR("");
}

static bool page_value(struct act *act, struct mine *mine, const struct spot *place, const struct call *call, struct reply *reply, struct error *err)
{
	const struct application_query *query = call->query;
	const struct pack_page *page = &place->form->pages[place->page];
	const struct pack_places fields = own_fields(act, mine, page);
	struct findings wrong = { .arena = act->arena };
	if (!fields.count)
		return error_set(err, ERR_NOT_FOUND, "Nothing can be changed here now.", "Open your application again.", "page");
	if (query && query->look && !find_wrong(act, mine, &fields, &wrong, err))
		return false;
	const struct case_again again = { call->answers, call->found ? call->found : &wrong };
	portal_page(act, reply);
	json_put_str(reply->page, "title", pack_words(act->pack, lang_tag(act->lang), page->words));
	json_put_str(reply->page, "about", mine_title(act, mine));
	json_put(reply->page, "wrong", wrong_value(act, &wrong));
	json_put_yesno(reply->page, "any_wrong", wrong.count != 0);
	json_put(reply->page, "inputs", case_inputs(act, &mine->seen, &fields, &again));
	json_put_str(reply->page, "to", page_path(act, mine, place, ""));
	json_put_yesno(reply->page, "any_list", list_of(mine, &fields).len != 0);
	json_put_str(reply->page, "back", mine_path(act, mine->seen.record, ""));
	return true;
}

bool portal_page_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	struct spot place = { 0 };
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = find_page(&mine, call->name, &place, err) && page_value(act, &mine, &place, call, reply, err);
	if (good)
		journal_look(act, "one's own application", &call->id, 1);
	mine_end(&mine);
	return good;
}

static json_t *given(struct act *act, const struct mine *mine, const struct call *call, struct error *err)
{
	json_t *answers = case_given(act, &mine->seen, call->answers);
	if (case_take_files(act, &mine->seen, call, answers, err))
		return answers;
	json_decref(answers);
	return NULL;
}

/* Did something come that could be better? Then the same page says so, and who sent it may do it again, or go on. */
static bool any_advice(const json_t *value)
{
	const char *name;
	const json_t *one;
	size_t at;
	if (json_array_size(json_object_get(value, "advice")) || case_set_aside(value))
		return true;
	json_array_foreach((json_t *)(uintptr_t)value, at, one)
		if (any_advice(one))
			return true;
	if (json_is_object(value))
		json_object_foreach((json_t *)(uintptr_t)value, name, one)
			if ((json_is_object(one) || json_is_array(one)) && any_advice(one))
				return true;
	return false;
}

/* What is wrong is said at once on the same page, and all the same kept: nothing typed on a bad link is typed twice. */
static struct str after_page(struct act *act, struct mine *mine, const struct spot *place, const json_t *before, bool one_more)
{
	const struct pack_page *page = &place->form->pages[place->page];
	const struct pack_places fields = own_fields(act, mine, page);
	const struct str list = list_of(mine, &fields);
	struct findings wrong = { .arena = act->arena };
	struct spot next = *place;
	struct error ignored;
	if (find_wrong(act, mine, &fields, &wrong, &ignored) && wrong.count)
		return page_path(act, mine, place, "?look=yes");
	if (one_more && list.len)
		return page_path(act, mine, place, str_c(act->arena, str_format(act->arena, "#" STR_FMT ".new", STR_ARG(list))));
	if (brings_more(act, mine, page, before))
		return page_path(act, mine, place, "");
	return next_page(act, mine, &next) ? page_path(act, mine, &next, "") : mine_path(act, mine->seen.record, "");
}

bool portal_page_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct page_form *form = call->form;
	struct mine mine;
	struct spot place = { 0 };
	if (!mine_open(act, call->id, &mine, err))
		return false;
	json_t *answers = find_page(&mine, call->name, &place, err) ? given(act, &mine, call, err) : NULL;
	json_t *before = answers ? questions_of(act, &mine, &place.form->pages[place.page], true) : NULL;
	bool good = answers && case_edit(act, &mine.seen, answers, mine.party, err);
	if (good) {
		reply->data = json_object();
		json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
		reply->location = any_advice(answers) ? page_path(act, &mine, &place, "") : after_page(act, &mine, &place, before, form && form->more);
	}
	json_decref(answers);
	json_decref(before);
	mine_end(&mine);
	return good;
}

/* --- all answers once more --- */

static void put_row(struct act *act, struct mine *mine, json_t *rows, struct str path, struct str question, struct str answer, bool file)
{
	json_t *row = json_object();
	json_put_str(row, "question", question);
	json_put_str(row, "answer", answer.len ? answer : lang_words(act->lang, WORDS("Not answered yet")));
	json_put_str(row, "file", file ? mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/file?path=" STR_FMT, STR_ARG(path)))) : STR(""));
	json_array_append_new(rows, row);
}

/* Each paper that is called for, sent or not. */
static void put_papers(struct act *act, struct mine *mine, const struct pack_asked *field, json_t *rows)
{
	struct flow_papers *papers = ARENA_NEW(act->arena, struct flow_papers);
	struct error ignored;
	for (size_t i = 0; flow_papers(&mine->seen.flow, field, NULL, NULL, papers, &ignored) && i < papers->count; i++) {
		const struct flow_paper *paper = &papers->items[i];
		const char *name = json_string_value(json_object_get(paper->file, "name"));
		struct str path = str_format(act->arena, STR_FMT "." STR_FMT, STR_ARG(field->name), STR_ARG(paper->name));
		put_row(act, mine, rows, path, paper->words, str_of(name ? name : ""), json_object_get(paper->file, "file") != NULL);
	}
}

static void put_answers(struct act *act, struct mine *mine, const struct spot *place, json_t *groups)
{
	const struct pack_page *page = &place->form->pages[place->page];
	json_t *rows = json_array(), *group = json_object();
	for (size_t i = 0; i < page->fields.count; i++) {
		const struct pack_asked *field = &mine->seen.flow.host.procedure->fields[page->fields.items[i]];
		const json_t *answer = json_object_getn(json_object_get(mine->seen.file, "answers"), field->name.data, field->name.len);
		if (field->class.len || !mine_fills(mine, field) || !flow_shown(&mine->seen.flow, field, NULL, NULL) || field->compute.expression)
			continue;
		bool file = json_object_get(json_is_array(answer) ? json_array_get(answer, 0) : answer, "file") != NULL;
		if (field->type == ASKED_DOCUMENTS)
			put_papers(act, mine, field, rows);
		else
			put_row(act, mine, rows, field->name, pack_words(act->pack, lang_tag(act->lang), field->label), case_answer_words(act, field, answer), file);
	}
	bool may = own_fields(act, mine, page).count != 0;
	json_put_str(group, "title", pack_words(act->pack, lang_tag(act->lang), page->words));
	json_put_str(group, "href", may ? page_path(act, mine, place, "") : STR(""));
	json_put(group, "rows", rows);
	if (json_array_size(rows))
		json_array_append_new(groups, group);
	else
		json_decref(group);
}

/* Of what a desk fills in, a letter tells. */
bool portal_check_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	const struct pack_procedure *procedure = mine.seen.flow.host.procedure;
	json_t *groups = json_array();
	for (size_t i = 0; i < procedure->form_count; i++)
		for (struct spot place = { &procedure->forms[i], 0 }; place.page < place.form->page_count; place.page++)
			if (page_shown(&mine, &place.form->pages[place.page]))
				put_answers(act, &mine, &place, groups);
	portal_page(act, reply);
	json_put(reply->page, "groups", groups);
	json_put_str(reply->page, "about", mine_title(act, &mine));
	json_put_str(reply->page, "back", mine_path(act, call->id, ""));
	json_t *actions = actions_of(act, &mine);
	json_put_yesno(reply->page, "any_action", json_array_size(actions) != 0);
	json_put(reply->page, "actions", actions);
	journal_look(act, "one's own application", &call->id, 1);
	mine_end(&mine);
	return true;
}

/* --- actions --- */

static const struct pack_action *action_of(struct mine *mine, struct str name, struct error *err)
{
	place_at at = procedure_action(mine->seen.flow.host.procedure, name);
	if (at != NOWHERE && flow_may(&mine->seen.flow, &mine->seen.flow.host.procedure->actions[at], &mine->actor))
		return &mine->seen.flow.host.procedure->actions[at];
	error_set(err, ERR_NOT_FOUND, "This is not possible as your application stands now.", "Open your application again.", "name");
	return NULL;
}

/* What stands in the way, each linked to the page that asks for it. */
static json_t *gaps_value(struct act *act, struct mine *mine, const struct call *call)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; call->found && i < call->found->count; i++) {
		struct str rest = call->found->items[i].field, head, href = STR("");
		str_cut(&rest, '.', &head);
		place_at at = procedure_field(procedure, head);
		for (size_t f = 0; at != NOWHERE && f < procedure->form_count && !href.len; f++)
			for (struct spot place = { &procedure->forms[f], 0 }; place.page < place.form->page_count; place.page++)
				for (size_t k = 0; k < place.form->pages[place.page].fields.count; k++)
					if (place.form->pages[place.page].fields.items[k] == at && !href.len)
						href = mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/page/" STR_FMT "#" STR_FMT, STR_ARG(page_name(act, &place)), STR_ARG(call->found->items[i].field))));
		json_t *row = json_object();
		json_put_str(row, "words", lang_words(act->lang, call->found->items[i].words));
		json_put_str(row, "href", href);
		json_array_append_new(out, row);
	}
	return out;
}

bool portal_do_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_again again = { call->answers, call->found };
	const struct application_query *query = call->query;
	const struct item_form *form = call->form;
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	const struct pack_action *action = action_of(&mine, call->name, err);
	if (action) {
		portal_page(act, reply);
		json_put_str(reply->page, "title", pack_words(act->pack, lang_tag(act->lang), action->label));
		json_put_str(reply->page, "about", mine_title(act, &mine));
		json_put(reply->page, "inputs", case_inputs(act, &mine.seen, &action->ask, &again));
		json_put(reply->page, "gaps", gaps_value(act, &mine, call));
		json_put_yesno(reply->page, "any_gap", call->found && call->found->count);
		json_put_str(reply->page, "item", form ? form->item : query ? query->item : STR(""));
		json_put_str(reply->page, "to", mine_path(act, call->id, str_c(act->arena, str_format(act->arena, "/do/" STR_FMT, STR_ARG(call->name)))));
		json_put_str(reply->page, "check", mine_path(act, call->id, "/check"));
		json_put_str(reply->page, "back", mine_path(act, call->id, ""));
		journal_look(act, "one's own application", &call->id, 1);
	}
	mine_end(&mine);
	return action != NULL;
}

bool portal_do_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct item_form *form = call->form;
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	json_t *answers = given(act, &mine, call, err);
	bool good = answers && case_act(act, &mine.seen, &(struct case_asked){ call->name, form->item, answers }, mine.party, err);
	if (good) {
		reply->data = json_object();
		json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
		reply->location = mine_path(act, call->id, "");
	}
	json_decref(answers);
	mine_end(&mine);
	return good;
}
