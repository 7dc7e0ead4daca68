/* Procedures: reading all of them, and finding what is in one. */
#include "procedure.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "procedure_read.h"

/* --- finding --- */

static place_at at_of(const void *items, size_t size, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(*(const struct str *)((const char *)items + i * size), name))
			return (place_at)i;
	return NOWHERE;
}

#define FIND(what, array, counter) \
	place_at procedure_##what(const struct pack_procedure *procedure, struct str name) \
	{ \
		return at_of(procedure->array, sizeof *procedure->array, procedure->counter, name); \
	}
FIND(field, fields, field_count)
FIND(state, states, state_count)
FIND(action, actions, action_count)
FIND(clock, clocks, clock_count)
FIND(use, uses, use_count)

const struct pack_form *procedure_form(const struct pack_procedure *procedure, struct str name)
{
	place_at at = at_of(procedure->forms, sizeof *procedure->forms, procedure->form_count, name);
	return at == NOWHERE ? NULL : &procedure->forms[at];
}

const struct pack_procedure *pack_procedure(const struct pack *pack, struct str name)
{
	place_at at = at_of(pack->procedures, sizeof *pack->procedures, pack->procedure_count, name);
	return at == NOWHERE ? NULL : &pack->procedures[at];
}

const struct pack_setting *pack_setting(const struct pack_use *use, const char *name)
{
	for (size_t i = 0; i < use->setting_count; i++)
		if (str_is(use->settings[i].name, name))
			return &use->settings[i];
	return NULL;
}

struct str pack_setting_code(const struct pack_use *use, const char *name)
{
	const struct pack_setting *setting = pack_setting(use, name);
	return setting ? setting->text.source : STR("");
}

/* --- the head --- */

static void read_parties(struct reading *reading)
{
	struct pack_party *parties = ARENA_ARRAY(reading->compiler->arena, struct pack_party, count_children(reading->head, KEY_PARTY) + 1);
	for (const struct line *line = first_child(reading->head, KEY_PARTY); line; line = next_same(line))
		parties[reading->procedure->party_count++] = (struct pack_party){ text_at(reading->compiler, line, 0), given(line, 1) };
	reading->procedure->parties = parties;
}

static void read_head(struct reading *reading)
{
	struct compiler *compiler = reading->compiler;
	struct pack_procedure *procedure = reading->procedure;
	const struct line *head = reading->head, *revision = first_child(head, KEY_REVISION);
	procedure->name = text_at(compiler, head, 0);
	procedure->title = words_at(compiler, head, 1);
	procedure->about = words_below(compiler, head, KEY_ABOUT);
	procedure->law = words_below(compiler, head, KEY_PROCEDURE_LAW);
	procedure->revision = revision ? integer_at(compiler, revision, 0) : 1;
	procedure->purpose = text_below(compiler, head, KEY_PROCEDURE_PURPOSE);
	procedure->reference = text_below(compiler, head, KEY_CASE_REFERENCE);
	procedure->partner = text_below(compiler, head, KEY_PARTNER);
	procedure->group = text_below(compiler, head, KEY_CASE_GROUP);
	procedure->offline = first_child(head, KEY_PROCEDURE_OFFLINE) != NULL;
	read_parties(reading);
	if (!pack_purpose(compiler->pack, procedure->purpose))
		complain(compiler, head, 0, "P106", "there is no such purpose", procedure->purpose, "use a purpose of the pack",
		         nearest_of(compiler->scratch, procedure->purpose, compiler->pack->purposes, sizeof *compiler->pack->purposes, compiler->pack->purpose_count));
	for (size_t i = 0; i < compiler->pack->procedure_count; i++)
		if (&compiler->pack->procedures[i] < procedure && str_equal(compiler->pack->procedures[i].name, procedure->name))
			complain(compiler, head, 1, "P101", "this name stands twice", procedure->name, "rename one of them", STR(""));
}

/* done.submit, done.receive_request: once the actions are known. */
static void read_head_names(struct reading *reading)
{
	const struct line *law_of = first_child(reading->head, KEY_LAW_OF), *subject = first_child(reading->head, KEY_SUBJECT);
	struct pack_procedure *procedure = reading->procedure;
	reading->compiler->file = reading->files[0];
	if (law_of) {
		struct cursor cursor = cursor_at(reading, law_of, 0);
		place_at *out = ARENA_ARRAY(reading->compiler->arena, place_at, ACTIONS_MOST);
		struct str path;
		do {
			if (!cursor_name(&cursor, &path))
				break;
			place_at at = str_starts(path, STR("done.")) ? action_named(reading, law_of, cursor.at - 1, str_slice(path, 5, path.len)) : NOWHERE;
			if (at != NOWHERE && procedure->law_of.count < ACTIONS_MOST)
				out[procedure->law_of.count++] = at;
		} while (cursor_mark(&cursor, ","));
		if (!cursor_done(&cursor))
			cursor_complain(&cursor, "P015", "the line should end before this", "write: law_of done.ACTION, ... or opened");
		procedure->law_of.items = out;
	}
	if (subject && !(subject->count == 2 && str_is(subject->tokens[1].raw, "none")))
		procedure->subject = rule_at(reading, subject, 0, RULE_MISSING);
	for (size_t i = 0; i < procedure->party_count; i++)
		if (procedure_field(procedure, procedure->parties[i].field) == NOWHERE)
			field_named(reading, reading->head, 0, procedure->parties[i].field);
}

