/* Comma separated values: RFC 4180, and what spreadsheets of the world make of it.
 *
 * Reading: bytes are pushed in pieces of any size, rows are pulled; a file never has to fit into memory. With the whole text at
 * hand, csv_reader_all is a push of everything.
 *
 *     struct csv_reader *reader = csv_reader_new(arena, (struct csv_options){ .header = true }, err);
 *     while (more bytes) {
 *             csv_push(reader, bytes);              // the bytes must stay until CSV_MORE is returned
 *             while ((step = csv_next(reader, &row, err)) == CSV_ROW) ...
 *             if (step == CSV_ERROR) ...
 *     }
 *     csv_finish(reader);                           // and pull what is left: CSV_ROW ..., then CSV_END
 *
 * - A byte order mark is left out. The separator (',' ';' or tab) is given, or taken from the first line: the one that stands there most
 *   often outside of quotes; ',' when there is none.
 * - Lines end with CRLF, LF or CR. Empty lines are left out, except inside quotes. The last line needs no end.
 * - A field in quotes may hold separators, line ends and doubled quotes. A quote inside a field that did not begin with one is
 *   an ordinary character; text after the closing quote is an error.
 * - Text comes out as UTF-8. NUL bytes are refused. A row need not have as many fields as the header: csv_field_at gives "" beyond its end.
 * - Rows are numbered as records from 1, the header included; `line` is the line of the file where the row began.
 * - It does not trim, does not guess types, knows no comments. */
#ifndef LIMEN_CSV_H
#define LIMEN_CSV_H

#include "buf.h"
#include "error.h"
#include "str.h"

enum { CSV_FIELD_MAX = 64 * 1024, CSV_COLUMNS_MAX = 512, CSV_ROW_MAX = 1024 * 1024 };

enum csv_encoding {
	CSV_UTF8,         /* refused where it is not valid UTF-8 */
	CSV_WINDOWS_1252, /* converted; takes ISO-8859-1 as well (its C1 controls where Windows has no character) */
	CSV_GUESS         /* a row that is valid UTF-8 stays, any other is converted as Windows-1252 */
};

struct csv_options {
	char separator;     /* ',' ';' '\t' or another ASCII sign, 0 = from the first line */
	bool header;        /* the first row names the columns */
	enum csv_encoding encoding;
};

struct csv_row {
	uint64_t number, line; /* from 1 */
	size_t count;
	const struct str *fields; /* valid until the next csv_next */
};

enum csv_step { CSV_ROW, CSV_MORE /* push, or finish */, CSV_END, CSV_ERROR };

struct csv_reader;

/* Takes about 20 KB of the arena; up to 4 MB when rows are long, and 6 MB more when long rows are converted. */
struct csv_reader *csv_reader_new(struct arena *arena, struct csv_options options);
void csv_push(struct csv_reader *reader, struct str bytes); /* only after CSV_MORE, or first */
void csv_finish(struct csv_reader *reader);                 /* there are no more bytes */

/* CSV_ERROR fills `err`: ERR_INPUT or ERR_TOO_LARGE, `where` = "row 17, column 3 (line 19)"; an open quote names the row where it
 * began. After it, every further call gives the same error. With `header`, the first row is kept and not given. */
enum csv_step csv_next(struct csv_reader *reader, struct csv_row *row, struct error *err);

/* All of `text` at once: a reader that has been pushed and finished. `text` must stay. */
struct csv_reader *csv_reader_all(struct arena *arena, struct str text, struct csv_options options);

/* The column of that name in the header, or -1; blanks around it and the case of ASCII letters do not count. Known as soon as csv_next gave
 * a row or CSV_END. The first of two columns of the same name is meant. */
int csv_column(const struct csv_reader *reader, const char *name);
/* As csv_column, but a missing column is an error that names it. */
bool csv_need_column(const struct csv_reader *reader, const char *name, int *column, struct error *err);
const struct csv_row *csv_header(const struct csv_reader *reader); /* NULL while unknown or without header */
struct str csv_field_at(const struct csv_row *row, int column);     /* "" when column is -1 or beyond the row's end */
char csv_separator(const struct csv_reader *reader);                /* 0 while unknown */

/* Writing: fields with quotes where needed. A field that begins with = + - @ tab or CR gets a ' in front, so that no spreadsheet takes it for a
 * formula (as OWASP advises); numbers, such as -12.5 or +32, are left as they are. csv_field_raw writes without that, for machines. */
void csv_field(struct buf *buf, struct str field);     /* one field; a ',' before it unless it is the row's first */
void csv_field_raw(struct buf *buf, struct str field);
void csv_end_row(struct buf *buf);                     /* CRLF */

#endif
