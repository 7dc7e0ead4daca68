/* How many wait and how long: counted by somebody, measured by a slip that goes through the queue, or estimated from the speed of the decisions. */
#include "forms.h"

#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(count_form, COUNT_FORM_FIELDS)
FIELDS_TABLE(slip_form, SLIP_FORM_FIELDS)

enum { HOUR_MS = 3600000, DAY_SLIPS = 200, COUNTS_SHOWN = 12, SLIPS_SHOWN = 12 };

static struct str day_name(struct act *act, const struct pack_post *post, struct date day)
{
	return str_format(act->arena, STR_FMT "|" STR_FMT, STR_ARG(post->code), STR_ARG(date_str(act->arena, day)));
}

/* So many people at the speed at which the hour before decided; 0: too few decisions to tell. */
static bool estimate(struct act *act, const struct pack_post *post, int lane, int64_t people, int64_t *minutes, struct error *err)
{
	struct query *query = db_query(act->db, "station.decided_since");
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "lane", lane);
	query_bind_int(query, "since", act->now - HOUR_MS);
	int64_t decided = query_next(query) ? query_int(query, 0) : 0;
	*minutes = decided >= 5 ? (people * 60 + decided - 1) / decided : 0;
	if (*minutes > 1440)
		*minutes = 1440;
	return query_end(query, err);
}

bool station_count(struct act *act, const struct pack_post *post, int lane, int people, int minutes, struct error *err)
{
	const struct lang_zone *zone = station_zone(act, post);
	struct queue_count count = {
		.post = post->code, .lane = lane, .day = lang_zone_day(zone, act->now), .hour = lang_zone_minutes(zone, act->now) / 60, .people = people, .minutes = minutes,
	};
	if (!station_lane_known(act, post, lane))
		return station_findings(act, err, "queue");
	if (!minutes && people && !estimate(act, post, lane, people, &count.estimate, err))
		return false;
	journal_append(act, &queue_count_type, station_record(act, "queue", day_name(act, post, count.day)), &count);
	return true;
}

bool station_slip(struct act *act, const struct pack_post *post, int lane, int *number, struct error *err)
{
	const struct lang_zone *zone = station_zone(act, post);
	struct slip slip = { .post = post->code, .lane = lane, .day = lang_zone_day(zone, act->now), .hour = lang_zone_minutes(zone, act->now) / 60 };
	if (!station_lane_known(act, post, lane))
		return station_findings(act, err, "queue");
	struct query *query = db_query(act->db, "station.last_slip");
	query_bind_text(query, "post", post->code);
	query_bind_text(query, "day", date_str(act->arena, slip.day));
	slip.number = (query_next(query) ? query_int(query, 0) : 0) + 1;
	if (!query_end(query, err))
		return false;
	if (slip.number > DAY_SLIPS)
		return error_set(err, ERR_NOT_ALLOWED, "so many slips measure no better", "count the people instead", "slips");
	*number = (int)slip.number;
	journal_append(act, &slip_type, station_record(act, "slips", day_name(act, post, slip.day)), &slip);
	return true;
}

bool station_slip_back(struct act *act, struct uuid id, int lane, struct error *err)
{
	struct slip_row row = { 0 };
	struct slip_back back = { .slip = id, .lane = lane };
	struct query *query = db_query(act->db, "station.slip_by_id");
	query_bind_id(query, "id", id);
	bool found = query_next(query);
	struct uuid record = found ? query_id(query, 0) : (struct uuid){ 0 };
	if (found)
		query_row(query, &slip_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found || (!str_equal(row.post, act->place.post) && !rights_have(act->actor.rights, CAN_SUPERVISE)))
		return error_set(err, ERR_NOT_FOUND, "there is no such slip here", "look at the list of slips again", "slip");
	if (row.back)
		return error_set(err, ERR_NOT_ALLOWED, "this slip came back already", "look at the list of slips again", "slip");
	journal_append(act, &slip_back_type, record, &back);
	return true;
}

/* --- the page --- */

static struct str lane_words(struct act *act, const struct pack_post *post, int64_t number)
{
	const struct pack_lane *lane = number ? pack_lane(post, (int)number) : NULL;
	return lane ? pack_words(act->pack, lang_tag(act->lang), lane->words) : lang_words(act->lang, WORDS("The whole post"));
}

