/* What a procedure's `seal` does: a permit of the person on the passport that the case names, and its seal.
 *
 * The number of a visa: V, seven signs at random, the check digit of Doc 9303-3 (4.9). A node without a key makes the permit and no seal: the booth finds it
 * by the passport and by its number. */
#include "local.h"

#include <string.h>

#include "cases.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "store.h"

/* --- what the case says --- */

/* The item of a list by its id, and the list. */
static const json_t *item_of(const struct case_seen *seen, const json_t *answers, struct str item, const struct pack_asked **list)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	size_t at;
	const json_t *one;
	for (size_t i = 0; item.len && i < procedure->field_count; i++) {
		if (procedure->fields[i].type != ASKED_LIST)
			continue;
		json_array_foreach(json_object_getn(answers, procedure->fields[i].name.data, procedure->fields[i].name.len), at, one) {
			const char *id = json_string_value(json_object_get(one, "id"));
			*list = &procedure->fields[i];
			if (id && str_is(item, id))
				return one;
		}
	}
	return NULL;
}

/* The first answer of a type: of the item first, then of the case. */
static const json_t *first_of(const struct pack_asked *fields, size_t count, const json_t *answers, enum asked_type type)
{
	for (size_t i = 0; answers && i < count; i++) {
		const json_t *answer = json_object_getn(answers, fields[i].name.data, fields[i].name.len);
		if (fields[i].type == type && json_is_object(answer))
			return answer;
		if (fields[i].type == ASKED_GROUP && (answer = first_of(fields[i].items, fields[i].item_count, answer, type)))
			return answer;
	}
	return NULL;
}

/* Whether items of a list are asked for an answer of a type: then it is the item's own, and nobody else's stands in for it. */
static bool asks_for(const struct pack_asked *fields, size_t count, enum asked_type type)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].type == type || (fields[i].type == ASKED_GROUP && asks_for(fields[i].items, fields[i].item_count, type)))
			return true;
	return false;
}

static const json_t *answer_of(const struct case_seen *seen, const struct case_command *asked, enum asked_type type)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct pack_setting *holder = pack_setting(asked->use, "holder");
	const json_t *answers = json_object_get(asked->flow->file, "answers"), *item, *found = NULL;
	const struct pack_asked *list = NULL;
	item = item_of(seen, answers, asked->item, &list);
	if (item && asks_for(list->items, list->item_count, type))
		return first_of(list->items, list->item_count, item, type);
	for (size_t i = 0; !found && holder && i < holder->fields.count; i++) {
		const struct pack_asked *field = &procedure->fields[holder->fields.items[i]];
		const json_t *answer = json_object_getn(answers, field->name.data, field->name.len);
		found = field->type == type && json_is_object(answer) ? answer : NULL;
	}
	return found ? found : first_of(procedure->fields, procedure->field_count, answers, type);
}

static struct str member(struct act *act, const json_t *answer, const char *name)
{
	const char *text = json_string_value(json_object_get(answer, name));
	return str_copy(act->arena, str_of(text ? text : ""));
}

static bool dates(struct act *act, const struct case_command *asked, struct permit *out, struct error *err)
{
	const struct pack_setting *valid = pack_setting(asked->use, "valid");
	struct rule_value from, until;
	if (!valid || !flow_eval(asked->flow, &valid->rule, &from, err) || !flow_eval(asked->flow, &valid->until, &until, err))
		return false;
	out->valid_from = from.kind == RULE_DATE ? from.date : (struct date){ 0 };
	out->valid_until = until.kind == RULE_DATE ? until.date : (struct date){ 0 };
	if (date_whole(out->valid_from) && date_whole(out->valid_until) && date_compare(out->valid_from, out->valid_until) <= 0)
		return true;
	finding_add(&act->findings, STR(""), "bad_period", "Give two whole days, the earlier one first.");
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "seal");
}

