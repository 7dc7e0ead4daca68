/* Marks of documents: the fold, what is found, and the judge. */
#include "inside.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "store.h"

FIELDS_TABLE(register_mark, REGISTER_FIELDS)
FIELDS_TABLE(register_row, REGISTER_ROW_FIELDS)

const struct entry_type register_type = { "register.mark", 1, KIND_LIST, 0, &register_mark_fields, "a register says something of a document" };

#define REGISTER_KEY_FIELDS(F, L) F(CODE, key, PERSONAL, 1, 0, 30, "the number without one of its characters")
#define FIELD_ROW_OF_register_key(...) FIELD_ROW(register_key, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_key(...) FIELD_LIST_ROW(register_key, __VA_ARGS__)
FIELDS_STRUCT(register_key, REGISTER_KEY_FIELDS)
FIELDS_TABLE(register_key, REGISTER_KEY_FIELDS)

/* ---- the fold ---- */

struct register_state {
	struct register_row row;
	struct register_key keys[NEAR_MOST];
	size_t key_count;
};

static bool invalidates(struct str state)
{
	return !str_is(state, "found");
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct register_state *state = to;
	struct register_row *row = &state->row;
	memcpy(row, data, sizeof(struct register_mark));
	if (!row->invalid.len && invalidates(row->state)) {
		row->invalid = row->state;
		row->since = row->day;
	}
	row->marked = entry->happened;
	row->marker = entry->actor;
	row->marks++;
	row->folded = number_folded(arena, row->number);
	struct str keys[NEAR_MOST];
	state->key_count = number_keys(arena, number_canonical(arena, row->folded), keys);
	for (size_t i = 0; i < state->key_count; i++)
		state->keys[i].key = keys[i];
}

_Static_assert(offsetof(struct register_row, crossing) == offsetof(struct register_mark, crossing), "a row begins with its mark");

static const char *const row_indexes[] = { "folded", NULL }, *const key_indexes[] = { "key", NULL };
static const struct table row_table = { "document_register", &register_row_fields, "", row_indexes };
static const struct table key_table = { "document_register_key", &register_key_fields, "key", key_indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct register_state *state = from;
	(void)record;
	if (state->row.marks)
		rows_put(out, &row_table, &state->row);
	for (size_t i = 0; i < state->key_count; i++)
		rows_put(out, &key_table, &state->keys[i]);
}

static const struct entry_type *const reads[] = { &register_type, NULL };
static const struct table *const writes[] = { &row_table, &key_table, NULL };
const struct fold register_fold = { "document_register", 1, reads, writes, sizeof(struct register_state), apply, rows };

/* ---- finding ---- */

static bool keep(struct act *act, struct query *query, struct str folded, struct register_match *out, size_t *count)
{
	struct register_match match = { .record = query_id(query, 0) };
	query_row(query, &register_row_fields, &match.row, act->arena);
	for (size_t i = 0; i < *count; i++)
		if (uuid_equal(out[i].record, match.record))
			return true;
	struct str asked = number_canonical(act->arena, folded), known = number_canonical(act->arena, match.row.folded);
	match.near = !str_equal(folded, match.row.folded);
	match.misread = match.near && !str_equal(asked, known);
	if (!match.misread || number_misread(asked, known))
		out[(*count)++] = match;
	return *count < REGISTER_MATCHES;
}

static bool find_exact(struct act *act, struct str issuer, struct str folded, struct register_match *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "documents.exact");
	query_bind_text(query, "issuer", issuer);
	query_bind_text(query, "number", folded);
	query_bind_int(query, "most", REGISTER_MATCHES);
	while (query_next(query) && keep(act, query, folded, out, count))
		;
	return query_end(query, err);
}

static bool find_near(struct act *act, struct str issuer, struct str folded, struct register_match *out, size_t *count, struct error *err)
{
	struct str keys[NEAR_MOST];
	size_t key_count = number_keys(act->arena, number_canonical(act->arena, folded), keys);
	if (!key_count || *count == REGISTER_MATCHES)
		return true;
	struct query *query = db_query(act->db, "documents.near");
	query_bind_text(query, "issuer", issuer);
	query_bind_int(query, "most", 4 * REGISTER_MATCHES);
	for (size_t i = 0; i < NEAR_MOST; i++) {
		static const char *const names[NEAR_MOST] = { "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9", "k10", "k11" };
		query_bind_text(query, names[i], keys[i < key_count ? i : 0]);
	}
	while (query_next(query) && keep(act, query, folded, out, count))
		;
	return query_end(query, err);
}

bool register_find(struct act *act, struct str issuer, struct str number, struct register_match out[static REGISTER_MATCHES], size_t *count, struct error *err)
{
	struct str folded = number_folded(act->arena, number);
	*count = 0;
	return !folded.len || (find_exact(act, issuer, folded, out, count, err) && find_near(act, issuer, folded, out, count, err));
}

/* ---- writing ---- */

static void wrong(struct act *act, struct str before, const char *field, const char *code, const char *words)
{
	finding_add(&act->findings, str_format(act->arena, STR_FMT "%s", STR_ARG(before), field), code, words);
}

