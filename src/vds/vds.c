/* The frame of a seal: header, message zone, signature zone. Doc 9303-13, section 2. */
#include "vds.h"

#include "buf.h"

enum { MAGIC = 0xdc, VERSION_3 = 0x02, VERSION_4 = 0x03, SIGNATURE_TAG = 0xff, REFERENCE_MOST = 64 };

/* What is read and how far. */
struct reader {
	struct str bytes;
	size_t at;
	struct arena *arena;
	struct error *err;
};

static bool wrong(struct reader *in, const char *what)
{
	return error_set(in->err, ERR_INPUT, what, "read the code again; if it says the same, examine the paper", "byte %zu of %zu", in->at + 1, in->bytes.len);
}

static bool take(struct reader *in, size_t count, struct str *out)
{
	if (in->bytes.len - in->at < count)
		return wrong(in, "the seal ends too early");
	*out = str_slice(in->bytes, in->at, in->at + count);
	in->at += count;
	return true;
}

static bool take_byte(struct reader *in, uint8_t *out)
{
	struct str one = { 0 };
	if (!take(in, 1, &one))
		return false;
	*out = (uint8_t)one.data[0];
	return true;
}

static bool take_c40(struct reader *in, size_t bytes, struct str *out)
{
	struct str raw;
	return take(in, bytes, &raw) && (c40_read(in->arena, raw, out) || wrong(in, "the seal has characters that cannot be"));
}

/* Month, day and year as one number: 3 25 1957 is 3251957. */
static bool take_date(struct reader *in, struct date *out)
{
	struct str raw;
	if (!take(in, 3, &raw))
		return false;
	int value = (uint8_t)raw.data[0] << 16 | (uint8_t)raw.data[1] << 8 | (uint8_t)raw.data[2];
	*out = (struct date){ .year = (int16_t)(value % 10000), .month = (int8_t)(value / 1000000), .day = (int8_t)(value / 10000 % 100) };
	return date_whole(*out) || wrong(in, "the seal names a day that does not exist");
}

