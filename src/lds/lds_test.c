/* Groups made here, byte by byte as Doc 9303-10 and ISO/IEC 19794-5 and 39794-5 lay them out, and each of them broken at every byte. */
#include "test.h"

#include "buf.h"
#include "lds.h"

#define PICTURE "\xff\xd8\xff\xe0 a picture \xff\xd9"
#define LINE_1 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define LINE_2 "L898902C36UTO7408122F1204159ZE184226B<<<<<10"

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

/* --- making groups --- */

static struct str object(unsigned tag, struct str value)
{
	struct buf out = BUF_IN(arena);
	if (tag > 0xff)
		buf_u8(&out, (uint8_t)(tag >> 8));
	buf_u8(&out, (uint8_t)tag);
	if (value.len > 0x7f) {
		buf_u8(&out, 0x82);
		buf_u8(&out, (uint8_t)(value.len >> 8));
	}
	buf_u8(&out, (uint8_t)value.len);
	buf_add(&out, value);
	return buf_str(&out);
}

static struct str both(struct str a, struct str b)
{
	const struct str parts[] = { a, b };
	return str_join(arena, parts, 2, STR(""));
}

static struct str group_2(struct str data)
{
	struct str header = object(0xa1, object(0x87, (struct str){ "\x01\x01", 2 }));
	struct str template = object(0x7f60, both(header, data));
	return object(0x75, object(0x7f61, both(object(0x02, (struct str){ "\x01", 1 }), template)));
}

static struct str record(struct str picture, unsigned points)
{
	struct buf out = BUF_IN(arena);
	size_t face = 20 + 8 * points + 12 + picture.len;
	buf_add(&out, (struct str){ "FAC\000010\0", 8 });
	buf_be32(&out, (uint32_t)(14 + face));
	buf_add(&out, (struct str){ "\0\1", 2 });
	buf_be32(&out, (uint32_t)face);
	buf_u8(&out, 0);
	buf_u8(&out, (uint8_t)points);
	for (unsigned i = 0; i < 14 + 8 * points + 12; i++)
		buf_u8(&out, 0);
	buf_add(&out, picture);
	return buf_str(&out);
}

static struct str block(struct str picture)
{
	struct str face = object(0xa0, object(0xa0, object(0x80, picture)));
	struct str one = object(0x30, both(object(0x80, (struct str){ "\0", 1 }), object(0xa1, face)));
	return object(0xa1, object(0x65, both(object(0xa0, object(0x80, (struct str){ "\3", 1 })), object(0xa1, one))));
}

static void assert_face(struct str group, const char *want)
{
	struct str picture = { 0 };
	if (!lds_face(group, &picture, &err))
		fail_msg("%s: %s", err.what, err.where);
	assert_str(picture, want);
	assert_true(picture.data > group.data && picture.data + picture.len <= group.data + group.len);
}

