/* The alarms of holdings: at a limit the supervisor of the post gets a task, again every hour, until somebody acts. */
#include "hold.h"

#include "journal.h"
#include "lang.h"
#include "store.h"

enum { HELD_MOST = 500, AGAIN_MS = 3600000, EVERY_MS = 60000 };

struct held_person {
	struct uuid record;
	struct holding_row row;
};

static bool sound(struct act *act, const struct held_person *held, const char *what, const char *task_what, const char *words, struct error *err)
{
	bool open;
	struct task task = {
		.role = STR("shift_supervisor"), .post = held->row.post, .what = str_of(task_what), .about = held->record, .words = str_of(words),
	};
	if (!task_waits(act, held->record, task.what, &open, err))
		return false;
	journal_append(act, &hold_alarm_type, held->record, &(struct hold_alarm){ .hold = held->row.id, .what = str_of(what) });
	if (!open)
		journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
	return true;
}

static bool look_at(struct act *act, const struct held_person *held, struct error *err)
{
	const struct holding_row *row = &held->row;
	bool care = hold_care_due(row, act->now) && (row->care_alarm < row->cared || act->now - row->care_alarm >= AGAIN_MS);
	bool limit = hold_limit_due(row, act->now) && (row->limit_alarm < row->until || act->now - row->limit_alarm >= AGAIN_MS);
	return (!care || sound(act, held, "care", "hold_care", WORDS("A held person was not looked after in time. See to it now."), err)) &&
	       (!limit || sound(act, held, "limit", "hold_limit", WORDS("A holding has reached its limit. Release the person, or decide on another legal ground."), err));
}

static bool alarms(struct act *act, struct error *err)
{
	struct held_person *held = ARENA_ARRAY(act->arena, struct held_person, HELD_MOST);
	struct query *query = db_query(act->db, "hold.held");
	size_t count = 0;
	if (!act->pack)
		return query_end(query, err);
	query_bind_text(query, "post", STR(""));
	query_bind_int(query, "most", HELD_MOST);
	for (; count < HELD_MOST && query_next(query); count++) {
		held[count].record = query_id(query, 0);
		query_row(query, &holding_row_fields, &held[count].row, act->arena);
	}
	if (!query_end(query, err))
		return false;
	act->purpose = STR("second_line");
	for (size_t i = 0; i < count; i++)
		if (!look_at(act, &held[i], err))
			return false;
	return true;
}

extern const struct job hold_jobs[];
const struct job hold_jobs[] = {
	{ "hold.alarm", EVERY_MS, alarms, "alarm when a held person was not looked after in time, or a holding reached its limit" },
	{ 0 }
};
