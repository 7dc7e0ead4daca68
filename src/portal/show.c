/* What the pages of this room have alike. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "store.h"

/* The key of the actor's address, so that who was asked in before they had an account finds the case. */
static bool own_key(struct act *act, struct str *key, struct error *err)
{
	struct account_row row;
	bool found;
	*key = STR("-");
	if (!account_by_record(act, act->actor.user, &row, &found, err))
		return false;
	if (found)
		*key = row.email_key;
	return true;
}

bool portal_party(struct act *act, struct uuid record, struct str *party, struct error *err)
{
	struct str key;
	*party = STR("");
	if (!own_key(act, &key, err))
		return false;
	struct query *query = db_query(act->db, "portal.party");
	query_bind_id(query, "record", record);
	query_bind_id(query, "account", act->actor.user);
	query_bind_text(query, "email_key", key);
	if (query_next(query))
		*party = query_text(query, 0, act->arena);
	return query_end(query, err);
}

bool mine_open(struct act *act, struct uuid record, struct mine *out, struct error *err)
{
	*out = (struct mine){ 0 };
	if (!portal_party(act, record, &out->party, err))
		return false;
	if (!out->party.len)
		return error_set(err, ERR_NOT_FOUND, "There is no such application of yours.", "Look at the list of your applications.", "application");
	if (!case_look(act, record, &out->seen, err))
		return false;
	out->actor = case_actor(act, out->party);
	act->purpose = out->seen.flow.host.procedure->purpose;
	return true;
}

void mine_end(struct mine *mine)
{
	case_end(&mine->seen);
}

bool mine_fills(const struct mine *mine, const struct pack_asked *field)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	place_at at = procedure_field(procedure, field->name);
	for (size_t i = 0; at != NOWHERE && i < procedure->state_count; i++)
		for (size_t k = 0; k < procedure->states[i].edit_count; k++) {
			const struct pack_edit *edit = &procedure->states[i].edits[k];
			for (size_t p = 0; p < edit->who.parties.count; p++)
				for (size_t f = 0; str_equal(edit->who.parties.items[p], mine->party) && f < edit->fields.count; f++)
					if (edit->fields.items[f] == at)
						return true;
		}
	return false;
}

bool mine_acts(const struct mine *mine)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	for (size_t i = 0; i < procedure->party_count; i++)
		if (str_equal(procedure->parties[i].field, mine->party) && (!i || procedure->parties[i].mandate))
			return true;
	place_at person = procedure->party_count ? procedure_field(procedure, procedure->parties[0].field) : NOWHERE;
	return person != NOWHERE && mine_fills(mine, &procedure->fields[person]);
}

struct str mine_title(struct act *act, const struct mine *mine)
{
	return pack_words(act->pack, lang_tag(act->lang), mine->seen.flow.host.procedure->title);
}

struct str mine_path(struct act *act, struct uuid record, const char *after)
{
	return str_format(act->arena, "/application/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, record)), after);
}

struct str portal_date(struct act *act, int64_t ms)
{
	return lang_date(act->lang, act->arena, lang_zone_day(act->house->zone(act->house, act->pack->head.zone), ms));
}

struct str portal_day(struct act *act, int64_t ms)
{
	return portal_date(act, ms - 1);
}

void portal_page(struct act *act, struct reply *reply)
{
	if (!reply->data)
		reply->data = json_object();
	if (!reply->page)
		reply->page = json_object();
	json_put_str(reply->page, "account", rights_have(act->actor.rights, CAN_APPLY) ? act->actor.name : STR(""));
}
