/* Papers that `documents from` calls for: a row of its list is a paper, named by the row's first code or text, and said in its words. Files among the
 * answer say which paper they are ("paper"). */
#include "inner.h"

enum { NAME_MOST = 48 };

/* What stands in a path: letters, digits and "_". */
static struct str plain_name(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len && out.len < NAME_MOST; i++) {
		bool plain = ascii_alpha(text.data[i]) || ascii_digit(text.data[i]);
		if (plain || (out.len && out.data[out.len - 1] != '_'))
			buf_c(&out, plain ? text.data[i] : '_');
	}
	return str_lower(arena, buf_str(&out));
}

static struct str text_of_member(struct flow *flow, const struct rule_object *row, size_t at)
{
	struct rule_value value = rule_missing(STR(""));
	if (at >= row->record->count)
		return STR("");
	if (row->get ? !row->get(row, at, flow->arena, &value) : (value = row->members[at]).kind == RULE_MISSING)
		return STR("");
	return value.kind == RULE_TEXT || value.kind == RULE_CODE ? value.text : STR("");
}

/* The name is the first code or text of the row; the words are its column `ask`, else its last text. */
static struct flow_paper paper_of(struct flow *flow, const struct rule_value *row)
{
	struct str name = STR(""), words = STR("");
	if (row->kind == RULE_TEXT || row->kind == RULE_CODE)
		name = words = row->text;
	for (size_t i = 0; row->kind == RULE_RECORD && i < row->object->record->count; i++) {
		struct str text = text_of_member(flow, row->object, i);
		name = name.len ? name : text;
		words = text.len ? text : words;
	}
	if (row->kind == RULE_RECORD) {
		struct str ask = text_of_member(flow, row->object, rule_member_index(row->object->record, STR("ask")));
		words = ask.len ? ask : words;
	}
	return (struct flow_paper){ .name = plain_name(flow->arena, name), .source = words };
}

static const json_t *file_of(const json_t *answer, struct str name)
{
	size_t i;
	const json_t *file;
	json_array_foreach((json_t *)(uintptr_t)answer, i, file)
		if (str_equal(json_text(json_object_get(file, "paper")), name))
			return file;
	return NULL;
}

static bool known(const struct flow_papers *papers, struct str name)
{
	for (size_t i = 0; i < papers->count; i++)
		if (str_equal(papers->items[i].name, name))
			return true;
	return false;
}

bool flow_papers(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item, struct flow_papers *out, struct error *err)
{
	struct rule_value rows = rule_missing(STR(""));
	out->count = 0;
	if (!eval_with(flow, field->from.expression, item ? item_object(flow, list, item) : NULL, &rows, err))
		return false;
	for (size_t i = 0; rows.kind == RULE_LIST && i < rows.list.count && out->count < COUNT_OF(out->items); i++) {
		struct flow_paper paper = paper_of(flow, &rows.list.items[i]);
		if (!paper.name.len || known(out, paper.name))
			continue;
		paper.file = file_of(answer_json(flow, field, item), paper.name);
		paper.words = pack_cell_words(flow->host.pack, flow->say.len ? flow->say : flow->host.pack->head.language, paper.source);
		out->items[out->count++] = paper;
	}
	return true;
}

const struct flow_paper *flow_paper(const struct flow_papers *papers, struct str name)
{
	for (size_t i = 0; i < papers->count; i++)
		if (str_equal(papers->items[i].name, name))
			return &papers->items[i];
	return NULL;
}

/* All files of the answer with this one in the place of the paper's; null takes it away. */
json_t *answer_with_paper(const json_t *answer, const struct flow_paper *paper, const json_t *file)
{
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)(uintptr_t)answer, i, one)
		if (!str_equal(json_text(json_object_get(one, "paper")), paper->name))
			json_array_append(out, one);
	if (json_is_object(file)) {
		one = json_deep_copy(file);
		json_object_set_new(one, "paper", str_json(paper->name));
		json_object_set_new(one, "asked", str_json(paper->source));
		json_array_append_new(out, one);
	}
	return out;
}