static bool shown(const struct case_command *asked, struct permit *out, struct error *err)
{
	const struct pack_setting *show = pack_setting(asked->use, "show");
	for (size_t i = 0; show && i < show->pair_count; i++) {
		struct rule_value value;
		if (!flow_eval(asked->flow, &show->pairs[i].rule, &value, err))
			return false;
		if (value.kind == RULE_NUMBER && str_is(show->pairs[i].name, "entries"))
			out->entries = value.number / 1000000;
		if (value.kind == RULE_NUMBER && str_is(show->pairs[i].name, "days"))
			out->days = value.number / 1000000;
		if ((value.kind == RULE_CODE || value.kind == RULE_TEXT) && str_is(show->pairs[i].name, "rule"))
			out->stay_rule = value.text;
		if ((value.kind == RULE_CODE || value.kind == RULE_TEXT) && str_is(show->pairs[i].name, "kind"))
			out->kind = value.text;
	}
	return true;
}

static struct str new_number(struct act *act)
{
	static const char signs[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	uint8_t random[7];
	char text[9] = "V";
	random_fill(act->random, random, sizeof random);
	for (size_t i = 0; i < sizeof random; i++)
		text[1 + i] = signs[random[i] % (sizeof signs - 1)];
	text[8] = mrz_check_digit((struct str){ text, 8 });
	return str_copy(act->arena, (struct str){ text, sizeof text });
}

static struct str kind_of(const struct act *act, const struct case_command *asked)
{
	struct str code = pack_setting_code(asked->use, "profile");
	return pack_code(act->pack, STR("permit_kinds"), code) ? code : STR("visa");
}

/* The number that the procedure's stock gave before, in this action or an earlier one. */
static struct str sticker_of(struct act *act, const struct case_command *asked)
{
	const struct pack_procedure *procedure = asked->flow->host.procedure;
	const json_t *uses = json_object_get(asked->flow->file, "uses");
	for (size_t i = 0; i < procedure->use_count; i++)
		if (str_is(procedure->uses[i].capability->name, "stock"))
			return member(act, json_object_getn(uses, procedure->uses[i].name.data, procedure->uses[i].name.len), "number");
	return STR("");
}

/* Of the person and the passport that the case names. */
static bool permit_of_case(struct act *act, const struct case_seen *seen, const struct case_command *asked, struct permit *out, struct seal_order *order, struct error *err)
{
	const json_t *person = answer_of(seen, asked, ASKED_PERSON), *passport = answer_of(seen, asked, ASKED_TRAVEL_DOCUMENT);
	struct identity document = { 0 };
	bool borne = case_document(act->arena, passport, &document); /* who has no passport gets a paper without a seal, found by its number */
	if (!person) {
		finding_add(&act->findings, STR(""), "no_person", "A visa needs a person.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "seal");
	}
	*out = (struct permit){
		.kind = kind_of(act, asked), .number = new_number(act), .surname = member(act, person, "surname"), .given_names = member(act, person, "given_names"),
		.document_kind = document.document_kind, .document_issuer = document.document_issuer, .document_number = document.document_number,
		.authority = act->pack->head.authority.source,
	};
	if (!date_parse(member(act, person, "birth_date"), &out->born))
		out->born = (struct date){ 0 };
	if (!out->surname.len) {
		out->surname = out->given_names;
		out->given_names = STR("");
	}
	out->name_key = identity_key(&(struct identity){ .surname = out->surname, .given_names = out->given_names }, act->arena);
	*order = (struct seal_order){ .record = borne ? identity_record(act, &document) : uuid_v7(act->now, act->random), .of = out, .sticker = sticker_of(act, asked), .nationality = member(act, person, "nationality"), .sex = member(act, person, "sex"),
		                      .about = seen->record, .case_use = asked->use->name, .item = asked->item };
	return dates(act, asked, out, err) && shown(asked, out, err);
}

/* --- the commands --- */

static struct str medium_of(struct act *act, const struct case_command *asked)
{
	const char *with = json_string_value(json_object_get(asked->with, "medium"));
	const struct pack_setting *medium = pack_setting(asked->use, "medium");
	return with ? str_copy(act->arena, str_of(with)) : medium && medium->words.count ? medium->words.items[0] : STR("paper");
}

static json_t *facts_of(struct act *act, const struct permit *permit, bool printed_later)
{
	json_t *facts = json_object();
	json_put_str(facts, "status", printed_later ? STR("made") : STR("issued"));
	json_put_str(facts, "number", permit->number);
	json_put_str(facts, "valid_until", date_str(act->arena, permit->valid_until));
	if (!printed_later)
		json_put_int(facts, "issued", 1);
	return facts;
}

static bool issue(struct act *act, struct case_seen *seen, const struct case_command *asked, struct permit *permit, json_t **facts, struct error *err)
{
	struct seal_order order;
	struct seal_certificate_row certificate;
	struct uuid seal;
	struct str text;
	bool key;
	if (!permit_of_case(act, seen, asked, permit, &order, err) || !seal_own(act, &certificate, &key, err))
		return false;
	order.permit = journal_append(act, &permit_type, order.record, permit);
	order.medium = medium_of(act, asked);
	key = key && permit->document_number.len;
	if (key && (!seal_make(act, &order, &text, &seal, err) ||
	            (str_is(order.medium, "barcode") && !seal_letter(act, &order, seal, text, member(act, answer_of(seen, asked, ASKED_PERSON), "language"), err))))
		return false;
	*facts = facts_of(act, permit, key && !str_is(order.medium, "barcode"));
	return true;
}

static bool last_of_case(struct act *act, const struct case_seen *seen, const struct case_command *asked, struct seal_row *out, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "seal.of_case");
	query_bind_id(query, "about", seen->record);
	query_bind_text(query, "case_use", asked->use->name);
	query_bind_text(query, "item", asked->item);
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &seal_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

static void end_permit(struct act *act, const struct case_seen *seen, struct uuid record, struct uuid permit, const char *state, struct str successor)
{
	struct permit_change change = {
		.permit = permit, .state = str_of(state), .from = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now),
		.authority = act->pack->head.authority.source, .reason = str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(seen->row.procedure), STR_ARG(seen->row.reference)),
		.successor = successor,
	};
	journal_append(act, &permit_change_type, record, &change);
}

