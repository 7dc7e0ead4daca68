/* Values of a letter: from JSON to what expressions compute with, and from there to words. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "house.h"
#include "lang.h"

static struct str json_text(const json_t *json)
{
	return json_is_string(json) ? (struct str){ json_string_value(json), json_string_length(json) } : STR("");
}

/* --- from JSON --- */

static bool get_member(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	const struct rule_member *of = &self->record->members[member];
	*out = value_of(arena, &of->type, json_object_get(self->context, str_c(arena, of->name)), of->name);
	return out->kind != RULE_MISSING;
}

static struct rule_value list_of(struct arena *arena, const struct rule_type *type, const json_t *json, struct str field)
{
	size_t count = json_array_size(json);
	struct rule_value *items = ARENA_ARRAY(arena, struct rule_value, count);
	for (size_t i = 0; i < count; i++)
		items[i] = value_of(arena, type->item, json_array_get(json, i), field);
	return rule_list(items, count);
}

static struct rule_value record_of(struct arena *arena, const struct rule_type *type, const json_t *json)
{
	struct rule_object *object = ARENA_NEW(arena, struct rule_object);
	*object = (struct rule_object){ .record = type->record, .get = get_member, .context = (json_t *)(uintptr_t)json };
	return rule_record_value(object);
}

struct rule_value value_of(struct arena *arena, const struct rule_type *type, const json_t *json, struct str field)
{
	struct rule_value value = rule_missing(field);
	struct str text = json_text(json);
	switch (type->kind) {
	case RULE_LIST: return json_is_array(json) ? list_of(arena, type, json, field) : value;
	case RULE_RECORD: return json_is_object(json) ? record_of(arena, type, json) : value;
	case RULE_YESNO: return json_is_boolean(json) ? rule_yesno(json_is_true(json)) : value;
	case RULE_DATETIME: return json_is_integer(json) ? rule_datetime(json_integer_value(json)) : value;
	case RULE_NUMBER:
		if (json_is_integer(json))
			return rule_integer(json_integer_value(json));
		break;
	default: break;
	}
	if (text.len && !rule_value_parse(arena, type->kind, text, &value))
		return rule_missing(field);
	return value;
}

struct str values_unknown(const struct rule_record *record, const json_t *values)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)values, name, value)
		if (rule_member_index(record, str_of(name)) == SIZE_MAX)
			return str_of(name);
	return STR("");
}

const struct rule_record *values_record(struct act *act, struct str name)
{
	const struct letter_shape *shape = letter_shape(name);
	return shape ? letter_record(act->arena, shape) : NULL;
}

const struct lang_zone *letter_zone(struct act *act, struct str post)
{
	const struct pack_post *found = pack_post(act->pack, post, (struct date){ 0 });
	return act->house->zone(act->house, found && found->zone.len ? found->zone : act->pack->head.zone);
}

/* --- to words --- */

/* What a section of the pack says of law and remedy, in the letter's language; false: the list is no section. */
static bool section_words(const struct filling *filling, struct str list, struct str code, struct str *out)
{
	const struct pack *pack = filling->act->pack;
	const struct { const char *list; struct words law, remedy, authority; } sections[] = {
		{ "refusal", pack->refusal.law, pack->refusal.remedy, pack->refusal.authority },
		{ "overstay", pack->overstay.law, pack->overstay.remedy, { .number = 0 } },
		{ "bans", pack->bans.law, pack->bans.remedy, pack->bans.authority },
	};
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		if (!str_is(list, sections[i].list))
			continue;
		struct words words = str_is(code, "law") ? sections[i].law : str_is(code, "remedy") ? sections[i].remedy : sections[i].authority;
		*out = pack_words(pack, lang_tag(filling->lang), words);
		return true;
	}
	return false;
}

static struct str code_words(const struct filling *filling, const struct rule_type *type, struct str code)
{
	const struct pack *pack = filling->act->pack;
	struct str language = lang_tag(filling->lang);
	if (str_is(type->list, "posts")) {
		const struct pack_post *post = pack_post(pack, code, (struct date){ 0 });
		return post ? pack_words(pack, language, post->words) : code;
	}
	if (str_is(type->list, "directions"))
		return lang_words(filling->lang, str_is(code, "exit") ? WORDS("Exit") : WORDS("Entry"));
	struct str words;
	return section_words(filling, type->list, code, &words) ? words : pack_code_words(pack, language, type->list, code);
}

static struct str number_words(const struct filling *filling, int64_t micro)
{
	int decimals = 6;
	while (decimals && micro % 10 == 0) {
		micro /= 10;
		decimals--;
	}
	return lang_decimal(filling->lang, filling->act->arena, micro, decimals);
}

static struct str money_words(const struct filling *filling, const struct rule_value *value)
{
	return str_format(filling->act->arena, STR_FMT "\u00a0%s", STR_ARG(lang_decimal(filling->lang, filling->act->arena, value->money.amount / 10000, 2)), value->money.currency);
}

static struct str list_words(const struct filling *filling, const struct rule_type *type, const struct rule_value *value)
{
	struct str *items = ARENA_ARRAY(filling->act->arena, struct str, value->list.count);
	for (size_t i = 0; i < value->list.count; i++)
		items[i] = value_words(filling, type->item, &value->list.items[i]);
	return value->list.count ? lang_list(filling->lang, filling->act->arena, items, value->list.count) : STR("\u2013");
}

struct str value_words(const struct filling *filling, const struct rule_type *type, const struct rule_value *value)
{
	struct arena *arena = filling->act->arena;
	switch (value->kind) {
	case RULE_TEXT: return value->text;
	case RULE_CODE: return type->kind == RULE_CODE ? code_words(filling, type, value->text) : value->text;
	case RULE_NUMBER: return number_words(filling, value->number);
	case RULE_MONEY: return money_words(filling, value);
	case RULE_DATE: return lang_date(filling->lang, arena, value->date);
	case RULE_DATETIME: return lang_date_time(filling->lang, arena, filling->zone, value->ms);
	case RULE_YESNO: return lang_words(filling->lang, value->yes ? WORDS("Yes") : WORDS("No"));
	case RULE_LIST: return list_words(filling, type, value);
	case RULE_DURATION: return rule_value_text(arena, value);
	default: return STR("\u2013");
	}
}
