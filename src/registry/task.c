/* Tasks: their fold, and what other rooms ask of them. */
#include "task.h"

#include "journal.h"
#include "store.h"

FIELDS_TABLE(task, TASK_FIELDS)
FIELDS_TABLE(task_done, TASK_DONE_FIELDS)
FIELDS_TABLE(task_row, TASK_ROW_FIELDS)

const struct entry_type task_type = { "task", 1, KIND_CASE, ENTRY_BLIND, &task_fields, "something that somebody must do" };
const struct entry_type task_done_type = { "task.done", 1, KIND_CASE, 0, &task_done_fields, "a task was done" };

static const char *const task_indexes[] = { "role, done", "about", NULL };
const struct table task_table = { "task", &task_row_fields, "", task_indexes };

struct task_state {
	struct task_row row;
	bool open;
};

static void task_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct task_state *state = to;
	if (entry->type == &task_done_type) {
		state->row.done = entry->happened;
		return;
	}
	const struct task *task = data;
#define COPY(type, name, ...) state->row.name = task->name;
	TASK_FIELDS(COPY, COPY)
#undef COPY
	state->row.opened = entry->happened;
	state->open = true;
}

static void task_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct task_state *state = from;
	if (state->open)
		rows_put(out, &task_table, &state->row);
}

static const struct entry_type *const task_reads[] = { &task_type, &task_done_type, NULL };
static const struct table *const task_writes[] = { &task_table, NULL };
const struct fold task_fold = { "task", 3, task_reads, task_writes, sizeof(struct task_state), task_apply, task_rows };

/* --- asked and ended by other rooms --- */

enum { ENDED_MOST = 20 };

static bool waiting(struct act *act, struct uuid about, struct str what, int most, struct uuid *tasks, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "registry.tasks_about");
	*count = 0;
	query_bind_id(query, "about", about);
	query_bind_text(query, "what", what);
	query_bind_int(query, "most", most);
	while (*count < (size_t)most && query_next(query))
		tasks[(*count)++] = query_id(query, 0);
	return query_end(query, err);
}

bool task_waits(struct act *act, struct uuid about, struct str what, bool *waits, struct error *err)
{
	struct uuid task;
	size_t count;
	bool read = waiting(act, about, what, 1, &task, &count, err);
	*waits = count != 0;
	return read;
}

bool task_end_all(struct act *act, struct uuid about, struct str what, struct str note, struct error *err)
{
	struct uuid tasks[ENDED_MOST];
	size_t count;
	if (!waiting(act, about, what, ENDED_MOST, tasks, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		journal_append(act, &task_done_type, tasks[i], &(struct task_done){ .note = note });
	return true;
}
