/* Queues, access, retention, indicators, earlier revisions. */
#include <string.h>

#include "arena.h"
#include "procedure_read.h"

static void read_queues(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_QUEUES, KEY_QUEUE, &count);
	struct pack_queue *queues = ARENA_ARRAY(reading->compiler->arena, struct pack_queue, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct line *line = rows[i].line;
		reading->compiler->file = rows[i].file;
		struct cursor cursor = cursor_at(reading, line, 4);
		queues[i] = (struct pack_queue){ .name = text_at(reading->compiler, line, 0), .role = text_at(reading->compiler, line, 1), .label = words_at(reading->compiler, line, 2) };
		bool good = cursor_rule(&cursor, RULE_YESNO, &queues[i].when);
		if (good && cursor_word(&cursor, "order"))
			good = cursor_rule(&cursor, RULE_MISSING, &queues[i].order);
		queues[i].down = cursor_word(&cursor, "down");
		if (!good || !cursor_done(&cursor))
			cursor_complain(&cursor, "P015", "the line should end before this", "write: NAME ROLE \"Words\" when EXPRESSION order PATH [down]");
		if (!pack_role(reading->compiler->pack, queues[i].role))
			complain(reading->compiler, line, 1, "P123", "there is no such role", queues[i].role, "use a role of the pack", STR(""));
	}
	reading->procedure->queues = queues;
	reading->procedure->queue_count = count;
}

/* --- access --- */

static void check_roles(struct reading *reading, const struct line *line, const struct pack_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (!pack_role(reading->compiler->pack, names->items[i]))
			complain(reading->compiler, line, 0, "P123", "there is no such role", names->items[i], "use a role of the pack",
			         nearest_of(reading->compiler->scratch, names->items[i], reading->compiler->pack->roles, sizeof *reading->compiler->pack->roles, reading->compiler->pack->role_count));
}

static void read_restriction(struct reading *reading, const struct line *line, struct pack_restriction *out)
{
	struct cursor cursor = cursor_at(reading, line, 1);
	bool good = cursor_rule(&cursor, RULE_YESNO, &out->when) && cursor_word(&cursor, "to") && cursor_names(&cursor, &out->roles);
	if (good && cursor_word(&cursor, "number"))
		out->how = RESTRICT_NUMBER;
	else if (good)
		good = cursor_word(&cursor, "hidden");
	if (!good || !cursor_done(&cursor))
		cursor_complain(&cursor, "P014", "this does not fit here", "write: restrict when EXPRESSION to ROLES hidden|number");
	check_roles(reading, line, &out->roles);
}

static void take_fields(struct reading *reading, const struct line *line, const struct pack_names *names, place_at *out, size_t *count)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct pack_form *form = procedure_form(reading->procedure, names->items[i]);
		place_at at = form ? NOWHERE : field_named(reading, line, 0, names->items[i]);
		if (at != NOWHERE && *count < FIELDS_MOST)
			out[(*count)++] = at;
		for (size_t page = 0; form && page < form->page_count; page++)
			for (size_t k = 0; k < form->pages[page].fields.count && *count < FIELDS_MOST; k++)
				out[(*count)++] = form->pages[page].fields.items[k];
	}
}

static void read_share(struct reading *reading, const struct line *line, struct pack_share *out)
{
	struct cursor cursor = cursor_at(reading, line, 1);
	struct pack_names with = { 0 }, without = { 0 };
	place_at *fields = ARENA_ARRAY(reading->compiler->arena, place_at, FIELDS_MOST), *less = ARENA_ARRAY(reading->compiler->scratch, place_at, FIELDS_MOST);
	size_t all = 0, few = 0, kept = 0;
	out->partner = text_at(reading->compiler, line, 0);
	bool good = cursor_names(&cursor, &with);
	if (good && cursor_word(&cursor, "except"))
		good = cursor_names(&cursor, &without);
	if (!good || !cursor_done(&cursor))
		cursor_complain(&cursor, "P014", "this does not fit here", "write: share PARTNER FORMS except FIELDS");
	take_fields(reading, line, &with, fields, &all);
	take_fields(reading, line, &without, less, &few);
	for (size_t i = 0; i < all; i++) {
		bool away = false;
		for (size_t k = 0; k < few; k++)
			away = away || less[k] == fields[i];
		if (!away)
			fields[kept++] = fields[i];
	}
	out->fields = (struct pack_places){ fields, kept };
}

