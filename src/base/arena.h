/* Memory by lifetime: an arena per request, per snapshot, per program.
 * Nothing is freed one by one; the whole arena goes at once.
 * An arena belongs to one thread at a time. Memory is zeroed and aligned to 16 bytes.
 * When the system has no more memory, or an arena passes its limit, the program stops (a bug or an unbounded input:
 * every door bounds its input before it allocates). */
#ifndef LIMEN_ARENA_H
#define LIMEN_ARENA_H

#include <stddef.h>

struct arena;

/* `limit`: bytes the arena may hold in all, 0 = 1 GiB. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *arena);   /* NULL is fine */
void arena_reset(struct arena *arena);  /* forgets all, keeps the first block for the next request */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
size_t arena_used(const struct arena *arena);
size_t arena_held(const struct arena *arena); /* with what its blocks have left */

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), sizeof(type), (count)))
void *arena_alloc_array(struct arena *arena, size_t size, size_t count) __attribute__((malloc, returns_nonnull));

#endif
