/* What the letters that C issues may use. A row is a promise: whoever issues the letter gives the fact, or it is missing. A fact may be added at any
 * time; one that a pack uses is never taken away. */
#include "pack_letter.h"

#include "arena.h"

static const struct letter_fact paper[] = {
	{ "number", "text", NULL, "number of this paper" },
	{ "issued", "datetime", NULL, "when it was issued" },
	{ "day", "date", NULL, "the same day, in the post's zone" },
	{ "post", "code", "posts", "where" },
	{ "lane", "number", NULL, "lane of the post" },
	{ "officer", "text", NULL, "service number of who issued it" },
	{ "entry", "text", NULL, "number of the entry in the journal" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact person[] = {
	{ "name", "text", NULL, "whole name, as people say it" },
	{ "surname", "text", NULL, "family name, or the only name" },
	{ "given_names", "text", NULL, "given names" },
	{ "native_name", "text", NULL, "the name in its own script" },
	{ "born", "date", NULL, "birth date, perhaps in part" },
	{ "sex", "code", "sexes", "as in the document" },
	{ "nationality", "code", "countries", "nationality" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact document[] = {
	{ "kind", "code", "document_kinds", "kind of document" },
	{ "issuer", "code", "countries", "who issued it" },
	{ "number", "text", NULL, "number" },
	{ "expires", "date", NULL, "last day of validity" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact journey[] = {
	{ "direction", "code", "directions", "entry or exit" },
	{ "carrier", "text", NULL, "carrier" },
	{ "craft", "text", NULL, "flight, train, vessel or plate" },
	{ "from_place", "text", NULL, "where it comes from" },
	{ "to_place", "text", NULL, "where it goes" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact reason[] = {
	{ "code", "code", "refusal_reasons", "the reason" },
	{ "letter", "text", NULL, "its letter on the form" },
	{ "marked", "yesno", NULL, "this refusal rests on it" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact refusal[] = {
	{ "person", "record", "person", "who is refused" },
	{ "document", "record", "document", "document that was shown" },
	{ "journey", "record", "journey", "how the person came" },
	{ "reasons", "list", "reason", "all reasons of the form, in its order" },
	{ "facts", "text", NULL, "facts on which it rests" },
	{ "decided", "datetime", NULL, "when" },
	{ "decided_by", "text", NULL, "service number of who decided" },
	{ "confirmed_by", "text", NULL, "service number of the second person" },
	{ "law", "code", "refusal", "article, as the pack's section refusal has it" },
	{ "remedy", "code", "refusal", "how to appeal" },
	{ "authority", "code", "refusal", "where to appeal" },
	{ "deadline", "number", NULL, "days for an appeal" },
	{ "appeal_until", "date", NULL, "last day for an appeal" },
	{ "interpreter", "text", NULL, "interpreter, or how it was understood" },
	{ "signature_refused", "yesno", NULL, "the person refused to sign" },
	{ "document_held", "yesno", NULL, "the document goes with the carrier or stays with the authority" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact protection[] = {
	{ "person", "record", "person", "who asks for protection" },
	{ "claimed", "datetime", NULL, "when it was recorded" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact referral[] = {
	{ "person", "record", "person", "who is sent to the second line" },
	{ "document", "record", "document", "document that was shown" },
	{ "reason", "code", "referral_reasons", "why" },
	{ "referred", "datetime", NULL, "when" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact held[] = {
	{ "person", "record", "person", "bearer" },
	{ "document", "record", "document", "document that is held" },
	{ "label", "text", NULL, "number of the label on it" },
	{ "taken", "datetime", NULL, "when it was taken" },
	{ "ground", "code", "custody_grounds", "why" },
	{ "holder", "text", NULL, "who holds it" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact appointment[] = {
	{ "name", "text", NULL, "who comes" },
	{ "companions", "list", "text", "who comes along" },
	{ "people", "number", NULL, "how many places" },
	{ "service", "code", "services", "for what" },
	{ "on", "date", NULL, "day" },
	{ "time", "text", NULL, "time, of the centre's clock" },
	{ "centre", "text", NULL, "name of the centre" },
	{ "address", "text", NULL, "where it is" },
	{ "reference", "text", NULL, "number of the case or of the appointment" },
	{ "code", "text", NULL, "code that the desk scans" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact interview_answer[] = {
	{ "number", "number", NULL, "in the order in which they were put" },
	{ "question", "text", NULL, "as it was put" },
	{ "answer", "text", NULL, "as it was given" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact interview[] = {
	{ "name", "text", NULL, "who was heard" },
	{ "reference", "text", NULL, "number of the case or of the appointment" },
	{ "on", "date", NULL, "day" },
	{ "time", "text", NULL, "when it began, of the centre's clock" },
	{ "centre", "text", NULL, "where" },
	{ "officer", "text", NULL, "who held it" },
	{ "interpreter", "text", NULL, "interpreter" },
	{ "present", "list", "text", "who was there, and as what" },
	{ "answers", "list", "interview_answer", "what was said" },
	{ "note", "text", NULL, "what else is said of it" },
	{ "read", "yesno", NULL, "it was read back, or read by the person" },
	{ "refused", "yesno", NULL, "the person did not want to hear it" },
	{ "corrections", "text", NULL, "what the person corrected or added" },
	{ "signed", "yesno", NULL, "the person signed it" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact carrier[] = {
	{ "person", "record", "person", "the inadmissible person" },
	{ "document", "record", "document", "document that was shown" },
	{ "journey", "record", "journey", "how the person came" },
	{ "reasons", "list", "code refusal_reasons", "why entry was refused" },
	{ "refused", "datetime", NULL, "when" },
	{ "refusal", "text", NULL, "number of the refusal" },
	{ "document_held", "yesno", NULL, "the document was seized: the covering letter goes along" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact covering[] = {
	{ "person", "record", "person", "who is sent on" },
	{ "document", "record", "document", "document that was seized" },
	{ "journey", "record", "journey", "how the person came" },
	{ "label", "text", NULL, "number of the label on the document" },
	{ "finding", "text", NULL, "what is wrong with the document" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact shore_pass[] = {
	{ "person", "record", "person", "who may go ashore" },
	{ "document", "record", "document", "their document" },
	{ "pass", "text", NULL, "number of the pass, by which it is given back" },
	{ "code", "text", NULL, "code to scan that finds the pass" },
	{ "rank", "text", NULL, "rank or rating" },
	{ "ship", "text", NULL, "name and number of the ship" },
	{ "flag", "code", "countries", "flag of the ship" },
	{ "berth", "text", NULL, "where the ship lies" },
	{ "due", "datetime", NULL, "until when it holds" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact visa[] = {
	{ "person", "record", "person", "whose it is" },
	{ "document", "record", "document", "passport that it is for" },
	{ "kind", "code", "permit_kinds", "visa or permit" },
	{ "number", "text", NULL, "its number" },
	{ "valid_from", "date", NULL, "first day" },
	{ "valid_until", "date", NULL, "last day" },
	{ "entries", "number", NULL, "entries allowed; missing = any number" },
	{ "days", "number", NULL, "days of stay allowed; missing = by the rule" },
	{ "issued_by", "text", NULL, "authority" },
	{ "seal", "text", NULL, "the digital seal, for [seal ...]" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact stowaway[] = {
	{ "person", "record", "person", "who was found, as far as it is known" },
	{ "document", "record", "document", "document that was shown, if any" },
	{ "ship", "text", NULL, "name and number of the conveyance" },
	{ "flag", "code", "countries", "its flag" },
	{ "agent", "text", NULL, "carrier, or its agent at the post" },
	{ "berth", "text", NULL, "where it lies" },
	{ "found", "text", NULL, "where the person was found" },
	{ "reported", "datetime", NULL, "since when the border service knows" },
	{ "file", "text", NULL, "number of the file" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact penalty[] = {
	{ "person", "record", "person", "who paid" },
	{ "document", "record", "document", "document that was left on" },
	{ "allowed_until", "date", NULL, "last day that was allowed" },
	{ "left_on", "date", NULL, "day of the exit" },
	{ "days", "number", NULL, "days too long" },
	{ "explanation", "code", "overstay_explanations", "what was said" },
	{ "amount", "money", NULL, "what was paid" },
	{ "method", "code", "payment_methods", "how" },
	{ "paid", "datetime", NULL, "when" },
	{ "law", "code", "overstay", "article, as the pack's section overstay has it" },
	{ "remedy", "code", "overstay", "how to object" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact entry_ban[] = {
	{ "person", "record", "person", "who may not enter" },
	{ "document", "record", "document", "document that was shown" },
	{ "reasons", "list", "code ban_reasons", "why" },
	{ "facts", "text", NULL, "facts on which it rests" },
	{ "heard", "text", NULL, "what the person said" },
	{ "starts", "date", NULL, "first day" },
	{ "ends", "date", NULL, "last day" },
	{ "ordered", "datetime", NULL, "when" },
	{ "ordered_by", "text", NULL, "service number of who ordered it" },
	{ "confirmed_by", "text", NULL, "service number of the second person" },
	{ "law", "code", "bans", "article, as the pack's section bans has it" },
	{ "remedy", "code", "bans", "how to appeal" },
	{ "authority", "code", "bans", "where to appeal" },
	{ "appeal_until", "date", NULL, "last day for an appeal" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact held_fact[] = {
	{ "what", "text", NULL, "what it is" },
	{ "text", "text", NULL, "what it says" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact held_entry[] = {
	{ "when", "text", NULL, "when it happened" },
	{ "words", "text", NULL, "what happened" },
	{ "who", "text", NULL, "which service" },
	{ "facts", "list", "held_fact", "what is held of it" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact held_look[] = {
	{ "when", "text", NULL, "when somebody looked" },
	{ "who", "text", NULL, "which service" },
	{ "purpose", "text", NULL, "what for" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact held_time[] = {
	{ "what", "text", NULL, "what is kept" },
	{ "kept", "text", NULL, "how long" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact disclosure[] = {
	{ "name", "text", NULL, "who asked" },
	{ "law", "text", NULL, "article, as the pack's section disclosure has it" },
	{ "withheld", "text", NULL, "what is told to nobody" },
	{ "remedy", "text", NULL, "what can be done" },
	{ "digest", "text", NULL, "SHA-256 of the file with all of it" },
	{ "nothing", "yesno", NULL, "nothing is held" },
	{ "entries", "list", "held_entry", "what is held, oldest first" },
	{ "looks", "list", "held_look", "who looked" },
	{ "any_looks", "yesno", NULL, "this part says who looked" },
	{ "nobody_looked", "yesno", NULL, "nobody looked, and this is the last part" },
	{ "kept", "list", "held_time", "how long each thing is kept" },
	{ "part", "number", NULL, "which part this is" },
	{ "parts", "number", NULL, "how many there are" },
	{ "several", "yesno", NULL, "there is more than one part" },
	{ "first", "yesno", NULL, "this is the first part" },
	{ "last", "yesno", NULL, "this is the last part that is printed" },
	{ "more", "yesno", NULL, "the file holds more than is printed" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact paper_form[] = {
	{ "number", "text", NULL, "number of the form, with its check digit" },
	{ "code", "text", NULL, "code to scan that opens its entry" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact data_decision[] = {
	{ "name", "text", NULL, "who asked" },
	{ "received", "date", NULL, "day on which the request came" },
	{ "law", "text", NULL, "article, as the pack's section disclosure has it" },
	{ "reasons", "text", NULL, "reasons, or what was found" },
	{ "explained", "yesno", NULL, "there are reasons to be told" },
	{ "remedy", "text", NULL, "what can be done" },
	{ "corrected", "yesno", NULL, "something was corrected" },
	{ "erased", "yesno", NULL, "an erasure was granted" },
	{ "done", "yesno", NULL, "what was granted is erased" },
	{ "restricted", "yesno", NULL, "a restriction was granted" },
	{ "review", "date", NULL, "day by which a restriction is looked at again" },
	{ "lifted", "yesno", NULL, "a restriction is lifted" },
	{ "refused", "yesno", NULL, "the request was refused" },
	{ NULL, NULL, NULL, NULL },
};

static const struct letter_fact fee_receipt[] = {
	{ "reference", "text", NULL, "number of the case" },
	{ "name", "text", NULL, "whom the case is about" },
	{ "procedure", "text", NULL, "title of the procedure" },
	{ "amount", "money", NULL, "what was paid or given back" },
	{ "method", "text", NULL, "cash, card, voucher, bank transfer or online" },
	{ "number", "text", NULL, "number of the receipt" },
	{ "code", "text", NULL, "code to scan that finds the fee" },
	{ "booked", "datetime", NULL, "when" },
	{ "desk", "text", NULL, "cash desk" },
	{ "refund", "yesno", NULL, "it was given back" },
	{ "deposit", "yesno", NULL, "it is a deposit" },
	{ NULL, NULL, NULL, NULL },
};

const struct letter_shape letter_shapes[] = {
	{ "held_fact", held_fact, NULL },
	{ "held_entry", held_entry, NULL },
	{ "held_look", held_look, NULL },
	{ "held_time", held_time, NULL },
	{ "paper", paper, NULL },
	{ "person", person, NULL },
	{ "document", document, NULL },
	{ "journey", journey, NULL },
	{ "reason", reason, NULL },
	{ "refusal", refusal, "refusal of entry" },
	{ "protection", protection, "receipt for a claim for protection", CAN_PROTECT },
	{ "referral", referral, "slip for a person who is sent to the second line" },
	{ "document_held", held, "receipt for a document that is held" },
	{ "carrier_notice", carrier, "notice to a carrier: inadmissible person (ICAO Annex 9, chapter 5)" },
	{ "covering_letter", covering, "letter that goes with a person whose document was seized (ICAO Annex 9, chapter 5)" },
	{ "shore_pass", shore_pass, "shore pass of a member of a crew (FAL Convention, annex, section 3: shore leave)" },
	{ "visa", visa, "electronic visa or permit: a paper with a digital seal (ICAO Doc 9303-13)" },
	{ "disclosure", disclosure, "what is held on a person and who looked, for whoever asks (Regulation (EU) 2016/679, art. 15, as a pattern)", CAN_DISCLOSE },
	{ "paper_form", paper_form, "blank numbered form, for crossings while nothing else works; a cell without text is written in by hand" },
	{ "stowaway_notice", stowaway, "notice to a carrier: a stowaway was found (FAL Convention, annex, section 4)" },
	{ "data_decision", data_decision, "decision on a request for correction, erasure or restriction (Regulation (EU) 2016/679, arts. 12 and 16 to 18, as a pattern)", CAN_DISCLOSE },
	{ "appointment", appointment, "confirmation of an appointment at a centre", CAN_CENTRE },
	{ "interview_answer", interview_answer, NULL },
	{ "interview_record", interview, "transcript of an interview, for the person (Directive 2013/32/EU, art. 17, as a pattern)", CAN_CENTRE },
	{ "penalty_receipt", penalty, "receipt for the penalty of a stay that was too long" },
	{ "entry_ban", entry_ban, "order of an entry ban" },
	{ "fee_receipt", fee_receipt, "receipt of a cash desk, for a fee or deposit that was paid or given back" },
	{ NULL, NULL, NULL },
};

const struct letter_shape *letter_shape(struct str name)
{
	for (const struct letter_shape *shape = letter_shapes; shape->name; shape++)
		if (str_is(name, shape->name))
			return shape;
	return NULL;
}

/* --- as names of expressions --- */

static struct rule_type fact_type(struct arena *arena, const struct letter_fact *fact);

static const struct rule_record *record_of(struct arena *arena, const struct letter_shape *shape, size_t extra, struct rule_member **members, size_t *count)
{
	struct rule_record *record = ARENA_NEW(arena, struct rule_record);
	size_t facts = 0;
	while (shape->facts[facts].name)
		facts++;
	*members = ARENA_ARRAY(arena, struct rule_member, facts + extra);
	for (size_t i = 0; i < facts; i++)
		(*members)[i] = (struct rule_member){ str_of(shape->facts[i].name), fact_type(arena, &shape->facts[i]) };
	*count = facts;
	*record = (struct rule_record){ str_of(shape->name), *members, facts + extra };
	return record;
}

static struct rule_type list_type(struct arena *arena, const char *of)
{
	struct str text = str_of(of);
	struct rule_type *item = ARENA_NEW(arena, struct rule_type);
	struct rule_member *members;
	size_t count;
	if (str_starts(text, STR("code ")))
		*item = (struct rule_type){ .kind = RULE_CODE, .list = str_slice(text, 5, text.len) };
	else if (str_is(text, "text"))
		*item = (struct rule_type){ .kind = RULE_TEXT };
	else
		*item = (struct rule_type){ .kind = RULE_RECORD, .record = record_of(arena, letter_shape(text), 0, &members, &count) };
	return (struct rule_type){ .kind = RULE_LIST, .item = item };
}

static struct rule_type fact_type(struct arena *arena, const struct letter_fact *fact)
{
	static const struct { const char *name; enum rule_kind kind; } kinds[] = {
		{ "text", RULE_TEXT }, { "number", RULE_NUMBER }, { "money", RULE_MONEY }, { "date", RULE_DATE }, { "datetime", RULE_DATETIME }, { "yesno", RULE_YESNO },
	};
	struct str type = str_of(fact->type);
	struct rule_member *members;
	size_t count;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_is(type, kinds[i].name))
			return (struct rule_type){ .kind = kinds[i].kind };
	if (str_is(type, "code"))
		return (struct rule_type){ .kind = RULE_CODE, .list = str_of(fact->of) };
	if (str_is(type, "list"))
		return list_type(arena, fact->of);
	return (struct rule_type){ .kind = RULE_RECORD, .record = record_of(arena, letter_shape(str_of(fact->of)), 0, &members, &count) };
}

const struct rule_record *letter_record(struct arena *arena, const struct letter_shape *shape)
{
	static const struct letter_fact itself = { "paper", "record", "paper", NULL };
	struct rule_member *members;
	size_t count;
	const struct rule_record *record = record_of(arena, shape, 1, &members, &count);
	members[count] = (struct rule_member){ STR("paper"), fact_type(arena, &itself) };
	return record;
}
