/* From the bytes of a reader, a clipboard or a typist to lines of the alphabet. */
#include <string.h>

#include "mrz_private.h"

enum { LINES_SEEN = 16 };

/* Between bytes and lines: the alphabet, and these marks. */
enum { MARK_END = '\n', MARK_SPACE = ' ', MARK_DOUBLE = 2, MARK_WRONG = 1 };

struct marks {
	char at[MRZ_INPUT_MAX];
	size_t len;
	uint32_t notes;
	bool inner_spaces, doubles;
};

struct cut {
	char text[2 * MRZ_INPUT_MAX];
	size_t start[LINES_SEEN], length[LINES_SEEN], blanks[LINES_SEEN];
	size_t count;
	bool more; /* than LINES_SEEN lines */
};

struct family {
	uint8_t lines, width, name_line;
};

static const struct family families[] = { { 2, 44, 0 }, { 3, 30, 2 }, { 2, 36, 0 } };

enum { NEAR = 4 }; /* characters that the lines may miss or have too many, for the form still to be clear */

/* Signs that people, clipboards and optical readers give for '<'; '«' may stand for one or two. */
static char mark_of(uint32_t c, uint32_t *notes)
{
	switch (c) {
	case 0x00AB: /* « */
	case 0x226A: /* ≪ */
	case 0x300A: /* 《 */
		*notes |= MRZ_FILLER_SIGNS;
		return MARK_DOUBLE;
	case 0x2039: /* ‹ */
	case 0x2329: case 0x27E8: case 0x3008: /* angle brackets */
	case 0x276E: case 0x02C2: case 0x227A: case 0xFF1C: /* ❮ ˂ ≺ ＜ */
		*notes |= MRZ_FILLER_SIGNS;
		return '<';
	case 0x00A0: case 0x2002: case 0x2003: case 0x2007: case 0x2009: case 0x202F: case 0x3000:
		return MARK_SPACE;
	case 0x0085: case 0x2028: case 0x2029:
		return MARK_END;
	case 0xFEFF: case 0x200B: case 0x200E: case 0x200F: case 0x2060:
		*notes |= MRZ_CONTROLS;
		return 0;
	}
	return MARK_WRONG;
}

static char mark_of_ascii(char c, uint32_t *notes)
{
	if (ascii_lower(c)) {
		*notes |= MRZ_LOWER_CASE;
		return (char)(c - 'a' + 'A');
	}
	if (c == '\n' || c == '\r' || c == '\f' || c == '\v')
		return MARK_END;
	if (c == ' ' || c == '\t')
		return MARK_SPACE;
	if ((unsigned char)c < 0x20 || c == 0x7f) {
		*notes |= MRZ_CONTROLS;
		return 0;
	}
	return MARK_WRONG;
}

static void read_marks(struct str text, struct marks *marks)
{
	marks->len = 0;
	marks->notes = 0;
	marks->inner_spaces = marks->doubles = false;
	for (size_t at = 0; at < text.len;) {
		char c = text.data[at];
		if (mrz_class[(unsigned char)c]) {
			marks->at[marks->len++] = c;
			at++;
			continue;
		}
		if ((unsigned char)c < 0x80) {
			c = mark_of_ascii(c, &marks->notes);
			at++;
		} else {
			c = mark_of(utf8_next(text, &at), &marks->notes);
		}
		if (c)
			marks->at[marks->len++] = c;
		marks->doubles |= c == MARK_DOUBLE;
	}
}

/* Takes one line off the marks. Blanks at its end are counted, not kept: they may have been fillers. */
static size_t cut_line(struct marks *marks, size_t at, bool fill, bool twice, char *out, size_t *length, size_t *blanks)
{
	size_t waiting = 0;
	*length = 0;
	for (; at < marks->len && marks->at[at] != MARK_END; at++) {
		char c = marks->at[at];
		if (c == MARK_SPACE) {
			waiting += *length > 0;
			continue;
		}
		marks->inner_spaces |= waiting > 0;
		for (; waiting; waiting--)
			if (fill)
				out[(*length)++] = '<';
		if (c == MARK_DOUBLE && twice)
			out[(*length)++] = '<';
		out[(*length)++] = c == MARK_DOUBLE ? '<' : c;
	}
	*blanks = waiting;
	return at;
}

