#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct block *blocks; /* newest first; the oldest is kept by arena_reset */
	size_t limit, held;
};

static void stop(const char *why)
{
	fprintf(stderr, "limen: %s\n", why);
	abort();
}

static struct block *block_new(struct arena *arena, size_t size)
{
	if (size > arena->limit - arena->held)
		stop("an arena passed its limit");
	struct block *block = malloc(sizeof *block + size);
	if (!block)
		stop("out of memory");
	*block = (struct block){ .next = arena->blocks, .size = size };
	arena->blocks = block;
	arena->held += size;
	return block;
}

struct arena *arena_new(size_t limit)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		stop("out of memory");
	arena->limit = limit ? limit : (size_t)1 << 30;
	return arena;
}

static void drop_blocks(struct arena *arena, struct block *keep)
{
	while (arena->blocks && arena->blocks != keep) {
		struct block *block = arena->blocks;
		arena->blocks = block->next;
		arena->held -= block->size;
		free(block);
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	drop_blocks(arena, NULL);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	struct block *oldest = arena->blocks;
	while (oldest && oldest->next)
		oldest = oldest->next;
	drop_blocks(arena, oldest);
	if (oldest)
		oldest->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX - ALIGN)
		stop("an allocation is too large");
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	struct block *block = arena->blocks;
	if (!block || size > block->size - block->used) {
		size_t next = block ? block->size * 2 : FIRST_BLOCK;
		if (next > (size_t)4 << 20)
			next = (size_t)4 << 20;
		if (next > arena->limit - arena->held)
			next = size;
		block = block_new(arena, size > next ? size : next);
	}
	void *memory = block->bytes + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t size, size_t count)
{
	if (size && count > SIZE_MAX / size)
		stop("an allocation is too large");
	return arena_alloc(arena, size * count);
}

size_t arena_used(const struct arena *arena)
{
	size_t used = 0;
	for (const struct block *block = arena->blocks; block; block = block->next)
		used += block->used;
	return used;
}

size_t arena_held(const struct arena *arena)
{
	return arena->held;
}
