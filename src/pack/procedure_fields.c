/* Fields, forms and uses of a procedure. */
#include <string.h>

#include "arena.h"
#include "procedure_read.h"

enum { PAIRS_MOST = 30 };

/* The lines of a field of the case, and of one of an item: the same words under other ids. */
struct field_lines {
	enum keyword_id hint, show, required, check, compute, otherwise, missing, class, need, least, most, title, accept, why, keep, from, largest;
};
#define LINES_OF(P) \
	{ KEY_##P##_HINT, KEY_##P##_SHOW, KEY_##P##_REQUIRED, KEY_##P##_CHECK, KEY_##P##_COMPUTE, KEY_##P##_DEFAULT, KEY_##P##_MISSING, KEY_##P##_CLASS, KEY_##P##_NEED, \
	  KEY_##P##_MIN, KEY_##P##_MAX, KEY_##P##_TITLE, KEY_##P##_ACCEPT, KEY_##P##_WHY, KEY_##P##_KEEP, KEY_##P##_FROM, KEY_##P##_LARGEST }
static const struct field_lines of_case = LINES_OF(FIELD), of_item = LINES_OF(ITEM);

static const char *const type_names[] = {
#define T(id, word) [ASKED_##id] = word,
	FIELD_TYPES(T)
#undef T
};

const char *asked_type_name(enum asked_type type)
{
	return type_names[type];
}

static bool takes_list(enum asked_type type)
{
	return type == ASKED_CHOICE || type == ASKED_CHOICES || type == ASKED_CHOICES_OF || type == ASKED_ROW || type == ASKED_CASE;
}

static void read_type(struct reading *reading, const struct line *line, struct pack_asked *out)
{
	struct compiler *compiler = reading->compiler;
	struct str word = text_at(compiler, line, 1);
	struct str known[ASKED_TYPES];
	for (int i = 0; i < ASKED_TYPES; i++) {
		known[i] = str_of(type_names[i]);
		if (str_is(word, type_names[i])) {
			out->type = (enum asked_type)i;
			if (given(line, 2) && !takes_list(out->type))
				complain(compiler, line, line->arguments[2].from, "P112", "this type takes no name", text_at(compiler, line, 2), "remove it", STR(""));
			else if (!given(line, 2) && takes_list(out->type) && out->type != ASKED_CASE)
				complain(compiler, line, line->arguments[1].from, "P112", "this type needs a name", word, "name the list of its codes, or the table", STR(""));
			return;
		}
	}
	complain(compiler, line, line->arguments[1].from, "P112", "there is no such type", word, "see 'limen pack help field'", rule_nearest(word, known, ASKED_TYPES));
}

static void check_list(struct reading *reading, const struct line *line, const struct pack_asked *field)
{
	struct compiler *compiler = reading->compiler;
	if ((field->type == ASKED_CHOICE || field->type == ASKED_CHOICES) && field->list.len && !pack_list(compiler->pack, field->list))
		complain(compiler, line, line->arguments[2].from, "P111", "there is no such list", field->list, "use a list of lists.lim",
		         nearest_of(compiler->scratch, field->list, compiler->pack->lists, sizeof *compiler->pack->lists, compiler->pack->list_count));
}

static void read_checks(struct reading *reading, const struct line *line, enum keyword_id id, struct pack_asked *out)
{
	struct pack_asked_check *checks = ARENA_ARRAY(reading->compiler->arena, struct pack_asked_check, count_children(line, id) + 1);
	for (const struct line *child = first_child(line, id); child; child = next_same(child)) {
		struct cursor cursor = cursor_at(reading, child, 0);
		struct pack_asked_check *check = &checks[out->check_count];
		if (!cursor_rule(&cursor, RULE_YESNO, &check->rule))
			continue;
		if (!cursor_words(&cursor, &check->words) || !cursor_done(&cursor))
			cursor_complain(&cursor, "P013", "words for people are missing behind the condition", "write: check EXPRESSION \"Words\"");
		else
			out->check_count++;
	}
	out->checks = checks;
}

static void read_largest(struct reading *reading, const struct line *line, enum keyword_id id, struct pack_asked *out)
{
	const struct line *largest = first_child(line, id);
	bool file = out->type == ASKED_PHOTO || out->type == ASKED_DOCUMENT || out->type == ASKED_DOCUMENTS;
	if (!largest)
		return;
	out->largest = integer_at(reading->compiler, largest, 0);
	if (!file || out->largest < 1 || out->largest > 1024)
		complain(reading->compiler, largest, 0, "P109", "a file holds from 1 to 1024 megabytes, and only a photo, a document or documents are files", out->name,
		         "write: largest 20", STR(""));
}

static void read_field(struct reading *reading, const struct line *line, const struct field_lines *lines, struct pack_asked *out)
{
	struct compiler *compiler = reading->compiler;
	const struct line *keep = first_child(line, lines->keep), *title = first_child(line, lines->title);
	out->name = text_at(compiler, line, 0);
	read_type(reading, line, out);
	out->list = given(line, 2) ? text_at(compiler, line, 2) : STR("");
	out->label = words_at(compiler, line, 3);
	out->always = given(line, 4);
	out->many = given(line, 5);
	out->partial = given(line, 6);
	out->hint = words_below(compiler, line, lines->hint);
	out->why = words_below(compiler, line, lines->why);
	out->show = rule_below(reading, line, lines->show, RULE_YESNO);
	out->required = rule_below(reading, line, lines->required, RULE_YESNO);
	size_t before = reading->untyped_count;
	out->compute = rule_below(reading, line, lines->compute, RULE_MISSING);
	if (reading->untyped_count > before)
		reading->untyped[before].of_compute = true;
	out->otherwise = rule_below(reading, line, lines->otherwise, RULE_MISSING);
	out->least = rule_below(reading, line, lines->least, RULE_NUMBER);
	out->most = rule_below(reading, line, lines->most, RULE_NUMBER);
	out->from = rule_below(reading, line, lines->from, RULE_LIST);
	if ((out->type == ASKED_DOCUMENTS) != (out->from.text.len > 0))
		complain(compiler, line, 0, "P109", out->from.text.len ? "only 'documents' come from a list" : "it is not said which documents", out->name,
		         "write: NAME documents \"Label\", below it: from lookup_all('TABLE', ...)", STR(""));
	out->missing = names_below(compiler, line, lines->missing);
	out->need = names_below(compiler, line, lines->need);
	out->accept = names_below(compiler, line, lines->accept);
	out->class = text_below(compiler, line, lines->class);
	read_largest(reading, line, lines->largest, out);
	if (keep)
		out->keep = length_at(reading, keep, 0);
	if (title) {
		const struct pack_asked *outside = reading->list;
		reading->list = out;
		out->title = sentence_at(reading, title, 0);
		reading->list = outside;
	}
	read_checks(reading, line, lines->check, out);
	check_list(reading, line, out);
	if (!is_name(out->name) || rule_reserved(out->name))
		complain(compiler, line, 0, "P103", "this may not be the name of a field", out->name, "use another name", STR(""));
}

static void read_items(struct reading *reading, const struct line *line, struct pack_asked *out)
{
	struct compiler *compiler = reading->compiler;
	const struct line *items = first_child(line, KEY_ITEMS);
	bool nested = out->type == ASKED_LIST || out->type == ASKED_GROUP;
	if (nested != (items != NULL))
		complain(compiler, line, 0, "P112", nested ? "a list or a group needs its items" : "only a list or a group has items", out->name, "write them below 'items'", STR(""));
	if (!items || !nested)
		return;
	struct pack_asked *fields = ARENA_ARRAY(compiler->arena, struct pack_asked, count_children(items, KEY_ITEM_FIELD));
	memset(fields, 0, count_children(items, KEY_ITEM_FIELD) * sizeof *fields);
	out->items = fields;
	reading->list = out;
	for (const struct line *item = first_child(items, KEY_ITEM_FIELD); item; item = next_same(item))
		read_field(reading, item, &of_item, &fields[out->item_count++]);
	reading->list = NULL;
}

void check_double(struct reading *reading, const struct row *row, const void *items, size_t size, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(*(const struct str *)((const char *)items + i * size), name)) {
			reading->compiler->file = row->file;
			complain(reading->compiler, row->line, 0, "P101", "this name stands twice", name, "rename one of them", STR(""));
		}
}

