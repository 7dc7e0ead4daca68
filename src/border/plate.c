/* What is known of a vehicle by its plate. */
#include "plate.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "store.h"
#include "watch.h"

enum { SEEN_MOST = 60 };

struct seen {
	struct movement_row rows[SEEN_MOST];
	struct uuid holders[SEEN_MOST], records[SEEN_MOST];
	size_t count;
	size_t turn;                     /* how many of them are the last turn: the people of one group, or one person */
};

struct aboard {
	struct uuid holders[GROUP_MOST];
	size_t count;
	struct uuid driver;              /* of these; zero = not told */
};

/* --- reading --- */

static bool same_turn(const struct movement_row *one, const struct movement_row *other)
{
	return !uuid_zero(one->group_id) && uuid_equal(one->group_id, other->group_id);
}

static bool read_seen(struct act *act, const struct group *group, struct seen *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.seen_by_plate");
	query_bind_text(query, "plate", group->row.plate);
	query_bind_int(query, "before", group->row.opened ? group->row.opened : act->now);
	query_bind_int(query, "most", SEEN_MOST);
	while (out->count < SEEN_MOST && query_next(query)) {
		out->records[out->count] = query_id(query, 0);
		out->holders[out->count] = query_id(query, 1);
		query_row(query, &movement_row_fields, &out->rows[out->count++], act->arena);
	}
	while (out->turn < out->count && (!out->turn || same_turn(&out->rows[out->turn], &out->rows[0])))
		out->turn++;
	return query_end(query, err);
}

static bool read_aboard(struct act *act, const struct group *group, struct aboard *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.holders_of_group");
	query_bind_id(query, "record", group->id);
	while (out->count < GROUP_MOST && query_next(query)) {
		if (uuid_equal(query_id(query, 0), group->row.driver))
			out->driver = query_id(query, 1);
		out->holders[out->count++] = query_id(query, 1);
	}
	return query_end(query, err);
}

/* --- lines --- */

static struct str evidence_of(struct act *act, const struct group *group, const struct seen *seen)
{
	json_t *out = json_object(), *rows = json_array();
	for (size_t i = 0; i < seen->turn; i++)
		json_array_append_new(rows, json_str(uuid_str(act->arena, seen->rows[i].id)));
	json_put_str(out, "plate", group->row.plate);
	json_put_str(out, "state", group->row.plate_state);
	json_put(out, "crossings", rows);
	char *text = json_dumps(out, JSON_COMPACT);
	struct str kept = str_copy(act->arena, str_of(text));
	free(text);
	json_decref(out);
	return kept;
}

static struct str post_words(const struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	return post ? post->words.source : code;
}

static struct str person(struct act *act, const struct movement_row *row)
{
	return identity_name(&(struct identity){ .surname = row->surname, .given_names = row->given_names, .native_name = row->native_name }, act->arena);
}

struct asked {
	const struct subject *subject;
	const struct group *group;
	const struct seen *seen;
	const struct aboard *aboard;
	struct check_list *out;
};

static void line(struct act *act, const struct asked *asked, const char *name, enum result result, const char *title, const char *words, struct str names, size_t count)
{
	const struct movement_row *last = &asked->seen->rows[0];
	struct check_line *out = subject_check(act, asked->subject, asked->out, name, result, "records", title, words);
	SUBJECT_ARGS(act->arena, out, { STR("date"), date_str(act->arena, last->day) }, { STR("post"), post_words(act, last->post) }, { STR("names"), names },
	             { STR("count"), str_format(act->arena, "%zu", count) });
	out->evidence = evidence_of(act, asked->group, asked->seen);
}

/* In twice without leaving, or out twice: the plate is on another vehicle, or a crossing is missing. */
static bool judge_twice(struct act *act, const struct asked *asked)
{
	bool entry = str_is(asked->subject->direction, "entry"), twice = str_equal(asked->seen->rows[0].direction, asked->subject->direction);
	line(act, asked, "vehicle.twice", twice ? RESULT_FAILED : RESULT_SUCCESSFUL, WORDS("Vehicle in and out in turn"),
	     !twice  ? WORDS("It was last seen on {date} at {post}.")
	     : entry ? WORDS("It entered on {date} at {post}, and no exit of it is on record.")
	             : WORDS("It left on {date} at {post}, and no entry of it is on record since."), STR(""), 0);
	return twice;
}

