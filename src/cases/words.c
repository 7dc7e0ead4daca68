/* Answers and steps of a case in words, for pages and for what a person is told of it. */
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "house.h"
#include "lang.h"
#include "upload.h"

/* Members of records that every procedure may ask for. */
static const struct {
	const char *name, *words;
} members[] = {
	{ "surname", WORDS("Surname") }, { "given_names", WORDS("Given names") }, { "birth_date", WORDS("Birth date") }, { "birth_place", WORDS("Place of birth") },
	{ "sex", WORDS("Sex") }, { "nationality", WORDS("Nationality") }, { "language", WORDS("Language") }, { "number", WORDS("Document number") },
	{ "issuer", WORDS("Issued by") }, { "issued", WORDS("Issued on") }, { "expires", WORDS("Expires") },
};

struct str case_member_words(const struct lang *lang, struct str name)
{
	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (str_is(name, members[i].name))
			return lang_words(lang, members[i].words);
	return name;
}

static struct str missing_words(struct act *act, struct str reason)
{
	return lang_words(act->lang, str_is(reason, "unknown") ? WORDS("Not known") : str_is(reason, "refused") ? WORDS("Not answered") : WORDS("Does not apply"));
}

static struct str text_words(struct act *act, const struct rule_type *type, struct str list, struct str text)
{
	struct rule_value value;
	struct str tag = lang_tag(act->lang);
	if (type->kind == RULE_CODE)
		return pack_code_words(act->pack, tag, type->list.len ? type->list : list, text);
	if (type->kind == RULE_YESNO)
		return lang_words(act->lang, str_is(text, "yes") ? WORDS("Yes") : WORDS("No"));
	if ((type->kind != RULE_DATE && type->kind != RULE_DATETIME) || !rule_value_parse(act->arena, type->kind, text, &value))
		return text;
	if (type->kind == RULE_DATE)
		return lang_date(act->lang, act->arena, value.date);
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), value.ms);
}

static struct str typed_words(struct act *act, const struct pack_asked *field, const struct rule_type *type, const json_t *value);

/* "Letter of invitation: letter.pdf (3 pages)" */
struct str case_file_words(struct act *act, const json_t *file)
{
	const char *name = json_string_value(json_object_get(file, "name")), *asked = json_string_value(json_object_get(file, "asked"));
	size_t more = json_array_size(json_object_get(file, "pages"));
	struct buf out = BUF_IN(act->arena);
	if (!name)
		return STR("");
	if (asked)
		buf_format(&out, STR_FMT ": ", STR_ARG(pack_cell_words(act->pack, lang_tag(act->lang), str_of(asked))));
	buf_text(&out, name);
	int64_t sheets = json_integer_value(json_object_get(file, "sheets"));
	if (sheets)
		buf_format(&out, " (" STR_FMT ")", STR_ARG(lang_count(act->lang, act->arena, sheets, WORDS_MANY("{count} page", "{count} pages"))));
	if (more)
		buf_format(&out, " (" STR_FMT ")", STR_ARG(lang_count(act->lang, act->arena, (int64_t)more + 1, WORDS_MANY("{count} page", "{count} pages"))));
	return buf_str(&out);
}

/* "Title: answer; title: answer". A person and a document need no titles: their answers follow one another. */
static struct str object_words(struct act *act, const struct pack_asked *field, const struct rule_type *type, const json_t *value)
{
	const struct rule_record *record = type->kind == RULE_RECORD ? type->record : NULL;
	struct buf out = BUF_IN(act->arena);
	if (case_is_file(field) && !json_object_get(value, "missing"))
		return case_file_words(act, value);
	for (size_t i = 0; record && i < record->count; i++) {
		const json_t *member = json_object_getn(value, record->members[i].name.data, record->members[i].name.len);
		const struct pack_asked *inner = i < field->item_count && str_equal(field->items[i].name, record->members[i].name) ? &field->items[i] : NULL;
		struct str words = typed_words(act, inner ? inner : field, &record->members[i].type, member);
		if (!words.len)
			continue;
		if (out.len)
			buf_text(&out, inner ? "; " : ", ");
		if (inner)
			buf_format(&out, STR_FMT ": ", STR_ARG(pack_words(act->pack, lang_tag(act->lang), inner->label)));
		buf_add(&out, words);
	}
	return out.len ? buf_str(&out) : case_file_words(act, value);
}

