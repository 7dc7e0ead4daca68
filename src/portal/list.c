/* The front of the public side, one's own applications, and beginning one. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "store.h"

enum { MINE_MOST = 200 };

/* Actions by which the public opens a case, and as which party. */
static const struct pack_action *opening(struct act *act, const struct pack_procedure *procedure, struct str *party)
{
	for (size_t i = 0; i < procedure->action_count; i++) {
		const struct pack_action *action = &procedure->actions[i];
		if (action->from_new && action->on_use == NOWHERE && action->by.parties.count) {
			*party = action->by.parties.items[0];
			return action;
		}
	}
	(void)act;
	return NULL;
}

bool portal_opens(const struct pack_procedure *procedure)
{
	struct str party;
	return opening(NULL, procedure, &party) != NULL;
}

static json_t *services(struct act *act)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->procedure_count; i++) {
		const struct pack_procedure *procedure = &act->pack->procedures[i];
		struct str party;
		if (!opening(act, procedure, &party))
			continue;
		json_t *row = json_object();
		json_put_str(row, "href", str_format(act->arena, "/visa/begin/" STR_FMT, STR_ARG(procedure->name)));
		json_put_str(row, "title", pack_words(act->pack, lang_tag(act->lang), procedure->title));
		json_put_str(row, "about", procedure->about.source.len ? pack_words(act->pack, lang_tag(act->lang), procedure->about) : STR(""));
		json_array_append_new(out, row);
	}
	return out;
}

bool portal_front_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	(void)call;
	(void)err;
	portal_page(act, reply);
	json_put(reply->data, "services", services(act));
	return true;
}

/* --- one's own --- */

static json_t *row_of(struct act *act, struct mine *mine)
{
	const struct pack_state *state = flow_public(&mine->seen.flow);
	json_t *row = json_object();
	json_put_str(row, "href", mine_path(act, mine->seen.record, ""));
	json_put_str(row, "title", mine_title(act, mine));
	json_put_str(row, "reference", mine->seen.row.reference);
	json_put_str(row, "name", mine_acts(mine) ? mine->seen.row.name : STR(""));
	json_put_str(row, "state", state && state->public.source.len ? pack_words(act->pack, lang_tag(act->lang), state->public) : STR(""));
	json_put_str(row, "changed", portal_date(act, mine->seen.row.changed));
	json_put_yesno(row, "closed", mine->seen.row.closed != 0);
	return row;
}

static bool records_of(struct act *act, struct uuid *records, size_t *count, struct error *err)
{
	struct account_row row;
	bool found;
	if (!account_by_record(act, act->actor.user, &row, &found, err))
		return false;
	struct query *query = db_query(act->db, "portal.mine");
	query_bind_id(query, "account", act->actor.user);
	query_bind_text(query, "email_key", found ? row.email_key : STR("-"));
	for (*count = 0; *count < MINE_MOST && query_next(query); (*count)++)
		records[*count] = query_id(query, 0);
	return query_end(query, err);
}

bool portal_applications_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, MINE_MOST);
	json_t *rows = json_array();
	size_t count = 0;
	(void)call;
	portal_page(act, reply);
	json_put(reply->data, "rows", rows);
	if (!records_of(act, records, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct mine mine;
		if (!mine_open(act, records[i], &mine, err))
			return false;
		json_array_append_new(rows, row_of(act, &mine));
		mine_end(&mine);
	}
	json_put_yesno(reply->page, "any", count != 0);
	json_put(reply->page, "services", services(act));
	act->purpose = STR("permits");
	journal_look(act, "one's own applications", records, count);
	return true;
}

/* --- beginning --- */

static bool cannot_begin(struct str name, struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "Nobody can apply for this here.", "Look at what there is to apply for.", STR_FMT, STR_ARG(name));
}

bool portal_begin_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pack_procedure *procedure = pack_procedure(act->pack, call->name);
	struct str party;
	if (!procedure || !opening(act, procedure, &party))
		return cannot_begin(call->name, err);
	portal_page(act, reply);
	json_put_str(reply->data, "procedure", procedure->name);
	json_put_str(reply->page, "title", pack_words(act->pack, lang_tag(act->lang), procedure->title));
	json_put_str(reply->page, "about", procedure->about.source.len ? pack_words(act->pack, lang_tag(act->lang), procedure->about) : STR(""));
	json_put_str(reply->page, "law", pack_words(act->pack, lang_tag(act->lang), procedure->law));
	json_put_str(reply->page, "to", str_format(act->arena, "/visa/begin/" STR_FMT, STR_ARG(procedure->name)));
	return true;
}

/* `with`: the application that it goes together with; NULL = alone. */
static bool begin(struct act *act, const struct pack_procedure *procedure, const struct case_seen *with, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	struct str party;
	const struct pack_action *action = procedure ? opening(act, procedure, &party) : NULL;
	if (!action)
		return cannot_begin(procedure ? procedure->name : STR(""), err);
	if (!case_new(act, procedure->name, &seen, err))
		return false;
	act->purpose = procedure->purpose;
	json_t *answers = json_object();
	bool good = case_act(act, &seen, &(struct case_asked){ action->name, STR(""), answers }, party, err) && (!with || case_join(act, &seen, with, err));
	if (good) {
		journal_append(act, &case_party_type, seen.record, &(struct case_party){ .party = party, .account = act->actor.user, .name = act->actor.name });
		reply->data = json_object();
		json_put_str(reply->data, "id", uuid_str(act->arena, seen.record));
		reply->location = mine_path(act, seen.record, "");
	}
	json_decref(answers);
	case_end(&seen);
	return good;
}

bool portal_begin_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pack_procedure *procedure = pack_procedure(act->pack, call->name);
	return procedure ? begin(act, procedure, NULL, reply, err) : cannot_begin(call->name, err);
}

/* Who helps one member of a family begins the next application as well. */
bool portal_together_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = mine_acts(&mine) ? begin(act, pack_procedure(act->pack, mine.seen.row.procedure), &mine.seen, reply, err) :
	            error_set(err, ERR_FORBIDDEN, "Who takes part is the applicant's affair.", "Ask whoever applies.", "together");
	mine_end(&mine);
	return good;
}
