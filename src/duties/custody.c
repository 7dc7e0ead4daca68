/* Documents that a case keeps. */
#include "custody.h"

#include "arena.h"
#include "house.h"
#include "inner.h"
#include "lang.h"
#include "letter.h"
#include "registry.h"

#define GROUND_OF_CASES "application"

/* A desk away from the posts keeps under its own name. */
static struct str post_of(const struct act *act)
{
	return act->place.post.len ? act->place.post : STR("HQ");
}

static struct str with_text(struct act *act, const struct case_command *asked, const char *name)
{
	const char *text = json_string_value(json_object_get(asked->with, name));
	return text ? str_slice(str_copy(act->arena, str_of(text)), 0, 80) : STR("");
}

static bool take(struct act *act, struct case_seen *seen, const struct case_command *asked, const struct identity *identity, struct str *holder, struct error *err)
{
	struct custody custody = { .post = post_of(act), .ground = STR(GROUND_OF_CASES), .about = seen->record };
	struct duty_contact contact;
	struct uuid item;
	identity_put(&custody, identity);
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	if (!duty_contact(act, seen, procedure->party_count ? procedure->parties[0].field : STR(""), &contact, err))
		return false;
	custody.place = LANG_FILL(act->arena, lang_words(letter_language(act, STR("")), WORDS("File {number}")), { "number", seen->row.reference });
	*holder = custody.place;
	return custody_take(act, identity_record(act, identity), &custody, contact.language, &item, err);
}

static bool move(struct act *act, const struct case_command *asked, const struct identity *identity, struct str *holder, struct error *err)
{
	struct custody_row row = { 0 };
	struct custody_move move = { .note = STR("") };
	bool found;
	struct str to = with_text(act, asked, "to"), place = with_text(act, asked, "place");
	if (!custody_of(act, identity_record(act, identity), &row, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_ALLOWED, "this document is no longer in custody", "look at where it went", "custody");
	bool moves = str_is(str_of(asked->name), "move"), away = str_is(str_of(asked->name), "hand_over") && to.len;
	move.to = moves ? STR("place") : away ? STR("authority") : STR("bearer");
	move.name = moves ? place : away ? to : identity_name(identity, act->arena);
	*holder = move.name;
	return custody_move(act, row.id, &move, err);
}

bool custody_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct identity identity;
	struct str holder = STR("");
	bool takes = str_is(str_of(asked->name), "take");
	const char *status = takes || str_is(str_of(asked->name), "move") ? "held" : str_is(str_of(asked->name), "return") ? "returned" : "handed_over";
	if (!identity_of_use(act, asked, &identity) || !identity.document_number.len) {
		finding_add(&act->findings, STR(""), "no_document", "There is no document with a number to hold.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "custody");
	}
	if (takes ? !take(act, seen, asked, &identity, &holder, err) : !move(act, asked, &identity, &holder, err))
		return false;
	*facts = json_object();
	json_put_str(*facts, "status", str_of(status));
	json_put_str(*facts, "holder", holder);
	return true;
}
