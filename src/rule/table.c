/* Reads the rows of a decision table into typed cells. */
#include "table.h"

#include <string.h>

#include "arena.h"
#include "node.h"
#include "table_private.h"

enum { TABLE_REPORTS_MOST = 50 };

enum column_role { COLUMN_ANSWER, COLUMN_ASKED, COLUMN_FROM, COLUMN_UNTIL };

struct column {
	enum column_role role;
	struct rule_member member;
	size_t index;           /* among those of its role */
};

struct builder {
	struct arena *arena;
	const struct table_rows *rows;
	const struct table_source *source;
	struct rule_diagnostics *diagnostics;
	struct rule_table *table;
	struct column columns[TABLE_COLUMNS_MOST];
	size_t column_count;
	size_t reported;
	uint32_t line;
	size_t at;              /* the column read now */
};

static void report(struct builder *b, enum table_code code, struct str subject, struct str meant)
{
	static const struct { enum table_code code; const char *what, *todo; } texts[] = {
#define C(name, number, what, todo) { TABLE_P_##name, what, todo },
		TABLE_CODES(C)
#undef C
	};
	struct rule_place place = { b->rows->file, b->line, (uint32_t)b->at + 1 };
	if (b->reported++ >= TABLE_REPORTS_MOST)
		return;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (texts[i].code == code)
			rule_report(b->diagnostics, RULE_ERROR, place, code, texts[i].what, texts[i].todo, subject, meant);
	}
}

/* ---- The heading */

static bool built_in_type(struct str name, struct rule_type *out)
{
	static const struct { const char *name; enum rule_kind kind; } kinds[] = {
		{ "text", RULE_TEXT }, { "label", RULE_TEXT }, { "integer", RULE_NUMBER }, { "number", RULE_NUMBER },
		{ "decimal", RULE_NUMBER }, { "range", RULE_NUMBER }, { "yesno", RULE_YESNO }, { "date", RULE_DATE },
		{ "datetime", RULE_DATETIME }, { "duration", RULE_DURATION }, { "money", RULE_MONEY }, { "code", RULE_CODE },
	};
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!str_is(name, kinds[i].name))
			continue;
		*out = (struct rule_type){ .kind = kinds[i].kind };
		return true;
	}
	return false;
}

static bool name_valid(struct str name)
{
	bool valid = name.len && ascii_lower(name.data[0]);
	for (size_t i = 0; i < name.len; i++)
		valid &= ascii_lower(name.data[i]) || ascii_digit(name.data[i]) || name.data[i] == '_';
	return valid;
}

static bool plain_kind(enum rule_kind kind)
{
	return kind >= RULE_TEXT && kind <= RULE_YESNO;
}

static void column_type(struct builder *b, struct column *column, struct str type)
{
	struct str meant = STR("");
	const struct table_source *source = b->source;
	bool known = source && source->type_of && source->type_of(source->context, type, &column->member.type, &meant);
	if (!known)
		known = built_in_type(type, &column->member.type);
	if (!known || !plain_kind(column->member.type.kind))
		report(b, TABLE_P_TYPE, type, meant);
}

static void read_heading(struct builder *b, struct str heading)
{
	struct column *column = &b->columns[b->column_count++];
	struct str type = str_trim(heading), name;
	size_t colon;
	if (!str_find(type, STR(":"), &colon)) {
		report(b, TABLE_P_HEADER, heading, STR(""));
		return;
	}
	name = str_slice(type, 0, colon);
	type = str_slice(type, colon + 1, type.len);
	bool asked = name.len && name.data[name.len - 1] == '?';
	name.len -= asked;
	if (!name_valid(name)) {
		report(b, TABLE_P_HEADER, heading, STR(""));
		return;
	}
	column->role = asked ? COLUMN_ASKED : str_is(name, "from") ? COLUMN_FROM : str_is(name, "until") ? COLUMN_UNTIL : COLUMN_ANSWER;
	column->member.name = str_copy(b->arena, name);
	column_type(b, column, type);
	for (size_t i = 0; i + 1 < b->column_count; i++) {
		if (str_equal(b->columns[i].member.name, name))
			report(b, TABLE_P_TWICE, name, STR(""));
	}
}

