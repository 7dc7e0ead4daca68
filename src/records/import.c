/* limen import history: crossings and visas of the former system. Row by row: mapped, decoded by a field table, checked against the pack, looked up
 * for doubles, and appended in batches of one commit each. What is refused is told with its line; nothing is guessed. */
#include "import.h"

#include <string.h>
#include <unistd.h>

#include "crypto.h"
#include "csv.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(past_crossing, PAST_CROSSING_FIELDS)
FIELDS_TABLE(past_visa, PAST_VISA_FIELDS)

enum { BATCH = 500, TOLD_MOST = 1000, MAP_MOST = 2000, MAP_BYTES = 1 << 20, PIECE = 64 * 1024, VALUES_MOST = 64 };

/* --- mapping --- */

bool import_map_read(struct arena *arena, struct str text, struct import_map *out, struct error *err)
{
	struct str line;
	int number = 0;
	*out = (struct import_map){ ARENA_ARRAY(arena, struct pair, MAP_MOST), 0, ARENA_ARRAY(arena, struct pair, MAP_MOST), 0 };
	while (str_cut(&text, '\n', &line)) {
		struct str rest = str_trim(line), name;
		number++;
		if (!rest.len || rest.data[0] == '#')
			continue;
		if (!str_cut(&rest, '=', &name) || !rest.data || !str_trim(name).len || !str_trim(rest).len)
			return error_set(err, ERR_INPUT, "a line of the mapping cannot be read", "write theirs = ours, such as NOM = surname or post/12 = SORREL", "map, line %d", number);
		struct pair pair = { str_copy(arena, str_trim(name)), str_copy(arena, str_trim(rest)) };
		bool value = memchr(pair.name.data, '/', pair.name.len) != NULL;
		size_t *count = value ? &out->value_count : &out->column_count;
		if (*count == MAP_MOST)
			return error_set(err, ERR_TOO_LARGE, "the mapping is too long", "keep it under 2000 lines", "map, line %d", number);
		(value ? out->values : out->columns)[(*count)++] = pair;
	}
	return true;
}

struct str import_column(const struct import_map *map, struct str theirs)
{
	for (size_t i = 0; i < map->column_count; i++)
		if (str_equal(map->columns[i].name, theirs))
			return map->columns[i].value;
	return theirs;
}

struct str import_value(struct arena *arena, const struct import_map *map, struct str column, struct str value)
{
	if (!map->value_count || !value.len)
		return value;
	struct str name = str_format(arena, STR_FMT "/" STR_FMT, STR_ARG(column), STR_ARG(value));
	for (size_t i = 0; i < map->value_count; i++)
		if (str_equal(map->values[i].name, name))
			return map->values[i].value;
	return value;
}

/* --- the run --- */

/* What was seen in this run, so that a dry run finds the doubles inside a file, too. */
struct seen {
	uint8_t (*keys)[16];
	size_t count, size; /* a power of two */
};

struct run {
	struct act *act;             /* the command's */
	const struct import_map *map;
	const char *file;            /* its name without folders, as it stands in `source` */
	bool dry;
	struct buf *out;             /* the report of the command ... */
	struct import_told *report;  /* ... or that of a page */
	struct seen seen;
	int64_t read, taken, doubles, rejected, told;
};

static bool seen_before(struct run *run, const uint8_t key[16])
{
	struct seen *seen = &run->seen;
	static const uint8_t nothing[16];
	if (2 * seen->count >= seen->size) {
		struct seen grown = { .size = seen->size ? seen->size * 2 : 1024, .count = seen->count };
		grown.keys = arena_alloc_array(run->act->arena, 16, grown.size);
		for (size_t i = 0; i < seen->size; i++) {
			size_t at;
			if (!memcmp(seen->keys[i], nothing, 16))
				continue;
			memcpy(&at, seen->keys[i], sizeof at);
			for (at &= grown.size - 1; memcmp(grown.keys[at], nothing, 16); at = (at + 1) & (grown.size - 1))
				;
			memcpy(grown.keys[at], seen->keys[i], 16);
		}
		*seen = grown;
	}
	size_t at;
	memcpy(&at, key, sizeof at);
	for (at &= seen->size - 1; memcmp(seen->keys[at], nothing, 16); at = (at + 1) & (seen->size - 1))
		if (!memcmp(seen->keys[at], key, 16))
			return true;
	memcpy(seen->keys[at], key, 16);
	seen->count++;
	return false;
}

