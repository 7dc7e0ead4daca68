/* Taking, moving, letting go: what must hold for each. */
#include "forms.h"

#include "arena.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "store.h"

static const struct {
	const char *code, *words;
	bool out;
} holders[] = {
	{ "place", WORDS("Kept at"), false },        { "officer", WORDS("With an officer"), false },         { "bearer", WORDS("Given back to the bearer"), true },
	{ "carrier", WORDS("Given to the carrier"), true }, { "authority", WORDS("Given to another authority"), true }, { "destroyed", WORDS("Destroyed"), true },
};

const char *custody_holder_words(struct str holder)
{
	for (size_t i = 0; i < COUNT_OF(holders); i++)
		if (str_is(holder, holders[i].code))
			return holders[i].words;
	return NULL;
}

bool custody_out(struct str holder)
{
	for (size_t i = 0; i < COUNT_OF(holders); i++)
		if (str_is(holder, holders[i].code))
			return holders[i].out;
	return false;
}

static bool another_look(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "custody");
}

/* --- look-ups --- */

bool custody_by_id(struct act *act, struct uuid id, struct custody_row *out, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "custody.by_id");
	query_bind_id(query, "id", id);
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &custody_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

bool custody_of(struct act *act, struct uuid record, struct custody_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "custody.of_record");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &custody_row_fields, out, act->arena);
	return query_end(query, err);
}

static bool label_is_used(struct act *act, struct str label, bool *used, struct error *err)
{
	struct query *query = db_query(act->db, "custody.by_label");
	query_bind_text(query, "label", label);
	*used = query_next(query);
	return query_end(query, err);
}

static bool user_by_number(struct act *act, struct str number, struct uuid *user, struct str *name, struct error *err)
{
	struct query *query = db_query(act->db, "custody.officer_by_number");
	query_bind_text(query, "number", number);
	bool found = query_next(query);
	*user = found ? query_id(query, 0) : (struct uuid){ 0 };
	*name = found ? query_text(query, 2, act->arena) : STR("");
	return query_end(query, err);
}

/* --- taking --- */

static bool receipt(struct act *act, struct uuid record, struct uuid entry, const struct custody *custody, struct str language, struct error *err)
{
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, (const struct identity *)custody));
	json_put(values, "document", letter_document((const struct identity *)custody));
	json_put_str(values, "label", custody->label);
	json_put_int(values, "taken", act->now);
	json_put_str(values, "ground", custody->ground);
	json_put_str(values, "holder", custody->place);
	const struct letter_order order = {
		.name = "document_held", .record = record, .about = entry, .language = language, .also_own = true, .post = custody->post,
		.copy = WORDS("Keep this paper"), .values = values,
	};
	return letter_issue(act, &order, NULL, err);
}

/* Seven digits of a bar code; the last letters of a number that tells nothing. */
static struct str new_label(struct act *act, struct str post)
{
	struct str number = letter_number(act, post);
	return str_format(act->arena, "D-" STR_FMT, STR_ARG(str_slice(number, number.len - 8, number.len)));
}

bool custody_take(struct act *act, struct uuid record, struct custody *custody, struct str language, struct uuid *id, struct error *err)
{
	bool used = false;
	if (!custody->label.len)
		custody->label = new_label(act, custody->post);
	if (!label_is_used(act, custody->label, &used, err))
		return false;
	if (used)
		finding_add(&act->findings, STR("label"), "used", "This label is on another document that is held.");
	if (!pack_code_valid(act->pack, STR("custody_grounds"), custody->ground, lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now)))
		finding_add(&act->findings, STR("ground"), "unknown_code", "Choose a ground of the list.");
	if (!custody->document_number.len)
		finding_add(&act->findings, STR("label"), "no_document", "There is no document with a number to hold.");
	if (!another_look(act, err))
		return false;
	*id = journal_append(act, &custody_take_type, record, custody);
	return receipt(act, record, *id, custody, language, err);
}

/* --- moving --- */

static bool check_officer(struct act *act, struct custody_move *move, struct error *err)
{
	struct uuid user;
	struct str name;
	if (!user_by_number(act, move->name, &user, &name, err))
		return false;
	if (uuid_zero(user))
		finding_add(&act->findings, STR("name"), "unknown", "Nobody has this service number.");
	else
		move->name = str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(move->name));
	return true;
}

static bool check_witness(struct act *act, const struct custody_move *move, struct error *err)
{
	struct uuid user;
	struct str name;
	if (!rights_have(act->actor.rights, CAN_SUPERVISE))
		return error_set(err, ERR_FORBIDDEN, "only a supervisor has a document destroyed", "ask the supervisor of the shift", "custody");
	if (!user_by_number(act, move->witness, &user, &name, err))
		return false;
	if (uuid_zero(user) || uuid_equal(user, act->actor.user))
		finding_add(&act->findings, STR("witness"), "another", "Give the service number of another person who saw it.");
	return true;
}

static bool check_move(struct act *act, const struct custody_row *row, struct custody_move *move, struct error *err)
{
	if (!row->held)
		return error_set(err, ERR_NOT_ALLOWED, "this document is no longer in custody", "look at where it went", "custody");
	if (!custody_holder_words(move->to))
		finding_add(&act->findings, STR("to"), "unknown_code", "Choose where the document goes.");
	if (str_is(move->to, "bearer") && !move->name.len)
		move->name = identity_name((const struct identity *)&row->surname, act->arena);
	if (str_is(move->to, "destroyed") && !move->name.len)
		move->name = STR("-");
	if (!move->name.len)
		finding_add(&act->findings, STR("name"), "required", "Nothing is ever without a holder: say which place, or who.");
	if (str_is(move->to, "officer") && move->name.len && !check_officer(act, move, err))
		return false;
	if (str_is(move->to, "destroyed") && !check_witness(act, move, err))
		return false;
	return another_look(act, err);
}

bool custody_move(struct act *act, struct uuid item, const struct custody_move *asked, struct error *err)
{
	struct custody_row row = { 0 };
	struct custody_move move = *asked;
	struct uuid record;
	bool found;
	move.item = item;
	if (!custody_by_id(act, item, &row, &record, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such document in custody", "look at the list of what is held", "custody");
	if (!check_move(act, &row, &move, err))
		return false;
	journal_append(act, &custody_move_type, record, &move);
	return true;
}
