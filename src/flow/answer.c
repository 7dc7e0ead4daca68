/* Answers as a form, a page or a scenario gives them: {path: text, or an array of texts}. Typed and bounded, in the form in which a file keeps
 * them. A path names a field, a member of a person, or a field of an item: "applicant.birth_date", "considered.2.measure", "considered[2].measure". */
#include "inner.h"

struct intake {
	struct flow *flow;
	json_t *out;
	struct flow_gaps *gaps;
};

static void wrong(struct intake *intake, struct str path, const char *code, const char *words)
{
	add_gap(intake->gaps, path, code, str_of(words));
}

/* --- one value --- */

static bool known_code(struct flow *flow, const struct rule_type *type, struct str list, struct str code)
{
	const struct pack_list *codes = pack_list(flow->host.pack, type->list.len ? type->list : list);
	return !codes || pack_code_valid(flow->host.pack, codes->name, code, flow_law_day(flow));
}

static bool is_text(enum rule_kind kind)
{
	return kind == RULE_TEXT || kind == RULE_CODE;
}

/* Canonical text of a value of a kind; NULL with a gap. Empty text takes the answer away. */
static json_t *scalar(struct intake *intake, struct str path, const struct pack_asked *field, const struct rule_type *type, struct str text)
{
	struct rule_value value;
	text = is_text(type->kind) ? str_trim(text) : text;
	if (text.len > FLOW_TEXT_MOST) {
		wrong(intake, path, "too_long", WORDS("This is too long."));
		return NULL;
	}
	if (!text.len)
		return json_null();
	if (!rule_value_parse(intake->flow->arena, type->kind, text, &value)) {
		wrong(intake, path, "wrong_kind", WORDS("This cannot be read as what is asked for."));
		return NULL;
	}
	if (type->kind == RULE_DATE && !date_whole(value.date) && !field->partial && field->type == ASKED_DATE) {
		wrong(intake, path, "partial", WORDS("Give the whole date."));
		return NULL;
	}
	if (type->kind == RULE_CODE && !known_code(intake->flow, type, field->list, text)) {
		wrong(intake, path, "unknown_code", WORDS("Choose one of the answers."));
		return NULL;
	}
	return str_json(rule_value_text(intake->flow->arena, &value));
}

static json_t *texts(struct intake *intake, struct str path, const struct pack_asked *field, const struct rule_type *item, const json_t *given)
{
	json_t *out = json_array(), *one;
	size_t i;
	if (json_is_string(given)) {
		one = scalar(intake, path, field, item, json_text(given));
		if (one && !json_is_null(one))
			json_array_append(out, one);
		json_decref(one);
		return out;
	}
	json_array_foreach((json_t *)given, i, one) {
		json_t *taken = i < FLOW_ITEMS_MOST ? scalar(intake, path, field, item, json_text(one)) : NULL;
		if (taken && !json_is_null(taken))
			json_array_append(out, taken);
		json_decref(taken);
	}
	return out;
}

/* {"missing": reason}: only where the field, or the whole format, knows the reason. */
static json_t *reason(struct intake *intake, struct str path, const struct pack_asked *field, const json_t *given)
{
	struct str code = json_text(json_object_get(given, "missing"));
	if (in_names(&field->missing, code))
		return json_pack("{s:s%}", "missing", code.data, code.len);
	wrong(intake, path, "reason", WORDS("This question needs an answer; no reason stands for it."));
	return NULL;
}

static json_t *take(struct intake *intake, struct str path, const struct pack_asked *field, const struct rule_type *type, json_t *given)
{
	if (json_is_null(given))
		return json_null();
	if (json_is_object(given) && json_object_get(given, "missing"))
		return reason(intake, path, field, given);
	if (type->kind == RULE_LIST && type->item && type->item->kind != RULE_RECORD)
		return texts(intake, path, field, type->item, given);
	if (json_is_string(given) && type->kind != RULE_RECORD && type->kind != RULE_LIST)
		return scalar(intake, path, field, type, json_text(given));
	if (json_is_object(given) || json_is_array(given) || json_is_string(given)) /* files, rows: kept as whoever stored them says */
		return json_deep_copy(given);
	wrong(intake, path, "wrong_kind", WORDS("This cannot be read as what is asked for."));
	return NULL;
}

