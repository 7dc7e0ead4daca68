#include "compile.h"

#include "arena.h"
#include "csv.h"
#include "lang.h"

/* tables/tables.lim and the CSV files it names; the table entry_rules, which C asks for, in a form of its own. */

/* ---- What stands in headers and cells ---- */

struct table_context {
	const struct pack *pack;
	struct arena *arena;
};

static bool type_of(void *context, struct str name, struct rule_type *out, struct str *meant)
{
	static const struct { const char *name, *list; } others[] = {
		{ "country", "countries" }, { "need", "needs" }, { "stay_rule", "stay_rules" }, { "document_kind", "document_kinds" },
		{ "purpose", "travel_purposes" }, { "mode", "modes" }, { "direction", "directions" }, { "post", "posts" } };
	struct table_context *table = context;
	struct str list = name;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_is(name, others[i].name))
			list = str_of(others[i].list);
	const struct str *codes;
	size_t count;
	*out = (struct rule_type){ .kind = RULE_CODE, .list = list };
	if (str_is(name, "words"))
		*out = (struct rule_type){ .kind = RULE_TEXT };
	else if (!pack_codes_of(table->pack, table->arena, list, &codes, &count)) {
		*meant = nearest_of(table->arena, name, table->pack->lists, sizeof *table->pack->lists, table->pack->list_count);
		return false;
	}
	return true;
}

static bool codes_of(void *context, struct str list, const struct str **codes, size_t *count)
{
	struct table_context *table = context;
	return pack_codes_of(table->pack, table->arena, list, codes, count);
}

static bool bloc_of(void *context, struct str name, const struct str **codes, size_t *count, struct str *meant)
{
	struct table_context *table = context;
	const struct pack *pack = table->pack;
	const struct pack_bloc *bloc = pack_bloc(pack, name);
	if (!bloc) {
		*meant = nearest_of(table->arena, name, pack->blocs, sizeof *pack->blocs, pack->bloc_count);
		return false;
	}
	struct str *members = ARENA_ARRAY(table->arena, struct str, bloc->count);
	for (size_t i = 0; i < bloc->count; i++)
		members[i] = bloc->members[i].country;
	*codes = members;
	*count = bloc->count;
	return true;
}

/* ---- Columns ---- */

static struct str column_name(struct str heading)
{
	size_t at;
	if (str_find(heading, STR(":"), &at))
		heading = str_slice(heading, 0, at);
	return str_ends(heading, STR("?")) ? str_slice(heading, 0, heading.len - 1) : heading;
}

static bool column_is_words(struct str heading)
{
	return str_ends(heading, STR(":words"));
}

/* Position of a column, or SIZE_MAX. */
static size_t column_of(const struct table_rows *rows, const char *name)
{
	for (size_t i = 0; rows->count && i < rows->cells[0]; i++)
		if (str_is(column_name(rows->rows[0][i]), name))
			return i;
	return SIZE_MAX;
}

static struct str cell_of(const struct table_rows *rows, size_t row, size_t column)
{
	return column < rows->cells[row] ? rows->rows[row][column] : STR("");
}

/* The words of a cell; the same words in one column are the same words. */
static struct words cell_words(struct compiler *compiler, const struct pack_table *table, size_t row, size_t column, size_t since)
{
	struct str source = cell_of(table->rows, row, column);
	struct str context = str_format(compiler->scratch, STR_FMT ":" STR_FMT, STR_ARG(table->name),
	                                STR_ARG(column_name(table->rows->rows[0][column])));
	if (!source.len)
		return (struct words){ 0 };
	for (size_t i = since; i < compiler->word_count; i++)
		if (str_equal(compiler->words[i].words.source, source) && str_equal(compiler->words[i].words.context, context))
			return compiler->words[i].words;
	return words_add(compiler, context, source, true, (struct where){ table->rows->file, (int)table->rows->lines[row], 1 });
}

static void register_words(struct compiler *compiler, struct pack_table *table)
{
	size_t since = compiler->word_count;
	for (size_t column = 0; column < table->rows->cells[0]; column++)
		for (size_t row = 1; column_is_words(table->rows->rows[0][column]) && row < table->rows->count; row++)
			cell_words(compiler, table, row, column, since);
	struct words *cells = ARENA_ARRAY(compiler->arena, struct words, compiler->word_count - since + 1);
	for (size_t i = since; i < compiler->word_count; i++)
		cells[table->cell_count++] = compiler->words[i].words;
	table->cells = cells;
}

