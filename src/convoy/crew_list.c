/* From bytes to people and faults. */
#include "crew_list.h"

#include <string.h>

#include "crew_columns.h"
#include "csv.h"
#include "lang.h"

FIELDS_TABLE(list_person, LIST_PERSON_FIELDS)

struct raw {
	uint64_t row, line;
	struct str cells[COLUMN_COUNT];
};

struct reader {
	const struct list_codes *codes;
	struct arena *arena;
	struct list_reading *out;
	bool crew;
	int at[COLUMN_COUNT];
	struct raw *raws;
	size_t count, size;
	enum date_order order;
	const struct raw *raw;     /* the row that is read now */
	struct list_person *person;
};

static void fault_of(struct reader *reader, const struct raw *raw, const char *column, struct str value, const char *words, uint64_t other)
{
	struct list_reading *out = reader->out;
	out->faults_all++;
	if (out->fault_count == LIST_FAULTS)
		return;
	if (!out->faults)
		out->faults = ARENA_ARRAY(reader->arena, struct list_fault, LIST_FAULTS);
	out->faults[out->fault_count++] = (struct list_fault){ raw ? raw->row : 0, raw ? raw->line : 0, column, value, words, other };
}

static void fault(struct reader *reader, enum crew_column column, const char *words)
{
	fault_of(reader, reader->raw, crew_column_title(column), reader->raw->cells[column], words, 0);
}

/* --- headings --- */

static void add_unread(struct reader *reader, struct str name)
{
	struct texts *unread = &reader->out->unread;
	struct str *items = ARENA_ARRAY(reader->arena, struct str, unread->count + 1);
	for (size_t i = 0; i < unread->count; i++)
		items[i] = unread->items[i];
	items[unread->count++] = str_copy(reader->arena, name);
	unread->items = items;
}

static void find_columns(struct reader *reader, const struct csv_row *header)
{
	for (int i = 0; i < COLUMN_COUNT; i++)
		reader->at[i] = -1;
	for (size_t i = 0; i < header->count; i++) {
		enum crew_column column = crew_column_of(header->fields[i], reader->arena);
		if (column == COLUMN_UNKNOWN)
			add_unread(reader, header->fields[i]);
		else if (column < COLUMN_COUNT && reader->at[column] >= 0)
			fault_of(reader, NULL, crew_column_title(column), str_copy(reader->arena, header->fields[i]), WORDS("This column stands twice. Leave one of them out."), 0);
		else if (column < COLUMN_COUNT)
			reader->at[column] = (int)i;
	}
}

static void need(struct reader *reader, enum crew_column column, enum crew_column other)
{
	if (reader->at[column] < 0 && reader->at[other] < 0)
		fault_of(reader, NULL, crew_column_title(column), STR(""), WORDS("This column is missing. The first row of the file names the columns."), 0);
}

static void need_columns(struct reader *reader)
{
	need(reader, COLUMN_SURNAME, COLUMN_NAME);
	need(reader, COLUMN_NATIONALITY, COLUMN_NATIONALITY);
	need(reader, COLUMN_BORN, COLUMN_BORN_AT);
	need(reader, COLUMN_NUMBER, COLUMN_KIND_NUMBER);
	if (reader->crew)
		need(reader, COLUMN_RANK, COLUMN_RANK);
}

/* --- rows as they are --- */

static bool too_many(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "the list has more than 5,000 people", "send crew and passengers as two lists; a longer list is not taken", "list");
}

static bool blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (str_trim(row->fields[i]).len)
			return false;
	return true;
}

static bool keep_row(struct reader *reader, const struct csv_row *row, struct error *err)
{
	if (blank(row))
		return true;
	if (reader->count == LIST_MOST)
		return too_many(err);
	if (reader->count == reader->size) {
		reader->size = reader->size ? reader->size * 2 : 32;
		struct raw *more = ARENA_ARRAY(reader->arena, struct raw, reader->size);
		if (reader->count)
			memcpy(more, reader->raws, reader->count * sizeof *more);
		reader->raws = more;
	}
	struct raw *raw = &reader->raws[reader->count++];
	*raw = (struct raw){ .row = row->number, .line = row->line };
	for (int i = 0; i < COLUMN_COUNT; i++)
		raw->cells[i] = str_trim(str_copy(reader->arena, csv_field_at(row, reader->at[i])));
	return true;
}

