/* The letters of a pack: which there must be, in which languages; what their expressions name. */
#include "compile.h"

#include <string.h>

#include "arena.h"
#include "procedure.h"

/* --- one letter --- */

static bool check_value(const struct letter_reading *reading, const struct rule_expression *expression)
{
	const struct rule_type *type = rule_type_of(expression);
	bool list = type->kind == RULE_LIST && type->item;
	enum rule_kind kind = list ? type->item->kind : type->kind;
	if (kind != RULE_RECORD && kind != RULE_LIST)
		return true;
	struct rule_place place = rule_place_of(expression);
	diagnose(reading->diagnostics, (struct where){ place.file, (int)place.line, (int)place.column }, "P346", "this cannot be printed as a whole",
	         rule_print(reading->arena, expression), "name one of its members, or write [each ...]", STR(""));
	return false;
}

static bool check_node(const struct letter_reading *reading, const struct rule_schema *schema, const struct letter_node *node)
{
	static const struct rule_type condition = { .kind = RULE_YESNO }, text = { .kind = RULE_TEXT };
	bool code = node->kind == LETTER_LINE && (node->line == LETTER_CODE || node->line == LETTER_SEAL), asks = node->kind == LETTER_IF || node->kind == LETTER_LINE;
	if (!node->expression)
		return true;
	return rule_check(reading->arena, node->expression, schema, code ? &text : asks ? &condition : NULL, reading->rules) &&
	       (node->kind != LETTER_VALUE || check_value(reading, node->expression));
}

/* The schema within [each]: the item's names come first. */
static bool check_each(const struct letter_reading *reading, const struct rule_schema *outside, const struct letter_node *node, struct rule_schema *inside)
{
	const struct rule_type *type = rule_type_of(node->expression);
	*inside = *outside;
	if (type->kind == RULE_LIST && type->item) {
		inside->item = type->item->kind == RULE_RECORD ? type->item->record : NULL;
		inside->item_type = type->item;
		return true;
	}
	struct rule_place place = rule_place_of(node->expression);
	diagnose(reading->diagnostics, (struct where){ place.file, (int)place.line, (int)place.column }, "P346", "[each] needs a list",
	         rule_print(reading->arena, node->expression), "name a list", STR(""));
	return false;
}

bool letter_check(const struct letter_reading *reading, const struct rule_schema *schema, bool (*is_role)(const void *context, struct str role),
                  const void *context, struct letter_template *template)
{
	struct rule_schema within[LETTER_DEPTH + 1] = { *schema };
	size_t depth = 0;
	bool good = true;
	for (size_t i = 0; i < template->count; i++) {
		const struct letter_node *node = &template->nodes[i];
		bool fine = check_node(reading, &within[depth], node);
		if (node->kind == LETTER_END)
			depth--;
		if (node->kind == LETTER_IF || node->kind == LETTER_EACH) {
			within[depth + 1] = within[depth];
			if (node->kind == LETTER_EACH && fine)
				fine = check_each(reading, &within[depth], node, &within[depth + 1]);
			depth++;
		}
		if (node->kind == LETTER_LINE && node->line == LETTER_SIGN && !is_role(context, node->text)) {
			fine = false;
			diagnose(reading->diagnostics, (struct where){ reading->file, 0, 0 }, "P347", "nobody of this role can sign", node->text,
			         "use a role of the pack, or traveller", STR(""));
		}
		good &= fine;
	}
	return good;
}

struct rule_schema letter_schema(struct arena *arena, const struct pack *pack, const struct rule_record *names)
{
	struct rule_schema schema = *pack_schema(arena, pack);
	schema.names = names;
	return schema;
}

/* --- those of the pack --- */

static bool is_role(const void *context, struct str role)
{
	return str_is(role, "traveller") || pack_role(context, role);
}

