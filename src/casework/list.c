/* Queues of the procedures, by deadline: what waits for the actor's roles. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "store.h"

FIELDS_TABLE(cases_query, CASES_QUERY_FIELDS)

enum { SHOWN_MOST = 100 };

static bool is_mine(const struct act *act, const struct pack_queue *queue)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (str_equal(queue->role, act->actor.roles[i]))
			return true;
	return false;
}

/* --- the queues --- */

struct chosen {
	const struct pack_procedure *procedure;
	const struct pack_queue *queue;
	bool asked;
};

static bool read_records(struct act *act, const struct chosen *chosen, struct uuid *records, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, chosen->queue->down ? "casework.queue_down" : "casework.queue");
	query_bind_text(query, "procedure", chosen->procedure->name);
	query_bind_text(query, "queue", chosen->queue->name);
	for (*count = 0; *count < SHOWN_MOST && query_next(query); (*count)++)
		records[*count] = query_id(query, 0);
	return query_end(query, err);
}

/* What is hidden from a reader is not in its number either. */
static bool may_hide(const struct pack_procedure *procedure)
{
	for (size_t i = 0; i < procedure->restriction_count; i++)
		if (procedure->restrictions[i].how == RESTRICT_HIDDEN)
			return true;
	for (size_t i = 0; i < procedure->field_count; i++)
		if (procedure->fields[i].type == ASKED_USER) /* whom a case is about */
			return true;
	return false;
}

/* The first SHOWN_MOST, as the list shows them. */
static bool count_seen(struct act *act, const struct chosen *queue, int64_t counts[3], struct error *err)
{
	struct uuid records[SHOWN_MOST];
	size_t count;
	bool good = read_records(act, queue, records, &count, err);
	for (size_t i = 0; good && i < count; i++) {
		struct case_seen seen;
		struct case_desk desk;
		if (!case_look(act, records[i], &seen, err))
			return false;
		bool told = case_reach(act, &seen) != CASE_HIDDEN;
		good = !told || work_desk(act, records[i], &desk, err);
		counts[0] += told;
		counts[1] += told && seen.row.due > 0 && seen.row.due <= act->now;
		counts[2] += told && good && uuid_equal(desk.assigned, act->actor.user);
		case_end(&seen);
	}
	return good;
}

static bool count_of(struct act *act, const struct pack_procedure *procedure, const struct pack_queue *queue, int64_t counts[3], struct error *err)
{
	if (may_hide(procedure)) {
		counts[0] = counts[1] = counts[2] = 0;
		return count_seen(act, &(struct chosen){ procedure, queue, false }, counts, err);
	}
	struct query *query = db_query(act->db, "casework.count");
	query_bind_text(query, "procedure", procedure->name);
	query_bind_text(query, "queue", queue->name);
	query_bind_int(query, "now", act->now);
	query_bind_id(query, "user", act->actor.user);
	bool found = query_next(query);
	for (int i = 0; i < 3; i++)
		counts[i] = found ? query_int(query, i) : 0;
	return query_end(query, err);
}

static json_t *queue_value(struct act *act, const struct pack_procedure *procedure, const struct pack_queue *queue, const int64_t counts[3])
{
	struct str tag = lang_tag(act->lang);
	json_t *row = json_object();
	json_put_str(row, "href", str_format(act->arena, "/cases?procedure=" STR_FMT "&queue=" STR_FMT, STR_ARG(procedure->name), STR_ARG(queue->name)));
	json_put_str(row, "title", pack_words(act->pack, tag, queue->label));
	json_put_str(row, "procedure", pack_words(act->pack, tag, procedure->title));
	json_put_str(row, "count", lang_number(act->lang, act->arena, counts[0]));
	json_put_str(row, "late", counts[1] ? lang_count(act->lang, act->arena, counts[1], WORDS_MANY("{count} late", "{count} late")) : STR(""));
	json_put_str(row, "mine", counts[2] ? lang_count(act->lang, act->arena, counts[2], WORDS_MANY("{count} of them yours", "{count} of them yours")) : STR(""));
	json_put_yesno(row, "current", false);
	return row;
}

/* The one asked for; else the first in which something waits; else the first. */
static bool queues_value(struct act *act, const struct cases_query *asked, struct chosen *chosen, json_t *out, struct error *err)
{
	size_t current = 0;
	bool waits = false;
	for (size_t i = 0; i < act->pack->procedure_count; i++) {
		const struct pack_procedure *procedure = &act->pack->procedures[i];
		for (size_t k = 0; k < procedure->queue_count; k++) {
			const struct pack_queue *queue = &procedure->queues[k];
			int64_t counts[3];
			if (!is_mine(act, queue))
				continue;
			if (!count_of(act, procedure, queue, counts, err))
				return false;
			bool named = str_equal(procedure->name, asked->procedure) && str_equal(queue->name, asked->queue);
			if (named || (!chosen->asked && (!chosen->queue || (!waits && counts[0])))) {
				*chosen = (struct chosen){ procedure, queue, named };
				current = json_array_size(out);
				waits = counts[0] != 0;
			}
			json_array_append_new(out, queue_value(act, procedure, queue, counts));
		}
	}
	if (json_array_size(out))
		json_put_yesno(json_array_get(out, current), "current", true);
	return true;
}

