/* What officers found about hits: remembered for the document and the entry, until either changes. */
#include "lists.h"
#include "national.h"

#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "journal.h"
#include "lang.h"
#include "registry.h"
#include "store.h"

enum { FINDINGS_MOST = 200, MARK_BYTES = 8 };

FIELDS_TABLE(finding_made, FINDING_FIELDS)
FIELDS_TABLE(finding_row, FINDING_ROW_FIELDS)
FIELDS_TABLE(doubt, DOUBT_FIELDS)
FIELDS_TABLE(doubted, DOUBTED_FIELDS)

const struct entry_type watch_finding_type = {
	"watch.finding", 1, KIND_CASE, ENTRY_BLIND, &finding_made_fields, "an officer compared a hit of a watchlist with the person",
};

const struct entry_type watch_doubt_type = {
	"watch.doubt", 1, KIND_CASE, ENTRY_BLIND, &doubted_fields, "an officer doubted the bearer of a document: findings about hits hold no more",
};

/* ---- the fold: the last finding for each entry of a list ---- */

struct found_rows {
	struct finding_row *items;
	size_t count, size;
};

static struct finding_row *row_for(struct found_rows *rows, const struct finding_made *made, struct arena *arena)
{
	for (size_t i = 0; i < rows->count; i++)
		if (str_equal(rows->items[i].list, made->list) && str_equal(rows->items[i].item, made->item))
			return &rows->items[i];
	if (rows->count == rows->size) {
		size_t size = rows->size ? rows->size * 2 : 2;
		struct finding_row *items = ARENA_ARRAY(arena, struct finding_row, size);
		if (rows->count)
			memcpy(items, rows->items, rows->count * sizeof *items);
		rows->items = items;
		rows->size = size;
	}
	return &rows->items[rows->count++];
}

static void finding_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	const struct finding_made *made = data;
	if (entry->type == &watch_doubt_type) {
		((struct found_rows *)to)->count = 0;
		return;
	}
	struct finding_row *row = row_for(to, made, arena);
#define COPY(type, name, ...) row->name = made->name;
	FINDING_FIELDS(COPY, COPY)
#undef COPY
	row->happened = entry->happened;
	row->officer = entry->actor;
}

static const struct table finding_table = { "watch_finding", &finding_row_fields, "list, item", NULL };

static void finding_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct found_rows *rows = from;
	(void)record;
	for (size_t i = 0; i < rows->count; i++)
		rows_put(out, &finding_table, &rows->items[i]);
}

static const struct entry_type *const reads[] = { &watch_finding_type, &watch_doubt_type, NULL };
static const struct table *const writes[] = { &finding_table, NULL };
const struct fold watch_finding_fold = { "watch_finding", 3, reads, writes, sizeof(struct found_rows), finding_apply, finding_rows };

/* ---- marks ---- */

static struct str digest_of(struct arena *arena, const struct buf *text)
{
	uint8_t digest[SHA256_BYTES];
	struct str bytes = buf_str(text);
	sha256(&bytes, 1, digest);
	return str_hex(arena, digest, MARK_BYTES);
}

static void put(struct buf *out, struct str text)
{
	buf_add(out, text);
	buf_c(out, '\n');
}

struct str watch_mark(struct arena *arena, const struct watch_entry *entry)
{
	struct buf out = BUF_IN(arena);
	char from[DATE_TEXT], to[DATE_TEXT];
	put(&out, entry->id);
	put(&out, entry->reference);
	buf_format(&out, "%d %d\n", (int)entry->kind, (int)entry->sex);
	for (size_t i = 0; i < entry->name_count; i++)
		put(&out, entry->names[i].text);
	for (size_t i = 0; i < entry->birth_count; i++)
		buf_format(&out, STR_FMT "/" STR_FMT "\n", STR_ARG(date_text(entry->births[i].from, from)), STR_ARG(date_text(entry->births[i].to, to)));
	for (size_t i = 0; i < entry->document_count; i++)
		put(&out, entry->documents[i].number);
	for (size_t i = 0; i < entry->nationality_count; i++)
		put(&out, entry->nationalities[i]);
	for (size_t i = 0; i < entry->birthplace_count; i++)
		put(&out, entry->birthplaces[i]);
	put(&out, entry->remarks);
	put(&out, entry->instruction);
	for (size_t i = 0; entry->order && i < entry->order->plates.count; i++)
		put(&out, entry->order->plates.items[i]);
	if (entry->order) {
		put(&out, entry->order->measure);
		put(&out, entry->order->direction);
		put(&out, entry->order->order_number);
		put(&out, date_text(entry->order->expires, to));
	}
	return digest_of(arena, &out);
}

static struct str bearer_mark(struct arena *arena, const struct identity *identity)
{
	struct buf out = BUF_IN(arena);
	char born[DATE_TEXT];
	put(&out, identity->surname);
	put(&out, identity->given_names);
	put(&out, identity->native_name);
	put(&out, date_text(identity->born, born));
	put(&out, identity->sex);
	for (size_t i = 0; i < identity->nationalities.count; i++)
		put(&out, identity->nationalities.items[i]);
	return digest_of(arena, &out);
}

/* ---- hits as they are kept ---- */

static struct str text_of(const json_t *hit, const char *name, struct arena *arena)
{
	const char *text = json_string_value(json_object_get(hit, name));
	return text ? str_copy(arena, str_of(text)) : STR("");
}

