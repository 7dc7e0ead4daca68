/* What files among answers look like: opened in the locked child, once, when they come. What is found stands in the answer beside the file: width, height,
 * pages of a PDF ("sheets"), advice to take it again, and a small picture of its own. Where no child runs nothing is opened, and nothing said. */
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "locked.h"
#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "picture.h"
#include "upload.h"

struct feeding {
	struct journal_stream *stream;
	char what;                      /* the letter that goes first; 0 = it went */
};

static ssize_t give(void *state, char *out, size_t most)
{
	struct feeding *feeding = state;
	struct error ignored;
	if (!feeding->what)
		return journal_stream_read(feeding->stream, out, most, &ignored);
	*out = feeding->what;
	feeding->what = 0;
	return 1;
}

/* "" where there is no child, or it could not open the file. False: the file is not here, or damaged. */
static bool ask_child(struct act *act, struct str handle, char what, struct str *out, struct error *err)
{
	struct feeding feeding = { .what = what };
	struct error ignored;
	*out = STR("");
	if (!act->house->opener)
		return true;
	if (!journal_stream_open(act, handle, &feeding.stream, err))
		return false;
	if (!guard_helper_ask(act->house->opener, give, &feeding, act->arena, out, &ignored))
		*out = STR("");
	journal_stream_close(feeding.stream);
	return true;
}

static void put_advice(json_t *file, const struct picture_look *look, bool portrait)
{
	const char *found[4];
	size_t count = picture_advice(look, portrait, found);
	json_t *advice = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(advice, json_string(found[i]));
	json_put(file, "width", json_integer(look->width));
	json_put(file, "height", json_integer(look->height));
	json_put(file, "advice", advice);
}

static bool put_small(struct act *act, json_t *file, struct str small, struct error *err)
{
	struct str kept;
	if (!small.len)
		return true;
	if (!journal_file_put(act, small, &kept, err))
		return false;
	json_put_str(file, "small", kept);
	return true;
}

/* A file in which something was found is set aside: kept as evidence, opened by nobody, not even by the child. */
static bool scanned(struct act *act, json_t *file, bool *aside, struct error *err)
{
	static const char *const words[] = { [SCAN_NOT_CHECKED] = "not_checked", [SCAN_CLEAN] = "clean", [SCAN_FOUND] = "found" };
	struct feeding feeding = { .what = 0 };
	struct str name = STR("");
	enum scan_result result = SCAN_NOT_CHECKED;
	if (act->house->scanner) {
		if (!journal_stream_open(act, str_of(json_string_value(json_object_get(file, "file"))), &feeding.stream, err))
			return false;
		result = scan_stream(act->house->scanner, give, &feeding, act->arena, &name);
		journal_stream_close(feeding.stream);
	}
	json_put_str(file, "scan", str_of(words[result]));
	if (result == SCAN_FOUND)
		json_put_str(file, "found", str_slice(name, 0, 100));
	*aside = result == SCAN_FOUND;
	return true;
}

/* What the child says is read as strictly as what a stranger says: it may not be itself any more. */
bool file_looked_at(struct act *act, json_t *file, bool portrait, struct error *err)
{
	struct str handle = str_of(json_string_value(json_object_get(file, "file"))), said;
	struct picture_look look;
	int sheets;
	bool aside;
	if (!scanned(act, file, &aside, err))
		return false;
	if (aside || !act->house->opener || json_integer_value(json_object_get(file, "size")) > PICTURE_BYTES)
		return true;
	if (!ask_child(act, handle, 'l', &said, err))
		return false;
	struct str line;
	str_cut(&said, '\n', &line);
	const char *text = str_c(act->arena, str_slice(line, 0, 200));
	if (sscanf(text, "p %6d %6d %4d %4d %9d", &look.width, &look.height, &look.light, &look.spread, &look.sharp) == 5) {
		put_advice(file, &look, portrait);
		return put_small(act, file, said, err);
	}
	if (sscanf(text, "d %7d", &sheets) != 1)
		json_put(file, "advice", json_pack("[s]", "closed"));
	else if (sheets > 0)
		json_put(file, "sheets", json_integer(sheets));
	return true;
}

bool case_picture(struct act *act, struct str handle, struct str *out, struct error *err)
{
	return ask_child(act, handle, 'm', out, err) &&
	       (out->len || error_set(err, ERR_NOT_FOUND, "This file cannot be shown here as a picture.", "Save it, and open it there.", "size"));
}

/* --- in words --- */

bool case_set_aside(const json_t *file)
{
	const char *scan = json_string_value(json_object_get(file, "scan"));
	return scan && !strcmp(scan, "found");
}

/* For the desk: what the scanner named, or that there was none. */
static struct str scan_words(struct act *act, const json_t *file)
{
	const char *scan = json_string_value(json_object_get(file, "scan")), *found = json_string_value(json_object_get(file, "found"));
	if (case_set_aside(file))
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Set aside, found: {name}")), { "name", str_of(found ? found : "") });
	return scan && !strcmp(scan, "clean") ? STR("") : lang_words(act->lang, WORDS("Not checked for viruses"));
}

