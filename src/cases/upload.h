/* Private to the room: what files among answers and their uploads share. */
#ifndef LIMEN_CASES_UPLOAD_H
#define LIMEN_CASES_UPLOAD_H

#include "cases.h"

struct piece {
	int64_t offset, length;         /* -1: not said */
	bool complete;
};
bool piece_headers_read(const struct piece_headers *from, struct piece *out);
/* Fills in what a file looks like. False, with err: it is not here. */
bool file_looked_at(struct act *act, json_t *file, bool portrait, struct error *err);
/* The picture set anew by the child, as a JPEG. */
bool case_picture(struct act *act, struct str handle, struct str *out, struct error *err);
/* --- scan.c --- */
enum scan_result { SCAN_NOT_CHECKED, SCAN_CLEAN, SCAN_FOUND };
enum scan_result scan_reply(struct str text, struct str *name);
/* `path`: clamd's socket. `name`: what was found. */
enum scan_result scan_stream(const char *path, ssize_t (*give)(void *state, char *out, size_t most), void *state, struct arena *arena, struct str *name);
bool case_is_file(const struct pack_asked *field);

#endif
