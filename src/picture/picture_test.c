#include "test.h"

#include <math.h>
#include <png.h>
#include <zlib.h>

#include "inner.h"

/* Pages made here: print that is sharp, blurred, dark, empty; held in four ways; PDFs whose pages are counted; what breaks on purpose. */

static struct arena *arena;
static struct error err;

static int setup(void **state) { (void)state; arena = arena_new(0); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

/* Lines of print: short dark strokes on white, with a grey level for the paper. */
static struct pixels page(int width, int height, int paper, int ink)
{
	struct pixels out = { width, height, width, height, 1, arena_alloc(arena, (size_t)width * (size_t)height * 3) };
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			memset(out.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3, y % 24 < 12 && (x * 7 + y / 24 * 13) % 11 < 5 && x > 40 && x < width - 40 ? ink : paper, 3);
	return out;
}

/* The mean of `by` pixels to each side, along the rows and then down the columns. */
static struct pixels blurred(const struct pixels *from, int by)
{
	struct pixels out = *from;
	for (int down = 0; down < 2; down++) {
		const uint8_t *before = out.rgb;
		out.rgb = arena_alloc(arena, (size_t)from->width * (size_t)from->height * 3);
		for (int y = 0; y < from->height; y++)
			for (int x = 0; x < from->width; x++) {
				int sum = 0, count = 0;
				for (int d = -by; d <= by; d++) {
					int ax = down ? x : x + d, ay = down ? y + d : y;
					if (ax >= 0 && ax < from->width && ay >= 0 && ay < from->height)
						sum += before[((size_t)ay * (size_t)from->width + (size_t)ax) * 3], count++;
				}
				memset(out.rgb + ((size_t)y * (size_t)from->width + (size_t)x) * 3, sum / count, 3);
			}
	}
	return out;
}

static struct str jpeg(const struct pixels *pixels)
{
	struct str out;
	assert_true(pixels_jpeg(pixels, arena, &out, &err));
	return out;
}

static void advice_is(struct str bytes, bool portrait, const char *want)
{
	struct picture_look look;
	const char *found[4];
	char text[100] = "";
	assert_true(picture_look(bytes, arena, &look, &err));
	size_t count = picture_advice(&look, portrait, found);
	for (size_t i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "", found[i]);
	if (strcmp(text, want))
		print_error("light %d spread %d sharp %d, %d x %d\n", look.light, look.spread, look.sharp, look.width, look.height);
	assert_string_equal(text, want);
}

static void test_what_is_wrong_with_a_page_is_told(void **state)
{
	(void)state;
	struct pixels good = page(1240, 1754, 240, 30), soft = blurred(&good, 12), dark = page(1240, 1754, 45, 5), empty = page(1240, 1754, 235, 235), small = page(400, 500, 240, 30);
	advice_is(jpeg(&good), false, "");
	advice_is(jpeg(&soft), false, "blurred");
	advice_is(jpeg(&dark), false, "dark");
	advice_is(jpeg(&empty), false, "empty");
	advice_is(jpeg(&small), false, "small");
	advice_is(jpeg(&small), true, "");
}

static struct str png(const struct pixels *pixels)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = (unsigned)pixels->width, .height = (unsigned)pixels->height, .format = PNG_FORMAT_RGB };
	png_alloc_size_t size = 0;
	assert_true(png_image_write_to_memory(&image, NULL, &size, 0, pixels->rgb, 0, NULL));
	char *bytes = arena_alloc(arena, size);
	assert_true(png_image_write_to_memory(&image, bytes, &size, 0, pixels->rgb, 0, NULL));
	return (struct str){ bytes, size };
}

static void test_it_is_set_anew_and_smaller(void **state)
{
	(void)state;
	struct pixels good = page(1240, 1754, 240, 30);
	struct str forms[] = { jpeg(&good), png(&good) }, out;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct picture_look look;
		assert_true(picture_again(forms[i], PICTURE_SMALL, arena, &out, &err));
		assert_true(out.len < 20000 && picture_look(out, arena, &look, &err));
		assert_int_equal(look.height, PICTURE_SMALL);
		assert_true(abs(look.width - 141) <= 1);
	}
}

