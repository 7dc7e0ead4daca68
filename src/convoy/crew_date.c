/* Dates as people write them into lists. */
#include "crew_columns.h"

#include "lang.h"

static bool number(struct str text, size_t least, size_t most, int *out)
{
	int64_t value;
	if (text.len < least || text.len > most || !ascii_digit(text.data[0]) || !str_to_int(text, &value))
		return false;
	*out = (int)value;
	return true;
}

/* Three parts between signs: "12/08/1974", "12-AUG-1974", "12 Aug 1974". */
static bool cut(struct str text, struct str parts[static 3], char *sign)
{
	size_t count = 0, from = 0;
	*sign = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c != '/' && c != '-' && c != '.' && c != ' ')
			continue;
		if ((*sign && c != *sign) || count == 2)
			return false;
		*sign = c;
		parts[count++] = str_slice(text, from, i);
		from = i + 1;
	}
	parts[2] = str_slice(text, from, text.len);
	return count == 2;
}

static int month_of(struct str text, struct arena *arena)
{
	static const struct { const char *name; int month; } names[] = {
		{ "jan", 1 }, { "feb", 2 }, { "fev", 2 }, { "mar", 3 }, { "apr", 4 }, { "avr", 4 }, { "may", 5 }, { "mai", 5 }, { "jun", 6 }, { "juin", 6 }, { "jul", 7 },
		{ "juil", 7 }, { "aug", 8 }, { "aou", 8 }, { "aout", 8 }, { "sep", 9 }, { "sept", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
		{ "january", 1 }, { "february", 2 }, { "march", 3 }, { "april", 4 }, { "june", 6 }, { "july", 7 }, { "august", 8 }, { "september", 9 }, { "october", 10 },
		{ "november", 11 }, { "december", 12 }, { "janvier", 1 }, { "fevrier", 2 }, { "mars", 3 }, { "avril", 4 }, { "juillet", 7 }, { "septembre", 9 },
		{ "octobre", 10 }, { "novembre", 11 }, { "decembre", 12 },
	};
	struct str key = crew_heading(text, arena);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(key, names[i].name))
			return names[i].month;
	return 0;
}

enum date_order crew_date_order(struct str text)
{
	struct str parts[3];
	char sign;
	int a, b, year;
	if (!cut(str_trim(text), parts, &sign) || (sign != '/' && sign != '-') || !number(parts[0], 1, 2, &a) || !number(parts[1], 1, 2, &b) || !number(parts[2], 4, 4, &year))
		return ORDER_UNKNOWN;
	return a > 12 && b <= 12 ? ORDER_DAY_FIRST : b > 12 && a <= 12 ? ORDER_MONTH_FIRST : ORDER_UNKNOWN;
}

static const char *take(int year, int month, int day, struct date *out)
{
	struct date date = { (int16_t)year, (int8_t)month, (int8_t)day };
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || !date_valid(date))
		return WORDS("There is no such day.");
	*out = date;
	return NULL;
}

static const char *words_of(char sign, int a, int b, int year, enum date_order order, struct date *out)
{
	if (sign == '.' || a > 12 || a == b)
		return take(year, b, a, out);
	if (b > 12)
		return take(year, a, b, out);
	if (order == ORDER_UNKNOWN)
		return WORDS("This could be two days. Write it as 1974-08-12: year, month, day.");
	return order == ORDER_DAY_FIRST ? take(year, b, a, out) : take(year, a, b, out);
}

const char *crew_date(struct str text, enum date_order order, struct arena *arena, struct date *out)
{
	struct str parts[3];
	char sign;
	int a, b, year;
	text = str_trim(text);
	if (text.len > 12 && text.data[4] == '-' && (text.data[10] == 'T' || text.data[10] == ' ') && ascii_digit(text.data[11])) /* a spreadsheet's midnight */
		text = str_slice(text, 0, 10);
	if (date_parse(text, out))
		return NULL;
	bool iso = text.len == 10 && cut(text, parts, &sign) && sign == '-' && number(parts[0], 4, 4, &year) && number(parts[1], 2, 2, &b) && number(parts[2], 2, 2, &a);
	if (iso)
		return take(year, b, a, out);
	bool three = cut(text, parts, &sign) && number(parts[0], 1, 2, &a);
	if (three && number(parts[2], 2, 2, &year))
		return WORDS("The year has two digits. Write it with four.");
	if (three && number(parts[2], 4, 4, &year) && number(parts[1], 1, 2, &b))
		return words_of(sign, a, b, year, order, out);
	if (three && number(parts[2], 4, 4, &year) && month_of(parts[1], arena))
		return take(year, month_of(parts[1], arena), a, out);
	return WORDS("This is no date. Write it as 1974-08-12.");
}
