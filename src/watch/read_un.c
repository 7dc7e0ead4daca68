#include "gather.h"
#include "xml.h"

#include <string.h>

/* Texts of the element of an entry that is open: alias, birth date, document. */
struct un {
	struct gather gather;
	struct str parts[4], alias, quality, date_kind, number, kind, issuer, year, from_year, to_year;
	struct str place[3];
	bool person, root, nationality;
};

static bool holds(struct str path, const char *what)
{
	return str_starts(path, str_of(what));
}

static void start(struct un *un, const struct xml_event *event)
{
	if (event->depth == 1)
		un->root = str_is(event->name, "CONSOLIDATED_LIST");
	for (size_t i = 0; i < event->attribute_count && event->depth == 1; i++)
		if (str_is(event->attributes[i].name, "dateGenerated"))
			un->gather.out->version = str_copy(un->gather.arena, event->attributes[i].value);
	if (event->depth == 3) {
		gather_start(&un->gather);
		un->person = str_is(event->name, "INDIVIDUAL");
		un->gather.entry.kind = un->person ? WATCH_PERSON : WATCH_ORGANISATION;
		memset(un->parts, 0, sizeof un->parts);
		un->gather.out->rows++;
	}
	if (event->depth == 4) {
		un->nationality = str_is(event->name, "NATIONALITY");
		un->alias = un->quality = un->date_kind = un->number = un->kind = un->issuer = un->year = un->from_year = un->to_year = STR("");
		un->place[0] = un->place[1] = un->place[2] = STR("");
	}
}

static enum watch_quality alias_quality(struct str quality)
{
	return str_is(quality, "Low") ? WATCH_WEAK_ALIAS : WATCH_STRONG_ALIAS;
}

static void end_birth(struct un *un)
{
	struct date from, to, last;
	bool about = !str_is(un->date_kind, "EXACT") && un->date_kind.len && !str_is(un->date_kind, "BETWEEN");
	struct date exact = { 0 };
	if (un->number.len && date_parse(str_slice(un->number, 0, 10), &exact) && date_range(exact, &from, &to))
		gather_birth(&un->gather, from, to, about);
	else if (date_in_words(un->year, &from, &to))
		gather_birth(&un->gather, from, to, about);
	else if (date_in_words(un->from_year, &from, &to) && date_in_words(un->to_year, &to, &last))
		gather_birth(&un->gather, from, last, about);
}

static void end_group(struct un *un, struct str name)
{
	struct gather *gather = &un->gather;
	if (holds(name, "INDIVIDUAL_ALIAS") || holds(name, "ENTITY_ALIAS"))
		gather_name(gather, un->alias, alias_quality(un->quality), false);
	else if (str_is(name, "INDIVIDUAL_DATE_OF_BIRTH"))
		end_birth(un);
	else if (str_is(name, "INDIVIDUAL_DOCUMENT"))
		gather_document(gather, un->kind, un->number, un->issuer);
	else if (str_is(name, "INDIVIDUAL_PLACE_OF_BIRTH"))
		for (int i = 0; i < 3; i++)
			gather_birthplace(gather, un->place[i]);
}

static struct str keep(struct un *un, struct str text)
{
	return str_copy(un->gather.arena, str_trim(text));
}

static void end_field(struct un *un, const struct xml_event *event)
{
	static const char *const parts[] = { "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME" };
	struct gather *gather = &un->gather;
	struct watch_entry *entry = &gather->entry;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (str_is(event->name, parts[i]))
			un->parts[i] = keep(un, event->text);
	if (str_is(event->name, "DATAID"))
		entry->id = keep(un, event->text);
	else if (str_is(event->name, "REFERENCE_NUMBER"))
		entry->reference = keep(un, event->text);
	else if (str_is(event->name, "LISTED_ON"))
		entry->listed_on = keep(un, str_slice(event->text, 0, 10));
	else if (str_is(event->name, "NAME_ORIGINAL_SCRIPT"))
		gather_name(gather, event->text, WATCH_STRONG_ALIAS, true);
	else if (str_is(event->name, "COMMENTS1"))
		gather_remark(gather, event->text);
	else if (str_is(event->name, "GENDER"))
		entry->sex = str_is(str_trim(event->text), "Male") ? WATCH_MALE : str_is(str_trim(event->text), "Female") ? WATCH_FEMALE : entry->sex;
	else
		end_group(un, event->name);
}

static void end_inner(struct un *un, const struct xml_event *event)
{
	const struct {
		const char *name;
		struct str *to;
	} fields[] = {
		{ "ALIAS_NAME", &un->alias }, { "QUALITY", &un->quality }, { "TYPE_OF_DATE", &un->date_kind }, { "DATE", &un->number },
		{ "YEAR", &un->year }, { "FROM_YEAR", &un->from_year }, { "TO_YEAR", &un->to_year }, { "NUMBER", &un->number },
		{ "TYPE_OF_DOCUMENT", &un->kind }, { "ISSUING_COUNTRY", &un->issuer }, { "COUNTRY_OF_ISSUE", &un->issuer },
		{ "CITY", &un->place[0] }, { "STATE_PROVINCE", &un->place[1] }, { "COUNTRY", &un->place[2] },
	};
	if (un->nationality && str_is(event->name, "VALUE"))
		gather_nationality(&un->gather, event->text);
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (str_is(event->name, fields[i].name) && str_trim(event->text).len)
			*fields[i].to = keep(un, event->text);
}

static bool end_entry(struct un *un, const struct xml_event *event, struct error *err)
{
	struct str words[4];
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(un->parts); i++)
		if (un->parts[i].len && !str_is(un->parts[i], "na"))
			words[count++] = un->parts[i];
	gather_name(&un->gather, str_join(un->gather.arena, words, count, STR(" ")), WATCH_PRIMARY, false);
	return gather_end(&un->gather, "un.xml", event->line, err);
}

static bool take(void *state, const struct xml_event *event, struct error *err)
{
	struct un *un = state;
	if (event->step == XML_START) {
		start(un, event);
		return un->root || error_set(err, ERR_INPUT, "This is not the UN's consolidated list", "Its first element is CONSOLIDATED_LIST",
		                             "line %d", (int)event->line);
	}
	if (event->depth == 3)
		return end_entry(un, event, err);
	if (event->depth == 4)
		end_field(un, event);
	if (event->depth == 5)
		end_inner(un, event);
	return true;
}

bool watch_read_un(struct str xml, struct arena *arena, struct watch_reading *out, struct error *err)
{
	struct un *un = ARENA_NEW(arena, struct un);
	*out = (struct watch_reading){ .version = STR("") };
	un->gather.arena = arena;
	un->gather.out = out;
	if (xml.len > WATCH_FILE)
		return error_set(err, ERR_TOO_LARGE, "The file is too large", "Check that this is the right file", "%zu bytes", xml.len);
	if (!xml_read(xml, arena, take, un, err))
		return false;
	return out->count || error_set(err, ERR_INPUT, "The file has no entries", "Get the file again", "UN list");
}