bool register_put(struct act *act, const struct register_mark *mark, struct str before, struct error *err)
{
	size_t found = act->findings.count;
	struct date today = time_date(act->now);
	struct register_mark kept = *mark;
	kept.kind = mark->kind.len ? mark->kind : STR("P");
	kept.number = number_folded(act->arena, mark->number);
	if (!*register_words(mark->state) || !pack_code_valid(act->pack, STR("register_states"), mark->state, today))
		wrong(act, before, "state", "unknown_code", WORDS("Choose what the register says."));
	if (!pack_code_valid(act->pack, STR("countries"), mark->issuer, today))
		wrong(act, before, "issuer", "unknown_code", WORDS("The issuer is a code of three letters, such as UTO."));
	if (!kept.number.len)
		wrong(act, before, "number", "required", WORDS("A document's number has letters or digits."));
	if (!date_whole(mark->day) || date_days(mark->day) > date_days(today) + 1)
		wrong(act, before, "day", "not_in_range", WORDS("Give a day that is not in the future."));
	if (act->findings.count > found)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "register");
	journal_append(act, &register_type, document_record(act->house->keys, kept.issuer, kept.kind, kept.number), &kept);
	return true;
}

const char *register_words(struct str state)
{
	static const struct { const char *state, *words; } all[] = {
		{ "lost", WORDS("Reported lost on {date}.") }, { "stolen", WORDS("Reported stolen on {date}.") }, { "revoked", WORDS("Revoked by its issuer on {date}.") },
		{ "found", WORDS("Found and handed in on {date}.") }, { "surrendered", WORDS("Given up to the authority on {date}.") },
		{ "destroyed", WORDS("Destroyed on {date}.") }, { "specimen", WORDS("A specimen, no document of a person.") },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(state, all[i].state))
			return all[i].words;
	return "";
}

/* ---- the judge ---- */

/* Crossings with this document after the day on which it was reported. */
static size_t used_since(const struct subject *subject, struct date day)
{
	size_t count = 0;
	for (size_t i = 0; i < subject->movement_count; i++) {
		const struct movement_row *row = &subject->movements[i];
		count += !row->annulled && str_equal(row->document_number, subject->identity.document_number) &&
		         str_equal(row->document_issuer, subject->identity.document_issuer) && date_compare(row->day, day) > 0;
	}
	return count;
}

/* A check digit vouches for the number as it was read. */
static bool vouched(const struct subject *subject)
{
	return subject->mrz && subject->mrz->checks[MRZ_DOCUMENT_NUMBER].result == MRZ_SUCCESSFUL;
}

static bool counts(const struct subject *subject, const struct register_match *match)
{
	if (!match->misread || !vouched(subject))
		return true;
	return date_whole(match->row.born) && date_compare(match->row.born, subject->identity.born) == 0;
}

static const struct register_match *worst(const struct subject *subject, const struct register_match *matches, size_t count)
{
	const struct register_match *best = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct register_match *match = &matches[i];
		if (counts(subject, match) && (!best || (best->near && !match->near) || (best->near == match->near && !best->row.invalid.len && match->row.invalid.len)))
			best = match;
	}
	return best;
}

static struct str evidence(struct act *act, const struct subject *subject, const struct register_match *match)
{
	json_t *out = fields_to_json(&register_row_fields, &match->row);
	struct buf text = BUF_IN(act->arena);
	json_put_yesno(out, "near", match->near);
	json_put_int(out, "used_since", (int64_t)used_since(subject, match->row.since));
	json_write(&text, out);
	json_decref(out);
	return buf_str(&text);
}

/* At most two sentences that the translations know, as one. */
static const char *words_of(const struct register_match *match, size_t used)
{
	struct str state = match->row.invalid.len ? match->row.invalid : match->row.state;
	if (match->near)
		return WORDS("The number is like {number}, which a register holds: compare each character.");
	if (str_is(match->row.state, "found") && match->row.invalid.len)
		return WORDS("Reported on {date} and found again since: it stays invalid.");
	if (used && str_is(state, "lost"))
		return WORDS("Reported lost on {date}, and used since: {count}.");
	if (used && str_is(state, "stolen"))
		return WORDS("Reported stolen on {date}, and used since: {count}.");
	return register_words(state);
}

bool register_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	struct register_match *matches = ARENA_ARRAY(act->arena, struct register_match, REGISTER_MATCHES);
	const struct identity *identity = &subject->identity;
	size_t count;
	if (!identity->document_number.len)
		return true;
	if (!register_find(act, identity->document_issuer, identity->document_number, matches, &count, err))
		return false;
	const struct register_match *match = worst(subject, matches, count);
	enum result result = !match ? RESULT_SUCCESSFUL : match->near || !match->row.invalid.len ? RESULT_UNDETERMINED : RESULT_FAILED;
	size_t used = match ? used_since(subject, match->row.since) : 0;
	struct check_line *line = subject_check(act, subject, out, "document.register", result, "registers", "Registers of documents", match ? words_of(match, used) : "No register holds it.");
	if (!match)
		return true;
	SUBJECT_ARGS(act->arena, line, { STR("date"), date_str(act->arena, match->row.invalid.len ? match->row.since : match->row.day) }, { STR("number"), match->row.number },
	             { STR("count"), str_format(act->arena, "%zu", used) });
	line->evidence = evidence(act, subject, match);
	return true;
}
