#include "mrz.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "mrz_private.h"

#define RANGE_DIGITS \
	['0'] = MRZ_DIGIT, ['1'] = MRZ_DIGIT, ['2'] = MRZ_DIGIT, ['3'] = MRZ_DIGIT, ['4'] = MRZ_DIGIT, \
	['5'] = MRZ_DIGIT, ['6'] = MRZ_DIGIT, ['7'] = MRZ_DIGIT, ['8'] = MRZ_DIGIT, ['9'] = MRZ_DIGIT
#define SEXED (MRZ_LETTER | MRZ_SEX_LETTER)

const uint8_t mrz_class[256] = {
	RANGE_DIGITS, ['<'] = MRZ_FILL | MRZ_SEX_LETTER,
	['A'] = MRZ_LETTER, ['B'] = MRZ_LETTER, ['C'] = MRZ_LETTER, ['D'] = MRZ_LETTER, ['E'] = MRZ_LETTER, ['F'] = SEXED,
	['G'] = MRZ_LETTER, ['H'] = MRZ_LETTER, ['I'] = MRZ_LETTER, ['J'] = MRZ_LETTER, ['K'] = MRZ_LETTER, ['L'] = MRZ_LETTER,
	['M'] = SEXED, ['N'] = MRZ_LETTER, ['O'] = MRZ_LETTER, ['P'] = MRZ_LETTER, ['Q'] = MRZ_LETTER, ['R'] = MRZ_LETTER,
	['S'] = MRZ_LETTER, ['T'] = MRZ_LETTER, ['U'] = MRZ_LETTER, ['V'] = MRZ_LETTER, ['W'] = MRZ_LETTER, ['X'] = SEXED,
	['Y'] = MRZ_LETTER, ['Z'] = MRZ_LETTER,
};

const uint8_t mrz_value[256] = {
	['1'] = 1, ['2'] = 2, ['3'] = 3, ['4'] = 4, ['5'] = 5, ['6'] = 6, ['7'] = 7, ['8'] = 8, ['9'] = 9,
	['A'] = 10, ['B'] = 11, ['C'] = 12, ['D'] = 13, ['E'] = 14, ['F'] = 15, ['G'] = 16, ['H'] = 17, ['I'] = 18, ['J'] = 19,
	['K'] = 20, ['L'] = 21, ['M'] = 22, ['N'] = 23, ['O'] = 24, ['P'] = 25, ['Q'] = 26, ['R'] = 27, ['S'] = 28, ['T'] = 29,
	['U'] = 30, ['V'] = 31, ['W'] = 32, ['X'] = 33, ['Y'] = 34, ['Z'] = 35,
};

const uint8_t mrz_allowed[FIELD_COUNT] = {
	[FIELD_CODE] = MRZ_LETTER | MRZ_FILL,
	[FIELD_ISSUER] = MRZ_LETTER | MRZ_FILL,
	[FIELD_NATIONALITY] = MRZ_LETTER | MRZ_FILL,
	[FIELD_NUMBER] = MRZ_ANY,
	[FIELD_NUMBER_DIGIT] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_NAME] = MRZ_LETTER | MRZ_FILL,
	[FIELD_GIVEN] = MRZ_LETTER | MRZ_FILL,
	[FIELD_BIRTH] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_BIRTH_DIGIT] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_SEX] = MRZ_SEX_LETTER,
	[FIELD_EXPIRY] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_EXPIRY_DIGIT] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_OPTIONAL] = MRZ_ANY,
	[FIELD_OPTIONAL_DIGIT] = MRZ_DIGIT | MRZ_FILL,
	[FIELD_OPTIONAL2] = MRZ_ANY,
	[FIELD_COMPOSITE] = MRZ_DIGIT | MRZ_FILL,
};

/* What TD2, TD3 and the visas share in their second line. */
#define SECOND_LINE \
	[FIELD_NUMBER] = { 1, 0, 9 }, [FIELD_NUMBER_DIGIT] = { 1, 9, 1 }, [FIELD_NATIONALITY] = { 1, 10, 3 }, \
	[FIELD_BIRTH] = { 1, 13, 6 }, [FIELD_BIRTH_DIGIT] = { 1, 19, 1 }, [FIELD_SEX] = { 1, 20, 1 }, \
	[FIELD_EXPIRY] = { 1, 21, 6 }, [FIELD_EXPIRY_DIGIT] = { 1, 27, 1 }
