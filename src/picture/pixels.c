/* JPEG and PNG to pixels and back. */
#include "inner.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

static bool not_a_picture(struct error *err)
{
	return error_set(err, ERR_INPUT, "This picture cannot be opened.", "Take it again, or save it as JPEG.", "picture");
}

static bool sizes_fit(int64_t width, int64_t height)
{
	return width > 0 && height > 0 && width <= PICTURE_SIDE && height <= PICTURE_SIDE && width * height <= PICTURE_PIXELS;
}

/* --- Exif (CIPA DC-008): the one tag that says how the camera was held --- */

static unsigned number_at(struct str block, size_t at, int size, bool little)
{
	unsigned out = 0;
	if (at + (size_t)size > block.len)
		return 0;
	for (int i = 0; i < size; i++)
		out |= (unsigned)(uint8_t)block.data[at + (size_t)i] << 8 * (little ? i : size - 1 - i);
	return out;
}

int exif_orientation(struct str block)
{
	enum { TAG = 0x0112, ENTRY = 12 };
	if (!str_starts(block, (struct str){ "Exif\0\0", 6 }) || block.len < 14)
		return 1;
	struct str tiff = str_slice(block, 6, block.len);
	bool little = tiff.data[0] == 'I';
	size_t at = number_at(tiff, 4, 4, little);
	unsigned count = number_at(tiff, at, 2, little);
	for (unsigned i = 0; i < count && i < 200 && at + 2 + (size_t)(i + 1) * ENTRY <= tiff.len; i++) {
		size_t entry = at + 2 + (size_t)i * ENTRY;
		unsigned value = number_at(tiff, entry + 8, 2, little);
		if (number_at(tiff, entry, 2, little) == TAG)
			return value == 3 || value == 6 || value == 8 ? (int)value : 1;
	}
	return 1;
}

/* --- JPEG --- */

struct jump {
	struct jpeg_error_mgr manager;  /* first: libjpeg hands it back */
	jmp_buf back;
};

static void jump_back(j_common_ptr codec)
{
	longjmp(((struct jump *)codec->err)->back, 1);
}

static void say_nothing(j_common_ptr codec)
{
	(void)codec;
}

static void manage(struct jump *jump)
{
	jpeg_std_error(&jump->manager);
	jump->manager.error_exit = jump_back;
	jump->manager.output_message = say_nothing;
}

static int fraction_for(unsigned longer, int want)
{
	int denominator = 1;
	while (denominator < 8 && (int)(longer / (unsigned)(denominator * 2)) >= want)
		denominator *= 2;
	return denominator;
}

static bool jpeg_pixels(struct jpeg_decompress_struct *codec, struct str bytes, int want, struct arena *arena, struct pixels *out)
{
	jpeg_mem_src(codec, (const unsigned char *)bytes.data, bytes.len);
	jpeg_save_markers(codec, JPEG_APP0 + 1, 0xffff);
	if (jpeg_read_header(codec, TRUE) != JPEG_HEADER_OK || !sizes_fit(codec->image_width, codec->image_height))
		return false;
	out->turned = 1;
	for (jpeg_saved_marker_ptr marker = codec->marker_list; marker; marker = marker->next)
		if (out->turned == 1)
			out->turned = exif_orientation((struct str){ (const char *)marker->data, marker->data_length });
	out->full_width = (int)codec->image_width;
	out->full_height = (int)codec->image_height;
	codec->scale_num = 1;
	codec->scale_denom = (unsigned)fraction_for(codec->image_width > codec->image_height ? codec->image_width : codec->image_height, want);
	codec->out_color_space = JCS_RGB;
	jpeg_start_decompress(codec);
	out->width = (int)codec->output_width;
	out->height = (int)codec->output_height;
	out->rgb = arena_alloc(arena, (size_t)out->width * (size_t)out->height * 3);
	while (codec->output_scanline < codec->output_height) {
		JSAMPROW row = out->rgb + (size_t)codec->output_scanline * (size_t)out->width * 3;
		jpeg_read_scanlines(codec, &row, 1);
	}
	return true;
}

static bool read_jpeg(struct str bytes, int want, struct arena *arena, struct pixels *out)
{
	struct jpeg_decompress_struct codec;
	struct jump jump;
	volatile bool good = false;
	codec.err = (manage(&jump), &jump.manager);
	if (!setjmp(jump.back)) {
		jpeg_create_decompress(&codec);
		good = jpeg_pixels(&codec, bytes, want, arena, out);
	}
	jpeg_destroy_decompress(&codec);
	return good;
}