static int hex_digit(char c)
{
	return ascii_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Version 3: nine characters. Version 4: four, two for the length of the reference, the reference. */
static bool take_signer(struct reader *in, struct vds *out)
{
	struct str text;
	size_t from = in->at, length = 5, before = 4;
	if (out->version == 4) {
		if (!take_c40(in, 4, &text))
			return false;
		int high = text.len == 6 ? hex_digit(text.data[4]) : -1, low = text.len == 6 ? hex_digit(text.data[5]) : -1;
		if (high < 0 || low < 0)
			return wrong(in, "the length of the certificate's reference is no number");
		length = (size_t)(high * 16 + low);
		before = 6;
		if (!length || length > REFERENCE_MOST)
			return wrong(in, "the certificate's reference has a length that cannot be");
	}
	in->at = from;
	if (!take_c40(in, (before + length + 2) / 3 * 2, &text))
		return false;
	if (text.len != before + length)
		return wrong(in, "the certificate's reference has another length than the seal says");
	out->signer = str_slice(text, 0, 4);
	out->reference = str_slice(text, before, text.len);
	return true;
}

static bool read_header(struct reader *in, struct vds *out)
{
	uint8_t magic, version;
	if (!take_byte(in, &magic) || !take_byte(in, &version))
		return false;
	if (magic != MAGIC)
		return wrong(in, "this is not a visible digital seal");
	if (version != VERSION_3 && version != VERSION_4)
		return wrong(in, "the seal is of a version that is not known here");
	out->version = version + 1;
	if (!take_c40(in, 2, &out->country) || !take_signer(in, out) || !take_date(in, &out->issued) || !take_date(in, &out->sealed) ||
	    !take_byte(in, &out->definition) || !take_byte(in, &out->category))
		return false;
	out->country = str_trim(out->country);
	return out->country.len || wrong(in, "the seal names no state");
}

/* DER's lengths: one byte, or 0x81 and one, or 0x82 and two. */
static bool take_length(struct reader *in, size_t *out)
{
	uint8_t first, next = 0, last = 0;
	if (!take_byte(in, &first))
		return false;
	*out = first;
	if (first < 0x80)
		return true;
	if (first > 0x82)
		return wrong(in, "the seal has a length that cannot be");
	if ((first == 0x82 && !take_byte(in, &next)) || !take_byte(in, &last))
		return false;
	*out = (size_t)next << 8 | last;
	return *out >= (first == 0x82 ? 0x100u : 0x80u) || wrong(in, "the seal has a length that is written too long");
}

static bool take_feature(struct reader *in, uint8_t tag, struct vds *out)
{
	struct str ignored;
	size_t length;
	if (vds_feature(out, tag, &ignored))
		return wrong(in, "the seal says something twice");
	if (out->feature_count == VDS_FEATURES_MOST)
		return wrong(in, "the seal says more than can be read");
	struct vds_feature *feature = &out->features[out->feature_count];
	feature->tag = tag;
	if (!take_length(in, &length) || !take(in, length, &feature->value))
		return false;
	out->feature_count++;
	return true;
}

static bool read_signature(struct reader *in, struct vds *out)
{
	size_t length;
	if (!take_length(in, &length) || !take(in, length, &out->signature))
		return false;
	if (length < 2 || length % 2)
		return wrong(in, "the signature has a length that cannot be");
	return in->at == in->bytes.len || wrong(in, "something stands behind the seal's signature");
}

bool vds_read(struct str bytes, struct arena *arena, struct vds *out, struct error *err)
{
	struct reader in = { bytes, 0, arena, err };
	uint8_t tag;
	*out = (struct vds){ 0 };
	if (bytes.len > VDS_BYTES_MOST)
		return error_set(err, ERR_INPUT, "this is longer than a seal can be", "read the code again", "%zu bytes", bytes.len);
	if (!read_header(&in, out))
		return false;
	for (;;) {
		size_t from = in.at;
		if (in.at == bytes.len)
			return wrong(&in, "the seal is not signed");
		if (!take_byte(&in, &tag))
			return false;
		if (tag == SIGNATURE_TAG) {
			out->covered = str_slice(bytes, 0, from);
			break;
		}
		if (!take_feature(&in, tag, out))
			return false;
	}
	return (out->feature_count || wrong(&in, "the seal says nothing")) && read_signature(&in, out);
}

bool vds_feature(const struct vds *vds, uint8_t tag, struct str *value)
{
	for (size_t i = 0; i < vds->feature_count; i++)
		if (vds->features[i].tag == tag) {
			*value = vds->features[i].value;
			return true;
		}
	return false;
}

/* --- making --- */

static void put_date(struct buf *out, struct date date)
{
	int value = date.month * 1000000 + date.day * 10000 + date.year;
	buf_u8(out, (uint8_t)(value >> 16));
	buf_u8(out, (uint8_t)(value >> 8));
	buf_u8(out, (uint8_t)value);
}

static void put_length(struct buf *out, size_t length)
{
	if (length >= 0x100)
		buf_u8(out, 0x82);
	else if (length >= 0x80)
		buf_u8(out, 0x81);
	if (length >= 0x100)
		buf_u8(out, (uint8_t)(length >> 8));
	buf_u8(out, (uint8_t)length);
}

static bool all_letters(struct str text, size_t least, size_t most)
{
	bool letters = text.len >= least && text.len <= most;
	for (size_t i = 0; letters && i < text.len; i++)
		letters = ascii_upper(text.data[i]) || (least > 1 && ascii_digit(text.data[i]));
	return letters;
}

static bool all_hex(struct str text)
{
	bool hex = text.len && text.len <= REFERENCE_MOST;
	for (size_t i = 0; hex && i < text.len; i++)
		hex = hex_digit(text.data[i]) >= 0;
	return hex;
}

static bool put_header(struct arena *arena, struct buf *out, const struct vds *vds, struct error *err)
{
	struct str country, signer;
	if (!all_letters(vds->country, 1, 3) || !all_letters(vds->signer, 4, 4) || !all_hex(vds->reference) || !date_whole(vds->issued) || !date_whole(vds->sealed))
		return error_set(err, ERR_INPUT, "a seal needs state, signer, certificate and two days", "say each: UTO, UTVS, 5B", "header of the seal");
	if (!c40_write(arena, str_format(arena, "%-3.*s", STR_ARG(vds->country)), &country) ||
	    !c40_write(arena, str_format(arena, STR_FMT "%02X" STR_FMT, STR_ARG(vds->signer), (unsigned)vds->reference.len, STR_ARG(vds->reference)), &signer))
		return error_set(err, ERR_INPUT, "a seal cannot hold these characters", "write A to Z and 0 to 9", "header of the seal");
	buf_u8(out, MAGIC);
	buf_u8(out, VERSION_4);
	buf_add(out, country);
	buf_add(out, signer);
	put_date(out, vds->issued);
	put_date(out, vds->sealed);
	buf_u8(out, vds->definition);
	buf_u8(out, vds->category);
	return true;
}

bool vds_covered(struct arena *arena, const struct vds *vds, struct str *out, struct error *err)
{
	struct buf buf = BUF_IN(arena);
	if (!put_header(arena, &buf, vds, err))
		return false;
	for (size_t i = 0; i < vds->feature_count; i++) {
		buf_u8(&buf, vds->features[i].tag);
		put_length(&buf, vds->features[i].value.len);
		buf_add(&buf, vds->features[i].value);
	}
	*out = buf_str(&buf);
	return vds->feature_count || error_set(err, ERR_INPUT, "a seal must say something", "add a feature", "message zone of the seal");
}

struct str vds_sealed(struct arena *arena, struct str covered, struct str signature)
{
	struct buf buf = BUF_IN(arena);
	buf_add(&buf, covered);
	buf_u8(&buf, SIGNATURE_TAG);
	put_length(&buf, signature.len);
	buf_add(&buf, signature);
	return buf_str(&buf);
}

/* --- as text --- */

struct str vds_text(struct arena *arena, struct str bytes)
{
	return str_upper(arena, str_hex(arena, bytes.data, bytes.len));
}

static struct str without_blanks(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_space(text.data[i]))
			buf_c(&out, text.data[i]);
	return buf_str(&out);
}

bool vds_from_text(struct arena *arena, struct str text, struct str *bytes)
{
	uint8_t *out;
	size_t size;
	if (text.len > VDS_TEXT_MOST)
		return false;
	text = without_blanks(arena, text);
	if (text.len < 4)
		return false;
	bool hex = str_equal(str_upper(arena, str_slice(text, 0, 2)), STR("DC"));
	size = hex ? text.len / 2 : str_base64_size(text);
	if (!size || size > VDS_BYTES_MOST || (hex && text.len % 2))
		return false;
	out = ARENA_ARRAY(arena, uint8_t, size);
	if (hex ? !str_to_hex(text, out, size) : !str_to_base64(text, out, size))
		return false;
	*bytes = (struct str){ (const char *)out, size };
	return out[0] == MAGIC;
}