static struct str typed_words(struct act *act, const struct pack_asked *field, const struct rule_type *type, const json_t *value)
{
	const char *reason = json_string_value(json_object_get(value, "missing"));
	struct buf out = BUF_IN(act->arena);
	size_t at;
	const json_t *one;
	if (reason)
		return missing_words(act, str_of(reason));
	if (json_is_string(value) && field->type == ASKED_LANGUAGE)
		return case_language_words(act, str_of(json_string_value(value)));
	if (json_is_string(value))
		return text_words(act, type->kind == RULE_LIST && type->item ? type->item : type, field->list, str_of(json_string_value(value)));
	if (json_is_object(value))
		return object_words(act, field, type->kind == RULE_LIST && type->item ? type->item : type, value);
	json_array_foreach((json_t *)(uintptr_t)value, at, one) {
		struct str words = typed_words(act, field, type->item ? type->item : type, one);
		if (words.len && out.len)
			buf_text(&out, json_is_object(one) ? "\n" : ", ");
		buf_add(&out, words);
	}
	return buf_str(&out);
}

struct str case_value_words(struct act *act, const struct pack_asked *field, const struct rule_value *value)
{
	bool scalar = value->kind != RULE_MISSING && value->kind != RULE_RECORD && value->kind != RULE_LIST;
	if (scalar && field->type == ASKED_LANGUAGE)
		return case_language_words(act, rule_value_text(act->arena, value));
	return scalar ? text_words(act, &field->rule_type, field->list, rule_value_text(act->arena, value)) : STR("");
}

struct str case_answer_words(struct act *act, const struct pack_asked *field, const json_t *answer)
{
	return typed_words(act, field, &field->rule_type, answer);
}

static const struct pack_asked *among(const struct pack_asked *fields, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(fields[i].name, name))
			return &fields[i];
	return NULL;
}

const struct pack_asked *case_field(const struct pack_procedure *procedure, struct str path, struct str *member)
{
	struct str head, id;
	size_t bracket;
	str_cut(&path, '.', &head);
	bool behind = str_find(head, STR("["), &bracket); /* "children[3].born": of the item behind the others */
	if (behind)
		head = str_slice(head, 0, bracket);
	const struct pack_asked *field = among(procedure->fields, procedure->field_count, head);
	if (field && path.len && (field->type == ASKED_LIST || field->type == ASKED_GROUP)) {
		if (field->type == ASKED_LIST && !behind)
			str_cut(&path, '.', &id);
		str_cut(&path, '.', &head);
		field = among(field->items, field->item_count, head);
	}
	*member = path;
	return field;
}

struct str case_language_words(struct act *act, struct str tag)
{
	const struct lang *lang = langs_find(act->house->langs, tag);
	const struct pack_code *code = pack_code(act->pack, STR("languages"), tag);
	return code ? pack_words(act->pack, lang_tag(act->lang), code->words) : lang ? lang_name(lang) : tag;
}

struct str case_item_words(struct act *act, struct case_seen *seen, const struct pack_asked *list, json_t *item)
{
	struct str words = list->title.words.source.len ? flow_item_words(&seen->flow, lang_tag(act->lang), &list->title, list, item) : STR("");
	for (size_t i = 0; i < list->item_count && !words.len; i++)
		words = case_answer_words(act, &list->items[i], json_object_getn(item, list->items[i].name.data, list->items[i].name.len));
	return words.len ? words : pack_words(act->pack, lang_tag(act->lang), list->label);
}

