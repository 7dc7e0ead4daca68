/* What C can do for procedures: one descriptor for each capability. procedures.md 5. */
#include "capability.h"

#include <string.h>

#define TEXT(literal) { literal, sizeof literal - 1 }
#define CODE_TYPE { .kind = RULE_CODE, .list = TEXT("") }
#define STATUS_TYPE(of) { .kind = RULE_CODE, .list = TEXT(of "_statuses") }
#define NUMBER_TYPE { .kind = RULE_NUMBER }
#define DATE_TYPE { .kind = RULE_DATE }
#define TIME_TYPE { .kind = RULE_DATETIME }
#define YES_TYPE { .kind = RULE_YESNO }
#define TEXT_TYPE { .kind = RULE_TEXT }
#define MONEY_TYPE { .kind = RULE_MONEY }

static const struct capability_fact biometrics_facts[] = { { "status", STATUS_TYPE("biometrics"), "how it stands" }, { 0 } };
static const struct capability_fact exchange_facts[] = { { "status", STATUS_TYPE("exchange"), "how it stands" }, { 0 } };

static const struct capability_setting fee_settings[] = {
	{ "amount", SETTING_RULE, true, "", "how much" }, { "waivers", SETTING_LIST, false, "", "reasons for which it may be waived" },
	{ "payer", SETTING_FIELDS, false, "", "who pays" }, { 0 },
};
static const struct capability_command fee_commands[] = {
	{ "charge", "", false, true, false, "asks for it; an amount of nothing is waived by the law" }, { "waive", "reason", false, false, false, "asks for nothing" },
	{ "refund", "reason amount", false, false, false, "gives it back" }, { 0 },
};
static const struct capability_event fee_events[] = { { "paid", "it was paid" }, { "waived", "it was waived" }, { "failed", "the payment failed" }, { "refunded", "it was given back" }, { 0 } };
static const struct capability_fact fee_facts[] = { { "status", STATUS_TYPE("fee"), "due, paid, waived, failed or refunded" }, { "amount", MONEY_TYPE, "how much" }, { "paid_on", DATE_TYPE, "when" }, { 0 } };

static const struct capability_setting deposit_settings[] = { { "amount", SETTING_RULE, true, "", "how much" }, { "payer", SETTING_FIELDS, false, "", "who pays" }, { 0 } };
static const struct capability_command deposit_commands[] = {
	{ "take", "", false, false, false, "takes it" }, { "return", "", false, false, false, "gives it back" }, { "forfeit", "", false, false, true, "keeps it" }, { 0 },
};
static const struct capability_event deposit_events[] = { { "taken", "it was paid in" }, { "returned", "it was given back" }, { "forfeited", "it is kept" }, { 0 } };
static const struct capability_fact deposit_facts[] = { { "status", STATUS_TYPE("deposit"), "held, returned or forfeited" }, { "amount", MONEY_TYPE, "how much" }, { 0 } };

static const struct capability_setting appointment_settings[] = {
	{ "service", SETTING_CODE, true, "services", "what is booked: a code of the list services" }, { "length", SETTING_LENGTH, true, "", "how long" }, { "group", SETTING_GROUP, false, "", "cases that come together" },
	{ "centre", SETTING_FIELDS, false, "", "where" },
	{ "people", SETTING_RULE, false, "", "how many come together, each with a place; without it as many as the list of the subject has, else one" }, { 0 },
};
static const struct capability_command appointment_commands[] = { { "offer", "", false, false, false, "lets the person book" }, { "cancel", "reason", false, false, false, "takes it back" }, { 0 } };
static const struct capability_event appointment_events[] = { { "booked", "a time was booked" }, { "arrived", "the person came" }, { "missed", "the person did not come" }, { "given_back", "the person gave the time back, and may book again" }, { 0 } };
static const struct capability_fact appointment_facts[] = { { "status", STATUS_TYPE("appointment"), "how it stands" }, { "at", TIME_TYPE, "when" }, { 0 } };
static const struct capability_fact interview_facts[] = { { "status", STATUS_TYPE("interview"), "how it stands" }, { "at", TIME_TYPE, "when" }, { 0 } };
static const struct capability_fact travel_facts[] = { { "status", STATUS_TYPE("travel"), "how it stands" }, { "at", TIME_TYPE, "when" }, { 0 } };

