/* The log: one JSON object a line on standard error, where journald or a file takes it. No personal data: callers log codes,
 * ids of requests and counts; ids of records, names and document numbers never. Thread safe. */
#ifndef LIMEN_LOG_H
#define LIMEN_LOG_H

#include "error.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_level_set(enum log_level least);
/* `event` is a stable code such as "server.started"; pairs follow as key, value C strings, ended by NULL. */
void log_event(enum log_level level, const char *event, ...) __attribute__((sentinel));
void log_error_event(const char *event, const struct error *err);

#endif