/* --- steps --- */

static void tell_removed(struct act *act, const struct pack_procedure *procedure, struct str path, json_t *out)
{
	struct str head;
	str_cut(&path, '.', &head);
	const struct pack_asked *list = among(procedure->fields, procedure->field_count, head);
	if (!list)
		return;
	json_t *row = json_object();
	json_put_str(row, "question", pack_words(act->pack, lang_tag(act->lang), list->label));
	json_put_str(row, "answer", lang_words(act->lang, WORDS("One was taken out")));
	json_array_append_new(out, row);
}

static void tell(struct act *act, const struct pack_procedure *procedure, const json_t *step, json_t *out)
{
	const char *path = json_string_value(json_array_get(step, 1));
	const json_t *value = json_array_get(step, 2);
	struct str member, answer, question;
	const struct pack_asked *field = path ? case_field(procedure, str_of(path), &member) : NULL;
	if (path && !field && json_is_null(value)) {
		tell_removed(act, procedure, str_of(path), out);
		return;
	}
	if (!field)
		return;
	size_t at = field->rule_type.kind == RULE_RECORD ? rule_member_index(field->rule_type.record, member) : SIZE_MAX;
	question = pack_words(act->pack, lang_tag(act->lang), field->label);
	if (member.len && at != SIZE_MAX) {
		question = str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(question), STR_ARG(case_member_words(act->lang, member)));
		answer = typed_words(act, field, &field->rule_type.record->members[at].type, value);
	} else {
		answer = case_answer_words(act, field, value);
	}
	json_t *row = json_object();
	json_put_str(row, "question", question);
	json_put_str(row, "answer", answer);
	json_array_append_new(out, row);
}

json_t *case_told(struct act *act, const struct pack_procedure *procedure, const json_t *change)
{
	json_t *out = json_array(), *step;
	size_t at;
	json_array_foreach((json_t *)(uintptr_t)change, at, step)
		if (procedure && str_is(str_of(json_string_value(json_array_get(step, 0))), "set"))
			tell(act, procedure, step, out);
	return out;
}

static struct str about(struct act *act, const char *sentence, struct str action)
{
	return LANG_FILL(act->arena, lang_words(act->lang, sentence), { "action", action });
}

struct str case_did_words(struct act *act, const struct pack_procedure *procedure, struct str what, struct str action)
{
	struct str tag = lang_tag(act->lang);
	place_at at = procedure ? procedure_action(procedure, action) : NOWHERE;
	struct str words = at != NOWHERE ? pack_words(act->pack, tag, procedure->actions[at].label) : action;
	if (str_is(what, "edit"))
		return lang_words(act->lang, WORDS("Answers were changed"));
	if (str_is(what, "migrate"))
		return lang_words(act->lang, WORDS("It moved to a new revision of its procedure"));
	if (str_is(what, "confirm"))
		return about(act, WORDS("Confirmed by the second person: {action}"), words);
	if (str_is(what, "return"))
		return about(act, WORDS("Sent back by the second person: {action}"), words);
	if (str_is(what, "clock") && procedure && (at = procedure_clock(procedure, action)) != NOWHERE)
		return about(act, WORDS("Time limit reached: {action}"), pack_words(act->pack, tag, procedure->clocks[at].label));
	if (str_is(what, "event") && procedure && (at = procedure_use(procedure, action)) != NOWHERE)
		return about(act, WORDS("What was waited for has happened: {action}"), case_use_words(act, procedure, &procedure->uses[at]));
	return words;
}

/* --- uses --- */

/* "Letter (refusal_letter)": its name is told where the procedure has several of the kind. */
static bool is_only_one(const struct pack_procedure *procedure, const struct pack_use *use)
{
	size_t count = 0;
	for (size_t i = 0; i < procedure->use_count; i++)
		count += procedure->uses[i].capability == use->capability;
	return count == 1;
}

