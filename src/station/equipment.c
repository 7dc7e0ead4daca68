/* The register of equipment, and what the post runs on. */
#include "forms.h"

#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(state_form, STATE_FORM_FIELDS)
FIELDS_TABLE(power_form, POWER_FORM_FIELDS)

enum { ITEMS_MOST = 300, STATE_DAYS = 60 };

static const struct {
	const char *code, *words, *tone;
} states[] = {
	{ "works", WORDS("Works"), "clear" }, { "limited", WORDS("Works in part"), "check" }, { "broken", WORDS("Does not work"), "stop" },
	{ "away", WORDS("At the workshop"), "none" }, { "gone", WORDS("No longer used"), "none" },
};

static size_t state_index(struct str state)
{
	size_t at = 0;
	while (at < COUNT_OF(states) && !str_is(state, states[at].code))
		at++;
	return at;
}

struct str station_state_words(struct act *act, struct str state)
{
	size_t at = state_index(state);
	return at < COUNT_OF(states) ? lang_words(act->lang, states[at].words) : state;
}

const char *station_state_tone(struct str state)
{
	size_t at = state_index(state);
	return at < COUNT_OF(states) ? states[at].tone : "none";
}

/* --- services --- */

bool station_equip(struct act *act, struct uuid record, const struct equipment *item, int64_t at, struct error *err)
{
	const struct pack_post *post = pack_post(act->pack, item->post, (struct date){ 0 });
	if (!pack_code_valid(act->pack, STR("equipment_kinds"), item->kind, time_date(act->now)))
		finding_add(&act->findings, STR("kind"), "unknown_code", "Choose a kind of the list.");
	if (!post)
		finding_add(&act->findings, STR("post"), "unknown_post", "Choose a post of the list.");
	if (post)
		(void)station_lane_known(act, post, item->lane);
	if (!station_findings(act, err, "equipment"))
		return false;
	journal_append_at(act, &equipment_type, record, item, at);
	return true;
}

bool station_equipment_state(struct act *act, struct uuid record, const struct equipment_state *state, int64_t at, struct error *err)
{
	if (state_index(state->state) == COUNT_OF(states))
		finding_add(&act->findings, STR("state"), "unknown_code", "Choose one of the states.");
	if (str_is(state->state, "broken") && !state->told.len && !state->note.len)
		finding_add(&act->findings, STR("told"), "required", "Say who was told, or what was seen: somebody must be able to mend it.");
	if (!station_findings(act, err, "equipment"))
		return false;
	journal_append_at(act, &equipment_state_type, record, state, at);
	return true;
}

bool station_power(struct act *act, const struct power *power, int64_t at, struct error *err)
{
	if (!pack_code_valid(act->pack, STR("power_states"), power->state, time_date(act->now)))
		finding_add(&act->findings, STR("state"), "unknown_code", "Choose one of the states.");
	if (!station_findings(act, err, "power"))
		return false;
	journal_append_at(act, &power_type, station_record(act, "power", power->post), power, at);
	return true;
}

/* --- the register's page --- */

static struct str kind_words(struct act *act, struct str kind)
{
	return pack_code_words(act->pack, lang_tag(act->lang), STR("equipment_kinds"), kind);
}

static struct str lane_words(struct act *act, const struct pack_post *post, int64_t lane)
{
	const struct pack_lane *found = post && lane ? pack_lane(post, (int)lane) : NULL;
	return found ? pack_words(act->pack, lang_tag(act->lang), found->words) : lang_words(act->lang, WORDS("The whole post"));
}

static struct str since_words(struct act *act, const struct pack_post *post, const struct equipment_row *item)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", station_time(act, post, item->since) });
}

static json_t *item_json(struct act *act, const struct pack_post *post, struct uuid record, const struct equipment_row *item)
{
	json_t *row = json_object();
	json_put_str(row, "href", station_path(act, "/equipment/", record, ""));
	json_put_str(row, "kind", kind_words(act, item->kind));
	json_put_str(row, "model", item->model);
	json_put_str(row, "serial", item->serial);
	json_put_str(row, "lane", lane_words(act, post, item->lane));
	json_put_str(row, "tone", str_of(station_state_tone(item->state)));
	json_put_str(row, "state", station_state_words(act, item->state));
	json_put_str(row, "since", since_words(act, post, item));
	json_put_str(row, "told", item->told);
	json_put_str(row, "ticket", item->ticket);
	return row;
}

