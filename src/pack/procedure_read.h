/* Reading procedure files: what the steps share. Private to the room. */
#ifndef LIMEN_PROCEDURE_READ_H
#define LIMEN_PROCEDURE_READ_H

#include "compile.h"
#include "procedure.h"

/* An expression that is typed once all procedures are read: they may name each other. */
struct untyped {
	struct rule_expression *expression;
	const struct pack_asked *list;  /* names of its items come first; NULL = of the case */
	const struct pack_asked *one;   /* the name of this list means one of its items */
	enum rule_kind want;            /* MISSING = any */
	bool of_compute;                /* may not use today, now, me */
};

struct reading {
	struct compiler *compiler;
	struct pack_procedure *procedure;
	const struct file_lines *files[20]; /* its own, and its parts */
	size_t file_count;
	const struct line *head;
	struct untyped *untyped;
	size_t untyped_count, untyped_size;
	const struct pack_asked *list;  /* of the field or action being read */
};

/* A line, and the file in which it stands. */
struct row {
	const struct file_lines *file;
	const struct line *line;
};
/* Lines `id` below the sections `section`, of the procedure and then of its parts. */
struct row *rows_of(struct reading *reading, enum keyword_id section, enum keyword_id id, size_t *count);

/* --- the rest of a line, piece by piece --- */
struct cursor {
	struct reading *reading;
	const struct line *line;
	size_t at, end;
};
struct cursor cursor_at(struct reading *reading, const struct line *line, int argument);
bool cursor_word(struct cursor *cursor, const char *word);          /* takes it, when it stands here */
bool cursor_name(struct cursor *cursor, struct str *out);           /* a bare word; dots allowed */
bool cursor_names(struct cursor *cursor, struct pack_names *out);   /* separated by commas */
bool cursor_words(struct cursor *cursor, struct pack_sentence *out);
bool cursor_code(struct cursor *cursor, struct str *out);
bool cursor_length(struct cursor *cursor, struct pack_length *out);
bool cursor_rule(struct cursor *cursor, enum rule_kind want, struct pack_rule *out);
bool cursor_mark(struct cursor *cursor, const char *mark);
bool cursor_done(const struct cursor *cursor);
void cursor_complain(struct cursor *cursor, const char *code, const char *what, const char *todo);
struct str cursor_raw(const struct cursor *cursor);                 /* the token here; "" at the end */

/* Expressions noted since `from` are about one item of the list at the head of the path: its name means that item. */
void mean_one(struct reading *reading, size_t from, struct str path);
struct pack_rule rule_at(struct reading *reading, const struct line *line, int argument, enum rule_kind want);
struct pack_rule rule_below(struct reading *reading, const struct line *line, enum keyword_id id, enum rule_kind want);
struct pack_sentence sentence_at(struct reading *reading, const struct line *line, int argument);
struct pack_length length_at(struct reading *reading, const struct line *line, int argument);

/* --- names --- */
/* Complains when one of the `count` items before has this name. Each item begins with its name. */
void check_double(struct reading *reading, const struct row *row, const void *items, size_t size, size_t count, struct str name);
place_at field_named(struct reading *reading, const struct line *line, size_t token, struct str name);
place_at state_named(struct reading *reading, const struct line *line, size_t token, struct str name);
place_at action_named(struct reading *reading, const struct line *line, size_t token, struct str name);
place_at use_named(struct reading *reading, const struct line *line, size_t token, struct str name);
/* Fields, with forms taken apart. */
struct pack_places fields_named(struct reading *reading, const struct line *line, int argument, bool *item);
struct pack_who who_named(struct reading *reading, const struct line *line, int argument);
bool is_party(const struct pack_procedure *procedure, struct str name);
size_t token_of_name(const struct line *line, int argument, size_t which);

/* --- the steps --- */
void read_fields(struct reading *reading);
void read_forms(struct reading *reading);
void read_uses(struct reading *reading);
void read_states(struct reading *reading);
void read_actions(struct reading *reading);
void read_clocks(struct reading *reading);
void read_rest(struct reading *reading);
bool read_effect(struct cursor *cursor, struct pack_effect *out);

/* --- procedure_type.c --- */
void make_record(struct reading *reading);                           /* names of its expressions */
void type_all(struct reading *reading);

/* --- procedure_check.c, procedure_effect.c, procedure_explore.c --- */
void check_procedure(struct reading *reading);                       /* P1xx: the law's rules of procedures, and all that can happen */
void check_effects(struct reading *reading, const struct line *line, const struct pack_action *action);
/* `token`: where the effect begins on its line. */
void check_effect(struct reading *reading, const struct line *line, size_t token, const struct pack_effect *effect, bool has_item);
void explore(struct reading *reading);
bool places_hold(const struct pack_places *places, place_at one);

#endif
