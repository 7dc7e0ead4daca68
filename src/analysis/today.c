/* A post's day, for its board: what was recorded so far, beside the same weekday before; who waits. It names no traveller: who waits is a place in
 * the queue, and the queue's own page shows the person. */
#include "today.h"

#include "house.h"
#include "lang.h"
#include "store.h"
#include "svg.h"
#include "template.h"
#include "watch.h"

FIELDS_TABLE(today_query, TODAY_QUERY_FIELDS)

enum { WAITING_MOST = 12 };

/* --- counting --- */

static bool count_between(struct act *act, const char *statement, struct str post, const struct day_count *day, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_int(query, "since", day->since);
	query_bind_int(query, "until", day->until);
	query_bind_text(query, "post", post);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

bool day_counted(struct act *act, struct str post, struct day_count *out, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.day_hours");
	query_bind_text(query, "day", date_str(act->arena, out->day));
	query_bind_int(query, "until", out->until);
	query_bind_text(query, "post", post);
	while (query_next(query)) {
		int64_t hour = query_int(query, 0), count = query_int(query, 3);
		bool entry = str_is(query_text(query, 1, act->arena), "entry");
		if (str_is(query_text(query, 2, act->arena), "refuse")) {
			out->refused += count;
			continue;
		}
		if (str_is(query_text(query, 2, act->arena), "transit"))
			continue; /* nobody entered */
		*(entry ? &out->entry_sum : &out->exit_sum) += count;
		if (hour >= 0 && hour < HOURS)
			(entry ? out->entries : out->exits)[hour] += count;
	}
	return query_end(query, err) && count_between(act, "analysis.day_referrals", post, out, &out->referred, err) &&
	       count_between(act, "analysis.day_claims", post, out, &out->claims, err);
}

/* Today up to now, and a week before up to the same time of the clock. */
bool today_count(struct act *act, struct today *today, struct error *err)
{
	struct date day = lang_zone_day(today->zone, act->now), before = date_of_days(date_days(day) - 7);
	today->now.day = day;
	today->now.since = lang_zone_day_start(today->zone, day);
	today->now.until = act->now;
	today->before.day = before;
	today->before.since = lang_zone_day_start(today->zone, before);
	today->before.until = lang_zone_instant(today->zone, before, lang_zone_minutes(today->zone, act->now)) + act->now % 60000;
	return day_counted(act, today->code, &today->now, err) && day_counted(act, today->code, &today->before, err);
}

/* --- figures, chart, table --- */

static struct str number(struct act *act, int64_t value)
{
	return lang_number(act->lang, act->arena, value);
}

static void add_figure(struct act *act, json_t *figures, const char *what, int64_t value, struct str text)
{
	json_t *row = json_object();
	json_put_str(row, "what", lang_words(act->lang, what));
	json_put_str(row, "value", number(act, value));
	json_put_str(row, "text", text);
	json_array_append_new(figures, row);
}

static struct str compared(struct act *act, const struct today *today, int64_t value)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{count} on {day} by this time")), { "count", number(act, value) },
	                 { "day", lang_date_short(act->lang, act->arena, today->before.day) });
}

enum { FEW = 5 }; /* fewer claims would tell of a person */

static void add_claims(struct act *act, json_t *figures, const struct today *today)
{
	struct str few = lang_words(act->lang, WORDS("under 5"));
	struct str before = today->before.claims < FEW ? few : number(act, today->before.claims);
	add_figure(act, figures, WORDS("Claims for protection"), today->now.claims,
	           LANG_FILL(act->arena, lang_words(act->lang, WORDS("{count} on {day} by this time")), { "count", before },
	                     { "day", lang_date_short(act->lang, act->arena, today->before.day) }));
	if (today->now.claims < FEW)
		json_put_str(json_array_get(figures, json_array_size(figures) - 1), "value", few);
}

static json_t *today_figures(struct act *act, const struct today *today)
{
	json_t *out = json_array();
	add_figure(act, out, WORDS("Entries since midnight"), today->now.entry_sum, compared(act, today, today->before.entry_sum));
	add_figure(act, out, WORDS("Exits since midnight"), today->now.exit_sum, compared(act, today, today->before.exit_sum));
	add_figure(act, out, WORDS("Sent to the second line"), today->now.referred, compared(act, today, today->before.referred));
	add_figure(act, out, WORDS("Refused"), today->now.refused, compared(act, today, today->before.refused));
	add_claims(act, out, today);
	return out;
}

static struct str hour_text(struct act *act, int hour)
{
	return str_format(act->arena, "%02d:00", hour);
}

static struct str finding(struct act *act, const struct today *today)
{
	int busiest = 0;
	int64_t most = 0;
	for (int hour = 0; hour < HOURS; hour++) {
		int64_t sum = today->now.entries[hour] + today->now.exits[hour];
		if (sum > most) {
			most = sum;
			busiest = hour;
		}
	}
	return LANG_FILL(act->arena, lang_plural(act->lang, most, WORDS_MANY("Busiest hour so far: {hour}, {count} crossing", "Busiest hour so far: {hour}, {count} crossings")),
	                 { "hour", hour_text(act, busiest) }, { "count", number(act, most) });
}

