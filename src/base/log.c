#include "log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "date.h"
#include "uuid.h"

static enum log_level least_level = LOG_INFO;
static pthread_mutex_t one_line = PTHREAD_MUTEX_INITIALIZER;

void log_level_set(enum log_level least)
{
	least_level = least;
}

/* Control characters, quotes and bytes that are no UTF-8 cannot break out of their string. */
static void put_json(FILE *out, const char *text)
{
	struct str s = str_of(text);
	fputc('"', out);
	for (size_t at = 0; at < s.len;) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		if (c < 0x20 || c == '"' || c == '\\' || c == 0xfffd || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			fwrite(s.data + from, 1, at - from, out);
	}
	fputc('"', out);
}

void log_event(enum log_level level, const char *event, ...)
{
	static const char *const names[] = { "debug", "info", "warning", "error" };
	if (level < least_level)
		return;
	char when[TIME_TEXT];
	time_text(clock_now(&clock_system), when);
	pthread_mutex_lock(&one_line);
	fprintf(stderr, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":", when, names[level]);
	put_json(stderr, event);
	va_list pairs;
	va_start(pairs, event);
	for (const char *key; (key = va_arg(pairs, const char *));) {
		fputc(',', stderr);
		put_json(stderr, key);
		fputc(':', stderr);
		put_json(stderr, va_arg(pairs, const char *));
	}
	va_end(pairs);
	fputs("}\n", stderr);
	fflush(stderr);
	pthread_mutex_unlock(&one_line);
}

void log_error_event(const char *event, const struct error *err)
{
	const struct error_info *info = error_info(err->code);
	log_event(info->status >= 500 ? LOG_ERROR : LOG_WARNING, event, "code", info->name, "what", err->what, "where",
	          err->where, NULL);
}