static const struct capability_setting interview_settings[] = {
	{ "of", SETTING_FIELDS, true, "", "who is heard" }, { "interpreter", SETTING_RULE, false, "", "language" }, { "same_sex", SETTING_NAMES, false, "always on_request", "officer of the sex asked for" },
	{ "length", SETTING_LENGTH, false, "", "how long" }, { 0 },
};
static const struct capability_command interview_commands[] = { { "plan", "", false, false, false, "plans it" }, { "cancel", "reason", false, false, false, "takes it back" }, { 0 } };
static const struct capability_event interview_events[] = { { "held", "it took place" }, { "missed", "it did not" }, { "invited", "a time was set" }, { 0 } };

static const struct capability_setting biometrics_settings[] = {
	{ "of", SETTING_FIELDS, true, "", "of whom" }, { "modes", SETTING_NAMES, true, "face ten_fingers four_fingers iris", "what is taken" }, { "exempt", SETTING_RULE, false, "", "who is not asked" }, { 0 },
};
static const struct capability_command biometrics_commands[] = { { "capture", "", false, true, false, "takes them" }, { "compare", "", false, false, false, "compares with those held" }, { 0 } };
static const struct capability_event biometrics_events[] = { { "captured", "they were taken" }, { "duplicate", "the same person is held under another name" }, { 0 } };

static const struct capability_setting dna_settings[] = { { "of", SETTING_FIELDS, true, "", "of whom" }, { "consent", SETTING_FIELDS, true, "", "the consent" }, { 0 } };
static const struct capability_command dna_commands[] = { { "order", "", false, false, false, "orders the test" }, { 0 } };
static const struct capability_event dna_events[] = { { "result", "the laboratory answered" }, { 0 } };
static const struct capability_fact dna_facts[] = { { "status", STATUS_TYPE("dna"), "ordered or result" }, { "result", CODE_TYPE, "related, not_related or open" }, { 0 } };

static const struct capability_setting inspection_settings[] = {
	{ "of", SETTING_FIELDS, true, "", "person and document" }, { "checks", SETTING_NAMES, true, "document watchlist stays duplicates risk", "which" }, { 0 },
};
static const struct capability_command inspection_commands[] = { { "run", "", false, true, false, "runs the checks" }, { 0 } };
static const struct capability_event inspection_events[] = { { "clear", "nothing was found" }, { "attention", "a person must look" }, { 0 } };
static const struct capability_fact inspection_facts[] = { { "status", STATUS_TYPE("inspection"), "running, clear or attention" }, { "attention", YES_TYPE, "something was found" }, { "open_hits", YES_TYPE, "a hit is not settled" }, { 0 } };

static const struct capability_setting custody_settings[] = { { "of", SETTING_FIELDS, true, "", "what is kept" }, { 0 } };
static const struct capability_command custody_commands[] = {
	{ "take", "", false, true, false, "takes it in, with a receipt" }, { "move", "place", false, true, false, "moves it" }, { "return", "", false, true, false, "gives it back" },
	{ "hand_over", "to", false, true, false, "hands it to whom it is for" }, { 0 },
};
static const struct capability_event custody_events[] = { { "held", "it was taken in" }, { 0 } };
static const struct capability_fact custody_facts[] = { { "status", STATUS_TYPE("custody"), "held, returned or handed_over" }, { "holder", TEXT_TYPE, "who has it" }, { 0 } };

