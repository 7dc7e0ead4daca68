#include "test.h"

#include "arena.h"
#include "csv.h"

static struct arena *arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ 0 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* All rows as [a|b|c] one after another, with `piece` bytes pushed at a time; the error's place when there is one. */
static struct str shown(struct str text, size_t piece, struct csv_options options)
{
	struct csv_reader *reader = csv_reader_new(arena, options);
	struct buf out = BUF_IN(arena);
	struct csv_row row;
	for (size_t at = 0;;) {
		enum csv_step step = csv_next(reader, &row, &err);
		if (step == CSV_END)
			return buf_str(&out);
		if (step == CSV_ERROR)
			return str_of(err.where);
		if (step == CSV_MORE && at == text.len) {
			csv_finish(reader);
		} else if (step == CSV_MORE) {
			csv_push(reader, str_slice(text, at, at + piece));
			at = at + piece < text.len ? at + piece : text.len;
		} else {
			buf_c(&out, '[');
			for (size_t i = 0; i < row.count; i++)
				buf_format(&out, "%s" STR_FMT, i ? "|" : "", STR_ARG(row.fields[i]));
			buf_c(&out, ']');
		}
	}
}

static void assert_rows_with(struct csv_options options, struct str text, const char *want)
{
	for (size_t piece = 1; piece <= text.len + 1; piece += piece < 16 ? 1 : text.len / 4 + 1)
		assert_str(shown(text, piece, options), want);
}

#define assert_rows(text, want) assert_rows_with((struct csv_options){ 0 }, STR(text), (want))

static void test_rows_and_fields(void **state)
{
	(void)state;
	assert_rows("", "");
	assert_rows("a", "[a]");
	assert_rows("a,b\n1,2\n", "[a|b][1|2]");
	assert_rows("a,b\r\n1,2\r\n", "[a|b][1|2]");
	assert_rows("a,b\r1,2\r", "[a|b][1|2]");
	assert_rows("a,b\n1,2", "[a|b][1|2]");
	assert_rows("a,b\n\n\r\n1,2\n\n", "[a|b][1|2]");
	assert_rows("\n\na,b\n1,", "[a|b][1|]");
	assert_rows(",\n,,\n", "[|][||]");
	assert_rows("a,\"b,c\"\n\"1\"\"2\",\"x\r\ny\"\n", "[a|b,c][1\"2|x\r\ny]");
	assert_rows("\"\"\n\"\",\"\"", "[][|]");
	assert_rows("5\" pipe,b\"\"\n", "[5\" pipe|b\"\"]");
	assert_rows("\xef\xbb\xbf" "a,b\n", "[a|b]");
	assert_rows("\xef\xbb\xbf\"a\",b\n", "[a|b]");
	assert_rows("\xef\xbb\xbf\r\na;b\n", "[a|b]");
}

static void test_separators(void **state)
{
	(void)state;
	assert_rows("a;b;c,d\n1,5;2;3\n", "[a|b|c,d][1,5|2|3]");
	assert_rows("a\tb\n1\t2;3,4\n", "[a|b][1|2;3,4]");
	assert_rows("\"x;y;z\",b\n1,2\n", "[x;y;z|b][1|2]");
	assert_rows_with((struct csv_options){ .separator = '|' }, STR("a|b\n1|2\n"), "[a|b][1|2]");
	assert_rows_with((struct csv_options){ .separator = ',' }, STR("a;b;c\n1,2\n"), "[a;b;c][1|2]");
}

static void test_errors_name_row_and_column(void **state)
{
	(void)state;
	assert_rows("a,b\n1,\"2\n3\n4", "row 2, column 2 (line 2)");
	assert_string_equal(err.what, "A field in quotes is not closed");
	assert_rows("a,b\r\n\"x\r\ny\",\"2\"z\r\n", "row 2, column 2 (line 2)");
	assert_rows("a,b\n1,2\0\n", "row 2, column 2 (line 2)");
	assert_rows("a,b\n\0", "row 2, column 1 (line 2)");
	assert_rows("a,b\n1,\"\0\"", "row 2, column 2 (line 2)");
	assert_rows("a,b\n\n\n1,\xfc\n", "row 2, column 2 (line 4)");
	assert_string_equal(err.what, "This is not UTF-8");
	assert_rows("\xff\xfe" "a\0", "row 1, column 1 (line 1)");
	assert_string_equal(err.what, "This file is UTF-16");
}

static void test_an_error_stays(void **state)
{
	(void)state;
	struct csv_reader *reader = csv_reader_all(arena, STR("a\0b"), (struct csv_options){ 0 });
	struct csv_row row;
	assert_int_equal(csv_next(reader, &row, &err), CSV_ERROR);
	err = (struct error){ 0 };
	assert_int_equal(csv_next(reader, &row, &err), CSV_ERROR);
	assert_int_equal(err.code, ERR_INPUT);
}