static bool put_items(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.equipment_of");
	json_t *rows = json_array(), *items = json_array();
	int64_t broken = 0, count = 0;
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", ITEMS_MOST);
	while (query_next(query)) {
		struct equipment_row item = { 0 };
		query_row(query, &equipment_row_fields, &item, act->arena);
		json_array_append_new(rows, item_json(act, post, query_id(query, 0), &item));
		json_t *one = fields_to_json(&equipment_row_fields, &item);
		json_put_str(one, "id", uuid_str(act->arena, query_id(query, 0)));
		json_array_append_new(items, one);
		broken += !str_is(item.state, "works") && !str_is(item.state, "gone");
		count += !str_is(item.state, "gone");
	}
	json_put_yesno(page, "any", json_array_size(rows) != 0);
	json_put(page, "rows", rows);
	json_put(data, "equipment", items);
	struct str all = lang_count(act->lang, act->arena, count, WORDS_MANY("{count} item", "{count} items"));
	struct str out = lang_count(act->lang, act->arena, broken, WORDS_MANY("{count} does not work as it should", "{count} do not work as they should"));
	json_put_str(page, "summary", str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(all), STR_ARG(out)));
	return query_end(query, err);
}

static json_t *power_json(struct act *act, const struct pack_post *post, const struct power_row *span)
{
	json_t *row = json_object();
	struct str until = span->ended ? station_time(act, post, span->ended) : STR("");
	json_put_str(row, "state", pack_code_words(act->pack, lang_tag(act->lang), STR("power_states"), span->state));
	json_put_str(row, "since", station_time(act, post, span->began));
	json_put_str(row, "until", until);
	json_put_str(row, "told", span->told);
	json_put_str(row, "note", span->note);
	return row;
}

static bool put_power(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.power_of");
	struct str now = STR("");
	json_t *rows = json_array();
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", 6);
	while (query_next(query)) {
		struct power_row span = { 0 };
		query_row(query, &power_row_fields, &span, act->arena);
		now = json_array_size(rows) ? now : span.state;
		json_array_append_new(rows, power_json(act, post, &span));
	}
	json_put_yesno(page, "any_power", json_array_size(rows) != 0);
	json_put(page, "power", rows);
	json_put(page, "power_states", station_codes(act, "power_states", now));
	json_put_str(data, "power", now);
	return query_end(query, err);
}

static void put_states(struct act *act, struct str chosen, json_t *page)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(states[i].code));
		json_put_str(row, "word", lang_words(act->lang, states[i].words));
		json_put_yesno(row, "chosen", str_is(chosen, states[i].code));
		json_array_append_new(rows, row);
	}
	json_put(page, "states", rows);
}

bool equipment_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct station_query *asked = call->query;
	const struct pack_post *post = station_post(act, asked ? asked->post : STR(""), err);
	if (!post)
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	station_head(act, post, WORDS("Equipment at {post}"), page);
	json_put_str(data, "post", post->code);
	json_put_yesno(page, "may_register", rights_have(act->actor.rights, CAN_SUPERVISE));
	json_put(page, "kinds", station_codes(act, "equipment_kinds", STR("")));
	json_put(page, "lanes", station_lanes(act, post, 0));
	return put_items(act, post, page, data, err) && put_power(act, post, page, data, err);
}

bool equipment_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct equipment item = *(const struct equipment *)call->form;
	struct uuid record = uuid_v7(act->now, act->random);
	const struct pack_post *post = station_post(act, item.post, err);
	if (!post)
		return false;
	item.post = post->code;
	if (!station_equip(act, record, &item, act->now, err))
		return false;
	reply->changed = post->code;
	reply->location = station_path(act, "/equipment/", record, "");
	reply->data = json_object();
	json_put_str(reply->data, "equipment", uuid_str(act->arena, record));
	return true;
}

/* --- one item --- */

static bool read_item(struct act *act, struct uuid record, struct equipment_row *item, struct error *err)
{
	struct query *query = db_query(act->db, "station.equipment_by_record");
	query_bind_id(query, "record", record);
	bool found = query_next(query);
	if (found)
		query_row(query, &equipment_row_fields, item, act->arena);
	if (!query_end(query, err))
		return false;
	/* equipment of another post is the business of those who work there, or steer */
	bool here = found && (str_equal(item->post, act->place.post) || rights_have(act->actor.rights, CAN_SUPERVISE));
	return here || error_set(err, ERR_NOT_FOUND, "there is no such equipment here", "look at the list again", "equipment");
}

