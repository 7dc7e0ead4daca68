#include "match_bench.h"

#include "buf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void watch_bench_word(struct watch_bench *bench, struct str word, struct arena *arena)
{
	if (bench->word_count == bench->word_size) {
		size_t size = bench->word_size ? bench->word_size * 2 : 1024;
		struct str *words = ARENA_ARRAY(arena, struct str, size);
		if (bench->word_count)
			memcpy(words, bench->words, bench->word_count * sizeof *words);
		bench->words = words;
		bench->word_size = size;
	}
	bench->words[bench->word_count++] = word;
}

bool watch_bench_words(struct watch_bench *bench, struct str path, struct arena *arena, struct error *err)
{
	FILE *file = fopen(str_c(arena, path), "rb");
	char line[1024];
	if (!file)
		return error_set(err, ERR_SYSTEM, "The file with words cannot be opened", "Check its name", "%s", strerror(errno));
	while (fgets(line, sizeof line, file)) {
		struct str rest = str_of(line), word;
		if (str_cut(&rest, '\t', &word) && str_trim(word).len)
			watch_bench_word(bench, str_copy(arena, str_trim(word)), arena);
	}
	fclose(file);
	return true;
}

/* A rank is drawn so that the logarithm of ranks is even: rank 1 to 2 as often as 1,000 to 2,000. */
static struct str common_word(const struct watch_bench *bench, const struct random *random)
{
	size_t reach = 1;
	for (size_t i = random_below(random, 16); i > 0 && reach < bench->word_count; i--)
		reach *= 2;
	if (random_below(random, 3))
		reach = bench->word_count;
	size_t at = random_below(random, reach < bench->word_count ? reach : bench->word_count);
	return bench->words[at * 7919 % bench->word_count]; /* ranks are not the alphabet's order */
}

struct str watch_bench_name(const struct watch_bench *bench, const struct random *random, struct arena *arena)
{
	struct str words[4];
	size_t count = 2 + random_below(random, 3) * random_below(random, 2);
	for (size_t i = 0; i < count; i++)
		words[i] = common_word(bench, random);
	return str_join(arena, words, count, STR(" "));
}

static struct watch_list make_list(const struct watch_bench *bench, const struct random *random, struct arena *arena)
{
	struct watch_entry *entries = ARENA_ARRAY(arena, struct watch_entry, bench->names);
	struct watch_name *names = ARENA_ARRAY(arena, struct watch_name, bench->names);
	for (size_t i = 0; i < bench->names; i++) {
		names[i] = (struct watch_name){ .text = watch_bench_name(bench, random, arena), .quality = random_below(random, 20) ? WATCH_PRIMARY : WATCH_WEAK_ALIAS };
		entries[i] = (struct watch_entry){ .names = &names[i], .name_count = 1,
			.sex = (enum watch_sex)random_below(random, 3) };
	}
	return (struct watch_list){ STR("bench"), entries, bench->names };
}

/* ---- slips ---- */

static struct str slip_letter(struct str name, const struct random *random, struct arena *arena)
{
	size_t at = random_below(random, name.len);
	char *out = arena_alloc(arena, name.len + 2);
	char letter = (char)('A' + random_below(random, 26));
	size_t kind = random_below(random, 4), len = 0;
	for (size_t i = 0; i < name.len; i++) {
		if (i == at && kind == 0)
			continue;
		if (i == at && kind == 1)
			out[len++] = letter;
		out[len++] = i == at && kind == 2 ? letter : name.data[i];
	}
	if (kind == 3 && at + 1 < name.len) {
		out[at] = name.data[at + 1];
		out[at + 1] = name.data[at];
	}
	return (struct str){ out, len };
}

static size_t words_of(struct str name, struct str words[static 8])
{
	size_t count = 0;
	while (count < 8 && str_cut(&name, ' ', &words[count]))
		count++;
	return count;
}

