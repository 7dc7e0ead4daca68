/* Words and values that this room's pages share. */
#include "forms.h"

#include <string.h>

#include "journal.h"
#include "show.h"

struct str convoy_name_words(const struct convoy_row *row)
{
	return row->name.len ? row->name : row->number.len ? row->number : row->call_sign;
}

struct str convoy_kind_words(struct act *act, struct str kind)
{
	const char *words = str_is(kind, "vessel") ? WORDS("Vessel") : str_is(kind, "train") ? WORDS("Train") : str_is(kind, "coach") ? WORDS("Coach") : WORDS("Aircraft");
	return lang_words(act->lang, words);
}

const char *convoy_icon(struct str kind)
{
	return str_is(kind, "vessel") ? "ship" : str_is(kind, "train") ? "train" : str_is(kind, "coach") ? "car" : "plane";
}

struct str convoy_numbers(struct act *act, const struct convoy_row *row)
{
	struct str parts[4];
	size_t count = 0;
	if (row->imo.len)
		parts[count++] = str_format(act->arena, "IMO " STR_FMT, STR_ARG(row->imo));
	if (row->call_sign.len)
		parts[count++] = row->call_sign;
	if (row->number.len && row->name.len)
		parts[count++] = row->number;
	if (row->flag.len)
		parts[count++] = show_code(act, "countries", row->flag);
	return str_join(act->arena, parts, count, STR(", "));
}

struct str convoy_journey(struct act *act, const struct convoy_row *row)
{
	if (row->from_place.len && row->to_place.len)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("from {from} to {to}")), { "from", row->from_place }, { "to", row->to_place });
	if (row->from_place.len)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("from {from}")), { "from", row->from_place });
	return row->to_place.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("to {to}")), { "to", row->to_place }) : STR("");
}

struct str convoy_when(struct act *act, const struct called *called, int64_t ms)
{
	return ms ? lang_date_time(act->lang, act->arena, called->zone, ms) : STR("");
}

struct str convoy_path(struct act *act, struct uuid call, const char *after)
{
	return show_path(act, "/call/", call, after);
}

struct str convoy_person_path(struct act *act, struct uuid call, struct uuid key, const char *after)
{
	char text[UUID_TEXT];
	return str_format(act->arena, STR_FMT "/person/" STR_FMT "%s", STR_ARG(convoy_path(act, call, "")), STR_ARG(uuid_text(key, text)), after);
}

struct str convoy_file_word(struct act *act, struct str state)
{
	const char *words = str_is(state, "open") ? WORDS("Open") : str_is(state, "found") ? WORDS("Found") : str_is(state, "handed_over") ? WORDS("Handed over")
		: str_is(state, "left") ? WORDS("Left the country") : WORDS("Closed");
	return lang_words(act->lang, words);
}

static const char *field_title(struct str name)
{
	static const struct { const char *name, *title; } titles[] = {
		{ "surname", WORDS("Family name") }, { "given_names", WORDS("Given names") }, { "born", WORDS("Date of birth") }, { "birthplace", WORDS("Place of birth") },
		{ "sex", WORDS("Sex") }, { "nationality", WORDS("Nationality") }, { "document_kind", WORDS("Nature of the document") },
		{ "document_issuer", WORDS("Issuing State of the document") }, { "document_number", WORDS("Number of the document") },
		{ "document_expires", WORDS("Expiry date of the document") }, { "rank", WORDS("Rank or rating") }, { "embarked", WORDS("Port of embarkation") },
		{ "disembarks", WORDS("Port of disembarkation") }, { "visa", WORDS("Visa number") }, { "transit", WORDS("In transit") },
	};
	for (size_t i = 0; i < COUNT_OF(titles); i++)
		if (str_is(name, titles[i].name))
			return titles[i].title;
	return "";
}

struct str convoy_change_words(struct act *act, const struct convoy_person *person)
{
	if (convoy_missing(person))
		return lang_words(act->lang, WORDS("Missing from the list"));
	if (str_is(person->change, "new"))
		return lang_words(act->lang, WORDS("New on the list"));
	if (!str_is(person->change, "changed"))
		return STR("");
	struct str *parts = ARENA_ARRAY(act->arena, struct str, person->changed.count + 1);
	for (size_t i = 0; i < person->changed.count; i++)
		parts[i] = lang_words(act->lang, field_title(person->changed.items[i]));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Changed: {fields}")), { "fields", str_join(act->arena, parts, person->changed.count, STR(", ")) });
}