/* Bars of the hours from the first to the last in which anybody crossed. The hour that runs is not over: a line would seem to fall. */
static json_t *chart(struct act *act, const struct today *today)
{
	const struct str parts[] = { lang_words(act->lang, WORDS("Came in")), lang_words(act->lang, WORDS("Went out")) };
	int64_t counts[HOURS][COUNT_OF(parts)];
	struct svg_row rows[HOURS];
	size_t count = 0, last = 0;
	for (int hour = 0; hour < HOURS; hour++) {
		const struct str words[] = { number(act, today->now.entries[hour]), number(act, today->now.exits[hour]) };
		bool any = today->now.entries[hour] || today->now.exits[hour];
		if (!any && !count)
			continue;
		counts[count][0] = today->now.entries[hour];
		counts[count][1] = today->now.exits[hour];
		rows[count] = (struct svg_row){ hour_text(act, hour), counts[count], lang_list(act->lang, act->arena, words, COUNT_OF(words)) };
		count++;
		last = any ? count : last;
	}
	if (!last)
		return json_string("");
	struct buf out = BUF_IN(act->arena);
	struct svg_bars bars = {
		.frame = { .title = finding(act, today), .width = 560 }, .part_names = parts, .part_count = COUNT_OF(parts), .rows = rows, .row_count = last,
	};
	svg_bars(&out, &bars);
	return template_markup(buf_str(&out));
}

static int64_t hour_sum(const struct today *today, int hour)
{
	return today->now.entries[hour] + today->now.exits[hour] + today->before.entries[hour] + today->before.exits[hour];
}

/* Hours in which anything was recorded, today or a week before. */
static json_t *hours(struct act *act, const struct today *today, bool words)
{
	json_t *out = json_array();
	for (int hour = 0; hour < HOURS; hour++) {
		const struct { const char *name; int64_t value; } cells[] = {
			{ "entries", today->now.entries[hour] }, { "entries_before", today->before.entries[hour] }, { "exits", today->now.exits[hour] },
			{ "exits_before", today->before.exits[hour] },
		};
		if (!hour_sum(today, hour))
			continue;
		json_t *row = json_object();
		json_put_str(row, "hour", hour_text(act, hour));
		for (size_t i = 0; i < COUNT_OF(cells); i++)
			json_put(row, cells[i].name, words ? json_str(number(act, cells[i].value)) : json_integer(cells[i].value));
		json_array_append_new(out, row);
	}
	return out;
}

/* --- lanes --- */

bool today_lanes(struct act *act, const struct today *today, struct lane_state lanes[LANES_MOST], struct error *err)
{
	struct query *query = db_query(act->db, "analysis.day_lanes");
	query_bind_text(query, "day", date_str(act->arena, today->now.day));
	query_bind_text(query, "post", today->code);
	while (query_next(query))
		if (query_int(query, 0) >= 0 && query_int(query, 0) < LANES_MOST)
			lanes[query_int(query, 0)].crossings = query_int(query, 1);
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "analysis.lanes_open");
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "since", act->now - act->pack->security.idle * INT64_C(60000));
	while (query_next(query)) {
		int64_t lane = query_int(query, 0);
		if (lane < 0 || lane >= LANES_MOST || lanes[lane].open)
			continue;
		lanes[lane].open = true;
		lanes[lane].direction = query_text(query, 1, act->arena);
		lanes[lane].since = query_int(query, 2);
		lanes[lane].officer = query_text(query, 3, act->arena);
	}
	return query_end(query, err);
}

struct str today_lane_name(struct act *act, const struct pack_lane *lane, const struct lane_state *state)
{
	struct str name = pack_words(act->pack, lang_tag(act->lang), lane->words);
	if (!state->open)
		return name;
	return LANG_FILL(act->arena, lang_words(act->lang, str_is(state->direction, "exit") ? WORDS("{lane}, exit") : WORDS("{lane}, entry")), { "lane", name });
}

/* --- the second line --- */

static struct str place_words(struct act *act, struct str code, int number, bool with_post)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	const struct pack_lane *lane = post ? pack_lane(post, number) : NULL;
	struct str name = post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code;
	if (!lane)
		return name;
	struct str lane_name = pack_words(act->pack, lang_tag(act->lang), lane->words);
	return with_post ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(lane_name)) : lane_name;
}

/* Within which the pack wants a referred person heard. */
static int64_t referral_time(struct act *act)
{
	const struct pack_value *value = pack_param(act->pack, STR("referral_time"), time_date(act->now));
	int64_t unit = value && str_is(value->unit, "hours") ? 3600000 : 60000;
	return value && value->kind == PACK_DURATION ? value->micro / 1000000 * unit : INT64_MAX;
}

