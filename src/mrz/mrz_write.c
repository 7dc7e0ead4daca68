/* From fields to lines with their check digits. */
#include <string.h>

#include "arena.h"
#include "mrz_private.h"

struct page {
	struct arena *arena;
	const struct mrz_fields *fields;
	const struct mrz_layout *layout;
	char *line[MRZ_LINES];
	struct mrz zone; /* for the digits: its lines are `line` */
	struct error *err;
};

static char *place(const struct page *page, enum mrz_field field)
{
	const struct mrz_span *s = &page->layout->fields[field];
	return page->line[s->line] + s->at;
}

static size_t room(const struct page *page, enum mrz_field field)
{
	return page->layout->fields[field].length;
}

static const char todo_fit[] = "Shorten it, or choose a form with more room.";

/* Codes and numbers: small letters become capitals, spaces and hyphens fillers. Digits only where the field has them. */
static bool put_text(struct page *page, enum mrz_field field, struct str text, const char *name)
{
	if (text.len > room(page, field))
		return error_set(page->err, ERR_INPUT, "A field is too long for its place in the machine readable zone", todo_fit,
		                 "%s: %zu characters, at most %zu", name, text.len, room(page, field));
	char *to = place(page, field);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (ascii_lower(c))
			c = (char)(c - 'a' + 'A');
		if (c == ' ' || c == '-')
			c = '<';
		if (!(mrz_class[(unsigned char)c] & mrz_allowed[field]))
			return error_set(page->err, ERR_INPUT, "A field has a character that its place in the machine readable zone cannot have",
			                 "Write it with A to Z and, in numbers, 0 to 9.", "%s, character %zu", name, i + 1);
		to[i] = c;
	}
	return true;
}

static bool put_date(struct page *page, enum mrz_field field, struct mrz_date date, const char *name)
{
	bool exists = date.year < 100 && date.month >= 0 && date.month <= 12 && date.day >= 0 &&
	              date.day <= (date.month ? days_in_month(date.year < 0 ? 2000 : 2000 + date.year, date.month) : 31);
	if (!exists)
		return error_set(page->err, ERR_INPUT, "A date does not exist", "Give year, month and day; unknown parts as unknown.",
		                 "%s", name);
	int parts[] = { date.year, date.month ? date.month : -1, date.day ? date.day : -1 };
	char *to = place(page, field);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i] < 0)
			continue;
		to[2 * i] = (char)('0' + parts[i] / 10);
		to[2 * i + 1] = (char)('0' + parts[i] % 10);
	}
	return true;
}

/* The last letter before `from` that its part of the name can spare; 0 when all parts are single letters. */
static size_t spare_letter(const char *text, size_t from)
{
	while (from > 1) {
		from--;
		if (text[from] != '<' && text[from - 1] != '<')
			return from;
	}
	return 0;
}

/* Cuts `text` to `most` characters so that the last one is a letter: the reader sees that more followed (9303-3 4.6).
 * Where the cut would fall behind a part, the nearest part that can gives up a letter. */
static size_t cut_name(char *text, size_t length, size_t most)
{
	while (length > most && text[most - 1] == '<') {
		size_t spare = spare_letter(text, most);
		if (!spare)
			return most;
		memmove(text + spare, text + spare + 1, length - spare - 1);
		length--;
	}
	return length < most ? length : most;
}

static size_t fill_words(char *to, struct str words)
{
	for (size_t i = 0; i < words.len; i++)
		to[i] = words.data[i] == ' ' ? '<' : words.data[i];
	return words.len;
}

static bool put_names(struct page *page)
{
	const struct mrz_fields *fields = page->fields;
	size_t unknown[2], most = room(page, FIELD_NAME);
	struct str surname = mrz_transliterate(page->arena, fields->surname, fields->language, false, &unknown[0]);
	struct str given = mrz_transliterate(page->arena, fields->given_names, fields->language, false, &unknown[1]);
	if (unknown[0] || unknown[1])
		return error_set(page->err, ERR_INPUT, "A name has characters that no machine readable zone can have",
		                 "Write the name in Latin, Cyrillic or Arabic letters, without digits.", "%s: %zu characters",
		                 unknown[0] ? "surname" : "given_names", unknown[unknown[0] ? 0 : 1]);
	if (!surname.len && given.len) { /* a single name is the first part, whatever it is called (9303-3 4.6) */
		surname = given;
		given.len = 0;
	}
	if (!surname.len)
		return error_set(page->err, ERR_INPUT, "There is no name", "Give the surname, or the only name.", "surname");
	char *text = arena_alloc(page->arena, surname.len + given.len + 2);
	size_t length = fill_words(text, surname);
	if (given.len) {
		if (length > most - 3)
			length = cut_name(text, length, most - 3);
		memcpy(text + length, "<<", 2);
		length += 2 + fill_words(text + length + 2, given);
	}
	length = cut_name(text, length, most);
	memcpy(place(page, FIELD_NAME), text, length);
	return true;
}

static char digit_of(const struct page *page, enum mrz_field field)
{
	return mrz_check_digit((struct str){ place(page, field), room(page, field) });
}