/* --- where --- */

/* An id that no item of the list has or had. */
static int64_t next_id(const struct flow *flow, const struct pack_asked *list, json_t *items)
{
	int64_t most = json_integer_value(json_object_getn(json_object_get(flow->file, "item_most"), list->name.data, list->name.len)), number;
	size_t i;
	json_t *item;
	json_array_foreach(items, i, item)
		if (str_to_int(json_text(json_object_get(item, "id")), &number) && number > most)
			most = number;
	return most + 1;
}

/* "considered[2]" and "considered", "2": the item's permanent id; one past the last makes a new one. */
static bool item_id(struct intake *intake, const struct pack_asked *list, struct str *head, struct str *rest, struct str *id)
{
	struct flow *flow = intake->flow;
	json_t *items = answer_json(flow, list, NULL);
	size_t bracket;
	int64_t number;
	if (str_find(*head, STR("["), &bracket)) {
		if (!str_to_int(str_slice(*head, bracket + 1, head->len - 1), &number) || number < 1 || number > FLOW_ITEMS_MOST)
			return false;
		const json_t *item = json_array_get(items, (size_t)number - 1);
		*id = item ? json_text(json_object_get(item, "id")) : str_format(flow->arena, "%lld", (long long)(next_id(flow, list, items) + number - 1 - (int64_t)json_array_size(items)));
		return true;
	}
	return str_cut(rest, '.', id) && str_to_int(*id, &number) && number > 0;
}

static const struct pack_asked *among(const struct pack_asked *fields, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(fields[i].name, name))
			return &fields[i];
	return NULL;
}

static void keep(struct intake *intake, struct str path, json_t *value)
{
	if (value)
		json_object_setn_new(intake->out, path.data, path.len, value);
}

/* "doc_more.invitation": a file for one of the papers that the field calls for; the others stay. */
static void take_paper(struct intake *intake, struct str path, const struct pack_asked *field, const struct pack_asked *list, json_t *item, struct str name, json_t *given)
{
	struct flow_papers *papers = ARENA_NEW(intake->flow->arena, struct flow_papers);
	struct error ignored;
	struct str whole = str_slice(path, 0, path.len - name.len - 1);
	const struct flow_paper *paper = flow_papers(intake->flow, field, list, item, papers, &ignored) ? flow_paper(papers, name) : NULL;
	const json_t *before = json_object_getn(intake->out, whole.data, whole.len);
	if (!paper)
		wrong(intake, path, "unknown_field", WORDS("There is no such question."));
	else if (!json_is_null(given) && !json_object_get(given, "file") && !json_object_get(given, "name"))
		wrong(intake, path, "wrong_kind", WORDS("This cannot be read as what is asked for."));
	else
		keep(intake, whole, answer_with_paper(before ? before : answer_json(intake->flow, field, item), paper, given));
}

/* What is left of a path behind a field: nothing, or a member of a record. */
static void take_member(struct intake *intake, struct str path, const struct pack_asked *field, struct str member, json_t *given)
{
	const struct rule_record *record = field->rule_type.kind == RULE_RECORD ? field->rule_type.record : NULL;
	size_t at = record ? rule_member_index(record, member) : SIZE_MAX;
	if (!member.len)
		keep(intake, path, take(intake, path, field, &field->rule_type, given));
	else if (at == SIZE_MAX)
		wrong(intake, path, "unknown_field", WORDS("There is no such question."));
	else
		keep(intake, path, take(intake, path, field, &record->members[at].type, given));
}

static json_t *item_of(json_t *items, struct str id)
{
	size_t i;
	json_t *item;
	json_array_foreach(items, i, item)
		if (str_equal(json_text(json_object_get(item, "id")), id))
			return item;
	return NULL;
}

