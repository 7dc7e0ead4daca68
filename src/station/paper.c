/* Numbers of paper forms and what became of each. */
#include "paper.h"

#include "fold.h"
#include "journal.h"
#include "lang.h"
#include "registry.h"
#include "store.h"

FIELDS_TABLE(paper_block, PAPER_BLOCK_FIELDS)
FIELDS_TABLE(paper_block_row, PAPER_BLOCK_ROW_FIELDS)
FIELDS_TABLE(paper_begin, PAPER_BEGIN_FIELDS)
FIELDS_TABLE(paper_end, PAPER_END_FIELDS)
FIELDS_TABLE(paper_missing, PAPER_MISSING_FIELDS)
FIELDS_TABLE(paper_period, PAPER_PERIOD_FIELDS)
FIELDS_TABLE(paper_form, PAPER_FORM_FIELDS)
FIELDS_TABLE(paper_form_row, PAPER_FORM_ROW_FIELDS)

const struct entry_type paper_block_type = { "paper.block", 1, KIND_CASE, 0, &paper_block_fields, "numbered blank forms were printed for a post" };
const struct entry_type paper_begin_type = { "paper.begin", 1, KIND_CASE, 0, &paper_begin_fields, "a post began to work on paper" };
const struct entry_type paper_end_type = { "paper.end", 1, KIND_CASE, 0, &paper_end_fields, "a post works on paper no longer" };
const struct entry_type paper_missing_type = { "paper.missing", 1, KIND_CASE, 0, &paper_missing_fields, "numbers of paper forms were not accounted for in time" };
const struct entry_type paper_form_type = { "paper.form", 1, KIND_CASE, 0, &paper_form_fields, "a numbered paper form was used, spoiled or lost" };

enum { BLOCKS_MOST = 200, HOUR = 3600000 };

/* --- numbers --- */

static int check_digit(int64_t number)
{
	static const int weights[] = { 7, 3, 1 };
	int sum = 0;
	int64_t power = 100000;
	for (int i = 0; i < 6; i++, power /= 10)
		sum += (int)(number / power % 10) * weights[i % 3];
	return sum % 10;
}

struct str paper_number(struct arena *arena, int64_t number)
{
	return str_format(arena, "%06lld-%d", (long long)number, check_digit(number));
}

bool paper_number_read(struct str text, int64_t *number)
{
	int64_t value = 0;
	int digits = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '-' && i + 2 == text.len)
			continue;
		if (!ascii_digit(text.data[i]) || ++digits > 7)
			return false;
		value = value * 10 + (text.data[i] - '0');
	}
	*number = value / 10;
	return digits >= 2 && *number > 0 && check_digit(*number) == value % 10;
}

/* --- the post's blocks and periods: one record --- */

static const char *const paper_indexes[] = { "post", NULL };
static const struct table block_table = { "paper_block", &paper_block_row_fields, "id", paper_indexes };
static const struct table period_table = { "paper_period", &paper_period_fields, "id", paper_indexes };

struct paper_state {
	struct grown blocks, periods;
};

static struct paper_period *period_of(struct paper_state *state, struct uuid id)
{
	struct paper_period *periods = state->periods.rows;
	for (size_t i = 0; i < state->periods.count; i++)
		if (uuid_equal(periods[i].id, id))
			return &periods[i];
	return NULL;
}

static void block_printed(struct paper_state *state, const struct entry *entry, const struct paper_block *from, struct arena *arena)
{
	struct paper_block_row *to = grow(&state->blocks, sizeof *to, arena);
	*to = (struct paper_block_row){ entry->id, entry->happened, entry->actor, from->post, from->first, from->last, from->whom };
}

static void period_begins(struct paper_state *state, const struct entry *entry, const struct paper_begin *from, struct arena *arena)
{
	struct paper_period *to = grow(&state->periods, sizeof *to, arena);
	*to = (struct paper_period){ .id = entry->id, .began = entry->happened, .officer = entry->actor, .post = from->post, .reason = from->reason };
}