void read_fields(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_FIELDS, KEY_FIELD, &count);
	struct pack_asked *fields = ARENA_ARRAY(reading->compiler->arena, struct pack_asked, count + 1);
	memset(fields, 0, (count + 1) * sizeof *fields);
	reading->procedure->fields = fields;
	for (size_t i = 0; i < count && i < FIELDS_MOST; i++) {
		reading->compiler->file = rows[i].file;
		struct pack_asked *field = &fields[i];
		check_double(reading, &rows[i], fields, sizeof *fields, i, text_at(reading->compiler, rows[i].line, 0));
		read_field(reading, rows[i].line, &of_case, field);
		read_items(reading, rows[i].line, field);
		reading->procedure->field_count = i + 1;
	}
}

/* --- forms --- */

static void read_page(struct reading *reading, const struct line *line, struct pack_page *out)
{
	out->words = words_at(reading->compiler, line, 0);
	out->fields = fields_named(reading, line, 1, NULL);
	out->show = rule_below(reading, line, KEY_PAGE_SHOW, RULE_YESNO);
}

void read_forms(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_FORMS, KEY_FORM, &count);
	struct pack_form *forms = ARENA_ARRAY(reading->compiler->arena, struct pack_form, count + 1);
	for (size_t i = 0; i < count; i++) {
		reading->compiler->file = rows[i].file;
		struct pack_page *pages = ARENA_ARRAY(reading->compiler->arena, struct pack_page, count_children(rows[i].line, KEY_PAGE));
		forms[i] = (struct pack_form){ .name = text_at(reading->compiler, rows[i].line, 0), .pages = pages };
		check_double(reading, &rows[i], forms, sizeof *forms, i, forms[i].name);
		for (const struct line *page = first_child(rows[i].line, KEY_PAGE); page; page = next_same(page))
			read_page(reading, page, &pages[forms[i].page_count++]);
	}
	reading->procedure->forms = forms;
	reading->procedure->form_count = count;
}

