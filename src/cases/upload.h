/* Private to the room: what files among answers and their uploads share. */
#ifndef LIMEN_CASES_UPLOAD_H
#define LIMEN_CASES_UPLOAD_H

#include "cases.h"

struct piece {
	int64_t offset, length;         /* -1: not said */
	bool complete;
};
bool piece_headers_read(const struct piece_headers *from, struct piece *out);
bool case_is_file(const struct pack_asked *field);

#endif
