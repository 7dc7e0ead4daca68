/* The board of a post's calls by day, and the form that announces or corrects one. */
#include "forms.h"

#include "house.h"
#include "journal.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(calls_query, CALLS_QUERY_FIELDS)
FIELDS_TABLE(announce, ANNOUNCE_FIELDS)

struct board {
	struct called items[CONVOYS_MOST];
	size_t count;
};

static bool read_board(struct act *act, struct str post, struct date day, struct board *out, struct error *err)
{
	const struct lang_zone *zone = show_zone(act, post);
	struct query *query = db_query(act->db, "convoy.board");
	query_bind_text(query, "post", post);
	query_bind_int(query, "from", lang_zone_day_start(zone, day));
	query_bind_int(query, "before", lang_zone_day_start(zone, date_of_days(date_days(day) + 1)));
	query_bind_int(query, "most", CONVOYS_MOST);
	while (out->count < CONVOYS_MOST && query_next(query)) {
		struct called *called = &out->items[out->count++];
		*called = (struct called){ .id = query_id(query, 0) };
		query_row(query, &convoy_row_fields, &called->row, act->arena);
		called->zone = show_zone(act, called->row.post);
	}
	return query_end(query, err);
}

static struct str count_words(struct act *act, int64_t count, int64_t version, const char *one, const char *many)
{
	return version ? lang_count(act->lang, act->arena, count, one, many) : STR("");
}

static json_t *board_tags(struct act *act, const struct convoy_row *row)
{
	json_t *tags = json_array();
	if (!row->crew_version && !row->passenger_version && str_is(row->state, "expected"))
		json_array_append_new(tags, show_tag(act, "none", lang_words(act->lang, WORDS("No list yet"))));
	if (row->hits)
		json_array_append_new(tags, show_tag(act, "check", lang_count(act->lang, act->arena, row->hits, WORDS_MANY("{count} to look at", "{count} to look at"))));
	if (row->ashore)
		json_array_append_new(tags, show_tag(act, "info", lang_count(act->lang, act->arena, row->ashore, WORDS_MANY("{count} ashore", "{count} ashore"))));
	return tags;
}

static json_t *board_row(struct act *act, const struct called *called)
{
	const struct convoy_row *row = &called->row;
	json_t *out = json_object();
	int64_t at = str_is(row->state, "here") ? row->arrived : str_is(row->state, "departed") ? row->departed : row->due;
	json_put_str(out, "href", convoy_path(act, called->id, ""));
	json_put_str(out, "icon", str_of(convoy_icon(row->kind)));
	json_put_str(out, "kind", convoy_kind_words(act, row->kind));
	json_put_str(out, "name", convoy_name_words(row));
	json_put_str(out, "numbers", convoy_numbers(act, row));
	json_put_str(out, "journey", convoy_journey(act, row));
	json_put_str(out, "berth", row->berth);
	json_put_str(out, "when", convoy_when(act, called, at));
	json_put_str(out, "crew", count_words(act, row->crew, row->crew_version, WORDS_MANY("{count} crew", "{count} crew")));
	json_put_str(out, "passengers", count_words(act, row->passengers, row->passenger_version, WORDS_MANY("{count} passenger", "{count} passengers")));
	json_put(out, "tags", board_tags(act, row));
	return out;
}

static json_t *board_part(struct act *act, const struct board *board, const char *state, struct str title, struct str column)
{
	json_t *part = json_object(), *rows = json_array();
	for (size_t i = 0; i < board->count; i++)
		if (str_is(board->items[i].row.state, state))
			json_array_append_new(rows, board_row(act, &board->items[i]));
	json_put_str(part, "key", str_of(state));
	json_put_str(part, "title", title);
	json_put_str(part, "column", column);
	json_put_yesno(part, "any", json_array_size(rows) != 0);
	json_put(part, "rows", rows);
	return part;
}