static void read_access(struct reading *reading)
{
	struct pack_procedure *procedure = reading->procedure;
	size_t reads, classes, restrictions, shares;
	struct row *read = rows_of(reading, KEY_ACCESS, KEY_ACCESS_READ, &reads), *class = rows_of(reading, KEY_ACCESS, KEY_ACCESS_CLASS, &classes),
	           *restriction = rows_of(reading, KEY_ACCESS, KEY_RESTRICT, &restrictions), *share = rows_of(reading, KEY_ACCESS, KEY_SHARE, &shares);
	struct pack_class *class_out = ARENA_ARRAY(reading->compiler->arena, struct pack_class, classes + 1);
	struct pack_restriction *restriction_out = ARENA_ARRAY(reading->compiler->arena, struct pack_restriction, restrictions + 1);
	struct pack_share *share_out = ARENA_ARRAY(reading->compiler->arena, struct pack_share, shares + 1);
	for (size_t i = 0; i < reads; i++) {
		reading->compiler->file = read[i].file;
		procedure->readers = names_at(reading->compiler, read[i].line, 0);
		check_roles(reading, read[i].line, &procedure->readers);
	}
	for (size_t i = 0; i < classes; i++) {
		reading->compiler->file = class[i].file;
		class_out[i] = (struct pack_class){ text_at(reading->compiler, class[i].line, 0), names_at(reading->compiler, class[i].line, 1) };
		check_roles(reading, class[i].line, &class_out[i].roles);
	}
	for (size_t i = 0; i < restrictions; i++) {
		reading->compiler->file = restriction[i].file;
		restriction_out[i] = (struct pack_restriction){ 0 };
		read_restriction(reading, restriction[i].line, &restriction_out[i]);
	}
	for (size_t i = 0; i < shares; i++) {
		reading->compiler->file = share[i].file;
		share_out[i] = (struct pack_share){ 0 };
		read_share(reading, share[i].line, &share_out[i]);
	}
	procedure->classes = class_out;
	procedure->class_count = classes;
	procedure->restrictions = restriction_out;
	procedure->restriction_count = restrictions;
	procedure->shares = share_out;
	procedure->share_count = shares;
}

/* --- keep --- */

static void read_keep(struct reading *reading, enum keyword_id id, enum keep_how how, struct pack_keep *out, size_t *count)
{
	size_t found;
	struct row *rows = rows_of(reading, KEY_KEEP, id, &found);
	for (size_t i = 0; i < found; i++) {
		reading->compiler->file = rows[i].file;
		struct cursor cursor = cursor_at(reading, rows[i].line, 2);
		struct pack_keep *keep = &out[*count];
		*keep = (struct pack_keep){ .how = how, .after = length_at(reading, rows[i].line, 0) };
		bool good = cursor_rule(&cursor, RULE_MISSING, &keep->fact);
		if (good && cursor_word(&cursor, "if"))
			good = cursor_rule(&cursor, RULE_YESNO, &keep->condition);
		if (!good || !cursor_done(&cursor))
			cursor_complain(&cursor, "P015", "the line should end before this", "write: erase DURATION after FACT [if EXPRESSION]");
		else
			++*count;
	}
}

/* In the order of the file: the first that holds. */
static int by_line(const void *left, const void *right)
{
	const struct pack_keep *a = left, *b = right;
	struct rule_place one = rule_place_of(a->fact.expression), other = rule_place_of(b->fact.expression);
	return (one.line > other.line) - (one.line < other.line);
}

static void read_keeps(struct reading *reading)
{
	size_t most[3], count = 0;
	rows_of(reading, KEY_KEEP, KEY_ERASE, &most[0]);
	rows_of(reading, KEY_KEEP, KEY_ANONYMISE, &most[1]);
	rows_of(reading, KEY_KEEP, KEY_ARCHIVE, &most[2]);
	struct pack_keep *keeps = ARENA_ARRAY(reading->compiler->arena, struct pack_keep, most[0] + most[1] + most[2] + 1);
	read_keep(reading, KEY_ERASE, KEEP_ERASE, keeps, &count);
	read_keep(reading, KEY_ANONYMISE, KEEP_ANONYMISE, keeps, &count);
	read_keep(reading, KEY_ARCHIVE, KEEP_ARCHIVE, keeps, &count);
	if (count)
		qsort(keeps, count, sizeof *keeps, by_line);
	reading->procedure->keeps = keeps;
	reading->procedure->keep_count = count;
	reading->compiler->file = reading->files[0];
	if (!count || keeps[count - 1].condition.expression)
		complain(reading->compiler, reading->head, 0, "P184", "it is not said how long every case is kept", reading->procedure->name, "let the last line of 'keep' have no condition", STR(""));
}

/* --- indicators --- */

