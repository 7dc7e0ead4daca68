#include "compile.h"

#include <string.h>

#include "arena.h"
#include "po.h"

/* Translations of the pack's words: lang/LANG.po, looked up by context and source words. A translation whose source changed is
 * stale: it stands under the same context with other source words, or is marked fuzzy. */

/* Entries by a hash of context and id, open addressing; a power of two at least twice their number. */
struct index {
	struct po_entry **slots;
	size_t size;
};

static struct index index_of(struct arena *arena, const struct po_file *file)
{
	struct index index = { .size = 16 };
	while (index.size < file->count * 2)
		index.size *= 2;
	index.slots = ARENA_ARRAY(arena, struct po_entry *, index.size);
	for (size_t i = 0; i < file->count; i++) {
		struct po_entry *entry = &file->items[i];
		if (entry->obsolete)
			continue;
		size_t at = (str_hash(entry->context) * 31 + str_hash(entry->id)) & (index.size - 1);
		while (index.slots[at])
			at = (at + 1) & (index.size - 1);
		index.slots[at] = entry;
	}
	return index;
}

static const struct po_entry *index_find(const struct index *index, struct str context, struct str id)
{
	size_t at = (str_hash(context) * 31 + str_hash(id)) & (index->size - 1);
	for (; index->slots[at]; at = (at + 1) & (index->size - 1))
		if (str_equal(index->slots[at]->context, context) && str_equal(index->slots[at]->id, id))
			return index->slots[at];
	return NULL;
}

static bool context_known(const struct po_file *file, struct str context)
{
	for (size_t i = 0; i < file->count; i++)
		if (!file->items[i].obsolete && str_equal(file->items[i].context, context))
			return true;
	return false;
}

struct language {
	struct str name, path;
	struct po_file file;
	struct index index;
};

static bool wanted(const struct pack_head *head, const struct word_entry *entry, struct str language)
{
	for (size_t i = 0; i < head->desk_languages.count; i++)
		if (str_equal(head->desk_languages.items[i], language))
			return true;
	return entry->is_public || !head->desk_languages.count;
}

static void report(struct compiler *compiler, const struct word_entry *entry, const struct language *language, const char *code,
                   const char *what, const char *todo)
{
	struct str name = str_format(compiler->scratch, STR_FMT ", \"" STR_FMT "\"", STR_ARG(language->name), STR_ARG(entry->words.source));
	if (entry->is_public)
		diagnose(compiler->diagnostics, entry->where, code, what, name, todo, STR(""));
	else
		diagnose_warning(compiler->diagnostics, entry->where, code, what, name, todo, STR(""));
}

/* Names in braces must be the same on both sides, whatever their order. */
static bool braces_agree(struct str source, struct str translation)
{
	for (int side = 0; side < 2; side++) {
		struct str text = side ? translation : source, other = side ? source : translation;
		size_t open, close, at;
		while (str_find(text, STR("{"), &open)) {
			text = str_slice(text, open, text.len);
			if (!str_find(text, STR("}"), &close))
				return false;
			if (!str_find(other, str_slice(text, 0, close + 1), &at))
				return false;
			text = str_slice(text, close + 1, text.len);
		}
	}
	return true;
}

static struct str translate(struct compiler *compiler, const struct word_entry *entry, const struct language *language)
{
	const struct po_entry *found = index_find(&language->index, entry->words.context, entry->words.source);
	if (!found || !found->form_count || !found->forms[0].len) {
		bool stale = !found && context_known(&language->file, entry->words.context);
		if (wanted(&compiler->pack->head, entry, language->name))
			report(compiler, entry, language, stale ? "P321" : "P320",
			       stale ? "the words changed and their translation did not" : "a translation is missing",
			       "translate the words in the language's .po file, or run 'limen pack lang'");
		return STR("");
	}
	if (found->fuzzy)
		report(compiler, entry, language, "P321", "a translation is marked as doubtful", "review it and remove 'fuzzy'");
	if (!braces_agree(entry->words.source, found->forms[0]))
		report(compiler, entry, language, "P322", "the translation has other {names} than the words", "use the same {names}");
	return str_copy(compiler->arena, found->forms[0]);
}

