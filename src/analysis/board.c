/* The supervisor's board: one post at this moment. Lanes and who works there, the queue, who waits at the second line, hits that nobody settled, lists,
 * equipment, power, notes, corrections; today beside the same weekday before. It names no traveller. */
#include "booth.h"
#include "today.h"

#include <pthread.h>

#include "border.h"
#include "house.h"
#include "lang.h"
#include "paper.h"
#include "station.h"
#include "store.h"
#include "watch.h"

enum { BOARD_NOTES = 2, BOARD_ITEMS = 8 };

static struct str number(struct act *act, int64_t value)
{
	return lang_number(act->lang, act->arena, value);
}

static bool counted(struct act *act, const char *statement, const struct today *today, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "post", today->code);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

/* --- lanes --- */

/* What the reader of a lane said last: "" = none ever spoke since the server began. */
static struct str reader_state(struct act *act, const struct pack_post *post, int lane)
{
	struct readers *readers = act->house->readers;
	struct str state = STR("");
	if (!readers)
		return state;
	pthread_mutex_lock(&readers->lock);
	for (size_t i = 0; i < READERS_MOST; i++)
		if (readers->lanes[i].heard && readers->lanes[i].lane == lane && str_is(post->code, readers->lanes[i].post))
			state = str_copy(act->arena, str_of(readers->lanes[i].state));
	pthread_mutex_unlock(&readers->lock);
	return state;
}

static const struct {
	const char *code, *words, *tone;
} reader_words[] = {
	{ "", WORDS("no reader"), "none" }, { "ready", WORDS("reader ready"), "clear" }, { "reading", WORDS("reads a document"), "clear" },
	{ "missing", WORDS("reader not found"), "stop" }, { "fault", WORDS("reader out of order"), "stop" },
};

static void put_reader(struct act *act, struct str state, json_t *row)
{
	size_t at = 0;
	while (at + 1 < COUNT_OF(reader_words) && !str_is(state, reader_words[at].code))
		at++;
	bool known = str_is(state, reader_words[at].code);
	json_put_str(row, "reader", known ? lang_words(act->lang, reader_words[at].words) : state);
	json_put_str(row, "reader_tone", known ? str_of(reader_words[at].tone) : STR("none"));
}

/* Who stands where is for those who steer the post. */
static bool steers(const struct act *act)
{
	return rights_have(act->actor.rights, CAN_SUPERVISE);
}

static bool put_lanes(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	struct lane_state *lanes = ARENA_ARRAY(act->arena, struct lane_state, LANES_MOST);
	static const struct lane_state shut;
	json_t *rows = json_array();
	int64_t open = 0;
	json_put(page, "lanes", rows);
	if (!today_lanes(act, today, lanes, err))
		return false;
	for (size_t i = 0; i < today->post->count; i++) {
		const struct pack_lane *lane = &today->post->lanes[i];
		const struct lane_state *state = lane->number < LANES_MOST ? &lanes[lane->number] : &shut;
		json_t *row = json_object();
		json_put_str(row, "name", today_lane_name(act, lane, state));
		json_put_str(row, "officer", steers(act) ? state->officer : lang_words(act->lang, WORDS("open")));
		json_put_str(row, "since", state->open ? lang_time(act->lang, act->arena, today->zone, state->since) : STR(""));
		json_put_str(row, "crossings", number(act, state->crossings));
		put_reader(act, reader_state(act, today->post, lane->number), row);
		json_array_append_new(rows, row);
		open += state->open;
	}
	json_put_int(data, "lanes_open", open);
	json_put_str(page, "lanes_open", lang_count(act->lang, act->arena, open, WORDS_MANY("{count} lane open", "{count} lanes open")));
	return true;
}

static bool put_officers(struct act *act, const struct today *today, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.on_duty");
	json_t *rows = json_array();
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "since", act->now - act->pack->security.idle * INT64_C(60000));
	while (query_next(query)) {
		const struct pack_lane *lane = query_int(query, 1) ? pack_lane(today->post, (int)query_int(query, 1)) : NULL;
		json_t *row = json_object();
		json_put_str(row, "who", query_text(query, 0, act->arena));
		json_put_str(row, "where", lane ? pack_words(act->pack, lang_tag(act->lang), lane->words) : lang_words(act->lang, WORDS("at a desk")));
		json_put_str(row, "since", lang_time(act->lang, act->arena, today->zone, query_int(query, 2)));
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_officer", json_array_size(rows) != 0);
	json_put(page, "officers", rows);
	return query_end(query, err);
}

/* --- the queue --- */

/* The last count of the hour before, the last slips of today, and the time from scan to decision: which of them it is stands beside each. */
static void add_wait(struct act *act, json_t *rows, const char *what, struct str value, struct str how)
{
	json_t *row = json_object();
	json_put_str(row, "what", lang_words(act->lang, what));
	json_put_str(row, "value", value);
	json_put_str(row, "text", how);
	json_array_append_new(rows, row);
}

static struct str minutes_words(struct act *act, int64_t minutes)
{
	return lang_count(act->lang, act->arena, minutes, WORDS_MANY("{count} minute", "{count} minutes"));
}

