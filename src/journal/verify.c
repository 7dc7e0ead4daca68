/* Verifying: every lane's chain, every body against its hash, each missing body against the list of what was erased and that list against the
 * erasures, checkpoints against the chain and their signatures against the node's key; then every table against a fold. And the dump: canonical bytes of all tables, equal on any database and in any
 * order of arrival. */
#include "inner.h"

#include <string.h>

enum { PAGE = 500 };

struct check_run {
	struct act *act;
	struct journal *journal;
	struct db *db;
	struct journal_report *report;
	struct arena *page;          /* ends with each page */
	int64_t last;                /* seq of the entry read last; the chain itself counts what is there */
	uint8_t key[PUBLIC_KEY_BYTES]; /* of the node whose lane it is ... */
	bool key_known;
};

static void fault(struct check_run *run, int64_t lane, int64_t seq, const char *what)
{
	run->report->faults++;
	if (run->report->faults <= 10000)
		buf_format(&run->report->text, "lane %lld, seq %lld: %s\n", (long long)lane, (long long)seq, what);
}

static void table_fault(struct check_run *run, const char *table, struct uuid record, const char *what)
{
	char text[UUID_TEXT];
	run->report->faults++;
	if (run->report->faults <= 10000)
		buf_format(&run->report->text, "table %s, record " STR_FMT ": %s\n", table, STR_ARG(uuid_text(record, text)), what);
}

static void copy_hash(const struct query *query, int column, uint8_t out[static HASH], struct arena *arena)
{
	struct str bytes = query_text(query, column, arena);
	memset(out, 0, HASH);
	if (bytes.len == HASH)
		memcpy(out, bytes.data, HASH);
}

/* A row of journal.page. `bare`: there is no body; `erased`: and journal_erased says why. */
void written_read(const struct journal *journal, const struct query *query, struct written *out, bool *erased, struct arena *arena)
{
	*out = (struct written){ .kind = query_int(query, 12), .bare = query_null(query, 18) };
	entry_read(journal, query, &out->entry, arena);
	copy_hash(query, 13, out->body_hash, arena);
	copy_hash(query, 14, out->prev, arena);
	copy_hash(query, 15, out->hash, arena);
	copy_hash(query, 17, out->request, arena);
	struct str salt = query_text(query, 16, arena);
	if (salt.len == SALT)
		memcpy(out->salt, salt.data, SALT);
	*erased = !query_null(query, 19);
}

static void check_entry(struct check_run *run, struct lane *chain, struct written *entry, bool erased)
{
	uint8_t hash[HASH], body[HASH];
	int64_t lane = chain->lane, seq = entry->entry.seq;
	if (seq != run->last + 1)
		fault(run, lane, run->last + 1, "entries are missing");
	if (memcmp(entry->prev, chain->hash, HASH) != 0)
		fault(run, lane, seq, "does not follow the entry before it");
	header_hash(entry, hash);
	if (memcmp(hash, entry->hash, HASH) != 0)
		fault(run, lane, seq, "its hash is not that of its header");
	if (entry->bare && !erased)
		fault(run, lane, seq, "its body is missing and was not erased");
	if (!entry->bare && erased)
		fault(run, lane, seq, "its body was erased but is there");
	if (!entry->bare) {
		body_hash(entry, body);
		if (memcmp(body, entry->body_hash, HASH) != 0)
			fault(run, lane, seq, "its body, or what it names, was changed");
	}
	run->last = seq;
	lane_push(chain, hash);
	chain->seq++;
	memcpy(chain->hash, hash, HASH);
}

/* Checkpoints of the lane that end at the chain's place. */
static void check_checkpoint(struct check_run *run, const struct lane *chain, int64_t size, struct str root, struct str note)
{
	uint8_t now[HASH];
	lane_root(chain, now);
	struct str text = checkpoint_text(run->journal, chain, run->page);
	if (!str_equal(root, bytes_of(now, HASH)) || !str_starts(note, text))
		fault(run, chain->lane, size, "the chain is not the one that was signed here");
	else if (!run->key_known)
		fault(run, chain->lane, size, "the key of the node that signed here is not known");
	else if (!checkpoint_signed(run->journal, text, note, run->key, run->page))
		fault(run, chain->lane, size, "the signature of the checkpoint is not its node's");
}

/* What the entry says was erased must be marked so: each mark is looked at where its place is. */
static bool check_erasure(struct check_run *run, const struct entry *entry, struct error *err)
{
	bool applied;
	if (!erase_applied(run->db, entry, &applied, run->page, err))
		return false;
	if (!applied)
		fault(run, entry->lane, entry->seq, "an erasure that was not carried out");
	return true;
}

