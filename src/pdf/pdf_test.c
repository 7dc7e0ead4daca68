#include "test.h"

#include <unistd.h>

#include "arena.h"
#include "pdf.h"

static struct arena *arena;
static struct pdf_press *press;
static const char file[] = "/tmp/limen-pdf-test.pdf";

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	press = pdf_press_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pdf_press_free(press);
	arena_free(arena);
	if (!getenv("KEEP"))
		unlink(file);
	return 0;
}

static struct str print(const struct pdf_paper *paper)
{
	struct error err = { 0 };
	struct str out = { 0 };
	if (!pdf_print(press, arena, paper, &out, &err))
		fail_msg("%s", err.what);
	return out;
}

/* What a program of poppler says about the bytes; "" when it is not installed. */
static struct str said(struct str pdf, const char *command)
{
	FILE *to = fopen(file, "wb");
	assert_non_null(to);
	assert_int_equal(fwrite(pdf.data, 1, pdf.len, to), pdf.len);
	fclose(to);
	char *out = arena_alloc(arena, 65536);
	FILE *from = popen(command, "r");
	assert_non_null(from);
	size_t got = fread(out, 1, 65535, from);
	pclose(from);
	return (struct str){ out, got };
}

static void assert_said(struct str text, const char *words)
{
	size_t at;
	if (text.len && !str_find(text, str_of(words), &at))
		fail_msg("\"%s\" is not in:\n" STR_FMT, words, STR_ARG(text));
}

static const struct pdf_block blocks[] = {
	{ .kind = PDF_CELL, .label = { "Family name", 11 }, .text = { "VALDORIN", 8 } },
	{ .kind = PDF_CELL, .label = { "Given names", 11 }, .text = { "Oskar", 5 } },
	{ .kind = PDF_CELL, .label = { "Born", 4 }, .text = { "5 August 1979", 13 } },
	{ .kind = PDF_CELL, .label = { "Address", 7 }, .text = { "Aggregate of names that is much wider than one column is", 56 } },
	{ .kind = PDF_PARAGRAPH, .text = { "The person named above is refused entry \xe2\x80\x93 d\xc3\xa9j\xc3\xa0.", 52 } },
	{ .kind = PDF_BOX, .label = { "A", 1 }, .text = { "no valid travel document", 24 } },
	{ .kind = PDF_BOX, .label = { "B", 1 }, .text = { "a false travel document", 23 }, .marked = true },
	{ .kind = PDF_HEADING, .text = { "You can appeal", 14 } },
	{ .kind = PDF_ITEM, .text = { "within 14 days", 14 } },
	{ .kind = PDF_SIGN, .text = { "Traveller", 9 } },
	{ .kind = PDF_SIGN, .text = { "Officer", 7 } },
};

static struct pdf_paper paper(void)
{
	return (struct pdf_paper){
		.title = STR("Refusal of entry"), .language = STR("fr"), .created = 1795503600000, .colour = 0x10333f,
		.emblem = STR("<svg viewBox=\"0 0 64 64\">\n<path d=\"M12 46a22 22 0 0 0 40 0 26 26 0 0 1-40 0z\" fill=\"currentColor\"/>\n<circle cx=\"32\" cy=\"10\" r=\"3\"/></svg>"),
		.head = { STR("Utopia"), STR("Border Service, Sorrel Pass"), STR("Copy for the traveller"), STR("UTO-SORREL-2026-7A22C1"), STR("Entry 0193"),
		          STR("Page {page} of {pages}") },
		.blocks = blocks, .count = COUNT_OF(blocks),
	};
}

static void a_paper_has_title_language_structure_and_its_own_fonts(void **state)
{
	(void)state;
	struct pdf_paper one = paper();
	struct str pdf = print(&one), info = said(pdf, "pdfinfo /tmp/limen-pdf-test.pdf 2>&1"), fonts;
	size_t at;
	assert_true(str_starts(pdf, STR("%PDF-1.5")));
	assert_true(str_find(pdf, STR("/Lang (fr)"), &at) && str_find(pdf, STR("/DisplayDocTitle true"), &at));
	assert_said(info, "Title:           Refusal of entry");
	assert_said(info, "Tagged:          yes");
	assert_said(info, "Pages:           1\n");
	assert_said(info, "Page size:       595.276 x 841.89 pts (A4)");
	fonts = said(pdf, "pdffonts /tmp/limen-pdf-test.pdf | tail -n +3 | awk '{ print $(NF-4) }' | sort -u");
	if (fonts.len)
		assert_str(fonts, "yes\n"); /* embedded, all of them */
	struct str structure = said(pdf, "pdfinfo -struct-text /tmp/limen-pdf-test.pdf 2>/dev/null");
	assert_said(structure, "H1");
	assert_said(structure, "H2");
	assert_said(structure, "Table");
	assert_said(structure, "LBody");
}