/* Members of a bloc may come and go; rows of a table have dates of their own. Both together could not be checked. */
static void check_dated_blocs(struct compiler *compiler, const struct table_rows *rows)
{
	for (size_t row = 1; row < rows->count; row++) {
		for (size_t column = 0; column < rows->cells[row]; column++) {
			struct str cell = rows->rows[row][column];
			if (!str_starts(cell, STR("bloc ")))
				continue;
			const struct pack_bloc *bloc = pack_bloc(compiler->pack, str_trim(str_slice(cell, 5, cell.len)));
			for (size_t i = 0; bloc && i < bloc->count; i++) {
				if (date_empty(bloc->members[i].span.from) && date_empty(bloc->members[i].span.until))
					continue;
				diagnose(compiler->diagnostics, (struct where){ rows->file, (int)rows->lines[row], 1 }, "P319",
				         "a bloc whose members have dates stands in a table", bloc->code,
				         "write rows with dates for the members that have dates", STR(""));
				break;
			}
		}
	}
}

/* ---- The table of entry ---- */

static const char *const question_columns[ENTRY_QUESTIONS] = { "nationality", "document_kind", "purpose", "residence", "holds_visa_of" };

static bool entry_columns(struct compiler *compiler, const struct pack_table *table)
{
	static const char *const needed[] = { "need", "stay_rule", "passport_months", "onward", "health", "article" };
	bool complete = true;
	for (size_t i = 0; i < COUNT_OF(needed); i++) {
		if (column_of(table->rows, needed[i]) != SIZE_MAX)
			continue;
		diagnose(compiler->diagnostics, (struct where){ table->rows->file, 1, 1 }, "P316", "a column is missing", str_of(needed[i]),
		         "entry_rules answers need, stay_rule, passport_months, onward, health and article", STR(""));
		complete = false;
	}
	return complete;
}

static const enum entry_question *entry_questions(struct compiler *compiler, const struct pack_table *table)
{
	size_t count = table_asked_count(table->table);
	enum entry_question *questions = ARENA_ARRAY(compiler->arena, enum entry_question, count);
	for (size_t i = 0; i < count; i++) {
		struct str name = table_asked(table->table)[i].name;
		questions[i] = ENTRY_QUESTIONS;
		for (int question = 0; question < ENTRY_QUESTIONS; question++)
			if (str_is(name, question_columns[question]))
				questions[i] = (enum entry_question)question;
		if (questions[i] == ENTRY_QUESTIONS)
			diagnose(compiler->diagnostics, (struct where){ table->rows->file, 1, 1 }, "P317", "nobody can answer this column", name,
			         "entry_rules asks nationality, document_kind, purpose, residence and holds_visa_of", STR(""));
	}
	return questions;
}

static struct pack_entry entry_of(struct compiler *compiler, const struct pack_table *table, size_t row, size_t since)
{
	const struct table_rows *rows = table->rows;
	struct pack_entry entry = { .row = (int)rows->lines[row] };
	struct str need = cell_of(rows, row, column_of(rows, "need"));
	for (int i = NEED_NONE; i <= NEED_VISA; i++)
		if (str_is(need, pack_need_name((enum pack_need)i)))
			entry.need = (enum pack_need)i;
	int64_t months = 0;
	if (str_to_int(cell_of(rows, row, column_of(rows, "passport_months")), &months) && months >= 0 && months <= 120)
		entry.passport_months = (int)months;
	struct str onward = cell_of(rows, row, column_of(rows, "onward"));
	entry.onward = str_is(onward, "yes") ? PACK_YES : onward.len ? PACK_NO : PACK_UNKNOWN;
	entry.stay_rule = str_copy(compiler->arena, cell_of(rows, row, column_of(rows, "stay_rule")));
	entry.health = str_copy(compiler->arena, cell_of(rows, row, column_of(rows, "health")));
	entry.article = cell_words(compiler, table, row, column_of(rows, "article"), since);
	return entry;
}

/* Rows of the rule's table are those of the file, told apart by their lines. */
static void compile_entries(struct compiler *compiler, struct pack_table *table, size_t since)
{
	size_t count = table_row_count(table->table);
	struct pack_entry *entries = ARENA_ARRAY(compiler->arena, struct pack_entry, count);
	if (!entry_columns(compiler, table))
		return;
	for (size_t i = 0; i < count; i++)
		for (size_t row = 1; row < table->rows->count; row++)
			if (table->rows->lines[row] == table_line(table->table, i))
				entries[i] = entry_of(compiler, table, row, since);
	table->entries = entries;
	table->questions = entry_questions(compiler, table);
}

/* ---- All tables ---- */

