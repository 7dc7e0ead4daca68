#include "version.h"

#include "diagnose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capability.h"
#include "keyword.h"
#include "pack_letter.h"
#include "procedure.h"
#include "right.h"

static const char *argument(const struct command_line *line, size_t at, const char *otherwise)
{
	return at < line->count ? line->arguments[at] : otherwise;
}

static bool missing(struct error *err, const char *todo)
{
	return error_set(err, ERR_INPUT, "an argument is missing", todo, "arguments");
}

static void print_found(struct act *act, const struct pack_diagnostics *found, struct buf *out)
{
	for (size_t i = 0; i < found->count; i++) {
		buf_add(out, pack_diagnostic_text(act->arena, &found->items[i]));
		buf_c(out, '\n');
	}
}

static bool load_folder(struct act *act, const char *folder, const struct pack **pack, struct buf *out, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	if (!pack_source_folder(act->arena, folder, &source, err))
		return false;
	bool good = pack_load(act->arena, &source, time_date(act->now), pack, &found);
	print_found(act, &found, out);
	return good || error_set(err, ERR_FINDINGS, "the pack has mistakes", "correct the lines that are named", "%s: %zu errors, %zu warnings", folder,
	                         found.errors, found.warnings);
}

static bool check_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const struct pack *pack;
	if (!load_folder(act, argument(line, 0, "pack/utopia"), &pack, out, err))
		return false;
	buf_format(out, STR_FMT " " STR_FMT " has no mistake. Identity %s\n", STR_ARG(pack->head.name.source), STR_ARG(pack->head.version), pack->identity);
	return true;
}

/* ---- fmt ---- */

/* Written beside, then renamed: a file is never half. */
static bool write_file(const char *path, struct str text, struct error *err)
{
	char beside[4096];
	if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
		return error_set(err, ERR_INPUT, "the path is too long", "use a shorter one", "%.100s", path);
	int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool good = file >= 0 && write(file, text.data, text.len) == (ssize_t)text.len && !fsync(file);
	if (file >= 0)
		good &= !close(file);
	good = good && !rename(beside, path);
	return good || error_set(err, ERR_SYSTEM, "the file cannot be written", "check the folder's rights and the disk", "%s: %s", path, strerror(errno));
}

static bool format_file(struct act *act, const char *folder, const struct pack_file *file, bool only_check, int *changed, struct buf *out,
                        struct error *err)
{
	struct str text;
	struct pack_diagnostics found;
	if (!pack_format(act->arena, file->path, file->bytes, &text, &found)) {
		print_found(act, &found, out);
		return error_set(err, ERR_FINDINGS, "a file cannot be laid out while its lines cannot be read", "correct the lines that are named", STR_FMT,
		                 STR_ARG(file->path));
	}
	if (str_equal(text, file->bytes))
		return true;
	(*changed)++;
	buf_format(out, STR_FMT "\n", STR_ARG(file->path));
	return only_check || write_file(str_c(act->arena, str_format(act->arena, "%s/" STR_FMT, folder, STR_ARG(file->path))), text, err);
}

static bool fmt_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *folder = argument(line, 0, "pack/utopia");
	struct pack_source source;
	bool only_check = line->option(line, "--check");
	int changed = 0;
	if (!pack_source_folder(act->arena, folder, &source, err))
		return false;
	for (size_t i = 0; i < source.count; i++)
		if ((str_ends(source.files[i].path, STR(".lim")) || str_ends(source.files[i].path, STR(".letter"))) && !format_file(act, folder, &source.files[i], only_check, &changed, out, err))
			return false;
	return !only_check || !changed ||
	       error_set(err, ERR_FINDINGS, "some files are not laid out as they should be", "limen pack fmt lays them out", "%d files", changed);
}

/* ---- diff, lang, help ---- */

bool pack_diff_command(struct act *act, const struct command_line *line, const struct pack **second, struct buf *out, struct error *err)
{
	const struct pack *before, *after;
	const struct pack_change *changes;
	if (line->count != 2)
		return missing(err, "limen pack diff OLD_FOLDER NEW_FOLDER");
	if (!load_folder(act, line->arguments[0], &before, out, err) || !load_folder(act, line->arguments[1], &after, out, err))
		return false;
	*second = after;
	size_t count = pack_diff(act->arena, before, after, &changes);
	for (size_t i = 0; i < count; i++) {
		buf_add(out, pack_change_text(act->arena, &changes[i]));
		buf_c(out, '\n');
	}
	if (!count)
		buf_text(out, "The two packs say the same.\n");
	struct pack_diagnostics lost;
	diagnostics_in(&lost, act->arena);
	if (!pack_check_revisions(before, after, &lost))
		return true;
	print_found(act, &lost, out);
	return error_set(err, ERR_FINDINGS, "running cases would lose something", "see the lines above", "%s", line->arguments[1]);
}