/* --- uses --- */

static const struct capability_setting *setting_of(const struct capability *capability, struct str name)
{
	for (const struct capability_setting *one = capability->settings; one->name; one++)
		if (str_is(name, one->name))
			return one;
	return NULL;
}

static bool read_pairs(struct cursor *cursor, struct pack_setting *out)
{
	struct pack_with *pairs = ARENA_ARRAY(cursor->reading->compiler->arena, struct pack_with, PAIRS_MOST);
	out->pairs = pairs;
	do {
		if (out->pair_count == PAIRS_MOST || !cursor_name(cursor, &pairs[out->pair_count].name) || !cursor_mark(cursor, "=") ||
		    !cursor_rule(cursor, RULE_MISSING, &pairs[out->pair_count].rule))
			return false;
		out->pair_count++;
	} while (cursor_mark(cursor, ","));
	return true;
}

static void read_setting_value(struct reading *reading, const struct line *line, const struct capability_setting *spec, struct pack_setting *out)
{
	struct cursor cursor = cursor_at(reading, line, 1);
	bool good = true;
	switch (spec->kind) {
	case SETTING_RULE:
		good = cursor_rule(&cursor, RULE_MISSING, &out->rule);
		break;
	case SETTING_CODE:
		good = cursor_code(&cursor, &out->text.source);
		break;
	case SETTING_LENGTH:
		good = cursor_length(&cursor, &out->length);
		break;
	case SETTING_DATES:
		good = cursor_rule(&cursor, RULE_DATE, &out->rule) && cursor_mark(&cursor, ",") && cursor_rule(&cursor, RULE_DATE, &out->until);
		break;
	case SETTING_PAIRS:
		good = read_pairs(&cursor, out);
		break;
	default:
		good = cursor_names(&cursor, &out->words);
	}
	if (!good || !cursor_done(&cursor))
		cursor_complain(&cursor, "P014", "this does not fit here", spec->about);
}

static place_at head_field(struct reading *reading, struct str path)
{
	struct str head;
	str_cut(&path, '.', &head);
	return procedure_field(reading->procedure, head);
}

/* A service that the pack does not know, or that no centre gives, could never be booked. */
static void check_service(struct compiler *compiler, const struct line *line, const struct capability_setting *spec, struct str code)
{
	const struct pack_list *list = *spec->among ? pack_list(compiler->pack, str_of(spec->among)) : NULL;
	bool given_somewhere = !compiler->pack->centre_count;
	for (size_t i = 0; i < compiler->pack->centre_count; i++)
		given_somewhere |= pack_service(&compiler->pack->centres[i], code) != NULL;
	if (list && !pack_code(compiler->pack, list->name, code))
		complain(compiler, line, line->arguments[1].from, "P113", "there is no such service", code, "use a code of the list 'services'",
		         nearest_of(compiler->scratch, code, list->codes, sizeof *list->codes, list->count));
	else if (list && !given_somewhere)
		complain(compiler, line, line->arguments[1].from, "P159", "no centre gives this service", code, "write it below a 'centre' of centres.lim", STR(""));
}

