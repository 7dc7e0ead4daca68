/* What the commands read of a case. */
#include <string.h>

#include "arena.h"
#include "inner.h"
#include "registry.h"

const json_t *fact_of(const struct case_command *asked, const char *name)
{
	const json_t *use = json_object_getn(json_object_get(asked->flow->file, "uses"), asked->use->name.data, asked->use->name.len);
	const json_t *items = json_object_get(use, "items");
	return json_object_get(asked->item.len ? json_object_getn(items, asked->item.data, asked->item.len) : use, name);
}

struct str fact_text(struct act *act, const struct case_command *asked, const char *name)
{
	const json_t *fact = fact_of(asked, name);
	return json_is_string(fact) ? str_copy(act->arena, str_of(json_string_value(fact))) : STR("");
}

const json_t *answer_named(const struct flow *flow, struct str name)
{
	return json_object_getn(json_object_get(flow->file, "answers"), name.data, name.len);
}

const json_t *answer_of_type(const struct flow *flow, enum asked_type type)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	for (size_t i = 0; i < procedure->field_count; i++) {
		const json_t *answer = procedure->fields[i].type == type ? answer_named(flow, procedure->fields[i].name) : NULL;
		if (json_is_string(answer) && json_string_length(answer))
			return answer;
	}
	return NULL;
}

bool party_of_case(const struct pack_procedure *procedure, struct str name)
{
	for (size_t i = 0; i < procedure->party_count; i++)
		if (str_equal(procedure->parties[i].field, name))
			return true;
	return false;
}

bool not_found_for_you(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "there is no such case for you", "look at the list of cases", "case");
}

/* --- whom and what a use is of --- */

static struct str member(struct act *act, const json_t *answer, const char *name)
{
	const char *text = json_string_value(json_object_get(answer, name));
	return text ? str_copy(act->arena, str_of(text)) : STR("");
}

static void put_nationalities(struct act *act, const json_t *answer, struct identity *out)
{
	const json_t *given = json_object_get(answer, "nationality");
	size_t count = json_is_array(given) ? json_array_size(given) : json_is_string(given);
	out->nationalities.items = ARENA_ARRAY(act->arena, struct str, count ? count : 1);
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_is_array(given) ? json_array_get(given, i) : given;
		out->nationalities.items[out->nationalities.count++] = str_copy(act->arena, str_of(json_string_value(one)));
	}
}

static void put_person(struct act *act, const json_t *answer, struct identity *out)
{
	out->surname = member(act, answer, "surname");
	out->given_names = member(act, answer, "given_names");
	out->sex = member(act, answer, "sex");
	if (!date_parse(member(act, answer, "birth_date"), &out->born))
		out->born = (struct date){ 0 };
	put_nationalities(act, answer, out);
}

static void put_document(struct act *act, const json_t *answer, struct identity *out)
{
	struct identity document;
	if (!case_document(act->arena, answer, &document))
		return;
	out->document_kind = document.document_kind;
	out->document_number = document.document_number;
	out->document_issuer = document.document_issuer;
	out->document_expires = document.document_expires;
}

/* The item of a list by its id. */
static const json_t *item_by_id(const json_t *list, struct str id)
{
	size_t i;
	const json_t *item;
	json_array_foreach(list, i, item)
		if (str_equal(str_of(json_string_value(json_object_get(item, "id"))), id))
			return item;
	return NULL;
}

static void put_answer(struct act *act, const struct pack_asked *field, const json_t *answer, struct identity *out)
{
	if (field->type == ASKED_PERSON && json_is_object(answer))
		put_person(act, answer, out);
	else if (field->type == ASKED_TRAVEL_DOCUMENT && json_is_object(answer))
		put_document(act, answer, out);
	else if (field->type == ASKED_GROUP || field->type == ASKED_LIST)
		for (size_t i = 0; i < field->item_count; i++)
			put_answer(act, &field->items[i], json_object_getn(answer, field->items[i].name.data, field->items[i].name.len), out);
}

/* Who the case is about: a document alone does not say it. */
static void put_subject(struct act *act, const struct case_command *asked, struct identity *out)
{
	const struct pack_procedure *procedure = asked->flow->host.procedure;
	struct str rest = procedure->subject.text, head;
	if (!str_cut(&rest, '.', &head))
		return;
	place_at at = procedure_field(procedure, head);
	if (at != NOWHERE)
		put_answer(act, &procedure->fields[at], answer_named(asked->flow, head), out);
}

bool identity_of_use(struct act *act, const struct case_command *asked, struct identity *out)
{
	const struct pack_setting *of = pack_setting(asked->use, "of");
	const struct pack_procedure *procedure = asked->flow->host.procedure;
	*out = (struct identity){ .document_kind = STR("P") };
	for (size_t i = 0; of && i < of->fields.count; i++) {
		const struct pack_asked *field = &procedure->fields[of->fields.items[i]];
		const json_t *answer = answer_named(asked->flow, field->name);
		put_answer(act, field, field->type == ASKED_LIST ? item_by_id(answer, asked->item) : answer, out);
	}
	if (!out->surname.len)
		put_subject(act, asked, out);
	return out->surname.len || out->document_number.len;
}
