/* Gathering diagnostics, and the known name nearest to one that is not known. */
#ifndef LIMEN_DIAGNOSE_H
#define LIMEN_DIAGNOSE_H

#include "pack_load.h"
#include "rule.h"

struct where {
	struct str file;
	int line, column;
};

void diagnostics_in(struct pack_diagnostics *diagnostics, struct arena *arena);
/* `code`, `what` and `todo` are literals or live as long as the diagnostics; `name` and `suggestion` may be empty: they are copied. */
void diagnose(struct pack_diagnostics *diagnostics, struct where where, const char *code, const char *what,
              struct str name, const char *todo, struct str suggestion);
void diagnose_warning(struct pack_diagnostics *diagnostics, struct where where, const char *code, const char *what,
                      struct str name, const char *todo, struct str suggestion);
void diagnostics_sort(struct pack_diagnostics *diagnostics);

/* The nearest of `count` names. Each stands at the head of an item of `size` bytes: an array of any of the pack's structs will do. */
struct str nearest_of(struct arena *arena, struct str wanted, const void *items, size_t size, size_t count);
/* Takes over what the room rule found. */
void diagnose_rules(struct pack_diagnostics *diagnostics, const struct rule_diagnostics *found);

#endif
