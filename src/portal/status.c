/* One application: a task list while it is a draft; then how it stands, what is next, by when, and what was written. */
#include "pages.h"

#include <string.h>

#include "journal.h"
#include "letter.h"

FIELDS_TABLE(application_query, APPLICATION_QUERY_FIELDS)

/* --- what happened, in public words --- */

struct track {
	struct act *act;
	const struct pack_procedure *procedure;
	json_t *rows;
	struct str last;
};

static struct str public_words(struct act *act, const struct pack_procedure *procedure, struct str name)
{
	place_at at = procedure_state(procedure, name);
	if (at != NOWHERE && procedure->states[at].public_as != NOWHERE && !procedure->states[at].public.source.len)
		at = procedure->states[at].public_as;
	return at != NOWHERE && procedure->states[at].public.source.len ? pack_words(act->pack, lang_tag(act->lang), procedure->states[at].public) : STR("");
}

/* What is past is told as past: the words of a draft ask for something. */
static struct str past_words(struct act *act, const struct pack_procedure *procedure, struct str name)
{
	place_at at = procedure_state(procedure, name);
	return at != NOWHERE && procedure->states[at].phase == PHASE_DRAFT ? lang_words(act->lang, WORDS("The application was begun")) : public_words(act, procedure, name);
}

/* A change of state that the public sees: the same words twice are one step. */
static void add_step(void *state, const struct entry *entry)
{
	struct track *track = state;
	struct case_step step;
	json_t *one;
	size_t at;
	if (entry->type != &case_step_type || !entry->data.len || !fields_from_data(entry->type->fields, entry->data, &step, track->act->arena))
		return;
	json_t *change = json_loadb(step.change.data, step.change.len, 0, NULL);
	json_array_foreach(change, at, one) {
		const char *what = json_string_value(json_array_get(one, 0)), *name = json_string_value(json_array_get(one, 1));
		struct str words = what && name && !strcmp(what, "state") ? past_words(track->act, track->procedure, str_copy(track->act->arena, str_of(name))) : STR("");
		if (!words.len || str_equal(words, track->last))
			continue;
		json_t *row = json_object();
		json_put_str(row, "when", portal_date(track->act, entry->happened));
		json_put_str(row, "words", words);
		json_put_yesno(row, "now", false);
		json_array_append_new(track->rows, row);
		track->last = words;
	}
	json_decref(change);
}

static bool put_track(struct act *act, struct mine *mine, json_t *page, struct error *err)
{
	struct track track = { act, mine->seen.flow.host.procedure, json_array(), STR("") };
	json_put(page, "track", track.rows);
	if (!journal_history(act, mine->seen.record, add_step, &track, err))
		return false;
	size_t count = json_array_size(track.rows);
	if (count)
		json_put_yesno(json_array_get(track.rows, count - 1), "now", true);
	json_put_yesno(page, "any_track", count > 1);
	return true;
}

/* --- what is next --- */

/* A party waits for a limit of the authority, or is to meet one of its own. */
void put_dates(struct act *act, struct case_seen *seen, json_t *page)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct pack_state *state = flow_state(&seen->flow);
	bool ours = state && (state->phase == PHASE_WAITING || state->phase == PHASE_DRAFT);
	place_at at = procedure_clock(procedure, STR("decision"));
	struct term term;
	bool runs = at != NOWHERE && flow_clock(&seen->flow, &procedure->clocks[at], STR(""), &term) && term.ends && term.status == TERM_RUNNING && !term.late;
	json_put_str(page, "answer_by", runs && !ours ? portal_day(act, term.due_at) : STR(""));
	json_put_str(page, "do_by", ours && seen->row.due > act->now ? portal_day(act, seen->row.due) : STR(""));
}

json_t *actions_of(struct act *act, struct mine *mine)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->action_count; i++) {
		const struct pack_action *action = &procedure->actions[i];
		if (action->from_new || action->on_use != NOWHERE || !flow_may(&mine->seen.flow, action, &mine->actor))
			continue;
		json_t *row = json_object();
		json_put_str(row, "name", action->name);
		json_put_str(row, "href", mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/do/" STR_FMT, STR_ARG(action->name)))));
		json_put_str(row, "words", pack_words(act->pack, lang_tag(act->lang), action->label));
		json_array_append_new(out, row);
	}
	return out;
}

/* --- the page --- */

static void put_head(struct act *act, struct mine *mine, struct reply *reply)
{
	const struct pack_state *state = flow_public(&mine->seen.flow);
	json_t *page = reply->page;
	json_put_str(reply->data, "id", uuid_str(act->arena, mine->seen.record));
	json_put_str(reply->data, "reference", mine->seen.row.reference);
	json_put_str(reply->data, "procedure", mine->seen.row.procedure);
	json_put_str(page, "title", mine_title(act, mine));
	json_put_str(page, "name", mine_acts(mine) ? mine->seen.row.name : STR(""));
	json_put_str(page, "state", state && state->public.source.len ? pack_words(act->pack, lang_tag(act->lang), state->public) : STR(""));
	json_put_yesno(page, "draft", flow_state(&mine->seen.flow) && flow_state(&mine->seen.flow)->phase == PHASE_DRAFT);
	json_put_yesno(page, "closed", mine->seen.row.closed != 0);
	json_put_str(page, "people_href", mine_acts(mine) ? mine_path(act, mine->seen.record, "/people") : STR(""));
	json_put_str(page, "check_href", mine_path(act, mine->seen.record, "/check"));
}