static struct str minutes_words(struct act *act, int64_t minutes)
{
	return lang_count(act->lang, act->arena, minutes, WORDS_MANY("{count} minute", "{count} minutes"));
}

/* The wait, and how it is known. */
static void put_wait(struct act *act, const struct queue_row *count, json_t *row)
{
	bool asked = count->minutes != 0, nobody = !count->people;
	json_put_str(row, "wait", asked ? minutes_words(act, count->minutes) : nobody ? minutes_words(act, 0) : count->estimate ? minutes_words(act, count->estimate) : lang_words(act->lang, WORDS("not known")));
	json_put_str(row, "how", lang_words(act->lang, asked || nobody    ? WORDS("asked at the booth")
	                                               : count->estimate ? WORDS("estimated from the decisions of the hour before")
	                                                                 : WORDS("nobody was asked")));
}

static bool put_counts(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.counts");
	json_t *rows = json_array(), *all = json_array();
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", COUNTS_SHOWN);
	while (query_next(query)) {
		struct queue_row count = { 0 };
		query_row(query, &queue_row_fields, &count, act->arena);
		json_t *row = json_object();
		json_put_str(row, "when", station_time(act, post, count.happened));
		json_put_str(row, "lane", lane_words(act, post, count.lane));
		json_put_str(row, "people", lang_number(act->lang, act->arena, count.people));
		json_put_str(row, "who", station_officer(act, count.officer));
		put_wait(act, &count, row);
		json_array_append_new(rows, row);
		json_array_append_new(all, fields_to_json(&queue_row_fields, &count));
	}
	json_put_yesno(page, "any", json_array_size(rows) != 0);
	json_put(page, "rows", rows);
	json_put(data, "counts", all);
	return query_end(query, err);
}

static json_t *slip_json(struct act *act, const struct pack_post *post, const struct slip_row *slip)
{
	json_t *row = json_object();
	json_put_str(row, "number", lang_number(act->lang, act->arena, slip->number));
	json_put_str(row, "lane", lane_words(act, post, slip->lane));
	json_put_str(row, "given", station_time(act, post, slip->given));
	json_put_str(row, "wait", lang_duration(act->lang, act->arena, slip->back ? slip->back - slip->given : act->now - slip->given));
	json_put_str(row, "to", slip->back ? STR("") : station_path(act, "/queue/slip/", slip->id, "/back"));
	return row;
}

static bool put_slips(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.slips");
	json_t *rows = json_array(), *all = json_array();
	query_bind_text(query, "post", post->code);
	query_bind_text(query, "day", date_str(act->arena, lang_zone_day(station_zone(act, post), act->now)));
	query_bind_int(query, "most", SLIPS_SHOWN);
	while (query_next(query)) {
		struct slip_row slip = { 0 };
		query_row(query, &slip_row_fields, &slip, act->arena);
		json_array_append_new(rows, slip_json(act, post, &slip));
		json_array_append_new(all, fields_to_json(&slip_row_fields, &slip));
	}
	json_put_yesno(page, "any_slip", json_array_size(rows) != 0);
	json_put(page, "slips", rows);
	json_put(data, "slips", all);
	return query_end(query, err);
}

bool queue_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct station_query *asked = call->query;
	const struct pack_post *post = station_post(act, asked ? asked->post : STR(""), err);
	if (!post)
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	station_head(act, post, WORDS("The queue at {post}"), page);
	json_put(page, "lanes", station_lanes(act, post, 0));
	json_put_str(data, "post", post->code);
	return put_counts(act, post, page, data, err) && put_slips(act, post, page, data, err);
}

bool queue_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct count_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	if (!post || !station_count(act, post, (int)form->lane, (int)form->people, (int)form->minutes, err))
		return false;
	station_back(act, reply, "/queue", post);
	reply->data = json_object();
	json_put_int(reply->data, "people", form->people);
	return true;
}

bool slip_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct slip_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	int number;
	if (!post || !station_slip(act, post, (int)form->lane, &number, err))
		return false;
	station_back(act, reply, "/queue", post);
	reply->data = json_object();
	json_put_int(reply->data, "number", number);
	json_put_str(reply->data, "slip", uuid_str(act->arena, act->id));
	return true;
}

bool slip_back_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!station_slip_back(act, call->id, act->place.lane, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	return true;
}
