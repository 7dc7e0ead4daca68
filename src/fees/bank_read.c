/* Reading the bank's file: pure, any bytes will do. */
#include "bank.h"

#include <string.h>

#include "arena.h"
#include "crypto.h"
#include "csv.h"
#include "inner.h"

enum { DAY, AMOUNT, CURRENCY, TEXT, PAYER, BANK_ID, COLUMNS };

/* What banks call their columns, in English, French and German. */
static const char *const names[COLUMNS][10] = {
	[DAY] = { "date", "day", "booking date", "value date", "date comptable", "date de valeur", "buchungstag", "valuta" },
	[AMOUNT] = { "amount", "credit", "montant", "betrag" },
	[CURRENCY] = { "currency", "devise", "waehrung" },
	[TEXT] = { "text", "reference", "remittance information", "purpose", "description", "communication", "libelle", "verwendungszweck" },
	[PAYER] = { "payer", "name", "debtor", "counterparty", "donneur d'ordre", "auftraggeber" },
	[BANK_ID] = { "id", "transaction id", "bank reference", "entry reference", "reference bancaire" },
};

bool bank_amount(struct str text, int64_t *millionths)
{
	return fee_amount_read(text, millionths);
}

static void fault(struct bank_file *out, int64_t line, const char *column, const char *words)
{
	if (out->fault_count < BANK_FAULTS_MOST)
		out->faults[out->fault_count++] = (struct bank_fault){ line, column, words };
}

static void find_columns(const struct csv_reader *reader, int columns[static COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		columns[i] = -1;
		for (size_t k = 0; columns[i] < 0 && k < COUNT_OF(names[i]) && names[i][k]; k++)
			columns[i] = csv_column(reader, names[i][k]);
	}
}

/* 2026-11-24, or 24.11.2026 and 24/11/2026 as banks of many countries write it. */
static bool read_day(struct str text, struct date *out)
{
	struct str part, rest = text;
	int64_t parts[3];
	int count = 0;
	if (date_parse(text, out) && date_whole(*out))
		return true;
	char sign = memchr(text.data, '.', text.len) ? '.' : '/';
	while (count < 3 && str_cut(&rest, sign, &part) && str_to_int(part, &parts[count]) && parts[count] > 0 && parts[count] < 10000)
		count++;
	if (count != 3 || rest.len || parts[0] > 31 || parts[1] > 12 || parts[2] < 1900)
		return false;
	*out = (struct date){ (int16_t)parts[2], (int8_t)parts[1], (int8_t)parts[0] };
	return date_valid(*out);
}

/* Of a text: valid UTF-8 without signs that nobody types, at most so many characters. */
static struct str words_of(struct arena *arena, struct str text, size_t most)
{
	struct str clean;
	if (!lang_clean_text(arena, text, LANG_LINE, &clean))
		return STR("");
	size_t at = 0, count = 0;
	while (at < clean.len && count++ < most)
		utf8_next(clean, &at);
	return str_slice(clean, 0, at);
}

static bool is_code(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] <= ' ' || text.data[i] > '~')
			return false;
	return true;
}

/* Two lines that say the same on one day are two: the second is told by its count. */
static struct str mark_of(struct arena *arena, const struct bank_file *out, const struct bank_line *line)
{
	char day[DATE_TEXT];
	struct str base = line->bank_id.len ? str_format(arena, "id\n" STR_FMT "\n%lld", STR_ARG(line->bank_id), (long long)line->amount) :
	                  str_format(arena, STR_FMT "\n%lld\n" STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(date_text(line->day, day)), (long long)line->amount, STR_ARG(line->currency),
	                             STR_ARG(line->text), STR_ARG(line->payer));
	uint8_t digest[SHA256_BYTES];
	for (int turn = 0;; turn++) {
		struct str whole = str_format(arena, STR_FMT "\n%d", STR_ARG(base), turn), hex;
		sha256(&whole, 1, digest);
		hex = str_hex(arena, digest, 16);
		bool used = false;
		for (size_t i = 0; i < out->count && !used; i++)
			used = str_equal(out->lines[i].mark, hex);
		if (!used || line->bank_id.len)
			return hex;
	}
}

static struct str cell(const struct csv_row *row, int column)
{
	return str_trim(csv_field_at(row, column));
}