static void cut_lines(struct marks *marks, bool fill, bool twice, struct cut *cut)
{
	size_t used = 0, length, blanks;
	cut->count = 0;
	cut->more = false;
	for (size_t at = 0; at < marks->len; at++) {
		at = cut_line(marks, at, fill, twice, cut->text + used, &length, &blanks);
		if (!length)
			continue;
		if (cut->count == LINES_SEEN) {
			cut->more = true;
			return;
		}
		cut->start[cut->count] = used;
		cut->length[cut->count] = length;
		cut->blanks[cut->count++] = blanks;
		used += length;
	}
}

static size_t total_length(const struct cut *cut)
{
	return cut->count ? cut->start[cut->count - 1] + cut->length[cut->count - 1] : 0;
}

static bool lines_fit(const struct cut *cut, const struct family *family)
{
	if (cut->count != family->lines)
		return false;
	for (size_t i = 0; i < cut->count; i++)
		if (cut->length[i] > family->width || cut->length[i] + cut->blanks[i] < family->width)
			return false;
	return true;
}

/* The whole is right and the ends of lines are only more or fewer than they should be. */
static bool whole_fits(const struct cut *cut, const struct family *family)
{
	if (cut->more || cut->count == family->lines || total_length(cut) != (size_t)family->lines * family->width)
		return false;
	size_t inside = 0, matched = 0;
	for (size_t i = 1; i < cut->count; i++) {
		inside++;
		matched += cut->start[i] % family->width == 0;
	}
	return matched == inside || matched == (size_t)family->lines - 1;
}

static void take_line(struct mrz_reading *out, size_t line, const char *from, size_t length, size_t width)
{
	size_t kept = length < width ? length : width;
	memcpy(out->line[line], from, kept);
	memset(out->line[line] + kept, '<', width - kept);
}

static void take_lines(struct mrz_reading *out, const struct cut *cut, const struct family *family)
{
	for (size_t i = 0; i < family->lines; i++) {
		take_line(out, i, cut->text + cut->start[i], cut->length[i], family->width);
		if (cut->length[i] < family->width && cut->blanks[i])
			out->notes |= MRZ_SPACES_FILLED;
	}
}

static void take_whole(struct mrz_reading *out, const struct cut *cut, const struct family *family)
{
	size_t total = total_length(cut);
	for (size_t i = 0; i < family->lines; i++) {
		size_t from = i * family->width, length = total > from ? total - from : 0;
		take_line(out, i, cut->text + from, length, family->width);
	}
	out->notes |= MRZ_LINES_JOINED;
}

static const struct family *try_cut(const struct cut *cut, struct mrz_reading *out)
{
	if (cut->more)
		return NULL;
	for (size_t i = 0; i < COUNT_OF(families); i++) {
		if (lines_fit(cut, &families[i])) {
			take_lines(out, cut, &families[i]);
			return &families[i];
		}
	}
	for (size_t i = 0; i < COUNT_OF(families); i++) {
		if (whole_fits(cut, &families[i])) {
			take_whole(out, cut, &families[i]);
			return &families[i];
		}
	}
	return NULL;
}

/* Spaces first as nothing, then as fillers; '«' first as one, then as two. */
static const struct family *try_cuts(struct marks *marks, struct cut *cut, struct mrz_reading *out)
{
	for (int fill = 0; fill <= (marks->inner_spaces ? 1 : 0); fill++) {
		for (int twice = 0; twice <= (marks->doubles ? 1 : 0); twice++) {
			cut_lines(marks, fill, twice, cut);
			const struct family *family = try_cut(cut, out);
			if (!family)
				continue;
			if (marks->inner_spaces)
				out->notes |= fill ? MRZ_SPACES_FILLED : MRZ_SPACES_REMOVED;
			return family;
		}
	}
	return NULL;
}