static bool read_rows(struct reader *reader, struct str text, struct error *err)
{
	struct csv_reader *csv = csv_reader_all(reader->arena, text, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	struct csv_row row;
	enum csv_step step = csv_next(csv, &row, err);
	if (step == CSV_ERROR)
		return false;
	if (!csv_header(csv))
		return error_set(err, ERR_INPUT, "the file is empty", "choose the list again", "list");
	reader->out->separator = csv_separator(csv);
	find_columns(reader, csv_header(csv));
	need_columns(reader);
	for (; step == CSV_ROW; step = csv_next(csv, &row, err))
		if (!keep_row(reader, &row, err))
			return false;
	return step == CSV_END;
}

/* --- cells --- */

static struct str bounded(struct reader *reader, enum crew_column column, size_t most)
{
	struct str text = reader->raw->cells[column];
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f) {
			fault(reader, column, WORDS("The cell holds signs that are no letters: a line break or a tab."));
			return STR("");
		}
	}
	if (utf8_length(text) <= most)
		return text;
	fault(reader, column, WORDS("This is too long."));
	return STR("");
}

static struct str code_only(struct reader *reader, enum crew_column column, struct str text, size_t most)
{
	struct buf out = BUF_IN(reader->arena);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c <= ' ' || c > '~') {
			if (c != ' ')
				fault(reader, column, WORDS("A number has letters A to Z, digits and signs, no others."));
			continue;
		}
		buf_c(&out, (char)c);
	}
	if (out.len <= most)
		return str_upper(reader->arena, buf_str(&out));
	fault(reader, column, WORDS("This is too long."));
	return STR("");
}

static void read_date(struct reader *reader, enum crew_column column, struct str text, struct date *out)
{
	const char *wrong = text.len ? crew_date(text, reader->order, reader->arena, out) : NULL;
	if (wrong)
		fault(reader, column, wrong);
}

static bool is_none(struct reader *reader, struct str text)
{
	struct str key = crew_heading(text, reader->arena);
	return str_is(key, "none") || str_is(key, "aucun") || str_is(key, "aucune") || str_is(key, "neant");
}

static void read_name(struct reader *reader)
{
	struct list_person *person = reader->person;
	struct str whole = bounded(reader, COLUMN_NAME, 240), family;
	person->surname = bounded(reader, COLUMN_SURNAME, 120);
	person->given_names = bounded(reader, COLUMN_GIVEN, 120);
	if (whole.len && !person->surname.len) {
		size_t at;
		bool comma = str_find(whole, STR(","), &at);
		if (!comma && str_find(whole, STR(" "), &at))
			fault(reader, COLUMN_NAME, WORDS("Write the family name, a comma, and the given names."));
		str_cut(&whole, ',', &family);
		person->surname = str_trim(family);
		person->given_names = str_trim(whole);
		if (utf8_length(person->surname) > 120 || utf8_length(person->given_names) > 120)
			fault(reader, COLUMN_NAME, WORDS("This is too long."));
	}
	if (!person->surname.len) { /* one name suffices, and stands first */
		person->surname = person->given_names;
		person->given_names = STR("");
	}
	if (!person->surname.len)
		fault(reader, reader->at[COLUMN_NAME] >= 0 ? COLUMN_NAME : COLUMN_SURNAME, WORDS("The name is missing. One name is enough."));
}

/* "1974-08-12, Cebu": the longest beginning that is a date; what is wrong is told of its first word. */
static void read_born_at(struct reader *reader)
{
	struct str text = reader->raw->cells[COLUMN_BORN_AT], first = text, rest = text;
	struct date *born = &reader->person->born;
	size_t end = text.len < 24 ? text.len : 24;
	while (end && ((end < text.len && text.data[end] != ',' && text.data[end] != ' ') || crew_date(str_slice(text, 0, end), reader->order, reader->arena, born)))
		end--;
	if (!end) {
		str_cut(&rest, text.len && str_find(text, STR(","), &end) ? ',' : ' ', &first);
		fault(reader, COLUMN_BORN_AT, crew_date(first, reader->order, reader->arena, born));
		return;
	}
	while (end < text.len && (text.data[end] == ',' || text.data[end] == ' '))
		end++;
	reader->person->birthplace = str_slice(text, end, text.len);
	if (utf8_length(reader->person->birthplace) > 60)
		fault(reader, COLUMN_BORN_AT, WORDS("This is too long."));
}