static const struct capability_setting letter_settings[] = {
	{ "template", SETTING_LETTER, true, "", "letters/NAME.LANG.letter" }, { "to", SETTING_WHO, true, "", "the party it is for" }, { "remedy", SETTING_ACTION, false, "", "the action by which it may be contested" },
	{ 0 },
};
static const struct capability_command letter_commands[] = { { "issue", "*", false, true, false, "writes and sends it" }, { 0 } };
static const struct capability_event letter_events[] = { { "delivered", "it reached the person" }, { "returned", "it came back" }, { 0 } };
static const struct capability_fact letter_facts[] = { { "status", STATUS_TYPE("letter"), "issued, delivered or returned" }, { "issued", NUMBER_TYPE, "how many" }, { 0 } };

static const struct capability_setting seal_settings[] = {
	{ "profile", SETTING_CODE, true, "", "what it is: icao_visa, registration_card ..." }, { "medium", SETTING_NAMES, true, "sticker barcode paper card", "on what" },
	{ "holder", SETTING_FIELDS, true, "", "whose" }, { "valid", SETTING_DATES, true, "", "from, until" }, { "show", SETTING_PAIRS, false, "", "what it says" }, { 0 },
};
static const struct capability_command seal_commands[] = {
	{ "issue", "*", false, true, false, "makes it" }, { "replace", "*", false, true, false, "makes another, and ends the first" }, { "revoke", "", false, false, true, "ends it" }, { 0 },
};
static const struct capability_event seal_events[] = { { "issued", "it was made and read back" }, { 0 } };
static const struct capability_fact seal_facts[] = { { "status", STATUS_TYPE("seal"), "issued or revoked" }, { "number", TEXT_TYPE, "its number" }, { "issued", NUMBER_TYPE, "how many" }, { "valid_until", DATE_TYPE, "last day" }, { 0 } };

static const struct capability_setting exchange_settings[] = {
	{ "partner", SETTING_FIELDS, true, "", "the other authority" }, { "form", SETTING_FORM, false, "", "what is sent" }, { "template", SETTING_LETTER, false, "", "the letter with it" },
	{ "takes", SETTING_NAMES, false, "", "procedures of other authorities whose requests open a case here, by the action on USE.request" }, { 0 },
};
static const struct capability_command exchange_commands[] = {
	{ "send", "*", false, false, false, "sends it" }, { "acknowledge", "", false, false, false, "says that it came" }, { "accept", "*", false, false, false, "agrees" },
	{ "refuse", "*", false, false, false, "declines" }, { "notify", "*", true, false, false, "tells something" }, { 0 },
};
static const struct capability_event exchange_events[] = {
	{ "request", "the partner asks" }, { "received", "it came there" }, { "accepted", "the partner agrees" }, { "refused", "the partner declines" }, { "failed", "it could not be sent" }, { 0 },
};

static const struct capability_setting travel_settings[] = { { "of", SETTING_FIELDS, true, "", "who travels" }, { "escorts", SETTING_RULE, false, "", "how many go along" }, { 0 } };
static const struct capability_command travel_commands[] = { { "plan", "*", false, false, false, "plans it" }, { "cancel", "", false, false, false, "takes it back" }, { 0 } };
static const struct capability_event travel_events[] = { { "departed", "it began" }, { "arrived", "it ended" }, { "missed", "it did not take place" }, { 0 } };

static const struct capability_setting no_settings[] = { { 0 } };
static const struct capability_command case_commands[] = { { "open", "*", false, true, false, "opens a case of that procedure" }, { 0 } };
static const struct capability_event case_events[] = { { "closed", "it was closed" }, { 0 } };
static const struct capability_fact case_facts[] = { { "opened", NUMBER_TYPE, "how many" }, { "open", YES_TYPE, "one is open" }, { "outcome", CODE_TYPE, "of the last" }, { 0 } };

