/* Published seals: Doc 9303's visa and other papers as the German federal office's examples hold them (BSI TR-03137-1, annexes B and C; the test seals of the
 * signer UTTS of the specimen state, made and signed by others). */
#include "test.h"

#include "buf.h"
#include "vds.h"

#define VISA                                                                                                                                       \
	"dc03d9c5d9cac8a73a990f7134b834595d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c203833734aaf47f0c32f1a1e20eb2625393afe310403a00000" \
	"050633be1fed20c603010c0601aa0701bbff400b276b4522526b723e2140f14bef1c25048cfed9223268c24337e7a6b5b9f02b1e15c86734ef7101d983869278ce10666"  \
	"94dd80e8b842b82b592db6fd56c10ae"
#define ARRIVAL                                                                                                                                    \
	"dc026abc6d32c8a519fc0f71341145f4fd020230a5621353d9a275735bd4134bc549133c133c133c133c133ca32519a519a4344a5e681ae7204b20d532cf4b7c133c133f"   \
	"030820d5201019a51aeaff404a1f218ca4392647ecff6c8abf9e796a78eebe0b1ac8cc25c4ee17eed961d1189091358d7d616f1a517abc747f6c4490ff159d4dcf50248b00b1e32e9e7805e7"

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

static struct str bytes_of(const char *hex)
{
	size_t size = str_of(hex).len / 2;
	uint8_t *out = ARENA_ARRAY(arena, uint8_t, size);
	assert_true(str_to_hex(str_of(hex), out, size));
	return (struct str){ (const char *)out, size };
}

static void check_c40(const char *text, const char *hex, const char *back)
{
	struct str out, read;
	assert_true(c40_write(arena, str_of(text), &out));
	assert_str(str_hex(arena, out.data, out.len), hex);
	assert_true(c40_read(arena, out, &read));
	assert_str(read, back);
}

static void test_c40(void **state)
{
	struct str out;
	(void)state;
	check_c40("XK<CD", "eb0466a9", "XK CD"); /* annex B, table 6 */
	check_c40("XKCD", "eb11fe45", "XKCD");   /* table 7 */
	check_c40("BSI01", "62d719c9", "BSI01");
	check_c40("", "", "");
	assert_false(c40_write(arena, STR("a"), &out));
	assert_false(c40_read(arena, STR("\xeb"), &out));
	assert_false(c40_read(arena, STR("\xfe\x45\xeb\x04"), &out)); /* one character alone, not at the end */
	assert_false(c40_read(arena, (struct str){ "\0\0", 2 }, &out));
}

static void check_date(struct date date, const char *day)
{
	char text[DATE_TEXT];
	assert_str(date_text(date, text), day);
}

static void test_visa(void **state)
{
	struct vds vds;
	struct vds_visa visa;
	struct str bytes = bytes_of(VISA), covered;
	(void)state;
	assert_true(vds_read(bytes, arena, &vds, &err));
	assert_int_equal(vds.version, 4);
	assert_str(vds.country, "UTO");
	assert_str(vds.signer, "UTTS");
	assert_str(vds.reference, "5B");
	check_date(vds.issued, "2020-01-01");
	check_date(vds.sealed, "2025-12-07");
	assert_int_equal(vds.signature.len, 64);
	assert_true(vds_visa_read(&vds, arena, &visa, &err));
	assert_str(visa.lines[0], "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<");
	assert_str(visa.lines[1], "1234567XY7GBR5203116M2005250<<<<<<<<");
	assert_int_equal(visa.entries, 12);
	assert_int_equal(visa.days, 160);
	assert_int_equal(visa.months + visa.years, 0);
	assert_str(visa.passport, "47110815P");
	assert_int_equal(visa.type, 0xaa);
	assert_true(vds_covered(arena, &vds, &covered, &err)); /* the same order of features: the same bytes */
	assert_true(str_equal(vds_sealed(arena, covered, vds.signature), bytes));
}

static void test_version_3(void **state)
{
	struct vds vds;
	struct vds_visa visa;
	struct str zone, number, value;
	(void)state;
	assert_true(vds_read(bytes_of(ARRIVAL), arena, &vds, &err));
	assert_int_equal(vds.version, 3);
	assert_str(vds.country, "D");
	assert_str(vds.signer, "DETS");
	assert_str(vds.reference, "00027");
	check_date(vds.sealed, "2020-01-13");
	assert_true(vds_feature(&vds, 0x02, &value) && c40_read(arena, value, &zone));
	assert_str(zone, "MED  MUSTERMANN  ERIK               M0000000 4ALB0308212M1604128       2");
	assert_true(vds_feature(&vds, 0x03, &value) && c40_read(arena, value, &number));
	assert_str(number, "160113000085");
	assert_false(vds_visa_read(&vds, arena, &visa, &err));
	assert_string_equal(err.what, "this seal is not a visa's");
}

