/* Silent alerts: raised by an inspection, seen and answered by those who may. */
#include "inside.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(alert, ALERT_FIELDS)
FIELDS_TABLE(alert_done, ALERT_DONE_FIELDS)
FIELDS_TABLE(alert_row, ALERT_ROW_FIELDS)

enum { ALERTS_MOST = 100, ALERTS_BACK_MS = 604800000 };

/* A record of its own: the document's record does not tell whoever opens it. */
const struct entry_type alert_type = { "alert", 1, KIND_LIST, ENTRY_BLIND, &alert_fields, "an inspection hit a silent entry of a list" };
const struct entry_type alert_done_type = { "alert.done", 1, KIND_LIST, 0, &alert_done_fields, "a silent alert was answered" };

/* ---- the fold ---- */

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct alert_row *row = to;
	(void)arena;
	if (entry->type == &alert_done_type) {
		row->done = entry->happened;
		row->by = entry->actor;
		row->note = ((const struct alert_done *)data)->note;
		return;
	}
	const struct alert *alert = data;
#define COPY(type, name, ...) row->name = alert->name;
	ALERT_FIELDS(COPY, COPY)
#undef COPY
	row->raised = entry->happened;
}

static const char *const indexes[] = { "done, post", NULL };
static const struct table table = { "silent_alert", &alert_row_fields, "", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct alert_row *row = from;
	(void)record;
	if (row->raised)
		rows_put(out, &table, row);
}

static const struct entry_type *const reads[] = { &alert_type, &alert_done_type, NULL };
static const struct table *const writes[] = { &table, NULL };
const struct fold alert_fold = { "silent_alert", 1, reads, writes, sizeof(struct alert_row), apply, rows };

/* ---- raising ---- */

static void raise_line(struct act *act, const struct subject *subject, const struct check_line *line, struct uuid inspection)
{
	size_t count;
	const struct watch_kept *hits = watch_kept(line, act->arena, &count);
	for (size_t i = 0; i < count; i++) {
		struct alert alert = {
			.inspection = inspection, .document = subject->record, .list = line->origin, .item = hits[i].entry, .post = subject->post->code, .lane = subject->lane,
			.direction = subject->direction, .person = str_slice(identity_name(&subject->identity, act->arena), 0, 240), .name = hits[i].name,
			.strong = hits[i].strong, .instruction = hits[i].instruction, .call = hits[i].call,
		};
		if (!utf8_valid(alert.person))
			alert.person = STR("");
		if (!str_is(hits[i].finding, "other"))
			journal_append(act, &alert_type, uuid_v7(act->now, act->random), &alert);
	}
	if (count)
		act->alerted = subject->post->code;
}

void alerts_raise(struct act *act, const struct subject *subject, const struct check_list *checks, struct uuid inspection)
{
	for (size_t i = 0; i < checks->count; i++) {
		const struct check_line *line = &checks->items[i];
		if (str_is(line->visible, "second_line") && str_starts(line->check, STR("watch.")) && str_is(line->advice, advice_name(ADVICE_REFER)))
			raise_line(act, subject, line, inspection);
	}
}

/* ---- the page ---- */

static struct str time_words(struct act *act, struct str post, int64_t when)
{
	const struct pack_post *at = pack_post(act->pack, post, (struct date){ 0 });
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, at ? at->zone : STR("UTC")), when);
}

static json_t *alert_value(struct act *act, const struct alert_row *row, struct uuid record, size_t number)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, row->list, (struct date){ 0 });
	const struct pack_post *post = pack_post(act->pack, row->post, (struct date){ 0 });
	json_t *out = json_object();
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "person", row->person);
	json_put_str(out, "name", row->name);
	json_put_str(out, "list", list ? pack_words(act->pack, lang_tag(act->lang), list->words) : row->list);
	json_put_str(out, "entry_href", watch_entry_path(act, row->list, row->item));
	json_put_str(out, "document_href", rights_have(act->actor.rights, CAN_PERSON) ? str_format(act->arena, "/document/" STR_FMT "?why=" STR_FMT, STR_ARG(uuid_str(act->arena, row->document)), STR_ARG(act->purpose)) : STR(""));
	json_put_str(out, "place", post ? pack_words(act->pack, lang_tag(act->lang), post->words) : row->post);
	json_put_str(out, "lane", row->lane ? lang_number(act->lang, act->arena, row->lane) : STR(""));
	json_put_str(out, "direction", lang_words(act->lang, str_is(row->direction, "entry") ? WORDS("Entry") : WORDS("Exit")));
	json_put_str(out, "when", time_words(act, row->post, row->raised));
	json_put_str(out, "age", row->done ? STR("") : lang_duration(act->lang, act->arena, act->now - row->raised));
	json_put_str(out, "tone", row->done ? STR("none") : row->strong ? STR("stop") : STR("check"));
	json_put_str(out, "word", lang_words(act->lang, row->done ? WORDS("Answered") : row->strong ? WORDS("More than the name agrees") : WORDS("The name alone agrees")));
	json_put_str(out, "instruction", row->instruction.len || !list ? row->instruction : pack_words(act->pack, lang_tag(act->lang), list->instruction));
	json_put_str(out, "call", row->call);
	json_put_str(out, "note", row->note);
	json_put_str(out, "to", row->done ? STR("") : str_format(act->arena, "/alert/" STR_FMT "/done", STR_ARG(uuid_str(act->arena, record))));
	return out;
}

bool alerts_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.alerts");
	struct uuid shown[2 * ALERTS_MOST];
	size_t count = 0;
	json_t *values = json_array(), *data = json_array();
	(void)call;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "alerts", data);
	json_put(reply->page, "rows", values);
	query_bind_text(query, "post", act->place.post);
	query_bind_int(query, "since", act->now - ALERTS_BACK_MS);
	query_bind_int(query, "most", ALERTS_MOST);
	for (size_t number = 1; query_next(query); number++) {
		struct alert_row row = { 0 };
		query_row(query, &alert_row_fields, &row, act->arena);
		json_array_append_new(values, alert_value(act, &row, query_id(query, 0), number));
		json_t *one = fields_to_json(&alert_row_fields, &row);
		json_put_str(one, "id", uuid_str(act->arena, query_id(query, 0)));
		json_array_append_new(data, one);
		shown[count++] = row.document;
		shown[count++] = watch_entry_record(row.list, row.item);
	}
	if (!query_end(query, err))
		return false;
	journal_look(act, "silent alerts", shown, count);
	json_put_yesno(reply->page, "any", json_array_size(values) != 0);
	json_put_yesno(reply->page, "live", true);
	return true;
}

bool alert_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.alert");
	struct alert_row row = { 0 };
	bool found;
	query_bind_id(query, "record", call->id);
	if (!query_one(query, &found, err))
		return false;
	if (found)
		query_row(query, &alert_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found || (act->place.post.len && !str_equal(act->place.post, row.post)))
		return error_set(err, ERR_NOT_FOUND, "there is no such alert", "look at the silent alerts again", "alert");
	if (row.done)
		return error_set(err, ERR_NOT_ALLOWED, "this alert was answered already", "look at the silent alerts again", "alert");
	journal_append(act, &alert_done_type, call->id, call->form);
	act->alerted = row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}
