/* Words of the paper for the fields of what is held. A field that a kind of entry tells of has its word here, or is named as of no use on paper:
 * a test fails when one has neither (limen_test.c). */
#include "kinds.h"

#include "arena.h"
#include "lang.h"

/* `list`: codes of this list of the pack are shown by their words. "kind.field" goes before "field". */
const struct held_label held_labels[] = {
	{ "surname", WORDS("Surname"), NULL }, { "given_names", WORDS("Given names"), NULL }, { "native_name", WORDS("Name in its own script"), NULL },
	{ "former_names", WORDS("Former names"), NULL }, { "born", WORDS("Born"), NULL }, { "born_written", WORDS("Born, as written"), NULL },
	{ "birthplace", WORDS("Place of birth"), NULL }, { "sex", WORDS("Sex"), "sexes" }, { "nationalities", WORDS("Nationality"), "countries" },
	{ "convoy.rows.nationality", WORDS("Nationality"), "countries" },
	{ "document_kind", WORDS("Kind"), "document_kinds" }, { "document_number", WORDS("Document number"), NULL }, { "document_issuer", WORDS("Issued by"), "countries" },
	{ "document_expires", WORDS("Expires"), NULL }, { "documents", WORDS("Documents"), NULL }, { "residence", WORDS("Residence"), NULL },

	{ "post", WORDS("Post"), NULL }, { "lane", WORDS("Lane"), NULL }, { "direction", WORDS("Direction"), NULL }, { "decision", WORDS("Decision"), NULL },
	{ "category", WORDS("Category"), NULL }, { "purpose", WORDS("Purpose"), "travel_purposes" }, { "days", WORDS("Days"), NULL },
	{ "stay_until", WORDS("Last day of the stay"), NULL }, { "carrier", WORDS("Carrier"), NULL }, { "craft", WORDS("Flight, train, vessel or plate"), NULL },
	{ "from_place", WORDS("Coming from"), NULL }, { "to_place", WORDS("Going to"), NULL }, { "address", WORDS("Address during the stay"), NULL },
	{ "stamp", WORDS("Stamp"), NULL }, { "reader", WORDS("Reader"), NULL },
	{ "refusal.reasons", WORDS("Reasons"), "refusal_reasons" }, { "ban.reasons", WORDS("Reasons"), "ban_reasons" }, { "reasons", WORDS("Reasons"), NULL },
	{ "facts", WORDS("Facts"), NULL }, { "hearing", WORDS("What the person said"), NULL }, { "heard", WORDS("What the person said"), NULL },
	{ "words", WORDS("In words"), NULL }, { "note", WORDS("Note"), NULL }, { "language", WORDS("Language"), NULL }, { "interpreter", WORDS("Interpreter"), NULL },
	{ "remedy", WORDS("Remedy"), NULL }, { "law", WORDS("Law"), NULL }, { "authority", WORDS("Authority"), NULL },
	{ "correction.reason", WORDS("Reason"), "correction_reasons" }, { "stay.extension.reason", WORDS("Reason"), "extension_reasons" }, { "reason", WORDS("Reason"), NULL },
	{ "value", WORDS("New value"), NULL }, { "correction.what", WORDS("What was corrected"), NULL }, { "signature_refused", WORDS("Signature refused"), NULL },
	{ "companion", WORDS("Accompanied by"), "companions" }, { "consent", WORDS("Consent seen"), "consents" }, { "consent_by", WORDS("Consent given by"), NULL },
	{ "consent_until", WORDS("Consent until"), NULL }, { "minor", WORDS("A child"), NULL },
	{ "kinship", WORDS("Kinship"), "kinships" }, { "told_by", WORDS("Told by"), "kinship_sources" }, { "admitted", WORDS("Admitted together"), NULL },
	{ "referred", WORDS("Sent to the second line"), NULL }, { "plate", WORDS("Plate"), NULL }, { "plate_state", WORDS("State of the plate"), "countries" },
	{ "vehicle", WORDS("Vehicle"), "vehicle_kinds" }, { "colour", WORDS("Colour"), "vehicle_colours" },

	{ "number", WORDS("Number"), NULL }, { "valid_from", WORDS("Valid from"), NULL }, { "valid_until", WORDS("Valid until"), NULL }, { "entries", WORDS("Entries"), NULL },
	{ "permit.kind", WORDS("Kind"), "permit_kinds" }, { "permit.change.state", WORDS("State"), NULL }, { "from", WORDS("From"), NULL }, { "successor", WORDS("Replaced by"), NULL },
	{ "register.mark.state", WORDS("State"), "register_states" }, { "register.mark.kind", WORDS("Kind"), "document_kinds" }, { "issuer", WORDS("Issued by"), "countries" },
	{ "register.mark.by", WORDS("Reported by"), NULL }, { "register.mark.day", WORDS("Day"), NULL }, { "source", WORDS("Source"), NULL },
	{ "before", WORDS("Before"), NULL }, { "until", WORDS("Until"), NULL }, { "reference", WORDS("Reference"), NULL },
	{ "allowed_until", WORDS("Last day that was allowed"), NULL }, { "left_on", WORDS("Left on"), NULL }, { "explanation", WORDS("Explanation"), "overstay_explanations" },
	{ "overstay.paper", WORDS("Paper that was seen"), NULL }, { "excused", WORDS("Excused"), NULL }, { "amount", WORDS("Amount"), NULL }, { "currency", WORDS("Currency"), NULL },
	{ "method", WORDS("Paid by"), "payment_methods" }, { "starts", WORDS("First day"), NULL }, { "ends", WORDS("Last day"), NULL },
	{ "crossing.paper", WORDS("Paper form"), NULL }, { "refusal.paper", WORDS("Paper form"), NULL }, { "crossing.import.paper", WORDS("Paper form"), NULL },
	{ "paper.form.number", WORDS("Paper form"), NULL }, { "paper.form.state", WORDS("State"), NULL },

	{ "fee.charge.procedure", WORDS("Procedure"), NULL }, { "fee.paid.method", WORDS("Paid by"), NULL }, { "fee.refund.method", WORDS("Given back by"), NULL }, { "why", WORDS("In words"), NULL },
	{ "provider", WORDS("Paid through"), NULL }, { "payment.answer.result", WORDS("What the provider said"), NULL },
	{ "bank.line.day", WORDS("Day"), NULL }, { "bank.line.text", WORDS("What the payer wrote"), NULL }, { "bank.line.payer", WORDS("Payer"), NULL }, { "bank.line.account", WORDS("Account"), NULL },
	{ "bank.settle.how", WORDS("What was done"), NULL },
	{ "case.step.procedure", WORDS("Procedure"), NULL }, { "case.step.action", WORDS("What was done"), NULL }, { "case.step.name", WORDS("Whom it is about"), NULL },
	{ "case.step.keep_until", WORDS("Kept until"), NULL }, { "case.hold.held", WORDS("Must be kept"), NULL },
	{ "question", WORDS("Question"), NULL }, { "case.party.party", WORDS("Part in the case"), NULL }, { "case.party.name", WORDS("Who"), NULL },
	{ "ended", WORDS("Ended"), NULL },
	{ "exchange.message.partner", WORDS("Authority"), NULL }, { "exchange.message.title", WORDS("About"), NULL }, { "asked", WORDS("What was asked"), NULL },
	{ "exchange.step.finding", WORDS("What the authority answered"), NULL }, { "exchange.step.name", WORDS("Who answered there"), NULL },
	{ "case.recorded.event", WORDS("What became of it"), NULL }, { "case.recorded.result", WORDS("What the laboratory found"), NULL }, { "case.recorded.note", WORDS("Who says so, and where it is kept"), NULL },
	{ "register.entry.list", WORDS("Register"), NULL }, { "attention", WORDS("Something was found"), NULL }, { "case.inspection.open", WORDS("A hit is not settled"), NULL },
	{ "medium", WORDS("On what"), NULL }, { "sticker", WORDS("Number of the sticker"), NULL }, { "seal.made.signer", WORDS("Signed by"), NULL }, { "agrees", WORDS("Reads as it was made"), NULL },
	{ "seal.made.bytes", WORDS("Seal, as a scanner reads it"), NULL }, { "inspection.seal", WORDS("Seal that was shown"), NULL },
	{ "channel", WORDS("Sent by"), NULL }, { "receiver", WORDS("Sent to"), NULL }, { "subject", WORDS("Subject"), NULL }, { "outbox.message.text", WORDS("Text"), NULL },
	{ "booking.step.what", WORDS("What was done"), NULL }, { "centre", WORDS("Centre"), NULL }, { "service", WORDS("Service"), "services" }, { "start", WORDS("Appointment"), NULL },
	{ "minutes", WORDS("Minutes"), NULL }, { "booking.step.name", WORDS("Who comes"), NULL }, { "companions", WORDS("Who comes along"), NULL }, { "wait_from", WORDS("First day that suits"), NULL }, { "wait_until", WORDS("Last day that suits"), NULL },
	{ "interview.plan.wish", WORDS("Wish about the officer's sex"), "sexes" }, { "officer", WORDS("Officer"), NULL }, { "link", WORDS("Address of the conversation"), NULL }, { "began", WORDS("Began"), NULL },
	{ "lasted", WORDS("Minutes it took"), NULL }, { "present", WORDS("Who was there"), NULL }, { "answers", WORDS("Questions and answers"), NULL },
	{ "interview.read.how", WORDS("How it was read back"), NULL }, { "corrections", WORDS("What the person corrected"), NULL }, { "signed_by", WORDS("Signed"), NULL }, { "handed", WORDS("A copy was handed over"), NULL },

	{ "protection", WORDS("Asked for protection"), NULL }, { "answer", WORDS("Answer"), NULL }, { "final", WORDS("Final on"), NULL },
	{ "protection.claim.needs", WORDS("Needs"), "protection_needs" }, { "needs", WORDS("Needs"), "needs" }, { "wish", WORDS("Wish about the officer's sex"), "sexes" },
	{ "met", WORDS("Wish met"), NULL }, { "why_not", WORDS("Why not"), NULL }, { "how", WORDS("How statelessness shows"), "stateless_grounds" },
	{ "told_why", WORDS("Told why"), NULL }, { "screened", WORDS("Needs asked about"), NULL }, { "room", WORDS("Room"), NULL },
	{ "alternative", WORDS("Why nothing less would do"), NULL }, { "hold.ground", WORDS("Ground"), "hold_grounds" }, { "hold.ground.ground", WORDS("Ground"), "hold_grounds" },
	{ "care_every", WORDS("Looked after every so many minutes"), NULL }, { "hold.log.what", WORDS("What was done"), NULL }, { "wished", WORDS("Wished"), NULL },
	{ "hold.alarm.what", WORDS("What was due"), NULL }, { "hold.end.outcome", WORDS("Outcome"), "hold_outcomes" },
	{ "custody.take.ground", WORDS("Ground"), "custody_grounds" }, { "label", WORDS("Label"), NULL }, { "finding", WORDS("Finding on the document"), NULL },
	{ "custody.take.place", WORDS("Where it is kept"), NULL }, { "to", WORDS("Moved to"), NULL }, { "custody.move.name", WORDS("Who, where"), NULL }, { "witness", WORDS("Witness"), NULL },

	{ "convoy.name", WORDS("Name of the vessel, train or coach"), NULL }, { "imo", WORDS("IMO number"), NULL }, { "call_sign", WORDS("Call sign"), NULL },
	{ "flag", WORDS("Flag"), "countries" }, { "agent", WORDS("Agent"), NULL }, { "berth", WORDS("Berth"), NULL }, { "due", WORDS("Due"), NULL }, { "leaves", WORDS("Leaves"), NULL },
	{ "list", WORDS("List"), NULL }, { "version", WORDS("Version"), NULL }, { "rank", WORDS("Rank or rating"), NULL }, { "embarked", WORDS("Embarked at"), NULL },
	{ "disembarks", WORDS("Disembarks at"), NULL }, { "visa", WORDS("Visa number"), NULL }, { "transit", WORDS("In transit"), NULL }, { "change", WORDS("Against the list before"), NULL },
	{ "convoy.file.what", WORDS("File of"), NULL }, { "found", WORDS("Found"), NULL }, { "convoy.file_step.state", WORDS("State"), NULL },
	{ "convoy.cleared.what", WORDS("Cleared for"), NULL }, { "convoy.seen.by", WORDS("What agreed"), NULL }, { "convoy.moved.what", WORDS("What happened"), NULL },

	{ "data.request.what", WORDS("Asked for"), NULL }, { "data.request.name", WORDS("Who asked"), NULL }, { "capacity", WORDS("Capacity"), NULL },
	{ "mandate", WORDS("Mandate seen"), NULL }, { "identified", WORDS("Identified by"), NULL }, { "contact", WORDS("Answer goes to"), NULL },
	{ "received", WORDS("Received"), NULL }, { "data.answer.outcome", WORDS("Outcome"), NULL }, { "review", WORDS("Looked at again by"), NULL }, { "data.erased.count", WORDS("Entries erased"), NULL }, { "digest", WORDS("Digest of what was handed over"), NULL },
	{ "letter.title", WORDS("Paper"), NULL },
	{ NULL, NULL, NULL }
};