static size_t sentences_of(const json_t *why, struct arena *arena, struct watch_sentence out[static WATCH_SENTENCES])
{
	size_t count = 0;
	for (; count < WATCH_SENTENCES && count < json_array_size(why); count++) {
		const json_t *kept = json_array_get(why, count);
		const char *words = json_string_value(json_array_get(kept, 0));
		struct watch_sentence *sentence = &out[count];
		*sentence = (struct watch_sentence){ .words = words ? str_c(arena, str_of(words)) : "" };
		while (sentence->count < COUNT_OF(sentence->arguments) && sentence->count + 1 < json_array_size(kept)) {
			const char *text = json_string_value(json_array_get(kept, sentence->count + 1));
			sentence->arguments[sentence->count++] = text ? str_copy(arena, str_of(text)) : STR("");
		}
	}
	return count;
}

const struct watch_kept *watch_kept(const struct check_line *line, struct arena *arena, size_t *count)
{
	bool list = str_starts(line->check, STR("watch.")) && line->evidence.len;
	json_t *evidence = list ? json_loadb(line->evidence.data, line->evidence.len, 0, NULL) : NULL, *hit;
	json_t *hits = json_object_get(evidence, "hits");
	struct watch_kept *kept = ARENA_ARRAY(arena, struct watch_kept, json_array_size(hits) + 1);
	*count = 0;
	size_t at;
	json_array_foreach(hits, at, hit) {
		struct watch_kept *row = &kept[(*count)++];
		*row = (struct watch_kept){
			.entry = text_of(hit, "entry", arena), .mark = text_of(hit, "mark", arena), .reference = text_of(hit, "reference", arena),
			.name = text_of(hit, "name", arena), .finding = text_of(hit, "finding", arena), .measure = text_of(hit, "measure", arena),
			.authority = text_of(hit, "authority", arena), .instruction = text_of(hit, "instruction", arena), .call = text_of(hit, "call", arena),
			.score = json_integer_value(json_object_get(hit, "score")), .strong = json_is_true(json_object_get(hit, "strong")),
		};
		row->why_count = sentences_of(json_object_get(hit, "why"), arena, row->why);
	}
	json_decref(evidence);
	return kept;
}

struct finding_made watch_found(struct act *act, const struct identity *identity, struct uuid inspection, const struct check_line *line,
                                const struct watch_kept *hit, struct str finding, struct str why)
{
	return (struct finding_made){
		.inspection = inspection, .list = line->origin, .item = hit->entry, .mark = hit->mark, .bearer = bearer_mark(act->arena, identity),
		.finding = finding, .why = why,
	};
}

void watch_find(struct act *act, struct uuid record, const struct finding_made *made)
{
	journal_append(act, &watch_finding_type, record, made);
}

void watch_doubt(struct act *act, struct uuid record, struct uuid inspection, struct str why)
{
	journal_append(act, &watch_doubt_type, record, &(struct doubted){ .inspection = inspection, .why = why });
}

/* ---- settling ---- */

static bool findings_of(struct act *act, struct uuid record, struct finding_row *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "watch.findings");
	*count = 0;
	query_bind_id(query, "record", record);
	query_bind_int(query, "most", FINDINGS_MOST);
	while (*count < FINDINGS_MOST && query_next(query))
		query_row(query, &finding_row_fields, &out[(*count)++], act->arena);
	return query_end(query, err);
}

static const struct finding_row *holding(const struct finding_row *rows, size_t count, struct str list, const json_t *hit)
{
	const char *entry = json_string_value(json_object_get(hit, "entry")), *mark = json_string_value(json_object_get(hit, "mark"));
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].list, list) && entry && str_is(rows[i].item, entry) && mark && str_is(rows[i].mark, mark))
			return &rows[i];
	return NULL;
}

/* Puts the findings into the hits; how many of them are somebody else. */
static size_t put_findings(const struct finding_row *rows, size_t count, struct str list, json_t *hits)
{
	json_t *hit;
	size_t at, others = 0;
	json_array_foreach(hits, at, hit) {
		const struct finding_row *row = holding(rows, count, list, hit);
		if (!row)
			continue;
		json_put_str(hit, "finding", row->finding);
		others += str_is(row->finding, "other");
	}
	return others;
}

static bool settle_line(struct act *act, const struct finding_row *rows, size_t count, struct check_line *line)
{
	json_t *evidence = json_loadb(line->evidence.data, line->evidence.len, 0, NULL), *hits = json_object_get(evidence, "hits");
	size_t others = put_findings(rows, count, line->origin, hits);
	bool all = others && (int64_t)others == json_integer_value(json_object_get(evidence, "found")) && !json_object_get(evidence, "unseen");
	char *text = json_dumps(evidence, JSON_COMPACT);
	line->evidence = str_copy(act->arena, str_of(text));
	free(text);
	json_decref(evidence);
	if (!all)
		return false;
	line->advice = str_of(advice_name(ADVICE_NOTE));
	line->words = str_of(WORDS("Compared before: not the same person as {name}."));
	return true;
}

bool watch_settle(struct act *act, struct uuid record, const struct identity *identity, struct check_line *lines, size_t count, size_t *settled,
                  struct error *err)
{
	struct finding_row *rows = ARENA_ARRAY(act->arena, struct finding_row, FINDINGS_MOST);
	struct str bearer = bearer_mark(act->arena, identity);
	size_t all, held = 0;
	*settled = 0;
	if (uuid_zero(record) || !findings_of(act, record, rows, &all, err))
		return uuid_zero(record);
	for (size_t i = 0; i < all; i++)
		if (str_equal(rows[i].bearer, bearer)) /* other data on the same document: compared anew */
			rows[held++] = rows[i];
	for (size_t i = 0; held && i < count; i++)
		if (str_starts(lines[i].check, STR("watch.")) && !str_is(lines[i].result, "successful") && lines[i].evidence.len)
			*settled += settle_line(act, rows, held, &lines[i]);
	return true;
}