static json_t *board_parts(struct act *act, const struct board *board)
{
	static const struct { const char *state, *title, *column; } parts[] = {
		{ "here", WORDS("Here now"), WORDS("Arrived") }, { "expected", WORDS("Expected"), WORDS("Expected") }, { "departed", WORDS("Departed"), WORDS("Departed") },
		{ "cancelled", WORDS("Does not come"), WORDS("Expected") },
	};
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		json_t *part = board_part(act, board, parts[i].state, lang_words(act->lang, parts[i].title), lang_words(act->lang, parts[i].column));
		if (i < 2 || json_is_true(json_object_get(part, "any")))
			json_array_append_new(out, part);
		else
			json_decref(part);
	}
	return out;
}

static json_t *board_data(const struct board *board, struct arena *arena)
{
	json_t *data = json_object(), *rows = json_array();
	for (size_t i = 0; i < board->count; i++) {
		json_t *row = fields_to_json(&convoy_row_fields, &board->items[i].row);
		json_put_str(row, "id", uuid_str(arena, board->items[i].id));
		json_array_append_new(rows, row);
	}
	json_put(data, "calls", rows);
	return data;
}

static struct str day_path(struct act *act, struct date day, int days, struct str post)
{
	return str_format(act->arena, "/calls?day=" STR_FMT "&post=" STR_FMT, STR_ARG(date_str(act->arena, date_of_days(date_days(day) + days))), STR_ARG(post));
}

bool calls_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct calls_query *asked = call->query;
	struct str post = str_is(asked->post, "all") ? STR("") : asked->post.len ? asked->post : act->place.post;
	struct date day = date_whole(asked->day) ? asked->day : lang_zone_day(show_zone(act, post), act->now);
	struct board *board = ARENA_NEW(act->arena, struct board);
	if (!read_board(act, post, day, board, err))
		return false;
	reply->data = board_data(board, act->arena);
	reply->page = json_object();
	json_put_yesno(reply->page, "live", true);
	json_put_str(reply->page, "place", post.len ? show_post(act, post) : lang_words(act->lang, WORDS("All posts")));
	json_put_str(reply->page, "day_words", lang_date(act->lang, act->arena, day));
	json_put_str(reply->page, "day", date_str(act->arena, day));
	json_put_str(reply->page, "before", day_path(act, day, -1, post.len ? post : STR("all")));
	json_put_str(reply->page, "after", day_path(act, day, 1, post.len ? post : STR("all")));
	json_put(reply->page, "posts", show_posts(act, post));
	json_put(reply->page, "parts", board_parts(act, board));
	return true;
}

/* --- announcing --- */

static bool read_minutes(struct str text, int *out)
{
	int64_t hours, minutes;
	size_t at;
	if (!str_find(text, STR(":"), &at) || !str_to_int(str_slice(text, 0, at), &hours) || !str_to_int(str_slice(text, at + 1, text.len), &minutes) ||
	    hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*out = (int)(hours * 60 + minutes);
	return true;
}

static int64_t instant(struct act *act, struct str post, int64_t given, struct date day, struct str time, const char *field)
{
	int minutes = 0;
	if (given || date_empty(day))
		return given;
	if (!date_whole(day) || (time.len && !read_minutes(time, &minutes))) {
		finding_add(&act->findings, str_of(field), "bad_time", WORDS("Write a whole day and a time such as 14:30."));
		return 0;
	}
	return lang_zone_instant(show_zone(act, post), day, minutes);
}

static void convoy_of(struct act *act, const struct announce *form, struct convoy *out)
{
	*out = (struct convoy){ .post = form->post.len ? form->post : act->place.post };
#define COPY(type, name, ...) out->name = form->name;
	CONVEYANCE_FIELDS(COPY, COPY)
#undef COPY
	out->due = instant(act, out->post, form->due, form->due_day, form->due_time, "due_day");
	out->leaves = instant(act, out->post, form->leaves, form->leaves_day, form->leaves_time, "leaves_day");
	if (!out->due && !act->findings.count)
		finding_add(&act->findings, STR("due_day"), "required", WORDS("Write when it is expected."));
}

static json_t *kinds(struct act *act, struct str chosen)
{
	static const char *const codes[] = { "vessel", "train", "coach", "aircraft" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(codes[i]));
		json_put_str(row, "word", convoy_kind_words(act, str_of(codes[i])));
		json_put_yesno(row, "chosen", str_is(chosen, codes[i]));
		json_array_append_new(out, row);
	}
	return out;
}