static const char *const technical[] = {
	"booking.step.use", "booking.step.people", "booking.step.about",
	"seal.made.case_use", "seal.made.item", "seal.made.reference",
	"name_key", "pack", "zone", "hour", "age_band", "mode", "stay_rule", "nationality", "kind", "letter.name", "values", "text", "data.erasure.entries", "file", "files", "lists", "corrects", "day",
	"aboard", "inland", "part", "people", "changed", "args", "reduced", "what", "count", "words_of", "handle", "type", "origin", "taken", "visible", "revision", "case.step.item", "case.party.account", "email_key", "case.step.party", "case.step.change", "case.step.next", "case.step.due", "case.step.keep_how", "case.step.queues", "case.step.queue", "case.step.sort",
	"case.step.phase", "sealed", "outbox.message.node", "outbox.message.use", "outbox.message.item", "outbox.step.next", "outbox.step.status", "case.group.head", "case.tie.parent", "case.tie.use", "case.tie.item", "case.inspection.use", "case.inspection.item", "case.inspection.document", "case.inspection.inspection",
	"case.recorded.use", "register.entry.use", "register.entry.item", "register.entry.entered",
	"fee.charge.use", "fee.paid.given", "fee.refund.given", "fee.charge.item", "fee.charge.waivers", "back", "event", "payment.answer.payment", "bank.line.mark", "bank.line.bank_id", "bank.line.found",
	"exchange.message.way", "exchange.message.code", "exchange.message.use", "exchange.message.item", "exchange.message.request", "token", "exchange.step.by",
	NULL,
};

