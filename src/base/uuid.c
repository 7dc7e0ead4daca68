#include "uuid.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "arena.h"

static int64_t system_now(void *state)
{
	(void)state;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void system_fill(void *state, void *out, size_t size)
{
	(void)state;
	for (uint8_t *to = out; size;) {
		ssize_t got = getrandom(to, size, 0);
		if (got < 0 && errno != EINTR)
			abort(); /* without random bytes nothing here is safe */
		if (got > 0) {
			to += got;
			size -= (size_t)got;
		}
	}
}

const struct clock clock_system = { system_now, NULL };
const struct random random_system = { system_fill, NULL };

static int64_t set_now(void *state)
{
	return __atomic_load_n(&((struct clock_set *)state)->now, __ATOMIC_RELAXED);
}

struct clock clock_of(struct clock_set *set)
{
	return (struct clock){ set_now, set };
}

static int64_t run_now(void *state)
{
	struct clock_run *run = state;
	return run->since + (system_now(NULL) - run->since) * run->rate + __atomic_load_n(&run->moved, __ATOMIC_RELAXED);
}

struct clock clock_run_of(struct clock_run *run, int rate)
{
	*run = (struct clock_run){ .since = system_now(NULL), .rate = rate };
	return (struct clock){ run_now, run };
}

bool clock_forward(const struct clock *clock, int64_t ms)
{
	if (clock->now != run_now || ms < 0)
		return false;
	__atomic_fetch_add(&((struct clock_run *)clock->state)->moved, ms, __ATOMIC_RELAXED);
	return true;
}

int64_t clock_now(const struct clock *clock)
{
	return clock->now(clock->state);
}

void random_fill(const struct random *random, void *out, size_t size)
{
	random->fill(random->state, out, size);
}

static uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

/* xoshiro256**, seeded by splitmix64. */
static uint64_t seeded_next(uint64_t s[static 4])
{
	uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

static void seeded_fill(void *state, void *out, size_t size)
{
	struct random_seeded *seeded = state;
	for (uint8_t *to = out; size;) {
		uint64_t next = seeded_next(seeded->state);
		size_t part = size < sizeof next ? size : sizeof next;
		memcpy(to, &next, part);
		to += part;
		size -= part;
	}
}

struct random random_from_seed(struct random_seeded *seeded, uint64_t seed)
{
	for (int i = 0; i < 4; i++) {
		uint64_t z = seed += 0x9e3779b97f4a7c15u;
		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
		z = (z ^ z >> 27) * 0x94d049bb133111ebu;
		seeded->state[i] = z ^ z >> 31;
	}
	return (struct random){ seeded_fill, seeded };
}

uint64_t random_below(const struct random *random, uint64_t bound)
{
	if (bound < 2)
		return 0;
	uint64_t limit = UINT64_MAX - UINT64_MAX % bound, value;
	do
		random_fill(random, &value, sizeof value);
	while (value >= limit);
	return value % bound;
}

static struct uuid with_version(struct uuid id, uint8_t version)
{
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | version << 4);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
	return id;
}

struct uuid uuid_v7(int64_t ms, const struct random *random)
{
	struct uuid id;
	random_fill(random, id.bytes, sizeof id.bytes);
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
	return with_version(id, 7);
}

struct uuid uuid_v8(const uint8_t digest[static 16])
{
	struct uuid id;
	memcpy(id.bytes, digest, sizeof id.bytes);
	return with_version(id, 8);
}

bool uuid_parse(struct str text, struct uuid *out)
{
	char hex[32];
	size_t at = 0;
	if (text.len == 32)
		return str_to_hex(text, out->bytes, sizeof out->bytes);
	if (text.len != UUID_TEXT - 1)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
		if (hyphen != (text.data[i] == '-'))
			return false;
		if (!hyphen)
			hex[at++] = text.data[i];
	}
	return str_to_hex((struct str){ hex, sizeof hex }, out->bytes, sizeof out->bytes);
}

struct str uuid_text(struct uuid id, char out[static UUID_TEXT])
{
	char *end = out;
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*end++ = '-';
		end += snprintf(end, 3, "%02x", id.bytes[i]);
	}
	return (struct str){ out, UUID_TEXT - 1 };
}

struct str uuid_str(struct arena *arena, struct uuid id)
{
	char text[UUID_TEXT];
	return str_copy(arena, uuid_text(id, text));
}

bool uuid_equal(struct uuid a, struct uuid b)
{
	return uuid_compare(a, b) == 0;
}

int uuid_compare(struct uuid a, struct uuid b)
{
	return memcmp(a.bytes, b.bytes, sizeof a.bytes);
}

bool uuid_zero(struct uuid id)
{
	return uuid_equal(id, (struct uuid){ 0 });
}

struct uuid uuid_floor(int64_t ms)
{
	struct uuid id = { { 0 } };
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
	return id;
}

int64_t uuid_time(struct uuid id)
{
	uint64_t ms = 0;
	for (int i = 0; i < 6; i++)
		ms = ms << 8 | id.bytes[i];
	return (int64_t)ms;
}