#define FIRST_LINE(name_length) \
	[FIELD_CODE] = { 0, 0, 2 }, [FIELD_ISSUER] = { 0, 2, 3 }, [FIELD_NAME] = { 0, 5, name_length }

const struct mrz_layout mrz_layouts[MRZ_FORM_COUNT] = {
	[MRZ_TD1] = { 3, 30, {
		[FIELD_CODE] = { 0, 0, 2 }, [FIELD_ISSUER] = { 0, 2, 3 }, [FIELD_NUMBER] = { 0, 5, 9 },
		[FIELD_NUMBER_DIGIT] = { 0, 14, 1 }, [FIELD_OPTIONAL] = { 0, 15, 15 },
		[FIELD_BIRTH] = { 1, 0, 6 }, [FIELD_BIRTH_DIGIT] = { 1, 6, 1 }, [FIELD_SEX] = { 1, 7, 1 },
		[FIELD_EXPIRY] = { 1, 8, 6 }, [FIELD_EXPIRY_DIGIT] = { 1, 14, 1 }, [FIELD_NATIONALITY] = { 1, 15, 3 },
		[FIELD_OPTIONAL2] = { 1, 18, 11 }, [FIELD_COMPOSITE] = { 1, 29, 1 },
		[FIELD_NAME] = { 2, 0, 30 },
	}, { { 0, 5, 25 }, { 1, 0, 7 }, { 1, 8, 7 }, { 1, 18, 11 } } },
	[MRZ_TD2] = { 2, 36, {
		FIRST_LINE(31), SECOND_LINE, [FIELD_OPTIONAL] = { 1, 28, 7 }, [FIELD_COMPOSITE] = { 1, 35, 1 },
	}, { { 1, 0, 10 }, { 1, 13, 7 }, { 1, 21, 14 } } },
	[MRZ_TD3] = { 2, 44, {
		FIRST_LINE(39), SECOND_LINE, [FIELD_OPTIONAL] = { 1, 28, 14 }, [FIELD_OPTIONAL_DIGIT] = { 1, 42, 1 },
		[FIELD_COMPOSITE] = { 1, 43, 1 },
	}, { { 1, 0, 10 }, { 1, 13, 7 }, { 1, 21, 22 } } },
	[MRZ_MRV_A] = { 2, 44, { FIRST_LINE(39), SECOND_LINE, [FIELD_OPTIONAL] = { 1, 28, 16 } }, { { 0 } } },
	[MRZ_MRV_B] = { 2, 36, { FIRST_LINE(31), SECOND_LINE, [FIELD_OPTIONAL] = { 1, 28, 8 } }, { { 0 } } },
	[MRZ_FRA_ID] = { 2, 36, {
		FIRST_LINE(25), [FIELD_OPTIONAL] = { 0, 30, 6 },
		[FIELD_NUMBER] = { 1, 0, 12 }, [FIELD_NUMBER_DIGIT] = { 1, 12, 1 }, [FIELD_GIVEN] = { 1, 13, 14 },
		[FIELD_BIRTH] = { 1, 27, 6 }, [FIELD_BIRTH_DIGIT] = { 1, 33, 1 }, [FIELD_SEX] = { 1, 34, 1 },
		[FIELD_COMPOSITE] = { 1, 35, 1 },
	}, { { 0, 0, 36 }, { 1, 0, 35 } } },
};

static const struct mrz_span *span(const struct mrz *mrz, enum mrz_field field)
{
	return &mrz_layouts[mrz->form].fields[field];
}

static struct str text_at(const struct mrz *mrz, const struct mrz_span *s)
{
	if (!s->length)
		return (struct str){ "", 0 };
	return (struct str){ mrz->line[s->line].data + s->at, s->length };
}

static struct str field_text(const struct mrz *mrz, enum mrz_field field)
{
	return text_at(mrz, span(mrz, field));
}

static struct str without_fillers(struct str s)
{
	while (s.len && s.data[s.len - 1] == '<')
		s.len--;
	return s;
}

static bool all_fillers(struct str s)
{
	return without_fillers(s).len == 0;
}

/* Sums that go on over several pieces; the weights go on, too. The lines of a zone have only characters of the alphabet. */
struct sum {
	unsigned total, count;
};

