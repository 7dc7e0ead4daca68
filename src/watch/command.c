/* Commands: watch import, watch lists, watch quality. */
#include "lists.h"

#include <string.h>

#include "house.h"
#include "match_bench.h"

enum { FILE_MOST = 64 * 1024 * 1024, FILES_MOST = 8 };

/* ---- import ---- */

static bool read_file(const struct command_file *file, struct arena *arena, struct watch_file *out, struct error *err)
{
	out->name = str_copy(arena, str_of(file->name));
	return command_read(file, FILE_MOST, arena, &out->bytes, err);
}

static void print_reading(const struct watch_reading *reading, struct buf *out)
{
	buf_format(out, "%zu rows: %zu entries (%zu persons), %zu names; %zu rows were not read.\n", reading->rows, reading->count, reading->persons,
	           reading->names, reading->skipped);
	if (reading->version.len)
		buf_format(out, "The list says of itself: " STR_FMT "\n", STR_ARG(reading->version));
	for (size_t i = 0; i < reading->skip_count; i++)
		buf_format(out, "  %s line %llu: %s\n", reading->skips[i].file, (unsigned long long)reading->skips[i].line, reading->skips[i].why);
	if (reading->skipped > reading->skip_count)
		buf_format(out, "  and %zu more\n", reading->skipped - reading->skip_count);
}

static bool import_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *code = line->option(line, "--list"), *format = line->option(line, "--format");
	struct watch_file files[FILES_MOST];
	struct watch_reading reading;
	if (!code || !format || !line->file_count || line->file_count > FILES_MOST)
		return error_set(err, ERR_INPUT, "an argument is missing", "limen watch import --list CODE --format un|ofac|csv FILE...", "arguments");
	const struct pack_watchlist *list = pack_watchlist(act->pack, str_of(code), time_date(act->now));
	if (list && list->kept_here)
		return error_set(err, ERR_NOT_ALLOWED, "this list is kept here: its entries are made and changed by two people", "propose the file on the page of the list, as CSV", "%s", code);
	for (size_t i = 0; i < line->file_count; i++)
		if (!read_file(&line->files[i], act->arena, &files[i], err))
			return false;
	if (!watch_import(act, str_of(code), str_of(format), files, line->file_count, &reading, err))
		return false;
	print_reading(&reading, out);
	buf_text(out, "The list is in force.\n");
	return true;
}

/* ---- lists ---- */

static const struct watch_list_row *row_of(const struct watch_list_row *rows, size_t count, struct str code)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].code, code))
			return &rows[i];
	return NULL;
}

static bool lists_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct watch_list_row *rows;
	size_t count;
	(void)line;
	if (!watch_rows(act, &rows, &count, err))
		return false;
	for (size_t i = 0; i < act->pack->watchlist_count; i++) {
		const struct pack_watchlist *list = &act->pack->watchlists[i];
		const struct watch_list_row *row = row_of(rows, count, list->code);
		char when[TIME_TEXT];
		if (!pack_span_holds(list->span, time_date(act->now)))
			continue;
		if (row)
			buf_format(out, STR_FMT "  version %lld  %lld entries, %lld persons  %lld rows not read  imported " STR_FMT "\n", STR_ARG(list->code),
			           (long long)row->version, (long long)row->entries, (long long)row->persons, (long long)row->skipped,
			           STR_ARG(time_text(row->imported, when)));
		else
			buf_format(out, STR_FMT "  not imported\n", STR_ARG(list->code));
	}
	return true;
}

/* ---- quality ---- */

/* Other people's records against the lists in force of this state. */
static bool print_quality(struct act *act, const struct command_file *people, struct buf *out, struct error *err)
{
	struct watch_file file;
	struct watch_alarm_figures figures;
	struct watch_shelf *shelf = watch_shelf_new();
	const struct watch *watch = NULL;
	bool done = read_file(people, act->arena, &file, err) && watch_shelf_refresh(shelf, act, err);
	if (done) {
		watch = watch_shelf_take(shelf);
		done = watch->index ? watch_quality_alarms(watch->index, file.bytes, 100000, act->arena, &figures, err)
		                    : error_set(err, ERR_NOT_FOUND, "no list was imported", "limen watch import", "quality");
	}
	if (done)
		buf_format(out, "people on no list %zu: found by name alone %zu, with the other facts %zu, of these strong %zu\n", figures.people,
		           figures.name_alarms, figures.all_alarms, figures.strong);
	watch_shelf_give(shelf, watch);
	watch_shelf_free(shelf);
	return done;
}

static bool quality_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (line->file_count != 1)
		return error_set(err, ERR_INPUT, "one file is needed", "limen watch quality PEOPLE.csv", "arguments");
	return print_quality(act, &line->files[0], out, err);
}

static const struct option import_options[] = {
	{ "--list", "CODE", "which list of the country pack" },
	{ "--format", "FORMAT", "un (XML), ofac (sdn.csv, alt.csv, add.csv, sdn_comments.csv) or csv (a national list with a header)" },
	{ 0 },
};
const struct command watch_commands[] = {
	{ "watch import", "FILE...", import_command, import_options, 0, "Import a watchlist, whole. What cannot be read changes nothing.", command_open_arguments },
	{ "watch lists", "", lists_command, NULL, COMMAND_READS, "The lists of the pack: version, entries, age." },
	{ "watch quality", "CSV", quality_command, NULL, COMMAND_READS,
	  "Count how many people who are on no list (full_name, date_of_birth, gender, nationality) are found all the same.", command_open_arguments },
	{ 0 },
};