static bool put_optional(struct page *page, struct str rest)
{
	struct str optional = page->fields->optional;
	if (!rest.len)
		return put_text(page, FIELD_OPTIONAL, optional, "optional");
	bool both = optional.len > 0;
	struct str joined = str_format(page->arena, STR_FMT "%s" STR_FMT, STR_ARG(rest), both ? "<" : "", STR_ARG(optional));
	return put_text(page, FIELD_OPTIONAL, joined, "number and optional");
}

/* 9303-5 4.2.2.1: nine characters, a filler for the digit, the rest with its digit in the optional data. */
static bool put_long_number(struct page *page)
{
	struct str number = page->fields->number;
	char whole[MRZ_WIDTH + 1];
	bool taken = page->fields->form == MRZ_TD1 || page->fields->form == MRZ_TD2;
	if (!taken || number.len >= MRZ_WIDTH || number.len - 9 + 1 > room(page, FIELD_OPTIONAL))
		return error_set(page->err, ERR_INPUT, "A field is too long for its place in the machine readable zone", todo_fit,
		                 "number: %zu characters", number.len);
	struct str upper = str_upper(page->arena, number);
	for (size_t i = 0; i < number.len; i++) {
		if (!(mrz_class[(unsigned char)upper.data[i]] & (MRZ_DIGIT | MRZ_LETTER)))
			return error_set(page->err, ERR_INPUT, "A document number of more than nine characters has letters and digits only",
			                 "Leave out spaces and signs.", "number, character %zu", i + 1);
		whole[i] = upper.data[i];
	}
	whole[number.len] = mrz_check_digit(upper);
	return put_text(page, FIELD_NUMBER, str_slice(upper, 0, 9), "number") &&
	       put_optional(page, (struct str){ whole + 9, number.len + 1 - 9 });
}

static bool put_number(struct page *page)
{
	if (page->fields->number.len > 9)
		return put_long_number(page);
	if (!page->fields->number.len)
		return error_set(page->err, ERR_INPUT, "There is no document number", "Give the document's number.", "number");
	if (!put_text(page, FIELD_NUMBER, page->fields->number, "number"))
		return false;
	*place(page, FIELD_NUMBER_DIGIT) = digit_of(page, FIELD_NUMBER);
	return put_optional(page, (struct str){ "", 0 });
}

static bool put_code(struct page *page)
{
	struct str code = page->fields->code;
	bool visa = page->fields->form == MRZ_MRV_A || page->fields->form == MRZ_MRV_B;
	bool card = page->fields->form == MRZ_TD1 || page->fields->form == MRZ_TD2;
	char first = code.len ? code.data[0] : 0;
	if (ascii_lower(first))
		first = (char)(first - 'a' + 'A');
	if (!first || (visa ? first != 'V' : card ? !strchr("ACI", first) : first != 'P'))
		return error_set(page->err, ERR_INPUT, "The document code does not suit the form",
		                 "Passports begin with P, cards with A, C or I, visas with V.", "code");
	return put_text(page, FIELD_CODE, code, "code");
}

static void put_digits(struct page *page)
{
	*place(page, FIELD_BIRTH_DIGIT) = digit_of(page, FIELD_BIRTH);
	*place(page, FIELD_EXPIRY_DIGIT) = digit_of(page, FIELD_EXPIRY);
	if (room(page, FIELD_OPTIONAL_DIGIT) && page->fields->optional.len)
		*place(page, FIELD_OPTIONAL_DIGIT) = digit_of(page, FIELD_OPTIONAL);
	if (!room(page, FIELD_COMPOSITE))
		return;
	mrz_check_digits(&page->zone);
	*place(page, FIELD_COMPOSITE) = page->zone.checks[MRZ_COMPOSITE].expected;
}

static void page_begin(struct page *page)
{
	page->zone.form = (uint8_t)page->fields->form;
	for (size_t i = 0; i < page->layout->lines; i++) {
		page->line[i] = arena_alloc(page->arena, page->layout->width);
		memset(page->line[i], '<', page->layout->width);
		page->zone.line[i] = (struct str){ page->line[i], page->layout->width };
	}
}

bool mrz_write(struct arena *arena, const struct mrz_fields *fields, struct str out[static MRZ_LINES], size_t *count,
               struct error *err)
{
	if (fields->form <= MRZ_NO_FORM || fields->form >= MRZ_FRA_ID)
		return error_set(err, ERR_INPUT, "This form cannot be written", "Choose TD1, TD2, TD3, MRV-A or MRV-B.", "form");
	struct page page = { .arena = arena, .fields = fields, .layout = &mrz_layouts[fields->form], .err = err };
	page_begin(&page);
	if (!put_code(&page) || !put_text(&page, FIELD_ISSUER, fields->issuer, "issuer") ||
	    !put_text(&page, FIELD_NATIONALITY, fields->nationality, "nationality") || !put_number(&page) || !put_names(&page) ||
	    !put_date(&page, FIELD_BIRTH, fields->birth, "birth") || !put_date(&page, FIELD_EXPIRY, fields->expiry, "expiry") ||
	    !put_text(&page, FIELD_OPTIONAL2, fields->optional2, "optional2"))
		return false;
	*place(&page, FIELD_SEX) = fields->sex == 'F' || fields->sex == 'M' ? fields->sex : '<';
	put_digits(&page);
	for (size_t i = 0; i < page.layout->lines; i++)
		out[i] = page.zone.line[i];
	*count = page.layout->lines;
	return true;
}