static void paper_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct paper_state *state = to;
	if (entry->type == &paper_block_type) {
		block_printed(state, entry, data, arena);
	} else if (entry->type == &paper_begin_type) {
		period_begins(state, entry, data, arena);
	} else if (entry->type == &paper_end_type) {
		const struct paper_end *end = data;
		struct paper_period *period = period_of(state, end->period);
		if (period && !period->ended) {
			period->ended = entry->happened;
			period->next = end->next;
		}
	} else {
		const struct paper_missing *missing = data;
		struct paper_period *period = period_of(state, missing->period);
		if (period)
			period->missing = missing->count;
	}
}

static void paper_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct paper_state *state = from;
	put_all(&state->blocks, &block_table, sizeof(struct paper_block_row), out);
	put_all(&state->periods, &period_table, sizeof(struct paper_period), out);
}

static const struct entry_type *const paper_reads[] = { &paper_block_type, &paper_begin_type, &paper_end_type, &paper_missing_type, NULL };
static const struct table *const paper_writes[] = { &block_table, &period_table, NULL };
const struct fold paper_fold = { "paper", 1, paper_reads, paper_writes, sizeof(struct paper_state), paper_apply, paper_rows };

/* --- one number --- */

static const char *const form_indexes[] = { "post, number", NULL };
static const struct table form_table = { "paper_form", &paper_form_row_fields, "", form_indexes };

static void form_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	struct paper_form_row *to = state;
	const struct paper_form *from = data;
	if (to->number)
		return; /* what was said first stands */
	*to = (struct paper_form_row){ from->post, from->number, from->state, from->crossing, from->note, entry->happened, entry->hlc >> 16, entry->actor };
}

static void form_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct paper_form_row *row = from;
	if (row->number)
		rows_put(out, &form_table, row);
}

static const struct entry_type *const form_reads[] = { &paper_form_type, NULL };
static const struct table *const form_writes[] = { &form_table, NULL };
const struct fold paper_form_fold = { "paper_form", 1, form_reads, form_writes, sizeof(struct paper_form_row), form_apply, form_rows };

/* --- look-ups --- */

static struct uuid paper_record(const struct act *act, struct str post)
{
	return station_record(act, "paper", post);
}

static struct uuid form_record(struct act *act, struct str post, int64_t number)
{
	return station_record(act, "form", str_format(act->arena, STR_FMT "|%lld", STR_ARG(post), (long long)number));
}

struct blocks {
	struct paper_block_row rows[BLOCKS_MOST];
	int64_t next[BLOCKS_MOST];      /* of each, the first blank number; 0 = never begun, or not told yet */
	size_t count;
};

static bool read_blocks(struct act *act, struct str post, struct blocks *blocks, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_blocks");
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", BLOCKS_MOST);
	while (blocks->count < BLOCKS_MOST && query_next(query))
		query_row(query, &paper_block_row_fields, &blocks->rows[blocks->count++], act->arena);
	return query_end(query, err);
}

static size_t block_of(const struct blocks *blocks, int64_t number)
{
	size_t at = 0;
	while (at < blocks->count && (number < blocks->rows[at].first || number > blocks->rows[at].last))
		at++;
	return at;
}

static bool printed(const struct blocks *blocks, int64_t number)
{
	return block_of(blocks, number) < blocks->count;
}

/* "44 12": each says how far its block was used. The block is that of the number before it: one past the end, it was used up. */
static void take_next(struct blocks *blocks, struct str text)
{
	struct str piece;
	int64_t next;
	while (str_cut(&text, ' ', &piece)) {
		size_t at = str_to_int(piece, &next) ? block_of(blocks, next - 1) : blocks->count;
		if (at < blocks->count && next > blocks->next[at])
			blocks->next[at] = next;
	}
}

static bool read_next(struct act *act, struct str post, struct blocks *blocks, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_nexts");
	query_bind_text(query, "post", post);
	while (query_next(query))
		take_next(blocks, query_text(query, 0, act->arena));
	return query_end(query, err);
}

