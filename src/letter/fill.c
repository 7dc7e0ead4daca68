/* A template and its values: the parts of a paper. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "lang.h"

struct writer {
	const struct filling *filling;
	struct rule_environment environment;
	struct filled *out;
	size_t size;
	struct buf text, label;
	bool begun;               /* a line is open */
	bool subject;             /* the subject is written: a title holds no signs of direction */
	struct pdf_block block;
	struct error *err;
	unsigned steps;
};

static void end_line(struct writer *writer)
{
	struct filled *out = writer->out;
	struct str text = str_trim(buf_str(&writer->text));
	bool empty = !text.len && writer->block.kind != PDF_CELL && writer->block.kind != PDF_CODE && writer->block.kind != PDF_SEAL && writer->block.kind != PDF_SIGN && writer->block.kind != PDF_BOX;
	if (!writer->begun)
		return;
	writer->begun = false;
	if (empty || out->count == PDF_BLOCKS_MOST)
		return;
	if (out->count == writer->size) {
		size_t size = writer->size ? writer->size * 2 : 32;
		struct pdf_block *grown = ARENA_ARRAY(writer->filling->act->arena, struct pdf_block, size);
		if (out->count)
			memcpy(grown, out->blocks, out->count * sizeof *grown);
		out->blocks = grown;
		writer->size = size;
	}
	writer->block.text = str_copy(writer->filling->act->arena, text);
	writer->block.label = str_copy(writer->filling->act->arena, str_trim(buf_str(&writer->label)));
	out->blocks[out->count++] = writer->block;
}

static bool eval(struct writer *writer, const struct rule_expression *expression, struct rule_value *out)
{
	return rule_eval(expression, &writer->environment, writer->filling->act->arena, out, writer->err);
}

static bool begin_line(struct writer *writer, const struct letter_node *node)
{
	static const enum pdf_kind kinds[] = { [LETTER_PARAGRAPH] = PDF_PARAGRAPH, [LETTER_HEADING] = PDF_HEADING, [LETTER_ITEM] = PDF_ITEM,
		                               [LETTER_CELL] = PDF_CELL, [LETTER_BOX] = PDF_BOX, [LETTER_SIGN] = PDF_SIGN, [LETTER_CODE] = PDF_CODE, [LETTER_SEAL] = PDF_SEAL };
	struct rule_value marked = rule_yesno(false);
	end_line(writer);
	if (node->expression && !eval(writer, node->expression, &marked))
		return false;
	bool code = node->line == LETTER_CODE || node->line == LETTER_SEAL;
	writer->block = (struct pdf_block){ .kind = kinds[node->line], .marked = !code && rule_truth(&marked, RULE_IN_EFFECT_IF) };
	buf_clear(&writer->text);
	buf_clear(&writer->label);
	if (code)
		buf_add(&writer->label, value_words(writer->filling, rule_type_of(node->expression), &marked));
	writer->begun = true;
	return true;
}

/* Within a text from right to left a value keeps its own direction: U+2068 and U+2069 hold it together. */
static bool add_value(struct writer *writer, const struct letter_node *node)
{
	struct rule_value value;
	bool apart = lang_rtl(writer->filling->lang) && !writer->subject;
	if (!eval(writer, node->expression, &value))
		return false;
	if (apart)
		buf_text(&writer->text, "\u2068");
	buf_add(&writer->text, value_words(writer->filling, rule_type_of(node->expression), &value));
	if (apart)
		buf_text(&writer->text, "\u2069");
	return true;
}

static bool write_nodes(struct writer *writer, size_t from, size_t to);

static bool write_each(struct writer *writer, size_t at, const struct letter_node *node)
{
	struct rule_value list;
	struct rule_environment outside = writer->environment;
	bool good = eval(writer, node->expression, &list);
	for (size_t i = 0; good && list.kind == RULE_LIST && i < list.list.count; i++) {
		writer->environment.item = list.list.items[i].kind == RULE_RECORD ? list.list.items[i].object : NULL;
		writer->environment.item_value = &list.list.items[i];
		good = write_nodes(writer, at + 1, node->end);
	}
	writer->environment = outside;
	return good;
}

static bool write_node(struct writer *writer, size_t *at)
{
	const struct letter_node *node = &writer->filling->letter->template.nodes[*at];
	struct rule_value value;
	switch (node->kind) {
	case LETTER_TEXT: buf_add(&writer->text, node->text); return true;
	case LETTER_VALUE: return add_value(writer, node);
	case LETTER_LINE: return begin_line(writer, node);
	case LETTER_LABEL_END:
		buf_clear(&writer->label);
		buf_add(&writer->label, buf_str(&writer->text));
		buf_clear(&writer->text);
		return true;
	case LETTER_IF:
		if (!eval(writer, node->expression, &value))
			return false;
		if (!rule_truth(&value, RULE_IN_SHOW))
			*at = node->end;
		return true;
	case LETTER_EACH:
		if (!write_each(writer, *at, node))
			return false;
		*at = node->end;
		return true;
	default: return true;
	}
}

static bool write_nodes(struct writer *writer, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		if (++writer->steps > 200000)
			return error_set(writer->err, ERR_TOO_LARGE, "the letter is too long to be printed", "shorten its lists", STR_FMT, STR_ARG(writer->filling->letter->file));
		if (!write_node(writer, &at))
			return false;
	}
	return true;
}

static struct rule_environment environment_of(const struct filling *filling)
{
	struct arena *arena = filling->act->arena;
	if (filling->environment)
		return *filling->environment;
	struct date today = lang_zone_day(filling->zone, filling->issued);
	const struct rule_type type = { .kind = RULE_RECORD, .record = values_record(filling->act, filling->letter->name) };
	return (struct rule_environment){
		.names = value_of(arena, &type, filling->values, STR("")).object, .today = today, .now = filling->issued, .law_day = today,
		.context = (void *)(uintptr_t)filling->act->pack,
	};
}

bool letter_fill(const struct filling *filling, struct filled *out, struct error *err)
{
	struct arena *arena = filling->act->arena;
	*out = (struct filled){ .lang = filling->lang };
	struct writer writer = { .filling = filling, .environment = environment_of(filling), .out = out, .err = err, .text = BUF_IN(arena), .label = BUF_IN(arena) };
	const struct letter_template *template = &filling->letter->template;
	writer.subject = true;
	if (!write_nodes(&writer, 0, template->subject))
		return false;
	writer.subject = false;
	out->title = str_copy(arena, str_trim(buf_str(&writer.text)));
	buf_clear(&writer.text);
	if (!write_nodes(&writer, template->subject, template->count))
		return false;
	end_line(&writer);
	return true;
}