static void read_birth(struct reader *reader)
{
	struct list_person *person = reader->person;
	if (reader->raw->cells[COLUMN_BORN_AT].len && !reader->raw->cells[COLUMN_BORN].len) {
		read_born_at(reader);
	} else {
		read_date(reader, COLUMN_BORN, reader->raw->cells[COLUMN_BORN], &person->born);
		person->birthplace = bounded(reader, COLUMN_BIRTHPLACE, 60);
		if (!reader->raw->cells[COLUMN_BORN].len)
			fault(reader, COLUMN_BORN, WORDS("The birth date is missing. The year alone will do."));
	}
	if (!date_empty(person->born) && date_compare(person->born, reader->codes->today) > 0)
		fault(reader, reader->raw->cells[COLUMN_BORN].len ? COLUMN_BORN : COLUMN_BORN_AT, WORDS("The birth date lies in the future."));
}

static struct str country(struct reader *reader, enum crew_column column)
{
	struct str text = reader->raw->cells[column];
	struct str code = text.len ? reader->codes->country(reader->codes->state, text) : STR("");
	if (text.len && !code.len)
		fault(reader, column, WORDS("This country is not known. Write its code of three letters."));
	return code;
}

static struct str sex_of(struct reader *reader)
{
	static const struct { const char *word, *code; } words[] = {
		{ "f", "F" }, { "female", "F" }, { "feminin", "F" }, { "femme", "F" }, { "w", "F" }, { "m", "M" }, { "male", "M" }, { "masculin", "M" },
		{ "homme", "M" }, { "h", "M" }, { "x", "X" }, { "unspecified", "X" }, { "u", "U" }, { "unknown", "U" }, { "", "U" },
	};
	struct str key = crew_heading(reader->raw->cells[COLUMN_SEX], reader->arena);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(key, words[i].word))
			return str_of(words[i].code);
	fault(reader, COLUMN_SEX, WORDS("The sex is F, M or X; leave it empty when it is not known."));
	return STR("U");
}

static struct str kind_of(struct reader *reader, struct str text)
{
	static const struct { const char *word, *code; } words[] = {
		{ "passport", "P" }, { "passeport", "P" }, { "pp", "P" }, { "seaman s book", "IS" }, { "seaman book", "IS" }, { "seamans book", "IS" }, { "seafarer s identity document", "IS" },
		{ "sid", "IS" }, { "seaman s passport", "IS" }, { "livret de marin", "IS" }, { "piece d identite des gens de mer", "IS" }, { "identity card", "I" }, { "id card", "I" }, { "carte d identite", "I" },
		{ "crew member certificate", "AC" }, { "cmc", "AC" }, { "certificat de membre d equipage", "AC" },
	};
	struct str key = crew_heading(text, reader->arena);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(key, words[i].word))
			return str_of(words[i].code);
	return text.len ? reader->codes->document_kind(reader->codes->state, text) : STR("P");
}

/* "Passport P1234567": the number is the last word. */
static void split_document(struct reader *reader, struct str *kind, struct str *number)
{
	struct str both = reader->raw->cells[COLUMN_KIND_NUMBER];
	size_t at = both.len;
	while (at > 0 && both.data[at - 1] != ' ')
		at--;
	*kind = str_trim(str_slice(both, 0, at));
	*number = str_slice(both, at, both.len);
}

static void read_document(struct reader *reader)
{
	struct list_person *person = reader->person;
	struct str kind = reader->raw->cells[COLUMN_KIND], number = reader->raw->cells[COLUMN_NUMBER];
	enum crew_column from = COLUMN_NUMBER;
	if (!number.len && reader->raw->cells[COLUMN_KIND_NUMBER].len) {
		from = COLUMN_KIND_NUMBER;
		split_document(reader, &kind, &number);
	}
	if (is_none(reader, number))
		return;
	if (!number.len && reader->at[from] >= 0)
		fault(reader, from, WORDS("The number of the document is missing. Write “none” for a person without one."));
	person->document_number = code_only(reader, from, number, 30);
	person->document_kind = kind_of(reader, kind);
	if (!person->document_kind.len)
		fault(reader, from == COLUMN_NUMBER ? COLUMN_KIND : from, WORDS("This kind of document is not known. Write passport, seaman's book or identity card, or its code."));
	person->document_issuer = country(reader, COLUMN_ISSUER);
	if (!person->document_issuer.len) /* the form of before 2018 has no such column: the State of nationality issued it */
		person->document_issuer = person->nationality;
	read_date(reader, COLUMN_EXPIRES, reader->raw->cells[COLUMN_EXPIRES], &person->document_expires);
}