/* A segment as cameras write it, in both orders of bytes. */
static struct str held(struct str jpeg_bytes, int orientation, bool little)
{
	uint8_t tiff[] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (uint8_t)orientation, 0, 0, 0, 0, 0, 0 };
	const uint8_t other[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (uint8_t)orientation, 0, 0, 0, 0, 0, 0, 0 };
	if (little)
		memcpy(tiff, other, sizeof tiff);
	struct buf out = BUF_IN(arena);
	buf_add(&out, str_slice(jpeg_bytes, 0, 2));
	buf_add(&out, (struct str){ "\xff\xe1\0", 3 });
	buf_c(&out, (char)(2 + 6 + sizeof tiff));
	buf_add(&out, (struct str){ "Exif\0\0", 6 });
	buf_add(&out, (struct str){ (const char *)tiff, sizeof tiff });
	buf_add(&out, str_slice(jpeg_bytes, 2, jpeg_bytes.len));
	return buf_str(&out);
}

static void test_it_stands_upright_however_the_camera_was_held(void **state)
{
	static const struct { int orientation, width, height, x, y; } ways[] = { { 1, 160, 80, 0, 0 }, { 3, 160, 80, 159, 79 }, { 6, 80, 160, 79, 0 }, { 8, 80, 160, 0, 159 } };
	(void)state;
	struct pixels marked = page(160, 80, 255, 255);
	for (int y = 0; y < 24; y++)
		memset(marked.rgb + (size_t)y * 160 * 3, 0, 24 * 3); /* a black corner, where the page begins */
	for (size_t i = 0; i < COUNT_OF(ways) * 2; i++) {
		const int *way = &ways[i / 2].orientation;
		struct str out, bytes = held(jpeg(&marked), way[0], i % 2);
		struct picture_look look;
		struct pixels upright;
		assert_true(picture_look(bytes, arena, &look, &err));
		assert_true(look.width == way[1] && look.height == way[2]);
		assert_true(picture_again(bytes, 160, arena, &out, &err) && pixels_read(out, 160, arena, &upright, &err));
		assert_true(upright.width == way[1] && upright.height == way[2]);
		assert_true(upright.rgb[((size_t)way[4] * (size_t)upright.width + (size_t)way[3]) * 3] < 60);
	}
}

static void test_what_is_no_picture_is_an_error(void **state)
{
	struct picture_look look;
	(void)state;
	struct pixels some = page(300, 400, 240, 30);
	struct str whole = jpeg(&some);
	assert_false(picture_look(STR("\xff\xd8\xffnothing"), arena, &look, &err));
	assert_false(picture_look(STR("GIF89a"), arena, &look, &err));
	assert_false(picture_look(STR(""), arena, &look, &err));
	for (size_t cut = 3; cut < whole.len; cut += 97) /* cut off anywhere: an error, or what came of it */
		(void)!picture_look(str_slice(whole, 0, cut), arena, &look, &err);
}

static struct str packed(const char *text)
{
	uLongf size = 2000;
	unsigned char *bytes = arena_alloc(arena, size);
	assert_int_equal(compress(bytes, &size, (const unsigned char *)text, strlen(text)), Z_OK);
	return (struct str){ (const char *)bytes, size };
}

static void test_pages_of_a_pdf_are_counted(void **state)
{
	(void)state;
	assert_int_equal(pdf_page_count(STR("%PDF-1.4\n1 0 obj <</Type /Pages /Count 2>> 2 0 obj <</Type/Page>> 3 0 obj<< /Type\n/Page /Parent 1 0 R>> <</Type /PageLabel>>")), 2);
	struct buf out = BUF_IN(arena);
	buf_text(&out, "%PDF-1.5\n9 0 obj <</Type /ObjStm /N 3 /First 12 /Filter /FlateDecode>>\nstream\r\n");
	buf_add(&out, packed("2 0 3 20 4 40 <</Type/Pages/Kids[3 0 R 4 0 R]>> <</Type/Page>> <</Type /Page/Parent 2 0 R>>"));
	buf_text(&out, "\nendstream endobj");
	assert_int_equal(pdf_page_count(buf_str(&out)), 2);
	assert_int_equal(pdf_page_count(STR("%PDF-1.4\nnothing")), 0);
	assert_int_equal(pdf_page_count(STR("%PDF-1.5 /ObjStm stream\nnot packed endstream /ObjStm")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_wrong_with_a_page_is_told), cmocka_unit_test(test_it_is_set_anew_and_smaller), cmocka_unit_test(test_it_stands_upright_however_the_camera_was_held),
		cmocka_unit_test(test_what_is_no_picture_is_an_error), cmocka_unit_test(test_pages_of_a_pdf_are_counted),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