struct history {
	struct act *act;
	const struct pack_post *post;
	json_t *rows;
};

static void add_history(void *state, const struct entry *entry)
{
	struct history *history = state;
	struct act *act = history->act;
	struct equipment_state said = { 0 };
	bool moved = entry->type == &equipment_type;
	if (!entry->data.len || (!moved && (entry->type != &equipment_state_type || !fields_from_data(&equipment_state_fields, entry->data, &said, act->arena))))
		return;
	json_t *row = json_object();
	json_put_str(row, "tone", str_of(moved ? "info" : station_state_tone(said.state)));
	json_put_str(row, "word", moved ? lang_words(act->lang, WORDS("Entered in the register, or moved")) : station_state_words(act, said.state));
	json_put_str(row, "when", station_time(act, history->post, entry->happened));
	json_put_str(row, "who", station_officer(act, entry->actor));
	json_put_str(row, "told", said.told);
	json_put_str(row, "ticket", said.ticket);
	json_put_str(row, "note", said.note);
	json_array_insert_new(history->rows, 0, row);
}

bool equipment_item_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct equipment_row item = { 0 };
	if (!read_item(act, call->id, &item, err))
		return false;
	const struct pack_post *post = pack_post(act->pack, item.post, (struct date){ 0 });
	struct history history = { act, post, json_array() };
	json_t *page = reply->page = json_object();
	reply->data = fields_to_json(&equipment_row_fields, &item);
	json_put(page, "history", history.rows);
	json_put(page, "item", item_json(act, post, call->id, &item));
	json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{kind} {serial}")), { "kind", kind_words(act, item.kind) }, { "serial", item.serial }));
	json_put_str(page, "place", post ? pack_words(act->pack, lang_tag(act->lang), post->words) : item.post);
	json_put_str(page, "state_to", station_path(act, "/equipment/", call->id, "/state"));
	json_put_str(page, "move_to", station_path(act, "/equipment/", call->id, "/move"));
	json_put_yesno(page, "may_register", rights_have(act->actor.rights, CAN_SUPERVISE));
	json_put_str(page, "mended", item.mended ? station_time(act, post, item.mended) : STR(""));
	json_put(page, "posts", station_posts(act, post));
	json_put(page, "lanes", post ? station_lanes(act, post, (int)item.lane) : json_array());
	json_put_str(page, "kind", item.kind);
	json_put_int(page, "lane_number", item.lane);
	put_states(act, item.state, page);
	return journal_history(act, call->id, add_history, &history, err);
}

bool equipment_move_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct equipment_row item = { 0 };
	if (!read_item(act, call->id, &item, err) || !station_equip(act, call->id, call->form, act->now, err))
		return false;
	reply->changed = item.post;
	reply->data = json_object();
	return true;
}

bool equipment_state_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct state_form *form = call->form;
	const struct equipment_state state = { form->state, form->told, form->ticket, form->note };
	struct equipment_row item = { 0 };
	int64_t at;
	if (!read_item(act, call->id, &item, err))
		return false;
	if (station_when(act, pack_post(act->pack, item.post, (struct date){ 0 }), form->day, form->clock, STATE_DAYS, &at) && item.since != item.registered && at < item.since)
		finding_add(&act->findings, STR("clock"), "before_last", "Something later was written down already: give a time after it.");
	if (!station_findings(act, err, "equipment") || !station_equipment_state(act, call->id, &state, at, err))
		return false;
	reply->changed = item.post;
	reply->data = json_object();
	json_put_str(reply->data, "state", state.state);
	return true;
}

bool power_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct power_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	struct power power = { .state = form->state, .told = form->told, .ticket = form->ticket, .note = form->note };
	int64_t at;
	if (!post || (!station_when(act, post, form->day, form->clock, STATE_DAYS, &at) && !station_findings(act, err, "power")))
		return false;
	power.post = post->code;
	if (!station_power(act, &power, at, err))
		return false;
	station_back(act, reply, "/equipment", post);
	reply->data = json_object();
	json_put_str(reply->data, "power", power.state);
	return true;
}
