/* What somebody must do: the tasks of one's roles, the person that each is about, and who did it. Whoever holds the role may look at that person for
 * the task, and at nobody else by it. */
#include "show.h"

#include "house.h"
#include "journal.h"
#include "pages.h"
#include "lease.h"
#include "store.h"
#include "watch.h"

enum { TASKS_MOST = 300 };

struct open_task {
	struct uuid record;
	struct task_row row;
};

/* --- whose tasks --- */

static bool has_role(const struct act *act, struct str role)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (str_equal(act->actor.roles[i], role))
			return true;
	return false;
}

/* Whoever works at a post does what is to be done there or everywhere; headquarters see all posts. */
static bool is_mine(const struct act *act, const struct task_row *row)
{
	return has_role(act, row->role) && (!row->post.len || !act->place.post.len || str_equal(row->post, act->place.post));
}

static bool read_role(struct act *act, struct str role, struct open_task *tasks, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "registry.open_tasks");
	query_bind_text(query, "role", role);
	query_bind_text(query, "post", act->place.post);
	query_bind_int(query, "most", (int64_t)(TASKS_MOST - *count));
	while (*count < TASKS_MOST && query_next(query)) {
		struct open_task *task = &tasks[(*count)++];
		task->record = query_id(query, 0);
		query_row(query, &task_row_fields, &task->row, act->arena);
	}
	return query_end(query, err);
}

static bool read_tasks(struct act *act, struct open_task *tasks, size_t *count, struct error *err)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (!read_role(act, act->actor.roles[i], tasks, count, err))
			return false;
	return true;
}

static bool one_task(struct act *act, struct uuid record, struct open_task *task, struct error *err)
{
	struct query *query = db_query(act->db, "registry.task_by_record");
	bool found;
	query_bind_id(query, "record", record);
	if (!query_one(query, &found, err))
		return false;
	if (found)
		query_row(query, &task_row_fields, &task->row, act->arena);
	task->record = record;
	if (!query_end(query, err))
		return false;
	/* who has not the role is not told that there is such a task */
	return (found && is_mine(act, &task->row)) || error_set(err, ERR_NOT_FOUND, "there is no such task for you", "look at the list of tasks again", "task");
}

/* --- words --- */

/* The sentence of the program in the reader's language; what a person wrote stays as it is. */
static struct str task_words(struct act *act, const struct task_row *row)
{
	return lang_words(act->lang, str_c(act->arena, row->words));
}

static struct str role_words(struct act *act, struct str code)
{
	const struct pack_role *role = pack_role(act->pack, code);
	return role ? pack_words(act->pack, lang_tag(act->lang), role->words) : code;
}

static struct str place_words(struct act *act, struct str post)
{
	return post.len ? show_post(act, post) : lang_words(act->lang, WORDS("All posts"));
}

/* --- the list --- */

/* The number of the case that a task is about; "" = it is about none. */
static bool case_number(struct act *act, const struct task_row *task, struct str *out, struct error *err)
{
	*out = STR("");
	if (!str_is(task->what, "case"))
		return true;
	struct query *query = db_query(act->db, "records.case_number");
	query_bind_id(query, "record", task->about);
	if (query_next(query))
		*out = query_text(query, 0, act->arena);
	return query_end(query, err);
}

static bool put_row(struct act *act, const struct open_task *task, json_t *rows, struct error *err)
{
	struct str number;
	struct document_row document = { 0 };
	bool found = false;
	if (!uuid_zero(task->row.about) && !document_by_record(act, task->row.about, &document, &found, err))
		return false;
	if (!case_number(act, &task->row, &number, err))
		return false;
	json_t *row = json_object();
	json_put_str(row, "href", show_path(act, "/task/", task->record, ""));
	json_put_str(row, "name", number.len ? number : found ? show_name(act, (const struct identity *)&document) : lang_words(act->lang, WORDS("Task")));
	json_put_str(row, "words", task_words(act, &task->row));
	json_put_str(row, "waited", lang_duration(act->lang, act->arena, act->now - task->row.opened));
	json_put_str(row, "place", str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(role_words(act, task->row.role)), STR_ARG(place_words(act, task->row.post))));
	json_put_str(row, "due", task->row.due ? show_when(act, task->row.post, task->row.due) : STR(""));
	json_put_yesno(row, "late", task->row.due && task->row.due < act->now);
	json_array_append_new(rows, row);
	return true;
}

static json_t *task_data(struct act *act, const struct open_task *task)
{
	json_t *out = fields_to_json(&task_row_fields, &task->row);
	json_put_str(out, "id", uuid_str(act->arena, task->record));
	return out;
}

bool tasks_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct open_task *tasks = ARENA_ARRAY(act->arena, struct open_task, TASKS_MOST);
	struct uuid shown[TASKS_MOST];
	size_t count = 0, people = 0;
	json_t *rows = json_array(), *data = json_array();
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "open", data);
	json_put(reply->page, "rows", rows);
	(void)call;
	if (!read_tasks(act, tasks, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!put_row(act, &tasks[i], rows, err))
			return false;
		json_array_append_new(data, task_data(act, &tasks[i]));
		if (!uuid_zero(tasks[i].row.about))
			shown[people++] = tasks[i].row.about;
	}
	journal_look(act, "tasks", shown, people);
	json_put_yesno(reply->page, "any", count != 0);
	json_put_yesno(reply->page, "live", true);
	return true;
}

/* --- one task --- */