/* What was done for an item (a fee, an appointment of its own) would hang in the air without it. */
static void take_out(struct intake *intake, struct str path, const struct pack_asked *list, struct str id)
{
	struct flow *flow = intake->flow;
	const char *name;
	json_t *use;
	if (!item_of(answer_json(flow, list, NULL), id)) {
		wrong(intake, path, "unknown_item", WORDS("There is no such item."));
		return;
	}
	json_object_foreach(json_object_get(flow->file, "uses"), name, use)
		if (json_object_getn(json_object_get(use, "items"), id.data, id.len)) {
			wrong(intake, path, "in_use", WORDS("Something was already done for this one: it stays."));
			return;
		}
	keep(intake, path, json_null());
}

static void take_one(struct intake *intake, struct str path, json_t *given)
{
	struct flow *flow = intake->flow;
	const struct pack_procedure *procedure = flow->host.procedure;
	struct str rest = path, head, id = STR(""), name = STR("");
	size_t bracket;
	str_cut(&rest, '.', &head);
	struct str plain = str_find(head, STR("["), &bracket) ? str_slice(head, 0, bracket) : head;
	const struct pack_asked *field = among(procedure->fields, procedure->field_count, plain), *inner = NULL;
	if (!field || field->compute.expression) {
		wrong(intake, path, "unknown_field", field ? WORDS("This is computed, and takes no answer.") : WORDS("There is no such question."));
		return;
	}
	if (field->type == ASKED_DOCUMENTS && rest.len) {
		take_paper(intake, path, field, NULL, NULL, rest, given);
		return;
	}
	if ((field->type != ASKED_LIST && field->type != ASKED_GROUP) || !rest.len) {
		take_member(intake, path, field, rest, given);
		return;
	}
	if (field->type == ASKED_LIST && !item_id(intake, field, &head, &rest, &id)) {
		wrong(intake, path, "unknown_item", WORDS("There is no such item."));
		return;
	}
	if (field->type == ASKED_LIST && !rest.len && json_is_null(given)) {
		take_out(intake, str_format(flow->arena, STR_FMT "." STR_FMT, STR_ARG(plain), STR_ARG(id)), field, id);
		return;
	}
	str_cut(&rest, '.', &name);
	inner = among(field->items, field->item_count, name);
	if (!inner || inner->compute.expression) {
		wrong(intake, path, "unknown_field", WORDS("There is no such question."));
		return;
	}
	struct str to = id.len ? str_format(flow->arena, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(plain), STR_ARG(id), STR_ARG(name)) :
	                         str_format(flow->arena, STR_FMT "." STR_FMT, STR_ARG(plain), STR_ARG(name));
	if (rest.len)
		to = str_format(flow->arena, STR_FMT "." STR_FMT, STR_ARG(to), STR_ARG(rest));
	if (inner->type == ASKED_DOCUMENTS && rest.len)
		take_paper(intake, to, inner, field, field->type == ASKED_LIST ? item_of(answer_json(flow, field, NULL), id) : answer_json(flow, field, NULL), rest, given);
	else
		take_member(intake, to, inner, rest, given);
}

/* An item that is taken out takes what was said of it in the same breath with it. */
static void forget_removed(struct intake *intake)
{
	const struct pack_procedure *procedure = intake->flow->host.procedure;
	const char *path;
	json_t *value;
	void *next;
	json_object_foreach_safe(intake->out, next, path, value) {
		struct str rest = str_of(path), head, id, whole;
		str_cut(&rest, '.', &head);
		str_cut(&rest, '.', &id);
		const struct pack_asked *list = among(procedure->fields, procedure->field_count, head);
		if (!list || list->type != ASKED_LIST || !rest.len)
			continue;
		whole = str_slice(str_of(path), 0, head.len + 1 + id.len);
		if (json_is_null(json_object_getn(intake->out, whole.data, whole.len)))
			json_object_del(intake->out, path);
	}
}

json_t *flow_answers(struct flow *flow, json_t *given, struct flow_gaps *gaps)
{
	struct intake intake = { flow, json_object(), gaps };
	const char *path;
	json_t *value;
	json_object_foreach(given, path, value)
		take_one(&intake, str_copy(flow->arena, str_of(path)), value);
	forget_removed(&intake);
	return intake.out;
}