static const struct capability_setting register_settings[] = { { "list", SETTING_CODE, true, "", "which register" }, { "of", SETTING_FIELDS, false, "", "what is entered" }, { 0 } };
static const struct capability_command register_commands[] = { { "add", "*", false, false, false, "enters it" }, { "close", "", false, false, false, "ends the entry" }, { 0 } };
static const struct capability_event no_events[] = { { 0 } };
static const struct capability_fact register_facts[] = { { "number", TEXT_TYPE, "of the entry" }, { "status", STATUS_TYPE("register"), "added or closed" }, { 0 } };

static const struct capability_setting quota_settings[] = { { "of", SETTING_RULE, true, "", "how many places there are" }, { "by", SETTING_RULE, false, "", "for which each is counted alone" }, { 0 } };
static const struct capability_command quota_commands[] = { { "take", "", false, false, false, "takes a place" }, { "return", "", false, false, false, "gives it back" }, { 0 } };
static const struct capability_fact quota_facts[] = { { "status", STATUS_TYPE("quota"), "taken or returned" }, { "left", NUMBER_TYPE, "places left" }, { 0 } };

static const struct capability_setting stock_settings[] = { { "item", SETTING_CODE, true, "", "stickers, receipts, stamps: what is numbered" }, { 0 } };
static const struct capability_command stock_commands[] = { { "use", "", false, false, false, "takes the next number" }, { "spoil", "reason", false, false, false, "says that it was spoiled" }, { 0 } };
static const struct capability_fact stock_facts[] = { { "status", STATUS_TYPE("stock"), "used or spoiled" }, { "number", TEXT_TYPE, "which" }, { 0 } };

static const struct capability_setting stay_settings[] = {
	{ "of", SETTING_FIELDS, true, "", "person and document that entered" }, { "until", SETTING_RULE, true, "", "the new last day" },
	{ "reason", SETTING_RULE, true, "", "a code of the list extension_reasons" }, { 0 },
};
static const struct capability_command stay_commands[] = {
	{ "extend", "", false, false, false, "the stay that runs ends later: the booth takes the new last day" }, { "restore", "", false, false, true, "takes that back from today on" }, { 0 },
};
static const struct capability_fact stay_facts[] = { { "status", STATUS_TYPE("stay"), "extended, restored, or unknown: no entry is on record" }, { "until", DATE_TYPE, "last day" }, { 0 } };

const struct capability capabilities[] = {
	{ TEXT("fee"), false, fee_settings, fee_commands, fee_events, fee_facts, "a fee: tariff, payment, waiver, refund" },
	{ TEXT("deposit"), false, deposit_settings, deposit_commands, deposit_events, deposit_facts, "money that is held and given back" },
	{ TEXT("appointment"), false, appointment_settings, appointment_commands, appointment_events, appointment_facts, "a time at a counter" },
	{ TEXT("interview"), false, interview_settings, interview_commands, interview_events, interview_facts, "somebody is heard" },
	{ TEXT("biometrics"), false, biometrics_settings, biometrics_commands, biometrics_events, biometrics_facts, "face and fingers" },
	{ TEXT("dna"), false, dna_settings, dna_commands, dna_events, dna_facts, "a test of kinship, with consent" },
	{ TEXT("inspection"), false, inspection_settings, inspection_commands, inspection_events, inspection_facts, "the checks of a booth" },
	{ TEXT("custody"), false, custody_settings, custody_commands, custody_events, custody_facts, "a document that is kept" },
	{ TEXT("letter"), false, letter_settings, letter_commands, letter_events, letter_facts, "a paper, kept as it was" },
	{ TEXT("seal"), false, seal_settings, seal_commands, seal_events, seal_facts, "a sticker, card or electronic permit with a digital seal" },
	{ TEXT("exchange"), false, exchange_settings, exchange_commands, exchange_events, exchange_facts, "messages with another authority" },
	{ TEXT("travel"), false, travel_settings, travel_commands, travel_events, travel_facts, "a journey that the state plans" },
	{ TEXT("case"), true, no_settings, case_commands, case_events, case_facts, "a case of another procedure" },
	{ TEXT("register"), false, register_settings, register_commands, no_events, register_facts, "an entry of a register" },
	{ TEXT("quota"), false, quota_settings, quota_commands, no_events, quota_facts, "places of which there are so many" },
	{ TEXT("stock"), false, stock_settings, stock_commands, no_events, stock_facts, "numbered stock" },
	{ TEXT("stay"), false, stay_settings, stay_commands, no_events, stay_facts, "the last day of a stay that runs" },
	{ .name = TEXT("") },
};

