/* Two versions of a list: who is whom. And the number of a ship. */
#include "crew_list.h"

#include "lang.h"

struct str imo_number(struct str text, struct arena *arena)
{
	int sum = 0;
	text = str_trim(text);
	if (str_starts(str_upper(arena, text), STR("IMO")))
		text = str_trim(str_slice(text, 3, text.len));
	if (text.len != 7)
		return STR("");
	for (size_t i = 0; i < 7; i++) {
		if (!ascii_digit(text.data[i]))
			return STR("");
		sum += i < 6 ? (text.data[i] - '0') * (7 - (int)i) : 0;
	}
	return sum % 10 == text.data[6] - '0' ? text : STR("");
}

static struct str whole_name(const struct list_person *person, struct arena *arena)
{
	return lang_fold(arena, str_trim(str_format(arena, STR_FMT " " STR_FMT, STR_ARG(person->surname), STR_ARG(person->given_names))));
}

enum list_likeness list_compare(const struct list_person *a, const struct list_person *b, struct arena *arena)
{
	bool numbers = a->document_number.len && b->document_number.len;
	if (numbers && str_equal(a->document_number, b->document_number) && str_equal(a->document_issuer, b->document_issuer))
		return LIST_SAME_DOCUMENT;
	if (date_empty(a->born) || date_compare(a->born, b->born))
		return LIST_OTHER;
	return str_equal(whole_name(a, arena), whole_name(b, arena)) ? LIST_SAME_NAME : LIST_OTHER;
}

static bool values_equal(const struct field *field, const void *a, const void *b)
{
	const char *one = (const char *)a + field->offset, *other = (const char *)b + field->offset;
	switch (field->type) {
	case FIELD_DATE: return !date_compare(*(const struct date *)one, *(const struct date *)other);
	case FIELD_YESNO: return *(const bool *)one == *(const bool *)other;
	default: return str_equal(*(const struct str *)one, *(const struct str *)other);
	}
}

struct texts list_changes(const struct list_person *before, const struct list_person *after, struct arena *arena)
{
	struct texts out = { ARENA_ARRAY(arena, struct str, list_person_fields.count), 0 };
	for (size_t i = 0; i < list_person_fields.count; i++) {
		const struct field *field = &list_person_fields.items[i];
		if (!values_equal(field, before, after))
			out.items[out.count++] = str_of(field->name);
	}
	return out;
}
