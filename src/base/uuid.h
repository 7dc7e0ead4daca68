/* UUIDs (RFC 9562), and the two injected sources that make them: a clock and a random source. */
#ifndef LIMEN_UUID_H
#define LIMEN_UUID_H

#include "str.h"

struct uuid {
	uint8_t bytes[16];
};

enum { UUID_TEXT = 37 };

/* Wall clock. The program's own reads the system; `limen demo`, `limen bench` and tests inject others. */
struct clock {
	int64_t (*now)(void *state); /* milliseconds since 1970 */
	void *state;
};

/* A clock that stands where it is put: for the demo, benches and tests. */
struct clock_set {
	int64_t now;
};
struct clock clock_of(struct clock_set *set);

/* A clock beside the system's: it runs `rate` times as fast from now on, and can be moved forward. For states that the demo or a bench made. */
struct clock_run {
	int64_t since, moved; /* ms; when it began, by the system's clock */
	int rate;
};
struct clock clock_run_of(struct clock_run *run, int rate);
bool clock_forward(const struct clock *clock, int64_t ms) MUST_USE; /* false: not such a clock */

/* Random bytes. The program's own comes from the kernel. */
struct random {
	void (*fill)(void *state, void *out, size_t size);
	void *state;
};

extern const struct clock clock_system;
extern const struct random random_system;
int64_t clock_now(const struct clock *clock);
void random_fill(const struct random *random, void *out, size_t size);

/* A source for tests and the demo: the same seed gives the same bytes. Not for secrets. Not thread safe. */
struct random_seeded {
	uint64_t state[4];
};
struct random random_from_seed(struct random_seeded *state, uint64_t seed);
uint64_t random_below(const struct random *random, uint64_t bound); /* uniform in 0 .. bound-1 */

struct uuid uuid_v7(int64_t ms, const struct random *random); /* begins with the time */
struct uuid uuid_v8(const uint8_t digest[static 16]);         /* a record id made from a keyed digest */
bool uuid_parse(struct str text, struct uuid *out) MUST_USE;  /* 36 characters with hyphens, or 32 hex digits */
struct str uuid_text(struct uuid id, char out[static UUID_TEXT]);
struct str uuid_str(struct arena *arena, struct uuid id);
bool uuid_equal(struct uuid a, struct uuid b);
int uuid_compare(struct uuid a, struct uuid b);
bool uuid_zero(struct uuid id);
struct uuid uuid_floor(int64_t ms);                             /* comes before every UUIDv7 of this instant or later, after all earlier ones */
int64_t uuid_time(struct uuid id);                            /* of a UUIDv7: its milliseconds */

#endif
