/* A new entry is tried on those who crossed before: whom would it have stopped? */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "store.h"

FIELDS_TABLE(trial, TRIAL_FIELDS)

struct nation {
	char code[4];
	int64_t count;
};

struct tried {
	struct act *act;
	const struct watch_index *index;
	int threshold;
	struct trial *out;
	struct trial_hit *hits;
	size_t hit_count;
	struct nation nations[300];
	size_t nation_count;
};

/* The best hit of any of the person's names: that of the document if there is one, else the strongest. */
static bool hits_of(const struct tried *tried, const struct identity *identity, struct arena *arena, struct watch_hit *best)
{
	struct str names[WATCH_NAMES];
	size_t count = watch_names_of(identity, arena, names);
	bool found = false;
	for (size_t i = 0; i < count || (!count && !i); i++) {
		struct watch_query query = watch_query_of(identity, count ? names[i] : STR(""), tried->threshold);
		struct watch_hits hits = watch_search(tried->index, &query, arena);
		for (size_t k = 0; k < hits.count; k++) {
			if (found && (best->strong || !hits.items[k].strong))
				continue;
			*best = hits.items[k];
			found = true;
		}
	}
	return found;
}

static bool crossings_of(struct act *act, struct uuid record, int64_t since, struct str direction, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.crossings_of");
	query_bind_id(query, "record", record);
	query_bind_int(query, "since", since);
	query_bind_text(query, "direction", str_is(direction, "both") ? STR("") : direction);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

static void count_nation(struct tried *tried, struct str code)
{
	size_t i = 0;
	while (i < tried->nation_count && !str_is(code, tried->nations[i].code))
		i++;
	if (i == tried->nation_count) {
		if (i == COUNT_OF(tried->nations))
			return;
		memcpy(tried->nations[i].code, code.data, code.len < 3 ? code.len : 3);
		tried->nation_count++;
	}
	tried->nations[i].count++;
}

/* The strong ones push the others out of what is shown. */
static void keep_hit(struct tried *tried, const struct trial_hit *hit)
{
	if (!tried->hits)
		return;
	if (tried->hit_count < TRIAL_SHOWN) {
		tried->hits[tried->hit_count++] = *hit;
		return;
	}
	for (size_t i = 0; hit->strong && i < tried->hit_count; i++)
		if (!tried->hits[i].strong) {
			tried->hits[i] = *hit;
			return;
		}
}

static void count_hit(struct tried *tried, const struct trial_hit *hit)
{
	struct trial *out = tried->out;
	if (!hit->crossings)
		return;
	out->people++;
	out->stops += hit->crossings;
	out->strong += hit->strong;
	out->women += str_is(hit->row.sex, "F");
	out->men += str_is(hit->row.sex, "M");
	count_nation(tried, hit->row.nationalities.count ? hit->row.nationalities.items[0] : STR("XXX"));
	keep_hit(tried, hit);
}

static bool hit_one(struct tried *tried, const struct watch_hit *best, const struct document_row *row, struct uuid record, int64_t since, struct error *err)
{
	struct trial_hit hit = { *row, record, best->entry->id, 0, best->strong };
	if (!crossings_of(tried->act, record, since, best->entry->order->direction, &hit.crossings, err))
		return false;
	count_hit(tried, &hit);
	return true;
}

/* Whoever crossed in a vehicle with the plate. */
static bool try_plate(struct tried *tried, const struct national *item, struct str plate, int64_t since, struct error *err)
{
	struct query *query = db_query(tried->act->db, "alerts.past_of_plate");
	query_bind_text(query, "plate", plate);
	query_bind_int(query, "since", since);
	query_bind_text(query, "direction", str_is(item->direction, "both") ? STR("") : item->direction);
	query_bind_int(query, "most", TRIAL_MOST);
	while (query_next(query)) {
		struct trial_hit hit = { .record = query_id(query, 0), .item = item->item, .strong = true };
		query_row(query, &document_row_fields, &hit.row, tried->act->arena);
		hit.crossings = query_int(query, 1);
		count_hit(tried, &hit);
	}
	return query_end(query, err);
}

static bool try_vehicles(struct tried *tried, const struct national *items, size_t count, int64_t since, struct error *err)
{
	struct str state, plate;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; !items[i].off && k < items[i].plates.count; k++)
			if (national_plate(items[i].plates.items[k], tried->act->arena, &state, &plate) && !try_plate(tried, &items[i], plate, since, err))
				return false;
	return true;
}