static void judge_driver(struct act *act, const struct asked *asked)
{
	for (size_t i = 0; i < asked->seen->turn; i++) {
		const struct movement_row *row = &asked->seen->rows[i];
		if (uuid_zero(row->driver) || !uuid_equal(row->driver, asked->seen->records[i]) || uuid_zero(asked->aboard->driver))
			continue;
		bool same = uuid_equal(asked->seen->holders[i], asked->aboard->driver);
		line(act, asked, "vehicle.driver", same ? RESULT_SUCCESSFUL : RESULT_FAILED, WORDS("Driver of the vehicle"),
		     same ? WORDS("The same driver as on {date}.") : WORDS("On {date} at {post} it was driven by {names}."), person(act, row), 1);
		return;
	}
}

static bool is_aboard(const struct aboard *aboard, struct uuid holder)
{
	for (size_t i = 0; i < aboard->count; i++)
		if (uuid_equal(aboard->holders[i], holder))
			return true;
	return false;
}

static size_t new_aboard(const struct asked *asked)
{
	size_t known = 0;
	for (size_t i = 0; i < asked->seen->turn; i++)
		known += is_aboard(asked->aboard, asked->seen->holders[i]);
	return asked->aboard->count > known ? asked->aboard->count - known : 0;
}

/* Who went in the vehicle the last time, and who goes now. */
static void judge_company(struct act *act, const struct asked *asked)
{
	struct str names[SEEN_MOST];
	size_t missing = 0, more = new_aboard(asked);
	bool entry = str_is(asked->subject->direction, "entry");
	for (size_t i = 0; i < asked->seen->turn; i++)
		if (!is_aboard(asked->aboard, asked->seen->holders[i]))
			names[missing++] = person(act, &asked->seen->rows[i]);
	line(act, asked, "vehicle.company", missing || more ? RESULT_FAILED : RESULT_SUCCESSFUL, WORDS("People in the vehicle"),
	     missing ? entry ? WORDS("Left in it on {date} and are not in it now: {names}.") : WORDS("Came in it on {date} and are not in it now: {names}.")
	     : more  ? WORDS("Of those in it now, so many were not in it on {date}: {count}.")
	             : WORDS("The same people as on {date}."), str_join(act->arena, names, missing, STR(", ")), more);
}

bool plate_judge(struct act *act, const struct subject *subject, const struct group *group, struct check_list *out, struct error *err)
{
	struct seen *seen = ARENA_NEW(act->arena, struct seen);
	struct aboard *aboard = ARENA_NEW(act->arena, struct aboard);
	const struct asked asked = { subject, group, seen, aboard, out };
	if (!group->row.plate.len)
		return true;
	watch_plate(act, subject, group->row.plate, group->row.plate_state, out);
	if (!read_seen(act, group, seen, err) || !read_aboard(act, group, aboard, err))
		return false;
	if (!seen->count)
		return true;
	bool twice = judge_twice(act, &asked);
	judge_driver(act, &asked);
	if (!twice)
		judge_company(act, &asked);
	return true;
}

/* --- whoever answers for the vehicle --- */

static bool answers(const struct opened *opened)
{
	const struct group_row *row = &opened->group->row;
	return row->plate.len && uuid_equal(uuid_zero(row->driver) ? row->lead : row->driver, opened->entry.id);
}

bool plate_open(struct act *act, struct opened *opened, struct error *err)
{
	struct list *kept = &opened->inspection.checks;
	struct check_list all = { .arena = act->arena };
	if (!opened->group || !answers(opened))
		return true;
	all.items = ARENA_ARRAY(act->arena, struct check_line, kept->count + 1);
	all.count = all.size = kept->count;
	memcpy(all.items, kept->items, kept->count * sizeof *all.items);
	if (!plate_judge(act, &opened->subject, opened->group, &all, err))
		return false;
	*kept = (struct list){ all.items, all.count };
	opened->inspection.advice = str_of(advice_name(inspect_advice(&opened->subject, &all)));
	return true;
}

bool plate_stops(const struct check_list *lines)
{
	bool stops = false;
	for (size_t i = 0; i < lines->count; i++)
		stops |= !str_is(lines->items[i].visible, "second_line") && (str_is(lines->items[i].advice, "look") || str_is(lines->items[i].advice, "refer"));
	return stops;
}