/* Who has how much: whoever gives out cases sees it. Where cases may be hidden, it is not told. */
static bool load_value(struct act *act, const struct chosen *chosen, json_t *out, struct error *err)
{
	if (!chosen->queue || may_hide(chosen->procedure))
		return true;
	struct query *query = db_query(act->db, "casework.load");
	query_bind_text(query, "procedure", chosen->procedure->name);
	query_bind_text(query, "queue", chosen->queue->name);
	query_bind_int(query, "now", act->now);
	struct { struct uuid who; int64_t count, late; } rows[40];
	size_t count = 0;
	for (; count < COUNT_OF(rows) && query_next(query); count++) {
		rows[count].who = query_id(query, 0);
		rows[count].count = query_int(query, 1);
		rows[count].late = query_int(query, 2);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (uuid_zero(rows[i].who))
			continue;
		json_t *row = json_object();
		json_put_str(row, "who", show_officer(act, rows[i].who));
		json_put_str(row, "count", lang_number(act->lang, act->arena, rows[i].count));
		json_put_str(row, "late", rows[i].late ? lang_count(act->lang, act->arena, rows[i].late, WORDS_MANY("{count} late", "{count} late")) : STR(""));
		json_array_append_new(out, row);
	}
	return true;
}

/* --- the cases in one --- */

static json_t *case_value(struct act *act, const struct case_seen *seen, const struct case_desk *desk, bool whole)
{
	json_t *row = json_object();
	json_put_str(row, "href", whole ? work_path(act, seen->record, "") : STR(""));
	json_put_str(row, "number", seen->row.reference);
	json_put_str(row, "name", whole ? seen->row.name : STR(""));
	json_put_str(row, "state", whole ? work_state(act, seen) : lang_words(act->lang, WORDS("Another desk handles this")));
	json_put(row, "due", work_due(act, seen->row.due));
	json_put_str(row, "since", work_when(act, seen->row.changed));
	json_put_str(row, "who", uuid_zero(desk->assigned) ? STR("") : show_officer(act, desk->assigned));
	json_put_yesno(row, "mine", uuid_equal(desk->assigned, act->actor.user));
	return row;
}

static bool rows_value(struct act *act, const struct chosen *chosen, json_t *out, struct error *err)
{
	struct uuid records[SHOWN_MOST], shown[SHOWN_MOST];
	size_t count = 0, seen_count = 0;
	if (!read_records(act, chosen, records, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct case_seen seen;
		struct case_desk desk;
		if (!case_look(act, records[i], &seen, err))
			return false;
		enum case_reach reach = case_reach(act, &seen);
		bool good = reach == CASE_HIDDEN || work_desk(act, records[i], &desk, err);
		if (good && reach != CASE_HIDDEN)
			json_array_append_new(out, case_value(act, &seen, &desk, reach == CASE_WHOLE));
		if (reach == CASE_WHOLE)
			shown[seen_count++] = records[i];
		case_end(&seen);
		if (!good)
			return false;
	}
	act->purpose = chosen->procedure->purpose;
	journal_look(act, "a queue of cases", shown, seen_count);
	return true;
}

static bool goes_to_number(struct act *act, const struct cases_query *query, struct reply *reply, struct error *err)
{
	struct uuid record;
	bool found;
	if (!case_by_reference(act, str_upper(act->arena, query->number), &record, &found, err))
		return false;
	if (found)
		reply->location = work_path(act, record, "");
	else
		finding_add(&act->findings, STR("number"), "unknown", WORDS("No case has this number."));
	return found;
}

/* --- what may be begun --- */

static json_t *begun_value(struct act *act)
{
	const struct flow_actor actor = case_actor(act, STR(""));
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->procedure_count; i++) {
		struct case_seen seen;
		struct error ignored;
		const struct pack_procedure *procedure = &act->pack->procedures[i];
		if (!case_new(act, procedure->name, &seen, &ignored))
			continue;
		for (size_t k = 0; k < procedure->action_count; k++) {
			const struct pack_action *action = &procedure->actions[k];
			if (!action->from_new || action->on_use != NOWHERE || !flow_may(&seen.flow, action, &actor))
				continue;
			json_t *row = json_object();
			json_put_str(row, "href", str_format(act->arena, "/cases/begin/" STR_FMT "?action=" STR_FMT, STR_ARG(procedure->name), STR_ARG(action->name)));
			json_put_str(row, "title", pack_words(act->pack, lang_tag(act->lang), procedure->title));
			json_put_str(row, "words", pack_words(act->pack, lang_tag(act->lang), action->label));
			json_array_append_new(out, row);
		}
		case_end(&seen);
	}
	return out;
}

bool work_list_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct cases_query *query = call->query;
	struct chosen chosen = { 0 };
	json_t *queues = json_array(), *rows = json_array(), *load = json_array();
	if (query->number.len && goes_to_number(act, query, reply, err)) {
		json_decref(queues);
		json_decref(rows);
		json_decref(load);
		return true;
	}
	reply->data = json_object();
	json_put(reply->data, "queues", queues);
	json_put(reply->data, "rows", rows);
	json_put(reply->data, "load", load);
	if (!queues_value(act, query, &chosen, queues, err) || (chosen.queue && !rows_value(act, &chosen, rows, err)) || !load_value(act, &chosen, load, err))
		return false;
	if (!chosen.queue)
		journal_look(act, "a queue of cases", NULL, 0);
	reply->page = json_object();
	json_put_yesno(reply->page, "any", json_array_size(rows) != 0);
	json_put_yesno(reply->page, "any_load", json_array_size(load) != 0);
	json_put_yesno(reply->page, "any_queue", chosen.queue != NULL);
	json_put_str(reply->page, "title", chosen.queue ? pack_words(act->pack, lang_tag(act->lang), chosen.queue->label) : lang_words(act->lang, WORDS("Cases")));
	json_put_str(reply->page, "procedure", chosen.queue ? pack_words(act->pack, lang_tag(act->lang), chosen.procedure->title) : STR(""));
	json_t *begun = begun_value(act);
	json_put_yesno(reply->page, "any_begun", json_array_size(begun) != 0);
	json_put(reply->page, "begun", begun);
	json_put_str(reply->page, "number", query->number);
	return true;
}
