/* Change-over at a booth: the relief proves who he is, the session changes hands, the traveller's page stays. What each did stands under the
 * name of each; what the first left unfinished is named to the second. */
#include "show.h"

#include "access.h"
#include "forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(relief, RELIEF_FIELDS)
FIELDS_TABLE(relief_row, RELIEF_ROW_FIELDS)
FIELDS_TABLE(relief_query, RELIEF_QUERY_FIELDS)

enum { SHOWN_MS = 15 * 60000, UNFINISHED_MOST = 8 };

const struct entry_type relief_type = { "relief", 1, KIND_ACCESS, ENTRY_BLIND, &relief_fields, "an officer was relieved at a booth" };

/* --- the row: a relief is a record of its own --- */

static const char *const relief_indexes[] = { "relief, happened", NULL };
static const struct table relief_table = { "relief", &relief_row_fields, "", relief_indexes };

static void relief_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct relief_row *row = to;
	const struct relief *relief = data;
	*row = (struct relief_row){
		.id = entry->id, .happened = entry->happened, .relief = entry->actor, .officer = relief->officer, .since = relief->since,
		.post = relief->post, .lane = relief->lane, .direction = relief->direction, .inspection = relief->inspection,
	};
}

static void relief_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct relief_row *row = from;
	if (row->happened)
		rows_put(out, &relief_table, row);
}

static const struct entry_type *const relief_reads[] = { &relief_type, NULL };
static const struct table *const relief_writes[] = { &relief_table, NULL };
const struct fold relief_fold = { "relief", 1, relief_reads, relief_writes, sizeof(struct relief_row), relief_apply, relief_rows };

/* --- what the first left --- */

/* The last change-over to this user in this session; one that was long ago is nobody's news. */
static bool last_relief(struct act *act, struct relief_row *row, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "booth.last_relief");
	int64_t recent = act->now - SHOWN_MS;
	query_bind_id(query, "relief", act->actor.user);
	query_bind_int(query, "since", act->actor.session_since > recent ? act->actor.session_since : recent);
	*found = query_next(query);
	if (*found)
		query_row(query, &relief_row_fields, row, act->arena);
	return query_end(query, err);
}

static json_t *unfinished_value(struct act *act, const struct relief_row *row, struct uuid inspection, int64_t happened, struct uuid here)
{
	json_t *one = json_object();
	json_put_str(one, "inspection", uuid_str(act->arena, inspection));
	json_put_str(one, "href", show_path(act, "/inspection/", inspection, ""));
	json_put_yesno(one, "here", uuid_equal(inspection, here));
	json_put_str(one, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("scanned {time}, not decided")), { "time", show_time(act, row->post, happened) }));
	return one;
}

static bool unfinished(struct act *act, const struct relief_row *row, struct uuid here, json_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "booth.unfinished");
	query_bind_id(query, "officer", row->officer);
	query_bind_int(query, "first", row->since << 16);
	query_bind_int(query, "last", row->happened << 16);
	query_bind_int(query, "most", UNFINISHED_MOST);
	while (query_next(query))
		json_array_append_new(out, unfinished_value(act, row, query_id(query, 0), query_int(query, 1), here));
	return query_end(query, err);
}

static bool relief_value(struct act *act, const struct relief_row *row, struct uuid here, json_t *out, struct error *err)
{
	json_t *left = json_array();
	json_put(out, "unfinished", left);
	json_put_str(out, "officer", show_officer(act, row->officer));
	json_put_str(out, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Taken over from {officer} at {time}.")), { "officer", show_officer(act, row->officer) },
	                                    { "time", show_time(act, row->post, row->happened) }));
	if (!unfinished(act, row, here, left, err))
		return false;
	json_put_yesno(out, "any", json_array_size(left) != 0);
	return true;
}

bool relief_show(struct act *act, struct uuid here, json_t *page, struct error *err)
{
	struct relief_row row = { 0 };
	bool found;
	if (!last_relief(act, &row, &found, err))
		return false;
	json_t *note = found ? json_object() : json_false();
	json_put(page, "relief_note", note);
	return !found || relief_value(act, &row, here, note, err);
}

/* --- taking over --- */

static bool relief_page(struct act *act, struct str next, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "next", access_next(next, "/booth"));
	json_put_str(reply->page, "place", show_place(act, act->place.post, (int)act->place.lane));
	if (!relief_show(act, (struct uuid){ 0 }, reply->page, err))
		return false;
	json_put(reply->data, "taken", json_incref(json_object_get(reply->page, "relief_note")));
	return true;
}

static struct str asked_next(const struct call *call)
{
	const struct relief_query *query = call->query;
	return query ? query->next : STR("");
}

bool relief_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct sign_in *again = call->form;
	return relief_page(act, again ? again->next : asked_next(call), reply, err);
}

bool relief_key_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_answer *again = call->form;
	return relief_page(act, again ? again->next : asked_next(call), reply, err);
}

/* "/inspection/ID" is what stands on the screen. */
static struct uuid on_screen(struct str path)
{
	struct str before = STR("/inspection/");
	struct uuid id;
	bool is = str_starts(path, before) && uuid_parse(str_slice(path, before.len, before.len + 36), &id);
	return is ? id : (struct uuid){ 0 };
}

static bool may_relieve(struct act *act, const struct proven *who, struct error *err)
{
	if (uuid_equal(who->user, act->actor.user)) {
		finding_add(&act->findings, STR("number"), "same", "You work here already. Whoever takes over must sign.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "number");
	}
	return rights_have(access_rights(act->pack, who->roles.items, who->roles.count), CAN_CROSS) ||
	       error_set(err, ERR_NOT_ALLOWED, "whoever takes over may not work a booth", "somebody with the right to work a booth must take over", "cross");
}

static bool take_over(struct act *act, const struct call *call, const struct proven *who, struct str next, struct reply *reply, struct error *err)
{
	const struct relief relief = {
		.officer = act->actor.user, .since = act->actor.session_since, .post = act->place.post, .lane = act->place.lane,
		.direction = act->place.direction, .inspection = on_screen(next), .key = who->key,
	};
	if (!may_relieve(act, who, err) || !access_hand_over(act, call, who, &reply->session, err))
		return false;
	journal_append(act, &relief_type, uuid_v7(act->now, act->random), &relief);
	reply->data = json_object();
	reply->location = access_next(next, "/booth");
	return true;
}

static bool at_booth(const struct act *act, struct error *err)
{
	return act->place.post.len || error_set(err, ERR_NOT_ALLOWED, "there is no lane to take over", "sign in, and choose post and lane", "lane");
}

bool relief_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct sign_in *form = call->form;
	struct proven who;
	return at_booth(act, err) && access_prove_password(act, call, form, &who, err) && take_over(act, call, &who, form->next, reply, err);
}

bool relief_key_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_answer *form = call->form;
	struct proven who;
	return at_booth(act, err) && access_prove_key(act, call, "relief", form, &who, err) && take_over(act, call, &who, form->next, reply, err);
}