static bool put_count(struct act *act, const struct today *today, json_t *rows, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.last_count");
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "since", act->now - 2 * INT64_C(3600000));
	if (query_next(query)) {
		int64_t people = query_int(query, 0), minutes = query_int(query, 1), estimate = query_int(query, 2), at = query_int(query, 3);
		struct str when = LANG_FILL(act->arena, lang_words(act->lang, WORDS("counted at {time}")), { "time", lang_time(act->lang, act->arena, today->zone, at) });
		add_wait(act, rows, WORDS("In the queue"), number(act, people), when);
		if (minutes || !people)
			add_wait(act, rows, WORDS("Wait, as asked at the booth"), minutes_words(act, minutes), when);
		else if (estimate)
			add_wait(act, rows, WORDS("Wait, estimated"), minutes_words(act, estimate), lang_words(act->lang, WORDS("from the decisions of the hour before")));
		json_put_int(data, "queue", people);
		json_put_int(data, "wait_minutes", minutes ? minutes : estimate);
	}
	return query_end(query, err);
}

static bool put_measured(struct act *act, const struct today *today, json_t *rows, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.last_slip_back");
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "since", today->now.since);
	if (query_next(query))
		add_wait(act, rows, WORDS("Wait, measured by a slip"), lang_duration(act->lang, act->arena, query_int(query, 0) * 1000),
		         LANG_FILL(act->arena, lang_words(act->lang, WORDS("back at {time}")), { "time", lang_time(act->lang, act->arena, today->zone, query_int(query, 1)) }));
	return query_end(query, err);
}

static bool put_queue(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	json_t *rows = json_array();
	json_put(page, "wait", rows);
	if (!put_count(act, today, rows, data, err) || !put_measured(act, today, rows, err))
		return false;
	json_put_yesno(page, "any_wait", json_array_size(rows) != 0);
	return true;
}

/* --- what is out of order, what the shift before left --- */

static bool put_equipment(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.equipment_of");
	json_t *rows = json_array();
	int64_t out_of_order = 0, all = 0;
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "most", 300);
	while (query_next(query)) {
		struct equipment_row item = { 0 };
		query_row(query, &equipment_row_fields, &item, act->arena);
		bool works = str_is(item.state, "works"), gone = str_is(item.state, "gone");
		all += !gone;
		if (works || gone || ++out_of_order > BOARD_ITEMS)
			continue;
		json_t *row = json_object();
		json_put_str(row, "href", str_format(act->arena, "/equipment/" STR_FMT, STR_ARG(uuid_str(act->arena, query_id(query, 0)))));
		json_put_str(row, "what", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(pack_code_words(act->pack, lang_tag(act->lang), STR("equipment_kinds"), item.kind)), STR_ARG(item.serial)));
		json_put_str(row, "tone", str_of(station_state_tone(item.state)));
		json_put_str(row, "text", station_state_words(act, item.state));
		json_put_str(row, "since", LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", station_time(act, today->post, item.since) }));
		json_put_str(row, "told", item.told);
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_equipment", all != 0);
	json_put_yesno(page, "any_out", out_of_order != 0);
	json_put(page, "out", rows);
	json_put_str(page, "equipment", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{works} of {all} work")), { "works", number(act, all - out_of_order) }, { "all", number(act, all) }));
	json_put_int(data, "out_of_order", out_of_order);
	return query_end(query, err);
}

static bool put_power(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.power_of");
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "most", 1);
	struct power_row span = { 0 };
	bool known = query_next(query);
	if (known)
		query_row(query, &power_row_fields, &span, act->arena);
	json_put_str(page, "power", known ? pack_code_words(act->pack, lang_tag(act->lang), STR("power_states"), span.state) : lang_words(act->lang, WORDS("Nobody wrote down what the post runs on.")));
	json_put_str(page, "power_since", known ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", station_time(act, today->post, span.began) }) : STR(""));
	json_put_str(page, "power_tone", str_is(span.state, "none") ? STR("stop") : str_is(span.state, "battery") ? STR("check") : known ? STR("clear") : STR("none"));
	json_put_str(data, "power", span.state);
	return query_end(query, err);
}

static bool put_notes(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.handovers");
	json_t *rows = json_array();
	int64_t unread = 0;
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "most", BOARD_NOTES);
	while (query_next(query)) {
		struct handover_row note = { 0 };
		query_row(query, &handover_row_fields, &note, act->arena);
		bool newest = json_array_size(rows) == 0;
		json_t *row = json_object();
		json_put_str(row, "who", station_officer(act, note.officer));
		json_put_str(row, "when", station_time(act, today->post, note.happened));
		json_put_str(row, "words", note.words);
		json_put_str(row, "read", note.readers ? lang_count(act->lang, act->arena, note.readers, WORDS_MANY("read by {count} person", "read by {count} people")) : lang_words(act->lang, WORDS("nobody ticked it as read")));
		json_put_str(row, "tone", note.readers ? STR("clear") : newest ? STR("check") : STR("none"));
		json_array_append_new(rows, row);
		unread += newest && !note.readers;
	}
	json_put_yesno(page, "any_note", json_array_size(rows) != 0);
	json_put(page, "notes", rows);
	json_put_int(data, "notes_unread", unread);
	return query_end(query, err);
}