static void read_line(struct arena *arena, const struct csv_row *row, const int columns[static COLUMNS], struct str own, struct bank_file *out)
{
	int64_t at = (int64_t)row->line;
	size_t before = out->fault_count;
	struct bank_line line = { .text = words_of(arena, cell(row, columns[TEXT]), 500), .payer = words_of(arena, cell(row, columns[PAYER]), 200) };
	struct str bank_id = cell(row, columns[BANK_ID]), currency = cell(row, columns[CURRENCY]);
	if (!read_day(cell(row, columns[DAY]), &line.day))
		fault(out, at, "date", WORDS("Write the day as 2026-11-24 or 24.11.2026."));
	if (!bank_amount(cell(row, columns[AMOUNT]), &line.amount) || !line.amount)
		fault(out, at, "amount", WORDS("Write the amount as 80.00 or 80,00, without a sign between the thousands."));
	line.currency = str_upper(arena, currency.len ? currency : own);
	if (line.currency.len != 3 || !is_code(line.currency))
		fault(out, at, "currency", WORDS("Write the currency in three letters, such as EUR."));
	if (bank_id.len > 64 || !is_code(bank_id))
		fault(out, at, "id", WORDS("The bank's number has at most 64 letters and digits."));
	if (out->fault_count != before)
		return;
	if (line.amount < 0) {
		out->outgoing++;
		return;
	}
	line.bank_id = str_copy(arena, bank_id);
	line.mark = mark_of(arena, out, &line);
	out->numbers[out->count] = at;
	out->lines[out->count++] = line;
}

static bool heading_is_sound(const int columns[static COLUMNS], struct bank_file *out)
{
	static const struct { int column; const char *name, *words; } needed[] = {
		{ DAY, "date", WORDS("The first line must name a column for the day: date.") }, { AMOUNT, "amount", WORDS("The first line must name a column for the amount: amount.") },
		{ TEXT, "text", WORDS("The first line must name a column for what the payer wrote: text.") },
	};
	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (columns[needed[i].column] < 0)
			fault(out, 1, needed[i].name, needed[i].words);
	return !out->fault_count;
}

void bank_read(struct arena *arena, struct str text, struct str account, struct str own, struct bank_file *out)
{
	struct csv_reader *reader = csv_reader_all(arena, text, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	struct csv_row row;
	struct error err = { 0 };
	enum csv_step step;
	int columns[COLUMNS];
	bool heading = false;
	*out = (struct bank_file){ .lines = ARENA_ARRAY(arena, struct bank_line, BANK_LINES_MOST), .numbers = ARENA_ARRAY(arena, int64_t, BANK_LINES_MOST) };
	while ((step = csv_next(reader, &row, &err)) == CSV_ROW && out->fault_count < BANK_FAULTS_MOST) {
		if (!heading) {
			find_columns(reader, columns);
			heading = true;
			if (!heading_is_sound(columns, out))
				return;
		}
		if (out->count == BANK_LINES_MOST) {
			fault(out, (int64_t)row.line, "", WORDS("At most 400 lines are taken at once: split the file."));
			break;
		}
		read_line(arena, &row, columns, own, out);
	}
	for (size_t i = 0; i < out->count; i++)
		out->lines[i].account = account;
	if (step == CSV_ERROR)
		fault(out, 0, err.where[0] ? str_c(arena, str_of(err.where)) : "", err.what);
	else if (!heading)
		fault(out, 0, "", WORDS("The file has no lines."));
}

/* --- numbers of cases in what a payer wrote --- */

enum { WORDS_MOST = 40, REFERENCE_LEAST = 5, REFERENCE_MOST = 32 };

static size_t split(struct arena *arena, struct str text, struct str words[static WORDS_MOST])
{
	size_t count = 0;
	text = str_upper(arena, text);
	for (size_t i = 0; i < text.len && count < WORDS_MOST;) {
		size_t from = i;
		while (i < text.len && (ascii_digit(text.data[i]) || ascii_upper(text.data[i])))
			i++;
		if (i > from)
			words[count++] = str_slice(text, from, i);
		else
			i++;
	}
	return count;
}

static bool may_be(struct str word)
{
	bool digit = false;
	for (size_t i = 0; i < word.len; i++)
		digit |= ascii_digit(word.data[i]);
	return digit && word.len >= REFERENCE_LEAST && word.len <= REFERENCE_MOST;
}

bool bank_references(struct arena *arena, struct str text, bool (*each)(void *state, struct str reference), void *state)
{
	struct str words[WORDS_MOST];
	size_t count = split(arena, text, words);
	for (size_t together = 1; together <= 3; together++)
		for (size_t i = 0; i + together <= count; i++) {
			struct str whole = str_join(arena, &words[i], together, STR(""));
			if (may_be(whole) && each(state, whole))
				return true;
		}
	return false;
}