static void sum_add(struct sum *sum, struct str s)
{
	static const uint8_t weights[] = { 7, 3, 1, 7, 3 };
	const uint8_t *w = weights + sum->count % 3, *c = (const uint8_t *)s.data;
	unsigned total = 0;
	size_t i = 0;
	for (; i + 3 <= s.len; i += 3)
		total += (unsigned)mrz_value[c[i]] * w[0] + (unsigned)mrz_value[c[i + 1]] * w[1] + (unsigned)mrz_value[c[i + 2]] * w[2];
	for (; i < s.len; i++)
		total += (unsigned)mrz_value[c[i]] * w[i % 3];
	sum->total += total;
	sum->count += (unsigned)s.len;
}

static char sum_digit(const struct sum *sum)
{
	return (char)('0' + sum->total % 10);
}

static char digit_of(struct str field)
{
	struct sum sum = { 0 };
	sum_add(&sum, field);
	return sum_digit(&sum);
}

char mrz_check_digit(struct str field)
{
	for (size_t i = 0; i < field.len; i++)
		if (!mrz_class[(unsigned char)field.data[i]])
			return 0;
	return digit_of(field);
}

static struct mrz_check check_at(const struct mrz_span *digit, const struct mrz_span *covered)
{
	return (struct mrz_check){
		.line = digit->line + 1, .column = digit->at + 1,
		.field_line = covered->line + 1, .field_column = covered->at + 1, .field_length = covered->length,
	};
}

static void compare_digit(struct mrz_check *check, char expected, char found)
{
	check->expected = expected;
	check->found = found;
	check->result = expected == found ? MRZ_SUCCESSFUL : MRZ_FAILED;
}

/* A digit over a field that may be empty, and then has '<' or 0 for a digit. */
static void check_field(struct mrz *mrz, enum mrz_check_id id, enum mrz_field field, enum mrz_field digit_field)
{
	const struct mrz_span *covered = span(mrz, field), *digit = span(mrz, digit_field);
	if (!digit->length)
		return;
	struct mrz_check *check = &mrz->checks[id];
	struct str text = text_at(mrz, covered);
	char found = text_at(mrz, digit).data[0];
	*check = check_at(digit, covered);
	compare_digit(check, digit_of(text), found);
	if (!all_fillers(text) || (found != '<' && found != '0'))
		return;
	if (field == FIELD_OPTIONAL) {
		check->result = MRZ_SUCCESSFUL;
		mrz->notes |= MRZ_EMPTY_OPTIONAL;
	} else if (found == '<') {
		check->result = MRZ_UNDETERMINED;
		mrz->notes |= MRZ_DIGIT_LEFT_OUT;
	}
}

/* The rest of a long number: up to the first filler of the optional data; its last character is the digit. 0 = none. */
static size_t long_rest(const struct mrz *mrz)
{
	if (mrz->form != MRZ_TD1 && mrz->form != MRZ_TD2)
		return 0;
	if (field_text(mrz, FIELD_NUMBER_DIGIT).data[0] != '<' || field_text(mrz, FIELD_NUMBER).data[8] == '<')
		return 0;
	struct str rest = field_text(mrz, FIELD_OPTIONAL);
	size_t length = 0;
	while (length < rest.len && rest.data[length] != '<')
		length++;
	return length >= 2 && ascii_digit(rest.data[length - 1]) ? length : 0;
}

/* Over the joined number, or with the filler between: Belgian cards until about 2020 count it. */
static char long_digit(struct str number, struct str more, bool filler)
{
	struct sum sum = { 0 };
	sum_add(&sum, number);
	if (filler)
		sum_add(&sum, STR("<"));
	sum_add(&sum, more);
	return sum_digit(&sum);
}

static void check_long_number(struct mrz *mrz, size_t rest)
{
	const struct mrz_span *number = span(mrz, FIELD_NUMBER), *optional = span(mrz, FIELD_OPTIONAL);
	struct mrz_span digit = { optional->line, (uint8_t)(optional->at + rest - 1), 1 };
	struct str more = { field_text(mrz, FIELD_OPTIONAL).data, rest - 1 };
	struct mrz_check *check = &mrz->checks[MRZ_DOCUMENT_NUMBER];
	char found = more.data[rest - 1], other = long_digit(text_at(mrz, number), more, true);
	*check = check_at(&digit, number);
	compare_digit(check, long_digit(text_at(mrz, number), more, false), found);
	mrz->notes |= MRZ_LONG_NUMBER;
	if (check->result == MRZ_FAILED && other == found) {
		compare_digit(check, other, found);
		mrz->notes |= MRZ_FILLER_COUNTED;
	}
}

