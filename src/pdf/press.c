/* Fonts by an own fontconfig: no system configuration, no cache, so that a page is set alike wherever it is printed and nothing is read or
 * written that the sandbox keeps closed. Fonts of the program are files in memory; fontconfig knows files alone. */
#include "inner.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "embed.h"

extern const struct embedded pdf_files[];

struct pdf_press *pdf_press_new(void)
{
	struct pdf_press *press = calloc(1, sizeof *press);
	if (!press)
		abort();
	pthread_mutex_init(&press->lock, NULL);
	return press;
}

void pdf_press_free(struct pdf_press *press)
{
	if (!press)
		return;
	if (press->map)
		g_object_unref(press->map);
	pthread_mutex_destroy(&press->lock);
	free(press);
}

/* The descriptor stays open as long as the process: faces are opened again by this name. */
static bool add_font(FcConfig *config, const struct embedded *font)
{
	char path[64];
	int file = memfd_create("font", MFD_CLOEXEC);
	if (file < 0)
		return false;
	for (size_t done = 0; done < font->bytes.len;) {
		ssize_t got = write(file, font->bytes.data + done, font->bytes.len - done);
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	return FcConfigAppFontAddFile(config, (const FcChar8 *)path);
}

static void add_system_fonts(FcConfig *config)
{
	static const char *const files[] = { "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf" };
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (!access(files[i], R_OK))
			FcConfigAppFontAddFile(config, (const FcChar8 *)files[i]);
}

bool press_open(struct pdf_press *press, struct error *err)
{
	if (press->map)
		return true;
	FcConfig *config = FcConfigCreate();
	bool good = config;
	for (const struct embedded *font = pdf_files; good && font->name; font++)
		good = add_font(config, font);
	if (!good) {
		if (config)
			FcConfigDestroy(config);
		return error_set(err, ERR_SYSTEM, "the fonts of the papers cannot be opened", "see whether /proc is mounted and memory is left", "fonts");
	}
	add_system_fonts(config);
	press->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(press->map), config);
	FcConfigDestroy(config);
	return true;
}