static struct str slip_words(struct str name, const struct random *random, struct arena *arena)
{
	struct str words[8];
	size_t count = words_of(name, words), kind = random_below(random, 5), at = random_below(random, count);
	struct str first = words[0];
	if (kind == 0) { /* another order */
		words[0] = words[at];
		words[at] = first;
	} else if (kind == 1 && count > 2) { /* one less */
		words[at] = words[--count];
	} else if (kind == 2) { /* two as one */
		return str_format(arena, STR_FMT STR_FMT, STR_ARG(first), STR_ARG(str_slice(name, first.len + (count > 1), name.len)));
	} else if (kind == 3 && words[at].len > 5) { /* one as two */
		return str_format(arena, STR_FMT " " STR_FMT, STR_ARG(str_slice(name, 0, (size_t)(words[at].data - name.data) + 3)),
		                  STR_ARG(str_slice(name, (size_t)(words[at].data - name.data) + 3, name.len)));
	} else if (kind == 4) { /* an initial */
		words[at].len = 1;
	}
	return str_join(arena, words, count, STR(" "));
}

static struct str slip(struct str name, const struct random *random, struct arena *arena)
{
	for (size_t i = random_below(random, 3); i > 0; i--)
		name = random_below(random, 2) ? slip_letter(name, random, arena) : slip_words(name, random, arena);
	return name;
}

bool watch_hits_same(const struct watch_hits *a, const struct watch_hits *b)
{
	if (a->found != b->found || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].entry != b->items[i].entry || a->items[i].score != b->items[i].score || a->items[i].name != b->items[i].name ||
		    a->items[i].by_document != b->items[i].by_document || a->items[i].pair_count != b->items[i].pair_count)
			return false;
	return true;
}

/* Time of this thread on its core, so that other work on the machine does not count. */
static int64_t now_us(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int by_time(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static bool holds(const struct watch_hits *hits, const struct watch_entry *entry)
{
	for (size_t i = 0; i < hits->count; i++)
		if (hits->items[i].entry == entry)
			return true;
	return false;
}

static int64_t one_query(const struct watch_bench *bench, const struct watch_index *index, const struct watch_list *list, size_t at,
                         const struct random *random, struct arena *arena, struct watch_figures *figures)
{
	const struct watch_entry *entry = random_below(random, 2) ? &list->entries[random_below(random, list->count)] : NULL;
	struct watch_query query = { .threshold = bench->threshold, .truncated = random_below(random, 16) == 0,
		.name = entry ? slip(entry->names[0].text, random, arena) : watch_bench_name(bench, random, arena) };
	int64_t start = now_us();
	struct watch_hits hits = watch_search(index, &query, arena);
	int64_t end = now_us();
	figures->slips += entry != NULL;
	figures->hits += entry && holds(&hits, entry);
	figures->others_hit += !entry && hits.found;
	if (at < bench->oracle) {
		struct watch_hits brute = watch_search_brute(index, &query, arena);
		figures->brute_us += now_us() - end;
		figures->compared++;
		figures->differences += !watch_hits_same(&hits, &brute);
	}
	return end - start;
}

struct watch_figures watch_bench_run(const struct watch_bench *bench, struct arena *arena)
{
	struct watch_figures figures = { .compared = 0 };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, bench->seed);
	struct watch_list list = make_list(bench, &random, arena);
	int64_t start = now_us(), *times = ARENA_ARRAY(arena, int64_t, bench->queries + 1);
	struct watch_index *index = watch_index_build(&list, 1, NULL);
	figures.build_us = now_us() - start;
	figures.size = watch_index_size(index);
	struct arena *query_arena = arena_new(0);
	for (size_t i = 0; i < bench->queries; i++) {
		times[i] = one_query(bench, index, &list, i, &random, query_arena, &figures);
		figures.all_us += times[i];
		arena_reset(query_arena);
	}
	qsort(times, bench->queries, sizeof *times, by_time);
	figures.p50_us = times[bench->queries / 2];
	figures.p99_us = times[bench->queries * 99 / 100];
	figures.worst_us = times[bench->queries ? bench->queries - 1 : 0];
	arena_free(query_arena);
	watch_index_free(index);
	return figures;
}