static void compile_rows(struct compiler *compiler, struct pack_table *table)
{
	struct table_context *context = ARENA_NEW(compiler->scratch, struct table_context);
	*context = (struct table_context){ compiler->pack, compiler->scratch };
	struct table_source source = { context, type_of, codes_of, bloc_of };
	size_t since = compiler->word_count;
	register_words(compiler, table);
	check_dated_blocs(compiler, table->rows);
	table->table = table_build(compiler->arena, table->name, table->hit, table->complete, table->rows, &source, &compiler->rules);
	if (!table->table)
		return;
	table_check(table->table, compiler->pack->head.from, &source, &compiler->rules);
	if (str_is(table->name, "entry_rules"))
		compile_entries(compiler, table, since);
}

static void compile_table(struct compiler *compiler, const struct line *line, struct pack_table *out)
{
	out->name = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->hit = argument_is(line, 2, "unique") ? TABLE_UNIQUE : argument_is(line, 2, "first") ? TABLE_FIRST : TABLE_ALL;
	out->complete = given(line, 3);
	struct str path = str_format(compiler->arena, "tables/" STR_FMT ".csv", STR_ARG(out->name));
	const struct pack_file *file = source_file(compiler->source, path);
	struct table_rows *rows = ARENA_NEW(compiler->arena, struct table_rows);
	out->rows = rows;
	if (!file)
		complain(compiler, line, 1, "P022", "this file is missing", path, "write the table's rows into it", STR(""));
	else if (csv_rows(compiler, path, file->bytes, rows) && rows->count)
		compile_rows(compiler, out);
}

static void check_unnamed(struct compiler *compiler)
{
	for (size_t i = 0; i < compiler->source->count; i++) {
		struct str path = compiler->source->files[i].path;
		bool named = !str_starts(path, STR("tables/")) || !str_ends(path, STR(".csv"));
		for (size_t j = 0; j < compiler->pack->table_count; j++)
			named |= str_equal(str_slice(path, 7, path.len - 4), compiler->pack->tables[j].name);
		if (!named)
			diagnose(compiler->diagnostics, (struct where){ path, 0, 0 }, "P318", "no line names this table", STR(""),
			         "add a 'table' line to tables/tables.lim, or remove the file", STR(""));
	}
}

void compile_tables(struct compiler *compiler)
{
	struct line *line;
	struct pack_table *tables = ARENA_ARRAY(compiler->arena, struct pack_table, count_top(compiler, KEY_TABLE));
	compiler->pack->tables = tables;
	for EACH_TOP(compiler, KEY_TABLE, line) {
		compile_table(compiler, line, &tables[compiler->pack->table_count]);
		compiler->pack->table_count++;
	}
	check_unnamed(compiler);
	if (!pack_table(compiler->pack, STR("entry_rules")))
		diagnose(compiler->diagnostics, (struct where){ STR("tables/tables.lim"), 0, 0 }, "P316", "the table of entry is missing",
		         STR("entry_rules"), "write who needs what to enter: nationality? ... -> need, stay_rule, ...", STR(""));
}

/* ---- CSV ---- */

static void keep_row(struct arena *arena, const struct csv_row *row, const struct str **cells)
{
	struct str *copy = ARENA_ARRAY(arena, struct str, row->count);
	for (size_t i = 0; i < row->count; i++)
		copy[i] = str_copy(arena, str_trim(row->fields[i]));
	*cells = copy;
}

bool csv_rows(struct compiler *compiler, struct str path, struct str text, struct table_rows *out)
{
	if (text.len > PACK_FILE_BYTES || !utf8_valid(text) || !lang_is_nfc(text)) {
		diagnose(compiler->diagnostics, (struct where){ path, 0, 0 }, "P315", "the table is no text of at most 1 MiB", STR(""),
		         "save it as UTF-8, in composed form (NFC)", STR(""));
		return false;
	}
	size_t lines = 1;
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	const struct str **rows = ARENA_ARRAY(compiler->arena, const struct str *, lines);
	size_t *cells = ARENA_ARRAY(compiler->arena, size_t, lines);
	uint32_t *numbers = ARENA_ARRAY(compiler->arena, uint32_t, lines);
	struct csv_reader *reader = csv_reader_all(compiler->scratch, text, (struct csv_options){ .separator = ',' });
	struct csv_row row;
	struct error err;
	enum csv_step step;
	*out = (struct table_rows){ path, rows, cells, numbers, 0 };
	while ((step = csv_next(reader, &row, &err)) == CSV_ROW && out->count < lines) {
		keep_row(compiler->arena, &row, &rows[out->count]);
		cells[out->count] = row.count;
		numbers[out->count++] = (uint32_t)row.line;
	}
	if (step == CSV_ERROR)
		diagnose(compiler->diagnostics, (struct where){ path, (int)(out->count ? numbers[out->count - 1] + 1 : 1), 1 }, "P315",
		         "the table cannot be read", str_of(err.where), err.what, STR(""));
	return step != CSV_ERROR;
}