static void check_composite(struct mrz *mrz)
{
	const struct mrz_layout *layout = &mrz_layouts[mrz->form];
	const struct mrz_span *digit = &layout->fields[FIELD_COMPOSITE];
	if (!digit->length)
		return;
	struct sum sum = { 0 };
	for (size_t i = 0; i < COUNT_OF(layout->covered) && layout->covered[i].length; i++)
		sum_add(&sum, text_at(mrz, &layout->covered[i]));
	mrz->checks[MRZ_COMPOSITE] = check_at(digit, &layout->covered[0]);
	compare_digit(&mrz->checks[MRZ_COMPOSITE], sum_digit(&sum), text_at(mrz, digit).data[0]);
}

void mrz_check_digits(struct mrz *mrz)
{
	size_t rest = long_rest(mrz);
	if (rest)
		check_long_number(mrz, rest);
	else
		check_field(mrz, MRZ_DOCUMENT_NUMBER, FIELD_NUMBER, FIELD_NUMBER_DIGIT);
	check_field(mrz, MRZ_BIRTH_DATE, FIELD_BIRTH, FIELD_BIRTH_DIGIT);
	check_field(mrz, MRZ_EXPIRY_DATE, FIELD_EXPIRY, FIELD_EXPIRY_DIGIT);
	check_field(mrz, MRZ_PERSONAL_NUMBER, FIELD_OPTIONAL, FIELD_OPTIONAL_DIGIT);
	check_composite(mrz);
}

/* A check that looks at characters: the place is the first of the field until something there fails. */
static struct mrz_check *check_begin(struct mrz *mrz, enum mrz_check_id id, const struct mrz_span *field)
{
	mrz->checks[id] = check_at(field, field);
	mrz->checks[id].result = MRZ_SUCCESSFUL;
	return &mrz->checks[id];
}

static void check_fail(const struct mrz *mrz, struct mrz_check *check, const struct mrz_span *field, size_t offset)
{
	check->result = MRZ_FAILED;
	check->line = check->field_line = (uint8_t)(field->line + 1);
	check->column = (uint8_t)(field->at + 1 + offset);
	check->field_column = (uint8_t)(field->at + 1);
	check->field_length = field->length;
	check->found = mrz->line[field->line].data[field->at + offset];
}

static bool before(const struct mrz_span *a, const struct mrz_check *b)
{
	return b->result != MRZ_FAILED || a->line + 1 < b->line || (a->line + 1 == b->line && a->at + 1 < b->column);
}

static void check_structure(struct mrz *mrz)
{
	struct mrz_check *check = check_begin(mrz, MRZ_STRUCTURE, span(mrz, FIELD_CODE));
	for (size_t field = 0; field < FIELD_COUNT; field++) {
		const struct mrz_span *s = span(mrz, (enum mrz_field)field);
		struct str text = text_at(mrz, s);
		unsigned allowed = mrz_allowed[field], good;
		if (allowed == MRZ_ANY)
			continue;
		good = mrz_only(text, allowed);
		if (good || !before(s, check))
			continue;
		size_t at = 0;
		while (mrz_class[(unsigned char)text.data[at]] & allowed)
			at++;
		check_fail(mrz, check, s, at);
	}
}

static void check_code(struct mrz *mrz)
{
	const struct mrz_span *s = span(mrz, FIELD_CODE);
	struct mrz_check *check = check_begin(mrz, MRZ_DOCUMENT_CODE, s);
	char first = mrz->code_raw.data[0], second = mrz->code_raw.data[1];
	bool card = mrz->form == MRZ_TD1 || mrz->form == MRZ_TD2;
	if (!ascii_upper(first))
		check_fail(mrz, check, s, 0);
	else if (second != '<' && !ascii_upper(second))
		check_fail(mrz, check, s, 1);
	else if (card && second == 'V')
		check_fail(mrz, check, s, 1);
	else if (card ? !strchr("ACI", first) : mrz->form == MRZ_TD3 && first != 'P') {
		check->result = MRZ_UNDETERMINED;
		mrz->notes |= MRZ_OTHER_CODE;
	}
}

