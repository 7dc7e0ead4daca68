/* Pages of one version: its files, a file line by line with what the check found, a procedure in plain words. */
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "procedure.h"

FIELDS_TABLE(file_query, FILE_QUERY_FIELDS)
FIELDS_TABLE(print_query, PRINT_QUERY_FIELDS)

enum { LINES_SHOWN = 3000 };

bool pack_version_find(struct act *act, struct str identity, struct pack_version_row *row, struct pack_source *source, struct error *err)
{
	struct pack_version_row *rows;
	size_t count;
	if (!pack_versions(act, &rows, &count, err))
		return false;
	const struct pack_version_row *found = pack_row_of(rows, count, identity);
	if (found) {
		*row = *found;
		return pack_version_source(act, found, source, err);
	}
	const struct pack *first = pack_shelf_first(act->house->packs, source);
	*row = (struct pack_version_row){ .identity = identity, .version = first->head.version };
	if (str_is(identity, first->identity))
		return true;
	return error_set(err, ERR_NOT_FOUND, "there is no such version of the pack", "look at the list of versions", STR_FMT, STR_ARG(pack_short(identity)));
}

static const struct pack_file *file_of(const struct pack_source *source, struct str path)
{
	for (size_t i = 0; i < source->count; i++)
		if (str_equal(source->files[i].path, path))
			return &source->files[i];
	return NULL;
}

static struct str title_of(struct act *act, const struct pack_version_row *row)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Version {version}")), { "version", row->version });
}

/* ---- the version ---- */

static int64_t lines_in(struct str text)
{
	int64_t lines = text.len && text.data[text.len - 1] != '\n';
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	return lines;
}

static struct str found_in(struct act *act, const struct pack_diagnostics *found, struct str path)
{
	int64_t count = 0;
	for (size_t i = 0; i < found->count; i++)
		count += str_equal(found->items[i].file, path);
	return count ? lang_count(act->lang, act->arena, count, WORDS_MANY("{count} finding", "{count} findings")) : STR("");
}

static json_t *files_of(struct act *act, const struct call *call, const struct pack_source *source, const struct pack_diagnostics *found)
{
	json_t *files = json_array();
	for (size_t i = 0; i < source->count; i++) {
		json_t *file = json_object();
		struct str path = source->files[i].path;
		json_put_str(file, "path", path);
		if (call->json)
			json_put_str(file, "text", source->files[i].bytes);
		json_put_str(file, "size", lang_count(act->lang, act->arena, lines_in(source->files[i].bytes), WORDS_MANY("{count} line", "{count} lines")));
		json_put_str(file, "found", found_in(act, found, path));
		json_put_str(file, "href", str_format(act->arena, "/pack/" STR_FMT "/file?path=" STR_FMT, STR_ARG(call->name), STR_ARG(path)));
		json_put_str(file, "text_href", str_format(act->arena, "/pack/" STR_FMT "/text?path=" STR_FMT, STR_ARG(call->name), STR_ARG(path)));
		json_array_append_new(files, file);
	}
	return files;
}

static json_t *procedures_of(struct act *act, const struct pack *pack, struct str identity)
{
	json_t *out = json_array();
	for (size_t i = 0; pack && i < pack->procedure_count; i++) {
		json_t *row = json_object();
		json_put_str(row, "name", pack_words(pack, lang_tag(act->lang), pack->procedures[i].title));
		json_put_str(row, "href", str_format(act->arena, "/pack/" STR_FMT "/print?procedure=" STR_FMT, STR_ARG(identity), STR_ARG(pack->procedures[i].name)));
		json_array_append_new(out, row);
	}
	return out;
}

static void put_difference(struct act *act, json_t *page, const struct pack *pack, bool in_force)
{
	json_put_yesno(page, "any_difference", pack && !in_force);
	json_put_yesno(page, "any_line", false);
	if (pack && !in_force)
		pack_put_difference(act, page, pack);
}

bool pack_version_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct pack_version_row row;
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	const struct pack *pack = NULL;
	if (!pack_version_find(act, call->name, &row, &source, err))
		return false;
	bool in_force = str_is(call->name, act->pack->identity), sound = pack_load(act->arena, &source, pack_today(act), &pack, &found);
	json_t *page = reply->page = json_object();
	reply->data = json_object();
	json_put_str(reply->data, "identity", row.identity);
	json_put_str(reply->data, "version", row.version);
	json_put(reply->data, "files", files_of(act, call, &source, &found));
	json_put_str(page, "title", title_of(act, &row));
	json_put_str(page, "state", row.proposed ? pack_state_words(act, &row) : pack_first_state(act));
	json_put(page, "history", row.proposed ? pack_history(act, &row) : json_array());
	json_put_str(page, "note", row.note);
	json_put_str(page, "answer", row.answer);
	json_put_str(page, "reason", row.reason);
	json_put_str(page, "past_href", !in_force && sound && rights_have(act->actor.rights, CAN_FIGURES) ? pack_path(act, row.identity, "/past") : STR(""));
	pack_put_check(act, page, &found);
	put_difference(act, page, sound ? pack : NULL, in_force);
	json_put(page, "procedures", procedures_of(act, sound ? pack : NULL, row.identity));
	return true;
}

static const char *media_type(struct str path)
{
	return str_ends(path, STR(".csv")) ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
}

static bool find_file(struct act *act, const struct call *call, struct pack_version_row *row, struct pack_source *source, const struct pack_file **file, struct error *err)
{
	const struct file_query *query = call->query;
	if (!pack_version_find(act, call->name, row, source, err))
		return false;
	*file = file_of(source, query->path);
	return *file || error_set(err, ERR_NOT_FOUND, "the pack has no such file", "look at its list of files", STR_FMT, STR_ARG(query->path));
}

