/* The profile of visas: Doc 9303-7, section 9.1. */
#include "vds.h"

#include "buf.h"

enum { TAG_MRV_A = 0x01, TAG_MRV_B, TAG_ENTRIES, TAG_STAY, TAG_PASSPORT, TAG_TYPE };
enum { WIDTH_A = 44, WIDTH_B = 36, KEPT = 28 /* of the second line: what lies behind is the state's own */ };

static bool wrong(struct error *err, const char *what, const char *where)
{
	return error_set(err, ERR_INPUT, what, "examine the paper; the visa may be looked up by its number", "%s", where);
}

static struct str with_fillers(struct arena *arena, struct str text, size_t width)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < width; i++)
		buf_c(&out, i < text.len && text.data[i] != ' ' ? text.data[i] : '<');
	return buf_str(&out);
}

static bool read_zone(const struct vds *vds, struct arena *arena, struct vds_visa *out, struct error *err)
{
	struct str raw, text;
	bool large = vds_feature(vds, TAG_MRV_A, &raw);
	size_t width = large ? WIDTH_A : WIDTH_B;
	if (!large && !vds_feature(vds, TAG_MRV_B, &raw))
		return wrong(err, "the seal of a visa must hold its machine-readable zone", "feature 01 or 02");
	if (!c40_read(arena, raw, &text) || text.len != width + KEPT)
		return wrong(err, "the zone in the seal has another length than a visa's", large ? "feature 01" : "feature 02");
	out->lines[0] = with_fillers(arena, str_slice(text, 0, width), width);
	out->lines[1] = with_fillers(arena, str_slice(text, width, text.len), width);
	return true;
}

bool vds_visa_read(const struct vds *vds, struct arena *arena, struct vds_visa *out, struct error *err)
{
	struct str entries, stay, passport, type;
	*out = (struct vds_visa){ .type = -1 };
	if (vds->definition != VDS_VISA_DEFINITION || vds->category != VDS_VISA_CATEGORY)
		return error_set(err, ERR_INPUT, "this seal is not a visa's", "examine the paper that it is on", "definition %02X, category %02X", vds->definition, vds->category);
	if (!read_zone(vds, arena, out, err))
		return false;
	if (!vds_feature(vds, TAG_STAY, &stay) || stay.len != 3)
		return wrong(err, "the seal of a visa must say the duration of stay", "feature 04");
	if (!vds_feature(vds, TAG_PASSPORT, &passport) || !c40_read(arena, passport, &out->passport))
		return wrong(err, "the seal of a visa must hold the number of the passport", "feature 05");
	if (vds_feature(vds, TAG_ENTRIES, &entries) && entries.len != 1)
		return wrong(err, "the number of entries has another length", "feature 03");
	if (vds_feature(vds, TAG_ENTRIES, &entries))
		out->entries = (uint8_t)entries.data[0];
	if (vds_feature(vds, TAG_TYPE, &type) && type.len == 1)
		out->type = (uint8_t)type.data[0];
	out->days = (uint8_t)stay.data[0];
	out->months = (uint8_t)stay.data[1];
	out->years = (uint8_t)stay.data[2];
	out->passport = str_trim(out->passport);
	return true;
}

static struct str one_byte(struct arena *arena, int value)
{
	char *out = arena_alloc(arena, 1);
	*out = (char)(uint8_t)value;
	return (struct str){ out, 1 };
}

static void add(struct vds *out, uint8_t tag, struct str value)
{
	out->features[out->feature_count++] = (struct vds_feature){ tag, value };
}

static bool fits(int value)
{
	return value >= 0 && value <= 255;
}

bool vds_visa_write(struct arena *arena, const struct vds_visa *visa, struct vds *out, struct error *err)
{
	struct str zone, passport;
	size_t width = visa->lines[0].len;
	const struct str parts[] = { visa->lines[0], str_slice(visa->lines[1], 0, KEPT) };
	if ((width != WIDTH_A && width != WIDTH_B) || visa->lines[1].len != width || !c40_write(arena, str_join(arena, parts, 2, STR("")), &zone))
		return error_set(err, ERR_INPUT, "a visa's zone has two lines of 44 or 36 characters", "make the zone first", "seal of a visa");
	if (!visa->passport.len || !c40_write(arena, visa->passport, &passport))
		return error_set(err, ERR_INPUT, "a seal holds the number of the passport in capitals and digits", "correct the number", "seal of a visa");
	if (!fits(visa->entries) || !fits(visa->days) || !fits(visa->months) || !fits(visa->years) || visa->type > 255)
		return error_set(err, ERR_INPUT, "a seal holds numbers up to 255", "write a long stay in months or years", "seal of a visa");
	out->definition = VDS_VISA_DEFINITION;
	out->category = VDS_VISA_CATEGORY;
	out->feature_count = 0;
	const char stay[3] = { (char)visa->days, (char)visa->months, (char)visa->years };
	add(out, width == WIDTH_A ? TAG_MRV_A : TAG_MRV_B, zone);
	add(out, TAG_ENTRIES, one_byte(arena, visa->entries));
	add(out, TAG_STAY, str_copy(arena, (struct str){ stay, 3 }));
	add(out, TAG_PASSPORT, passport);
	if (visa->type >= 0)
		add(out, TAG_TYPE, one_byte(arena, visa->type));
	return true;
}