static bool check_page(struct check_run *run, struct lane *chain, struct query *marks, bool *mark_there, size_t *count, struct error *err)
{
	bool good = true;
	struct query *query = db_query(run->db, "journal.page");
	query_bind_int(query, "lane", chain->lane);
	query_bind_int(query, "after", run->last);
	query_bind_int(query, "most", PAGE);
	for (*count = 0; good && query_next(query); ++*count) {
		struct written entry;
		bool erased;
		written_read(run->journal, query, &entry, &erased, run->page);
		good = refs_of(run->db, &entry, run->page, err);
		check_entry(run, chain, &entry, erased);
		if (!entry.bare && str_is(entry.entry.type_name, erase_type.name))
			good = good && check_erasure(run, &entry.entry, err);
		while (*mark_there && query_int(marks, 0) <= chain->seq) {
			check_checkpoint(run, chain, query_int(marks, 0), query_text(marks, 1, run->page), query_text(marks, 2, run->page));
			*mark_there = query_next(marks);
		}
	}
	return query_end(query, err) && good;
}

static bool check_lane(struct check_run *run, int64_t number, struct error *err)
{
	struct lane head, chain = { .lane = number };
	bool found;
	size_t count = PAGE;
	run->last = 0;
	if (!lane_read(run->db, number, &head, &found, err) || !lane_key(run->journal, run->db, number, run->key, &run->key_known, err))
		return false;
	struct query *marks = db_query(run->db, "journal.checkpoints");
	query_bind_int(marks, "lane", number);
	bool mark_there = query_next(marks), good = true;
	while (good && count == PAGE) {
		good = check_page(run, &chain, marks, &mark_there, &count, err);
		arena_reset(run->page);
	}
	if (good && mark_there)
		fault(run, number, query_int(marks, 0), "a checkpoint was signed here, but the chain ends before");
	if (!query_end(marks, err) || !good)
		return false;
	bool same = run->last == head.seq && chain.seq == head.seq && !memcmp(chain.hash, head.hash, HASH) && chain.frontier_count == head.frontier_count &&
	            !memcmp(chain.frontier, head.frontier, chain.frontier_count * HASH);
	if (!same)
		fault(run, number, chain.seq, "the lane's head is not where the chain ends");
	return true;
}

static bool check_lanes(struct check_run *run, struct error *err)
{
	struct query *query = db_query(run->db, "journal.lanes");
	bool good = true;
	while (good && query_next(query))
		good = check_lane(run, query_int(query, 0), err);
	return query_end(query, err) && good;
}

/* --- tables --- */

static struct query *rows_query(struct db *db, const struct projection *projection, struct arena *arena)
{
	struct str sql = str_format(arena, "SELECT * FROM %s WHERE record = :record", projection->table->name);
	return db_made(db, sql.data);
}

/* A record's rows as they are stored. */
static bool rows_stored(struct db *db, const struct folding *folding, struct uuid record, struct row_set *out, struct arena *arena,
                        struct error *err)
{
	*out = (struct row_set){ .projections = folding->projections, .projection_count = folding->projection_count, .arena = arena };
	for (int i = 0; i < folding->projection_count; i++) {
		const struct table *table = folding->projections[i].table;
		struct query *query = rows_query(db, &folding->projections[i], arena);
		query_bind_id(query, "record", record);
		while (query_next(query)) {
			void *row = arena_alloc(arena, table->row->size);
			query_row(query, table->row, row, arena);
			rows_put(out, table, row);
		}
		if (!query_end(query, err))
			return false;
	}
	rows_sort(out);
	return true;
}

static bool same_rows(const struct row_set *a, const struct row_set *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = a->items[i].projection == b->items[i].projection && str_equal(a->items[i].bytes, b->items[i].bytes);
	return same;
}

static bool check_record(struct check_run *run, const struct folding *folding, struct uuid record, int64_t *rows, struct error *err)
{
	struct row_set want, have;
	if (!fold_record(run->journal, run->db, folding, record, &want, run->page, err) ||
	    !rows_stored(run->db, folding, record, &have, run->page, err))
		return false;
	if (!same_rows(&want, &have))
		table_fault(run, folding->fold->name, record, "its rows are not what its entries make");
	*rows += (int64_t)have.count;
	return true;
}

static bool count_one(struct db *db, const char *sql, int64_t *out, struct error *err)
{
	bool found;
	struct query *query = db_made(db, sql);
	if (!query_one(query, &found, err))
		return false;
	*out = query_int(query, 0);
	return query_end(query, err);
}