static void keep_told(struct import_told *report, uint64_t line, struct str column, const char *why)
{
	if (report->fault_count < IMPORT_TOLD_MOST)
		report->faults[report->fault_count++] = (struct import_fault){ line, column, why };
}

/* One line of the report: the place and the reason, never the person. */
static void tell(struct run *run, uint64_t line, struct str column, const char *why)
{
	if (run->report)
		keep_told(run->report, line, column, why);
	else if (run->told++ < TOLD_MOST)
		buf_format(run->out, "%s:%llu: %s" STR_FMT "%s\n", run->file, (unsigned long long)line, column.len ? "column " : "", STR_ARG(column),
		           str_c(run->act->arena, str_format(run->act->arena, "%s%s", column.len ? ": " : "", why)));
}

static void reject(struct run *run, uint64_t line, const char *column, const char *why)
{
	run->rejected++;
	tell(run, line, str_of(column), why);
}

/* Decodes a row by its field table; what does not fit is told, all at once. */
static bool decode(struct run *run, struct act *act, const struct csv_reader *reader, const struct csv_row *row, const struct fields *fields, void *record)
{
	const struct csv_row *header = csv_header(reader);
	struct findings findings = { .arena = act->arena };
	struct pair pairs[VALUES_MOST];
	size_t count = 0;
	for (size_t i = 0; i < header->count && i < row->count && count < VALUES_MOST; i++) {
		struct str column = str_lower(act->arena, import_column(run->map, str_trim(header->fields[i])));
		struct str value = import_value(act->arena, run->map, column, str_trim(row->fields[i]));
		if (value.len)
			pairs[count++] = (struct pair){ column, value };
	}
	if (fields_from_pairs(fields, pairs, count, record, act->arena, &findings))
		return true;
	run->rejected++;
	for (size_t i = 0; i < findings.count; i++)
		tell(run, row->line, findings.items[i].field, findings.items[i].words);
	return false;
}

/* --- crossings --- */

static bool clock_minutes(struct str text, int *minutes)
{
	struct str rest = text, hour;
	int64_t h, m;
	*minutes = 12 * 60;
	if (!text.len)
		return true;
	if (!str_cut(&rest, ':', &hour) || !str_to_int(hour, &h) || !str_to_int(str_slice(rest, 0, 2), &m) || h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*minutes = (int)(h * 60 + m);
	return true;
}

static bool known_code(const struct act *act, const char *list, struct str code)
{
	return !code.len || pack_code(act->pack, str_of(list), code) != NULL;
}

static const char *what_is_wrong(const struct act *act, const struct past_crossing *row, int64_t happened, const char **column)
{
	*column = "";
	if (!row->surname.len && !row->given_names.len && !row->native_name.len)
		return *column = "surname", "a name is missing: one is enough, in any script";
	if (row->sex.len && !memchr("FMXU", row->sex.data[0], 4))
		return *column = "sex", "F, M, X or U is meant";
	if (!known_code(act, "countries", row->nationality))
		return *column = "nationality", "the pack's list countries does not have it";
	if (!known_code(act, "countries", row->document_issuer))
		return *column = "document_issuer", "the pack's list countries does not have it";
	if (!known_code(act, "document_kinds", row->document_kind))
		return *column = "document_kind", "the pack's list document_kinds does not have it";
	if (!known_code(act, "travel_purposes", row->purpose))
		return *column = "purpose", "the pack's list travel_purposes does not have it";
	if (!str_is(row->direction, "entry") && !str_is(row->direction, "exit"))
		return *column = "direction", "entry or exit is meant";
	if (row->decision.len && !str_is(row->decision, "admit") && !str_is(row->decision, "refuse"))
		return *column = "decision", "admit or refuse is meant";
	if (row->category.len && !pack_category_of(act->pack, row->category, (struct date){ 0 }))
		return *column = "category", "the pack has no such category";
	if (row->stay_rule.len && !pack_stay_rule(act->pack, row->stay_rule, (struct date){ 0 }))
		return *column = "stay_rule", "the pack has no such rule";
	if (date_compare(row->date, (struct date){ 1900, 1, 1 }) < 0 || happened > act->now)
		return *column = "date", "it lies in the future, or before 1900";
	if (!date_empty(row->stay_until) && !date_whole(row->stay_until))
		return *column = "stay_until", "the whole day is needed";
	return NULL;
}

static struct str upper_number(struct arena *arena, struct str number)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < number.len; i++)
		if (number.data[i] != ' ' && number.data[i] != '-')
			buf_c(&out, number.data[i]);
	return str_upper(arena, buf_str(&out));
}