static bool read_language(struct compiler *compiler, struct str name, struct language *out)
{
	out->name = name;
	out->path = str_format(compiler->scratch, "lang/" STR_FMT ".po", STR_ARG(name));
	const struct pack_file *file = source_file(compiler->source, out->path);
	struct error err;
	if (!file) {
		diagnose(compiler->diagnostics, (struct where){ out->path, 0, 0 }, "P022", "this file is missing", STR(""),
		         "write the translations into it, or run 'limen pack lang'", STR(""));
		return false;
	}
	if (!po_read(compiler->scratch, out->path, file->bytes, &out->file, &err)) {
		diagnose(compiler->diagnostics, (struct where){ out->path, 0, 0 }, "P323", "the translations cannot be read", str_of(err.where),
		         err.what, STR(""));
		return false;
	}
	out->index = index_of(compiler->scratch, &out->file);
	return true;
}

void compile_words(struct compiler *compiler)
{
	const struct pack_head *head = &compiler->pack->head;
	struct pack_translations *out = compiler->translations ? compiler->translations : ARENA_NEW(compiler->arena, struct pack_translations);
	struct str *languages = ARENA_ARRAY(compiler->arena, struct str, head->languages.count);
	const struct str **texts = ARENA_ARRAY(compiler->arena, const struct str *, head->languages.count);
	*out = (struct pack_translations){ languages, texts, 0, compiler->word_count };
	for (size_t i = 0; i < head->languages.count; i++) {
		struct language language = { 0 };
		if (str_equal(head->languages.items[i], head->language) || !read_language(compiler, head->languages.items[i], &language))
			continue;
		struct str *column = ARENA_ARRAY(compiler->arena, struct str, compiler->word_count);
		for (size_t word = 0; word < compiler->word_count; word++)
			column[word] = translate(compiler, &compiler->words[word], &language);
		languages[out->count] = language.name;
		texts[out->count++] = column;
	}
	compiler->pack->translations = out;
}

/* ---- Writing a language's file ---- */

/* An entry of the old file under the same context, whose source words are no longer in the pack. */
static const struct po_entry *stale_entry(const struct compiler *compiler, const struct language *language, struct str context)
{
	for (size_t i = 0; i < language->file.count; i++) {
		const struct po_entry *entry = &language->file.items[i];
		bool used = entry->obsolete || !entry->id.len || !str_equal(entry->context, context);
		for (size_t word = 0; !used && word < compiler->word_count; word++)
			used = str_equal(compiler->words[word].words.context, context) &&
			       str_equal(compiler->words[word].words.source, entry->id);
		if (!used)
			return entry;
	}
	return NULL;
}

static void write_entry(const struct compiler *compiler, const struct word_entry *word, const struct language *language, struct buf *out)
{
	const struct po_entry *found = language->index.size ? index_find(&language->index, word->words.context, word->words.source) : NULL;
	struct po_entry entry = { .context = word->words.context, .id = word->words.source, .form_count = 1 };
	if (found) {
		entry = *found;
	} else if ((found = stale_entry(compiler, language, word->words.context))) {
		entry.forms[0] = found->forms[0];
		entry.fuzzy = true;
	}
	entry.comments = str_format(compiler->scratch, "#: " STR_FMT "\n", STR_ARG(word->where.file));
	po_write_entry(out, &entry);
	buf_c(out, '\n');
}

static bool written_before(const struct compiler *compiler, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_equal(compiler->words[i].words.context, compiler->words[at].words.context) &&
		    str_equal(compiler->words[i].words.source, compiler->words[at].words.source))
			return true;
	return false;
}

struct str compile_catalogue(struct compiler *compiler, struct str name)
{
	struct buf out = BUF_IN(compiler->arena);
	struct language language = { .name = name, .path = str_format(compiler->scratch, "lang/" STR_FMT ".po", STR_ARG(name)) };
	const struct pack_file *file = source_file(compiler->source, language.path);
	struct error err;
	if (file && po_read(compiler->scratch, language.path, file->bytes, &language.file, &err))
		language.index = index_of(compiler->scratch, &language.file);
	buf_format(&out, "msgid \"\"\nmsgstr \"\"\n\"Language: " STR_FMT "\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n", STR_ARG(name));
	for (size_t i = 0; i < compiler->word_count; i++)
		if (!written_before(compiler, i))
			write_entry(compiler, &compiler->words[i], &language, &out);
	return buf_str(&out);
}