static bool lang_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct pack_source source;
	if (line->count != 2)
		return missing(err, "limen pack lang FOLDER LANGUAGE > FOLDER/lang/LANGUAGE.po.new");
	if (!pack_source_folder(act->arena, line->arguments[0], &source, err))
		return false;
	buf_add(out, pack_catalogue(act->arena, &source, str_of(line->arguments[1])));
	return true;
}

static bool print_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const struct pack *pack;
	const char *language = line->option(line, "--language");
	if (line->count != 2)
		return missing(err, "limen pack print FOLDER PROCEDURE");
	if (!load_folder(act, line->arguments[0], &pack, out, err))
		return false;
	const struct pack_procedure *procedure = pack_procedure(pack, str_of(line->arguments[1]));
	if (!procedure)
		return error_set(err, ERR_NOT_FOUND, "there is no such procedure", "name a file of the folder procedures, without .lim", "%.48s", line->arguments[1]);
	buf_add(out, procedure_print(act->arena, pack, procedure, language ? str_of(language) : pack->head.language));
	return true;
}

static bool bundle_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct pack_source source;
	if (!line->count)
		return missing(err, "limen pack bundle FOLDER > FILE");
	if (!pack_source_folder(act->arena, line->arguments[0], &source, err))
		return false;
	buf_add(out, pack_bundle(act->arena, &source));
	return true;
}

/* What a letter may use, from the table of shapes. */
static void help_letters(struct buf *out)
{
	for (const struct letter_shape *shape = letter_shapes; shape->name; shape++) {
		buf_format(out, shape->doc ? "letter %s: %s\n" : "%s%s\n", shape->name, shape->doc ? shape->doc : "");
		for (const struct letter_fact *fact = shape->facts; fact->name; fact++)
			buf_format(out, "    %s  %s%s%s\n        %s\n", fact->name, fact->type, fact->of ? " of " : "", fact->of ? fact->of : "", fact->doc);
	}
}

/* What procedures may use, from the table of capabilities. */
static void help_capabilities(struct buf *out)
{
	for (const struct capability *one = capabilities; one->name.len; one++) {
		buf_format(out, STR_FMT "%s: %s\n", STR_ARG(one->name), one->takes_argument ? " PROCEDURE" : "", one->about);
		for (const struct capability_setting *setting = one->settings; setting->name; setting++)
			buf_format(out, "    setting %s%s%s%s: %s\n", setting->name, setting->needed ? ", needed" : "", setting->among[0] ? ", of " : "", setting->among, setting->about);
		for (const struct capability_command *command = one->commands; command->name; command++)
			buf_format(out, "    command %s%s%s%s: %s\n", command->name, command->takes[0] ? " with " : "", command->takes, command->offline ? ", offline too" : "", command->about);
		for (const struct capability_event *event = one->events; event->name; event++)
			buf_format(out, "    event %s: %s\n", event->name, event->about);
		for (const struct capability_fact *fact = one->facts; fact->name; fact++)
			buf_format(out, "    fact %s: %s\n", fact->name, fact->about);
	}
}

static bool help_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *keyword = argument(line, 0, "");
	struct str text = pack_help(act->arena, str_of(keyword));
	if (!strcmp(keyword, "rights"))
		for (int right = SIGNED_IN + 1; right < RIGHT_COUNT; right++)
			buf_format(out, "%s\n    %s\n", right_name((enum right)right), right_words((enum right)right));
	if (!strcmp(keyword, "capabilities"))
		help_capabilities(out);
	if (!strcmp(keyword, "letters"))
		help_letters(out);
	buf_add(out, text);
	return out->len || error_set(err, ERR_NOT_FOUND, "no line of a pack begins so", "limen pack help shows all lines", "%.40s", keyword);
}

/* ---- versions ---- */

