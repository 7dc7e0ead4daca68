/* The sandbox: on by default, entered by the server before it reads anything from a stranger.
 *
 * - guard_files (Landlock): the process may read what it needs of the system, write its state folder, and open nothing else. Must be called
 *   before the first thread is made. On a kernel without Landlock it says so and goes on.
 * - guard_calls (seccomp): a list of system calls that the server needs; any other fails with EPERM. Holds for all threads.
 * What it does not do: it does not hide the network (the server listens; outgoing calls are the sender's), and it is no substitute for the
 * unit file's options (packaging/limen.service). */
#ifndef LIMEN_GUARD_H
#define LIMEN_GUARD_H

#include "error.h"

struct guard_paths {
	const char *const *read;   /* folders and files, ended by NULL; missing ones are skipped */
	const char *const *write;  /* folders, ended by NULL */
};

/* `held` = false: the kernel has no Landlock. */
bool guard_files(const struct guard_paths *paths, bool *held, struct error *err);
bool guard_calls(struct error *err);

#endif