static void check_state(struct mrz *mrz, enum mrz_check_id id, enum mrz_field field, struct str code)
{
	const struct mrz_span *s = span(mrz, field);
	if (!s->length)
		return;
	struct mrz_check *check = check_begin(mrz, id, s);
	switch (mrz_code_kind(code)) {
	case MRZ_CODE_UNKNOWN:
		check_fail(mrz, check, s, 0);
		break;
	case MRZ_CODE_FORMER:
		check->result = MRZ_UNDETERMINED;
		mrz->notes |= MRZ_FORMER_STATE;
		break;
	case MRZ_CODE_SPECIAL:
		mrz->notes |= str_is(code, "UTO") ? MRZ_SPECIMEN : MRZ_SPECIAL_ISSUER;
		break;
	case MRZ_CODE_STATE:
		if (code.len == 1)
			mrz->notes |= MRZ_GERMANY;
		break;
	}
}

/* Words with one space between, into `to`; `gaps` counts double fillers between words. */
static struct str words(struct str field, char **to, size_t *gaps)
{
	char *start = *to, *out = start;
	size_t fillers = 0;
	field = without_fillers(field);
	for (size_t i = 0; i < field.len; i++) {
		if (field.data[i] == '<') {
			fillers++;
			continue;
		}
		if (fillers && out > start) {
			*out++ = ' ';
			*gaps += fillers > 1;
		}
		fillers = 0;
		*out++ = field.data[i];
	}
	*to = out;
	return (struct str){ start, (size_t)(out - start) };
}

static size_t double_filler(struct str s)
{
	for (size_t i = 0; i + 1 < s.len; i++)
		if (s.data[i] == '<' && s.data[i + 1] == '<')
			return i;
	return s.len;
}

static void note_names(struct mrz *mrz, struct str field, bool parts, size_t gaps)
{
	if (field.data[field.len - 1] != '<')
		mrz->notes |= MRZ_TRUNCATED;
	mrz->truncated = field.data[field.len - 1] != '<';
	if (parts && !mrz->surname.len)
		mrz->notes |= MRZ_NO_SURNAME;
	if (!mrz->given_names.len && mrz->surname.len)
		mrz->notes |= MRZ_ONE_NAME;
	if (gaps)
		mrz->notes |= MRZ_MORE_PARTS;
}

static void read_names(struct mrz *mrz, char *to)
{
	const struct mrz_span *s = span(mrz, FIELD_NAME);
	struct str field = text_at(mrz, s), given = field_text(mrz, FIELD_GIVEN);
	size_t cut = given.len ? field.len : double_filler(field), gaps = 0, french_gaps = 0;
	mrz->surname = words(str_slice(field, 0, cut), &to, &gaps);
	mrz->given_names = given.len ? words(given, &to, &french_gaps) : words(str_slice(field, cut, field.len), &to, &gaps);
	note_names(mrz, field, cut < field.len, gaps);
	if (given.len && given.data[given.len - 1] != '<') {
		mrz->notes |= MRZ_TRUNCATED;
		mrz->truncated = true;
	}
	struct mrz_check *check = check_begin(mrz, MRZ_NAMES, s);
	if (field.data[0] == '<')
		check_fail(mrz, check, s, 0);
	for (size_t i = mrz_only(field, MRZ_LETTER | MRZ_FILL) ? field.len : 0; i < field.len && check->result != MRZ_FAILED; i++)
		if (!(mrz_class[(unsigned char)field.data[i]] & (MRZ_LETTER | MRZ_FILL)))
			check_fail(mrz, check, s, i);
}

/* -1 when it is no pair of digits. */
static int pair(const char *at)
{
	return ascii_digit(at[0]) && ascii_digit(at[1]) ? (at[0] - '0') * 10 + (at[1] - '0') : -1;
}

/* Unknown parts are '<<', or by a habit of some states 00 in month and day; six zeros are no date of the year 2000. */
static struct mrz_date read_date(struct str text, uint32_t *notes)
{
	int year = pair(text.data), month = pair(text.data + 2), day = pair(text.data + 4);
	if (month == 0 || day == 0)
		*notes |= MRZ_ZERO_DATE;
	if (year == 0 && month == 0 && day == 0)
		year = -1;
	return (struct mrz_date){ (int8_t)year, (int8_t)(month > 0 ? month : 0), (int8_t)(day > 0 ? day : 0) };
}