struct str case_file_advice(struct act *act, const json_t *file)
{
	static const struct { const char *code, *words; } all[] = {
		{ "small", WORDS("The picture is small: print may not be readable. Take it again from nearer if you can.") },
		{ "dark", WORDS("The picture is dark. Take it again in better light if you can.") },
		{ "blurred", WORDS("The picture is blurred. Hold the camera still and take it again if you can.") },
		{ "empty", WORDS("The page looks empty. See whether it is the right side.") },
		{ "closed", WORDS("This file cannot be opened here. See whether it opens for you, and send it again if you can.") },
	};
	const json_t *advice = json_object_get(file, "advice"), *code;
	struct buf out = BUF_IN(act->arena);
	size_t at;
	if (case_set_aside(file))
		return lang_words(act->lang, WORDS("This file was set aside: a virus scanner found something in it. Nobody opens it. Send a clean copy."));
	json_array_foreach((json_t *)(uintptr_t)advice, at, code)
		for (size_t i = 0; i < COUNT_OF(all); i++)
			if (json_string_value(code) && !strcmp(json_string_value(code), all[i].code))
				buf_format(&out, "%s" STR_FMT, out.len ? " " : "", STR_ARG(lang_words(act->lang, all[i].words)));
	return buf_str(&out);
}

/* --- pages in their order --- */

struct sheets {
	struct act *act;
	const char *home;               /* "/case/ID" */
	struct str path;
	json_t *rows;
};

static struct str small_picture(struct act *act, const json_t *file)
{
	const char *small = json_string_value(json_object_get(file, "small"));
	struct str bytes;
	struct error ignored;
	if (!small || !journal_file_get(act, str_of(small), &bytes, &ignored))
		return STR("");
	return str_format(act->arena, "data:image/jpeg;base64," STR_FMT, STR_ARG(base64(act->arena, bytes)));
}

static void add_sheet(struct sheets *sheets, const json_t *file, struct str path, size_t page)
{
	struct act *act = sheets->act;
	struct str to = str_format(act->arena, "%s/file?path=" STR_FMT "&page=%zu", sheets->home, STR_ARG(path), page), small = small_picture(act, file);
	int64_t count = json_integer_value(json_object_get(file, "sheets"));
	struct str number = lang_number(act->lang, act->arena, (int64_t)json_array_size(sheets->rows) + 1);
	const char *name = json_string_value(json_object_get(file, "name"));
	json_t *row = json_object();
	json_put_str(row, "href", to);
	json_put_str(row, "large", small.len ? str_format(act->arena, STR_FMT "&size=large", STR_ARG(to)) : to);
	json_put_str(row, "small", small);
	json_put_str(row, "name", str_of(name ? name : ""));
	json_put_str(row, "number", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Page {number}")), { "number", number }));
	json_put_str(row, "pages", count ? lang_count(act->lang, act->arena, count, WORDS_MANY("{count} page", "{count} pages")) : STR(""));
	json_put_str(row, "advice", case_set_aside(file) ? STR("") : case_file_advice(act, file));
	json_put_str(row, "scan", scan_words(act, file));
	json_put_yesno(row, "aside", case_set_aside(file));
	json_array_append_new(sheets->rows, row);
}

static void add_file(struct sheets *sheets, const json_t *file, struct str path)
{
	size_t at;
	const json_t *more;
	if (!json_object_get(file, "file"))
		return;
	add_sheet(sheets, file, path, 1);
	json_array_foreach(json_object_get(file, "pages"), at, more)
		add_sheet(sheets, more, path, at + 2);
}

json_t *case_sheets(struct act *act, struct str path, const json_t *answer, const char *home)
{
	struct sheets sheets = { act, home, path, json_array() };
	size_t at;
	const json_t *file;
	if (!json_is_array(answer))
		add_file(&sheets, answer, path);
	else
		json_array_foreach((json_t *)(uintptr_t)answer, at, file)
			add_file(&sheets, file, str_format(act->arena, STR_FMT ".%zu", STR_ARG(path), at + 1));
	return sheets.rows;
}

static void add_paper(struct act *act, struct case_seen *seen, const struct pack_asked *field, const char *home, json_t *out)
{
	const json_t *answer = json_object_getn(json_object_get(seen->file, "answers"), field->name.data, field->name.len);
	if (!case_is_file(field) || !flow_shown(&seen->flow, field, NULL, NULL) || !case_reads(act, seen, field))
		return;
	json_t *sheets = case_sheets(act, field->name, answer, home), *row = json_object();
	json_put_str(row, "label", pack_words(act->pack, lang_tag(act->lang), field->label));
	json_put(row, "sheets", sheets);
	if (json_array_size(sheets))
		json_array_append(out, row);
	json_decref(row);
}

json_t *case_papers(struct act *act, struct case_seen *seen, const char *home)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->field_count; i++)
		add_paper(act, seen, &procedure->fields[i], home, out);
	return out;
}
