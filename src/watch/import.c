/* Imports: files read, kept, and told by one entry; the fold to table watch_list. */
#include "lists.h"
#include "national.h"

#include <string.h>

#include "crypto.h"
#include "journal.h"
#include "store.h"

FIELDS_TABLE(list_import, LIST_IMPORT_FIELDS)
FIELDS_TABLE(watch_list_row, WATCH_LIST_ROW_FIELDS)

const struct entry_type watch_import_type = { "list.import", 1, KIND_LIST, 0, &list_import_fields, "a watchlist was imported, whole" };

/* ---- the fold: the last import is in force ---- */

/* A change of entries that are kept here leaves the files of the last import as they are. */
static void change_apply(struct watch_list_row *row, const struct list_change *change)
{
	row->code = change->code;
	row->version = change->version;
	row->own = change->entries;
	if (!row->format.len)
		row->format = STR("own");
}

static void list_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct watch_list_row *row = to;
	const struct list_import *import = data;
	(void)arena;
	if (entry->type == &watch_change_type) {
		change_apply(row, data);
	} else {
#define COPY(type, name, ...) row->name = import->name;
		LIST_IMPORT_FIELDS(COPY, COPY)
#undef COPY
	}
	row->id = entry->id;
	row->imported = entry->happened;
	row->importer = entry->actor;
}

static const struct table list_table = { "watch_list", &watch_list_row_fields, "", NULL };

static void list_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct watch_list_row *row = from;
	(void)record;
	if (row->version)
		rows_put(out, &list_table, row);
}

static const struct entry_type *const reads[] = { &watch_import_type, &watch_change_type, NULL };
static const struct table *const writes[] = { &list_table, NULL };
const struct fold watch_list_fold = { "watch_list", 2, reads, writes, sizeof(struct watch_list_row), list_apply, list_rows };

bool watch_rows(struct act *act, struct watch_list_row **out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "watch.lists");
	*out = ARENA_ARRAY(act->arena, struct watch_list_row, WATCH_LISTS);
	*count = 0;
	query_bind_int(query, "most", WATCH_LISTS);
	while (*count < WATCH_LISTS && query_next(query))
		query_row(query, &watch_list_row_fields, &(*out)[(*count)++], act->arena);
	return query_end(query, err);
}

/* ---- records ---- */

static struct uuid record_of(struct str kind, struct str code, struct str id)
{
	uint8_t digest[SHA256_BYTES];
	sha256((const struct str[]){ kind, code, STR("|"), id }, 4, digest);
	return uuid_v8(digest);
}

struct uuid watch_list_record(struct str code)
{
	return record_of(STR("limen watchlist|"), code, STR(""));
}

struct uuid watch_entry_record(struct str code, struct str id)
{
	return record_of(STR("limen watchlist entry|"), code, id);
}

/* ---- reading ---- */

static bool holds(struct str name, const char *part)
{
	size_t at;
	return str_find(name, str_of(part), &at);
}

static bool read_ofac(const struct watch_file *files, size_t count, struct arena *arena, struct watch_reading *out, struct error *err)
{
	struct watch_ofac_files parts = { 0 };
	for (size_t i = 0; i < count; i++) {
		struct str *part = holds(files[i].name, "comments") ? &parts.comments :
			holds(files[i].name, "alt") ? &parts.alt : holds(files[i].name, "add") ? &parts.add : &parts.sdn;
		if (part->data)
			return error_set(err, ERR_INPUT, "two files are of the same part of the list",
			                 "name one each of sdn.csv, alt.csv, add.csv and sdn_comments.csv", STR_FMT, STR_ARG(files[i].name));
		*part = files[i].bytes;
	}
	if (!parts.sdn.data)
		return error_set(err, ERR_INPUT, "the main file of the list is missing", "name sdn.csv, too", "ofac");
	return watch_read_ofac(&parts, arena, out, err);
}

bool watch_read(struct str format, const struct watch_file *files, size_t count, struct arena *arena, struct watch_reading *out,
                struct error *err)
{
	*out = (struct watch_reading){ 0 };
	if (count && str_is(format, "ofac"))
		return read_ofac(files, count, arena, out, err);
	if (!str_is(format, "un") && !str_is(format, "csv") && !str_is(format, "ofac"))
		return error_set(err, ERR_INPUT, "the format of the list is not known", "say un, ofac or csv", "--format");
	if (count != 1)
		return error_set(err, ERR_INPUT, "this format has exactly one file", "name one file", "%zu files", count);
	return str_is(format, "un") ? watch_read_un(files[0].bytes, arena, out, err) : watch_read_csv(files[0].bytes, arena, out, err);
}

