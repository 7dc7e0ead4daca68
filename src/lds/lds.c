#include "lds.h"

enum {
	TAG_DG1 = 0x61, TAG_ZONE = 0x5f1f,
	TAG_DG2 = 0x75, TAG_TEMPLATES = 0x7f61, TAG_COUNT = 0x02, TAG_TEMPLATE = 0x7f60, TAG_HEADER = 0xa1,
	TAG_DATA = 0x5f2e, TAG_DATA_BUILT = 0x7f2e, /* primitive: ISO/IEC 19794-5; constructed: that, too, or ISO/IEC 39794-5 */
	FACES_MOST = 9
};

static bool broken(struct error *err, const char *where)
{
	return error_set(err, ERR_INPUT, "This data group of the chip does not follow Doc 9303-10", "Read the chip again. If it stays so, examine the document by hand.",
	                 "%s", where);
}

/* --- BER-TLV: tags of one or two bytes, definite lengths of at most three bytes --- */

static bool take_byte(struct str *rest, unsigned *out)
{
	if (!rest->len)
		return false;
	*out = (uint8_t)rest->data[0];
	*rest = str_slice(*rest, 1, rest->len);
	return true;
}

static bool take_length(struct str *rest, size_t *out)
{
	unsigned first, byte;
	if (!take_byte(rest, &first))
		return false;
	*out = first;
	if (first < 0x80)
		return true;
	*out = 0;
	if (first < 0x81 || first > 0x83)
		return false;
	for (unsigned i = 0x80; i < first; i++) {
		if (!take_byte(rest, &byte))
			return false;
		*out = *out << 8 | byte;
	}
	return true;
}

/* The next object; `rest` goes on behind it. */
static bool take(struct str *rest, unsigned *tag, struct str *value)
{
	unsigned second;
	size_t len;
	if (!take_byte(rest, tag))
		return false;
	if ((*tag & 0x1f) == 0x1f) {
		if (!take_byte(rest, &second) || second & 0x80)
			return false;
		*tag = *tag << 8 | second;
	}
	if (!take_length(rest, &len) || len > rest->len)
		return false;
	*value = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, len, rest->len);
	return true;
}

/* The next object, which must be this one. */
static bool take_tag(struct str *rest, unsigned tag, struct str *value)
{
	unsigned found;
	return take(rest, &found, value) && found == tag;
}

/* The whole is one object of this tag and nothing else. */
static bool whole(struct str bytes, unsigned tag, struct str *value)
{
	return take_tag(&bytes, tag, value) && !bytes.len;
}

/* The first object of this tag among others. */
static bool find(struct str bytes, unsigned tag, struct str *value)
{
	unsigned found;
	while (take(&bytes, &found, value))
		if (found == tag)
			return true;
	return false;
}

/* --- data group 1 --- */

bool lds_zone(struct str group, struct arena *arena, struct str *lines, struct error *err)
{
	static const struct { size_t count, width; } forms[] = { { 3, 30 }, { 2, 36 }, { 2, 44 } };
	struct str body, zone, line[3];
	if (!whole(group, TAG_DG1, &body) || !whole(body, TAG_ZONE, &zone))
		return broken(err, "data group 1: 61, 5F1F");
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		if (zone.len != forms[i].count * forms[i].width)
			continue;
		for (size_t k = 0; k < forms[i].count; k++)
			line[k] = str_slice(zone, k * forms[i].width, (k + 1) * forms[i].width);
		*lines = str_join(arena, line, forms[i].count, STR("\n"));
		return true;
	}
	return broken(err, "data group 1: length of the zone");
}

/* --- data group 2 --- */

const char *lds_picture_type(struct str bytes)
{
	static const struct { struct str begin; const char *type; } forms[] = {
		{ { "\xff\xd8\xff", 3 }, "image/jpeg" },
		{ { "\0\0\0\x0cjP  \r\n\x87\n", 12 }, "image/jp2" },
		{ { "\xff\x4f\xff\x51", 4 }, "image/jp2" }, /* the bare codestream, which documents may bear, too */
		{ { "\x89PNG\r\n\x1a\n", 8 }, "image/png" },
	};
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (str_starts(bytes, forms[i].begin))
			return forms[i].type;
	return NULL;
}

static size_t number(struct str bytes, size_t at, size_t size)
{
	size_t out = 0;
	for (size_t i = 0; i < size; i++)
		out = out << 8 | (uint8_t)bytes.data[at + i];
	return out;
}

/* ISO/IEC 19794-5:2005, 5.3 to 5.7: header of the record, then for each face its length, facial information, feature points, image information,
 * the picture. */
static bool face_of_record(struct str record, struct str *picture, struct error *err)
{
	enum { HEADER = 14, FACE = 20, POINT = 8, IMAGE = 12 };
	if (record.len < HEADER + FACE + IMAGE || !str_starts(record, (struct str){ "FAC\000010\0", 8 }))
		return broken(err, "data group 2: version of the face record");
	if (number(record, 8, 4) != record.len || !number(record, 12, 2))
		return broken(err, "data group 2: length of the face record");
	struct str face = str_slice(record, HEADER, record.len);
	size_t size = number(face, 0, 4), before = FACE + POINT * number(face, 4, 2) + IMAGE;
	if (size > face.len || before > size)
		return broken(err, "data group 2: length of the face");
	*picture = str_slice(face, before, size);
	return true;
}

/* ISO/IEC 39794-5:2019, annex A: FaceImageDataBlock [APPLICATION 5], its representation blocks [1], the first one's image representation [1],
 * of which base [0], two-dimensional [0], the picture [0]. */
static bool face_of_block(struct str value, struct str *picture, struct error *err)
{
	static const unsigned way[] = { 0xa1, 0x30, 0xa1, 0xa0, 0xa0, 0x80 };
	struct str at;
	if (!find(value, TAG_HEADER, &at) || !find(at, 0x65, &at))
		return broken(err, "data group 2: no face");
	for (size_t i = 0; i < COUNT_OF(way); i++)
		if (!find(at, way[i], &at))
			return broken(err, "data group 2: no picture in the face");
	*picture = at;
	return true;
}

/* ISO/IEC 7816-11 in Doc 9303-10, 4.7.2: how many templates, then each with its header and its data. */
static bool face_data(struct str group, unsigned *tag, struct str *data)
{
	struct str body, templates, count, template, header;
	return whole(group, TAG_DG2, &body) && whole(body, TAG_TEMPLATES, &templates) && take_tag(&templates, TAG_COUNT, &count) && count.len == 1 &&
	       number(count, 0, 1) >= 1 && number(count, 0, 1) <= FACES_MOST && take_tag(&templates, TAG_TEMPLATE, &template) &&
	       take_tag(&template, TAG_HEADER, &header) && take(&template, tag, data) && !template.len;
}

bool lds_face(struct str group, struct str *picture, struct error *err)
{
	unsigned tag;
	struct str data, found;
	if (!face_data(group, &tag, &data) || (tag != TAG_DATA && tag != TAG_DATA_BUILT))
		return broken(err, "data group 2: 75, 7F61, 7F60, 5F2E");
	bool record = tag == TAG_DATA || str_starts(data, (struct str){ "FAC\0", 4 });
	if (record ? !face_of_record(data, &found, err) : !face_of_block(data, &found, err))
		return false;
	const char *type = lds_picture_type(found);
	if (!type || str_is(STR("image/png"), type))
		return broken(err, "data group 2: neither JPEG nor JPEG 2000");
	*picture = found;
	return true;
}