static struct identity identity_of(struct act *act, const struct past_crossing *row)
{
	struct identity identity = {
		.surname = row->surname, .given_names = row->given_names, .native_name = row->native_name, .born = row->born,
		.sex = row->sex.len ? row->sex : STR("U"), .document_number = upper_number(act->arena, row->document_number),
		.document_expires = row->document_expires,
	};
	if (!identity.surname.len) { /* one name suffices, and stands first */
		identity.surname = identity.given_names;
		identity.given_names = STR("");
	}
	if (row->nationality.len) {
		struct str *nationality = ARENA_NEW(act->arena, struct str);
		*nationality = row->nationality;
		identity.nationalities = (struct texts){ nationality, 1 };
	}
	if (identity.document_number.len) {
		identity.document_kind = row->document_kind.len ? row->document_kind : STR("P");
		identity.document_issuer = row->document_issuer.len ? row->document_issuer : row->nationality;
	}
	return identity;
}

/* Without a document, the same row must find the same record when it is imported again. */
static struct uuid record_of(struct act *act, const struct past_crossing *row, const struct identity *identity)
{
	uint8_t digest[SHA256_BYTES];
	if (identity->document_number.len)
		return identity_record(act, identity);
	const struct str pieces[] = { STR("import|"), fields_data(&past_crossing_fields, row, act->arena) };
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

static void fill_past(struct movement *movement, const struct past_crossing *row)
{
	movement->decision = row->decision.len ? row->decision : STR("admit");
	movement->purpose = row->purpose;
	movement->category = row->category;
	movement->days = row->days;
	movement->stay_until = row->stay_until;
	movement->stay_rule = row->stay_rule;
	movement->carrier = row->carrier;
	movement->craft = row->craft;
	movement->from_place = row->from_place;
	movement->to_place = row->to_place;
	movement->address = row->address;
	movement->stamp = row->stamp;
	movement->note = row->note;
	if (date_empty(row->stay_until) && row->days && str_is(row->direction, "entry"))
		movement->stay_until = date_of_days(date_days(row->date) + (int32_t)row->days - 1);
}

static struct str source_words(struct run *run, struct act *act, uint64_t line, struct str number)
{
	struct str source = number.len ? str_format(act->arena, "%.40s, line %llu, no. " STR_FMT, run->file, (unsigned long long)line, STR_ARG(number))
	                               : str_format(act->arena, "%.40s, line %llu", run->file, (unsigned long long)line);
	return str_slice(source, 0, 120);
}

static bool is_stored(struct act *act, struct uuid record, const struct past_crossing *row, int64_t happened, bool *yes, struct error *err)
{
	struct query *query = db_query(act->db, "records.crossed_at");
	query_bind_id(query, "record", record);
	query_bind_int(query, "happened", happened);
	query_bind_text(query, "post", row->post);
	query_bind_text(query, "direction", row->direction);
	*yes = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

static void key_of(struct uuid record, struct str a, struct str b, int64_t number, uint8_t key[16])
{
	uint8_t digest[SHA256_BYTES];
	char text[32];
	snprintf(text, sizeof text, "|%lld|", (long long)number);
	const struct str pieces[] = { { (const char *)record.bytes, 16 }, a, str_of(text), b };
	sha256(pieces, COUNT_OF(pieces), digest);
	memcpy(key, digest, 16);
}

static bool take_crossing(struct run *run, struct act *act, const struct csv_reader *reader, const struct csv_row *csv, struct error *err)
{
	struct past_crossing row = { 0 };
	const char *column, *why;
	int minutes;
	bool stored;
	uint8_t key[16];
	if (!decode(run, act, reader, csv, &past_crossing_fields, &row))
		return true;
	const struct pack_post *post = pack_post(act->pack, row.post, (struct date){ 0 });
	if (!post)
		return reject(run, csv->line, "post", "the pack has no such post"), true;
	if (!date_whole(row.date) || !clock_minutes(row.time, &minutes))
		return reject(run, csv->line, date_whole(row.date) ? "time" : "date", "write the day as 2026-11-24 and the time as 14:30"), true;
	int64_t happened = lang_zone_instant(act->house->zone(act->house, post->zone), row.date, minutes);
	if ((why = what_is_wrong(act, &row, happened, &column)))
		return reject(run, csv->line, column, why), true;
	struct act then = *act; /* the day, hour and age of that moment */
	then.now = happened;
	struct subject subject = { .identity = identity_of(act, &row), .post = post, .lane = (int)row.lane, .direction = row.direction };
	struct uuid record = record_of(act, &row, &subject.identity);
	key_of(record, row.post, row.direction, happened, key);
	if (!is_stored(act, record, &row, happened, &stored, err))
		return false;
	if (stored || seen_before(run, key)) {
		run->doubles++;
		tell(run, csv->line, STR(""), "it is stored already: same document, post, direction and time");
		return true;
	}
	struct movement movement = { 0 };
	movement_complete(&then, &subject, &movement);
	fill_past(&movement, &row);
	movement.pack = STR(""); /* no pack of ours judged it */
	movement.source = source_words(run, act, csv->line, row.number);
	run->taken++;
	if (!run->dry)
		journal_append_at(act, &crossing_import_type, record, &movement, happened);
	return true;
}

/* --- visas --- */

static const char *visa_wrong(const struct act *act, const struct past_visa *row, const char **column)
{
	*column = "";
	if (!known_code(act, "countries", row->document_issuer))
		return *column = "document_issuer", WORDS("The list of countries does not have this code.");
	if (!known_code(act, "document_kinds", row->document_kind))
		return *column = "document_kind", WORDS("The list of kinds of documents does not have this code.");
	if (!known_code(act, "permit_kinds", row->kind))
		return *column = "kind", WORDS("The list of kinds of visas and permits does not have this code.");
	if (row->stay_rule.len && !pack_stay_rule(act->pack, row->stay_rule, (struct date){ 0 }))
		return *column = "stay_rule", WORDS("There is no such rule of stay.");
	if (!date_whole(row->valid_from) || !date_whole(row->valid_until) || date_compare(row->valid_from, row->valid_until) > 0)
		return *column = "valid_until", WORDS("Give two whole days, the earlier one first.");
	if (row->state.len && !str_is(row->state, "valid") && !str_is(row->state, "revoked") && !str_is(row->state, "lost") && !str_is(row->state, "replaced") &&
	    !str_is(row->state, "used_up"))
		return *column = "state", WORDS("Write valid, revoked, lost, replaced or used_up.");
	return NULL;
}

static void name_holder(struct act *act, const struct past_visa *row, const struct identity *bearer, struct permit *permit)
{
	bool one = !row->surname.len; /* one name suffices, and stands first */
	permit->surname = one ? row->given_names : row->surname;
	permit->given_names = one ? STR("") : row->given_names;
	permit->born = row->born;
	permit->authority = row->authority;
	permit->document_kind = bearer->document_kind;
	permit->document_issuer = bearer->document_issuer;
	permit->document_number = bearer->document_number;
	permit->name_key = identity_key(&(struct identity){ .surname = permit->surname, .given_names = permit->given_names }, act->arena);
}

/* What the former system knew of its end is an entry of its own, as if somebody had entered it here. */
static void keep_permit(struct run *run, struct act *act, struct uuid record, const struct permit *permit, const struct past_visa *row)
{
	struct uuid id = journal_append(act, &permit_type, record, permit);
	if (!row->state.len || str_is(row->state, "valid"))
		return;
	struct permit_change change = {
		.permit = id, .state = row->state, .from = date_empty(row->state_since) ? time_date(act->now) : row->state_since,
		.authority = row->authority.len ? row->authority : STR("the former system"), .reason = permit->source,
	};
	journal_append(act, &permit_change_type, record, &change);
}

static bool take_visa(struct run *run, struct act *act, const struct csv_reader *reader, const struct csv_row *csv, struct error *err)
{
	struct past_visa row = { 0 };
	const char *column, *why;
	uint8_t key[16];
	if (!decode(run, act, reader, csv, &past_visa_fields, &row))
		return true;
	if ((why = visa_wrong(act, &row, &column)))
		return reject(run, csv->line, column, why), true;
	struct identity identity = {
		.document_kind = row.document_kind.len ? row.document_kind : STR("P"), .document_issuer = row.document_issuer,
		.document_number = upper_number(act->arena, row.document_number),
	};
	struct uuid record = identity_record(act, &identity);
	row.visa_number = str_upper(act->arena, row.visa_number); /* as at the desk: the same number is found, and not taken twice */
	struct query *query = db_query(act->db, "records.permit_stored");
	query_bind_id(query, "record", record);
	query_bind_text(query, "number", row.visa_number);
	bool stored = query_next(query) && query_int(query, 0) > 0;
	if (!query_end(query, err))
		return false;
	key_of(record, STR("visa"), row.visa_number, 0, key);
	if (stored || seen_before(run, key)) {
		run->doubles++;
		tell(run, csv->line, STR(""), WORDS("It is stored already: same document and number."));
		return true;
	}
	struct permit permit = {
		.kind = row.kind, .number = row.visa_number, .valid_from = row.valid_from, .valid_until = row.valid_until, .entries = row.entries,
		.days = row.days, .stay_rule = row.stay_rule, .source = source_words(run, act, csv->line, STR("")),
	};
	name_holder(act, &row, &identity, &permit);
	run->taken++;
	if (!run->dry)
		keep_permit(run, act, record, &permit, &row);
	return true;
}

/* --- batches --- */

typedef bool take_row(struct run *run, struct act *act, const struct csv_reader *reader, const struct csv_row *row, struct error *err);

/* An act of its own for each batch: its rows are one commit, and the next batch sees them. */
struct batch {
	struct arena *arena;
	struct act act;
	size_t rows;
	bool open;
};

static bool batch_end(struct run *run, struct batch *batch, bool good, struct error *err)
{
	if (!batch->open)
		return good;
	if (good && journal_pending(&batch->act) && journal_submit(&batch->act, err) != SUBMITTED)
		good = false;
	run->act->house->end(run->act->house, &batch->act);
	arena_free(batch->arena);
	*batch = (struct batch){ 0 };
	return good;
}

static bool batch_row(struct run *run, struct batch *batch, take_row *take, const struct csv_reader *reader, const struct csv_row *row, struct error *err)
{
	if (!batch->open) {
		batch->arena = arena_new(0);
		if (!run->act->house->begin(run->act->house, batch->arena, &batch->act, err)) {
			arena_free(batch->arena);
			return false;
		}
		batch->act.actor = run->act->actor;
		batch->open = true;
	}
	run->read++;
	if (!take(run, &batch->act, reader, row, err))
		return batch_end(run, batch, false, err);
	return ++batch->rows < BATCH || batch_end(run, batch, true, err);
}

/* Columns that neither we nor the mapping know are named: a typing error in a header must not lose a column silently. */
static bool check_header(struct run *run, const struct csv_reader *reader, const struct fields *fields)
{
	const struct csv_row *header = csv_header(reader);
	bool any = false;
	for (size_t i = 0; header && i < header->count; i++) {
		struct str name = str_lower(run->act->arena, import_column(run->map, str_trim(header->fields[i])));
		bool known = false;
		for (size_t k = 0; k < fields->count; k++)
			known = known || str_is(name, fields->items[k].name);
		any = any || known;
		if (!known && run->report && !str_is(name, "-"))
			run->report->unread.items[run->report->unread.count++] = name;
		else if (!known && !str_is(name, "-"))
			buf_format(run->out, "%s: column " STR_FMT " is not taken\n", run->file, STR_ARG(name));
	}
	return any;
}

static bool read_rows(struct run *run, struct csv_reader *reader, struct batch *batch, const struct fields *fields, take_row *take, bool *more, struct error *err)
{
	struct csv_row row;
	enum csv_step step;
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		if (!run->read && !check_header(run, reader, fields))
			return error_set(err, ERR_INPUT, "no column of this file is known", "name them as docs/import.md says, or give a mapping", "%.100s", run->file);
		if (!batch_row(run, batch, take, reader, &row, err))
			return false;
	}
	*more = step == CSV_MORE;
	return step != CSV_ERROR;
}

static bool import_stream(struct run *run, int fd, const struct fields *fields, take_row *take, struct error *err)
{
	struct csv_reader *reader = csv_reader_new(run->act->arena, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	char *piece = arena_alloc(run->act->arena, PIECE);
	struct batch batch = { 0 };
	bool more = true, good = true;
	while (good && more) {
		ssize_t got = read(fd, piece, PIECE);
		if (got > 0)
			csv_push(reader, (struct str){ piece, (size_t)got });
		else
			csv_finish(reader);
		good = got >= 0 || error_set(err, ERR_SYSTEM, "a file cannot be read to its end", "look at the disk", "%.100s", run->file);
		good = good && read_rows(run, reader, &batch, fields, take, &more, err);
	}
	return batch_end(run, &batch, good, err);
}

static bool import_file(struct act *act, const struct command_file *source, const struct import_map *map, bool dry, const struct fields *fields, take_row *take,
                        struct buf *out, struct error *err)
{
	struct run run = { .act = act, .map = map, .file = source->name, .dry = dry, .out = out };
	(void)lseek(source->fd, 0, SEEK_SET);
	bool good = import_stream(&run, source->fd, fields, take, err);
	if (run.told > TOLD_MOST)
		buf_format(out, "... and %lld lines more\n", (long long)(run.told - TOLD_MOST));
	buf_format(out, "%s: %lld rows read, %lld %s, %lld doubles, %lld rejected\n", run.file, (long long)run.read, (long long)run.taken,
	           dry ? "would be imported" : "imported", (long long)run.doubles, (long long)run.rejected);
	return good;
}

/* --- a page --- */

bool import_permits(struct act *act, struct str bytes, struct import_told *told, struct error *err)
{
	static const struct import_map ours;
	struct csv_reader *reader = csv_reader_all(act->arena, bytes, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	struct str from = str_format(act->arena, "file of " STR_FMT, STR_ARG(act->actor.number)); /* the file's own name is a stranger's text */
	struct run run = { .act = act, .map = &ours, .file = str_c(act->arena, from), .report = told };
	struct csv_row row;
	enum csv_step step;
	*told = (struct import_told){ .faults = ARENA_ARRAY(act->arena, struct import_fault, IMPORT_TOLD_MOST) };
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		if (!run.read)
			told->unread.items = ARENA_ARRAY(act->arena, struct str, csv_header(reader)->count);
		if (!run.read && !check_header(&run, reader, &past_visa_fields))
			return error_set(err, ERR_INPUT, "no column of this file is known", "name them as the page says, in its first line", "file");
		if (run.read++ == IMPORT_ROWS_MOST)
			return error_set(err, ERR_INPUT, "the file has too many rows", "send it in parts of at most 1000 rows", "file");
		if (!take_visa(&run, act, reader, &row, err))
			return false;
	}
	told->read = run.read;
	told->taken = run.taken;
	told->doubles = run.doubles;
	told->rejected = run.rejected;
	return step != CSV_ERROR;
}

/* --- the command --- */

/* Opened in the order --map, --visas, --file, each when given. */
static bool open_files(const struct command_line *line, struct command_files *files, struct error *err)
{
	static const char *const names[] = { "--map", "--visas", "--file" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *path = line->option(line, names[i]);
		if (path && !command_open(files, path, err))
			return false;
	}
	return true;
}

static bool read_map(struct act *act, const struct command_file *file, struct import_map *map, struct error *err)
{
	struct str text;
	return command_read(file, MAP_BYTES, act->arena, &text, err) && import_map_read(act->arena, text, map, err);
}

static bool import_history(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	bool crossings = line->option(line, "--file"), visas = line->option(line, "--visas"), dry = line->option(line, "--dry-run");
	struct import_map map = { 0 };
	const struct command_file *file = line->files;
	if (!crossings && !visas)
		return error_set(err, ERR_INPUT, "no file is named", "limen import history --file crossings.csv --visas visas.csv --map map.txt --dry-run", "arguments");
	if (line->option(line, "--map") && !read_map(act, file++, &map, err))
		return false;
	if (visas && !import_file(act, file++, &map, dry, &past_visa_fields, take_visa, out, err))
		return false;
	return !crossings || import_file(act, file, &map, dry, &past_crossing_fields, take_crossing, out, err);
}

static const struct option import_options[] = {
	{ "--file", "CSV", "crossings of the former system" },
	{ "--visas", "CSV", "its visas and permits" },
	{ "--map", "FILE", "their columns and codes in our words: lines NOM = surname, post/12 = SORREL" },
	{ "--dry-run", NULL, "say what would happen; store nothing" },
	{ 0 },
};

const struct command import_commands[] = {
	{ "import history", "", import_history, import_options, 0, "take the former system's crossings and visas; see docs/import.md", open_files },
	{ 0 },
};
