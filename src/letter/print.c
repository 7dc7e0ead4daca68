/* A letter on paper. Its entry holds all that the paper says; the PDF is set when somebody first asks for it, and kept from then on, so that an act that
 * issues a letter waits for no typesetting, and what was once shown never changes, whatever program prints later. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack_shelf.h"
#include "store.h"

const char *const letter_kinds[PDF_KIND_COUNT] = { "paragraph", "heading", "item", "cell", "box", "sign", "code", "seal", "part" };

/* --- sheets --- */

static uint32_t colour_of(struct str text)
{
	uint8_t rgb[3];
	return text.len == 7 && str_to_hex(str_slice(text, 1, 7), rgb, 3) ? (uint32_t)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]) : 0;
}

static size_t join_blocks(struct arena *arena, const struct letter_sheets *sheets, struct pdf_block **out)
{
	size_t used = 0, all = sheets->count;
	for (size_t i = 0; i < sheets->count; i++)
		all += sheets->parts[i].count;
	struct pdf_block *blocks = ARENA_ARRAY(arena, struct pdf_block, all);
	for (size_t i = 0; i < sheets->count; i++) {
		const struct filled *part = &sheets->parts[i];
		if (i)
			blocks[used++] = (struct pdf_block){ .kind = PDF_PART, .text = part->title, .language = lang_tag(part->lang), .rtl = lang_rtl(part->lang), .head = &sheets->heads[i] };
		if (part->count)
			memcpy(blocks + used, part->blocks, part->count * sizeof *blocks);
		used += part->count;
	}
	*out = blocks;
	return used;
}

bool letter_sheets_set(struct act *act, const struct letter_sheets *sheets, struct str *bytes, struct error *err)
{
	struct pdf_press *own = act->house->press ? NULL : pdf_press_new();
	const struct filled *first = &sheets->parts[0];
	struct pdf_block *blocks;
	size_t count = join_blocks(act->arena, sheets, &blocks);
	const struct pdf_paper paper = {
		.title = first->title, .language = lang_tag(first->lang), .rtl = lang_rtl(first->lang), .created = sheets->made, .emblem = sheets->pack->head.emblem,
		.colour = colour_of(sheets->pack->head.cover), .head = sheets->heads[0], .blocks = blocks, .count = count,
	};
	bool good = pdf_print(own ? own : act->house->press, act->arena, &paper, bytes, err);
	pdf_press_free(own);
	return good;
}

/* --- from the entry --- */

static struct str text_in(struct arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? str_copy(arena, str_of(text)) : STR("");
}

static enum pdf_kind kind_of(struct str name)
{
	for (size_t i = 0; i < PDF_PART; i++)
		if (str_is(name, letter_kinds[i]))
			return (enum pdf_kind)i;
	return PDF_PARAGRAPH;
}

static void read_part(struct act *act, const struct letter *letter, const json_t *part, struct filled *out, struct pdf_head *head)
{
	const json_t *blocks = json_object_get(part, "blocks"), *block;
	size_t i;
	out->lang = langs_find(act->house->langs, text_in(act->arena, part, "language"));
	out->lang = out->lang ? out->lang : letter_language(act, STR(""));
	out->title = text_in(act->arena, part, "title");
	out->count = json_array_size(blocks);
	out->blocks = ARENA_ARRAY(act->arena, struct pdf_block, out->count + 1);
	json_array_foreach(blocks, i, block)
		out->blocks[i] = (struct pdf_block){
			.kind = kind_of(text_in(act->arena, block, "kind")), .label = text_in(act->arena, block, "label"), .text = text_in(act->arena, block, "text"),
			.marked = json_is_true(json_object_get(block, "marked")),
		};
	*head = (struct pdf_head){
		.state = text_in(act->arena, part, "state"), .authority = text_in(act->arena, part, "authority"), .copy = text_in(act->arena, part, "copy"), .number = letter->number,
		.foot = lang_words(out->lang, WORDS("The border service keeps a copy under the number above.")), .page = lang_words(out->lang, WORDS("Page {page} of {pages}")),
	};
}

/* Emblem and colour are those of the version under which it was issued; where a node keeps that no more, those in force. */
static const struct pack *pack_of(struct act *act, struct str identity)
{
	struct error none;
	const struct pack *pack = str_is(identity, act->pack->identity) || !act->house->packs ? NULL : pack_shelf_version(act->house->packs, act, identity, &none);
	return pack ? pack : act->pack;
}

static bool set_sheets(struct act *act, const struct entry *entry, const struct letter *letter, struct str *bytes, struct error *err)
{
	json_t *text = json_loadb(letter->text.data, letter->text.len, 0, NULL), *part;
	size_t i, count = json_array_size(text);
	struct filled *parts = ARENA_ARRAY(act->arena, struct filled, count + 1);
	struct pdf_head *heads = ARENA_ARRAY(act->arena, struct pdf_head, count + 1);
	json_array_foreach(text, i, part)
		read_part(act, letter, part, &parts[i], &heads[i]);
	json_decref(text);
	const struct letter_sheets sheets = { pack_of(act, letter->pack), parts, heads, count, entry->happened };
	return count ? letter_sheets_set(act, &sheets, bytes, err) : error_set(err, ERR_INTEGRITY, "this letter says nothing", "have the journal verified", "letter");
}

/* --- what is kept --- */

/* Two who are first at once each keep the same bytes; the earlier entry is the one that is shown from then on. */
static bool set_now(struct act *act, const struct entry *entry, const struct letter *letter, struct str *bytes, struct error *err)
{
	struct letter_set set = { .letter = entry->id };
	if (!set_sheets(act, entry, letter, bytes, err) || !journal_file_put(act, *bytes, &set.file, err))
		return false;
	journal_append(act, &letter_set_type, entry->record, &set);
	return true;
}

/* *file stays "" when it was never printed. */
static bool set_before(struct act *act, const struct entry *entry, struct str *file, struct error *err)
{
	struct query *query = db_query(act->db, "letter.paper");
	struct entry paper = { 0 };
	struct letter_set set = { 0 };
	bool found = false;
	query_bind_id(query, "record", entry->record);
	query_bind_id(query, "id", entry->id);
	struct uuid id = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	if (!query_end(query, err))
		return false;
	if (uuid_zero(id))
		return true;
	if (!journal_entry(act, id, &paper, &found, err))
		return false;
	if (found && paper.data.len && fields_from_data(&letter_set_fields, paper.data, &set, act->arena))
		*file = set.file;
	return true;
}

bool letter_print(struct act *act, const struct entry *entry, const struct letter *letter, struct str *bytes, struct error *err)
{
	struct str file = letter->file;
	if (!file.len && !set_before(act, entry, &file, err))
		return false;
	return file.len ? journal_file_get(act, file, bytes, err) : set_now(act, entry, letter, bytes, err);
}