bool paper_is_on(struct act *act, struct str post, struct paper_period *out, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_open");
	*out = (struct paper_period){ 0 };
	query_bind_text(query, "post", post);
	if (query_next(query))
		query_row(query, &paper_period_fields, out, act->arena);
	return query_end(query, err);
}

/* The numbers from `first` up to one before `end`, which are printed and not accounted for. */
static bool open_between(struct act *act, struct str post, const struct blocks *blocks, int64_t first, int64_t end, int64_t *numbers, size_t most, size_t *count,
                         struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_numbers");
	int64_t at = first;
	query_bind_text(query, "post", post);
	query_bind_int(query, "first", first);
	query_bind_int(query, "end", end);
	for (bool more = true; more && *count < most;) {
		more = query_next(query);
		int64_t accounted = more ? query_int(query, 0) : end;
		for (; at < accounted && at < end && *count < most; at++)
			if (printed(blocks, at))
				numbers[(*count)++] = at;
		at = accounted + 1;
	}
	return query_end(query, err);
}

bool paper_open_numbers(struct act *act, struct str post, int64_t *numbers, size_t most, size_t *count, struct error *err)
{
	struct blocks *blocks = ARENA_NEW(act->arena, struct blocks);
	*count = 0;
	if (!read_blocks(act, post, blocks, err) || !read_next(act, post, blocks, err))
		return false;
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->next[i] && !open_between(act, post, blocks, blocks->rows[i].first, blocks->next[i], numbers, most, count, err))
			return false;
	return true;
}

bool paper_next(struct act *act, struct str post, int64_t after, int64_t *number, struct error *err)
{
	struct blocks *blocks = ARENA_NEW(act->arena, struct blocks);
	size_t count = 0;
	*number = 0;
	return read_blocks(act, post, blocks, err) && open_between(act, post, blocks, after + 1, PAPER_NUMBER_MOST + 1, number, 1, &count, err);
}

/* --- services --- */

bool paper_print(struct act *act, const struct pack_post *post, int count, struct str whom, struct error *err)
{
	struct blocks *blocks = ARENA_NEW(act->arena, struct blocks);
	int64_t last = 0;
	if (!read_blocks(act, post->code, blocks, err))
		return false;
	for (size_t i = 0; i < blocks->count; i++)
		last = blocks->rows[i].last > last ? blocks->rows[i].last : last;
	if (count < 1 || count > PAPER_BLOCK_MOST || last + count > PAPER_NUMBER_MOST || blocks->count == BLOCKS_MOST)
		finding_add(&act->findings, STR("count"), "out_of_range", "Print at least one form and at most 500 at once.");
	if (!station_findings(act, err, "paper"))
		return false;
	const struct paper_block block = { post->code, last + 1, last + count, whom };
	journal_append(act, &paper_block_type, paper_record(act, post->code), &block);
	return true;
}

bool paper_begins(struct act *act, const struct pack_post *post, struct str reason, int64_t at, struct error *err)
{
	struct paper_period period;
	const struct paper_begin begin = { post->code, reason };
	if (!paper_is_on(act, post->code, &period, err))
		return false;
	if (!uuid_zero(period.id))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This post works on paper already."), "", "paper");
	journal_append_at(act, &paper_begin_type, paper_record(act, post->code), &begin, at);
	return true;
}

static void check_next(struct act *act, const struct blocks *blocks, int64_t next)
{
	size_t before = block_of(blocks, next - 1);
	if (before == blocks->count && !printed(blocks, next))
		finding_add(&act->findings, STR("next"), "unknown_number", "No form of this number was printed for this post.");
	else if (before < blocks->count && next < blocks->next[before])
		finding_add(&act->findings, STR("next"), "too_low", "An earlier hour on paper ended with a higher number.");
}