static void check_setting(struct reading *reading, const struct line *line, const struct capability_setting *spec, struct pack_setting *out)
{
	struct compiler *compiler = reading->compiler;
	place_at *places = ARENA_ARRAY(compiler->arena, place_at, out->words.count + 1);
	for (size_t i = 0; i < out->words.count; i++) {
		struct str name = out->words.items[i];
		if (spec->kind == SETTING_FIELDS) {
			places[i] = head_field(reading, name);
			if (places[i] == NOWHERE)
				field_named(reading, line, token_of_name(line, 1, i), name);
			else
				out->fields.count++;
		}
		if (spec->kind == SETTING_FORM && !procedure_form(reading->procedure, name))
			complain(compiler, line, token_of_name(line, 1, i), "P114", "there is no such form", name, "use a form of 'forms'", STR(""));
		if (spec->kind == SETTING_LIST && !pack_list(compiler->pack, name))
			complain(compiler, line, token_of_name(line, 1, i), "P111", "there is no such list", name, "use a list of lists.lim", STR(""));
	}
	out->fields.items = places;
	if (spec->kind == SETTING_CODE)
		check_service(compiler, line, spec, out->text.source);
}

static void read_use(struct reading *reading, const struct row *row, struct pack_use *out)
{
	struct compiler *compiler = reading->compiler;
	const struct line *line = row->line;
	struct str name = text_at(compiler, line, 1);
	size_t most = count_children(line, KEY_SETTING);
	struct pack_setting *settings = ARENA_ARRAY(compiler->arena, struct pack_setting, most + 1);
	out->name = text_at(compiler, line, 0);
	out->capability = capability_of(name);
	out->argument = given(line, 2) ? text_at(compiler, line, 2) : STR("");
	out->settings = settings;
	if (!out->capability) {
		complain(compiler, line, line->arguments[1].from, "P120", "there is no such capability", name, "see 'limen pack help capabilities'", STR(""));
		out->capability = capability_of(STR("register"));
		return;
	}
	size_t before = reading->untyped_count;
	for (const struct line *child = first_child(line, KEY_SETTING); child; child = next_same(child)) {
		struct pack_setting *setting = &settings[out->setting_count];
		*setting = (struct pack_setting){ .name = text_at(compiler, child, 0) };
		const struct capability_setting *spec = setting_of(out->capability, setting->name);
		if (!spec) {
			complain(compiler, child, 0, "P121", "this capability has no such setting", setting->name, "see 'limen pack help capabilities'", STR(""));
			continue;
		}
		read_setting_value(reading, child, spec, setting);
		check_setting(reading, child, spec, setting);
		out->setting_count++;
	}
	const struct pack_setting *of = pack_setting(out, "of"), *holder = pack_setting(out, "holder");
	of = of ? of : holder;
	for (size_t i = 0; of && i < of->words.count; i++)
		mean_one(reading, before, of->words.items[i]);
	for (const struct capability_setting *spec = out->capability->settings; spec->name; spec++)
		if (spec->needed && !pack_setting(out, spec->name))
			complain(compiler, line, 0, "P016", "a line is missing here", str_of(spec->name), spec->about, STR(""));
}

void read_uses(struct reading *reading)
{
	size_t count;
	struct row *rows = rows_of(reading, KEY_USES, KEY_USE, &count);
	struct pack_use *uses = ARENA_ARRAY(reading->compiler->arena, struct pack_use, count + 1);
	memset(uses, 0, (count + 1) * sizeof *uses);
	reading->procedure->uses = uses;
	for (size_t i = 0; i < count && i < USES_MOST; i++) {
		reading->compiler->file = rows[i].file;
		check_double(reading, &rows[i], uses, sizeof *uses, i, text_at(reading->compiler, rows[i].line, 0));
		read_use(reading, &rows[i], &uses[i]);
		reading->procedure->use_count = i + 1;
	}
}
