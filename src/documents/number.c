/* Numbers of documents, as they are compared. */
#include "inside.h"

#include <string.h>

struct str number_folded(struct arena *arena, struct str number)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < number.len; i++) {
		char c = number.data[i];
		if (ascii_alpha(c) || ascii_digit(c))
			buf_c(&out, ascii_lower(c) ? (char)(c - 32) : c);
	}
	return buf_str(&out);
}

struct str number_canonical(struct arena *arena, struct str folded)
{
	char *out = arena_alloc(arena, folded.len + 1);
	for (size_t i = 0; i < folded.len; i++)
		out[i] = folded.data[i] == 'O' ? '0' : folded.data[i] == 'I' ? '1' : folded.data[i];
	return (struct str){ out, folded.len };
}

size_t number_keys(struct arena *arena, struct str canonical, struct str out[static NEAR_MOST])
{
	size_t count = 0;
	if (canonical.len < NEAR_LEAST || canonical.len > NEAR_MOST)
		return 0;
	for (size_t gap = 0; gap < canonical.len; gap++) {
		if (gap && canonical.data[gap] == canonical.data[gap - 1])
			continue; /* the same as without the one before */
		out[count++] = str_format(arena, STR_FMT STR_FMT, STR_ARG(str_slice(canonical, 0, gap)), STR_ARG(str_slice(canonical, gap + 1, canonical.len)));
	}
	return count;
}

bool number_misread(struct str a, struct str b)
{
	size_t first = 0, last;
	if (a.len != b.len)
		return false;
	while (first < a.len && a.data[first] == b.data[first])
		first++;
	if (first == a.len)
		return false;
	for (last = a.len - 1; last > first && a.data[last] == b.data[last]; last--)
		;
	return last == first || (last == first + 1 && a.data[first] == b.data[last] && a.data[last] == b.data[first]);
}