static size_t apart(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* How far the lines are from a family. A name line that lost its fillers is near: nothing can follow the name. */
static size_t distance(const struct cut *cut, const struct family *family)
{
	size_t sum = 0;
	if (cut->count == 1)
		return apart(cut->length[0], (size_t)family->lines * family->width);
	if (cut->count != family->lines)
		return SIZE_MAX;
	for (size_t i = 0; i < cut->count; i++) {
		bool stripped = i == family->name_line && cut->length[i] < family->width;
		sum += stripped ? 1 : apart(cut->length[i], family->width);
	}
	return sum;
}

static const struct family *nearest(const struct cut *cut)
{
	const struct family *best = NULL;
	size_t least = NEAR + 1;
	for (size_t i = 0; i < COUNT_OF(families) && !cut->more && cut->count; i++) {
		size_t far = distance(cut, &families[i]);
		if (far < least) {
			least = far;
			best = &families[i];
		}
	}
	return best;
}

/* The French card of 1988 has its number of twelve digits where a TD2 card has number, digit and nationality. */
static bool french(const struct mrz_reading *out)
{
	if (memcmp(out->line[0], "IDFRA", 5) != 0)
		return false;
	for (size_t i = 10; i < 13; i++)
		if (mrz_class[(unsigned char)out->line[1][i]] != MRZ_DIGIT)
			return false;
	return true;
}

static enum mrz_form form_of(const struct family *family, const struct mrz_reading *out)
{
	bool visa = out->line[0][0] == 'V';
	if (family->lines == 3)
		return MRZ_TD1;
	if (family->width == 44)
		return visa ? MRZ_MRV_A : MRZ_TD3;
	return visa ? MRZ_MRV_B : french(out) ? MRZ_FRA_ID : MRZ_TD2;
}

static const char *form_title(enum mrz_form form)
{
	static const char *const titles[] = {
		[MRZ_NO_FORM] = "",
#define F(form, name, title, lines, width, section) [form] = title,
		MRZ_FORMS(F)
#undef F
	};
	return titles[form];
}

static bool wrong_length(const struct cut *cut, const struct family *family, enum mrz_form form, struct error *err)
{
	static const char what[] = "A line of the machine readable zone has the wrong length";
	static const char todo[] = "Scan it again, or compare the line with the document, counting the '<' signs.";
	if (cut->count == 1)
		return error_set(err, ERR_INPUT, what, todo, "line 1 has %zu characters, all lines of %s together have %u",
		                 cut->length[0], form_title(form), (unsigned)family->lines * family->width);
	size_t line = 0;
	while (line + 1 < cut->count && cut->length[line] == family->width)
		line++;
	return error_set(err, ERR_INPUT, what, todo, "line %zu has %zu characters, %s's has %u",
	                 line + 1, cut->length[line], form_title(form), family->width);
}

static bool driving_licence(const struct cut *cut, struct error *err)
{
	const char *text = cut->text;
	bool iso = cut->length[0] >= 5 && text[0] == 'D' && ascii_digit(text[1]);
	bool swiss = cut->count == 3 && cut->length[0] <= 12 && cut->length[1] > 12 && str_starts(
		(struct str){ cut->text + cut->start[1], cut->length[1] }, STR("FA"));
	if (!iso && !swiss)
		return false;
	error_set(err, ERR_INPUT, "This is a driving licence, not a travel document",
	          "Ask for a passport, an identity card or a visa.", "line 1, column 1");
	return true;
}

static bool unknown_form(const struct cut *cut, struct error *err)
{
	static const char what[] = "This is no machine readable zone of a travel document";
	static const char todo[] = "Scan or type all lines: 2 of 44 characters (passport, visa), 3 of 30 or 2 of 36 (card, visa).";
	if (driving_licence(cut, err))
		return false;
	if (!cut->count)
		return error_set(err, ERR_INPUT, "There is no machine readable zone here", todo, "no characters");
	if (cut->count == 1)
		return error_set(err, ERR_INPUT, what, todo, "1 line of %zu characters", cut->length[0]);
	if (cut->count <= 3)
		return error_set(err, ERR_INPUT, what, todo, "%zu lines, the first of %zu and the second of %zu characters",
		                 cut->count, cut->length[0], cut->length[1]);
	return error_set(err, ERR_INPUT, what, todo, cut->more ? "more than %zu lines" : "%zu lines", cut->count);
}

/* Characters that no zone has become '<'; the first of them is the error's. */
static bool only_alphabet(struct mrz_reading *out, const struct family *family, struct error *err)
{
	size_t line = 0, column = 0;
	for (size_t i = family->lines; i-- > 0;) {
		for (size_t at = family->width; at-- > 0;) {
			if (out->line[i][at] != MARK_WRONG)
				continue;
			out->line[i][at] = '<';
			line = i + 1;
			column = at + 1;
		}
	}
	if (!line)
		return true;
	out->notes |= MRZ_SIGNS_REPLACED;
	return error_set(err, ERR_INPUT, "A character cannot be in a machine readable zone",
	                 "Compare it with the document: only A to Z, 0 to 9 and '<' are there.", "line %zu, column %zu", line, column);
}

static bool mend(struct marks *marks, struct cut *cut, struct mrz_reading *out, struct error *err)
{
	cut_lines(marks, false, false, cut);
	const struct family *family = driving_licence(cut, err) ? NULL : nearest(cut);
	if (!family)
		return unknown_form(cut, err);
	if (cut->count == 1)
		take_whole(out, cut, family);
	else
		take_lines(out, cut, family);
	out->notes |= marks->notes | MRZ_LENGTH_MENDED;
	struct error other;
	bool clean = only_alphabet(out, family, &other);
	out->form = form_of(family, out);
	wrong_length(cut, family, out->form, err);
	(void)clean; /* the length comes first: with it wrong, columns may be, too */
	return false;
}

static bool has_wrong(const struct marks *marks)
{
	return memchr(marks->at, MARK_WRONG, marks->len) != NULL;
}

/* The usual case, for speed: clean lines of one family, ended by CR, LF or CRLF. All else takes the way through marks. */
static bool read_clean(struct str text, struct mrz_reading *out)
{
	const struct family *family = text.len >= 90 && text.len <= 94 && text.data[30] < ' ' ? &families[1] :
	                              text.len >= 73 && text.len <= 76 ? &families[2] : &families[0];
	size_t at = 0;
	for (size_t i = 0; i < family->lines; i++) {
		if (text.len - at < family->width)
			return false;
		if (!mrz_only((struct str){ text.data + at, family->width }, MRZ_ANY))
			return false;
		memcpy(out->line[i], text.data + at, family->width);
		at += family->width;
		size_t ends = 0;
		while (at < text.len && (text.data[at] == '\r' || text.data[at] == '\n'))
			at++, ends++;
		if (!ends && i + 1 < family->lines)
			return false;
	}
	if (at != text.len || (out->line[0][0] == 'D' && ascii_digit(out->line[0][1])))
		return false;
	out->form = form_of(family, out);
	return true;
}

bool mrz_read(struct str text, struct mrz_reading *out, struct error *err)
{
	struct marks marks;
	struct cut cut;
	out->form = MRZ_NO_FORM;
	out->notes = 0;
	if (read_clean(text, out))
		return true;
	if (text.len > MRZ_INPUT_MAX)
		return error_set(err, ERR_TOO_LARGE, "This is too long for a machine readable zone", "Give only the zone's lines.",
		                 "%zu bytes, at most %d are read", text.len, MRZ_INPUT_MAX);
	read_marks(text, &marks);
	const struct family *family = try_cuts(&marks, &cut, out);
	if (!family)
		return mend(&marks, &cut, out, err);
	if (driving_licence(&cut, err))
		return false;
	out->notes |= marks.notes;
	bool clean = !has_wrong(&marks) || only_alphabet(out, family, err);
	out->form = form_of(family, out);
	return clean;
}