struct str case_use_words(struct act *act, const struct pack_procedure *procedure, const struct pack_use *use)
{
	static const struct { const char *capability, *words; } names[] = {
		{ "fee", WORDS("Fee") }, { "deposit", WORDS("Deposit") }, { "appointment", WORDS("Appointment") }, { "interview", WORDS("Interview") },
		{ "biometrics", WORDS("Biometrics") }, { "dna", WORDS("DNA test") }, { "inspection", WORDS("Checks") }, { "custody", WORDS("Document in custody") },
		{ "letter", WORDS("Letter") }, { "seal", WORDS("Visa, permit or card") }, { "exchange", WORDS("Exchange with another authority") }, { "travel", WORDS("Journey") },
		{ "case", WORDS("Other case") }, { "register", WORDS("Register") }, { "quota", WORDS("Quota") }, { "stock", WORDS("Numbered stock") }, { "stay", WORDS("Stay") },
	};
	struct str kind = use->capability->name;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(use->capability->name, names[i].capability))
			kind = lang_words(act->lang, names[i].words);
	return is_only_one(procedure, use) ? kind : str_format(act->arena, STR_FMT " (" STR_FMT ")", STR_ARG(kind), STR_ARG(use->name));
}

struct str case_status_words(struct act *act, struct str status)
{
	static const struct { const char *code, *words; } words[] = {
		{ "due", WORDS("to be paid") }, { "paid", WORDS("paid") }, { "waived", WORDS("waived") }, { "failed", WORDS("failed") }, { "refunded", WORDS("refunded") },
		{ "taken", WORDS("taken") }, { "returned", WORDS("given back") }, { "forfeited", WORDS("kept") }, { "offered", WORDS("may be booked") }, { "booked", WORDS("booked") },
		{ "arrived", WORDS("arrived") }, { "missed", WORDS("missed") }, { "cancelled", WORDS("cancelled") }, { "planned", WORDS("planned") }, { "held", WORDS("held") },
		{ "captured", WORDS("taken") }, { "exempt", WORDS("not needed") }, { "compared", WORDS("compared") }, { "duplicate", WORDS("held under another name") },
		{ "ordered", WORDS("ordered") }, { "result", WORDS("answered") }, { "clear", WORDS("nothing found") }, { "attention", WORDS("needs a look") },
		{ "handed_over", WORDS("handed over") }, { "issued", WORDS("issued") }, { "delivered", WORDS("delivered") }, { "revoked", WORDS("revoked") },
		{ "sent", WORDS("sent") }, { "acknowledged", WORDS("receipt confirmed") }, { "accepted", WORDS("accepted") }, { "refused", WORDS("declined") },
		{ "received", WORDS("received") }, { "request", WORDS("asked for") }, { "departed", WORDS("departed") }, { "added", WORDS("entered") }, { "closed", WORDS("closed") },
		{ "extended", WORDS("extended") }, { "restored", WORDS("taken back") }, { "unknown", WORDS("no entry on record") }, { "used", WORDS("used") }, { "spoiled", WORDS("spoiled") },
	};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(status, words[i].code))
			return lang_words(act->lang, words[i].words);
	return status;
}

/* --- parties --- */

struct str case_party_words(struct act *act, const struct pack_procedure *procedure, struct str party)
{
	static const struct { const char *name, *words; } names[] = {
		{ "applicant", WORDS("The person who applies") }, { "guardian", WORDS("Parent or guardian") }, { "helper", WORDS("Helper with a mandate") }, { "employer", WORDS("Employer") },
		{ "school", WORDS("School or university") }, { "sponsor", WORDS("Sponsor") }, { "host", WORDS("Host") }, { "authority", WORDS("Authority") },
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(party, names[i].name))
			return lang_words(act->lang, names[i].words);
	place_at at = procedure_field(procedure, party);
	return at == NOWHERE ? party : pack_words(act->pack, lang_tag(act->lang), procedure->fields[at].label);
}
