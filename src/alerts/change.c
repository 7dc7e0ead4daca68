/* A proposal: kept, loaded, answered by the second person. */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(proposal, PROPOSAL_FIELDS)
FIELDS_TABLE(change_request, CHANGE_REQUEST_FIELDS)

#define WHAT "list_change"

bool alerts_may_see(const struct act *act, const struct pack_watchlist *list, bool silent)
{
	return (list->visible != VISIBLE_SECOND_LINE && !silent) || rights_have(act->actor.rights, CAN_SILENT);
}

const struct pack_watchlist *alerts_list(struct act *act, struct str code, struct error *err)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, code, time_date(act->now));
	if (!list || !alerts_may_see(act, list, false))
		return error_set(err, ERR_NOT_FOUND, "there is no such list", "see the lists in force", "list"), NULL;
	if (!list->kept_here)
		return error_set(err, ERR_NOT_ALLOWED, "this list is not kept here: it is imported whole", "limen watch import", "list"), NULL;
	return list;
}

/* ---- what is proposed, as one file ---- */

static struct str pack_items(struct act *act, const struct national *items, const int64_t *versions, size_t count)
{
	json_t *all = json_array();
	struct buf out = BUF_IN(act->arena);
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "entry", fields_data(&national_fields, &items[i], act->arena));
		json_put_int(row, "was", versions[i]);
		json_array_append_new(all, row);
	}
	json_write(&out, all);
	json_decref(all);
	return buf_str(&out);
}

static bool unpack_items(struct act *act, struct str bytes, struct change *out)
{
	json_t *all = json_loadb(bytes.data, bytes.len, 0, NULL), *row;
	size_t at, size = json_array_size(all);
	bool good = size > 0;
	out->items = ARENA_ARRAY(act->arena, struct national, size + 1);
	out->versions = ARENA_ARRAY(act->arena, int64_t, size + 1);
	json_array_foreach(all, at, row) {
		const char *entry = json_string_value(json_object_get(row, "entry"));
		good = good && entry && fields_from_data(&national_fields, str_copy(act->arena, str_of(entry)), &out->items[at], act->arena);
		out->versions[at] = json_integer_value(json_object_get(row, "was"));
	}
	out->count = size;
	json_decref(all);
	return good;
}

/* ---- proposing ---- */

static bool weigh(struct act *act, const struct national *items, size_t count, struct proposal *proposal, int64_t *versions, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct national_row before = { 0 };
		bool found;
		if (!national_by_item(act, items[i].list, items[i].item, &before, &found, err))
			return false;
		versions[i] = found ? before.versions : 0;
		proposal->added += !found || before.off;
		proposal->removed += items[i].off;
		proposal->silent |= national_silent(&items[i]) || (found && national_silent((const struct national *)&before));
	}
	return true;
}

bool alerts_propose(struct act *act, struct str list, const struct national *items, size_t count, struct str why, struct uuid *request, struct error *err)
{
	struct proposal proposal = { .list = list, .rows = (int64_t)count };
	struct trial trial;
	int64_t *versions = ARENA_ARRAY(act->arena, int64_t, count + 1);
	const struct pack_watchlist *rules = alerts_list(act, list, err);
	if (!rules || !access_need(act, CAN_WATCH_MANAGE, err) || !weigh(act, items, count, &proposal, versions, err) ||
	    !trial_run(act, list, items, count, &trial, NULL, NULL, err) ||
	    !journal_file_put(act, pack_items(act, items, versions, count), &proposal.file, err))
		return false;
	if (proposal.silent && !alerts_may_see(act, rules, true))
		return error_set(err, ERR_FORBIDDEN, "silent entries need the right silent", "ask a watchlist officer", STR_FMT, STR_ARG(list));
	proposal.silent |= rules->visible == VISIBLE_SECOND_LINE;
	proposal.title = items[0].name.len ? items[0].name : items[0].item;
#define COPY(type, name, ...) proposal.name = trial.name;
	TRIAL_FIELDS(COPY, COPY)
#undef COPY
	*request = second_ask(act, WHAT, CAN_WATCH_CONFIRM, watch_list_record(list), fields_data(&proposal_fields, &proposal, act->arena), why);
	return true;
}

/* ---- loading ---- */

static bool request_load(struct act *act, struct uuid request, struct change_request *out, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.change");
	bool found;
	query_bind_id(query, "record", request);
	if (!query_one(query, &found, err))
		return false;
	if (found)
		query_row(query, &change_request_fields, out, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such proposal", "look at the changes that wait", "change"));
}

bool change_load(struct act *act, struct uuid request, struct change *out, struct error *err)
{
	struct str bytes;
	*out = (struct change){ 0 };
	if (!request_load(act, request, &out->request, err))
		return false;
	if (!fields_from_data(&proposal_fields, out->request.body, &out->proposal, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	const struct pack_watchlist *list = pack_watchlist(act->pack, out->proposal.list, (struct date){ 0 });
	if (!list || !alerts_may_see(act, list, out->proposal.silent))
		return error_set(err, ERR_NOT_FOUND, "there is no such proposal", "look at the changes that wait", "change");
	if (!journal_file_get(act, out->proposal.file, &bytes, err))
		return false;
	return unpack_items(act, bytes, out) || error_set(err, ERR_INTEGRITY, "a stored proposal cannot be read", "verify the journal", "proposal");
}

/* ---- answering ---- */

/* Nobody's later change is written over, and nothing comes in force that is not sound today. */
static bool still_true(struct act *act, const struct change *change, struct error *err)
{
	for (size_t i = 0; i < change->count; i++) {
		struct national_row now = { 0 };
		bool found;
		if (!national_by_item(act, change->proposal.list, change->items[i].item, &now, &found, err))
			return false;
		if ((found ? now.versions : 0) != change->versions[i])
			return error_set(err, ERR_NOT_ALLOWED, "an entry was changed since this was proposed", "send it back, and propose it again", STR_FMT, STR_ARG(change->items[i].item));
		if (!national_sound(act, &change->items[i], STR("")))
			return error_set(err, ERR_FINDINGS, "an entry of the proposal is not right any more", "send it back, and propose it again", STR_FMT, STR_ARG(change->items[i].item));
	}
	return true;
}

bool alerts_confirm(struct act *act, struct uuid request, struct error *err)
{
	struct change change;
	struct uuid record;
	struct str body;
	return change_load(act, request, &change, err) && second_confirm(act, request, WHAT, &record, &body, err) && still_true(act, &change, err) &&
	       national_write(act, change.proposal.list, change.items, change.count, request, err);
}

bool change_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct change_answer *form = call->form;
	bool confirm = str_is(form->answer, "confirm");
	struct change change;
	if (!confirm && !str_is(form->answer, "return"))
		finding_add(&act->findings, STR("answer"), "unknown_code", "Confirm, or send it back.");
	if (!confirm && !form->remark.len)
		finding_add(&act->findings, STR("remark"), "required", "Say why it is sent back.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "second person");
	if (!change_load(act, call->id, &change, err) || !(confirm ? alerts_confirm(act, call->id, err) : second_return(act, call->id, WHAT, form->remark, err)))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	json_put_str(reply->data, "list", change.proposal.list);
	json_put_str(reply->data, "answer", form->answer);
	return true;
}
