/* How good a picture is, and the child's work. */
#include "inner.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MEASURED = 1000 };

static uint8_t *gray_of(const struct pixels *from, struct arena *arena)
{
	size_t count = (size_t)from->width * (size_t)from->height;
	uint8_t *out = arena_alloc(arena, count);
	for (size_t i = 0; i < count; i++)
		out[i] = (uint8_t)((from->rgb[i * 3] * 299u + from->rgb[i * 3 + 1] * 587u + from->rgb[i * 3 + 2] * 114u) / 1000u);
	return out;
}

static void measure_light(const uint8_t *gray, size_t count, struct picture_look *out)
{
	double sum = 0, squares = 0;
	for (size_t i = 0; i < count; i++) {
		sum += gray[i];
		squares += (double)gray[i] * gray[i];
	}
	double mean = sum / (double)count;
	out->light = (int)mean;
	out->spread = (int)sqrt(fmax(squares / (double)count - mean * mean, 0));
}

/* Variance of the Laplacian: edges of print give much of it, a camera that moved or missed its focus little. */
static int sharpness(const uint8_t *gray, int width, int height)
{
	double sum = 0, squares = 0;
	int64_t count = 0;
	for (int y = 1; y + 1 < height; y++)
		for (int x = 1; x + 1 < width; x++, count++) {
			const uint8_t *at = gray + (size_t)y * (size_t)width + (size_t)x;
			int value = at[-1] + at[1] + at[-width] + at[width] - 4 * at[0];
			sum += value;
			squares += (double)value * value;
		}
	return count ? (int)(squares / (double)count - sum / (double)count * (sum / (double)count)) : 0;
}

static void measure(const struct pixels *some, struct arena *arena, struct picture_look *out)
{
	const uint8_t *gray = gray_of(some, arena);
	bool lies = some->turned == 6 || some->turned == 8;
	*out = (struct picture_look){ .width = lies ? some->full_height : some->full_width, .height = lies ? some->full_width : some->full_height };
	measure_light(gray, (size_t)some->width * (size_t)some->height, out);
	out->sharp = sharpness(gray, some->width, some->height);
}

bool picture_look(struct str bytes, struct arena *arena, struct picture_look *out, struct error *err)
{
	struct pixels all;
	if (!pixels_read(bytes, MEASURED, arena, &all, err))
		return false;
	struct pixels some = pixels_reduce(&all, MEASURED, arena);
	measure(&some, arena, out);
	return true;
}

bool picture_again(struct str bytes, int most, struct arena *arena, struct str *out, struct error *err)
{
	struct pixels all;
	if (!pixels_read(bytes, most, arena, &all, err))
		return false;
	struct pixels small = pixels_reduce(&all, most, arena), upright = pixels_upright(&small, arena);
	return pixels_jpeg(&upright, arena, out, err);
}

/* Print of a page of A4 can be read from about 100 dots to the inch on: 800 by 1,100. */
size_t picture_advice(const struct picture_look *look, bool portrait, const char *out[static 4])
{
	int shorter = look->width < look->height ? look->width : look->height, longer = look->width < look->height ? look->height : look->width;
	size_t count = 0;
	if (portrait ? shorter < 300 : longer < 1000 || shorter < 500)
		out[count++] = "small";
	if (look->light < 55)
		out[count++] = "dark";
	if (look->spread < 6)
		out[count++] = "empty";
	else if (look->sharp < (portrait ? 8 : 25))
		out[count++] = "blurred";
	return count;
}

/* --- the child --- */

static struct str read_whole(int fd, struct arena *arena)
{
	struct buf out = BUF_IN(arena);
	char *some = arena_alloc(arena, 65536);
	ssize_t got;
	while ((got = read(fd, some, 65536)) > 0 || (got < 0 && errno == EINTR)) {
		if (out.len > PICTURE_BYTES)
			return STR("");
		if (got > 0)
			buf_add(&out, (struct str){ some, (size_t)got });
	}
	return buf_str(&out);
}

static void answer(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t wrote = write(fd, bytes.data, bytes.len);
		if (wrote < 0 && errno != EINTR)
			return;
		if (wrote > 0)
			bytes = str_slice(bytes, (size_t)wrote, bytes.len);
	}
}

/* Opened once for both: what it is like, and the small picture. */
static void look_at(int fd, struct str bytes, struct arena *arena)
{
	struct picture_look look;
	struct pixels all;
	struct str small;
	struct error ignored;
	if (str_starts(bytes, STR("%PDF-"))) {
		answer(fd, str_format(arena, "d %d\n", pdf_page_count(bytes)));
		return;
	}
	if (!pixels_read(bytes, MEASURED, arena, &all, &ignored))
		return;
	struct pixels some = pixels_reduce(&all, MEASURED, arena), less = pixels_reduce(&some, PICTURE_SMALL, arena), upright = pixels_upright(&less, arena);
	measure(&some, arena, &look);
	answer(fd, str_format(arena, "p %d %d %d %d %d\n", look.width, look.height, look.light, look.spread, look.sharp));
	if (pixels_jpeg(&upright, arena, &small, &ignored))
		answer(fd, small);
}

void picture_work(int fd)
{
	struct arena *arena = arena_new(0);
	struct str all = read_whole(fd, arena), again;
	struct error ignored;
	char what = all.len ? all.data[0] : 0;
	struct str bytes = all.len ? str_slice(all, 1, all.len) : all;
	if (what == 'l')
		look_at(fd, bytes, arena);
	else if (what == 'm' && picture_again(bytes, PICTURE_LARGE, arena, &again, &ignored))
		answer(fd, again);
	arena_free(arena);
}
