/* Codes on papers that a booth scans: a QR code whose text is "LIMEN<MARK<NUMBER", of letters, digits and the filler alone, so that a reader which types
 * speaks it as it speaks a machine readable zone, whatever the keyboard's layout is.
 *
 * - A room lists its marks in `codes`: where a scan of one leads. It says only that there is such a number; the page asks for rights and looks.
 * - It carries no name and opens nothing by itself: whoever finds the paper learns what is printed on it anyway.
 * No secret, no signature: a number that was never given is not found. */
#ifndef LIMEN_CODE_H
#define LIMEN_CODE_H

#include "right.h"
#include "str.h"

struct act;
struct arena;

enum { SCAN_CODE_MOST = 80 };

struct scan_code {
	const char *mark;    /* "SHOREPASS"; a NULL mark ends the list */
	const char *path;    /* "/shore-passes?number=": the number follows */
	enum right right;    /* who is led there */
};

/* The text of a code; of the number letters and digits alone. */
struct str scan_code_text(struct arena *arena, const char *mark, struct str number);
bool scan_code_read(struct arena *arena, struct str text, struct str *mark, struct str *number) MUST_USE;
/* What stands in a field for numbers: the number alone, or the whole code as a reader typed it. */
struct str scan_code_number(struct arena *arena, const char *mark, struct str text);
/* Where a scanned text leads; false: it is no code, or not for this user. */
bool scan_code_path(struct act *act, struct str text, struct str *path) MUST_USE;

#endif