static bool check_fold(struct check_run *run, const struct folding *folding, struct error *err)
{
	struct uuid from = { { 0 } };
	int64_t rows = 0, stored = 0, count;
	for (size_t seen = PAGE; seen == PAGE;) {
		struct uuid records[PAGE];
		seen = 0;
		struct query *query = db_query(run->db, "journal.records_after");
		query_bind_blob(query, "record", bytes_of(from.bytes, sizeof from.bytes));
		query_bind_int(query, "most", PAGE);
		while (query_next(query))
			records[seen++] = query_id(query, 0);
		if (!query_end(query, err))
			return false;
		for (size_t i = 0; i < seen; i++) {
			if (!check_record(run, folding, from = records[i], &rows, err))
				return false;
			arena_reset(run->page);
		}
	}
	for (int i = 0; i < folding->projection_count; i++) {
		struct str sql = str_format(run->act->arena, "SELECT count(*) FROM %s", folding->projections[i].table->name);
		if (!count_one(run->db, sql.data, &count, err))
			return false;
		stored += count;
	}
	if (stored != rows)
		table_fault(run, folding->fold->name, (struct uuid){ { 0 } }, "it holds rows that belong to no record");
	return true;
}

static const char heads_differ[] =
	"SELECT count(*) FROM record_head h LEFT JOIN (SELECT record, count(*) AS bodies, max(hlc) AS last FROM journal_body GROUP BY record) b"
	" ON b.record = h.record WHERE h.n > 0 AND (b.bodies IS NULL OR b.bodies <> h.n OR b.last <> h.hlc OR h.entry IS NULL"
	" OR h.entry <> (SELECT l.entry FROM journal_body l WHERE l.record = h.record ORDER BY l.hlc DESC, l.entry DESC LIMIT 1))";
static const char heads_missing[] =
	"SELECT count(*) FROM (SELECT DISTINCT record FROM journal_body) b LEFT JOIN record_head h ON h.record = b.record"
	" WHERE h.record IS NULL OR h.n = 0";

static bool check_heads(struct check_run *run, struct error *err)
{
	int64_t wrong, missing, stray;
	bool found;
	if (!count_one(run->db, heads_differ, &wrong, err) || !count_one(run->db, heads_missing, &missing, err))
		return false;
	if (wrong + missing)
		table_fault(run, "record_head", (struct uuid){ { 0 } }, "heads are not what the bodies say");
	struct query *query = db_query(run->db, "journal.stray_bodies");
	if (!query_one(query, &found, err))
		return false;
	stray = query_int(query, 0);
	if (stray)
		table_fault(run, "journal_body", (struct uuid){ { 0 } }, "there are bodies without a header");
	if (!query_end(query, err))
		return false;
	query = db_query(run->db, "journal.stray_refs");
	if (!query_one(query, &found, err))
		return false;
	if (query_int(query, 0))
		table_fault(run, "journal_ref", (struct uuid){ { 0 } }, "there are references of entries without a body");
	return query_end(query, err);
}

static bool totals(struct check_run *run, struct error *err)
{
	bool found;
	struct query *query = db_query(run->db, "journal.totals");
	if (!query_one(query, &found, err))
		return false;
	run->report->entries = query_int(query, 0);
	run->report->bodies = query_int(query, 1);
	run->report->lanes = query_int(query, 2);
	return query_end(query, err);
}

bool journal_verify(struct act *act, struct journal_report *report, struct error *err)
{
	struct check_run run = { act, act->journal, act->db, report, arena_new(0) };
	*report = (struct journal_report){ .text = BUF_IN(act->arena) };
	bool good = totals(&run, err) && check_lanes(&run, err) && check_heads(&run, err);
	for (size_t i = 0; good && i < act->journal->folding_count; i++)
		good = check_fold(&run, &act->journal->foldings[i], err);
	arena_free(run.page);
	return good;
}

/* --- copies of notes --- */

/* A copy begins with a line "STATE/lane/LANE" and goes on until the next one does. */
static bool cut_note(struct str *rest, struct str origin, struct str *note)
{
	size_t begin = 0, end;
	while (begin < rest->len && !str_starts(str_slice(*rest, begin, rest->len), origin)) {
		while (begin < rest->len && rest->data[begin] != '\n')
			begin++;
		begin++;
	}
	if (begin >= rest->len)
		return false;
	struct str after = str_slice(*rest, begin + 1, rest->len);
	for (end = 0; end < after.len; end++) {
		if (after.data[end] == '\n' && str_starts(str_slice(after, end + 1, after.len), origin))
			break;
	}
	*note = str_slice(*rest, begin, begin + 1 + end + 1);
	*rest = str_slice(*rest, begin + 1 + end, rest->len);
	return true;
}