/* Whether the six characters can be a date, whatever the century: 0 = 29 February only in leap years, and 1900 is a doubt that
 * 2000 decides. Returns the offset of the part that cannot be, 6 when all is well. */
static size_t bad_date(struct str text, struct mrz_date date)
{
	for (size_t i = 0; i < 6; i += 2) {
		bool fillers = text.data[i] == '<' && text.data[i + 1] == '<';
		if (!fillers && pair(text.data + i) < 0)
			return i;
	}
	if (date.month > 12)
		return 2;
	int year = date.year >= 0 ? 2000 + date.year : 2000;
	int most = date.month ? days_in_month(year, date.month) : 31;
	return date.day > most ? 4 : 6;
}

static bool permanent(const struct mrz *mrz)
{
	return mrz->form == MRZ_TD1 && str_is(mrz->issuer, "ESP") && str_is(field_text(mrz, FIELD_EXPIRY), "990101");
}

static void read_dates(struct mrz *mrz)
{
	const struct mrz_span *birth = span(mrz, FIELD_BIRTH), *expiry = span(mrz, FIELD_EXPIRY);
	struct mrz_check *check = check_begin(mrz, MRZ_DATES, birth);
	mrz->birth = read_date(text_at(mrz, birth), &mrz->notes);
	mrz->expiry = (struct mrz_date){ .year = -1 };
	size_t bad = bad_date(text_at(mrz, birth), mrz->birth);
	if (bad < 6)
		check_fail(mrz, check, birth, bad);
	else if (mrz->birth.year < 0 || !mrz->birth.month || !mrz->birth.day)
		mrz->notes |= MRZ_BIRTH_PARTLY;
	if (!expiry->length)
		return;
	mrz->expiry = read_date(text_at(mrz, expiry), &mrz->notes);
	bad = bad_date(text_at(mrz, expiry), mrz->expiry);
	if (bad < 6 && check->result != MRZ_FAILED)
		check_fail(mrz, check, expiry, bad);
	if (bad == 6 && (mrz->expiry.year < 0 || permanent(mrz)))
		mrz->notes |= MRZ_EXPIRY_OPEN;
	if (check->result != MRZ_FAILED && mrz->birth.year < 0 && mrz->expiry.year < 0)
		check->result = MRZ_UNDETERMINED;
}

static void check_sex(struct mrz *mrz)
{
	const struct mrz_span *s = span(mrz, FIELD_SEX);
	struct mrz_check *check = check_begin(mrz, MRZ_SEX, s);
	mrz->sex = text_at(mrz, s).data[0];
	if (mrz->sex == 'X')
		mrz->notes |= MRZ_SEX_X;
	else if (mrz->sex != 'F' && mrz->sex != 'M' && mrz->sex != '<')
		check_fail(mrz, check, s, 0);
}

static void read_number(struct mrz *mrz, char *to)
{
	struct str number = field_text(mrz, FIELD_NUMBER), optional = field_text(mrz, FIELD_OPTIONAL);
	size_t rest = long_rest(mrz);
	mrz->number = without_fillers(number);
	mrz->optional = without_fillers(optional);
	if (rest) {
		memcpy(to, number.data, number.len);
		memcpy(to + number.len, optional.data, rest - 1);
		mrz->number = (struct str){ to, number.len + rest - 1 };
		mrz->optional = without_fillers(str_slice(optional, rest + 1, optional.len));
	}
	if (mrz->number.len && memchr(mrz->number.data, '<', mrz->number.len))
		mrz->notes |= MRZ_INNER_FILLER;
}

/* The French card says only by its issuer whose citizen this is. */
static void read_codes(struct mrz *mrz)
{
	mrz->code_raw = field_text(mrz, FIELD_CODE);
	mrz->code = without_fillers(mrz->code_raw);
	mrz->issuer = without_fillers(field_text(mrz, FIELD_ISSUER));
	mrz->nationality = mrz->form == MRZ_FRA_ID ? mrz->issuer : without_fillers(field_text(mrz, FIELD_NATIONALITY));
}

static void read_fields(struct mrz *mrz, char *names, char *number)
{
	read_codes(mrz);
	read_number(mrz, number);
	read_names(mrz, names);
	mrz->optional2 = without_fillers(field_text(mrz, FIELD_OPTIONAL2));
	read_dates(mrz);
	check_sex(mrz);
	check_structure(mrz);
	check_code(mrz);
	check_state(mrz, MRZ_ISSUER, FIELD_ISSUER, mrz->issuer);
	check_state(mrz, MRZ_NATIONALITY, FIELD_NATIONALITY, mrz->nationality);
}