static struct str usual_kind(struct act *act)
{
	const struct pack_post *post = pack_post(act->pack, act->place.post, (struct date){ 0 });
	enum pack_mode mode = post ? post->mode : MODE_SEA;
	return mode == MODE_SEA ? STR("vessel") : mode == MODE_RAIL ? STR("train") : mode == MODE_AIR ? STR("aircraft") : STR("coach");
}

static struct str clock_text(struct act *act, const struct lang_zone *zone, int64_t ms)
{
	int minutes = lang_zone_minutes(zone, ms);
	return ms ? str_format(act->arena, "%02d:%02d", minutes / 60, minutes % 60) : STR("");
}

static struct str day_text(struct act *act, const struct lang_zone *zone, int64_t ms)
{
	return ms ? date_str(act->arena, lang_zone_day(zone, ms)) : STR("");
}

/* The form, empty, as sent, or with what is held. */
static json_t *announce_page(struct act *act, const struct announce *form, struct str post)
{
	json_t *page = fields_to_json(&announce_fields, form), *all = json_object();
	for (size_t i = 0; i < announce_fields.count; i++)
		if (!json_object_get(page, announce_fields.items[i].name))
			json_put_str(page, announce_fields.items[i].name, STR(""));
	json_put(all, "form", page);
	json_put(all, "kinds", kinds(act, form->kind.len ? form->kind : usual_kind(act)));
	json_put(all, "flags", show_codes(act, "countries", form->flag));
	json_put(all, "posts", show_posts(act, post));
	json_array_remove(json_object_get(all, "posts"), 0); /* not "all posts" */
	return all;
}

bool announce_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct announce nothing;
	const struct announce *form = call->form ? call->form : &nothing;
	(void)err;
	reply->data = json_object();
	reply->page = announce_page(act, form, form->post.len ? form->post : act->place.post);
	json_put_str(reply->page, "to", STR("/calls/new"));
	json_put_yesno(reply->page, "held", false);
	return true;
}

bool announce_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct convoy convoy;
	struct uuid record = uuid_zero(act->id) ? uuid_v7(act->now, act->random) : act->id;
	convoy_of(act, call->form, &convoy);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "call");
	if (!convoy_announce(act, &convoy, NULL, record, err))
		return false;
	reply->changed = convoy.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, record));
	json_put_str(reply->data, "reference", convoy.reference);
	return true;
}

static struct announce announce_of(struct act *act, const struct called *called)
{
	struct announce out = { .post = called->row.post };
#define COPY(type, name, ...) out.name = called->row.name;
	CONVEYANCE_FIELDS(COPY, COPY)
#undef COPY
	(void)act;
	return out;
}

bool convoy_correct_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	if (!convoy_open(act, call->id, &called, err))
		return false;
	struct announce held = announce_of(act, &called);
	const struct announce *form = call->form ? call->form : &held;
	reply->data = json_object();
	reply->page = announce_page(act, form, called.row.post);
	json_t *values = json_object_get(reply->page, "form");
	if (!call->form) {
		json_put_str(values, "due_day", day_text(act, called.zone, called.row.due));
		json_put_str(values, "due_time", clock_text(act, called.zone, called.row.due));
		json_put_str(values, "leaves_day", day_text(act, called.zone, called.row.leaves));
		json_put_str(values, "leaves_time", clock_text(act, called.zone, called.row.leaves));
	}
	json_put_str(reply->page, "to", convoy_path(act, call->id, "/change"));
	json_put_str(reply->page, "back", convoy_path(act, call->id, ""));
	json_put_yesno(reply->page, "held", true);
	return true;
}

bool convoy_correct_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct convoy convoy;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err))
		return false;
	convoy_of(act, call->form, &convoy);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "call");
	if (!convoy_announce(act, &convoy, &called, call->id, err))
		return false;
	reply->changed = convoy.post;
	reply->data = json_object();
	return true;
}