static bool yes_of(struct reader *reader)
{
	struct str key = crew_heading(reader->raw->cells[COLUMN_TRANSIT], reader->arena);
	bool yes = str_is(key, "yes") || str_is(key, "y") || str_is(key, "oui") || str_is(key, "o") || str_is(key, "1") || str_is(key, "transit") || str_is(key, "x");
	bool no = !key.len || str_is(key, "no") || str_is(key, "n") || str_is(key, "non") || str_is(key, "0");
	if (!yes && !no)
		fault(reader, COLUMN_TRANSIT, WORDS("Write yes or no."));
	return yes;
}

static void read_person(struct reader *reader)
{
	struct list_person *person = reader->person;
	read_name(reader);
	read_birth(reader);
	person->sex = sex_of(reader);
	person->nationality = country(reader, COLUMN_NATIONALITY);
	if (!reader->raw->cells[COLUMN_NATIONALITY].len)
		fault(reader, COLUMN_NATIONALITY, WORDS("The nationality is missing. XXA is for persons without one."));
	read_document(reader);
	person->rank = bounded(reader, COLUMN_RANK, 60);
	person->embarked = bounded(reader, COLUMN_EMBARKED, 60);
	person->disembarks = bounded(reader, COLUMN_DISEMBARKS, 60);
	person->visa = code_only(reader, COLUMN_VISA, reader->raw->cells[COLUMN_VISA], 30);
	person->transit = yes_of(reader);
}

/* --- the whole --- */

static void find_order(struct reader *reader)
{
	static const enum crew_column dates[] = { COLUMN_BORN, COLUMN_EXPIRES, COLUMN_BORN_AT };
	bool day = false, month = false;
	for (size_t i = 0; i < reader->count; i++) {
		for (size_t k = 0; k < COUNT_OF(dates); k++) {
			struct str text = reader->raws[i].cells[dates[k]], first = text;
			if (dates[k] == COLUMN_BORN_AT)
				str_cut(&text, text.len && str_find(text, STR(","), &(size_t){ 0 }) ? ',' : ' ', &first);
			enum date_order order = crew_date_order(first);
			day |= order == ORDER_DAY_FIRST;
			month |= order == ORDER_MONTH_FIRST;
		}
	}
	reader->order = day && !month ? ORDER_DAY_FIRST : month && !day ? ORDER_MONTH_FIRST : ORDER_UNKNOWN;
}

static bool same_document(const struct list_person *a, const struct list_person *b)
{
	return a->document_number.len && str_equal(a->document_number, b->document_number) && str_equal(a->document_issuer, b->document_issuer);
}

static void find_doubles(struct reader *reader)
{
	for (size_t i = 1; i < reader->out->count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (!same_document(&reader->out->people[i], &reader->out->people[k]))
				continue;
			fault_of(reader, &reader->raws[i], crew_column_title(COLUMN_NUMBER), reader->out->people[i].document_number,
			         WORDS("Row {row} names the same document."), reader->raws[k].row);
			break;
		}
	}
}

bool crew_list_read(struct str csv, bool crew, const struct list_codes *codes, struct arena *arena, struct list_reading *out, struct error *err)
{
	struct reader reader = { .codes = codes, .arena = arena, .out = out, .crew = crew };
	*out = (struct list_reading){ 0 };
	if (csv.len > LIST_BYTES)
		return error_set(err, ERR_TOO_LARGE, "the file is too large for a list", "check that this is the right file", "%zu bytes", csv.len);
	if (!read_rows(&reader, csv, err))
		return false;
	if (!reader.count)
		fault_of(&reader, NULL, "", STR(""), WORDS("The list names nobody."), 0);
	find_order(&reader);
	out->people = ARENA_ARRAY(arena, struct list_person, reader.count + 1);
	for (size_t i = 0; i < reader.count && !(reader.at[COLUMN_NAME] < 0 && reader.at[COLUMN_SURNAME] < 0); i++) {
		reader.raw = &reader.raws[i];
		reader.person = &out->people[out->count++];
		*reader.person = (struct list_person){ 0 };
		read_person(&reader);
	}
	find_doubles(&reader);
	return true;
}