/* One piece of the arena for everything that a zone's slices point into. */
struct kept {
	char lines[MRZ_LINES * MRZ_WIDTH];
	char names[MRZ_WIDTH];
	char number[32];
};

bool mrz_parse(struct str text, struct arena *arena, struct mrz *out, struct error *err)
{
	struct mrz_reading reading;
	*out = (struct mrz){ .birth.year = -1, .expiry.year = -1 };
	bool whole = mrz_read(text, &reading, err);
	out->notes = reading.notes;
	if (reading.form == MRZ_NO_FORM)
		return false;
	const struct mrz_layout *layout = &mrz_layouts[reading.form];
	struct kept *kept = ARENA_NEW(arena, struct kept);
	out->form = (uint8_t)reading.form;
	out->line_count = layout->lines;
	for (size_t i = 0; i < layout->lines; i++) {
		char *line = kept->lines + i * layout->width;
		memcpy(line, reading.line[i], layout->width);
		out->line[i] = (struct str){ line, layout->width };
	}
	mrz_check_digits(out);
	read_fields(out, kept->names, kept->number);
	return whole;
}

bool mrz_digits_agree(const struct mrz *mrz)
{
	for (size_t i = 0; i < MRZ_DIGIT_CHECKS; i++)
		if (mrz->checks[i].result == MRZ_FAILED)
			return false;
	return true;
}

bool mrz_all_well(const struct mrz *mrz)
{
	for (size_t i = 0; i < MRZ_CHECK_COUNT; i++)
		if (mrz->checks[i].result == MRZ_FAILED)
			return false;
	return true;
}

/* The known parts as a date of that year, or the empty date. */
static struct date date_in(struct mrz_date date, int year)
{
	struct date whole = { (int16_t)year, date.month, date.month ? date.day : (int8_t)0 };
	return date_valid(whole) ? whole : (struct date){ 0 };
}

struct date mrz_birth_date(const struct mrz *mrz, struct date today)
{
	assert(date_whole(today));
	if (mrz->birth.year < 0)
		return (struct date){ 0 };
	int year = today.year - today.year % 100 + mrz->birth.year;
	struct date born = date_in(mrz->birth, year), first, last;
	if (!date_range(born, &first, &last) || date_compare(first, today) > 0)
		born = date_in(mrz->birth, year - 100);
	return born;
}

struct date mrz_expiry_date(const struct mrz *mrz, struct date today)
{
	assert(date_whole(today));
	if (mrz->expiry.year < 0 || permanent(mrz))
		return (struct date){ 0 };
	int year = today.year - today.year % 100 + mrz->expiry.year;
	if (year > today.year + 49)
		year -= 100;
	if (year < today.year - 50)
		year += 100;
	return date_in(mrz->expiry, year);
}

static const struct { const char *name, *section, *text; } check_infos[] = {
#define C(check, name, section, text) [check] = { name, section, text },
	MRZ_CHECKS(C)
#undef C
};

static const struct { const char *name, *text; } note_infos[] = {
#define N(note, name, text) [note##_NUMBER] = { name, text },
	MRZ_NOTES(N)
#undef N
};

const char *mrz_form_name(enum mrz_form form)
{
	static const char *const names[] = {
		[MRZ_NO_FORM] = "",
#define F(form, name, title, lines, width, section) [form] = name,
		MRZ_FORMS(F)
#undef F
	};
	assert(form < MRZ_FORM_COUNT);
	return names[form];
}

const char *mrz_check_name(enum mrz_check_id check)
{
	assert(check < MRZ_CHECK_COUNT);
	return check_infos[check].name;
}

const char *mrz_check_section(enum mrz_check_id check)
{
	assert(check < MRZ_CHECK_COUNT);
	return check_infos[check].section;
}

const char *mrz_check_text(enum mrz_check_id check)
{
	assert(check < MRZ_CHECK_COUNT);
	return check_infos[check].text;
}

const char *mrz_note_name(enum mrz_note_number note)
{
	assert(note < MRZ_NOTE_COUNT);
	return note_infos[note].name;
}

const char *mrz_note_text(enum mrz_note_number note)
{
	assert(note < MRZ_NOTE_COUNT);
	return note_infos[note].text;
}