static void read_indicator(struct reading *reading, const struct line *line, struct pack_indicator *out)
{
	static const char *const kinds[] = { [INDICATOR_COUNT] = "count", [INDICATOR_MEDIAN] = "median", [INDICATOR_SHARE] = "share", [INDICATOR_SUM] = "sum" };
	struct cursor cursor = cursor_at(reading, line, 2);
	struct pack_rule *by = ARENA_ARRAY(reading->compiler->arena, struct pack_rule, 20);
	place_at *at = ARENA_ARRAY(reading->compiler->arena, place_at, ACTIONS_MOST);
	struct str path;
	bool good = false;
	size_t before = reading->untyped_count;
	out->name = text_at(reading->compiler, line, 0);
	out->label = words_at(reading->compiler, line, 1);
	for (size_t i = 0; i < COUNT_OF(kinds) && !good; i++)
		if (cursor_word(&cursor, kinds[i])) {
			out->kind = (enum indicator_kind)i;
			good = true;
		}
	if (good && !str_is(cursor_raw(&cursor), "at"))
		good = cursor_rule(&cursor, RULE_MISSING, &out->of);
	good = good && cursor_word(&cursor, "at");
	do {
		if (!good || !cursor_name(&cursor, &path))
			break;
		if (str_starts(path, STR("done.")))
			at[out->at.count++] = action_named(reading, line, cursor.at - 1, str_slice(path, 5, path.len));
	} while (cursor_mark(&cursor, ",") && out->at.count < ACTIONS_MOST);
	out->at.items = at;
	out->by = by;
	if (good && cursor_word(&cursor, "by"))
		do
			good = out->by_count < 20 && cursor_rule(&cursor, RULE_MISSING, &by[out->by_count++]);
		while (good && cursor_mark(&cursor, ","));
	if (out->kind == INDICATOR_COUNT && out->of.expression)
		mean_one(reading, before + 1, out->of.text);
	if (!good || !cursor_done(&cursor))
		cursor_complain(&cursor, "P014", "this does not fit here", "write: count [LIST], median, share or sum EXPRESSION at done.ACTION, ... by PATH, ...");
}

static void read_indicators(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_INDICATORS, KEY_INDICATOR, &count);
	struct pack_indicator *indicators = ARENA_ARRAY(reading->compiler->arena, struct pack_indicator, count + 1);
	for (size_t i = 0; i < count; i++) {
		reading->compiler->file = rows[i].file;
		indicators[i] = (struct pack_indicator){ 0 };
		read_indicator(reading, rows[i].line, &indicators[i]);
	}
	reading->procedure->indicators = indicators;
	reading->procedure->indicator_count = count;
}

/* --- revisions --- */

static void read_mapping(struct reading *reading, const struct line *line, struct pack_mapping *out)
{
	struct cursor cursor = cursor_at(reading, line, 0);
	struct pack_sentence why = { 0 };
	out->what = line->tokens[0].raw;
	bool good = cursor_name(&cursor, &out->from);
	if (good && cursor_word(&cursor, "-")) /* a hyphen may stand in a name, so `->` is read as two */
		good = cursor_mark(&cursor, ">") && cursor_name(&cursor, &out->to);
	else if (good && cursor_word(&cursor, "dropped"))
		good = cursor_words(&cursor, &why);
	else if (good)
		good = cursor_name(&cursor, &out->to);
	out->why = why.words;
	if (!good || !cursor_done(&cursor))
		cursor_complain(&cursor, "P014", "this does not fit here", "write: state old -> new, field old dropped \"why\", clock NAME keep|recount");
}

static void read_migrations(struct reading *reading)
{
	size_t count = 0;
	struct pack_migration *out = ARENA_ARRAY(reading->compiler->arena, struct pack_migration, 50);
	reading->compiler->file = reading->files[0];
	for (const struct line *line = reading->files[0]->first; line && count < 50; line = line->next) {
		if (!line->keyword || line->keyword->id != KEY_MIGRATE || !line->arguments)
			continue;
		const struct line *running = first_child(line, KEY_RUNNING);
		struct pack_mapping *mappings = ARENA_ARRAY(reading->compiler->arena, struct pack_mapping, 200);
		out[count] = (struct pack_migration){ .from = integer_at(reading->compiler, line, 1), .move = running && argument_is(running, 0, "move"), .mappings = mappings };
		for (const struct line *child = line->child; child; child = child->next)
			if (child->keyword && child->arguments && child->keyword->id != KEY_RUNNING && out[count].count < 200)
				read_mapping(reading, child, &mappings[out[count].count++]);
		count++;
	}
	reading->procedure->migrations = out;
	reading->procedure->migration_count = count;
}

void read_rest(struct reading *reading)
{
	read_queues(reading);
	read_access(reading);
	read_keeps(reading);
	read_indicators(reading);
	read_migrations(reading);
}
