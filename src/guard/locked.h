/* The locked child: foreign pictures are opened in a process of their own, which can do nothing but read what it is sent and answer.
 *
 * A helper is forked when the program starts, before any thread, key or database is there. For each job it forks a child, which gets one end of a socket
 * and shuts itself in: no file, no network, no other process (seccomp: reading, writing, memory, ending), limits of memory and time. What breaks, breaks
 * there. The helper ends when the server does.
 *
 * Deliberately one job, one child: nothing that a file does to its child reaches the next. Costs about 2 ms. Where seccomp is missing the child runs under
 * its limits alone, and the log says so at the start. */
#ifndef LIMEN_GUARD_LOCKED_H
#define LIMEN_GUARD_LOCKED_H

#include <sys/types.h>

#include "arena.h"
#include "error.h"

/* A program that looks for its own faults of memory needs more of it than any limit. */
#if defined(__SANITIZE_ADDRESS__)
#define CHILD_UNLIMITED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHILD_UNLIMITED
#endif
#endif

enum { CHILD_MEMORY = 768 << 20, CHILD_SECONDS = 20, CHILD_ANSWER = 16 << 20 };

struct guard_helper;
/* `work`: what a child does with its end of the socket. Before the first thread. NULL: it could not be started. */
struct guard_helper *guard_helper_start(void (*work)(int fd));
void guard_helper_stop(struct guard_helper *helper);
/* One job: `give` fills a buffer with what the child is to read, 0 = all was given, -1 = stop. `*out` is the child's whole answer; "" where it had none: it
 * could not open what it was sent, or came to its limits. False: no child could be had. Thread safe. */
bool guard_helper_ask(struct guard_helper *helper, ssize_t (*give)(void *state, char *out, size_t most), void *state, struct arena *arena, struct str *out, struct error *err);

#endif