/* "letters/refusal.fr.letter" */
static bool split_path(struct str path, struct str *name, struct str *language)
{
	size_t dot;
	*name = str_slice(path, strlen("letters/"), path.len - strlen(".letter"));
	if (!str_starts(path, STR("letters/")) || !str_find(*name, STR("."), &dot))
		return false;
	*language = str_slice(*name, dot + 1, name->len);
	*name = str_slice(*name, 0, dot);
	return is_name(*name) && language->len;
}

static bool speaks(const struct pack *pack, struct str language)
{
	for (size_t i = 0; i < pack->head.languages.count; i++)
		if (str_equal(pack->head.languages.items[i], language))
			return true;
	return false;
}

/* Comments do not count for the identity, nor does the layout. */
static struct str without_comments(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	struct str rest = letter_format(arena, text), line;
	while (str_cut(&rest, '\n', &line)) {
		if (!line.len || line.data[0] == '#')
			continue;
		buf_add(&out, line);
		buf_c(&out, '\n');
	}
	return buf_str(&out);
}

/* --- letters of procedures --- */

static bool uses_letter(const struct pack_procedure *procedure, struct str name)
{
	for (size_t i = 0; i < procedure->use_count; i++) {
		const struct pack_setting *template = pack_setting(&procedure->uses[i], "template");
		if (template && template->words.count && str_equal(template->words.items[0], name))
			return true;
	}
	return false;
}

/* What it says is typed against one procedure: a second one may not use it. */
static const struct pack_procedure *procedure_of(struct compiler *compiler, struct str path, struct str name)
{
	const struct pack *pack = compiler->pack;
	const struct pack_procedure *found = NULL;
	for (size_t i = 0; i < pack->procedure_count; i++) {
		if (!uses_letter(&pack->procedures[i], name))
			continue;
		if (found)
			diagnose(compiler->diagnostics, (struct where){ path, 0, 0 }, "P350", "two procedures use one letter", pack->procedures[i].name,
			         "give each its own: what a letter names are fields of one procedure", STR(""));
		found = &pack->procedures[i];
	}
	return found;
}

static void no_such_letter(struct compiler *compiler, struct str path, struct str name)
{
	struct str known[64];
	size_t count = 0;
	for (const struct letter_shape *other = letter_shapes; other->name && count < COUNT_OF(known); other++)
		if (other->doc)
			known[count++] = str_of(other->name);
	diagnose(compiler->diagnostics, (struct where){ path, 0, 0 }, "P340", "nothing issues a letter of this name", name,
	         "'limen pack help letters' lists them; a procedure names its own by 'template'", rule_nearest(name, known, count));
}

static void compile_letter(struct compiler *compiler, const struct pack_file *file, struct pack_letter *letters)
{
	struct pack *pack = compiler->pack;
	struct pack_letter *letter = &letters[pack->letter_count];
	struct str name, language, path = str_copy(compiler->arena, file->path);
	struct letter_reading reading = { compiler->arena, path, compiler->diagnostics, &compiler->rules };
	if (!split_path(path, &name, &language) || !speaks(pack, language)) {
		diagnose(compiler->diagnostics, (struct where){ path, 0, 0 }, "P340", "this is no name of a letter", STR(""),
		         "call it letters/NAME.LANGUAGE.letter, with a language of the pack", STR(""));
		return;
	}
	const struct letter_shape *shape = letter_shape(name);
	bool own = shape && shape->doc;
	const struct pack_procedure *procedure = own ? NULL : procedure_of(compiler, path, name);
	if (!own && !procedure) {
		no_such_letter(compiler, path, name);
		return;
	}
	*letter = (struct pack_letter){ name, language, str_slice(path, strlen("letters/"), path.len - strlen(".letter")), without_comments(compiler->arena, file->bytes), { 0 } };
	struct rule_schema schema = procedure ? procedure_letter_schema(compiler->arena, pack, procedure) :
	                                        letter_schema(compiler->arena, pack, letter_record(compiler->arena, shape));
	if (letter_parse(&reading, file->bytes, &letter->template))
		(void)!letter_check(&reading, &schema, is_role, pack, &letter->template);
	pack->letter_count++;
}