bool paper_ends(struct act *act, const struct pack_post *post, const int64_t *next, size_t count, int64_t at, struct error *err)
{
	struct paper_period period;
	struct blocks *blocks = ARENA_NEW(act->arena, struct blocks);
	struct str words[PAPER_NEXT_MOST];
	if (!paper_is_on(act, post->code, &period, err) || !read_blocks(act, post->code, blocks, err) || !read_next(act, post->code, blocks, err))
		return false;
	if (uuid_zero(period.id))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This post does not work on paper."), "", "paper");
	for (size_t i = 0; i < count; i++) {
		check_next(act, blocks, next[i]);
		words[i] = str_format(act->arena, "%lld", (long long)next[i]);
	}
	if (at < period.began)
		finding_add(&act->findings, STR("clock"), "before_last", "Paper mode began after this time.");
	if (!station_findings(act, err, "paper"))
		return false;
	const struct paper_end end = { period.id, str_join(act->arena, words, count, STR(" ")) };
	journal_append_at(act, &paper_end_type, paper_record(act, post->code), &end, at);
	return true;
}

static bool accounted(struct act *act, struct uuid record, bool *is, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_form_by_record");
	query_bind_id(query, "record", record);
	*is = query_next(query);
	return query_end(query, err);
}

bool paper_account(struct act *act, const struct paper_form *form, int64_t at, struct error *err)
{
	struct blocks *blocks = ARENA_NEW(act->arena, struct blocks);
	struct uuid record = form_record(act, form->post, form->number);
	bool before;
	if (!read_blocks(act, form->post, blocks, err) || !accounted(act, record, &before, err))
		return false;
	if (!printed(blocks, form->number))
		finding_add(&act->findings, STR("number"), "unknown_number", "No form of this number was printed for this post.");
	else if (before)
		finding_add(&act->findings, STR("number"), "used_before", "This number was accounted for already: each is used once.");
	if (!station_findings(act, err, "paper"))
		return false;
	journal_append_at(act, &paper_form_type, record, form, at);
	return true;
}

/* --- numbers that nobody accounted for in time --- */

static int64_t account_time(const struct act *act)
{
	const struct pack_value *value = pack_param(act->pack, STR("paper_account"), time_date(act->now));
	int64_t count = value && value->kind == PACK_DURATION ? value->micro / 1000000 : 24;
	return count * (value && str_is(value->unit, "days") ? 24 : 1) * (int64_t)HOUR;
}

static struct str supervisors(const struct act *act)
{
	for (size_t i = 0; i < act->pack->role_count; i++)
		if (pack_role_has(act->pack, act->pack->roles[i].code, STR("supervise")))
			return act->pack->roles[i].code;
	return STR("shift_supervisor");
}

static struct str listed(struct act *act, const int64_t *numbers, size_t count)
{
	struct str words[12];
	size_t shown = count < COUNT_OF(words) ? count : COUNT_OF(words);
	for (size_t i = 0; i < shown; i++)
		words[i] = paper_number(act->arena, numbers[i]);
	return str_join(act->arena, words, shown, STR(" "));
}

static bool tell_of(struct act *act, struct uuid id, struct str post, struct error *err)
{
	int64_t numbers[PAPER_BLOCK_MOST];
	size_t count;
	if (!paper_open_numbers(act, post, numbers, COUNT_OF(numbers), &count, err))
		return false;
	if (!count)
		return true;
	const struct paper_missing missing = { id, (int64_t)count, listed(act, numbers, count) };
	const struct task task = {
		.role = supervisors(act), .post = post, .what = STR("paper_forms"),
		.words = str_of(WORDS("Paper forms are not accounted for. The page of the paper forms names their numbers.")),
	};
	journal_append(act, &paper_missing_type, paper_record(act, post), &missing);
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
	return true;
}

bool paper_tell(struct act *act, struct error *err)
{
	struct uuid ids[20];
	struct str posts[20];
	size_t count = 0;
	struct query *query = db_query(act->db, "station.paper_due");
	query_bind_int(query, "before", act->now - account_time(act));
	query_bind_int(query, "most", COUNT_OF(ids));
	while (count < COUNT_OF(ids) && query_next(query)) {
		ids[count] = query_id(query, 0);
		posts[count++] = query_text(query, 1, act->arena);
	}
	if (!query_end(query, err))
		return false;
	act->purpose = STR("supervision");
	for (size_t i = 0; i < count; i++)
		if (!tell_of(act, ids[i], posts[i], err))
			return false;
	return true;
}
