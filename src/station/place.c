/* The post: which one, what time it is there, how its parts are called. */
#include "fold.h"

#include "crypto.h"
#include "house.h"
#include "lang.h"
#include "pack_judge.h"
#include "store.h"

FIELDS_TABLE(station_query, STATION_QUERY_FIELDS)

struct uuid station_record(const struct act *act, const char *what, struct str name)
{
	return document_record(act->house->keys, STR("post"), str_of(what), name);
}

const struct pack_post *station_post(struct act *act, struct str asked, struct error *err)
{
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE);
	struct str code = supervises && asked.len ? asked : act->place.post;
	const struct pack_post *post = code.len ? pack_post(act->pack, code, (struct date){ 0 }) : NULL;
	if (!code.len)
		error_set(err, ERR_NOT_ALLOWED, "No post was chosen", "Choose where you work first", "post");
	else if (!post)
		error_set(err, ERR_NOT_FOUND, "the pack has no such post", "choose one of its posts", STR_FMT, STR_ARG(code));
	return post;
}

const struct lang_zone *station_zone(const struct act *act, const struct pack_post *post)
{
	return act->house->zone(act->house, post ? post->zone : act->pack->head.zone);
}

static const struct {
	const char *code, *words;
} questions[] = {
#define QUESTION(code, words) { #code, words },
	PACK_QUESTIONS(QUESTION)
#undef QUESTION
};

const char *station_question(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(questions); i++)
		if (str_is(code, questions[i].code))
			return questions[i].words;
	return NULL;
}

int station_minutes(struct str clock)
{
	int digits[4], count = 0;
	for (size_t i = 0; i < clock.len; i++) {
		if (clock.data[i] == ':' && count && i + 3 == clock.len)
			continue;
		if (!ascii_digit(clock.data[i]) || count == 4)
			return -1;
		digits[count++] = clock.data[i] - '0';
	}
	if (count < 3)
		return -1;
	int hour = count == 4 ? digits[0] * 10 + digits[1] : digits[0];
	int minute = digits[count - 2] * 10 + digits[count - 1];
	return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

bool station_when(struct act *act, const struct pack_post *post, struct date day, struct str clock, int days_back, int64_t *out)
{
	const struct lang_zone *zone = station_zone(act, post);
	int minutes = station_minutes(clock);
	struct date today = lang_zone_day(zone, act->now);
	*out = act->now;
	if (date_empty(day) && !clock.len)
		return true;
	if (date_empty(day))
		day = today;
	if (minutes < 0)
		finding_add(&act->findings, STR("clock"), "bad_time", "Give the time by the post's clock: 1144 is 16 minutes to noon.");
	else if (!date_whole(day) || date_days(day) < date_days(today) - days_back)
		finding_add(&act->findings, STR("day"), "too_old", "This day is too long ago to be written down here.");
	else if ((*out = lang_zone_instant(zone, day, minutes)) > act->now)
		finding_add(&act->findings, STR("clock"), "in_future", "This time is still ahead.");
	else
		return true;
	return false;
}

bool station_findings(struct act *act, struct error *err, const char *where)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "%s", where);
}

bool station_lane_known(struct act *act, const struct pack_post *post, int64_t lane)
{
	if (!lane || pack_lane(post, (int)lane))
		return true;
	finding_add(&act->findings, STR("lane"), "unknown_lane", "This post has no such lane.");
	return false;
}

/* --- words --- */

struct str station_officer(struct act *act, struct uuid user)
{
	struct error ignored;
	struct str name = lang_words(act->lang, WORDS("the system"));
	struct query *query = db_query(act->db, "station.officer");
	query_bind_id(query, "record", user);
	if (query_next(query))
		name = query_text(query, 0, act->arena);
	return query_end(query, &ignored) ? name : STR("-");
}

struct str station_time(struct act *act, const struct pack_post *post, int64_t ms)
{
	const struct lang_zone *zone = station_zone(act, post);
	bool today = date_compare(lang_zone_day(zone, ms), lang_zone_day(zone, act->now)) == 0;
	return today ? lang_time(act->lang, act->arena, zone, ms) : lang_date_time(act->lang, act->arena, zone, ms);
}

struct str station_path(struct act *act, const char *before, struct uuid id, const char *after)
{
	return str_format(act->arena, "%s" STR_FMT "%s", before, STR_ARG(uuid_str(act->arena, id)), after);
}

static void add_choice(json_t *choices, struct str code, struct str word, bool chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", chosen);
	json_array_append_new(choices, row);
}

json_t *station_lanes(struct act *act, const struct pack_post *post, int chosen)
{
	json_t *out = json_array();
	add_choice(out, STR("0"), lang_words(act->lang, WORDS("The whole post")), !chosen);
	for (size_t i = 0; i < post->count; i++)
		add_choice(out, str_format(act->arena, "%d", post->lanes[i].number), pack_words(act->pack, lang_tag(act->lang), post->lanes[i].words), post->lanes[i].number == chosen);
	return out;
}

json_t *station_codes(struct act *act, const char *list, struct str chosen)
{
	const struct pack_list *codes = pack_list(act->pack, str_of(list));
	json_t *out = json_array();
	for (size_t i = 0; codes && i < codes->count; i++)
		add_choice(out, codes->codes[i].code, pack_words(act->pack, lang_tag(act->lang), codes->codes[i].words), str_equal(codes->codes[i].code, chosen));
	return out;
}

json_t *station_posts(struct act *act, const struct pack_post *chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; rights_have(act->actor.rights, CAN_SUPERVISE) && i < act->pack->post_count; i++)
		add_choice(out, act->pack->posts[i].code, pack_words(act->pack, lang_tag(act->lang), act->pack->posts[i].words), &act->pack->posts[i] == chosen);
	return out;
}

void station_head(struct act *act, const struct pack_post *post, const char *title, json_t *page)
{
	json_t *posts = station_posts(act, post);
	json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, title), { "post", pack_words(act->pack, lang_tag(act->lang), post->words) }));
	json_put_str(page, "post", post->code);
	json_put_yesno(page, "any_post", json_array_size(posts) != 0);
	json_put(page, "posts", posts);
	json_put_yesno(page, "live", true);
}

/* Whoever steers several posts stays on the page of the one that the form was about. */
void station_back(const struct act *act, struct reply *reply, const char *path, const struct pack_post *post)
{
	reply->changed = post->code;
	if (!str_equal(post->code, act->place.post))
		reply->location = str_format(act->arena, "%s?post=" STR_FMT, path, STR_ARG(post->code));
}

/* --- rows of folds --- */

void put_all(const struct grown *list, const struct table *table, size_t row_size, struct row_set *out)
{
	for (size_t i = 0; i < list->count; i++)
		rows_put(out, table, (const char *)list->rows + i * row_size);
}