static const struct pack_letter *exact(const struct pack *pack, struct str name, struct str language)
{
	for (size_t i = 0; i < pack->letter_count; i++)
		if (str_equal(pack->letters[i].name, name) && str_equal(pack->letters[i].language, language))
			return &pack->letters[i];
	return NULL;
}

/* What a letter uses, whatever the order of its words: the same in every language, so that none says less. */
static bool uses(struct arena *arena, const struct letter_template *template, enum letter_node_kind kind, struct str text)
{
	for (size_t i = 0; i < template->count; i++)
		if (template->nodes[i].kind == kind && template->nodes[i].expression && str_equal(rule_print(arena, template->nodes[i].expression), text))
			return true;
	return false;
}

static void compare(struct compiler *compiler, const struct pack_letter *letter, const struct pack_letter *other)
{
	for (size_t i = 0; i < letter->template.count; i++) {
		const struct letter_node *node = &letter->template.nodes[i];
		if (!node->expression)
			continue;
		struct str text = rule_print(compiler->scratch, node->expression);
		if (uses(compiler->scratch, &other->template, node->kind, text))
			continue;
		diagnose(compiler->diagnostics, (struct where){ str_format(compiler->arena, "letters/" STR_FMT ".letter", STR_ARG(other->file)), 0, 0 }, "P349",
		         "one language of this letter says what another does not", text, "use the same values, conditions and boxes in every language", STR(""));
		return;
	}
}

static void check_languages(struct compiler *compiler, struct str name, struct str doc)
{
	const struct pack *pack = compiler->pack;
	const struct pack_letter *own = exact(pack, name, pack->head.language);
	for (size_t i = 0; i < pack->head.languages.count; i++) {
		struct str language = pack->head.languages.items[i];
		const struct pack_letter *other = exact(pack, name, language);
		if (!other)
			diagnose(compiler->diagnostics, (struct where){ str_format(compiler->arena, "letters/" STR_FMT "." STR_FMT ".letter", STR_ARG(name), STR_ARG(language)), 0, 0 },
			         "P348", "this letter is missing", doc, "write it in every language of the pack", STR(""));
		else if (own && other != own && !compiler->diagnostics->errors && !compiler->rules.errors) {
			compare(compiler, own, other);
			compare(compiler, other, own);
		}
	}
}

/* Each letter that C or a procedure issues is there in each language. */
static void check_there(struct compiler *compiler)
{
	const struct pack *pack = compiler->pack;
	for (const struct letter_shape *shape = letter_shapes; shape->name; shape++)
		if (shape->doc)
			check_languages(compiler, str_of(shape->name), str_of(shape->doc));
	for (size_t i = 0; i < pack->procedure_count; i++)
		for (size_t use = 0; use < pack->procedures[i].use_count; use++) {
			const struct pack_setting *template = pack_setting(&pack->procedures[i].uses[use], "template");
			if (template && template->words.count && !letter_shape(template->words.items[0]))
				check_languages(compiler, template->words.items[0], pack->procedures[i].name);
		}
}

void compile_letters(struct compiler *compiler)
{
	const struct pack_source *source = compiler->source;
	struct pack_letter *letters = ARENA_ARRAY(compiler->arena, struct pack_letter, source->count);
	compiler->pack->letters = letters;
	for (size_t i = 0; i < source->count; i++)
		if (str_ends(source->files[i].path, STR(".letter")))
			compile_letter(compiler, &source->files[i], letters);
	check_there(compiler);
}

const struct pack_letter *pack_letter(const struct pack *pack, struct str name, struct str language)
{
	const struct pack_letter *found = exact(pack, name, language);
	return found ? found : exact(pack, name, pack->head.language);
}