static bool list_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct pack_version_row *rows;
	size_t count;
	if (!pack_versions(act, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		char starts[DATE_TEXT], proposed[TIME_TEXT];
		buf_format(out, "%.12s  " STR_FMT "  proposed " STR_FMT, rows[i].identity.data, STR_ARG(rows[i].version),
		           STR_ARG(time_text(rows[i].proposed, proposed)));
		if (rows[i].applied)
			buf_format(out, "  in force from " STR_FMT "\n", STR_ARG(date_text(rows[i].starts, starts)));
		else
			buf_text(out, rows[i].ended ? "  taken back or sent back\n" : rows[i].approved ? "  approved\n" : "  waits for approval\n");
	}
	return true;
}

/* The whole folder as one file: read by the process that was started, not by a server. */
static bool open_folder(const struct command_line *line, struct command_files *files, struct error *err)
{
	struct pack_source source;
	return !line->count || (pack_source_folder(files->arena, line->arguments[0], &source, err) &&
	                        command_keep(files, "pack", pack_bundle(files->arena, &source), err));
}

static bool propose_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	struct str identity;
	const char *note = line->option(line, "--note");
	struct str bundle;
	if (!line->file_count)
		return missing(err, "limen pack propose FOLDER --note WHY");
	if (!command_read(&line->files[0], PACK_FILES * PACK_FILE_BYTES, act->arena, &bundle, err) || !pack_unbundle(act->arena, bundle, &source, err) || !pack_propose(act, &source, str_of(note), &identity, &found, err))
		return false;
	print_found(act, &found, out);
	buf_format(out, "Proposed as " STR_FMT ". Another person must approve it.\n", STR_ARG(identity));
	return true;
}

static bool approve_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (!line->count)
		return missing(err, "limen pack approve IDENTITY --note WORDS");
	if (!pack_approve(act, str_of(line->arguments[0]), str_of(line->option(line, "--note")), err))
		return false;
	buf_text(out, "Approved. 'limen pack apply' puts it in force.\n");
	return true;
}

static bool apply_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct date starts = { 0 };
	const char *from = line->option(line, "--from");
	if (!line->count)
		return missing(err, "limen pack apply IDENTITY --from DATE");
	if (from && (!date_parse(str_of(from), &starts) || !date_whole(starts)))
		return error_set(err, ERR_INPUT, "this is not a date", "write it as 2027-03-01", "--from");
	if (!pack_apply(act, str_of(line->arguments[0]), starts, err))
		return false;
	buf_text(out, "In force from its first day on.\n");
	return true;
}

static const struct option check_options[] = { { "--check", NULL, "write nothing; fail when a file would change" }, { 0 } };
static const struct option language_options[] = { { "--language", "CODE", "of the pack's words; its own when left out" }, { 0 } };
static const struct option note_options[] = { { "--note", "WORDS", "why" }, { 0 } };
static const struct option from_options[] = { { "--from", "DATE", "first day in force; the first possible when left out" }, { 0 } };

const struct command pack_commands[] = {
	{ "pack check", "[FOLDER]", check_command, NULL, COMMAND_BARE, "Find all mistakes of a country pack; print its identity when it has none." },
	{ "pack fmt", "[FOLDER]", fmt_command, check_options, COMMAND_BARE, "Lay out the files of a pack; comments are kept." },
	{ "pack lang", "FOLDER LANGUAGE", lang_command, NULL, COMMAND_BARE, "Print a language's file with all words of the pack; translations are kept." },
	{ "pack print", "FOLDER PROCEDURE", print_command, language_options, COMMAND_BARE, "A procedure in plain words, for those who sign it." },
	{ "pack bundle", "FOLDER", bundle_command, NULL, COMMAND_BARE, "Print the whole pack as one file, for the page that proposes a version." },
	{ "pack help", "[KEYWORD]", help_command, NULL, COMMAND_BARE, "The lines that a pack may hold." },
	{ "pack list", "", list_command, NULL, COMMAND_READS, "Versions of the pack: proposed, approved, in force." },
	{ "pack propose", "FOLDER", propose_command, note_options, 0, "Propose a version of the pack.", open_folder },
	{ "pack approve", "IDENTITY", approve_command, note_options, 0, "Approve a version that another person proposed." },
	{ "pack apply", "IDENTITY", apply_command, from_options, 0, "Put an approved version in force, whole, from a day on." },
	{ 0 },
};
