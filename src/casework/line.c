/* The time line of a case: everything that happened, newest first. */
#include "pages.h"

#include <string.h>

#include "journal.h"

enum { LINE_MOST = 300 };

struct line {
	struct act *act;
	struct case_seen *seen;
	json_t *rows;
};

/* Answers that the actor may not read are not told here either. */
static json_t *answers_of(const struct line *line, const struct case_step *step)
{
	const struct pack_procedure *procedure = line->seen->flow.host.procedure;
	json_t *change = json_loadb(step->change.data, step->change.len, 0, NULL), *readable = json_array(), *one, *out;
	size_t at;
	json_array_foreach(change, at, one) {
		const char *path = json_string_value(json_array_get(one, 1));
		struct str member;
		const struct pack_asked *field = path ? case_field(procedure, str_of(path), &member) : NULL;
		if (field && case_reads(line->act, line->seen, field))
			json_array_append(readable, one);
	}
	out = case_told(line->act, procedure, readable);
	json_decref(readable);
	json_decref(change);
	return out;
}

/* What a time limit or news from elsewhere brought about: the action by its name. */
static struct str brought_about(const struct line *line, const struct case_step *step)
{
	const struct pack_procedure *procedure = line->seen->flow.host.procedure;
	json_t *change = json_loadb(step->change.data, step->change.len, 0, NULL), *one;
	struct str out = STR("");
	size_t at;
	json_array_foreach(change, at, one) {
		const char *what = json_string_value(json_array_get(one, 0)), *name = json_string_value(json_array_get(one, 1));
		place_at action = what && name && !strcmp(what, "done") ? procedure_action(procedure, str_of(name)) : NOWHERE;
		if (action != NOWHERE)
			out = pack_words(line->act->pack, lang_tag(line->act->lang), procedure->actions[action].label);
	}
	json_decref(change);
	return out;
}

static void say_step(const struct line *line, const struct case_step *step, json_t *row)
{
	const struct pack_procedure *procedure = line->seen->flow.host.procedure;
	json_t *answers = answers_of(line, step);
	json_put_str(row, "what", case_did_words(line->act, procedure, step->what, step->action));
	json_put_yesno(row, "any_answer", json_array_size(answers) != 0);
	json_put(row, "answers", answers);
	if (step->party.len)
		json_put_str(row, "who", case_party_words(line->act, procedure, step->party));
	json_put_yesno(row, "clock", str_is(step->what, "clock"));
	if (str_is(step->what, "clock") || str_is(step->what, "event"))
		json_put_str(row, "text", brought_about(line, step));
}

static void add(void *state, const struct entry *entry)
{
	struct line *line = state;
	struct act *act = line->act;
	json_t *row = json_object();
	void *data = entry->type ? arena_alloc(act->arena, entry->type->fields->size) : NULL;
	bool whole = data && entry->data.len && fields_from_data(entry->type->fields, entry->data, data, act->arena);
	json_put_str(row, "when", work_when(act, entry->happened));
	json_put_str(row, "who", show_officer(act, entry->actor));
	json_put_str(row, "text", STR(""));
	json_put_yesno(row, "any_answer", false);
	json_put(row, "answers", json_array());
	json_put_yesno(row, "clock", false);
	if (!whole)
		json_put_str(row, "what", lang_words(act->lang, WORDS("Erased when its time was over")));
	else if (entry->type == &case_step_type)
		say_step(line, data, row);
	else
		json_put_str(row, "what", lang_words(act->lang, entry->type->doc));
	if (whole && entry->type == &case_note_type)
		json_put_str(row, "text", ((const struct case_note *)data)->note);
	if (whole && entry->type == &case_assign_type && !uuid_zero(((const struct case_assign *)data)->to))
		json_put_str(row, "text", show_officer(act, ((const struct case_assign *)data)->to));
	json_array_append_new(line->rows, row);
}

bool work_line(struct act *act, struct case_seen *seen, json_t **out, struct error *err)
{
	struct line line = { act, seen, json_array() };
	bool good = journal_history(act, seen->record, add, &line, err);
	*out = json_array();
	for (size_t i = json_array_size(line.rows); i > 0 && json_array_size(*out) < LINE_MOST; i--)
		json_array_append(*out, json_array_get(line.rows, i - 1));
	json_decref(line.rows);
	return good;
}
