/* `limen bench watch --quality FOLDER`: how good the matching is, on names that others labelled. The folder holds the files as their publishers name them; one
 * that is missing is said and left out. Nothing is tuned here: the same code and the same threshold as at a booth. */
#include <stdio.h>
#include <string.h>

#include "csv.h"
#include "match_bench.h"
#include "measure.h"
#include "read.h"

enum { FILE_MOST = 64 * 1024 * 1024, MISSES_SHOWN = 12 };

static bool read_path(const char *folder, const char *name, struct arena *arena, struct str *out)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	struct buf bytes = BUF_IN(arena);
	char piece[65536];
	size_t got;
	if (!file)
		return false;
	while ((got = fread(piece, 1, sizeof piece, file)) > 0 && bytes.len < FILE_MOST)
		buf_add(&bytes, (struct str){ piece, got });
	fclose(file);
	*out = buf_str(&bytes);
	return true;
}

static bool missing(struct buf *out, const char *name)
{
	buf_format(out, "%s is not in the folder: left out\n", name);
	return true;
}

/* ---- pairs ---- */

static double share(size_t part, size_t all)
{
	return all ? (double)part / (double)all : 0;
}

static bool pairs(const char *folder, struct arena *arena, struct buf *out, struct error *err)
{
	static const int thresholds[] = { 700, 750, 800, 850, 900 };
	struct str csv;
	if (!read_path(folder, "namepairs_nomenklatura.csv", arena, &csv))
		return missing(out, "namepairs_nomenklatura.csv");
	buf_text(out, "pairs of persons' names (namepairs_nomenklatura.csv), by name alone\n  threshold  precision  recall  F1\n");
	for (size_t i = 0; i < COUNT_OF(thresholds); i++) {
		struct watch_pairs_figures figures;
		if (!watch_quality_pairs(csv, thresholds[i], arena, &figures, err))
			return false;
		double precision = share(figures.hit_same, figures.hit_same + figures.hit_other), recall = share(figures.hit_same, figures.hit_same + figures.missed_same);
		buf_format(out, "  %s%d       %.3f      %.3f   %.3f\n", thresholds[i] == WATCH_THRESHOLD ? "*" : " ", thresholds[i], precision, recall,
		           precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
	}
	return true;
}

/* ---- against the list of the United Nations ---- */

static bool list_of(const char *folder, struct arena *arena, struct watch_reading *reading, struct error *err)
{
	struct str xml;
	return read_path(folder, "un_consolidated.xml", arena, &xml) ? watch_read_un(xml, arena, reading, err)
	                                                             : error_set(err, ERR_NOT_FOUND, "un_consolidated.xml cannot be read", "name its folder: --lists FOLDER", "%s", folder);
}

static bool alarms(const struct watch_index *index, const char *folder, struct arena *arena, struct buf *out, struct error *err)
{
	struct watch_alarm_figures figures;
	struct str csv;
	if (!read_path(folder, "yente_negatives_us.csv", arena, &csv))
		return missing(out, "yente_negatives_us.csv");
	if (!watch_quality_alarms(index, csv, 100000, arena, &figures, err))
		return false;
	buf_format(out, "people on no list (yente_negatives_us.csv) against the list of the United Nations: %zu\n", figures.people);
	buf_format(out, "  false alarms in 1,000: %.2f by name alone, %.2f with the other facts, %.2f strong\n", 1000 * share(figures.name_alarms, figures.people),
	           1000 * share(figures.all_alarms, figures.people), 1000 * share(figures.strong, figures.people));
	return true;
}

static bool recall(const struct watch_index *index, const struct watch_reading *list, const char *folder, bool misses, struct arena *arena, struct buf *out, struct error *err)
{
	struct watch_recall_figures figures;
	struct str csv;
	if (!read_path(folder, "un_positive_pairs.csv", arena, &csv))
		return missing(out, "un_positive_pairs.csv");
	if (!watch_quality_recall(index, list, csv, arena, &figures, err))
		return false;
	buf_format(out, "people on the list, with their names and birth dates altered (un_positive_pairs.csv): %zu\n", figures.people);
	buf_format(out, "  recall at 10: %.4f of all, %.4f of the %zu whose name stands on this edition of the list; first %.4f\n", share(figures.first_ten, figures.people),
	           share(figures.first_ten, figures.listed), figures.listed, share(figures.best, figures.listed));
	for (size_t i = 0; misses && i < figures.miss_count; i++)
		buf_format(out, "  missed: " STR_FMT "  for  " STR_FMT "\n", STR_ARG(figures.misses[i].query), STR_ARG(figures.misses[i].list));
	return true;
}

/* ---- other scripts ---- */

struct scripts_figures {
	size_t pairs, agree;
	struct str misses[MISSES_SHOWN][2];
	size_t miss_count;
};

static void one_pair(struct scripts_figures *figures, struct str native, struct str latin, struct arena *arena)
{
	figures->pairs++;
	if (watch_compare_names(native, latin, arena) >= WATCH_THRESHOLD)
		figures->agree++;
	else if (figures->miss_count < MISSES_SHOWN && figures->pairs % 7 == 0) {
		figures->misses[figures->miss_count][0] = native;
		figures->misses[figures->miss_count++][1] = latin;
	}
}

static struct str without_spaces(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != ' ')
			buf_c(&out, text.data[i]);
	return buf_str(&out);
}