static void all_words_can_be_read_again(void **state)
{
	(void)state;
	struct pdf_paper one = paper();
	struct str text = said(print(&one), "pdftotext -layout /tmp/limen-pdf-test.pdf - 2>/dev/null");
	static const char *const words[] = { "VALDORIN", "Utopia", "UTO-SORREL-2026-7A22C1", "d\xc3\xa9j\xc3\xa0", "Page 1 of 1", "X   B" };
	for (size_t i = 0; i < COUNT_OF(words) - 1; i++)
		assert_said(text, words[i]);
}

static void the_same_paper_gives_the_same_bytes(void **state)
{
	(void)state;
	struct pdf_paper one = paper();
	struct str first = print(&one), second = print(&one);
	assert_true(str_equal(first, second));
	struct pdf_press *other = pdf_press_new();
	struct error err = { 0 };
	assert_true(pdf_print(other, arena, &one, &second, &err));
	pdf_press_free(other);
	assert_true(str_equal(first, second));
	one.created += 86400000;
	assert_false(str_equal(first, print(&one)));
}

static void arabic_stands_in_its_own_face_from_right_to_left(void **state)
{
	(void)state;
	struct pdf_block arabic[] = {
		{ .kind = PDF_CELL, .label = STR("اسم العائلة"), .text = STR("VALDORIN") },
		{ .kind = PDF_PARAGRAPH, .text = STR("لا يمكن إبعادك قبل \u206824 November 2026\u2069 من UTO.") },
		{ .kind = PDF_BOX, .label = STR("أ"), .text = STR("لا وثيقة سفر صالحة"), .marked = true },
	};
	struct pdf_paper one = paper();
	one.title = STR("رفض الدخول");
	one.language = STR("ar");
	one.rtl = true;
	one.blocks = arabic;
	one.count = COUNT_OF(arabic);
	struct str pdf = print(&one), fonts = said(pdf, "pdffonts /tmp/limen-pdf-test.pdf 2>/dev/null");
	size_t at;
	assert_true(str_find(pdf, STR("/Lang (ar)"), &at));
	assert_said(fonts, "Arabic");
	assert_said(said(pdf, "pdftotext /tmp/limen-pdf-test.pdf - 2>/dev/null"), "24 November 2026");
}

static void long_text_goes_on_over_pages_and_another_language_begins_one(void **state)
{
	(void)state;
	struct pdf_paper one = paper();
	struct pdf_block many[220];
	struct pdf_head head = one.head;
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = blocks[4 + i % 5];
	many[219] = (struct pdf_block){ .kind = PDF_PART, .text = STR("Refus"), .language = STR("fr"), .head = &head };
	one.blocks = many;
	one.count = COUNT_OF(many);
	struct str pdf = print(&one);
	assert_said(said(pdf, "pdftotext -layout /tmp/limen-pdf-test.pdf - 2>/dev/null"), "Page 2 of ");
	char *text = arena_alloc(arena, PDF_TEXT_MOST + 1);
	for (size_t i = 0; i < PDF_TEXT_MOST; i++)
		text[i] = i % 7 ? 'a' : ' ';
	struct pdf_block tall = { .kind = PDF_PARAGRAPH, .text = { text, PDF_TEXT_MOST } };
	one.blocks = &tall;
	one.count = 1;
	print(&one);
}

/* Another program reads from the printed page what the code says; a cell without a text is room to write in. */
static void a_code_is_read_from_the_page(void **state)
{
	(void)state;
	struct pdf_block pass[] = {
		{ .kind = PDF_CELL, .label = STR("Day") }, { .kind = PDF_CODE, .label = STR("LIMEN<SHOREPASS<K7M2QA01"), .text = STR("K7M2QA-01: scanned at the gate") },
	};
	struct pdf_paper one = paper();
	one.blocks = pass;
	one.count = COUNT_OF(pass);
	struct str pdf = print(&one);
	assert_said(said(pdf, "pdftoppm -r 150 -png -singlefile /tmp/limen-pdf-test.pdf /tmp/limen-pdf-test && zbarimg -q --raw /tmp/limen-pdf-test.png 2>/dev/null"), "LIMEN<SHOREPASS<K7M2QA01");
	assert_said(said(pdf, "pdftotext /tmp/limen-pdf-test.pdf - 2>/dev/null"), "K7M2QA-01: scanned at the gate");
	one.rtl = true;
	one.language = STR("ar");
	assert_said(said(print(&one), "pdftoppm -r 150 -png -singlefile /tmp/limen-pdf-test.pdf /tmp/limen-pdf-test && zbarimg -q --raw /tmp/limen-pdf-test.png 2>/dev/null"), "LIMEN<SHOREPASS<K7M2QA01");
	unlink("/tmp/limen-pdf-test.png");
	char *text = arena_alloc(arena, PDF_CODE_MOST + 1);
	memset(text, 'A', PDF_CODE_MOST + 1);
	pass[1].label = (struct str){ text, PDF_CODE_MOST + 1 };
	struct error err = { 0 };
	assert_false(pdf_print(press, arena, &one, &pdf, &err)); /* never a code that does not say all of it */
}