static void put_person(struct act *act, const struct document_row *document, json_t *facts)
{
	const struct identity *identity = (const struct identity *)document;
	struct str born = lang_date(act->lang, act->arena, identity->born);
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Person")), show_name(act, identity)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Born")), born));
	if (identity->nationalities.count)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Nationality")), show_code(act, "countries", identity->nationalities.items[0])));
	if (identity->document_number.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Document")),
		        str_format(act->arena, STR_FMT " " STR_FMT ", " STR_FMT, STR_ARG(identity->document_issuer), STR_ARG(identity->document_number),
		                   STR_ARG(lang_date_short(act->lang, act->arena, identity->document_expires)))));
}

static struct str language_name(struct act *act, struct str tag)
{
	const struct lang *lang = langs_find(act->house->langs, tag);
	return lang ? lang_name(lang) : tag;
}

/* The last claim of the record: where it was made, what was said, which language the person reads. */
static bool put_claim(struct act *act, struct uuid record, json_t *page, json_t *facts, struct error *err)
{
	struct query *query = db_query(act->db, "records.last_claim");
	struct entry entry;
	struct claim claim = { 0 };
	bool found = false;
	query_bind_id(query, "record", record);
	struct uuid id = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	if (!query_end(query, err) || (!uuid_zero(id) && !journal_entry(act, id, &entry, &found, err)))
		return false;
	if (!found || !fields_from_data(&claim_fields, entry.data, &claim, act->arena))
		return true;
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Claim made")),
	        str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(show_post(act, claim.post)), STR_ARG(show_when(act, claim.post, entry.happened)))));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Taken down by")), show_officer(act, entry.actor)));
	if (claim.words.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("What the person said")), claim.words));
	if (claim.language.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Language")), language_name(act, claim.language)));
	if (rights_have(act->actor.rights, CAN_CROSS))
		json_put_str(page, "receipt_href", show_path(act, "/claim/", id, ""));
	return true;
}

/* The entry of a list whose day of review came: its list and number; what it says stands on its own page. */
static bool put_list_entry(struct act *act, struct uuid record, json_t *page, json_t *facts, struct error *err)
{
	struct query *query = db_query(act->db, "records.list_entry");
	query_bind_id(query, "record", record);
	if (query_next(query)) {
		struct str list = query_text(query, 0, act->arena), item = query_text(query, 1, act->arena);
		const struct pack_watchlist *named = pack_watchlist(act->pack, list, (struct date){ 0 });
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("List")), named ? pack_words(act->pack, lang_tag(act->lang), named->words) : list));
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Entry")), item));
		json_put_str(page, "entry_href", rights_have(act->actor.rights, CAN_WATCH_VIEW) ? watch_entry_path(act, list, item) : STR(""));
	}
	return query_end(query, err);
}

static bool task_page(struct act *act, const struct open_task *task, json_t *page, struct error *err)
{
	struct document_row document = { 0 };
	bool found = false, claim = str_is(task->row.what, "protection_claim");
	json_t *facts = json_array();
	json_put(page, "facts", facts);
	json_put_str(page, "title", task_words(act, &task->row));
	json_put_str(page, "summary", LANG_FILL(act->arena, lang_words(act->lang, WORDS("For: {role}. {place}, since {time}.")), { "role", role_words(act, task->row.role) },
	                                        { "place", place_words(act, task->row.post) }, { "time", show_when(act, task->row.post, task->row.opened) }));
	json_put_str(page, "receipt_href", STR(""));
	json_put_str(page, "person_href", STR(""));
	json_put_str(page, "entry_href", STR(""));
	json_put_str(page, "case_href", str_is(task->row.what, "case") ? show_path(act, "/case/", task->row.about, "") : STR(""));
	json_put_str(page, "hit_href", str_is(task->row.what, "case_hit") ? show_path(act, "/inspection/", task->row.about, "/finding") : STR(""));
	json_put_str(page, "done_to", task->row.done ? STR("") : show_path(act, "/task/", task->record, "/done"));
	json_put_str(page, "was_done", task->row.done ? show_when(act, task->row.post, task->row.done) : STR(""));
	if (uuid_zero(task->row.about))
		return true;
	if (!document_by_record(act, task->row.about, &document, &found, err))
		return false;
	if (found)
		put_person(act, &document, facts);
	if (found)
		json_put_str(page, "person_href", show_record(act, "/person/", task->row.about, ""));
	if (str_is(task->row.what, "list_review"))
		return put_list_entry(act, task->row.about, page, facts, err);
	return !claim || put_claim(act, task->row.about, page, facts, err);
}

bool task_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct open_task task = { 0 };
	if (!one_task(act, call->id, &task, err))
		return false;
	if (str_is(task.row.what, "protection_claim"))
		act->purpose = STR("protection");
	journal_look(act, "task", uuid_zero(task.row.about) ? &task.record : &task.row.about, 1);
	reply->data = task_data(act, &task);
	reply->page = json_object();
	return task_page(act, &task, reply->page, err);
}

bool task_done_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct task_done *form = call->form;
	struct open_task task = { 0 };
	if (!one_task(act, call->id, &task, err))
		return false;
	if (task.row.done)
		return error_set(err, ERR_NOT_ALLOWED, "this task is done already", "look at the list of tasks again", "task");
	if (status_is_record_task(task.row.what) && str_trim(form->note).len < 3) {
		finding_add(&act->findings, STR("note"), "required", "Say why the records are as they are.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "task");
	}
	if (str_is(task.row.what, "agency") && !border_agency_answered(act, call->id, &task.row, form->note, err))
		return false;
	journal_append(act, &task_done_type, call->id, form);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	return true;
}
