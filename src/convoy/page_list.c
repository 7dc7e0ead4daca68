/* A list is sent: as a file. What is wrong is told all at once, and nothing of it is taken. */
#include "forms.h"

#include "journal.h"
#include "show.h"

FIELDS_TABLE(crew_query, LIST_QUERY_FIELDS)
FIELDS_TABLE(send_list, SEND_LIST_FIELDS)

static json_t *fault_row(struct act *act, const struct list_fault *fault)
{
	char other[24];
	json_t *row = json_object();
	snprintf(other, sizeof other, "%llu", (unsigned long long)fault->other);
	json_put_str(row, "row", fault->row ? lang_number(act->lang, act->arena, (int64_t)fault->row) : STR(""));
	json_put_str(row, "column", fault->column[0] ? lang_words(act->lang, fault->column) : STR(""));
	json_put_str(row, "value", fault->value);
	json_put_str(row, "words", LANG_FILL(act->arena, lang_words(act->lang, fault->words), { "row", str_of(other) }));
	return row;
}

json_t *convoy_faults(struct act *act, const struct list_reading *list)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < list->fault_count; i++)
		json_array_append_new(rows, fault_row(act, &list->faults[i]));
	return rows;
}

static bool send_page(struct act *act, const struct called *called, bool crew, json_t *page, const struct list_reading *list)
{
	json_put_str(page, "title", convoy_name_words(&called->row));
	json_put_str(page, "href", convoy_path(act, called->id, ""));
	json_put_str(page, "to", convoy_path(act, called->id, "/list"));
	json_put_str(page, "list", crew ? STR("crew") : STR("passengers"));
	json_put_yesno(page, "crew", crew);
	json_put_yesno(page, "again", (crew ? called->row.crew_version : called->row.passenger_version) != 0);
	json_put_str(page, "new_href", str_format(act->arena, STR_FMT "/new?list=%s", STR_ARG(convoy_path(act, called->id, "")), crew ? "crew" : "passengers"));
	json_put_yesno(page, "any_fault", list && list->faults_all);
	json_put(page, "faults", list ? convoy_faults(act, list) : json_array());
	json_put_str(page, "fault_words", list ? lang_count(act->lang, act->arena, (int64_t)list->faults_all, WORDS_MANY("{count} mistake", "{count} mistakes")) : STR(""));
	json_put_str(page, "more", list && list->faults_all > list->fault_count ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("The first {count} are shown.")),
	             { "count", lang_number(act->lang, act->arena, (int64_t)list->fault_count) }) : STR(""));
	json_put_str(page, "unread", list && list->unread.count ? str_join(act->arena, list->unread.items, list->unread.count, STR(", ")) : STR(""));
	return true;
}

bool list_send_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct crew_query *asked = call->query;
	const struct send_list *sent = call->form; /* the page again, when something is missing */
	struct called called;
	if (!convoy_open(act, call->id, &called, err))
		return false;
	bool crew = !str_is(sent ? sent->list : asked ? asked->list : STR(""), "passengers");
	reply->data = json_object();
	reply->page = json_object();
	return send_page(act, &called, crew, reply->page, NULL);
}

/* The file as it came is kept with the version. */
static bool take_file(struct act *act, struct called *called, bool crew, struct str bytes, const char *source, struct list_reading *list, struct list_told *told, struct error *err)
{
	struct list_codes codes = convoy_codes(act);
	struct str handle;
	if (!crew_list_read(bytes, crew, &codes, act->arena, list, err))
		return false;
	if (list->faults_all)
		return true;
	return journal_file_put(act, bytes, &handle, err) && convoy_take_list(act, called, crew, list->people, list->count, source, handle, told, err);
}

static bool take_people(struct act *act, struct called *called, const struct send_list *form, bool crew, struct list_told *told, struct error *err)
{
	struct list_person *people = form->people.items;
	for (size_t i = 0; i < form->people.count; i++)
		if (!convoy_check_person(act, &people[i], crew, err))
			return false;
	return convoy_take_list(act, called, crew, people, form->people.count, "api", STR(""), told, err);
}

/* For pages and for agents: `source` is csv or api. */
bool convoy_send(struct act *act, struct called *called, const struct call *call, const char *source, struct list_reading *list, struct list_told *told, struct error *err)
{
	const struct send_list *form = call->form;
	bool crew = str_is(form->list, "crew");
	*list = (struct list_reading){ 0 };
	if (!crew && !str_is(form->list, "passengers"))
		return error_set(err, ERR_INPUT, "there is no such list", "say crew or passengers", "list");
	if (call->upload_count == 1 && call->uploads[0].bytes.len)
		return take_file(act, called, crew, call->uploads[0].bytes, source, list, told, err);
	if (form->people.count)
		return take_people(act, called, form, crew, told, err);
	finding_add(&act->findings, STR("file"), "required", WORDS("Choose the file of the list."));
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "list");
}

bool list_send_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct send_list *form = call->form;
	struct called called;
	struct list_reading list;
	struct list_told told;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || !convoy_send(act, &called, call, "csv", &list, &told, err))
		return false;
	reply->data = json_object();
	if (list.faults_all) {
		reply->status = 422;
		reply->template = "call_list";
		reply->page = json_object();
		json_put(reply->data, "faults", convoy_faults(act, &list));
		convoy_look(act, "list of a call", &called);
		return send_page(act, &called, str_is(form->list, "crew"), reply->page, &list);
	}
	reply->changed = called.row.post;
	json_decref(reply->data);
	reply->data = convoy_told(&told);
	return true;
}
