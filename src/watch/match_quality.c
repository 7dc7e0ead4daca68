#include "csv.h"
#include "gather.h"
#include "match_bench.h"

static struct str column(const struct csv_reader *reader, const struct csv_row *row, const char *name)
{
	return str_trim(csv_field_at(row, csv_column(reader, name)));
}

bool watch_quality_pairs(struct str csv, int threshold, struct arena *arena, struct watch_pairs_figures *out, struct error *err)
{
	struct csv_reader *reader = csv_reader_all(arena, csv, (struct csv_options){ .header = true });
	struct csv_row row;
	enum csv_step step;
	*out = (struct watch_pairs_figures){ .threshold = threshold };
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		if (csv_column(reader, "schema") >= 0 && !str_is(column(reader, &row, "schema"), "Person"))
			continue;
		bool hit = watch_compare_names(column(reader, &row, "name1"), column(reader, &row, "name2"), arena) >= threshold;
		bool same = str_is(column(reader, &row, "is_match"), "true");
		out->hit_same += hit && same;
		out->hit_other += hit && !same;
		out->missed_same += !hit && same;
		out->left_other += !hit && !same;
	}
	return step == CSV_END;
}

static enum watch_sex sex_of(struct str text)
{
	return str_is(text, "male") ? WATCH_MALE : str_is(text, "female") ? WATCH_FEMALE : WATCH_SEX_UNKNOWN;
}

static void one_alarm(const struct watch_index *index, const struct csv_reader *reader, const struct csv_row *row, struct arena *arena,
                      struct watch_alarm_figures *out)
{
	struct watch_query query = { .name = column(reader, row, "full_name") };
	struct str nationality = country_code(arena, column(reader, row, "nationality"));
	out->people++;
	out->name_alarms += watch_search(index, &query, arena).found > 0;
	query.sex = sex_of(column(reader, row, "gender"));
	query.nationalities = &nationality;
	query.nationality_count = 1;
	if (!date_parse(column(reader, row, "date_of_birth"), &query.born))
		query.born = (struct date){ 0 };
	struct watch_hits hits = watch_search(index, &query, arena);
	bool strong = false;
	for (size_t i = 0; i < hits.count; i++)
		strong = strong || hits.items[i].strong;
	out->all_alarms += hits.found > 0;
	out->strong += strong;
}

bool watch_quality_alarms(const struct watch_index *index, struct str csv, size_t most, struct arena *arena,
                          struct watch_alarm_figures *out, struct error *err)
{
	struct csv_reader *reader = csv_reader_all(arena, csv, (struct csv_options){ .header = true });
	struct arena *query_arena = arena_new(0);
	struct csv_row row;
	enum csv_step step = CSV_END;
	*out = (struct watch_alarm_figures){ .people = 0 };
	while (out->people < most && (step = csv_next(reader, &row, err)) == CSV_ROW) {
		one_alarm(index, reader, &row, query_arena, out);
		arena_reset(query_arena);
	}
	arena_free(query_arena);
	return step != CSV_ERROR;
}

/* Place of the hit on an entry with that name, from 1; 0 = none. */
static size_t place_of(const struct watch_hits *hits, struct str name)
{
	for (size_t i = 0; i < hits->count; i++)
		for (size_t j = 0; j < hits->items[i].entry->name_count; j++)
			if (str_equal(hits->items[i].entry->names[j].text, name))
				return i + 1;
	return 0;
}

/* The pairs were made of another edition: who was taken off since, or is written otherwise, cannot be found by that name. */
static bool stands(const struct watch_reading *list, struct str name)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t j = 0; j < list->entries[i].name_count; j++)
			if (str_equal(list->entries[i].names[j].text, name))
				return true;
	return false;
}

bool watch_quality_recall(const struct watch_index *index, const struct watch_reading *list, struct str csv, struct arena *arena, struct watch_recall_figures *out,
                          struct error *err)
{
	struct csv_reader *reader = csv_reader_all(arena, csv, (struct csv_options){ .header = true });
	struct csv_row row;
	enum csv_step step;
	*out = (struct watch_recall_figures){ .people = 0 };
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		struct watch_query query = { .name = column(reader, &row, "query_name") };
		if (!date_parse(column(reader, &row, "query_dob"), &query.born))
			query.born = (struct date){ 0 };
		struct watch_hits hits = watch_search(index, &query, arena);
		size_t place = place_of(&hits, column(reader, &row, "list_name"));
		bool listed = stands(list, column(reader, &row, "list_name"));
		out->people++;
		out->listed += listed;
		out->found += place > 0;
		out->first_ten += place > 0 && place <= 10;
		out->best += place == 1;
		if (listed && (!place || place > 10) && out->miss_count < WATCH_MISSES) {
			out->misses[out->miss_count].query = str_copy(arena, query.name);
			out->misses[out->miss_count++].list = str_copy(arena, column(reader, &row, "list_name"));
		}
	}
	return step == CSV_END;
}