static void assert_no_face(struct str group, const char *where)
{
	struct str picture = STR("untouched");
	assert_false(lds_face(group, &picture, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.where, where);
	assert_str(picture, "untouched");
}

/* --- cases --- */

static void zones_of_the_three_forms(void **state)
{
	struct str lines;
	assert_true(lds_zone(object(0x61, object(0x5f1f, STR(LINE_1 LINE_2))), arena, &lines, &err));
	assert_str(lines, LINE_1 "\n" LINE_2);
	assert_true(lds_zone(object(0x61, object(0x5f1f, str_slice(STR(LINE_1 LINE_2), 0, 72))), arena, &lines, &err));
	assert_int_equal(lines.len, 73);
	assert_true(lds_zone(object(0x61, object(0x5f1f, both(STR(LINE_1 LINE_2), STR("AB")))), arena, &lines, &err));
	assert_int_equal(lines.len, 92);
	assert_int_equal(lines.data[30], '\n');
}

static void zones_that_are_none(void **state)
{
	struct str lines = STR("untouched"), zone = object(0x5f1f, STR(LINE_1 LINE_2)), good = object(0x61, zone);
	assert_false(lds_zone(object(0x61, object(0x5f1f, STR(LINE_1))), arena, &lines, &err));
	assert_string_equal(err.where, "data group 1: length of the zone");
	assert_false(lds_zone(object(0x62, zone), arena, &lines, &err));
	assert_string_equal(err.where, "data group 1: 61, 5F1F");
	assert_false(lds_zone(both(good, STR("x")), arena, &lines, &err));
	assert_false(lds_zone(object(0x61, both(zone, STR("x"))), arena, &lines, &err));
	for (size_t len = 0; len < good.len; len++)
		assert_false(lds_zone(str_slice(good, 0, len), arena, &lines, &err));
	assert_str(lines, "untouched");
}

static void faces_of_both_encodings(void **state)
{
	assert_face(group_2(object(0x5f2e, record(STR(PICTURE), 0))), PICTURE);
	assert_face(group_2(object(0x5f2e, record(STR(PICTURE), 3))), PICTURE);
	assert_face(group_2(object(0x7f2e, record(STR(PICTURE), 0))), PICTURE);
	assert_face(group_2(object(0x7f2e, block(STR(PICTURE)))), PICTURE);
}

static void the_first_of_two_faces(void **state)
{
	struct str one = record(STR(PICTURE), 0), two = both(one, str_slice(one, 14, one.len));
	char *bytes = str_c(arena, two);
	bytes[10] = (char)(two.len >> 8);
	bytes[11] = (char)two.len;
	bytes[13] = 2;
	assert_face(group_2(object(0x5f2e, (struct str){ bytes, two.len })), PICTURE);
}

static void faces_that_are_none(void **state)
{
	struct str good = record(STR(PICTURE), 0);
	assert_no_face(STR(""), "data group 2: 75, 7F61, 7F60, 5F2E");
	assert_no_face(group_2(object(0x5f2f, good)), "data group 2: 75, 7F61, 7F60, 5F2E");
	assert_no_face(group_2(object(0x5f2e, STR("FAC"))), "data group 2: version of the face record");
	assert_no_face(group_2(object(0x5f2e, both(good, STR("x")))), "data group 2: length of the face record");
	assert_no_face(group_2(object(0x7f2e, STR(""))), "data group 2: no face");
	assert_no_face(group_2(object(0x7f2e, object(0xa1, object(0x65, STR(""))))), "data group 2: no picture in the face");
	assert_no_face(group_2(object(0x5f2e, record(STR("GIF89a"), 0))), "data group 2: neither JPEG nor JPEG 2000");
	assert_no_face(group_2(object(0x5f2e, record(STR(""), 0))), "data group 2: neither JPEG nor JPEG 2000");
	assert_no_face(group_2(object(0x5f2e, record(STR("\x89PNG\r\n\x1a\n"), 0))), "data group 2: neither JPEG nor JPEG 2000");
}

/* A length that says more than there is, at each of the places where one stands. */
static void lengths_that_lie(void **state)
{
	struct str good = record(STR(PICTURE), 0);
	char *bytes = str_c(arena, good);
	struct str lying = { bytes, good.len };
	bytes[17]++; /* the face is one byte longer than the record */
	assert_no_face(group_2(object(0x5f2e, lying)), "data group 2: length of the face");
	bytes[17] = 1; /* shorter than its own header */
	assert_no_face(group_2(object(0x5f2e, lying)), "data group 2: length of the face");
	bytes[17] = good.data[17];
	bytes[18] = bytes[19] = (char)0xff; /* 65535 feature points */
	assert_no_face(group_2(object(0x5f2e, lying)), "data group 2: length of the face");
	bytes[18] = bytes[19] = 0;
	memset(bytes + 8, 0xff, 4);
	assert_no_face(group_2(object(0x5f2e, lying)), "data group 2: length of the face record");
}

/* Cut anywhere, it is refused; any one byte changed, what comes out still lies inside. Each in memory of its own size, for the sanitizers. */
static void cut_and_changed_anywhere(void **state)
{
	struct str groups[] = { group_2(object(0x5f2e, record(STR(PICTURE), 2))), group_2(object(0x7f2e, block(STR(PICTURE)))) };
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		struct str group = groups[i], picture;
		for (size_t at = 0; at < group.len; at++) {
			char *bytes = malloc(at + 1);
			memcpy(bytes, group.data, at);
			assert_false(lds_face((struct str){ bytes, at }, &picture, &err));
			free(bytes);
			bytes = malloc(group.len);
			for (int value = 0; value < 256; value++) {
				memcpy(bytes, group.data, group.len);
				bytes[at] = (char)value;
				if (lds_face((struct str){ bytes, group.len }, &picture, &err))
					assert_true(picture.data >= bytes && picture.data + picture.len <= bytes + group.len);
			}
			free(bytes);
		}
	}
}

static void pictures_are_told_by_their_first_bytes(void **state)
{
	assert_string_equal(lds_picture_type(STR(PICTURE)), "image/jpeg");
	assert_string_equal(lds_picture_type((struct str){ "\0\0\0\x0cjP  \r\n\x87\n....", 16 }), "image/jp2");
	assert_string_equal(lds_picture_type(STR("\xff\x4f\xff\x51")), "image/jp2");
	assert_string_equal(lds_picture_type(STR("\x89PNG\r\n\x1a\n")), "image/png");
	assert_null(lds_picture_type(STR("<svg onload=alert(1)>")));
	assert_null(lds_picture_type(STR("\xff\xd8")));
	assert_null(lds_picture_type(STR("")));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(zones_of_the_three_forms),
		UNIT(zones_that_are_none),
		UNIT(faces_of_both_encodings),
		UNIT(the_first_of_two_faces),
		UNIT(faces_that_are_none),
		UNIT(lengths_that_lie),
		UNIT(cut_and_changed_anywhere),
		UNIT(pictures_are_told_by_their_first_bytes),
	};
	return cmocka_run_group_tests(cases, NULL, NULL);
}