struct str convoy_advice(const struct act *act, const struct convoy_person *person)
{
	return person->silent.len && rights_have(act->actor.rights, CAN_SILENT) ? person->silent : person->advice;
}

/* "00:00", or with its day when that is another one. The midnight that ends a day is written with it. */
static struct str short_when(struct act *act, const struct called *called, int64_t ms)
{
	struct date today = lang_zone_day(called->zone, act->now), day = lang_zone_day(called->zone, ms - 1);
	struct str time = lang_time(act->lang, act->arena, called->zone, ms);
	if (!date_compare(day, today))
		return time;
	return str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(lang_date_short(act->lang, act->arena, lang_zone_day(called->zone, ms))), STR_ARG(time));
}

static struct str pass_words(struct act *act, const struct called *called, const struct convoy_person *person, const char *sentence)
{
	return LANG_FILL(act->arena, lang_words(act->lang, sentence), { "time", short_when(act, called, person->pass_due) });
}

struct standing convoy_standing(struct act *act, const struct called *called, const struct convoy_person *person)
{
	if (convoy_ashore(person) && person->pass_due <= act->now)
		return (struct standing){ "stop", pass_words(act, called, person, WORDS("Not back since {time}")) };
	if (convoy_ashore(person))
		return (struct standing){ "info", pass_words(act, called, person, WORDS("Ashore until {time}")) };
	if (str_is(person->signed_as, "sign_off"))
		return (struct standing){ "info", lang_words(act->lang, WORDS("Signed off")) };
	if (str_is(person->signed_as, "sign_on"))
		return (struct standing){ "info", lang_words(act->lang, WORDS("Signed on")) };
	if (convoy_left_behind(called, person))
		return (struct standing){ "check", lang_words(act->lang, WORDS("Did not leave with it")) };
	if (!uuid_zero(person->exit))
		return (struct standing){ "none", lang_words(act->lang, WORDS("Left")) };
	if (!uuid_zero(person->entry))
		return (struct standing){ "clear", lang_words(act->lang, WORDS("Cleared")) };
	if (convoy_missing(person))
		return (struct standing){ "none", lang_words(act->lang, WORDS("Not on the list now")) };
	if (person->seen_at)
		return (struct standing){ "info", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Seen at {time}")), { "time", lang_time(act->lang, act->arena, called->zone, person->seen_at) }) };
	return (struct standing){ "none", lang_words(act->lang, WORDS("Not seen yet")) };
}

json_t *convoy_tags(struct act *act, const struct called *called, const struct convoy_person *person)
{
	json_t *tags = json_array();
	struct str advice = convoy_advice(act, person), change = convoy_change_words(act, person);
	(void)called;
	if (str_is(advice, "refer"))
		json_array_append_new(tags, show_tag(act, "stop", lang_words(act->lang, WORDS("Refer"))));
	if (str_is(advice, "look"))
		json_array_append_new(tags, show_tag(act, "check", lang_words(act->lang, WORDS("Look"))));
	if (str_is(advice, "care"))
		json_array_append_new(tags, show_tag(act, "care", lang_words(act->lang, WORDS("Protect"))));
	if (change.len)
		json_array_append_new(tags, show_tag(act, convoy_missing(person) ? "check" : "info", change));
	return tags;
}

/* Everybody who is shown, by the records of their documents. */
void convoy_look(struct act *act, const char *what, const struct called *called)
{
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, called->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < called->count; i++)
		if (!uuid_zero(called->people[i].document))
			records[count++] = called->people[i].document;
	if (!count)
		records[count++] = called->id;
	journal_look(act, what, records, count);
}

json_t *convoy_told(const struct list_told *told)
{
	json_t *out = json_object();
	json_put_int(out, "version", told->version);
	json_put_int(out, "people", (int64_t)told->people);
	json_put_int(out, "new", (int64_t)told->fresh);
	json_put_int(out, "changed", (int64_t)told->changed);
	json_put_int(out, "missing", (int64_t)told->missing);
	return out;
}

void convoy_fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	if (text.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}
