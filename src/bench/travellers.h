/* People who cross in the benches. Private to the room. */
#ifndef LIMEN_BENCH_TRAVELLERS_H
#define LIMEN_BENCH_TRAVELLERS_H

#include "measure.h"
#include "registry.h"

/* The same number gives the same person and passport. */
struct identity bench_traveller(const struct watch_bench *words, int64_t number, struct arena *arena);
/* Of the list's entry of that number: the same name, birth date and nationality, on a passport of their own. */
struct identity bench_listed(const struct watch_bench *words, int64_t number, struct arena *arena);
/* Lines of the passport's machine readable zone, parted by LF. */
bool bench_lines(const struct identity *identity, struct arena *arena, struct str *out, struct error *err);
/* Appends the `turn`th past crossing of a traveller, entry and exit in turn, at a post of the pack in force; days before `now`. */
bool bench_past_crossing(struct act *act, const struct identity *identity, int64_t number, int64_t turn, int64_t now, struct error *err);

#endif