static void share_columns(struct builder *b)
{
	struct rule_table *table = b->table;
	struct rule_member *answers = ARENA_ARRAY(b->arena, struct rule_member, b->column_count + 1);
	table->asked = ARENA_ARRAY(b->arena, struct rule_member, b->column_count + 1);
	for (size_t i = 0; i < b->column_count; i++) {
		struct column *column = &b->columns[i];
		if (column->role == COLUMN_ASKED) {
			column->index = table->asked_count;
			table->asked[table->asked_count++] = column->member;
		} else if (column->role == COLUMN_ANSWER) {
			column->index = table->record.count;
			answers[table->record.count++] = column->member;
		}
	}
	table->record.name = table->name;
	table->record.members = answers;
}

static bool read_header(struct builder *b)
{
	b->line = b->rows->lines ? b->rows->lines[0] : 1;
	for (b->at = 0; b->at < b->rows->cells[0]; b->at++)
		read_heading(b, b->rows->rows[0][b->at]);
	b->at = 0;
	share_columns(b);
	if (!b->reported && !b->table->record.count)
		report(b, TABLE_P_HEADER, STR(""), STR(""));
	return !b->reported;
}

/* ---- Cells */

static void check_code(struct builder *b, struct str list, struct str code)
{
	const struct str *codes;
	size_t count;
	if (!list.len || !b->source || !b->source->codes || !b->source->codes(b->source->context, list, &codes, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (str_equal(codes[i], code))
			return;
	}
	report(b, TABLE_P_NO_CODE, code, rule_nearest(code, codes, count));
}

static bool read_value(struct builder *b, const struct rule_type *type, struct str text, struct rule_value *out)
{
	struct str kept = str_copy(b->arena, str_trim(text));
	if (!rule_value_parse(b->arena, type->kind, kept, out)) {
		report(b, TABLE_P_CELL, text, STR(""));
		return false;
	}
	if (out->kind == RULE_CODE)
		check_code(b, type->list, kept);
	return true;
}

static bool ordered(enum rule_kind kind)
{
	return kind == RULE_NUMBER || kind == RULE_DATE || kind == RULE_MONEY;
}

static bool read_range(struct builder *b, const struct rule_type *type, struct str text, size_t dots, struct cell *out)
{
	struct str first = str_trim(str_slice(text, 0, dots)), last = str_trim(str_slice(text, dots + 2, text.len));
	out->kind = CELL_RANGE;
	if ((!first.len && !last.len) || !read_value(b, type, first, &out->least) || !read_value(b, type, last, &out->most)) {
		if (!first.len && !last.len)
			report(b, TABLE_P_CELL, text, STR(""));
		return false;
	}
	return true;
}

static void add_value(struct cell *out, struct rule_value *room, struct rule_value value)
{
	room[out->count++] = value;
}

static bool add_bloc(struct builder *b, struct str name, struct cell *out, struct rule_value *room)
{
	const struct str *codes;
	size_t count;
	struct str meant = STR("");
	const struct table_source *source = b->source;
	if (!source || !source->bloc || !source->bloc(source->context, name, &codes, &count, &meant)) {
		report(b, TABLE_P_CELL, name, meant);
		return false;
	}
	for (size_t i = 0; i < count && out->count < TABLE_CELL_VALUES_MOST; i++)
		add_value(out, room, rule_code(str_copy(b->arena, codes[i])));
	return true;
}

static bool read_values(struct builder *b, const struct rule_type *type, struct str text, struct cell *out)
{
	struct rule_value room[TABLE_CELL_VALUES_MOST], value;
	struct str rest = text, piece;
	out->kind = CELL_VALUES;
	while (str_cut(&rest, '|', &piece)) {
		piece = str_trim(piece);
		if (!piece.len || out->count == TABLE_CELL_VALUES_MOST) {
			report(b, TABLE_P_CELL, text, STR(""));
			return false;
		}
		if (type->kind == RULE_CODE && str_starts(piece, STR("bloc "))) {
			if (!add_bloc(b, str_trim(str_slice(piece, 5, piece.len)), out, room))
				return false;
		} else if (read_value(b, type, piece, &value)) {
			add_value(out, room, value);
		} else {
			return false;
		}
	}
	struct rule_value *kept = ARENA_ARRAY(b->arena, struct rule_value, out->count + 1);
	memcpy(kept, room, out->count * sizeof *kept);
	out->values = kept;
	return true;
}

static bool read_condition(struct builder *b, const struct rule_type *type, struct str text, struct cell *out)
{
	text = str_trim(text);
	*out = (struct cell){ CELL_ANY };
	if (!text.len)
		return true;
	if (str_starts(text, STR("not "))) {
		out->negated = true;
		text = str_trim(str_slice(text, 4, text.len));
	}
	size_t dots;
	if (ordered(type->kind) && str_find(text, STR(".."), &dots))
		return read_range(b, type, text, dots, out);
	return read_values(b, type, text, out);
}

/* ---- Rows */

static void read_cell(struct builder *b, struct row *row, struct str text)
{
	const struct column *column = &b->columns[b->at];
	struct rule_value value;
	switch (column->role) {
	case COLUMN_ASKED:
		read_condition(b, &column->member.type, text, &row->asked[column->index]);
		row->blank += row->asked[column->index].kind == CELL_ANY;
		break;
	case COLUMN_ANSWER:
		read_value(b, &column->member.type, text, &row->answers[column->index]);
		row->answers[column->index].field = column->member.name;
		break;
	case COLUMN_FROM:
	case COLUMN_UNTIL:
		if (!read_value(b, &column->member.type, text, &value) || value.kind == RULE_MISSING)
			break;
		if (value.kind != RULE_DATE || !date_whole(value.date))
			report(b, TABLE_P_CELL, text, STR(""));
		else if (column->role == COLUMN_FROM)
			row->from = value.date;
		else
			row->until = value.date;
		break;
	}
}

static void read_row(struct builder *b, size_t number, struct row *row)
{
	b->line = b->rows->lines ? b->rows->lines[number] : (uint32_t)number + 1;
	b->at = 0;
	if (b->rows->cells[number] != b->column_count) {
		report(b, TABLE_P_CELLS, STR(""), STR(""));
		return;
	}
	row->line = b->line;
	row->asked = ARENA_ARRAY(b->arena, struct cell, b->table->asked_count + 1);
	row->answers = ARENA_ARRAY(b->arena, struct rule_value, b->table->record.count + 1);
	for (b->at = 0; b->at < b->column_count; b->at++)
		read_cell(b, row, b->rows->rows[number][b->at]);
	b->at = 0;
	row->object = (struct rule_object){ .record = &b->table->record, .members = row->answers };
	if (!date_empty(row->from) && !date_empty(row->until) && date_compare(row->until, row->from) < 0)
		report(b, TABLE_P_DATES, STR(""), STR(""));
}

const struct rule_table *table_build(struct arena *arena, struct str name, enum table_hit hit, bool complete,
                                     const struct table_rows *rows, const struct table_source *source,
                                     struct rule_diagnostics *diagnostics)
{
	struct rule_table *table = ARENA_NEW(arena, struct rule_table);
	struct builder b = { .arena = arena, .rows = rows, .source = source, .diagnostics = diagnostics, .table = table, .line = 1 };
	*table = (struct rule_table){ .name = str_copy(arena, name), .file = str_copy(arena, rows->file), .hit = hit, .complete = complete };
	if (!rows->count || rows->count > TABLE_ROWS_MOST + 1 || rows->cells[0] > TABLE_COLUMNS_MOST) {
		report(&b, rows->count ? TABLE_P_TOO_MANY : TABLE_P_HEADER, name, STR(""));
		return NULL;
	}
	if (!read_header(&b))
		return NULL;
	table->row_count = rows->count - 1;
	table->rows = ARENA_ARRAY(arena, struct row, rows->count);
	for (size_t i = 1; i < rows->count; i++)
		read_row(&b, i, &table->rows[i - 1]);
	return b.reported ? NULL : table;
}

/* ---- What a table tells of itself */

struct str table_name(const struct rule_table *table)
{
	return table->name;
}

enum table_hit table_hit(const struct rule_table *table)
{
	return table->hit;
}

size_t table_row_count(const struct rule_table *table)
{
	return table->row_count;
}

size_t table_asked_count(const struct rule_table *table)
{
	return table->asked_count;
}

const struct rule_member *table_asked(const struct rule_table *table)
{
	return table->asked;
}

const struct rule_record *table_record(const struct rule_table *table)
{
	return &table->record;
}

uint32_t table_line(const struct rule_table *table, size_t row)
{
	return table->rows[row].line;
}

const struct rule_object *table_row(const struct rule_table *table, size_t row)
{
	return &table->rows[row].object;
}