/* --- hits, corrections --- */

static bool put_open(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	int64_t hits, undecided, corrections;
	struct query *query = db_query(act->db, "analysis.day_corrections");
	query_bind_text(query, "post", today->code);
	query_bind_text(query, "day", date_str(act->arena, today->now.day));
	corrections = query_next(query) ? query_int(query, 0) : 0;
	if (!query_end(query, err) || !counted(act, "analysis.hits_waiting", today, &hits, err) || !counted(act, "analysis.hits_undecided", today, &undecided, err))
		return false;
	json_put_int(data, "hits_waiting", hits);
	json_put_int(data, "hits_undecided", undecided);
	json_put_int(data, "corrections", corrections);
	json_put_yesno(page, "any_hit", hits || undecided);
	json_put_str(page, "hits", lang_count(act->lang, act->arena, hits, WORDS_MANY("{count} person waits for a possible match", "{count} people wait for a possible match")));
	json_put_str(page, "undecided", lang_count(act->lang, act->arena, undecided, WORDS_MANY("{count} comparison is left open", "{count} comparisons are left open")));
	json_put_str(page, "corrections", lang_count(act->lang, act->arena, corrections, WORDS_MANY("{count} crossing of today was corrected or annulled", "{count} crossings of today were corrected or annulled")));
	json_put_str(page, "crossings_href", str_format(act->arena, "/crossings?post=" STR_FMT, STR_ARG(today->code)));
	return true;
}

/* Is the post on paper, and does a number lack its account? */
static bool put_paper(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	struct paper_period period;
	int64_t numbers[100];
	size_t missing;
	if (!paper_is_on(act, today->code, &period, err) || !paper_open_numbers(act, today->code, numbers, COUNT_OF(numbers), &missing, err))
		return false;
	bool on = !uuid_zero(period.id);
	json_put_yesno(data, "on_paper", on);
	json_put_int(data, "paper_missing", (int64_t)missing);
	struct str since = on ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("This post works on paper since {since}.")), { "since", station_time(act, today->post, period.began) }) : STR("");
	struct str lacks = missing ? lang_count(act->lang, act->arena, (int64_t)missing, WORDS_MANY("{count} number is not accounted for", "{count} numbers are not accounted for")) : STR("");
	json_put_str(page, "paper", since);
	json_put_str(page, "paper_missing", lacks);
	return true;
}

static void put_head(struct act *act, const struct today *today, json_t *page)
{
	struct str title = today->post ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Board of {post}")), { "post", pack_words(act->pack, lang_tag(act->lang), today->post->words) })
	                               : lang_words(act->lang, WORDS("Board of all posts"));
	json_put_str(page, "title", title);
	json_put_str(page, "summary", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{weekday}, {time}. Beside it the {weekday} before, up to the same time.")),
	                                        { "weekday", lang_weekday(act->lang, today->now.day) }, { "time", lang_date_time(act->lang, act->arena, today->zone, act->now) }));
	json_put_str(page, "post", today->code);
	json_put_yesno(page, "one_post", today->post != NULL);
	json_put_yesno(page, "steers", steers(act));
	json_put_yesno(page, "live", true);
}

static json_t *choices_of_lanes(struct act *act, const struct pack_post *post)
{
	json_t *out = json_array();
	for (size_t i = 0; i < post->count; i++) {
		json_t *row = json_object();
		json_put_int(row, "code", post->lanes[i].number);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), post->lanes[i].words));
		json_array_append_new(out, row);
	}
	return out;
}

/* What only one post has. */
static bool put_post(struct act *act, const struct today *today, json_t *page, json_t *data, struct error *err)
{
	json_put_str(page, "peak", station_peak_words(act, today->code));
	json_put(page, "lane_choices", choices_of_lanes(act, today->post));
	return put_lanes(act, today, page, data, err) && (!steers(act) || put_officers(act, today, page, err)) && put_queue(act, today, page, data, err) &&
	       put_equipment(act, today, page, data, err) && put_power(act, today, page, data, err) && put_notes(act, today, page, data, err) &&
	       put_open(act, today, page, data, err) && put_paper(act, today, page, data, err);
}

bool board_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct today_query *query = call->query;
	struct today *today = ARENA_NEW(act->arena, struct today);
	int64_t waiting = 0;
	if (!call->json && !act->place.post.len && !(steers(act) && query->post.len)) {
		reply->location = STR("/lane");
		return true;
	}
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	if (!today_choose(act, query->post, today, err) || !today_count(act, today, err) || !today_waiting(act, today, page, &waiting, err))
		return false;
	put_head(act, today, page);
	today_posts(act, today, page);
	today_day(act, today, page, data);
	json_put_str(data, "post", today->code);
	json_put_int(data, "waiting", waiting);
	json_put(page, "ages", watch_ages_json(act));
	return !today->post || put_post(act, today, page, data, err);
}