/* Who hit, with the rows that show it; the rest of the documents leave nothing behind. */
struct caught {
	struct document_row row;
	struct watch_hit hit;
	struct uuid record;
};

static bool ask_all(struct tried *tried, int64_t since, struct caught **caught, size_t *count, struct error *err)
{
	struct act *act = tried->act;
	struct arena *arena = arena_new(0);
	struct query *query = db_query(act->db, "alerts.past");
	size_t size = 0;
	*count = 0;
	query_bind_int(query, "since", since);
	query_bind_int(query, "most", TRIAL_MOST);
	while (query_next(query)) {
		struct document_row row = { 0 };
		struct caught new = { 0 };
		arena_reset(arena);
		query_row(query, &document_row_fields, &row, arena);
		tried->out->documents++;
		if (!hits_of(tried, (const struct identity *)&row, arena, &new.hit))
			continue;
		query_row(query, &document_row_fields, &new.row, act->arena);
		new.record = query_id(query, 0);
		if (*count == size) {
			struct caught *grown = ARENA_ARRAY(act->arena, struct caught, size ? size * 2 : 32);
			if (size)
				memcpy(grown, *caught, size * sizeof *grown);
			*caught = grown;
			size = size ? size * 2 : 32;
		}
		(*caught)[(*count)++] = new;
	}
	arena_free(arena);
	return query_end(query, err);
}

static bool count_crossings(struct act *act, int64_t since, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.crossings");
	query_bind_int(query, "since", since);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

static int most_first(const void *left, const void *right)
{
	const struct nation *a = left, *b = right;
	return a->count != b->count ? (a->count > b->count ? -1 : 1) : strcmp(a->code, b->code);
}

static struct str nations_data(struct tried *tried)
{
	json_t *out = json_array();
	struct buf text = BUF_IN(tried->act->arena);
	qsort(tried->nations, tried->nation_count, sizeof *tried->nations, most_first);
	for (size_t i = 0; i < tried->nation_count && i < TRIAL_NATIONS; i++)
		json_array_append_new(out, json_pack("[s, I]", tried->nations[i].code, (json_int_t)tried->nations[i].count));
	json_write(&text, out);
	json_decref(out);
	return buf_str(&text);
}

static struct watch_index *index_of(struct act *act, struct str list, const struct national *items, size_t count)
{
	struct national_row *rows = ARENA_ARRAY(act->arena, struct national_row, count + 1);
	struct watch_list *lists = ARENA_NEW(act->arena, struct watch_list);
	for (size_t i = 0; i < count; i++)
		memcpy(&rows[i], &items[i], sizeof items[i]);
	struct watch_reading reading = national_reading(rows, count, act->arena);
	*lists = (struct watch_list){ list, reading.entries, reading.count };
	return watch_index_build(lists, 1, act->watch ? act->watch->index : NULL);
}

bool trial_run(struct act *act, struct str list, const struct national *items, size_t count, struct trial *out, struct trial_hit **hits, size_t *hit_count, struct error *err)
{
	struct tried *tried = ARENA_NEW(act->arena, struct tried);
	int64_t since = act->now - (int64_t)TRIAL_DAYS * 86400000;
	struct watch_index *index = index_of(act, list, items, count);
	struct caught *caught = NULL;
	size_t all;
	*out = (struct trial){ .days = TRIAL_DAYS };
	tried->act = act;
	tried->index = index;
	tried->threshold = watch_threshold(act, time_date(act->now));
	tried->out = out;
	tried->hits = hits ? ARENA_ARRAY(act->arena, struct trial_hit, TRIAL_SHOWN) : NULL;
	bool done = count_crossings(act, since, &out->crossings, err) && ask_all(tried, since, &caught, &all, err) && try_vehicles(tried, items, count, since, err);
	for (size_t i = 0; done && i < all; i++)
		done = hit_one(tried, &caught[i].hit, &caught[i].row, caught[i].record, since, err);
	watch_index_free(index);
	if (!done)
		return false;
	out->nations = nations_data(tried);
	if (hits) {
		*hits = tried->hits;
		*hit_count = tried->hit_count;
	}
	return true;
}