/* One file, to be changed and sent back. An SVG goes as text: it is not drawn from here. */
bool pack_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct pack_version_row row;
	struct pack_source source;
	const struct pack_file *file;
	if (!find_file(act, call, &row, &source, &file, err))
		return false;
	struct str path = file->path, last = path, piece;
	while (str_cut(&path, '/', &piece))
		last = piece;
	reply->bytes = file->bytes;
	reply->type = media_type(last);
	reply->file_name = str_c(act->arena, last);
	return true;
}

/* ---- a file line by line ---- */

static int by_text(const void *a, const void *b)
{
	const struct str *one = a, *two = b;
	size_t least = one->len < two->len ? one->len : two->len;
	int order = least ? memcmp(one->data, two->data, least) : 0;
	return order ? order : (one->len > two->len) - (one->len < two->len);
}

static struct str *sorted_lines(struct arena *arena, struct str text, size_t *count)
{
	struct str *lines = ARENA_ARRAY(arena, struct str, (size_t)lines_in(text) + 1), line;
	*count = 0;
	while (str_cut(&text, '\n', &line))
		lines[(*count)++] = line;
	qsort(lines, *count, sizeof *lines, by_text);
	return lines;
}

static json_t *marks_of(struct act *act, const struct pack_diagnostics *found, struct str path, int line)
{
	struct pack_diagnostics here = { .arena = act->arena, .items = ARENA_ARRAY(act->arena, struct pack_diagnostic, found->count + 1) };
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].line == line && str_equal(found->items[i].file, path))
			here.items[here.count++] = found->items[i];
	return pack_mistakes(act, &here);
}

static bool any_at(const struct pack_diagnostics *found, struct str path, int line)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].line == line && str_equal(found->items[i].file, path))
			return true;
	return false;
}

/* `before`: the file in force; a line that it has nowhere is told as new. */
static json_t *lines_of(struct act *act, const struct pack_file *file, const struct pack_file *before, const struct pack_diagnostics *found)
{
	size_t known_count = 0;
	struct str *known = before ? sorted_lines(act->arena, before->bytes, &known_count) : NULL, text = file->bytes, line;
	json_t *out = json_array();
	for (int n = 1; n <= LINES_SHOWN && str_cut(&text, '\n', &line); n++) {
		json_t *row = json_object();
		bool marked = any_at(found, file->path, n);
		json_put_int(row, "n", n);
		json_put_str(row, "text", line);
		json_put_yesno(row, "fresh", before && !bsearch(&line, known, known_count, sizeof *known, by_text));
		json_put_yesno(row, "any_mark", marked);
		json_put(row, "marks", marked ? marks_of(act, found, file->path, n) : json_array());
		json_array_append_new(out, row);
	}
	return out;
}

bool pack_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct pack_version_row row;
	struct pack_source source, now;
	const struct pack_file *file;
	struct pack_diagnostics found = { .arena = act->arena };
	const struct pack *pack;
	if (!find_file(act, call, &row, &source, &file, err) || !pack_in_force_source(act, &now, err))
		return false;
	bool sound = pack_load(act->arena, &source, pack_today(act), &pack, &found);
	(void)sound; /* its mistakes stand beside their lines */
	json_t *page = reply->page = json_object();
	reply->data = json_object();
	json_put_str(reply->data, "identity", row.identity);
	json_put_str(reply->data, "path", file->path);
	json_put(reply->data, "lines", lines_of(act, file, str_is(call->name, act->pack->identity) ? NULL : file_of(&now, file->path), &found));
	json_put_str(page, "title", title_of(act, &row));
	json_put_str(page, "version_href", pack_path(act, row.identity, ""));
	json_put_str(page, "file_href", str_format(act->arena, "/pack/" STR_FMT "/file?path=" STR_FMT, STR_ARG(call->name), STR_ARG(file->path)));
	json_put(page, "whole", marks_of(act, &found, file->path, 0));
	json_put_yesno(page, "any_whole", any_at(&found, file->path, 0));
	json_put_str(page, "more", lines_in(file->bytes) > LINES_SHOWN ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("The first {count} lines are shown; the saved file holds all.")),
	                                                                           { "count", lang_number(act->lang, act->arena, LINES_SHOWN) }) : STR(""));
	return true;
}

/* ---- in plain words ---- */

bool pack_print_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct print_query *query = call->query;
	struct pack_version_row row;
	struct pack_source source;
	struct pack_diagnostics found = { .arena = act->arena };
	const struct pack *pack;
	if (!pack_version_find(act, call->name, &row, &source, err))
		return false;
	if (!pack_load(act->arena, &source, pack_today(act), &pack, &found))
		return error_set(err, ERR_FINDINGS, "the pack has mistakes", "look at the page of this version", "%.12s", row.identity.data);
	const struct pack_procedure *procedure = pack_procedure(pack, query->procedure);
	if (!procedure)
		return error_set(err, ERR_NOT_FOUND, "the pack has no such procedure", "look at the list of procedures", STR_FMT, STR_ARG(query->procedure));
	reply->data = json_object();
	json_put_str(reply->data, "identity", row.identity);
	json_put_str(reply->data, "procedure", procedure->name);
	json_put_str(reply->data, "text", procedure_print(act->arena, pack, procedure, lang_tag(act->lang)));
	reply->page = json_object();
	json_put_str(reply->page, "title", pack_words(pack, lang_tag(act->lang), procedure->title));
	json_put_str(reply->page, "version", title_of(act, &row));
	json_put_str(reply->page, "version_href", pack_path(act, row.identity, ""));
	return true;
}