static bool put_letters(struct act *act, struct mine *mine, json_t *page, struct error *err)
{
	json_t *letters = NULL, *row;
	size_t at;
	if (!mine_acts(mine)) {
		json_put_yesno(page, "any_letter", false);
		json_put(page, "letters", json_array());
		return true;
	}
	if (!letters_of(act, mine->seen.record, &letters, err))
		return false;
	json_array_foreach(letters, at, row) {
		const char *href = json_string_value(json_object_get(row, "href"));
		struct str id = href ? str_copy(act->arena, str_of(strrchr(href, '/') + 1)) : STR(""); /* the value goes when the row takes its own */
		json_put_str(row, "href", mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/letter?letter=" STR_FMT, STR_ARG(id)))));
		json_put_str(row, "text_href", mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/letter/text?letter=" STR_FMT, STR_ARG(id)))));
	}
	json_put_yesno(page, "any_letter", json_array_size(letters) != 0);
	json_put(page, "letters", letters);
	return true;
}

/* --- who comes along --- */

static bool add_together(struct act *act, struct uuid record, json_t *out, struct error *err)
{
	struct case_seen seen;
	struct str party;
	if (!portal_party(act, record, &party, err))
		return false;
	if (!party.len) /* of the family, and not of this account */
		return true;
	if (!case_look(act, record, &seen, err))
		return false;
	json_t *row = json_object();
	json_put_str(row, "href", mine_path(act, record, ""));
	json_put_str(row, "name", seen.row.name.len ? seen.row.name : seen.row.reference);
	json_put_str(row, "state", public_words(act, seen.flow.host.procedure, seen.row.state));
	json_array_append_new(out, row);
	case_end(&seen);
	return true;
}

static bool put_together(struct act *act, struct mine *mine, json_t *page, struct error *err)
{
	const struct pack_state *state = flow_state(&mine->seen.flow);
	bool may = mine->seen.flow.host.procedure->group.len && mine_acts(mine);
	struct uuid others[CASE_GROUP_MOST];
	size_t count = 0;
	json_t *out = json_array();
	json_put(page, "together", out);
	json_put_str(page, "together_to", may && state && state->phase != PHASE_CLOSED ? mine_path(act, mine->seen.record, "/together") : STR(""));
	if (may && !case_together(act, mine->seen.record, others, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!add_together(act, others[i], out, err))
			return false;
	json_put_yesno(page, "any_together", json_array_size(out) != 0);
	return true;
}

bool portal_application_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	portal_page(act, reply);
	put_head(act, &mine, reply);
	put_dates(act, &mine.seen, reply->page);
	bool good = put_ties(act, &mine, reply->page, err) && put_tasks(act, &mine, reply->page, err) && put_track(act, &mine, reply->page, err) && put_letters(act, &mine, reply->page, err) &&
	            put_together(act, &mine, reply->page, err);
	json_t *actions = actions_of(act, &mine);
	json_put_yesno(reply->page, "any_action", json_array_size(actions) != 0);
	json_put(reply->page, "actions", actions);
	journal_look(act, "one's own application", &call->id, 1);
	mine_end(&mine);
	return good;
}

/* --- letters and files --- */

static bool own_letter(struct act *act, const struct call *call, struct uuid *id, struct error *err)
{
	const struct application_query *query = call->query;
	struct uuid record;
	struct mine mine;
	bool found = false;
	*id = query->letter;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool acts = mine_acts(&mine);
	mine_end(&mine);
	if (!letter_record_of(act, *id, &record, &found, err))
		return false;
	return (acts && found && uuid_equal(record, call->id)) ||
	       error_set(err, ERR_NOT_FOUND, "There is no such letter.", "Open your application again.", "letter");
}

bool portal_letter_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid id;
	return own_letter(act, call, &id, err) && letter_pdf(act, id, reply, err);
}

bool portal_letter_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid id;
	return own_letter(act, call, &id, err) && letter_page(act, id, mine_path(act, call->id, ""), reply, err);
}

/* The field at the head of a path is what a party fills in, with all that it holds. */
static bool mine_file(const struct mine *mine, struct str path)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	struct str head;
	str_cut(&path, '.', &head);
	place_at at = procedure_field(procedure, head);
	return at != NOWHERE && mine_fills(mine, &procedure->fields[at]);
}

bool portal_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct application_query *query = call->query;
	struct mine mine;
	struct str member;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	const struct pack_asked *field = case_field(mine.seen.flow.host.procedure, query->path, &member);
	bool good = field && !field->class.len && mine_file(&mine, query->path) ? case_file_reply(act, &mine.seen, query->path, (int)query->page, str_is(query->size, "large"), reply, err) :
	                                         error_set(err, ERR_NOT_FOUND, "There is no such file.", "Open your application again.", "path");
	if (good)
		journal_look(act, "a file of one's own application", &call->id, 1);
	mine_end(&mine);
	return good;
}

/* --- uploads in pieces (cases.h) --- */

bool portal_upload_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_upload_query *query = call->query;
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = mine_file(&mine, query->path) ? case_upload_begin(act, &mine.seen, query, call, mine_path(act, call->id, "/upload"), reply, err) :
	                                            error_set(err, ERR_NOT_FOUND, "There is no such question.", "Open your application again.", "path");
	mine_end(&mine);
	return good;
}

bool portal_upload_patch(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = case_upload_add(act, &mine.seen, call, mine_path(act, call->id, "/upload"), reply, err);
	mine_end(&mine);
	return good;
}

bool portal_upload_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = case_upload_look(act, &mine.seen, call, mine_path(act, call->id, "/upload"), reply, err);
	mine_end(&mine);
	return good;
}

bool portal_upload_delete(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct mine mine;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = case_upload_end(act, &mine.seen, call, reply, err);
	mine_end(&mine);
	return good;
}