/* The bytes of a seal, zeros among them, as another library reads them. */
#define SEAL_BYTES "DC03D9C5D9CAC8A73A990F7134B834595D0101000304" "5A0000" "FF02ABCD"

static void read_seal(struct str pdf, const char *resolution)
{
	char command[400];
	snprintf(command, sizeof command, "pdftoppm -r %s -png -singlefile /tmp/limen-pdf-test.pdf /tmp/limen-pdf-test && dmtxread -m 8000 -N1 /tmp/limen-pdf-test.png 2>/dev/null | od -An -v -tx1 | tr -d ' \\n'", resolution);
	assert_said(said(pdf, command), "dc03d9c5d9cac8a73a990f7134b834595d01010003045a0000ff02abcd");
	unlink("/tmp/limen-pdf-test.png");
}

static void a_seal_is_read_from_the_page_and_from_the_sticker(void **state)
{
	(void)state;
	struct pdf_block pass[] = { { .kind = PDF_SEAL, .label = STR(SEAL_BYTES), .text = STR("Scan this at the border") } };
	struct pdf_paper one = paper();
	uint8_t bytes[sizeof SEAL_BYTES / 2];
	struct error err = { 0 };
	struct str pdf;
	one.blocks = pass;
	one.count = COUNT_OF(pass);
	read_seal(print(&one), "150");
	assert_true(str_to_hex(STR(SEAL_BYTES), bytes, sizeof bytes));
	const struct pdf_block cells[] = { { .label = STR("Family name"), .text = STR("MARENKO") }, { .label = STR("Valid until"), .text = STR("28 February 2027") } };
	struct pdf_sticker sticker = {
		.state = STR("Republic of Utopia"), .title = STR("Visa"), .number = STR("U0004711"), .cells = cells, .count = 2, .seal = { (const char *)bytes, sizeof bytes },
		.lines = { STR("V<UTOMARENKO<<TADIA<LOU<<<<<<<<<<<<<"), STR("E7K3M9Q247QMA8803148F2702287<<<<<<<<") },
	};
	assert_true(pdf_sticker(press, arena, &sticker, &pdf, &err));
	read_seal(pdf, "300");
	assert_said(said(pdf, "pdfinfo /tmp/limen-pdf-test.pdf | grep Page.size"), "297.638 x 209.764 pts");
	sticker.lines[1] = STR("SHORT");
	assert_false(pdf_sticker(press, arena, &sticker, &pdf, &err));
	pass[0].label = STR("no hexadecimal digits");
	assert_false(pdf_print(press, arena, &one, &pdf, &err));
}

static void what_is_too_long_or_no_text_is_refused(void **state)
{
	(void)state;
	struct pdf_paper one = paper();
	struct error err = { 0 };
	struct str out;
	struct pdf_block bad = { .kind = PDF_PARAGRAPH, .text = { "\xff\xfe", 2 } };
	one.blocks = &bad;
	one.count = 1;
	assert_false(pdf_print(press, arena, &one, &out, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	one.count = PDF_BLOCKS_MOST + 1;
	assert_false(pdf_print(press, arena, &one, &out, &err));
}

static void any_emblem_is_drawn_or_left_out(void **state)
{
	(void)state;
	static const char *const emblems[] = { "<svg viewBox=\"0 0 x\"><path d=\"M\"/>", "<path d=\"Lq1e999999 1a0 0 0 0 0 1 1 1a0 5 0 1 1 9 9z\"/><circle r=\"-4\"/>", "<<<<" };
	struct pdf_paper one = paper();
	for (size_t i = 0; i < COUNT_OF(emblems); i++) {
		one.emblem = str_of(emblems[i]);
		print(&one);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_paper_has_title_language_structure_and_its_own_fonts), UNIT(all_words_can_be_read_again), UNIT(the_same_paper_gives_the_same_bytes),
		UNIT(arabic_stands_in_its_own_face_from_right_to_left), UNIT(long_text_goes_on_over_pages_and_another_language_begins_one),
		UNIT(a_code_is_read_from_the_page), UNIT(a_seal_is_read_from_the_page_and_from_the_sticker), UNIT(what_is_too_long_or_no_text_is_refused), UNIT(any_emblem_is_drawn_or_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
