/* What the pages of this room say alike: a case opened for the actor, its title, its state, its limit. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "store.h"

bool work_open(struct act *act, struct uuid record, struct case_seen *seen, struct error *err)
{
	if (!case_look(act, record, seen, err))
		return false;
	if (case_reach(act, seen) != CASE_WHOLE) {
		case_end(seen);
		return error_set(err, ERR_NOT_FOUND, "There is no such case, or another desk handles it.", "Look at the list of cases.", "case");
	}
	act->purpose = seen->flow.host.procedure->purpose;
	return true;
}

struct str work_title(struct act *act, const struct case_seen *seen)
{
	struct str title = pack_words(act->pack, lang_tag(act->lang), seen->flow.host.procedure->title);
	return seen->row.reference.len ? str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(title), STR_ARG(seen->row.reference)) : title;
}

struct str work_state(struct act *act, const struct case_seen *seen)
{
	const struct pack_state *state = flow_state(&seen->flow);
	return state ? pack_words(act->pack, lang_tag(act->lang), state->label) : seen->row.state;
}

struct str work_when(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
}

struct str work_path(struct act *act, struct uuid record, const char *after)
{
	return str_format(act->arena, "/case/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, record)), after);
}

json_t *work_due(struct act *act, int64_t due)
{
	if (!due)
		return json_false();
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	struct date last = lang_zone_day(zone, due - 1), today = lang_zone_day(zone, act->now);
	int64_t left = date_days(last) - date_days(today);
	struct str words = left < 0 ? lang_count(act->lang, act->arena, -left, WORDS_MANY("{count} day late", "{count} days late")) :
	                   !left ? lang_words(act->lang, WORDS("today")) : lang_count(act->lang, act->arena, left, WORDS_MANY("in {count} day", "in {count} days"));
	json_t *out = json_object();
	json_put_str(out, "day", lang_date(act->lang, act->arena, last));
	json_put_str(out, "words", words);
	json_put_str(out, "tone", left < 0 ? STR("stop") : left < 3 ? STR("check") : STR(""));
	return out;
}

bool work_desk(struct act *act, struct uuid record, struct case_desk *out, struct error *err)
{
	struct query *query = db_query(act->db, "casework.desk");
	*out = (struct case_desk){ 0 };
	query_bind_id(query, "record", record);
	if (query_next(query))
		query_row(query, &case_desk_fields, out, act->arena);
	return query_end(query, err);
}
