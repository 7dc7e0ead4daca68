/* Words for names. */
#include <string.h>

#include "csv.h"
#include "measure.h"

enum { LEAST = 3, MOST = 14 };

static bool plain(struct str word)
{
	if (word.len < LEAST || word.len > MOST)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_alpha(word.data[i]))
			return false;
	return true;
}

/* Words seen, by their hash: open addressing. */
struct seen {
	struct str *slots;
	size_t size;
};

static bool is_new(struct seen *seen, struct str word)
{
	size_t at = str_hash(word) % seen->size;
	for (; seen->slots[at].len; at = (at + 1) % seen->size)
		if (str_equal(seen->slots[at], word))
			return false;
	seen->slots[at] = word;
	return true;
}

static bool common_names(struct watch_bench *bench, const char *end, struct seen *seen, struct arena *arena, struct error *err)
{
	const struct embedded *file = bench_files;
	while (!str_ends(str_of(file->name), str_of(end)))
		file++;
	struct csv_reader *reader = csv_reader_all(arena, file->bytes, (struct csv_options){ .separator = ',', .header = true });
	struct csv_row row;
	enum csv_step step;
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		struct str name = str_upper(arena, str_trim(csv_field_at(&row, csv_column(reader, "Romanized Name"))));
		if (plain(name) && is_new(seen, name))
			watch_bench_word(bench, name, arena);
	}
	return step == CSV_END;
}

static struct str joined(const struct watch_bench *bench, size_t common, const struct random *random, struct arena *arena)
{
	struct str first = bench->words[random_below(random, common)], last = bench->words[random_below(random, common)];
	size_t begins = 1 + random_below(random, first.len - 1), ends = random_below(random, last.len - 1);
	return str_format(arena, STR_FMT STR_FMT, STR_ARG(str_slice(first, 0, begins)), STR_ARG(str_slice(last, ends, last.len)));
}

bool bench_vocabulary(struct watch_bench *bench, size_t most, const struct random *random, struct arena *arena, struct error *err)
{
	struct seen seen = { .size = (most + 20000) * 2 };
	seen.slots = ARENA_ARRAY(arena, struct str, seen.size);
	if (!common_names(bench, "forenames-by-country.csv", &seen, arena, err) || !common_names(bench, "surnames-by-country.csv", &seen, arena, err))
		return false;
	size_t common = bench->word_count;
	for (size_t tries = 0; bench->word_count < most && tries < 20 * most; tries++) {
		struct str word = joined(bench, common, random, arena);
		if (plain(word) && is_new(&seen, word))
			watch_bench_word(bench, word, arena);
	}
	return true;
}
