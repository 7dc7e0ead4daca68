/* What is held of holdings: one row each, and the lines of their logs. */
#include "hold.h"

#include "grown.h"

FIELDS_TABLE(hold_form, HOLD_FORM_FIELDS)
FIELDS_TABLE(holding, HOLDING_FIELDS)
FIELDS_TABLE(hold_log_form, HOLD_LOG_FORM_FIELDS)
FIELDS_TABLE(hold_logged, HOLD_LOGGED_FIELDS)
FIELDS_TABLE(hold_ground_form, HOLD_GROUND_FORM_FIELDS)
FIELDS_TABLE(hold_ground, HOLD_GROUND_FIELDS)
FIELDS_TABLE(hold_end_form, HOLD_END_FORM_FIELDS)
FIELDS_TABLE(hold_end, HOLD_END_FIELDS)
FIELDS_TABLE(hold_alarm, HOLD_ALARM_FIELDS)
FIELDS_TABLE(holding_row, HOLDING_ROW_FIELDS)
FIELDS_TABLE(hold_line, HOLD_LINE_FIELDS)

const struct entry_type holding_type = { "hold", 1, KIND_CASE, 0, &holding_fields, "a person was held at a post" };
const struct entry_type hold_logged_type = { "hold.log", 1, KIND_CASE, ENTRY_BLIND, &hold_logged_fields, "something was done for a person who is held" };
const struct entry_type hold_ground_type = { "hold.ground", 1, KIND_CASE, 0, &hold_ground_fields, "a holding went on, on another ground" };
const struct entry_type hold_end_type = { "hold.end", 1, KIND_CASE, 0, &hold_end_fields, "a holding ended" };
const struct entry_type hold_alarm_type = { "hold.alarm", 1, KIND_CASE, ENTRY_BLIND, &hold_alarm_fields, "a holding reached a limit of the country pack" };

static const char *const holding_indexes[] = { "ended, post", NULL };
static const char *const line_indexes[] = { "hold", NULL };
static const struct table holding_table = { "holding", &holding_row_fields, "id", holding_indexes };
static const struct table line_table = { "hold_line", &hold_line_fields, "id", line_indexes };

struct held {
	struct grown rows, lines;
};

static struct holding_row *row_of(struct held *held, struct uuid hold)
{
	for (size_t i = 0; i < held->rows.count; i++)
		if (uuid_equal(((struct holding_row *)held->rows.rows)[i].id, hold))
			return (struct holding_row *)held->rows.rows + i;
	return NULL;
}

static void add_line(struct held *held, const struct entry *entry, struct uuid hold, struct str what, struct str code, struct str note, struct arena *arena)
{
	struct hold_line *line = grow(&held->lines, sizeof *line, arena);
	*line = (struct hold_line){ .id = entry->id, .hold = hold, .happened = entry->happened, .officer = entry->actor, .what = what, .code = code, .note = note };
}

static void begin(struct held *held, const struct entry *entry, const struct holding *holding, struct arena *arena)
{
	struct holding_row *row = grow(&held->rows, sizeof *row, arena);
	*row = (struct holding_row){ .id = entry->id, .begun = entry->happened, .officer = entry->actor, .cared = entry->happened };
#define COPY(type, name, ...) row->name = holding->name;
	HOLDING_FIELDS(COPY, COPY)
#undef COPY
	add_line(held, entry, entry->id, STR("begin"), holding->ground, holding->facts, arena);
}

static bool cares(struct str what)
{
	const struct hold_kind *kind = hold_kind(what);
	return kind && kind->cares;
}

static void log_line(struct held *held, const struct entry *entry, const struct hold_logged *logged, struct arena *arena)
{
	struct holding_row *row = row_of(held, logged->hold);
	if (row && cares(logged->what) && entry->happened > row->cared)
		row->cared = entry->happened;
	if (row && str_is(logged->what, "told"))
		row->told_why = true;
	add_line(held, entry, logged->hold, logged->what, STR(""), logged->note, arena);
}

static void go_on(struct held *held, const struct entry *entry, const struct hold_ground *ground, struct arena *arena)
{
	struct holding_row *row = row_of(held, ground->hold);
	if (row) {
		row->ground = ground->ground;
		row->until = ground->until;
	}
	add_line(held, entry, ground->hold, STR("ground"), ground->ground, ground->facts, arena);
}

static void finish(struct held *held, const struct entry *entry, const struct hold_end *end, struct arena *arena)
{
	struct holding_row *row = row_of(held, end->hold);
	if (row && !row->ended) {
		row->ended = entry->happened;
		row->outcome = end->outcome;
	}
	add_line(held, entry, end->hold, STR("end"), end->outcome, end->note, arena);
}

static void alarm(struct held *held, const struct entry *entry, const struct hold_alarm *alarmed, struct arena *arena)
{
	struct holding_row *row = row_of(held, alarmed->hold);
	bool care = str_is(alarmed->what, "care");
	if (row && care)
		row->care_alarm = entry->happened;
	else if (row)
		row->limit_alarm = entry->happened;
	add_line(held, entry, alarmed->hold, care ? STR("alarm_care") : STR("alarm_limit"), STR(""), STR(""), arena);
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	if (entry->type == &holding_type)
		begin(to, entry, data, arena);
	else if (entry->type == &hold_logged_type)
		log_line(to, entry, data, arena);
	else if (entry->type == &hold_ground_type)
		go_on(to, entry, data, arena);
	else if (entry->type == &hold_end_type)
		finish(to, entry, data, arena);
	else
		alarm(to, entry, data, arena);
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct held *held = from;
	(void)record;
	for (size_t i = 0; i < held->rows.count; i++)
		rows_put(out, &holding_table, (struct holding_row *)held->rows.rows + i);
	for (size_t i = 0; i < held->lines.count; i++)
		rows_put(out, &line_table, (struct hold_line *)held->lines.rows + i);
}

static const struct entry_type *const reads[] = { &holding_type, &hold_logged_type, &hold_ground_type, &hold_end_type, &hold_alarm_type, NULL };
static const struct table *const writes[] = { &holding_table, &line_table, NULL };
extern const struct fold hold_fold;
const struct fold hold_fold = { "hold", 1, reads, writes, sizeof(struct held), apply, rows };