static const char *field_of(const char *const *names, struct str whole, struct str field)
{
	for (; *names; names++)
		if (str_is(whole, *names) || str_is(field, *names))
			return *names;
	return NULL;
}

const struct held_label *held_label(struct arena *arena, struct str kind, struct str field)
{
	struct str whole = str_format(arena, STR_FMT "." STR_FMT, STR_ARG(kind), STR_ARG(field));
	const struct held_label *found = NULL;
	for (const struct held_label *label = held_labels; label->name; label++) {
		if (str_is(whole, label->name))
			return label;
		if (!found && str_is(field, label->name))
			found = label;
	}
	return found && !field_of(technical, whole, STR("")) ? found : NULL;
}

bool held_technical(struct arena *arena, struct str kind, struct str field)
{
	return field_of(technical, str_format(arena, STR_FMT "." STR_FMT, STR_ARG(kind), STR_ARG(field)), field) != NULL;
}

/* Codes of the program itself, which stand in no list of the pack. */
static const struct { const char *code, *words; } codes[] = {
	{ "admit", WORDS("Admitted") }, { "refuse", WORDS("Refused") }, { "entry", WORDS("Entry") }, { "exit", WORDS("Exit") }, { "yes", WORDS("yes") }, { "no", WORDS("no") },
	{ "self", WORDS("For themselves") }, { "representative", WORDS("As a representative, with a mandate") }, { "guardian", WORDS("As a parent or guardian") },
	{ "access", WORDS("What is held, and who looked") }, { "correction", WORDS("Correction of what is wrong") }, { "erasure", WORDS("Erasure") },
	{ "restriction", WORDS("Restriction while something is checked") }, { "given", WORDS("Everything was handed over") }, { "corrected", WORDS("Corrected") },
	{ "erased", WORDS("Erasure granted") }, { "restricted", WORDS("Restricted: marked as disputed") }, { "refused", WORDS("Refused") }, { "withdrawn", WORDS("Withdrawn by the person") },
	{ "mrz", WORDS("Machine readable zone") }, { "manual", WORDS("Typed") }, { "booth", WORDS("Booth") }, { "import", WORDS("Former system") },
	{ "vessel", WORDS("Vessel") }, { "train", WORDS("Train") }, { "coach", WORDS("Coach") }, { "aircraft", WORDS("Aircraft") }, { "crew", WORDS("Crew") },
	{ "passengers", WORDS("Passengers") }, { "arrived", WORDS("Arrived") }, { "departed", WORDS("Departed") }, { "new", WORDS("New") }, { "changed", WORDS("Changed") },
	{ "same", WORDS("The same") }, { "sign_on", WORDS("Signed on") }, { "sign_off", WORDS("Signed off") }, { "document", WORDS("Document") }, { "name", WORDS("Name") },
	{ "place", WORDS("A place") }, { "officer", WORDS("An officer") }, { "bearer", WORDS("The bearer") }, { "carrier", WORDS("Carrier") }, { "authority", WORDS("Authority") },
	{ "destroyed", WORDS("Destroyed") }, { "care", WORDS("Looking after the person") }, { "limit", WORDS("The limit of the holding") },
	{ "deserter", WORDS("Deserter") }, { "stowaway", WORDS("Stowaway") }, { "open", WORDS("Open") }, { "found", WORDS("Found") }, { "handed_over", WORDS("Handed over") },
	{ "left", WORDS("Left the country") }, { "closed", WORDS("Closed") }, { "used", WORDS("Used") }, { "spoiled", WORDS("Spoiled") }, { "lost", WORDS("Lost") },
	{ "offer", WORDS("May be booked") }, { "hold", WORDS("Chosen") }, { "keep", WORDS("Kept while it was paid") }, { "book", WORDS("Booked") }, { "move", WORDS("Moved") },
	{ "cancel", WORDS("Given back") }, { "arrive", WORDS("Came") }, { "miss", WORDS("Did not come") }, { "walk_in", WORDS("Came without appointment") }, { "wait", WORDS("On the waiting list") },
	{ "propose", WORDS("A freed time was offered") }, { "lapse", WORDS("The offered time was not taken") }, { "withdraw", WORDS("Ended") }, { "read_back", WORDS("Read back") },
	{ "interpreted", WORDS("Read back by the interpreter") }, { "read_alone", WORDS("Read by the person") },
	{ "valid", WORDS("Valid") }, { "revoked", WORDS("Revoked") }, { "replaced", WORDS("Replaced") }, { "used_up", WORDS("Used up") },
	{ "admissible", WORDS("Admissible") }, { "granted", WORDS("Granted") }, { "rejected", WORDS("Rejected") },
	{ "en", WORDS("English") }, { "fr", WORDS("French") }, { "es", WORDS("Spanish") }, { "pt", WORDS("Portuguese") }, { "ar", WORDS("Arabic") },
};

const char *held_code(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (str_is(code, codes[i].code))
			return codes[i].words;
	return NULL;
}