static struct vds_visa made_visa(void)
{
	return (struct vds_visa){ .lines = { STR("V<UTOMARENKO<<TADIA<LOU<<<<<<<<<<<<<"), STR("E7K3M9Q247QMA8803148F2702287<<<<<<<<") }, .entries = 2, .days = 90,
		                  .passport = STR("QM4K7P20B"), .type = -1 };
}

static void test_make(void **state)
{
	struct vds vds = { .country = STR("UTO"), .signer = STR("UTVS"), .reference = STR("1A2B"), .issued = { 2026, 11, 26 }, .sealed = { 2026, 11, 26 } }, read;
	struct vds_visa visa = made_visa(), back;
	struct str covered, bytes, text;
	(void)state;
	assert_true(vds_visa_write(arena, &visa, &vds, &err));
	assert_true(vds_covered(arena, &vds, &covered, &err));
	bytes = vds_sealed(arena, covered, STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
	assert_true(bytes.len <= 170); /* fits 48 by 48 modules in base 256 */
	text = vds_text(arena, bytes);
	assert_true(vds_from_text(arena, text, &bytes));
	assert_true(vds_from_text(arena, str_format(arena, " " STR_FMT "\r\n", STR_ARG(str_lower(arena, text))), &bytes));
	assert_true(vds_from_text(arena, str_base64(arena, bytes), &bytes));
	assert_false(vds_from_text(arena, STR("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"), &text));
	assert_true(vds_read(bytes, arena, &read, &err));
	assert_true(str_equal(read.covered, covered));
	assert_str(read.reference, "1A2B");
	assert_true(vds_visa_read(&read, arena, &back, &err));
	assert_str(back.lines[0], "V<UTOMARENKO<<TADIA<LOU<<<<<<<<<<<<<");
	assert_str(back.lines[1], "E7K3M9Q247QMA8803148F2702287<<<<<<<<");
	assert_int_equal(back.entries, 2);
	assert_int_equal(back.days, 90);
	assert_int_equal(back.type, -1);
}

/* Each seal that ends early, or has one byte more, says so; no byte changed makes it crash or pass with another content unseen. */
static void test_broken(void **state)
{
	struct str good = bytes_of(VISA);
	struct vds vds;
	(void)state;
	for (size_t cut = 0; cut < good.len; cut++) {
		err = (struct error){ 0 };
		assert_false(vds_read(str_slice(good, 0, cut), arena, &vds, &err));
		assert_int_equal(err.code, ERR_INPUT);
	}
	assert_false(vds_read(str_format(arena, STR_FMT, STR_ARG(STR("hello, this is no seal"))), arena, &vds, &err));
	assert_string_equal(err.what, "this is not a visible digital seal");
	const struct str parts[] = { good, STR("x") };
	assert_false(vds_read(str_join(arena, parts, 2, STR("")), arena, &vds, &err));
	assert_string_equal(err.what, "something stands behind the seal's signature");
}

static void test_refused(void **state)
{
	struct vds vds = { .country = STR("UTO"), .signer = STR("UTVS"), .reference = STR("XY"), .issued = { 2026, 11, 26 }, .sealed = { 2026, 11, 26 } };
	struct vds_visa visa = made_visa();
	struct str covered;
	(void)state;
	assert_true(vds_visa_write(arena, &visa, &vds, &err));
	assert_false(vds_covered(arena, &vds, &covered, &err)); /* a reference that is not hexadecimal */
	visa.days = 365;
	assert_false(vds_visa_write(arena, &visa, &vds, &err));
	visa = made_visa();
	visa.passport = STR("QM-4");
	assert_false(vds_visa_write(arena, &visa, &vds, &err));
	visa = made_visa();
	visa.lines[1] = STR("SHORT");
	assert_false(vds_visa_write(arena, &visa, &vds, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_c40, setup, teardown),     cmocka_unit_test_setup_teardown(test_visa, setup, teardown),
		cmocka_unit_test_setup_teardown(test_version_3, setup, teardown), cmocka_unit_test_setup_teardown(test_make, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),  cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
