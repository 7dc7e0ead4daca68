/* What the benches share. Private to the room. */
#ifndef LIMEN_BENCH_MEASURE_H
#define LIMEN_BENCH_MEASURE_H

#include "bench.h"
#include "match_bench.h"

extern const struct embedded bench_files[];

/* An option that is a number from `least` to `most`; `otherwise` when it is not given. */
bool bench_number(const struct command_line *line, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *out, struct error *err);
int64_t bench_wall_us(void);   /* monotonic */
int64_t bench_cpu_us(void);    /* user and system time of this process */

/* Fills the words of `bench`: common names of many countries, and up to `most` made by joining the beginning of one with the end of another. */
bool bench_vocabulary(struct watch_bench *bench, size_t most, const struct random *random, struct arena *arena, struct error *err);

bool bench_watch(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool bench_quality(const char *folder, const char *lists, bool misses, struct arena *arena, struct buf *out, struct error *err);
bool bench_mrz(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool bench_is_empty(struct act *act, struct error *err); /* ERR_NOT_ALLOWED: a bench would add to what is there */
bool bench_journal(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

#endif