/* ---- the kept form: for each file the length of its name, the name, the length of its bytes, the bytes; big-endian ---- */

static struct str bundle(struct arena *arena, const struct watch_file *files, size_t count)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < count; i++) {
		buf_be32(&out, (uint32_t)files[i].name.len);
		buf_add(&out, files[i].name);
		buf_be32(&out, (uint32_t)files[i].bytes.len);
		buf_add(&out, files[i].bytes);
	}
	return buf_str(&out);
}

static bool take_part(struct str *rest, struct str *out)
{
	const uint8_t *at = (const uint8_t *)rest->data;
	if (rest->len < 4)
		return false;
	size_t size = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
	if (size > rest->len - 4)
		return false;
	*out = (struct str){ rest->data + 4, size };
	*rest = str_slice(*rest, 4 + size, rest->len);
	return true;
}

enum { FILES_MOST = 8 };

static bool unbundle(struct str rest, struct watch_file *files, size_t *count)
{
	for (*count = 0; rest.len && *count < FILES_MOST; (*count)++)
		if (!take_part(&rest, &files[*count].name) || !take_part(&rest, &files[*count].bytes))
			return false;
	return !rest.len;
}

bool watch_load(struct act *act, const struct watch_list_row *row, struct arena *arena, struct watch_reading *out, struct error *err)
{
	struct act in = *act; /* the file lives as long as the list, not as the act */
	struct str kept;
	struct watch_file files[FILES_MOST];
	size_t count;
	in.arena = arena;
	if (!row->file.len) /* nothing was imported: its entries are kept here */
		return *out = (struct watch_reading){ 0 }, true;
	if (!journal_file_get(&in, row->file, &kept, err))
		return false;
	if (!unbundle(kept, files, &count))
		return error_set(err, ERR_INTEGRITY, "the kept files of a list cannot be taken apart", "import the list again", STR_FMT, STR_ARG(row->code));
	return watch_read(row->format, files, count, arena, out, err);
}

/* ---- importing ---- */

bool watch_next_version(struct act *act, struct str code, int64_t *out, struct error *err)
{
	struct watch_list_row *rows;
	size_t count;
	if (!watch_rows(act, &rows, &count, err))
		return false;
	*out = 1;
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].code, code))
			*out = rows[i].version + 1;
	return true;
}

static bool may_import(struct act *act, struct str code, size_t count, struct error *err)
{
	if (!rights_have(act->actor.rights, CAN_WATCH_MANAGE))
		return error_set(err, ERR_FORBIDDEN, "importing a list needs the right watch_manage", "ask a watchlist officer", STR_FMT, STR_ARG(code));
	if (!pack_watchlist(act->pack, code, time_date(act->now)))
		return error_set(err, ERR_INPUT, "the country pack has no such list", "limen watch lists shows the lists", STR_FMT, STR_ARG(code));
	return count <= FILES_MOST || error_set(err, ERR_INPUT, "these are too many files", "name the files of one list", "%zu files", count);
}

static struct str digest_of(struct arena *arena, struct str bytes)
{
	uint8_t digest[SHA256_BYTES];
	sha256(&bytes, 1, digest);
	return str_hex(arena, digest, sizeof digest);
}

/* Read completely before anything is kept. A list without an entry is a wrong file, not a list that became empty. */
bool watch_import(struct act *act, struct str code, struct str format, const struct watch_file *files, size_t count,
                  struct watch_reading *reading, struct error *err)
{
	struct list_import import = { .code = code, .format = format };
	if (!may_import(act, code, count, err) || !watch_read(format, files, count, act->arena, reading, err))
		return false;
	if (!reading->count)
		return error_set(err, ERR_INPUT, "no entry of the list could be read", "check the file and its format; the list before stays in force",
		                 "%zu rows", reading->rows);
	struct str kept = bundle(act->arena, files, count);
	if (!watch_next_version(act, code, &import.version, err) || !journal_file_put(act, kept, &import.file, err))
		return false;
	import.rows = (int64_t)reading->rows;
	import.entries = (int64_t)reading->count;
	import.persons = (int64_t)reading->persons;
	import.names = (int64_t)reading->names;
	import.skipped = (int64_t)reading->skipped;
	import.digest = digest_of(act->arena, kept);
	import.listed = str_slice(reading->version, 0, 60);
	if (!utf8_valid(import.listed))
		import.listed = STR("");
	journal_append(act, &watch_import_type, watch_list_record(code), &import);
	return true;
}