/* By the number that the case keeps as its fact. */
static bool unsealed_end(struct act *act, struct case_seen *seen, const struct case_command *asked, const char *state, struct str successor, struct error *err)
{
	const json_t *facts = json_object_getn(json_object_get(asked->flow->file, "uses"), asked->use->name.data, asked->use->name.len);
	if (asked->item.len)
		facts = json_object_getn(json_object_get(facts, "items"), asked->item.data, asked->item.len);
	struct query *query = db_query(act->db, "registry.permits_of_number");
	query_bind_text(query, "number", member(act, facts, "number"));
	query_bind_int(query, "most", 1);
	bool found = query_next(query);
	struct uuid record = found ? query_id(query, 0) : (struct uuid){ 0 };
	struct permit_row row = { 0 };
	if (found)
		query_row(query, &permit_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (found)
		end_permit(act, seen, record, row.id, state, successor);
	return true;
}

/* In the same act: whoever asks for the verdict next is told. */
static bool end_last(struct act *act, struct case_seen *seen, const struct case_command *asked, const char *state, struct str successor, struct error *err)
{
	struct seal_row row;
	struct uuid record;
	bool found;
	if (!last_of_case(act, seen, asked, &row, &record, &found, err))
		return false;
	if (!found) /* it was made without a seal: by a node that had no key */
		return unsealed_end(act, seen, asked, state, successor, err);
	end_permit(act, seen, record, row.permit, state, successor);
	return true;
}

static bool revoke(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	if (!end_last(act, seen, asked, "revoked", STR(""), err))
		return false;
	*facts = json_object();
	json_put_str(*facts, "status", STR("revoked"));
	return true;
}

static bool replace(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct permit permit;
	return issue(act, seen, asked, &permit, facts, err) && end_last(act, seen, asked, "replaced", permit.number, err);
}

bool seal_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct permit permit;
	if (!strcmp(asked->name, "issue"))
		return issue(act, seen, asked, &permit, facts, err);
	return !strcmp(asked->name, "revoke") ? revoke(act, seen, asked, facts, err) : replace(act, seen, asked, facts, err);
}