static json_t *waiting_row(struct act *act, struct query *query, bool with_post)
{
	json_t *row = json_object();
	bool opens = rights_have(act->actor.rights, CAN_SECOND_LINE);
	json_put_str(row, "href", opens ? str_format(act->arena, "/referral/" STR_FMT, STR_ARG(uuid_str(act->arena, query_id(query, 0)))) : STR(""));
	json_put_str(row, "place", place_words(act, query_text(query, 2, act->arena), (int)query_int(query, 3), with_post));
	json_put_str(row, "waited", lang_duration(act->lang, act->arena, act->now - query_int(query, 1)));
	json_put_yesno(row, "late", act->now - query_int(query, 1) > referral_time(act));
	json_put_str(row, "reason", pack_code_words(act->pack, lang_tag(act->lang), STR("referral_reasons"), query_text(query, 4, act->arena)));
	return row;
}

static struct str waiting_words(struct act *act, int64_t count, int64_t oldest)
{
	if (!count)
		return lang_words(act->lang, WORDS("Nobody waits."));
	struct str words = lang_plural(act->lang, count, WORDS_MANY("{count} person waits, for {time}.", "{count} people wait, the longest {time}."));
	return LANG_FILL(act->arena, words, { "count", number(act, count) }, { "time", lang_duration(act->lang, act->arena, act->now - oldest) });
}

bool today_waiting(struct act *act, const struct today *today, json_t *page, int64_t *count, struct error *err)
{
	json_t *rows = json_array();
	struct query *query = db_query(act->db, "analysis.waiting_count");
	int64_t oldest = act->now;
	query_bind_text(query, "post", today->code);
	if (query_next(query)) {
		*count = query_int(query, 0);
		oldest = *count ? query_int(query, 1) : act->now;
	}
	json_put(page, "queue", rows);
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "analysis.waiting");
	query_bind_text(query, "post", today->code);
	query_bind_int(query, "most", WAITING_MOST);
	while (query_next(query))
		json_array_append_new(rows, waiting_row(act, query, !today->post));
	json_put_yesno(page, "any_queue", *count != 0);
	json_put_str(page, "waiting", waiting_words(act, *count, oldest));
	json_put_str(page, "queue_href", rights_have(act->actor.rights, CAN_SECOND_LINE) ? STR("/second-line") : STR(""));
	return query_end(query, err);
}

/* --- the page --- */

/* The session's post; another, or all, for those who supervise. */
bool today_choose(struct act *act, struct str asked, struct today *today, struct error *err)
{
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE), all = str_is(asked, "all");
	today->code = supervises && all ? STR("") : supervises && asked.len ? asked : act->place.post;
	today->post = today->code.len ? pack_post(act->pack, today->code, (struct date){ 0 }) : NULL;
	today->zone = act->house->zone(act->house, today->post ? today->post->zone : act->pack->head.zone);
	if (today->code.len && !today->post)
		return error_set(err, ERR_NOT_FOUND, "the pack has no such post", "choose one of its posts", STR_FMT, STR_ARG(today->code));
	return today->code.len || supervises || error_set(err, ERR_NOT_ALLOWED, "No post was chosen", "Choose where you work first", "post");
}

static void add_post(json_t *posts, struct str code, struct str word, bool chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", chosen);
	json_array_append_new(posts, row);
}

void today_posts(struct act *act, const struct today *today, json_t *page)
{
	json_t *posts = json_array();
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE);
	if (supervises)
		add_post(posts, STR("all"), lang_words(act->lang, WORDS("All posts")), !today->post);
	for (size_t i = 0; supervises && i < act->pack->post_count; i++)
		add_post(posts, act->pack->posts[i].code, pack_words(act->pack, lang_tag(act->lang), act->pack->posts[i].words),
		         str_equal(act->pack->posts[i].code, today->code));
	json_put_yesno(page, "any_post", supervises);
	json_put(page, "posts", posts);
}

static json_t *day_data(struct act *act, const struct day_count *day)
{
	json_t *out = json_object();
	json_put_str(out, "day", date_str(act->arena, day->day));
	json_put_int(out, "entries", day->entry_sum);
	json_put_int(out, "exits", day->exit_sum);
	json_put_int(out, "referred", day->referred);
	json_put_int(out, "refused", day->refused);
	if (day->claims >= FEW)
		json_put_int(out, "claims", day->claims);
	return out;
}

void today_day(struct act *act, const struct today *today, json_t *page, json_t *data)
{
	json_t *rows = hours(act, today, true);
	json_put(data, "today", day_data(act, &today->now));
	json_put(data, "before", day_data(act, &today->before));
	json_put(data, "hours", hours(act, today, false));
	json_put(page, "figures", today_figures(act, today));
	json_put_str(page, "day", lang_date_short(act->lang, act->arena, today->now.day));
	json_put_str(page, "day_before", lang_date_short(act->lang, act->arena, today->before.day));
	json_put(page, "chart", chart(act, today));
	json_put_yesno(page, "any_hour", json_array_size(rows) != 0);
	json_put(page, "by_hour", rows);
}