/* How a use may stand: what commands leave and events bring, in the engine and in the rooms that do the work. */
static const struct {
	struct str list;
	struct str words[10];
} statuses[] = {
	{ TEXT("fee_statuses"), { TEXT("due"), TEXT("paid"), TEXT("waived"), TEXT("failed"), TEXT("refunded") } },
	{ TEXT("deposit_statuses"), { TEXT("held"), TEXT("taken"), TEXT("returned"), TEXT("forfeited") } },
	{ TEXT("appointment_statuses"), { TEXT("offered"), TEXT("booked"), TEXT("arrived"), TEXT("missed"), TEXT("given_back"), TEXT("cancelled") } },
	{ TEXT("interview_statuses"), { TEXT("planned"), TEXT("held"), TEXT("missed"), TEXT("cancelled") } },
	{ TEXT("biometrics_statuses"), { TEXT("captured"), TEXT("exempt"), TEXT("compared"), TEXT("duplicate") } },
	{ TEXT("dna_statuses"), { TEXT("ordered"), TEXT("result") } },
	{ TEXT("inspection_statuses"), { TEXT("running"), TEXT("clear"), TEXT("attention") } },
	{ TEXT("custody_statuses"), { TEXT("held"), TEXT("returned"), TEXT("handed_over") } },
	{ TEXT("letter_statuses"), { TEXT("issued"), TEXT("delivered"), TEXT("returned") } },
	{ TEXT("seal_statuses"), { TEXT("made"), TEXT("issued"), TEXT("revoked") } },
	{ TEXT("exchange_statuses"),
	  { TEXT("request"), TEXT("sent"), TEXT("received"), TEXT("acknowledged"), TEXT("accepted"), TEXT("refused"), TEXT("failed") } },
	{ TEXT("travel_statuses"), { TEXT("planned"), TEXT("departed"), TEXT("arrived"), TEXT("missed"), TEXT("cancelled") } },
	{ TEXT("register_statuses"), { TEXT("added"), TEXT("closed") } },
	{ TEXT("quota_statuses"), { TEXT("taken"), TEXT("returned") } },
	{ TEXT("stock_statuses"), { TEXT("used"), TEXT("spoiled") } },
	{ TEXT("stay_statuses"), { TEXT("extended"), TEXT("restored"), TEXT("unknown") } },
	{ TEXT("clock_statuses"), { TEXT("idle"), TEXT("running"), TEXT("paused"), TEXT("done") } },
};

bool capability_statuses(struct str list, const struct str **words, size_t *count)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		if (!str_equal(statuses[i].list, list))
			continue;
		*words = statuses[i].words;
		for (*count = 0; *count < COUNT_OF(statuses[i].words) && statuses[i].words[*count].len;)
			++*count;
		return true;
	}
	return false;
}

const struct capability *capability_of(struct str name)
{
	for (const struct capability *one = capabilities; one->name.len; one++)
		if (str_equal(one->name, name))
			return one;
	return NULL;
}

int capability_command_at(const struct capability *capability, struct str name)
{
	for (int i = 0; capability->commands[i].name; i++)
		if (str_is(name, capability->commands[i].name))
			return i;
	return -1;
}

int capability_event_at(const struct capability *capability, struct str name)
{
	for (int i = 0; capability->events[i].name; i++)
		if (str_is(name, capability->events[i].name))
			return i;
	return -1;
}
