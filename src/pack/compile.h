/* The steps from lines to `struct pack`, and what they share. Private to the room. */
#ifndef LIMEN_COMPILE_H
#define LIMEN_COMPILE_H

#include "calendar.h"
#include "keyword.h"
#include "pack_letter.h"
#include "pack_judge.h"
#include "table.h"

/* Every "..." in the pack, with where it stands: what translations are checked against. */
struct word_entry {
	struct words words;
	bool is_public;
	struct where where;
};

enum entry_question { ASKS_NATIONALITY, ASKS_DOCUMENT_KIND, ASKS_PURPOSE, ASKS_RESIDENCE, ASKS_VISA_OF, ENTRY_QUESTIONS };

struct pack_table {
	struct str name;
	struct words words;
	enum table_hit hit;
	bool complete;
	const struct rule_table *table;
	const struct table_rows *rows;  /* as read */
	const struct words *cells; size_t cell_count; /* of columns of words */
	/* of entry_rules alone: what each row of the table says, and which fact each asked column is about */
	const struct pack_entry *entries;
	const enum entry_question *questions;
};

struct pack_translations {
	const struct str *languages;
	const struct str *const *texts; /* of a language: by number of the words; empty = none */
	size_t count, words;
};

struct compiler {
	struct arena *arena;     /* the pack's */
	struct arena *scratch;   /* ends with pack_load() */
	const struct pack_source *source;
	struct pack_diagnostics *diagnostics;
	struct rule_diagnostics rules; /* in scratch; taken over at the end */
	struct date today;
	struct pack *pack;
	struct file_lines *files;
	size_t file_count;
	const struct file_lines *file; /* being compiled */
	struct word_entry *words;
	size_t word_count, word_size;
	struct str section;      /* context of words that are no line: tables */
	struct pack_translations *translations; /* filled last, named by all words */
	bool for_parties;        /* WORDS_OF_PARTIES of now are read by a party of the procedure */
};

/* ---- Steps, in this order ---- */
void compile_head(struct compiler *compiler);
void compile_lists(struct compiler *compiler);
void compile_border(struct compiler *compiler);
void compile_stays(struct compiler *compiler);
void compile_people(struct compiler *compiler);
void compile_centres(struct compiler *compiler);
void compile_training(struct compiler *compiler);
void check_names(struct compiler *compiler);      /* doubles and references: P10x */
void compile_expressions(struct compiler *compiler); /* conditions, typed: P2xx */
void compile_tables(struct compiler *compiler);      /* P30x, P31x */
void compile_procedures(struct compiler *compiler);  /* procedures/NAME.lim */
void check_law(struct compiler *compiler);        /* P14x, colours, calendars */
void compile_letters(struct compiler *compiler);  /* P34x */
void compile_words(struct compiler *compiler);    /* translations: P32x */
struct str compile_catalogue(struct compiler *compiler, struct str language); /* the .po file with all words, translations kept */
void compile_identity(struct compiler *compiler); /* canonical JSON and its digest */

/* ---- Expressions: expression.c ---- */
const struct rule_schema *pack_schema(struct arena *arena, const struct pack *pack);
/* Evaluates; missing when there was an error. `entry` may be NULL. */
struct rule_value pack_eval(const struct pack *pack, struct arena *arena, const struct rule_expression *expression,
                            const struct pack_facts *facts, const struct pack_entry *entry, struct date day);
/* The functions bloc() and param(): call->context is the pack. */
bool pack_call_bloc(const struct rule_call *call, struct rule_value *out, struct error *err);
bool pack_call_param(const struct rule_call *call, struct rule_value *out, struct error *err);
/* Codes of a list of the pack or of the built-in ones: needs, stay_rules, modes, directions, posts. */
bool pack_codes_of(const struct pack *pack, struct arena *arena, struct str list, const struct str **codes, size_t *count);

/* ---- Tables ---- */
/* Rows of a CSV file (RFC 4180), empty lines left out; false and P315 when a quotation is not closed or the file is no text. */
bool csv_rows(struct compiler *compiler, struct str path, struct str text, struct table_rows *out);

/* ---- Lines ---- */
struct line_cursor {
	const struct compiler *compiler;
	size_t file;
	struct line *line;
};
/* Goes over the lines of one keyword at top level, in all files; sets compiler->file. NULL at the end. */
struct line *next_top(struct compiler *compiler, struct line_cursor *cursor, enum keyword_id id);
#define EACH_TOP(compiler, id, line) \
	(struct line_cursor cursor_##line = { 0 }; (line = next_top(compiler, &cursor_##line, id));)
/* Children of a line that were understood. */
struct line *first_child(const struct line *line, enum keyword_id id);
struct line *next_same(const struct line *line);
size_t count_children(const struct line *line, enum keyword_id id);
size_t count_top(struct compiler *compiler, enum keyword_id id);
/* Of a child that stands at most once; empty when there is none. */
struct str text_below(struct compiler *compiler, const struct line *line, enum keyword_id id);
struct words words_below(struct compiler *compiler, const struct line *line, enum keyword_id id);
struct pack_names names_below(struct compiler *compiler, const struct line *line, enum keyword_id id);

bool given(const struct line *line, int at);
bool argument_is(const struct line *line, int at, const char *word);
struct str text_at(struct compiler *compiler, const struct line *line, int at);  /* copied into the pack */
struct words words_at(struct compiler *compiler, const struct line *line, int at);
struct words words_of_token(struct compiler *compiler, const struct line *line, const struct token *token);
struct words words_add(struct compiler *compiler, struct str context, struct str source, bool is_public, struct where where);
struct pack_names names_at(struct compiler *compiler, const struct line *line, int at);
struct date date_at(struct compiler *compiler, const struct line *line, int at);
int integer_at(struct compiler *compiler, const struct line *line, int at);
struct pack_span span_at(struct compiler *compiler, const struct line *line, int from, int until); /* arguments */
struct pack_span span_below(struct compiler *compiler, const struct line *line, enum keyword_id from, enum keyword_id until);
bool span_overlaps(struct pack_span a, struct pack_span b);
/* A duration in minutes, hours or days: what the unit counts, "days" -> count. False and P116 when the unit is none of `units`. */
bool duration_at(struct compiler *compiler, const struct line *line, int at, int *count, struct str *unit);
int minutes_at(struct compiler *compiler, const struct line *line, int at);
int hours_at(struct compiler *compiler, const struct line *line, int at);
int days_at(struct compiler *compiler, const struct line *line, int at);
void degrees_at(struct compiler *compiler, const struct line *line, int32_t *latitude, int32_t *longitude); /* of its first argument: two numbers */

/* A value of any kind, without its days in force. */
void value_at(struct compiler *compiler, const struct line *line, int at, struct pack_value *out);
void complain(struct compiler *compiler, const struct line *line, size_t token, const char *code, const char *what,
              struct str name, const char *todo, struct str suggestion);
void warn(struct compiler *compiler, const struct line *line, size_t token, const char *code, const char *what,
          struct str name, const char *todo);
const struct pack_file *source_file(const struct pack_source *source, struct str path);

#endif