static bool root_at(struct check_run *run, struct lane *out, int64_t size, struct error *err)
{
	struct query *query = db_query(run->db, "journal.leaves");
	query_bind_int(query, "lane", out->lane);
	query_bind_int(query, "size", size);
	while (query_next(query)) {
		uint8_t hash[HASH];
		copy_hash(query, 0, hash, run->page);
		lane_push(out, hash);
		out->seq++;
		arena_reset(run->page);
	}
	return query_end(query, err);
}

static bool check_note(struct check_run *run, struct str note, struct str origin, struct error *err)
{
	struct lane lane = { 0 };
	int64_t size;
	struct str rest = str_slice(note, origin.len, note.len), line;
	bool read = str_cut(&rest, '\n', &line) && str_to_int(line, &lane.lane) && str_cut(&rest, '\n', &line) && str_to_int(line, &size) && size > 0;
	if (!read) {
		fault(run, lane.lane, 0, "a copy of a note cannot be read");
		return true;
	}
	if (!root_at(run, &lane, size, err) || !lane_key(run->journal, run->db, lane.lane, run->key, &run->key_known, err))
		return false;
	struct str text = checkpoint_text(run->journal, &lane, run->page);
	if (lane.seq != size)
		fault(run, lane.lane, size, "a copy of a note was signed here, but the lane ends before");
	else if (!str_starts(note, text))
		fault(run, lane.lane, size, "the lane is not the one of which a signed copy was kept elsewhere");
	else if (!run->key_known || !checkpoint_signed(run->journal, text, note, run->key, run->page))
		fault(run, lane.lane, size, "the signature of a copy is not its node's");
	return true;
}

bool journal_verify_notes(struct act *act, struct str copies, struct journal_report *report, int64_t *notes, struct error *err)
{
	struct check_run run = { act, act->journal, act->db, report, arena_new(0) };
	struct str origin = str_format(act->arena, STR_FMT "/lane/", STR_ARG(act->journal->options.state)), note;
	bool good = true;
	for (*notes = 0; good && cut_note(&copies, origin, &note); ++*notes)
		good = check_note(&run, note, origin, err);
	arena_free(run.page);
	return good;
}

/* --- dump --- */

static void dump_line(struct buf *out, struct uuid record, struct str bytes, struct arena *arena)
{
	buf_add(out, str_hex(arena, record.bytes, sizeof record.bytes));
	buf_c(out, ' ');
	buf_add(out, str_hex(arena, bytes.data, bytes.len));
	buf_c(out, '\n');
}

static bool dump_table(struct act *act, const struct projection *projection, struct buf *out, struct error *err)
{
	const struct table *table = projection->table;
	struct arena *arena = arena_new(0);
	struct str sql = str_format(act->arena, "SELECT * FROM %s ORDER BY record, " STR_FMT, table->name, STR_ARG(table_key(table, act->arena)));
	struct query *query = db_made(act->db, sql.data);
	buf_format(out, "table %s\n", table->name);
	while (query_next(query)) {
		void *row = arena_alloc(arena, table->row->size);
		struct buf bytes = BUF_IN(arena);
		query_row(query, table->row, row, arena);
		row_encode(&bytes, table->row, row);
		dump_line(out, query_id(query, 0), buf_str(&bytes), arena);
		arena_reset(arena);
	}
	arena_free(arena);
	return query_end(query, err);
}

static bool dump_heads(struct act *act, struct buf *out, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct query *query = db_made(act->db, "SELECT record, n, hlc, entry FROM record_head WHERE n > 0 ORDER BY record");
	buf_text(out, "table record_head\n");
	while (query_next(query)) {
		struct uuid entry = query_id(query, 3);
		struct buf bytes = BUF_IN(arena);
		buf_be64(&bytes, (uint64_t)query_int(query, 1));
		buf_be64(&bytes, (uint64_t)query_int(query, 2));
		buf_add(&bytes, bytes_of(entry.bytes, sizeof entry.bytes));
		dump_line(out, query_id(query, 0), buf_str(&bytes), arena);
		arena_reset(arena);
	}
	arena_free(arena);
	return query_end(query, err);
}

bool journal_dump(struct act *act, struct buf *out, struct error *err)
{
	uint8_t digest[HASH];
	size_t from = out->len;
	for (size_t i = 0; i < act->journal->folding_count; i++) {
		const struct folding *folding = &act->journal->foldings[i];
		for (int k = 0; k < folding->projection_count; k++) {
			if (!dump_table(act, &folding->projections[k], out, err))
				return false;
		}
	}
	if (!dump_heads(act, out, err))
		return false;
	struct str whole = str_slice(buf_str(out), from, out->len);
	sha256(&whole, 1, digest);
	buf_text(out, "sha256 ");
	buf_add(out, str_hex(act->arena, digest, HASH));
	buf_c(out, '\n');
	return true;
}
