/* What was decided, and the papers that the person takes along: refusal and receipt of a claim. They were issued with the decision (letters.c) and
 * are shown as they were, whatever the pack says by now. */
#include "show.h"

#include "forms.h"
#include "journal.h"
#include "letter.h"
#include "pages.h"
#include "protection.h"

/* --- after a decision --- */

static bool entry_of(struct act *act, struct uuid id, struct entry *entry, struct error *err)
{
	bool found = false;
	if (!journal_entry(act, id, entry, &found, err))
		return false;
	if (!found || !entry->data.len)
		return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
	return true;
}

/* The movement that an entry decided, or asks a second person for. */
static bool decided_movement(struct act *act, const struct entry *entry, struct movement *movement, struct uuid *record, struct error *err)
{
	struct request_row request = { 0 };
	struct str data = entry->data;
	*record = entry->record;
	if (str_is(entry->type_name, "second.ask")) {
		if (!fields_from_data(&request_row_fields, entry->data, &request, act->arena) || !str_is(request.what, "refusal"))
			return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
		data = request.body;
		*record = request.about;
	} else if (entry->type != &crossing_type && entry->type != &refusal_type) {
		return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
	}
	return fields_from_data(&movement_fields, data, movement, act->arena) ||
	       error_set(err, ERR_INTEGRITY, "a stored entry cannot be read", "verify the journal", "entry");
}

struct decided_words {
	const char *title, *tone, *text;
};

static struct decided_words decided_words(const struct entry *entry, const struct movement *movement)
{
	if (entry->type == &refusal_type)
		return (struct decided_words){ WORDS("Entry refused"), "info", WORDS("Give the form to the traveller, read the remedy aloud, and let it be signed. A copy stays in the record.") };
	if (str_is(movement->decision, "transit"))
		return (struct decided_words){ WORDS("Stays airside"), "clear", WORDS("Give the document back. The person goes to the onward flight; this is no entry.") };
	if (entry->type == &crossing_type)
		return (struct decided_words){ str_is(movement->direction, "exit") ? WORDS("Exit recorded") : WORDS("Entry admitted"), "clear", WORDS("Give the document back. The person may go on.") };
	return (struct decided_words){ WORDS("A second person confirms"), "info", WORDS("The refusal is not recorded yet. It stands in the list to confirm; the person waits here, and may ask for protection at any time.") };
}

bool decision_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct movement movement = { 0 };
	struct uuid record;
	if (!entry_of(act, call->id, &entry, err) || !decided_movement(act, &entry, &movement, &record, err))
		return false;
	struct decided_words words = decided_words(&entry, &movement);
	bool waiting = entry.type != &refusal_type && entry.type != &crossing_type;
	journal_look(act, "decision", &record, 1);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	json_put_str(reply->data, "decision", waiting ? STR("waiting") : movement.decision);
	reply->page = json_object();
	json_put_str(reply->page, "title", lang_words(act->lang, words.title));
	json_put_str(reply->page, "name", show_name(act, (const struct identity *)&movement));
	json_put_str(reply->page, "when", show_when(act, movement.post, entry.happened));
	json_put_str(reply->page, "tone", str_of(words.tone));
	json_put_str(reply->page, "text", lang_words(act->lang, words.text));
	json_put(reply->page, "print_href", entry.type == &refusal_type ? json_str(show_path(act, "/refusal/", entry.id, "")) : json_false());
	json_put_str(reply->page, "depart_href", entry.type == &refusal_type ? show_path(act, "/departure/", entry.id, "") : STR(""));
	json_put_str(reply->page, "crossing_href", waiting ? show_path(act, "/referral/", movement.referral, "") : show_record(act, "/crossing/", entry.id, ""));
	return true;
}

/* --- its papers: the text on the screen, the PDF to be printed --- */

static bool show_letter(struct act *act, const struct entry *entry, const char *name, struct str back, struct reply *reply, struct error *err)
{
	struct uuid letter;
	if (!letter_last(act, entry->id, name, &letter, err))
		return false;
	if (uuid_zero(letter))
		return error_set(err, ERR_NOT_FOUND, "no paper was kept with this decision", "it was recorded before papers were kept: look at the decision itself", "letter");
	json_put_str(reply->data, "id", uuid_str(act->arena, entry->id));
	return letter_page(act, letter, back, reply, err);
}

bool refusal_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct movement movement = { 0 };
	if (!entry_of(act, call->id, &entry, err))
		return false;
	if (entry.type != &refusal_type || !fields_from_data(&movement_fields, entry.data, &movement, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such refusal", "look it up by the person or the document", "refusal");
	journal_look(act, "refusal", &entry.record, 1);
	reply->data = fields_to_json(&movement_fields, &movement);
	return show_letter(act, &entry, "refusal", show_path(act, "/decision/", entry.id, ""), reply, err);
}

bool claim_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct claim claim = { 0 };
	if (!entry_of(act, call->id, &entry, err))
		return false;
	if (entry.type != &claim_type || !fields_from_data(&claim_fields, entry.data, &claim, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such claim", "look it up by the person or the document", "claim");
	if (!sees_protection(act) && !uuid_equal(entry.actor, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "Another desk handles this.", "whoever took it down prints the receipt again, or the liaison officer for protection", "claim");
	journal_look(act, "claim", &entry.record, 1);
	bool second_line = !uuid_zero(claim.referral) && rights_have(act->actor.rights, CAN_SECOND_LINE);
	struct str back = second_line ? STR("/second-line") : uuid_zero(claim.inspection) ? STR("/") : show_path(act, "/inspection/", claim.inspection, "");
	reply->data = json_object();
	return show_letter(act, &entry, "protection", back, reply, err);
}

FIELDS_TABLE(slip_query, SLIP_QUERY_FIELDS)

/* The slip names no suspicion: its reason is the pack's word for the code, and what the officer wrote for the colleague is not on it. */
bool referral_slip_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct slip_query *form = call->form;
	struct entry entry = { 0 };
	struct referral referral = { 0 };
	struct uuid id;
	bool found = false;
	if (!journal_entry(act, call->id, &entry, &found, err))
		return false;
	if (!found || entry.type != &referral_type || !fields_from_data(&referral_fields, entry.data, &referral, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such referral", "look at the queue of the second line", "referral");
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, (const struct identity *)&referral));
	json_put(values, "document", letter_document((const struct identity *)&referral));
	json_put_str(values, "reason", referral.reason);
	json_put_int(values, "referred", entry.happened);
	const struct letter_order order = {
		.name = "referral", .record = entry.record, .about = entry.id, .language = form->language, .also_own = true, .post = referral.post, .lane = (int)referral.lane,
		.copy = WORDS("Keep this paper"), .values = values,
	};
	if (!letter_issue(act, &order, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "letter", uuid_str(act->arena, id));
	return true;
}