/* --- flags: what some action puts up --- */

static void add_flags(struct str *out, size_t *count, const struct pack_effect *effects, size_t effect_count)
{
	for (size_t i = 0; i < effect_count; i++) {
		bool known = effects[i].kind != EFFECT_FLAG;
		for (size_t k = 0; k < *count && !known; k++)
			known = str_equal(out[k], effects[i].name);
		if (!known && *count < 100)
			out[(*count)++] = effects[i].name;
	}
}

static void gather_flags(struct reading *reading)
{
	struct pack_procedure *procedure = reading->procedure;
	struct str *flags = ARENA_ARRAY(reading->compiler->arena, struct str, 100);
	size_t count = 0;
	for (size_t i = 0; i < procedure->action_count; i++)
		add_flags(flags, &count, procedure->actions[i].effects, procedure->actions[i].effect_count);
	for (size_t i = 0; i < procedure->clock_count; i++)
		for (size_t k = 0; k < procedure->clocks[i].warning_count; k++)
			add_flags(flags, &count, &procedure->clocks[i].warnings[k].effect, 1);
	procedure->flags = (struct pack_names){ flags, count };
}

/* --- what counts for the identity --- */

static void add_lines(struct buf *out, const struct line *line)
{
	for (; line; line = line->next) {
		for (int i = 0; i < line->depth; i++)
			buf_text(out, "  ");
		for (size_t i = 0; i < line->count; i++) {
			buf_text(out, i ? " " : "");
			buf_add(out, line->tokens[i].raw);
		}
		buf_c(out, '\n');
		add_lines(out, line->child);
	}
}

static void keep_text(struct reading *reading)
{
	struct buf out = BUF_IN(reading->compiler->arena);
	for (size_t i = 0; i < reading->file_count; i++)
		add_lines(&out, reading->files[i]->first);
	reading->procedure->text = buf_str(&out);
}

/* --- all of them --- */

static const struct file_lines *file_named(const struct compiler *compiler, struct str path)
{
	for (size_t i = 0; i < compiler->file_count; i++)
		if (str_equal(compiler->files[i].path, path))
			return &compiler->files[i];
	return NULL;
}

static void find_parts(struct reading *reading)
{
	for (const struct line *line = first_child(reading->head, KEY_USE_PART); line; line = next_same(line)) {
		struct str name = text_at(reading->compiler, line, 0);
		const struct file_lines *file = file_named(reading->compiler, str_format(reading->compiler->scratch, "parts/" STR_FMT ".lim", STR_ARG(name)));
		if (file && reading->file_count < COUNT_OF(reading->files))
			reading->files[reading->file_count++] = file;
		else
			complain(reading->compiler, line, 1, "P105", "there is no such part", name, "write it as parts/NAME.lim", STR(""));
	}
}

void compile_procedures(struct compiler *compiler)
{
	size_t count = count_top(compiler, KEY_PROCEDURE), at = 0;
	struct pack_procedure *procedures = ARENA_ARRAY(compiler->arena, struct pack_procedure, count + 1);
	struct reading *readings = ARENA_ARRAY(compiler->scratch, struct reading, count + 1);
	struct line *line;
	memset(procedures, 0, (count + 1) * sizeof *procedures);
	memset(readings, 0, (count + 1) * sizeof *readings);
	compiler->pack->procedures = procedures;
	for EACH_TOP(compiler, KEY_PROCEDURE, line) {
		struct reading *reading = &readings[at];
		*reading = (struct reading){ .compiler = compiler, .procedure = &procedures[at], .files = { compiler->file }, .file_count = 1, .head = line };
		reading->procedure->file = str_copy(compiler->arena, compiler->file->path);
		compiler->pack->procedure_count = ++at;
		find_parts(reading);
		read_head(reading);
		compiler->for_parties = reading->procedure->party_count;
		read_fields(reading);
		read_forms(reading);
		compiler->for_parties = false; /* actions and effects say it themselves */
		read_uses(reading);
		read_states(reading);
		read_actions(reading);
		read_clocks(reading);
		read_rest(reading);
		read_head_names(reading);
		gather_flags(reading);
		keep_text(reading);
		compiler->file = reading->files[0];
	}
	for (size_t i = 0; i < at; i++)
		make_record(&readings[i]);
	for (size_t i = 0; i < at; i++)
		type_all(&readings[i]);
	for (size_t i = 0; i < at; i++)
		check_procedure(&readings[i]);
}