static void test_other_encodings(void **state)
{
	(void)state;
	assert_rows_with((struct csv_options){ .encoding = CSV_WINDOWS_1252 }, STR("M\xfcller,\x80" "5\nx,\x81\n"), "[Müller|€5][x|\xc2\x81]");
	assert_rows_with((struct csv_options){ .encoding = CSV_GUESS }, STR("M\xfcller,y\nMüller,z\n"), "[Müller|y][Müller|z]");
}

static struct str many(char c, size_t count)
{
	char *text = arena_alloc(arena, count);
	memset(text, c, count);
	return (struct str){ text, count };
}

static struct str place_of_error(struct str text)
{
	return shown(text, 10000, (struct csv_options){ .separator = ',' });
}

static void test_bounds(void **state)
{
	(void)state;
	assert_int_equal(place_of_error(many('x', CSV_FIELD_MAX)).len, CSV_FIELD_MAX + 2);
	assert_str(place_of_error(many('x', CSV_FIELD_MAX + 1)), "row 1, column 1 (line 1)");
	assert_int_equal(err.code, ERR_TOO_LARGE);
	assert_int_equal(place_of_error(many(',', CSV_COLUMNS_MAX - 1)).len, CSV_COLUMNS_MAX + 1);
	assert_str(place_of_error(many(',', CSV_COLUMNS_MAX)), "row 1, column 513 (line 1)");
	struct buf row = BUF_IN(arena);
	buf_text(&row, "a\n");
	for (int i = 0; i < 17; i++) {
		buf_add(&row, many('x', 63 * 1024));
		buf_c(&row, ',');
	}
	assert_str(place_of_error(buf_str(&row)), "row 2, column 17 (line 2)");
	assert_string_equal(err.what, "A row is too long");
}

static void test_header(void **state)
{
	(void)state;
	struct csv_reader *reader = csv_reader_all(arena, STR("Name; Born ;name\nAnna;1974\n"), (struct csv_options){ .header = true });
	struct csv_row row;
	int column;
	assert_null(csv_header(reader));
	assert_int_equal(csv_next(reader, &row, &err), CSV_ROW);
	assert_int_equal(csv_separator(reader), ';');
	assert_int_equal(csv_column(reader, "name"), 0);
	assert_int_equal(csv_column(reader, "born"), 1);
	assert_int_equal(csv_column(reader, "bor"), -1);
	assert_int_equal(csv_column(reader, ""), -1);
	assert_str(csv_field_at(&row, csv_column(reader, "born")), "1974");
	assert_str(csv_field_at(&row, 2), "");
	assert_str(csv_field_at(&row, -1), "");
	assert_int_equal(row.number, 2);
	assert_int_equal(csv_header(reader)->count, 3);
	assert_false(csv_need_column(reader, "sex", &column, &err));
	assert_string_equal(err.where, "column sex");
	assert_int_equal(csv_next(reader, &row, &err), CSV_END);
}

static void test_rows_know_their_lines(void **state)
{
	(void)state;
	struct csv_reader *reader = csv_reader_all(arena, STR("a\r\n\r\n\"1\r\n2\"\r\nb\rc"), (struct csv_options){ 0 });
	static const uint64_t lines[] = { 1, 3, 5, 6 };
	struct csv_row row;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		assert_int_equal(csv_next(reader, &row, &err), CSV_ROW);
		assert_int_equal(row.line, lines[i]);
		assert_int_equal(row.number, i + 1);
	}
}

static struct str written(const char *field)
{
	struct buf buf = BUF_IN(arena);
	csv_field(&buf, STR("x"));
	csv_field(&buf, str_of(field));
	return str_slice(buf_str(&buf), 2, buf.len);
}

static void test_writing(void **state)
{
	(void)state;
	assert_str(written("plain"), "plain");
	assert_str(written(""), "");
	assert_str(written("a,b"), "\"a,b\"");
	assert_str(written("a\"b"), "\"a\"\"b\"");
	assert_str(written("a\r\nb"), "\"a\r\nb\"");
	assert_str(written(" a"), "\" a\"");
	assert_str(written("=1+2"), "'=1+2");
	assert_str(written("+a"), "'+a");
	assert_str(written("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
	assert_str(written("@x"), "'@x");
	assert_str(written("\tx"), "\"'\tx\"");
	assert_str(written("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
	assert_str(written("-12.5"), "-12.5");
	assert_str(written("-1+2"), "'-1+2");
	assert_str(written("-"), "'-");
	struct buf buf = BUF_IN(arena);
	csv_field(&buf, STR(""));
	csv_field(&buf, STR("=a"));
	csv_end_row(&buf);
	csv_field_raw(&buf, STR("=a"));
	csv_end_row(&buf);
	assert_str(buf_str(&buf), "\"\",'=a\r\n=a\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_rows_and_fields),
		UNIT(test_separators),
		UNIT(test_errors_name_row_and_column),
		UNIT(test_an_error_stays),
		UNIT(test_other_encodings),
		UNIT(test_bounds),
		UNIT(test_header),
		UNIT(test_rows_know_their_lines),
		UNIT(test_writing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