enum shape { NATIVE_FIRST, LATIN_FIRST, WHOLE_NAMES };

static void print_scripts(const char *name, const struct scripts_figures *figures, bool misses, struct buf *out)
{
	buf_format(out, "  %-32s %6zu pairs: %.3f agree\n", name, figures->pairs, share(figures->agree, figures->pairs));
	for (size_t i = 0; misses && i < figures->miss_count; i++)
		buf_format(out, "    missed: " STR_FMT "  " STR_FMT "\n", STR_ARG(figures->misses[i][0]), STR_ARG(figures->misses[i][1]));
}

static bool scripts(const char *folder, const char *name, enum shape shape, bool misses, struct arena *arena, struct buf *out)
{
	struct scripts_figures figures = { 0 };
	struct arena *scratch = arena_new(0);
	struct str rest, line, first;
	if (!read_path(folder, name, arena, &rest)) {
		arena_free(scratch);
		return missing(out, name);
	}
	while (str_cut(&rest, '\n', &line)) {
		if (!line.len || line.data[0] == '#')
			continue;
		str_cut(&line, shape == WHOLE_NAMES ? ',' : '\t', &first);
		struct str second;
		str_cut(&line, shape == WHOLE_NAMES ? ',' : '\t', &second);
		if (shape == LATIN_FIRST)
			one_pair(&figures, without_spaces(arena, str_trim(second)), str_trim(first), scratch);
		else
			one_pair(&figures, str_trim(first), str_trim(second), scratch);
		arena_reset(scratch);
	}
	arena_free(scratch);
	print_scripts(name, &figures, misses, out);
	return true;
}

bool bench_quality(const char *folder, const char *lists, bool misses, struct arena *arena, struct buf *out, struct error *err)
{
	struct watch_reading reading;
	if (!pairs(folder, arena, out, err) || !list_of(lists, arena, &reading, err))
		return false;
	const struct watch_list list = { STR("un"), reading.entries, reading.count };
	struct watch_index *index = watch_index_build(&list, 1, NULL);
	bool done = alarms(index, folder, arena, out, err) && recall(index, &reading, folder, misses, arena, out, err);
	watch_index_free(index);
	if (!done)
		return false;
	buf_format(out, "names in two scripts, at the threshold %d\n", WATCH_THRESHOLD);
	return scripts(folder, "google_ar2en-eval.txt", NATIVE_FIRST, misses, arena, out) && scripts(folder, "translit_wd_arabic_16.tsv", LATIN_FIRST, misses, arena, out) &&
	       scripts(folder, "translit_wd_russian_16.tsv", LATIN_FIRST, misses, arena, out) && scripts(folder, "watchman_cross_script_pairs.csv", WHOLE_NAMES, misses, arena, out);
}