bool pixels_jpeg(const struct pixels *from, struct arena *arena, struct str *out, struct error *err)
{
	struct jpeg_compress_struct codec;
	struct jump jump;
	unsigned char *volatile made = NULL;
	unsigned long size = 0;
	volatile bool good = false;
	codec.err = (manage(&jump), &jump.manager);
	if (!setjmp(jump.back)) {
		jpeg_create_compress(&codec);
		jpeg_mem_dest(&codec, (unsigned char **)&made, &size);
		codec.image_width = (unsigned)from->width;
		codec.image_height = (unsigned)from->height;
		codec.input_components = 3;
		codec.in_color_space = JCS_RGB;
		jpeg_set_defaults(&codec);
		jpeg_set_quality(&codec, 82, TRUE);
		jpeg_start_compress(&codec, TRUE);
		while (codec.next_scanline < codec.image_height) {
			JSAMPROW row = from->rgb + (size_t)codec.next_scanline * (size_t)from->width * 3;
			jpeg_write_scanlines(&codec, &row, 1);
		}
		jpeg_finish_compress(&codec);
		good = true;
	}
	jpeg_destroy_compress(&codec);
	out->data = (const char *)made;
	out->len = good ? size : 0;
	*out = str_copy(arena, *out);
	free(made);
	return good || not_a_picture(err);
}

/* --- PNG --- */

static bool read_png(struct str bytes, struct arena *arena, struct pixels *out)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	const png_color white = { 255, 255, 255 };
	if (!png_image_begin_read_from_memory(&image, bytes.data, bytes.len))
		return false;
	bool good = sizes_fit(image.width, image.height);
	if (good) {
		image.format = PNG_FORMAT_RGB;
		*out = (struct pixels){ (int)image.width, (int)image.height, (int)image.width, (int)image.height, 1, arena_alloc(arena, PNG_IMAGE_SIZE(image)) };
		good = png_image_finish_read(&image, &white, out->rgb, 0, NULL);
	}
	png_image_free(&image);
	return good;
}

bool pixels_read(struct str bytes, int want, struct arena *arena, struct pixels *out, struct error *err)
{
	bool good = false;
	if (bytes.len <= PICTURE_BYTES && str_starts(bytes, (struct str){ "\xff\xd8\xff", 3 }))
		good = read_jpeg(bytes, want, arena, out);
	else if (bytes.len <= PICTURE_BYTES && str_starts(bytes, (struct str){ "\x89PNG\r\n\x1a\n", 8 }))
		good = read_png(bytes, arena, out);
	return good || not_a_picture(err);
}

/* --- smaller, upright --- */

static void mean_of(const struct pixels *from, int left, int right, int top, int bottom, uint8_t out[static 3])
{
	unsigned long sum[3] = { 0 };
	unsigned long count = (unsigned long)(right - left) * (unsigned long)(bottom - top);
	for (int y = top; y < bottom; y++) {
		const uint8_t *pixel = from->rgb + ((size_t)y * (size_t)from->width + (size_t)left) * 3;
		for (int x = left; x < right; x++, pixel += 3)
			for (int c = 0; c < 3; c++)
				sum[c] += pixel[c];
	}
	for (int c = 0; c < 3; c++)
		out[c] = (uint8_t)(sum[c] / count);
}

struct pixels pixels_reduce(const struct pixels *from, int most, struct arena *arena)
{
	int longer = from->width > from->height ? from->width : from->height;
	struct pixels out = *from;
	if (longer <= most)
		return out;
	out.width = (int)((int64_t)from->width * most / longer) > 0 ? (int)((int64_t)from->width * most / longer) : 1;
	out.height = (int)((int64_t)from->height * most / longer) > 0 ? (int)((int64_t)from->height * most / longer) : 1;
	out.rgb = arena_alloc(arena, (size_t)out.width * (size_t)out.height * 3);
	for (int y = 0; y < out.height; y++)
		for (int x = 0; x < out.width; x++)
			mean_of(from, (int)((int64_t)x * from->width / out.width), (int)((int64_t)(x + 1) * from->width / out.width), (int)((int64_t)y * from->height / out.height),
			        (int)((int64_t)(y + 1) * from->height / out.height), out.rgb + ((size_t)y * (size_t)out.width + (size_t)x) * 3);
	return out;
}

struct pixels pixels_upright(const struct pixels *from, struct arena *arena)
{
	struct pixels out = *from;
	bool lies = from->turned == 6 || from->turned == 8;
	if (from->turned == 1)
		return out;
	out.width = lies ? from->height : from->width;
	out.height = lies ? from->width : from->height;
	out.turned = 1;
	out.rgb = arena_alloc(arena, (size_t)out.width * (size_t)out.height * 3);
	for (int y = 0; y < out.height; y++)
		for (int x = 0; x < out.width; x++) {
			int fx = from->turned == 6 ? y : from->turned == 8 ? from->width - 1 - y : from->width - 1 - x;
			int fy = from->turned == 6 ? from->height - 1 - x : from->turned == 8 ? x : from->height - 1 - y;
			memcpy(out.rgb + ((size_t)y * (size_t)out.width + (size_t)x) * 3, from->rgb + ((size_t)fy * (size_t)from->width + (size_t)fx) * 3, 3);
		}
	return out;
}
